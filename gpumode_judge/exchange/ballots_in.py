"""Ballots typed in from paper: a column per criterion (wide), or a row per mark (long)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.event.text import clean_block, clean_line, fold
from gpumode_judge.exchange.cells import mark, outcome, table_name
from gpumode_judge.exchange.fields import Field
from gpumode_judge.exchange.mapping import ColumnMap, Reader, criterion_of
from gpumode_judge.exchange.rows import BallotRow, Rows, Skipped
from gpumode_judge.exchange.table import Row, Table


@dataclass
class _Draft:
    """A ballot while its rows are gathered; ``why`` is set when it cannot be taken."""

    line: int
    judge: str
    submission: str
    table: str
    marks: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    outcome: Outcome = Outcome.MARKED
    reason: str = ""
    notes: list[str] = field(default_factory=list[str])
    why: str = ""


def ballots_from(table: Table, mapping: ColumnMap, criteria: Sequence[Criterion], judge: str = "") -> Rows[BallotRow]:
    """Every ballot once; of two for the same judge and submission the later counts.

    ``judge`` is whose sheet it is when the table has no column of judges. A blank cell is no mark, never zero. A ballot with
    one cell that cannot be read is skipped whole, with why: half a ballot would count as something nobody said.
    """
    who = [] if judge else [Field.JUDGE]
    long = [Field.CRITERION, Field.MARK]
    marked = [[f"mark:{key}"] for key in mapping.marks()]
    kinds = [long, *marked, [Field.OUTCOME]] if marked or mapping.headers(Field.OUTCOME) else [long]
    mapping.require(table, *([*who, what, *kind] for kind in kinds for what in (Field.SUBMISSION, Field.TABLE)))
    reader = mapping.reader(table)
    drafts: list[_Draft] = []
    skipped: list[Skipped] = []
    joined = 0
    is_long = Field.CRITERION in reader and Field.MARK in reader
    together: dict[tuple[str, str, str], _Draft] = {}
    for row in table.rows:
        draft = _start(reader, row, judge)
        if draft.why:
            skipped.append(Skipped(row.line, draft.why))
            continue
        if is_long:
            key = fold(draft.judge), fold(draft.submission), fold(draft.table)
            joined += key in together
            draft = together.setdefault(key, draft)
            _long(draft, reader, row, criteria)
        else:
            _wide(draft, table, mapping, row, criteria)
        _close(draft, reader, row)
        if not drafts or drafts[-1] is not draft:
            drafts.append(draft)
    drafts = list({id(draft): draft for draft in drafts}.values())
    items: dict[tuple[str, str, str], BallotRow] = {}
    for draft in drafts:
        why = draft.why or _wrong(draft)
        if why:
            skipped.append(Skipped(draft.line, why))
            continue
        key = fold(draft.judge), fold(draft.submission), fold(draft.table)
        if key in items:
            skipped.append(
                Skipped(items[key].line, f"The same judge has a later ballot on it in line {draft.line}, which counts.")
            )
        items[key] = _finish(draft)
    return Rows(
        read=len(table.rows),
        items=tuple(sorted(items.values(), key=lambda item: item.line)),
        skipped=tuple(sorted(skipped, key=lambda skip: skip.line)),
        joined=joined,
    )


def _start(reader: Reader, row: Row, judge: str) -> _Draft:
    who = reader.line(row, Field.JUDGE) or clean_line(judge)
    submission = reader.line(row, Field.SUBMISSION)
    place = next((name for cell in reader.all(row, Field.TABLE) if (name := table_name(cell))), "")
    why = (
        "It names no judge." if not who else "It names no submission and no table." if not (submission or place) else ""
    )
    return _Draft(row.line, who, submission, place, why=why)


def _wide(draft: _Draft, table: Table, mapping: ColumnMap, row: Row, criteria: Sequence[Criterion]) -> None:
    known = {criterion.key: criterion for criterion in criteria}
    for key, header in mapping.marks().items():
        place = table.column(header)
        if place is not None and key in known:
            _mark(draft, known[key], row.cell(place))


def _long(draft: _Draft, reader: Reader, row: Row, criteria: Sequence[Criterion]) -> None:
    name, cell = reader.line(row, Field.CRITERION), reader.line(row, Field.MARK)
    if not name:
        said = outcome(cell)
        if said not in (None, Outcome.MARKED):
            _outcome(draft, said)
        elif cell:
            draft.why = draft.why or f"The mark in line {row.line} names no criterion."
        return
    key, _ = criterion_of(name, criteria)
    if not key:
        draft.why = draft.why or f"The rubric has no criterion “{clean_line(name, 60)}” (line {row.line})."
        return
    if key in draft.marks and cell:
        draft.why = draft.why or f"“{clean_line(name, 60)}” is marked twice (line {row.line})."
        return
    _mark(draft, next(criterion for criterion in criteria if criterion.key == key), cell)


def _mark(draft: _Draft, criterion: Criterion, cell: str) -> None:
    said = outcome(cell)
    if said not in (None, Outcome.MARKED):
        _outcome(draft, said)
        return
    try:
        value = mark(cell, criterion.scale.high)
    except Problem as problem:
        draft.why = draft.why or f"{criterion.name}: {problem}."
        return
    if value is not None:
        draft.marks[criterion.key] = value


def _outcome(draft: _Draft, said: Outcome | None) -> None:
    if said is None:
        return
    if draft.outcome not in (Outcome.MARKED, said):
        draft.why = draft.why or f"It says both {draft.outcome} and {said}."
    draft.outcome = said


def _close(draft: _Draft, reader: Reader, row: Row) -> None:
    word = reader.line(row, Field.OUTCOME, 60)
    said = outcome(word)
    if word and said is None and not draft.marks:
        draft.why = draft.why or f"“{word}” is not an outcome; write absent, recused or skipped."
    elif said is not None and said is not Outcome.MARKED:
        _outcome(draft, said)
    draft.reason = draft.reason or reader.line(row, Field.REASON)
    draft.notes += [
        note for cell in reader.all(row, Field.NOTE) if (note := clean_block(cell, 4_000)) not in draft.notes
    ]


def _wrong(draft: _Draft) -> str:
    if draft.outcome is not Outcome.MARKED and draft.marks:
        return f"It says {draft.outcome} and has marks; only one of the two can be."
    if draft.outcome is Outcome.MARKED and not draft.marks:
        return "It has no mark and does not say why."
    return ""


def _finish(draft: _Draft) -> BallotRow:
    return BallotRow(
        line=draft.line, judge=draft.judge, submission=draft.submission, table=draft.table, marks=dict(draft.marks),
        outcome=draft.outcome, reason=draft.reason, note=clean_block("\n".join(draft.notes), 8_000),
    )  # fmt: skip
