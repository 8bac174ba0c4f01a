"""The .gmj file: what was written is what is read, and a file that breaks a rule is refused whole."""

import errno
import json
import os
import sys
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange import gmj
from gpumode_judge.exchange.gmj import BadFile, find_gmj, format_gmj, parse_gmj, read_gmj, write_gmj
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Stub

GOLDEN = json.loads((Path(__file__).parents[1] / "ledger" / "golden.json").read_text(encoding="utf-8"))
EVENT = "e" * 64


def chain(seed: bytes, count: int):
    device, prev, made = Device(seed * 32), "", []
    for seq in range(1, count + 1):
        entry = device.sign(event=EVENT, kind="ballot", seq=seq, prev=prev, at="", data={"n": seq, "t": "ä"})
        made.append(entry)
        prev = entry.eid
    return made


ADA, BOB = chain(b"a", 3), chain(b"b", 2)
GOOD = format_gmj(EVENT, "IRL", [*ADA, *BOB[:1]], [Stub.of(BOB[1])])
LINES = GOOD.split(b"\n")[:-1]


def closed(*lines: bytes, end: object = None, **header: object) -> bytes:
    """A file of these lines with a header and a trailer that fit, unless told otherwise."""
    head = {"format": "gmj", "v": 1, "event": EVENT, "title": "IRL", "count": len(lines), **header}
    head = {key: value for key, value in head.items() if value is not ...}
    content = b"".join(line + b"\n" for line in (json.dumps(head).encode(), *lines))
    trailer = {"end": len(lines) if end is None else end, "sha256": sha256(content).hexdigest()}
    return content + json.dumps(trailer).encode() + b"\n"


def resealed(lines) -> bytes:
    """The same lines under a sum that fits: what a forger would write."""
    content = b"".join(line + b"\n" for line in lines)
    return content + json.dumps({"end": len(lines) - 1, "sha256": sha256(content).hexdigest()}).encode() + b"\n"


def test_a_kept_file_to_the_byte():
    data = "".join(line + "\n" for line in GOLDEN["file"]["lines"]).encode()
    assert len(data) == GOLDEN["file"]["size"]
    assert sha256(data).hexdigest() == GOLDEN["file"]["sha256"]
    file = parse_gmj(data)
    genesis, rubric, hello, ballot, absent = (e["eid"] for e in GOLDEN["entries"])
    assert (file.event, file.title, file.sha256) == (genesis, "Größe 🚀", GOLDEN["file"]["sha256"])
    assert {e.eid for e in file.entries} == {genesis, hello, absent}
    assert {s.eid for s in file.stubs} == {rubric, ballot}
    assert format_gmj(file.event, file.title, reversed(file.entries), file.stubs) == data


def test_the_smallest_file_in_full():
    """The format in the open: header, one withheld entry, trailer."""
    stub = Stub("a" * 64, "b" * 64, 2, "c" * 64)
    data = (
        b'{"format":"gmj","v":1,"event":"' + b"e" * 64 + b'","title":"x","count":1}\n'
        b'{"x":["' + b"a" * 64 + b'","' + b"b" * 64 + b'",2,"' + b"c" * 64 + b'"]}\n'
    )
    data += b'{"end":1,"sha256":"%s"}\n' % sha256(data).hexdigest().encode()
    assert format_gmj(EVENT, "x", [], [stub]) == data
    assert parse_gmj(data).stubs == (stub,)


def test_a_file_reads_back():
    file = parse_gmj(GOOD)
    assert list(file.entries) == sorted([*ADA, BOB[0]], key=lambda e: (e.device, e.seq))
    assert [e.body for e in file.entries if e.device == ADA[0].device] == [e.body for e in ADA]
    assert file.stubs == (Stub.of(BOB[1]),)
    assert (file.event, file.title, file.sha256) == (EVENT, "IRL", sha256(GOOD).hexdigest())


def test_the_same_content_gives_the_same_bytes():
    assert format_gmj(EVENT, "IRL", [BOB[0], *reversed(ADA)], [Stub.of(BOB[1])]) == GOOD


