"""The bytes of a published result: what is written is read back, and what breaks a rule of the format is named by line."""

import json
from hashlib import sha256

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.bundle import bundle_name, is_bundle, parse_bundle, read_bundle, write_bundle
from gpumode_judge.exchange.gmj import BadFile, format_gmj
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Stub

DEVICE = Device(b"d" * 32)
GENESIS = DEVICE.sign(event="", kind="event", seq=1, prev="", at="", data={"title": "IRL"})
SECOND = DEVICE.sign(event=GENESIS.eid, kind="hello", seq=2, prev=GENESIS.eid, at="", data={})
RESULT = {"event": "IRL", "rows": [{"id": "s1", "score": 12.5, "submission": "Grüße \u2028 <b>"}]}


@pytest.fixture
def path(tmp_path):
    return write_bundle(
        tmp_path / "r.gmjpub", GENESIS.eid, "IRL", [GENESIS], [Stub.of(SECOND)], RESULT, names=True, notes=False
    )


def resealed(content: bytes) -> bytes:
    return content + b'{"sha256":"%s"}\n' % sha256(content).hexdigest().encode()


def parts(path):
    """Header, result, and the file inside."""
    head, claim, rest = path.read_bytes().split(b"\n", 2)
    return json.loads(head), json.loads(claim), rest[: rest[:-1].rindex(b"\n") + 1]


def compact(value) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def put(head, claim, inner) -> bytes:
    return resealed(
        json.dumps(head, separators=(",", ":")).encode() + b"\n" + json.dumps(claim).encode() + b"\n" + inner
    )


def test_what_is_written_is_read_back(path):
    bundle = read_bundle(path)
    assert (bundle.file.entries, bundle.file.stubs) == ((GENESIS,), (Stub.of(SECOND),))
    assert (bundle.standings, bundle.names, bundle.notes) == (RESULT, True, False)
    assert is_bundle(path.read_bytes())


def test_the_same_content_gives_the_same_bytes(path, tmp_path):
    again = write_bundle(
        tmp_path / "again.gmjpub", GENESIS.eid, "IRL", [GENESIS], [Stub.of(SECOND)], RESULT, names=True, notes=False
    )
    assert again.read_bytes() == path.read_bytes()


def test_nothing_is_overwritten(path):
    before = path.read_bytes()
    with pytest.raises(Problem):
        write_bundle(path, GENESIS.eid, "Other", [GENESIS], [], RESULT, names=True, notes=True)
    assert path.read_bytes() == before


def test_every_changed_byte_and_every_cut_is_refused(path):
    data = path.read_bytes()
    for at in range(len(data)):
        with pytest.raises(BadFile):
            parse_bundle(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        with pytest.raises(BadFile):
            parse_bundle(data[:at])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda h, c, i: put({**h, "v": 2}, c, i), "newer version"),
        (lambda h, c, i: put(h, {"standings": [1]}, i), "newer version"),
        (lambda h, c, i: put(h, {}, i), "newer version"),
        (lambda h, c, i: put(h, [1], i), "cannot be read any more"),
        (lambda h, c, i: put({**h, "event": "f" * 64}, c, i), "changed or lost on the way"),
        (lambda h, c, i: put({**h, "event": None}, c, i), "changed or lost on the way"),
        (lambda h, c, i: put(h, c, i[:-5] + b"\n"), "Line 4 is damaged"),
        (lambda h, c, i: put(h, c, b""), "does not begin as one"),
        (lambda h, c, i: put(h, c, i + i), "changed or lost on the way"),
        (lambda h, c, i: put(h, c, format_gmj("f" * 64, "x", [GENESIS])), "changed or lost on the way"),
        (lambda h, c, i: resealed(compact(h) + b"\n{\n" + i), "cannot be read any more"),
        (lambda h, c, i: resealed(compact(h) + b"\n" + b"[" * 90_000 + b"\n" + i), "cannot be read any more"),
        (lambda h, c, i: resealed(compact(h) + b'\n{"standings":' + b"9" * 9000 + b"}\n" + i), "cannot be read any more"),
        (lambda h, c, i: resealed(compact(h)[:-1] + b"\xff}\n{}\n" + i), "cannot be read any more"),
        (lambda h, c, i: i, "no published result"),
        (lambda h, c, i: b"", "no published result"),
        (lambda h, c, i: b"\0" * 500, "no published result"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_told(path, change, told):
    with pytest.raises(BadFile, match=told):
        parse_bundle(change(*parts(path)))


def test_an_entry_whose_signature_does_not_fit_is_refused(path):
    head, claim, inner = parts(path)
    from base64 import b64encode

    line = b'{"b":"%s","s":"%s"}' % (b64encode(GENESIS.body.replace(b"IRL", b"URL")), b64encode(GENESIS.sig))
    lines = inner.split(b"\n")
    content = b"\n".join([lines[0], line, lines[2]]) + b"\n"
    sealed = content + b'{"end":2,"sha256":"%s"}\n' % sha256(content).hexdigest().encode()
    with pytest.raises(BadFile, match="signature does not fit"):
        parse_bundle(put(head, claim, sealed))


@pytest.mark.parametrize("title", ["../../etc/passwd", "C:\\con", "\u202egnp.exe", "", "a/b", "x" * 500])
def test_a_title_is_never_a_path(title):
    name = bundle_name(title)
    assert name.endswith("-result.gmjpub")
    assert not set(name) & set("/\\:\u202e")
    assert len(name) < 200
