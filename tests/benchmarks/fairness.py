"""How often the right team wins: every method on made-up evenings whose truth is known.

    python -m tests.benchmarks.fairness [--runs 600] [--seed 1] [--jobs 2]

45 teams, 12 judges, 4 visits each (see fairness_world.py); equal scores are put in order by chance. The oracle is the model with
the variances that made the evenings; it cannot know of a judge who marks at random. “Twenty visits more” are those of the app's next best
visits, each judge having time for two, against as many visits dealt by chance. The published figures are of 3,000 runs.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from gpumode_judge.standings import additive, mean, severity, z_score
from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.crossed import Model, Table
from gpumode_judge.standings.draws import chances, draw
from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.next_visits import next_visits
from gpumode_judge.standings.reml import reml
from gpumode_judge.standings.visits import Floats, Visits, Whole
from tests.benchmarks.fairness_world import (
    NOISE,
    QUALITY,
    SEVERITY,
    World,
    as_visits,
    mixed,
    two_tracks,
    world,
)  # fmt: skip

TEAMS, JUDGES, EACH, MORE, TIME_FOR = 45, 12, 4, 20, 2
DRAWS = 4_000
Deal = Callable[[Generator, int, int, int], tuple[Whole, Whole]]


@dataclass(frozen=True, kw_only=True)
class Evening:
    """A kind of evening."""

    name: str
    deal: Deal = mixed
    severity: float = SEVERITY
    random_judge: bool = False


EVENINGS: Final = (
    Evening(name="everyone mixed"),
    Evening(name="one judge marks at random", random_judge=True),
    Evening(name="two tracks, one bridge", deal=two_tracks),
    Evening(name="judges hardly differ", severity=0.05),
)
MIXED, RANDOM, TRACKS, ALIKE = range(len(EVENINGS))
METHODS: Final = ("raw mean", "z-score", "two-way least squares", "severity, equal noise", "severity", "oracle")
RAW, OURS = METHODS.index("raw mean"), METHODS.index("severity")
FIGURES: Final = ("Kendall τ", "P(best first)", "top-5 overlap")
CLAIMS: Final = ("claimed", "leader is best", "within 90 %")
VISITS: Final = ("before", "next best", "by chance", "claimed gain")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A figure with its standard error, and what it has to be: from ``least`` to ``most``."""

    name: str
    figure: float
    error: float
    least: float = -np.inf
    most: float = np.inf

    @property
    def kept(self) -> bool:
        return self.least <= self.figure <= self.most


@dataclass(frozen=True, kw_only=True)
class Report:
    """``table`` (runs, evenings, methods, figures), ``claims`` (runs, :data:`CLAIMS`) and ``visits`` (runs, :data:`VISITS`) of mixed
    evenings."""

    table: Floats
    claims: Floats
    visits: Floats

    def lines(self) -> list[str]:
        """The tables to read."""
        means, lines = self.table.mean(axis=0), list[str]()
        head = "".join(f"{figure:>15}" for figure in FIGURES)
        for evening, rows in zip(EVENINGS, means, strict=True):
            lines += [f"{evening.name:34}{head}"]
            lines += [
                f"  {name:32}" + "".join(f"{figure:15.3f}" for figure in row)
                for name, row in zip(METHODS, rows, strict=True)
            ]
            lines += [""]
        lines += [
            "what is claimed: "
            + ", ".join(f"{n} {v:.3f}" for n, v in zip(CLAIMS, self.claims.mean(axis=0), strict=True))
        ]
        lines += [
            f"P(best first) with {MORE} visits more: "
            + ", ".join(f"{n} {v:.3f}" for n, v in zip(VISITS, self.visits.mean(axis=0), strict=True))
        ]
        return [*lines, "", f"{'':52}{'figure':>9}{'± error':>9}   must be"]

    def promises(self) -> list[Promise]:
        """What was promised, as measured."""
        better = self.table[:, :, OURS] - self.table[:, :, RAW]
        claims, visits = self.claims, self.visits
        return [
            _promise("severity over raw mean, τ", better[:, MIXED, 0], least=0.040),
            _promise("severity over raw mean, P(best first)", better[:, MIXED, 1], least=0.045),
            _promise("the same with one random judge, τ", better[:, RANDOM, 0], least=0.09),
            _promise("the same on two tracks, τ", better[:, TRACKS, 0], least=0.025),
            _promise("the same when judges hardly differ, τ", better[:, ALIKE, 0], least=-0.002),
            _promise("claimed less actual P(leader is best)", claims[:, 0] - claims[:, 1], least=-0.02, most=0.02),
            _promise("true ranks within their 90 % intervals", claims[:, 2], least=0.90, most=0.95),
            _promise("twenty next best visits, P(best first)", visits[:, 1] - visits[:, 0], least=0.08),
        ]  # fmt: skip


