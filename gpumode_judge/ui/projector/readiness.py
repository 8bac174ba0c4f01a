"""May the ceremony begin: what is in the way, with a button to the page that mends each, and what can be done."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.ceremony import Refusal
from gpumode_judge.ui.projector.stage_desk import Waiting
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.theme import GRID

# The pages that mend what keeps a ceremony from beginning, as a button names them.
PLACES: Final = {
    "lock": "Open Lock",
    "conflicts": "Show the conflicts",
    "laptops": "Show the laptops",
    "merge": "Open Merge",
    "standings": "Open Standings",
    "fairness": "Open Fairness",
    "rubric": "Open Rubric",
    "prizes": "Open Prizes",
    "decide": "Decide",
}


class Readiness(Scroll):
    """``going`` asks the window for a page."""

    going = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("May the ceremony begin", parent=parent)
        self.resume = Button("Go on", "primary", "play")
        self.begin = Button("Start the ceremony…", "primary", "play")
        self.rehearse = Button("Rehearse…", "plain", "refresh")
        self.save = Button("Save emcee script…", "plain", "save")
        self.after = Button("After the show…", "plain", "export")
        self.trouble = Banner("error")
        self._resume_card = Card("The ceremony is not finished")
        self._resume_words = PlainLabel("", "soft")
        self._ready = Card("Ready?")
        self._lines = QVBoxLayout()
        self._build()
        self._lines.addWidget(PlainLabel("Looking whether everything is ready…", "soft"))

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """List what is in the way; nothing if the ceremony may begin."""
        clear(self._lines)
        for refusal in refusals:
            self._lines.addWidget(self._line("warning", "warn", refusal.text, refusal.place))
        if not refusals:
            self._lines.addWidget(
                self._line("done", "good", "Everything is ready: nothing is missing, and every prize is settled.")
            )

    def tell(self, waiting: Waiting | None, *, ready: bool, possible: bool, told: bool = False) -> None:
        """Offer what can be done: ``waiting`` is a ceremony that can go on, ``ready`` tells that nothing is in the way of a new one,
        ``possible`` that there can be one here at all, ``told`` that a result was taken, of which pictures and certificates can be made."""
        self.after.setVisible(told)
        self._resume_card.setVisible(waiting is not None)
        if waiting is not None:
            taken = waiting.taken
            where = f"Go on at step {taken.at + 1} of {len(taken.steps)}"
            self.resume.set_words(where if waiting.shown else "Begin the ceremony")
            self._resume_card.title.setText("The ceremony is not finished" if waiting.shown else "The result is taken")
            calm = (
                "Its result is kept as it was taken. Going on puts this step on the projector."
                if waiting.shown
                else "Nothing was shown yet. The audience keeps what it sees until your first Next."
            )
            self._resume_words.setText(taken.stale or calm)
        self.resume.setEnabled(waiting is not None)
        self.begin.set_kind("plain" if waiting else "primary")
        self.begin.set_words("Start anew…" if waiting else "Start the ceremony…")
        self.begin.setEnabled(ready)
        self.save.setEnabled(ready or waiting is not None)
        self.rehearse.setEnabled(possible)

    def wait(self) -> None:
        """Nothing can be asked for while something is being made."""
        for button in (self.begin, self.rehearse, self.resume):
            button.setEnabled(False)

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for widget in (self._resume_words, self.resume):
            self._resume_card.body.addWidget(widget)
        self._resume_card.hide()
        self._lines.setSpacing(GRID)
        self._ready.body.addLayout(self._lines)
        hint = PlainLabel(
            "Starting changes nothing for the audience: it keeps what it sees until your first Next. "
            "A rehearsal has made-up results and says so on every picture.",
            "soft",
        )
        self._ready.body.addWidget(hint)
        for button in (self.begin, self.rehearse, self.save, self.after):
            self._ready.body.addWidget(button)
        for widget in (self.trouble, self._resume_card, self._ready):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(page)

    def _line(self, sign: str, tone: str, text: str, place: str = "") -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(IconLabel(sign, 20, tone), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        column.addWidget(PlainLabel(text))
        if place:
            button = Button(PLACES.get(place, "Show"), "plain")
            button.setProperty("place", place)
            button.clicked.connect(self._go)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        return line

    @Slot()
    def _go(self) -> None:
        self.going.emit(str(self.sender().property("place")))
