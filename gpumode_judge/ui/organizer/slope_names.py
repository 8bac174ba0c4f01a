"""The names on one side of the slope chart, each in its row."""

from enum import Enum
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.slope_lines import Line, Slopes
from gpumode_judge.ui.organizer.standing_rows import arrowed
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.theme import Theme, current_theme

_GAP: Final = 8.0
_ROOMY: Final = 24  # pixels of a row that has room for larger letters
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Side(Enum):
    """Which side of the chart."""

    LEFT = "left"
    RIGHT = "right"


class Names(QWidget):
    """Rank, score and title of each submission, in the order of its side; signals as those of the plot, with ``across`` (0 or 1)."""

    moved = Signal(float, float)
    pressed = Signal(float, float)
    doubled = Signal(float, float)
    left = Signal()
    rolled = Signal(int)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.across = 0.0
        self._side = side
        self._lines: tuple[Line, ...] = ()
        self._much = 3
        self._top, self._step = 0.0, 20.0
        self._hover = self._chosen = ""

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 200)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, 60)

    def show_slopes(self, slopes: Slopes) -> None:
        """Name other lines."""
        left = self._side is Side.LEFT
        self._lines = tuple(sorted(slopes.lines, key=lambda line: line.start if left else line.end))
        self._much = slopes.much
        self.update()

    def see(self, top: float, step: float) -> None:
        """Begin with row ``top``; a row is ``step`` pixels high."""
        self._top, self._step = top, step
        self.update()

    def mark(self, hover: str, chosen: str) -> None:
        """Point out who is hovered and who is chosen."""
        self._hover, self._chosen = hover, chosen
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme = current_theme()
        size = 14 if self._step >= _ROOMY else 12
        letters = QFontMetricsF(font(size, QFont.Weight.DemiBold))
        most = max((max(line.left.rank, line.right.rank) for line in self._lines), default=1)
        figures = (
            letters.horizontalAdvance(f"={most}"),
            letters.horizontalAdvance("100.0"),
            letters.horizontalAdvance(f"▲{most}"),
        )
        first = max(0, int(self._top))
        last = min(len(self._lines), int(self._top + self.height() / self._step) + 2)
        for place in range(first, last):
            box = QRectF(0, (place - self._top) * self._step, self.width(), self._step)
            self._paint_row(painter, theme, self._lines[place], box, size, figures)
        painter.end()

    def _paint_row(
        self, painter: QPainter, theme: Theme, line: Line, box: QRectF, size: int, figures: tuple[float, float, float]
    ) -> None:
        marked = line.id in (self._hover, self._chosen)
        strong = abs(line.move) >= self._much
        if marked:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if line.id == self._chosen else "raised"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        heavy = font(size, QFont.Weight.DemiBold)
        plain = heavy if marked else font(size)
        rank_wide, score_wide, move_wide = figures
        left_side = self._side is Side.LEFT
        rank, total = (line.left, line.left_score) if left_side else (line.right, line.right_score)
        ink = theme.color("ink" if strong or marked else "ink_soft")
        name = box.adjusted(_GAP, 0, -_GAP, 0)
        if left_side:
            rank_box = QRectF(name.right() - rank_wide, box.top(), rank_wide, box.height())
            score_box = QRectF(rank_box.left() - _GAP - score_wide, box.top(), score_wide, box.height())
            name.setRight(score_box.left() - _GAP)
        else:
            rank_box = QRectF(name.left(), box.top(), rank_wide, box.height())
            score_box = QRectF(rank_box.right() + _GAP, box.top(), score_wide, box.height())
            move_box = QRectF(score_box.right() + _GAP, box.top(), move_wide, box.height())
            name.setLeft(move_box.right() + 1.5 * _GAP)
            if line.move:
                painter.setFont(heavy if strong else plain)
                painter.setPen(theme.color(("good" if line.move > 0 else "warn") if strong else "ink_faint"))
                painter.drawText(move_box, _LEFT, arrowed(line.move))
        painter.setPen(ink)
        painter.setFont(heavy)
        painter.drawText(rank_box, _RIGHT, str(rank))
        painter.setFont(plain)
        painter.setPen(theme.color("ink_soft"))
        painter.drawText(score_box, _RIGHT, total)
        painter.setPen(ink)
        painter.setFont(heavy if strong else plain)
        words = QFontMetricsF(painter.font()).elidedText(line.title, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, _RIGHT if left_side else _LEFT, words)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.moved.emit(self.across, self._row(event))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.across, self._row(event))

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.doubled.emit(self.across, self._row(event))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self.rolled.emit(event.pixelDelta().y() or event.angleDelta().y() // 2)
        event.accept()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.left.emit()

    def _row(self, event: QMouseEvent) -> float:
        return self._top + event.position().y() / self._step
