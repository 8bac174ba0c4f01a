"""REHEARSAL over every scene, charts too."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ui.projector.furniture import paint_watermark
from gpumode_judge.ui.projector.layout import frame_of
from gpumode_judge.ui.shared.theme import Theme


class Watermark(QWidget):
    """A sheet without a ground, painted once."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pixmap: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint anew in the new size."""
        self._pixmap = None
        super().resizeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Blit the words."""
        ratio = self.devicePixelRatioF()
        if self._pixmap is None:
            self._pixmap = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
            self._pixmap.fill(Qt.GlobalColor.transparent)
            on_pixmap = QPainter(self._pixmap)
            paint_watermark(on_pixmap, frame_of(self._pixmap.width(), self._pixmap.height()), self._theme)
            on_pixmap.end()
            self._pixmap.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()
