"""The square code of a ticket, painted by us from segno's pattern."""

from functools import lru_cache

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_QUIET = 4  # modules of free space that scanners want around the pattern


def ticket_code(judge_id: str, ticket: str) -> str:
    """What the square code of a ticket says: who the judge is, and the ticket."""
    return f"GMJ:{judge_id.upper()}:{ticket}"


@lru_cache(maxsize=256)
def pattern(text: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of the code for ``text``, without the free space around them; true is dark."""
    made = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)


def paint_code(painter: QPainter, text: str, box: QRectF) -> None:
    """Paint the code black on white into ``box``, whatever the theme: scanners want it so."""
    modules = pattern(text)
    side = len(modules) + 2 * _QUIET
    step = min(box.width(), box.height()) / side
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(box.left(), box.top(), step * side, step * side), QColor("#FFFFFF"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#000000"))
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            run = x
            while run < len(row) and row[run]:
                run += 1
            left = box.left() + (x + _QUIET) * step
            painter.drawRect(QRectF(left, box.top() + (y + _QUIET) * step, (run - x) * step, step))
            x = run
    painter.restore()


class CodeView(QWidget):
    """Shows a code; a screen reader is told the words beside it."""

    def __init__(self, side: int = 240, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._side = side
        self.setFixedSize(QSize(side, side))
        self.setAccessibleName("Square code of the ticket")

    def show_text(self, text: str) -> None:
        """Show the code of ``text``."""
        self._text = text
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._text:
            # Whole device pixels a module keep the edges sharp.
            side = len(pattern(self._text)) + 2 * _QUIET
            step = max(1, int(self._side * self.devicePixelRatioF()) // side) / self.devicePixelRatioF()
            room = (self._side - step * side) / 2
            painter.fillRect(self.rect(), QColor("#FFFFFF"))
            paint_code(painter, self._text, QRectF(room, room, step * side, step * side))
        painter.end()
