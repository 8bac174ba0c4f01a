"""The counted visits as columns of numbers: what every method of scoring starts from."""

from collections.abc import Iterable, Mapping, Sequence
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
    """What one set of marks comes to: its ``place`` among all that differ, -1 where not everything that counts is marked."""

    marks: Mapping[str, Decimal]
    place: int


def visits_of(totals: Totals, submissions: Iterable[str], ballots: Iterable[Ballot]) -> Visits:
    """The visits with marks on everything that counts, among ``ballots`` to ``submissions``, whatever the order of either."""
    wanted = frozenset(submissions)
    ladder = [{level: n for n, level in enumerate(c.scale.levels)} for c in totals.criteria]
    keys = [c.key for c in totals.criteria]
    known: dict[int, _Read] = {}
    sums: list[Fraction] = []
    levels: list[list[int]] = []
    marked = Outcome.MARKED
    # Side by side: a hundred thousand tuples would set off a search for cycles among everything that the ledger holds.
    to: list[str] = []
    by: list[str] = []
    kinds: list[int] = []
    for ballot in ballots:
        if ballot.outcome is not marked or ballot.submission not in wanted:
            continue
        marks = ballot.marks
        # Equal marks are mostly one object, and looking up decimals is what takes the time.
        read = known.get(id(marks))
        if read is None:
            whole = all(key in marks for key in keys)
            read = known[id(marks)] = _Read(marks, len(sums) if whole else -1)
            if whole:
                sums.append(totals.total(marks))
                levels.append([steps[marks[key]] for key, steps in zip(keys, ladder, strict=True)])
        if read.place >= 0:
            to.append(ballot.submission)
            by.append(ballot.judge)
            kinds.append(read.place)
    names, people = sorted(set(to)), sorted(set(by))
    team, judge = _places(names, to), _places(people, by)
    order = np.argsort(team * len(people) + judge, kind="stable")
    kind = np.array(kinds, dtype=np.intp)[order]
    return Visits(
        submissions=tuple(names),
        judges=tuple(people),
        team=team[order],
        judge=judge[order],
        exact=tuple(map(sums.__getitem__, kind.tolist())),
        y=np.array([float(total) for total in sums], dtype=np.float64)[kind],
        criteria=tuple(keys),
        weights=np.array([float(totals.weight(key)) for key in keys]),
        levels=tuple(len(c.scale.levels) for c in totals.criteria),
        marks=np.array(levels, dtype=np.intp).reshape(len(levels), len(keys))[kind],
    )


def _places(names: Sequence[str], found: Sequence[str]) -> Whole:
    place = {name: n for n, name in enumerate(names)}
    return np.fromiter(map(place.__getitem__, found), dtype=np.intp, count=len(found))
