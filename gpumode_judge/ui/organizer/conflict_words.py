"""A conflict as two or more sides that can be compared line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Figure
from gpumode_judge.event.people import Ballot, Judge, Outcome, Remark
from gpumode_judge.event.rubric import Rubric, plain
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Conflict, Held, Record
from gpumode_judge.ledger.statements import (
    Assign,
    Award,
    Decision,
    Enrol,
    Freeze,
    Interest,
    Lock,
    Revoke,
    Signoff,
    Told,
)
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.ui.organizer.submission_rows import STATES
from gpumode_judge.ui.organizer.words import OUTCOMES, called, counted, judge_called, tracks_of, when

_RUNGS = {
    Tie.PRIORITY: "the criterion that comes first",
    Tie.FIRSTS: "how many judges placed it first",
    Tie.PERSON: "a person decides",
}


@dataclass(frozen=True)
class Line:
    """One thing that a side says; ``differs`` if the sides do not agree about it."""

    label: str
    text: str
    differs: bool


@dataclass(frozen=True)
class Side:
    """One side of a conflict: who said it and when, and what it says."""

    eid: str
    who: str
    at: str
    lines: tuple[Line, ...]


def title_of(conflict: Conflict, record: Record) -> str:
    """What a conflict is about."""
    head = conflict.heads[0].value
    match head:
        case Ballot() | Remark():
            word = "Ballot" if isinstance(head, Ballot) else "Note"
            return f"{word} of {judge_called(record, head.judge)} on {called(record, head.submission)}"
        case Submission():
            return f"Submission: {head.title}"
        case Judge():
            return f"Judge: {head.name}"
        case Track() | Prize():
            return f"{type(head).__name__}: {head.name}"
        case Rubric():
            return "The rubric"
        case Rules():
            return "The rules"
        case Assign():
            return f"What {judge_called(record, head.judge)} visits"
        case Enrol():
            return f"Who the laptop “{four_words(head.device)}” speaks for"
        case Interest():
            return f"Whether {judge_called(record, head.judge)} may mark {called(record, head.submission)}"
        case Revoke():
            return f"Whether the laptop “{four_words(head.device)}” is shut out"
        case Lock():
            return "The lock"
        case Agenda():
            return "The agenda"
        case Freeze():
            return "Whether the projector’s standings are frozen"
        case Told():
            return "Which result the ceremony tells"
        case Award():
            return f"Who wins {record.prize(head.prize)}"
        case Figure():
            return f"What was measured of {called(record, head.submission)}: {_criterion(record, head.criterion)}"
        case Decision():
            return "The order of equal teams: " + ", ".join(called(record, name) for name in sorted(head.order))
        case Signoff():
            return f"Sign-off of {judge_called(record, head.judge)}"
        case _:
            return conflict.kind.capitalize()


def sides_of(conflict: Conflict, record: Record) -> tuple[Side, ...]:
    """The sides, with what they do not agree about marked."""
    said = [dict(_says(head.value, record)) for head in conflict.heads]
    labels = list(dict.fromkeys(label for lines in said for label in lines))
    sides: list[Side] = []
    for head, lines in zip(conflict.heads, said, strict=True):
        told = tuple(
            Line(label, lines.get(label, "–"), len({other.get(label, "–") for other in said}) > 1) for label in labels
        )
        sides.append(Side(head.eid, _who(head, record), when(head.at, record.event.zone), told))
    return tuple(sides)


def _who(head: Held[object], record: Record) -> str:
    if head.device in record.organizers:
        return "entered by the organizers"
    judge = record.devices.get(head.device, "")
    return f"{judge_called(record, judge)}, laptop “{four_words(head.device)}”"


def _says(value: object, record: Record) -> list[tuple[str, str]]:
    match value:
        case Ballot():
            return _ballot(value, record)
        case Remark():
            return [("Note", value.text)]
        case Submission():
            links = "\n".join(f"{link.label} {link.url}".strip() for link in value.links)
            return [
                ("Title", value.title), ("Team", value.team), ("Table", value.table),
                ("Tracks", tracks_of(record, value.tracks)), ("State", STATES[value.entered][1]),
                ("Members", ", ".join(value.members)), ("Links", links), ("Description", value.description),
                ("Wants to win", ", ".join(record.prize(name) for name in value.prizes)),
            ]  # fmt: skip
        case Judge():
            return [
                ("Name", value.name),
                ("Affiliation", value.affiliation),
                ("Tracks", tracks_of(record, value.tracks)),
            ]
        case Track():
            return [("Name", value.name), ("Description", value.description)]
        case Prize():
            return [
                ("Name", value.name), ("Sponsor", value.sponsor), ("What is won", value.award),
                ("How many", str(value.count)), ("Place in the ceremony", str(value.place)), ("Who", value.eligible),
                ("May be shared", "yes" if value.shared else "no"), ("Decided by", value.decided),
                ("Own weights", _weights(value.weights, record)),
            ]  # fmt: skip
        case Rubric():
            lines = [("Name", value.name), ("Criteria", ", ".join(c.name for c in value.criteria))]
            for c in value.criteria:
                anchors = "".join(f"\n{plain(level)}: {text}" for level, text in sorted(c.anchors.items()))
                lines.append((c.name, f"{c.scale}" + (f"\n{c.prompt}" if c.prompt else "") + anchors))
            return lines
        case Rules():
            return [
                *((_criterion(record, key), plain(w)) for key, w in value.weights.items()),
                ("Method", METHODS[value.method].title if value.method in METHODS else value.method),
                ("First in a tie", _criterion(record, value.priority)),
                ("In a tie", ", then ".join(_RUNGS[tie] for tie in value.ties)),
                ("Measured", "\n".join(f"{m.name}: {m.turn.value}" for m in value.measured)),
                ("Who locks", "two organizers" if value.signatures == 2 else "one organizer"),
            ]
        case Assign():
            return [("Visits", "\n".join(called(record, name) for name in value.submissions))]
        case Enrol():
            return [("Judge", judge_called(record, value.judge) if value.judge else "the organizers")]
        case Interest():
            return [("Says", "may not mark it" if value.reason else "may mark it"), ("Reason", value.reason)]
        case Revoke():
            return [("Says", _shut_out(value)), ("Reason", value.reason)]
        case Lock():
            if not value.manifest:
                return [("Scores", "open again")]
            many = sum(seq for seq, _ in value.manifest.values())
            return [
                ("Scores", f"locked, with {counted(many, 'statement')} of {counted(len(value.manifest), 'laptop')}")
            ]
        case Agenda():
            items = "\n".join(f"{item.begins} {item.title}" for item in value.items)
            return [("Items", items), ("Hand in until", value.hand_in)]
        case Freeze():
            many = sum(seq for seq, _ in value.manifest.values())
            return [
                ("Standings", f"frozen, with {counted(many, 'statement')}" if value.manifest else "shown as they are")
            ]
        case Told():
            return [("Result", value.digest[:12]), ("Of the lock", value.lock[:8])]
        case Award():
            winners = "\n".join(called(record, name) for name in value.submissions)
            return [("Winner", winners), ("Decided by", value.by), ("Reason", value.reason)]
        case Figure():
            figure = "taken back" if value.value is None else f"{plain(value.value)} {value.unit}".strip()
            return [("Figure", figure), ("From", value.source)]
        case Decision():
            order = "\n".join(called(record, name) for name in value.order)
            return [("Order, best first", order), ("Decided by", value.by), ("Reason", value.reason)]
        case Signoff():
            return [("Signs off", counted(len(value.ballots), "ballot"))]
        case _:
            return [("Says", str(value))]


def _shut_out(revoke: Revoke) -> str:
    if not revoke.seq:
        return "let in"
    return "shut out, with all it said" if revoke.seq == 1 else f"shut out after {counted(revoke.seq - 1, 'statement')}"


def _ballot(ballot: Ballot, record: Record) -> list[tuple[str, str]]:
    lines = [("Outcome", OUTCOMES[ballot.outcome][1] + (f": {ballot.reason}" if ballot.reason else ""))]
    if ballot.outcome is Outcome.MARKED:
        lines += [(_criterion(record, key), plain(mark)) for key, mark in _in_order(ballot.marks, record)]
    return lines


def _in_order(marks: Mapping[str, Decimal], record: Record) -> list[tuple[str, Decimal]]:
    keys = [c.key for c in record.rubric.criteria] if record.rubric else []
    return sorted(marks.items(), key=lambda item: (keys.index(item[0]) if item[0] in keys else len(keys), item[0]))


def _weights(weights: Mapping[str, Decimal], record: Record) -> str:
    return ", ".join(f"{_criterion(record, key)} {plain(weight)}" for key, weight in weights.items())


def _criterion(record: Record, key: str) -> str:
    criteria = (*(record.rubric.criteria if record.rubric else ()), *record.rules.measured)
    return next((c.name for c in criteria if c.key == key), key)
