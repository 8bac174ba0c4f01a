"""How long a ceremony takes: seconds by the kind of step, as they were on stages where somebody speaks to every picture."""

from collections.abc import Sequence
from typing import Final, Protocol

SECONDS: Final = {
    "opening": 30,
    "announce": 5,
    "place": 12,
    "winner": 25,
    "start": 20,
    "tail": 15,
    "look": 4,
    "open": 5,
    "list": 20,
    "prize": 10,
    "given": 15,
    "not given": 8,
    "podium": 20,
    "profile": 20,
    "thanks": 30,
}
EACH_MORE: Final = 4


class Timed(Protocol):
    """A step that knows how long it takes."""

    @property
    def seconds(self) -> int:
        """Seconds from its press to the next."""
        ...


def seconds_of(kind: str, teams: int = 1) -> int:
    """Seconds for a step of that kind that names so many teams; more than ten are not read out."""
    return SECONDS[kind] + EACH_MORE * min(max(teams - 1, 0), 9)


def forecast(steps: Sequence[Timed], at: int = 0) -> int:
    """Seconds from the press that shows step ``at`` to the end, this step's own among them; 0 past the end."""
    return sum(step.seconds for step in steps[max(at, 0) :])


def length_text(seconds: int) -> str:
    """``"under a minute"``, ``"about 12 min"``."""
    return "under a minute" if seconds < 60 else f"about {round(seconds / 60)} min"
