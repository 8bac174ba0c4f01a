"""What on the Merge page wants an organizer's word: the count beside its name, and what its tooltip tells."""

from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.waits import Do, Wait
from gpumode_judge.ui.organizer.words import counted

_TOLD = 6


def wants(view: View, speaks: bool) -> tuple[int, str]:
    """How many things, and a line for each of the first few; nothing where this laptop can only look.

    What only others can do something about is left out, such as a lock that was signed here.
    """
    if not speaks:
        return 0, ""
    conflicts = len(view.record.conflicts)
    waits = [wait.text for wait in view.waits if _wants(view, wait)]
    lines = [f"{counted(conflicts, 'conflict').capitalize()} to decide"] if conflicts else []
    lines += waits
    more = len(lines) - _TOLD
    return conflicts + len(waits), "\n".join([*lines[:_TOLD], *([f"and {more} more"] if more > 0 else [])])


def _wants(view: View, wait: Wait) -> bool:
    """Whether an organizer can do something about it here; judges who have the newest event file are asked by that."""
    return not (wait.settled or wait.idle or (wait.does[0][0] is Do.EVENT_FILE and not view.outdated))
