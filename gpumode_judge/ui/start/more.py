"""What few events need: a fold with two switches, each with a line that says what it does."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

_SEALED = "A score file on a lost stick tells nobody anything. Score files can then be merged only on the laptop that makes this event."
_TWO = "One organizer alone can neither lock the scores nor open them again; the second signs on a laptop of their own."


class More(QWidget):
    """``changed`` tells each switch that is turned, ``opened`` that the fold was opened."""

    changed = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = Button("More", "quiet", "right")
        self.button.setCheckable(True)
        self.sealed = QCheckBox("Only the organizers can open score files")
        self.two_sign = QCheckBox("Two organizers must sign the lock")
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(12)
        for box, words in ((self.sealed, _SEALED), (self.two_sign, _TWO)):
            box.setAccessibleDescription(words)
            line = PlainLabel(words, "soft")
            line.setContentsMargins(30, 0, 0, 0)
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(box)
            pair.addWidget(line)
            column.addLayout(pair)
        self._inside.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._inside)

        self.button.toggled.connect(self._fold)
        self.sealed.toggled.connect(self.changed)
        self.two_sign.toggled.connect(self.changed)

    def set_value(self, *, sealed: bool, two_sign: bool) -> None:
        """Show the switches; the fold opens if one of them is on."""
        self.sealed.setChecked(sealed)
        self.two_sign.setChecked(two_sign)
        if sealed or two_sign:
            self.button.setChecked(True)

    @Slot(bool)
    def _fold(self, on: bool) -> None:
        self._inside.setVisible(on)
        self.button.set_icon_name("down" if on else "right")
        if on:
            self.opened.emit()
