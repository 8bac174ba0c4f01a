"""What the table of standings paints inside its cells: the range of a rank, and brackets around who cannot be told apart."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gpumode_judge.ui.organizer.standings_found import StandingRow
from gpumode_judge.ui.shared.fonts import BODY_SIZE, font
from gpumode_judge.ui.shared.tables import ROW_ROLE
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import mixed

_EDGE: Final = 12  # pixels between a cell's edge and what is in it
_LEAST: Final = 4.0  # the narrowest range that is seen
_BRACKET: Final = 5.0  # where the bracket stands, from the left edge, and how long its ends are

_Index = QModelIndex | QPersistentModelIndex


def _row(index: _Index) -> StandingRow | None:
    found: Any = index.data(ROW_ROLE)
    return found if isinstance(found, StandingRow) else None


class IntervalDelegate(QStyledItemDelegate):
    """Paints a rank's range on a line from the first to the last rank, a tick at the rank itself; the words stand to the right."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        row = _row(index)
        if row is None or row.low is None or row.high is None:
            return
        theme = current_theme()
        words = QFontMetricsF(font(BODY_SIZE)).horizontalAdvance(f"{row.ranked}–{row.ranked}") + _EDGE
        cell = QRectF(option.rect).adjusted(_EDGE, 0, -_EDGE - words, 0)
        if cell.width() < 2 * _EDGE:
            return
        middle, span = cell.center().y(), max(row.ranked - 1, 1)

        def at(rank: int) -> float:
            return cell.left() + cell.width() * min(max(rank - 1, 0), span) / span

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line"))
        painter.drawRect(QRectF(cell.left(), middle - 0.5, cell.width(), 1))
        left, right = at(row.low), at(row.high)
        short = max(0.0, _LEAST - (right - left)) / 2
        painter.setBrush(theme.color(mixed(theme.accent, theme.surface, 0.45)))
        painter.drawRoundedRect(QRectF(left - short, middle - 4, right - left + 2 * short, 8), 3, 3)
        if row.rank is not None:
            painter.setBrush(theme.color("ink"))
            painter.drawRect(QRectF(at(row.rank.rank) - 1, middle - 8, 2, 16))
        painter.restore()


class BracketDelegate(QStyledItemDelegate):
    """Paints, beside the ranks, a bracket from one row to the next where the marks cannot tell the two apart."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        row = _row(index)
        if row is None or not (row.above or row.below):
            return
        cell = QRectF(option.rect)
        near = {row.above, row.below} - {""}
        # Only between rows that stand beside each other now, however the table is sorted or searched.
        up, down = (_row(index.sibling(index.row() + step, index.column())) for step in (-1, 1))
        x, middle = cell.left() + _BRACKET, cell.center().y()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().color("accent_ink"), 1.5))
        inset = 5
        if up is not None and up.id in near:
            end = middle - inset if down is not None and down.id in near else middle + inset
            painter.drawPolyline(_line(x, cell.top(), end))
        if down is not None and down.id in near:
            end = middle + inset if up is not None and up.id in near else middle - inset
            painter.drawPolyline(_line(x, cell.bottom() + 1, end))
        painter.restore()


def _line(x: float, start: float, end: float) -> QPolygonF:
    """From the edge of the cell to ``end``, and a little to the right there."""
    return QPolygonF([QPointF(x, start), QPointF(x, end), QPointF(x + _BRACKET, end)])
