"""A table as it stands in a file: a header and rows of text, whatever the file's format was."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line

MOST_BYTES: Final = 64 << 20
MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_000
MOST_CELL: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One record. ``line`` is the physical line (or sheet row) on which it begins, counted from 1; rows may be ragged."""

    line: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The text in a column, empty where the row is shorter than that."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What :func:`gpumode_judge.exchange.tables.read_table` gives.

    ``header`` names every column once (an empty name became ``column 7``, a repeated one ``Name (2)``). ``headed`` is false
    when the file had no header row. ``sheets`` are the names of all sheets of a spreadsheet and ``sheet`` the one that was read.
    ``notes`` are sentences that the person should see.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    headed: bool = True
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def column(self, header: str) -> int | None:
        """The place of the column with that very name."""
        return self.header.index(header) if header in self.header else None


def build(
    name: str, records: Iterable[tuple[int, list[str]]], *, headed: bool
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Header and rows from ``(line, cells)`` records: blank ones fall out, and what exceeds the limits raises Problem."""
    header: list[str] | None = None
    rows: list[Row] = []
    width = 0
    for line, cells in _checked(name, records):
        if header is None and headed:
            header = cells
            continue
        if len(rows) >= MOST_ROWS:
            raise Problem(f"“{name}” has more than {MOST_ROWS:,} rows; import only the rows that are meant.")
        rows.append(Row(line, tuple(cells)))
        width = max(width, len(cells))
    if header is None and not rows:
        raise Problem(f"“{name}” has nothing in it; choose the file that holds the table.")
    return _unique(header if header is not None else [""] * width), tuple(rows)


def _checked(name: str, records: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for line, cells in records:
        if len(cells) > MOST_COLUMNS:
            raise Problem(
                f"Line {line} of “{name}” has more than {MOST_COLUMNS:,} columns, so it is not a table to import."
            )
        if any(len(cell) > MOST_CELL for cell in cells):
            raise Problem(
                f"A cell in line {line} of “{name}” is longer than a million characters; shorten it and import again."
            )
        if any(cell and not cell.isspace() for cell in cells):
            yield line, cells


def _unique(header: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    taken: set[str] = set()
    for place, raw in enumerate(header, start=1):
        name = base = clean_line(raw) or f"column {place}"
        count = 1
        while name in taken:
            count += 1
            name = f"{base} ({count})"
        taken.add(name)
        names.append(name)
    return tuple(names)
