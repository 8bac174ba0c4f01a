"""Which standings the page shows: of all, of a track or of a prize, beside another method, and how sure they are.

Nothing here knows of widgets: it is done beside the window's thread.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from gpumode_judge.desk.scoring import Result, seed_of, standings_for
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Record, visiting_order
from gpumode_judge.standings.eligibility import Eligibility
from gpumode_judge.standings.measured import gate
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.ranking import Standing, Standings
from gpumode_judge.standings.waterfall import NOTHING, Why, waterfall
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import score

if TYPE_CHECKING:  # drawing takes long to import, and the window does not wait for it
    from gpumode_judge.standings.draws import Chances

TOP: Final = 3
_CLOSE: Final = 0.6  # neighbours of whom one is better with a chance below this cannot be told apart


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for: ``group`` is empty (all), ``"track:<id>"`` or ``"prize:<id>"``; ``other`` is a method to compare with."""

    group: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank among those shown; ``shared`` if somebody else has it too."""

    rank: int
    shared: bool

    def __str__(self) -> str:
        return f"={self.rank}" if self.shared else str(self.rank)

    @property
    def words(self) -> str:
        """The same within a sentence."""
        return f"{self.rank} (shared)" if self.shared else str(self.rank)


@dataclass(frozen=True, kw_only=True)
class StandingRow:
    """One submission with where it stands among the ``ranked`` ones of its group.

    ``raw`` and ``other`` are its ranks by the raw mean and by the method that is compared. ``low``–``high`` is the range in which its rank
    lies in 90 of 100 cases, ``first`` and ``top`` the chances of rank 1 and of the first three. ``above`` and ``below`` are the neighbours
    that the marks cannot tell from it, by id, and ``alike`` are their titles.
    """

    standing: Standing
    submission: Submission
    order: tuple[object, ...]
    ranked: int
    rank: Rank | None = None
    raw: Rank | None = None
    other: Rank | None = None
    other_score: Fraction | None = None
    low: int | None = None
    high: int | None = None
    first: float | None = None
    top: float | None = None
    above: str = ""
    below: str = ""
    alike: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The submission's id."""
        return self.submission.id

    @property
    def move(self) -> int | None:
        """By how many ranks it stands higher (+) or lower (−) here than by the compared method."""
        return self.other.rank - self.rank.rank if self.rank and self.other else None


@dataclass(frozen=True, eq=False, kw_only=True)
class Found:
    """The answer to ``wanted``; ``other`` is empty where the compared method can say nothing, and ``other_refused`` says why then.

    ``own`` is the prize whose own weights decided, if any. ``sure`` tells whether chances are known, ``whole`` whether
    neighbours are compared too.
    """

    result: Result
    wanted: Wanted
    standings: Standings
    rows: tuple[StandingRow, ...]
    other: Standings | None = None
    other_refused: str = ""
    own: Prize | None = None
    sure: bool = False
    whole: bool = True

    @property
    def compared(self) -> str:
        """The method that stands beside the one in force, or empty."""
        return self.other.method if self.other else ""


def groups_of(record: Record) -> tuple[tuple[str, str], ...]:
    """Everything that the standings can be narrowed down to, with its words."""
    tracks = ((f"track:{t.id}", f"Track: {t.name}") for t in record.tracks)
    prizes = (
        (f"prize:{p.id}", f"Prize: {p.name}{' (own weights)' if p.weights else ''}")
        for p in sorted(record.prizes, key=lambda p: (p.place, p.name, p.id))
    )
    return (("", "All submissions"), *tracks, *prizes)


def first_glance(view: View) -> Found:
    """The standings of all, without what takes time: nobody is compared to a neighbour yet."""
    result = view.result
    rows = _rows(result.record, result.standings, None, {row.submission for row in view.standings}, result.chances)
    return Found(
        result=result, wanted=Wanted(), standings=result.standings, rows=rows, sure=result.chances is not None, whole=False
    )  # fmt: skip


def find(result: Result, wanted: Wanted) -> Found:
    """The standings that are wanted, with everything that the page shows of them.

    Raises:
        Problem: no rubric is in force, or nothing has a weight.
    """
    from gpumode_judge.standings.uncertainty import chances_of

    record = result.record
    kind, _, key = wanted.group.partition(":")
    prize = next((p for p in record.prizes if kind == "prize" and p.id == key), None)
    standings = result.for_prize(prize) if prize else result.standings
    own = prize if prize and prize.weights else None
    found = result.chances if standings is result.standings else chances_of(standings, seed_of(record))
    other, refused = _other(result, own, wanted.other, standings)
    kept = _kept(record, kind, key, prize)
    known = _among(found, kept) if found else None
    rows = _rows(record, standings, other, kept, known)
    return Found(
        result=result, wanted=wanted, standings=standings, rows=_with_neighbours(rows, known) if known else rows,
        other=other, other_refused=refused, own=own, sure=known is not None,
    )  # fmt: skip


