"""A table of who visits whom, and in which order."""

import re

from gpumode_judge.event.text import fold
from gpumode_judge.exchange.cells import table_name
from gpumode_judge.exchange.fields import Field
from gpumode_judge.exchange.mapping import ColumnMap
from gpumode_judge.exchange.rows import AssignmentRow, Rows, Skipped
from gpumode_judge.exchange.table import Table


def assignments_from(table: Table, mapping: ColumnMap) -> Rows[AssignmentRow]:
    """Every assignment once, as the file names judges and submissions. An order that is no whole number is skipped with why."""
    mapping.require(table, [Field.JUDGE, Field.SUBMISSION], [Field.JUDGE, Field.TABLE])
    reader = mapping.reader(table)
    items: list[AssignmentRow] = []
    skipped: list[Skipped] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in table.rows:
        judge, submission = reader.line(row, Field.JUDGE), reader.line(row, Field.SUBMISSION)
        place = next((name for cell in reader.all(row, Field.TABLE) if (name := table_name(cell))), "")
        order = reader.line(row, Field.ORDER, 40)
        key = fold(judge), fold(submission), fold(place)
        if not judge or not (submission or place):
            skipped.append(
                Skipped(row.line, "It names no judge." if not judge else "It names no submission and no table.")
            )
        elif order and not re.fullmatch(r"[0-9]{1,6}", order):
            skipped.append(Skipped(row.line, f"The order “{order}” is not a whole number."))
        elif key in seen:
            skipped.append(Skipped(row.line, f"“{judge}” already visits “{submission or place}” in line {seen[key]}."))
        else:
            seen[key] = row.line
            number = int(order) if order else None
            items.append(AssignmentRow(line=row.line, judge=judge, submission=submission, table=place, order=number))
    return Rows(read=len(table.rows), items=tuple(items), skipped=tuple(skipped))
