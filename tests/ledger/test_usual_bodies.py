"""Ballots in the usual form are read by a shorter road. Whatever bytes come, it leads where the long one does."""

import json
import random

import pytest
from nacl.signing import SigningKey

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.ledger import entry as entries
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import BadEntry, Entry, eid_of, signed_bytes
from gpumode_judge.ledger.reading import from_entry
from gpumode_judge.ledger.statements import to_data

SEED = bytes(32)
KEY = SigningKey(SEED)
EVENT, PREV = "e" * 64, "a" * 64
MARKS = {"a": "3", "b": "4.5"}
DATA = {
    "judge": "ada", "submission": "s1", "rubric": "f" * 64, "outcome": "marked", "marks": MARKS, "reason": "",
    "began": "2024-09-21T18:00:00.000Z", "ended": "",
}  # fmt: skip
# What is put in the place of some bytes: all that means something in JSON or in the format, and what has no place there.
PIECES = [
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"", b" ", b"\n", b"\t", b"\x00", b"\x7f", b"\xff", b"\xc3\xa4", b"\xe2\x80\xae",
    b"\\u0061", b"\\ud800", b"1", b"01", b"-3", b"1e9", b"0.5", b"1.5.5", b"null", b"true", b"NaN", b"9007199254740993", b'""', b"[]",
    b"{}", b"A", b"ballot", b"remark", b"absent", b" marked ", b'"seq":', b'"data":{', b'"a":"3",', b'","prev":"', b"ada", b"b" * 64,
    b'"' + b"b" * 64 + b'"', b'"' + b"b" * 64 + b'","' + b"c" * 64 + b'"', b"[" * 3000, b"x" * 400,
]  # fmt: skip


def body(event: str = EVENT, seq: int = 2, prev: str = PREV, supersedes=(), kind: str = "ballot", **changed) -> bytes:
    fields = {
        "v": 1, "event": event, "kind": kind, "device": bytes(KEY.verify_key).hex(), "seq": seq, "prev": prev,
        "at": "2024-09-21T18:04:05.123Z", "supersedes": list(supersedes), "data": {**DATA, **changed},
    }  # fmt: skip
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def told(entry: Entry) -> object:
    """Everything that an entry is and says."""
    try:
        said: object = from_entry(entry)
    except BadEntry as error:
        said = str(error)
    head = entry.eid, entry.event, entry.kind, entry.device, entry.seq, entry.prev, entry.at, entry.supersedes
    return head, said, list(said.marks.items()) if isinstance(said, Ballot) else ()


def both_ways(raw: bytes, monkeypatch) -> object:
    """What becomes of a stranger's bytes on either road, which must be the same; and of the same bytes when they come from the store."""
    sig = KEY.sign(signed_bytes(raw)).signature

    def verified() -> object:
        try:
            return told(Entry.verified(raw, sig))
        except BadEntry as error:
            return str(error)

    short = verified()
    with monkeypatch.context() as patch:
        patch.setattr(entries, "look", lambda *_: None)
        assert verified() == short
    if not isinstance(short, str):
        assert told(Entry.trusted(raw, sig, eid_of(raw, sig))) == short
    return short


@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("reason", ["", "nobody at the table", "wo?  ", "„über“", "a\tb", 'the "best"', "back\\slash"])
def test_a_ballot_reads_the_same_on_both_roads(outcome, reason, monkeypatch):
    for marks in (
        {},
        MARKS,
        {"a": "1"},
        {"ä": "1"},
        {"a": "x"},
        {"a": "1E3"},
        {"a": 3},
        {"a": None},
        {"a": "[{"},
        {"": "1"},
        {f"criterion {number}": "1" for number in range(200)},
    ):
        both_ways(body(outcome=outcome.value, marks=marks, reason=reason), monkeypatch)


def test_what_this_app_signs_takes_the_short_road():
    ballot = Ballot(judge="ada", submission="s1", rubric="f" * 64, outcome=Outcome.ABSENT, reason="nobody at the table")
    entry = Device(SEED).sign(
        event=EVENT, kind="ballot", seq=2, prev=PREV, at="2024-09-21T18:04:05.123Z", supersedes=[PREV, "b" * 64],
        data=to_data(ballot),
    )  # fmt: skip
    assert Entry.verified(entry.body, entry.sig).ballot == ballot
    kept = Entry.trusted(entry.body, entry.sig, entry.eid)
    assert (kept.ballot, kept.supersedes) == (ballot, (PREV, "b" * 64))


def test_places_that_cannot_be_are_refused_on_both_roads(monkeypatch):
    for seq, prev in (
        (1, PREV),
        (2, ""),
        (2, "g" * 64),
        (2, "a" * 63),
        (0, ""),
        (-1, PREV),
        (2**53, PREV),
        (2**53 + 1, PREV),
    ):
        both_ways(body(seq=seq, prev=prev), monkeypatch)
    assert both_ways(body(event="", seq=1, prev=""), monkeypatch) == "a statement belongs to no event"
    assert isinstance(both_ways(body(supersedes=["b" * 64] * 201), monkeypatch), str)
    assert not isinstance(both_ways(body(supersedes=["b" * 64] * 200), monkeypatch), str)
    assert isinstance(both_ways(body(reason="x" * 48_000), monkeypatch), str)


def test_spaces_between_what_is_replaced_do_not_become_a_part_of_it(monkeypatch):
    raw = body(supersedes=[PREV]).replace(b'["', b'[ "').replace(b'"]', b'" ]')
    head, _said, _marks = both_ways(raw, monkeypatch)
    assert head[-1] == (PREV,)


@pytest.mark.parametrize("seed", range(20))
def test_changed_bytes_come_to_the_same_on_both_roads(seed, monkeypatch):
    chance = random.Random(seed)
    for _ in range(60):
        raw = body(
            supersedes=chance.choice([(), (PREV,)]), kind=chance.choice(["ballot", "ballot", "hello"]),
            outcome=chance.choice(["marked", "absent"]), marks=chance.choice([MARKS, {}]), reason=chance.choice(["", "left"]),
        )  # fmt: skip
        for _ in range(chance.choice([1, 1, 2, 4])):
            start = chance.randrange(len(raw))
            if chance.random() < 0.5:  # where a text, a number or a list begins or ends
                start = raw.find(chance.choice([b'"', b":", b"[", b"]", b"{", b"}"]), start) % (len(raw) + 1)
            raw = raw[:start] + chance.choice(PIECES) + raw[start + chance.choice([0, 0, 1, 1, 2, 64]) :]
        both_ways(raw, monkeypatch)
