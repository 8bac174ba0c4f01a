"""The levels of a criterion as buttons: large ones with their anchors, or a row of small ones."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from gpumode_judge.event.rubric import plain
from gpumode_judge.ui.judge.look import scale_of, sized
from gpumode_judge.ui.shared.theme import GRID, RADIUS, current_theme

MOST_LARGE: Final = 5  # more levels than this leave no room for readable anchors in the buttons
MOST_BUTTONS: Final = 11
_WRAP: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)


class LevelButton(QAbstractButton):
    """One level: its number and, if there is room, what it means."""

    def __init__(self, level: Decimal, anchor: str, large: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = level
        self.anchor = anchor
        self._large = large
        self.beside = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(f"{plain(level)}: {anchor}" if anchor else plain(level))

    def height_at(self, width: int, beside: bool = False) -> int:
        """How high the button must be to show all its words in ``width``, below its number or beside it."""
        number = QFontMetrics(self._number_font()).height()
        if not self._large:
            return max(round(36 * scale_of(self)), number + GRID)
        if beside:
            words = QFontMetrics(self._words_font()).boundingRect(0, 0, max(40, width - 72), 4000, _WRAP, self.anchor)
            return max(number, words.height()) + GRID
        if not self.anchor:
            return number + 3 * GRID
        words = QFontMetrics(self._words_font()).boundingRect(0, 0, max(40, width - 24), 4000, _WRAP, self.anchor)
        return number + 4 + words.height() + 2 * GRID

    def least_width(self) -> int:
        """How wide the number needs the button to be."""
        number = QFontMetrics(self._number_font()).horizontalAdvance(plain(self.level))
        return max(round(44 * scale_of(self)), number + 2 * GRID)

    def _number_font(self) -> QFont:
        return sized(self, 22 if self._large else 15, QFont.Weight.Bold, self._large)

    def _words_font(self) -> QFont:
        return sized(self, 13)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        on = self.isChecked()
        ground = theme.accent if on else theme.accent_soft if self.underMouse() else theme.surface
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent if on else theme.line_strong), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(QColor(theme.on_accent if on else theme.ink))
        painter.setFont(self._number_font())
        if not self._large:
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), plain(self.level))
        else:
            self._paint_large(painter)
        painter.end()

    def _paint_large(self, painter: QPainter) -> None:
        theme = current_theme()
        inside = self.rect().adjusted(12, 4 if self.beside else GRID, -12, -4 if self.beside else -GRID)
        high = QFontMetrics(self._number_font()).height()
        down = Qt.AlignmentFlag.AlignVCenter if self.beside else Qt.AlignmentFlag.AlignTop
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | down), plain(self.level))
        painter.setFont(self._words_font())
        painter.setPen(QColor(theme.on_accent if self.isChecked() else theme.ink_soft))
        below = QRect(inside.left(), inside.top() + high + 4, inside.width(), inside.height() - high)
        room = inside.adjusted(48, 0, 0, 0) if self.beside else below
        words = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value | down.value
        painter.drawText(room, words, self.anchor)


class LevelStrip(QWidget):
    """All levels of a criterion side by side, of one width and height. ``chosen`` brings the level that was clicked."""

    chosen = Signal(object)

    def __init__(
        self,
        levels: Sequence[Decimal],
        anchors: Mapping[Decimal, str],
        large: bool,
        fill: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._large = large
        self._heights: dict[tuple[int, float], int] = {}
        self.buttons = tuple(LevelButton(level, anchors.get(level, ""), large, self) for level in levels)
        for button in self.buttons:
            button.clicked.connect(self._clicked)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        if not large and not fill:
            policy.setHorizontalPolicy(QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def set_mark(self, mark: Decimal | None) -> None:
        """Show which level is marked."""
        for button in self.buttons:
            button.setChecked(button.level == mark)

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, LevelButton):
            button.setChecked(True)
            self.chosen.emit(button.level)

    def _gap(self) -> int:
        return GRID if self._large else 4

    def _stacked(self, width: int) -> bool:
        """Whether ``width`` is too narrow to read anchors side by side."""
        return self._large and width < 130 * scale_of(self) * len(self.buttons)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        # Qt asks for this dozens of times a key, and measuring text is what takes long.
        asked = (width, scale_of(self))
        if asked not in self._heights:
            self._heights[asked] = self._measured(width)
        return self._heights[asked]

    def _measured(self, width: int) -> int:
        if self._stacked(width):
            return sum(button.height_at(width, beside=True) + 4 for button in self.buttons) - 4
        each = max(1, (width - self._gap() * (len(self.buttons) - 1)) // len(self.buttons))
        return max(button.height_at(each) for button in self.buttons)

    @override
    def sizeHint(self) -> QSize:
        each = 150 if self._large else max(button.least_width() for button in self.buttons)
        width = each * len(self.buttons) + self._gap() * (len(self.buttons) - 1)
        return QSize(width, self.heightForWidth(width))

    @override
    def minimumSizeHint(self) -> QSize:
        each = 60 if self._large else max(button.least_width() for button in self.buttons)
        return QSize(each * len(self.buttons) + self._gap() * (len(self.buttons) - 1), 40)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = self._stacked(self.width())
        top = 0
        for button in self.buttons:
            button.beside = stacked
            if stacked:
                high = button.height_at(self.width(), beside=True)
                button.setGeometry(0, top, self.width(), high)
                top += high + 4
        if stacked:
            return
        count, gap = len(self.buttons), self._gap()
        width = self.width() - gap * (count - 1)
        left = 0
        for number, button in enumerate(self.buttons):
            right = round(width * (number + 1) / count) + gap * number
            button.setGeometry(left, 0, right - left, self.height())
            left = right + gap
