"""Whom a single judge decides: the result again without each of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.fit import Method
from gpumode_judge.standings.visits import Visits

X = TypeVar("X")
Winners = Callable[[Mapping[str, Fraction]], X]  # from the score of each submission that has one to who wins what


@dataclass(frozen=True, slots=True, kw_only=True)
class Without(Generic[X]):
    """What the result is without ``judge``.

    ``winners`` is ``None`` where nothing can be said without that judge, and ``problem`` tells why. ``unseen`` are the submissions
    that nobody else has visited: without this judge they have no score.
    """

    judge: str
    winners: X | None
    changed: bool
    unseen: tuple[str, ...] = ()
    problem: str = ""


def without_each_judge(visits: Visits, method: Method, winners: Winners[X]) -> Iterator[Without[X]]:
    """Each judge in the order of the ids: does anything change hands without them?

    The results come one at a time, so that with a thousand judges a caller can show the first ones and stop.
    ``winners`` may be as simple as the best submission's id, or a whole allocation of prizes; its results are compared with ``==``.

    Raises:
        Problem: there is no result with all judges either.
    """
    now = winners(_scores(visits, method))
    for seat, judge in enumerate(visits.judges):
        fewer = without(visits, seat)
        unseen = tuple(sorted(set(visits.submissions) - set(fewer.submissions)))
        try:
            if not fewer.submissions:
                raise Problem("There is no other judge.")
            then = winners(_scores(fewer, method))
        except Problem as problem:
            yield Without(judge=judge, winners=None, changed=True, unseen=unseen, problem=str(problem))
        else:
            yield Without(judge=judge, winners=then, changed=then != now, unseen=unseen)


def without(visits: Visits, seat: int) -> Visits:
    """The visits of everyone but the judge with index ``seat``."""
    kept = np.flatnonzero(visits.judge != seat)
    teams, judges = np.flatnonzero(np.bincount(visits.team[kept])), np.flatnonzero(np.bincount(visits.judge[kept]))
    return Visits(
        submissions=tuple(visits.submissions[i] for i in teams.tolist()),
        judges=tuple(visits.judges[i] for i in judges.tolist()),
        team=np.searchsorted(teams, visits.team[kept]),
        judge=np.searchsorted(judges, visits.judge[kept]),
        exact=tuple(visits.exact[i] for i in kept.tolist()),
        y=visits.y[kept],
        criteria=visits.criteria,
        weights=visits.weights,
        levels=visits.levels,
        marks=visits.marks[kept],
    )


def _scores(visits: Visits, method: Method) -> dict[str, Fraction]:
    return dict(zip(visits.submissions, method(visits).scores, strict=True))
