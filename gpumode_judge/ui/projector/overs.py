"""What can lie over the picture: blackout, sponsors, a message, a countdown, the test card. None of it holds anything of the result."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.compose import blackout
from gpumode_judge.ceremony.scenes import Countdown
from gpumode_judge.ceremony.stage import Over
from gpumode_judge.event.text import clean_block

MESSAGES: Final = (
    "We begin soon",
    "Please take your seats",
    "The judges are still deciding",
    "Food is served",
    "Please hand in your work now",
    "Thank you! See you next time",
)
MINUTES: Final = (2, 5, 10, 15, 30, 60)
BEGIN: Final = "We begin in"
LONGEST: Final = 240


@dataclass(frozen=True, slots=True)
class Wait:
    """What a countdown counts to: so many ``minutes`` from when it is shown, or ``at``, a UTC time in ISO form."""

    label: str = BEGIN
    minutes: int = 5
    at: str = ""

    @property
    def words(self) -> str:
        """What a list calls it."""
        return self.label if self.at else f"In {self.minutes} min"

    def starting(self, now: datetime) -> Countdown:
        """The countdown that is shown at ``now``, a time with its zone."""
        return Countdown(label=self.label, at=self.at or (now + timedelta(minutes=self.minutes)).isoformat())


def waits(hand_in: Countdown | None) -> tuple[Wait, ...]:
    """What can be counted down to; ``hand_in`` comes from the agenda, as long as there is time left."""
    begin = tuple(Wait(minutes=minutes) for minutes in MINUTES)
    return (Wait(hand_in.label, at=hand_in.at), *begin) if hand_in else begin


def message_text(typed: str) -> str:
    """What was typed as the audience gets it: two lines at most, without control characters, not longer than fits."""
    return clean_block(typed, LONGEST).strip()


def over_board(
    over: Over, base: Board, *, message: str = "", countdown: Countdown | None = None,
    logos: Iterable[tuple[str, str]] = (),
) -> Board:  # fmt: skip
    """The board of ``over``. ``base`` gives the event and its sponsors alone: everything else of it is left behind."""
    empty = Board(
        scene=Scene.WELCOME, title=base.title, place=base.place, day=base.day, sponsors=base.sponsors,
        rehearsal=base.rehearsal, logos=base.logos or tuple(logos),
    )  # fmt: skip
    match over:
        case Over.BLACKOUT:
            return blackout()
        case Over.SPONSORS:
            return replace(empty, scene=Scene.SPONSORS)
        case Over.MESSAGE:
            return replace(empty, scene=Scene.MESSAGE, message=message)
        case Over.COUNTDOWN:
            return replace(empty, scene=Scene.COUNTDOWN, countdown=countdown)
        case Over.TEST_CARD:
            return replace(empty, scene=Scene.TEST_CARD)
