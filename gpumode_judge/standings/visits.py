"""The counted visits as columns of numbers: what every method of scoring starts from."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import compress
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

    @cached_property
    def whole(self) -> tuple[int, list[int]]:
        """A unit, and (V) how many of its parts each total has: the same as ``exact``, and far quicker to add and to compare."""
        unit = lcm(*{total.denominator for total in self.exact})
        # Equal totals are mostly one object.
        known = {id(total): total.numerator * (unit // total.denominator) for total in self.exact}
        return unit, [known[id(total)] for total in self.exact]

    def means(self) -> tuple[Fraction, ...]:
        """(T) the exact raw means."""
        unit, totals = self.whole
        sums = [0] * len(self.submissions)
        for team, total in zip(self.team.tolist(), totals, strict=True):
            sums[team] += total
        return tuple(Fraction(total, unit * count) for total, count in zip(sums, self.of_team.tolist(), strict=True))


def visits_of(totals: Totals, submissions: Iterable[str], ballots: Iterable[Ballot]) -> Visits:
    """The visits with marks on everything that counts, among ``ballots`` to ``submissions``, whatever the order of either."""
    wanted, marked = frozenset(submissions), Outcome.MARKED
    to: list[str] = []
    by: list[str] = []
    given: list[Mapping[str, Decimal]] = []
    # Side by side, in one go: a hundred thousand tuples would set off a search for cycles among everything that the ledger holds.
    for ballot in ballots:
        if ballot.outcome is marked and ballot.submission in wanted:
            to.append(ballot.submission)
            by.append(ballot.judge)
            given.append(ballot.marks)
    ladder = {c.key: {level: n for n, level in enumerate(c.scale.levels)} for c in totals.criteria}
    # Equal marks are mostly one object, so each is read once. Looking up decimals is what takes the time.
    kinds: dict[tuple[int, ...], int] = {}
    place: dict[int, int] = {}
    sums: list[Fraction] = []
    for name, marks in {id(marks): marks for marks in given}.items():
        if marks.keys() >= ladder.keys():
            kind = tuple([steps[marks[key]] for key, steps in ladder.items()])
            place[name] = kinds.setdefault(kind, len(kinds))
            if len(sums) < len(kinds):
                sums.append(totals.total(marks))
    counts = [id(marks) in place for marks in given]
    if not all(counts):
        to, by, given = list(compress(to, counts)), list(compress(by, counts)), list(compress(given, counts))
    names, people = sorted(set(to)), sorted(set(by))
    team, judge = _places(names, to), _places(people, by)
    order = np.argsort(team * len(people) + judge, kind="stable")
    of = np.array([place[id(marks)] for marks in given], dtype=np.intp)[order]
    return Visits(
        submissions=tuple(names),
        judges=tuple(people),
        team=team[order],
        judge=judge[order],
        exact=tuple(map(sums.__getitem__, of.tolist())),
        y=np.array([float(total) for total in sums], dtype=np.float64)[of],
        criteria=tuple(ladder),
        weights=np.array([float(totals.weight(key)) for key in ladder]),
        levels=tuple(len(c.scale.levels) for c in totals.criteria),
        marks=np.array([*kinds], dtype=np.intp).reshape(len(kinds), len(ladder))[of],
    )


def _places(names: Sequence[str], found: Sequence[str]) -> Whole:
    place = {name: n for n, name in enumerate(names)}
    return np.fromiter(map(place.__getitem__, found), dtype=np.intp, count=len(found))
