"""The many-facet Rasch model (J. M. Linacre, *Many-Facet Rasch Measurement*, 1989; the rating scale is Andrich's, 1978).

A mark on the level with place x = 0, 1, 2 … has the chance ``P(x) ∝ exp(x·(B_t − C_j − D_c) − G_x)``: B how good the submission
is, C how severe the judge, D how hard the criterion, all in logits. Criteria with equally many levels share one ladder G, one
figure for each level that was used; a level that nobody used has no chance and the others keep their places.

All are found together where the joint likelihood is highest. Two things are ours:

- A mark weighs as much as its step weighs in the total (mean 1), so that a submission's marks count through its total.
- Every figure has the faint prior N(0, 1000). A submission or judge with nothing but the lowest or nothing but the highest marks has
  no finite figure in the model itself, nor have marks that agree too perfectly; this alone keeps them finite, and what is known
  better it moves by less than a thousandth of a logit or so. The usual remedy, to count the marks of such a submission as three
  tenths of a step less extreme, was tried and dropped: a submission with one visit of full marks came behind one with more visits
  and a lower mark among them.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gpumode_judge.standings.visits import Floats, Visits, Whole

_FAINT: Final = 1e-3  # 1/1000
_ROUNDS: Final = 300


@dataclass(frozen=True, eq=False, kw_only=True)
class Ladder:
    """The levels that criteria with ``levels`` levels use: ``criteria`` their indices, ``places`` (K) of the used levels from 0,
    ``heights`` (K) the figures G, the first and the last 0."""

    levels: int
    criteria: tuple[int, ...]
    places: Floats
    heights: Floats

    def expected(self, eta: Floats) -> Floats:
        """The mean place of a mark given ``B − C − D``, whatever the shape; never falls as it rises."""
        chances, _ = _chances(eta, self.places, self.heights)
        return chances @ self.places


@dataclass(frozen=True, eq=False, kw_only=True)
class Measures:
    """The figures in logits: ``teams`` (T) with mean 0, ``judges`` (J) positive for severe, ``criteria`` (C) positive for hard, with
    mean 0 over those on which marks differ; ``judge_error`` (J) the standard errors against the average judge.

    ``likelihood`` is the logarithm of the joint likelihood, ``extreme`` the indices of submissions and of judges with nothing
    but lowest or nothing but highest marks.
    """

    teams: Floats
    judges: Floats
    criteria: Floats
    judge_error: Floats
    ladders: tuple[Ladder, ...]
    likelihood: float
    extreme: tuple[tuple[int, ...], tuple[int, ...]]

    def expected(self, eta: Floats, weights: Floats) -> Floats:
        """The total on 0–100 to expect where submission minus judge is ``eta``; never falls as that rises."""
        total = np.zeros_like(eta)
        for ladder in self.ladders:
            for c in ladder.criteria:
                total += 100 * weights[c] * ladder.expected(eta - self.criteria[c]) / (ladder.levels - 1)
        return total


def measured(visits: Visits) -> Measures:
    """The figures at which the marks of ``visits``, linked by judges and at least one, are most likely."""
    return _Model(visits).solved()


def _chances(eta: Floats, places: Floats, heights: Floats) -> tuple[Floats, Floats]:
    """The chance of each used level, one more axis, and the logarithm of each."""
    logits = eta[..., None] * places - heights
    logits -= logits.max(axis=-1, keepdims=True)
    logs = logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
    return np.exp(logs), logs


class _Model:
    """The likelihood of one set of visits, its slope and its curvature."""

    def __init__(self, visits: Visits) -> None:
        sparse: Any = import_module("scipy.sparse")

        count, self._visits = len(visits.team), visits
        self._sizes = len(visits.submissions), len(visits.judges), len(visits.criteria)
        ones, line = np.ones(count), np.arange(count)
        self._teams: Any = sparse.csr_array((ones, (visits.team, line)), shape=(self._sizes[0], count))
        self._judges: Any = sparse.csr_array((ones, (visits.judge, line)), shape=(self._sizes[1], count))
        self._groups: list[tuple[int, list[int], Floats]] = []
        codes: list[NDArray[np.intp]] = []
        for levels in sorted(set(visits.levels)):
            columns = [c for c, n in enumerate(visits.levels) if n == levels]
            places, code = np.unique(visits.marks[:, columns], return_inverse=True)
            self._groups.append((levels, columns, places.astype(np.float64)))
            codes.append(code.reshape(count, len(columns)))
        # Criteria on which all marks are equal tell nothing, so they must not weigh either.
        self._told = [c for _, columns, places in self._groups if len(places) > 1 for c in columns]
        step = visits.weights / (np.array(visits.levels) - 1)
        self._step = step / step[self._told].mean() if self._told else step
        self._targets = [np.eye(len(places))[code] for (_, _, places), code in zip(self._groups, codes, strict=True)]
        self._extreme = self._extremes(codes)

    def _extremes(self, codes: list[NDArray[np.intp]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The submissions and the judges with nothing but the lowest or nothing but the highest marks that were given."""
        v = self._visits
        spans = [
            (code, len(places) - 1) for (_, _, places), code in zip(self._groups, codes, strict=True) if len(places) > 1
        ]
        ends = (
            [np.all([(code == end * top).all(axis=1) for code, top in spans], axis=0) for end in (0, 1)]
            if spans
            else []
        )

        def those(of: Whole) -> tuple[int, ...]:
            count = np.bincount(of)
            return tuple(sorted(i for end in ends for i in np.flatnonzero(np.bincount(of, end) == count).tolist()))

        return those(v.team), those(v.judge)

    def _at(self, theta: Floats) -> tuple[float, float, list[tuple[Floats, Floats]]]:
        """The log-likelihood, the same with the faint prior, and the chances with the place they expect."""
        teams, judges, criteria = self._sizes
        v, hard = self._visits, theta[teams + judges : teams + judges + criteria]
        base = theta[:teams][v.team] - theta[teams : teams + judges][v.judge]
        value, at, seen = 0.0, teams + judges + criteria, list[tuple[Floats, Floats]]()
        for (_, columns, places), target in zip(self._groups, self._targets, strict=True):
            heights = theta[at : at + len(places)]
            at += len(places)
            chances, logs = _chances(base[:, None] - hard[columns], places, heights)
            value += float(((target * logs).sum(axis=(0, 2)) * self._step[columns]).sum())
            seen.append((chances, chances @ places))
        return value, value - _FAINT / 2 * float(theta @ theta), seen

    def _newton(self, theta: Floats, seen: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats, Floats]:
        """The slope, the step to the top of the parabola that touches here, and the curvature without the submissions (S)."""
        linalg: Any = import_module("scipy.linalg")
        sparse: Any = import_module("scipy.sparse")

        teams, judges, criteria = self._sizes
        v, small = self._visits, len(theta) - teams - judges
        count = len(v.team)
        slope_v, rows, corner = np.zeros(count), np.zeros((count, small)), np.zeros((small, small))
        slope, at = -_FAINT * theta, criteria
        for (_, columns, places), target, (chances, mean) in zip(self._groups, self._targets, seen, strict=True):
            weigh, span = self._step[columns], slice(at, at + len(places))
            at += len(places)
            gap = (target @ places - mean) * weigh
            slope_v += gap.sum(axis=1)
            slope[teams + judges :][columns] -= gap.sum(axis=0)
            slope[teams + judges :][span] -= np.einsum("vck,c->k", target - chances, weigh)
            shared = chances * (places - mean[..., None]) * weigh[:, None]
            spread = shared @ places
            rows[:, columns], rows[:, span] = spread, shared.sum(axis=1)
            corner[columns, columns] += spread.sum(axis=0)
            corner[columns, span] = shared.sum(axis=0)
            corner[span, columns] = corner[columns, span].T
            flat = (chances * np.sqrt(weigh)[:, None]).reshape(-1, len(places))
            corner[span, span] += np.diag(np.einsum("vck,c->k", chances, weigh)) - flat.T @ flat
        slope[:teams] += self._teams @ slope_v
        slope[teams : teams + judges] -= self._judges @ slope_v
        weight = rows[:, :criteria].sum(axis=1)
        own = self._teams @ weight + _FAINT
        cross: Any = sparse.csr_array((weight, (v.team, v.judge)), shape=(teams, judges))
        side: Floats = self._teams @ rows
        scaled: Any = sparse.diags_array(1 / own) @ cross
        curve = np.zeros((judges + small, judges + small))
        curve[:judges, :judges] = -(cross.T @ scaled).toarray()
        curve[:judges, judges:] = self._judges @ rows - scaled.T @ side
        curve[judges:, :judges] = curve[:judges, judges:].T
        curve[judges:, judges:] = corner - side.T @ (side / own[:, None])
        curve[np.arange(judges), np.arange(judges)] += self._judges @ weight
        curve[np.diag_indices(judges + small)] += _FAINT
        rest = slope[teams:] + np.concatenate([cross.T @ (slope[:teams] / own), side.T @ (slope[:teams] / own)])
        others: Floats = linalg.cho_solve(linalg.cho_factor(curve), rest)
        mine: Floats = (slope[:teams] + cross @ others[:judges] + side @ others[judges:]) / own
        return slope, np.concatenate([mine, others]), curve

    def solved(self) -> Measures:
        theta = np.zeros(sum(self._sizes) + sum(len(places) for _, _, places in self._groups))
        likelihood, value, seen = self._at(theta)
        for _ in range(_ROUNDS):
            slope, step, _ = self._newton(theta, seen)
            gain, length = float(slope @ step), 1.0
            while True:
                likelihood, tried, seen = self._at(theta + length * step)
                if gain < 1e-6 or tried >= value + length * gain / 4:
                    break
                length /= 2
            theta, value = theta + length * step, tried
            if gain < 1e-18:
                break
        return self._centred(theta, likelihood, self._newton(theta, seen)[2])

    def _centred(self, theta: Floats, likelihood: float, curve: Floats) -> Measures:
        """Moves what only the sum tells: ladders end at 0, criteria and submissions have mean 0, judges take up the rest."""
        linalg: Any = import_module("scipy.linalg")

        teams, judges, criteria = self._sizes
        good, severe = theta[:teams].copy(), theta[teams : teams + judges].copy()
        hard, at = theta[teams + judges : teams + judges + criteria].copy(), teams + judges + criteria
        ladders: list[Ladder] = []
        for levels, columns, places in self._groups:
            heights = theta[at : at + len(places)] - theta[at]
            at += len(places)
            if len(places) > 1:
                tilt = heights[-1] / (places[-1] - places[0])
                hard[columns] += tilt
                heights = heights - tilt * (places - places[0])
            ladders.append(Ladder(levels=levels, criteria=tuple(columns), places=places, heights=heights))
        middle = float(hard[self._told].mean()) if self._told else 0.0
        hard[self._told] -= middle
        severe += middle - good.mean()
        good -= good.mean()
        known: Floats = linalg.inv(curve)[:judges, :judges]
        variance = np.diag(known) - 2 * known.mean(axis=0) + known.mean()
        return Measures(
            teams=good,
            judges=severe,
            criteria=hard,
            judge_error=np.sqrt(np.maximum(variance, 0)),
            ladders=tuple(ladders),
            likelihood=likelihood,
            extreme=self._extreme,
        )
