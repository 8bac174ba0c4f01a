"""Notes: a line that asks for one, and a field that grows with what is typed."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.event.text import clean_block
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

MOST_LINES = 8
_WINDOW_KEYS = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_F1)


class NoteEdit(QPlainTextEdit):
    """Plain text of a few lines. ``typed`` brings the whole text after each change, ``left`` tells that Esc was pressed."""

    typed = Signal(str)
    left = Signal()
    undo_wanted = Signal()

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

        self.textChanged.connect(self._changed)

    def show_text(self, text: str) -> None:
        """Show what is saved, unless it already stands there."""
        if clean_block(self.toPlainText()) != text:
            with QSignalBlocker(self):
                self.setPlainText(text)
            self._fit()

    @override
    def event(self, event: QEvent) -> bool:
        # These keys walk from card to card, from a note as from anywhere else.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            walking = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() == _CTRL
            sending = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & _CTRL
            if event.key() in _WINDOW_KEYS or walking or sending:
                event.ignore()
                return False
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            self.undo_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @Slot()
    def _changed(self) -> None:
        self._fit()
        self.typed.emit(self.toPlainText())

    def _fit(self) -> None:
        lines = max(2, min(MOST_LINES, int(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 3 * GRID)


_CTRL = Qt.KeyboardModifier.ControlModifier


class Note(QWidget):
    """A note that stays one quiet line until someone wants to write."""

    typed = Signal(str)
    left = Signal()
    undo_wanted = Signal()

    def __init__(
        self, ask: str, key: str, name: str, prompt: str = "", where: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.opener = Button(f"{ask}  ({key})", "quiet", "note", name=name)
        self.opener.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opener.setToolTip("")
        self.editor = NoteEdit(name, prompt)
        self.editor.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._title = PlainLabel(f"{name} · {where}" if where else name, "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._prompt = PlainLabel(prompt, "soft", elide=True)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.opener)
        line.addWidget(self._prompt, 1)
        column.addLayout(line)
        column.addWidget(self._title)
        column.addWidget(self.editor)
        self._fold()

        self.opener.clicked.connect(self.write)
        self.editor.typed.connect(self.typed)
        self.editor.left.connect(self._leave)
        self.editor.undo_wanted.connect(self.undo_wanted)

    def show_text(self, text: str) -> None:
        """Show what is saved."""
        self.editor.show_text(text)
        self._fold()

    def text(self) -> str:
        """What stands in the note."""
        return self.editor.toPlainText()

    @Slot()
    def write(self) -> None:
        """Open the note and put the cursor at its end."""
        self._open(wanted=True)
        self.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)

    @Slot()
    def _leave(self) -> None:
        self.left.emit()
        self._fold()

    def _fold(self) -> None:
        self._open(wanted=bool(self.editor.toPlainText()) or self.editor.hasFocus())

    def _open(self, wanted: bool) -> None:
        self.opener.setVisible(not wanted)
        self._prompt.setVisible(not wanted)
        self.editor.setVisible(wanted)
        self._title.setVisible(wanted)
