"""The menu bar of the organizers' window."""

from collections.abc import Sequence

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow

from gpumode_judge import __version__
from gpumode_judge.ui.shared.menus import THEMES, add_action, add_choices, choose
from gpumode_judge.ui.shared.sidebar import Place
from gpumode_judge.ui.shared.theme import chosen_theme


class Menus:
    """Fills a window's menu bar. Whoever makes it connects the actions; those of ``places`` and ``themes`` hold their key."""

    def __init__(self, window: QMainWindow, places: Sequence[Place]) -> None:
        bar = window.menuBar()
        event = bar.addMenu("&Event")
        self.write = add_action(event, "Write event file…")
        self.save_plan = add_action(event, "Save plan as TOML…")
        self.merge = add_action(event, "Merge score files…", "Ctrl+M")
        event.addSeparator()
        self.start = add_action(event, "Start window")
        self.close = add_action(event, "Close", "Ctrl+W")
        view = bar.addMenu("&View")
        self.places = QActionGroup(view)
        for number, place in enumerate(places, 1):
            action = add_action(view, f"{place.text}\t{place.keys or f'Ctrl+{number}'}")
            action.setData(place.key)
            self.places.addAction(action)
        view.addSeparator()
        self.themes = add_choices(view.addMenu("Theme"), THEMES)
        choose(self.themes, chosen_theme())
        help_menu = bar.addMenu("&Help")
        self.keys = add_action(help_menu, "Keys", "F1")
        self.guide = add_action(help_menu, "Guide")
        help_menu.addSeparator()
        add_action(help_menu, f"Version {__version__}").setEnabled(False)
