"""A mark on a scale with too many levels for buttons: the number in large digits and a slider below it."""

from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from gpumode_judge.event.rubric import Scale, plain
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID


class NumberField(QWidget):
    """Shows a mark; the slider brings another one through ``chosen``. Figures are typed on the criterion around it."""

    chosen = Signal(object)

    def __init__(self, scale: Scale, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels = scale.levels
        self.number = PlainLabel("–", "body", wrap=False)
        self.number.setProperty("role", "mark")
        self.number.setMinimumWidth(12 * GRID)
        self.number.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(self._levels) - 1)
        self.slider.setPageStep(10)
        self.slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slider.setAccessibleName(f"Mark from {plain(scale.low)} to {plain(scale.high)}")
        ends = QHBoxLayout()
        ends.addWidget(PlainLabel(plain(scale.low), "small", wrap=False))
        ends.addStretch(1)
        ends.addWidget(KeyHint("Shift+← →", "ten steps"))
        ends.addStretch(1)
        ends.addWidget(PlainLabel(plain(scale.high), "small", wrap=False))
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.slider)
        right.addLayout(ends)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self.number)
        row.addLayout(right, 1)

        self.slider.valueChanged.connect(self._moved)

    def set_mark(self, mark: Decimal | None) -> None:
        """Show a mark, or a dash."""
        self.number.setText("–" if mark is None else plain(mark))
        self.number.setProperty("role", "unmarked" if mark is None else "mark")
        self.number.style().unpolish(self.number)
        self.number.style().polish(self.number)
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._levels.index(mark) if mark in self._levels else 0)

    @Slot(int)
    def _moved(self, place: int) -> None:
        self.chosen.emit(self._levels[place])
