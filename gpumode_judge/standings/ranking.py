"""From visits to standings: the raw weighted mean, shared ranks, and what each criterion gave."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from gpumode_judge.event.people import Ballot
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.standings.totals import Totals


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the result.

    ``score`` is the mean of the visits' totals on 0–100, ``None`` without a visit; ``shares`` are the points of it that each
    criterion gave and add up to it. Equal scores share a rank (1, 2, 2, 4) unless the priority criterion of the rules tells them
    apart; without a visit there is no rank.
    """

    rank: int | None
    submission: str
    score: Fraction | None
    visits: int
    shares: Mapping[str, Fraction]


def standings(
    rubric: Rubric, rules: Rules, submissions: Iterable[str], ballots: Iterable[Ballot]
) -> tuple[Standing, ...]:
    """The standings of the submissions, best first, those without a visit last, equal ones in the order given.

    Raises:
        Problem: the rules give no criterion a weight.
    """
    totals = Totals(rubric, rules)
    sums = {submission: dict.fromkeys((c.key for c in totals.criteria), 0) for submission in submissions}
    visits = dict.fromkeys(sums, 0)
    for ballot, parts in totals.visits(ballots):
        mine = sums.get(ballot.submission)
        if mine is not None:
            visits[ballot.submission] += 1
            for key, points in parts.items():
                mine[key] += points
    scores = {
        submission: Fraction(sum(mine.values()), totals.unit * visits[submission]) if visits[submission] else None
        for submission, mine in sums.items()
    }
    first = {
        submission: Fraction(mine.get(rules.priority, 0), totals.unit * visits[submission])
        for submission, mine in sums.items()
        if visits[submission]
    }
    ranks = shared_ranks(scores, first)
    rows = [
        Standing(
            ranks.get(submission), submission, scores[submission], visits[submission],
            {key: Fraction(points, totals.unit * visits[submission]) for key, points in mine.items()}
            if visits[submission] else {},
        )
        for submission, mine in sums.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.rank or len(rows) + 1))


def shared_ranks(scores: Mapping[str, Fraction | None], first: Mapping[str, Fraction] | None = None) -> dict[str, int]:
    """Ranks from 1, highest first; equal scores share one and the next rank counts them all. No score, no rank.

    ``first`` are the points on the priority criterion: of two with equal scores the one with more of them stands before.
    """
    looked = first or {}
    ordered = sorted(
        (((score, looked.get(name, Fraction())), name) for name, score in scores.items() if score is not None),
        reverse=True,
    )
    ranks: dict[str, int] = {}
    for place, (figures, name) in enumerate(ordered, 1):
        before = ordered[place - 2] if place > 1 else None
        ranks[name] = ranks[before[1]] if before and before[0] == figures else place
    return ranks
