"""The field that narrows down what is seen."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.icons import icon, needs_new_tint
from gpumode_judge.ui.shared.labels import PlainLabel


class SearchField(QLineEdit):
    """A line with a lens; ``/`` anywhere in its window goes there, Esc empties it and then leaves it.

    ``searched`` tells the text 80 ms after the last key, and at once when the field is emptied or Enter is pressed.
    """

    searched = Signal(str)

    def __init__(self, placeholder: str = "Search", shortcut: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setMaxLength(200)
        self._lens = QAction("Search", self)
        self.addAction(self._lens, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction("Clear", self)
        self._cap = PlainLabel("/", "key", wrap=False, parent=self)
        self._cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cap.setFixedSize(QSize(24, 22))
        self._cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._cap.setVisible(shortcut)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(80)
        self._told = ""
        self._tint()
        if shortcut:
            self.setAccessibleDescription("Press / to come here")
            key = QShortcut(QKeySequence("/"), self)
            key.setContext(Qt.ShortcutContext.WindowShortcut)
            key.activated.connect(self._come_here)
        self._shortcut = shortcut

        self._wait.timeout.connect(self._tell)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._tell)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.focusNextChild()
            return
        super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        # Esc and "/" belong to the typing person here, whatever shortcuts the window has.
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Slash)
        asked = event.type() == QEvent.Type.ShortcutOverride
        if asked and isinstance(event, QKeyEvent) and event.key() in mine:
            event.accept()
            return True
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cap.move(self.width() - self._cap.width() - 9, (self.height() - self._cap.height()) // 2)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if needs_new_tint(event):
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._lens.setIcon(icon("search", "ink_faint", 18))
        self._clear.setIcon(icon("close", "ink_soft", 16))

    @Slot()
    def _come_here(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._cap.setVisible(self._shortcut and not text)
        if text:
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
            self._wait.start()
        else:
            self.removeAction(self._clear)
            self._tell()

    @Slot()
    def _tell(self) -> None:
        self._wait.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)
