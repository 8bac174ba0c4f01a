"""What goes into an event file: what judges need to score, and places that keep the organizers' chains whole."""

from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Record

_HELD = frozenset({Verdict.COUNTED, Verdict.CONFLICT, Verdict.SUPERSEDED})
FOR_JUDGES = frozenset(
    {
        "event",
        "rubric",
        "rules",
        "track",
        "prize",
        "submission",
        "judge",
        "assign",
        "resolve",
        "conflict",
        "lock",
        "revoke",
        "admit",
        "checkpoint",
    }
)


def entries_for_judges(ledger: Ledger, record: Record) -> tuple[list[Entry], list[Stub]]:
    """Entries that judges need; everything else that organizers said becomes a stub.

    What was replaced since goes along: without the second of three versions, a laptop that has the first one would not know
    that the third replaces it.
    """
    entries: list[Entry] = []
    stubs: list[Stub] = []
    for device in sorted(record.organizers):
        for entry in ledger.chain(device):
            verdict = record.verdicts.get(entry.eid)
            organizer = entry.kind == "enrol" and entry.data.get("judge") == ""
            if (entry.kind in FOR_JUDGES or organizer) and verdict in _HELD:
                entries.append(entry)
            else:
                stubs.append(Stub.of(entry))
    return entries, stubs
