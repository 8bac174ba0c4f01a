"""What the Prizes page tells: prizes with the same outcome together, who wins them and why, and what is still to be done. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from gpumode_judge.desk.allocating import allocation_of, ranking_for
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Tie
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Decision
from gpumode_judge.standings.eligibility import Eligibility
from gpumode_judge.standings.measured import gate
from gpumode_judge.standings.prizes import BY_PERSON, Given, Placed, highest_first
from gpumode_judge.ui.organizer.words import listed

_ORDINALS: Final = {1: "1st", 2: "2nd", 3: "3rd"}


class Todo(Enum):
    """What settles an open prize."""

    NOTHING = auto()
    TIE = auto()  # a named person puts equals in order
    RULES = auto()  # they are equal, but by the rules no person decides
    PERSON = auto()  # a named person says who wins
    CONFLICT = auto()  # organizers contradict each other
    MARKS = auto()  # somebody who may win it has no visit
    FIRST = auto()  # a higher prize comes first
    STANDINGS = auto()  # the marks give no standings


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Who wins, the rank in what the prize goes by (``None``: has none), and the line of reason."""

    submission: Submission
    rank: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeLine:
    """One prize: how manieth it is given in the ceremony of ``many`` (0: not at all), and how many of all ``may`` win it.

    ``who`` tells in words who that is (empty: everyone), ``weighed`` by which criteria of its own it goes; ``awarded`` is the person who
    awarded it, or empty.
    """

    prize: Prize
    turn: int
    many: int
    may: int
    entered: int
    who: str
    weighed: str
    awarded: str

    @property
    def given(self) -> str:
        """When it is given, in words."""
        if not self.turn:
            return "not given"
        if self.many == 1:
            return ""
        first = "given first" if self.turn == 1 else ""
        return first or ("given last" if self.turn == self.many else f"given {ordinal(self.turn)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of prizes that came out in the same way, in the order of the page."""

    prizes: tuple[PrizeLine, ...]
    winners: tuple[Winner, ...]
    tied: tuple[Submission, ...]
    open: int
    why: str
    by: str
    over: tuple[tuple[Submission, str], ...]
    todo: Todo
    everywhere: bool = False  # whether the equal ones are equal in the standings too

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the prizes."""
        return tuple(line.prize.id for line in self.prizes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """All of it, most important first. ``refused`` is why there are no standings; ``decisions`` are the persons' words between equals."""

    record: Record
    groups: tuple[Outcome, ...]
    refused: str
    decisions: tuple[Decision, ...]

    @property
    def lines(self) -> tuple[PrizeLine, ...]:
        """Every prize."""
        return tuple(line for group in self.groups for line in group.prizes)

    @property
    def open(self) -> tuple[Prize, ...]:
        """The prizes that are not settled."""
        return tuple(line.prize for group in self.groups if group.open for line in group.prizes)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who may be named as a winner; ``bar`` is why it cannot win, or empty."""

    submission: Submission
    rank: int | None
    bar: str


def ordinal(number: int) -> str:
    """``1st``, ``12th``, ``23rd``."""
    last = 0 if number % 100 in (11, 12, 13) else number % 10
    return f"{number}{_ORDINALS.get(last, 'th')[-2:]}"


def outcomes_of(result: Result, ceremony: bool = False) -> Outcomes:
    """What becomes of every prize, most important first, or in the order of the ``ceremony``. It takes its time on a large event."""
    record = result.record
    try:
        refused = result.standings.refused
    except Problem as problem:
        refused = str(problem)
    found = {given.prize: given for given in allocation_of(result)}
    order = highest_first(record.prizes)
    turns = [prize.id for prize in reversed(order) if prize.count > 0]
    meant = eligibility(record)
    first_open = next((place for place, prize in enumerate(order) if found[prize.id].open), len(order))
    waits = {prize.id for prize in order[first_open + 1 :]}
    groups: dict[Outcome, list[PrizeLine]] = {}
    for prize in reversed(order) if ceremony else order:
        one = _outcome(result, prize, found[prize.id], refused, waits=prize.id in waits)
        line = PrizeLine(
            prize=prize, turn=turns.index(prize.id) + 1 if prize.id in turns else 0, many=len(turns),
            may=sum(not meant.bar(prize, s.id) for s in record.judged), entered=len(record.judged),
            who=_who(record, prize), weighed=_weighed(record, prize), awarded=found[prize.id].by,
        )  # fmt: skip
        groups.setdefault(one, []).append(line)
    told = [replace(one, prizes=tuple(lines)) for one, lines in groups.items()]
    told.sort(key=lambda group: not any(line.turn for line in group.prizes))  # what is not given comes last
    said = tuple(held.value for held in record.decisions if held.value.reason)
    return Outcomes(record=record, groups=tuple(told), refused=refused, decisions=said)


def eligibility(record: Record) -> Eligibility:
    """Who may win what, whatever the marks say."""
    gates = [m for m in record.rules.measured if m.turn is Turn.GATE]
    names = [s.id for s in record.judged]
    passed: dict[str, Mapping[str, bool | None]] = {}
    for m in gates:
        held = {s: f.value.value for (s, key), f in record.figures.items() if key == m.key}
        passed[m.key] = gate(m, {s: value for s, value in held.items() if value is not None}, names)
    called = {f"track:{t.id}": t.name for t in record.tracks} | {f"gate:{m.key}": m.name for m in gates}
    return Eligibility(record.submissions, lambda key, name: passed.get(key, {}).get(name), called)


def table_text(outcomes: Outcomes) -> str:
    """The prizes as a table that spreadsheets take: a row for each winner, split by tabs."""
    rows: list[Sequence[str]] = [("Prize", "Sponsor", "Award", "Given", "Rank", "Winner", "Team", "Table", "Why")]
    for group in outcomes.groups:
        for line in group.prizes:
            about = (line.prize.name, line.prize.sponsor, line.prize.award, line.given)
            for winner in group.winners:
                who = winner.submission
                rows.append((*about, str(winner.rank or ""), who.title, who.team, who.table, winner.why))
            if group.open or not group.winners:
                rows.append((*about, "", "not decided" if group.open else "", "", "", group.why))
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows) + "\n"


def _outcome(result: Result, prize: Prize, given: Given, refused: str, *, waits: bool) -> Outcome:
    record, placed = result.record, _placed(result, prize)
    known = record.submissions
    ranks = {name: p.rank for name, p in placed.items()}
    return Outcome(
        prizes=(),
        winners=tuple(Winner(submission=known[n], rank=ranks.get(n), why=given.reasons[n]) for n in given.winners),
        tied=tuple(known[name] for name in given.tied),
        open=given.open,
        why=given.why,
        by=given.by,
        over=tuple((known[name], why) for name, why in given.passed_over.items() if name in known),
        todo=_todo(record, prize, given, placed.values(), refused, waits=waits),
        everywhere=_equal(result, given.tied),
    )


def _todo(record: Record, prize: Prize, given: Given, placed: Iterable[Placed], refused: str, *, waits: bool) -> Todo:
    if not given.open:
        return Todo.NOTHING
    slots = [c.slot for c in record.conflicts]
    if any(slot[0] == "award" and slot[1] == prize.id for slot in slots):
        return Todo.CONFLICT
    if given.tied:
        if any(slot[0] == "decide" and set(given.tied) <= set(slot[2:]) for slot in slots):
            return Todo.CONFLICT
        return Todo.TIE if Tie.PERSON in record.rules.ties else Todo.RULES
    if prize.decided == BY_PERSON or given.by:
        return Todo.PERSON
    if refused or not placed:
        return Todo.STANDINGS
    if waits and not prize.again:
        return Todo.FIRST
    return Todo.MARKS if any(p.rank is None and not p.out for p in placed) else Todo.FIRST


def _placed(result: Result, prize: Prize) -> dict[str, Placed]:
    try:
        return {p.submission: p for p in ranking_for(result, prize)}
    except Problem:
        return {}


def _equal(result: Result, tied: Iterable[str]) -> bool:
    """Whether these are equal in the standings of the event too."""
    try:
        ranks = {result.standings.row(name).rank for name in tied}
    except (Problem, StopIteration):
        return False
    return len(ranks) == 1 and None not in ranks and not result.standings.refused


def _who(record: Record, prize: Prize) -> str:
    """Who may win a prize, in a few words."""
    scope, _, key = prize.eligible.partition(":")
    gates = {m.key: m.name for m in record.rules.measured}
    who = {
        "all": "", "opt-in": "only those who opted in", "track": f"only the track “{record.track(key)}”" if key else "",
        "gate": f"only those who passed “{gates.get(key, key)}”",
    }.get(scope, f"nobody knows who “{prize.eligible}” is")  # fmt: skip
    again = "" if prize.again else "no winner of a higher prize"
    return ", ".join(filter(None, (who, again)))


def _weighed(record: Record, prize: Prize) -> str:
    """By what a prize with weights of its own is given, in a few words."""
    if not prize.weights or prize.decided == BY_PERSON:
        return ""
    named = {c.key: c.name for c in (*(record.rubric.criteria if record.rubric else ()), *record.rules.measured)}
    return f"by {listed(named.get(key, key) for key, weight in prize.weights.items() if weight > 0)} alone"


def candidates_of(result: Result, prize: Prize) -> tuple[Candidate, ...]:
    """Everyone who is judged, with the rank in what the prize goes by and why it cannot win it."""
    record, meant = result.record, eligibility(result.record)
    ranks = {name: p.rank for name, p in _placed(result, prize).items()}
    won: dict[str, str] = {}
    order = highest_first(record.prizes)
    higher = order[: order.index(prize)] if prize in order and not prize.again else ()
    found = {given.prize: given for given in allocation_of(result)} if higher else {}
    for above in higher:
        for name in found[above.id].winners:
            won.setdefault(name, f"already won “{above.name}”")
    return tuple(Candidate(s, ranks.get(s.id), meant.bar(prize, s.id) or won.get(s.id, "")) for s in record.judged)
