"""How much each judge's marks scatter, each drawn towards what is usual among the judges (Smyth 2004).

A judge's few visits say little on their own scatter. Their variance is therefore taken together with the usual one, s0², as if that
had been seen in d0 visits; s0² and d0 are the moments of the judges' variances. Where these differ no more than chance makes them
differ, d0 has no end and all judges have the same noise.
"""

from importlib import import_module
from math import exp, inf, log
from typing import Any, Final

import numpy as np

from gpumode_judge.standings.crossed import Model, Solved, sums
from gpumode_judge.standings.reml import reml
from gpumode_judge.standings.visits import Floats

ROUNDS: Final = 8
SETTLED: Final = 0.02  # a change of the weights by less than this part ends the rounds
TOLD: Final = 0.5  # visits' worth of own scatter from which on a judge tells something about what is usual
WORTH: Final = 1.0  # the least d0: a judge's own few visits never speak alone
LIGHT: Final = 0.01
HEAVY: Final = 4.0  # a judge whose marks happen to fit does not outvote all others
BITS: Final = 12


def by_judge(model: Model, plain: Solved, *, judges: bool, least: float) -> tuple[Model, Solved]:
    """The model with a weight for each judge, and its fit: what was given if the judges' noise does not differ.

    ``least`` is the smallest variance that a visit may have. ``judges`` says whether severity is looked for.
    """
    now, solved = model, plain
    for _ in range(ROUNDS):
        weight = weights(*scatter(now, solved), least)
        if weight is None:
            return model, plain
        if float(np.abs(np.log(weight / now.weight)).max()) < SETTLED:
            break
        now = model.weighed(weight)
        solved = reml(now, solved.ratios, judges=judges)
    return now, solved


def scatter(model: Model, solved: Solved) -> tuple[Floats, Floats]:
    """(J) each judge's sum of squared residuals, and in how many visits' worth of freedom."""
    table, weight = model.table, model.weight
    each, d = weight[table.judge], solved.d[table.team]
    residual = model.y - solved.mu - solved.team[table.team] - solved.judge[table.judge]
    seen = table.across(solved.cover * weight)
    both = sums(table.team, each * seen, table.teams)[table.team]
    leverage = each * (d + solved.cover.diagonal()[table.judge] - 2 * d * seen + d * d * both)
    squares = sums(table.judge, residual * residual, table.judges)
    return squares, np.maximum(sums(table.judge, 1 - leverage, table.judges), 0.0)


def weights(squares: Floats, free: Floats, least: float) -> Floats | None:
    """(J) how much a visit of each judge counts, 1 for one in the middle; ``None`` if judges do not differ or too few tell anything."""
    told = free > TOLD
    if int(told.sum()) < 3:
        return None
    own = np.maximum(squares[told] / free[told], least)
    usual, worth = moments(own, free[told])
    if worth == inf:
        return None
    worth = max(worth, WORTH)
    variance = np.maximum((worth * usual + squares) / (worth + free), least)
    part, power = np.frexp(np.clip(np.median(variance) / variance, LIGHT, HEAVY))
    return np.ldexp(np.rint(np.ldexp(part, BITS)), power - BITS)


def moments(variance: Floats, free: Floats) -> tuple[float, float]:
    """(s0², d0) of variances that have ``free`` degrees of freedom; d0 is ``inf`` if they differ by chance alone."""
    special: Any = import_module("scipy.special")

    half = free / 2
    logs = np.log(variance) - special.digamma(half) + np.log(half)
    middle = float(logs.mean())
    beyond = float(((logs - middle) ** 2).sum()) / (logs.size - 1) - float(special.polygamma(1, half).mean())
    if beyond <= 0:
        return exp(middle), inf
    worth = 2 * _trigamma_inverse(beyond)
    return exp(middle + float(special.digamma(worth / 2)) - log(worth / 2)), worth


def _trigamma_inverse(value: float) -> float:
    """x with trigamma(x) = ``value`` > 0: Newton on 1/trigamma, which is nearly straight and is approached from one side."""
    special: Any = import_module("scipy.special")

    if value > 1e7:
        return value**-0.5
    if value < 1e-6:
        return 1 / value
    x = 0.5 + 1 / value
    for _ in range(50):
        three = float(special.polygamma(1, x))
        step = three * (1 - three / value) / float(special.polygamma(2, x))
        x += step
        if abs(step) < 1e-10 * x:
            break
    return x
