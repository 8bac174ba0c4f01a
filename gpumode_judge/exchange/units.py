"""Figures as people write them, and their units: ``"1,234.5"``, ``"12 ms"``, ``"1.2e-05"``. Everything stays exact."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.cells import is_nothing

TIMES: Final = ("s", "ms", "µs", "ns")
MOST_DECIMALS: Final = 18
_MOST_DIGITS: Final = 15  # before the point
_MOST_TEXT: Final = 60
_POWERS: Final = {"s": 0, "ms": -3, "µs": -6, "ns": -9}
_WORDS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("ms", "msec", "msecs", "millisecond", "milliseconds", "millis"), "ms"),
    **dict.fromkeys(("µs", "μs", "us", "usec", "usecs", "µsec", "μsec", "microsecond", "microseconds", "micros"), "µs"),
    **dict.fromkeys(("ns", "nsec", "nsecs", "nanosecond", "nanoseconds", "nanos"), "ns"),
}
_ROOMY: Final = Context(prec=100, Emin=-999_999, Emax=999_999)
_FINEST: Final = Decimal(1).scaleb(-MOST_DECIMALS)
_NUMBER: Final = re.compile(r"([+-]?)(\d[\d.,'’ ]*|[.,]\d+)([eE][+-]?\d{1,3})?\s*([^\d\s]\D*)?")
_POINT: Final = re.compile(r"(?:\d{1,3}(?:([ ,'’])\d{3})(?:\1\d{3})*|\d*)(?:\.\d+)?")
_COMMA: Final = re.compile(r"(?:\d{1,3}(?:([ .'’])\d{3})(?:\1\d{3})*|\d*)(?:,\d+)?")
# What people write in the place of a figure that there is not.
_NO_FIGURE: Final = frozenset({"dnf", "dns", "did not finish", "timeout", "timed out", "failed", "error", "oom"})


def time_unit(text: str) -> str:
    """One of ``TIMES`` for whatever a time's unit is written as, else nothing."""
    return _WORDS.get(fold(text), "")


def convert(value: Decimal, unit: str, to: str) -> Decimal:
    """The same time in another unit, to the digit.

    Raises:
        Problem: one of the units is no time's, and they differ.
    """
    if unit == to:
        return value
    if unit not in _POWERS or to not in _POWERS:
        raise Problem(f"A figure in {unit or 'no unit'} cannot be turned into {to or 'one without a unit'}.")
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise Problem(f"{value} is not a figure.")
    return Decimal((sign, digits, exponent + _POWERS[unit] - _POWERS[to]))


def settled(value: Decimal) -> Decimal:
    """The figure as it can be kept: up to 15 digits before the point, and 18 after it (rounded if there are more).

    Raises:
        Problem: it is no number, or larger than that.
    """
    if not value.is_finite() or (value and value.adjusted() >= _MOST_DIGITS):
        shown = clean_line(str(value), 40)
        raise Problem(f"{shown} cannot be kept; a figure has {_MOST_DIGITS} digits before the point at most.")
    exponent = value.as_tuple().exponent
    if not value or (isinstance(exponent, int) and exponent < -MOST_DECIMALS):
        value = _ROOMY.quantize(value, _FINEST)
    return value or Decimal(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: a figure with its unit (empty: none is written), or no figure and ``why``; empty for a blank cell."""

    value: Decimal | None = None
    unit: str = ""
    why: str = ""


def read_cells(cells: Sequence[str]) -> tuple[Cell, ...]:
    """The figures in the cells of one column.

    Whether a comma is a decimal one is told by the other cells of the column; where they do not tell, a cell that can be read in
    two ways is no figure.
    """
    texts = [unicodedata.normalize("NFKC", clean_line(cell, 2 * _MOST_TEXT)).replace("−", "-") for cell in cells]
    found = [_NUMBER.fullmatch(text) if len(text) <= _MOST_TEXT else None for text in texts]
    marks = _decimal_marks(match[2].strip() for match in found if match)
    return tuple(_cell(text, match, marks) for text, match in zip(texts, found, strict=True))


def _cell(text: str, match: re.Match[str] | None, marks: str) -> Cell:
    if is_nothing(text) or fold(text) in _NO_FIGURE:
        return Cell()
    shown = f"“{clean_line(text, 40)}”"
    if match is None:
        return Cell(why=f"{shown} is not a figure.")
    sign, number, power, unit = match[1], match[2].strip(), match[3] or "", clean_line(match[4] or "")
    readings = {mark: plain for mark in ".," if (plain := _plain(number, mark)) is not None}
    if not readings:
        return Cell(why=f"{shown} is not a figure.")
    if len(set(readings.values())) > 1:
        if marks:
            readings = {mark: plain for mark, plain in readings.items() if mark == marks}
        elif "." in readings and "," not in number:
            del readings[","]  # 1.234 is what programs write
        else:
            return Cell(why=f"{shown} can be read in two ways; write it without a comma.")
    (plain,) = set(readings.values())
    return Cell(Decimal(f"{sign}{plain}{power}"), time_unit(unit) or unit)


def _decimal_marks(numbers: Iterable[str]) -> str:
    """The decimal mark that all those numbers agree on which can be read in one way only; empty if there is none."""
    ways = [(_plain(number, "."), _plain(number, ",")) for number in numbers]
    point = any(a is not None and b is None for a, b in ways)
    comma = any(b is not None and a is None for a, b in ways)
    return "." if point and not comma else "," if comma and not point else ""


def _plain(number: str, mark: str) -> str | None:
    """The number with a point and without thousands' marks, if ``mark`` can be its decimal one."""
    if not (_POINT if mark == "." else _COMMA).fullmatch(number):
        return None
    kept = number if mark == "." else number.replace(".", "").replace(",", ".")
    return re.sub("[ ,'’]", "", kept) or None
