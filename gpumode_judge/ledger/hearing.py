"""Who is heard: whole chains, organizers and those they let in, and what revoking, locking and admitting takes or gives."""

from collections.abc import Iterable, Mapping
from typing import Final

from gpumode_judge.event.people import Ballot, Remark
from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.entry import MOST_INTEGER, BadEntry, Entry
from gpumode_judge.ledger.heads import Said, Slots
from gpumode_judge.ledger.locks import Locked, locked
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Gap, Pending
from gpumode_judge.ledger.statements import (
    FROM_ORGANIZERS,
    Admit,
    Enrol,
    Hello,
    Lock,
    Resolve,
    Revoke,
    Signoff,
    Statement,
)

# What the standings are made of. All else that organizers say still holds after the lock.
_LOCKED_KINDS: Final = frozenset({"ballot", "remark", "rubric", "rules", "conflict", "measure"})
_JUDGES_SAY: Final = (Ballot, Remark, Hello, Signoff)


class Hearing:
    """One reading of all chains. ``admitted`` are entries that count whatever their chain, the lock or a revocation says;
    ``own`` are devices that are read on their own laptop, where nothing that a judge recorded may seem to be gone."""

    def __init__(
        self, ledger: Ledger, event_id: str, admitted: frozenset[str] = frozenset(), published: bool = False
    ) -> None:
        self.ledger = ledger
        self.event_id = event_id
        self.admitted = admitted
        self.published = published
        self.own: frozenset[str] = frozenset()
        self.verdicts: dict[str, Verdict] = {event_id: Verdict.COUNTED}
        self.reasons: dict[str, str] = {}
        self.organizers: set[str] = set()
        self.slots = Slots(self.organizers)
        self.locks: list[tuple[Entry, Lock]] = []
        self.revoked: dict[str, int] = {}
        self.locked = Locked(None, (), (), ())
        self.pending: list[Pending] = []
        self._admits: list[tuple[Entry, Admit]] = []
        self._lockable: list[Said] = []
        self._waiting: dict[str, int] = {}

    def refuse(self, entry: Entry, why: str) -> None:
        """Note that an entry says what it may not."""
        self.verdicts[entry.eid] = Verdict.REFUSED
        self.reasons[entry.eid] = why

    @property
    def admits(self) -> frozenset[str]:
        """The entries that organizers admit; what replaces an admission takes it back."""
        withdrawn = {eid for entry, _ in self._admits for eid in entry.supersedes}
        return frozenset(eid for entry, admit in self._admits if entry.eid not in withdrawn for eid in admit.entries)

    def hear_organizers(self, genesis: str) -> None:
        """Read the organizers' devices, each of which may enrol further ones.

        Revocations are heard from devices that were let in earlier only: nobody can undo their own, or strike back.
        """
        waiting = [genesis]
        while waiting:
            for device in waiting:
                if device != genesis and (cut := self._cut(device)):
                    self.revoked[device] = cut
            self.organizers.update(waiting)
            for device in waiting:
                for entry, statement in self._speaking(device, stubs=True):
                    if entry.eid != self.event_id:
                        self._hear_organizer(entry, statement)
            enrolled = {
                found[0][1].device
                for slot in self.slots.about("enrol")
                if len(found := self.slots.heads(slot)) == 1
                and isinstance(found[0][1], Enrol)
                and not found[0][1].judge
            }
            waiting = sorted(enrolled - self.organizers)

    def _hear_organizer(self, entry: Entry, statement: Statement) -> None:
        if isinstance(statement, Hello):  # with which it asked to be let in
            self.verdicts[entry.eid] = Verdict.COUNTED
            return
        if (entry.kind not in FROM_ORGANIZERS and not isinstance(statement, Ballot | Remark)) or entry.kind == "event":
            self.refuse(entry, "an organizer's laptop cannot say this")
            return
        if isinstance(statement, Revoke) and statement.device in self.organizers:
            self.refuse(entry, "only an organizer's laptop that was accepted before that one can revoke it")
            return
        self.verdicts[entry.eid] = Verdict.COUNTED
        match statement:
            case Resolve():
                self.slots.decide(entry, statement)
            case Admit():
                self._admits.append((entry, statement))
            case Lock():
                self.locks.append((entry, statement))
            case _ if entry.kind in _LOCKED_KINDS:
                self._lockable.append((entry, statement))
            case _:
                self.slots.file(entry, statement)

    def close(self) -> None:
        """Find the lock in force and let what organizers said beyond it be late."""
        rules = [(entry, said) for entry, said in self._lockable if isinstance(said, Rules)]
        self.locked = locked(self.locks, rules, self.slots.losers, frozenset(self.organizers))
        for entry, statement in self._lockable:
            if self.locked.beyond(entry) and entry.eid not in self.admitted:
                self.verdicts[entry.eid] = Verdict.LATE
            else:
                self.slots.file(entry, statement)
        for slot in self.slots.about("revoke"):
            if slot[1] not in self.organizers and (cut := self._cut(slot[1])):
                self.revoked[slot[1]] = cut

    def hear_judges(self, devices: Mapping[str, str]) -> None:
        """Read the judges' devices, each of which speaks for one judge; the others wait. What is heard counts until it is settled."""
        ledger, verdicts, locked = self.ledger, self.verdicts, self.locked.manifest is not None
        # By judge: what comes in order is put in order quickly.
        for device in sorted(ledger.devices, key=lambda device: devices.get(device, "")):
            if device in self.organizers:
                continue
            if device not in devices:
                self._wait(device, self._speaking(device, stubs=self.published))
                continue
            judge, path = devices[device], self.locked.path(ledger, device)
            for entry in self._in_force(device, stubs=self.published):
                ballot = entry.ballot
                statement = ballot or ledger.statement(entry)
                if isinstance(statement, BadEntry):
                    self.refuse(entry, str(statement))
                elif locked and self._late(entry, path):
                    verdicts[entry.eid] = Verdict.LATE
                elif not isinstance(statement, _JUDGES_SAY):
                    self.refuse(entry, "only an organizer's laptop can say this")
                elif statement.judge != judge:
                    self.refuse(entry, "this laptop speaks for another judge")
                else:
                    verdicts[entry.eid] = Verdict.COUNTED
                    if ballot:
                        self.slots.cast(entry, ballot)
                    elif not isinstance(statement, Hello):
                        self.slots.file(entry, statement)

    def hear_waiting(self, devices: Iterable[str]) -> tuple[Pending, ...]:
        """Those among ``devices`` that would wait to be accepted, as :meth:`hear_judges` tells it, without hearing the rest."""
        for device in sorted(devices):
            self._wait(device, self._speaking(device, stubs=False))
        return tuple(self.pending)

    def gaps(self, devices: Mapping[str, str]) -> tuple[Gap, ...]:
        """The holes in chains behind which entries wait."""
        return tuple(self._gap(device, devices.get(device, "")) for device in self._waiting)

    def _late(self, entry: Entry, path: Mapping[int, str]) -> bool:
        if entry.eid in self.admitted or entry.device in self.own:
            return False
        return self.locked.beyond(entry) or path.get(entry.seq, entry.eid) != entry.eid

    def _cut(self, device: str) -> int:
        """From which entry on a device is revoked; where organizers contradict each other from the earliest. 0 if it is not."""
        said = (statement for _, statement in self.slots.heads(("revoke", device)))
        return min((s.seq for s in said if isinstance(s, Revoke) and s.seq), default=0)

    def _wait(self, device: str, spoken: list[Said]) -> None:
        hellos = [statement for _, statement in spoken if isinstance(statement, Hello)]
        for entry, _ in spoken:
            self.verdicts[entry.eid] = Verdict.PENDING
        if spoken:
            last = hellos[-1] if hellos else Hello("", "")
            self.pending.append(Pending(device, last.judge, last.proof, len(spoken)))

    def _speaking(self, device: str, *, stubs: bool) -> list[Said]:
        """The entries of a device that are heard, with what they say; the others get their verdicts."""
        heard: list[Said] = []
        for entry in self._in_force(device, stubs=stubs):
            statement = entry.ballot or self.ledger.statement(entry)
            if isinstance(statement, BadEntry):
                self.refuse(entry, str(statement))
            else:
                heard.append((entry, statement))
        return heard

    def _in_force(self, device: str, *, stubs: bool) -> list[Entry]:
        """The entries of a device that its chain, a revocation or a lock do not take the word from."""
        event_id, ledger = self.event_id, self.ledger
        if device not in self.revoked and (whole := ledger.whole(device, event_id)) is not None:
            return whole
        broken = ledger.broken(device, event_id, stubs=stubs)
        kept = self._kept_by_lock(device) if broken else frozenset[str]()
        cut = self.revoked.get(device, MOST_INTEGER + 1)
        heard: list[Entry] = []
        for entry in ledger.chain(device):
            eid = entry.eid
            if entry.event_id != event_id:
                self.verdicts[eid] = Verdict.FOREIGN
            elif entry.seq >= cut and eid not in self.admitted:
                self.verdicts[eid] = Verdict.REVOKED
            elif eid in broken and eid not in kept and eid not in self.admitted:
                self.verdicts[eid] = broken[eid]
                if broken[eid] is Verdict.GAP:
                    self._waiting[device] = self._waiting.get(device, 0) + 1
            else:
                heard.append(entry)
        return heard

    def _kept_by_lock(self, device: str) -> frozenset[str]:
        """What a lock names stays, though its device forked its chain afterwards."""
        path = self.locked.path(self.ledger, device)
        return frozenset(path.values()) if path.get(1) in self.ledger else frozenset()

    def _gap(self, device: str, judge: str) -> Gap:
        chain = [e for e in self.ledger.chain(device) if e.event_id == self.event_id]
        known = {e.seq for e in chain}
        if device in self.organizers:
            known |= self.ledger.withheld(device).keys()
        first = next(e.seq for e in chain if self.verdicts[e.eid] is Verdict.GAP)
        missing = next((seq for seq in range(1, first) if seq not in known), first - 1)
        return Gap(device, judge, missing, self._waiting[device])


def hear(ledger: Ledger, event_id: str, genesis: str, published: bool = False) -> Hearing:
    """Hear the organizers until nothing more is admitted: what one admits may itself be an admission."""
    admitted = frozenset[str]()
    while True:
        hearing = Hearing(ledger, event_id, admitted, published)
        hearing.hear_organizers(genesis)
        if hearing.admits <= admitted:
            hearing.close()
            return hearing
        admitted |= hearing.admits
