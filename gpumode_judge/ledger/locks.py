"""When scores are locked: which manifest is in force, who must still sign, and what lies beyond it. Clocks never matter.

A lock is a proposal: a manifest and the earlier locks that it replaces. Organizers who say the same proposal sign it together.
One that has too few signatures replaces nothing; so one organizer alone can neither lock nor unlock where two must sign.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.heads import Slots
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import LockWaiting, Record
from gpumode_judge.ledger.statements import Lock, Place

Manifest = Mapping[str, Place]
_Proposal = tuple[tuple[tuple[str, Place], ...], frozenset[str]]
_UNHELD = frozenset({Verdict.GAP, Verdict.FORKED, Verdict.FOREIGN, Verdict.REVOKED, Verdict.LATE})


@dataclass(frozen=True, slots=True)
class Locked:
    """How things stand. ``manifest`` is ``None`` while nothing is locked; ``contested`` are the locks in force if they
    differ: then only what is beyond all of them is late. ``heads`` are the locks that the next one replaces."""

    manifest: Manifest | None
    waiting: tuple[LockWaiting, ...]
    contested: tuple[tuple[Entry, Lock], ...]
    heads: tuple[str, ...]

    def beyond(self, entry: Entry) -> bool:
        """Whether an entry comes after the place of its device in the manifest, or its device has none."""
        if self.manifest is None:
            return False
        place = self.manifest.get(entry.device)
        return place is None or entry.seq > place[0]

    def path(self, ledger: Ledger, device: str) -> dict[int, str]:
        """The entries that the manifest stands on, by seq, back from the one it names as far as they are known."""
        place = self.manifest.get(device) if self.manifest else None
        if place is None:
            return {}
        seq, eid = place
        path = {seq: eid}
        while (entry := ledger.entries.get(eid)) and entry.seq == seq and entry.device == device and entry.prev:
            seq, eid = seq - 1, entry.prev
            path[seq] = eid
        return path


def locked(
    locks: Sequence[tuple[Entry, Lock]],
    rules: Sequence[tuple[Entry, Rules]],
    losers: frozenset[str],
    who: frozenset[str],
) -> Locked:
    """Which locks are in force. ``rules`` are all that organizers said, ``who`` are the organizers' devices."""
    proposals: dict[_Proposal, list[tuple[Entry, Lock]]] = {}
    for entry, lock in sorted(locks, key=lambda item: item[0].eid):
        proposal = (tuple(sorted(lock.manifest.items())), frozenset(entry.supersedes))
        proposals.setdefault(proposal, []).append((entry, lock))
    asked = {proposal: _asked(said[0][1].manifest, rules, who) for proposal, said in proposals.items()}
    # Once two have locked together it always takes two: later rules are no way round the other's signature.
    ever = max((asked[p] for p, said in proposals.items() if _signers(said) >= asked[p]), default=1)
    asked = {proposal: max(count, ever) for proposal, count in asked.items()}
    carried = [p for p, said in proposals.items() if _signers(said) >= asked[p]]
    replaced = {eid for _, supersedes in carried for eid in supersedes}
    live = {p: [item for item in proposals[p] if item[0].eid not in replaced] for p in proposals}
    in_force = {p: live[p] for p in carried if _signers(live[p]) >= asked[p]}
    manifests = {p[0] for p in in_force}
    if len(manifests) > 1:
        kept = {p: left for p, said in in_force.items() if (left := [i for i in said if i[0].eid not in losers])}
        in_force = kept or in_force
        manifests = {p[0] for p in in_force}
    waiting = _waiting(proposals, live, asked, set(carried), manifests)
    said = tuple(item for found in in_force.values() for item in found)
    eids = {entry.eid for entry, _ in said} | {eid for w in waiting for eid in w.eids}
    return Locked(_widest(manifests), waiting, said if len(manifests) > 1 else (), tuple(sorted(eids)))


def manifest_of(ledger: Ledger, record: Record) -> dict[str, Place]:
    """Where the chains of all organizers' and accepted judges' devices stand now: what a lock names."""
    places: dict[str, Place] = {}
    for device in (*record.organizers, *record.devices):
        for entry in ledger.chain(device):
            if record.verdicts.get(entry.eid, Verdict.FOREIGN) not in _UNHELD:
                places[device] = (entry.seq, entry.eid)
    return places


def _asked(manifest: Manifest, rules: Sequence[tuple[Entry, Rules]], who: frozenset[str]) -> int:
    """How many must sign, by the rules that the manifest itself locks: rules said later cannot make it fall."""
    slots = Slots(who)
    for entry, said in rules:
        place = manifest.get(entry.device)
        if place and entry.seq <= place[0]:
            slots.file(entry, said)
    return max((said.signatures for _, said in slots.heads(("rules",)) if isinstance(said, Rules)), default=1)


def _signers(said: Sequence[tuple[Entry, Lock]]) -> int:
    return len({entry.device for entry, _ in said})


def _waiting(
    proposals: Mapping[_Proposal, list[tuple[Entry, Lock]]],
    live: Mapping[_Proposal, list[tuple[Entry, Lock]]],
    asked: Mapping[_Proposal, int],
    carried: set[_Proposal],
    in_force: set[tuple[tuple[str, Place], ...]],
) -> tuple[LockWaiting, ...]:
    made_by = {entry.eid: entry.device for said in proposals.values() for entry, _ in said}
    withdrawn = {
        eid
        for said in proposals.values()
        for entry, _ in said
        for eid in entry.supersedes
        if made_by.get(eid) == entry.device
    }
    found: list[LockWaiting] = []
    for proposal, said in live.items():
        standing = [entry for entry, _ in said if entry.eid not in withdrawn]
        if standing and proposal not in carried and proposal[0] not in in_force:
            found.append(
                LockWaiting(
                    said[0][1].manifest, asked[proposal] - _signers(said), tuple(sorted({e.device for e in standing})),
                    tuple(e.eid for e in standing), tuple(sorted(proposal[1])),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda w: w.eids))


def _widest(manifests: set[tuple[tuple[str, Place], ...]]) -> dict[str, Place] | None:
    """What is beyond all manifests is beyond this one. An unlock among them leaves nothing beyond."""
    if not manifests or () in manifests:
        return None
    widest: dict[str, Place] = {}
    for device, (seq, eid) in sorted(place for manifest in manifests for place in manifest):
        if device not in widest or widest[device][0] < seq:
            widest[device] = (seq, eid)
    return dict(sorted(widest.items()))
