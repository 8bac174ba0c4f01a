"""How rows and figures move: pure steps in time, so that tests need no clock."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

ACCELERATION: Final = 4.0
TOP_SPEED: Final = 7.0
COUNTING: Final = 0.9


@dataclass(slots=True)
class Glide:
    """A place on its way to another one, in rows. It can be sent elsewhere in flight: speed never jumps."""

    at: float
    to: float
    speed: float = 0.0

    @property
    def still(self) -> bool:
        """Whether it has arrived."""
        return self.at == self.to and self.speed == 0.0

    def jump(self, to: float) -> None:
        """Be there at once."""
        self.at, self.to, self.speed = to, to, 0.0

    def step(self, seconds: float) -> None:
        """Let ``seconds`` pass. Speeds up by 4 rows/s² to 7 rows/s and brakes so that it stops at its goal, never beyond."""
        left = seconds
        while left > 0 and not self.still:
            slice_ = min(left, 1 / 120)
            left -= slice_
            self._slice(slice_)

    def _slice(self, seconds: float) -> None:
        way = self.to - self.at
        wanted = min(TOP_SPEED, sqrt(2 * ACCELERATION * abs(way))) * (1 if way > 0 else -1)
        change = wanted - self.speed
        # Braking may be as hard as it must: otherwise rounding would carry a row past its goal.
        braking = abs(wanted) < abs(self.speed) and wanted * self.speed > 0
        self.speed += change if braking else max(-ACCELERATION * seconds, min(ACCELERATION * seconds, change))
        moved = self.speed * seconds
        near = abs(way) < 0.002 or (moved * way > 0 and abs(moved) >= abs(way))
        if near and abs(self.speed) <= sqrt(2 * ACCELERATION * abs(way)) + ACCELERATION * seconds:
            self.jump(self.to)
        else:
            self.at += moved


@dataclass(slots=True)
class Count:
    """A figure on its way to another one, slowing down towards the end."""

    start: float
    to: float
    passed: float = COUNTING

    @property
    def still(self) -> bool:
        """Whether it shows its goal."""
        return self.passed >= COUNTING or self.start == self.to

    @property
    def now(self) -> float:
        """What to show."""
        if self.still:
            return self.to
        rest = 1 - self.passed / COUNTING
        return self.to + (self.start - self.to) * rest**3

    def aim(self, to: float) -> None:
        """Count to another figure from what is shown now."""
        if to != self.to:
            self.start, self.to, self.passed = self.now, to, 0.0

    def jump(self, to: float) -> None:
        """Show it at once."""
        self.start, self.to, self.passed = to, to, COUNTING

    def step(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self.passed = min(COUNTING, self.passed + seconds)
