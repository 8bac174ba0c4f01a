"""Small painted bars inside of table cells."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.tables import ROW_ROLE
from gpumode_judge.ui.shared.theme import current_theme

Part = tuple[float, str]  # a share of the whole bar (0..1) and a colour token


class BarDelegate(QStyledItemDelegate):
    """Paints a bar of parts over the ordinary cell; the cell's own words, if any, stand to the right of it."""

    def __init__(self, parts: Callable[[Any], Sequence[Part]], words: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._words = words

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        theme = current_theme()
        box = QRectF(option.rect).adjusted(12, 0, -12 - self._words, 0)
        bar = QRectF(box.left(), box.center().y() - 4, max(0.0, box.width()), 8)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        outline = QPainterPath()
        outline.addRoundedRect(bar, 4, 4)
        painter.fillPath(outline, theme.color("raised"))
        painter.setClipPath(outline)
        left = bar.left()
        for share, token in self._parts(index.data(ROW_ROLE)):
            width = bar.width() * max(0.0, min(1.0, share))
            painter.fillRect(QRectF(left, bar.top(), width, bar.height()), theme.color(token))
            left += width
        painter.restore()


def category(place: int) -> str:
    """The colour of the criterion at ``place``; from the seventh on they begin again."""
    colours = current_theme().categories
    return colours[place % len(colours)]
