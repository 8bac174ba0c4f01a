"""The raw weighted mean: every visit counts alike, whoever made it. ``score_t = Σ_j y_tj / n_t``, exact."""

from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.visits import Visits


def fit(visits: Visits) -> Fit:
    """The exact means of the visits' totals."""
    return Fit(method="mean", scores=visits.means())