def reasons(standings: Standings, submission: str) -> tuple[str, ...]:
    """Why the score of a submission is not its raw mean: a short clause for each thing that the method did."""
    if standings.visits is None or standings.fit is None or submission not in standings.visits.submissions:
        return ()
    told = waterfall(
        standings.visits, standings.fit, submission,
        judged=standings.judged, measured=standings.measured.get(submission, Fraction()),
    )  # fmt: skip
    clauses: list[str] = []
    for step in told.steps:
        small, up = abs(step.points) < NOTHING, step.points > 0
        points = f"{score(abs(step.points))} points"
        sign = f"{'+' if up else '−'}{score(abs(step.points))}"
        match step.why:
            case Why.JUDGES if small:
                clauses.append("its judges were as strict as the average")
            case Why.JUDGES:
                clauses.append(f"its judges were {points} {'harsher' if up else 'milder'} than average")
            case Why.STEADY if not small:
                clauses.append(f"steadier judges count more ({sign})")
            case Why.FEW if not small:
                clauses.append(f"few visits pull it {points} {'up' if up else 'down'}, to the middle of the field")
            case Why.METHOD if not small:
                clauses.append(f"the method makes {sign} of it")
            case _:
                pass
    return tuple(clauses)


def title_of(method: str) -> str:
    """A method as a title."""
    return METHODS[method].title if method in METHODS else method


def within(method: str) -> str:
    """A method within a sentence."""
    return f"“{title_of(method)}”"


def _other(result: Result, own: Prize | None, method: str, standings: Standings) -> tuple[Standings | None, str]:
    if not method or method in (standings.wanted, standings.method):
        return None, ""
    try:
        other = standings_for(result.record, own, method) if own else result.by(method)
    except Problem as problem:
        return None, str(problem)
    return (None, other.refused) if other.refused else (other, "")


def _kept(record: Record, kind: str, key: str, prize: Prize | None) -> set[str]:
    """The ids of the group."""
    judged = record.judged
    if kind == "track":
        return {s.id for s in judged if key in s.tracks}
    if prize is None:
        return {s.id for s in judged}
    gates = {m.key: m for m in record.rules.measured if m.turn is Turn.GATE}
    names = [s.id for s in judged]

    def passed(of: str, submission: str) -> bool | None:
        if of not in gates:
            return None
        held = (f.value for f in record.figures.values() if f.value.criterion == of)
        figures = {f.submission: f.value for f in held if f.value is not None}
        return gate(gates[of], figures, names).get(submission)

    meant = Eligibility(record.submissions, passed, {})
    return {name for name in names if not meant.bar(prize, name)}


def _among(found: "Chances", kept: set[str]) -> "Chances | None":
    """The chances among some: their draws alone, ranked anew."""
    seats = [seat for seat, name in enumerate(found.submissions) if name in kept]
    if len(seats) == len(found.submissions):
        return found
    if not seats:
        return None
    from gpumode_judge.standings.draws import chances

    draws = replace(found.draws, points=found.draws.points[:, seats])
    return chances(draws, tuple(found.submissions[seat] for seat in seats))


def _ranks(pairs: Iterable[tuple[str, int | None]]) -> dict[str, Rank]:
    """Ranks among some from ranks among all."""
    known = sorted((rank, name) for name, rank in pairs if rank is not None)
    first: dict[int, int] = {}
    count: dict[int, int] = {}
    for place, (rank, _) in enumerate(known, 1):
        first.setdefault(rank, place)
        count[rank] = count.get(rank, 0) + 1
    return {name: Rank(first[rank], count[rank] > 1) for rank, name in known}


def _rows(
    record: Record, standings: Standings, other: Standings | None, kept: set[str], known: "Chances | None"
) -> tuple[StandingRow, ...]:
    mine = [row for row in standings.rows if row.submission in kept]
    ranks = _ranks((row.submission, row.rank) for row in mine)
    raw = _ranks((row.submission, row.raw_rank) for row in mine)
    theirs: Mapping[str, Standing] = {row.submission: row for row in other.rows} if other else {}
    compared = _ranks((name, row.rank) for name, row in theirs.items() if name in kept)
    seats = {name: seat for seat, name in enumerate(known.submissions)} if known else {}
    top = known.top(TOP) if known else None
    rows: list[StandingRow] = []
    for row in mine:
        name, submission = row.submission, record.submissions[row.submission]
        made = StandingRow(
            standing=row, submission=submission, order=visiting_order(submission), ranked=len(ranks), rank=ranks.get(name),
            raw=raw.get(name), other=compared.get(name), other_score=theirs[name].score if name in theirs else None,
        )  # fmt: skip
        if known is not None and top is not None and name in seats:
            seat = seats[name]
            made = replace(
                made, low=int(known.low[seat]), high=int(known.high[seat]), first=float(known.first[seat]), top=float(top[seat])
            )  # fmt: skip
        rows.append(made)
    return tuple(rows)


def _with_neighbours(rows: tuple[StandingRow, ...], known: "Chances") -> tuple[StandingRow, ...]:
    """The same rows, each knowing which of its neighbours the marks cannot tell from it."""
    sure = set(known.submissions)
    order = [row for row in rows if row.rank and row.id in sure]
    ahead = known.in_turn([row.id for row in order]).tolist()
    above: dict[str, StandingRow] = {}
    below: dict[str, StandingRow] = {}
    for upper, lower, chance in zip(order, order[1:], ahead, strict=False):
        if 1 - _CLOSE < chance < _CLOSE:
            below[upper.id], above[lower.id] = lower, upper
    return tuple(
        replace(
            row, above=above[row.id].id if row.id in above else "", below=below[row.id].id if row.id in below else "",
            alike=tuple(near[row.id].submission.title for near in (above, below) if row.id in near),
        )
        if row.id in above or row.id in below else row
        for row in rows
    )  # fmt: skip
