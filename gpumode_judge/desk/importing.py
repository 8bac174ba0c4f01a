"""Import a table: prepare it, show what would happen, and only then say it.

Nothing is kept before :func:`commit`; then all of it is, or none. What was confirmed about the columns is remembered for the event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from gpumode_judge.desk import import_ballots, import_people, import_submissions
from gpumode_judge.desk.changes import Changes, ImportReport
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.assignments_in import assignments_from
from gpumode_judge.exchange.ballots_in import ballots_from
from gpumode_judge.exchange.fields import FIELDS, MARK_OF, What
from gpumode_judge.exchange.guessing import guess
from gpumode_judge.exchange.judges_in import judges_from
from gpumode_judge.exchange.mapping import ColumnMap, apply, from_data, recall
from gpumode_judge.exchange.rows import Skipped
from gpumode_judge.exchange.submissions_in import submissions_from
from gpumode_judge.exchange.table import Table
from gpumode_judge.exchange.tables import read_table


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column as it is shown: what it is taken for (``field``, empty: not imported), how sure that is (0–100), and a first cell."""

    header: str
    field: str
    label: str
    sure: int
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A table that was read and understood, and what importing it would do.

    ``columns`` can be corrected with :meth:`with_column`; ``problem`` is the sentence that says why it cannot be imported yet,
    or empty. ``preview`` is the report that :func:`commit` would give.
    """

    table: Table
    mapping: ColumnMap
    judge: str
    criteria: tuple[Criterion, ...]
    changes: Changes
    problem: str

    @property
    def what(self) -> What:
        """What the table is imported as."""
        return self.mapping.what

    @property
    def recognised(self) -> str:
        """The tool that the table seems to come from, or empty."""
        return self.mapping.recognised

    @property
    def preview(self) -> ImportReport:
        """What would happen."""
        return self.changes.report

    @property
    def columns(self) -> tuple[ColumnView, ...]:
        """Every column with what it is taken for."""
        views: list[ColumnView] = []
        labels = dict(self.fields)
        for choice in self.mapping.choices:
            place = self.table.column(choice.header)
            cells = (row.cell(place) for row in self.table.rows) if place is not None else iter(())
            sample = next((text for cell in cells if (text := clean_line(cell, 80))), "")
            views.append(ColumnView(choice.header, choice.field, labels.get(choice.field, ""), choice.sure, sample))
        return tuple(views)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a column may be: (field, words for it). For ballots each criterion is one."""
        fields = tuple((str(field), str(field).replace("-", " ")) for field in FIELDS[self.what])
        marks = tuple((MARK_OF + c.key, f"mark: {c.name}") for c in self.criteria) if self.what is What.BALLOTS else ()
        return fields + marks


def prepare(
    desk: OrganizerDesk,
    path: Path,
    what: What,
    *,
    sheet: str = "",
    header: bool = True,
    corrections: Mapping[str, str] | None = None,
    judge: str = "",
) -> Prepared:
    """Read a table and work out what importing it would do. Nothing is kept.

    ``corrections`` maps columns to fields (empty: leave out); ``judge`` names whose ballots these are when no column does.

    Raises:
        Problem: the file cannot be read, or a correction names a column or field that is not there.
    """
    table = read_table(path, header=header, sheet=sheet)
    rubric = desk.record.rubric
    criteria = rubric.criteria if rubric else ()
    mapping = guess(table, what, criteria)
    kept = desk.object_setting(f"columns of {what.value}")
    if kept:
        mapping = recall(mapping, from_data(dict(kept)))
    if corrections:
        mapping = apply(mapping, corrections.items())
    return _understood(desk, table, mapping, judge)


def with_column(desk: OrganizerDesk, prepared: Prepared, header: str, field: str) -> Prepared:
    """The same table with one column corrected; an unknown column or field raises :class:`Problem`."""
    return _understood(desk, prepared.table, prepared.mapping.with_column(header, field), prepared.judge)


def commit(desk: OrganizerDesk, prepared: Prepared) -> ImportReport:
    """Import what was prepared: all of it or nothing.

    Raises:
        Problem: a column that is needed is still missing, or the disk refused.
    """
    changes = _changes(desk, prepared.table, prepared.mapping, prepared.judge)
    changes.say(desk)
    desk.remember(f"columns of {prepared.what.value}", prepared.mapping.as_data())
    return changes.report


def _understood(desk: OrganizerDesk, table: Table, mapping: ColumnMap, judge: str) -> Prepared:
    rubric = desk.record.rubric
    problem, changes = "", Changes()
    try:
        changes = _changes(desk, table, mapping, judge)
    except Problem as found:
        problem = str(found)
    return Prepared(
        table=table,
        mapping=mapping,
        judge=judge,
        criteria=rubric.criteria if rubric else (),
        changes=changes,
        problem=problem,
    )


def _changes(desk: OrganizerDesk, table: Table, mapping: ColumnMap, judge: str) -> Changes:
    record = desk.record
    tracks = tuple(track.name for track in record.tracks)
    match mapping.what:
        case What.SUBMISSIONS:
            rows = submissions_from(table, mapping, (prize.name for prize in record.prizes), tracks)
            changes = import_submissions.changes(record, rows, mapping, desk.contacts)
        case What.JUDGES:
            rows = judges_from(table, mapping, tracks)
            changes = import_people.judge_changes(record, rows, desk.emails)
        case What.ASSIGNMENTS:
            rows = assignments_from(table, mapping)
            changes = import_people.assignment_changes(record, rows, desk.emails)
        case What.BALLOTS:
            if record.rubric is None:
                raise Problem(
                    "Ballots cannot be imported while two rubrics are in conflict; choose one on the Merge page."
                )
            rows = ballots_from(table, mapping, record.rubric.criteria, judge)
            changes = import_ballots.changes(record, rows, desk.emails, desk.paper_ballots)
    report = changes.report
    return replace(
        changes,
        report=replace(
            report,
            read=rows.read,
            unchanged=report.unchanged + rows.joined,
            skipped=tuple(sorted((*rows.skipped, *report.skipped), key=lambda skip: skip.line)),
            notes=(*table.notes, *rows.notes, *report.notes),
        ),
    )


__all__ = ["ColumnView", "ImportReport", "Prepared", "Skipped", "What", "commit", "prepare", "with_column"]
