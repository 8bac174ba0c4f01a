"""A page for a team that contests its rank: the whole way from marks to rank, without any judge's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Final

from gpumode_judge.desk.explaining import (
    WhyFigure,
    figures,
    marks_of,
    ranked,
    sureness,
    tie_told,
    totals_of,
    waterfall_of,
)
from gpumode_judge.desk.reporting import snapshot_of
from gpumode_judge.desk.rule_words import percent, rules_in_words
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, plain
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.totals import Totals, rounded
from gpumode_judge.standings.waterfall import Part

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


CONTEST_SETTING: Final = (
    "contest rules"  # under which the organizers' workspace keeps what they agreed about contesting
)
HOW: Final = (
    "Whoever thinks that something here is wrong takes this page to an organizer before the result is final, and names the line: "
    "“the mark of Judge B on …”. Organizers see who gave each mark. A judge corrects a mark that was recorded wrongly, everything "
    "is worked out again by the same rules, and the team gets a new page. What a judge thinks of the work is not contested."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketCriterion:
    """A criterion that judges mark: its share ``weight`` (0–1) of a visit's total, and its scale in words."""

    name: str
    weight: Fraction
    scale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketVisit:
    """One visit. ``judge`` is “Judge A”; ``marks`` are in the order of the packet's criteria, empty where there is none.

    ``sum`` is the arithmetic of the ``total`` in words, ``correction`` what is added for the judge's severity, both in points of 100;
    ``share`` (0–1) is how much of the judges' score the visit decides.
    """

    judge: str
    marks: tuple[str, ...]
    sum: str
    total: Fraction
    correction: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketStep:
    """``points`` of 100 that are added on the way from the raw mean to the score, and why."""

    says: str
    points: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Everything that a contest page tells, as plain values.

    ``raw`` is the raw mean with what was measured, ``raw`` and the points of the ``steps`` add up to ``score``; both are ``None`` without
    a visit or figure. ``mean`` is the sum that gives ``raw``, in words. ``rank`` is one of ``ranked``, or ``None``. ``tie`` tells what told
    it from an equal score, ``sure`` how sure the rank is; both may be empty.
    ``how`` tells how to contest. ``says`` are sentences that change how all of it is to
    be read: why there is no rank, or that the method of the rules can say nothing here.
    """

    event: str
    day: str
    title: str
    team: str
    table: str
    snapshot: str
    rules: tuple[str, ...]
    criteria: tuple[PacketCriterion, ...]
    visits: tuple[PacketVisit, ...]
    figures: tuple[WhyFigure, ...]
    mean: str
    raw: Fraction | None
    steps: tuple[PacketStep, ...]
    score: Fraction | None
    rank: int | None
    ranked: int
    tie: str
    sure: str
    how: str = HOW
    says: tuple[str, ...]


def packet(result: Result, submission_id: str, how: str = "") -> Packet:
    """The contest page of a submission; ``how`` tells who contests a rank, and how (``HOW`` if nothing was agreed).

    Raises:
        Problem: it is not judged, or there are no standings.
    """
    record, standings = result.record, result.standings
    if submission_id not in {s.id for s in record.judged}:
        raise Problem("That submission is not judged (any more), so there is nothing to contest.")
    submission, standing = record.submissions[submission_id], standings.row(submission_id)
    fall, totals = waterfall_of(standings, submission_id), totals_of(record)
    criteria = totals.criteria if totals else ()
    visits = _visits(record, submission_id, fall.parts, totals) if fall and totals else ()
    measured = figures(record, submission_id)
    told = tie_told(result, standing)
    missing = "" if standing.score is not None else "Nobody has marked it yet, so it has no rank."
    return Packet(
        event=record.event.title, day=record.event.day, title=submission.title, team=submission.team, table=submission.table,
        snapshot=snapshot_of(record), rules=rules_in_words(record),
        criteria=tuple(
            PacketCriterion(name=c.name, weight=totals.weight(c.key) if totals else Fraction(), scale=str(c.scale)) for c in criteria
        ),
        visits=visits, figures=measured,
        mean=_mean(visits, standings.judged, sum((f.points for f in measured), Fraction())), raw=standing.raw,
        steps=tuple(PacketStep(says=step.says, points=step.points) for step in fall.steps) if fall else (),
        score=standing.score, rank=standing.rank, ranked=ranked(standings),
        tie=f"It was {told.rstrip('.')}." if told else "", sure=sureness(result, standing), how=how or HOW,
        says=tuple(filter(None, (standings.refused, standing.out, missing))),
    )  # fmt: skip


def letters(record: Record, submission_id: str, judges: Iterable[str]) -> dict[str, str]:
    """What a submission's judges are called where they are not named, by id: “Judge A”, …

    Their order tells nothing: neither names nor times decide it, and each submission has its own.
    """
    order = sorted(judges, key=lambda judge: _shuffled(record.event_id, submission_id, judge))
    return {judge: f"Judge {_letter(number)}" for number, judge in enumerate(order)}


def _visits(record: Record, submission_id: str, parts: tuple[Part, ...], totals: Totals) -> tuple[PacketVisit, ...]:
    """The visits by the letters of their judges."""
    by_judge = {part.judge: part for part in parts}
    found: list[PacketVisit] = []
    for judge, called in letters(record, submission_id, by_judge).items():
        part = by_judge[judge]
        ballot = record.ballots[judge, submission_id].value
        marks = {c.key: mark for c, mark in marks_of(record.rubric, ballot)}
        found.append(
            PacketVisit(
                judge=called,
                marks=tuple(plain(marks[c.key]) if c.key in marks else "" for c in totals.criteria),
                sum=" + ".join(_term(c, marks[c.key], totals) for c in totals.criteria if c.key in marks)
                + f" = {_points(part.total)}",
                total=part.total,
                correction=part.correction,
                share=part.share,
            )
        )
    return tuple(found)


def _shuffled(event: str, submission: str, judge: str) -> bytes:
    return sha256(f"{event}\n{submission}\n{judge}".encode()).digest()


def _letter(number: int) -> str:
    """A, B, …, Z, AA, AB, …"""
    before, last = divmod(number, len(_LETTERS))
    return (_letter(before - 1) if before else "") + _LETTERS[last]


def _term(criterion: Criterion, mark: Decimal, totals: Totals) -> str:
    """What a mark adds to the total: ``"70 × 3/4"``."""
    scale = criterion.scale
    weight = plain(rounded(totals.weight(criterion.key) * 100, 2))
    return f"{weight} × {plain(mark - scale.low)}/{plain(scale.high - scale.low)}"


def _mean(visits: tuple[PacketVisit, ...], judged: Fraction, measured: Fraction) -> str:
    """How the raw mean comes about."""
    if not visits:
        return f"{_points(measured)} measured" if measured else ""
    totals = [visit.total for visit in visits]
    mean = sum(totals, Fraction()) / len(totals)
    told = _points(mean)
    if len(totals) > 1:
        told = f"({' + '.join(map(_points, totals))}) / {len(totals)} = {told}"
    if judged == 1:
        return told
    return f"{told}; {percent(judged)} of it + {_points(measured)} measured = {_points(mean * judged + measured)}"


def _points(points: Fraction) -> str:
    return plain(rounded(points, 2))
