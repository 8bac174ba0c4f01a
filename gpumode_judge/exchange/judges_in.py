"""A table of judges to rows."""

import re

from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.cells import is_nothing, mails
from gpumode_judge.exchange.fields import Field
from gpumode_judge.exchange.listed import split_listed
from gpumode_judge.exchange.mapping import ColumnMap
from gpumode_judge.exchange.rows import JudgeRow, Rows, Skipped
from gpumode_judge.exchange.table import Table

_NOT_COMING = re.compile(
    r"declin|reject|cancel|refund|waitlist|not attending|no longer|invited|pending|inactive|false|deleted",
    re.IGNORECASE,
)


def judges_from(table: Table, mapping: ColumnMap, known_tracks: tuple[str, ...] = ()) -> Rows[JudgeRow]:
    """Every judge once. Who declined or was not approved (guest lists) is skipped; so is a second row for one person."""
    mapping.require(table, [Field.NAME], [Field.FIRST], [Field.LAST])
    reader = mapping.reader(table)
    tracks: list[list[str]] = [[] for _ in table.rows]
    for place in reader.columns.get(Field.TRACK, ()):
        cells = ["" if is_nothing(row.cell(place)) else row.cell(place) for row in table.rows]
        for names, more in zip(tracks, split_listed(cells, known_tracks, ";").names, strict=True):
            names.extend(more)
    items: list[JudgeRow] = []
    skipped: list[Skipped] = []
    seen: dict[str, int] = {}
    for row, wanted in zip(table.rows, tracks, strict=True):
        both = clean_line(f"{reader.line(row, Field.FIRST, 100)} {reader.line(row, Field.LAST, 100)}")
        name = reader.line(row, Field.NAME, 120) or both
        email = next((mail for cell in reader.all(row, Field.EMAIL) for mail in mails(cell)), "")
        state = reader.line(row, Field.STATUS, 60)
        key = email or fold(name)
        if not name:
            skipped.append(Skipped(row.line, "It names nobody."))
        elif _NOT_COMING.search(state):
            skipped.append(Skipped(row.line, f"“{name}” is marked “{state}”."))
        elif key in seen:
            skipped.append(Skipped(row.line, f"“{name}” is already in line {seen[key]}."))
        else:
            seen[key] = row.line
            affiliation = reader.line(row, Field.AFFILIATION, 120)
            unique = tuple({fold(track): track for track in reversed(wanted)}.values())[::-1]
            items.append(JudgeRow(line=row.line, name=name, email=email, affiliation=affiliation, tracks=unique))
    return Rows(read=len(table.rows), items=tuple(items), skipped=tuple(skipped))
