"""What the Lock page says: how things stand, who signed off, and what came too late. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from gpumode_judge.event.people import Judge
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import LockWaiting, Record
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
    """How things stand: an icon with its tone, a title, a sentence, and the lock or opening that lacks a signature."""

    stand: Stand
    icon: str
    tone: str
    title: str
    text: str
    waiting: LockWaiting | None = None
    mine: bool = False


def standing(record: Record, device: str, since: str) -> Standing:
    """How things stand on the laptop ``device``; ``since`` is when the lock was signed, as it is shown."""
    waiting = _waiting(record)
    mine = waiting is not None and device in waiting.devices
    if record.lock is not None:
        opening = waiting is not None and not waiting.manifest
        title = f"The scores are locked since {since}" if since else "The scores are locked"
        if opening and waiting is not None:
            text = f"One organizer wants to open them again. {_who_next(waiting, mine=mine)}"
            return Standing(Stand.OPENING, "lock", "warn", title, text, waiting, mine)
        text = "What is recorded or merged from now on is kept and waits for your word; it changes nothing by itself."
        return Standing(Stand.LOCKED, "lock", "good", title, text)
    if waiting is not None and waiting.manifest:
        title = "The lock waits for " + ("one more signature" if waiting.missing == 1 else "two signatures")
        text = f"Until then the scores are open. {_who_next(waiting, mine=mine)}"
        return Standing(Stand.PROPOSED, "clock", "warn", title, text, waiting, mine)
    if not record.ballots:
        return Standing(Stand.EMPTY, "lock", "ink_soft", "There is nothing to lock yet", "No scores have come in.")
    text = (
        "Locking settles what counts. Whatever comes later is kept, but waits for your word. They can be opened again."
    )
    return Standing(Stand.OPEN, "lock", "ink_soft", "The scores are open", text + _two(record))


def _waiting(record: Record) -> LockWaiting | None:
    """The lock that lacks a signature; while scores are locked, the opening that does."""
    wanted = record.lock is None
    return next((w for w in record.lock_waiting if bool(w.manifest) is wanted), None)


def _who_next(waiting: LockWaiting, *, mine: bool) -> str:
    if not mine:
        return "Look at what is known here, then sign it too."
    more = "another organizer signs" if waiting.missing == 1 else f"{waiting.missing} other organizers sign"
    return f"This laptop has signed; it holds once {more} on a laptop of their own and their file is merged here."


def _two(record: Record) -> str:
    if record.rules.signatures < 2:
        return ""
    known = " So far only this laptop speaks for the organizers." if len(record.organizers) < 2 else ""
    return f" Two organizers must sign, each on a laptop of their own.{known}"


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
    said = {judge for judge, _ in record.ballots}
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
