"""Crossed random effects of submissions and judges at given ratios of variances.

``y_tj = μ + u_t + v_j + e_tj`` with u ~ N(0, σ²·γ_t), v ~ N(0, σ²·γ_j), e ~ N(0, σ²/ω_j). The submissions are eliminated, so that
what is left is one dense system of the size of the judges. It is written with the ratios γ, not their inverses: a ratio of 0 is then a
value like any other, and nothing has to tend to infinity there.

With ``a_t`` the ω of the judges who saw t (0 for the others), n_t their sum, d_t = γ_t/(1 + γ_t n_t) and
C = diag(Σ ω) − Σ d_t a_t a_tᵀ, the system for (μ, v/√γ_j) is S = F C Fᵀ + diag(0, I) with F = (1, √γ_j I)ᵀ.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from math import log, pi, sqrt
from typing import Any

import numpy as np

from gpumode_judge.standings.visits import Floats, Whole

Pair = tuple[float, float]  # of submissions, of judges


def sums(place: Whole, numbers: Floats, size: int) -> Floats:
    """(``size``) the numbers added up by their places."""
    return np.bincount(place, numbers, size).astype(np.float64, copy=False)


class Table:
    """Who saw whom: the parts of the system that depend on neither marks nor variances."""

    def __init__(self, team: Whole, judge: Whole, teams: int, judges: int) -> None:
        self.team, self.judge, self.teams, self.judges = team, judge, teams, judges
        self.of_team = np.bincount(team, minlength=teams)
        self.of_judge = np.bincount(judge, minlength=judges)

    @cached_property
    def few(self) -> bool:
        """Whether pairs of visits to the same submission are so few that counting them beats multiplying matrices."""
        return int((self.of_team**2).sum()) * 8 <= self.teams * self.judges**2 or self.judges < 24

    @cached_property
    def dense(self) -> Floats:
        """(T, J) how often j saw t."""
        seen = np.bincount(self.team * self.judges + self.judge, minlength=self.teams * self.judges)
        return seen.reshape(self.teams, self.judges).astype(np.float64)

    @cached_property
    def pairs(self) -> tuple[Whole, Whole, Whole, Whole, Whole]:
        """Each pair of visits to one submission: first visit, second visit, cell of the two judges, submission, second judge."""
        order = np.argsort(self.team, kind="stable")
        start = np.cumsum(self.of_team) - self.of_team
        many = self.of_team[self.team[order]]
        first = np.repeat(order, many)
        inner = np.arange(first.size) - np.repeat(np.cumsum(many) - many, many)
        second = order[np.repeat(start[self.team[order]], many) + inner]
        cell = self.judge[first] * self.judges + self.judge[second]
        return first, second, cell, self.team[first], self.judge[second]

    def gram(self, d: Floats) -> Floats:
        """(J, J) Σ_t d_t k_t k_tᵀ, with k_t 1 for each judge who saw t."""
        if self.few:
            _, _, cell, team, _ = self.pairs
            return sums(cell, d[team], self.judges**2).reshape(self.judges, self.judges)
        return (self.dense.T * d) @ self.dense

    def across(self, matrix: Floats) -> Floats:
        """(V) for the visit of j to t: Σ over the judges k who saw t of ``matrix``_jk."""
        if self.few:
            first, _, cell, _, _ = self.pairs
            return sums(first, matrix.ravel()[cell], self.team.size)
        return (self.dense @ matrix)[self.team, self.judge]

    def inner(self, d: Floats, matrix: Floats) -> float:
        """Σ_t d_t k_tᵀ ``matrix`` k_t."""
        if self.few:
            _, _, cell, team, _ = self.pairs
            return float(d[team] @ matrix.ravel()[cell])
        return float(np.vdot(self.gram(d), matrix))


@dataclass(frozen=True, eq=False, kw_only=True)
class Solved:
    """The system at given ratios.

    ``criterion`` is −2 log of the restricted likelihood at the best σ², ``slope`` its derivatives by the two ratios, ``sigma2`` σ²,
    ``mu`` μ, ``team`` (T) u, ``judge`` (J) v, ``d`` (T), ``cover`` (J, J) the covariance of μ + v_j given the marks in units of σ²,
    ``inverse`` (1 + J, 1 + J) that of (μ, v/√γ_j).
    """

    ratios: Pair
    criterion: float
    slope: Pair
    sigma2: float
    mu: float
    team: Floats
    judge: Floats
    d: Floats
    cover: Floats
    inverse: Floats

    def with_noise(self, sigma2: float) -> "Solved":
        """The same with another σ² than the likeliest."""
        return replace(self, sigma2=sigma2)


class Model:
    """Marks with a weight for each judge, ready to be solved at any ratios. ``y`` must not be all equal."""

    def __init__(self, table: Table, y: Floats, weight: Floats | None = None) -> None:
        lapack: Any = import_module("scipy.linalg.lapack")  # not before a fit is asked for
        self._factorise, self._invert = lapack.dpotrf, lapack.dpotri
        self.table, self.y = table, y
        ones = np.ones(table.judges)
        self.weight = ones if weight is None else weight
        each = self.weight[table.judge]
        self._equal = weight is None
        self._of_team = table.of_team.astype(np.float64) if weight is None else sums(table.team, each, table.teams)
        self._of_judge = table.of_judge * self.weight
        self._middle = float(y @ each) / float(each.sum())
        y = y - self._middle
        weighed = y * each
        self._by_team = sums(table.team, weighed, table.teams)
        self._by_judge = sums(table.judge, weighed, table.judges)
        self._square = float(weighed @ y)
        self._free = y.size - 1
        self._fixed = self._free * (1 + log(2 * pi)) - float(np.log(each).sum())
        self._diagonal = np.arange(table.judges) * (table.judges + 1)

    def at(self, team: float, judge: float) -> Solved:
        """Solve at the ratios σu²/σ² and σv²/σ², each from 0 up."""
        table, weight, g = self.table, self.weight, sqrt(judge)
        grown = 1 + team * self._of_team
        d = team / grown
        c = table.gram(-d)
        if not self._equal:
            c *= weight
            c *= weight[:, None]
        c.ravel()[self._diagonal] += self._of_judge
        rows = c.sum(axis=1)
        size = table.judges + 1
        s = np.empty((size, size))
        s[0, 0] = rows.sum()
        s[0, 1:] = s[1:, 0] = rows * g
        np.multiply(c, judge, out=s[1:, 1:])
        s.ravel()[size + 1 :: size + 1] += 1.0
        low, _ = self._factorise(s, lower=1, clean=0, overwrite_a=0)
        determinant = 2 * float(np.log(low.ravel(order="K")[:: size + 1]).sum())
        z, _ = self._invert(low, lower=1)
        z = _mirrored(z)
        right = self._by_judge - weight * sums(table.judge, (d * self._by_team)[table.team], table.judges)
        told = np.empty(size)
        told[0] = right.sum()
        told[1:] = right * g
        b = z @ told
        effect = b[1:] * g
        each = (b[0] + effect) * weight
        left = self._by_team - sums(table.team, each[table.judge], table.teams)
        rest = max(self._square - float(self._by_team @ (d * self._by_team)) - float(told @ b), 1e-14 * self._square)
        top, edge = z[0, 0], z[0, 1:]
        cover = judge * z[1:, 1:]
        lean = g * edge
        cover += lean
        cover += (lean + top)[:, None]
        scale = self._free / rest
        off = right - c @ (b[0] + effect)
        q = left / grown
        ring = (edge / g) if g > 0 else -rows * top
        bent = cover if self._equal else cover * weight * weight[:, None]
        slope_team = -scale * float(q @ q) - table.inner(1 / grown**2, bent) + float((self._of_team / grown).sum())
        slope_judge = -scale * float(off @ off) + float(np.vdot(z[1:, 1:], c)) + float(ring @ rows)
        return Solved(
            ratios=(team, judge),
            criterion=self._fixed + self._free * log(rest / self._free) + determinant + float(np.log(grown).sum()),
            slope=(slope_team, slope_judge),
            sigma2=rest / self._free,
            mu=self._middle + float(b[0]),
            team=d * left,
            judge=effect,
            d=d,
            cover=cover,
            inverse=z,
        )  # fmt: skip

    def weighed(self, weight: Floats) -> "Model":
        """The same marks with other weights."""
        return Model(self.table, self.y, weight)

    def guess(self) -> tuple[float, float, float]:
        """Variances (submissions, judges, noise) by moments, rough and quick; they may be negative."""
        table = self.table
        gram = told_apart(table)
        seen = np.array([float(self._by_team @ self._by_team), float(self._by_judge @ self._by_judge), self._square])
        best = np.linalg.lstsq(gram, seen, rcond=1e-9)[0]
        return float(best[0]), float(best[1]), float(best[2])


def _mirrored(lower: Floats) -> Floats:
    """The whole of a symmetric matrix from its lower triangle."""
    full = np.tril(lower)
    full += np.tril(lower, -1).T
    return full


def told_apart(table: Table) -> Floats:
    """(3, 3) inner products of what submissions, judges and noise add to the covariance of marks around their mean.

    It is singular where the visits cannot tell one of the three from the others: a submission seen once has no noise of its own.
    """
    n = float(table.team.size)
    many, made = table.of_team.astype(np.float64), table.of_judge.astype(np.float64)
    t2, j2 = float(many @ many), float(made @ made)
    tt = t2 - 2 * float((many**3).sum()) / n + t2**2 / n**2
    jj = j2 - 2 * float((made**3).sum()) / n + j2**2 / n**2
    tj = n - 2 * float(many[table.team] @ made[table.judge]) / n + t2 * j2 / n**2
    return np.array([[tt, tj, n - t2 / n], [tj, jj, n - j2 / n], [n - t2 / n, n - j2 / n, n - 1]])
