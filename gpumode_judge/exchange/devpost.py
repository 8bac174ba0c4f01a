"""What is special about Devpost's project exports: ragged people, rows joined by prize, states."""

from collections.abc import Sequence

from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.cells import mails
from gpumode_judge.exchange.fields import Field, words
from gpumode_judge.exchange.mapping import ColumnMap, Reader
from gpumode_judge.exchange.rows import at_lines
from gpumode_judge.exchange.table import Row, Table

_FIRST = "team member 1 "


class People:
    """Reads the members of each row.

    The header names the columns of one member only and ends with ``...``; each further member adds as many cells as the first
    one has columns (three, or four with a screen name, or the screen name alone), so rows differ in length.
    """

    def __init__(self, table: Table, mapping: ColumnMap) -> None:
        places = set(mapping.places(table, Field.MEMBERS))
        named = {i: words(h).removeprefix(_FIRST) for i, h in enumerate(table.header) if words(h).startswith(_FIRST)}
        self._fields = [named[i] for i in sorted(named)] if named and set(named) <= places else []
        self._start = min(named, default=0)
        self._reader = mapping.reader(table)
        count = next((i for i, h in enumerate(table.header) if words(h) == "additional team member count"), None)
        self._count = count

    def read(self, row: Row) -> tuple[list[str], list[str], bool]:
        """Names and e-mail addresses, the submitter's first, and whether fewer people are named than the row counts."""
        reader = self._reader
        first, last, screen = (reader.line(row, f, 100) for f in (Field.FIRST, Field.LAST, Field.SCREEN))
        name = clean_line(f"{first} {last}") or screen
        names, addresses = [name] if name else [], [m for cell in reader.all(row, Field.EMAIL) for m in mails(cell)]
        further = 0
        for person in self._groups(row.cells[self._start :]):
            further += 1
            name = clean_line(f"{person.get('first name', '')} {person.get('last name', '')}") or person.get(
                "screen name", ""
            )
            names += [name] if name else []
            addresses += mails(person.get("email", ""))
        counted = row.cell(self._count).strip() if self._count is not None else ""
        short = (
            bool(self._fields)
            and counted.isascii()
            and counted.isdigit()
            and len(counted) < 4
            and int(counted) > further
        )
        return names, addresses, short

    def _groups(self, cells: Sequence[str]) -> list[dict[str, str]]:
        size = len(self._fields)
        if not size:
            return []
        groups = (cells[i : i + size] for i in range(0, len(cells), size))
        named = (dict(zip(self._fields, (clean_line(cell, 200) for cell in group), strict=False)) for group in groups)
        return [group for group in named if any(group.values())]


def joining_key(reader: Reader, row: Row) -> tuple[str, ...]:
    """What the rows of one project have in common: its address, else (drafts have none) title, submitter and time."""
    source = reader.line(row, Field.SOURCE, 600)
    if source:
        return (source,)
    return fold(reader.line(row, Field.TITLE)), fold(reader.line(row, Field.EMAIL)), reader.line(row, Field.WHEN)


def state_notes(table: Table, reader: Reader) -> list[str]:
    """Notes about submissions that Devpost shows to nobody yet; they count as submitted."""
    notes: list[str] = []
    told = {"hidden": "are hidden on Devpost", "pending": "wait for approval on Devpost"}
    for word, says in told.items():
        lines = [row.line for row in table.rows if fold(reader.line(row, Field.STATUS)) == f"submitted ({word})"]
        if lines:
            verb = says.replace("are", "is", 1).replace("wait", "waits", 1) if len(lines) == 1 else says
            noun = "submission" if len(lines) == 1 else "submissions"
            notes.append(
                f"{len(lines)} {noun} {verb} ({at_lines(lines)}) and counted as submitted; withdraw what is not to be judged."
            )
    return notes
