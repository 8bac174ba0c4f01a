"""What is on now: an evening's scene and page, or a step of the ceremony, and what lies over it.

Both windows send their commands here and get their boards from here.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.compose import blackout, of_snapshot
from gpumode_judge.ceremony.scenes import Countdown
from gpumode_judge.ceremony.script import Step
from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.ceremony.stage import Over, Stage
from gpumode_judge.ui.projector.keys import OVERS, SCENES, Command
from gpumode_judge.ui.projector.overs import Wait, over_board

ORDER: Final = (Scene.WELCOME, Scene.PROGRESS, Scene.LIVE, Scene.CHARTS)
PAGE_SECONDS: Final = 12
DOUBLE_PRESS: Final = 0.2


class Boards(Protocol):
    """Where boards come from: a desk. It hands out what a scene may show, and nothing more."""

    def board(self, scene: Scene) -> Board:
        """The board of ``scene`` as things are known now."""
        ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Show(QObject):
    """The state of the show.

    ``board_changed`` carries the :class:`Board` that the audience may see from now on; ``state_changed`` says that something else about
    the show changed; ``asked`` carries the commands that windows act on themselves: start, full screen, next display, leave; ``stepped``
    the step of the ceremony, from 0, that the audience sees from now on. ``clock`` gives seconds and tells double presses apart and how
    long a ceremony runs; ``now`` is the time that a countdown starts at.
    """

    board_changed = Signal(object)
    state_changed = Signal()
    asked = Signal(object)
    stepped = Signal(int)

    def __init__(
        self,
        boards: Boards,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        super().__init__(parent)
        self._boards = boards
        self._clock = clock
        self._now = now
        self._scene = Scene.WELCOME
        self._page = 0
        self._over: Over | None = None
        self._paused = False
        self._lifted = False
        self._frozen = False
        self._snapshot = Snapshot(title="")
        self._steps: tuple[Step, ...] = ()
        self._stage: Stage | None = None
        # Stealth: what the audience saw stays until the first press.
        self._kept: Board | None = None
        self._began: float | None = None
        self._stepped = -1
        self._message = self._typed = ""
        self._wait = Wait()
        self._countdown: Countdown | None = None
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
        """The scene of the evening that was chosen, also while something lies over it; with standings frozen, *frozen* for *live*."""
        return Scene.FROZEN if self._frozen and self._scene is Scene.LIVE else self._scene

    @property
    def pages(self) -> tuple[int, int]:
        """The page, from 0, and how many there are."""
        return self._board.page, self._board.pages

    @property
    def over(self) -> Over | None:
        """What lies over the picture."""
        return self._stage.over if self._stage else self._over

    @property
    def dark(self) -> bool:
        """Whether the picture is black."""
        return self.over is Over.BLACKOUT

    @property
    def paused(self) -> bool:
        """Whether pages stay until somebody turns them; in a ceremony whether next and back do nothing."""
        return self._stage.held if self._stage else self._paused

    @property
    def lifted(self) -> bool:
        """Whether rows keep clear of the heads of people on stage."""
        return self._stage.lifted if self._stage else self._lifted

    @property
    def kept(self) -> bool:
        """Whether the audience still sees what it saw before the ceremony began or ended."""
        return self._kept is not None

    @property
    def snapshot(self) -> Snapshot:
        """The result that the running ceremony tells; an empty one without a ceremony."""
        return self._snapshot

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of the running ceremony; none without one."""
        return self._steps

    @property
    def stage(self) -> Stage | None:
        """Where the running ceremony is; None in the evening."""
        return self._stage

    @property
    def at(self) -> int:
        """The step that the audience sees, from 0; -1 before the first press and without a ceremony."""
        return -1 if self._stage is None or self._kept is not None else self._stage.at

    @property
    def seconds(self) -> float:
        """How long the ceremony runs since its first press; 0 before."""
        return 0.0 if self._began is None else self._clock() - self._began

    def begin(self, snapshot: Snapshot, steps: Sequence[Step], at: int | None = None, *, seconds: float = 0.0) -> None:
        """Begin a ceremony. The audience keeps what it sees until the first *next*; with ``at`` it sees that step at once, of a ceremony
        that has run for so many ``seconds``."""
        self._snapshot, self._steps = snapshot, tuple(steps)
        self._stage = Stage(steps=len(self._steps), lifted=self._lifted).jump(at or 0)
        self._kept = self._board if at is None else None
        self._over = None
        self._stepped = -1 if at is None else self._stage.at
        self._began = None if at is None else self._clock() - seconds
        self._pager.stop()
        self._told()

    def end(self) -> None:
        """Leave the ceremony. The audience keeps what it sees until a scene of the evening is chosen."""
        if self._stage is None:
            return
        self._kept = self._board
        self._stage, self._steps, self._snapshot = None, (), Snapshot(title="")
        self._began = None
        self._scene, self._page = Scene.WELCOME, 0
        self._told()

    def jump(self, at: int) -> None:
        """Go to a step of the ceremony."""
        if self._stage is not None:
            self._kept = None
            self._set_stage(self._stage.jump(at))

    def set_frozen(self, frozen: bool) -> None:
        """Tell whether standings are frozen: then nobody sees the live ones."""
        if frozen != self._frozen:
            self._frozen = frozen
            self._told()

    def set_message(self, text: str, *, at_once: bool = False) -> None:
        """What *message* shows the next time, or ``at_once``: nobody watches somebody type."""
        self._typed = text
        if at_once:
            self._message = text
            self.refresh()

    def set_wait(self, wait: Wait) -> None:
        """What *countdown* counts to from now on; one that is shown starts anew."""
        self._wait = wait
        self._countdown = wait.starting(self._now())
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for the board again: something was merged or changed."""
        board = self._picture()
        free = self._stage is None and self._over is None and self._kept is None and not self._paused
        turning = free and (board.turning > 1 or board.page >= board.turning)
        if turning and not self._pager.isActive():
            self._pager.start()
        elif not turning:
            self._pager.stop()
        if board != self._board:
            self._board = board
            self.board_changed.emit(board)

    def choose(self, scene: Scene) -> None:
        """Go to the first page of a scene of the evening, and take away what lies over it. A ceremony does not listen."""
        if self._stage is not None:
            return
        if scene is Scene.BLACKOUT:
            self._lay(Over.BLACKOUT)
        else:
            self._go(Scene.LIVE if scene is Scene.FROZEN else scene, 0)

    @Slot(object)
    def command(self, command: Command) -> None:
        """Do what a key asked for."""
        if command in OVERS:
            self._toggle(OVERS[command])
        elif command in SCENES:
            self.choose(SCENES[command])
        elif command in (Command.START, Command.FULL_SCREEN, Command.NEXT_DISPLAY, Command.LEAVE):
            self.asked.emit(command)
        elif command is Command.NEXT and self._double_press():
            return
        elif self._stage is not None:
            self._tell(command, self._stage)
        else:
            self._turn(command)

    def _double_press(self) -> bool:
        now = self._clock()
        double = now - self._last_next < DOUBLE_PRESS
        self._last_next = now
        return double

    def _toggle(self, over: Over) -> None:
        if over is Over.MESSAGE and self.over is not over:
            if not self._typed:
                self.asked.emit(Command.MESSAGE)
                return
            self._message = self._typed
        if over is Over.COUNTDOWN and self.over is not over:
            self._countdown = self._wait.starting(self._now())
        if self._stage is not None:
            self._set_stage(self._stage.toggle(over))
        else:
            self._lay(None if self._over is over else over)

    def _lay(self, over: Over | None) -> None:
        self._over = over
        self._told()

    # The ceremony

    def _tell(self, command: Command, stage: Stage) -> None:
        if command is Command.PAUSE:
            self._set_stage(stage.hold())
        elif command is Command.LIFT:
            self._lifted = not stage.lifted
            self._set_stage(stage.lift())
        elif self._kept is not None and not stage.held and stage.over is None:
            if command in (Command.NEXT, Command.FIRST):
                self.jump(0)
        elif command is Command.NEXT:
            self._set_stage(stage.next())
        elif command is Command.BACK:
            self._set_stage(stage.back())
        elif command is Command.FIRST:
            self._set_stage(stage.first())
        elif command is Command.LAST and self._kept is None:
            self._set_stage(stage.last())

    def _set_stage(self, stage: Stage) -> None:
        self._stage = stage
        if self._kept is None and self._began is None:
            self._began = self._clock()
        self._told()
        if self._kept is None and stage.at != self._stepped:
            self._stepped = stage.at
            self.stepped.emit(stage.at)

    # The evening

    def _turn(self, command: Command) -> None:
        page, pages = self.pages
        if command is Command.PAUSE:
            self._paused = not self._paused
            self._pager.stop()
            self._told()
        elif command is Command.LIFT:
            self._lifted = not self._lifted
            self._page = 0
            self._told()
        elif command is Command.FIRST:
            self._go(self._scene, 0)
        elif command is Command.LAST:
            self._go(self._scene, pages - 1)
        elif self._over is not None or self._kept is not None:
            self._uncover()
        elif command is Command.NEXT:
            self._next(page, pages)
        else:
            self._back(page)

    def _uncover(self) -> None:
        if self._over is None:
            self._go(self._scene, self._page)
        else:
            self._lay(None)

    def _next(self, page: int, pages: int) -> None:
        at = ORDER.index(self._scene) if self._scene in ORDER else -1
        if page + 1 < pages:
            self._go(self._scene, page + 1)
        elif at + 1 < len(ORDER):
            self._go(ORDER[at + 1], 0)

    def _back(self, page: int) -> None:
        at = ORDER.index(self._scene) if self._scene in ORDER else 1
        if page:
            self._go(self._scene, page - 1)
        elif at:
            self._scene, self._page = ORDER[at - 1], 0
            self._go(ORDER[at - 1], self._evening().pages - 1)

    def _go(self, scene: Scene, page: int) -> None:
        self._scene, self._page, self._over, self._kept = scene, page, None, None
        # A page that somebody chose stays its full time.
        self._pager.stop()
        self._told()

    def _told(self) -> None:
        self.refresh()
        self.state_changed.emit()

    def _picture(self) -> Board:
        over = self.over
        if over is not None:
            return self._over_board(over)
        if self._kept is not None:
            return self._kept
        if self._stage is not None:
            return self._stage.shown(self._steps, {})
        board = self._evening()
        self._page = board.page
        return board

    def _evening(self) -> Board:
        return replace(self._boards.board(self.scene), lifted=self._lifted).turned(self._page)

    def _over_board(self, over: Over) -> Board:
        if over is Over.BLACKOUT:
            return blackout()
        # In a ceremony everything comes from its result: nothing waits for a desk.
        base = of_snapshot(Scene.WELCOME, self._snapshot) if self._stage else self._boards.board(Scene.WELCOME)
        logos = self._boards.board(Scene.SPONSORS).logos if over is Over.SPONSORS and not self._stage else ()
        board = over_board(over, base, message=self._message, countdown=self._countdown, logos=logos)
        return replace(board, lifted=self.lifted)

    @Slot()
    def _turn_by_itself(self) -> None:
        self._page = (self._board.page + 1) % self._board.turning
        self._told()
