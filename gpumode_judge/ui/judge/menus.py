"""The menu bar, and every key of the window in one list."""

from typing import Final

from PySide6.QtWidgets import QMainWindow

from gpumode_judge import __version__
from gpumode_judge.ui.judge.look import SIZES
from gpumode_judge.ui.shared.keys import KeySection
from gpumode_judge.ui.shared.menus import THEMES, add_action, add_choices

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
        self.newer = add_action(event, "Open a newer event file…", "Ctrl+O")
        self.sign_off = add_action(event, "Sign off your marks…", "Ctrl+Shift+S")
        self.hand_in = add_action(event, "Hand in…", "Ctrl+H")
        event.addSeparator()
        self.me = add_action(event, "My details…")
        event.addSeparator()
        self.start = add_action(event, "Start window")
        self.close = add_action(event, "Close", "Ctrl+W")
        card = bar.addMenu("&Card")
        self.before = add_action(card, "The one before", "PgUp", "Ctrl+Up")
        self.after = add_action(card, "The one after", "PgDown", "Ctrl+Down")
        self.to_list = add_action(card, "To the list", "Ctrl+L")
        card.addSeparator()
        self.undo = add_action(card, "Take back the last change", "Ctrl+Z")
        view = bar.addMenu("&View")
        self.themes = add_choices(view, THEMES)
        view.addSeparator()
        self.sizes = add_choices(view, [(size, f"Text {size}\N{NO-BREAK SPACE}%") for size in SIZES])
        help_menu = bar.addMenu("&Help")
        self.keys = add_action(help_menu, "Keys", "F1", "?")
        self.guide = add_action(help_menu, "Guide")
        help_menu.addSeparator()
        add_action(help_menu, f"Version {__version__}").setEnabled(False)
