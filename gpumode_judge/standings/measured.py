"""From a machine's figures to shares of a criterion's weight, exactly, and who passed a gate."""

from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Final

from gpumode_judge.event.measured import Measured, Turn

# One context for every machine: logarithms are rounded correctly to 50 digits and settled to 9 decimals.
_EXACT: Final = Context(prec=50, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999)
_SETTLED: Final = Decimal("1E-9")
_NONE: Final = Fraction()
_ALL: Final = Fraction(1)


def shares(measured: Measured, figures: Mapping[str, Decimal], entered: Collection[str]) -> dict[str, Fraction]:
    """The share of the weight, 0–1, that each submission of ``entered`` gets for its figure.

    A submission without a figure gets 0, and the figure of one that is not entered takes no place. A better figure never gets
    less. A gate gives nothing.
    """
    mine = {name: figures[name] for name in entered if name in figures}
    match measured.turn:
        case Turn.RANKS:
            given = _ranked(measured, mine)
        case Turn.LINEAR:
            given = _linear(measured, mine)
        case Turn.LOG:
            given = _log(measured, mine)
        case Turn.GATE:
            given = dict[str, Fraction]()
    return {name: given.get(name, _NONE) for name in sorted(entered)}


def gate(measured: Measured, figures: Mapping[str, Decimal], entered: Collection[str]) -> dict[str, bool | None]:
    """Whether each submission of ``entered`` passed: its figure is as good as ``full`` (1 without one); ``None`` without a figure."""
    bar = Decimal(1) if measured.full is None else measured.full
    return {
        name: None if (figure := figures.get(name)) is None else figure <= bar if measured.lower else figure >= bar
        for name in sorted(entered)
    }


def places(measured: Measured, figures: Mapping[str, Decimal], entered: Collection[str]) -> dict[str, int]:
    """The place of each submission that has a figure, from 1; equal figures share one (1, 2, 2, 4)."""
    mine = {name: figures[name] for name in entered if name in figures}
    first: dict[Decimal, int] = {}
    for place, figure in enumerate(sorted(mine.values(), reverse=not measured.lower), 1):
        first.setdefault(figure, place)
    return {name: first[mine[name]] for name in sorted(mine)}


def unusable(measured: Measured, figures: Mapping[str, Decimal], entered: Collection[str]) -> tuple[str, ...]:
    """The submissions whose figure has no logarithm, though the rule wants one: they get nothing, and that must be told."""
    if measured.turn is not Turn.LOG:
        return ()
    return tuple(sorted(name for name in entered if name in figures and figures[name] <= 0))


def _ranked(measured: Measured, figures: Mapping[str, Decimal]) -> dict[str, Fraction]:
    most = Fraction(measured.points[0])
    table = [Fraction(points) / most for points in measured.points]
    return {
        name: table[place - 1] if place <= len(table) else _NONE
        for name, place in places(measured, figures, figures).items()
    }


def _linear(measured: Measured, figures: Mapping[str, Decimal]) -> dict[str, Fraction]:
    zero = Fraction(measured.zero or 0)
    full = _best(measured, figures, Decimal(0)) if measured.full is None else measured.full
    span = Fraction(full) - zero
    if (
        not span or (span < 0) is not measured.lower
    ):  # not even the best figure is better than the one that gives nothing
        return {}
    return {name: _clipped((Fraction(figure) - zero) / span) for name, figure in figures.items()}


def _log(measured: Measured, figures: Mapping[str, Decimal]) -> dict[str, Fraction]:
    zero = measured.zero or Decimal(1)  # there is always one: the rule cannot be made without its baseline
    usable = {name: figure for name, figure in figures.items() if figure > 0}
    full = _best(measured, usable, zero) if measured.full is None else measured.full
    span = _logarithm(full, zero)
    if not span or (span < 0) is not measured.lower:
        return {}
    return {
        name: _clipped(Fraction(_EXACT.quantize(share, _SETTLED)))
        for name, figure in usable.items()
        # A figure far beyond the ends is clipped anyhow, and would have more digits than the context keeps.
        if (share := max(Decimal(0), min(Decimal(1), _EXACT.divide(_logarithm(figure, zero), span)))) > 0
    }


def _logarithm(figure: Decimal, zero: Decimal) -> Decimal:
    return _EXACT.ln(_EXACT.divide(figure, zero))


def _best(measured: Measured, figures: Mapping[str, Decimal], without: Decimal) -> Decimal:
    return (min if measured.lower else max)(figures.values(), default=without)


def _clipped(share: Fraction) -> Fraction:
    return max(_NONE, min(_ALL, share))
