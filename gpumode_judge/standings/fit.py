"""What a method of scoring gives, whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from gpumode_judge.standings.visits import Floats, Visits

FINEST: Final = 10**6  # scores of models are whole millionths of a point: what differs by less is equal


@dataclass(frozen=True, eq=False, kw_only=True)
class Posterior:
    """What is known after the marks about the submissions' true totals ``θ_t = μ + u_t``, all normal, in points of 100.

    Given the judges' effects b ~ N(``effects``, ``factor``·``factor``ᵀ), where b stacks μ and the J judges (K = 1 + J), each
    ``θ_t = centre_t − slope_t·b`` plus an own error with standard deviation ``own``_t: ``centre`` (T), ``slope`` (T, K),
    ``own`` (T), ``effects`` (K), ``factor`` (K, K).
    """

    centre: Floats
    slope: Floats
    own: Floats
    effects: Floats
    factor: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Standard deviations in points of 100: how submissions differ, how judges differ in severity, and the noise of one visit."""

    team: float
    judge: float
    noise: float


@dataclass(frozen=True, eq=False, kw_only=True)
class Fit:
    """What a method makes of visits.

    ``scores`` (T, in the order of ``visits.submissions``) are points of 100 to rank by; a method whose own figures have another unit
    maps them there in a way that keeps their order. ``severity`` (J) tells by how many points a judge marks below (+) or above (−) the
    average judge, ``severity_error`` (J) its standard error, ``noise`` (J) the standard deviation of one visit of each judge;
    ``None`` where the method knows no such thing. ``says`` are sentences for the organizer about what the method found.
    """

    method: str
    scores: tuple[Fraction, ...]
    severity: Floats | None = None
    severity_error: Floats | None = None
    noise: Floats | None = None
    spread: Spread | None = None
    posterior: Posterior | None = None
    says: tuple[str, ...] = ()


# One way to score: pure, the same visits always give the same fit. It raises Problem, saying what to do, where it can say nothing true.
Method = Callable[[Visits], Fit]


def settled(scores: Floats) -> tuple[Fraction, ...]:
    """Floats as scores: rounded to whole millionths, so that the last digits of a machine's arithmetic decide nothing."""
    return tuple(Fraction(int(n), FINEST) for n in np.rint(scores * FINEST).tolist())
