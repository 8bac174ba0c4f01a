"""The audience windows: the one on the projector, and a second one on another display that shows the same."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import displays
from gpumode_judge.ui.projector.audience import AudienceWindow
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.displays import DisplayId
from gpumode_judge.ui.projector.keys import Command


class Awake(Protocol):
    """Keeps displays from going to sleep between its two calls."""

    def start(self) -> object:
        """From now on nothing goes to sleep."""
        ...

    def stop(self) -> object:
        """Everything may sleep again."""
        ...


class Audiences(QObject):
    """Both audience windows, driven as one: the second runs only while the ``main`` one does, and never on the same display.

    ``commanded`` carries the commands of either; ``changed`` tells that one came, went or moved. While the main one runs the computer is
    kept ``awake``. The main window belongs to whoever owns this object; the second ends with it.
    """

    commanded = Signal(object)
    changed = Signal()

    def __init__(self, parent: QObject, awake: Awake | None = None) -> None:
        super().__init__(parent)
        self.main = AudienceWindow()
        self.second: AudienceWindow | None = None
        self._also: DisplayId | None = None
        self._awake = awake
        self._dress: Callable[[BoardCanvas], object] | None = None
        self._connect(self.main)
        self.main.running_changed.connect(self._main_runs)
        self.main.display_changed.connect(self._place_second)

    @property
    def running(self) -> bool:
        """Whether the picture is meant to be seen."""
        return self.main.running

    @property
    def also(self) -> DisplayId | None:
        """The display that shows the picture too; None: off."""
        return self._also

    def start(self, screen: QScreen, *, covering: bool = True) -> None:
        """Cover ``screen`` with the main window, or open a window on it."""
        self.main.start(screen, covering=covering)

    def stop(self) -> None:
        """Take the picture off all displays."""
        self.main.stop()

    def set_also(self, display: DisplayId | None) -> None:
        """Show the picture on this display too, now and whenever the main one runs; None: nowhere else."""
        self._also = display
        self._place_second()

    @Slot(object)
    def show_board(self, board: Board) -> None:
        """Show ``board`` on both."""
        self.main.show_board(board)
        if self.second is not None:
            self.second.show_board(board)

    @property
    def canvases(self) -> tuple[BoardCanvas, ...]:
        """The pictures of both."""
        return tuple(window.canvas for window in self._windows())

    def set_dress(self, dress: Callable[[BoardCanvas], object]) -> None:
        """What is done to the picture of a window that is made later: safe area, motion, logos."""
        self._dress = dress

    def next_display(self) -> None:
        """Move the main window to the next display, past the second's."""
        self.main.next_display(self._also if self.second is not None and self.second.running else None)

    def where(self) -> dict[str, str]:
        """By display, in the order of the list, what it shows: ``"the picture"``, ``"this panel"`` or nothing."""
        told: dict[str, str] = {}
        among = displays.screens()
        here = [displays.find(window.display, among) for window in self._windows() if window.running]
        for screen in among:
            mine = screen is QGuiApplication.primaryScreen()
            told[displays.title(screen)] = "the picture" if screen in here else "this panel" if mine else "nothing"
        return told

    def _windows(self) -> tuple[AudienceWindow, ...]:
        return (self.main,) if self.second is None else (self.main, self.second)

    def _connect(self, window: AudienceWindow) -> None:
        window.commanded.connect(self._hand_on)
        window.running_changed.connect(self._tell)
        window.display_changed.connect(self._tell)

    @Slot(object)
    def _hand_on(self, command: Command) -> None:
        self.commanded.emit(command)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()

    @Slot(bool)
    def _main_runs(self, running: bool) -> None:
        if self._awake is not None:
            if running:
                self._awake.start()
            else:
                self._awake.stop()
        self._place_second()

    @Slot()
    def _place_second(self) -> None:
        screen = displays.find(self._also, QGuiApplication.screens())
        taken = screen is not None and screen is displays.find(self.main.display, QGuiApplication.screens())
        if self._also is None or taken or not self.main.running:
            if self.second is not None and self.second.running:
                self.second.stop()
        elif screen is not None and (self.second is None or not self.second.running):
            if self.second is None:
                self.second = AudienceWindow(title="Second projector")
                if self._dress is not None:
                    self._dress(self.second.canvas)
                self._connect(self.second)
                self.destroyed.connect(self.second.deleteLater)
            self.second.canvas.show_board(self.main.canvas.board, animate=False)
            self.second.start(screen)
