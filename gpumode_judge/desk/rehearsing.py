"""Rehearse the ceremony: made-up marks for the real teams, scored, ranked and given prizes by the real rules. Nothing is said or kept."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from gpumode_judge.ceremony.programme import Programme, usual
from gpumode_judge.ceremony.script import script
from gpumode_judge.desk.allocating import allocation_of
from gpumode_judge.desk.ceremony import Show
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.pictures import photo_of, sponsor_logos
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.snapshotting import snapshot_of
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Tie
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Held, Record
from gpumode_judge.ledger.statements import Award, Decision
from gpumode_judge.standings.prizes import BY_PERSON, Given
from gpumode_judge.standings.ranking import RAW

BY: Final = "Rehearsal"
REASON: Final = "made up"
_VISITS: Final = 4
_TRIMMED_VISITS: Final = 7
_LEAST_JUDGES: Final = 8
_OPEN: Final = 2 / 3  # of the ballots when the board is frozen
_ROUNDS: Final = 40


def rehearse(desk: OrganizerDesk, number: int = 1, programme: Programme | None = None) -> Show:
    """A ceremony with made-up results; another ``number`` makes up others, the same one the same.

    While the projector is frozen, the last third of the ballots is closed, so that opening them can be rehearsed too.

    Raises:
        Problem: there is no team, no rubric is in force, or the programme does not fit.
    """
    result = made_up(desk.record, number)
    pictures = desk.store.pictures()
    snapshot = snapshot_of(
        result, desk.now(), logos=dict(sponsor_logos(desk)), photo=lambda team: name if (name := photo_of(team)) in pictures else "",
        rehearsal=True,
    )  # fmt: skip
    programme = programme or usual(snapshot)
    return Show(snapshot=snapshot, programme=programme, steps=script(snapshot, programme), rehearsal=True)


def made_up(record: Record, number: int = 1) -> Result:
    """The result of made-up marks, with every prize settled that can be. ``record`` itself is not changed."""
    if record.rubric is None:
        raise Problem("There is nothing to rehearse while two rubrics are in conflict; choose one on the Merge page.")
    if not record.judged:
        raise Problem("There is no team to rehearse with; import the submissions first.")
    chance = random.Random(f"{record.event_id}:{number}")  # noqa: S311  (made-up marks, the same ones every time)
    made = _Making(record, record.rubric, chance).record()
    if Result(made).standings.refused:
        made = replace(made, rules=replace(made.rules, method=RAW))
    return Result(_settled(made, chance))


@dataclass(slots=True)
class _Making:
    """Makes marks up: each team has a quality, each judge a severity, and nobody marks twice alike."""

    real: Record
    rubric: Rubric
    chance: random.Random

    def record(self) -> Record:
        """The record with made-up ballots and figures in place of the real ones."""
        teams = self.real.judged
        judges = self._judges()
        quality = {team.id: self.chance.gauss(0, 1) for team in teams}
        severity = {judge: self.chance.gauss(0, 0.35) for judge in judges}
        visits = min(len(judges), _TRIMMED_VISITS if self.real.rules.method == "trimmed" else _VISITS)
        pairs = [
            (judges[(at * (visits - 1) + turn) % len(judges)], team)
            for at, team in enumerate(teams)
            for turn in range(visits)
        ]
        self.chance.shuffle(pairs)
        ballots: dict[tuple[str, str], Held[Ballot]] = {}
        for seq, (judge, team) in enumerate(pairs, 1):
            level = quality[team.id] - severity[judge]
            marks = {c.key: self._mark(c, level + self.chance.gauss(0, 0.6)) for c in self.rubric.of(team)}
            ballot = Ballot(judge=judge, submission=team.id, rubric=self.real.rubric_eid, marks=marks)
            ballots[judge, team.id] = Held(ballot, f"{seq:064x}", BY, seq, "")
        frozen = {BY: (int(len(pairs) * _OPEN), "")} if self.real.freeze is not None else None
        people = {name: self.real.judges.get(name) or Judge(id=name, name=name) for name in judges}
        return replace(
            self.real, judges=people, ballots=ballots, unfit={}, interests={}, remarks=(), conflicts=(), pending=(), gaps=(),
            awards={}, decisions=(), figures=dict(self._figures(teams, quality)), freeze=frozen,
            rules=replace(self.real.rules, ties=tuple(dict.fromkeys((*self.real.rules.ties, Tie.PERSON)))),
        )  # fmt: skip

    def _judges(self) -> list[str]:
        real = list(self.real.judges)
        return real + [f"rehearsal-{number}" for number in range(1, _LEAST_JUDGES + 1 - len(real))]

    def _mark(self, criterion: Criterion, level: float) -> Decimal:
        levels = criterion.scale.levels
        wanted = (0.55 + level * 0.2) * (len(levels) - 1)
        return levels[max(0, min(len(levels) - 1, round(wanted)))]

    def _figures(
        self, teams: Iterable[Submission], quality: dict[str, float]
    ) -> Iterable[tuple[tuple[str, str], Held[Figure]]]:
        for measured in self.real.rules.measured:
            for team in teams:
                value = self._figure(measured, quality[team.id])
                figure = Figure(submission=team.id, criterion=measured.key, value=value, unit=measured.unit, source=BY)
                yield (team.id, measured.key), Held(figure, f"{measured.key} {team.id}", BY, 0, "")

    def _figure(self, measured: Measured, quality: float) -> Decimal:
        if measured.turn is Turn.GATE:
            full = Decimal(1) if measured.full is None else measured.full
            passed = self.chance.random() < 0.9
            return full if passed else full + (1 if measured.lower else -1)
        ends = [abs(float(end)) for end in (measured.zero, measured.full) if end]
        middle = sum(ends) / len(ends) if ends else 100.0
        better = quality + self.chance.gauss(0, 0.3)
        value = middle * 2 ** ((-better if measured.lower else better) / 2)
        return Decimal(value).quantize(Decimal("0.001"), ROUND_HALF_EVEN).max(Decimal("0.001"))


def _settled(record: Record, chance: random.Random) -> Record:
    """The record with made-up decisions, from the highest prize down, until nothing is open or nothing more can be decided."""
    tried: set[str] = set()
    for _ in range(_ROUNDS):
        given = allocation_of(Result(record))
        waiting = next((g for g in given if g.open and g.prize not in tried), None)
        if waiting is None:
            break
        record, done = _decided(record, waiting, chance)
        if not done:
            tried.add(waiting.prize)
    return record


def _decided(record: Record, given: Given, chance: random.Random) -> tuple[Record, bool]:
    """One open prize decided, and whether that could be."""
    if given.tied:
        order = chance.sample(given.tied, len(given.tied))
        said = Decision(tuple(order), BY, REASON, given.prize)
        held = Held(said, f"{len(record.decisions):064x}", BY, 0, "")
        same = any(
            set(other.value.order) == set(order) and other.value.prize == given.prize for other in record.decisions
        )
        return (record, False) if same else (replace(record, decisions=(*record.decisions, held)), True)
    prize = next(p for p in record.prizes if p.id == given.prize)
    if prize.decided != BY_PERSON or prize.id in record.awards:
        return record, False
    winners: list[str] = []
    for team in chance.sample([s.id for s in record.judged], len(record.judged)):
        award = Award(prize.id, (*winners, team), REASON, BY)
        made = replace(record, awards={**record.awards, prize.id: Held(award, BY, BY, 0, "")})
        came = next(g for g in allocation_of(Result(made)) if g.prize == prize.id)
        if team in came.winners:
            winners.append(team)
        if len(winners) == prize.count:
            break
    if not winners:
        return record, False
    award = Award(prize.id, tuple(winners), REASON, BY)
    return replace(record, awards={**record.awards, prize.id: Held(award, BY, BY, 0, "")}), True
