"""The audience window: frameless, on one display, handed a board and nothing else."""

import sys
from contextlib import suppress

from PySide6.QtCore import QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import displays
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.displays import DisplayId
from gpumode_judge.ui.projector.keys import command_of

# An exclusive full screen there blanks the other displays or becomes an icon when the operator clicks elsewhere.
_COVERS_WITHOUT_FULL_SCREEN = sys.platform in ("darwin", "win32")
_FRAMELESS = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint


class AudienceWindow(QWidget):
    """What hangs on the projector.

    ``commanded`` carries a :class:`Command` for every key that means something. ``running_changed`` tells whether the window is
    meant to be seen; it can be running and hidden while its display is unplugged. It never moves to another display by itself.
    """

    commanded = Signal(object)
    running_changed = Signal(bool)
    display_changed = Signal()

    def __init__(self, *, reduced_motion: bool = False, title: str = "Projector") -> None:
        super().__init__(None, _FRAMELESS)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        # The app ends with the operator's last window, not with this one.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.canvas = BoardCanvas(self, reduced_motion=reduced_motion)
        self.resize(1280, 720)
        self.canvas.setGeometry(self.rect())
        self._wanted: DisplayId | None = None
        self._running = False
        self._full = True
        self._followed: QScreen | None = None

        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._display_gone)
            app.screenAdded.connect(self._display_came)

    @property
    def running(self) -> bool:
        """Whether it is meant to be seen."""
        return self._running

    @property
    def display(self) -> DisplayId | None:
        """The display that was chosen, plugged in or not."""
        return self._wanted

    @property
    def waiting(self) -> bool:
        """Whether it runs without a display, until that is plugged in again."""
        return self._running and displays.find(self._wanted, QGuiApplication.screens()) is None

    @Slot(object)
    def show_board(self, board: Board) -> None:
        """Show ``board``, moving there when the window can be seen."""
        self.canvas.show_board(board)

    def start(self, screen: QScreen, *, covering: bool = True) -> None:
        """Cover ``screen``, now and whenever it comes back; or open a window on it."""
        self._wanted = DisplayId.of(screen)
        self._full = covering
        self._set_running(True)
        self._place(screen)
        self.display_changed.emit()

    def uncover(self) -> None:
        """If the operator's own screen is covered, become a window there, so that the panel can be reached."""
        if self._running and self._full and self.screen() is QGuiApplication.primaryScreen():
            self.toggle_full_screen()

    def stop(self) -> None:
        """Leave the display."""
        self._set_running(False)
        self.hide()

    def next_display(self, taken: DisplayId | None = None) -> None:
        """Go to the next display, round and round, past the one that is ``taken``."""
        among = displays.screens()
        if not self._running or not among:
            return
        here, other = displays.find(self._wanted, among), displays.find(taken, among)
        at = among.index(here) if here else -1
        following = [*among[at + 1 :], *among[: at + 1]]
        free = [screen for screen in following if screen is not other]
        if free:
            self.start(free[0])

    @Slot()
    def toggle_full_screen(self) -> None:
        """Between the whole display and a window that can be moved, for somebody with one display."""
        if not self._running:
            return
        self._full = not self._full
        screen = displays.find(self._wanted, QGuiApplication.screens())
        if screen is not None:
            self._place(screen)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand commands on; other keys do nothing."""
        command = command_of(event)
        if command is None:
            event.ignore()
        else:
            self.commanded.emit(command)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """The board fills the window."""
        self.canvas.setGeometry(self.rect())
        super().resizeEvent(event)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """A closed window is a stopped one."""
        self._set_running(False)
        super().closeEvent(event)

    def _place(self, screen: QScreen) -> None:
        self._follow(screen)
        if self._full:
            self._cover(screen)
        else:
            self._open_window(screen)

    def _open_window(self, screen: QScreen) -> None:
        self.hide()
        self.setWindowFlags(Qt.WindowType.Window)
        self.unsetCursor()
        room = screen.availableGeometry()
        width = min(1280, room.width() * 3 // 4)
        there = QRect(0, 0, width, width * 9 // 16)
        there.moveCenter(room.center())
        self.setGeometry(there)
        self.showNormal()

    def _cover(self, screen: QScreen) -> None:
        if self.windowFlags() != _FRAMELESS:
            self.hide()
            self.setWindowFlags(_FRAMELESS)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.winId()
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        if _COVERS_WITHOUT_FULL_SCREEN:
            self.show()
        else:
            self.showFullScreen()
        self.raise_()

    def _follow(self, screen: QScreen) -> None:
        """A projector that wakes up may come back with another resolution."""
        if self._followed is screen:
            return
        if self._followed is not None:
            with suppress(RuntimeError):  # that display is gone, and its connection with it
                self._followed.geometryChanged.disconnect(self._display_resized)
        self._followed = screen
        screen.geometryChanged.connect(self._display_resized)

    def _set_running(self, running: bool) -> None:
        if running != self._running:
            self._running = running
            self.running_changed.emit(running)

    @Slot(QScreen)
    def _display_gone(self, screen: QScreen) -> None:
        # Hidden before the system can move it onto the operator's own screen.
        if self._followed is screen:
            self._followed = None
        if self._running and self._wanted and DisplayId.of(screen) == self._wanted:
            self.hide()
        self.display_changed.emit()

    @Slot(QRect)
    def _display_resized(self, _there: QRect) -> None:
        screen = displays.find(self._wanted, QGuiApplication.screens())
        if self._running and self._full and self.isVisible() and screen is self._followed and screen is not None:
            self._cover(screen)
        self.display_changed.emit()

    @Slot(QScreen)
    def _display_came(self, _screen: QScreen) -> None:
        # The new display tells its size only after the system has placed it.
        QTimer.singleShot(0, self, self._come_back)

    @Slot()
    def _come_back(self) -> None:
        screen = displays.find(self._wanted, QGuiApplication.screens())
        if self._running and screen is not None and (self.isHidden() or self.screen() is not screen):
            self._place(screen)
        self.display_changed.emit()
