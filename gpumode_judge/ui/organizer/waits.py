"""Everything that waits for a person's word: what it is, what it means, and what can be done."""

from dataclasses import dataclass
from enum import StrEnum

from gpumode_judge.desk.locking import Late, waiting_for_a_word
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.quarantine import Quarantined, quarantined, spare
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.lock_words import open_lock
from gpumode_judge.ui.organizer.said import Said, said_of, span, tally
from gpumode_judge.ui.organizer.words import called, counted, judge_called, listed


class Do(StrEnum):
    """What a person can do about something that waits."""

    OPEN_FILE = "open file"
    SCORE_FILE = "score file"
    LAPTOPS = "laptops"
    ADMIT = "admit"
    BROKEN = "broken"
    EVENT_FILE = "event file"
    LOCK = "lock"


@dataclass(frozen=True)
class Wait:
    """One thing that waits. ``brief`` is ``more`` in few words.

    ``does`` are the buttons, the first of which is meant; ``about`` is the file for ``Do.BROKEN``.

    ``settled`` tells that it was decided already and is only listed, ``idle`` that it waits for somebody else than this laptop.
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
    idle: bool = False


def waits_of(desk: OrganizerDesk, record: Record) -> tuple[Wait, ...]:
    """All that waits, besides conflicts: what blocks most first, what was decided last."""
    words = [_by_laptop(desk, record, late) for late in waiting_for_a_word(desk)]
    broken = _broken(desk)
    return (
        *_missing(desk),
        *_pending(record),
        *(wait for wait in words if not wait.settled),
        *(wait for wait in broken if not wait.settled),
        *_unfit(record),
        *_lock(record, desk.device),
        *(wait for wait in (*words, *broken) if wait.settled),
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
    said = said_of(desk, record, late.entries)
    what = tally(desk, late.entries)
    many = sum(not one.along for one in said) or len(said)
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
            text = f"An earlier score file of {who} is missing"
            lacks = f"{counted(hole, 'statement').capitalize()} in it never came. " if hole else ""
            more = (
                f"{lacks}{what.capitalize()} that came after it {_wait(many)}. Ask {ask} to hand in once more, and merge that file: "
                "it holds everything. If it cannot be had any more, let what is here count."
            )  # fmt: skip
            if late.device in record.organizers:
                text = f"An earlier file of {who} is missing"
                more = (
                    f"{lacks}{what.capitalize()} that came after it {_wait(many)}. Open the newest event file of that laptop: "
                    "it holds everything."
                )  # fmt: skip
                return Wait(
                    key,
                    "clock",
                    text,
                    more,
                    "Open the newest event file.",
                    ((Do.OPEN_FILE, "Open event file…"), admit),
                    said,
                )
            return Wait(
                key,
                "clock",
                text,
                more,
                "Ask for the newest score file.",
                ((Do.SCORE_FILE, "Merge a new file…"), admit),
                said,
            )
        case Verdict.FORKED:
            of = f"the laptop of {who}" if late.judge else who
            text = f"There are two copies of {of}, and they differ"
            more = (
                "Its data was copied, or put back from a backup, and both copies went on. "
                f"{what.capitalize()} {_wait(many)}. Ask {ask} which of them are right, and let those count; where both copies are "
                "about one submission, you choose under Conflicts."
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
            more = (
                "An organizer decided this. If it was wrong, let single statements count, or let the laptop in again."
            )
            return Wait(key, "lock", text, more, "", (admit, (Do.LAPTOPS, "Go to the laptop")), said, settled=True)
        case _:
            times = [one.at for one in said if one.at]
            clock = f"Recorded {span(times)} by the clock of that laptop. " if times else ""
            text = f"{what.capitalize()} of {who} came after the lock"
            they, them = ("They do", "them") if many > 1 else ("It does", "it")
            more = f"{clock}{they} not count, unless you let {them} and say why. If you leave {them}, the result stays as it is."
            return Wait(key, "lock", text, more, f"{they} not count, unless you let {them}.", (admit,), said)


def _broken(desk: OrganizerDesk) -> list[Wait]:
    found: list[Wait] = []
    for file in quarantined(desk):
        if file.salvaged:
            continue
        if spare(desk, file):
            found.append(_spare(file))
            continue
        whole = whole_words(file.entries, len(file.lost))
        text = f"The file “{file.name}”{f' of {file.who}' if file.who else ''} is broken"
        more = f"{file.why} It is kept aside; {whole}. If the file cannot be had any more, take in what is whole."
        brief = "Copy it again, or take in what is whole."
        if not file.entries:
            more = f"{file.why} Nothing in this one can be read; it can be thrown away."
            brief = "Nothing in it can be read. Copy it again."
        found.append(
            Wait(
                f"broken {file.sha256}",
                "error",
                text,
                more,
                brief,
                ((Do.BROKEN, "Look at it"),),
                about=file.sha256,
            )
        )
    return found


def _spare(file: Quarantined) -> Wait:
    text = f"The broken file “{file.name}” is not needed any more"
    more = "All that can be read in it has come by another file. Throw it away, or leave it."
    return Wait(
        f"broken {file.sha256}", "check", text, more, "", ((Do.BROKEN, "Look at it"),), about=file.sha256, settled=True
    )


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
    groups: dict[str, list[tuple[str, str]]] = {}
    for (judge, submission), held in record.unfit.items():
        known = record.submissions.get(submission)
        lacking = record.rubric.missing(known, held.value.marks) if record.rubric and known else ()
        names = listed(f"“{c.name}”" for c in lacking)
        groups.setdefault(f"a mark for {names}" if names else "a mark that the rubric allows", []).append(
            (judge, submission)
        )
    return [_lacking(record, lacking, ballots) for lacking, ballots in groups.items()]


def _lacking(record: Record, lacking: str, ballots: list[tuple[str, str]]) -> Wait:
    judges = {judge for judge, _ in ballots}
    names = listed(sorted((judge_called(record, judge) for judge in judges), key=str.casefold), 5)
    one = len(ballots) == 1
    of = f" of {names}" if len(judges) == 1 else ""
    text = f"{counted(len(ballots), 'ballot').capitalize()}{of} {'lacks' if one else 'lack'} {lacking}"
    marked = {name for _, name in ballots}
    which = listed((called(record, name) for name in record.submissions if name in marked), 3)
    more = (
        f"The rubric changed after {'it was' if one else 'they were'} recorded, for {which}. Write a new event file and give it to "
        f"{names}: it asks for what is missing. Until then {'this ballot does' if one else 'these ballots do'} not count."
    )  # fmt: skip
    brief = "A new event file asks for what is missing."
    return Wait(f"unfit {lacking}", "rubric", text, more, brief, ((Do.EVENT_FILE, "Go to Overview"),))


def _lock(record: Record, device: str) -> list[Wait]:
    waiting = open_lock(record)
    if waiting is None:
        return []
    what = "Opening the scores again" if not waiting.manifest else "A new lock" if record.lock else "Locking the scores"
    mine = device in waiting.devices
    if mine:
        text = f"{what} waits for another organizer"
        brief = "Another organizer must sign it on their own laptop."
        more = "You have signed. In this event two organizers sign, each on their own laptop; the page Lock says how."
    else:
        text = f"{what} waits for you"
        brief = "Another organizer has signed; look at it, and sign it too."
        more = (
            "Another organizer has signed. In this event two organizers sign; look at the page Lock, and sign it too."
        )
    return [Wait("lock", "lock", text, more, brief, ((Do.LOCK, "Go to Lock"),), idle=mine)]


def _hole(desk: OrganizerDesk, record: Record, device: str) -> int:
    """How many statements are missing before the last one of a laptop."""
    numbers = {e.seq for e in desk.ledger.chain(device) if e.event_id == record.event_id}
    if device in record.organizers:
        numbers |= set(desk.ledger.withheld(device))
    return max(numbers, default=0) - len(numbers)


def _wait(many: int) -> str:
    return "waits" if many == 1 else "wait"


def _are(many: int) -> str:
    return "is" if many == 1 else "are"


def _do(many: int) -> str:
    return "does" if many == 1 else "do"
