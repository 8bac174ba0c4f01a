"""One table of a TOML file, read field by field: a wrong or unknown key becomes a sentence that names its place."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from rapidfuzz import fuzz, process, utils

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_block, clean_line, slug

MOST_IN_LINE = 300
MOST_IN_BLOCK = 4000


class Fields:
    """The keys of ``table``, which stands at ``place``, for example ``Criterion 2 “Depth”``.

    Only the ``known`` keys may be there, any if none are given. Every method raises :class:`Problem` for a value that cannot be meant.
    """

    def __init__(self, table: object, place: str, known: Sequence[str] = ()) -> None:
        self.place = place
        if not isinstance(table, dict):
            raise self.problem("this must be a table of keys and values")
        self._values = cast("dict[str, Any]", table)
        for key in self._values:
            if known and key not in known:
                raise self.problem(f"“{clean_line(key, 60)}” is not a key that belongs here{meant(key, known)}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def problem(self, what: str) -> Problem:
        """The sentence for a person: the place, then what is wrong there."""
        return Problem(f"{self.place}: {what}.")

    def line(self, key: str, default: str = "", limit: int = MOST_IN_LINE) -> str:
        """One line of text, cleaned, at most ``limit`` characters."""
        text = clean_line(self._text(key, default), 10 * limit)
        if len(text) > limit:
            raise self.problem(f"“{key}” has {len(text)} characters, and {limit} is the most")
        return text

    def named(self, key: str) -> str:
        """As :meth:`line`, but it must be there."""
        if not (text := self.line(key)):
            raise self.problem(f"“{key}” is missing")
        return text

    def key(self, name: str, fallback: str) -> str:
        """The ``key`` under which marks or figures are kept: as written, else made from the name."""
        key = self.line("key", limit=64) or slug(name, fallback)
        if not key.isascii():
            raise self.problem(f"the key “{key}” must be made of plain letters and digits, for example “depth”")
        return key

    def block(self, key: str) -> str:
        """Text that may have several lines, cleaned, at most ``MOST_IN_BLOCK`` characters."""
        text = clean_block(self._text(key, ""))
        if len(text) > MOST_IN_BLOCK:
            raise self.problem(f"“{key}” has {len(text)} characters, and {MOST_IN_BLOCK} is the most")
        return text

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of lines of text, blank ones left out."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in cast("list[object]", value)):
            raise self.problem(f'“{key}” must be a list of texts, for example ["One", "Two"]')
        items = [clean_line(item, MOST_IN_LINE) for item in cast("list[str]", value)]
        return tuple(item for item in items if item)

    def number(self, key: str, default: Decimal, most: int = 10**9) -> Decimal:
        """A number, exactly as it was written, at most ``most`` on either side of zero."""
        value: object = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.problem(f"“{clean_line(key, 60)}” must be a number, without quotes")
        if not Decimal(value).is_finite() or abs(value) > most:
            raise self.problem(f"“{clean_line(key, 60)}” must be a number that is not so large")
        return Decimal(value)

    def numbers(self, key: str, most: int) -> tuple[Decimal, ...]:
        """A list of numbers, each as :meth:`number` reads it."""
        value: object = self._values.get(key, [])
        items = cast("list[object]", value) if isinstance(value, list) else []
        if not isinstance(value, list) or any(isinstance(n, bool) or not isinstance(n, int | Decimal) for n in items):
            raise self.problem(f"“{key}” must be a list of numbers, for example [5, 3, 1]")
        return tuple(Fields({key: item}, self.place).number(key, Decimal(0), most) for item in items)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``."""
        value: object = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.problem(f"“{key}” must be a whole number from {low} to {high}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """``true`` or ``false``."""
        value: object = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.problem(f"“{key}” must be true or false, without quotes")
        return value

    def choice(self, key: str, options: Sequence[str], default: str) -> str:
        """One of ``options``."""
        if (value := self.line(key, default)) not in options:
            *some, last = [f"“{option}”" for option in options]
            either = f"{', '.join(some)} or {last}" if some else last
            raise self.problem(f"“{key}” must be {either}, not “{value}”")
        return value

    def day(self, key: str) -> str:
        """An ISO date, or ``""``; TOML's own dates are taken too."""
        value: object = self._values.get(key, "")
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        try:
            if not isinstance(value, str):
                raise ValueError
            return date.fromisoformat(value.strip()).isoformat() if value.strip() else ""
        except ValueError:
            shown = clean_line(str(value), 40)
            raise self.problem(f"“{key}” must be a date such as “2026-09-19”, not “{shown}”") from None

    def table(self, key: str) -> Mapping[str, object]:
        """A table within this one; empty when it is not there."""
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.problem(f"“{key}” must be a table")
        return cast("dict[str, object]", value)

    def tables(self, key: str) -> list[object]:
        """A list of tables: ``[[key]]``, once for each."""
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise self.problem(f"“{key}” is written with two brackets, [[{key}]], once for each")
        return cast("list[object]", value)

    def _text(self, key: str, default: str) -> str:
        value: object = self._values.get(key, default)
        if not isinstance(value, str):
            raise self.problem(f"“{key}” must be text in quotes")
        return value


def meant(word: str, known: Sequence[str]) -> str:
    """``; did you mean “…”?`` without its question mark when something near is known, else a short list of what is."""
    close = process.extractOne(word[:60], known, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=75)
    if close:
        return f"; “{close[0]}” is probably meant"
    return "; known are " + ", ".join(known) if 0 < len(known) <= 15 else ""
