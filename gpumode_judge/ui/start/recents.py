"""The list of events that were open on this laptop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QDate,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.icons import pixmap
from gpumode_judge.ui.shared.theme import GRID, RADIUS, current_theme

_ROW: Final = Qt.ItemDataRole.UserRole + 1
_HEIGHT: Final = 72
_ENGLISH: Final = QLocale(QLocale.Language.English)


@dataclass(frozen=True, slots=True)
class RecentRow:
    """One line: the event, whose desk it was (``who`` is empty for the organizers), its ISO day, when it was opened (UTC)."""

    path: Path
    title: str
    who: str = ""
    judge: bool = False
    day: str = ""
    opened: str = ""


class RecentList(QListWidget):
    """Enter or a click opens, Delete takes a row off the list, the context menu has both and the backups."""

    opened = Signal(object)
    forgotten = Signal(object)
    backups_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places")
        self.setAccessibleName("Recent events")
        self.setItemDelegate(_Delegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.menu = QMenu(self)
        self.menu.addAction("Open").triggered.connect(self._open_current)
        self.menu.addAction("Backups…").triggered.connect(self._backups_of_current)
        self.menu.addSeparator()
        self.menu.addAction("Take off the list").triggered.connect(self._forget_current)

        self.itemClicked.connect(self._open)

    def set_rows(self, rows: Sequence[RecentRow], now: datetime | None = None) -> None:
        """Show ``rows``, newest first; ``now`` is what "today" is measured by."""
        now = now or datetime.now(UTC)
        place = self.currentRow()
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.title or row.path.stem)
            item.setData(_ROW, row)
            item.setSizeHint(QSize(0, _HEIGHT))
            lines = _lines(row, now)
            item.setData(_ROW + 1, lines)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join((item.text(), *filter(None, lines))))
            self.addItem(item)
        if rows:
            self.setCurrentRow(min(max(0, place), len(rows) - 1))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem() if self.count() else None
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(item)
        elif item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.forgotten.emit(item.data(_ROW).path)
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, arg__1: QContextMenuEvent) -> None:
        by_key = arg__1.reason() == QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if by_key else self.itemAt(arg__1.pos())
        if not self.count() or item is None:
            return
        self.setCurrentItem(item)
        place = self.visualItemRect(item).center() if by_key else arg__1.pos()
        self.menu.popup(self.viewport().mapToGlobal(place))

    @Slot()
    def _open_current(self) -> None:
        self._tell(self.opened)

    @Slot()
    def _backups_of_current(self) -> None:
        self._tell(self.backups_wanted)

    @Slot()
    def _forget_current(self) -> None:
        self._tell(self.forgotten)

    def _tell(self, signal: SignalInstance) -> None:
        item = self.currentItem() if self.count() else None
        if item is not None:
            signal.emit(item.data(_ROW).path)

    @Slot(QListWidgetItem)
    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_ROW).path)


def opened_words(opened: str, now: datetime) -> str:
    """When somebody last had it open, as one says it; empty if nobody knows."""
    try:
        time = datetime.fromisoformat(opened)
    except ValueError:
        return ""
    here = (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone()
    days = (now.astimezone().date() - here.date()).days
    if days <= 0:
        return f"Today {here:%H:%M}"
    if days == 1:
        return f"Yesterday {here:%H:%M}"
    return f"{days} days ago" if days < 14 else day_words(here.date().isoformat())


def day_words(day: str) -> str:
    """An ISO date as people write it, whatever language the laptop speaks; empty if it is none."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return _ENGLISH.toString(date, "d MMMM yyyy") if date.isValid() else ""


def _lines(row: RecentRow, now: datetime) -> tuple[str, str]:
    role = (f"Judge: {row.who}" if row.who else "Judge") if row.judge else "Organizer"
    return " · ".join(filter(None, (role, day_words(row.day)))), opened_words(row.opened, now)


class _Delegate(QStyledItemDelegate):
    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        view = option.widget
        row: RecentRow = index.data(_ROW)
        detail, opened = index.data(_ROW + 1)
        box: QRect = option.rect.adjusted(0, 2, 0, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.color("focus"), 2) if chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if chosen else "raised"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        tile = QRect(box.left() + 12, box.center().y() - 20, 40, 40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("info_soft" if row.judge else "accent_soft"))
        if chosen:
            painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(tile, RADIUS, RADIUS)
        tone = "info" if row.judge else "accent_ink"
        picture = pixmap("judge" if row.judge else "event", 22, tone, view.devicePixelRatioF())
        painter.drawPixmap(tile.left() + 9, tile.top() + 9, picture)
        inner = QRect(tile.right() + 2 * GRID, box.top(), box.right() - tile.right() - 4 * GRID, box.height())
        painter.setFont(font(12))
        wide = painter.fontMetrics().horizontalAdvance(opened)
        painter.setPen(theme.color("ink_soft" if chosen else "ink_faint"))
        lower = QRect(inner.left(), box.center().y() + 2, inner.width(), 20)
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), opened)
        painter.setFont(font(13))
        painter.setPen(theme.color("ink_soft"))
        _line(painter, lower.adjusted(0, 0, -wide - 2 * GRID, 0), detail)
        painter.setFont(font(15, QFont.Weight.DemiBold))
        painter.setPen(theme.color("ink"))
        _line(painter, QRect(inner.left(), box.center().y() - 22, inner.width(), 22), index.data())
        painter.restore()


def _line(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