# Damage


def test_every_single_changed_byte_is_noticed():
    """Each byte once, to a value that cannot be the same: no file with a changed byte says anything."""
    for place in range(len(GOOD)):
        for change in (0x01, 0x20, 0x80):
            data = bytearray(GOOD)
            data[place] ^= change
            with pytest.raises(BadFile):
                parse_gmj(bytes(data))


@given(st.data())
@settings(max_examples=300)
def test_cut_and_pasted_bytes_change_nothing_or_are_refused(data):
    start = data.draw(st.integers(0, len(GOOD)))
    stop = data.draw(st.integers(start, min(len(GOOD), start + 200)))
    new = GOOD[:start] + data.draw(st.binary(max_size=20)) + GOOD[stop:]
    told: BadFile | None = None
    try:
        file = parse_gmj(new)
    except BadFile as error:
        told = error
    if told:
        assert 1 <= told.line <= new.count(b"\n") + 1
        assert str(told).startswith((f"Line {told.line} ", *OF_THE_WHOLE))
    else:
        kept = parse_gmj(GOOD)
        assert (file.event, file.entries, file.stubs) == (kept.event, kept.entries, kept.stubs)


@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_refused(data):
    with pytest.raises(BadFile):
        parse_gmj(data)


@given(st.data())
@settings(max_examples=150)
def test_a_forger_who_can_add_up_still_cannot_sign(data):
    """The sum is mended, the signatures are not: an entry is what it was, or the file is refused."""
    lines = [bytearray(line) for line in LINES[:-1]]
    line = data.draw(st.sampled_from(lines))
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] = data.draw(st.integers(0, 255))
    try:
        file = parse_gmj(resealed(lines))
    except BadFile:
        return
    assert set(file.entries) <= {*ADA, *BOB}


