"""What waits for a person's word, as cards with buttons, and the dialog that lets statements count after all."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.ui.organizer.card_list import CardList
from gpumode_judge.ui.organizer.said import Said
from gpumode_judge.ui.organizer.waits import Do, Wait
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import Field, PlainLabel, escaped
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID

MOST = 50  # cards that are built at once; the next come when these are done with
_ICONS = {
    Do.OPEN_FILE: "open",
    Do.SCORE_FILE: "merge",
    Do.LAPTOPS: "device",
    Do.ADMIT: "check",
    Do.BROKEN: "eye",
    Do.EVENT_FILE: "hand-in",
    Do.LOCK: "lock",
}


class WaitCard(Card):
    """One thing that waits, with its buttons."""

    wanted = Signal(object, object)

    def __init__(self, wait: Wait, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.wait = wait
        self.setAccessibleName(wait.text)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(PlainLabel(wait.text, "soft" if wait.settled else "strong"))
        words.addWidget(PlainLabel(wait.more, "soft"))
        words.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel(wait.icon, 20, "ink_soft" if wait.settled else "warn"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.buttons: dict[Do, Button] = {}
        side = QVBoxLayout()
        side.setSpacing(GRID)
        for do, text in wait.does:
            button = Button(text, "plain" if not self.buttons and not wait.settled else "quiet", _ICONS[do])
            button.setAccessibleName(f"{text}: {wait.text}")
            button.clicked.connect(self._ask(do))
            self.buttons[do] = button
            side.addWidget(button)
        side.addStretch(1)
        row.addSpacing(GRID)
        row.addLayout(side)
        self.body.addLayout(row)

    def _ask(self, do: Do) -> Callable[[], None]:
        return lambda: self.wanted.emit(self.wait, do)


class Waits(QWidget):
    """All that waits; ``wanted`` brings (the thing, what is to be done about it)."""

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[WaitCard] = []
        self._shown: tuple[Wait, ...] | None = None
        self._more = PlainLabel(role="soft")
        text = "None of this counts yet, and nothing of it is lost."
        empty = EmptyState("clock", "Nothing waits", "Everything that came in counts, or is decided under Conflicts.")
        self._stack = CardList(text, self._more, empty)
        self._column = self._stack.column
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_waits(self, found: tuple[Wait, ...]) -> None:
        """Show what waits now."""
        if found == self._shown:
            return
        self._shown = found
        known = {card.wait: card for card in self.cards}
        cards = [known.pop(wait, None) or self._card(wait) for wait in found[:MOST]]
        for gone in known.values():
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for place, card in enumerate(cards, 1):
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
        self.cards = cards
        left = len(found) - MOST
        self._more.setText(f"{left} more follow when these are done with.")
        self._more.setVisible(left > 0)
        self._stack.setCurrentIndex(0 if found else 1)

    def _card(self, wait: Wait) -> WaitCard:
        card = WaitCard(wait)
        card.wanted.connect(self.wanted)
        return card


class AdmitDialog(Dialog):
    """Which statements count after all, and why; the reason must be given."""

    admitted = Signal(object, str)

    def __init__(self, wait: Wait, parent: QWidget | None = None) -> None:
        shown = [said for said in wait.said if not said.along]
        super().__init__("Let them count" if len(shown) > 1 else "Let it count", parent)
        self.setMinimumWidth(70 * GRID)
        self.body.addWidget(PlainLabel(wait.text, "strong"))
        self._along = tuple(said.eid for said in wait.said if said.along)
        self.boxes = [self._box(said) for said in shown]
        if len(self.boxes) > 1:
            self.body.addWidget(self._list())
        else:
            for said in shown:
                self.body.addWidget(PlainLabel(" · ".join(filter(None, (said.text, said.at))), "soft"))
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("For example: the stick was left at the table")
        self.body.addWidget(
            Field(
                "Why do they count?" if len(shown) > 1 else "Why does it count?",
                self.reason,
                "Kept with the decision, for everyone who checks the result later.",
            )
        )
        self.add_cancel()
        self.yes = self.add_button(Button("", "primary", "check"), accept=True)
        self.reason.textChanged.connect(self._settle)
        self.accepted.connect(self._tell)
        self._settle()
        self.reason.setFocus()

    def _box(self, said: Said) -> QCheckBox:
        box = QCheckBox()
        text = " · ".join(filter(None, (said.text, said.at)))
        # The middle of a long title may go; the marks and the time after it are what one looks for.
        short = box.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, 56 * GRID)
        box.setText(short.replace("&", "&&"))
        box.setAccessibleName(text)
        if short != text:
            box.setToolTip(escaped(text))
        box.setProperty("eid", said.eid)
        box.setChecked(True)
        box.toggled.connect(self._settle)
        return box

    def _list(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(4)
        for box in self.boxes:
            column.addWidget(box)
        column.addStretch(1)
        area = Scroll("What they said", page)
        area.setFixedHeight(min(7, len(self.boxes)) * 36 + GRID)
        return area

    @property
    def chosen(self) -> tuple[str, ...]:
        """The entries that are ticked, and what goes along with them."""
        ticked = tuple(str(box.property("eid")) for box in self.boxes if box.isChecked())
        return (*self._along, *ticked) if ticked else ()

    @Slot()
    def _settle(self) -> None:
        many = sum(box.isChecked() for box in self.boxes)
        self.yes.set_words("Let it count" if many == 1 else f"Let {counted(many, 'statement')} count")
        self.yes.setEnabled(bool(many and self.reason.text().strip()))

    @Slot()
    def _tell(self) -> None:
        self.admitted.emit(self.chosen, self.reason.text().strip())
