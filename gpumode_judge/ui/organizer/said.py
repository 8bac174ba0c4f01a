"""Single statements in words, for a person who decides about them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.people import Ballot, Outcome, Remark
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Hello, Signoff
from gpumode_judge.ui.organizer.words import OUTCOMES, called, counted, listed, when


@dataclass(frozen=True)
class Said:
    """One statement that waits, in words. ``along`` tells that it says nothing but whose laptop it is, and goes with the others."""

    eid: str
    text: str
    at: str
    along: bool = False


def said_of(desk: OrganizerDesk, record: Record, eids: Iterable[str]) -> tuple[Said, ...]:
    """Statements in words, in the order given."""
    found: list[Said] = []
    for eid in eids:
        entry = desk.ledger.entries[eid]
        at = when(clean_line(entry.at, 40), record.event.zone)
        found.append(Said(eid, _words(desk, record, eid), at, entry.kind == "hello"))
    if all(one.along for one in found):
        return tuple(replace(one, along=False) for one in found)
    return tuple(found)


def _words(desk: OrganizerDesk, record: Record, eid: str) -> str:
    entry = desk.ledger.entries[eid]
    match desk.ledger.statement(entry):
        case Ballot() as ballot:
            return f"Ballot on {called(record, ballot.submission)}: {_told(record, ballot)}"
        case Remark() as remark:
            return f"Note on {called(record, remark.submission)}"
        case Hello():
            return "Whose laptop it is"
        case Signoff():
            return "Sign-off of all marks"
        case _:
            return f"A change: {clean_line(entry.kind, 40)}"


def _told(record: Record, ballot: Ballot) -> str:
    """What a ballot says, in few words: its marks in the order of the rubric, or its outcome."""
    if ballot.outcome is not Outcome.MARKED:
        return OUTCOMES[ballot.outcome][1].lower()
    keys = [c.key for c in record.rubric.criteria] if record.rubric else []
    marks = sorted(
        ballot.marks.items(), key=lambda item: (keys.index(item[0]) if item[0] in keys else len(keys), item[0])
    )
    return ", ".join(plain(mark) for _, mark in marks)


def tally(desk: OrganizerDesk, eids: Iterable[str]) -> str:
    """How many of what, such as ``2 ballots and 1 note``."""
    kinds = Counter(desk.ledger.entries[eid].kind for eid in eids)
    ballots, notes, signoffs = kinds.pop("ballot", 0), kinds.pop("remark", 0), kinds.pop("signoff", 0)
    if ballots or notes or signoffs:
        kinds.pop("hello", 0)  # it comes with the first of them
    rest = kinds.total()
    return listed((
        counted(ballots, "ballot") if ballots else "",
        counted(notes, "note") if notes else "",
        counted(signoffs, "sign-off") if signoffs else "",
        counted(rest, "other statement" if ballots or notes or signoffs else "statement") if rest else "",
    ))  # fmt: skip


def span(times: list[str]) -> str:
    """From when to when, for times in order."""
    return times[0] if times[0] == times[-1] else f"from {times[0]} to {times[-1]}"
