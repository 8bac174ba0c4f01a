"""The open card: head, what to read, what to mark, notes, foot. It shows and asks; the window saves."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.cards import TEAM_NOTE, Card, State
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.criteria import Criteria
from gpumode_judge.ui.judge.details import Details
from gpumode_judge.ui.judge.foot import CardFoot
from gpumode_judge.ui.judge.head import CardHead
from gpumode_judge.ui.judge.look import scale_of
from gpumode_judge.ui.judge.notes import Note
from gpumode_judge.ui.judge.words import scope_of, shares, state_sentence, unfit_sentences
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card as Surface
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.theme import GRID

MOST_WIDE = 2200
_TWO_COLUMNS = 1240  # from this width on reading and marking stand side by side


class CardView(QWidget):
    """``noted`` brings (key, text), ``private`` the private note; the other signals are those of its parts."""

    noted = Signal(str, str)
    private = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = CardHead()
        self.state = Banner("info", "", closable=False)
        self.unfit = Banner("warning", "", closable=False)
        self.details = Details()
        self.criteria = Criteria()
        self.team_note = Note("Add a note for the team", "T", "Note for the team", "What went well, what to try next?")
        self.private_note = Note("Add a private note", "P", "Private note", "Only for you", "stays on this laptop")
        self.notes = Surface()
        self.notes.body.setContentsMargins(GRID, 4, GRID, 4)
        for note in (self.team_note, self.private_note):
            note.opener.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.notes.body.addWidget(note)
        self.foot = CardFoot()
        self._wide: bool | None = None
        self._lay_out()

        self.criteria.noted.connect(self.noted)
        self.criteria.moved.connect(self._show_row)
        self.criteria.finished.connect(self._finished)
        self.criteria.below.connect(self._finished)
        self.team_note.typed.connect(self._team_noted)
        self.private_note.typed.connect(self.private)
        self.head.about.clicked.connect(self.details.toggle)
        self.details.opened.connect(self.head.about.setChecked)
        for note in (self.team_note, self.private_note):
            note.left.connect(self.criteria.focus)

    def _lay_out(self) -> None:
        self._left = QVBoxLayout()
        self._left.setSpacing(GRID)
        self._right = QVBoxLayout()
        self._right.setSpacing(GRID)
        page = QWidget()
        page.setObjectName("page")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(3 * GRID, 12, 3 * GRID, 12)
        outer.setSpacing(2 * GRID)
        outer.addLayout(self._left, 5)
        outer.addLayout(self._right, 0)
        self._outer = outer
        self.area = Scroll(inner=page)
        self.area.setAccessibleName("Card")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.area, 1)
        column.addWidget(self.foot)
        self._left.addWidget(self.state)
        self._left.addWidget(self.unfit)
        self._left.addStretch(1)
        self._right.addStretch(1)
        self._arrange(wide=False)

    def show_card(self, card: Card, record: Record) -> None:
        """Show a card as it is saved now."""
        self.head.show_card(card, record)
        kind = "warning" if card.unfit else "info" if card.state is State.DRAFT else "good"
        self.state.tell(kind, state_sentence(card))
        self.unfit.tell("warning", "\n".join(unfit_sentences(card)))
        self.details.show_submission(card.submission, record)
        weights: Mapping[str, str] = shares(record.rubric.criteria if record.rubric else (), record.rules)
        self.criteria.show_card(card, weights, {c.key: scope_of(c, record) for c in card.criteria})
        self.team_note.show_text(card.entered.notes.get(TEAM_NOTE, ""))
        self.private_note.show_text(card.private)
        self.foot.show_card(card)

    def start(self) -> None:
        """The card was just opened: begin at its top, with the keyboard on the first criterion to mark."""
        self.area.verticalScrollBar().setValue(0)
        self.criteria.start()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Up and self.foot.primary.hasFocus():
            self.criteria.focus_last()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), Button):
            cast("Button", self.focusWidget()).click()
        elif event.key() == Qt.Key.Key_T and not event.modifiers():
            self.team_note.write()
        elif event.key() == Qt.Key.Key_P and not event.modifiers():
            self.private_note.write()
        elif event.key() == Qt.Key.Key_D and not event.modifiers():
            self.details.toggle()
        elif event.key() == Qt.Key.Key_N and not event.modifiers():
            self.criteria.write_note()
        elif event.key() == Qt.Key.Key_Escape:
            self.criteria.focus()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scale = scale_of(self)
        self._arrange(wide=self.width() >= _TWO_COLUMNS * scale)
        side = max(3 * GRID, (self.width() - round(MOST_WIDE * scale)) // 2)
        self._outer.setContentsMargins(side, GRID, side, GRID)
        self.head.set_side(side)
        self.foot.set_side(side)
        rows = max(1, len(self.criteria.rows))
        self.criteria.set_all_open(on=self.area.height() > rows * 225 * scale)

    def _arrange(self, wide: bool) -> None:
        if wide == self._wide:
            return
        self._wide = wide
        for part in (self.details, self.criteria, self.notes):
            self._left.removeWidget(part)
            self._right.removeWidget(part)
        side = self._right if wide else self._left
        for layout, part in ((side, self.details), (self._left, self.criteria), (side, self.notes)):
            layout.insertWidget(layout.count() - 1, part)
        self._outer.setStretchFactor(self._right, 3 if wide else 0)
        self._outer.setSpacing(2 * GRID if wide else 0)
        self.details.set_roomy(wide)
        self.head.about.setVisible(not wide)

    @Slot()
    def _show_row(self) -> None:
        QTimer.singleShot(0, self, self._reveal)

    @Slot()
    def _reveal(self) -> None:
        row = self.criteria.current
        if row is not None:
            self._outer.activate()
            self.area.ensureWidgetVisible(row, 0, GRID)

    @Slot()
    def _finished(self) -> None:
        self.foot.primary.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _team_noted(self, text: str) -> None:
        self.noted.emit(TEAM_NOTE, text)
