"""Two-way least squares: ``y_tj = μ + t + j`` with one figure for each submission and one for each judge, all taken as they fall.

The normal equations of an unbalanced two-way layout (S. R. Searle, *Linear Models*, 1971, chapter 7), the submissions eliminated.
The judges' figures have mean 0, each judge counting once whatever the number of visits; so ``μ + t`` is the total that the average
judge would give. What a judge with a single visit says is taken up by that judge's own figure and tells nothing.

A higher mark never lowers its own submission, nor raises another above it: the equations are those of a network of resistors, and no
point of it stands higher than the one at which current flows in.
"""

from importlib import import_module
from typing import Any

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.fit import Fit, settled
from gpumode_judge.standings.graph import pieces_of, refusal
from gpumode_judge.standings.visits import Floats, Visits


def fit(visits: Visits) -> Fit:
    """Least squares, with the judges' severities; errors and noise where there are more visits than figures to find.

    Raises:
        Problem: the visits fall into groups that share no judge.
    """
    linalg: Any = import_module("scipy.linalg")
    sparse: Any = import_module("scipy.sparse")

    pieces = pieces_of(visits)
    if len(pieces) > 1:
        raise Problem(refusal(pieces))
    teams, judges, count = len(visits.submissions), len(visits.judges), visits.of_team
    middle = float(visits.y.mean())
    y = visits.y - middle
    own = np.bincount(visits.team, y) / count
    cross: Any = sparse.csr_array((np.ones(len(y)), (visits.team, visits.judge)), shape=(teams, judges))
    # Adding one and the same figure to every judge changes nothing; 1/J in every cell settles it so that their mean is 0.
    both: Floats = (cross.T @ (sparse.diags_array(1 / count) @ cross)).toarray()
    inverse: Floats = linalg.inv(np.diag(visits.of_judge) - both + 1 / judges)
    shift: Floats = inverse @ (np.bincount(visits.judge, y) - cross.T @ own)
    good: Floats = own - cross @ shift / count
    left = y - good[visits.team] - shift[visits.judge]
    spare = len(y) - teams - judges + 1
    noise = float(np.sqrt(left @ left / spare)) if spare else None
    return Fit(
        method="additive",
        scores=settled(middle + good),
        severity=-shift,
        severity_error=None if noise is None else noise * np.sqrt(np.maximum(np.diag(inverse) - 1 / judges, 0)),
        noise=None if noise is None else np.full(judges, noise),
    )
