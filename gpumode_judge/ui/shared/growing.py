"""A text field of several lines that is as high as its text."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.tokens import CONTROL_HEIGHT


class GrowingText(QPlainTextEdit):
    """Grows from ``lines`` up to ``most`` lines, then scrolls. Tab leaves it."""

    def __init__(
        self, placeholder: str = "", lines: int = 1, most: int = 8, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._most = most
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)
        self._fit()
        self.textChanged.connect(self._fit)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        self._fit()

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        # Ctrl+Enter belongs to the page, not to the text.
        if e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and e.modifiers() & Qt.KeyboardModifier.ControlModifier:
            e.ignore()
            return
        super().keyPressEvent(e)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def refit(self) -> None:
        """Fit the height again, after a text that was set while signals were blocked."""
        self._fit()

    @Slot()
    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        # QPlainTextDocumentLayout counts its height in lines.
        wanted = round(self.document().size().height())
        shown = max(self._lines, min(self._most, wanted))
        height = max(CONTROL_HEIGHT, shown * line + CONTROL_HEIGHT - line)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > self._most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if policy != self.verticalScrollBarPolicy():
            self.setVerticalScrollBarPolicy(policy)
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
