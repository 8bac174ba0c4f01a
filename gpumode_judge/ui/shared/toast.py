"""A short message over the foot of a window, with a way to take back what it tells of."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.motion import duration
from gpumode_judge.ui.shared.tokens import GRID

_NAME: Final = "toast"


class Toast(QFrame):
    """Made by :meth:`show_in`. It goes away by itself, but not while the pointer or the focus is on it."""

    def __init__(self, window: QWidget, text: str, action: str, acted: Callable[[], object] | None, ms: int) -> None:
        super().__init__(window)
        self.setObjectName(_NAME)
        self.setAccessibleName(text)
        self.text = text
        self._window = window
        self._acted = acted
        words = PlainLabel(text, wrap=False)
        words.setMaximumWidth(80 * GRID)
        self.action_button = Button(action, "quiet")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8 if action else 16, 6)
        layout.setSpacing(GRID)
        layout.addWidget(words)
        layout.addWidget(self.action_button)
        self.action_button.setVisible(bool(action))
        self.setMinimumHeight(48)
        self._life = QTimer(self)
        self._life.setSingleShot(True)
        self._life.setInterval(ms)
        effect = QGraphicsOpacityEffect(self)
        effect.setOpacity(1.0)
        self.setGraphicsEffect(effect)
        self._fade = QPropertyAnimation(effect, b"opacity", self)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        window.installEventFilter(self)

        self._life.timeout.connect(self._end)
        self.action_button.clicked.connect(self._act)

    @staticmethod
    def show_in(
        window: QWidget, text: str, action: str = "", acted: Callable[[], object] | None = None, ms: int = 6000
    ) -> "Toast":
        """Show ``text`` over the foot of ``window`` for ``ms`` milliseconds; an older toast there gives way."""
        for older in window.findChildren(Toast, _NAME, Qt.FindChildOption.FindDirectChildrenOnly):
            older.go()
        toast = Toast(window, text, action, acted, ms)
        toast.place()
        toast.show()
        toast.raise_()
        toast.begin()
        return toast

    def begin(self) -> None:
        """Fade in and start the clock."""
        self._life.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if duration():
            self._fade.setDuration(duration())
            self._fade.setStartValue(0.0)
            self._fade.setEndValue(1.0)
            self._fade.start()

    def go(self) -> None:
        """Leave at once."""
        self._life.stop()
        self._window.removeEventFilter(self)
        self.setObjectName("")
        self.hide()
        self.deleteLater()

    def place(self) -> None:
        """Stand in the middle, above the foot of the window."""
        window = self._window
        self.setMaximumWidth(max(1, window.width() - 4 * GRID))
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - 7 * GRID)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    @Slot()
    def _end(self) -> None:
        if self.underMouse() or self.action_button.hasFocus():
            self._life.start()
        else:
            self.go()

    @Slot()
    def _act(self) -> None:
        acted = self._acted
        self.go()
        if acted is not None:
            acted()
