"""Which column is what: guessed, shown, corrected, remembered."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.fields import FIELDS, MANY, MARK_OF, Field, What, words
from gpumode_judge.exchange.table import Row, Table

CERTAIN: Final = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One column: what it is taken for (empty: not imported) and how sure that is, 0..100; 100 is certain or said by a person."""

    header: str
    field: str = ""
    sure: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Every column of a table with what it is taken for. ``recognised`` names the tool it came from, to be shown."""

    what: What
    choices: tuple[Choice, ...]
    recognised: str = ""
    shape: str = ""

    def headers(self, field: str) -> tuple[str, ...]:
        """The columns that are taken for ``field``, from the left."""
        return tuple(choice.header for choice in self.choices if choice.field == field)

    def places(self, table: Table, field: str) -> tuple[int, ...]:
        """Where in ``table`` the columns of ``field`` are, the surest first."""
        found = ((-c.sure, table.column(c.header)) for c in self.choices if c.field == field)
        return tuple(place for _, place in sorted((sure, place) for sure, place in found if place is not None))

    def reader(self, table: Table) -> "Reader":
        """What reads the cells of ``table`` by field."""
        return Reader({choice.field: self.places(table, choice.field) for choice in self.choices if choice.field})

    def marks(self) -> dict[str, str]:
        """Header of each column of marks by criterion key (tables with a column per criterion)."""
        return {c.field.removeprefix(MARK_OF): c.header for c in self.choices if c.field.startswith(MARK_OF)}

    def with_column(self, header: str, field: str | None) -> "ColumnMap":
        """The same map with one column corrected; ``None`` or ``""`` leaves the column out.

        A field that only one column can be is taken from the column that was it. Unknown columns and fields raise Problem.
        """
        place = self._place(header)
        meant = self._field(field or "")
        choices = [
            replace(choice, field="", sure=0) if choice.field == meant and meant and meant not in MANY else choice
            for choice in self.choices
        ]
        choices[place] = Choice(self.choices[place].header, meant, CERTAIN)
        return replace(self, choices=tuple(choices))

    def require(self, table: Table, *either: Sequence[str]) -> None:
        """Raise Problem unless one of the groups of fields is there whole; the sentence names the columns that were found."""
        if any(all(self.headers(field) for field in group) for group in either):
            return
        wanted = " or ".join(" and ".join(f"“{field}”" for field in group) for group in either)
        names = ", ".join(f"“{clean_line(h, 40)}”" for h in table.header[:12]) + (
            " …" if len(table.header) > 12 else ""
        )
        hint = "" if not table.headed else " (or that there is no header row)"
        raise Problem(
            f"“{table.name}” has no column that is clearly {wanted}; say which one it is{hint}. It has {names}."
        )

    def as_data(self) -> dict[str, str | dict[str, str]]:
        """What :func:`from_data` reads: plain values, to be kept as JSON."""
        return {"what": self.what.value, "columns": {choice.header: choice.field for choice in self.choices}}

    def _place(self, header: str) -> int:
        found = [i for i, choice in enumerate(self.choices) if choice.header == header]
        if not found and words(header):
            found = [i for i, choice in enumerate(self.choices) if words(choice.header) == words(header)]
        if len(found) == 1:
            return found[0]
        names = ", ".join(f"“{clean_line(choice.header, 40)}”" for choice in self.choices[:40])
        raise Problem(f"There is no column “{clean_line(header, 60)}”; the columns are {names}.")

    def _field(self, field: str) -> str:
        meant = re.sub(r"[\s_]+", "-", field.strip().lower()) if not field.startswith(MARK_OF) else field
        aliases = {"links": Field.LINK, "tracks": Field.TRACK, "member": Field.MEMBERS, "notes": Field.NOTE}
        meant = aliases.get(meant, meant)
        if not meant or meant in FIELDS[self.what] or (meant.startswith(MARK_OF) and self.what is What.BALLOTS):
            return str(meant)
        known = ", ".join(FIELDS[self.what])
        more = f" or {MARK_OF}KEY of a criterion" if self.what is What.BALLOTS else ""
        raise Problem(f"A column of {self.what} cannot be “{clean_line(field, 40)}”; it can be {known}{more}.")


@dataclass(frozen=True, slots=True)
class Reader:
    """Cells of a row by what their columns mean; ``columns`` maps a field to the places of its columns."""

    columns: Mapping[str, tuple[int, ...]]

    def __contains__(self, field: str) -> bool:
        return bool(self.columns.get(field))

    def all(self, row: Row, field: str) -> tuple[str, ...]:
        """The cells of a field that are not blank, the surest column first."""
        return tuple(cell for place in self.columns.get(field, ()) if (cell := row.cell(place)).strip())

    def line(self, row: Row, field: str, limit: int = 300) -> str:
        """The first such cell as one clean line; empty when there is none."""
        return next((text for cell in self.all(row, field) if (text := clean_line(cell, limit))), "")


def from_data(data: Mapping[str, object]) -> ColumnMap:
    """The inverse of :meth:`ColumnMap.as_data`; anything else raises Problem."""
    try:
        what = What(str(data["what"]))
        columns = data["columns"]
    except (KeyError, ValueError) as error:
        raise Problem("The remembered columns cannot be read; choose the columns again.") from error
    if not isinstance(columns, Mapping):
        raise Problem("The remembered columns cannot be read; choose the columns again.")
    pairs = cast("Mapping[str, object]", columns).items()
    blank = ColumnMap(what=what, choices=tuple(Choice(str(header)) for header, _ in pairs))
    return apply(blank, ((str(header), str(field)) for header, field in pairs if field))


def apply(mapping: ColumnMap, corrections: Iterable[tuple[str, str]]) -> ColumnMap:
    """A map with several ``(column, field)`` corrections, such as the command line's ``--map column=field``."""
    for header, field in corrections:
        mapping = mapping.with_column(header, field)
    return mapping


