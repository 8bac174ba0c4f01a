"""The line at the foot that a worried person can read."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gpumode_judge.desk.judging import JudgeStatus
from gpumode_judge.ui.judge.words import clock_time
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

_STAYS = 20_000  # milliseconds


class StatusLine(QFrame):
    """What is safe, what is missing, and on the right what was just done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._icon = IconLabel("done", 18, "good")
        self.status = PlainLabel("", elide=True)
        self.latest = PlainLabel("", wrap=False)
        self.latest.setProperty("role", "good")
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_STAYS)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, 6, 3 * GRID, 6)
        row.setSpacing(GRID)
        row.addWidget(self._icon)
        row.addWidget(self.status, 1)
        row.addWidget(self.latest, 0, Qt.AlignmentFlag.AlignRight)

        self._fade.timeout.connect(self.latest.clear)

    @Slot(object)
    def show_status(self, status: JudgeStatus) -> None:
        """Show how things stand."""
        # Once the organizers say what they have, it no longer matters when it was handed in.
        when = clock_time(status.at) if status.handed_in and status.received < status.handed_in else ""
        self.status.setText(f"{status} Last handed in {when}." if when else str(status))

    @Slot(str)
    def tell(self, text: str) -> None:
        """Say what was just done."""
        self.latest.setText(text if len(text) <= 70 else f"{text[:69]}…")
        self.latest.setToolTip("")
        self._fade.start()
