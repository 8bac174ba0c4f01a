"""Fit words from strangers into boxes: shrink to 70 %, then end in an ellipsis. Nothing is clipped."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from gpumode_judge.ui.projector.layout import Box
from gpumode_judge.ui.shared.fonts import font

SHRINK: Final = 0.7


@dataclass(frozen=True, slots=True)
class Type:
    """A text style: pixel size, weight, and whether it is the display cut of the typeface."""

    size: int
    weight: QFont.Weight = QFont.Weight.Medium
    display: bool = False

    def font(self, size: int = 0) -> QFont:
        """As a font, at its own size or at another."""
        return font(size or self.size, self.weight, self.display)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words that fit: what is left of them, and the size in which they do."""

    text: str
    size: int
    width: float


def fitted(text: str, style: Type, width: int, smallest: int = 0) -> Fitted:
    """``text`` in at most ``width`` pixels: smaller down to 70 % (and not below ``smallest``), then cut with an ellipsis."""
    measure = QFontMetricsF(style.font())
    needed = _wide(measure, text)
    if needed <= width:
        return Fitted(text, style.size, needed)
    least = min(style.size, max(round(style.size * SHRINK), smallest))
    size = max(least, int(style.size * width / max(needed, 1)))
    measure = QFontMetricsF(style.font(size))
    while size > least and _wide(measure, text) > width:
        size -= 1
        measure = QFontMetricsF(style.font(size))
    if _wide(measure, text) > width:
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return Fitted(text, size, _wide(measure, text))


def relaxed(text: str, style: Type, width: int, least: int) -> Type:
    """The style in the largest size from ``least`` up to its own in which ``text`` fits ``width``; ``least`` if none does."""
    needed = _wide(QFontMetricsF(style.font()), text)
    if needed <= width or style.size <= least:
        return style
    return Type(max(least, int(style.size * width / needed)), style.weight, style.display)


def draw(
    painter: QPainter,
    box: Box,
    text: str,
    style: Type,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    smallest: int = 0,
) -> float:
    """Draw ``text`` in one line, vertically in the middle of ``box`` by the height of capitals; returns the width it took."""
    if not text:
        return 0.0
    fit = fitted(text, style, box.w, smallest)
    painter.setFont(style.font(fit.size))
    painter.setPen(color)
    x = float(box.x)
    if align & Qt.AlignmentFlag.AlignRight:
        x = box.right - fit.width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = box.x + (box.w - fit.width) / 2
    # Capitals of the style's own typeface: a fallback face for one name must not move that name up or down.
    capital = QFontMetricsF(style.font(fit.size)).capHeight()
    painter.drawText(QPointF(x, box.y + (box.h + capital) / 2), fit.text)
    return fit.width


def lines_of(text: str, style: Type, width: int, most: int) -> tuple[list[str], int]:
    """Break ``text`` between words into at most ``most`` lines, with the largest size down to half at which that works."""
    words = text.split(" ")
    size = style.size
    while True:
        measure = QFontMetricsF(style.font(size))
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and _wide(measure, longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if (len(lines) <= most and all(_wide(measure, line) <= width for line in lines)) or size <= style.size // 2:
            break
        size = max(style.size // 2, round(size * 0.93))
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [measure.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines], size


def _wide(measure: QFontMetricsF, text: str) -> float:
    return measure.horizontalAdvance(text)
