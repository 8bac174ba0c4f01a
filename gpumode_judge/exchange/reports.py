"""Tables that leave the app: CSV text and XLSX bytes that a spreadsheet and a program both read, and that run nothing.

Where the facts about a report stand (event, rules version, snapshot, time):

- In a **CSV** they are further columns on the right, the same in every row. The first line is then the header and every
  further line is data, so that spreadsheets sort it, ``pandas.read_csv`` reads it without options, and a row that someone
  copies elsewhere still says where it comes from. A report without rows keeps its facts in one row of otherwise empty cells.
- In an **XLSX** they have a sheet of their own, “About”, behind the sheet with the table.

Cells: ``None`` is an empty cell; numbers are numbers; text that a spreadsheet would take for a formula gets a leading
``'``, because titles are written by strangers.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.text import clean_block

Cell = str | int | Decimal | None

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_MOST_ROWS: Final = 1_048_575
_MOST_COLUMNS: Final = 16_384
_MOST_CHARACTERS: Final = 32_767
_WIDEST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHeader:
    """What every export names. ``rules`` is the version of the rules, ``snapshot`` the id of what was known when the
    report was made, ``at`` that time as ISO text in UTC."""

    event: str
    rules: str
    snapshot: str
    at: str

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The header as named values."""
        return (("Event", self.event), ("Rules", self.rules), ("Snapshot", self.snapshot), ("At", self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A table with a ``title``, named ``facts`` about it, and ``rows`` that have one cell for each of ``columns``."""

    title: str
    facts: tuple[tuple[str, Cell], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a report needs one cell for each column")


def standings_report(
    header: ReportHeader, columns: Sequence[str], rows: Sequence[Sequence[Cell]], title: str = "Standings"
) -> Report:
    """The standings, or any other table of an event, as a report that carries the event's header."""
    return Report(title=title, facts=header.facts, columns=tuple(columns), rows=tuple(tuple(row) for row in rows))


def to_csv(report: Report) -> str:
    """The report as CSV: commas, LF, no byte order mark; the facts are the last columns. Write it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    facts = [_written(value) for _, value in report.facts]
    writer.writerow([_written(name) for name in (*report.columns, *_fact_columns(report))])
    writer.writerows([*(_written(cell) for cell in row), *facts] for row in report.rows)
    if not report.rows:
        writer.writerow([*("" for _ in report.columns), *facts])
    return out.getvalue()


def to_xlsx(report: Report) -> bytes:
    """The report as a workbook: one sheet with the table, one with the facts. Numbers are typed, nothing is a formula.

    Raises:
        Problem: there are more rows or columns than a sheet can hold.
    """
    if len(report.rows) > _MOST_ROWS or len(report.columns) > _MOST_COLUMNS:
        raise Problem(f"“{report.title}” does not fit into a spreadsheet; write it as CSV.")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    strong = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(_sheet_name(report.title))
    for column, name in enumerate(report.columns):
        sheet.write_string(0, column, _shown(name), strong)
        sheet.set_column(column, column, _width([name, *(row[column] for row in report.rows)]))
    for number, row in enumerate(report.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell)
    if report.columns:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(report.rows), len(report.columns) - 1)
    about = book.add_worksheet("About this report" if _sheet_name(report.title) == "About" else "About")
    about.write_string(0, 0, _shown(report.title), strong)
    for number, (name, value) in enumerate(report.facts, 1):
        about.write_string(number, 0, _shown(name))
        _write(about, number, 1, value)
    about.set_column(0, 0, _width([report.title, *(name for name, _ in report.facts)]))
    about.set_column(1, 1, _width([value for _, value in report.facts]))
    book.close()
    return out.getvalue()


def defuse(text: str) -> str:
    """The text as it may stand in a spreadsheet: what would begin a formula gets a leading ``'``."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fact_columns(report: Report) -> list[str]:
    taken = set(report.columns)
    return [f"Report {name.lower()}" if name in taken else name for name, _ in report.facts]


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return plain(Decimal(cell))
    # A lone CR would end the row for some readers, because the csv module does not quote it.
    return defuse(cell).replace("\r\n", "\n").replace("\r", "\n")


def _shown(text: str) -> str:
    return defuse(text)[:_MOST_CHARACTERS]


def _write(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, column, _shown(cell))
    else:
        # A workbook stores binary floats; the exact figure is in the CSV.
        sheet.write_number(row, column, float(cell))


def _width(cells: Sequence[Cell]) -> int:
    longest = max((len(line) for cell in cells for line in _written(cell).splitlines()), default=0)
    return min(max(longest + 2, 6), _WIDEST)


def _sheet_name(title: str) -> str:
    name = "".join(" " if letter in "[]:*?/\\" else letter for letter in clean_block(title)).strip().strip("'")
    return " ".join(name.split())[:31].strip().strip("'") or "Report"
