"""Fills for criteria that are told apart without colour too: each of the six has a pattern of its own."""

from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

KINDS: Final = 6
_DARKER: Final = 190


@cache
def fill(kind: int, color: str, step: int) -> QBrush:
    """A brush that repeats every ``step`` pixels: plain, slanted lines, dots, upright lines, slanted back, level lines."""
    step = max(4, step)
    tile = QImage(step, step, QImage.Format.Format_RGB32)
    tile.fill(QColor(color))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = QColor(color).darker(_DARKER)
    painter.setPen(QPen(mark, max(1.0, step / 4)))
    whole, half = float(step), step / 2
    match kind % KINDS:
        case 1:
            for shift in (-whole, 0.0, whole):
                painter.drawLine(QPointF(shift, whole), QPointF(shift + whole, 0))
        case 2:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mark)
            painter.drawEllipse(QRectF(half - step / 4, half - step / 4, half, half))
        case 3:
            painter.drawLine(QPointF(half, 0), QPointF(half, whole))
        case 4:
            for shift in (-whole, 0.0, whole):
                painter.drawLine(QPointF(shift, 0), QPointF(shift + whole, whole))
        case 5:
            painter.drawLine(QPointF(0, half), QPointF(whole, half))
        case _:
            pass
    painter.end()
    return QBrush(tile)
