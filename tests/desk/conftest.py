"""An evening on a few made-up laptops: each has a home of its own, and time goes on by the second."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission

RUBRIC = Rubric(
    name="Open-ended",
    criteria=(Criterion(key="impact", name="Impact"), Criterion(key="depth", name="Depth")),
)
PLAN = Plan(
    event=Event(title="CUDA MODE IRL", day="2024-09-21", zone="America/Los_Angeles"),
    rubric=RUBRIC,
    rules=Rules(method="mean", weights={"impact": Decimal(70), "depth": Decimal(30)}),
    tracks=(Track(id="t", name="Open"),),
    prizes=(Prize(id="p", name="Best use of Triton"),),
    judges=(Judge(id="ada", name="Ada Lovelace"), Judge(id="bob", name="Bob ../../Dobbs"), Judge(id="cyd", name="Cyd")),
    emails=(("ada", "ada@private.example"), ("bob", "bob@private.example")),
)
TEAMS = tuple(Submission(id=f"s{n}", title=f"Team {n}", table=str(n), team=f"T{n}") for n in range(1, 6))


@pytest.fixture
def clock() -> Callable[[], str]:
    seconds = count()
    return lambda: f"2024-09-21T18:{(n := next(seconds)) // 60:02}:{n % 60:02}.000Z"


@pytest.fixture
def plan() -> Plan:
    return PLAN


@pytest.fixture
def desks():
    """Desks that are closed when the test ends."""
    opened: list[OrganizerDesk | JudgeDesk] = []
    yield lambda desk: opened.append(desk) or desk
    for desk in opened:
        desk.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def organizer(tmp_path: Path, clock, desks) -> OrganizerDesk:
    (tmp_path / "org").mkdir()
    desk = desks(OrganizerDesk.create(tmp_path / "org", PLAN, clock))
    desk.put(TEAMS)
    return desk


@pytest.fixture
def join(organizer, tmp_path: Path, clock, desks):
    """A judge's desk from a fresh event file: ``join("ada")``; each call is another laptop."""
    number = count()

    def make(judge: str, ticket: str | None = None, event_file: Path | None = None) -> JudgeDesk:
        folder = tmp_path / f"laptop-{next(number)}"
        folder.mkdir()
        file = event_file or organizer.export_event(folder)
        return desks(JudgeDesk.join(file, judge, organizer.tickets[judge] if ticket is None else ticket, folder, clock))

    return make


@pytest.fixture
def score():
    """Mark and record: ``score(desk, "s1", 5, 3)``."""

    def do(desk: JudgeDesk, submission: str, impact: int, depth: int):
        desk.mark(submission, "impact", Decimal(impact))
        desk.mark(submission, "depth", Decimal(depth))
        return desk.record_ballot(submission)

    return do


@pytest.fixture
def mark(organizer):
    """One judge's marks on impact: ``mark("ada", s1=5, s3=2)``; depth is always 3."""

    def do(judge: str, began: str = "", **impact: int) -> None:
        rubric = organizer.record.rubric_eid
        organizer.put_ballots(
            [
                Ballot(
                    judge=judge, submission=s, rubric=rubric, marks={"impact": Decimal(n), "depth": Decimal(3)}, began=began
                )
                for s, n in impact.items()
            ]
        )  # fmt: skip

    return do


@pytest.fixture
def table():
    """What the standings say, without ids: (rank, title, score, visits)."""
    return lambda desk: [
        (row.rank, desk.record.submissions[row.submission].title, row.score, row.visits)
        for row in desk.standings().rows
    ]


@pytest.fixture
def changed_team():
    return lambda number, **what: replace(TEAMS[number - 1], **what)
