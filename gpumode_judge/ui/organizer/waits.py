"""Everything that waits for a person's word: what it is, what it means, and what can be done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gpumode_judge.desk.locking import Late, waiting_for_a_word
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.event.people import Ballot, Remark
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Hello, Signoff
from gpumode_judge.ui.organizer.words import called, counted, judge_called, listed, when


class Do(StrEnum):
    """What a person can do about something that waits."""

    OPEN_FILE = "open file"
    LAPTOPS = "laptops"
    ADMIT = "admit"
    BROKEN = "broken"
    EVENT_FILE = "event file"
    LOCK = "lock"


@dataclass(frozen=True)
class Said:
    """One statement that waits, in words."""

    eid: str
    text: str
    at: str


@dataclass(frozen=True)
class Wait:
    """One thing that waits. ``brief`` is ``more`` in few words.

    ``does`` are the buttons, the first of which is meant; ``about`` is the file for ``Do.BROKEN``.

    ``settled`` tells that it was decided already and is only listed.
    """

    key: str
    icon: str
    text: str
    more: str
    brief: str
    does: tuple[tuple[Do, str], ...]
    said: tuple[Said, ...] = ()
    about: str = ""
    settled: bool = False


def waits_of(desk: OrganizerDesk, record: Record) -> tuple[Wait, ...]:
    """All that waits, besides conflicts: what blocks most first, what was decided last."""
    words = [_by_laptop(desk, record, late) for late in waiting_for_a_word(desk)]
    return (
        *_missing(desk),
        *_pending(record),
        *(wait for wait in words if not wait.settled),
        *_broken(desk),
        *_unfit(record),
        *_locks(record),
        *(wait for wait in words if wait.settled),
    )


def _missing(desk: OrganizerDesk) -> list[Wait]:
    missing = desk.missing
    if not missing:
        return []
    text = "This workspace is older than files that went out from it"
    more = (
        f"{counted(missing, 'statement').capitalize()} of yours went out and {_are(missing)} not here: it was put back "
        "from a backup, or copied. Open the newest event file here, and they are back."
    )  # fmt: skip
    return [
        Wait("missing", "warning", text, more, "Open the newest event file.", ((Do.OPEN_FILE, "Open event file…"),))
    ]


def _pending(record: Record) -> list[Wait]:
    found: list[Wait] = []
    for pending in record.pending:
        says = f"that says it is {judge_called(record, pending.judge)}" if pending.judge else "that names no judge"
        text = f"A laptop {says} waits to be let in"
        more = (
            f"{counted(pending.entries, 'statement').capitalize()} from it {_wait(pending.entries)}. Ask the judge for the four words on "
            f"their screen; here they are “{four_words(pending.device)}”. If they are the same, accept the laptop."
        )  # fmt: skip
        found.append(
            Wait(
                f"pending {pending.device}",
                "device",
                text,
                more,
                "Compare the four words, and accept it.",
                ((Do.LAPTOPS, "Go to the laptop"),),
            )
        )
    return found


def _by_laptop(desk: OrganizerDesk, record: Record, late: Late) -> Wait:
    said = _said(desk, record, late.entries)
    what = _tally(desk, late.entries)
    many = len(late.entries)
    if late.device in record.organizers:
        who, ask = "an organizers’ laptop", "that organizer"
    elif late.judge:
        who = ask = judge_called(record, late.judge)
    else:
        who, ask = f"the laptop “{four_words(late.device)}”", "its judge"
    admit = (Do.ADMIT, "Let them count…" if many > 1 else "Let it count…")
    key = f"{late.verdict.value} {late.device}"
    match late.verdict:
        case Verdict.GAP:
            hole = _hole(desk, record, late.device)
            text = f"A score file of {who} is missing{f': {hole}' if hole else ''}"
            more = (
                f"{what.capitalize()} that came after it {_wait(many)}. Ask {ask} to hand in once more: a new score file holds everything. "
                "If that cannot be had any more, let what is here count."
            )  # fmt: skip
            if late.device in record.organizers:
                text = f"A file of {who} is missing{f': {hole}' if hole else ''}"
                more = (
                    f"{what.capitalize()} that came after it {_wait(many)}. Open the newest event file of that laptop."
                )
                return Wait(
                    key,
                    "clock",
                    text,
                    more,
                    "Open the newest event file.",
                    ((Do.OPEN_FILE, "Open event file…"), admit),
                    said,
                )
            return Wait(key, "clock", text, more, "Ask for the newest score file.", (admit,), said)
        case Verdict.FORKED:
            of = f"the laptop of {who}" if late.judge else who
            text = f"There are two different versions of {of}"
            more = (
                "A copy of its workspace, or one put back from a backup, was used beside it, and they say different things. "
                f"{what.capitalize()} {_wait(many)}. Ask {ask} what happened. Let count what is right; where both are about one "
                "submission, you choose under Conflicts."
            )  # fmt: skip
            return Wait(
                key,
                "conflict",
                text,
                more,
                "Ask what happened, and let count what is right.",
                (admit, (Do.LAPTOPS, "Shut the laptop out…")),
                said,
            )
        case Verdict.REVOKED:
            text = f"{what.capitalize()} of {who} {_do(many)} not count: the laptop is shut out"
            more = "This was decided. Let single statements count, or let the laptop in again."
            return Wait(key, "lock", text, more, "", (admit, (Do.LAPTOPS, "Go to the laptop")), said, settled=True)
        case _:
            times = [one.at for one in said if one.at]
            clock = f"Recorded {_span(times)} by the clock of {who}. " if times else ""
            text = f"{what.capitalize()} of {who} came after the lock"
            they, them = ("They do", "them") if many > 1 else ("It does", "it")
            more = f"{clock}{they} not count, unless you let {them}; say why, and the reason is kept."
            return Wait(key, "lock", text, more, f"{they} not count, unless you let {them}.", (admit,), said)


def _broken(desk: OrganizerDesk) -> list[Wait]:
    found: list[Wait] = []
    for file in quarantined(desk):
        if file.salvaged:
            continue
        whole = whole_words(file.entries, len(file.lost))
        text = f"The file “{file.name}”{f' of {file.who}' if file.who else ''} is broken"
        more = f"It is kept aside; {whole}. Ask for a new one, or take in what is whole."
        if not file.entries:
            more = f"It is kept aside; {whole}. Ask for a new one, and throw this one away."
        found.append(
            Wait(
                f"broken {file.sha256}",
                "error",
                text,
                more,
                "Ask for a new one, or take in what is whole.",
                ((Do.BROKEN, "Look at it"),),
                about=file.sha256,
            )
        )
    return found


def whole_words(whole: int, lost: int) -> str:
    """How much of a broken file is whole."""
    if not whole:
        return "nothing in it is whole"
    return (
        f"{whole:,} of {counted(whole + lost, 'statement')} in it {'is' if whole == 1 else 'are'} whole"
        if lost
        else f"{counted(whole, 'statement')} in it {'is' if whole == 1 else 'are'} whole"
    )


def _unfit(record: Record) -> list[Wait]:
    groups: dict[tuple[str, str], list[str]] = {}
    for (judge, submission), held in record.unfit.items():
        known = record.submissions.get(submission)
        lacking = record.rubric.missing(known, held.value.marks) if record.rubric and known else ()
        groups.setdefault((judge, listed(c.name for c in lacking) or "a mark"), []).append(submission)
    found: list[Wait] = []
    for (judge, lacking), submissions in groups.items():
        name = judge_called(record, judge)
        one = len(submissions) == 1
        text = f"{counted(len(submissions), 'ballot').capitalize()} of {name} {'lacks' if one else 'lack'} {lacking}"
        more = (
            f"The rubric changed after {'it was' if one else 'they were'} recorded, for {listed(called(record, s) for s in submissions)}. "
            f"Write a new event file; it asks {name} for what is missing. Nothing is lost."
        )  # fmt: skip
        found.append(
            Wait(
                f"unfit {judge} {lacking}",
                "rubric",
                text,
                more,
                "A new event file asks for what is missing.",
                ((Do.EVENT_FILE, "Go to Overview"),),
            )
        )
    return found


def _locks(record: Record) -> list[Wait]:
    found: list[Wait] = []
    for waiting in record.lock_waiting:
        text = "The lock lacks a signature" if waiting.manifest else "Opening the scores again lacks a signature"
        more = "In this event two organizers sign it, each on their own laptop; until then the scores are as they were."
        found.append(
            Wait(
                f"lock {' '.join(waiting.eids)}",
                "lock",
                text,
                more,
                "Another organizer signs it on their own laptop.",
                ((Do.LOCK, "Go to Lock"),),
            )
        )
    return found


def _said(desk: OrganizerDesk, record: Record, eids: Iterable[str]) -> tuple[Said, ...]:
    found: list[Said] = []
    for eid in eids:
        entry = desk.ledger.entries[eid]
        found.append(Said(eid, _words(desk, record, eid), when(clean_line(entry.at, 40), record.event.zone)))
    return tuple(found)


def _words(desk: OrganizerDesk, record: Record, eid: str) -> str:
    entry = desk.ledger.entries[eid]
    match desk.ledger.statement(entry):
        case Ballot() as ballot:
            return f"Ballot on {called(record, ballot.submission)}"
        case Remark() as remark:
            return f"Note on {called(record, remark.submission)}"
        case Hello():
            return "The laptop says who it is"
        case Signoff():
            return "Sign-off of all marks"
        case _:
            return f"A change: {clean_line(entry.kind, 40)}"


def _tally(desk: OrganizerDesk, eids: Iterable[str]) -> str:
    kinds = Counter(desk.ledger.entries[eid].kind for eid in eids)
    ballots, notes = kinds.pop("ballot", 0), kinds.pop("remark", 0)
    rest = kinds.total()
    return listed((
        counted(ballots, "ballot") if ballots else "",
        counted(notes, "note") if notes else "",
        counted(rest, "other statement" if ballots or notes else "statement") if rest else "",
    ))  # fmt: skip


def _hole(desk: OrganizerDesk, record: Record, device: str) -> str:
    """The numbers that are missing before the last entry of a laptop, such as ``entries 4 to 6``; nothing if none is."""
    numbers = sorted({e.seq for e in desk.ledger.chain(device) if e.event_id == record.event_id})
    if device in record.organizers:
        numbers = sorted({*numbers, *desk.ledger.withheld(device)})
    spans: list[str] = []
    before = 0
    for number in numbers:
        if number > before + 1:
            spans.append(f"{before + 1:,}" if number == before + 2 else f"{before + 1:,} to {number - 1:,}")
        before = number
    return f"{'entry' if len(spans) == 1 and ' ' not in spans[0] else 'entries'} {listed(spans)}" if spans else ""


def _span(times: list[str]) -> str:
    return times[0] if times[0] == times[-1] else f"from {times[0]} to {times[-1]}"


def _wait(many: int) -> str:
    return "waits" if many == 1 else "wait"


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


def _do(many: int) -> str:
    return "does" if many == 1 else "do"
