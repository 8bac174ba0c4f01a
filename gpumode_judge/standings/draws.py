"""How sure an order is: the submissions' true totals drawn many times from what the marks leave open.

The same posterior, seed and count give the same chances to the last digit on any machine. What makes it so:

- Chance enters as the raw bits of PCG64, 16 for each normal number, looked up in a table of quantiles in whole 2⁻¹⁴.
- The posterior is rounded to whole 2⁻¹² points before anything is drawn. From there on all numbers are integers below 2⁵³, held in
  floats: every sum and product is exact, so neither the order of additions nor fused ones nor the number of threads can matter.
- Ranks come from comparing integers, chances from counting.

What can still differ between two machines is the fit, by some 10⁻¹² of a point. That shows only where a figure of the posterior
lies so close to half a step of 2⁻¹² points that the two round it differently; among a hundred thousand figures about one event in
a hundred thousand has such a one, and its chances then move by less than they would with another seed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.random import PCG64
from numpy.typing import NDArray

from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.fit import Posterior
from gpumode_judge.standings.visits import Floats

COUNT: Final = 20_000
POINT: Final = 1 << 20  # what a point is in drawn totals
GRID: Final = 1 << 12  # the steps of a point to which a posterior is rounded
NORMAL: Final = 1 << 14  # the steps of one standard deviation
BLOCK: Final = 1 << 21  # numbers held at once
FAR: Final = 2000  # points; beyond, a drawn total is cut off

Points = NDArray[np.int32]
Ranks = NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Draws:
    """``points`` (count, T): each row is one set of true totals that the marks allow, in units of 1/:data:`POINT` points."""

    points: Points
    seed: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Chances:
    """What the draws say about ranks; all arrays are in the order of ``submissions``.

    ``first`` is the chance of rank 1. ``low`` and ``high`` are the best and the worst rank of the 90 % interval (5 % of the draws lie
    before it at most, 5 % behind it), ``median`` the rank in the middle. Totals are drawn so finely that two are equal in a draw only
    where the marks leave nothing open; they then share the better rank, and each beats the other half a time.
    """

    submissions: tuple[str, ...]
    first: Floats
    low: Ranks
    median: Ranks
    high: Ranks
    draws: Draws
    below: Ranks

    @property
    def seed(self) -> int:
        """What the draws were started from."""
        return self.draws.seed

    @property
    def count(self) -> int:
        """How many draws there are."""
        return len(self.draws.points)

    def top(self, places: int) -> Floats:
        """(T) the chance of a rank of at most ``places``, 0 for none."""
        if places < 1 or not self.submissions:
            return np.zeros(len(self.submissions))
        return self.below[:, min(places, len(self.submissions)) - 1] / self.count

    def scores_between(self) -> tuple[list[float], list[float]]:
        """(T), (T) between which points of 100 the middle nine of ten drawn totals of each submission lie."""
        cut = self.count // 20
        ordered = np.partition(self.draws.points, (cut, self.count - 1 - cut), axis=0)
        return (ordered[cut] / POINT).tolist(), (ordered[-1 - cut] / POINT).tolist()

    def beats(self, one: str, other: str) -> float:
        """The chance that ``one`` is truly better than ``other``, by their ids; of itself it is one half."""
        return float(self.in_turn((one, other))[0])

    def in_turn(self, order: Sequence[str]) -> Floats:
        """(len(order) − 1) the chance of each submission to be truly better than the one that follows it."""
        place = {submission: n for n, submission in enumerate(self.submissions)}
        seats = [place[submission] for submission in order]
        wins = np.zeros(max(len(seats) - 1, 0), dtype=np.int64)
        for points in _blocks(self.draws.points):
            ahead, behind = points[:, seats[:-1]], points[:, seats[1:]]
            wins += np.count_nonzero(ahead > behind, axis=0) + np.count_nonzero(ahead >= behind, axis=0)
        return wins / (2 * self.count)


def draw(
    posterior: Posterior, seed: int, count: int = COUNT, *, scale: Floats | float = 1.0, shift: Floats | float = 0.0
) -> Draws:
    """Draw ``count`` sets of the submissions' totals, each ``scale``·θ + ``shift``; ``seed`` is any whole number from 0 up.

    ``scale`` and ``shift`` (for all or for each submission) are for a final that has more in it than the marks.
    """
    with one_thread():
        middle = posterior.centre - posterior.slope @ posterior.effects
        spread = posterior.slope @ posterior.factor
        each = np.broadcast_to(np.asarray(scale, dtype=np.float64), middle.shape)
        centre = np.rint((middle * each + shift) * GRID) * NORMAL
        shared = np.rint(spread * -each[:, None] * GRID).T.copy()
        own = np.rint(posterior.own * each * GRID)
        points = np.empty((count, centre.size), dtype=np.int32)
        effects = len(shared)
        at, limit = 0, FAR * POINT
        for numbers in _normals(seed, count, effects + centre.size):
            totals = numbers[:, :effects] @ shared
            mine = numbers[:, effects:]
            mine *= own
            totals += mine
            totals += centre
            totals *= POINT / (GRID * NORMAL)
            np.rint(totals, out=totals)
            np.clip(totals, -limit, limit, out=totals)
            points[at : at + len(totals)] = totals
            at += len(totals)
    return Draws(points=points, seed=seed)


def chances(draws: Draws, submissions: Sequence[str]) -> Chances:
    """The chances of the submissions, whose ids are given in the order of the columns drawn."""
    teams, count = len(submissions), len(draws.points)
    counted = np.zeros(teams * teams, dtype=np.int64)
    for points in _blocks(draws.points):
        counted += _counted(points, teams)
    below = counted.reshape(teams, teams)
    np.cumsum(below, axis=1, out=below)
    low, median, high = ((below * 20 < part * count).sum(axis=1) + 1 for part in (1, 10, 19))
    return Chances(
        submissions=tuple(submissions),
        first=below[:, 0] / count if teams else np.zeros(0),
        low=low,
        median=median,
        high=high,
        draws=draws,
        below=below,
    )


def not_separable(chances: Chances, order: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Neighbours in the order of the standing, of whom the draws cannot say who is better: 0.4 < P < 0.6."""
    sure = chances.in_turn(order).tolist()
    return tuple((a, b) for a, b, p in zip(order, order[1:], sure, strict=False) if 0.4 < p < 0.6)


