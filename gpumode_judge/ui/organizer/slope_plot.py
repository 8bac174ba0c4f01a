"""The lines of the slope chart as pyqtgraph draws them."""

from typing import Any, cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.slope_lines import Line


class SlopePlot(pg.PlotWidget):
    """The lines alone. ``moved``, ``pressed`` and ``doubled`` tell where the pointer is: across (0–1) and down (rows)."""

    moved = Signal(float, float)
    pressed = Signal(float, float)
    doubled = Signal(float, float)
    left = Signal()
    rolled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._rows = (0.0, 1.0)
        self.item: Any = self.getPlotItem()
        self.item.setMenuEnabled(False)
        self.item.setMouseEnabled(x=False, y=False)
        self.item.hideButtons()
        self.item.hideAxis("left")
        self.item.hideAxis("bottom")
        self.item.disableAutoRange()
        self.item.invertY(True)
        self.item.layout.setContentsMargins(0, 0, 0, 0)
        cast("Any", self.centralWidget).layout.setContentsMargins(0, 0, 0, 0)
        self.curves: dict[str, Any] = {}
        for order, kind in enumerate(("quiet", "down", "up", "chosen", "hovered")):
            curve: Any = pg.PlotCurveItem(connect="pairs", antialias=True)
            curve.setZValue(order)
            self.item.addItem(curve, ignoreBounds=True)
            self.curves[kind] = curve

    def draw(self, kind: str, lines: list[Line], color: QColor, width: float, dashed: bool = False) -> None:
        """Draw ``lines`` as the lines of a kind."""
        pen = QPen(color, width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
        pen.setCosmetic(True)
        ys = np.array([(line.start + 0.5, line.end + 0.5) for line in lines], dtype=np.float64).ravel()
        xs = np.tile(np.array([0.0, 1.0]), len(lines))
        self.curves[kind].setData(xs, ys, pen=pen)

    def see(self, top: float, bottom: float) -> None:
        """The rows that are in sight."""
        self.item.setXRange(0, 1, padding=0)
        self.item.setYRange(top, bottom, padding=0)
        self._rows = (top, bottom)

    @override
    def mouseMoveEvent(self, ev: QMouseEvent) -> None:
        self.moved.emit(*self._at(ev.position()))

    @override
    def mousePressEvent(self, ev: QMouseEvent) -> None:
        if ev.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(*self._at(ev.position()))

    @override
    def mouseReleaseEvent(self, ev: QMouseEvent) -> None:
        ev.accept()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.doubled.emit(*self._at(event.position()))

    @override
    def wheelEvent(self, ev: QWheelEvent) -> None:
        self.rolled.emit(ev.pixelDelta().y() or ev.angleDelta().y() // 2)
        ev.accept()

    @override
    def leaveEvent(self, ev: QEvent) -> None:
        self.left.emit()

    def _at(self, point: QPointF) -> tuple[float, float]:
        top, bottom = self._rows
        return point.x() / max(1, self.width()), top + (bottom - top) * point.y() / max(1, self.height())
