"""How one submission looks in the list: table, title, track, and where I stand with it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from gpumode_judge.desk.cards import Card, State
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.look import scale_of, sized
from gpumode_judge.ui.judge.pills import pill_of
from gpumode_judge.ui.shared.icons import pixmap
from gpumode_judge.ui.shared.pill import STATES
from gpumode_judge.ui.shared.rows_model import ROW_ROLE
from gpumode_judge.ui.shared.theme import GRID, RADIUS, Theme, current_theme

_SMALL = 11
_LINE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def words_of(card: Card, record: Record | None) -> str:
    """Everything by which a submission is searched, and what a screen reader says."""
    s = card.submission
    tracks = [record.track(track) for track in s.tracks] if record else []
    table = f"Table {s.table}" if s.table else ""
    return ", ".join(part for part in (table, s.title, s.team, *s.members, *tracks, pill_of(card.state)[1]) if part)


class CardDelegate(QStyledItemDelegate):
    """Paints a card's row of the list."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self.record: Record | None = None

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, round(56 * scale_of(self._view)))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        card: Card = index.data(ROW_ROLE)
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box: QRect = option.rect.adjusted(GRID, 2, -GRID, -2)  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.surface if selected else theme.raised))
            painter.drawRoundedRect(QRectF(box), RADIUS, RADIUS)
        if selected:
            focused = self._view.hasFocus()
            painter.setPen(QColor(theme.focus if focused else theme.line_strong))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = 1.0 if focused else 0.5
            pen = painter.pen()
            pen.setWidth(2 if focused else 1)
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(box).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        self._paint_words(painter, box.adjusted(12, 4, -12, -4), card, theme)
        painter.restore()

    def _paint_words(self, painter: QPainter, box: QRect, card: Card, theme: Theme) -> None:
        scale = scale_of(self._view)
        submission = card.submission
        table_width = round(44 * scale)
        size = 20 if len(submission.table) <= 3 else 15 if len(submission.table) <= 5 else _SMALL
        at = QRect(box.left(), box.top(), table_width, box.height())
        face = sized(self._view, size, QFont.Weight.Bold, display=size > _SMALL)
        if size > _SMALL:
            _text(painter, at, submission.table or "–", face, theme.ink)
        else:
            painter.setFont(face)
            painter.setPen(QColor(theme.ink))
            painter.drawText(at, _LINE | Qt.TextFlag.TextWrapAnywhere.value, submission.table[:12])
        look = STATES[pill_of(card.state)[0]]
        side = round(20 * scale)
        drawn = pixmap(look.icon, side, look.ink, painter.device().devicePixelRatioF())
        painter.drawPixmap(box.right() - side, box.top() + 2, drawn)
        left = box.left() + table_width + GRID
        wide = box.right() - side - GRID - left
        half = box.height() // 2
        weight = QFont.Weight.Medium if card.state in (State.TODO, State.DRAFT) else QFont.Weight.Normal
        _text(
            painter, QRect(left, box.top(), wide, half), submission.title or "(no title)",
            sized(self._view, 14, weight), theme.ink,
        )  # fmt: skip
        tracks = ", ".join(self.record.track(track) for track in submission.tracks) if self.record else ""
        word = pill_of(card.state)[1]
        small = sized(self._view, 12, QFont.Weight.Medium)
        said = QFontMetrics(small).horizontalAdvance(word)
        low = QRect(left, box.top() + half, box.right() - left, half)
        _text(
            painter,
            low.adjusted(0, 0, -said - GRID, 0),
            tracks or submission.team or ", ".join(submission.members),
            sized(self._view, 12),
            theme.ink_soft,
        )
        _text(painter, QRect(low.right() - said, low.top(), said + 2, half), word, small, theme.value(look.ink))


def _text(painter: QPainter, box: QRect, text: str, face: QFont, color: str) -> None:
    painter.setFont(face)
    painter.setPen(QColor(color))
    line = " ".join(text.split())
    painter.drawText(box, _LINE, QFontMetrics(face).elidedText(line, Qt.TextElideMode.ElideRight, box.width()))
