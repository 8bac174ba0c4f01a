"""Many-facet Rasch: every mark on its level, judges and criteria each with a figure of their own (see ``facets``).

``score_t`` is the mean total that it is expected to get if every judge marks it. It rises with the submission's measure, and where every
judge did mark every submission it is the raw mean (but for the faint prior), so there no higher mark lowers a score or costs a place.

Elsewhere a higher mark can, where marks are few: it changes what every step of the scale is worth, and so all scores. On a scale of
0–4, A gives w 2, y 1, z 1 and B gives x 3, y 2, z 2: x stands just before w. Had B given x 4, w would stand before x; all but the last
two would have gained.
"""

from typing import Final

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.facets import Measures, measured
from gpumode_judge.standings.fit import Fit, settled
from gpumode_judge.standings.graph import pieces_of, refusal
from gpumode_judge.standings.visits import Floats, Visits

LONGEST: Final = 11  # levels: 0–10 is still a short scale
_PLENTY: Final = 3  # marks for each figure
# Points of the curve from logits to points of 100, some thousandths of a logit apart: right to a ten-thousandth of a point.
_KNOTS: Final = 8193
_FAR: Final = 10.0  # logits from the average: more than any mark can tell


def fit(visits: Visits) -> Fit:
    """Measures as points; the errors of severities are at most 100.

    Raises:
        Problem: the visits fall into groups that share no judge, a scale is long, or the marks are fewer than the figures to find.
    """
    pieces = pieces_of(visits)
    if len(pieces) > 1:
        raise Problem(refusal(pieces))
    long = [key for key, levels in zip(visits.criteria, visits.levels, strict=True) if levels > LONGEST]
    if long:
        raise Problem(
            f"Rasch is meant for short scales, but {', '.join(long)} {'have' if len(long) > 1 else 'has'} more than {LONGEST} levels; "
            "use the severity-adjusted method."
        )
    used = sum(
        len(np.unique(visits.marks[:, [c for c, n in enumerate(visits.levels) if n == levels]])) - 1
        for levels in set(visits.levels)
    )
    asked = len(visits.submissions) + len(visits.judges) + len(visits.criteria) + used - 3
    if used and visits.marks.size < asked:
        raise Problem(
            f"{visits.marks.size} marks are too few for Rasch, which has {asked} figures to find from them; "
            "let judges make more visits or use the severity-adjusted method."
        )
    found = measured(visits)
    thin = f"There are only {visits.marks.size} marks for {asked} figures, so one mark more or less can change all scores a lot."
    scores, given, slope = _crossed(found, visits)
    return Fit(
        method="rasch",
        scores=settled(scores),
        severity=given.mean() - given,
        severity_error=np.minimum(found.judge_error * slope, 100),
        says=_says(found) + ((thin,) if used and visits.marks.size < _PLENTY * asked else ()),
    )


def _crossed(found: Measures, visits: Visits) -> tuple[Floats, Floats, Floats]:
    """If everybody marked everything: (T) the mean total of each submission, (J) the mean that each judge would give, and how many
    points a logit of severity takes off it."""
    ends = float(found.teams.min() - found.judges.max()), float(found.teams.max() - found.judges.min())
    knots: Floats = np.linspace(ends[0], ends[1], _KNOTS)
    curve = found.expected(knots, visits.weights)
    steep: Floats = np.gradient(curve, knots) if ends[1] > ends[0] else np.zeros(_KNOTS)
    by_measure = np.argsort(found.teams, kind="stable")
    rising = found.teams[by_measure]
    sums: Floats = np.zeros(len(rising))
    given, slope = np.zeros(len(found.judges)), np.zeros(len(found.judges))
    for j in range(len(given)):
        eta: Floats = rising - found.judges[j]
        totals: Floats = np.interp(eta, knots, curve)
        sums += totals
        given[j], slope[j] = totals.mean(), np.interp(eta, knots, steep).mean()
    scores = np.empty(len(rising))
    scores[by_measure] = sums
    return scores / len(given), given, slope


def _says(found: Measures) -> tuple[str, ...]:
    """What was out of reach of the figures."""
    teams, judges = (len(some) for some in found.extreme)
    told: list[str] = []
    if teams or judges:
        who = " and ".join(
            f"{count} {name}{'s' if count > 1 else ''}"
            for count, name in ((teams, "submission"), (judges, "judge"))
            if count
        )
        told.append(
            f"{who} had nothing but the lowest or nothing but the highest marks; how far beyond the others they are cannot be known."
        )
    if max(np.abs(found.teams).max(), np.abs(found.judges - found.judges.mean()).max()) > _FAR:
        told.append(
            "The marks are too few or too alike to tell how far some submissions are apart; only their order stands."
        )
    return tuple(told)
