"""Several things of which any number may be ticked."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.labels import PlainLabel


class Checks(QWidget):
    """One tick box for each choice. What is ticked but not offered is kept."""

    changed = Signal()

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._words: dict[str, str] = {}
        self._others: tuple[str, ...] = ()
        self._nothing = PlainLabel(nothing, "small")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._nothing)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other choices: (id, words)."""
        if dict(choices) == self._words:
            return
        ticked = self.ticked()
        for box in self._boxes.values():
            box.hide()
            box.deleteLater()
        self._boxes, self._words = {}, dict(choices)
        for name, words in choices:
            box = QCheckBox(words.replace("&", "&&"))
            box.toggled.connect(self._told)
            self._boxes[name] = box
            self._column.addWidget(box)
        self._nothing.setVisible(not choices)
        self.tick(ticked)

    def tick(self, names: Sequence[str]) -> None:
        """Tick exactly these."""
        self.blockSignals(True)
        for name, box in self._boxes.items():
            box.setChecked(name in names)
        self.blockSignals(False)
        self._others = tuple(name for name in names if name not in self._boxes)

    def ticked(self) -> tuple[str, ...]:
        """What is ticked, in the order in which it is offered."""
        return tuple(name for name, box in self._boxes.items() if box.isChecked()) + self._others

    def box(self, name: str) -> QCheckBox:
        """The tick box of a choice."""
        return self._boxes[name]

    @Slot()
    def _told(self) -> None:
        self.changed.emit()
