"""The default method: each mark is the submission's worth, the judge's severity and noise, and all three are told apart.

Every judge saw only some of the submissions, so a raw mean depends on who came by. Here a judge's severity is what is left of
their marks once the worth of what they saw is taken off, and a judge whose marks scatter more counts less. Both are drawn towards
what is usual, the more so the fewer visits tell about them; so is each submission's total.

With the judges' noise and the spreads as they are, a higher mark gains on every other submission. They are found from the marks too,
though: with an outlying mark its judge seems noisier, and all marks of that judge then count less. No method that weighs judges by
their marks is free of that; of 2,900 changes of one mark in made-up events of 45 × 12 and 22 × 4 two cost a place or two.

The result depends on nobody's name or place in a file, but for one thing: where a handful of marks leaves the variances almost open, two
tables that are the same but for the ids may end some thousandths of a point apart, or, at worst, on two summits of one likelihood.
"""

from fractions import Fraction
from math import sqrt
from typing import Final

import numpy as np

from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.crossed import Model, Solved, Table, sums, told_apart
from gpumode_judge.standings.fit import FINEST, Fit, Posterior, Spread, settled
from gpumode_judge.standings.noise import by_judge
from gpumode_judge.standings.reml import coarse, reml
from gpumode_judge.standings.visits import Floats, Visits

LEAST_TRUST: Final = 0.1  # the least that a submission's own marks count against the mean of all
NOTHING: Final = 1e-6  # noise is at least this part of the variance of the totals
FEW: Final = 5  # second and later visits to a submission
SAME: Final = 0.25  # judges whose severities differ by less than this many points are said to hardly differ


def fit(visits: Visits) -> Fit:
    """Scores corrected for who judged, with each judge's severity and noise.

    Where the visits cannot tell a judge's severity or a submission's worth from noise, the scores stay as the marks have them, and
    ``says`` tells so; ``posterior`` is ``None`` where nothing is known about how sure the scores are.
    """
    if not visits.y.size:
        return Fit(method="severity", says=("There are no marks yet.",), scores=())
    if float(visits.y.max()) == float(visits.y.min()):
        return _plain(visits, "All marks are equal, so all submissions share the first rank.")
    if len(visits.submissions) == 1:
        return _plain(visits, "There is only one submission, so there is nothing to compare.")
    if int(visits.of_team.max()) == 1:
        if len(visits.judges) == 1:
            return _plain(
                visits,
                "There is only one judge, so there is nothing to correct: the order is that of the marks, "
                "and how sure it is cannot be said.",
            )
        return _plain(
            visits,
            "Each submission has one visit only, so nobody can tell a severe judge from a weak submission: "
            "the order is that of the marks, and how sure it is cannot be said.",
        )
    with one_thread():
        return _fitted(visits)


def _plain(visits: Visits, says: str) -> Fit:
    return Fit(method="severity", scores=settled(_means(visits)), says=(says,))


def _means(visits: Visits) -> Floats:
    return np.array([float(mean) for mean in visits.means()])


def _fitted(visits: Visits) -> Fit:
    table = Table(visits.team, visits.judge, len(visits.submissions), len(visits.judges))
    told = severity_is_told(table)
    plain = Model(table, visits.y)
    least = _least_noise(visits)
    model, solved = by_judge(plain, reml(plain, judges=told), judges=told, least=least)
    model, solved, says = _held(model, solved, least)
    scores = settled(solved.mu + solved.team)
    sigma = sqrt(solved.sigma2)
    team, judge, noise = _kept(sigma * np.sqrt((*solved.ratios, 1.0))).tolist()
    return Fit(
        method="severity",
        scores=scores,
        severity=_kept(solved.judge.mean() - solved.judge) if told else None,
        severity_error=_kept(_errors(solved)) if told else None,
        noise=_kept(sigma / np.sqrt(model.weight)),
        spread=Spread(team=team, judge=judge, noise=noise),
        posterior=_posterior(model, solved),
        says=(*_says(visits, scores, solved, told=told), *says),
    )


