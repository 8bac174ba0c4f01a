"""Everything that the Decide page shows of a result, worked out in one go beside the window's thread. No Qt."""

from dataclasses import dataclass, replace

from gpumode_judge.desk.locking import Check, readiness
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.decide_field import (
    THE_TOP,
    Bench,
    Boundary,
    bench_of,
    boundaries_of,
    field_of,
    kept_within,
    start_of,
)
from gpumode_judge.ui.organizer.prize_outcomes import Outcomes, outcomes_of


@dataclass(frozen=True, eq=False)
class Look:
    """What was worked out; ``bench`` is empty where there is nothing to compare, and ``why`` says why then."""

    result: Result
    outcomes: Outcomes
    boundaries: tuple[Boundary, ...]
    checks: tuple[Check, ...]
    bench: Bench | None = None
    why: str = ""


def look_at(result: Result, known: Look | None, boundary: Boundary, start: int | None, count: int) -> Look:
    """Work out what is asked for; what is known of the same result is taken as it is."""
    if known is None:
        outcomes = outcomes_of(result)
        known = Look(result, outcomes, boundaries_of(result, outcomes), readiness(result.record, result))
    there = next((b for b in known.boundaries if b.key == boundary.key), THE_TOP)
    try:
        same = known.bench is not None and known.bench.field.boundary == there
        field = known.bench.field if known.bench and same else field_of(result, there, known.outcomes)
        if not field.rows:
            return replace(known, bench=None, why="The first score files bring something to look at.")
        at = kept_within(field, start, count) if start is not None else start_of(field, count)
        if (
            known.bench is not None
            and same
            and known.bench.start == at
            and len(known.bench.teams) == min(count, len(field.rows))
        ):
            return known
        bench = bench_of(field, at, count)
    except Problem as problem:
        return replace(known, bench=None, why=str(problem))
    return replace(known, bench=bench, why="")
