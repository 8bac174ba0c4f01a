"""What is on the stage now: a step, and perhaps something over it. A small value that every key makes a new one of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.compose import blackout
from gpumode_judge.ceremony.script import Step


class Over(StrEnum):
    """What may lie over a step."""

    BLACKOUT = "blackout"
    SPONSORS = "sponsors"
    MESSAGE = "message"
    COUNTDOWN = "countdown"
    TEST_CARD = "test card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the show is: step ``at`` of ``steps``, counted from 0.

    While something lies ``over`` the step, *next* and *back* take it away and stay at the step: who darkens the room and then presses the
    clicker wants the picture back, not a winner told in the dark. *first*, *last* and *jump* move below it, so that a step can be prepared
    unseen. While the show is ``held``, *next*, *back*, *first* and *last* do nothing: the clicker may lie in a pocket; *jump* from the
    list is meant and works. ``lifted`` keeps the lower part of the picture free.

    Raises:
        ValueError: there is no step, or ``at`` is not one of them.
    """

    steps: int
    at: int = 0
    over: Over | None = None
    held: bool = False
    lifted: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.at < self.steps:
            raise ValueError(f"step {self.at} of {self.steps}")

    @property
    def dark(self) -> bool:
        """Whether the picture is black."""
        return self.over is Over.BLACKOUT

    def next(self) -> "Stage":
        """Take away what lies over the step; else the step after it. The last step stays."""
        return self._pressed(self.at + 1)

    def back(self) -> "Stage":
        """Take away what lies over the step; else the step before it. The first step stays."""
        return self._pressed(self.at - 1)

    def first(self) -> "Stage":
        """The first step."""
        return self if self.held else self.jump(0)

    def last(self) -> "Stage":
        """The last step."""
        return self if self.held else self.jump(self.steps - 1)

    def jump(self, at: int) -> "Stage":
        """That step; one that does not exist becomes the nearest that does."""
        return replace(self, at=min(max(at, 0), self.steps - 1))

    def toggle(self, over: Over) -> "Stage":
        """Lay it over the step, in place of whatever is there; a second time takes it away."""
        return replace(self, over=None if self.over is over else over)

    def hold(self) -> "Stage":
        """Hold the show; a second time lets it go on."""
        return replace(self, held=not self.held)

    def lift(self) -> "Stage":
        """Lift the rows above the heads of people on the stage; a second time lowers them."""
        return replace(self, lifted=not self.lifted)

    def shown(self, steps: Sequence[Step], overs: Mapping[Over, Board]) -> Board:
        """What the audience sees. Something over the step that ``overs`` does not have is black: never the step below it.

        Raises:
            ValueError: ``steps`` are not the steps of this show.
        """
        if len(steps) != self.steps:
            raise ValueError(f"{len(steps)} steps for a show of {self.steps}")
        board = steps[self.at].board if self.over is None else overs.get(self.over, blackout())
        if not self.lifted or board.scene is Scene.BLACKOUT:
            return board
        return replace(board, lifted=True).focused()

    def _pressed(self, at: int) -> "Stage":
        if self.held:
            return self
        return self.jump(at) if self.over is None else replace(self, over=None)
