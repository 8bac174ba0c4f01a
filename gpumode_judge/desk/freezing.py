"""Freeze the projector: from then on it shows the standings as they were, and only how many visits came since.

What is frozen is a place in each laptop's chain. Whatever was said after it is as if it were not there, so that nothing on the frozen
board can follow from it; only teams keep the names that they have now, and who was withdrawn since is not shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.snapshotting import beyond
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.locks import manifest_of
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Freeze, Place


def freeze(desk: OrganizerDesk) -> None:
    """Freeze the projector's standings as they are known here now. A second freeze replaces the first.

    Raises:
        Problem: nothing is scored yet, or the disk refused.
    """
    record = desk.record
    if not record.ballots and not record.figures:
        raise Problem("There are no scores to freeze yet.")
    desk.say(Freeze(manifest_of(desk.ledger, record)))


def thaw(desk: OrganizerDesk) -> None:
    """Show the standings as they are again.

    Raises:
        Problem: nothing is frozen, or the disk refused.
    """
    if desk.record.freeze is None:
        raise Problem("The projector is not frozen.")
    desk.say(Freeze({}))


def frozen_at(desk: OrganizerDesk) -> str:
    """When the freeze was said, as a UTC time; empty while nothing is frozen."""
    record = desk.record
    if record.freeze is None:
        return ""
    said = [desk.ledger.entries[eid] for eid in record.heads.get(("freeze",), ()) if eid in desk.ledger]
    fits = (entry for entry in said if _manifest(desk, entry) == record.freeze)
    return min((entry.at for entry in fits), default="")


def record_at(ledger: Ledger, event_id: str, manifest: Mapping[str, Place]) -> Record:
    """What held when every chain reached just so far."""
    kept = [entry for device, place in manifest.items() for entry in _up_to(ledger, device, place)]
    genesis = ledger.entries[event_id]
    return project(Ledger([genesis, *kept], ledger.stubs), event_id)


def as_shown(then: Record, now: Record) -> Record:
    """The record of the freeze with the teams as they are called now, and without those that were withdrawn since."""
    return replace(then, submissions=now.submissions, event=now.event, freeze=now.freeze)


def hidden_by_submission(record: Record) -> dict[str, int]:
    """How many visits to submissions that are judged came after the freeze; none while nothing is frozen."""
    judged = {submission.id for submission in record.judged}
    return Counter(
        submission
        for (_, submission), held in record.ballots.items()
        if submission in judged and held.value.outcome is Outcome.MARKED and beyond(held, record.freeze)
    )


def hidden_visits(desk: OrganizerDesk) -> int:
    """How many visits the audience does not see because the projector is frozen."""
    return sum(hidden_by_submission(desk.record).values())


def _up_to(ledger: Ledger, device: str, place: Place) -> list[Entry]:
    """A chain back from a place: of two entries with one number only the one that the place stands on.

    Below a hole everything is taken: what stands behind one was admitted, and hangs on nothing.
    """
    seq, eid = place
    path: list[Entry] = []
    while (entry := ledger.entries.get(eid)) is not None and entry.seq == seq and entry.device == device:
        path.append(entry)
        seq, eid = seq - 1, entry.prev
    return path + [entry for entry in ledger.chain(device) if entry.seq <= seq] if eid else path


def _manifest(desk: OrganizerDesk, entry: Entry) -> Mapping[str, Place] | None:
    said = desk.ledger.statement(entry)
    return said.manifest if isinstance(said, Freeze) else None
