"""Somebody's hands, and the computers they sit at: only keys, clicks, drops and what a file dialog answers."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from gpumode_judge.ui.app import App

Key = Qt.Key
LONG = 20_000  # milliseconds; what is waited for takes far less


class Hands:
    """Press keys where the keyboard is, at the window one sits at."""

    def __init__(self, qtbot) -> None:
        self._qtbot = qtbot
        self.window: QWidget | None = None

    def until(self, true) -> None:
        self._qtbot.waitUntil(true, timeout=LONG)

    def at(self, window: QWidget) -> None:
        self.window = window
        self._turn_to(window)

    def press(self, *keys: Key | str, ctrl: bool = False, alt: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        if alt:
            modifier |= Qt.KeyboardModifier.AltModifier
        for key in keys:
            QTest.keyClick(self._there(), key, modifier)

    def type(self, text: str) -> None:
        for sign in text:
            self.press(sign)

    def fill(self, text: str) -> None:
        """Write over what stands in the field that has the keyboard."""
        self.press(Key.Key_A, ctrl=True)
        QTest.keyClicks(self._there(), text)

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def drop(self, target: QWidget, *paths: Path) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        middle, copy, left = target.rect().center(), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(QPoint(middle), copy, mime, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(middle), copy, mime, left, Qt.KeyboardModifier.NoModifier))

    def _there(self) -> QWidget:
        popup = QApplication.activePopupWidget()
        window = popup or QApplication.activeModalWidget() or self.window
        if not popup and not window.isActiveWindow():  # what a window manager does when a dialog comes or has gone
            self._turn_to(window)
        return window.focusWidget() or window

    def _turn_to(self, window: QWidget) -> None:
        """Until it has the keyboard: a window that opens by itself in that moment takes it away again."""

        def turned() -> bool:
            window.activateWindow()
            return window.isActiveWindow()

        self.until(turned)


class Laptop:
    """One computer with its own home folder and the app on it."""

    def __init__(self, hands: Hands, home: Path, monkeypatch: pytest.MonkeyPatch, qapp, demo=None) -> None:
        self.hands = hands
        self._home = home
        self._patch = monkeypatch
        self._enter()
        self.app = App(qapp, demo)
        self.app.begin()
        hands.until(lambda: self.app.windows is not None)
        hands.at(self.app.start)

    def sit_down(self, window: QWidget) -> None:
        """Come back to a window of this computer."""
        self._enter()
        self.hands.at(window)

    def answer(self, question: str, path: Path) -> None:
        """What the system's file dialog gives back."""
        given = str(path) if question == "getExistingDirectory" else (str(path), "")
        self._patch.setattr(QFileDialog, question, lambda *_args, **_kwargs: given)

    def plug_in(self, *sticks: Path) -> None:
        """These sticks are in this computer, and no others."""
        self._patch.setattr("gpumode_judge.ui.judge.hand_in.default_sticks", lambda: sticks)

    def opened(self, kind: type[QWidget]) -> QWidget:
        """The window of a workspace that opens now."""
        found: list[QWidget] = []

        def look() -> bool:
            windows = self.app.windows._opened.values()
            found[:] = [item.window for item in windows if isinstance(item.window, kind)]
            return bool(found)

        self.hands.until(look)
        self.hands.at(found[0])
        return found[0]

    def turn_off(self) -> None:
        """Close every window, the start window last."""
        self._enter()
        for item in list(self.app.windows._opened.values()):
            item.window.close()
        self.hands.until(lambda: not self.app.windows._opened)
        self.app.start.close()
        self.app.start.deleteLater()

    def _enter(self) -> None:
        self._patch.setenv("GPUMODE_JUDGE_HOME", str(self._home))
