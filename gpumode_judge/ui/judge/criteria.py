"""All criteria of a card and the keys that mark them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gpumode_judge.desk.cards import Card
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.ui.judge.criterion import CriterionRow
from gpumode_judge.ui.judge.marking import FAR, FIGURES, MarkTyping, next_without_mark, stepped

PAUSE = 600  # milliseconds after which a typed number is taken as whole


class Criteria(QWidget):
    """The criteria one below the other; one of them is the current one.

    ``marked`` brings (key, mark or ``None``), ``noted`` (key, text), ``finished`` tells that no criterion needs a mark any
    more, ``moved`` that another one became current, ``refused`` brings a sentence, ``below`` tells that one walks out.
    """

    marked = Signal(str, object)
    noted = Signal(str, str)
    finished = Signal()
    moved = Signal()
    refused = Signal(str)
    below = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CriterionRow, ...] = ()
        self._shown: tuple[object, ...] = ()
        self._card: Card | None = None
        self._current = ""
        self._all_open = False
        self._typing: MarkTyping | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)

        self._pause.timeout.connect(self.settle)

    @property
    def current(self) -> CriterionRow | None:
        """The criterion to which digits go."""
        return next((row for row in self.rows if row.criterion.key == self._current), None)

    def show_card(self, card: Card, shares: Mapping[str, str], scopes: Mapping[str, str]) -> None:
        """Show a card; the current criterion stays if it is the same card, else the first without a mark is next."""
        other = self._card is None or self._card.submission.id != card.submission.id
        if other:
            self.forget_typing()
        self._card = card
        self._build(card.criteria, shares, scopes)
        for row in self.rows:
            row.show_mark(card.entered.marks.get(row.criterion.key))
            row.show_note(card.entered.notes.get(row.criterion.key, ""))
        if other or self.current is None:
            first = card.criteria[0].key if card.criteria else ""
            self._go(next_without_mark(card.criteria, card.entered.marks, "") or first)

    def _build(self, criteria: Sequence[Criterion], shares: Mapping[str, str], scopes: Mapping[str, str]) -> None:
        wanted = tuple((c, shares.get(c.key, ""), scopes.get(c.key, "")) for c in criteria)
        if wanted == self._shown:
            return
        self._shown = wanted
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        rows = tuple(CriterionRow(*each) for each in wanted)
        for row in rows:
            self._column.addWidget(row)
            row.chosen.connect(self._clicked)
            row.noted.connect(self._noted)
            row.entered.connect(self._entered)
            row.pressed.connect(self._pressed)
            row.note.left.connect(self.focus)
            row.note.undo_wanted.connect(self.undo_wanted)
            row.show()
        self.rows = rows
        self._mark_current()

    def set_all_open(self, on: bool) -> None:
        """Whether there is room to keep all criteria open."""
        if on != self._all_open:
            self._all_open = on
            self._mark_current()

    @Slot()
    def focus(self) -> None:
        """Give the keyboard to the current criterion."""
        if self.current is not None:
            self.current.setFocus(Qt.FocusReason.OtherFocusReason)
            self.moved.emit()

    def focus_last(self) -> None:
        """Come back from below."""
        if self.rows:
            self._go(self.rows[-1].criterion.key)
            self.focus()

    def start(self) -> None:
        """Begin with the first criterion that needs a mark."""
        if self._card is not None:
            self._go(next_without_mark(self._card.criteria, self._card.entered.marks, "") or self._current)
        self.focus()

    def write_note(self) -> None:
        """Open the note of the current criterion."""
        row = self.current
        if row is not None:
            row.set_expanded(expanded=True)
            row.note.write()

    @Slot()
    def settle(self) -> None:
        """What was typed is whole: go on to the next criterion."""
        self._pause.stop()
        if self._typing is not None and self._typing.settle():
            self._typing = None
            self._advance()
        self._typing = None

    def forget_typing(self) -> None:
        """Stop waiting for more figures; the mark that was set stays, nobody moves on."""
        self._pause.stop()
        self._typing = None

    def handle(self, event: QKeyEvent) -> bool:
        """Do what a key means on the current criterion; ``False`` if it means nothing here."""
        if self.current is None or event.modifiers() & ~(_SHIFT | _KEYPAD):
            return False
        if event.text() and event.text() in FIGURES:
            self._figure(event.text())
            return True
        far = bool(event.modifiers() & _SHIFT)
        match event.key():
            case Qt.Key.Key_Right:
                self._step(FAR if far else 1)
            case Qt.Key.Key_Left:
                self._step(-FAR if far else -1)
            case Qt.Key.Key_Down:
                self._walk(1)
            case Qt.Key.Key_Up:
                self._walk(-1)
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self.forget_typing()
                self._set(None)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.forget_typing()
                self._advance()
            case Qt.Key.Key_N:
                self.write_note()
            case _:
                return False
        return True

    def _figure(self, figure: str) -> None:
        row = self.current
        if row is None:
            return
        typing = self._typing or MarkTyping(row.criterion.scale)
        typed = typing.key(figure)
        self._typing = None if typed.settled or typed.refused else typing
        self._pause.stop()
        if typed.mark is not None:
            self._set(typed.mark)
        if typed.refused:
            self.refused.emit(f"“{row.criterion.name}” takes {row.criterion.scale}.")
        elif typed.settled:
            self._advance()
            if typed.again and self.current is not row:
                self._figure(figure)
        else:
            self._pause.start()

    def _set(self, mark: Decimal | None) -> None:
        self.marked.emit(self._current, mark)

    def _step(self, steps: int) -> None:
        self.forget_typing()
        row, card = self.current, self._card
        if row is not None and card is not None:
            self._set(stepped(row.criterion.scale, card.entered.marks.get(self._current), steps))

    def _walk(self, steps: int) -> None:
        self.forget_typing()
        keys = [row.criterion.key for row in self.rows]
        place = keys.index(self._current) + steps
        if place >= len(keys):
            self.below.emit()
        elif place >= 0:
            self._go(keys[place])
            self.focus()

    def _advance(self) -> None:
        card = self._card
        if card is None or self._current not in card.entered.marks:
            return
        after = next_without_mark(card.criteria, card.entered.marks, self._current)
        if after:
            self._go(after)
            self.focus()
        else:
            self.finished.emit()

    def _go(self, key: str) -> None:
        if key != self._current:
            self.forget_typing()
        self._current = key
        self._mark_current()

    def _mark_current(self) -> None:
        for row in self.rows:
            on = row.criterion.key == self._current
            row.set_current(on)
            row.set_expanded(on or self._all_open)

    def _row_of(self, sender: object) -> CriterionRow | None:
        return next((row for row in self.rows if row is sender), None)

    @Slot(object)
    def _clicked(self, level: Decimal) -> None:
        row = self._row_of(self.sender())
        if row is not None:
            self._go(row.criterion.key)
            self._set(level)
            self.focus()

    @Slot(str)
    def _noted(self, text: str) -> None:
        row = self._row_of(self.sender())
        if row is not None:
            self._go(row.criterion.key)
            self.noted.emit(row.criterion.key, text)

    @Slot()
    def _entered(self) -> None:
        row = self._row_of(self.sender())
        if row is not None and row is not self.current:
            self._go(row.criterion.key)
            self.moved.emit()

    @Slot(object)
    def _pressed(self, event: QKeyEvent) -> None:
        if self.handle(event):
            event.accept()


_SHIFT = Qt.KeyboardModifier.ShiftModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
