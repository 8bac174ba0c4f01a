"""What the menus of the windows are made of."""

import sys
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from gpumode_judge.ui.shared.theme import ThemeChoice

THEMES: Final[tuple[tuple[ThemeChoice, str], ...]] = (
    ("system", "As the system"),
    ("light", "Light"),
    ("dark", "Dark"),
)


def add_action(menu: QMenu, text: str, *keys: str) -> QAction:
    """One more action, with its keys."""
    action = QAction(text, menu)
    action.setShortcuts([QKeySequence(key) for key in keys])
    if sys.platform == "darwin":
        action.setMenuRole(QAction.MenuRole.NoRole)
    menu.addAction(action)
    return action


def add_choices(menu: QMenu, choices: Sequence[tuple[object, str]]) -> QActionGroup:
    """Actions of which one is ticked: (value, words)."""
    group = QActionGroup(menu)
    for value, text in choices:
        action = QAction(text, group)
        action.setCheckable(True)
        action.setData(value)
        menu.addAction(action)
    return group


def choose(group: QActionGroup, value: object) -> None:
    """Tick the choice that stands for ``value``."""
    for action in group.actions():
        if action.data() == value:
            action.setChecked(True)


def on(action: QAction, slot: Callable[[], object]) -> None:
    """Let an action call ``slot`` without the tick that Qt sends along."""
    action.triggered.connect(slot)
