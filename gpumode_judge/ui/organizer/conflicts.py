"""Conflicts side by side, with a choice."""

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.ledger.record import Conflict
from gpumode_judge.ui.organizer.card_list import CardList
from gpumode_judge.ui.organizer.conflict_words import Side, sides_of, title_of
from gpumode_judge.ui.organizer.together_card import TogetherCard
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.tokens import GRID

MOST = 20  # as many are built at once; the next come when these are decided


class SideCard(Card):
    """One side: who and when, what it says, and the button that lets it hold."""

    picked = Signal(str)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._eid = side.eid
        self.body.addWidget(PlainLabel(side.who, "strong"))
        self.body.addWidget(PlainLabel(side.at, "small"))
        self.body.addWidget(Rule())
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for row, line in enumerate(side.lines):
            label = PlainLabel(line.label, "soft")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            text = PlainLabel(line.text or "–", "strong" if line.differs else "soft", select=True)
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.setRowMinimumHeight(row, 26)
            grid.addWidget(label, row, 0)
            grid.addWidget(text, row, 1)
            if line.differs:
                mark = StatusPill("warning", "differs")
                grid.addWidget(mark, row, 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.button = Button("This one holds", "plain", "check", name=f"This one holds: {side.who}, {side.at}")
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.clicked.connect(self._pick)

    @Slot()
    def _pick(self) -> None:
        self.picked.emit(self._eid)


class ConflictView(QWidget):
    """One conflict with its sides beside each other."""

    decided = Signal(object, str)

    def __init__(self, conflict: Conflict, title: str, sides: tuple[Side, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conflict = conflict
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        self.cards = [SideCard(side) for side in sides]
        for card in self.cards:
            row.addWidget(card, 1)
            card.picked.connect(self._decide)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(SectionTitle(title))
        layout.addLayout(row)

    @Slot(str)
    def _decide(self, eid: str) -> None:
        for card in self.cards:
            card.button.setEnabled(False)
        self.decided.emit(self._conflict, eid)


class Conflicts(QWidget):
    """All conflicts; ``decided`` brings (conflict, the entry that holds), ``settled`` a choice about all of one judge."""

    decided = Signal(object, str)
    settled = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views: dict[tuple[str, ...], ConflictView] = {}
        self.together: list[TogetherCard] = []
        self._more = PlainLabel(role="small")
        text = (
            "The same thing was said twice, and neither corrects the other. Ask which one is right, and choose it. Until then neither "
            "counts; both are kept."
        )  # fmt: skip
        empty = EmptyState("conflict", "No conflicts", "When two laptops say different things, you choose here.")
        self._stack = CardList(text, self._more, empty)
        self._column = self._stack.column
        self._at_once = QVBoxLayout()
        self._at_once.setSpacing(2 * GRID)
        self._at_once.setContentsMargins(0, 0, 0, 2 * GRID)
        self._column.insertLayout(1, self._at_once)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_view(self, view: View) -> None:
        """Show the conflicts that are open now."""
        found = view.record.conflicts
        self._show_together(view)
        shown = {tuple(head.eid for head in conflict.heads): conflict for conflict in found[:MOST]}
        for eids in [known for known in self.views if known not in shown]:
            gone = self.views.pop(eids)
            gone.hide()
            gone.deleteLater()
        for place, (eids, conflict) in enumerate(shown.items()):
            if eids not in self.views:
                sides = sorted(sides_of(conflict, view.record), key=lambda side: side.who)  # a laptop keeps its side
                made = ConflictView(conflict, title_of(conflict, view.record), tuple(sides))
                made.decided.connect(self.decided)
                self._column.insertWidget(2 + place, made)
                self.views[eids] = made
        left = len(found) - MOST
        self._more.setText(f"{left} more follow." if left > 0 else "")
        self._more.setVisible(left > 0)
        self._stack.setCurrentIndex(0 if found else 1)
        self._order_tabs([self.views[eids] for eids in shown])

    def _show_together(self, view: View) -> None:
        if view.togethers == tuple(card.together for card in self.together):
            return
        for card in self.together:
            card.hide()
            card.deleteLater()
        self.together = [TogetherCard(together, view.record) for together in view.togethers]
        for card in self.together:
            card.chosen.connect(self.settled)
            self._at_once.addWidget(card)

    def _order_tabs(self, views: list[ConflictView]) -> None:
        """Tab goes from top to bottom, whatever came first."""
        cards = [row.button for card in self.together for row in card.rows]
        for before, after in pairwise([*cards, *(side.button for view in views for side in view.cards)]):
            QWidget.setTabOrder(before, after)
