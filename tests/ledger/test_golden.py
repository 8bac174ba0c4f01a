"""The format, byte by byte. These figures are promises: files of past events must read the same for ever.

A change here is a new version of the format, never a correction of this test.
"""

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from nacl.signing import SigningKey, VerifyKey

from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.event import Event, Prize
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.ledger.device import Device, four_words, ticket_from, ticket_proof
from gpumode_judge.ledger.entry import Entry, Stub, signed_bytes
from gpumode_judge.ledger.reading import from_entry
from gpumode_judge.ledger.statements import (
    Admit,
    Award,
    Checkpoint,
    Decision,
    Freeze,
    Hello,
    Interest,
    Lock,
    Revoke,
    Signoff,
    Statement,
    Told,
    kind_of,
    to_data,
)
from gpumode_judge.ledger.words import WORDS

GOLDEN = json.loads(Path(__file__).with_name("golden.json").read_text(encoding="utf-8"))
ORGANIZER = Device(bytes(range(32)))
JUDGE = Device(bytes(range(32, 64)))
GENESIS, RUBRIC, HELLO, BALLOT, ABSENT = (entry["eid"] for entry in GOLDEN["entries"])

SAID: list[tuple[Device, Statement, int, str, str, list[str]]] = [
    (
        ORGANIZER,
        Event(title="Größe 🚀", day="2024-09-21", zone="America/Los_Angeles", sponsors=("Modal",)),
        1,
        "",
        "2024-09-21T16:00:00.000Z",
        [],
    ),
    (
        ORGANIZER,
        Rubric(
            name="Open-ended",
            criteria=(
                Criterion(
                    key="impact",
                    name="Impact",
                    scale=Scale(Decimal(1), Decimal(5), Decimal("0.5")),
                    anchors={Decimal(1): "None"},
                ),
            ),
        ),
        2,
        GENESIS,
        "2024-09-21T16:00:01.000Z",
        [],
    ),
    (JUDGE, Hello("4f0c", GOLDEN["ticket"]["proof"]), 1, "", "2024-09-21T17:00:00.000Z", []),
    (
        JUDGE,
        Ballot(
            judge="4f0c",
            submission="9a31",
            rubric=RUBRIC,
            marks={"impact": Decimal("4.50")},
            began="2024-09-21T17:01:00.000Z",
            ended="2024-09-21T17:05:00.000Z",
        ),
        2,
        HELLO,
        "2024-09-21T17:05:00.000Z",
        [],
    ),
    (
        JUDGE,
        Ballot(judge="4f0c", submission="9a31", rubric=RUBRIC, outcome=Outcome.ABSENT, reason="team has left"),
        3,
        BALLOT,
        "2024-09-21T17:06:00.000Z",
        [BALLOT],
    ),
]


# What came after the first version of the app: each continues its device's chain above.
LATER: list[tuple[Device, Statement]] = [
    (ORGANIZER, Interest("4f0c", "9a31", "advised the team")),
    (ORGANIZER, Revoke(JUDGE.name, 4, "laptop lost")),
    (ORGANIZER, Lock({JUDGE.name: (3, ABSENT), ORGANIZER.name: (4, RUBRIC)})),
    (ORGANIZER, Lock({})),
    (ORGANIZER, Admit((ABSENT,), "came on paper")),
    (ORGANIZER, Award("best", ("9a31",), "by all judges", "the standings")),
    (ORGANIZER, Checkpoint(JUDGE.name, 3, ABSENT)),
    (ORGANIZER, Rules(weights={"impact": Decimal(1)}, method="mean", signatures=2)),
    (ORGANIZER, Event(title="Sealed", sealed=True)),
    (JUDGE, Signoff("4f0c", {"9a31": ABSENT})),
    (
        ORGANIZER,
        Rules(
            weights={"impact": Decimal(1), "softmax": Decimal(2)},
            measured=(
                Measured(
                    key="softmax",
                    name="Softmax",
                    unit="s",
                    lower=True,
                    turn=Turn.RANKS,
                    points=(Decimal(5), Decimal(3)),
                ),
                Measured(key="correct", name="Correct", turn=Turn.GATE, full=Decimal(1), excludes=True),
            ),
            ties=(Tie.PERSON,),
        ),
    ),
    (ORGANIZER, Prize(id="best", name="Best", weights={"impact": Decimal("0.5")}, shared=True, decided="person")),
    (
        ORGANIZER,
        Figure(submission="9a31", criterion="softmax", value=Decimal("0.0012"), unit="s", source="leaderboard"),
    ),
    (ORGANIZER, Decision(("9a31", "77aa"), "Ada", "deeper work", "best")),
    (
        ORGANIZER,
        Agenda(
            items=(AgendaItem(begins="18:00", ends="19:00", title="Dinner", where="Hall 2"),),
            hand_in="2024-09-21T21:00",
        ),
    ),
    (ORGANIZER, Freeze({JUDGE.name: (3, ABSENT)})),
    (ORGANIZER, Told(ABSENT, RUBRIC)),
]


