"""The plots behind the charts scene: pyqtgraph, without mouse, menus or automatic ranges, in the projector's look."""

from math import ceil
from typing import Any, Final, TypeAlias

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector.layout import NAME, SMALL
from gpumode_judge.ui.projector.patterns import fill
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.theme import Theme

STEPS: Final = tuple(step * 10**power for power in range(6) for step in (1, 2, 5))


def line_pen(color: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A line that keeps its width on the screen, however the plot is scaled."""
    pen = QPen(QColor(color), width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen


# Left, top, swath, left and top in the swath, width, height.
_Cut: TypeAlias = tuple[int, int, QPixmap, int, int, int, int]


class Bars(pg.GraphicsObject):
    """Filled rectangles whose patterns keep their size on the screen, however the plot is scaled.

    Filling with a small pattern is twenty times slower than copying pixels, so each pattern is spread once over a swath as large
    as the largest rectangle, and rectangles are cut from that.
    """

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[tuple[QBrush, list[QRectF]]] = []
        self._cuts: list[_Cut] = []
        self._seen: QTransform | None = None
        self._bounds = QRectF()

    @property
    def count(self) -> int:
        """How many rectangles there are."""
        return sum(len(rects) for _, rects in self._bars)

    def set_bars(self, bars: list[tuple[QRectF, QBrush]]) -> None:
        """Take other rectangles, in the plot's own units."""
        self.prepareGeometryChange()
        self._bars, self._cuts, self._seen = [], [], None
        self._bounds = QRectF()
        for rect, brush in bars:
            known = next((rects for kind, rects in self._bars if kind == brush), None)
            if known is None:
                self._bars.append((brush, [rect]))
            else:
                known.append(rect)
            self._bounds = self._bounds.united(rect)
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        """All rectangles."""
        return self._bounds

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, /, widget: QWidget | None = None) -> None:
        """Cut every rectangle from the swath of its pattern, in device pixels."""
        transform = painter.transform()
        if transform != self._seen:
            self._cuts = [cut for brush, rects in self._bars for cut in _cuts(brush, rects, transform)]
            self._seen = transform
        painter.save()
        painter.resetTransform()
        for left, top, swath, x, y, wide, high in self._cuts:
            painter.drawPixmap(left, top, swath, x, y, wide, high)
        painter.restore()


def _cuts(brush: QBrush, rects: list[QRectF], transform: QTransform) -> list[_Cut]:
    """Where to put which part of the swath, so that the pattern runs on from one rectangle to the next."""
    places: list[tuple[int, int, int, int]] = []
    for rect in rects:
        there = transform.mapRect(rect)
        # Edges are rounded, not sizes: neighbours then touch without a seam.
        left, top = round(there.left()), round(there.top())
        places.append((left, top, round(there.right()) - left, round(there.bottom()) - top))
    period = max(1, brush.textureImage().width())
    swath = QPixmap(max(p[2] for p in places) + period, max(p[3] for p in places) + period)
    painter = QPainter(swath)
    painter.fillRect(swath.rect(), brush)
    painter.end()
    return [
        (left, top, swath, left % period, top % period, wide, high)
        for left, top, wide, high in places
        if wide > 0 and high > 0
    ]


