"""From a team's raw mean to its score, in steps that add up exactly: what an organizer tells a team that asks why."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.fit import Fit, settled
from gpumode_judge.standings.totals import rounded
from gpumode_judge.standings.visits import Visits

NOTHING: Final = Fraction(1, 20)  # what is shown as 0.0 points


class Why(StrEnum):
    """What a step is for."""

    JUDGES = "judges"  # harsh judges give too little, mild ones too much
    STEADY = "steady"  # steady judges count more than erratic ones
    FEW = "few"  # few visits prove little: a score stays nearer to the middle
    METHOD = "method"  # all else that the method does


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """``points`` of 100 that are added, with a sentence for the team."""

    why: Why
    points: Fraction
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One visit to the team: its ``total``, the ``correction`` for its judge's severity, and the ``share`` of the score it decides.

    ``severity`` of harsh judges is above 0; corrections are the same figure, so that ``total + correction`` is what an average judge
    would have given. Shares of a team's visits add up to 1.
    """

    judge: str
    total: Fraction
    correction: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """``raw + Σ points of the steps = score``, exactly. ``parts`` are in the order of the judges' ids.

    Where machines give a part of the score, ``measured`` are their points; they are in ``raw`` and in ``score``. ``judged`` is the share
    (0–1) that the judges give: the mean of the totals of the parts, times it, plus ``measured`` is ``raw``.
    """

    submission: str
    raw: Fraction
    parts: tuple[Part, ...]
    steps: tuple[Step, ...]
    score: Fraction
    judged: Fraction
    measured: Fraction


def waterfall(
    visits: Visits, fit: Fit, submission: str, *, judged: Fraction = Fraction(1), measured: Fraction = Fraction()
) -> Waterfall:
    """Why ``submission`` has the score that ``fit`` gives it, whichever the method is.

    ``judged`` is the share of the score (0–1) that judges give, ``measured`` the submission's points of 100 from machines.

    Raises:
        Problem: nobody has visited the submission.
    """
    if submission not in visits.submissions:
        raise Problem(f"No counted visit to “{submission}”, so there is no score to explain; send a judge first.")
    at = visits.submissions.index(submission)
    mine = np.flatnonzero(visits.team == at).tolist()
    seats = [int(visits.judge[i]) for i in mine]
    totals = [visits.exact[i] for i in mine]
    zero = (Fraction(),) * len(seats)
    corrections = zero if fit.severity is None else settled(fit.severity[seats])
    shares = _shares(fit, seats)
    raw, score = sum(totals, Fraction()) / len(totals), fit.scores[at]

    correction = sum(corrections, Fraction()) / len(corrections)
    values = [total + correction for total, correction in zip(totals, corrections, strict=True)]
    weighted = sum((share * value for share, value in zip(shares, values, strict=True)), Fraction())
    corrected, steadier, rest = (
        judged * points for points in (correction, weighted - raw - correction, score - weighted)
    )
    steps: list[Step] = []
    if fit.severity is not None:
        steps.append(Step(why=Why.JUDGES, points=corrected, says=_judges(corrected)))
    if steadier:
        steps.append(Step(why=Why.STEADY, points=steadier, says=_steady(steadier)))
    if rest and fit.posterior is not None:
        steps.append(Step(why=Why.FEW, points=rest, says=_few(rest, len(mine))))
    elif rest:
        steps.append(Step(why=Why.METHOD, points=rest, says=f"The method “{fit.method}” makes {_signed(rest)} of it."))
    return Waterfall(
        submission=submission,
        raw=raw * judged + measured,
        parts=tuple(
            Part(judge=visits.judges[seat], total=total, correction=correction, share=share)
            for seat, total, correction, share in zip(seats, totals, corrections, shares, strict=True)
        ),
        steps=tuple(steps),
        score=score * judged + measured,
        judged=judged,
        measured=measured,
    )


def _shares(fit: Fit, seats: list[int]) -> list[Fraction]:
    """How much each visit weighs, before any pull to the middle: equal, unless the method knows how noisy each judge is."""
    equal = [Fraction(1, len(seats))] * len(seats)
    if fit.noise is None or fit.posterior is None:
        return equal
    noise = fit.noise[seats]
    if not noise.all() or bool((noise == noise[0]).all()):
        return equal
    shares = [Fraction(float(one)) for one in (noise.min() / noise) ** 2]
    whole = sum(shares, Fraction())
    rough = settled(np.array([float(share / whole) for share in shares]))
    return [*rough[:-1], 1 - sum(rough[:-1], Fraction())]


def _judges(points: Fraction) -> str:
    if abs(points) < NOTHING:
        return "Your judges were as strict as the average judge: nothing is corrected."
    harsher, sign = ("harsher", "added") if points > 0 else ("milder", "taken off")
    return f"Your judges were {_points(points)} {harsher} than the average judge: that is {sign}."


def _steady(points: Fraction) -> str:
    return f"Judges whose marks are steadier count more: {_signed(points)}."


def _few(points: Fraction, visits: int) -> str:
    if abs(points) < NOTHING:
        return "Your score stands near the middle of the field, where few visits change nothing."
    seen = "one visit proves" if visits == 1 else f"{visits} visits prove"
    way = "up" if points > 0 else "down"
    return f"As {seen} only so much, your score is pulled {_points(points)} {way}, towards the middle of the field."


def _points(points: Fraction) -> str:
    shown = rounded(abs(points))
    return f"{shown} point" if shown == 1 else f"{shown} points"


def _signed(points: Fraction) -> str:
    sign = "" if rounded(points) == 0 else "+" if points > 0 else "−"
    return f"{sign}{_points(points)}"
