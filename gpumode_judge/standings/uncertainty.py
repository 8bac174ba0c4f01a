"""How sure the standings are: chances under the severity model, whichever method ranks."""

from dataclasses import replace

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.draws import COUNT, Chances, chances, draw
from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.graph import pieces_of
from gpumode_judge.standings.methods import DEFAULT, fit
from gpumode_judge.standings.ranking import RAW, Standings


def severity_or_mean(standings: Standings) -> Fit | None:
    """The fit of the one method that knows how sure it is, whichever ranks: the raw mean, which knows nothing about it, where that
    one can say nothing true; ``None`` where judges count for nothing."""
    if standings.visits is None:
        return None
    if standings.fit is not None and standings.fit.posterior is not None:
        return standings.fit
    try:
        return fit(DEFAULT, standings.visits)
    except Problem:
        return fit(RAW, standings.visits)


def chances_of(standings: Standings, seed: int, count: int = COUNT, *, model: Fit | None = None) -> Chances | None:
    """The chances of every ranked submission that was visited, from ``count`` draws.

    ``model`` is what :func:`severity_or_mean` gives, where it is known already. Measured points are taken as sure, who is out is not drawn.
    ``None`` without visits, or where the visits fall into groups that share no judge: nothing is known then about who is ahead
    across them.
    """
    visits = standings.visits
    if visits is None or not visits.submissions or len(pieces_of(visits)) > 1:
        return None
    fitted = model or severity_or_mean(standings)
    if fitted is None or fitted.posterior is None:
        return None
    ranked = {row.submission for row in standings.rows if row.rank is not None}
    shift = np.array([float(standings.measured[name]) for name in visits.submissions])
    drawn = draw(fitted.posterior, seed, count, scale=float(standings.judged), shift=shift)
    keep = [place for place, name in enumerate(visits.submissions) if name in ranked]
    if len(keep) < len(visits.submissions):
        drawn = replace(drawn, points=drawn.points[:, keep])
    return chances(drawn, tuple(visits.submissions[place] for place in keep))
