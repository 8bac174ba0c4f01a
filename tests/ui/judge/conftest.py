"""An open judge's window and somebody who presses its keys."""

from collections.abc import Callable

import pytest
from judge_evening import Evening, make_evening
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.ui.judge.window import JudgeWindow


class Person:
    """Presses keys where the keyboard is, as a person does."""

    def __init__(self, window: JudgeWindow) -> None:
        self.window = window

    def press(self, *keys: Qt.Key | str, ctrl: bool = False, alt: bool = False, shift: bool = False) -> None:
        modifier = Qt.KeyboardModifier.NoModifier
        for on, kind in ((ctrl, "Control"), (alt, "Alt"), (shift, "Shift")):
            if on:
                modifier |= getattr(Qt.KeyboardModifier, f"{kind}Modifier")
        for key in keys:
            window = QApplication.activeModalWidget() or self.window
            if not window.isActiveWindow():  # what a window manager does when a dialog has gone
                window.activateWindow()
                QTest.qWaitForWindowActive(window)
            QTest.keyClick(window.focusWidget() or window, key, modifier)

    def type(self, text: str) -> None:
        for sign in text:
            self.press(sign)

    def record(self) -> None:
        self.press(Qt.Key.Key_Return, ctrl=True)

    @property
    def marks(self) -> list[str]:
        card = self.window.session.round.card
        return [str(card.entered.marks.get(c.key, "")) for c in card.criteria]

    @property
    def table(self) -> str:
        return self.window.session.round.card.submission.table

    @property
    def criterion(self) -> str:
        return self.window.card.criteria.current.criterion.key


@pytest.fixture
def evening(tmp_path) -> Evening:
    return make_evening(tmp_path / "evening")


@pytest.fixture
def sit_down(themed, qtbot) -> Callable[[JudgeDesk], Person]:
    def sit(desk: JudgeDesk) -> Person:
        window = JudgeWindow(desk)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Person(window)

    return sit