OF_THE_WHOLE = (
    "This file is not whole: ", "Something in this file was changed or lost on the way. ", "This file is empty: ",
    "A newer version of this app wrote this file. ", "This is no event file or score file: ",
    "This file has more than 200,000 lines",
)  # fmt: skip
CASES: dict[str, tuple[bytes, int]] = {
    "empty": (b"", 1),
    "only a newline": (b"\n", 1),
    "no content": (closed(), 2),
    "cut in a line": (GOOD[:-5], 7),
    "last newline cut": (GOOD[:-1], 7),
    "trailer cut": (b"\n".join(LINES[:-1]) + b"\n", 1),
    "a line missing": (b"\n".join(LINES[:2] + LINES[3:]) + b"\n", 1),
    "a line twice": (b"\n".join([*LINES[:2], LINES[1], *LINES[2:]]) + b"\n", 1),
    "lines swapped": (b"\n".join([LINES[0], LINES[2], LINES[1], *LINES[3:]]) + b"\n", 7),
    "text behind the end": (GOOD + b"hello\n", 1),
    "two files in one": (GOOD + GOOD, 1),
    "crlf": (GOOD.replace(b"\n", b"\r\n"), 7),
    "bom": (b"\xef\xbb\xbf" + GOOD, 1),
    "utf-16": (GOOD.decode().encode("utf-16"), 1),
    "nul": (GOOD.replace(b"IRL", b"I\x00L"), 1),
    "nul lines": (b"\x00\n" * 5, 1),
    "blank line": (closed(LINES[1], b""), 3),
    "other format": (closed(LINES[1], format="zip"), 1),
    "no format": (closed(LINES[1], format=...), 1),
    "newer version": (closed(LINES[1], v=2), 1),
    "version true": (closed(LINES[1], v=True), 1),
    "version float": (closed(LINES[1], v=1.0), 1),
    "event no hash": (closed(LINES[1], event="IRL"), 1),
    "event missing": (closed(LINES[1], event=...), 1),
    "title no text": (closed(LINES[1], title=5), 1),
    "count too low": (closed(LINES[1], LINES[2], count=1), 1),
    "count as text": (closed(LINES[1], count="1"), 1),
    "count true": (closed(LINES[1], count=True), 1),
    "count huge": (closed(LINES[1], count=10**30), 1),
    "end too low": (closed(LINES[1], end=0), 3),
    "header a list": (b"[]\n" + b"\n".join(LINES[1:]) + b"\n", 1),
    "header deep": (b"[" * 60_000 + b"\n" + b"\n".join(LINES[1:]) + b"\n", 1),
    "header twice the same key": (GOOD.replace(b'"v":1', b'"v":1,"v":1', 1), 1),
    "header endless number": (GOOD.replace(b'"v":1', b'"v":' + b"9" * 9000, 1), 1),
    "deep line": (closed(b"[" * 60_000), 2),
    "deep object line": (closed(b'{"b":' * 10_000), 2),
    "line no object": (closed(b"7"), 2),
    "line of other fields": (closed(b'{"b":"","s":"","t":""}'), 2),
    "line without fields": (closed(b"{}"), 2),
    "entry and stub in one": (closed(b'{"b":"","s":"","x":[]}'), 2),
    "body no text": (closed(b'{"b":7,"s":""}'), 2),
    "body null": (closed(b'{"b":null,"s":null}'), 2),
    "body a list": (closed(b'{"b":["a"],"s":""}'), 2),
    "body not base64": (closed(b'{"b":"!!!!","s":"AAAA"}'), 2),
    "body not ascii": (closed('{"b":"ä","s":"AAAA"}'.encode()), 2),
    "base64 with spaces": (closed(LINES[1].replace(b'"b":"', b'"b":" ')), 2),
    "signature missing": (closed(b'{"b":"%s","s":""}' % b64encode(ADA[0].body)), 2),
    "another's signature": (closed(b'{"b":"%s","s":"%s"}' % (b64encode(ADA[0].body), b64encode(ADA[1].sig))), 2),
    "body no json": (closed(b'{"b":"%s","s":"%s"}' % (b64encode(b"hello"), b64encode(b"x" * 64))), 2),
    "stub too short": (closed(b'{"x":["%s"]}' % (b"a" * 64)), 2),
    "stub no list": (closed(b'{"x":{}}'), 2),
    "stub seq zero": (closed(json.dumps({"x": ["a" * 64, "b" * 64, 0, ""]}).encode()), 2),
    "stub seq true": (closed(json.dumps({"x": ["a" * 64, "b" * 64, True, ""]}).encode()), 2),
    "stub seq huge": (closed(json.dumps({"x": ["a" * 64, "b" * 64, 2**60, ""]}).encode()), 2),
    "stub seq text": (closed(json.dumps({"x": ["a" * 64, "b" * 64, "1", ""]}).encode()), 2),
    "stub eid no hash": (closed(json.dumps({"x": ["a", "b" * 64, 1, ""]}).encode()), 2),
    "stub prev null": (closed(json.dumps({"x": ["a" * 64, "b" * 64, 1, None]}).encode()), 2),
    "surrogate in a line": (closed(b'{"b":"\\ud800","s":""}'), 2),
}


@pytest.mark.parametrize(("data", "line"), CASES.values(), ids=CASES.keys())
def test_each_broken_rule_names_its_line(data, line):
    with pytest.raises(BadFile) as told:
        parse_gmj(data)
    assert told.value.line == line
    assert len(str(told.value)) < 300


def test_a_statement_of_a_version_to_come_is_not_called_damaged():
    body = ADA[0].body.replace(b'"v":1', b'"v":2')
    data = closed(LINES[1], b'{"b":"%s","s":"%s"}' % (b64encode(body), b64encode(ADA[0].sig)))
    with pytest.raises(BadFile, match="Install that version here") as told:
        parse_gmj(data)
    assert told.value.line == 3


# Limits


def test_a_line_has_64_kib():
    fits = LINES[1] + b" " * (gmj.MOST_LINE - len(LINES[1]))
    assert parse_gmj(closed(fits)).entries
    with pytest.raises(BadFile, match="64 KiB"):
        parse_gmj(closed(fits + b" "))


