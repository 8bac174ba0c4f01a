"""Times on a wall clock as people write them, as an agenda keeps them."""

import re
from datetime import date, timedelta
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line

MOST_ITEMS: Final = 300
_HALF: Final = r"(?P<half>[ap])\.?\s?m\.?"
_CLOCK: Final = re.compile(
    r"(?:(?P<day>\d{4}-\d\d-\d\d)[T ]\s*)?"
    rf"(?P<hour>\d{{1,2}})(?:\s*[:.h]\s*(?P<minute>\d\d)(?::\d\d(?:\.0+)?)?|(?P<bare>\s*h|\s*(?:uhr|o.?clock))?)?\s*(?:{_HALF})?",
    re.IGNORECASE,
)
_WORDS: Final = {"noon": "12:00", "midday": "12:00", "midnight": "24:00"}
_RANGE: Final = re.compile(r"\s*(?:–|—|−|\bto\b|\buntil\b|\bbis\b|(?<!\d{4})(?<!\d{4}-\d\d)-)\s*", re.IGNORECASE)


def clock(text: str, day: str = "") -> str:
    """A time as an agenda keeps it: ``"6:30 pm"`` is ``"18:30"``, with a date ``"2026-09-20T00:30"``.

    ``day`` is the date that a column beside it gives. Midnight at the end of a day, 24:00, is 00:00, on the next day if the day is known.

    Raises:
        Problem: it is no time.
    """
    shown = clean_line(text, 60)
    found = _CLOCK.fullmatch(_WORDS.get(shown.casefold(), shown))
    plain = f"“{shown}” is no time; write it as 18:00, or as 2026-09-20T00:30 on another day."
    if found is None or not (found["minute"] or found["half"] or found["bare"]):
        raise Problem(plain)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise Problem(plain)
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise Problem(plain)
    return _dated(found["day"] or day, hour, minute, plain)


def span(text: str, day: str = "") -> tuple[str, str]:
    """When something begins and ends, from one cell: ``"18:00–19:00"``; the end is empty where only one time stands.

    Raises:
        Problem: one of the two is no time.
    """
    parts = [part for part in _RANGE.split(clean_line(text, 80)) if part]
    if len(parts) != 2:
        return clock(parts[0] if len(parts) == 1 else text, day), ""
    begins, ends = parts
    half = re.search(_HALF, ends, re.IGNORECASE)
    if half and not re.search(_HALF, begins, re.IGNORECASE) and re.match(r"\d", begins):
        begins = _earlier(begins, ends, half[0])
    return clock(begins, day), clock(ends, day)


def date_of(text: str) -> str:
    """A date as ISO text, from ISO or the usual ways with the year; empty if it is none of them."""
    found = re.fullmatch(r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ].*)?", clean_line(text, 40))
    try:
        return date(*map(int, found.groups())).isoformat() if found else ""
    except ValueError:
        return ""


def _earlier(begins: str, ends: str, half: str) -> str:
    """``11–1 pm`` begins in the morning, ``6–7 pm`` in the evening."""
    same = clock(f"{begins} {half}")
    other = clock(f"{begins} {'am' if half.lower().startswith('p') else 'pm'}")
    return same if same <= clock(ends) else other


def _dated(day: str, hour: int, minute: int, plain: str) -> str:
    if not day:
        return f"{hour % 24:02}:{minute:02}"
    try:
        at = date.fromisoformat(day) + timedelta(days=hour // 24)
    except (ValueError, OverflowError):
        raise Problem(plain) from None
    return f"{at.isoformat()}T{hour % 24:02}:{minute:02}"
