"""Put a theme on the running application and ask which one it wears."""

from typing import Final, Literal

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gpumode_judge.ui.shared.fonts import BODY_SIZE, font, load_fonts
from gpumode_judge.ui.shared.stylesheet import stylesheet
from gpumode_judge.ui.shared.tokens import (
    CONTROL_HEIGHT,
    GRID,
    RADIUS,
    ROW_HEIGHT,
    Theme,
    contrast,
    load_theme,
    mixed,
)

__all__ = [
    "CONTROL_HEIGHT",
    "GRID",
    "RADIUS",
    "ROW_HEIGHT",
    "Theme",
    "ThemeChoice",
    "apply_theme",
    "chosen_theme",
    "contrast",
    "current_theme",
    "follow_system",
    "load_theme",
    "mixed",
]

ThemeChoice = Literal["system", "light", "dark"]

_NAME: Final = "gpumode_judge.theme"
_FOLLOWER: Final = "gpumode_judge.follower"


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress every window of ``app`` in ``theme``; windows that are open change at once."""
    load_fonts()
    if app.property(_NAME) is None:
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(font(BODY_SIZE))
    app.setProperty(_NAME, theme.name)
    app.setPalette(_palette(theme))
    app.setStyleSheet(stylesheet(theme))


def current_theme() -> Theme:
    """The theme that the running application wears; light as long as none was put on."""
    app = QApplication.instance()
    name = app.property(_NAME) if app else None
    return load_theme("dark" if name == "dark" else "projector" if name == "projector" else "light")


def chosen_theme() -> ThemeChoice:
    """What :func:`follow_system` was last asked for."""
    app = QApplication.instance()
    follower = app.findChild(_Follower, _FOLLOWER) if app else None
    return follower.choice if follower else "system"


def follow_system(app: QApplication, choice: ThemeChoice) -> None:
    """Wear ``choice``; with ``"system"`` the light or dark that the system shows, also when it switches later."""
    follower = app.findChild(_Follower, _FOLLOWER) or _Follower(app)
    follower.follow(choice)


class _Follower(QObject):
    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.setObjectName(_FOLLOWER)
        self._app = app
        self.choice: ThemeChoice = "system"
        app.styleHints().colorSchemeChanged.connect(self._system_switched)

    def follow(self, choice: ThemeChoice) -> None:
        self.choice = choice
        if choice == "system":
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            choice = "dark" if dark else "light"
        apply_theme(self._app, load_theme("dark" if choice == "dark" else "light"))

    @Slot()
    def _system_switched(self) -> None:
        if self.choice == "system":
            self.follow("system")


def _palette(theme: Theme) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: theme.ground,
        QPalette.ColorRole.WindowText: theme.ink,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.sunken,
        QPalette.ColorRole.ToolTipBase: theme.ink,
        QPalette.ColorRole.ToolTipText: theme.surface,
        QPalette.ColorRole.PlaceholderText: theme.ink_faint,
        QPalette.ColorRole.Text: theme.ink,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.ink,
        QPalette.ColorRole.BrightText: theme.bad,
        QPalette.ColorRole.Link: theme.accent_ink,
        QPalette.ColorRole.LinkVisited: theme.accent_ink,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.raised,
        QPalette.ColorRole.Mid: theme.line_strong,
        QPalette.ColorRole.Dark: theme.line_strong,
        QPalette.ColorRole.Shadow: theme.line_strong,
    }
    palette = QPalette()
    for role, value in roles.items():
        palette.setColor(role, theme.color(value))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, theme.color("ink_faint"))
    return palette