def recall(guessed: ColumnMap, remembered: ColumnMap) -> ColumnMap:
    """A fresh guess, overruled by what was confirmed before for every column that is still there."""
    if guessed.what is not remembered.what:
        return guessed
    there = {choice.header for choice in guessed.choices}
    known = [choice for choice in remembered.choices if choice.header in there]
    for choice in known:
        guessed = guessed.with_column(choice.header, None)
    return apply(guessed, ((choice.header, choice.field) for choice in known if choice.field))


def preview(table: Table, mapping: ColumnMap, n: int = 5) -> tuple[tuple[int, tuple[tuple[str, str], ...]], ...]:
    """The first ``n`` rows as ``(line, ((field, text), …))``: only the columns that are imported, each cut to one short line."""
    used = [
        (place, choice.field)
        for choice in mapping.choices
        if choice.field and (place := table.column(choice.header)) is not None
    ]
    return tuple(
        (row.line, tuple((field, clean_line(row.cell(place), 200)) for place, field in used))
        for row in table.rows[: max(n, 0)]
    )


def criterion_of(header: str, criteria: Sequence[Criterion]) -> tuple[str, int]:
    """The key of the criterion that a header or cell names, and how sure that is; ``("", 0)`` when none does clearly."""
    from rapidfuzz import fuzz

    inside = re.findall(r"[\[(]([^\])]+)[\])]", header)
    outside = re.sub(r"[\[(][^\])]*[\])]", " ", header)
    forms = {words(part) for part in (header, outside, *inside)}
    forms |= {re.sub(r"^(score|mark|rating|rate) | (score|mark|points|rating)$", "", form) for form in forms}
    forms.discard("")
    for criterion in criteria:
        if forms & {words(criterion.name), words(criterion.key), criterion.key.casefold()}:
            return criterion.key, CERTAIN
    scores = sorted(
        ((max((fuzz.ratio(form, words(c.name)) for form in forms), default=0.0), c.key) for c in criteria), reverse=True
    )
    if scores and scores[0][0] >= 86 and (len(scores) == 1 or scores[1][0] < scores[0][0] - 4):
        return scores[0][1], min(95, round(scores[0][0]))
    return "", 0
