"""A table of submissions, from any form tool, to rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from gpumode_judge.event.submission import Entered, Link
from gpumode_judge.event.text import clean_block, clean_line, fold
from gpumode_judge.exchange.cells import (
    MOST_LINKS,
    MOST_MEMBERS,
    entered,
    is_nothing,
    links,
    mails,
    newest_first,
    people,
    table_name,
)
from gpumode_judge.exchange.devpost import People, joining_key, state_notes
from gpumode_judge.exchange.fields import Field
from gpumode_judge.exchange.listed import MOST_NAMES, split_listed
from gpumode_judge.exchange.mapping import ColumnMap, Reader
from gpumode_judge.exchange.rows import Rows, Skipped, SubmissionRow, at_lines
from gpumode_judge.exchange.shapes import DEVPOST, FORM
from gpumode_judge.exchange.table import Row, Table

_DESCRIPTION_BYTES: Final = 20_000
_LOOK_BACK: Final = 20


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that a column of lists holds, per row, and what has to be said about them."""

    by_row: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def submissions_from(
    table: Table, mapping: ColumnMap, known_prizes: Iterable[str] = (), known_tracks: Iterable[str] = ()
) -> Rows[SubmissionRow]:
    """Every submission once. ``known_prizes`` and ``known_tracks`` are the names that the event has, to tell lists apart by."""
    mapping.require(table, [Field.TITLE], [Field.TEAM])
    reader = mapping.reader(table)
    one = {text for row in table.rows for cell in reader.all(row, Field.PRIZE) if (text := clean_line(cell))}
    form = mapping.shape == FORM
    prizes = _names(table, reader, Field.PRIZES, {*known_prizes, *one}, form)
    tracks = _names(table, reader, Field.TRACK, known_tracks, form)
    members = People(table, mapping) if mapping.shape == DEVPOST else None
    read: list[tuple[Row, SubmissionRow]] = []
    skipped: list[Skipped] = []
    few: list[int] = []
    for place, row in enumerate(table.rows):
        found, short = _row(table, mapping, reader, row, members)
        if not found.title:
            skipped.append(Skipped(row.line, "It has no title and no team name."))
            continue
        few += [row.line] if short else []
        wanted = (*(clean_line(cell) for cell in reader.all(row, Field.PRIZE)), *prizes.by_row[place])
        read.append((row, replace(found, prizes=_unique(wanted)[:MOST_NAMES], tracks=tracks.by_row[place])))
    items, joined = (
        _join(read, reader) if mapping.shape == DEVPOST or Field.PRIZE in reader else ([row for _, row in read], 0)
    )
    if form and newest_first([reader.line(row, Field.WHEN) for row in table.rows]):
        items = items[::-1]
    items, replaced = _keep_latest(items, mapping.shape)
    notes = [
        *prizes.notes,
        *tracks.notes,
        *(state_notes(table, reader) if mapping.shape == DEVPOST else ()),
        *_shared(items),
    ]
    if few:
        notes.append(f"Fewer members are named than the export counts in {at_lines(few)}; the file may have been cut.")
    return Rows(
        read=len(table.rows),
        items=tuple(sorted(items, key=lambda item: item.line)),
        skipped=tuple(sorted((*skipped, *replaced), key=lambda skip: skip.line)),
        notes=tuple(notes),
        joined=joined,
    )


def _row(
    table: Table, mapping: ColumnMap, reader: Reader, row: Row, devpost: People | None
) -> tuple[SubmissionRow, bool]:
    team = reader.line(row, Field.TEAM)
    short = False
    if devpost:
        names, addresses, short = devpost.read(row)
    else:
        person = clean_line(f"{reader.line(row, Field.FIRST, 100)} {reader.line(row, Field.LAST, 100)}")
        names = [person or reader.line(row, Field.SCREEN, 100)]
        names += [name for cell in reader.all(row, Field.MEMBERS) for name in people(cell)]
        addresses = [m for f in (Field.EMAIL, Field.MEMBERS) for cell in reader.all(row, f) for m in mails(cell)]
    source = reader.line(row, Field.SOURCE, 600)
    found: list[Link] = []
    for choice in mapping.choices:
        place = table.column(choice.header)
        address = choice.field == Field.SOURCE and source.lower().startswith(("http://", "https://"))
        if place is not None and (choice.field == Field.LINK or address):
            found += links(choice.header, row.cell(place))
    description = next(iter(reader.all(row, Field.DESCRIPTION)), "")
    return SubmissionRow(
        line=row.line,
        title=reader.line(row, Field.TITLE) or team,
        team=team,
        table=next((name for cell in reader.all(row, Field.TABLE) if (name := table_name(cell))), ""),
        members=(tuple(names) if devpost else _unique(name for name in names if name))[:MOST_MEMBERS],
        links=tuple({link.url: link for link in reversed(found)}.values())[::-1][:MOST_LINKS],
        description=clean_block(description, _DESCRIPTION_BYTES),
        emails=_unique(addresses)[:MOST_MEMBERS],
        entered=_entered(reader, row, source, devpost is not None),
        source=source,
    ), short


