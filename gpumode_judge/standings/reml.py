"""The ratios of variances that the marks make likeliest: restricted maximum likelihood for crossed random effects."""

from collections.abc import Callable
from math import exp, frexp, ldexp, log
from typing import Final

from gpumode_judge.standings.crossed import Model, Pair, Solved, Table

__all__ = ["Model", "Solved", "Table", "coarse", "reml"]

MOST: Final = 1e6  # the largest ratio of variances looked at: noise of a thousandth of the spread is none
LEAST: Final = 1e-3  # a ratio, times how many there are, from which on it is tried whether 0 is best
STEPS: Final = 60
SMALL: Final = 100  # visits; with fewer the likelihood may have two summits, so it is climbed from a second side too
CALM: Final = (10.0, 10.0)
DONE: Final = 1e-8  # a step in a ratio's logarithm after which there is nothing left to find
FARTHEST: Final = 4.0
BITS: Final = (
    18  # digits kept of a ratio: far coarser than the differences between two machines, far finer than its error
)

Curve = tuple[float, float, float]  # a symmetric matrix of two rows


def reml(model: Model, start: Pair | None = None, *, judges: bool = True) -> Solved:
    """The ratios at which the restricted likelihood is greatest, and the system there.

    ``start`` are ratios to begin at, for example those of a fit before; without ``judges`` their ratio is held at 0.
    The ratios are rounded to :data:`BITS` binary digits, so that another machine ends at the same ones.
    """
    if start is None:
        team, judge, noise = model.guess()
        whole = max(team, 0) + max(judge, 0) + max(noise, 0) or 1.0
        noise = max(noise, whole / 100)
        start = (max(team, whole / 100) / noise, max(judge, whole / 100) / noise)
    starts = [start, *([CALM] if model.y.size < SMALL else [])]
    ends = [_descend(model, model.at(_inside(team), _inside(judge) if judges else 0.0)) for team, judge in starts]
    best = ends[-1] if ends[-1].criterion < ends[0].criterion - 1e-6 else ends[0]
    return model.at(*_pair(lambda i: coarse(best.ratios[i])))


def coarse(number: float, bits: int = BITS) -> float:
    """A number kept to so many binary digits."""
    part, power = frexp(number)
    return ldexp(round(part * (1 << bits)), power - bits)


def _inside(ratio: float) -> float:
    return min(max(ratio, 1e-3), MOST / 10)


def _descend(model: Model, now: Solved) -> Solved:
    """Quasi-Newton steps (BFGS) in the logarithms of the ratios. A ratio of 0 stays one."""
    first = (max(model.table.teams / 4, 0.5), 0.0, max(model.table.judges / 4, 0.5))
    curve, fresh = first, True
    down = _downhill(now)
    for _ in range(STEPS):
        step = _step(curve, down)
        longest = max(abs(step[0]), abs(step[1]))
        if longest < DONE:
            break
        short = min(1.0, FARTHEST / longest)
        step = (step[0] * short, step[1] * short)
        after = _along(model, now, step, step[0] * down[0] + step[1] * down[1])
        if after is None:
            if fresh:
                break
            curve, fresh = first, True
            continue
        before, down = down, _downhill(after)
        moved = _pair(lambda i, now=now, after=after: log(after.ratios[i] / now.ratios[i]) if now.ratios[i] else 0.0)
        curve = _bent(curve, moved, (down[0] - before[0], down[1] - before[1]), fresh=fresh)
        now, fresh = _grounded(model, after), False
        down = _downhill(now)
    return now


def _pair(of: Callable[[int], float]) -> Pair:
    return of(0), of(1)


def _downhill(now: Solved) -> Pair:
    """The derivatives by the logarithms; none for a ratio that cannot go farther."""
    return _pair(lambda i: 0.0 if now.ratios[i] >= MOST and now.slope[i] < 0 else now.slope[i] * now.ratios[i])


def _step(curve: Curve, down: Pair) -> Pair:
    a, b, c = curve
    if not down[0] or not down[1]:
        return -down[0] / a, -down[1] / c
    whole = a * c - b * b
    return (b * down[1] - c * down[0]) / whole, (b * down[0] - a * down[1]) / whole


def _along(model: Model, now: Solved, step: Pair, gain: float) -> Solved | None:
    """The first of ever shorter steps that is worth it."""
    length = 1.0
    while length > 1e-6:
        after = model.at(*_pair(lambda i, length=length: min(now.ratios[i] * exp(length * step[i]), MOST)))
        if after.criterion <= now.criterion + 1e-4 * length * gain + 1e-11 * abs(now.criterion):
            return after
        length /= 3
    return None


def _bent(curve: Curve, moved: Pair, turned: Pair, *, fresh: bool) -> Curve:
    """The curvature corrected by what the last step showed; as it was if that makes no sense."""
    bend = moved[0] * turned[0] + moved[1] * turned[1]
    if bend <= 1e-12:
        return curve
    a, b, c = curve
    pushed = (a * moved[0] + b * moved[1], b * moved[0] + c * moved[1])
    stiff = moved[0] * pushed[0] + moved[1] * pushed[1]
    if fresh:
        scale = max(bend / stiff, 1e-3)
        a, b, c, stiff = a * scale, b * scale, c * scale, stiff * scale
        pushed = (pushed[0] * scale, pushed[1] * scale)
    a += turned[0] * turned[0] / bend - pushed[0] * pushed[0] / stiff
    b += turned[0] * turned[1] / bend - pushed[0] * pushed[1] / stiff
    c += turned[1] * turned[1] / bend - pushed[1] * pushed[1] / stiff
    return (a, b, c) if a > 0 and c > 0 and a * c > b * b else curve


def _grounded(model: Model, now: Solved) -> Solved:
    """A ratio that tends to 0 is set to it, once nothing is better nearby."""
    for i, many in enumerate((model.table.teams, model.table.judges)):
        if 0 < now.ratios[i] * many < LEAST and now.slope[i] > 0:
            none = model.at(*_pair(lambda k, i=i, now=now: 0.0 if k == i else now.ratios[k]))
            if none.slope[i] > 0 and none.criterion <= now.criterion:
                now = none
    return now
