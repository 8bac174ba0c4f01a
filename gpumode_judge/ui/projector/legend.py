"""The line that tells which criterion is which fill, and what the columns are."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame, Rows
from gpumode_judge.ui.projector.patterns import fill
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


def paint_heads(painter: QPainter, legend: tuple[str, ...], rows: Rows, frame: Frame, theme: Theme) -> None:
    """The line over the rows of the live board: criteria over the bars, and what the two figures at the right are."""
    box, columns = rows.legend, rows.columns
    style = Type(frame.small, QFont.Weight.Medium)
    for word, (left, wide), align in (("Visits", columns.visits, _CENTRE), ("Score", columns.score, _RIGHT)):
        head = box._replace(x=box.x + left, w=wide)
        text.draw(painter, head, word, style, theme.color("ink_soft"), align, smallest=frame.small)
    paint_legend(painter, legend, box._replace(w=columns.bar[0] + columns.bar[1]), frame, theme)


def paint_legend(painter: QPainter, legend: tuple[str, ...], box: Box, frame: Frame, theme: Theme) -> None:
    """Names with their fills, ending at the right edge of ``box``; names share the room that there is."""
    if not legend:
        return
    style = Type(frame.small, QFont.Weight.Medium)
    swatch = Box(0, 0, round(frame.small * 1.5), round(frame.small * 0.72))
    tight = legend_width(legend, frame) > box.w
    pad, apart = frame.small // 3, _apart(frame, tight)
    fixed = _fixed(legend, frame, tight)
    widths = shares(_wanted(legend, frame), box.w - fixed)
    x = box.right - fixed - sum(widths)
    for kind, (name, wide) in enumerate(zip(legend, widths, strict=True)):
        y = box.y + (box.h - swatch.h) // 2
        color = theme.categories[kind % len(theme.categories)]
        painter.setBrushOrigin(x, y)
        painter.fillRect(x, y, swatch.w, swatch.h, fill(kind, color, max(5, round(frame.height / 90))))
        x += swatch.w + pad
        text.draw(painter, Box(x, box.y, wide, box.h), name, style, theme.color("ink_soft"), smallest=frame.small)
        x += wide + apart


def legend_width(legend: tuple[str, ...], frame: Frame) -> int:
    """How wide the line must be to show every name whole."""
    return round(_fixed(legend, frame) + sum(_wanted(legend, frame))) + len(legend)


def _apart(frame: Frame, tight: bool) -> int:
    return round(frame.small * (0.45 if tight else 0.9))


def _fixed(legend: tuple[str, ...], frame: Frame, tight: bool = False) -> int:
    apart = _apart(frame, tight)
    return len(legend) * (round(frame.small * 1.5) + frame.small // 3) + max(0, len(legend) - 1) * apart


def _wanted(legend: tuple[str, ...], frame: Frame) -> list[float]:
    measure = QFontMetricsF(Type(frame.small, QFont.Weight.Medium).font())
    return [measure.horizontalAdvance(name) + 1 for name in legend]


def shares(wanted: list[float], room: int) -> list[int]:
    """Give everyone what they want if it fits; otherwise the longest give way until it does."""
    cap = max(wanted, default=0.0)
    while sum(min(w, cap) for w in wanted) > room and cap > 1:
        cap *= 0.97
    return [int(min(w, cap)) + (1 if w <= cap else 0) for w in wanted]
