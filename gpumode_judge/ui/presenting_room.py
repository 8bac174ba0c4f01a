"""The presenter's panel in the organizers' window: what it is given, what is remembered of it, and what it tells the window."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.presenting import Presenting
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.projector.presenter import PresenterPanel
from gpumode_judge.ui.projector.stage_desk import StageDesk
from gpumode_judge.ui.start.remembered import remember, remembered

DISPLAY: Final = "display"
_ALSO: Final = "second display"
_CALM: Final = "calm projector"
_SAFE: Final = "safe area"


def presenter_for(desk: OrganizerDesk, window: OrganizerWindow, parent: QWidget) -> PresenterPanel:
    """The panel of ``window``. It lets go of displays and writes the last step when the window closes, before the desk does."""
    from gpumode_judge.system.awake import KeepAwake

    presenting = Presenting(desk)
    panel = PresenterPanel(
        presenting, stage=StageDesk(desk, presenting), awake=KeepAwake(), remembered=remembered(DISPLAY),
        also=remembered(_ALSO), calm=remembered(_CALM) == "yes", safe=_safe(remembered(_SAFE)), parent=parent,
    )  # fmt: skip
    panel.display_chosen.connect(partial(remember, DISPLAY))
    panel.also_chosen.connect(partial(remember, _ALSO))
    panel.calm_chosen.connect(_keep_calm)
    panel.safe_chosen.connect(_keep_safe)
    panel.going.connect(window.go)
    panel.said.connect(window.refresh)
    window.changed.connect(panel.refresh)
    window.closed.connect(panel.stop)
    return panel


def _keep_calm(calm: bool) -> None:
    remember(_CALM, "yes" if calm else "")


def _keep_safe(share: float) -> None:
    remember(_SAFE, f"{share:.3f}")


def _safe(text: str) -> float | None:
    try:
        share = float(text)
    except ValueError:
        return None
    return share if 0 <= share <= 0.1 else None
