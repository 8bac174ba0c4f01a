"""The ties that are to be settled, and what persons decided already."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.decide_parts import line_part
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.organizer.prize_cards import DecisionsCard
from gpumode_judge.ui.organizer.prize_outcomes import Outcome, Outcomes, Todo
from gpumode_judge.ui.organizer.words import counted, listed
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID

_NONE: Final = "No ties to settle: wherever submissions are equal, it decides no prize."


class Ties(QWidget):
    """``settle_wanted`` brings the outcome that is to be settled, ``back_wanted`` a decision to take back, ``going`` a place."""

    settle_wanted = Signal(object)
    back_wanted = Signal(object)
    going = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self.buttons: list[Button] = []
        self.decisions: DecisionsCard | None = None
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(12)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._column)
        area = Scroll("Ties", page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def show_outcomes(self, outcomes: Outcomes, veil: Veil, *, speaks: bool) -> None:
        """Show what is tied now."""
        shown = (outcomes.groups, outcomes.refused, outcomes.decisions, veil, speaks)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._column)
        ties = ties_of(outcomes)
        self.buttons = []
        if not ties:
            self._column.addWidget(
                line_part("clock", "ink_soft", outcomes.refused)
                if outcomes.refused
                else line_part("done", "good", _NONE)
            )
        for tie in ties:
            self._column.addWidget(self._card(tie, veil, speaks=speaks))
        others = sum(len(group.prizes) for group in outcomes.groups if group.open and not group.tied)
        if others:
            words = counted(others, "other prize is", "other prizes are").capitalize() + " open."
            self._column.addWidget(self._others(veil.counted(words)))
        self.decisions = None
        if outcomes.decisions:
            self.decisions = DecisionsCard(outcomes.decisions, outcomes.record, speaks)
            self.decisions.back_wanted.connect(self.back_wanted)
            self._column.addWidget(self.decisions)
        self._column.addStretch(1)

    def _card(self, tie: Outcome, veil: Veil, *, speaks: bool) -> QWidget:
        card = Card()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(SectionTitle(veil.counted(listed((f"“{line.prize.name}”" for line in tie.prizes), 3))))
        equal = listed((f"“{one.title}”" + (f" (table {one.table})" if one.table else "") for one in tie.tied), 12)
        words.addWidget(PlainLabel(veil.counted(f"Equal: {equal}")))
        words.addWidget(
            PlainLabel("They are equal; a named person has to decide." if veil.numbers else tie.why, "soft")
        )
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(words, 1)
        label, place = {
            Todo.RULES: ("Change the rules…", "rubric"), Todo.CONFLICT: ("Show on Merge", "conflicts")
        }.get(tie.todo, ("Decide between them…", ""))  # fmt: skip
        button = Button(label, "plain" if self.buttons else "primary", name=f"{label} {tie.prizes[0].prize.name}")
        button.setEnabled(speaks or bool(place))
        if place:
            button.clicked.connect(partial(self.going.emit, place))
        else:
            button.clicked.connect(partial(self.settle_wanted.emit, tie))
        self.buttons.append(button)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)
        return card

    def _others(self, words: str) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(IconLabel("prize", 20, "warn"))
        row.addWidget(PlainLabel(words))
        button = Button("Show Prizes", "plain")
        button.clicked.connect(partial(self.going.emit, "prizes"))
        row.addWidget(button)
        row.addStretch(1)
        return box


def ties_of(outcomes: Outcomes) -> tuple[Outcome, ...]:
    """What is open because submissions are equal."""
    return tuple(group for group in outcomes.groups if group.tied)