def simulate(runs: int, seed: int = 1, jobs: int = 1) -> Report:
    """``runs`` of each kind of evening; the same seed gives the same figures, whatever the number of ``jobs``."""
    one = partial(_run, seed)
    if jobs == 1:
        results = [one(n) for n in range(runs)]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            results = list(pool.map(one, range(runs), chunksize=max(1, min(20, runs // jobs))))
    table, claims, visits = (np.array(part) for part in zip(*results, strict=True))
    return Report(table=table, claims=claims, visits=visits)


def _run(seed: int, number: int) -> tuple[Floats, Floats, Floats]:
    with one_thread():
        return _evenings(seed, number)


def _evenings(seed: int, number: int) -> tuple[Floats, Floats, Floats]:
    """(evenings, methods, figures), the claims and the visits of one run."""
    rows: list[Floats] = []
    claims, visits = np.zeros(3), np.zeros(4)
    for kind, evening in enumerate(EVENINGS):
        chance = np.random.default_rng([seed, kind, number])
        truth = world(chance, teams=TEAMS, judges=JUDGES, severity=evening.severity, random_judge=evening.random_judge)
        team, judge = evening.deal(chance, TEAMS, JUDGES, EACH)
        marks = truth.marks(team, judge, chance)
        made = as_visits(team, judge, marks, TEAMS, JUDGES)
        fit = severity.fit(made)
        scores = [
            _scores(mean.fit(made)), _scores(z_score.fit(made)), _scores(additive.fit(made)), _equal_noise(made), _scores(fit),
            _oracle(made, evening.severity),
        ]  # fmt: skip
        rows.append(np.array([_figures(_ranked(score, chance), truth.quality) for score in scores]))
        if kind == MIXED:
            claims = _claims(fit, made, truth, number, chance)
            visits = _twenty_more(fit, made, truth, (team, judge, marks), number, chance)
    return np.array(rows), claims, visits


def _scores(fit: Fit) -> Floats:
    return np.array([float(score) for score in fit.scores])


def _equal_noise(visits: Visits) -> Floats:
    """Severity, every judge taken to be equally noisy."""
    solved = reml(Model(Table(visits.team, visits.judge, TEAMS, JUDGES), visits.y))
    return solved.team


def _oracle(visits: Visits, spread: float) -> Floats:
    noise = NOISE**2 + 1 / 12  # a mark that is rounded to whole ones has their noise too
    model = Model(Table(visits.team, visits.judge, TEAMS, JUDGES), visits.y)
    return model.at(QUALITY**2 / noise, spread**2 / noise).team


def _ranked(scores: Floats, chance: Generator) -> Whole:
    """Rank of each team, 0 the best; equal scores in an order by chance."""
    order = np.lexsort((chance.random(len(scores)), -np.round(scores, 6)))
    ranks = np.empty(len(scores), dtype=np.intp)
    ranks[order] = np.arange(len(scores))
    return ranks


def _figures(ranks: Whole, quality: Floats) -> tuple[float, float, float]:
    true, many = _true_ranks(quality), len(ranks)
    signs = np.sign(ranks[:, None] - ranks[None, :]) * np.sign(true[:, None] - true[None, :])
    both = int(((ranks < 5) & (true < 5)).sum())
    return float(signs.sum()) / (many * (many - 1)), float(ranks[true == 0][0] == 0), both / 5


def _true_ranks(quality: Floats) -> Whole:
    return np.argsort(np.argsort(-quality))


def _claims(fit: Fit, visits: Visits, truth: World, number: int, chance: Generator) -> Floats:
    """(3) the chance of the leader to be the best, whether it is, and how many true ranks lie within their intervals."""
    assert fit.posterior is not None
    told = chances(draw(fit.posterior, number, DRAWS), visits.submissions)
    true = _true_ranks(truth.quality)
    leader = int(np.flatnonzero(_ranked(_scores(fit), chance) == 0)[0])
    inside = (told.low <= true + 1) & (true + 1 <= told.high)
    return np.array([told.first[leader], float(true[leader] == 0), inside.mean()])


def _twenty_more(
    fit: Fit, visits: Visits, truth: World, made: tuple[Whole, Whole, Whole], number: int, chance: Generator
) -> Floats:
    """(4) whether the best is first before, after the next best visits, after visits by chance; and the gain that was claimed."""
    found = next_visits(
        visits, fit, submissions=visits.submissions, free=dict.fromkeys(visits.judges, TIME_FOR), places=(1,), count=MORE, seed=number
    )  # fmt: skip
    best = np.array([(int(one.submission[1:]), int(one.judge[1:])) for one in found])
    # What each judge would give each team, once: whoever sends them there, the marks are the same.
    would = truth.marks(*(side.ravel() for side in np.indices((TEAMS, JUDGES))), chance).reshape(TEAMS, JUDGES)
    return np.array([
        _best_is_first(fit, truth, chance),
        *(_best_is_first(_after(made, pairs, would), truth, chance) for pairs in (best, _by_chance(made, chance))),
        sum(one.gain or 0.0 for one in found),
    ])  # fmt: skip


def _by_chance(made: tuple[Whole, Whole, Whole], chance: Generator) -> NDArray[np.intp]:
    open_ = np.ones((TEAMS, JUDGES), dtype=bool)
    open_[made[0], made[1]] = False
    left, pairs = np.full(JUDGES, TIME_FOR), list[tuple[int, int]]()
    for team, judge in chance.permutation(np.argwhere(open_)).tolist():
        if left[judge] and len(pairs) < MORE:
            left[judge] -= 1
            pairs.append((team, judge))
    return np.array(pairs)


def _after(made: tuple[Whole, Whole, Whole], pairs: NDArray[np.intp], would: Whole) -> Fit:
    team, judge = pairs[:, 0], pairs[:, 1]
    more = (team, judge, would[team, judge])
    whole = (np.concatenate(both) for both in zip(made, more, strict=True))
    return severity.fit(as_visits(*whole, TEAMS, JUDGES))


def _best_is_first(fit: Fit, truth: World, chance: Generator) -> float:
    return float(_ranked(_scores(fit), chance)[truth.quality.argmax()] == 0)


def _promise(name: str, figures: Floats, *, least: float = -np.inf, most: float = np.inf) -> Promise:
    error = float(figures.std(ddof=1) / np.sqrt(len(figures))) if len(figures) > 1 else np.inf
    return Promise(name=name, figure=float(figures.mean()), error=error, least=least, most=most)


def show(promise: Promise) -> str:
    """One line of the report."""
    must = " to ".join(f"{edge:.3f}" for edge in (promise.least, promise.most) if np.isfinite(edge))
    must = must if np.isfinite(promise.most) else f"at least {must}"
    return f"{promise.name:52}{promise.figure:9.4f}{promise.error:9.4f}   {must}: {'ok' if promise.kept else 'MISSED'}"


def main(given: Sequence[str] | None = None) -> int:
    """Simulate, print, and tell by the exit code whether every promise is kept."""
    parser = argparse.ArgumentParser(description="How often the right team wins, by method.")
    parser.add_argument("--runs", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args(given)
    report = simulate(max(2, asked.runs), asked.seed, asked.jobs)
    promises = report.promises()
    sys.stdout.write("\n".join([*report.lines(), *map(show, promises)]) + "\n")
    return int(not all(promise.kept for promise in promises))


if __name__ == "__main__":
    raise SystemExit(main())
