"""What holds now: a pure function of the entries that are known here, whatever the order in which they came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Generic, TypeVar

from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.measured import Figure
from gpumode_judge.event.people import Ballot, Judge, Remark
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.event.text import fold
from gpumode_judge.ledger.bulk import open_twin
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.statements import Award, Decision, Place, Signoff, Told

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


_OpenHeld: Final = open_twin(Held)


def quick_held(value: T, eid: str, device: str, seq: int, at: str, paper: bool) -> Held[T]:
    """What holds, like any other, made quickly."""
    made = _OpenHeld()
    made.value = value
    made.eid = eid
    made.device = device
    made.seq = seq
    made.at = at
    made.paper = paper
    made.__class__ = Held
    return made


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


@dataclass(frozen=True, slots=True)
class LockWaiting:
    """A lock that too few organizers have signed: ``missing`` more must. ``devices`` have signed it in the entries ``eids``.

    Who signs it too says the same manifest and replaces the same entries, ``supersedes``.
    """

    manifest: Mapping[str, Place]
    missing: int
    devices: tuple[str, ...]
    eids: tuple[str, ...]
    supersedes: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """Everything that holds now. Mappings are in visiting order (submissions) or by name (judges).

    ``ballots`` are the counted ones by (judge, submission); ``unfit`` those that the rubric in force does not allow.
    ``rubric`` is ``None`` while two rubrics are in conflict. ``devices`` maps enrolled devices to judge ids, ``organizers``
    are the devices that speak for the organizers. ``reasons`` tells for a refused entry why.

    ``interests`` maps (judge, submission) to why that judge does not mark it; ``revoked`` maps devices to the first entry that no
    longer counts; ``admitted`` are the entries that count by an organizer's word; ``lock`` is the manifest beyond which
    entries are late, ``None`` while scores are open; ``lock_waiting`` are locks that lack a signature; ``checkpoints`` tell up
    to which (seq, eid) organizers have a device's chain. ``figures`` are what machines measured, by (submission, measured criterion);
    ``decisions`` tell equal submissions apart. ``freeze`` is the manifest beyond which the projector shows no standings, ``None`` while it
    shows all; ``told`` is the result that the ceremony tells. ``settled`` are the heads of all that is no ballot, and of the ballots
    that are in conflict, were said more than once or refused.
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
    settled: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict[tuple[str, ...], tuple[str, ...]])
    interests: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    revoked: Mapping[str, int] = field(default_factory=dict[str, int])
    admitted: frozenset[str] = frozenset()
    lock: Mapping[str, Place] | None = None
    lock_waiting: tuple[LockWaiting, ...] = ()
    awards: Mapping[str, Held[Award]] = field(default_factory=dict[str, Held[Award]])
    checkpoints: Mapping[str, Place] = field(default_factory=dict[str, Place])
    signoffs: Mapping[str, Held[Signoff]] = field(default_factory=dict[str, Held[Signoff]])
    figures: Mapping[tuple[str, str], Held[Figure]] = field(default_factory=dict[tuple[str, str], Held[Figure]])
    decisions: tuple[Held[Decision], ...] = ()
    agenda: Agenda = field(default_factory=Agenda)
    freeze: Mapping[str, Place] | None = None
    told: Held[Told] | None = None

    @cached_property
    def heads(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """What nothing replaces: the eids by what they are about (see :func:`slot_of`)."""
        held = {
            ("ballot", *key): (held.eid,) for held_all in (self.ballots, self.unfit) for key, held in held_all.items()
        }
        return held | dict(self.settled)

    @cached_property
    def judged(self) -> tuple[Submission, ...]:
        """The submissions that are to be judged, in visiting order."""
        return tuple(s for s in self.submissions.values() if s.entered is Entered.SUBMITTED)

    def round_of(self, judge_id: str) -> tuple[Submission, ...]:
        """The submissions that a judge visits, in order: as assigned, else every one of the judge's tracks by table.

        Those in which the judge has an interest are left out.
        """
        mine = [s for s in self.judged if (judge_id, s.id) not in self.interests]
        assigned = self.assignments.get(judge_id)
        if assigned is not None:
            judged = {s.id: s for s in mine}
            return tuple(judged[name] for name in dict.fromkeys(assigned) if name in judged)
        judge = self.judges.get(judge_id)
        tracks = set(judge.tracks) if judge else set[str]()
        return tuple(s for s in mine if not tracks or tracks & set(s.tracks))

    def signed_off(self, judge_id: str) -> bool:
        """Whether a judge has signed off exactly the ballots that count now."""
        signoff = self.signoffs.get(judge_id)
        return signoff is not None and signoff.value.ballots == self._eids_by_judge.get(judge_id, {})

    @cached_property
    def _eids_by_judge(self) -> Mapping[str, Mapping[str, str]]:
        eids: dict[str, dict[str, str]] = {}
        for (judge, submission), held in self.ballots.items():
            eids.setdefault(judge, {})[submission] = held.eid
        return eids

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
