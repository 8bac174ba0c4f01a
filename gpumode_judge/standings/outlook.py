"""What a visit would be worth, before anyone makes it.

A mark more on a submission makes its total surer, and a little that of everyone its judge has seen. Take two submissions whose
difference is d with standard deviation s: they stand in the right order with the chance Φ(d/s). A visit explains a part r of s², which
is known before the mark is, and makes that chance clearer by 2r·φ(d/s)² to first order (the expected fall of 2p(1−p)). The worth of
a visit is the sum over all pairs, each weighted with the chance that the border of a prize place runs between the two.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from gpumode_judge.standings.joint import Joint
from gpumode_judge.standings.visits import Floats

CONTENDERS: Final = 60  # submissions looked at closely; who is less likely to be near a border can wait
SCOUTS, DRAWS = 2_000, 20_000  # draws to find who stands near a border, and to count what is gained


class Outlook:
    """The worth of visits of some judges to some submissions, each as if those made here before had happened.

    ``joint`` holds the submissions, then the judges. ``places`` are the last ranks that win something, each below the number of
    submissions. ``also`` are submissions to look at closely however unlikely they are to win.
    ``close`` are the submissions that are, as indices; ``covariance`` is of these and then the judges, after the visits made.
    """

    def __init__(self, joint: Joint, submissions: int, places: Sequence[int], also: Sequence[int], seed: int) -> None:
        self._joint, self._chance = joint, np.random.default_rng(seed)
        inside = _scouted(joint, submissions, places, self._chance)
        chances = [rows.mean(axis=0) for rows in inside]
        unsure = np.round(sum((q * (1 - q) for q in chances), np.zeros(submissions)), 9)
        unsure[list(also)] = 2.0 * len(places) + 1
        self.close: list[int] = sorted(np.argsort(-unsure, kind="stable")[: max(CONTENDERS, len(also))].tolist())
        self._at = {row: n for n, row in enumerate(self.close)}
        outside = np.setdiff1d(np.arange(submissions), self.close)
        # Who is sure to win is not looked at closely, but takes a place.
        self._places = [max(0, k - int((q[outside] >= 0.5).sum())) for k, q in zip(places, chances, strict=True)]
        self._borders = np.zeros((len(self.close), len(self.close)))
        for k, rows in zip(places, inside, strict=True):
            held = rows[:, self.close].astype(np.float64)
            between = held.T @ (1 - held) / len(held)
            self._borders += (between + between.T) / k
        self._means = joint.means[self.close]
        self._apart = self._means[:, None] - self._means[None, :]
        self._before = joint.covariance([*self.close, *range(submissions, len(joint.own))])
        self.covariance = self._before.copy()
        self._told: list[Floats] = []
        self._worth: Floats | None = None

    def worth(self) -> Floats:
        """(close submissions, judges) of one more visit each, in no unit."""
        if self._worth is None:
            self._worth = self._weighed()
        return self._worth

    def _weighed(self) -> Floats:
        many = len(self.close)
        weight = self._weights()
        pull = np.diag(weight.sum(axis=1)) - weight
        told = self.covariance[:many, :many, None] + self.covariance[:many, None, many:]
        told = told / np.sqrt(self._marks())[None]
        flat = told.reshape(many, -1)
        return np.maximum((flat * (pull @ flat)).sum(axis=0), 0.0).reshape(many, -1)

    def make(self, submission: int, judge: int) -> float:
        """Take a visit for made, and tell its worth."""
        row, seat = self._at[submission], len(self.close) + judge
        worth = float(self.worth()[row, judge])
        told = (self.covariance[:, row] + self.covariance[:, seat]) / np.sqrt(self._marks()[row, judge])
        self.covariance, self._worth = self.covariance - np.outer(told, told), None
        self._told.append(told[: len(self.close)])
        return worth

    def gain(self) -> float:
        """By how much the visits made raise the chance (0–1) that a prize place goes to the right submission, on average of the places."""
        many = len(self.close)
        left = self.covariance[:many, :many]
        size = float(left.diagonal().max(initial=0.0))
        if not self._told or size <= 0 or not any(self._places):
            return 0.0
        root = np.linalg.cholesky(left + 1e-9 * size * np.eye(many))
        later = self._means + self._chance.standard_normal((DRAWS, len(self._told))) @ np.array(self._told)
        truth = later + self._chance.standard_normal((DRAWS, many)) @ root.T
        now, then, right = (np.argsort(-figures, axis=-1, kind="stable") for figures in (self._means, later, truth))
        rises: list[float] = []
        for k in self._places:
            wins = np.zeros((DRAWS, many), dtype=bool)
            np.put_along_axis(wins, right[:, :k], values=True, axis=1)
            hits = int(np.take_along_axis(wins, then[:, :k], axis=1).sum()) - int(wins[:, now[:k]].sum())
            rises.append(hits / DRAWS / max(k, 1))
        return max(0.0, sum(rises) / len(rises))

    def _weights(self) -> Floats:
        """(close, close) what one unit of explained variance of each difference is worth, after the visits made so far.

        Their marks are not known yet, so φ(d/s)²/s² is its mean over what d may become.
        """
        before, now = _of_pairs(self._before, len(self.close)), _of_pairs(self.covariance, len(self.close))
        size = float(before.max(initial=0.0))
        told = np.maximum(before - now, 0.0)
        alive = now > 1e-9 * size
        now = np.where(alive, now, 1.0)
        height = np.exp(-(self._apart**2) / (now + 2 * told)) / np.sqrt(1 + 2 * told / now) / now
        return np.where(alive, self._borders * height, 0.0)

    def _marks(self) -> Floats:
        """(close, judges) the variance of the mark that each visit would bring."""
        many, now = len(self.close), self.covariance
        teams, judges = now.diagonal()[:many], now.diagonal()[many:]
        noise = np.maximum(self._joint.noise, 1e-6) ** 2
        return teams[:, None] + judges[None, :] + 2 * now[:many, many:] + noise[None, :]


def _scouted(joint: Joint, submissions: int, places: Sequence[int], chance: Generator) -> list[NDArray[np.bool_]]:
    """For each place, (SCOUTS, T) who is within it in possible truths."""
    loads, own = joint.loads[:submissions], joint.own[:submissions]
    drawn = chance.standard_normal((SCOUTS, loads.shape[1])) @ loads.T
    drawn += chance.standard_normal((SCOUTS, submissions)) * own
    drawn += joint.means[:submissions]
    order = np.argsort(-drawn, axis=1, kind="stable")
    found: list[NDArray[np.bool_]] = []
    for k in places:
        wins = np.zeros((SCOUTS, submissions), dtype=bool)
        np.put_along_axis(wins, order[:, :k], values=True, axis=1)
        found.append(wins)
    return found


def _of_pairs(covariance: Floats, many: int) -> Floats:
    """(many, many) variances of differences."""
    part = covariance[:many, :many]
    own = part.diagonal()
    return own[:, None] + own[None, :] - 2 * part
