"""The keys of the projector, the same in the audience window and in the presenter panel, and for a clicker."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gpumode_judge.ceremony.board import Scene


class Command(StrEnum):
    """What a person can ask of the projector."""

    NEXT = "next"
    BACK = "back"
    FIRST = "first"
    LAST = "last"
    BLACKOUT = "blackout"
    SPONSORS = "sponsors"
    PAUSE = "pause"
    LIFT = "lift"
    FULL_SCREEN = "full screen"
    NEXT_DISPLAY = "next display"
    LEAVE = "leave"
    WELCOME = "welcome"
    PROGRESS = "progress"
    LIVE = "live"
    CHARTS = "charts"


SCENES: Final = {
    Command.WELCOME: Scene.WELCOME,
    Command.SPONSORS: Scene.WELCOME,
    Command.PROGRESS: Scene.PROGRESS,
    Command.LIVE: Scene.LIVE,
    Command.CHARTS: Scene.CHARTS,
}

KEYS: Final = {
    Qt.Key.Key_Space: Command.NEXT,
    Qt.Key.Key_Right: Command.NEXT,
    Qt.Key.Key_PageDown: Command.NEXT,
    Qt.Key.Key_Left: Command.BACK,
    Qt.Key.Key_PageUp: Command.BACK,
    Qt.Key.Key_Home: Command.FIRST,
    Qt.Key.Key_End: Command.LAST,
    Qt.Key.Key_B: Command.BLACKOUT,
    Qt.Key.Key_Period: Command.BLACKOUT,
    Qt.Key.Key_S: Command.SPONSORS,
    Qt.Key.Key_P: Command.PAUSE,
    Qt.Key.Key_L: Command.LIFT,
    Qt.Key.Key_F: Command.FULL_SCREEN,
    Qt.Key.Key_D: Command.NEXT_DISPLAY,
    Qt.Key.Key_Escape: Command.LEAVE,
    Qt.Key.Key_1: Command.WELCOME,
    Qt.Key.Key_2: Command.PROGRESS,
    Qt.Key.Key_3: Command.LIVE,
    Qt.Key.Key_4: Command.CHARTS,
}

# What the help says, in the order in which a person needs it.
HELP: Final = (
    ("Space → PgDown", "next page or scene"),
    ("← PgUp", "back"),
    ("1–4", "the four scenes"),
    ("Home End", "first, last page"),
    ("B .", "blackout"),
    ("S", "sponsors"),
    ("P", "hold this page"),
    ("L", "lift rows over heads"),
    ("F", "full screen"),
    ("D", "next display"),
    ("Esc", "back to this panel"),
)

_HARMLESS: Final = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier


def command_of(event: QKeyEvent) -> Command | None:
    """The command behind a key press; None for other keys, held keys and anything with Ctrl, Alt or Cmd."""
    if event.isAutoRepeat() or event.modifiers() & ~_HARMLESS:
        return None
    return KEYS.get(Qt.Key(event.key()))