def test_what_is_signed():
    assert signed_bytes(b"") == b"GMJ1 22 gpumode-judge.entry.v1 0 "
    assert signed_bytes(b"hello") == b"GMJ1 22 gpumode-judge.entry.v1 5 hello"
    assert signed_bytes("ä 1".encode()) == b"GMJ1 22 gpumode-judge.entry.v1 4 \xc3\xa4 1"


@pytest.mark.parametrize("device", ["organizer", "judge"])
def test_a_devices_name_and_words(device):
    kept = GOLDEN[device]
    assert Device(bytes.fromhex(kept["seed"])).name == kept["device"]
    assert four_words(kept["device"]) == kept["words"]


@pytest.mark.parametrize("number", range(len(SAID)))
def test_an_entry_to_the_byte(number):
    device, statement, seq, prev, at, supersedes = SAID[number]
    kept = GOLDEN["entries"][number]
    entry = device.sign(
        event="" if number == 0 else GENESIS,
        kind=kind_of(statement),
        seq=seq,
        prev=prev,
        at=at,
        supersedes=supersedes,
        data=to_data(statement),
    )
    assert entry.body.decode() == kept["body"]
    assert entry.sig.hex() == kept["sig"]
    assert entry.eid == kept["eid"]
    assert from_entry(entry) == statement


def later_entries() -> list[Entry]:
    ends = {ORGANIZER.name: (2, RUBRIC), JUDGE.name: (3, ABSENT)}
    entries: list[Entry] = []
    for device, statement in LATER:
        seq, prev = ends[device.name]
        entry = device.sign(
            event=GENESIS,
            kind=kind_of(statement),
            seq=seq + 1,
            prev=prev,
            at="2024-09-21T20:00:00.000Z",
            data=to_data(statement),
        )
        ends[device.name] = (entry.seq, entry.eid)
        entries.append(entry)
    return entries


@pytest.mark.parametrize("number", range(len(LATER)))
def test_a_later_kind_to_the_byte(number):
    entry, kept = later_entries()[number], GOLDEN["later"][number]
    assert entry.body.decode() == kept["body"]
    assert entry.sig.hex() == kept["sig"]
    assert entry.eid == kept["eid"]
    assert from_entry(entry) == LATER[number][1]


@pytest.mark.parametrize("kept", [*GOLDEN["entries"], *GOLDEN["later"]])
def test_the_kept_bytes_by_the_letter_of_the_format(kept):
    """Without the app's own code: plain Ed25519 and SHA-256."""
    body, sig = kept["body"].encode(), bytes.fromhex(kept["sig"])
    message = b"GMJ1 22 gpumode-judge.entry.v1 " + str(len(body)).encode() + b" " + body
    assert VerifyKey(bytes.fromhex(json.loads(body)["device"])).verify(message, sig) == message
    assert sha256(body + sig).hexdigest() == kept["eid"]
    assert Entry.verified(body, sig).eid == kept["eid"]


def test_the_first_body_in_full():
    """One body here in the open, so that nobody can refresh the kept file without meaning it."""
    assert GOLDEN["entries"][0]["body"] == (
        '{"v":1,"event":"","kind":"event","device":"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",'
        '"seq":1,"prev":"","at":"2024-09-21T16:00:00.000Z","supersedes":[],"data":{"title":"Größe 🚀","place":"",'
        '"day":"2024-09-21","zone":"America/Los_Angeles","mode":"live","sponsors":["Modal"]}}'
    )
    assert bytes(SigningKey(bytes(range(32))).verify_key).hex() in GOLDEN["entries"][0]["body"]


def test_a_ticket_and_its_proof():
    kept = GOLDEN["ticket"]
    assert ticket_from(bytes.fromhex(kept["random"])) == kept["from_random"] == "VTPV-XVYA-ZVR0"
    assert ticket_proof(kept["text"], GENESIS, "4f0c", JUDGE.name) == kept["proof"]


def test_the_words_never_move():
    assert (
        sha256(" ".join(WORDS).encode()).hexdigest()
        == "86d37762e7ba48d0ebfea90a648d11ef74b0f58477e4209d16599f7f1723c69f"
    )


def test_stubs_of_the_kept_entries():
    entries = [Entry.verified(e["body"].encode(), bytes.fromhex(e["sig"])) for e in GOLDEN["entries"]]
    assert Stub.of(entries[4]) == Stub(ABSENT, JUDGE.name, 3, BALLOT)
