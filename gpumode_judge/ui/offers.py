"""What is asked where a file can make this laptop something else than it is: a judge’s, or another organizers’ laptop."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel


def offer_to_judge(
    parent: QWidget, file: str, title: str, judge: Callable[[], object], organize: Callable[[], object]
) -> None:
    """Ask what is wanted with the event file of an event that is organized here."""
    dialog = _dialog(
        parent,
        "You organize this event",
        f"“{file}” is the event file of “{title}”, which is organized on this laptop. Do you want to go on "
        "organizing, or judge with this laptop as well?",
    )

    def join() -> None:
        dialog.reject()
        judge()

    dialog.add_button(Button("Join as a judge", "plain", "judge")).clicked.connect(join)
    dialog.add_button(Button("Go on organizing", "primary", "event"), accept=True)
    dialog.accepted.connect(organize)
    dialog.open()


def offer_to_assist(parent: QWidget, file: str, assist: Callable[[], object]) -> None:
    """Ask whether this laptop should become another organizers’ laptop."""
    dialog = _dialog(
        parent,
        "Help organizing",
        f"“{file}” is for another organizers’ laptop. This laptop then holds the whole event and, once it is let "
        "in on the first one, can change it, merge score files and sign the lock.",
    )
    dialog.add_button(Button("Help organizing", "primary", "people"), accept=True)
    dialog.accepted.connect(assist)
    dialog.open()


def _dialog(parent: QWidget, title: str, text: str) -> Dialog:
    dialog = Dialog(title, parent)
    words = PlainLabel(text)
    words.setMinimumWidth(440)
    dialog.body.addWidget(words)
    dialog.add_cancel()
    return dialog
