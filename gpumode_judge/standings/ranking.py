"""From visits and figures to standings: scores by the method of the rules, ranks, and all that explains them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import mul
from typing import Final

import numpy as np

from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.ledger.statements import Decision
from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.measured import gate
from gpumode_judge.standings.measured import shares as turned
from gpumode_judge.standings.methods import METHODS, fit
from gpumode_judge.standings.ties import places
from gpumode_judge.standings.totals import Totals, fraction
from gpumode_judge.standings.visits import Visits, visits_of

RAW: Final = "mean"
_NOTHING: Final = Fraction()


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of the result.

    ``score`` is what ranks, on 0–100, ``None`` without a visit; ``raw`` is the mean of the visits' totals (with the measured points), and
    ``shares`` are the points of it that each criterion gave: they add up to it. Equal scores share a rank (1, 2, 2, 4) unless the
    ladder for ties tells them apart: ``told`` is the rung that did. Without a visit there is no rank, nor for who is ``out``:
    that is the sentence that says why.
    """

    rank: int | None
    submission: str
    score: Fraction | None
    visits: int
    shares: Mapping[str, Fraction]
    raw: Fraction | None = None
    raw_rank: int | None = None
    out: str = ""
    told: Tie | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Standings:
    """The rows, best first, those without a rank last, equal ones in the order given, and how they came about.

    ``wanted`` is the method of the rules, ``method`` the one that ranks: the raw mean where the wanted one can say nothing true, and
    ``refused`` is then the sentence that says why and what to do. ``says`` are sentences of the method. ``judged`` is the
    share of the score that judges give, 0–1; the rest is measured: ``measured`` are its points of 100 by submission.
    ``fit`` is ``None`` without a visit, or where nothing is judged.
    """

    rows: tuple[Standing, ...]
    wanted: str
    method: str
    refused: str
    says: tuple[str, ...]
    judged: Fraction
    measured: Mapping[str, Fraction]
    visits: Visits | None
    fit: Fit | None

    def row(self, submission: str) -> Standing:
        """The row of a submission."""
        return next(row for row in self.rows if row.submission == submission)


def standings(
    rubric: Rubric,
    rules: Rules,
    submissions: Iterable[str],
    ballots: Iterable[Ballot],
    figures: Iterable[Figure] = (),
    decisions: Iterable[Decision] = (),
    *,
    method: str = "",
    weights: Mapping[str, Decimal] | None = None,
) -> Standings:
    """The standings of the submissions by ``method`` (that of the rules, if empty).

    ``weights`` are a prize's own: they replace those of the rules, criteria of any scope may have one, and only visits in which all
    of them are marked count.

    Raises:
        Problem: no criterion has a weight, or the method is not known.
    """
    names, cast = tuple(submissions), tuple(ballots)
    wanted = method or rules.method
    if wanted not in METHODS:
        raise Problem(f"“{wanted}” is no method of scoring; take one of: {', '.join(METHODS)}.")
    counting = [m for m in rules.measured if m.turn is not Turn.GATE and _weight(m, rules, weights) > 0]
    totals = _totals(rubric, rules, weights, lenient=bool(counting))
    machine = sum((_weight(m, rules, weights) for m in counting), _NOTHING)
    whole = (totals.whole if totals else _NOTHING) + machine
    judged = 1 - machine / whole
    found = tuple(figures)
    measured = _measured(counting, found, names, {m.key: _weight(m, rules, weights) * 100 / whole for m in counting})
    out = _excluded(rules, found, names)
    visits = visits_of(totals, names, cast) if totals else None
    fitted, refused = _fitted(wanted, visits)
    shares: dict[str, dict[str, Fraction]]
    if totals is not None and visits is not None:
        shares = _raw_shares(totals, visits, judged)
    else:
        keys = {m.key for m in counting}
        there = {f.submission for f in found if f.criterion in keys and f.value is not None}
        shares = {name: {} for name in names if name in there}
    for name, mine in shares.items():
        mine.update(measured[name])
    machined = {name: sum(points.values(), _NOTHING) for name, points in measured.items()}
    if visits is not None and fitted is not None:
        means = fitted.scores if fitted.method == RAW else visits.means()
        raw, scores = (_with_machine(visits.submissions, of, judged, machined) for of in (means, fitted.scores))
    else:
        raw = scores = {name: sum(mine.values(), _NOTHING) for name, mine in shares.items()}
    ranked = {name: scores[name] for name in names if name in scores and name not in out}
    # The ladder is only asked about equal scores, and climbing it means looking at every visit once more.
    ties = rules.ties if len(set(ranked.values())) < len(ranked) else ()
    priority = _priority(rubric, rules, cast, found, names) if Tie.PRIORITY in ties else {}
    firsts = _firsts(visits) if visits and Tie.FIRSTS in ties else {}
    placed = places(ranked, ties, priority, firsts, decisions)
    placed_raw = places({name: raw[name] for name in ranked})
    if visits is None:
        counts = dict(Counter(b.submission for b in cast if b.outcome is Outcome.MARKED))
    else:
        counts = dict(zip(visits.submissions, visits.of_team.tolist(), strict=True))
    rows = [
        Standing(
            rank=placed[name].rank if name in placed else None, submission=name, score=scores.get(name), visits=counts.get(name, 0),
            shares=shares.get(name, {}), raw=raw.get(name), raw_rank=placed_raw[name].rank if name in placed_raw else None,
            out=out.get(name, ""), told=placed[name].told if name in placed else None,
        )
        for name in names
    ]  # fmt: skip
    return Standings(
        rows=tuple(sorted(rows, key=lambda row: (row.rank or len(rows) + 1, row.score is None))),
        wanted=wanted, method=fitted.method if fitted else wanted, refused=refused, says=fitted.says if fitted else (),
        judged=judged, measured=machined, visits=visits, fit=fitted,
    )  # fmt: skip


