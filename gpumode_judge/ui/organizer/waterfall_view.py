"""The way from a raw mean to the score, drawn: a sentence, a figure and an arrow for each step."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from gpumode_judge.standings.waterfall import Waterfall
from gpumode_judge.ui.organizer.why_words import Line, lines_of
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID

_ROW: Final = 5 * GRID  # the least height of a line
_EDGE: Final = 14.0  # pixels left and right of the scale
_HEAD: Final = 7.0  # how long an arrow's head is at most
_THICK: Final = 7.0  # half the height of an arrow
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50)


@dataclass(frozen=True)
class Scale:
    """The part of 0–100 points that is drawn, and where its ticks stand."""

    low: float
    high: float
    every: int

    def at(self, value: float, width: float) -> float:
        """Where ``value`` stands in ``width`` pixels."""
        return _EDGE + (value - self.low) / (self.high - self.low) * (width - 2 * _EDGE)

    def ticks(self) -> range:
        """The points that are told below the drawing."""
        return range(ceil(self.low / self.every) * self.every, floor(self.high) + 1, self.every)


def scale_of(lines: Sequence[Line]) -> Scale:
    """A scale on which all lines are seen, with whole points at its ends and a little room beyond."""
    values = [float(value) for line in lines for value in (line.start, line.end)]
    spread = max(values) - min(values)
    room = max(0.15 * spread, 1.0)
    low, high = floor(min(values) - room), ceil(max(values) + room)
    every = next((step for step in _STEPS if (high - low) / step <= 6), _STEPS[-1])
    return Scale(low, high, every)


class WaterfallView(QWidget):
    """One line for the raw mean, one for each step, one for the score.

    A step is an arrow from where it begins to where it ends: right for points that are added, left for points that are taken off. Every
    figure stands beside its arrow, so that neither colour nor length must be read.
    """

    def __init__(self, fall: Waterfall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = lines_of(fall)
        scale = scale_of(self.lines)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(2, 4)
        middle = Qt.AlignmentFlag.AlignVCenter
        for row, line in enumerate(self.lines):
            says = PlainLabel(line.says, "body" if line.step else "strong", select=True)
            says.setContentsMargins(0, 5, 0, 5)
            figure = PlainLabel(line.figure, "number", wrap=False)
            grid.setRowMinimumHeight(row, _ROW)
            grid.addWidget(says, row, 0, middle)
            grid.addWidget(figure, row, 1, Qt.AlignmentFlag.AlignRight | middle)
            grid.addWidget(_Bar(line, scale, row == 0, row == len(self.lines) - 1), row, 2)
        grid.addWidget(_Ticks(scale), len(self.lines), 2)
        self.setAccessibleName("From the raw mean to the score")


class _Bar(QWidget):
    """One line of the drawing; dotted lines lead from the end of the line above to the beginning of the one below."""

    def __init__(self, line: Line, scale: Scale, first: bool, last: bool) -> None:
        super().__init__()
        self._line, self._scale, self._first, self._last = line, scale, first, last
        self.setMinimumWidth(22 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(f"{line.figure}: {line.says}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, line = current_theme(), self._line
        start, end = (self._scale.at(float(value), self.width()) for value in (line.start, line.end))
        middle, floor_ = self.height() / 2, float(self.height())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), 1))
        for tick in self._scale.ticks():
            x = self._scale.at(tick, self.width())
            painter.drawLine(QLineF(x, 0, x, floor_))
        painter.setPen(QPen(theme.color("line_strong"), 1, Qt.PenStyle.DotLine))
        if not self._first:
            painter.drawLine(QLineF(start, 0, start, middle))
        if not self._last:
            painter.drawLine(QLineF(end, middle, end, floor_))
        painter.setPen(Qt.PenStyle.NoPen)
        if line.step:
            painter.setBrush(theme.color("good" if end > start else "warn" if end < start else "ink_soft"))
            painter.drawPolygon(_arrow(start, end, middle))
        else:
            painter.setBrush(theme.color("ink"))
            painter.drawRect(QRectF(end - 1.5, middle - 14, 3, 28))
            painter.drawPolygon(QPolygonF([
                QPointF(end - 7, middle), QPointF(end, middle - 7), QPointF(end + 7, middle), QPointF(end, middle + 7),
            ]))  # fmt: skip
        painter.end()


class _Ticks(QWidget):
    """The points below the drawing."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale
        self.setFixedHeight(3 * GRID)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        letters = font(12)
        metrics = QFontMetricsF(letters)
        painter = QPainter(self)
        painter.setFont(letters)
        painter.setPen(current_theme().color("ink_soft"))
        for tick in self._scale.ticks():
            text = str(tick).replace("-", "−")
            half = metrics.horizontalAdvance(text) / 2
            x = min(max(self._scale.at(tick, self.width()), half), self.width() - half)
            painter.drawText(QPointF(x - half, metrics.ascent() + 4), text)
        painter.end()


def _arrow(start: float, end: float, middle: float) -> QPolygonF:
    """From ``start`` to ``end``; what is hardly any way is a small upright bar."""
    way = end - start
    if abs(way) < 2:
        return QPolygonF(QRectF(min(start, end) - 1, middle - _THICK, 2 + abs(way), 2 * _THICK))
    neck = end - min(_HEAD, abs(way)) * (1 if way > 0 else -1)
    slim = _THICK - 2
    return QPolygonF([
        QPointF(start, middle - slim), QPointF(neck, middle - slim), QPointF(neck, middle - _THICK - 2), QPointF(end, middle),
        QPointF(neck, middle + _THICK + 2), QPointF(neck, middle + slim), QPointF(start, middle + slim),
    ])  # fmt: skip
