"""A prize's own weights: a small table from criterion to weight, empty for those of the rules."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import clear
from gpumode_judge.ui.shared.tokens import GRID

_MOST: Final = 10**6
_DECIMALS: Final = 6


class WeightTable(QWidget):
    """One line for each criterion. A weight whose criterion is gone is kept, and shown as such."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: tuple[tuple[str, str], ...] = ()
        self._shown: tuple[tuple[str, str], ...] = ()
        self.lines: dict[str, QLineEdit] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)

    def set_criteria(self, criteria: Sequence[tuple[str, str]]) -> None:
        """Offer these criteria: (key, name)."""
        self._offered = tuple(criteria)

    def show_weights(self, weights: Mapping[str, Decimal]) -> None:
        """Put ``weights`` into the lines."""
        known = dict(self._offered)
        lost = tuple((key, f"“{key}”, which is gone" if known else key) for key in weights if key not in known)
        if (*self._offered, *lost) != self._shown:
            self._make((*self._offered, *lost))
        for key, line in self.lines.items():
            text = plain(weights[key]) if key in weights else ""
            if _number(line.text()) != weights.get(key) or line.property("invalid") == "true":
                line.setText(text)
            self._mark(line)

    def weights(self) -> dict[str, Decimal]:
        """What stands in the lines; what weighs nothing is left out.

        Raises:
            Problem: a line holds no number.
        """
        found: dict[str, Decimal] = {}
        for (key, name), line in zip(self._shown, self.lines.values(), strict=True):
            number = _number(line.text())
            if number is None and line.text().strip():
                raise Problem(f"The weight of “{name}” must be a number from 0 to a million.")
            if number:
                found[key] = number
        return found

    def _make(self, criteria: tuple[tuple[str, str], ...]) -> None:
        clear(self._grid)
        self._shown, self.lines = criteria, {}
        for row, (key, name) in enumerate(criteria):
            line = QLineEdit()
            line.setFixedWidth(12 * GRID)
            line.setMaxLength(14)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setPlaceholderText("–")
            line.setAccessibleName(f"Weight of {name}")
            line.textEdited.connect(self._edited)
            self._grid.addWidget(PlainLabel(name), row, 0)
            self._grid.addWidget(line, row, 1)
            self.lines[key] = line

    @Slot()
    def _edited(self) -> None:
        for line in self.lines.values():
            self._mark(line)
        self.changed.emit()

    @staticmethod
    def _mark(line: QLineEdit) -> None:
        wrong = "true" if line.text().strip() and _number(line.text()) is None else "false"
        if line.property("invalid") != wrong:
            line.setProperty("invalid", wrong)
            line.style().unpolish(line)
            line.style().polish(line)


def _number(text: str) -> Decimal | None:
    """A weight as it was typed; ``None`` for nothing and for what is none."""
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    fine = number.is_finite() and 0 <= number <= _MOST and -int(number.as_tuple().exponent) <= _DECIMALS
    return number if fine else None
