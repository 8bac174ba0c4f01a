"""Before the lock: what the marks tell, what hangs on a single judge, and which visits would help most."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from gpumode_judge.desk.allocating import allocation_of
from gpumode_judge.desk.explaining import name_of
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.scoring import Result, seed_of
from gpumode_judge.event.people import REASONS, Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.diagnosis import Diagnosis
from gpumode_judge.standings.graph import Pair, joining_visits, links_of
from gpumode_judge.standings.next_visits import NextVisit, capacities, next_visits
from gpumode_judge.standings.prizes import BY_STANDINGS, highest_first

FIRST_PLACE: Final = "Rank 1"  # what may change hands in an event without prizes
_PLACES: Final = (1, 3)
_NO_TIME: Final = REASONS[Outcome.SKIPPED][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeChange:
    """Who wins a prize without a judge and did not with them (``gains``), and the other way round, by title."""

    prize: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutJudge:
    """What changes hands without a judge, the highest prize first.

    ``unseen`` are the titles that nobody else has visited. ``problem`` says why there is no result without that judge; nothing is told
    to change then.
    """

    judge: str
    name: str
    changes: tuple[PrizeChange, ...]
    unseen: tuple[str, ...]
    problem: str = ""

    @property
    def decides(self) -> bool:
        """Whether anything hangs on this judge alone."""
        return bool(self.changes or self.problem)


def diagnosis_of(result: Result) -> Diagnosis | None:
    """What the marks tell about judges, submissions and the event; ``None`` where judges count for nothing.

    Raises:
        Problem: there are no standings.
    """
    return result.diagnosis


def without_judges(result: Result) -> tuple[WithoutJudge, ...]:
    """Each judge who has marked anything, by name: does a prize change hands without them?

    Raises:
        Problem: there is no result with all judges either.
    """
    return tuple(each_without(result))


def each_without(result: Result) -> Iterator[WithoutJudge]:
    """The same one at a time: with hundreds of judges a page can show the first ones and stop.

    Raises:
        Problem: there is no result with all judges either.
    """
    record = result.record
    if result.standings.refused:
        raise Problem(result.standings.refused)
    now = _winners(result)
    marked = {judge for (judge, _), held in record.ballots.items() if held.value.outcome is Outcome.MARKED}
    for judge in [*(j for j in record.judges if j in marked), *sorted(marked - record.judges.keys())]:
        fewer = replace(record, ballots={key: held for key, held in record.ballots.items() if key[0] != judge})
        seen = {s for (_, s), held in fewer.ballots.items() if held.value.outcome is Outcome.MARKED}
        mine = {s for (who, s), held in record.ballots.items() if who == judge and held.value.outcome is Outcome.MARKED}
        unseen = tuple(s.title for s in record.judged if s.id in mine - seen)
        then = Result(fewer)
        problem = then.standings.refused if seen else "There is no other judge."
        changes = () if problem else _changes(record, now, _winners(then))
        yield WithoutJudge(
            judge=judge, name=name_of(record, judge), changes=changes, unseen=unseen, problem=problem
        )  # fmt: skip


def joining(record: Record, result: Result) -> tuple[Pair, ...]:
    """The fewest visits (judge, submission) that would join groups which share no judge; none where they hang together.

    Raises:
        Problem: no judge who may can join them, or there are no standings.
    """
    if result.standings.visits is None:
        return ()
    return joining_visits(links_of(result.standings.visits), barred_visits(record))


def next_best(
    desk: OrganizerDesk,
    minutes_left: float,
    minutes_per_visit: float,
    judges: Iterable[str] | None = None,
    count: int = 20,
) -> tuple[NextVisit, ...]:
    """Which visits make the prizes surest in the time left, the most useful first, by the ids of judges and submissions.

    ``judges`` are the free ones, all if it is ``None``; nobody is sent where they have an interest, stepped back, found nobody or have
    been, nor to another track than theirs. Who is out of the ranking is not visited.

    Raises:
        Problem: a visit takes no time, or there are no standings.
    """
    record, result = desk.record, desk.result
    standings, model = result.standings, result.model
    free = capacities(list(record.judges) if judges is None else list(judges), minutes_left, minutes_per_visit)
    if standings.visits is None or model is None:
        return ()
    return next_visits(
        standings.visits,
        model,
        submissions=[row.submission for row in standings.rows if not row.out],
        free=free,
        barred=barred_visits(record),
        measured={name: float(points / standings.judged) for name, points in standings.measured.items() if points},
        places=prize_places(record),
        count=count,
        seed=seed_of(record),
    )


def barred_visits(record: Record) -> frozenset[Pair]:
    """The visits (judge, submission) that must not be: interests, other tracks, and what a judge came back from without marks.

    Who only ran out of time may go again.
    """
    barred = set(record.interests)
    barred |= {key for key, held in record.ballots.items() if not _may_go_again(held.value)}
    for judge in record.judges.values():
        if judge.tracks:
            barred |= {(judge.id, s.id) for s in record.judged if not set(judge.tracks) & set(s.tracks)}
    return frozenset(barred)


def prize_places(record: Record) -> tuple[int, ...]:
    """The last ranks that win something for everyone: 1 and 3 where no prize goes by the standings."""
    found: list[int] = []
    for prize in highest_first(record.prizes):
        if prize.count > 0 and prize.decided == BY_STANDINGS and prize.eligible == "all" and not prize.weights:
            before = 0 if prize.again or not found else found[-1]
            found.append(before + prize.count)
    return tuple(sorted(set(found))) or _PLACES


def _may_go_again(ballot: Ballot) -> bool:
    return ballot.outcome is Outcome.MARKED or (ballot.outcome is Outcome.SKIPPED and ballot.reason == _NO_TIME)


def _winners(result: Result) -> dict[str, tuple[str, ...]]:
    """By prize id, the highest first, who wins it; in an event without prizes, who is first."""
    if not result.record.prizes:
        return {FIRST_PLACE: tuple(row.submission for row in result.standings.rows if row.rank == 1)}
    return {given.prize: given.winners for given in allocation_of(result)}


def _changes(
    record: Record, now: dict[str, tuple[str, ...]], then: dict[str, tuple[str, ...]]
) -> tuple[PrizeChange, ...]:
    titles = {name: s.title for name, s in record.submissions.items()}
    return tuple(
        PrizeChange(
            prize=record.prize(prize),
            gains=tuple(titles[name] for name in then[prize] if name not in winners),
            loses=tuple(titles[name] for name in winners if name not in then[prize]),
        )
        for prize, winners in now.items()
        if set(then[prize]) != set(winners)
    )
