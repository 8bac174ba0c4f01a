"""What the marks tell about the event, its judges and its submissions, for organizers before the lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, ceil, floor, sqrt
from statistics import median
from typing import Final

import numpy as np

from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.fit import Fit, Spread
from gpumode_judge.standings.graph import Links, links_of
from gpumode_judge.standings.joint import model_of, surprise
from gpumode_judge.standings.judge_cards import JudgeCard, Order, Unexpected, judge_cards, unexpected
from gpumode_judge.standings.visits import Visits

ENOUGH: Final = 0.8  # the reliability from which on an order is usually trusted
FLAT: Final = 0.5  # a judge who tells criteria apart less than half as much as is usual
APART: Final = 0.2  # agreement with the others under which a judge may see something else than they do
FEW: Final = 4  # visits under which a habit cannot be told from chance


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionCard:
    """One submission: ``visits`` counted, and ``spread``, the standard deviation in points of 100 of what its judges gave with their
    severity corrected (``None`` under two visits)."""

    submission: str
    visits: int
    spread: float | None
    unexpected: tuple[Unexpected, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class EventCard:
    """The event as a whole.

    ``each`` is the mean number of visits to a submission. ``reliability`` (0–1) is the share of the differences between scores that
    lies in the submissions, not in chance: σu²/(σu² + σ²/n); ``needed`` the visits each that would bring it to .8. Both are ``None``
    where the marks tell nothing about it; ``needed`` too where the submissions do not differ.
    """

    visits: int
    each: float
    spread: Spread | None
    reliability: float | None
    needed: int | None
    links: Links


@dataclass(frozen=True, eq=False, kw_only=True)
class Diagnosis:
    """``judges`` and ``submissions`` in the order of their ids; ``says`` are sentences for the organizer, what matters most first."""

    event: EventCard
    judges: tuple[JudgeCard, ...]
    submissions: tuple[SubmissionCard, ...]
    says: tuple[str, ...]


def diagnosis(visits: Visits, fit: Fit, order: Order) -> Diagnosis:
    """What there is to see before the scores are locked.

    ``fit`` is that of :func:`gpumode_judge.standings.severity.fit`, whatever method the event uses: no other knows how sure it is, and
    it also speaks where the visits fall into groups. ``order``
    tells the how manieth visit of its judge each (judge, submission) was; unknown ones may lack.
    """
    with one_thread():
        judges = judge_cards(visits, fit, order)
        submissions = _submission_cards(visits, fit)
        event = _event_card(visits, fit)
    return Diagnosis(event=event, judges=judges, submissions=submissions, says=sentences(event, judges, submissions))


def _submission_cards(visits: Visits, fit: Fit) -> tuple[SubmissionCard, ...]:
    model = model_of(fit)
    seen = None if model is None else surprise(visits, model)
    fair = visits.y if fit.severity is None else visits.y + fit.severity[visits.judge]
    ends: list[int] = np.cumsum(visits.of_team).tolist()
    cards: list[SubmissionCard] = []
    for at, name in enumerate(visits.submissions):
        mine = np.arange(ends[at - 1] if at else 0, ends[at])
        cards.append(
            SubmissionCard(
                submission=name,
                visits=mine.size,
                spread=float(np.std(fair[mine], ddof=1)) if mine.size > 1 else None,
                unexpected=() if seen is None else unexpected(visits, seen, mine),
            )
        )
    return tuple(cards)


def _event_card(visits: Visits, fit: Fit) -> EventCard:
    teams, model = len(visits.submissions), model_of(fit)
    each = len(visits.y) / teams if teams else 0.0
    reliability, needed = None, None
    if model is not None:
        signal, noise = model.spread.team**2, model.spread.noise**2
        if signal + noise > 0:
            reliability = signal / (signal + noise / each)
        if signal > 0:
            # A ratio that is whole but for its last digits needs no visit more.
            needed = max(1, ceil(round(ENOUGH / (1 - ENOUGH) * noise / signal, 9)))
    return EventCard(
        visits=len(visits.y),
        each=each,
        spread=fit.spread,
        reliability=reliability,
        needed=needed,
        links=links_of(visits),
    )


def sentences(event: EventCard, judges: Sequence[JudgeCard], submissions: Sequence[SubmissionCard]) -> tuple[str, ...]:
    """What an organizer should know first, in words."""
    if not event.visits:
        return ("Nobody has marked anything yet.",)
    return (*_of_links(event), *_of_reliability(event), *_of_judges(judges), *_of_submissions(submissions))


def _of_links(event: EventCard) -> list[str]:
    links, says = event.links, list[str]()
    if not links.connected:
        says.append(f"The visits fall into {len(links.pieces)} groups that share no judge: no rank holds across them.")
    if links.bridges:
        many = len(links.bridges)
        says.append(
            "A single visit holds two groups of submissions together: without it they could not be compared."
            if many == 1
            else f"{many} visits each hold two groups of submissions together alone: one more visit across makes it safer."
        )
    return says


def _of_reliability(event: EventCard) -> list[str]:
    if event.reliability is None:
        if not event.links.connected:
            return ["How reliable the order is can be told once the groups are joined."]
        return ["The marks cannot tell yet how reliable the order is; more submissions need a second visit."]
    each = round(event.each, 1)
    if each == 1:
        visits = "One visit a team gives"
    else:
        visits = (
            f"{_count(round(each))} visits a team give"
            if each == round(each)
            else f"{each} visits a team on average give"
        )
    first = f"{visits} a reliability of {_share(event.reliability)}"
    if event.reliability >= ENOUGH:
        return [f"{first}: the order is mostly the teams' own doing, not chance."]
    if event.needed is None:
        return [f"{first}: the marks do not tell the teams apart."]
    if event.needed > 50:
        return [f"{first}; more than 50 visits each would be needed for {_share(ENOUGH)}."]
    return [f"{first}; {_count(event.needed).lower()} would give {_share(ENOUGH)}."]


def _of_judges(judges: Sequence[JudgeCard]) -> list[str]:
    says = list[str]()
    told = [card.severity for card in judges if card.severity is not None]
    if len(told) > 1 and round(max(told) - min(told)) > 0:
        says.append(f"From the mildest judge to the harshest it is {_points(max(told) - min(told))}.")
    drifting = sum(card.drift is not None and card.drift.plain for card in judges)
    flat = sum(card.halo is not None and card.halo < FLAT and card.visits >= FEW for card in judges)
    apart = sum(_apart(card, judges) for card in judges)
    for many, one, more in (
        (drifting, "One judge's marks drift", "{} judges' marks drift"),
        (flat, "One judge marks nearly all criteria alike", "{} judges mark nearly all criteria alike"),
        (apart, "One judge hardly agrees with the others", "{} judges hardly agree with the others"),
    ):
        if many:
            tail = " from visit to visit" if "drift" in one else ""
            says.append(f"{one if many == 1 else more.format(many)}{tail}: see the cards.")
    return says


def _apart(card: JudgeCard, judges: Sequence[JudgeCard]) -> bool:
    """Whether a judge agrees with the others so little that chance (twice the error of Fisher's z) does not explain it."""
    if card.agreement is None or card.agreement >= APART or card.visits < FEW:
        return False
    usual = median(one.agreement for one in judges if one.agreement is not None)
    mine, theirs = (atanh(min(max(figure, -0.99), 0.99)) for figure in (card.agreement, usual))
    return mine + 2 / sqrt(card.visits - 3) < theirs


def _of_submissions(submissions: Sequence[SubmissionCard]) -> list[str]:
    says = list[str]()
    once = sum(card.visits == 1 for card in submissions)
    if once:
        says.append("One team was seen only once." if once == 1 else f"{once} teams were seen only once.")
    odd = sum(len(card.unexpected) for card in submissions)
    visits = sum(card.visits for card in submissions)
    if odd:
        # One in twenty lies that far out by chance alone: only more than that is news.
        usual = odd <= 0.05 * visits + 2 * sqrt(0.0475 * visits)
        what = "One visit differs" if odd == 1 else f"{odd} visits differ"
        says.append(
            f"{what} much from what all others let expect{', about as many as chance alone brings' if usual else ''}."
        )
    return says


_WORDS: Final = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
)


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


def _share(share: float) -> str:
    # Cut, not rounded: what does not reach .80 must not read .80.
    return f"{floor(share * 100 + 1e-9) / 100:.2f}".removeprefix("0")


def _points(points: float) -> str:
    return "1 point" if round(points) == 1 else f"{points:.0f} points"
