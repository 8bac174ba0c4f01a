"""The ladder that tells equal scores apart: rungs that are added, removed and put in order."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gpumode_judge.event.rules import Tie
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import Field, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.tokens import GRID

WORDS: Final = {
    Tie.PRIORITY: ("More points on one criterion", "the one that is chosen below"),
    Tie.FIRSTS: ("Placed first by more judges", "among the teams that each of them saw"),
    Tie.PERSON: ("A named person decides", "with a reason that stays in the record"),
}
SHARE: Final = "Who is still equal after the last rung shares the rank."
_NO_RUNG: Final = "There is no rung: equal scores share the rank."
_ALL_THERE: Final = "Every rung is there"


class TiesEditor(QWidget):
    """``changed`` is told after each change of the ladder; ``first_picked`` brings the criterion that a person chose to look at first."""

    changed = Signal()
    first_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ties: list[Tie] = []
        self.list = OrderedList("Rungs of the ladder for equal scores", "Add a rung")
        self.list.setFixedHeight(28 * GRID)
        self.priority = Choice()
        self.priority_field = Field("The criterion to look at", self.priority)
        self.note = PlainLabel(role="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(SectionTitle("When scores are equal"))
        column.addWidget(PlainLabel("The first rung that tells two teams apart decides. It is never a coin.", "soft"))
        column.addWidget(self.list)
        column.addWidget(self.note)
        column.addSpacing(4)
        column.addWidget(self.priority_field)
        column.addStretch(1)

        self.list.wanted.connect(self.add)
        self.list.dropped.connect(self._drop)
        self.list.moved.connect(self._move)
        self.priority.picked.connect(self._pick)

    def set_value(self, ties: Sequence[Tie]) -> None:
        """Show another ladder; nothing is told."""
        self._ties = list(ties)
        self._show(0)

    def value(self) -> tuple[Tie, ...]:
        """The rungs, the first first."""
        return tuple(self._ties)

    def set_firsts(self, choices: Sequence[tuple[object, str]], chosen: object) -> None:
        """Offer these criteria to look at first."""
        self.priority.set_choices(choices)
        self.priority.choose(chosen)
        self._settle()

    @Slot()
    def add(self) -> None:
        """Add the first rung that is missing, at the end."""
        missing = self._missing()
        if missing:
            self._ties.append(missing[0])
            self._show(len(self._ties) - 1)
            self.changed.emit()

    def _missing(self) -> list[Tie]:
        return [tie for tie in Tie if tie not in self._ties]

    def _show(self, current: int | None = None) -> None:
        self.list.set_rows([ListRow(*WORDS[tie], str(place)) for place, tie in enumerate(self._ties, 1)], current)
        missing = self._missing()
        self.list.new_button.set_words(f"Add “{WORDS[missing[0]][0]}”" if missing else _ALL_THERE)
        self.list.new_button.setEnabled(bool(missing))
        self._settle()

    def _settle(self) -> None:
        used = Tie.PRIORITY in self._ties
        self.priority_field.setEnabled(used)
        skipped = used and self.priority.value() in (-1, "", None)
        self.priority_field.set_hint("No criterion is chosen, so that rung is passed over." if skipped else "")
        self.note.setText(SHARE if self._ties else _NO_RUNG)

    @Slot(int)
    def _drop(self, place: int) -> None:
        del self._ties[place]
        self._show()
        self.changed.emit()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._ties[place], self._ties[to] = self._ties[to], self._ties[place]
        self._show(to)
        self.changed.emit()

    @Slot(object)
    def _pick(self, value: object) -> None:
        self._settle()
        self.first_picked.emit(value)
