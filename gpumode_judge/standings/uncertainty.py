"""How sure the standings are: chances under the severity model, whichever method ranks."""

from dataclasses import replace
from typing import Final

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.draws import Chances, chances, draw
from gpumode_judge.standings.graph import pieces_of
from gpumode_judge.standings.methods import fit
from gpumode_judge.standings.ranking import Standings

MODEL: Final = "severity"  # the one method that says how sure it is
DRAWS: Final = 20_000


def chances_of(standings: Standings, seed: int, count: int = DRAWS) -> Chances | None:
    """The chances of every ranked submission that was visited, from ``count`` draws.

    Measured points are taken as sure, who is out is not drawn. ``None`` without visits, or where the visits fall into groups that share
    no judge: nothing is known then about who is ahead across them.
    """
    visits = standings.visits
    if visits is None or not visits.submissions or len(pieces_of(visits)) > 1:
        return None
    try:
        fitted = standings.fit if standings.fit and standings.fit.posterior else fit(MODEL, visits)
    except Problem:
        return None
    if fitted.posterior is None:
        return None
    ranked = {row.submission for row in standings.rows if row.rank is not None}
    shift = np.array([float(standings.measured[name]) for name in visits.submissions])
    drawn = draw(fitted.posterior, seed, count, scale=float(standings.judged), shift=shift)
    keep = [place for place, name in enumerate(visits.submissions) if name in ranked]
    if len(keep) < len(visits.submissions):
        drawn = replace(drawn, points=drawn.points[:, keep])
    return chances(drawn, tuple(visits.submissions[place] for place in keep))
