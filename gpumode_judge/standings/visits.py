"""The counted visits as columns of numbers: what every method of scoring starts from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.standings.totals import Totals

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True, eq=False, kw_only=True)
class Visits:
    """V visits of J judges to T submissions.

    ``submissions`` (T) and ``judges`` (J) are the ids that occur, each in the order of the ids; visits are in the order of
    (submission, judge), one for each pair: the order in which ballots came can decide nothing. ``team`` and ``judge`` (V) are
    indices into them, ``exact`` the totals on 0–100 and ``y`` (V) the same as floats. ``criteria`` (C) are the keys that
    count, ``weights`` (C) their weights with sum 1, ``marks`` (V, C) the place of each mark among the ``levels`` (C, how many
    a scale has), lowest 0.
    """

    submissions: tuple[str, ...]
    judges: tuple[str, ...]
    team: Whole
    judge: Whole
    exact: tuple[Fraction, ...]
    y: Floats
    criteria: tuple[str, ...]
    weights: Floats
    levels: tuple[int, ...]
    marks: Whole

    @property
    def of_team(self) -> Whole:
        """(T) how many visits each submission has, at least one."""
        return np.bincount(self.team, minlength=len(self.submissions))

    @property
    def of_judge(self) -> Whole:
        """(J) how many visits each judge made, at least one."""
        return np.bincount(self.judge, minlength=len(self.judges))

    def means(self) -> tuple[Fraction, ...]:
        """(T) the exact raw means."""
        unit = lcm(*{total.denominator for total in self.exact})
        sums = [0] * len(self.submissions)
        for team, total in zip(self.team.tolist(), self.exact, strict=True):
            sums[team] += total.numerator * (unit // total.denominator)
        return tuple(Fraction(total, unit * count) for total, count in zip(sums, self.of_team.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class _Read:
    """What one set of marks comes to. ``levels`` is empty where not everything that counts is marked."""

    marks: Mapping[str, Decimal]
    levels: tuple[int, ...]
    total: Fraction
    shown: float


def visits_of(totals: Totals, submissions: Iterable[str], ballots: Iterable[Ballot]) -> Visits:
    """The visits with marks on everything that counts, among ``ballots`` to ``submissions``, whatever the order of either."""
    wanted = frozenset(submissions)
    ladder = [{level: n for n, level in enumerate(c.scale.levels)} for c in totals.criteria]
    keys = [c.key for c in totals.criteria]
    known: dict[int, _Read] = {}
    marked = Outcome.MARKED
    counted: list[tuple[str, str, _Read]] = []
    for ballot in ballots:
        if ballot.outcome is not marked or ballot.submission not in wanted:
            continue
        marks = ballot.marks
        # Equal marks are mostly one object, and looking up decimals is what takes the time.
        read = known.get(id(marks))
        if read is None:
            whole = all(key in marks for key in keys)
            levels = tuple(steps[marks[key]] for key, steps in zip(keys, ladder, strict=True)) if whole else ()
            total = totals.total(marks)
            read = known[id(marks)] = _Read(marks, levels, total, float(total))
        if read.levels:
            counted.append((ballot.submission, ballot.judge, read))
    names, people = sorted({visit[0] for visit in counted}), sorted({visit[1] for visit in counted})
    place, seat = {s: i for i, s in enumerate(names)}, {j: i for i, j in enumerate(people)}
    team = np.array([place[visit[0]] for visit in counted], dtype=np.intp)
    judge = np.array([seat[visit[1]] for visit in counted], dtype=np.intp)
    order = np.argsort(team * len(people) + judge, kind="stable")
    places: list[int] = order.tolist()
    reads = [counted[i][2] for i in places]
    return Visits(
        submissions=tuple(names),
        judges=tuple(people),
        team=team[order],
        judge=judge[order],
        exact=tuple(read.total for read in reads),
        y=np.array([read.shown for read in reads], dtype=np.float64),
        criteria=tuple(keys),
        weights=np.array([float(totals.weight(key)) for key in keys]),
        levels=tuple(len(c.scale.levels) for c in totals.criteria),
        marks=np.array([read.levels for read in reads], dtype=np.intp).reshape(len(reads), len(keys)),
    )
