"""Which judge should see which submission next, so that the prize places become as sure as the time left allows.

What nobody has seen comes first, then what joins groups that share no judge, and then, one after the other, the visit that is worth
most once those before it are made (see :mod:`gpumode_judge.standings.outlook`). What all of them together gain is counted in draws: in
how many more of the possible truths do the right submissions stand in the prize places? Each visit is told its share of that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, isfinite
from types import MappingProxyType

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.fit import Fit
from gpumode_judge.standings.graph import joining_visits, links_of, pieces_of
from gpumode_judge.standings.joint import joint, model_of
from gpumode_judge.standings.outlook import Outlook
from gpumode_judge.standings.visits import Floats, Visits


class Reason(StrEnum):
    """Why a visit is suggested."""

    UNSEEN = "unseen"  # nobody has seen the submission
    JOINS = "joins"  # it joins groups of submissions that share no judge
    SURER = "surer"  # it makes the prize places surer


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVisit:
    """``gain`` is this visit's share of the rise (0–1) of the chance that a prize place goes to the right submission;
    ``None`` while there are too few marks to know any chance."""

    judge: str
    submission: str
    reason: Reason
    gain: float | None


def capacities(judges: Collection[str], minutes_left: float, minutes_per_visit: float) -> dict[str, int]:
    """How many visits each free judge can still make, by judge.

    Raises:
        Problem: a visit takes no time.
    """
    if not (minutes_per_visit > 0 and isfinite(minutes_left)):
        raise Problem("A visit takes more than 0 minutes; tell how long one takes, with the way to the next table.")
    return dict.fromkeys(sorted(judges), max(0, floor(minutes_left / minutes_per_visit)))


def next_visits(
    visits: Visits,
    fit: Fit,
    *,
    submissions: Collection[str],
    free: Mapping[str, int],
    barred: Collection[tuple[str, str]] = (),
    measured: Mapping[str, float] = MappingProxyType({}),
    places: Sequence[int] = (1, 3),
    count: int = 20,
    seed: int = 0,
) -> tuple[NextVisit, ...]:
    """At most ``count`` visits, the most useful first.

    ``fit`` is that of :func:`gpumode_judge.standings.severity.fit`, whatever method the event uses, also where the visits fall into
    groups. ``free`` tells how many visits each judge can still make; ``barred`` are the (judge, submission) that must not be:
    interests, other tracks, judges who stepped back. Nobody is sent where they have been. ``measured`` are the points that
    machines give a submission, in points of the judges' totals (divided by the share of the score that judges give). ``places``
    are the last ranks that win something: 1 and 3 for a first prize and three prizes in all. The same ``seed`` gives the same visits.

    Fewer than ``count`` come back when the free judges have seen, or may not see, all that may still win, and when nothing is left to
    decide: with one submission, say.
    """
    plan = _Plan(visits, submissions, free, barred, count)
    plan.serve_unseen()
    plan.join()
    model = model_of(fit)
    if model is None or not plan.names or not plan.judges:
        return tuple(NextVisit(judge=j, submission=s, reason=reason, gain=None) for j, s, reason in plan.chosen)
    row = {name: n for n, name in enumerate(plan.names)}
    seat = {name: n for n, name in enumerate(plan.judges)}
    cuts = sorted({k for k in places if 0 < k < len(plan.names)})
    with one_thread():
        everyone = joint(visits, model, plan.names, plan.judges)
        everyone.means[: len(row)] += [measured.get(name, 0.0) for name in plan.names]
        ahead = Outlook(everyone, len(plan.names), cuts, sorted({row[s] for _, s, _ in plan.chosen}), seed)
        worth = [ahead.make(row[s], seat[j]) for j, s, _ in plan.chosen]
        names = [plan.names[n] for n in ahead.close]
        while (pair := plan.best(names, ahead.worth())) is not None:
            worth.append(ahead.make(row[pair[1]], seat[pair[0]]))
        whole, gain = sum(worth), ahead.gain()
    return tuple(
        NextVisit(judge=judge, submission=name, reason=reason, gain=gain * part / whole if whole > 0 else 0.0)
        for (judge, name, reason), part in zip(plan.chosen, worth, strict=True)
    )


class _Plan:
    """The visits chosen so far, and which ones may still be."""

    def __init__(
        self,
        visits: Visits,
        submissions: Collection[str],
        free: Mapping[str, int],
        barred: Collection[tuple[str, str]],
        count: int,
    ) -> None:
        self.names = sorted(set(submissions))
        self.left = {judge: free[judge] for judge in sorted(free) if free[judge] > 0}
        self.judges = list(self.left)
        self.chosen: list[tuple[str, str, Reason]] = []
        self._visits, self._count = visits, count
        made = zip(visits.judge.tolist(), visits.team.tolist(), strict=True)
        self._closed = {(visits.judges[j], visits.submissions[t]) for j, t in made} | set(barred)
        self._barred = frozenset(barred)
        of_team = dict(zip(visits.submissions, visits.of_team.tolist(), strict=True))
        self._seen = {name: of_team.get(name, 0) for name in self.names}

    def serve_unseen(self) -> None:
        """One visit to each submission that nobody has seen, those that fewest judges may see first."""
        known = frozenset(self._visits.judges)
        while not self._full:
            waiting = [(name, self._who_may(name)) for name in self.names if not self._seen[name]]
            waiting = [(name, who) for name, who in waiting if who]
            if not waiting:
                return
            name, who = min(waiting, key=lambda one: len(one[1]))
            # Of a judge who has marked others it is known how severe they are, and through them it hangs together with the rest.
            judge = min(who, key=lambda judge: (judge not in known, -self.left[judge], judge))
            self._choose(judge, name, Reason.UNSEEN)

    def join(self) -> None:
        """The fewest visits that join the groups, as far as the free judges can."""
        while not self._full:
            now = self._with_chosen()
            if len(pieces_of(now)) < 2:
                return
            busy = frozenset(now.judges) - frozenset(self._who_can)
            apart = self._barred | {(j, s) for j in now.judges for s in now.submissions if s not in self._seen}
            try:
                pairs = joining_visits(links_of(now), apart, busy)
            except Problem:
                return
            self._choose(*pairs[0], Reason.JOINS)

    def best(self, names: Sequence[str], worth: Floats) -> tuple[str, str] | None:
        """Choose the visit worth most, of equals one to the submission seen least; ``None`` when there is none left or enough."""
        if self._full:
            return None
        open_ = np.array([[self.left[j] > 0 and (j, s) not in self._closed for j in self.judges] for s in names])
        if not open_.any():
            return None
        most = float(worth[open_].max())
        if most <= 0:
            return None
        equal = np.argwhere(open_ & (worth >= most * (1 - 1e-9)))
        at, judge = min(
            equal.tolist(), key=lambda one: (self._seen[names[one[0]]], -self.left[self.judges[one[1]]], one)
        )
        self._choose(self.judges[judge], names[at], Reason.SURER)
        return self.judges[judge], names[at]

    @property
    def _full(self) -> bool:
        return len(self.chosen) >= self._count

    @property
    def _who_can(self) -> list[str]:
        return [judge for judge in self.judges if self.left[judge] > 0]

    def _who_may(self, name: str) -> list[str]:
        return [judge for judge in self._who_can if (judge, name) not in self._closed]

    def _choose(self, judge: str, name: str, reason: Reason) -> None:
        self.chosen.append((judge, name, reason))
        self._closed.add((judge, name))
        self.left[judge] -= 1
        self._seen[name] += 1

    def _with_chosen(self) -> Visits:
        """Who will have seen whom, without any marks."""
        old = self._visits
        names = sorted({*old.submissions, *(s for _, s, _ in self.chosen)})
        judges = sorted({*old.judges, *(j for j, _, _ in self.chosen)})
        row, seat = {name: n for n, name in enumerate(names)}, {name: n for n, name in enumerate(judges)}
        team = [row[old.submissions[t]] for t in old.team.tolist()] + [row[s] for _, s, _ in self.chosen]
        judge = [seat[old.judges[j]] for j in old.judge.tolist()] + [seat[j] for j, _, _ in self.chosen]
        return Visits(
            submissions=tuple(names),
            judges=tuple(judges),
            team=np.array(team, dtype=np.intp),
            judge=np.array(judge, dtype=np.intp),
            exact=(),
            y=np.zeros(len(team)),
            criteria=(),
            weights=np.zeros(0),
            levels=(),
            marks=np.zeros((len(team), 0), dtype=np.intp),
        )
