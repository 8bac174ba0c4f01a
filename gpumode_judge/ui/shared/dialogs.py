"""Windows that ask or tell one thing."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import Heading
from gpumode_judge.ui.shared.tokens import GRID


class Dialog(QDialog):
    """A dialog with a title, a ``body`` and a row of buttons at the lower right; Esc closes it.

    It is deleted when it closes, so it is made anew each time it is needed.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(52 * GRID)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        outer.setSpacing(2 * GRID)
        heading = Heading(title)
        heading.set_role("title")
        outer.addWidget(heading)
        self.body = QVBoxLayout()
        self.body.setSpacing(2 * GRID)
        outer.addLayout(self.body, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(GRID)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.make_room()

    def make_room(self) -> None:
        """Grow, as far as the screen goes, until every sentence that is broken into lines is seen whole."""
        layout = self.layout()
        if layout is None:
            return
        layout.activate()  # what was said a moment ago is measured only then
        needed = layout.totalHeightForWidth(self.width())
        most = self.screen().availableGeometry().height()
        if needed > self.height():
            self.resize(self.width(), min(needed, most))

    def add_button(self, button: Button, accept: bool = False) -> Button:
        """Put ``button`` into the row; with ``accept`` it also accepts the dialog and answers to Enter."""
        if accept:
            button.setDefault(True)
            button.clicked.connect(self.accept)
        self._buttons.addWidget(button)
        return button

    def add_cancel(self, text: str = "Cancel") -> Button:
        """Put the button that leaves without doing anything into the row."""
        button = self.add_button(Button(text, "plain"))
        button.clicked.connect(self.reject)
        return button

    def add_close(self, text: str = "Close") -> Button:
        """Put the button that only closes into the row."""
        return self.add_button(Button(text, "primary"), accept=True)
