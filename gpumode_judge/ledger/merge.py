"""The set of entries that are known here. Merging is set union: idempotent, commutative, associative."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from enum import StrEnum
from operator import attrgetter
from typing import Final

from gpumode_judge.ledger.entry import BadEntry, Entry, Stub
from gpumode_judge.ledger.reading import from_entry
from gpumode_judge.ledger.statements import Statement


class Verdict(StrEnum):
    """What an entry is worth now."""

    COUNTED = "counted"
    PENDING = "pending"
    CONFLICT = "conflict"
    SUPERSEDED = "superseded"
    LATE = "late"
    REVOKED = "revoked"
    FOREIGN = "foreign"
    WRONG_RUBRIC = "wrong rubric"
    GAP = "gap"
    FORKED = "forked"
    REFUSED = "refused"


class Ledger:
    """Verified entries and stubs, indexed by chain. It only ever grows."""

    def __init__(self, entries: Iterable[Entry] = (), stubs: Iterable[Stub] = ()) -> None:
        self._entries: dict[str, Entry] = {}
        self._stubs: set[Stub] = set()
        self._chains: defaultdict[str, list[Entry]] = defaultdict(list)
        self._unsorted: set[str] = set()
        self._stub_chains: dict[str, dict[int, list[Stub]]] = {}
        self._statements: dict[str, Statement | BadEntry] = {}
        self.add(entries, stubs)

    def add(self, entries: Iterable[Entry], stubs: Iterable[Stub] = ()) -> list[Entry]:
        """Take in what is not known yet and return it."""
        new: list[Entry] = []
        known, chains, unsorted = self._entries, self._chains, self._unsorted
        for entry in entries:
            eid = entry.eid
            if eid not in known:
                known[eid] = entry
                chain = chains[entry.device]
                if chain and chain[-1].seq >= entry.seq:
                    unsorted.add(entry.device)
                chain.append(entry)
                new.append(entry)
        for stub in stubs:
            if stub not in self._stubs:
                self._stubs.add(stub)
                self._stub_chains.setdefault(stub.device, {}).setdefault(stub.seq, []).append(stub)
        return new

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, eid: object) -> bool:
        return eid in self._entries

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    @property
    def entries(self) -> Mapping[str, Entry]:
        """All entries by eid."""
        return self._entries

    @property
    def stubs(self) -> Set[Stub]:
        """All stubs. They are claims without a signature: one may be known as an entry too, and two may contradict each other."""
        return self._stubs

    @property
    def devices(self) -> tuple[str, ...]:
        """Every device that signed an entry, in a fixed order."""
        return tuple(sorted(self._chains))

    def statement(self, entry: Entry) -> Statement | BadEntry:
        """What an entry says, or why it says nothing that can be read."""
        if entry.ballot:
            return entry.ballot
        known = self._statements.get(entry.eid)
        if known is None:
            try:
                known = from_entry(entry)
            except BadEntry as error:
                known = error
            self._statements[entry.eid] = known
        return known

    def chain(self, device: str) -> list[Entry]:
        """All entries of a device by seq; a forked one has several with one seq."""
        return list(self._sorted(device))

    def whole(self, device: str, event_id: str) -> list[Entry] | None:
        """The chain of a device that joined this event and speaks of no other, without hole or fork; ``None`` of any other device."""
        chain = self._sorted(device)
        # By whole columns: every laptop comes by here whenever something is said, and this is far quicker than to look at each entry.
        in_turn = list(map(_seq, chain)) == list(range(1, len(chain) + 1))
        linked = list(map(_prev, chain)) == ["", *map(_eid, chain[:-1])]
        return list(chain) if in_turn and linked and set(map(_event, chain)) == {event_id} else None

    def withheld(self, device: str) -> dict[int, list[Stub]]:
        """The places of a device's chain that stubs may fill, by seq. A stub whose entry is known fills none."""
        chain = self._stub_chains.get(device, {})
        kept = ((seq, [stub for stub in here if stub.eid not in self._entries]) for seq, here in chain.items())
        return {seq: here for seq, here in kept if here}

    def broken(self, device: str, event_id: str, *, stubs: bool) -> dict[str, Verdict]:
        """The entries of a device that its chain does not hold: ``GAP`` behind a hole, ``FORKED`` from two entries with one seq on.

        A device has one chain for each event; this is about the one for ``event_id``. ``stubs`` tells whether withheld
        entries may fill a place: only an organizer's chain may have any.
        """
        mine = [entry for entry in self._sorted(device) if entry.event_id == event_id]
        links: dict[int, list[str]] = {}
        for entry in mine:
            links.setdefault(entry.seq, []).append(entry.eid)
        withheld = self.withheld(device) if stubs else {}
        verdicts: dict[str, Verdict] = {}
        reached: set[str] = {""}
        forked = False
        seq = 0
        for place in sorted(links.keys() | withheld.keys()):
            here = links.get(place, [])
            if place != seq + 1:
                reached = set()
            forked = forked or len(here) > 1
            fits = [eid for eid in here if self._entries[eid].prev in reached]
            for eid in here:
                if forked:
                    verdicts[eid] = Verdict.FORKED
                elif eid not in fits:
                    verdicts[eid] = Verdict.GAP
            if not here:
                fits = [stub.eid for stub in withheld[place] if stub.prev in reached]
            reached, seq = set(fits), place
        return verdicts

    def _sorted(self, device: str) -> list[Entry]:
        chain = self._chains.get(device, [])
        if device in self._unsorted:
            chain.sort(key=_seq)
            if len({entry.seq for entry in chain}) < len(chain):
                chain.sort(key=_place)
            self._unsorted.discard(device)
        return chain


_eid: Final = attrgetter("eid")
_event: Final = attrgetter("event")
_prev: Final = attrgetter("prev")
_seq: Final = attrgetter("seq")
_place: Final = attrgetter("seq", "eid")
