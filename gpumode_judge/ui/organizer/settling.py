"""Say what a person decided between equals, wherever it was decided."""

from typing import Final

from gpumode_judge.desk import prizing
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ui.organizer.tie_dialog import Decided

LAST_DECIDER: Final = "decider"  # the setting that remembers who decided last


def decide_all(desk: OrganizerDesk, decided: Decided) -> None:
    """Say it for each of its prizes."""
    desk.remember(LAST_DECIDER, decided.by)
    for prize in decided.prizes:
        prizing.decide(desk, decided.order, decided.by, decided.reason, prize)
