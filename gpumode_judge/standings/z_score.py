"""Each judge's totals in standard deviations from that judge's own mean, averaged for each submission (the classic z-score).

``z_tj = (y_tj − ȳ_j)/s_j`` with the standard deviation of what the judge gave (divided by n), 0 where that is 0 or the judge made one
visit; ``score_t = ȳ + s·mean_j z_tj`` with mean and standard deviation of all totals.

A mean of 0 for every judge takes for granted that every judge saw equally good submissions. Nor does a higher mark always help its
own submission, for it moves the judge's mean and deviation, by which the others are measured too. A gives x 10, y 20, z 40 and B
gives x 50, y 40, z 30: x stands just before z. Had B given x 80, z would stand before x.
"""

import numpy as np

from gpumode_judge.standings.fit import Fit, settled
from gpumode_judge.standings.visits import Visits

WARNING = "The z-score penalises teams whose judges drew strong teams: it takes every judge's average team to be equally good."


def fit(visits: Visits) -> Fit:
    """Means of z-scores, put on the scale of the totals."""
    count = visits.of_judge
    middle = np.bincount(visits.judge, visits.y) / count
    off = visits.y - middle[visits.judge]
    wide = np.sqrt(np.bincount(visits.judge, off**2) / count)
    # Equal totals can differ from their own mean by a last digit.
    wide[wide < 1e-9] = np.inf
    z = np.bincount(visits.team, off / wide[visits.judge]) / visits.of_team
    severity = middle.mean() - middle
    return Fit(
        method="z-score",
        scores=settled(visits.y.mean() + visits.y.std() * z),
        severity=severity,
        says=(WARNING,),
    )
