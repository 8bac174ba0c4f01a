"""The slope chart: one line for each submission, from its rank by one method to its rank by another.

Every submission has a row of its own on both sides, so every name is readable; where there are more rows than room, the chart scrolls.
"""

from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.slope_lines import Line, Slopes, index_of, legend, table_text
from gpumode_judge.ui.organizer.slope_names import Names, Side
from gpumode_judge.ui.organizer.slope_plot import SlopePlot
from gpumode_judge.ui.shared.icons import needs_new_tint
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID, mixed

ROW: Final = 18  # pixels that a name needs at least
_ROOMIEST: Final = 40
_WIDE: Final = 900  # pixels; a narrower chart gives its names more of them
_MANY: Final = 100  # lines
_NEAR: Final = 14.0  # pixels from a line within which the pointer is on it
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SlopeChart(QWidget):
    """``picked`` tells the id of a submission that was chosen, ``opened`` one that was double-clicked or got Enter, ``hovered`` the one
    under the pointer or the keyboard (empty: none). The arrow keys go from one to the next in the order of the right side."""

    picked = Signal(str)
    opened = Signal(str)
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Slope chart")
        self.slopes = Slopes((), "", "", 3)
        self.hover = ""
        self.chosen = ""
        self._by_pointer = False
        self._step = float(ROW)
        self.plot = SlopePlot()
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        self.left_names, self.right_names = Names(Side.LEFT), Names(Side.RIGHT)
        layout = QGridLayout(self)
        layout.setContentsMargins(GRID, GRID, 4, GRID)
        layout.setSpacing(0)
        self._grid = layout
        for column, part in enumerate((self.left_names, self.plot, self.right_names)):
            layout.addWidget(part, 0, column)
        layout.addWidget(self.bar, 0, 3)
        self._dress()

        self.bar.valueChanged.connect(self._scrolled)
        self.plot.moved.connect(self._pointed)
        self.plot.pressed.connect(self._pressed)
        self.plot.doubled.connect(self._doubled)
        self.plot.left.connect(self._left)
        self.plot.rolled.connect(self._rolled)
        for names, across in ((self.left_names, 0.0), (self.right_names, 1.0)):
            names.across = across
            names.moved.connect(self._pointed)
            names.pressed.connect(self._pressed)
            names.doubled.connect(self._doubled)
            names.left.connect(self._left)
            names.rolled.connect(self._rolled)

    def show_slopes(self, slopes: Slopes) -> None:
        """Draw other lines; what is hovered and chosen stays, and so does what is in sight."""
        if slopes == self.slopes:
            return
        self.slopes = slopes
        if index_of(slopes.lines, self.hover) < 0:
            self._hover("")
        self.left_names.show_slopes(slopes)
        self.right_names.show_slopes(slopes)
        self._fit()
        self._draw()
        self._tell_reader()

    def choose(self, submission: str) -> None:
        """Mark a submission as chosen (empty: none) and bring it into sight."""
        if submission == self.chosen:
            return
        self.chosen = submission
        self._show(submission)
        self._mark()

    def line(self, submission: str) -> Line | None:
        """The line of a submission, if there is one."""
        place = index_of(self.slopes.lines, submission)
        return self.slopes.lines[place] if place >= 0 else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        lines = self.slopes.lines
        at = index_of(lines, self.hover or self.chosen)
        page = max(1, int(self.plot.height() / self._step) - 1)
        last = len(lines) - 1
        match event.key():
            case Qt.Key.Key_Down:
                to = at + 1
            case Qt.Key.Key_Up:
                to = at - 1 if at >= 0 else last
            case Qt.Key.Key_PageDown:
                to = at + page
            case Qt.Key.Key_PageUp:
                to = at - page
            case Qt.Key.Key_Home:
                to = 0
            case Qt.Key.Key_End:
                to = last
            case Qt.Key.Key_Space:
                if at >= 0:
                    self.picked.emit(lines[at].id)
                return
            case key if key in _ENTER:
                if at >= 0 and not event.isAutoRepeat():
                    self.opened.emit(lines[at].id)
                return
            case Qt.Key.Key_Escape if self.hover:
                self._hover("")
                return
            case _:
                super().keyPressEvent(event)
                return
        if lines:
            self._by_pointer = False
            self._hover(lines[min(max(to, 0), last)].id)
            self._show(self.hover)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Names need their room first; what is left over is for the lines.
        for column, share in enumerate((4, 5, 4) if self.width() > _WIDE else (5, 3, 6)):
            self._grid.setColumnStretch(column, share)
        self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if needs_new_tint(event):
            self._dress()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2.0 if self.hasFocus() else 1.0
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line"), wide))
        painter.setBrush(theme.color("surface"))
        inset = wide / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), 8, 8)
        painter.end()

    def _dress(self) -> None:
        self.plot.setBackground(current_theme().color("surface"))
        self._draw()

    def _fit(self) -> None:
        """Give every row its height, and scroll where they do not all fit."""
        count, height = len(self.slopes.lines), self.contentsRect().height() - 2 * GRID
        self._step = min(float(_ROOMIEST), max(float(ROW), height / max(count, 1)))
        self.bar.setRange(0, max(0, round(count * self._step - height)))
        self.bar.setPageStep(max(1, height))
        self.bar.setSingleStep(round(self._step))
        self.bar.setVisible(self.bar.maximum() > 0)
        self._scrolled()

    @Slot()
    def _scrolled(self) -> None:
        top, height = self.bar.value() / self._step, self.contentsRect().height() - 2 * GRID
        self.plot.see(top, top + max(1, height) / self._step)
        for names in (self.left_names, self.right_names):
            names.see(top, self._step)

    def _draw(self) -> None:
        theme = current_theme()
        lines = self.slopes.lines
        strong = [line for line in lines if abs(line.move) >= self.slopes.much]
        quiet = [line for line in lines if abs(line.move) < self.slopes.much]
        faint = mixed(theme.surface, theme.line_strong, 0.55)
        self.plot.draw("quiet", quiet, theme.color(faint), 1)
        # Wide lines take ten times as long to paint, and among many a colour is seen better than a width.
        width = 1.6 if len(lines) <= _MANY else 1.0
        # Told by shape too: who rises is solid, who falls is dashed.
        self.plot.draw("up", [line for line in strong if line.move > 0], theme.color("good"), width)
        self.plot.draw("down", [line for line in strong if line.move < 0], theme.color("warn"), width, dashed=True)
        self._mark()

    def _mark(self) -> None:
        """Draw what is chosen and what is hovered over the other lines."""
        theme = current_theme()
        for kind, submission, color, width in (
            ("chosen", self.chosen, "accent", 2.5),
            ("hovered", self.hover, "ink", 2.5),
        ):
            line = self.line(submission)
            self.plot.draw(kind, [line] if line else [], theme.color(color), width)
        for names in (self.left_names, self.right_names):
            names.mark(self.hover, self.chosen)

    def _show(self, submission: str) -> None:
        """Bring the right end of a line into sight, and its left end if both have room."""
        line = self.line(submission)
        if line is None:
            return
        height = self.contentsRect().height() - 2 * GRID
        ends = (
            [line.end] if abs(line.end - line.start) * self._step > height - 2 * self._step else [line.start, line.end]
        )
        top, bottom = min(ends) * self._step, (max(ends) + 1) * self._step
        if top < self.bar.value():
            self.bar.setValue(int(top))
        elif bottom > self.bar.value() + height:
            self.bar.setValue(int(bottom - height) + 1)

    def _hover(self, submission: str) -> None:
        if submission == self.hover:
            return
        self.hover = submission
        self._mark()
        self.hovered.emit(submission)
        self._tell_reader()

    def _tell_reader(self) -> None:
        line = self.line(self.hover)
        said = f"{line.title}: rank {line.left} to {line.right}" if line else table_text(self.slopes)
        self.setAccessibleDescription(f"{legend(self.slopes)}\n{said}" if self.slopes.lines else "")
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _nearest(self, x: float, y: float) -> str:
        lines = self.slopes.lines
        if not lines:
            return ""
        ends = np.array([(line.start + 0.5, line.end + 0.5) for line in lines])
        across = min(max(x, 0.0), 1.0)
        away = np.abs(ends[:, 0] + (ends[:, 1] - ends[:, 0]) * across - y)
        if 0 < x < 1:
            # A steep line is near to what lies beside it: its distance is measured square to it, not straight down.
            steep = (ends[:, 1] - ends[:, 0]) * self._step / max(1, self.plot.width())
            away = away / np.sqrt(1 + steep**2)
        away *= self._step
        best = int(away.argmin())
        return lines[best].id if away[best] <= max(_NEAR, self._step / 2) else ""

    @Slot(float, float)
    def _pointed(self, x: float, y: float) -> None:
        self._by_pointer = True
        self._hover(self._nearest(x, y))

    @Slot(float, float)
    def _pressed(self, x: float, y: float) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        found = self._nearest(x, y)
        if found:
            self.picked.emit(found)

    @Slot(float, float)
    def _doubled(self, x: float, y: float) -> None:
        found = self._nearest(x, y)
        if found:
            self.opened.emit(found)

    @Slot()
    def _left(self) -> None:
        if self._by_pointer:
            self._hover("")

    @Slot(int)
    def _rolled(self, pixels: int) -> None:
        self.bar.setValue(self.bar.value() - pixels)
