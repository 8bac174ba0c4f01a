"""A combo box over values: what is chosen is a value, what is seen is its words."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget
from typing_extensions import override


class Choice(QComboBox):
    """``picked`` tells the value that a person chose; setting it from the program says nothing.

    The wheel turns it only while it has the focus, so that scrolling a page changes nothing.
    """

    picked = Signal(object)

    def __init__(
        self, choices: Iterable[tuple[object, str]] = (), name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self._values: list[object] = []
        if name:
            self.setAccessibleName(name)
        self.set_choices(choices)
        self.activated.connect(self._tell)

    def set_choices(self, choices: Iterable[tuple[object, str]]) -> None:
        """Offer other values; the one that is chosen stays if it is among them."""
        chosen = self.value()
        pairs = list(choices)
        self._values = [value for value, _ in pairs]
        self.clear()
        self.addItems([" ".join(words.split()) for _, words in pairs])
        self.choose(chosen)

    def value(self) -> object:
        """What is chosen; ``None`` if there is nothing to choose from."""
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def text_value(self) -> str:
        """What is chosen, for choices among texts; empty if nothing is."""
        value = self.value()
        return value if isinstance(value, str) else ""

    def choose(self, value: object) -> None:
        """Choose ``value``, or the first if it is not offered."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0 if self._values else -1)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(e)
        else:
            e.ignore()

    @Slot(int)
    def _tell(self, _: int) -> None:
        self.picked.emit(self.value())
