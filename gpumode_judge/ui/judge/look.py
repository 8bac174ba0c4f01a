"""The judge's window's own shapes, and larger text: the shared style with every measure of text multiplied."""

import re
from string import Template
from typing import Final

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from gpumode_judge.ui.shared.fonts import BODY_SIZE, font
from gpumode_judge.ui.shared.stylesheet import stylesheet
from gpumode_judge.ui.shared.theme import Theme, current_theme

SIZES: Final = (100, 125, 150)

_LARGE: Final = 2300  # pixels; a screen of that many without scaling is read from further away
_HUGE: Final = 3000
_PERCENT: Final = "text_percent"
_MEASURES: Final = re.compile(r"(font-size|min-height|max-height): (\d+)px")
_OWN: Final = """
QFrame#criterion { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#criterion[on="true"] { border: 2px solid $focus; }
QFrame#criterion[wrong="true"] { background: $warn_soft; border-color: $warn; }
QFrame#chip { background: $accent_soft; border-radius: 8px; }
QFrame#chip QLabel { color: $accent_ink; }
QLabel[role="table"] { font-family: "Inter Display", "Inter"; font-size: 28px; font-weight: 700; }
QLabel[role="long-table"] { font-size: 16px; font-weight: 700; min-height: 34px; }
QLabel[role="chip"] { font-size: 11px; font-weight: 600; }
QLabel[role="title"] { font-size: 20px; font-weight: 600; }
QLabel[role="mark"] { font-family: "Inter Display", "Inter"; font-size: 44px; font-weight: 700; }
QLabel[role="unmarked"] { font-size: 44px; font-weight: 400; color: $ink_faint; }
QFrame#rehearsal { background: $warn_soft; border: none; border-bottom: 1px solid $warn; }
QFrame#rehearsal QLabel { color: $warn; font-weight: 600; font-size: 12px; }
QListView#round { background: transparent; border: none; border-radius: 0; }
QListView#round:focus { border: none; }
QListView#round::item { padding: 0; min-height: 0; }
QListView#judges { padding: 4px; }
QFrame#foot QLabel[role="good"] { color: $good; font-weight: 500; }
QFrame#foot QLabel[role="bad"] { color: $bad; font-weight: 500; }
"""


def fitting_size(width: int) -> int:
    """The size of text, in percent, for a window ``width`` pixels wide whose person has not chosen one."""
    return 150 if width >= _HUGE else 125 if width >= _LARGE else 100


def own_style(theme: Theme, percent: int = 100) -> str:
    """What a window of this desk adds to the shared style, with text at ``percent`` of its usual size."""
    own = Template(_OWN).substitute({k: v for k, v in vars(theme).items() if isinstance(v, str)})
    if percent == 100:
        return own
    return _MEASURES.sub(
        lambda found: f"{found[1]}: {round(int(found[2]) * percent / 100)}px",
        f"QWidget {{ font-size: {BODY_SIZE}px; }}" + stylesheet(theme) + own,
    )


def dress(window: QWidget, percent: int = 100) -> None:
    """Give ``window`` this desk's style in the theme of the moment; call it again when the theme changes."""
    style = own_style(current_theme(), percent)
    if window.styleSheet() != style:
        window.setProperty(_PERCENT, percent)
        window.setFont(font(round(BODY_SIZE * percent / 100)))
        window.setStyleSheet(style)


def sized(widget: QWidget, size: int, weight: QFont.Weight = QFont.Weight.Normal, display: bool = False) -> QFont:
    """Inter of ``size`` at 100 %, as large as the text around ``widget`` asks for; for what paints itself."""
    return font(round(size * scale_of(widget)), weight, display)


def scale_of(widget: QWidget) -> float:
    """How much larger than usual the text around ``widget`` is."""
    around: QWidget | None = widget
    while around is not None:
        percent = around.property(_PERCENT)
        if percent:
            return percent / 100
        around = around.parentWidget()
    return 1.0