def severity_is_told(table: Table) -> bool:
    """Whether the visits can tell the judges' severity from noise and from the submissions' worth."""
    gram = told_apart(table)
    size = np.sqrt(gram.diagonal())
    return bool((size > 0).all()) and float(np.linalg.det(gram / size / size[:, None])) > 1e-9


def _least_noise(visits: Visits) -> float:
    """The variance that the steps of the scales alone put into a visit's total: no judge can mark finer."""
    steps = [100 * w / (n - 1) for w, n in zip(visits.weights.tolist(), visits.levels, strict=True) if n > 1]
    return max(sum(step * step for step in steps) / 12, NOTHING * float(visits.y.var()))


def _held(model: Model, solved: Solved, least: float) -> tuple[Model, Solved, tuple[str, ...]]:
    """The fit within what can be true: not less noise than the scales have, not quite nothing between the submissions."""
    says: tuple[str, ...] = ()
    team, judge = solved.ratios
    sigma2 = solved.sigma2
    if sigma2 < least * float(model.weight.max()):
        sigma2 = max(sigma2, least)
        weight = sigma2 / np.maximum(solved.sigma2 / model.weight, least)
        part = solved.sigma2 / sigma2
        model, team, judge = model.weighed(weight), coarse(team * part), coarse(judge * part)
    floor = coarse(LEAST_TRUST / (1 - LEAST_TRUST) * model.table.teams / float(model.weight @ model.table.of_judge))
    if team < floor:
        team = floor
        says = (
            "The marks hardly show that the submissions differ, so all scores lie close together and the order is little sure.",
        )
    if (team, judge) != solved.ratios:
        solved = model.at(team, judge).with_noise(sigma2)
    return model, solved, says


def _kept(numbers: Floats) -> Floats:
    """Rounded as scores are, for the same reason; never −0."""
    return np.rint(numbers * FINEST) / FINEST + 0.0


def _says(visits: Visits, scores: tuple[Fraction, ...], solved: Solved, *, told: bool) -> tuple[str, ...]:
    says: list[str] = []
    if not told:
        says.append("The visits cannot tell how severe the judges are, so the scores are not corrected for it.")
    elif sqrt(solved.sigma2 * solved.ratios[1]) < SAME:
        same = _order(visits.means()) == _order(scores)
        says.append(
            "The judges hardly differ in severity" + (", so the order is that of the raw means." if same else ".")
        )
    if visits.y.size - len(visits.submissions) < FEW:
        says.append("Few submissions were visited more than once, so how sure the order is can itself hardly be said.")
    return tuple(says)


def _order(figures: tuple[Fraction, ...]) -> list[int]:
    """(T) for each the number of different figures below it."""
    places = {figure: n for n, figure in enumerate(sorted(set(figures)))}
    return [places[figure] for figure in figures]


def _errors(solved: Solved) -> Floats:
    """(J) standard errors of the judges' severities against the mean of these judges."""
    spread = solved.inverse[1:, 1:] * (solved.sigma2 * solved.ratios[1])
    rows = spread.mean(axis=1)
    return np.sqrt(np.maximum(spread.diagonal() - 2 * rows + rows.mean(), 0.0))


def _posterior(model: Model, solved: Solved) -> Posterior:
    table, d = model.table, solved.d
    seen = np.zeros((table.teams, table.judges + 1))
    each = model.weight[table.judge] * d[table.team]
    np.add.at(seen, (table.team, table.judge + 1), each)
    seen[:, 0] = sums(table.team, each, table.teams) - 1
    effects = np.concatenate(([solved.mu], solved.judge))
    scale = np.full(effects.size, sqrt(solved.sigma2 * solved.ratios[1]))
    scale[0] = sqrt(solved.sigma2)
    return Posterior(
        centre=solved.mu + solved.team + seen @ effects,
        slope=seen,
        own=np.sqrt(solved.sigma2 * d),
        effects=effects,
        factor=(np.linalg.cholesky(solved.inverse) * scale[:, None]).astype(np.float64, copy=False),
    )
