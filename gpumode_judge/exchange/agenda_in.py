"""A table with the day to the items of an agenda: which column is what is guessed, and can be corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz

from gpumode_judge.event.agenda import AgendaItem
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.fields import words
from gpumode_judge.exchange.rows import Skipped
from gpumode_judge.exchange.table import Row, Table
from gpumode_judge.exchange.times import MOST_ITEMS, clock, date_of, span

FIELDS: Final = ("begins", "ends", "title", "where", "day", "speaker")
_ALIASES: Final[Mapping[str, str]] = {
    "begins": "begins|begin|start|starts|start time|starting time|begin time|from|time|when|at|hour|time slot|slot|uhrzeit|beginn",
    "ends": "ends|end|end time|ending time|to|until|till|finish|finishes|ende|bis",
    "title": "title|talk|talk title|session|session title|event|event title|activity|item|agenda|agenda item|programme|program|"
    "topic|what|subject|name|description|titel",
    "where": "where|room|location|place|stage|venue|hall|raum|ort",
    "day": "date|day|datum|tag",
    "speaker": "speaker|speakers|presenter|presenters|who|host|by|speaker name",
}
_LOOK: Final = 50
_NEAR: Final = 86
_NIGHT: Final = "05:00"  # an evening may go on so long


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaTable:
    """What a table says about the day. ``items`` are in the order of the day; ``columns`` maps each header to one of :data:`FIELDS`, or to
    nothing; ``problem`` says which column is missing, empty if none is."""

    read: int
    items: tuple[AgendaItem, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""


def agenda_from(table: Table, day: str = "", corrections: Mapping[str, str] | None = None) -> AgendaTable:
    """The items that a table holds. ``day`` is the date of the event; a time on it needs no date.

    ``corrections`` map headers to one of :data:`FIELDS`, or to nothing to leave a column out. Rows that cannot be meant are told by
    line and left out.

    Raises:
        Problem: a correction names a column or a field that is not there.
    """
    columns = _columns(table, corrections or {})
    places = {field: table.header.index(header) for header, field in columns.items() if field}
    start = AgendaTable(read=len(table.rows), columns=tuple(columns.items()), notes=table.notes)
    missing = [field for field in ("begins", "title") if field not in places]
    if missing:
        told = ", ".join(f"“{clean_line(h, 40)}”" for h in table.header[:12])
        either = " and ".join(f"“{field}”" for field in missing)
        problem = f"“{table.name}” has no column that is clearly {either}; say which one it is. It has {told}."
        return AgendaTable(read=start.read, columns=start.columns, notes=start.notes, problem=problem)
    items: list[AgendaItem] = []
    skipped: list[Skipped] = []
    for row in table.rows:
        try:
            if len(items) >= MOST_ITEMS:
                raise Problem(f"An agenda has at most {MOST_ITEMS} items.")
            items.append(_item(row, places, day))
        except Problem as problem:
            skipped.append(Skipped(row.line, str(problem)))
    ordered = _in_order(items, day)
    notes = (*start.notes, "The items were put in the order of their times.") if ordered != items else start.notes
    return AgendaTable(
        read=start.read, items=tuple(ordered), columns=start.columns, skipped=tuple(skipped), notes=notes
    )


def _item(row: Row, places: Mapping[str, int], day: str) -> AgendaItem:
    cell = {field: clean_line(row.cell(place), 200) for field, place in places.items()}
    if not cell["title"]:
        raise Problem("It has no title.")
    on = date_of(cell.get("day", "")) or (_dated(cell["day"]) if cell.get("day") else "")
    begins, ends = span(cell["begins"], on)
    if cell.get("ends"):
        ends = clock(cell["ends"], on)
        if "T" in ends and "T" in begins and ends < begins and on:
            ends = clock(cell["ends"])  # past midnight
    title = clean_line(" · ".join(filter(None, (cell["title"], cell.get("speaker")))))
    return AgendaItem(begins=_bare(begins, day), ends=_bare(ends, day), title=title, where=cell.get("where", ""))


def _dated(text: str) -> str:
    """A day that is written in another way cannot be told for sure: 9/10 is in September or in October."""
    raise Problem(f"“{text}” is no date; write it as 2026-09-20.")


def _bare(time: str, day: str) -> str:
    return time.removeprefix(f"{day}T") if day else time


def _in_order(items: list[AgendaItem], day: str) -> list[AgendaItem]:
    """By time where every date is known, or where times go back more than once, which no midnight does."""
    if any("T" in item.begins for item in items):
        return sorted(items, key=lambda i: i.begins if "T" in i.begins else f"{day}T{i.begins}") if day else items
    backwards = sum(after.begins < before.begins for before, after in pairwise(items))
    return sorted(items, key=lambda i: (i.begins < _NIGHT, i.begins)) if backwards > 1 else items


def _columns(table: Table, corrections: Mapping[str, str]) -> dict[str, str]:
    columns = dict.fromkeys(table.header, "")
    fixed: set[str] = set()
    for header, field in corrections.items():
        place = _header(table, header)
        if field not in ("", *FIELDS):
            raise Problem(f"A column of an agenda cannot be “{clean_line(field, 40)}”; it can be {', '.join(FIELDS)}.")
        columns.update((other, "") for other, meant in columns.items() if field and meant == field)
        columns[place] = field
        fixed.add(place)
    offers = [
        (sure, -at, field, header)
        for at, header in enumerate(table.header)
        if header not in fixed
        for field in FIELDS
        if (sure := _sure(header, field))
    ]
    for _, _, field, header in sorted(offers, reverse=True):
        if not columns[header] and field not in columns.values():
            columns[header] = field
    _by_content(table, columns, [header for header in table.header if header not in fixed])
    return columns


def _by_content(table: Table, columns: dict[str, str], open_: Iterable[str]) -> None:
    """Where no header says it: the first column of times is when, the first of other texts is what."""
    for header in open_:
        if columns[header]:
            continue
        texts = [text for row in table.rows[:_LOOK] if (text := row.cell(table.header.index(header)).strip())]
        share = sum(map(_is_time, texts)) / len(texts) if texts else 0.5
        field = "begins" if share > 0.6 else "title" if share < 0.4 else ""
        if field and field not in columns.values():
            columns[header] = field


def _is_time(text: str) -> bool:
    try:
        span(text)
    except Problem:
        return False
    return True


def _sure(header: str, field: str) -> int:
    name = words(header)
    known = _known(field)
    if name in known:
        return 100
    near = max((fuzz.ratio(name, alias) for alias in known if len(alias) > 3), default=0.0) if len(name) > 3 else 0.0
    return round(near) - 10 if near >= _NEAR else 0


@cache
def _known(field: str) -> frozenset[str]:
    return frozenset(_ALIASES[field].split("|"))


def _header(table: Table, header: str) -> str:
    same = [h for h in table.header if h == header] or [h for h in table.header if words(h) == words(header)]
    if len(same) == 1:
        return same[0]
    told = ", ".join(f"“{clean_line(h, 40)}”" for h in table.header[:40])
    raise Problem(f"There is no column “{clean_line(header, 60)}”; the columns are {told}.")