@cache
def normal_table() -> Floats:
    """The 65,536 middle quantiles of the normal distribution in whole :data:`NORMAL`-ths."""
    special: Any = import_module("scipy.special")  # not before a draw is asked for
    table: Floats = np.rint(special.ndtri((np.arange(1 << 16) + 0.5) / (1 << 16)) * NORMAL)
    table.flags.writeable = False
    return table


def _normals(seed: int, count: int, wide: int) -> Iterator[Floats]:
    """Rows of ``wide`` normal numbers, ``count`` in all. A row always takes the same bits, however many are made at once."""
    source, table = PCG64(seed), normal_table()
    words = -(-wide // 4)
    rows = max(1, BLOCK // (4 * words))
    for start in range(0, count, rows):
        many = min(rows, count - start)
        bits = source.random_raw(many * words).astype("<u8", copy=False).view("<u2")
        yield table[bits.reshape(many, 4 * words)[:, :wide]]


def _blocks(points: Points) -> Iterator[Points]:
    rows = max(1, BLOCK // max(points.shape[1], 1))
    return (points[start : start + rows] for start in range(0, len(points), rows))


def _counted(points: Points, teams: int) -> Ranks:
    """(T·T) how often each submission has each rank."""
    bits = max(teams - 1, 1).bit_length()
    keys = np.negative(points, dtype=np.int64)
    keys <<= bits
    keys |= np.arange(teams)
    keys.sort(axis=1)
    seats = keys & ((1 << bits) - 1)
    keys >>= bits
    ranks = np.broadcast_to(np.arange(teams), keys.shape)
    equal = keys[:, 1:] == keys[:, :-1]
    if equal.any():
        ranks = ranks.copy()
        ranks[:, 1:][equal] = 0
        np.maximum.accumulate(ranks, axis=1, out=ranks)
    seats *= teams
    seats += ranks
    return np.bincount(seats.ravel(), minlength=teams * teams)
