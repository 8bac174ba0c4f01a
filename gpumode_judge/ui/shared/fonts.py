"""Inter with figures of one width: loaded once, asked for by size and weight."""

from typing import Final

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from gpumode_judge.system.resources import resource

FAMILY: Final = "Inter"
DISPLAY_FAMILY: Final = "Inter Display"
BODY_SIZE: Final = 14

_LOADED: Final = "gpumode_judge.fonts"
_TABULAR: Final = QFont.Tag("tnum")
_ARROWS: Final = QFont.Tag("calt")


def load_fonts() -> None:
    """Make the shipped fonts known to the running application; a second call does nothing."""
    app = QApplication.instance()
    if app is None or app.property(_LOADED):
        return
    for file in sorted(resource("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
    app.setProperty(_LOADED, True)


def font(size: int, weight: QFont.Weight = QFont.Weight.Normal, display: bool = False) -> QFont:
    """Inter of ``size`` logical pixels; ``display`` takes the cut that is drawn for large words.

    Figures that must stand below each other stay in Inter: the large cut's are not all of one width.
    """
    made = QFont()
    made.setFamilies([DISPLAY_FAMILY, FAMILY] if display else [FAMILY])
    made.setPixelSize(max(1, size))
    made.setWeight(weight)
    made.setFeature(_TABULAR, 1)
    # Without this Inter turns "->" typed by a team into an arrow.
    made.setFeature(_ARROWS, 0)
    return made
