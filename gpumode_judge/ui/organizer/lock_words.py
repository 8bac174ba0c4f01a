"""What the Lock page says: how things stand, who signed off, and what came too late. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from gpumode_judge.desk.locking import Check
from gpumode_judge.desk.overview import held_up
from gpumode_judge.event.people import Judge
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import LockWaiting, Record
from gpumode_judge.ledger.statements import Place
from gpumode_judge.ui.organizer.words import counted, judge_called, when


class Stand(Enum):
    """How far the lock is."""

    EMPTY = auto()
    OPEN = auto()
    PROPOSED = auto()
    LOCKED = auto()
    OPENING = auto()


@dataclass(frozen=True)
class Standing:
    """How things stand: an icon with its tone, a title, a sentence, and the lock or opening that lacks a signature.

    ``mine`` tells that this laptop has signed it, ``newer`` that more has come since than the lock holds, and ``carry`` that the other
    organizers' laptop is to be told next.
    """

    stand: Stand
    icon: str
    tone: str
    title: str
    text: str
    waiting: LockWaiting | None = None
    mine: bool = False
    newer: bool = False
    carry: bool = False


def standing(record: Record, device: str, since: str, here: Mapping[str, Place] | None = None) -> Standing:
    """How things stand on the laptop ``device``; ``since`` is when the lock was signed, as it is shown, and ``here`` what a lock
    would hold that is made now."""
    waiting = open_lock(record)
    mine = waiting is not None and device in waiting.devices
    if record.lock is not None:
        title = f"The scores are locked since {since}" if since else "The scores are locked"
        if waiting is not None and not waiting.manifest:
            text = f"An organizer wants to open them again. {_who_next(mine=mine)}"
            return Standing(Stand.OPENING, "lock", "warn", title, text, waiting, mine, carry=mine)
        if waiting is not None:
            more, fewer = _apart(record, waiting.manifest, here)
            text = f"An organizer wants to lock them anew. {_who_next(mine=mine)}{_apart_words(more, fewer)}"
            return Standing(Stand.LOCKED, "lock", "warn", title, text, waiting, mine, bool(more), carry=mine)
        text = "What is recorded or merged from now on is kept and waits for your word; it changes nothing by itself."
        return Standing(Stand.LOCKED, "lock", "good", title, text)
    if waiting is not None and waiting.manifest:
        title = "The lock waits for " + ("one more signature" if waiting.missing == 1 else "two signatures")
        more, fewer = _apart(record, waiting.manifest, here)
        text = f"Until then the scores are open. {_who_next(mine=mine)}{_apart_words(more, fewer)}"
        return Standing(Stand.PROPOSED, "clock", "warn", title, text, waiting, mine, bool(more), carry=mine)
    if not record.ballots:
        return Standing(
            Stand.EMPTY,
            "lock",
            "ink_soft",
            "There is nothing to lock yet",
            "No scores have come in. Merge the judges’ score files first.",
        )
    text = (
        "Locking settles what counts. Whatever comes later is kept, but waits for your word. They can be opened again."
    )
    alone = record.rules.signatures > 1 and len(record.organizers) < 2
    return Standing(Stand.OPEN, "lock", "ink_soft", "The scores are open", text + _two(record), carry=alone)


def open_lock(record: Record) -> LockWaiting | None:
    """What one more signature would change; ``None`` if nothing.

    While scores are open that is a lock; while they are locked, an opening or a lock in the place of the one in force. One that was
    proposed beside the one in force came to nothing. Of several the one that holds most, so that all laptops ask for the same.
    """
    waiting = {eid for w in record.lock_waiting for eid in w.eids}
    in_force = set(record.heads.get(("lock",), ())) - waiting
    asked = [w for w in record.lock_waiting if (in_force & set(w.supersedes) if record.lock else w.manifest)]
    return min(
        asked, key=lambda w: (bool(w.manifest), -sum(seq for seq, _ in w.manifest.values()), w.eids), default=None
    )


def _who_next(*, mine: bool) -> str:
    if not mine:
        return "Another organizer has signed. Look at the list below, then sign it too."
    return (
        "This laptop has signed. Now carry a file for another organizer over; they merge it and press Sign it too, and you merge "
        "the file that they bring back."
    )  # fmt: skip


def _apart(record: Record, there: Mapping[str, Place], here: Mapping[str, Place] | None) -> tuple[int, int]:
    """How many statements of judges are known here and not in a lock, and how many are in it and not known here."""
    if here is None:
        return 0, 0
    steps = [here.get(device, (0, ""))[0] - there.get(device, (0, ""))[0] for device in record.devices]
    return sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0)


def _apart_words(more: int, fewer: int) -> str:
    text = ""
    if fewer:
        are = "is" if fewer == 1 else "are"
        text += f" It holds {counted(fewer, 'statement')} that {are} not here yet: merge the other laptop’s file first."
    if more:
        are = "is" if more == 1 else "are"
        new = counted(more, "statement").capitalize()
        text += f" {new} known here {are} not in it and would be late: lock what is here now instead."
    return text


def _two(record: Record) -> str:
    if record.rules.signatures < 2:
        return ""
    known = (
        " So far only this laptop speaks for the organizers: let a second one in with a file for another organizer."
        if len(record.organizers) < 2
        else ""
    )
    return f" Two organizers must sign, each on a laptop of their own.{known}"


def check_place(check: Check) -> str:
    """Where the button of a line leads."""
    # Those who have visits to do are more than those from whom nothing came; what is missing in between is among what waits.
    return {"silent": "behind", "merge": "waiting", "broken": "merge"}.get(check.place, check.place)


def check_order(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """The lines as they are listed: first those that are not fine."""
    return tuple(sorted(checks, key=lambda check: check.ok))


def locked_since(record: Record, entries: Mapping[str, Entry]) -> str:
    """When the lock in force was signed, by the clock of who signed it last; nothing while scores are open."""
    if record.lock is None:
        return ""
    open_still = {eid for waiting in record.lock_waiting for eid in waiting.eids}
    heads = [entries[eid] for eid in record.heads.get(("lock",), ()) if eid in entries and eid not in open_still]
    return max((when(entry.at, record.event.zone) for entry in sorted(heads, key=lambda e: e.at)[-1:]), default="")


@dataclass(frozen=True)
class SignedRow:
    """What one judge says of their own ballots."""

    judge: Judge
    icon: str
    tone: str
    word: str
    at: str
    when: str


def signed_rows(record: Record) -> tuple[SignedRow, ...]:
    """One row for each judge."""
    said = {judge for judge, _ in record.ballots} | held_up(record)
    return tuple(_signed(record, judge, said) for judge in record.judges.values())


def _signed(record: Record, judge: Judge, said: set[str]) -> SignedRow:
    held = record.signoffs.get(judge.id)
    at = held.at if held else ""
    shown = when(at, record.event.zone) if at else ""
    if record.signed_off(judge.id) and judge.id in said:
        return SignedRow(judge, "done", "good", "Signed off", at, shown)
    if held is not None:
        return SignedRow(judge, "warning", "warn", "Changed since", at, shown)
    if judge.id in said:
        return SignedRow(judge, "todo", "ink_soft", "Not yet", "", "")
    return SignedRow(judge, "minus", "ink_faint", "Nothing in yet", "", "")


def late_sentence(record: Record, entries: Mapping[str, Entry]) -> str:
    """What came too late, by whom; nothing if nothing did."""
    found: dict[str, int] = {}
    for eid, verdict in record.verdicts.items():
        if verdict is Verdict.LATE and eid in entries:
            device = entries[eid].device
            who = judge_called(record, record.devices[device]) if device in record.devices else "an organizer"
            found[who] = found.get(who, 0) + 1
    if not found:
        return ""
    names = sorted(found)
    told = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"{counted(sum(found.values()), 'statement').capitalize()} came after the lock, from {told}. None of it counts until you let it."
