"""The foot of the card: the total so far, and the ways to finish with a submission."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.cards import Card, State
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.rubric import plain
from gpumode_judge.ui.shared.buttons import Button, ButtonKind
from gpumode_judge.ui.shared.keys import cap_text
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

WAYS: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.ABSENT: ("Absent…", "Alt+A"),
    Outcome.RECUSED: ("Recuse…", "Alt+R"),
    Outcome.SKIPPED: ("Skip…", "Alt+S"),
}


class KeyButton(Button):
    """A button that shows its key as a cap on itself. Without ``live`` somebody else listens to the key."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind,
        icon: str | None,
        keys: str,
        live: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, kind, icon, parent=parent)
        # A button's own shortcut clicks a tenth of a second later, when the next key has been pressed already.
        for sequence in {keys, keys.replace("Return", "Enter")} if live else ():
            key = QShortcut(QKeySequence(sequence), self)
            key.setAutoRepeat(False)
            key.activated.connect(self.click)
        shown = "+".join(cap_text(part) for part in keys.replace("Return", "Enter").split("+"))
        self._cap = PlainLabel(shown, "key", wrap=False, parent=self)
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_cap(on=True)

    def show_cap(self, on: bool) -> None:
        """Show or hide the cap; the tooltip keeps the key."""
        self._cap.setVisible(on)
        style = f"QPushButton {{ padding-right: {self._cap_width() + 18}px; }}" if on else ""
        if style != self.styleSheet():
            self.setStyleSheet(style)
            self.updateGeometry()

    def full_width(self) -> int:
        """The width with the cap."""
        hint = self.sizeHint().width()
        return hint if self._cap.isVisibleTo(self) else hint + self._cap_width() + 4

    def bare_width(self) -> int:
        """The width without the cap."""
        return self.full_width() - self._cap_width() - 4

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _cap_width(self) -> int:
        self._cap.ensurePolished()
        return self._cap.sizeHint().width()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = self._cap.sizeHint()
        self._cap.setGeometry(
            self.width() - size.width() - 12, (self.height() - size.height()) // 2, size.width(), size.height()
        )


class CardFoot(QFrame):
    """``recorded`` is the primary button, ``way`` brings the outcome that ends a visit without marks."""

    recorded = Signal()
    way = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.total = PlainLabel("–", "figure", wrap=False)
        self._caption = PlainLabel("", "small", wrap=False)
        self._of = PlainLabel("", "small", wrap=False)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._caption)
        words.addWidget(self._of)
        words.addStretch(1)
        self.ways = {outcome: KeyButton(text, "plain", None, keys) for outcome, (text, keys) in WAYS.items()}
        self.primary = KeyButton("Record ballot", "primary", "check", "Ctrl+Return")
        row = QHBoxLayout(self)
        self._row = row
        row.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self.total)
        row.addSpacing(4)
        row.addLayout(words)
        row.addStretch(1)
        for button in self.ways.values():
            row.addWidget(button)
        row.addSpacing(GRID)
        row.addWidget(self.primary)

        for button in self.ways.values():
            button.clicked.connect(self._way)
        self.primary.clicked.connect(self.recorded)

    def show_card(self, card: Card) -> None:
        """Show where the card stands."""
        marked = len(card.criteria) - len(card.missing)
        self.total.setText(plain(card.total) if card.entered.marks else "")
        self.total.setVisible(bool(card.entered.marks))
        self.total.setAccessibleName(f"Weighted total so far: {self.total.text()} of 100")
        self._caption.setText(
            "No marks yet" if not card.entered.marks else "of 100 so far" if card.missing else "of 100"
        )
        self._of.setText(f"{marked} of {len(card.criteria)} marked")
        correcting = card.recorded is not None and card.state is State.DRAFT
        words = (
            "Record correction" if correcting else "Recorded, go on" if card.state is State.DONE else "Record ballot"
        )
        if self.primary.accessibleName() != words:
            self.primary.set_words(words)
            self._make_room()

    @Slot()
    def _way(self) -> None:
        sender = self.sender()
        for outcome, button in self.ways.items():
            if button is sender:
                self.way.emit(outcome)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            # The buttons learn of the new size of text after this.
            QTimer.singleShot(0, self, self._make_room)

    @Slot()
    def _make_room(self) -> None:
        margins = self._row.contentsMargins()
        total = self.total.sizeHint().width() if self.total.isVisibleTo(self) else 0
        words = max(self._of.sizeHint().width(), self._caption.sizeHint().width())
        room = self.width() - margins.left() - margins.right() - total - words - 10 * GRID - self.primary.full_width()
        bare = sum(button.bare_width() for button in self.ways.values())
        for label in (self._caption, self._of):
            label.setVisible(room + self.primary.full_width() - self.primary.bare_width() >= bare)
        self.primary.show_cap(on=room > bare)
        with_caps = sum(button.full_width() for button in self.ways.values()) <= room
        for button in self.ways.values():
            button.show_cap(with_caps)

    def set_side(self, side: int) -> None:
        """Keep ``side`` pixels free on both sides."""
        self._row.setContentsMargins(side, GRID, side, GRID)
        self._make_room()
