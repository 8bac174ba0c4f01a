"""The audience's picture on the operator's own screen."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.keys import Command, command_of
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