def _weight(criterion: Measured, rules: Rules, weights: Mapping[str, Decimal] | None) -> Fraction:
    if weights is not None:
        return Fraction(weights.get(criterion.key, Decimal(0)))
    return _NOTHING if criterion.scope else Fraction(rules.weight(criterion.key))


def _totals(rubric: Rubric, rules: Rules, weights: Mapping[str, Decimal] | None, *, lenient: bool) -> Totals | None:
    """How judges' marks add up; none where they weigh nothing and only machines count."""
    try:
        return Totals(rubric, rules, weights)
    except Problem:
        if lenient:
            return None
        raise


def _measured(
    counting: Iterable[Measured], figures: tuple[Figure, ...], names: tuple[str, ...], most: Mapping[str, Fraction]
) -> dict[str, dict[str, Fraction]]:
    """By submission the points that each measured criterion gives; nothing for one without a figure."""
    points: dict[str, dict[str, Fraction]] = {name: {} for name in names}
    for criterion in counting:
        for name, share in turned(criterion, _figures(figures, criterion), names).items():
            points[name][criterion.key] = share * most[criterion.key]
    return points


def _figures(figures: Iterable[Figure], criterion: Measured) -> dict[str, Decimal]:
    return {f.submission: f.value for f in figures if f.criterion == criterion.key and f.value is not None}


def _excluded(rules: Rules, figures: tuple[Figure, ...], names: tuple[str, ...]) -> dict[str, str]:
    """Who did not pass a gate that excludes, and the sentence that says so."""
    out: dict[str, str] = {}
    for criterion in rules.measured:
        if criterion.turn is Turn.GATE and criterion.excludes:
            for name, passed in gate(criterion, _figures(figures, criterion), names).items():
                if not passed:
                    why = "has no figure for" if passed is None else "did not pass"
                    out.setdefault(name, f"It {why} “{criterion.name}”, which every ranked submission must pass.")
    return out


def _fitted(wanted: str, visits: Visits | None) -> tuple[Fit | None, str]:
    """The fit of the wanted method, or that of the raw mean and why the wanted one was refused."""
    if visits is None or not visits.submissions:
        return None, ""
    try:
        return fit(wanted, visits), ""
    except Problem as problem:
        return fit(RAW, visits), str(problem)


def _with_machine(
    names: Iterable[str], scores: Iterable[Fraction], judged: Fraction, machined: Mapping[str, Fraction]
) -> dict[str, Fraction]:
    """By submission the score of what is judged, which is ``judged`` of the whole, with the points that machines give."""
    if judged == 1:
        return dict(zip(names, scores, strict=True))
    return {name: score * judged + machined[name] for name, score in zip(names, scores, strict=True)}


def _raw_shares(totals: Totals, visits: Visits, judged: Fraction) -> dict[str, dict[str, Fraction]]:
    """By submission that was visited: the points that each judged criterion gave in the mean."""
    teams, counts = len(visits.submissions), visits.of_team.tolist()
    shares: list[dict[str, Fraction]] = [{} for _ in range(teams)]
    for place, key in enumerate(visits.criteria):
        points = totals.levels[key]
        # How often each submission got each level: so the visits are counted fast and the points added exactly.
        got = np.bincount(visits.team * len(points) + visits.marks[:, place], minlength=teams * len(points))
        for mine, count, often in zip(shares, counts, got.reshape(teams, len(points)).tolist(), strict=True):
            whole = sum(map(mul, often, points))
            mine[key] = Fraction(whole * judged.numerator, totals.unit * count * judged.denominator)
    return dict(zip(visits.submissions, shares, strict=True))


def _priority(
    rubric: Rubric, rules: Rules, ballots: Iterable[Ballot], figures: Iterable[Figure], names: tuple[str, ...]
) -> dict[str, Fraction]:
    """What counts more among equals: the mean mark on the priority criterion, or what its figure gives, as shares of 1."""
    for measured in rules.measured:
        if measured.key == rules.priority and measured.turn is not Turn.GATE:
            return turned(measured, _figures(figures, measured), names)
    marks: dict[str, list[Fraction]] = {}
    for criterion in rubric.criteria:
        if criterion.key == rules.priority:
            for ballot in ballots:
                if criterion.key in ballot.marks:
                    marks.setdefault(ballot.submission, []).append(fraction(criterion, ballot.marks[criterion.key]))
    return {name: sum(mine, _NOTHING) / len(mine) for name, mine in marks.items()}


def _firsts(visits: Visits) -> dict[str, int]:
    """How many judges placed a submission first, alone or with others, among at least two that they saw."""
    best: dict[int, list[tuple[int, int]]] = {}
    _, totals = visits.whole
    for judge, team, total in zip(visits.judge.tolist(), visits.team.tolist(), totals, strict=True):
        best.setdefault(judge, []).append((total, team))
    firsts = Counter[str]()
    for seen in best.values():
        top = max(seen)[0]
        firsts.update(visits.submissions[team] for total, team in seen if len(seen) > 1 and total == top)
    return firsts
