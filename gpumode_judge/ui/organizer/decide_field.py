"""Who stands around a boundary, and everything that people compare there. No Qt: it is worked out beside the window's thread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gpumode_judge.desk.allocating import ranking_for
from gpumode_judge.desk.explaining import WhyFigure, WhyShare, WhyVisit, figures, profile, waterfall_of, why
from gpumode_judge.desk.scoring import Result, seed_of
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.prizes import BY_STANDINGS
from gpumode_judge.standings.ranking import Standings
from gpumode_judge.ui.organizer.prize_outcomes import Outcome, Outcomes, eligibility
from gpumode_judge.ui.organizer.standings_found import StandingRow, Wanted, find
from gpumode_judge.ui.organizer.words import listed

if TYPE_CHECKING:  # drawing takes long to import, and the window does not wait for it
    from gpumode_judge.standings.draws import Chances

TOP: Final = 3
EVEN: Final = 0.6  # neighbours of whom one is better with a chance below this cannot be told apart


@dataclass(frozen=True, slots=True)
class Boundary:
    """Where to look: ``group`` is empty (all) or ``"prize:<id>"``, ``place`` the last place there that wins, 0 for the top."""

    key: str
    words: str
    group: str = ""
    place: int = 0


THE_TOP: Final = Boundary("", "The top of the standings")


@dataclass(frozen=True, eq=False, kw_only=True)
class Field:
    """Those who have a rank in the group of ``boundary``, best first; ``top`` is the place up to which a chance is told."""

    result: Result
    boundary: Boundary
    standings: Standings
    rows: tuple[StandingRow, ...]
    chances: "Chances | None"
    top: int
    own: Prize | None
    wins: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """One submission as people compare it. Points are of 100; ``wins`` are names of prizes."""

    row: StandingRow
    first: float | None
    top: float | None
    wins: tuple[str, ...]
    bars: tuple[WhyShare, ...]
    figures: tuple[WhyFigure, ...]
    visits: tuple[WhyVisit, ...]

    @property
    def id(self) -> str:
        """The submission's id."""
        return self.row.id

    @property
    def title(self) -> str:
        """The submission's title."""
        return self.row.submission.title


@dataclass(frozen=True, eq=False, kw_only=True)
class Bench:
    """The ``teams`` from place ``start`` (0 is the first) on, and the chance of each to be truly better than the next one."""

    field: Field
    start: int
    teams: tuple[Team, ...]
    ahead: tuple[float | None, ...]


def boundaries_of(result: Result, outcomes: Outcomes) -> tuple[Boundary, ...]:
    """The top, and the last place of each prize that goes by the standings; prizes with the same last place together."""
    record, meant = result.record, eligibility(result.record)
    alike: dict[tuple[object, ...], list[Prize]] = {}
    for group in outcomes.groups:
        for prize in (line.prize for line in group.prizes if not line.awarded):
            if prize.count <= 0 or prize.decided != BY_STANDINGS:
                continue
            try:
                ranked = [
                    p for p in ranking_for(result, prize) if p.rank is not None and not meant.bar(prize, p.submission)
                ]
            except Problem:
                continue
            order = [p.submission for p in sorted(ranked, key=lambda p: p.rank or 0)]
            mine = (prize.eligible, tuple(sorted(prize.weights.items())), "" if prize.weights else prize.id)
            whole = prize.eligible == "all" and result.for_prize(prize) is result.standings
            alike.setdefault((_last(prize, group, order), *(() if whole else mine)), []).append(prize)
    found = [
        Boundary(
            prizes[0].id, f"The last that wins {listed((f'“{p.name}”' for p in prizes), 2)}",
            f"prize:{prizes[0].id}" if mine else "", place,
        )
        for (place, *mine), prizes in alike.items()
        if isinstance(place, int)
    ]  # fmt: skip
    if not found and len(record.judged) > TOP:
        found = [Boundary("top", "The top three", "", TOP)]
    return (THE_TOP, *found)


def field_of(result: Result, boundary: Boundary, outcomes: Outcomes) -> Field:
    """Everyone with a rank in the group of a boundary.

    Raises:
        Problem: there are no standings.
    """
    record = result.record
    found = find(result, Wanted(boundary.group))
    prize = next((p for p in record.prizes if f"prize:{p.id}" == boundary.group), None)
    standings = result.for_prize(prize) if prize else result.standings
    rows = tuple(row for row in found.rows if row.rank is not None)
    wins: dict[str, list[str]] = {}
    for line_group in outcomes.groups:
        for winner in line_group.winners:
            wins.setdefault(winner.submission.id, []).extend(line.prize.name for line in line_group.prizes)
    return Field(
        result=result, boundary=boundary, standings=standings, rows=rows,
        chances=_among(_chances(result, standings), [row.id for row in rows]),
        top=boundary.place if boundary.place > 1 else min(TOP, max(len(rows), 1)),
        own=prize if prize and prize.weights else None, wins={name: tuple(prizes) for name, prizes in wins.items()},
    )  # fmt: skip


