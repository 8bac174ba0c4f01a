"""Give the pure allocation of prizes what it asks for: the standings that each goes by, gates, awards and decisions."""

from collections.abc import Mapping

from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Tie
from gpumode_judge.ledger.statements import Award
from gpumode_judge.standings.measured import gate
from gpumode_judge.standings.prizes import Given, Placed, allocate
from gpumode_judge.standings.ranking import Standing, Standings


def allocation_of(result: Result) -> tuple[Given, ...]:
    """What becomes of every prize, the highest first.

    While the standings are refused, every prize that goes by them is open and says why in one sentence.
    """
    return allocation_with(result, {name: held.value for name, held in result.record.awards.items()})


def allocation_with(result: Result, awards: Mapping[str, Award], settled: str = "") -> tuple[Given, ...]:
    """The same with other awards than those of the record; ``settled`` is a prize of which organizers contradict each other no more."""
    record = result.record
    gates = [m for m in record.rules.measured if m.turn is Turn.GATE]
    figures = {key: held.value.value for key, held in record.figures.items() if held.value.value is not None}
    names = [s.id for s in record.judged]
    passed = {
        m.key: gate(m, {name: value for (name, key), value in figures.items() if key == m.key}, names) for m in gates
    }
    return allocate(
        record.prizes,
        record.submissions,
        lambda prize: ranking_for(result, prize),
        passed=lambda key, submission: passed.get(key, {}).get(submission),
        awards=awards,
        decisions=[held.value for held in record.decisions] if Tie.PERSON in record.rules.ties else (),
        contested={c.slot[1] for c in record.conflicts if c.kind == "award"} - {settled},
        called={f"track:{t.id}": t.name for t in record.tracks} | {f"gate:{m.key}": m.name for m in gates},
    )


def ranking_for(result: Result, prize: Prize | None = None) -> list[Placed]:
    """What a prize goes by; without one, the standings of the event.

    Raises:
        Problem: there are no standings, or the wanted method can say nothing true: the ranks of another one decide no prize.
    """
    found = result.for_prize(prize) if prize else result.standings
    if found.refused:
        raise Problem(found.refused)
    return [
        Placed(submission=row.submission, rank=row.rank, told=_told(result, prize, row, found), out=row.out)
        for row in found.rows
    ]


def _told(result: Result, prize: Prize | None, row: Standing, found: Standings) -> str:
    """What told a submission from those with an equal score."""
    record = result.record
    match row.told:
        case None:
            return ""
        case Tie.PRIORITY:
            criteria = (*record.rules.measured, *(record.rubric.criteria if record.rubric else ()))
            name = next((c.name for c in criteria if c.key == record.rules.priority), record.rules.priority)
            return f"told from an equal score by “{name}”"
        case Tie.FIRSTS:
            return "told from an equal score by how many judges placed it first"
        case Tie.PERSON:
            equal = {other.submission for other in found.rows if other.score == row.score} - {row.submission}
            said = [
                f"told from an equal score, decided by {d.by}: {d.reason}"
                for d in (held.value for held in record.decisions)
                if row.submission in d.order and equal & set(d.order) and d.prize in ("", prize.id if prize else "")
            ]
            return min(said, default="told from an equal score by a person’s decision")
