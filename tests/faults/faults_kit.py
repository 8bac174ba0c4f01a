"""What the tests under faults share: an event whose laptops sign quickly, and how a long form tells its figures.

Every long form draws from one seed, ``FAULTS_SEED`` in the environment (0 if it is not set), and prints one line with ``-s``.
"""

import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.gmj import format_gmj
from gpumode_judge.ledger.device import Device, ticket_proof
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Enrol, Hello, Statement, kind_of, slot_of, to_data
from gpumode_judge.store.tables import METADATA

SEED = int(os.environ.get("FAULTS_SEED", "0"))
TITLE = "Faults IRL"
_TABLES = tuple(table.name for table in METADATA.sorted_tables)
AT = "2024-09-21T18:00:00.000Z"


def soak(test):
    """Mark a test as a long form, which may take its time."""
    return pytest.mark.soak(pytest.mark.timeout(3600)(test))


def dice(*names: object) -> random.Random:
    """Chance that is the same in every run with the same seed."""
    return random.Random(":".join(map(str, (SEED, *names))))


def tell(row: str, **figures: object) -> None:
    """One line for the reliability table."""
    told = ", ".join(f"{name.replace('_', ' ')} {_figure(value)}" for name, value in figures.items())
    sys.stdout.write(f"\nfaults | {row} | seed {SEED} | {told}\n")
    sys.stdout.flush()


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, Counter):
        return " ".join(f"{name}={count}" for name, count in sorted(value.items()))
    return str(value)


def one_sentence(problem: BaseException) -> str:
    """The sentence of a Problem: one line, not a word of Python in it."""
    assert isinstance(problem, Problem), repr(problem)
    text = str(problem)
    assert "\n" not in text
    assert text.endswith(".")
    assert not any(word in text for word in ("Traceback", "Errno", "Error", "Exception", "None", "0x")), text
    return text


@dataclass
class Laptop:
    """A judge's laptop as far as its signed chain goes."""

    device: Device
    event: str
    judge: str
    said: list[Entry] = field(default_factory=list)
    heads: dict[tuple[str, ...], str] = field(default_factory=dict)

    def say(self, statement: Statement, **other) -> Entry:
        slot = slot_of(statement)
        last = self.said[-1] if self.said else None
        fields = {
            "event": self.event, "kind": kind_of(statement), "seq": last.seq + 1 if last else 1,
            "prev": last.eid if last else "", "at": AT, "data": to_data(statement),
            "supersedes": [self.heads[slot]] if slot in self.heads else [],
        }  # fmt: skip
        entry = self.device.sign(**{**fields, **other})
        self.said.append(entry)
        self.heads[slot] = entry.eid
        return entry

    def score(self, rubric: str, submission: str, a: int, b: int) -> Entry:
        marks = {"a": Decimal(a), "b": Decimal(b)}
        return self.say(Ballot(judge=self.judge, submission=submission, rubric=rubric, marks=marks))

    def file(self) -> bytes:
        return format_gmj(self.event, TITLE, self.said)


def plan_of(judges: int) -> Plan:
    return Plan(
        event=Event(title=TITLE),
        rubric=Rubric(name="r", criteria=(Criterion(key="a", name="A"), Criterion(key="b", name="B"))),
        rules=Rules(method="mean", weights={"a": Decimal(70), "b": Decimal(30)}),
        judges=tuple(Judge(id=f"judge{n:03}", name=f"Judge {n:03}") for n in range(judges)),
    )


def submissions_of(count: int) -> list[Submission]:
    return [Submission(id=f"team{n:03}", title=f"Team {n:03}", table=str(n)) for n in range(count)]


def make_event(folder: Path, judges: int, submissions: int, **other) -> OrganizerDesk:
    """The organizers' open workspace ``folder``/event.gmjdb of an event with so many of each."""
    desk = OrganizerDesk.create(folder / "event.gmjdb", plan_of(judges), **other)
    desk.put(submissions_of(submissions))
    return desk


def laptops_of(desk: OrganizerDesk, *, enrol: bool) -> list[Laptop]:
    """One laptop for each judge, which has greeted: accepted already, or let in by its ticket when its file comes."""
    made: list[Laptop] = []
    for number, judge in enumerate(desk.record.judges):
        device = Device((10_000 + number).to_bytes(32, "big"))
        laptop = Laptop(device, desk.record.event_id, judge)
        proof = ticket_proof(desk.tickets[judge], laptop.event, judge, device.name)
        laptop.say(Hello(judge, "" if enrol else proof))
        made.append(laptop)
    if enrol:
        desk.say(*(Enrol(laptop.device.name, laptop.judge) for laptop in made))
    return made


def what_counts(record: Record) -> dict[object, object]:
    """What a record says, without what differs between two organizers' laptops that enrolled the same people."""
    return {
        "ballots": {key: (held.eid, held.value) for key, held in record.ballots.items()},
        "unfit": {key: held.eid for key, held in record.unfit.items()},
        "remarks": sorted(held.eid for held in record.remarks),
        "conflicts": [(c.slot, tuple(h.eid for h in c.heads)) for c in record.conflicts],
        "pending": sorted((p.device, p.judge, p.entries) for p in record.pending),
        "gaps": sorted((g.device, g.missing, g.waiting) for g in record.gaps),
        "devices": dict(sorted(record.devices.items())),
        "submissions": dict(record.submissions),
        "judges": dict(record.judges),
        "verdicts": {
            eid: verdict for eid, verdict in sorted(record.verdicts.items()) if eid in judged_eids(record)
        },
    }  # fmt: skip


def judged_eids(record: Record) -> set[str]:
    held = (*record.ballots.values(), *record.unfit.values())
    return {item.eid for item in held}


def digest(execute: Callable) -> str:
    """One hash over all that a workspace holds."""
    rows = [(t, sorted(repr(tuple(row)) for row in execute(f"SELECT * FROM {t}").fetchall())) for t in _TABLES]
    return sha256(repr(rows).encode()).hexdigest()
