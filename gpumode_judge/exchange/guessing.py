"""Guess which column is what, from known names, phrases, near misses and what the cells hold."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from rapidfuzz import fuzz

from gpumode_judge.event.rubric import Criterion
from gpumode_judge.exchange.fields import ALIASES, FIELDS, MANY, MARK_OF, NOT_MEMBERS, PHRASES, Field, What, words
from gpumode_judge.exchange.mapping import CERTAIN, Choice, ColumnMap, criterion_of
from gpumode_judge.exchange.shapes import DEVPOST, FORM, HEADERLESS, recognise
from gpumode_judge.exchange.table import Table

_URL: Final = re.compile(r"^\s*(https?://|www\.)\S", re.IGNORECASE)
_MAIL: Final = re.compile(r"^\s*[^@\s]+@[^@\s]+\.[^@\s]+\s*$")
_LOOK: Final = 50
_MOST_WORDS: Final = 12


def guess(table: Table, what: What, criteria: Sequence[Criterion] = ()) -> ColumnMap:
    """What each column most likely is, each with how sure that is. Never raises: what cannot be told is left out."""
    shape, name = recognise(table, what)
    if not table.headed:
        _, fields = HEADERLESS.get((what, len(table.header)), ("", ()))
        choices = tuple(
            Choice(h, f, 90 if f else 0) for h, f in zip(table.header, fields or [""] * len(table.header), strict=True)
        )
        return ColumnMap(what=what, choices=choices, recognised=name, shape=shape)
    offers: list[tuple[int, int, str]] = []
    for place, header in enumerate(table.header):
        key, sure = criterion_of(header, criteria) if what is What.BALLOTS else ("", 0)
        if key:
            offers.append((sure, -place, MARK_OF + key))
        offers += [(sure, -place, field.value) for field, sure in _offers(table, place, what, shape).items()]
    chosen: dict[int, Choice] = {}
    taken: set[str] = set()
    for sure, minus, field in sorted(offers, key=lambda offer: (-offer[0], -offer[1])):
        if -minus not in chosen and (field in MANY or field not in taken):
            chosen[-minus] = Choice(table.header[-minus], field, sure)
            taken.add(field)
    if shape == DEVPOST:
        chosen |= _people(table)
    choices = tuple(chosen.get(place, Choice(header)) for place, header in enumerate(table.header))
    return ColumnMap(what=what, choices=choices, recognised=name, shape=shape)


def _offers(table: Table, place: int, what: What, shape: str) -> dict[Field, int]:
    name = words(table.header[place])
    found: dict[Field, int] = {}
    for field in FIELDS[what]:
        known = _aliases(what, field)
        if name in known:
            found[field] = known[name]
    if shape == FORM and name == "name":
        # A form's "Name" is the person who filled it in.
        found.pop(Field.TITLE, None)
        if what is What.SUBMISSIONS:
            found[Field.MEMBERS] = 60
    if not found and name:
        found = _phrase(name, what) or _near(name, what)
    if found.get(Field.LINK, CERTAIN) < 90 and _share(table, place, _URL) == 0:
        found.pop(Field.LINK)
    if not found and what is What.SUBMISSIONS and _share(table, place, _URL) >= 0.6:
        found = {Field.LINK: 75}
    if not found and what is What.JUDGES and _share(table, place, _MAIL) >= 0.6:
        found = {Field.EMAIL: 75}
    return found


@cache
def _aliases(what: What, field: Field) -> dict[str, int]:
    pairs = (alias.partition("~") for alias in ALIASES[what].get(field, "").split("|"))
    return {name: int(sure or CERTAIN) for name, _, sure in pairs if name}


def _phrase(name: str, what: What) -> dict[Field, int]:
    if len(name.split()) > _MOST_WORDS:
        return {}
    for field, pattern in PHRASES[what]:
        if re.search(pattern, name) and not (field is Field.MEMBERS and NOT_MEMBERS.search(name)):
            return {field: 80 if field is Field.LINK else 85}
    return {}


def _near(name: str, what: What) -> dict[Field, int]:
    if len(name) < 4:
        return {}
    best, field = max(
        (
            (fuzz.ratio(name, alias), field)
            for field in FIELDS[what]
            for alias, sure in _aliases(what, field).items()
            if sure >= 90
        ),
        default=(0.0, Field.TITLE),
    )
    digits = re.search(r"\d", name)
    return {field: min(80, round(best) - 8)} if best >= 86 and not digits else {}


def _share(table: Table, place: int, pattern: re.Pattern[str]) -> float:
    cells = [cell for row in table.rows[:_LOOK] if (cell := row.cell(place).strip())]
    return sum(1 for cell in cells if pattern.match(cell)) / len(cells) if cells else 0.0


def _people(table: Table) -> dict[int, Choice]:
    """Devpost's columns of further members: from ``Team Member 1 …`` to the end of the row."""
    start = next((i for i, header in enumerate(table.header) if words(header).startswith("team member 1 ")), None)
    if start is None:
        return {}
    return {i: Choice(table.header[i], Field.MEMBERS.value, CERTAIN) for i in range(start, len(table.header))}
