"""The keys of the projector, the same in the audience window and in the presenter panel, and for a clicker."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.stage import Over


class Command(StrEnum):
    """What a person can ask of the projector."""

    NEXT = "next"
    BACK = "back"
    FIRST = "first"
    LAST = "last"
    BLACKOUT = "blackout"
    SPONSORS = "sponsors"
    MESSAGE = "message"
    COUNTDOWN = "countdown"
    TEST_CARD = "test card"
    PAUSE = "pause"
    LIFT = "lift"
    START = "start"
    FULL_SCREEN = "full screen"
    NEXT_DISPLAY = "next display"
    LEAVE = "leave"
    WELCOME = "welcome"
    PROGRESS = "progress"
    LIVE = "live"
    CHARTS = "charts"
    AGENDA = "agenda"


SCENES: Final = {
    Command.WELCOME: Scene.WELCOME,
    Command.PROGRESS: Scene.PROGRESS,
    Command.LIVE: Scene.LIVE,
    Command.CHARTS: Scene.CHARTS,
    Command.AGENDA: Scene.AGENDA,
}

OVERS: Final = {
    Command.BLACKOUT: Over.BLACKOUT,
    Command.SPONSORS: Over.SPONSORS,
    Command.MESSAGE: Over.MESSAGE,
    Command.COUNTDOWN: Over.COUNTDOWN,
    Command.TEST_CARD: Over.TEST_CARD,
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
    Qt.Key.Key_M: Command.MESSAGE,
    Qt.Key.Key_C: Command.COUNTDOWN,
    Qt.Key.Key_T: Command.TEST_CARD,
    Qt.Key.Key_P: Command.PAUSE,
    Qt.Key.Key_L: Command.LIFT,
    Qt.Key.Key_F5: Command.START,
    Qt.Key.Key_F: Command.FULL_SCREEN,
    Qt.Key.Key_D: Command.NEXT_DISPLAY,
    Qt.Key.Key_Escape: Command.LEAVE,
    Qt.Key.Key_1: Command.WELCOME,
    Qt.Key.Key_2: Command.PROGRESS,
    Qt.Key.Key_3: Command.LIVE,
    Qt.Key.Key_4: Command.CHARTS,
    Qt.Key.Key_5: Command.AGENDA,
}

# What the help says, in the order in which a person needs it.
HELP: Final = (
    ("Space → PgDown", "next step, page or scene"),
    ("← PgUp", "back"),
    ("B .", "blackout"),
    ("P", "hold: the clicker does nothing"),
    ("S", "sponsors"),
    ("M", "message"),
    ("C", "countdown"),
    ("T", "test card"),
    ("L", "lift rows over heads"),
    ("1–5", "the scenes of the evening"),
    ("Home End", "first, last step or page"),
    ("F5", "put on the projector"),
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
