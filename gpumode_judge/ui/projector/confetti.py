"""Confetti over the podium: a few hundred paper strips, the same for the same number, gone within four seconds.

Pure but for the last function. Strips turn at most once a second and keep their colour, so nothing in the picture flashes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, exp, pi, sin
from random import Random
from typing import Final, NamedTuple

from PySide6.QtGui import QColor, QPainter

SECONDS: Final = 4.0
STRIPS: Final = 320
MOST_TURNS: Final = 1.0
_FALL: Final = 0.42
_DRAG: Final = 1.9


@dataclass(frozen=True, slots=True)
class _Strip:
    left: float
    delay: float
    drift: float
    up: float
    turns: float
    phase: float
    sway: float
    size: float
    kind: int


class Piece(NamedTuple):
    """A strip at one moment, in device pixels; ``kind`` chooses its colour."""

    x: int
    y: int
    w: int
    h: int
    kind: int


def pieces(seed: int, seconds: float, width: int, height: int) -> list[Piece]:
    """Where the strips of burst ``seed`` are after ``seconds``; none before 0 and after :data:`SECONDS`."""
    if seed == 0 or not 0 <= seconds < SECONDS:
        return []
    told: list[Piece] = []
    for strip in _strips(seed):
        t = seconds - strip.delay
        if t < 0:
            continue
        slowed = (1 - exp(-_DRAG * t)) / _DRAG
        x = strip.left + strip.drift * slowed + 0.018 * sin(strip.phase + 2 * pi * strip.sway * t)
        y = 1.02 - strip.up * slowed + _FALL * t * t * 0.5
        if y > 1.05 and t > 1:
            continue
        size = strip.size * height
        flat = abs(cos(strip.phase + pi * strip.turns * t))
        # It shrinks at its end instead of vanishing all at once.
        left = min(1.0, (SECONDS - seconds) / 0.5)
        wide, high = max(2, round(size * (0.35 + 0.65 * flat) * left)), max(2, round(size * 1.5 * left))
        told.append(Piece(round(x * width), round(y * height), wide, high, strip.kind))
    return told


def paint(painter: QPainter, strips: Sequence[Piece], colors: Sequence[QColor]) -> None:
    """Paint them as they are."""
    for strip in strips:
        painter.fillRect(strip.x, strip.y, strip.w, strip.h, colors[strip.kind % len(colors)])


@lru_cache(maxsize=2)
def _strips(seed: int) -> tuple[_Strip, ...]:
    dice = Random(seed)  # noqa: S311 - paper, not secrets
    return tuple(
        _Strip(
            left=dice.choice((0.06, 0.94)) + dice.uniform(-0.05, 0.05),
            delay=dice.uniform(0.0, 0.45),
            drift=0.0,
            up=dice.uniform(1.2, 3.1),
            turns=dice.uniform(0.3, MOST_TURNS),
            phase=dice.uniform(0, 2 * pi),
            sway=dice.uniform(0.2, 0.6),
            size=dice.uniform(0.010, 0.019),
            kind=dice.randrange(6),
        )
        if dice.random() < 0.25
        else _fan(dice)
        for _ in range(STRIPS)
    )


def _fan(dice: Random) -> _Strip:
    """From one of the lower corners, up and towards the middle."""
    side = dice.choice((-1, 1))
    return _Strip(
        left=0.5 - side * 0.5,
        delay=dice.uniform(0.0, 0.35),
        drift=side * dice.uniform(0.1, 1.35),
        up=dice.uniform(1.0, 3.0),
        turns=dice.uniform(0.3, MOST_TURNS),
        phase=dice.uniform(0, 2 * pi),
        sway=dice.uniform(0.2, 0.6),
        size=dice.uniform(0.010, 0.019),
        kind=dice.randrange(6),
    )
