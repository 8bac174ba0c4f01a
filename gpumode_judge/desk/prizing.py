"""The prizes: who wins what by the standings, what a person decides, and what is still to be settled."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from gpumode_judge.desk.allocating import allocation_of, allocation_with, ranking_for
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.telling import count, names
from gpumode_judge.event.event import Prize
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Tie
from gpumode_judge.event.submission import Entered
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Award, Decision, slot_of
from gpumode_judge.standings.prizes import BY_PERSON, BY_STANDINGS, decided_by_person

Shown = dict[str, Any]
_MOST_OVER: Final = 5


def decide(desk: OrganizerDesk, order: Iterable[str], by: str, reason: str, prize: str = "") -> None:
    """Say in which order equal submissions stand, best first; for one prize, or everywhere.

    What was decided about the same ones before is replaced.

    Raises:
        Problem: nobody is named, there is no reason, the rules let no person decide, or these are not all of those who are equal.
    """
    record = desk.record
    named = _judged(record, order)
    decision = Decision(named, *_word(by, reason), prize)
    if Tie.PERSON not in record.rules.ties:
        raise Problem("By the rules of this event no person decides between equals; change the rules for ties first.")
    if len(named) < 2:
        raise Problem("Name at least two submissions that are equal, the best first.")
    others = tuple(held for held in record.decisions if slot_of(held.value) != slot_of(decision))
    _demand_equal(Result(replace(record, decisions=others)), named, prize)
    desk.say(decision)


def take_back(desk: OrganizerDesk, decision: Decision) -> None:
    """Take a decision between equals back; it stays in the record.

    Raises:
        Problem: it does not hold (any more).
    """
    if decision not in (held.value for held in desk.record.decisions):
        raise Problem("There is no such decision (any more).")
    desk.say(replace(decision, reason=""))


def decision_between(record: Record, submissions: Iterable[str], prize: str = "") -> Decision:
    """The decision between these submissions, in whatever order; :class:`Problem` if there is none."""
    wanted = set(submissions)
    for held in record.decisions:
        if set(held.value.order) == wanted and held.value.prize == prize:
            return held.value
    raise Problem(f"Nothing was decided between {_titles(record, sorted(wanted))}{_for(record, prize)}.")


def award(desk: OrganizerDesk, prize: str, submissions: Iterable[str], by: str, reason: str) -> None:
    """Say who wins a prize, best first, by a person's decision; it names all winners and replaces an earlier one.

    A prize that goes by the standings can be awarded too; it is then told that a person decided, and why.

    Raises:
        Problem: nobody is named, there is no reason, there are too many winners, or one of them may not win this prize.
    """
    record = desk.record
    wanted = _prize(record, prize)
    person, why = _word(by, reason)
    said = Award(prize, _judged(record, submissions), why, person)
    if not said.submissions:
        raise Problem(f"Name who wins “{wanted.name}”.")
    if not wanted.count:
        raise Problem(f"“{wanted.name}” is not given; let somebody win it first.")
    if len(said.submissions) > wanted.count and not wanted.shared:
        raise Problem(f"“{wanted.name}” has {_winners(wanted.count)}, not {len(said.submissions)}.")
    awards = {name: held.value for name, held in record.awards.items()} | {prize: said}
    came = next(g for g in allocation_with(desk.result, awards, settled=prize) if g.prize == prize)
    for name in said.submissions:
        if name not in came.winners:
            bar = came.passed_over.get(name, "it may yet win a higher prize; settle that one first")
            raise Problem(f"“{record.submissions[name].title}” cannot win “{wanted.name}”: {bar}.")
    desk.say(said)


def take_back_award(desk: OrganizerDesk, prize: str) -> None:
    """Take a person's award of a prize back; it stays in the record.

    Raises:
        Problem: nobody awarded that prize.
    """
    held = desk.record.awards.get(prize)
    if held is None or not decided_by_person(held.value):
        raise Problem(f"Nobody has awarded “{_prize(desk.record, prize).name}”.")
    desk.say(Award(prize, ()))


def show_prizes(desk: OrganizerDesk) -> Shown:
    """``{"prizes": [{"prize", "id", "sponsor", "award", "count", "winners", "tied", "open", "why", "by", "passed_over"}], "settled"}``.

    The highest prize comes first. ``winners`` are ``[{"submission", "id", "team", "rank", "why"}]``, best first, ``rank`` being that in the
    standings that the prize goes by, or null; ``tied`` the equal ones at the last place, ``[{"submission", "id", "team"}]``;
    ``passed_over`` those who stand as high and do not win, ``[{"submission", "id", "team", "why"}]``. ``open`` counts the places that are
    not decided, ``by`` is the person who decided, if one did. ``settled`` tells that nothing is open.
    """
    record, result = desk.record, desk.result
    known = {prize.id: prize for prize in record.prizes}
    found = allocation_of(result)
    rows: list[Shown] = []
    for given in found:
        prize = known[given.prize]
        ranks = _ranks(result, prize)
        rows.append(
            {
                "prize": prize.name, "id": prize.id, "sponsor": prize.sponsor, "award": prize.award, "count": prize.count,
                "winners": [
                    {**_named(record, name), "rank": ranks.get(name), "why": given.reasons[name]} for name in given.winners
                ],
                "tied": [_named(record, name) for name in given.tied], "open": given.open, "why": given.why, "by": given.by,
                "passed_over": [{**_named(record, name), "why": why} for name, why in given.passed_over.items()],
            }
        )  # fmt: skip
    return {"prizes": rows, "settled": not any(given.open for given in found)}


def prize_lines(desk: OrganizerDesk) -> Iterator[str]:
    """The prizes in words: who wins and why, and last what is still to be decided. Neighbours with the same outcome share the lines."""
    rows: list[Shown] = show_prizes(desk)["prizes"]
    if not rows:
        yield "This event has no prizes."
    for outcome, alike in groupby(rows, key=_outcome_lines):
        for row in alike:
            about = ", ".join(filter(None, (row["sponsor"], row["award"])))
            yield f"{row['prize']}{f' ({about})' if about else ''}"
        yield from outcome
    left = [row for row in rows if row["open"]]
    if left:
        yield f"{count(len(left), 'prize')} not decided: " + names(f"“{row['prize']}”" for row in left)
    if any(row["tied"] for row in left):
        yield "Between equals: gpumode-judge decide BEST NEXT … --by NAME --reason WHY"
    if any(p.decided == BY_PERSON and p.id == row["id"] for p in desk.record.prizes for row in left):
        yield "By a person: gpumode-judge award PRIZE WINNER … --by NAME --reason WHY"


def _outcome_lines(row: Shown) -> list[str]:
    lines: list[str] = []
    for winner in row["winners"]:
        team = f" · {winner['team']}" if winner["team"] else ""
        lines.append(f"  {winner['rank'] or '–':>4}  {winner['submission']}{team}: {winner['why']}")
    if row["why"]:
        lines.append(f"        {row['why']}")
    if row["tied"]:
        lines.append(f"        Equal: {names(one['submission'] for one in row['tied'])}")
    over = row["passed_over"]
    lines += [f"   not  {one['submission']}: {one['why']}" for one in over[:_MOST_OVER]]
    if len(over) > _MOST_OVER:
        lines.append(f"   not  {count(len(over) - _MOST_OVER, 'more submission')} that stood as high: --json tells all")
    return lines


def find_prize(record: Record, text: str) -> Prize:
    """The prize with that name or id; :class:`Problem` if there is none or more than one."""
    wanted = fold(text)
    found = [p for p in record.prizes if p.id == text] or [p for p in record.prizes if fold(p.name) == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(p.id for p in found)
        raise Problem(f"“{clean_line(text, 80)}” is the name of {len(found)} prizes; name one by its id: {ids}.")
    known = ", ".join(f"“{p.name}”" for p in record.prizes) or "none yet"
    raise Problem(f"There is no prize “{clean_line(text, 80)}”; the prizes are: {known}.")


def _demand_equal(result: Result, named: tuple[str, ...], prize: str) -> None:
    """Problem unless these have one rank, and nobody else has it who would have to be decided about too."""
    record = result.record
    ranks = {p.submission: p.rank for p in ranking_for(result, _prize(record, prize) if prize else None)}
    ties = [g for g in allocation_of(result) if g.tied and prize in ("", g.prize)]
    if len({ranks[name] for name in named}) > 1 or ranks[named[0]] is None:
        own = next((g for g in ties if set(named) <= set(g.tied)), None)
        if own is not None and not prize:
            raise Problem(f"They are equal only for “{record.prize(own.prize)}”; decide it for that prize.")
        told = ", ".join(
            f"“{record.submissions[name].title}” has {f'rank {ranks[name]}' if ranks[name] else 'no rank'}"
            for name in named
        )
        raise Problem(f"They are not equal{_for(record, prize)}, so there is nothing to decide: {told}.")
    equal = [name for name, rank in ranks.items() if rank == ranks[named[0]]]
    if not any(set(group) <= set(named) for group in (equal, *(g.tied for g in ties))):
        more = [name for name in equal if name not in named]
        raise Problem(
            f"{_titles(record, more)} {'is' if len(more) == 1 else 'are'} equal too; put all of them in order."
        )


def _judged(record: Record, submissions: Iterable[str]) -> tuple[str, ...]:
    """These submissions, each once; :class:`Problem` if one is not judged or is named twice."""
    named = tuple(submissions)
    for place, name in enumerate(named):
        known = record.submissions.get(name)
        if known is None or known.entered is not Entered.SUBMITTED:
            raise Problem(f"“{known.title if known else clean_line(name, 80)}” is not judged in this event.")
        if name in named[:place]:
            raise Problem(f"“{known.title}” is named twice.")
    return named


def _word(by: str, reason: str) -> tuple[str, str]:
    """Who decides, and why."""
    person, why = clean_line(by), clean_line(reason)
    if not person or fold(person) == BY_STANDINGS:
        raise Problem("Name the person who decides; it is kept with the decision.")
    if not why:
        raise Problem("Say why it is decided so; the reason is kept and shown.")
    return person, why


def _prize(record: Record, prize: str) -> Prize:
    found = next((p for p in record.prizes if p.id == prize), None)
    if found is None:
        raise Problem("That prize is not in this event (any more).")
    return found


def _titles(record: Record, submissions: Sequence[str]) -> str:
    told = [f"“{record.submissions[name].title}”" for name in submissions]
    return " and ".join(filter(None, (", ".join(told[:-1]), told[-1]))) if told else "nobody"


def _for(record: Record, prize: str) -> str:
    return f" for “{record.prize(prize)}”" if prize else ""


def _winners(most: int) -> str:
    return "one winner" if most == 1 else f"{most} winners at most"


def _ranks(result: Result, prize: Prize) -> dict[str, int | None]:
    try:
        return {p.submission: p.rank for p in ranking_for(result, prize)}
    except Problem:
        return {}


def _named(record: Record, submission: str) -> Shown:
    found = record.submissions[submission]
    return {"submission": found.title, "id": found.id, "team": found.team}
