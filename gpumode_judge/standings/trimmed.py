"""The mean without each submission's highest and lowest total, as sports juries take it; exact."""

from fractions import Fraction
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.visits import Visits

FEWEST: Final = 7  # with fewer visits too much is thrown away
_NAMED: Final = 5


def fit(visits: Visits) -> Fit:
    """The exact mean of what is left of each submission's totals without one highest and one lowest.

    Raises:
        Problem: a submission has fewer than 7 visits.
    """
    totals: list[list[Fraction]] = [[] for _ in visits.submissions]
    for team, total in zip(visits.team.tolist(), visits.exact, strict=True):
        totals[team].append(total)
    few = [
        f"{name} has {len(mine)}" for name, mine in zip(visits.submissions, totals, strict=True) if len(mine) < FEWEST
    ]
    if few:
        more = f" and {len(few) - _NAMED} more have too few" if len(few) > _NAMED else ""
        raise Problem(
            f"The trimmed mean needs {FEWEST} visits of every submission, but {', '.join(few[:_NAMED])}{more}; "
            "let judges make more visits or choose another method."
        )
    return Fit(method="trimmed", scores=tuple(sum(sorted(mine)[1:-1], Fraction()) / (len(mine) - 2) for mine in totals))
