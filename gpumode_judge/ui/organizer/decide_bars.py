"""What is painted between and inside of the columns: the boundary, and the points of a criterion against the field."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.desk.explaining import WhyShare
from gpumode_judge.desk.telling_results import points
from gpumode_judge.ui.shared.labels import escaped
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID


class BoundaryLine(QWidget):
    """The line between who wins and who does not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(4)
        self.setToolTip("The last place that wins is left of this line.")
        self.setAccessibleName("The last place that wins is left of here")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().color("accent"))
        painter.end()


class ShareBar(QWidget):
    """The points of a criterion as a bar, a tick at the mean of the field."""

    def __init__(self, share: WhyShare, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        most = share.most or 1
        self._mine, self._field = float(share.points / most), float(share.field / most)
        self.setFixedHeight(2 * GRID)
        self.setAccessibleName(
            f"{share.name}: {points(share.points)} of {points(share.most)} points, the mean is {points(share.field)}"
        )
        self.setToolTip(escaped(f"The mean of all is {points(share.field)}."))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        width, middle = float(self.width()), self.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QPainterPath()
        track.addRoundedRect(QRectF(0, middle - 4, width, 8), 4, 4)
        painter.fillPath(track, theme.color("raised"))
        painter.setClipPath(track)
        painter.fillRect(QRectF(0, middle - 4, width * max(0.0, min(1.0, self._mine)), 8), theme.color("accent"))
        painter.setClipping(False)
        tick = min(max(width * self._field, 1.5), width - 1.5)
        painter.fillRect(QRectF(tick - 2, middle - 8, 4, 16), theme.color("surface"))
        painter.fillRect(QRectF(tick - 1, middle - 7, 2, 14), theme.color("ink"))
        painter.end()
