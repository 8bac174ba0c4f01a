"""The start window: the first thing that is seen, shown before anything heavy is loaded."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.drop import local_paths
from gpumode_judge.ui.shared.icons import app_icon
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.room import resize_within
from gpumode_judge.ui.shared.theme import GRID, ThemeChoice, follow_system
from gpumode_judge.ui.start.page import Mark, StartPage
from gpumode_judge.ui.start.remembered import remember, remembered
from gpumode_judge.ui.start.wishes import OpenFiles

_KEY = "theme"


def theme_choice() -> ThemeChoice:
    """The theme that was chosen on this laptop."""
    chosen = remembered(_KEY, "system")
    return "light" if chosen == "light" else "dark" if chosen == "dark" else "system"


class StartWindow(QMainWindow):
    """Holds the start page and, in its place for a while, a page such as joining or the new event.

    ``asked`` tells what somebody wants; ``closed`` that the window was closed by a person.
    """

    asked = Signal(object)
    closed = Signal()

    def __init__(self, theme: ThemeChoice = "system") -> None:
        super().__init__()
        self.setWindowTitle("GPU MODE Judge")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(120 * GRID, 76 * GRID)
        self.page = StartPage(theme)
        self._busy = _Busy()
        self._other: QWidget | None = None
        self._leave: Callable[[], object] | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.page)
        self._stack.addWidget(self._busy)
        self.setCentralWidget(self._stack)
        place_window(self, "start")

        self.page.asked.connect(self.asked)
        self.page.theme_chosen.connect(self._wear)

    @property
    def other(self) -> QWidget | None:
        """The page that stands in the place of the start page, if there is one."""
        return self._other

    def show_page(self, page: QWidget, leave: Callable[[], object] | None = None, bar: bool = False) -> None:
        """Put ``page`` in the place of the start page. Esc (and the button of the ``bar``) calls ``leave`` or goes home."""
        self._drop_other()
        self._leave = leave
        self._other = _Framed(page, self.leave) if bar else page
        wanted = page.focusWidget()  # asked now: the stack gives the focus to whatever comes first
        self._stack.addWidget(self._other)
        self._stack.setCurrentWidget(self._other)
        if wanted:
            wanted.setFocus()

    @Slot()
    def leave(self) -> None:
        """Leave the page that stands in the place of the start page, if that lets one go."""
        if self._leave is not None:
            self._leave()
        else:
            self.home()

    @Slot()
    def home(self) -> None:
        """Back to the start page."""
        self._drop_other()
        self._stack.setCurrentWidget(self.page)
        self.page.take_focus()

    def busy(self, text: str) -> None:
        """Tell that something takes a moment; :meth:`settle` ends it."""
        self._busy.words.setText(text)
        self._stack.setCurrentWidget(self._busy)

    def settle(self) -> None:
        """End :meth:`busy`: show again what stood there before."""
        self._stack.setCurrentWidget(self._other or self.page)

    def _drop_other(self) -> None:
        other, self._other, self._leave = self._other, None, None
        if other is not None:
            self._stack.removeWidget(other)
            other.hide()
            other.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._other is not None:
            self.leave()
        else:
            super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData(), folders=True):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = local_paths(event.mimeData(), folders=True)
        if paths:
            event.acceptProposedAction()
            self.asked.emit(OpenFiles(paths))

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        keep_place(self, "start")
        super().closeEvent(event)
        self.closed.emit()

    def keep_theme(self, choice: str) -> None:
        """Remember a theme that was chosen in another window."""
        remember(_KEY, choice)
        self.page.show_theme(theme_choice())

    @Slot(str)
    def _wear(self, choice: str) -> None:
        remember(_KEY, choice)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            follow_system(app, theme_choice())


class _Busy(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.words = PlainLabel("", "soft", wrap=False)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(30 * GRID)
        bar.setAccessibleName("Working")
        column = QVBoxLayout(self)
        column.setSpacing(2 * GRID)
        column.addStretch(4)
        for widget in (Mark(9 * GRID), self.words, bar):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(5)


class _Framed(QWidget):
    """A page below a strip with the way back."""

    def __init__(self, page: QWidget, back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        bar = QFrame()
        bar.setObjectName("bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(GRID, 4, 2 * GRID, 4)
        button = Button("Start", "quiet", "left", "Alt+Left", "Back to the start page")
        button.clicked.connect(back)
        row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(page, 1)


def place_window(window: QWidget, key: str) -> None:
    """Put ``window`` where it stood last time, or give it a size that fits the screen."""
    text = remembered(f"place {key}")
    if text and window.restoreGeometry(QByteArray.fromBase64(text.encode("ascii", "ignore"))):
        return
    resize_within(window, 1280, 800)


def keep_place(window: QWidget, key: str) -> None:
    """Remember where ``window`` stands."""
    remember(f"place {key}", window.saveGeometry().toBase64().toStdString())
