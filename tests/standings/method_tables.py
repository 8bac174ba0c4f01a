"""Visits for tests of the methods, from tables as one would write them on paper."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gpumode_judge.event.people import Ballot
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules
from gpumode_judge.standings.totals import Totals
from gpumode_judge.standings.visits import Visits, visits_of

Marks = Mapping[tuple[str, str], int | Sequence[int]]


def visits_from(marks: Marks, top: int | Sequence[int] = 100, weights: Sequence[int] = ()) -> Visits:
    """``marks`` maps (submission, judge) to a mark, or to one for each criterion; the scales go from 0 to ``top``.

    With one criterion and ``top`` 100 a mark is the visit's total.
    """
    cells = {pair: (cell,) if isinstance(cell, int) else tuple(cell) for pair, cell in marks.items()}
    count = len(next(iter(cells.values()), (0,)))
    tops = [top] * count if isinstance(top, int) else list(top)
    keys = [f"c{n}" for n in range(count)]
    rubric = Rubric(
        name="r",
        criteria=tuple(
            Criterion(key=key, name=key, scale=Scale(Decimal(0), Decimal(high), Decimal(1)))
            for key, high in zip(keys, tops, strict=True)
        ),
    )
    rules = Rules(weights={key: Decimal(w) for key, w in zip(keys, weights or [1] * count, strict=True)})
    ballots = [
        Ballot(judge=j, submission=s, rubric="r", marks=dict(zip(keys, map(Decimal, cell), strict=True)))
        for (s, j), cell in cells.items()
    ]
    return visits_of(Totals(rubric, rules), [s for s, _ in cells], ballots)


def grid(rows: Mapping[str, str]) -> Marks:
    """Rows of marks by submission, ``.`` for no visit; the judges are A, B, C … from the left."""
    return {
        (name, chr(65 + n)): int(cell)
        for name, row in rows.items()
        for n, cell in enumerate(row.split())
        if cell != "."
    }
