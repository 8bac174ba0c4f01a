"""What is whole in broken bytes is found, and nothing else."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.exchange.gmj import MOST_LINES, format_gmj
from gpumode_judge.exchange.salvage import salvage
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Stub

EVENT = "e" * 64


def _chain(count: int, seed: bytes = b"s" * 32):
    device, prev, made = Device(seed), "", []
    for number in range(1, count + 1):
        entry = device.sign(event=EVENT, kind="ballot", seq=number, prev=prev, at="", data={"text": "x" * number})
        made.append(entry)
        prev = entry.eid
    return made


CHAIN = _chain(6)
WHOLE = format_gmj(EVENT, "IRL", CHAIN, [Stub("a" * 64, "f" * 64, 7, "c" * 64)])
LINES = WHOLE.split(b"\n")[:-1]


def eids(data: bytes) -> list[str]:
    return [entry.eid for _, entry in salvage(data).entries]


def test_a_whole_file_loses_nothing():
    found = salvage(WHOLE)
    assert {entry for _, entry in found.entries} == set(CHAIN)
    assert sorted(line for line, _ in found.entries) == [2, 3, 4, 5, 6, 7]
    assert found.lost_lines == 0


def test_a_cut_file_loses_its_last_line():
    cut = b"\n".join(LINES[:4])[:-10]
    found = salvage(cut)
    assert [entry for _, entry in found.entries] == CHAIN[:2]
    assert found.lost == (4,)


def test_each_changed_line_is_lost_alone():
    for number in range(1, 7):
        lines = list(LINES)
        lines[number] = lines[number][:200] + (b"A" if lines[number][200:201] != b"A" else b"B") + lines[number][201:]
        found = salvage(b"\n".join(lines) + b"\n")
        assert {entry for _, entry in found.entries} == set(CHAIN) - {CHAIN[number - 1]}
        assert found.lost == (number + 1,)


def test_line_ends_marks_and_zeros_around_lines_do_no_harm():
    assert len(eids(WHOLE.replace(b"\n", b"\r\n"))) == 6
    assert salvage(b"\xef\xbb\xbf" + WHOLE.replace(b"\n", b" \r\n") + b"\0" * 5000).lost_lines == 0
    assert len(eids(WHOLE.replace(b"\n", b""))) == 6


def test_a_statement_that_stands_twice_is_one():
    assert len(eids(WHOLE + WHOLE)) == 6


def test_headers_prove_nothing_and_signatures_everything():
    forged = LINES[2][:-100] + LINES[3][-100:]
    found = salvage(b'{"format":"gmj","v":1}\n' + forged + b"\n")
    assert found.entries == ()
    assert found.lost == (2,)


def test_more_lines_than_a_file_may_have_are_not_looked_at():
    found = salvage(b"\n" * (MOST_LINES + 5) + LINES[1] + b"\n")
    assert found.entries == ()


def test_a_line_without_end_is_no_danger():
    found = salvage(b'{"b":"' * 200_000)
    assert (found.entries, found.lost) == ((), (1,))
    assert salvage(b"A" * 5_000_000).lost_lines == 1


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_bytes_give_only_what_was_signed(data):
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(raw) - 1))
        kind = data.draw(st.sampled_from(["flip", "cut", "add", "double"]))
        if kind == "flip":
            raw[at] ^= data.draw(st.integers(1, 255))
        elif kind == "cut":
            del raw[at : at + data.draw(st.integers(1, 300))]
            raw = raw or bytearray(b"\n")
        elif kind == "add":
            raw[at:at] = data.draw(st.binary(max_size=40))
        else:
            raw[at:at] = raw[at : at + 400]
    assert {entry for _, entry in salvage(bytes(raw)).entries} <= set(CHAIN)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500))
def test_any_bytes_will_do(data):
    assert salvage(data).entries == ()
