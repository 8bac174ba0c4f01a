"""What a fit knows about submissions and judges together, with those whom no visit concerns yet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gpumode_judge.standings.fit import Fit, Posterior, Spread
from gpumode_judge.standings.visits import Floats, Visits, Whole


@dataclass(frozen=True, eq=False, kw_only=True)
class Model:
    """The parts of a fit that tell how sure it is. See :class:`gpumode_judge.standings.fit.Fit`."""

    noise: Floats
    spread: Spread
    posterior: Posterior


def model_of(fit: Fit) -> Model | None:
    """What a fit knows about its own errors; ``None`` if it knows nothing: another method than “severity”, or too few visits."""
    if fit.noise is None or fit.spread is None or fit.posterior is None:
        return None
    return Model(noise=fit.noise, spread=fit.spread, posterior=fit.posterior)


@dataclass(frozen=True, eq=False, kw_only=True)
class Joint:
    """Submissions (true totals) and then judges (how much milder than the average judge), N of them together, all normal.

    ``means`` (N), ``loads`` (N, K) on the errors of μ and the judges, which are independent with variance 1, and ``own`` (N), the
    standard deviation of what is each one's alone. ``noise`` (J) is that of one visit of each judge.
    """

    means: Floats
    loads: Floats
    own: Floats
    noise: Floats

    def covariance(self, rows: Sequence[int]) -> Floats:
        """Of some of the N, in the order given."""
        chosen = list(rows)
        loads = self.loads[chosen]
        return loads @ loads.T + np.diag(self.own[chosen] ** 2)


def joint(visits: Visits, model: Model, submissions: Sequence[str], judges: Sequence[str]) -> Joint:
    """What is known about ``submissions`` and ``judges``. Of one without a visit it is known how they differ at large."""
    known, spread = model.posterior, model.spread
    teams, judged = _indices(visits.submissions, submissions), _indices(visits.judges, judges)
    many, size = len(submissions), len(submissions) + len(judges)
    # Of someone new only the common μ and the usual differences are known.
    means, loads = np.zeros(size), np.zeros((size, len(known.effects)))
    means[:many], loads[:many] = known.effects[0], known.factor[0]
    own = np.concatenate([np.full(many, spread.team), np.full(len(judges), spread.judge)])
    noise = np.full(len(judges), spread.noise)

    old = np.flatnonzero(teams >= 0)
    at = teams[old]
    means[old] = known.centre[at] - known.slope[at] @ known.effects
    loads[old] = -known.slope[at] @ known.factor
    own[old] = known.own[at]
    old = np.flatnonzero(judged >= 0)
    at = judged[old]
    means[many + old], loads[many + old], own[many + old] = known.effects[1 + at], known.factor[1 + at], 0.0
    noise[old] = model.noise[at]
    return Joint(means=means, loads=loads, own=own, noise=noise)


def _indices(known: Sequence[str], names: Sequence[str]) -> Whole:
    """Where each name stands in ``known``, −1 if it does not."""
    place = {name: i for i, name in enumerate(known)}
    return np.array([place.get(name, -1) for name in names], dtype=np.intp)


@dataclass(frozen=True, eq=False, kw_only=True)
class Surprise:
    """Each visit (V) against what is known without it: the total that was ``expected``, and ``z``, the number of standard deviations
    by which it lies above. ``rest`` is the total less what the whole fit makes of it, ``rest_error`` how far that usually goes."""

    expected: Floats
    z: Floats
    rest: Floats
    rest_error: Floats


def surprise(visits: Visits, model: Model) -> Surprise:
    """How surprising each visit is, seen from all the others."""
    known = model.posterior
    seats = 1 + visits.judge
    # Of θ_t + v_j: the slopes are dense, but a submission's own judges are all that they reach.
    cross = -known.slope @ known.factor
    loads = cross[visits.team] + known.factor[seats]
    error = known.own[visits.team] ** 2 + (loads**2).sum(axis=1)
    fitted = (known.centre - known.slope @ known.effects)[visits.team] + known.effects[seats]
    noise = model.noise[visits.judge] ** 2
    rest = visits.y - fitted
    # A visit that all by itself decides what the fit makes of it can surprise nobody.
    left = noise - error
    free = left > 1e-9 * np.maximum(noise, 1e-9)
    safe = np.where(free, left, 1.0)
    rest_error = np.sqrt(np.where(free, left, 0.0))
    return Surprise(
        expected=np.where(free, visits.y - rest * noise / safe, visits.y),
        z=np.where(free, rest / np.sqrt(safe), 0.0),
        rest=rest,
        rest_error=rest_error,
    )
