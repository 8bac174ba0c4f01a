"""What was said about each thing, what replaces what, and what the organizers decided where statements contradict."""

from collections import defaultdict
from collections.abc import Container

from gpumode_judge.event.people import Ballot
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.statements import Resolve, Statement, slot_of

Slot = tuple[str, ...]
Said = tuple[Entry, Statement]


class Slots:
    """The statements that are heard, by what they are about."""

    def __init__(self, organizers: Container[str]) -> None:
        self._organizers = organizers
        self._said: dict[str, dict[Slot, list[Said]]] = defaultdict(dict)
        self._cast: dict[tuple[str, str], Entry] = {}
        self._resolves: list[tuple[Entry, Resolve]] = []
        self._losers: frozenset[str] | None = None

    def file(self, entry: Entry, statement: Statement) -> None:
        """Take in what an entry says."""
        slot = slot_of(statement)
        self._said[slot[0]].setdefault(slot, []).append((entry, statement))

    def cast(self, entry: Entry, ballot: Ballot) -> None:
        """Take in a ballot: as :meth:`file`, but most are the only one about their pair, and nothing is set up for those."""
        first = self._cast.setdefault((ballot.judge, ballot.submission), entry)
        if first is not entry:
            self.file(entry, ballot)

    def alone(self) -> dict[tuple[str, str], Entry]:
        """The ballots that were cast, by judge and submission, where nothing else was said; the others are filed now."""
        for slot, said in self._said["ballot"].items():
            first = self._cast.pop((slot[1], slot[2]), None)
            if first is not None and first.ballot:
                said.insert(0, (first, first.ballot))
        return self._cast

    def decide(self, entry: Entry, resolve: Resolve) -> None:
        """Take in an organizer's decision."""
        self._resolves.append((entry, resolve))
        self._losers = None

    def about(self, kind: str) -> list[Slot]:
        """Everything that statements of a kind are about, in a fixed order."""
        return sorted(self._said[kind])

    def said(self, slot: Slot) -> list[Said]:
        """All that was said about one thing."""
        return self._said[slot[0]].get(slot, [])

    def heads(self, slot: Slot) -> list[Said]:
        """What nothing replaces, after the organizers' decisions; several contradict each other."""
        said = self.said(slot)
        if len(said) == 1:
            return said
        spoken = {item[0].eid: item for item in said}
        replaced = {
            eid
            for entry, _ in said
            for eid in entry.supersedes
            if eid in spoken and self._may_replace(entry, spoken[eid][0])
        }
        natural = [spoken[eid] for eid in sorted(spoken.keys() - replaced)]
        if len(natural) < 2:
            return natural
        return [item for item in natural if item[0].eid not in self.losers] or natural

    @property
    def losers(self) -> frozenset[str]:
        """What the organizers decided against. On one laptop the last decision holds; two laptops that disagree decide nothing."""
        if self._losers is None:
            withdrawn = {eid for entry, _ in self._resolves for eid in entry.supersedes}
            word: dict[tuple[str, str], bool] = {}
            for entry, resolve in sorted(self._resolves, key=lambda item: (item[0].device, item[0].seq)):
                if entry.eid not in withdrawn:
                    word.update(((entry.device, eid), eid == resolve.pick) for eid in resolve.among)
            kept = {eid for (_, eid), holds in word.items() if holds}
            self._losers = frozenset({eid for _, eid in word} - kept)
        return self._losers

    def _may_replace(self, entry: Entry, earlier: Entry) -> bool:
        """Judges replace what their own laptops said, organizers what organizers' laptops said, neither what the other said."""
        return (entry.device in self._organizers) == (earlier.device in self._organizers)
