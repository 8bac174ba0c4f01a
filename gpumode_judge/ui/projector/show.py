"""What is on now: scene, page, blackout. Both windows send their commands here and both get their boards from here."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.compose import blackout
from gpumode_judge.ui.projector.keys import SCENES, Command

ORDER: Final = (Scene.WELCOME, Scene.PROGRESS, Scene.LIVE, Scene.CHARTS)
PAGE_SECONDS: Final = 12
DOUBLE_PRESS: Final = 0.2


class Boards(Protocol):
    """Where boards come from: a desk. It hands out what a scene may show, and nothing more."""

    def board(self, scene: Scene) -> Board:
        """The board of ``scene`` as things are known now."""
        ...


class Show(QObject):
    """The state of the show.

    ``board_changed`` carries the :class:`Board` that the audience may see from now on; ``state_changed`` says that scene, page,
    blackout, pause or lift changed; ``asked`` carries the commands that windows act on themselves: full screen, next display, leave.
    ``clock`` gives seconds and only tells double presses apart.
    """

    board_changed = Signal(object)
    state_changed = Signal()
    asked = Signal(object)

    def __init__(
        self, boards: Boards, parent: QObject | None = None, *, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__(parent)
        self._boards = boards
        self._clock = clock
        self._scene = Scene.WELCOME
        self._page = 0
        self._dark = False
        self._paused = False
        self._lifted = False
        self._last_next = float("-inf")
        self._board = blackout()
        self._pager = QTimer(self)
        self._pager.setInterval(PAGE_SECONDS * 1000)

        self._pager.timeout.connect(self._turn_by_itself)

    @property
    def board(self) -> Board:
        """What the audience may see now."""
        return self._board

    @property
    def scene(self) -> Scene:
        """The scene that was chosen, also while the picture is black."""
        return self._scene

    @property
    def pages(self) -> tuple[int, int]:
        """The page, from 0, and how many there are."""
        return self._board.page, self._board.pages

    @property
    def dark(self) -> bool:
        """Whether the picture is black."""
        return self._dark

    @property
    def paused(self) -> bool:
        """Whether pages stay until somebody turns them."""
        return self._paused

    @property
    def lifted(self) -> bool:
        """Whether rows keep clear of the heads of people on stage."""
        return self._lifted

    @Slot()
    def refresh(self) -> None:
        """Ask for the board again: something was merged or changed."""
        board = blackout() if self._dark else self._boards.board(self._scene)
        board = replace(board, lifted=self._lifted).turned(self._page) if not self._dark else board
        if not self._dark:
            self._page = board.page
        turning = (board.turning > 1 or board.page >= board.turning) and not self._paused
        if turning and not self._pager.isActive():
            self._pager.start()
        elif not turning:
            self._pager.stop()
        if board != self._board:
            self._board = board
            self.board_changed.emit(board)

    def choose(self, scene: Scene) -> None:
        """Go to the first page of ``scene``, out of the dark."""
        if scene is Scene.BLACKOUT:
            self._go(self._scene, self._page, dark=True)
        else:
            self._go(scene, 0)

    @Slot(object)
    def command(self, command: Command) -> None:
        """Do what a key asked for."""
        match command:
            case Command.NEXT:
                self._next()
            case Command.BACK:
                self._back()
            case Command.FIRST:
                self._go(self._scene, 0)
            case Command.LAST:
                self._go(self._scene, self._board.pages - 1)
            case Command.BLACKOUT:
                self._go(self._scene, self._page, dark=not self._dark)
            case Command.PAUSE:
                self._paused = not self._paused
                self._go(self._scene, self._page, dark=self._dark)
            case Command.LIFT:
                self._lifted = not self._lifted
                self._go(self._scene, 0, dark=self._dark)
            case Command.FULL_SCREEN | Command.NEXT_DISPLAY | Command.LEAVE:
                self.asked.emit(command)
            case Command.WELCOME | Command.SPONSORS | Command.PROGRESS | Command.LIVE | Command.CHARTS:
                self._go(SCENES[command], 0)

    def _next(self) -> None:
        now = self._clock()
        double = now - self._last_next < DOUBLE_PRESS
        self._last_next = now
        if double:
            return
        at = ORDER.index(self._scene)
        if self._dark:
            self._go(self._scene, self._page)
        elif self._board.page + 1 < self._board.pages:
            self._go(self._scene, self._board.page + 1)
        elif at + 1 < len(ORDER):
            self._go(ORDER[at + 1], 0)

    def _back(self) -> None:
        at = ORDER.index(self._scene)
        if self._dark:
            self._go(self._scene, self._page)
        elif self._board.page:
            self._go(self._scene, self._board.page - 1)
        elif at:
            self._go(ORDER[at - 1], self._boards.board(ORDER[at - 1]).pages - 1)

    def _go(self, scene: Scene, page: int, *, dark: bool = False) -> None:
        self._scene, self._page, self._dark = scene, page, dark
        # A page that somebody chose stays its full time.
        self._pager.stop()
        self.refresh()
        self.state_changed.emit()

    @Slot()
    def _turn_by_itself(self) -> None:
        self._page = (self._board.page + 1) % self._board.turning
        self.refresh()
        self.state_changed.emit()
