"""A short list whose rows a person adds, removes and puts in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID, RADIUS

_DETAIL: Final = Qt.ItemDataRole.UserRole + 1
_FIGURE: Final = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class ListRow:
    """What is shown of one row: a title, a softer line below it, and a short figure to the right."""

    title: str
    detail: str = ""
    figure: str = ""


class OrderedList(QWidget):
    """Rows with buttons for new, remove, up and down. It only asks: whoever owns the rows answers with ``set_rows``."""

    chosen = Signal(int)
    wanted = Signal()
    dropped = Signal(int)
    moved = Signal(int, int)

    def __init__(self, name: str, new: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setItemDelegate(_RowDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(name)
        self.new_button = Button(new, "plain", "plus")
        self.remove_button = IconButton("trash", "Remove the selected row")
        self.up_button = IconButton("up", "Move up (Alt+Up)")
        self.down_button = IconButton("down", "Move down (Alt+Down)")
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.new_button, 1)
        for button in (self.up_button, self.down_button, self.remove_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.setMinimumWidth(30 * GRID)

        self.list.currentRowChanged.connect(self._choose)
        self.new_button.clicked.connect(self.wanted)
        self.remove_button.clicked.connect(self._drop)
        self.up_button.clicked.connect(self._up)
        self.down_button.clicked.connect(self._down)
        for keys, slot in (("Alt+Up", self._up), ("Alt+Down", self._down), ("Delete", self._drop)):
            key = QShortcut(QKeySequence(keys), self.list)
            key.setContext(Qt.ShortcutContext.WidgetShortcut)
            key.activated.connect(slot)
        self._settle()

    def set_rows(self, rows: Sequence[ListRow], current: int | None = None) -> None:
        """Show ``rows``; ``current`` is selected (default: the place that was)."""
        place = self.list.currentRow() if current is None else current
        self.list.blockSignals(True)
        while self.list.count() > len(rows):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(rows):
            item = QListWidgetItem()
            item.setSizeHint(QSize(0, 52))
            self.list.addItem(item)
        for number, row in enumerate(rows):
            self._write(self.list.item(number), row)
        self.list.setCurrentRow(min(max(0, place), len(rows) - 1))
        self.list.blockSignals(False)
        self._settle()

    def set_row(self, place: int, row: ListRow) -> None:
        """Show another ``row`` at ``place``."""
        self._write(self.list.item(place), row)

    def current(self) -> int:
        """The place that is selected; -1 if none."""
        return self.list.currentRow()

    @staticmethod
    def _write(item: QListWidgetItem, row: ListRow) -> None:
        item.setText(row.title)
        item.setData(_DETAIL, row.detail)
        item.setData(_FIGURE, row.figure)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (row.title, row.figure, row.detail))))

    def _settle(self) -> None:
        place, count = self.list.currentRow(), self.list.count()
        self.remove_button.setEnabled(place >= 0)
        self.up_button.setEnabled(place > 0)
        self.down_button.setEnabled(0 <= place < count - 1)

    @Slot(int)
    def _choose(self, place: int) -> None:
        self._settle()
        self.chosen.emit(place)

    @Slot()
    def _drop(self) -> None:
        if self.list.currentRow() >= 0:
            self.dropped.emit(self.list.currentRow())

    @Slot()
    def _up(self) -> None:
        self._move(-1)

    @Slot()
    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        place = self.list.currentRow()
        if place >= 0 and 0 <= place + by < self.list.count():
            self.moved.emit(place, place + by)


class _RowDelegate(QStyledItemDelegate):
    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        box: QRect = option.rect.adjusted(3, 2, -3, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("accent_soft" if chosen else "raised"))
            painter.drawRoundedRect(box, RADIUS - 2, RADIUS - 2)
        inner = box.adjusted(10, 0, -10, 0)
        figure = str(index.data(_FIGURE) or "")
        painter.setFont(font(14, QFont.Weight.DemiBold))
        taken = painter.fontMetrics().horizontalAdvance(figure) + 12 if figure else 0
        painter.setPen(theme.color("accent_ink" if chosen else "ink"))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), figure)
        inner.setRight(inner.right() - taken)
        detail = str(index.data(_DETAIL) or "")
        upper = QRect(inner.left(), box.top() + 5, inner.width(), 20) if detail else inner
        painter.setPen(theme.color("ink"))
        self._line(painter, upper, str(index.data()), middle)
        if detail:
            painter.setFont(font(12))
            painter.setPen(theme.color("ink_soft"))
            self._line(painter, QRect(inner.left(), box.top() + 25, inner.width(), 18), detail, middle)
        painter.restore()

    @staticmethod
    def _line(painter: QPainter, box: QRect, text: str, flags: int) -> None:
        shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, flags, shown)