def test_the_longest_statement_fits_on_a_line():
    device = Device(b"z" * 32)
    entry = device.sign(event=EVENT, kind="remark", seq=1, prev="", at="", data={"text": "x" * 46_600})
    assert parse_gmj(format_gmj(EVENT, "x", [entry])).entries == (entry,)


def test_a_file_has_200_000_lines():
    with pytest.raises(BadFile, match="200,000 lines") as told:
        parse_gmj(b'{"format":"gmj"}' + b"\n" * 200_001)
    assert told.value.line == 200_000
    with pytest.raises(BadFile, match="newer version"):
        parse_gmj(b'{"format":"gmj"}' + b"\n" * 200_000)
    with pytest.raises(BadFile, match="no event file or score file"):
        parse_gmj(b"\n" * 200_001)


def test_a_file_has_64_mib(tmp_path):
    path = tmp_path / "big.gmj"
    with path.open("wb") as file:
        file.truncate(gmj.MOST_BYTES + 1)
    with pytest.raises(Problem, match="larger than 67 MB"):
        read_gmj(path)


def test_more_than_a_file_may_hold_is_not_written(monkeypatch):
    monkeypatch.setattr(gmj, "MOST_LINES", 5)
    assert format_gmj(EVENT, "x", ADA)
    with pytest.raises(Problem, match="split"):
        format_gmj(EVENT, "x", [*ADA, BOB[0]])
    monkeypatch.setattr(gmj, "MOST_BYTES", 500)
    with pytest.raises(Problem, match="split"):
        format_gmj(EVENT, "x", ADA)


# Reading


def test_only_plain_files_are_read(tmp_path):
    with pytest.raises(Problem, match="folder"):
        read_gmj(tmp_path)
    with pytest.raises(Problem, match="not there"):
        read_gmj(tmp_path / "none.gmj")
    with pytest.raises(Problem, match="not a file name"):
        read_gmj(tmp_path / "a\x00b.gmj")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe.gmj")
        with pytest.raises(Problem, match="not a plain file"):
            read_gmj(tmp_path / "pipe.gmj")


def test_titles_in_headers_are_cleaned():
    assert parse_gmj(closed(LINES[1], title="\u202eevil\n\x07title")).title == "evil title"
    assert len(parse_gmj(closed(LINES[1], title="x" * 5000)).title) == 300


# Writing


def test_a_file_is_named_after_event_judge_and_last_statement(tmp_path):
    path = write_gmj(tmp_path, "Ada Lovelace", EVENT, "CUDA MODE IRL", ADA)
    assert path.name == f"cuda-mode-irl-ada-lovelace-3-{ADA[2].eid[:8]}.gmj"
    assert read_gmj(path).entries == tuple(ADA)
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_content_is_written_once(tmp_path):
    path = write_gmj(tmp_path, "Ada", EVENT, "IRL", ADA)
    before = path.stat().st_mtime_ns
    assert write_gmj(tmp_path, "Ada", EVENT, "IRL", reversed(ADA)) == path
    assert path.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_ever_overwritten(tmp_path):
    """Not a damaged copy, not a folder, not a link to nowhere that has the name already."""
    name = f"irl-ada-3-{ADA[2].eid[:8]}"
    (tmp_path / f"{name}.gmj").write_bytes(b"damaged")
    (tmp_path / f"{name}-2.gmj").mkdir()
    (tmp_path / f"{name}-3.gmj").write_bytes(GOOD[:100])
    last = 4
    if sys.platform != "win32":
        (tmp_path / f"{name}-4.gmj").symlink_to(tmp_path / "nowhere")
        os.mkfifo(tmp_path / f"{name}-5.gmj")
        last = 6
    path = write_gmj(tmp_path, "Ada", EVENT, "IRL", ADA)
    assert path.name == f"{name}-{last}.gmj"
    assert read_gmj(path).entries == tuple(ADA)
    assert (tmp_path / f"{name}.gmj").read_bytes() == b"damaged"
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    "odd",
    [
        "../../up", "/etc/passwd", "..", ".", "C:\\x", "a/b\\c", "x\x00y", "~", "",
        "🚀", "名前", "-rf", "con", "a" * 500, "\n", "${HOME}", "|ls",
    ],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(tmp_path, odd):
    folder = tmp_path / "stick"
    folder.mkdir()
    path = write_gmj(folder, odd, EVENT, odd, ADA)
    assert path.parent == folder
    assert [p.name for p in folder.iterdir()] == [path.name]
    assert [p.name for p in tmp_path.iterdir()] == ["home", "stick"] or list(tmp_path.iterdir()) == [folder]
    assert all(c.isalnum() or c in "-." for c in path.name)
    assert path.name.isascii()
    assert not path.name.startswith(("-", "."))


