"""Made-up evenings whose truth is known: how good each team is, how harsh each judge, and what the judges would write down.

Everything is on the marks' own scale, 1–10 in whole marks: quality ~ N(5.5, 1), severity ~ N(0, .7), noise of one visit ~ N(0, .8).
5.5 is the middle of the scale: marks beyond its ends are one in a thousand and become 1 or 10.
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from gpumode_judge.standings.visits import Floats, Visits, Whole

LOW, HIGH, MIDDLE = 1, 10, 5.5
QUALITY, SEVERITY, NOISE = 1.0, 0.7, 0.8
POINTS = 100 / (HIGH - LOW)  # points of 100 that one mark is worth
LEVELS = HIGH - LOW + 1


@dataclass(frozen=True, kw_only=True)
class World:
    """What nobody at an event can know. ``random_judge`` is the seat of a judge who marks at random, −1 for none."""

    quality: Floats
    severity: Floats
    noise: float = NOISE
    random_judge: int = -1

    def marks(self, team: Whole, judge: Whole, chance: Generator) -> Whole:
        """The places on the scale (lowest 0) that these judges give these teams."""
        felt = self.quality[team] - self.severity[judge] + self.noise * chance.standard_normal(len(team))
        marks = np.clip(np.rint(felt), LOW, HIGH).astype(np.intp) - LOW
        guessed = chance.integers(0, LEVELS, len(team))
        return np.where(judge == self.random_judge, guessed, marks)


def world(
    chance: Generator, *, teams: int, judges: int, severity: float = SEVERITY, random_judge: bool = False
) -> World:
    """A world as it might be: seat 0 is the random judge, if there is one."""
    return World(
        quality=MIDDLE + QUALITY * chance.standard_normal(teams),
        severity=severity * chance.standard_normal(judges),
        random_judge=0 if random_judge else -1,
    )


def dealt(chance: Generator, teams: Whole, judges: Whole, each: int) -> tuple[Whole, Whole]:
    """``each`` different judges for every team, chance deciding which, the work shared as evenly as can be."""
    team: list[int] = []
    judge: list[int] = []
    load = np.zeros(len(judges))
    for one in chance.permutation(teams).tolist():
        chosen = np.argsort(load + 0.5 * chance.random(len(judges)))[:each]
        load[chosen] += 1
        team += [one] * each
        judge += judges[chosen].tolist()
    return np.array(team, dtype=np.intp), np.array(judge, dtype=np.intp)


def mixed(chance: Generator, teams: int, judges: int, each: int) -> tuple[Whole, Whole]:
    """Any judge may see any team."""
    return dealt(chance, np.arange(teams), np.arange(judges), each)


def two_tracks(chance: Generator, teams: int, judges: int, each: int) -> tuple[Whole, Whole]:
    """Half of the judges see half of the teams, and one judge of the first half has also been to one team of the second."""
    half, seats = (teams + 1) // 2, judges // 2
    first = dealt(chance, np.arange(half), np.arange(seats), each)
    second = dealt(chance, np.arange(half, teams), np.arange(seats, judges), each)
    bridge = np.array([chance.integers(half, teams)]), np.array([chance.integers(0, seats)])
    team, judge = (np.concatenate([a, b, c]) for a, b, c in zip(first, second, bridge, strict=True))
    return team, judge


def as_visits(team: Whole, judge: Whole, marks: NDArray[np.intp], teams: int, judges: int) -> Visits:
    """The visits of an event with one criterion. Every team and every judge must occur."""
    order = np.lexsort((judge, team))
    team, judge, marks = team[order], judge[order], marks[order]
    exact = tuple(Fraction(100 * mark, LEVELS - 1) for mark in marks.tolist())
    return Visits(
        submissions=tuple(f"t{n:04}" for n in range(teams)),
        judges=tuple(f"j{n:04}" for n in range(judges)),
        team=team,
        judge=judge,
        exact=exact,
        y=marks * POINTS,
        criteria=("overall",),
        weights=np.ones(1),
        levels=(LEVELS,),
        marks=marks[:, None],
    )
