"""What the marks tell about each judge. None of it is a reproach: a card tells where to look and whom to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.joint import Surprise, model_of, surprise
from gpumode_judge.standings.visits import Floats, Visits, Whole

UNEXPECTED: Final = 2.0  # standard deviations beyond which a mark is worth a look
LEAST_TO_AGREE, LEAST_TO_DRIFT = 3, 4  # visits under which nothing is said

Order = Mapping[tuple[str, str], int]  # (judge, submission) -> the how manieth visit of that judge it was


@dataclass(frozen=True, slots=True, kw_only=True)
class Unexpected:
    """A visit whose total lies more than :data:`UNEXPECTED` standard deviations (``z``) from what all other marks let expect."""

    judge: str
    submission: str
    total: Fraction
    expected: float
    z: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """``slope`` is by how many points a judge's totals rise from one visit to the next, all else corrected; ``error`` its
    standard error."""

    slope: float
    error: float

    @property
    def plain(self) -> bool:
        """Whether the drift is more than chance makes of it (twice its standard error)."""
        return abs(self.slope) > 2 * self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeCard:
    """One judge. All points are points of 100.

    ``severity`` is by how many points the judge marks below (+) or above (−) the average judge, ``severity_error`` its standard error;
    ``noise`` the standard deviation of one visit; each is ``None`` where the method or the visits cannot tell it. ``lowest`` and
    ``highest`` are totals that were given; ``levels`` is the share (0–1) of the levels of the scales that was used at least once.
    ``agreement`` is the correlation (−1 to 1) of the judge's totals with what the others gave the same submissions, their
    severity corrected; ``None`` under three such visits or where either does not vary. ``halo`` tells how far apart the judge's
    marks on one submission lie from criterion to criterion, as a share of what is usual here: 1 is as everyone does, 0 marks all
    criteria alike; ``None`` with a single criterion or where nobody's marks differ. ``drift`` is ``None`` under four visits whose
    order is known. It and ``unexpected`` marks need the method “severity”.
    """

    judge: str
    visits: int
    severity: float | None
    severity_error: float | None
    noise: float | None
    lowest: Fraction
    highest: Fraction
    levels: float
    agreement: float | None
    halo: float | None
    drift: Drift | None
    unexpected: tuple[Unexpected, ...]


def judge_cards(visits: Visits, fit: Fit, order: Order) -> tuple[JudgeCard, ...]:
    """A card for each judge who visited anyone, in the order of the ids."""
    model = model_of(fit)
    seen = None if model is None else surprise(visits, model)
    others, known = _others(visits, fit)
    lively = _lively(visits)
    usual = float(lively.mean()) if lively.size else 0.0
    teams: list[int] = visits.team.tolist()
    seats: list[int] = visits.judge.tolist()
    when = [order.get((visits.judges[j], visits.submissions[t])) for t, j in zip(teams, seats, strict=True)]
    cards: list[JudgeCard] = []
    for seat, judge in enumerate(visits.judges):
        mine = np.flatnonzero(visits.judge == seat)
        totals = [visits.exact[i] for i in mine.tolist()]
        shared = mine[known[mine]]
        cards.append(
            JudgeCard(
                judge=judge,
                visits=mine.size,
                severity=_at(fit.severity, seat),
                severity_error=_at(fit.severity_error, seat),
                noise=_at(fit.noise, seat),
                lowest=min(totals),
                highest=max(totals),
                levels=_levels(visits, mine),
                agreement=_correlation(visits.y[shared], others[shared]),
                halo=float(lively[mine].mean()) / usual if usual > 0 else None,
                drift=None if seen is None else _drift(mine, when, seen),
                unexpected=() if seen is None else unexpected(visits, seen, mine),
            )
        )
    return tuple(cards)


def unexpected(visits: Visits, seen: Surprise, some: Whole) -> tuple[Unexpected, ...]:
    """The unexpected ones of ``some`` visits, the most surprising first."""
    found = [int(i) for i in some if abs(seen.z[i]) > UNEXPECTED]
    return tuple(
        Unexpected(
            judge=visits.judges[int(visits.judge[i])],
            submission=visits.submissions[int(visits.team[i])],
            total=visits.exact[i],
            expected=float(seen.expected[i]),
            z=float(seen.z[i]),
        )
        for i in sorted(found, key=lambda i: (-round(abs(float(seen.z[i])), 6), i))
    )


def _others(visits: Visits, fit: Fit) -> tuple[Floats, NDArray[np.bool_]]:
    """(V) the mean of the other visits to the same submission, and whether there are any.

    Severity is corrected, and steady judges count more.
    """
    teams, one = len(visits.submissions), visits.team
    fair = visits.y if fit.severity is None else visits.y + fit.severity[visits.judge]
    steady = fit.noise is not None and bool((fit.noise > 0).all())
    weight = (fit.noise.min() / fit.noise[visits.judge]) ** 2 if steady and fit.noise is not None else np.ones(one.size)
    whole, total = (
        np.bincount(one, weight, teams)[one] - weight,
        np.bincount(one, weight * fair, teams)[one] - weight * fair,
    )
    known = visits.of_team[one] > 1
    return total / np.where(known, whole, 1.0), known


def _at(figures: Floats | None, seat: int) -> float | None:
    return None if figures is None else float(figures[seat])


def _correlation(ours: Floats, theirs: Floats) -> float | None:
    if ours.size < LEAST_TO_AGREE:
        return None
    a, b = ours - ours.mean(), theirs - theirs.mean()
    spread = float(np.sqrt((a @ a) * (b @ b)))
    if spread < 1e-9:
        return None
    return max(-1.0, min(1.0, float(a @ b) / spread))


def _lively(visits: Visits) -> Floats:
    """(V) how far a visit's marks lie apart, as shares of the scales, when what everyone does on a criterion is taken off."""
    if len(visits.criteria) < 2 or not visits.y.size:
        return np.zeros(0)
    shares = visits.marks / (np.array(visits.levels) - 1)
    return np.std(shares - shares.mean(axis=0), axis=1)


def _levels(visits: Visits, mine: Whole) -> float:
    used = sum(np.unique(visits.marks[mine, c]).size for c in range(len(visits.criteria)))
    return used / sum(visits.levels)


def _drift(mine: Whole, when: list[int | None], seen: Surprise) -> Drift | None:
    told = [(turn, int(i)) for i in mine if (turn := when[int(i)]) is not None]
    if len(told) < LEAST_TO_DRIFT:
        return None
    turns = np.array([turn for turn, _ in told], dtype=np.float64)
    rows = [i for _, i in told]
    turns -= turns.mean()
    square = float(turns @ turns)
    if square == 0:
        return None
    # The noise of the fit, not of these few visits: with four of them their own spread would say nothing.
    error = float(np.sqrt((turns**2) @ (seen.rest_error[rows] ** 2))) / square
    return Drift(slope=float(turns @ seen.rest[rows]) / square, error=error)
