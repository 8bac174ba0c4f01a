"""The list of places in a window: icons, words, counts; arrows and keys such as Ctrl+1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.icons import pixmap
from gpumode_judge.ui.shared.labels import SectionTitle, escaped
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import CONTROL_HEIGHT, GRID, RADIUS

BadgeTone = Literal["plain", "warn", "bad"]

_BADGE: Final = Qt.ItemDataRole.UserRole + 1
_TONE: Final = Qt.ItemDataRole.UserRole + 2
_ICON: Final = Qt.ItemDataRole.UserRole + 3
_TIP: Final = Qt.ItemDataRole.UserRole + 4


@dataclass(frozen=True)
class Place:
    """One entry: a key for the program, words and an icon for the person, and the ``keys`` that go there (``"Ctrl+1"``)."""

    key: str
    text: str
    icon: str
    keys: str = ""


class Sidebar(QFrame):
    """Places below each other; ``chosen`` tells the key of the one that a person (or the program) goes to.

    The first nine without keys of their own get Ctrl+1 to Ctrl+9 by their number. A click on the place that is shown tells it again.
    """

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place], title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._places = tuple(places)
        self._list = _Places(self)
        self._list.setAccessibleName(title or "Places")
        for number, place in enumerate(self._places, 1):
            item = QListWidgetItem(place.text)
            item.setData(_ICON, place.icon)
            item.setData(_BADGE, "")
            item.setData(_TONE, "plain")
            item.setData(_TIP, "")
            item.setSizeHint(QSize(0, CONTROL_HEIGHT + 4))
            if place.keys or number <= 9:
                keys = QKeySequence(place.keys or f"Ctrl+{number}")
                tip = f"{place.text}  ({keys.toString(QKeySequence.SequenceFormat.NativeText)})"
                item.setData(_TIP, tip)
                item.setToolTip(escaped(tip))
                _Jump(keys, number - 1, self._list)
            self._list.addItem(item)
        self.title = SectionTitle(title, elide=True)
        self.title.setContentsMargins(12, 0, 4, 0)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GRID, 2 * GRID, GRID, 2 * GRID)
        self.body.setSpacing(GRID)
        self.body.addWidget(self.title)
        self.title.setVisible(bool(title))
        self.body.addWidget(self._list, 1)
        self.setFixedWidth(27 * GRID)
        if self._places:
            self._list.setCurrentRow(0)

        self._list.currentRowChanged.connect(self._moved)
        self._list.clicked.connect(self._clicked)

    def current(self) -> str:
        """The key of the place that is shown; empty if there is none."""
        row = self._list.currentRow()
        return self._places[row].key if row >= 0 else ""

    def choose(self, key: str) -> None:
        """Go to the place ``key``."""
        self._list.setCurrentRow([place.key for place in self._places].index(key))

    def set_badge(self, key: str, text: str, tone: BadgeTone = "plain", tip: str = "") -> None:
        """Show ``text`` (a short count; empty for none) beside the place ``key``; ``tip`` says below its name what it counts."""
        place = next(place for place in self._places if place.key == key)
        item = self._list.item(self._places.index(place))
        item.setData(_BADGE, text)
        item.setData(_TONE, tone)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{place.text}, {text}" if text else place.text)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tip)
        item.setToolTip(escaped("\n".join(filter(None, (str(item.data(_TIP)), tip)))))

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self._moved(index.row())

    @Slot(int)
    def _moved(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self._places[row].key)


class _Places(QListWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("places")
        self.setItemDelegate(_PlaceDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)


class _Jump(QShortcut):
    def __init__(self, keys: QKeySequence, row: int, places: _Places) -> None:
        super().__init__(keys, places)
        self.setContext(Qt.ShortcutContext.WindowShortcut)
        self._row = row
        self._places = places
        self.activated.connect(self._go)

    @Slot()
    def _go(self) -> None:
        self._places.setCurrentRow(self._row)
        self._places.setFocus(Qt.FocusReason.ShortcutFocusReason)


class _PlaceDelegate(QStyledItemDelegate):
    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = current_theme()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = option.rect.adjusted(0, 2, 0, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("accent_soft" if chosen else "raised"))
            painter.drawRoundedRect(box, RADIUS - 2, RADIUS - 2)
        if option.state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setWidth(2)
            pen.setColor(theme.color("focus"))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 2, RADIUS - 2)
        ink = "accent_ink" if chosen else "ink_soft"
        dpr = painter.device().devicePixelRatioF()
        picture = pixmap(str(index.data(_ICON)), 20, ink, dpr)
        painter.drawPixmap(box.left() + 12, box.center().y() - 9, picture)
        taken = self._badge(painter, box, index)
        words = QRect(box.left() + 44, box.top(), box.width() - 52 - taken, box.height())
        painter.setFont(font(14, QFont.Weight.DemiBold if chosen else QFont.Weight.Medium))
        painter.setPen(theme.color("accent_ink" if chosen else "ink"))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.restore()

    def _badge(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> int:
        text, tone = str(index.data(_BADGE)), str(index.data(_TONE))
        if not text:
            return 0
        theme = current_theme()
        painter.setFont(font(12, QFont.Weight.DemiBold))
        width = max(24, painter.fontMetrics().horizontalAdvance(text) + 14)
        place = QRect(box.right() - 8 - width, box.center().y() - 10, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("raised" if tone == "plain" else f"{tone}_soft"))
        painter.drawRoundedRect(place, 11, 11)
        painter.setPen(theme.color("ink_soft" if tone == "plain" else tone))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), text)
        return width + 8
