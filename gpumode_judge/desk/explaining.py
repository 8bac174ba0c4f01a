"""Why one submission stands where it does: the steps to its score, each visit, the criteria, and how sure its rank is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from gpumode_judge.desk.allocating import ranking_for
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.telling import count, names
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Audience, Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, plain
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import fold
from gpumode_judge.ledger.record import Held, Record
from gpumode_judge.standings.draws import Chances, not_separable
from gpumode_judge.standings.measured import gate, places
from gpumode_judge.standings.measured import shares as turned
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.ranking import Standing, Standings
from gpumode_judge.standings.totals import Totals
from gpumode_judge.standings.waterfall import Part, Waterfall, waterfall

TOP: Final = 3
NOTE, FOR_THE_TEAM = "Note", "For the team"
_NOTHING: Final = Fraction()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyVisit:
    """One judge's visit. ``at`` is the UTC time at which it began, as text.

    ``total`` and ``correction`` are points of 100, the latter for the judge's severity; ``share`` (0–1) is how much of the judges' score it
    decides. ``marks`` are (criterion, mark), ``notes`` (what about, text). ``unexpected``: all other marks let expect another total.
    """

    judge: str
    name: str
    at: str
    total: Fraction
    correction: Fraction
    share: Fraction
    marks: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    unexpected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyShare:
    """What a criterion that judges mark gives: ``points`` of 100 on average, of at ``most``; ``field`` is the mean of all submissions."""

    name: str
    points: Fraction
    most: Fraction
    field: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyFigure:
    """A measured criterion: the ``figure`` with its unit (empty without one), its ``place`` among all, and its ``points`` of ``most``.

    A gate gives no points and has no place; its figure says whether it was passed.
    """

    name: str
    figure: str
    place: int | None
    points: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Everything about one submission's standing.

    ``ranked`` is how many have a rank. ``waterfall`` is ``None`` without a counted visit. ``visits`` are by the judges' names.
    ``first`` and ``top`` are the chances (0–1) of rank 1 and of the top three, ``low`` and ``high`` the ends of the 90 % range of
    the rank; ``None`` where nothing is known about them. ``says`` are sentences, what matters most first.
    """

    submission: Submission
    standing: Standing
    ranked: int
    waterfall: Waterfall | None
    visits: tuple[WhyVisit, ...]
    profile: tuple[WhyShare, ...]
    figures: tuple[WhyFigure, ...]
    first: float | None
    top: float | None
    low: int | None
    high: int | None
    says: tuple[str, ...]


def why(result: Result, submission_id: str) -> Why:
    """Why a submission stands where it does, by the method of the rules.

    Raises:
        Problem: it is not judged, or there are no standings.
    """
    record, standings = result.record, result.standings
    if submission_id not in {s.id for s in record.judged}:
        raise Problem("That submission is not judged (any more), so it has no place in the standings.")
    standing = standings.row(submission_id)
    fall = waterfall_of(standings, submission_id)
    chances = result.chances
    at = chances.submissions.index(submission_id) if chances and submission_id in chances.submissions else None
    first = top = low = high = None
    if chances is not None and at is not None:
        first, top = float(chances.first[at]), float(chances.top(TOP)[at])
        low, high = int(chances.low[at]), int(chances.high[at])
    return Why(
        submission=record.submissions[submission_id],
        standing=standing,
        ranked=ranked(standings),
        waterfall=fall,
        visits=_visits(result, submission_id, fall.parts if fall else ()),
        profile=profile(record, standings, submission_id),
        figures=figures(record, submission_id),
        first=first, top=top, low=low, high=high,
        says=tuple(filter(None, (*_standing(result, standing), *_sure(result, standing, low, high)))),
    )  # fmt: skip


def ranked(standings: Standings) -> int:
    """How many submissions have a rank."""
    return sum(row.rank is not None for row in standings.rows)


def waterfall_of(standings: Standings, submission_id: str) -> Waterfall | None:
    """The steps from the raw mean to the score; ``None`` without a counted visit."""
    visits, fit = standings.visits, standings.fit
    if visits is None or fit is None or submission_id not in visits.submissions:
        return None
    measured = standings.measured[submission_id]
    return waterfall(visits, fit, submission_id, judged=standings.judged, measured=measured)