def start_of(field: Field, count: int) -> int:
    """Where ``count`` columns begin so that the boundary is in their middle."""
    return kept_within(field, max(0, field.boundary.place - (count + 1) // 2), count)


def kept_within(field: Field, start: int, count: int) -> int:
    """The nearest place from which there are ``count`` columns, as far as there are so many."""
    return max(0, min(start, len(field.rows) - count))


def bench_of(field: Field, start: int, count: int) -> Bench:
    """``count`` submissions from ``start`` on.

    Raises:
        Problem: there are no standings.
    """
    start = kept_within(field, start, count)
    rows = field.rows[start : start + count]
    seats = {name: seat for seat, name in enumerate(field.chances.submissions)} if field.chances else {}
    top = field.chances.top(field.top) if field.chances else None
    teams = [
        Team(
            row=row, first=float(field.chances.first[seats[row.id]]) if field.chances and row.id in seats else None,
            top=float(top[seats[row.id]]) if top is not None and row.id in seats else None,
            wins=field.wins.get(row.id, ()), bars=_bars(field, row), figures=() if field.own else figures(field.result.record, row.id),
            visits=_visits(field, row.id),
        )
        for row in rows
    ]  # fmt: skip
    ahead = tuple(
        field.chances.beats(one.id, other.id) if field.chances and one.id in seats and other.id in seats else None
        for one, other in pairwise(rows)
    )
    return Bench(field=field, start=start, teams=tuple(teams), ahead=ahead)


def _last(prize: Prize, outcome: Outcome, order: Sequence[str]) -> int:
    """The last place that wins, among those who may; the places that equals compete for count."""
    places = {name: place for place, name in enumerate(order, 1)}
    last = max((places.get(winner.submission.id, 0) for winner in outcome.winners), default=0)
    return last + (outcome.open if outcome.tied else 0) or min(prize.count, max(len(order), 1))


def _chances(result: Result, standings: Standings) -> "Chances | None":
    if standings is result.standings:
        return result.chances
    from gpumode_judge.standings.uncertainty import chances_of

    return chances_of(standings, seed_of(result.record))


def _among(found: "Chances | None", kept: Sequence[str]) -> "Chances | None":
    """The chances among some alone."""
    if found is None:
        return None
    wanted = set(kept)
    seats = [seat for seat, name in enumerate(found.submissions) if name in wanted]
    if not seats or len(seats) == len(found.submissions):
        return found if seats else None
    from gpumode_judge.standings.draws import chances

    draws = replace(found.draws, points=found.draws.points[:, seats])
    return chances(draws, tuple(found.submissions[seat] for seat in seats))


def _bars(field: Field, row: StandingRow) -> tuple[WhyShare, ...]:
    """What each criterion gives; by a prize's own weights where it has some."""
    record, own = field.result.record, field.own
    if own is None:
        return profile(record, field.standings, row.id)
    known = [
        *(record.rubric.criteria if record.rubric else ()),
        *(m for m in record.rules.measured if m.turn is not Turn.GATE),
    ]
    whole = sum((Fraction(weight) for weight in own.weights.values()), Fraction())
    there = [other.shares for other in field.standings.rows if other.shares]
    return tuple(
        WhyShare(
            name=c.name,
            points=row.standing.shares.get(c.key, Fraction()),
            most=Fraction(own.weights[c.key]) * 100 / whole,
            field=sum((shares.get(c.key, Fraction()) for shares in there), Fraction()) / max(len(there), 1),
        )
        for c in known
        if own.weights.get(c.key, 0) > 0
    )


def _visits(field: Field, submission: str) -> tuple[WhyVisit, ...]:
    """The visits, with totals and corrections in the standings that are compared."""
    fall = waterfall_of(field.standings, submission)
    parts = {part.judge: part for part in fall.parts} if fall else {}
    return tuple(
        replace(visit, total=part.total, correction=part.correction, share=part.share)
        for visit in why(field.result, submission).visits
        if (part := parts.get(visit.judge)) is not None
    )
