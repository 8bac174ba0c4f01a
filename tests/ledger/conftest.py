"""Laptops that say things, and a small event whose entries can be held back, doubled, forged."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Ballot, Judge, Outcome
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Enrol, Hello, Statement, kind_of, to_data

AT = "2024-09-21T18:00:00.000Z"


class Laptop:
    """A device with its chain so far."""

    def __init__(self, seed: int, event: str = "") -> None:
        self.device = Device(seed.to_bytes(32, "big"))
        self.event = event
        self.said: list[Entry] = []

    @property
    def name(self) -> str:
        return self.device.name

    def say(self, statement: Statement, *supersedes: Entry, **other) -> Entry:
        return self.sign(kind_of(statement), to_data(statement), *supersedes, **other)

    def sign(self, kind: str, data, *supersedes: Entry, **other) -> Entry:
        last = self.said[-1] if self.said else None
        fields = {"event": self.event, "seq": last.seq + 1 if last else 1, "prev": last.eid if last else "", "at": AT}
        entry = self.device.sign(
            **{**fields, "kind": kind, "data": data, "supersedes": [e.eid for e in supersedes], **other}
        )
        self.said.append(entry)
        return entry


class World:
    """An organizer's laptop with an event of two judges and three submissions, marked on ``a`` (70) and ``b`` (30)."""

    def __init__(self, title: str = "IRL", seed: int = 1) -> None:
        self.org = Laptop(seed)
        self.genesis = self.org.sign("event", to_data(Event(title=title)))
        self.id = self.org.event = self.genesis.eid
        self.rubric = self.org.say(
            Rubric(name="r", criteria=(Criterion(key="a", name="A"), Criterion(key="b", name="B")))
        )
        self.rules = self.org.say(Rules(weights={"a": Decimal(70), "b": Decimal(30)}))
        self.judges = {j: self.org.say(Judge(id=j, name=j.title())) for j in ("ada", "bob")}
        self.submissions = {
            s: self.org.say(Submission(id=s, title=s.upper(), table=str(n))) for n, s in enumerate("xyz")
        }
        self.laptops: list[Laptop] = [self.org]

    def laptop(self, seed: int, judge: str, *, enrol: bool = True) -> Laptop:
        laptop = Laptop(seed, self.id)
        laptop.say(Hello(judge, ""))
        self.laptops.append(laptop)
        if enrol:
            self.org.say(Enrol(laptop.name, judge))
        return laptop

    def ballot(self, judge: str = "ada", submission: str = "x", a: object = 3, b: object = 3, **other) -> Ballot:
        marks = {key: Decimal(str(mark)) for key, mark in (("a", a), ("b", b)) if mark is not None}
        if other.get("outcome", Outcome.MARKED) is not Outcome.MARKED:
            marks = {}
        return Ballot(**{"judge": judge, "submission": submission, "rubric": self.rubric.eid, "marks": marks, **other})

    @property
    def entries(self) -> list[Entry]:
        return [entry for laptop in self.laptops for entry in laptop.said]

    def record(self, *, without=(), stubs=(), more=(), **other) -> Record:
        gone = {entry.eid for entry in without}
        kept = [entry for entry in (*self.entries, *more) if entry.eid not in gone]
        return project(Ledger(kept, stubs), self.id, **other)


@pytest.fixture(scope="session")
def laptop() -> Callable[..., Laptop]:
    return Laptop


@pytest.fixture(scope="session")
def make_world() -> Callable[..., World]:
    return World


@pytest.fixture
def world() -> World:
    return World()