def totals_of(record: Record) -> Totals | None:
    """How marks add up by the rules; ``None`` where only machines count, or two rubrics are in conflict."""
    try:
        return Totals(record.rubric, record.rules) if record.rubric else None
    except Problem:
        return None


def most_measured(record: Record) -> dict[str, Fraction]:
    """The points of 100 that each measured criterion of all gives at most, by key; a gate gives none and is left out."""
    counting = [m.key for m in record.rules.measured if m.turn is not Turn.GATE and not m.scope]
    weights = {key: Fraction(record.rules.weight(key)) for key in counting}
    totals = totals_of(record)
    whole = (totals.whole if totals else _NOTHING) + sum(weights.values(), _NOTHING)
    return {key: weight * 100 / whole for key, weight in weights.items()} if whole else {}


def marks_of(rubric: Rubric | None, ballot: Ballot) -> tuple[tuple[Criterion, Decimal], ...]:
    """A ballot's marks in the order of the rubric."""
    return tuple((c, ballot.marks[c.key]) for c in (rubric.criteria if rubric else ()) if c.key in ballot.marks)


def profile(record: Record, standings: Standings, submission_id: str) -> tuple[WhyShare, ...]:
    """What each criterion that judges mark gives a submission; nothing without a visit."""
    mine, totals = standings.row(submission_id).shares, totals_of(record)
    if totals is None:
        return ()
    field = [row.shares for row in standings.rows if row.visits and row.shares]
    return tuple(
        WhyShare(
            name=c.name,
            points=mine[c.key],
            most=totals.weight(c.key) * 100 * standings.judged,
            field=sum((shares.get(c.key, _NOTHING) for shares in field), _NOTHING) / len(field),
        )
        for c in totals.criteria
        if c.key in mine
    )


def figures(record: Record, submission_id: str) -> tuple[WhyFigure, ...]:
    """The measured criteria that concern everyone, in the order of the rules."""
    names = [s.id for s in record.judged]
    gives = most_measured(record)
    found: list[WhyFigure] = []
    for m in record.rules.measured:
        if m.scope:
            continue
        values = {name: held.value.value for (name, key), held in record.figures.items() if key == m.key}
        known = {name: value for name, value in values.items() if value is not None}
        most = gives.get(m.key, _NOTHING)
        found.append(
            WhyFigure(
                name=m.name,
                figure=_figure(m, known, submission_id, names),
                place=None if m.turn is Turn.GATE else places(m, {n: known[n] for n in names if n in known}, names).get(submission_id),
                points=turned(m, known, names).get(submission_id, _NOTHING) * most,
                most=most,
            )
        )  # fmt: skip
    return tuple(found)


def tie_told(result: Result, standing: Standing) -> str:
    """What told a submission from those with an equal score, as a clause; empty if there are none or nothing did."""
    if standing.told is None:
        return ""
    try:
        return next(p.told for p in ranking_for(result) if p.submission == standing.submission)
    except Problem:
        return ""


def sureness(result: Result, standing: Standing) -> str:
    """How sure the rank is, in one sentence; empty where the marks tell nothing about it."""
    chances = result.chances
    if chances is None or standing.submission not in chances.submissions:
        return ""
    at = chances.submissions.index(standing.submission)
    return _range(int(chances.low[at]), int(chances.high[at]))


def _range(low: int, high: int) -> str:
    where = f"is {low}" if low == high else f"lies from {low} to {high}"
    return f"By what the marks prove, the true rank {where} with a chance of at least 90 %."


def _visits(result: Result, submission_id: str, parts: tuple[Part, ...]) -> tuple[WhyVisit, ...]:
    record = result.record
    odd = _odd(result, submission_id) if parts else set[str]()
    found: list[WhyVisit] = []
    for part in parts:
        held = record.ballots[part.judge, submission_id]
        found.append(
            WhyVisit(
                judge=part.judge,
                name=name_of(record, part.judge),
                at=held.value.began or held.at,
                total=part.total,
                correction=part.correction,
                share=part.share,
                marks=tuple((c.name, plain(mark)) for c, mark in marks_of(record.rubric, held.value)),
                notes=_notes(record, held),
                unexpected=part.judge in odd,
            )
        )
    return tuple(sorted(found, key=lambda visit: (fold(visit.name), visit.judge)))


