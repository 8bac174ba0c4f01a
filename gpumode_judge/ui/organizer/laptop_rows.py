"""The laptops of an event as they are listed: which are let in, and which are shut out."""

from dataclasses import dataclass

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Revoke
from gpumode_judge.ui.organizer.words import counted, judge_called, when


@dataclass(frozen=True)
class Laptop:
    """One laptop. ``cut`` is the entry number from which on it does not count; 0 where it is let in."""

    device: str
    words: str
    who: str
    note: str
    cut: int
    fixed: bool


def laptops_of(desk: OrganizerDesk, record: Record) -> tuple[Laptop, ...]:
    """Every laptop that was let in or shut out, by name; those that wait are in the record."""
    genesis = desk.ledger.entries[record.event_id].device
    known = set(record.devices) | record.organizers | record.revoked.keys()
    found = [_laptop(desk, record, device, {genesis, desk.device}) for device in known]
    return tuple(sorted(found, key=lambda laptop: (laptop.who.casefold(), laptop.words)))


def _laptop(desk: OrganizerDesk, record: Record, device: str, fixed: set[str]) -> Laptop:
    said = [e for e in desk.ledger.chain(device) if e.event_id == record.event_id]
    last = f", the last one {when(said[-1].at[:40], record.event.zone)}" if said else ""
    note = f"{counted(len(said), 'statement').capitalize()}{last}."
    cut = record.revoked.get(device, 0)
    if cut:
        why = _reason(desk, record, device)
        out = "Nothing that it said counts" if cut == 1 else f"Its first {counted(cut - 1, 'statement')} count, no more"
        note = f"{out}{f': {why}' if why else ''}. {note}"
    judge = record.devices.get(device, "")
    who = judge_called(record, judge) if judge else "Organizers" if device in record.organizers else "Nobody yet"
    if device == desk.device:
        who = "This laptop"
    return Laptop(device, four_words(device), who, note, cut, device in fixed)


def _reason(desk: OrganizerDesk, record: Record, device: str) -> str:
    reasons: list[str] = []
    for eid in record.heads.get(("revoke", device), ()):
        said = desk.ledger.statement(desk.ledger.entries[eid])
        if isinstance(said, Revoke) and said.seq and said.reason:
            reasons.append(said.reason.rstrip("."))
    return ", ".join(reasons)