class Plot(pg.PlotWidget):
    """What all plots share."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, background=theme.ground)
        self.theme = theme
        self.name_size = self.small = self.line = 1
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.item: Any = self.getPlotItem()
        self.item.setMenuEnabled(False)
        self.item.setMouseEnabled(x=False, y=False)
        self.item.hideButtons()
        self.item.disableAutoRange()
        self._extras: list[Any] = []
        self.bars = Bars()
        self.item.addItem(self.bars, ignoreBounds=True)

    def show_board(self, board: Board, height: int) -> None:
        """Set text sizes by the height of the whole picture, then draw."""
        self.name_size, self.small = ceil(height * NAME), ceil(height * SMALL)
        self.line = max(1, round(height / 216))
        for side in ("left", "bottom"):
            axis = self.item.getAxis(side)
            axis.setTickFont(font(self.small, QFont.Weight.Medium))
            axis.setTextPen(self.theme.ink_soft)
            axis.setPen(line_pen(self.theme.line, width=max(1, height // 540)))
            axis.setStyle(tickLength=0, tickTextOffset=max(4, self.small // 2))
            axis.setStyle(autoExpandTextSpace=False, autoReduceTextSpace=False, hideOverlappingLabels=self.small * 2)
        # Room for half a label beyond the ends of the axes.
        self.item.layout.setContentsMargins(0, self.small // 2, round(self.small * 1.1), 0)
        self.item.getAxis("bottom").setHeight(round(self.small * 2.1))
        self.item.getAxis("left").setWidth(round(self.small * 2.9))
        self.forget()
        self.draw(board)

    def forget(self) -> None:
        """Take everything off the plot."""
        for extra in self._extras:
            self.item.removeItem(extra)
        self._extras = []
        self.bars.set_bars([])

    def draw(self, board: Board) -> None:
        """Fill the plot."""
        raise NotImplementedError

    def ticks(self, side: str, values: list[tuple[float, str]]) -> None:
        """The words along an axis."""
        self.item.getAxis(side).setTicks([values])

    def set_ranges(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """What the plot covers, exactly."""
        self.item.setXRange(*x, padding=0)
        self.item.setYRange(*y, padding=0)

    def keep(self, item: Any) -> None:  # noqa: ANN401 - pyqtgraph has no types
        """Add an item that leaves again before the next drawing."""
        self.item.addItem(item, ignoreBounds=True)
        self._extras.append(item)

    def level(self, y: float, left: float, right: float) -> None:
        """A hairline across the plot."""
        line = pg.PlotCurveItem([left, right], [y, y], pen=line_pen(self.theme.line, width=max(1, self.line // 5)))
        line.setZValue(-20)
        self.keep(line)

    def label(self, words: str, x: float, y: float, color: str, size: int, anchor: tuple[float, float]) -> None:
        """Words at a point of the plot. Text from teams stays plain text."""
        item: Any = pg.TextItem(color=color, anchor=anchor)
        item.setFont(font(size, QFont.Weight.DemiBold))
        item.setPlainText(words)
        item.setPos(x, y)
        item.setZValue(20)
        self.keep(item)


class SharesPlot(Plot):
    """A bar a team, best first, in the shares that the criteria gave."""

    @override
    def draw(self, board: Board) -> None:
        """Stack the segments; few teams get room between their bars."""
        rows = [row for row in board.rows if row.rank]
        count = len(rows)
        wide = 0.78 if count <= 80 else 1.0
        step = max(5, round(self.small / 2.2))
        bars: list[tuple[QRectF, QBrush]] = []
        for place, row in enumerate(rows, start=1):
            y = 0.0
            for kind, segment in enumerate(row.segments):
                color = self.theme.categories[kind % len(self.theme.categories)]
                bars.append((QRectF(place - wide / 2, y, wide, segment * 100), fill(kind, color, step)))
                y += segment * 100
        self.bars.set_bars(bars)
        # One bar alone, or three, would fill the whole width: room for eight keeps bars looking like bars.
        self.set_ranges((0.3, max(count, 8) + 0.7), (0, 104))
        for y in (20, 40, 60, 80, 100):
            self.level(y, 0.3, max(count, 8) + 0.7)
        self.ticks("left", [(y, str(y)) for y in (0, 20, 40, 60, 80, 100)])
        every = next(step for step in STEPS if count / step <= 20)
        marked = [*range(1, min(count, 1) + 1), *(n for n in range(every, count + 1, every) if n > max(1, every // 2))]
        self.ticks("bottom", [(n, str(rows[n - 1].rank)) for n in dict.fromkeys(marked)])


class SpreadPlot(Plot):
    """How many visits ended with which total."""

    @override
    def draw(self, board: Board) -> None:
        """Bars, the half of all visits that lies in the middle, and the middle one."""
        spread = board.spread
        if spread is None:
            return
        step = 100 / len(spread.bins)
        inside, outside = QBrush(self.theme.color("accent")), QBrush(self.theme.color("line_strong"))
        bars: list[tuple[QRectF, QBrush]] = []
        for at, visits in enumerate(spread.bins):
            middle = (at + 0.5) * step
            brush = inside if spread.low - step / 2 <= middle <= spread.high + step / 2 else outside
            bars.append((QRectF(at * step + step * 0.08, 0, step * 0.84, visits), brush))
        self.bars.set_bars(bars)
        most = max(spread.bins)
        top = most * 1.36
        self.set_ranges((0, 100), (0, top))
        every = next(step for step in STEPS if most / step <= 6)
        heights = list(range(0, most + 1, every))
        self.ticks("left", [(y, str(y)) for y in heights])
        self.ticks("bottom", [(x, str(x)) for x in range(0, 101, 10)])
        for y in heights[1:]:
            self.level(y, 0, 100)
        # The span of the middle half is drawn as a bracket over the bars: it is told by shape, not only by colour.
        y = most * 1.1
        pen = line_pen(self.theme.ink, width=max(1, self.line // 2))
        ends = most * 0.025
        xs = [spread.low, spread.low, spread.high, spread.high]
        self.keep(pg.PlotCurveItem(xs, [y - ends, y, y, y - ends], pen=pen))
        self.keep(
            pg.PlotCurveItem([spread.middle, spread.middle], [0, y], pen=line_pen(self.theme.ink, width=self.line))
        )
        words = f"Middle visit {spread.middle:.1f}"
        half = f"half of all between {spread.low:.1f} and {spread.high:.1f}"
        at = min(max(spread.middle, 22), 78)
        self.label(words, at, y * 1.06, self.theme.ink, self.name_size, (0.5, 1.0))
        self.label(half, at, y, self.theme.ink_soft, self.small, (0.5, 1.0))
