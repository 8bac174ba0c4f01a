"""What holds now: a pure function of the entries that are known here, whatever the order in which they came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.people import Ballot, Judge, Remark
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.event.text import fold
from gpumode_judge.ledger.merge import Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """A value with the entry that says it. ``paper`` tells that an organizer typed it in for the judge."""

    value: T
    eid: str
    device: str
    seq: int
    at: str
    paper: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more statements about one thing, none of which replaces the others."""

    slot: tuple[str, ...]
    heads: tuple[Held[object], ...]

    @property
    def kind(self) -> str:
        """The kind of statement that is in conflict."""
        return self.slot[0]


@dataclass(frozen=True, slots=True)
class Pending:
    """A device that says who it is and waits for an organizer. ``entries`` is how many of its statements wait with it."""

    device: str
    judge: str
    proof: str
    entries: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A chain with a hole: ``waiting`` entries of ``device`` come after a missing entry number ``missing``."""

    device: str
    judge: str
    missing: int
    waiting: int


@dataclass(frozen=True)
class Record:
    """Everything that holds now. Mappings are in visiting order (submissions) or by name (judges).

    ``ballots`` are the counted ones by (judge, submission); ``unfit`` those that the rubric in force does not allow.
    ``rubric`` is ``None`` while two rubrics are in conflict. ``devices`` maps enrolled devices to judge ids, ``organizers``
    are the devices that speak for the organizers. ``reasons`` tells for a refused entry why.
    """

    event: Event
    event_id: str
    rubric: Rubric | None
    rubric_eid: str
    rules: Rules
    tracks: tuple[Track, ...]
    prizes: tuple[Prize, ...]
    submissions: Mapping[str, Submission]
    judges: Mapping[str, Judge]
    assignments: Mapping[str, tuple[str, ...]]
    devices: Mapping[str, str]
    organizers: frozenset[str]
    ballots: Mapping[tuple[str, str], Held[Ballot]]
    unfit: Mapping[tuple[str, str], Held[Ballot]]
    remarks: tuple[Held[Remark], ...]
    conflicts: tuple[Conflict, ...]
    pending: tuple[Pending, ...]
    gaps: tuple[Gap, ...]
    verdicts: Mapping[str, Verdict]
    reasons: Mapping[str, str]
    heads: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict[tuple[str, ...], tuple[str, ...]])

    @cached_property
    def judged(self) -> tuple[Submission, ...]:
        """The submissions that are to be judged, in visiting order."""
        return tuple(s for s in self.submissions.values() if s.entered is Entered.SUBMITTED)

    def round_of(self, judge_id: str) -> tuple[Submission, ...]:
        """The submissions that a judge visits, in order: as assigned, else every one of the judge's tracks by table."""
        assigned = self.assignments.get(judge_id)
        if assigned is not None:
            judged = {s.id: s for s in self.judged}
            return tuple(judged[name] for name in dict.fromkeys(assigned) if name in judged)
        judge = self.judges.get(judge_id)
        tracks = set(judge.tracks) if judge else set[str]()
        return tuple(s for s in self.judged if not tracks or tracks & set(s.tracks))

    def track(self, track_id: str) -> str:
        """The name of a track."""
        return next((t.name for t in self.tracks if t.id == track_id), track_id)

    def prize(self, prize_id: str) -> str:
        """The name of a prize."""
        return next((p.name for p in self.prizes if p.id == prize_id), prize_id)


def visiting_order(submission: Submission) -> tuple[object, ...]:
    """Sorts submissions as a judge walks: by table in natural order (2 before 10, A2 before A10), then by title."""
    table = [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.findall(r"\d{1,9}|\D+", fold(submission.table))
    ]
    return (not submission.table, table, fold(submission.title), submission.id)
