"""Using another method of scoring, after seeing what it moves, and the history of what the rules were."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.history import Move, RulesChange
from gpumode_judge.desk.locking import rules_stay
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.ranking import Standings
from gpumode_judge.ui.organizer.method_bar import LOCKED
from gpumode_judge.ui.organizer.standing_rows import arrowed
from gpumode_judge.ui.organizer.standings_found import title_of
from gpumode_judge.ui.organizer.words import counted, listed, when
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Rule
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID

_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """What another method would do: the ``moves``, the largest first, of ``ranked`` submissions, and who leads ``before`` and ``after``."""

    method: str
    moves: tuple[Move, ...]
    ranked: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def locked(record: Record) -> bool:
    """Whether the rules must stay: scores are locked, or a lock waits for a signature."""
    return bool(rules_stay(record))


def outlook_of(result: Result, method: str) -> Outlook:
    """What ``method`` would do to the ranks of all.

    Raises:
        Problem: it can say nothing true here.
    """
    now, then = result.standings, result.by(method)
    if then.refused:
        raise Problem(then.refused)
    ranks = {row.submission: row.rank for row in now.rows}
    moves = [
        Move(row.submission, ranks[row.submission], row.rank) for row in then.rows if ranks[row.submission] != row.rank
    ]
    moves.sort(key=lambda m: (-abs((m.before or 0) - (m.after or 0)), m.after or 0))
    ranked = sum(row.rank is not None for row in then.rows)
    return Outlook(method, tuple(moves), ranked, _leaders(now), _leaders(then))


def use_method(desk: OrganizerDesk, method: str) -> str:
    """Say that ``method`` is in force from now on; gives the one that was.

    Raises:
        Problem: the scores are locked.
    """
    record = desk.record
    if locked(record):
        raise Problem(LOCKED)
    desk.put([replace(record.rules, method=method)])
    return record.rules.method


class UseMethod(Dialog):
    """Asks before another method is used, and shows what it moves. Accepting is all it does."""

    def __init__(self, record: Record, outlook: Outlook, parent: QWidget | None = None) -> None:
        super().__init__(f"Score by: {title_of(outlook.method)}?", parent)
        self.setMinimumWidth(64 * GRID)
        info = METHODS[outlook.method]
        self.body.addWidget(PlainLabel(info.line, "soft"))
        if info.caution:
            self.body.addWidget(PlainLabel(f"Mind: {info.caution}", "body"))
        self.words = PlainLabel(f"{_moved(outlook)} {_lead(record, outlook)}", "strong")
        self.body.addWidget(self.words)
        if outlook.moves:
            self.body.addLayout(_moves(record, outlook.moves))
        self.body.addWidget(
            PlainLabel("No mark is touched, and you can go back to the other method at any time.", "small")
        )
        self.add_cancel()
        self.use_button = self.add_button(Button("Use this method", "primary"), accept=True)


class History(Dialog):
    """Every change of the rules, the newest first: when, what, and what it does to the ranks on the ballots of today."""

    def __init__(self, record: Record, changes: Sequence[RulesChange], parent: QWidget | None = None) -> None:
        super().__init__("History of the rules", parent)
        self.setMinimumWidth(80 * GRID)
        self.resize(80 * GRID, 70 * GRID)
        self.body.addWidget(
            PlainLabel("What each change does to the ranks is worked out on the ballots of today.", "small")
        )
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(12)
        for place, change in enumerate(changes):
            if place:
                column.addWidget(Rule())
            column.addWidget(_change(record, change, first=place == len(changes) - 1))
        if not changes:
            column.addWidget(PlainLabel("Nothing has been said about the rules yet.", "soft"))
        column.addStretch(1)
        area = Scroll("Changes", page)
        self.body.addWidget(area, 1)
        self.add_close()


def _change(record: Record, change: RulesChange, *, first: bool) -> QWidget:
    box = QWidget()
    head = QHBoxLayout()
    head.addWidget(PlainLabel(when(change.at, record.event.zone), "strong"), 1)
    if change.in_force:
        head.addWidget(StatusPill("ok", "In force"))
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addLayout(head)
    column.addWidget(PlainLabel("\n".join(change.says) or "Nothing changed.", "body", select=True))
    if change.moves:
        column.addWidget(
            PlainLabel(f"{counted(len(change.moves), 'submission')} on another rank:".capitalize(), "soft")
        )
        column.addLayout(_moves(record, change.moves))
    elif not first:
        column.addWidget(PlainLabel("No rank changes.", "soft"))
    return box


def _moves(record: Record, moves: Sequence[Move]) -> QVBoxLayout:
    """The largest moves, one below the other: title, ranks, how far."""
    rows = QVBoxLayout()
    rows.setSpacing(2)
    shown = moves[:_MOST]
    line = QHBoxLayout()
    line.setSpacing(2 * GRID)
    names = QVBoxLayout()
    names.setSpacing(2)
    for move in shown:
        names.addWidget(PlainLabel(_title(record, move.submission), elide=True))
    line.addLayout(names, 1)
    for texts in (
        [str(move.before or "–") for move in shown],
        ["→" for _ in shown],
        [str(move.after or "–") for move in shown],
        [arrowed(move.before - move.after if move.before and move.after else None) for move in shown],
    ):
        figures = QVBoxLayout()
        figures.setSpacing(2)
        for text in texts:
            label = PlainLabel(text, wrap=False)
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            figures.addWidget(label)
        line.addLayout(figures)
    rows.addLayout(line)
    if len(moves) > _MOST:
        rows.addWidget(PlainLabel(f"and {len(moves) - _MOST:,} more", "small"))
    return rows


def _moved(outlook: Outlook) -> str:
    if not outlook.moves:
        return "No rank changes."
    return f"{len(outlook.moves):,} of {outlook.ranked:,} submissions {'moves' if len(outlook.moves) == 1 else 'move'} to another rank."


def _lead(record: Record, outlook: Outlook) -> str:
    before, after = (listed((_title(record, name) for name in names), 3) for names in (outlook.before, outlook.after))
    if set(outlook.before) == set(outlook.after):
        return f"First stays {after}." if after else ""
    return f"First is then {after} instead of {before}."


def _leaders(standings: Standings) -> tuple[str, ...]:
    return tuple(row.submission for row in standings.rows if row.rank == 1)


def _title(record: Record, submission: str) -> str:
    known = record.submissions.get(submission)
    return f"“{known.title}”" if known else "a submission that is not known here"
