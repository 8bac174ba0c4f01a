"""The order in which closed ballots are opened: from the bottom up, so that what is below is final.

Contributions only add: opening one can move its team up and never down. Of equal teams the one with closed ballots stands lower,
so when the lowest team has none, nobody can come to be below it or equal to it, and its place is final.

A tail that is told in one step leaves the best teams with all their closed ballots, so that the places that matter are told one by one;
they stand above the tail from then on, whatever they have so far.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from gpumode_judge.ceremony.snapshot import Contender

PODIUM: Final = 3


class Act(StrEnum):
    """What happens in one step of the opening."""

    START = "start"
    TAIL = "tail"
    LOOK = "look"
    OPEN = "open"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Line:
    """A team now: its ``points`` so far and its ``rank`` by them among those who still move, shared by equals; how many of its ballots are
    ``open`` and ``closed``, and whether its place is final."""

    key: str
    rank: int
    points: Fraction
    open: int
    closed: int
    settled: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """One step: the lines, highest first, whom it is about (``keys``, best first; several when teams settle together), the points that were
    ``added``, and the rank from which the team ``came``."""

    act: Act
    lines: tuple[Line, ...]
    keys: tuple[str, ...] = ()
    added: Fraction = Fraction()
    came: int = 0


def can_open(contenders: Sequence[Contender]) -> bool:
    """Whether opening closed ballots can tell this result: there are some, none takes points away, they add up to the scores, and
    the ranks follow the scores."""
    ranked = [one for one in contenders if one.rank is not None]
    scores = sorted((one.score or Fraction() for one in ranked), reverse=True)
    for one in ranked:
        score = one.score
        if score is None or one.rank is None or any(ballot.hidden and ballot.points < 0 for ballot in one.ballots):
            return False
        if one.measured + sum((ballot.points for ballot in one.ballots), Fraction()) != score:
            return False
        above = scores.index(score)
        if not above < one.rank <= above + scores.count(score):
            return False
    return any(ballot.hidden for one in ranked for ballot in one.ballots)


def openings(contenders: Sequence[Contender], top: int = 0) -> Iterator[Opening]:
    """The steps for contenders that :func:`can_open` found fit. The places below ``top`` are told in one; 0: every place by itself."""
    table = _Table([one for one in contenders if one.rank is not None])
    yield Opening(Act.START, table.lines())
    tail = table.settle_below(top) if top else ()
    if tail:
        yield Opening(Act.TAIL, table.lines(), tail)
    looked = ""
    while table.moving:
        low = table.lowest()
        if not table.closed[low]:
            keys = table.settle()
            # Below the podium nobody waits for a place that everybody can see already: settled together.
            while table.moving and not table.closed[table.lowest()] and table.best_of_equals() > PODIUM:
                keys = table.settle() + keys
            yield Opening(Act.SETTLE, table.lines(), keys)
            looked = ""
            continue
        if looked != low:
            looked = low
            yield Opening(Act.LOOK, table.lines(), (low,))
        came = table.rank(low)
        added = table.open_one(low)
        yield Opening(Act.OPEN, table.lines(), (low,), added, came)


class _Table:
    def __init__(self, contenders: Sequence[Contender]) -> None:
        self._final = {one.key: (one.rank or 0) for one in contenders}
        self._points = {
            one.key: one.measured + sum((b.points for b in one.ballots if not b.hidden), Fraction())
            for one in contenders
        }
        self._open = {one.key: sum(not ballot.hidden for ballot in one.ballots) for one in contenders}
        # The smallest first: the last one decides most.
        self.closed = {one.key: sorted((b.points for b in one.ballots if b.hidden), reverse=True) for one in contenders}
        self.moving = sorted(self._final, key=self._height)
        self._settled: list[str] = []

    def _height(self, key: str) -> tuple[Fraction, bool, str]:
        # Equals stand by key and not in their final order: what told them apart is not told before their place is.
        return -self._points[key], bool(self.closed[key]), key

    def lowest(self) -> str:
        return self.moving[-1]

    def rank(self, key: str) -> int:
        if key in self._settled:
            return self._final[key]
        return 1 + sum(self._points[other] > self._points[key] for other in self.moving)

    def open_one(self, key: str) -> Fraction:
        added = self.closed[key].pop()
        self._points[key] += added
        self._open[key] += 1
        self.moving.sort(key=self._height)
        return added

    def equals(self) -> list[str]:
        """The lowest team and all that are equal to it and have nothing closed."""
        low = self.lowest()
        return [key for key in self.moving if self._points[key] == self._points[low]]

    def best_of_equals(self) -> int:
        """The best final rank among the lowest equals."""
        return min(self._final[key] for key in self.equals())

    def settle(self) -> tuple[str, ...]:
        equals = sorted(self.equals(), key=lambda key: (self._final[key], key))
        self.moving = [key for key in self.moving if key not in set(equals)]
        self._settled = equals + self._settled
        return tuple(equals)

    def settle_below(self, top: int) -> tuple[str, ...]:
        """Open and settle everyone with a final place below ``top``."""
        tail = sorted((key for key in self.moving if self._final[key] > top), key=lambda key: (self._final[key], key))
        for key in tail:
            while self.closed[key]:
                self.open_one(key)
        self.moving = [key for key in self.moving if key not in set(tail)]
        self._settled = tail + self._settled
        return tuple(tail)

    def lines(self) -> tuple[Line, ...]:
        moving = set(self.moving)
        points = sorted((self._points[key] for key in self.moving), reverse=True)
        above = {point: rank for rank, point in reversed(list(enumerate(points, 1)))}
        return tuple(
            Line(
                key, above[self._points[key]] if key in moving else self._final[key], self._points[key], self._open[key],
                len(self.closed[key]), key not in moving,
            )
            for key in (*self.moving, *self._settled)
        )  # fmt: skip
