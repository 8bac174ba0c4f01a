"""Pictures on the operator's own screen: what the audience sees, and what it will see next."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ceremony.compose import blackout
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.keys import Command, command_of
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import current_theme


class Preview(QWidget):
    """The audience's picture, small, in its own shape, with a focus ring: here every key of the projector works."""

    commanded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = BoardCanvas(self)
        self._shape = 16 / 9
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 188)
        self.setAccessibleName("What the audience sees")

    def set_shape(self, wide: int, high: int) -> None:
        """Take the proportions of the display."""
        self._shape = wide / max(1, high)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(720, 412)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_of(event)
        if command is None or command is Command.LEAVE:
            event.ignore()
        else:
            self.commanded.emit(command)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        around = self.canvas.geometry().adjusted(-4, -4, 4, 4)
        painter.fillRect(around, theme.color("focus" if self.hasFocus() else "line"))
        painter.fillRect(around.adjusted(2, 2, -2, -2), theme.color("ground"))
        painter.end()

    def _fit(self) -> None:
        room = self.rect().adjusted(4, 4, -4, -4)
        wide = min(room.width(), round(room.height() * self._shape))
        high = round(wide / self._shape)
        self.canvas.setGeometry(
            room.x() + (room.width() - wide) // 2, room.y() + (room.height() - high) // 2, wide, high
        )
        self.update()


class Thumb(QWidget):
    """A still, small picture of a step to come, for the presenter alone, with words above it."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption
        self._words = PlainLabel(caption, "small", elide=True)
        self._room = QWidget()
        self._room.setMinimumSize(112, 63)
        self.canvas = BoardCanvas(self._room, reduced_motion=True)
        self._shape = 16 / 9
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._words)
        column.addWidget(self._room, 1)

    def set_shape(self, wide: int, high: int) -> None:
        """Take the proportions of the display."""
        self._shape = wide / max(1, high)
        self._fit()

    def show_step(self, title: str, board: Board | None) -> None:
        """Show a step; without a board an empty frame."""
        words = f"{self._caption}: {title}" if title else self._caption
        self._words.setText(words)
        self.setAccessibleName(words)
        self.canvas.show_board(board or blackout(), animate=False)
        self.canvas.setVisible(board is not None)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        room = self._room.rect()
        wide = max(16, min(room.width(), round(room.height() * self._shape)))
        self.canvas.setGeometry(0, 0, wide, round(wide / self._shape))