def _entered(reader: Reader, row: Row, source: str, devpost: bool) -> Entered:
    if Field.STATUS in reader:
        return entered(reader.line(row, Field.STATUS))
    # Devpost's old exports say nothing of it, but only what was submitted has an address.
    return Entered.DRAFT if devpost and Field.SOURCE in reader and not source else Entered.SUBMITTED


def _names(table: Table, reader: Reader, field: Field, known: Iterable[str], form: bool) -> _Names:
    """Every column of lists on its own terms, then joined per row."""
    noun = "prize" if field is Field.PRIZES else "track"
    by_row: list[list[str]] = [[] for _ in table.rows]
    notes: list[str] = []
    known = tuple(known)
    for place in reader.columns.get(field, ()):
        cells = ["" if is_nothing(row.cell(place)) else row.cell(place) for row in table.rows]
        listed = split_listed(cells, known, ";" if form or any(cell.rstrip().endswith(";") for cell in cells) else "")
        for names, more in zip(by_row, listed.names, strict=True):
            names.extend(more)
        for name in listed.unsure[:20]:
            lines = [row.line for row, names in zip(table.rows, listed.names, strict=True) if name in names]
            told = f"“{name}” ({at_lines(lines)}) was taken as one {noun}"
            notes.append(f"{told}; if it is several, enter the {noun}s first, then import again.")
    return _Names(tuple(_unique(names)[:MOST_NAMES] for names in by_row), tuple(notes))


def _join(read: list[tuple[Row, SubmissionRow]], reader: Reader) -> tuple[list[SubmissionRow], int]:
    """One submission for all rows of a project; each row adds its prize, and what another row left out."""
    joined: dict[tuple[str, ...], SubmissionRow] = {}
    for row, item in read:
        key = joining_key(reader, row)
        old = joined.get(key)
        if old is None:
            joined[key] = item
            continue
        joined[key] = replace(
            old,
            prizes=_unique((*old.prizes, *item.prizes))[:MOST_NAMES],
            tracks=_unique((*old.tracks, *item.tracks))[:MOST_NAMES],
            members=old.members or item.members,
            emails=_unique((*old.emails, *item.emails))[:MOST_MEMBERS],
            links=old.links or item.links,
            table=old.table or item.table,
            description=old.description or item.description,
        )
    return list(joined.values()), len(read) - len(joined)


def _keep_latest(items: list[SubmissionRow], shape: str) -> tuple[list[SubmissionRow], list[Skipped]]:
    """Of several rows for one submission the latest counts; it keeps the number of the first, by which it was known before."""
    form = shape == FORM
    kept: list[SubmissionRow] = []
    skipped: list[Skipped] = []
    places: dict[tuple[str, str], list[int]] = {}
    for item in items:
        keys = [("source", item.source)] if item.source else []
        if form or (not item.source and shape != DEVPOST):  # Devpost's drafts are often all called "Untitled"
            keys += [("title", fold(item.title))]
        if form and item.team:
            keys += [("team", fold(item.team))]
        same = [p for key in keys for p in places.get(key, ())[-_LOOK_BACK:] if _same(kept[p], item, form)]
        if not same:
            kept.append(item)
            place = len(kept) - 1
        else:
            place = same[0]
            old = kept[place]
            skipped.append(Skipped(old.line, f"“{old.title}” was handed in again in line {item.line}, which counts."))
            kept[place] = replace(item, source=old.source or item.source)
        for key in keys:
            places.setdefault(key, []).append(place)
    return kept, skipped


def _same(old: SubmissionRow, new: SubmissionRow, form: bool) -> bool:
    if old.source and new.source and not form:
        return old.source == new.source
    teams_differ = bool(old.team and new.team) and fold(old.team) != fold(new.team)
    mails_differ = bool(old.emails and new.emails) and not set(old.emails) & set(new.emails)
    if fold(old.title) == fold(new.title):
        same_team = bool(old.team) and fold(old.team) == fold(new.team)
        return not teams_differ and (same_team or not mails_differ)
    return form and bool(old.team) and fold(old.team) == fold(new.team) and bool(set(old.emails) & set(new.emails))


def _shared(items: list[SubmissionRow]) -> list[str]:
    judged = [item for item in items if item.entered is Entered.SUBMITTED]
    counts = Counter(fold(item.table) for item in judged if item.table)
    notes = [
        f"Table {name} is given to {count} submissions ({at_lines([i.line for i in judged if fold(i.table) == name])})."
        for name, count in counts.items()
        if count > 1
    ]
    return (
        notes if len(notes) <= 10 else [*notes[:9], f"{len(notes) - 9} more tables are given to several submissions."]
    )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for value in values:
        first.setdefault(fold(value), value)
    return tuple(first.values())