def test_what_was_not_kept_as_written_is_told(tmp_path, monkeypatch):
    from gpumode_judge.system import files

    monkeypatch.setattr(files, "_reread", lambda path: path.read_bytes()[:-1])
    with pytest.raises(Problem, match="not kept as it was written"):
        write_gmj(tmp_path, "Ada", EVENT, "IRL", ADA)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_or_closed_folder_is_told(tmp_path):
    with pytest.raises(Problem, match="not there"):
        write_gmj(tmp_path / "stick", "Ada", EVENT, "IRL", ADA)
    if sys.platform != "win32" and os.geteuid():
        closed_folder = tmp_path / "closed"
        closed_folder.mkdir(mode=0)
        with pytest.raises(Problem, match="permission"):
            write_gmj(closed_folder, "Ada", EVENT, "IRL", ADA)


def test_nothing_to_write_is_told(tmp_path):
    with pytest.raises(Problem, match="nothing to write"):
        write_gmj(tmp_path, "Ada", EVENT, "IRL", [])


# Finding


def test_files_are_found_below_folders_in_one_order(tmp_path):
    for name in ("b.gmj", "a/z.GMJ", "a/deep/er/y.gmj", "a/._z.gmj", ".hidden.gmj", "notes.txt", "x.gmj.part"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.gmj").mkdir()
    (tmp_path / "link.gmj").symlink_to(tmp_path / "b.gmj")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [str(p.relative_to(tmp_path)) for p in find_gmj([tmp_path])]
    assert found == [str(Path("a/deep/er/y.gmj")), str(Path("a/z.GMJ")), "b.gmj"]


def test_files_that_are_named_are_taken_as_they_are(tmp_path):
    named = [tmp_path / "none.gmj", tmp_path / "any.txt", Path("x" * 5000), Path("a\x00b")]
    assert list(find_gmj(named)) == named


def refusing(where: str, number: int):
    def walk(folder, onerror):
        yield str(folder), [], ["a.gmj"]
        onerror(OSError(number, "no", str(Path(folder, where))))

    return walk


def test_the_systems_own_folders_on_a_stick_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(gmj.os, "walk", refusing("lost+found", errno.EACCES))
    assert [p.name for p in find_gmj([tmp_path])] == ["a.gmj"]


@pytest.mark.parametrize(("where", "number", "told"), [("", errno.EACCES, "permission"), ("a", errno.EIO, "reliably")])
def test_a_stick_that_cannot_be_searched_is_told(tmp_path, monkeypatch, where, number, told):
    monkeypatch.setattr(gmj.os, "walk", refusing(where, number))
    with pytest.raises(Problem, match=told):
        list(find_gmj([tmp_path]))


def test_a_file_name_of_its_own_is_taken_or_refused(tmp_path):
    assert write_gmj(tmp_path / "mine.gmj", "Ada", EVENT, "IRL", ADA).name == "mine.gmj"
    with pytest.raises(Problem, match="already there"):
        write_gmj(tmp_path / "mine.gmj", "Ada", EVENT, "IRL", ADA[:2])
    assert read_gmj(tmp_path / "mine.gmj").entries == tuple(ADA)
