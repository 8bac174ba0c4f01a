"""The sentences of the judge's desk. No Qt."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from gpumode_judge.desk.cards import Card, State
from gpumode_judge.desk.judging import HandedIn
from gpumode_judge.event.event import Event, Mode
from gpumode_judge.event.rubric import Criterion, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Record

NARROW = "\N{NO-BREAK SPACE}"


def clock_time(at: str) -> str:
    """A UTC time as this laptop's clock shows it: ``21:40``; with the day if it was not today. ``""`` if it is none."""
    try:
        then = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return ""
    today = datetime.now().astimezone().date() == then.date()
    return f"{then:%H:%M}" if today else f"{then:%H:%M} on {then.day} {then:%B}"


def shares(criteria: Iterable[Criterion], rules: Rules) -> Mapping[str, str]:
    """What share of the total each criterion gives, as it is shown; criteria of one track or prize say so instead."""
    overall = [c for c in criteria if not c.scope]
    whole = sum(rules.weight(c.key) for c in overall)
    shown = {c.key: f"{plain(round(100 * rules.weight(c.key) / whole, 1))}{NARROW}%" if whole else "" for c in overall}
    return {c.key: shown.get(c.key, "") for c in criteria}


def scope_of(criterion: Criterion, record: Record) -> str:
    """For what alone a criterion counts; ``""`` if it counts in the total."""
    kind, _, name = criterion.scope.partition(":")
    if kind == "track":
        return f"for the track “{record.track(name)}” only"
    return f"for “{record.prize(name)}” only" if kind == "prize" else ""


def table_of(submission: Submission) -> str:
    """How a submission is called when one looks for it in the hall."""
    return f"Table {submission.table}" if submission.table else f"“{submission.title}”"


def state_sentence(card: Card) -> str:
    """What a judge should know about the card as a whole; ``""`` while it is simply being filled in."""
    held = card.recorded
    if held is None:
        return ""
    when = clock_time(held.at)
    if card.state in (State.ABSENT, State.RECUSED, State.SKIPPED):
        kept = " The marks on this card are kept aside; change one to judge it after all." if card.entered.marks else ""
        return f"Recorded as {card.state} at {when}: {card.reason}.{kept}"
    if card.state is State.DONE:
        paper = " by the organizers, from paper" if held.paper else ""
        return f"Recorded {when}{paper}. Changes are kept as a draft until you record again."
    if card.unfit:
        return f"Recorded {when}, but the rubric has changed since. Mark what is missing and record again."
    return (
        f"You changed this after recording it at {when}. It is a draft until you record the correction; both are kept."
    )


def unfit_sentences(card: Card) -> tuple[str, ...]:
    """One sentence for each mark that belongs to no criterion of the rubric in force."""
    known = {criterion.key for criterion in card.criteria}
    return tuple(
        f"Your mark {plain(mark)} on “{key}” is kept, but the new rubric has no such criterion."
        for key, mark in card.unfit
        if key not in known
    )


def handed_sentence(done: HandedIn, *, stick: bool) -> str:
    """What a judge is told after handing in."""
    ballots = f"{done.ballots} ballot{'s' * (done.ballots != 1)}"
    place = place_name(done.path.parent)
    return (
        f"Handed in and checked: {ballots} on stick “{place}”. You may pull it out."
        if stick
        else f"Handed in and checked: {ballots} in “{place}”."
    )


def place_name(folder: Path) -> str:
    """A folder's own name, or the whole path of a disk's root."""
    return folder.name or str(folder)


def event_line(event: Event) -> str:
    """Place and day of an event in one line."""
    try:
        day = datetime.fromisoformat(event.day)
        when = f"{day.day} {day:%B} {day.year}"
    except ValueError:
        when = event.day
    return " · ".join(part for part in (event.place, when) if part)


def rehearsal(event: Event) -> bool:
    """Whether results are not meant."""
    return event.mode is Mode.REHEARSAL
