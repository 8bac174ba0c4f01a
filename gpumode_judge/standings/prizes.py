"""Who wins which prize, and why: a pure function of the ranks, the prizes' rules and what persons decided.

Prizes are allocated from the highest to the lowest. The ceremony goes from small to grand, so the prize that is given last is the
highest; ``again=False`` on a prize keeps out whoever wins one that is given later. Chance and the order of a file decide nothing: where
equal submissions stand at the last place of a prize, it is shared if it may be, else it stays open until a person decides. What
hangs on an open prize stays open with it.

A person's :class:`Award` stands above the standings, of any prize, and is always told as that person's, with the reason. It names
all winners. It does not stand above the prize's own rules: who may not win is passed over and leaves the place open.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from gpumode_judge.event.event import Prize
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import fold
from gpumode_judge.ledger.statements import Award, Decision
from gpumode_judge.standings.eligibility import Eligibility, Passed

BY_STANDINGS: Final = "standings"  # an award that only says what the standings say
BY_PERSON: Final = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A submission's place in a ranking; equal ranks are equal submissions. ``None``: it has no rank (yet).

    ``told`` says what told it from others with an equal score, such as ``"more points for Impact"``; ``out`` why it is out of the
    ranking for good.
    """

    submission: str
    rank: int | None = None
    told: str = ""
    out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What became of a prize.

    ``winners`` are best first, with a line each in ``reasons``. ``tied`` are the equal ones of whom too many stand at the last place,
    ``open`` is how many places are not decided, and ``why`` tells about the prize as a whole, above all what is to be settled; it
    may be empty. ``passed_over`` are those who stand at least as high as the last winner and do not win, each with the reason.
    ``by`` is the person who decided the prize; empty: the standings did.
    """

    prize: str
    winners: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])
    tied: tuple[str, ...] = ()
    open: int = 0
    why: str = ""
    passed_over: Mapping[str, str] = field(default_factory=dict[str, str])
    by: str = ""


Ranking = Callable[[Prize], Sequence[Placed]]


def highest_first(prizes: Iterable[Prize]) -> tuple[Prize, ...]:
    """The prizes in order of importance: the ceremony's order backwards."""
    return tuple(sorted(prizes, key=lambda prize: (prize.place, fold(prize.name), prize.id), reverse=True))


def allocate(
    prizes: Iterable[Prize],
    submissions: Mapping[str, Submission],
    ranking: Ranking,
    *,
    passed: Passed | None = None,
    awards: Mapping[str, Award] | None = None,
    decisions: Iterable[Decision] = (),
    contested: Collection[str] = (),
    called: Mapping[str, str] | None = None,
) -> tuple[Given, ...]:
    """What becomes of every prize, the highest first.

    ``ranking`` gives the ranking that a prize goes by, in any order; if it raises :class:`Problem`, the prize stays open and says so.
    ``passed`` tells whether a submission passed a gate, by the gate's key and the submission; ``None``: it was not measured.
    ``awards`` are the persons' by prize id; ``decisions`` tell equal ones apart where the ranking has not done so. ``contested``
    prizes were awarded in two ways at once. ``called`` are the names of tracks and gates by ``"track:<id>"`` and ``"gate:<key>"``.
    """
    meant = Eligibility(submissions, passed or _unmeasured, called or {})
    found = _Allocation(meant, ranking, tuple(decisions))
    return tuple(
        found.give(prize, (awards or {}).get(prize.id), contested=prize.id in contested)
        for prize in highest_first(prizes)
    )


def decided_by_person(award: Award | None) -> bool:
    """Whether an award is a person's decision, and not taken back."""
    return bool(award and award.submissions and award.reason and award.by and fold(award.by) != BY_STANDINGS)


def _unmeasured(_key: str, _submission: str) -> None:
    """Nothing was measured."""


@dataclass(slots=True)
class _Walk:
    """How far the ranking settles a prize. ``hopeful`` may win it yet, ``told`` is by winner how a tie was settled."""

    winners: list[str] = field(default_factory=list[str])
    told: dict[str, str] = field(default_factory=dict[str, str])
    tied: tuple[str, ...] = ()
    open: int = 0
    why: str = ""
    over: dict[str, str] = field(default_factory=dict[str, str])
    hopeful: tuple[str, ...] = ()


