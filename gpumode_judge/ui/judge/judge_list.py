"""The judges of an event, to pick oneself from."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from gpumode_judge.event.people import Judge
from gpumode_judge.ui.judge.look import scale_of, sized
from gpumode_judge.ui.shared.rows_model import ROW_ROLE, Column, RowsModel
from gpumode_judge.ui.shared.theme import GRID, RADIUS, current_theme


class JudgeList(QListView):
    """Names and affiliations; ``picked`` tells that Enter was pressed or a name was clicked, ``walked`` that another is marked."""

    picked = Signal()
    walked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("judges")
        self.setAccessibleName("Judges")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        columns = [Column[Judge]("judge", "Judge", _words)]
        self.rows: RowsModel[Judge] = RowsModel(columns, lambda judge: judge.id, self)
        self.setModel(self.rows)
        self.setItemDelegate(_Delegate(self))

        self.clicked.connect(self.picked)
        self.selectionModel().currentChanged.connect(self.walked)

    def judge(self) -> Judge | None:
        """Who is marked."""
        index = self.currentIndex()
        return self.rows.row(index) if index.isValid() else None

    def mark(self, judge_id: str) -> bool:
        """Mark a judge; ``False`` if there is none of that id."""
        index = self.rows.index_of(judge_id)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        return index.isValid()

    @Slot(str)
    def narrow(self, text: str) -> None:
        """Show whom ``text`` fits, and mark the only one that is left."""
        self.rows.set_filter(text)
        if len(self.rows.rows()) == 1:
            self.mark(self.rows.rows()[0].id)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit()
        else:
            super().keyPressEvent(event)


def _words(judge: Judge) -> str:
    return f"{judge.name}, {judge.affiliation}" if judge.affiliation else judge.name


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, round(44 * scale_of(self._view)))

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        judge: Judge = index.data(ROW_ROLE)
        theme = current_theme()
        box: QRect = option.rect.adjusted(2, 1, -2, -1)  # pyright: ignore[reportAttributeAccessIssue]
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        marked = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if marked or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(theme.accent_soft if marked else theme.raised))
            painter.setPen(QPen(QColor(theme.focus), 2) if marked and self._view.hasFocus() else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        inside = box.adjusted(12, 0, -12, 0)
        name = sized(self._view, 15, QFont.Weight.DemiBold if marked else QFont.Weight.Medium)
        wide = round(inside.width() * (0.6 if judge.affiliation else 1))
        _line(painter, inside, wide, judge.name, name, theme.ink, right=False)
        rest = inside.width() - min(wide, QFontMetrics(name).horizontalAdvance(judge.name)) - 2 * GRID
        _line(painter, inside, rest, judge.affiliation, sized(self._view, 13), theme.ink_soft, right=True)
        painter.restore()


def _line(painter: QPainter, box: QRect, width: int, text: str, face: QFont, color: str, right: bool) -> None:
    painter.setFont(face)
    painter.setPen(QColor(color))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(face).elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, width)
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
