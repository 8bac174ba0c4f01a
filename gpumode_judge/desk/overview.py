"""Who has visited what, and what is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gpumode_judge.event.people import Judge, Outcome
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Record


@dataclass(frozen=True, slots=True)
class JudgeProgress:
    """How far a judge has come, as far as files have arrived. ``devices`` is how many laptops speak for them."""

    judge: Judge
    done: int
    marked: int
    wanted: int
    devices: int


@dataclass(frozen=True, slots=True)
class SubmissionProgress:
    """How often a submission was marked (``visits``), and what else judges said; ``wanted`` judges have it on their round."""

    submission: Submission
    visits: int
    absent: int
    recused: int
    skipped: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The evening at a glance. ``last_merge`` is a UTC time or empty; ``held_up`` are judges of whom something is here and waits."""

    submissions: tuple[SubmissionProgress, ...]
    judges: tuple[JudgeProgress, ...]
    visits: int
    wanted: int
    conflicts: int
    pending: int
    gaps: int
    unfit: int
    last_merge: str
    held_up: frozenset[str] = frozenset()

    @property
    def unvisited(self) -> tuple[Submission, ...]:
        """Submissions that nobody has marked yet."""
        return tuple(row.submission for row in self.submissions if not row.visits)

    @property
    def silent(self) -> tuple[Judge, ...]:
        """Judges from whom nothing has come yet."""
        return tuple(
            row.judge for row in self.judges if not row.done and row.wanted and row.judge.id not in self.held_up
        )


def held_up(record: Record) -> frozenset[str]:
    """The judges of whom something is here that waits: for a choice, a mark, an earlier file, or for their laptop to be accepted."""
    ballots = {conflict.slot[1] for conflict in record.conflicts if conflict.kind == "ballot"}
    unfit = {judge for judge, _ in record.unfit}
    return frozenset(ballots | unfit | {p.judge for p in record.pending} | {gap.judge for gap in record.gaps})


def overview_of(record: Record, last_merge: Mapping[str, object]) -> Overview:
    """The overview of a record."""
    outcomes = Counter((submission, held.value.outcome) for (_, submission), held in record.ballots.items())
    rounds = {judge: {s.id for s in record.round_of(judge)} for judge in record.judges}
    on_rounds = Counter(name for names in rounds.values() for name in names)
    done = Counter(judge for judge, _ in record.ballots)
    marked = Counter(judge for (judge, _), held in record.ballots.items() if held.value.outcome is Outcome.MARKED)
    devices = Counter(record.devices.values())
    submissions = tuple(
        SubmissionProgress(
            s, outcomes[s.id, Outcome.MARKED], outcomes[s.id, Outcome.ABSENT], outcomes[s.id, Outcome.RECUSED],
            outcomes[s.id, Outcome.SKIPPED], on_rounds[s.id],
        )
        for s in record.judged
    )  # fmt: skip
    judges = tuple(
        JudgeProgress(judge, done[judge.id], marked[judge.id], len(rounds[judge.id]), devices[judge.id])
        for judge in record.judges.values()
    )
    return Overview(
        submissions=submissions, judges=judges, visits=sum(row.visits for row in submissions),
        wanted=sum(row.wanted for row in judges), conflicts=len(record.conflicts), pending=len(record.pending),
        gaps=len(record.gaps), unfit=len(record.unfit), last_merge=str(last_merge.get("at", "")),
        held_up=held_up(record),
    )  # fmt: skip
