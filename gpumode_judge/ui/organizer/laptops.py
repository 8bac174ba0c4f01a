"""Laptops that wait: four words, who they say they are, and who they are let in as."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.event.people import Judge
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Pending
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted, judge_called
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class LaptopCard(Card):
    """One waiting laptop."""

    accepted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._device = ""
        self.words = PlainLabel(role="section", select=True)
        self.who = PlainLabel(role="soft")
        self.judge = Choice(name="Accept as")
        self.judge.setMinimumWidth(30 * GRID)
        self.accept_button = Button("Accept", "primary", "check")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.words)
        left.addWidget(self.who)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addLayout(left, 1)
        row.addWidget(PlainLabel("Accept as", wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.judge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.judge.picked.connect(self._settle)
        self.accept_button.clicked.connect(self._accept)

    def show_laptop(self, pending: Pending, says: str, judges: Mapping[str, Judge]) -> None:
        """Show ``pending``; ``says`` is who it says it is."""
        if pending.device != self._device:
            self.judge.set_choices([("", "Choose a judge"), *((j.id, j.name) for j in judges.values())])
            self.judge.choose(pending.judge)
        self._device = pending.device
        self.words.setText(four_words(pending.device))
        self.who.setText(f"Says it is {says}. {counted(pending.entries, 'statement').capitalize()} wait with it.")
        self.setAccessibleName(f"Laptop {self.words.text()}")
        self._settle()

    @Slot()
    def _settle(self) -> None:
        self.accept_button.setEnabled(bool(self.judge.value()))

    @Slot()
    def _accept(self) -> None:
        self.accept_button.setEnabled(False)
        self.accepted.emit(self._device, self.judge.text_value())


class Laptops(QWidget):
    """All laptops that wait."""

    accepted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[LaptopCard] = []
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        text = "Ask the judge to read the four words on their screen. If they are the same, accept the laptop; if not, do not."
        self._column.addWidget(PlainLabel(text, "soft"))
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        self._stack = QStackedWidget()
        self._stack.addWidget(area)
        self._stack.addWidget(
            EmptyState(
                "device",
                "No laptop waits",
                "A judge’s laptop without a ticket waits here once you merge its score file.",
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_view(self, view: View) -> None:
        """Show the laptops that wait now."""
        record = view.record
        while len(self.cards) < len(record.pending):
            card = LaptopCard()
            card.accepted.connect(self.accepted)
            self._column.insertWidget(self._column.count() - 1, card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(record.pending))
            if place < len(record.pending):
                pending = record.pending[place]
                says = judge_called(record, pending.judge) if pending.judge else "nobody"
                card.show_laptop(pending, says, record.judges)
        self._stack.setCurrentIndex(0 if record.pending else 1)
