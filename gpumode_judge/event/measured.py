"""Criteria that a machine measures, and the figures. Which points a figure gives is a rule (see :mod:`gpumode_judge.event.rules`)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from gpumode_judge.event.problem import Problem

MOST_PLACES = 100


class Turn(StrEnum):
    """How figures become points."""

    RANKS = "ranks"  # the best figure gives the first of the points, the second the second, …; equal ones share a rank
    LINEAR = "linear"  # straight from the figure that gives nothing to the one that gives everything
    LOG = "log"  # the same on a logarithmic scale: every doubling of the speed gives as much as the one before
    GATE = "gate"  # passed or not; gives no points


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One thing that is measured, and the rule that makes marks of its figures.

    ``key`` names it among all criteria and never changes; its weight stands with the others in the rules. ``unit`` is the one that
    figures are kept in (``"s"``, ``"tokens/s"``), ``lower`` tells that less is better. ``points`` is the table of ``RANKS``: the share of
    the weight is a rank's points over the most points. ``zero`` gives nothing and ``full`` everything under ``LINEAR`` and ``LOG``;
    without them they are 0 (``LOG`` needs one, the baseline) and the best figure there is. A ``GATE`` is passed from ``full`` on (1
    without one), and who does not pass has no rank if it ``excludes``. ``scope`` is as that of a criterion.
    """

    key: str
    name: str
    unit: str = ""
    lower: bool = False
    turn: Turn = Turn.LINEAR
    points: tuple[Decimal, ...] = ()
    zero: Decimal | None = None
    full: Decimal | None = None
    excludes: bool = False
    scope: str = ""

    def __post_init__(self) -> None:
        for number in (*self.points, *(n for n in (self.zero, self.full) if n is not None)):
            if not number.is_finite() or abs(number) > 10**15 or -int(number.as_tuple().exponent) > 12:
                raise Problem(f"“{self.name}”: {number} cannot be used; use numbers with twelve decimals at most.")
        if self.turn is Turn.RANKS and not (
            0 < len(self.points) <= MOST_PLACES and self.points[-1] >= 0 and self.points[0] > 0
            and all(a >= b for a, b in zip(self.points, self.points[1:], strict=False))
        ):  # fmt: skip
            raise Problem(f"“{self.name}” needs points for the places, the most first and none below zero: 5, 3, 1.")
        if self.turn is Turn.LOG and not (self.zero and self.zero > 0 and (self.full is None or self.full > 0)):
            raise Problem(f"“{self.name}” needs a baseline above zero: the figure of which the speed-up is taken.")
        if self.turn is Turn.LINEAR and self.lower and self.zero is None:
            raise Problem(f"“{self.name}”: less is better, so tell which figure gives no points.")
        if self.turn in (Turn.LINEAR, Turn.LOG) and self.full is not None:
            zero = self.zero or Decimal(0)
            if self.full == zero or (self.full < zero) is not self.lower:
                better = "less" if self.lower else "more"
                raise Problem(
                    f"“{self.name}”: {better} is better, but the figure that gives everything is on the other side."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What a machine measured of a submission: ``value`` in the ``unit`` of the measured criterion; ``None`` takes it back.

    ``source`` tells where it comes from: a file's name, a leaderboard's, a person's.
    """

    submission: str
    criterion: str
    value: Decimal | None
    unit: str = ""
    source: str = ""
