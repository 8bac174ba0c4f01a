"""One criterion on the card: one line while another is marked, open with its anchors while it is its turn."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.event.rubric import Criterion, plain
from gpumode_judge.ui.judge.levels import MOST_BUTTONS, MOST_LARGE, LevelStrip
from gpumode_judge.ui.judge.notes import Note
from gpumode_judge.ui.judge.number_field import NumberField
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID


class CriterionRow(QFrame):
    """A criterion that can have the keyboard.

    ``chosen`` brings a level that was clicked, ``noted`` the text of its note, ``entered`` tells that it has the keyboard now
    and ``pressed`` brings a key that it got while it had it.
    """

    chosen = Signal(object)
    noted = Signal(str)
    entered = Signal()
    pressed = Signal(object)

    def __init__(self, criterion: Criterion, share: str, scope: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self.setObjectName("criterion")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._share = share
        levels, anchors = criterion.scale.levels, criterion.anchors
        self._few = len(levels) <= MOST_BUTTONS
        self._large = len(levels) <= MOST_LARGE

        self.name = PlainLabel(criterion.name, "section")
        self.name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.share = PlainLabel(" · ".join(part for part in (share, scope) if part), "small", wrap=False)
        self.keys = KeyHint(_keys(criterion), "mark")
        self.note_mark = IconLabel("note", 18)
        self.note_mark.setToolTip("There is a note")
        self.small = LevelStrip(levels, {}, large=False) if self._few else None
        self.value = PlainLabel("–", "number", wrap=False)
        self.value.setVisible(not self._few)
        self.wrong = PlainLabel("", "strong")
        self.prompt = PlainLabel(criterion.prompt, "soft")
        self.strip = LevelStrip(levels, anchors, large=self._large, fill=True) if self._few else None
        self.field = None if self._few else NumberField(criterion.scale)
        self.meanings = QWidget()
        self._tell_meanings()
        self.note = Note("Add a note", "N", f"Note on {criterion.name}", criterion.note_prompt, "for the organizers")

        self._lay_out()
        self._expanded = True
        self.set_expanded(expanded=False)

        for source in (self.small, self.strip, self.field):
            if source is not None:
                source.chosen.connect(self.chosen)
        self.note.typed.connect(self._noted)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.name, 1)
        head.addWidget(self.keys)
        head.addWidget(self.note_mark)
        head.addWidget(self.share)
        if self.small is not None:
            head.addSpacing(GRID)
            head.addWidget(self.small)
        head.addWidget(self.value)
        column = QVBoxLayout(self)
        self._column = column
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self.wrong)
        column.addWidget(self.prompt)
        if self.strip is not None:
            column.addWidget(self.strip)
        if self.field is not None:
            column.addWidget(self.field)
        column.addWidget(self.meanings)
        column.addWidget(self.note)

    def _tell_meanings(self) -> None:
        grid = QGridLayout(self.meanings)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for line, (level, anchor) in enumerate(sorted(self.criterion.anchors.items())):
            number = PlainLabel(plain(level), "strong", wrap=False)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(number, line, 0)
            grid.addWidget(PlainLabel(anchor, "soft"), line, 1)

    def show_mark(self, mark: Decimal | None) -> None:
        """Show a mark, also one that the scale does not allow (any more)."""
        fits = mark is not None and self.criterion.scale.allows(mark)
        wrong = "" if mark is None or fits else f"Your mark was {plain(mark)}; this takes {self.criterion.scale} now."
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        for part in (self.small, self.strip, self.field):
            if part is not None:
                part.set_mark(mark if fits else None)
        self.value.setText("–" if mark is None else plain(mark))
        said = "no mark yet" if mark is None else f"mark {plain(mark)}" if fits else wrong
        self.setAccessibleName(f"{self.criterion.name}, {self._share}, {said}, of {self.criterion.scale}")
        self.setAccessibleDescription(self.criterion.prompt)
        self._say("wrong", bool(wrong))

    def show_note(self, text: str) -> None:
        """Show the note."""
        self.note.show_text(text)
        self.note_mark.setVisible(bool(text.strip()) and not self._expanded)

    def set_current(self, on: bool) -> None:
        """Draw the frame that says: digits go here."""
        self.keys.setVisible(on)
        self._say("on", on)

    def set_expanded(self, expanded: bool) -> None:
        """Open with everything there is to know, or one line."""
        if expanded == self._expanded:
            return
        self._expanded = expanded
        margin = GRID if expanded else 5
        self._column.setContentsMargins(2 * GRID, margin, 2 * GRID, margin)
        self.prompt.setVisible(expanded and bool(self.criterion.prompt))
        for part in (self.strip, self.field):
            if part is not None:
                part.setVisible(expanded)
        self.meanings.setVisible(expanded and not self._large and bool(self.criterion.anchors))
        self.note.setVisible(expanded)
        self.note_mark.setVisible(not expanded and bool(self.note.text().strip()))
        if self.small is not None:
            self.small.setVisible(not expanded)
        self.value.setVisible(not expanded and not self._few)

    def _say(self, name: str, on: bool) -> None:
        value = "true" if on else "false"
        if self.property(name) != value:
            self.setProperty(name, value)
            self.style().unpolish(self)
            self.style().polish(self)

    @Slot(str)
    def _noted(self, text: str) -> None:
        self.noted.emit(text)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.pressed.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)


def _keys(criterion: Criterion) -> str:
    scale = criterion.scale
    return f"{plain(scale.low)}–{plain(scale.high)}"
