"""A strip of ready-painted figures, so that counting scores cost a few small blits instead of text layout."""

from math import ceil
from typing import Final

from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from gpumode_judge.ui.projector.text import Type

FIGURES: Final = "0123456789.–"


class Digits:
    """Figures of one size and colour on one ground. Figures are of equal width, so a counting score does not tremble."""

    def __init__(self, style: Type, color: QColor, ground: QColor) -> None:
        measure = QFontMetricsF(style.font())
        self.height = ceil(measure.capHeight() * 1.12) + 2
        self._cells: dict[str, tuple[int, int]] = {}
        wide = {figure: ceil(measure.horizontalAdvance(figure)) for figure in FIGURES}
        self._strip = QPixmap(sum(wide.values()), self.height)
        self._strip.fill(ground)
        painter = QPainter(self._strip)
        painter.setFont(style.font())
        painter.setPen(color)
        base = (self.height + measure.capHeight()) / 2
        x = 0
        for figure in FIGURES:
            painter.drawText(x, round(base), figure)
            self._cells[figure] = (x, wide[figure])
            x += wide[figure]
        painter.end()

    def width(self, text: str) -> int:
        """How wide ``text`` comes out."""
        return sum(self._cells[figure][1] for figure in text)

    def draw(self, painter: QPainter, right: int, middle: int, text: str) -> None:
        """Draw ``text`` so that it ends at ``right``, centred on ``middle``."""
        x, y = right - self.width(text), middle - self.height // 2
        for figure in text:
            left, wide = self._cells[figure]
            painter.drawPixmap(x, y, self._strip, left, 0, wide, self.height)
            x += wide


def shown(value: float) -> str:
    """A counting score as text with one decimal."""
    return f"{max(0.0, value):.1f}"