def name_of(record: Record, judge_id: str) -> str:
    """A judge's name; the id of one that the record does not know."""
    judge = record.judges.get(judge_id)
    return judge.name if judge else judge_id


def _odd(result: Result, submission_id: str) -> set[str]:
    """The judges whose totals of a submission are unexpected."""
    cards = result.diagnosis.submissions if result.diagnosis else ()
    return {one.judge for card in cards if card.submission == submission_id for one in card.unexpected}


def _notes(record: Record, held: Held[Ballot]) -> tuple[tuple[str, str], ...]:
    """The judge's notes: on criteria in the order of the rubric, then on the whole, then what is for the team."""
    criteria = record.rubric.criteria if record.rubric else ()
    order = {c.key: n for n, c in enumerate(criteria)}
    called = {c.key: c.name for c in criteria}
    mine = [
        r.value
        for r in record.remarks
        if (r.value.judge, r.value.submission) == (held.value.judge, held.value.submission) and r.value.text
    ]
    mine.sort(key=lambda r: (r.audience is Audience.TEAM, not r.criterion, order.get(r.criterion, len(order))))
    return tuple(
        (FOR_THE_TEAM if r.audience is Audience.TEAM else called.get(r.criterion, r.criterion) or NOTE, r.text)
        for r in mine
    )


def _figure(m: Measured, known: Mapping[str, Decimal], submission_id: str, names: list[str]) -> str:
    value = known.get(submission_id)
    if value is None:
        return ""
    told = f"{plain(value)} {m.unit}".rstrip()
    if m.turn is not Turn.GATE:
        return told
    word = "passed" if gate(m, known, names).get(submission_id) else "not passed"
    return word if m.full is None and not m.unit else f"{told} ({word})"


def _standing(result: Result, standing: Standing) -> list[str]:
    """What there is to say about rank and score."""
    standings, info = result.standings, METHODS[result.standings.method]
    says = [standings.refused, standing.out]
    if standing.score is None:
        return [*says, "Nobody has marked it yet, so it has no rank."]
    if standing.raw is not None and standing.raw_rank is not None and standing.rank is not None:
        moved = standing.raw_rank - standing.rank
        if moved:
            says.append(
                f"By the raw mean it would be rank {standing.raw_rank}: “{info.title}” moves it {count(abs(moved), 'place')} "
                f"{'up' if moved > 0 else 'down'}."
            )
    told = tie_told(result, standing)
    if told:
        says.append(f"It was {told.rstrip('.')}.")
    equal = [
        row.submission
        for row in standings.rows
        if row.rank is not None and row.rank == standing.rank and row.submission != standing.submission
    ]
    if equal:
        says.append(f"It shares rank {standing.rank} with {names(f'“{_title(result, name)}”' for name in equal)}.")
    return says


def _sure(result: Result, standing: Standing, low: int | None, high: int | None) -> list[str]:
    """How sure the rank is, and from whom the marks cannot tell it."""
    if low is None or high is None or result.chances is None:
        return []
    rows = [result.standings.row(name) for name in near_equals(result.standings, result.chances, standing.submission)]
    near = [f"“{_title(result, row.submission)}” (rank {row.rank})" for row in rows if row.rank != standing.rank]
    return [_range(low, high), f"The marks cannot tell it from {names(near)}." if near else ""]


def near_equals(standings: Standings, chances: Chances, submission_id: str) -> tuple[str, ...]:
    """The neighbours in the standings of whom the marks cannot say whether they are better or worse."""
    order = [row.submission for row in standings.rows if row.rank is not None and row.submission in chances.submissions]
    if submission_id not in order:
        return ()
    at = order.index(submission_id)
    pairs = not_separable(chances, order[max(0, at - 1) : at + 2])
    return tuple(other for pair in pairs for other in pair if other != submission_id)


def _title(result: Result, submission_id: str) -> str:
    return result.record.submissions[submission_id].title
