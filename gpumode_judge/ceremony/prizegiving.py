"""Prizes: first the prize and who gives it, then who won it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from gpumode_judge.ceremony import notes
from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.programme import Part
from gpumode_judge.ceremony.scenes import PrizeCard, Winner
from gpumode_judge.ceremony.snapshot import Contender, PrizeResult
from gpumode_judge.ceremony.telling import Telling
from gpumode_judge.event.problem import Problem

ONE_BY_ONE: Final = 3
NOT_GIVEN: Final = "Not given tonight"


def tell_prizes(telling: Telling, part: Part) -> None:
    """The prizes of a part.

    Up to three winners are told one by one from the last to the first; more of them, or equals that share a prize, at once. Prizes in a
    row that go to the same teams are each shown with their sponsor, and then won together. A prize that nobody won says so in one
    step.

    Raises:
        Problem: the part names a prize that the result does not hold, or a winner is not in the result.
    """
    for group in _groups(_chosen(telling, part)):
        if not group[0].winners:
            _not_given(telling, part, group[0])
            continue
        for prize in group:
            _prize(telling, part, prize)
        _winners(telling, part, group)
        for key in group[0].winners:
            telling.won.setdefault(key, []).extend(prize.name for prize in group)


def _chosen(telling: Telling, part: Part) -> list[PrizeResult]:
    prizes = {prize.id: prize for prize in telling.snapshot.prizes}
    missing = [prize for prize in part.prizes if prize not in prizes]
    if missing:
        raise Problem(f"The programme names a prize “{missing[0]}” that the result does not hold; take it out.")
    return [prizes[prize] for prize in part.prizes] if part.prizes else list(telling.snapshot.prizes)


def _groups(prizes: Sequence[PrizeResult]) -> list[list[PrizeResult]]:
    """Neighbours with the same several winners belong together: nobody is called to the stage eight times."""
    groups: list[list[PrizeResult]] = []
    for prize in prizes:
        last = groups[-1][-1] if groups else None
        if last and len(prize.winners) > 1 and (last.winners, last.shared) == (prize.winners, prize.shared):
            groups[-1].append(prize)
        else:
            groups.append([prize])
    return groups


def _card(prize: PrizeResult) -> PrizeCard:
    return PrizeCard(
        name=prize.name, sponsor=prize.sponsor, award=prize.award, logo=prize.logo, count=len(prize.winners)
    )


def _board(telling: Telling, card: PrizeCard) -> Board:
    return replace(telling.board(Scene.PRIZE), prize=card)


def _prize(telling: Telling, part: Part, prize: PrizeResult) -> None:
    note = notes.prize(prize, len(prize.winners))
    telling.step(part, "prize", _titled(prize), note, _board(telling, _card(prize)))


def _not_given(telling: Telling, part: Part, prize: PrizeResult) -> None:
    board = replace(_board(telling, _card(prize)), message=NOT_GIVEN)
    title = f"{_titled(prize)}: not given"
    telling.step(part, "not given", title, notes.not_given(prize), board, ((prize.id,), ()))


def _winners(telling: Telling, part: Part, group: Sequence[PrizeResult]) -> None:
    first = group[0]
    card = _card(first) if len(group) == 1 else _group_card(group)
    teams = [telling.contender(key, first.name) for key in first.winners]
    # Told from the last to the first; who stands there already keeps the words that were said.
    size = 1 if len(teams) <= ONE_BY_ONE and not first.shared else len(teams)
    shown: tuple[Winner, ...] = ()
    for end in range(len(teams), 0, -size):
        now = teams[max(0, end - size) : end]
        told = telling.names(one.key for one in now)
        shown = (*(telling.winner(one, _line(telling, first, one)) for one in now), *shown)
        complete = len(shown) == len(teams)
        if complete:
            told = (told[0] + tuple(prize.id for prize in group), told[1])
        board = _board(telling, replace(card, winners=shown, shared=first.shared))
        why = [reason for one in now if (reason := _why(first, one))] if len(now) <= ONE_BY_ONE else []
        note = notes.winners(now, len(teams) - len(shown), why)
        if len(group) > 1 and len(now) == len(teams):
            note = notes.grouped(group, now)
        names = notes.listed([notes.name_of(one) for one in now]) if len(now) <= ONE_BY_ONE else f"{len(now)} winners"
        title = f"{card.name}: {names}"
        telling.step(part, "given", title, note, board, told, len(now))


def _group_card(group: Sequence[PrizeResult]) -> PrizeCard:
    """One card for several prizes: how many, and everyone who gives one."""
    sponsors = list(dict.fromkeys(prize.sponsor for prize in group if prize.sponsor))
    awards = list(dict.fromkeys(prize.award for prize in group if prize.award))
    logos = {prize.logo for prize in group}
    return PrizeCard(
        name=f"{len(group)} prizes",
        sponsor=notes.listed(sponsors),
        award=awards[0] if len(awards) == 1 else "",
        logo=logos.pop() if len(logos) == 1 else "",
        count=len(group[0].winners),
    )


def _titled(prize: PrizeResult) -> str:
    return f"{prize.name} ({prize.sponsor})" if prize.sponsor else prize.name


def _why(prize: PrizeResult, one: Contender) -> str:
    at = prize.winners.index(one.key)
    return prize.why[at] if at < len(prize.why) else ""


def _line(telling: Telling, prize: PrizeResult, one: Contender) -> str:
    """Why, if it gives nothing away, and that the team won before."""
    why = _why(prize, one)
    won = telling.won.get(one.key, [])
    again = (
        f"Wins again, after {won[0]}."
        if len(won) == 1
        else f"Its {notes.ordinal(len(won) + 1)} prize tonight."
        if won
        else ""
    )
    if why == f"Rank {one.rank}.":
        why = ""  # where it may be said, the rank stands beside the name in large figures
    return " ".join(filter(None, (why if why and telling.may_say(why, one.key) else "", again)))