class _Allocation:
    """The prizes that are allocated so far: who won one, and who may yet win one that is open."""

    def __init__(self, meant: Eligibility, ranking: Ranking, decisions: tuple[Decision, ...]) -> None:
        self._meant, self._ranking, self._decisions = meant, ranking, decisions
        self._won: dict[str, str] = {}
        self._hoping: dict[str, str] = {}

    def give(self, prize: Prize, award: Award | None, *, contested: bool) -> Given:
        """Allocate one prize; all higher ones have been."""
        if prize.count <= 0:
            return Given(prize=prize.id, why="This prize is not given.")
        given, hopeful = self._decide(prize, award, contested=contested)
        for submission in given.winners:
            self._won.setdefault(submission, prize.name)
        for submission in hopeful:
            self._hoping.setdefault(submission, prize.name)
        return given

    def _decide(self, prize: Prize, award: Award | None, *, contested: bool) -> tuple[Given, Iterable[str]]:
        if contested:
            return self._all_open(prize, "Two organizers awarded this prize differently; choose one of the two first.")
        if award is not None and decided_by_person(award):
            return self._awarded(prize, award)
        if prize.decided == BY_PERSON:
            if not self._able(prize):
                return Given(prize=prize.id, why=f"Nobody is eligible: {self._meant.who(prize)}."), ()
            return self._all_open(prize, "A person decides this prize and has not done so yet.")
        try:
            placed = self._placed(prize)
        except Problem as problem:
            return self._all_open(prize, str(problem))
        walk = self._walk(prize, placed)
        given = Given(
            prize=prize.id, winners=tuple(walk.winners), reasons=self._reasons(prize, placed, walk), tied=walk.tied,
            open=walk.open, why=walk.why, passed_over=walk.over,
        )  # fmt: skip
        return given, walk.hopeful

    def _all_open(self, prize: Prize, why: str, by: str = "") -> tuple[Given, Iterable[str]]:
        return Given(prize=prize.id, open=prize.count, why=why, by=by), self._able(prize)

    # Who may win

    def _bar(self, prize: Prize, submission: str) -> str:
        """Why a submission may not win a prize; empty if it may."""
        return self._meant.bar(prize, submission) or self._again(prize, submission)

    def _again(self, prize: Prize, submission: str) -> str:
        won = "" if prize.again else self._won.get(submission, "")
        return f"already won “{won}”" if won else ""

    def _unsure(self, prize: Prize, able: Iterable[str]) -> list[str]:
        """Those who may yet win a higher prize, which would keep them from this one."""
        return [] if prize.again else [name for name in able if name in self._hoping]

    def _able(self, prize: Prize) -> tuple[str, ...]:
        return tuple(sorted(name for name in self._meant.submissions if not self._bar(prize, name)))

    # By the standings

    def _placed(self, prize: Prize) -> list[Placed]:
        return sorted(self._ranking(prize), key=lambda p: (p.rank is None, p.rank or 0, self._order(p.submission)))

    def _order(self, submission: str) -> tuple[str, str]:
        """Equal ones are told in the order of their titles; nothing is decided by it."""
        found = self._meant.submissions.get(submission)
        return fold(found.title) if found else "", submission

    def _walk(self, prize: Prize, placed: Sequence[Placed]) -> _Walk:
        """Go down the ranking until the places are filled or cannot be."""
        walk, left = _Walk(), prize.count
        ranked = groupby((p for p in placed if p.rank is not None), key=lambda p: p.rank)
        groups = [[p.submission for p in group] for _, group in ranked]
        behind: dict[str, str] = {}  # is passed over only if someone stands no higher and wins
        for number, group in enumerate(groups):
            bars = {name: self._bar(prize, name) for name in group}
            able = [name for name, why in bars.items() if not why]
            behind |= {name: why for name, why in bars.items() if why}
            if not able:
                continue
            walk.over |= behind
            if self._unsure(prize, able):
                self._wait(prize, groups[number:], able, left, walk)
                return walk
            if len(able) > left:
                self._boundary(prize, able, left, walk)
                return walk
            walk.winners += able
            left -= len(able)
            if not left:
                return walk
        self._unfilled(prize, placed, left, walk)
        return walk

    def _wait(self, prize: Prize, groups: Iterable[Iterable[str]], able: list[str], left: int, walk: _Walk) -> None:
        """Some of the next best may yet win a higher prize: only who wins either way is told."""
        unsure = self._unsure(prize, able)
        certain = len(able) <= left or (prize.shared and not self._orders(prize, able))
        sure = [name for name in able if certain and name not in unsure]
        walk.winners += sure
        walk.open = max(1, left - len(sure))
        walk.why = f"Waits for “{self._hoping[unsure[0]]}”: who wins that cannot win this one."
        found: list[str] = []
        for group in groups:
            fit = [name for name in group if not self._bar(prize, name)]
            found += [name for name in fit if name not in sure]
            left -= len(fit) - len(self._unsure(prize, fit))
            if left <= 0:
                break
        walk.hopeful = tuple(found)

    def _boundary(self, prize: Prize, able: list[str], left: int, walk: _Walk) -> None:
        """More equal ones than places: a person decided, they share, or it is open."""
        orders = self._orders(prize, able)
        if len(orders) == 1:
            ((order, decision),) = orders.items()
            said = f"decided by {decision.by}: {decision.reason}"
            walk.winners += order[:left]
            walk.told |= dict.fromkeys(order[:left], said)
            walk.over |= dict.fromkeys(order[left:], f"stood equal; {said}")
        elif prize.shared:
            walk.winners += able
            walk.told |= dict.fromkeys(able, "shared, because nothing tells them apart")
            walk.why = (
                f"Shared: {len(walk.winners)} win it in place of {prize.count}, because nothing tells them apart."
            )
        else:
            walk.tied, walk.open, walk.hopeful = tuple(able), left, tuple(able)
            places = "the last place" if left == 1 else f"the last {left} places"
            todo = "; a named person has to decide"
            if orders:
                todo = ", and decisions about them contradict each other: take back all but one"
            walk.why = f"{len(able)} are equal for {places}{todo}."

    def _orders(self, prize: Prize, group: Collection[str]) -> dict[tuple[str, ...], Decision]:
        """The orders that persons decided for a group: those for this prize, else those for all."""
        for about in (prize.id, ""):
            fitting = [d for d in self._decisions if d.prize == about and d.reason and set(group) <= set(d.order)]
            if fitting:
                shortest_last = sorted(fitting, key=lambda d: (-len(d.order), d.order, d.by, d.reason))
                return {tuple(s for s in dict.fromkeys(d.order) if s in group): d for d in shortest_last}
        return {}

    def _unfilled(self, prize: Prize, placed: Iterable[Placed], left: int, walk: _Walk) -> None:
        """The ranking ended before the places did."""
        meant = [p for p in placed if not self._meant.bar(prize, p.submission)]
        walk.over |= {p.submission: why for p in meant if (why := p.out or self._again(prize, p.submission))}
        late = [p.submission for p in meant if p.rank is None and p.submission not in walk.over]
        if late:
            names = ", ".join(f"“{self._meant.submissions[name].title}”" for name in late[:3])
            more = f" and {len(late) - 3} more" if len(late) > 3 else ""
            walk.open, walk.hopeful = min(left, len(late)), tuple(late)
            walk.why = f"Waits for marks of {names}{more}, who may win it: have them visited, or withdraw them."
        elif walk.winners:
            walk.why = f"Only {len(walk.winners)} of {prize.count}: nobody else is eligible; {self._meant.who(prize)}."
        else:
            walk.why = f"Nobody is eligible: {self._meant.who(prize)}."

    def _reasons(self, prize: Prize, placed: Iterable[Placed], walk: _Walk) -> dict[str, str]:
        """A line for each winner: the rank, with whom it is shared, and the place among those who may win."""
        rows = {p.submission: p for p in placed}
        ranks = [p.rank for p in rows.values()]
        able = [p.rank for p in rows.values() if p.rank is not None and not self._bar(prize, p.submission)]
        reasons: dict[str, str] = {}
        for name in walk.winners:
            rank = rows[name].rank or 0
            among, equal = sum(other < rank for other in able) + 1, ranks.count(rank) - 1
            shared = f", equal with {equal} other{'s' * (equal > 1)}" if equal else ""
            clauses = (
                f"Rank {rank}{shared}", f"number {among} of those who may win it" if among != rank else "", rows[name].told,
                walk.told.get(name, ""),
            )  # fmt: skip
            reasons[name] = "; ".join(filter(None, clauses)).rstrip(".") + "."
        return reasons

    # By a person

    def _awarded(self, prize: Prize, award: Award) -> tuple[Given, Iterable[str]]:
        """What a person decided, as far as the prize's own rules allow it."""
        named = tuple(dict.fromkeys(award.submissions))
        if len(named) > prize.count and not prize.shared:
            again = f"{award.by} named {len(named)} winners for {prize.count}; it has to be decided again."
            return self._all_open(prize, again, award.by)
        bars = {name: why for name in named if (why := self._bar(prize, name))}
        waits = self._unsure(prize, (name for name in named if name not in bars))
        winners = tuple(name for name in named if name not in bars and name not in waits)
        said = f"Decided by {award.by}: {award.reason}"
        why = said if prize.decided == BY_PERSON else f"{said} (in place of the standings)"
        if bars:
            why += " – not all of those named may win it, so it has to be decided again."
        elif waits:
            why += f" – waits for “{self._hoping[waits[0]]}”: who wins that cannot win this one."
        given = Given(
            prize=prize.id, winners=winners, reasons=dict.fromkeys(winners, said), open=len(bars) + len(waits), why=why,
            passed_over=self._instead(prize, named, said) | bars, by=award.by,
        )  # fmt: skip
        return given, self._able(prize) if bars else ()

    def _instead(self, prize: Prize, named: Collection[str], said: str) -> dict[str, str]:
        """Who would have won by the standings."""
        if prize.decided == BY_PERSON:
            return {}
        try:
            walk = self._walk(prize, self._placed(prize))
        except Problem:
            return {}
        return {name: f"would win by the standings. {said}" for name in walk.winners if name not in named}
