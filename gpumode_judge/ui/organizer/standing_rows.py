"""What the table of standings shows of each submission, and the visits behind it."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from typing_extensions import override

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, plain
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Record, visiting_order
from gpumode_judge.standings.ranking import Standing
from gpumode_judge.standings.totals import Totals, rounded
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import OUTCOMES, judge_called, score, when
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.labels import escaped
from gpumode_judge.ui.shared.tables import Column, RowsModel

NARROW, WIDE = 90, 170  # pixels of a criterion's column


@dataclass(frozen=True)
class StandingRow:
    """One submission with where it stands; ``shares`` are points of the score by criterion key."""

    standing: Standing
    submission: Submission
    order: tuple[object, ...]


@dataclass(frozen=True)
class Visit:
    """One judge's visit: what came of it, the marks by criterion name, and the notes."""

    judge: str
    icon: str
    outcome: str
    total: str
    marks: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    at: str


def rows_of(view: View) -> tuple[StandingRow, ...]:
    """A row for each standing, best first."""
    known = view.record.submissions
    return tuple(StandingRow(s, known[s.submission], visiting_order(known[s.submission])) for s in view.standings)


def counted_criteria(record: Record) -> tuple[Criterion, ...]:
    """The criteria that give points in the overall total."""
    criteria = record.rubric.criteria if record.rubric else ()
    return tuple(c for c in criteria if not c.scope and record.rules.weight(c.key))


def columns_for(criteria: tuple[Criterion, ...]) -> tuple[Column[StandingRow], ...]:
    """The table's columns: the fixed ones, and one for the points of each criterion."""
    return (
        Column("rank", "Rank", lambda r: str(r.standing.rank or "–"), lambda r: r.standing.rank, True, width=62),
        Column("title", "Title", lambda r: r.submission.title, tip=lambda r: r.submission.title),
        Column("team", "Team", lambda r: r.submission.team, tip=lambda r: r.submission.team, width=150),
        Column("table", "Table", lambda r: r.submission.table, lambda r: r.order, width=62),
        Column("visits", "Visits", lambda r: str(r.standing.visits), lambda r: r.standing.visits, True, width=62),
        Column("score", "Score", lambda r: score(r.standing.score), lambda r: r.standing.score, True, width=76),
        Column("bar", "Share", lambda _: "", lambda r: r.standing.score, width=90),
        *(_share_column(c) for c in criteria),
    )


class StandingsModel(RowsModel[StandingRow]):
    """Rows of standings whose titles are cut while ``narrow``; the tooltip and the clipboard have them whole."""

    narrow = True

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            title = self.columns[section].title
            share = self.columns[section].key.startswith("share ")
            if role == Qt.ItemDataRole.ToolTipRole and share:
                return escaped(title)
            if role == Qt.ItemDataRole.DisplayRole and share and self.narrow:
                return _in_two_lines(title)
        return super().headerData(section, orientation, role)


def _in_two_lines(title: str) -> str:
    """A title as a narrow column shows it: broken between words, the second line cut where there is no more room."""
    letters = QFontMetrics(font(12, QFont.Weight.DemiBold))
    room = NARROW - 28
    words = title.split()
    taken = 1
    while taken < len(words) and letters.horizontalAdvance(" ".join(words[: taken + 1])) <= room:
        taken += 1
    lines = (" ".join(words[:taken]), " ".join(words[taken:]))
    return "\n".join(letters.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines if line)


def _share_column(c: Criterion) -> Column[StandingRow]:
    def points(row: StandingRow) -> Fraction | None:
        return row.standing.shares.get(c.key)

    return Column(f"share {c.key}", c.name, lambda r: score(points(r)), points, True, width=NARROW)


def visits_of(record: Record, submission_id: str) -> tuple[Visit, ...]:
    """Every judge's visit to a submission, by the judge's name; those that do not count yet say so."""
    totals: Totals | None = None
    if record.rubric is not None:
        try:
            totals = Totals(record.rubric, record.rules)
        except Problem:
            totals = None
    notes: dict[str, list[tuple[str, str]]] = {}
    for held in record.remarks:
        remark = held.value
        if remark.submission == submission_id:
            notes.setdefault(remark.judge, []).append((_name(record, remark.criterion), remark.text))
    visits: list[Visit] = []
    for judge in record.judges:
        held = record.ballots.get((judge, submission_id))
        unfit = record.unfit.get((judge, submission_id))
        here = held or unfit
        if here is None:
            continue
        ballot = here.value
        icon, word = OUTCOMES[ballot.outcome]
        words = [word if not unfit else "Does not count: a mark is missing", ballot.reason]
        words.append("from paper" if here.paper else "")
        total = ""
        if totals is not None and held is not None and ballot.outcome is Outcome.MARKED:
            total = str(rounded(totals.total(ballot.marks)))
        visits.append(
            Visit(
                judge_called(record, judge), "conflict" if unfit else icon, ", ".join(filter(None, words)), total,
                _marks(record, ballot), tuple(notes.get(judge, ())), when(here.at, record.event.zone),
            )
        )  # fmt: skip
    return tuple(visits)


def _marks(record: Record, ballot: Ballot) -> tuple[tuple[str, str], ...]:
    keys = [c.key for c in record.rubric.criteria] if record.rubric else []

    def order(item: tuple[str, Decimal]) -> tuple[int, str]:
        return (keys.index(item[0]) if item[0] in keys else len(keys), item[0])

    return tuple((_name(record, key), plain(mark)) for key, mark in sorted(ballot.marks.items(), key=order))


def _name(record: Record, key: str) -> str:
    criteria = record.rubric.criteria if record.rubric else ()
    return next((c.name for c in criteria if c.key == key), key or "For the team")
