"""Keys that a control needs for itself, although they mean something to the projector."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class OwnKeys(QObject):
    """Leaves ``keys`` to ``control`` while it has the keyboard: who moves a slider by arrows must not tell a winner."""

    def __init__(self, control: QWidget, *keys: Qt.Key) -> None:
        super().__init__(control)
        self._keys = keys
        control.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or Qt.Key(event.key()) not in self._keys:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            # Straight to the control: a key that it has no use for right now must not go on to the panel.
            watched.event(event)
            event.accept()
            return True
        return super().eventFilter(watched, event)
