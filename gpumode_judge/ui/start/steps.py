"""The strip that shows which step of several one is on; steps that are done lead back to themselves."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.icons import pixmap
from gpumode_judge.ui.shared.theme import GRID, RADIUS, current_theme

_DISC = 24


class StepBar(QWidget):
    """``chosen`` brings the place of a step that is done and was clicked."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Steps")
        self._buttons = [_StepButton(place + 1, name) for place, name in enumerate(names)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for place, button in enumerate(self._buttons):
            if place:
                line = QFrame()
                line.setObjectName("rule")
                line.setFixedWidth(3 * GRID)
                layout.addWidget(line)
            layout.addWidget(button)
            button.clicked.connect(self._clicked)

    def show_step(self, here: int) -> None:
        """Show that the step at ``here`` is the one that is seen."""
        for place, button in enumerate(self._buttons):
            button.set_state(done=place < here, here=place == here)

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, _StepButton):
            self.chosen.emit(self._buttons.index(sender))


class _StepButton(QAbstractButton):
    def __init__(self, number: int, name: str) -> None:
        super().__init__()
        self._number = number
        self._name = name
        self._done = self._here = False
        self.setText(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_state(self, done: bool, here: bool) -> None:
        self._done, self._here = done, here
        self.setEnabled(done)
        self.setCursor(Qt.CursorShape.PointingHandCursor if done else Qt.CursorShape.ArrowCursor)
        said = "done" if done else "this step" if here else "to come"
        self.setAccessibleName(f"Step {self._number}, {self._name}: {said}")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        self.setFont(font(14, QFont.Weight.DemiBold))
        return QSize(_DISC + GRID + self.fontMetrics().horizontalAdvance(self._name) + 2 * GRID, 40)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.update()
        super().changeEvent(event)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.hasFocus() or (self._done and self.underMouse()):
            painter.setPen(QPen(theme.color("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("raised") if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        disc = QRectF(GRID, (self.height() - _DISC) / 2, _DISC, _DISC)
        fill, ink = ("accent", "on_accent") if self._here else ("accent_soft", "accent_ink")
        if not (self._here or self._done):
            fill, ink = "raised", "ink_soft"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(fill))
        painter.drawEllipse(disc)
        if self._done:
            tick = pixmap("check", 16, ink, self.devicePixelRatioF())
            painter.drawPixmap(disc.adjusted(4, 4, 0, 0).topLeft(), tick)
        else:
            painter.setPen(theme.color(ink))
            painter.setFont(font(13, QFont.Weight.DemiBold))
            painter.drawText(disc, int(Qt.AlignmentFlag.AlignCenter), str(self._number))
        painter.setPen(theme.color("ink" if self._here else "ink_soft"))
        painter.setFont(font(14, QFont.Weight.DemiBold if self._here else QFont.Weight.Medium))
        painter.drawText(box.adjusted(2 * GRID + _DISC - 1, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self._name)
        painter.end()
