"""Movement that explains, and the switch that turns it off."""

from typing import Final

from PySide6.QtWidgets import QApplication

_OFF: Final = "gpumode_judge.motion_off"


def set_motion(app: QApplication, on: bool) -> None:
    """Allow or forbid movement in every window of ``app``."""
    app.setProperty(_OFF, not on)


def duration(milliseconds: int = 160) -> int:
    """How long a movement may take: 120 to 200 ms, or 0 when movement is switched off."""
    app = QApplication.instance()
    return 0 if app is None or app.property(_OFF) else min(200, max(120, milliseconds))
