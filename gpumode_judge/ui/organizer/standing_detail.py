"""The visits behind one standing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.standing_rows import Visit, percent, range_of, visits_of
from gpumode_judge.ui.organizer.standings_found import Found, StandingRow, reasons
from gpumode_judge.ui.organizer.words import counted, listed, score
from gpumode_judge.ui.shared.buttons import IconButton
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID


class StandingDetail(Card):
    """One submission: its score, how sure it is, and every judge's marks and notes."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: tuple[object, ...] = ()
        self.heading = SectionTitle()
        self.figures = PlainLabel(role="soft")
        self.sure = PlainLabel(role="soft")
        self.reason = PlainLabel(role="soft")
        self.close_button = IconButton("close", "Close the details")
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, 0, GRID, 0)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.figures)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._column.setSpacing(2 * GRID)
        area = Scroll("Visits", page)
        self.body.setContentsMargins(0, 12, 0, GRID)
        more = QVBoxLayout()
        more.setContentsMargins(2 * GRID, 0, 2 * GRID, 4)
        more.setSpacing(GRID)
        more.addWidget(self.sure)
        more.addWidget(self.reason)
        self.body.addLayout(head)
        self.body.addLayout(more)
        self.body.addWidget(Rule())
        self.body.addWidget(area, 1)
        self.close_button.clicked.connect(self.closed)

    def show_row(self, row: StandingRow, found: Found) -> None:
        """Show the visits of ``row``."""
        record = found.result.record
        visits = visits_of(record, row.id)
        why = reasons(found.standings, row.id)
        if (row, visits, why) == self._shown:
            return
        self._shown = (row, visits, why)
        self.heading.setText(row.submission.title)
        place = f"Rank {row.rank.words}" if row.rank else "No rank" if row.standing.out else "No rank yet"
        said = [place, f"score {score(row.standing.score)}", counted(row.standing.visits, "visit")]
        if row.submission.table:
            said.append(f"table {row.submission.table}")
        self.figures.setText(" · ".join(said))
        self._tell(self.sure, _sure(row))
        self._tell(self.reason, row.standing.out or _reason(row, why))
        clear(self._column)
        if not visits:
            self._column.addWidget(PlainLabel("Nobody has been here yet, as far as files have come in.", "soft"))
        for place_, visit in enumerate(visits):
            if place_:
                self._column.addWidget(Rule())
            self._column.addWidget(_visit(visit))
        self._column.addStretch(1)

    def _tell(self, label: PlainLabel, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))


def _sure(row: StandingRow) -> str:
    """How sure the rank is, in one or two sentences."""
    if row.low is None or row.first is None:
        return ""
    said = f"In 90 of 100 cases rank {range_of(row)}; first with {percent(row.first, row.ranked)}."
    if row.alike:
        said += f" The marks cannot tell it from {listed(f'“{title}”' for title in row.alike)}."
    return said


def _reason(row: StandingRow, why: tuple[str, ...]) -> str:
    """From the raw mean to the score."""
    if not why or row.standing.raw is None:
        return ""
    return f"Raw mean {score(row.standing.raw)}, score {score(row.standing.score)}: {'; '.join(why)}."


def _visit(visit: Visit) -> QWidget:
    box = QWidget()
    head = QHBoxLayout()
    head.setSpacing(GRID)
    head.addWidget(PlainLabel(visit.judge, "strong"), 1)
    if visit.total:
        head.addWidget(PlainLabel(visit.total, "number", wrap=False))
    state = QHBoxLayout()
    state.setSpacing(6)
    state.addWidget(IconLabel(visit.icon, 16, "ink_soft"))
    state.addWidget(PlainLabel(" · ".join(filter(None, (visit.outcome, visit.at))), "small"), 1)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addLayout(head)
    column.addLayout(state)
    if visit.marks:
        # Two labels rather than one for each figure: sixty judges must not make the window wait.
        letters = QFontMetrics(font(14))
        wide = 27 * GRID
        names = (letters.elidedText(name, Qt.TextElideMode.ElideRight, wide) for name, _ in visit.marks)
        figures = PlainLabel("\n".join(mark for _, mark in visit.marks), "strong", wrap=False)
        figures.setAlignment(Qt.AlignmentFlag.AlignRight)
        marks = QHBoxLayout()
        marks.addWidget(PlainLabel("\n".join(names), "soft", wrap=False), 1)
        marks.addWidget(figures)
        column.addLayout(marks)
    for about, text in visit.notes:
        column.addWidget(PlainLabel(f"{about}: {text}", "body", select=True))
    return box
