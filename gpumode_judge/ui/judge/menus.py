"""The menu bar, and every key of the window in one list."""

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gpumode_judge import __version__
from gpumode_judge.ui.judge.look import SIZES
from gpumode_judge.ui.shared.keys import KeySection

THEMES: Final = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))

KEYS: Final = (
    KeySection(
        "Marking",
        (
            ("0–9", "set the mark and go to the next criterion without one"),
            ("1 0", "type two figures quickly where a scale goes to 10 or more; Enter ends a number"),
            (".", "half steps: 3 . 5"),
            ("← →", "one level less or more"),
            ("Shift+← →", "ten levels less or more"),
            ("↑ ↓ Tab", "from criterion to criterion"),
            ("Backspace", "take the mark away"),
            ("Ctrl+Z", "take back the last change; while writing, the last words"),
        ),
    ),
    KeySection(
        "Notes",
        (
            ("N", "note on this criterion"),
            ("T", "note for the team"),
            ("P", "private note, which stays on this laptop"),
            ("Esc", "back from a note to the criterion"),
        ),
    ),
    KeySection(
        "Finishing with a submission",
        (
            ("Ctrl+Enter", "record the ballot and go to the next one to do"),
            ("Alt+A", "absent, with a reason"),
            ("Alt+R", "recuse yourself, with a reason"),
            ("Alt+S", "skip, with a reason"),
        ),
    ),
    KeySection(
        "Finding the way",
        (
            ("PgUp PgDown", "the submission before or after"),
            ("Ctrl+↑ ↓", "the same, also while writing"),
            ("/", "search by table, team, title or track; Enter opens"),
            ("Ctrl+L", "to the list"),
            ("D", "what the team wrote about its submission"),
        ),
    ),
    KeySection(
        "The event",
        (
            ("Ctrl+Shift+S", "look at your order once and sign off"),
            ("Ctrl+H", "hand in"),
            ("Ctrl+O", "open a newer event file"),
            ("Ctrl+W", "close the window; everything is saved"),
            ("F1 ?", "this sheet"),
        ),
    ),
)  # fmt: skip


class Menus:
    """Fills a window's menu bar. Whoever makes it connects the actions."""

    def __init__(self, window: QMainWindow) -> None:
        bar = window.menuBar()
        event = bar.addMenu("&Event")
        self.newer = _action(event, "Open a newer event file…", "Ctrl+O")
        self.sign_off = _action(event, "Sign off your marks…", "Ctrl+Shift+S")
        self.hand_in = _action(event, "Hand in…", "Ctrl+H")
        event.addSeparator()
        self.me = _action(event, "My details…")
        event.addSeparator()
        self.start = _action(event, "Start window")
        self.close = _action(event, "Close", "Ctrl+W")
        card = bar.addMenu("&Card")
        self.before = _action(card, "The one before", "PgUp", "Ctrl+Up")
        self.after = _action(card, "The one after", "PgDown", "Ctrl+Down")
        self.to_list = _action(card, "To the list", "Ctrl+L")
        card.addSeparator()
        self.undo = _action(card, "Take back the last change", "Ctrl+Z")
        view = bar.addMenu("&View")
        self.themes = _choices(view, [(text, name) for name, text in THEMES])
        view.addSeparator()
        self.sizes = _choices(view, [(f"Text {size}\N{NO-BREAK SPACE}%", size) for size in SIZES])
        help_menu = bar.addMenu("&Help")
        self.keys = _action(help_menu, "Keys", "F1", "?")
        self.guide = _action(help_menu, "Guide")
        help_menu.addSeparator()
        _action(help_menu, f"Version {__version__}").setEnabled(False)


def choose(group: QActionGroup, value: object) -> None:
    """Tick the choice that stands for ``value``."""
    for action in group.actions():
        if action.data() == value:
            action.setChecked(True)


def on(action: QAction, slot: Callable[[], object]) -> None:
    """Let an action call ``slot`` without the tick that Qt sends along."""
    action.triggered.connect(slot)


def _action(menu: QMenu, text: str, *keys: str) -> QAction:
    action = QAction(text, menu)
    action.setShortcuts([QKeySequence(key) for key in keys])
    if sys.platform == "darwin":
        action.setMenuRole(QAction.MenuRole.NoRole)
    menu.addAction(action)
    return action


def _choices(menu: QMenu, choices: list[tuple[str, str]] | list[tuple[str, int]]) -> QActionGroup:
    group = QActionGroup(menu)
    for text, value in choices:
        action = QAction(text, group)
        action.setCheckable(True)
        action.setData(value)
        menu.addAction(action)
    return group
