"""Before the lock: what should be true, what was agreed, and who contests a rank and how."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.locking import Check
from gpumode_judge.event.text import clean_block
from gpumode_judge.ui.organizer.decide_facts import CONTEST, Fact
from gpumode_judge.ui.organizer.lock_page import CheckRow
from gpumode_judge.ui.shared.buttons import IconButton
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID

_MOST_LETTERS: Final = 1000


class Ready(QWidget):
    """Two cards side by side. ``going`` names the place that mends a line, ``contest_said`` brings the text of who contests and how."""

    going = Signal(str)
    contest_said = Signal(str)

    def __init__(self, contest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[CheckRow] = []
        self._checks: tuple[Check, ...] | None = None
        self._facts: tuple[Fact, ...] | None = None
        self._said = contest
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(600)
        self.contest = GrowingText(
            "For example: within 30 minutes, at the organizers’ table; Dana decides.", lines=2, most=6
        )
        self.contest.setPlainText(contest)
        self._lines, left = _card("Before the lock")
        self._agreed, right = _card("What was agreed")
        right.body.addWidget(Rule())
        hint = "Printed on the page for a team that contests its rank. It stays in this workspace."
        right.body.addWidget(Field("Who contests a rank, and how", self.contest, hint))
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(2 * GRID)
        both.addWidget(left, 1)
        both.addWidget(right, 1)

        self.contest.textChanged.connect(self._wait.start)
        self._wait.timeout.connect(self.say)

    def show_lines(self, checks: tuple[Check, ...], facts: tuple[Fact, ...]) -> None:
        """Show what holds now."""
        if checks != self._checks:
            self._checks = checks
            clear(self._lines)
            self.rows = []
            for place, check in enumerate(checks):
                if place:
                    self._lines.addWidget(Rule())
                row = CheckRow(check)
                row.wanted.connect(self._go)
                self.rows.append(row)
                self._lines.addWidget(row)
            self._lines.addStretch(1)
        if facts != self._facts:
            self._facts = facts
            clear(self._agreed)
            for place, fact in enumerate(facts):
                if place:
                    self._agreed.addWidget(Rule())
                self._agreed.addWidget(self._fact(fact))
            self._agreed.addStretch(1)

    @Slot()
    def say(self) -> None:
        """Tell what stands in the field, if it is new."""
        self._wait.stop()
        text = clean_block(self.contest.toPlainText(), _MOST_LETTERS)
        if text != self._said:
            self._said = text
            self.contest_said.emit(text)

    @Slot(str)
    def _go(self, place: str) -> None:
        if place == CONTEST:
            self.contest.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.going.emit(place)

    def _fact(self, fact: Fact) -> QWidget:
        box = QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(fact.title, "small"))
        words.addWidget(PlainLabel(fact.text))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        if fact.place:
            button = IconButton("right", f"Show where “{fact.title}” is changed")
            button.clicked.connect(partial(self.going.emit, fact.place))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return box


def _card(title: str) -> tuple[QVBoxLayout, Card]:
    card = Card(title)
    lines = QVBoxLayout()
    lines.setContentsMargins(0, 0, GRID, 0)
    lines.setSpacing(4)
    inner = QWidget()
    inner.setObjectName("page")
    inner.setStyleSheet("QWidget#page { background: transparent; }")
    inner.setLayout(lines)
    card.body.addWidget(Scroll(title, inner), 1)
    return lines, card
