"""What the emcee says and does, as large as it fits: read at arm's length, in the dark."""

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.theme import current_theme

LARGEST: Final = 72
SMALLEST: Final = 13
_FLAGS: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class NotesView(QWidget):
    """One note. The letters are as large as the room allows, never smaller than those of a label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAccessibleName("Notes for the emcee")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(88)

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def set_text(self, text: str) -> None:
        """Show another note."""
        if text != self._text:
            self._text = text
            self.setAccessibleDescription(text)
            self.update()

    def size_for(self, text: str, room: QRect) -> int:
        """The largest size of letters, in logical pixels, at which ``text`` fits into ``room``."""
        low, high = SMALLEST, LARGEST
        while low < high:
            middle = (low + high + 1) // 2
            needed = QFontMetrics(font(middle)).boundingRect(room.adjusted(0, 0, 0, 100_000), _FLAGS, text)
            if needed.height() <= room.height() and needed.width() <= room.width():
                low = middle
            else:
                high = middle - 1
        return low

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(font(self.size_for(self._text, self.rect())))
        painter.setPen(current_theme().color("ink"))
        painter.drawText(self.rect(), _FLAGS, self._text)
        painter.end()
