"""From entries to what holds: who is heard, what replaces what, conflicts, and ballots against the rubric in force."""

from collections.abc import Callable, Iterable, Mapping, Set
from decimal import Decimal
from typing import TypeVar

from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.measured import Figure
from gpumode_judge.event.people import Ballot, Judge, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ledger.bulk import Remembered, uncollected
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.heads import Said, Slot
from gpumode_judge.ledger.hearing import Hearing, hear
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Conflict, Held, Record, quick_held, visiting_order
from gpumode_judge.ledger.statements import (
    Assign,
    Award,
    Checkpoint,
    Decision,
    Enrol,
    Freeze,
    Interest,
    Place,
    Revoke,
    Signoff,
    Told,
)

S = TypeVar("S")
Ballots = dict[tuple[str, str], Held[Ballot]]


def project(
    ledger: Ledger, event_id: str, speaking: Mapping[str, str] | None = None, *, published: bool = False
) -> Record:
    """What holds for the event ``event_id``.

    ``speaking`` maps devices to judges besides the enrolled ones: on a judge's own laptop, the judge's own. ``published`` tells that
    the entries come from a publication, where judges' entries and names may be withheld too.

    Raises:
        Problem: the event's first statement is not among the entries.
    """
    genesis = ledger.entries.get(event_id)
    event = ledger.statement(genesis) if genesis else None
    if genesis is None or genesis.event or not isinstance(event, Event):
        raise Problem("This file does not say which event it belongs to; ask the organizers for the event file.")
    with uncollected():
        return _Settling(hear(ledger, event_id, genesis.device, published)).record(event, speaking or {})


def _checks(
    rubric: Rubric | None, submissions: Iterable[Submission]
) -> dict[str, Callable[[Mapping[str, Decimal]], bool]]:
    """What tells by submission whether marks on it are complete: as :meth:`Rubric.missing` does, with each scale's levels counted out
    once. Equal marks are mostly one object (see :mod:`usual`), about which is asked once; the ledger keeps them all meanwhile."""
    levels = {c.key: frozenset(c.scale.levels) for c in rubric.criteria} if rubric else {}

    def check(keys: tuple[str, ...]) -> Callable[[Mapping[str, Decimal]], bool]:
        known: dict[int, bool] = {}

        def complete(marks: Mapping[str, Decimal]) -> bool:
            found = known.get(id(marks))
            if found is None:
                found = known[id(marks)] = all(marks.get(key) in levels[key] for key in keys)
            return found

        return complete

    checks = Remembered(check, 1000)
    return {s.id: checks[tuple(c.key for c in rubric.of(s)) if rubric else ()] for s in submissions}


class _Settling:
    """Gives every statement that was heard its verdict and takes from each thing what holds."""

    def __init__(self, hearing: Hearing) -> None:
        self.hearing = hearing
        self.slots = hearing.slots
        self.verdicts = hearing.verdicts
        self.conflicts: list[Conflict] = []
        self.heads: dict[Slot, tuple[str, ...]] = {}

    def record(self, event: Event, speaking: Mapping[str, str]) -> Record:
        hearing = self.hearing
        devices = dict(speaking) | {
            enrol.device: enrol.judge
            for enrol in self.values("enrol", Enrol)
            if enrol.judge and enrol.device not in hearing.organizers
        }
        hearing.own = frozenset(speaking)
        hearing.hear_judges(devices)
        rubric = self.settle(("rubric",)) if self.slots.said(("rubric",)) else None
        rules = self.settle(("rules",)) if self.slots.said(("rules",)) else None
        in_force = rubric[1] if rubric and isinstance(rubric[1], Rubric) else None
        submissions = sorted(self.values("submission", Submission, provisional=True), key=visiting_order)
        judges = sorted(self.values("judge", Judge, provisional=True), key=lambda j: (fold(j.name), j.id))
        prizes = sorted(self.values("prize", Prize, provisional=True), key=lambda p: (p.place, fold(p.name), p.id))
        tracks = sorted(self.values("track", Track, provisional=True), key=lambda t: (fold(t.name), t.id))
        if hearing.published:
            unnamed = sorted(set(devices.values()) - {j.id for j in judges})
            judges += [Judge(id=judge, name=f"Judge {number}") for number, judge in enumerate(unnamed, 1)]
        self.submissions, self.judges = {s.id: s for s in submissions}, {j.id: j for j in judges}
        interests = self.interests()
        ballots, unfit = self.ballots(in_force, interests)
        self.settle_locks()
        awards = self.awards({p.id for p in prizes})
        return Record(
            event=event, event_id=hearing.event_id, rubric=in_force, rubric_eid=rubric[0].eid if rubric else "",
            rules=rules[1] if rules and isinstance(rules[1], Rules) else Rules(), tracks=tuple(tracks), prizes=tuple(prizes),
            submissions=self.submissions, judges=self.judges,
            assignments={a.judge: a.submissions for a in self.values("assign", Assign, provisional=True)},
            devices=devices, organizers=frozenset(hearing.organizers), ballots=ballots, unfit=unfit, remarks=self.remarks(),
            interests=interests, revoked=self.revoked(), admitted=hearing.admitted, lock=hearing.locked.manifest,
            lock_waiting=hearing.locked.waiting, awards=awards, checkpoints=self.checkpoints(), signoffs=self.signoffs(),
            figures=self.figures(), decisions=self.decisions({p.id for p in prizes}),
            agenda=next(iter(self.values("agenda", Agenda, provisional=True)), Agenda()), freeze=self.freeze(), told=self.told(),
            conflicts=tuple(sorted(self.conflicts, key=lambda c: c.slot)), pending=tuple(hearing.pending),
            gaps=hearing.gaps(devices), verdicts=self.verdicts, reasons=hearing.reasons, settled=self.heads,
        )  # fmt: skip

    def settle(self, slot: Slot) -> Said | None:
        """Give every entry of a slot its verdict and return the one that holds, if one does."""
        said = self.slots.said(slot)
        if len(said) == 1:  # it counts already
            self.heads[slot] = (said[0][0].eid,)
            return said[0]
        found = self.slots.heads(slot)
        self.verdicts.update((entry.eid, Verdict.SUPERSEDED) for entry, _ in said)
        if len(found) == 1:
            eid = found[0][0].eid
            self.verdicts[eid] = Verdict.COUNTED
            self.heads[slot] = (eid,)
            return found[0]
        self.heads[slot] = tuple(sorted(entry.eid for entry, _ in found))
        self.contest(slot, found)
        return None

    def contest(self, slot: Slot, found: list[Said]) -> None:
        """Note that several statements contradict each other."""
        for entry, _ in found:
            self.verdicts[entry.eid] = Verdict.CONFLICT
        self.conflicts.append(Conflict(slot, tuple(self.held(entry, statement) for entry, statement in found)))

    def held(self, entry: Entry, statement: S) -> Held[S]:
        paper = isinstance(statement, Ballot) and entry.device in self.hearing.organizers
        return quick_held(statement, entry.eid, entry.device, entry.seq, clean_line(entry.at, 40), paper)

    def values(self, kind: str, of: type[S], *, provisional: bool = False) -> list[S]:
        """The values that hold for every slot of a kind; while a description is in conflict, the lowest eid's stands in for it."""
        values: list[S] = []
        for slot in self.slots.about(kind):
            settled = self.settle(slot)
            if settled is None and provisional:
                settled = min(self.slots.heads(slot), key=lambda item: item[0].eid)
            if settled is not None and isinstance(settled[1], of):
                values.append(settled[1])
        return values

    def ballots(self, rubric: Rubric | None, interests: Mapping[tuple[str, str], str]) -> tuple[Ballots, Ballots]:
        counted: Ballots = {}
        unfit: Ballots = {}
        checks = _checks(rubric, self.submissions.values())
        # By their short names: this goes round a hundred thousand times.
        judges, organizers, with_marks = self.judges, self.hearing.organizers, Outcome.MARKED
        alone = self.slots.alone()
        for pair in sorted([*alone, *((slot[1], slot[2]) for slot in self.slots.about("ballot"))]):
            entry = alone.get(pair)
            settled = (entry, entry.ballot) if entry else self.settle(("ballot", *pair))
            if settled is None or not isinstance(ballot := settled[1], Ballot):
                continue
            entry, complete, marked = settled[0], checks.get(pair[1]), ballot.outcome is with_marks
            if complete is None or pair[0] not in judges:
                self.heads["ballot", *pair] = (entry.eid,)
                self.hearing.refuse(entry, "it names a judge or a submission that this event does not have")
            elif marked and interests and pair in interests:
                self.heads["ballot", *pair] = (entry.eid,)
                self.hearing.refuse(entry, "a conflict of interest was declared")
            elif marked and not complete(ballot.marks):
                self.verdicts[entry.eid] = Verdict.WRONG_RUBRIC
                unfit[pair] = self.held(entry, ballot)
            else:
                # As self.held does it, without a second look at what it is, or at a time that was looked at with the ballot.
                at = entry.at if entry.ballot else clean_line(entry.at, 40)
                counted[pair] = quick_held(ballot, entry.eid, entry.device, entry.seq, at, entry.device in organizers)
        return counted, unfit

    def remarks(self) -> tuple[Held[Remark], ...]:
        settled = (self.settle(slot) for slot in self.slots.about("remark"))
        return tuple(
            self.held(item[0], item[1]) for item in settled if item and isinstance(item[1], Remark) and item[1].text
        )

    def interests(self) -> dict[tuple[str, str], str]:
        """Who does not mark what. While organizers contradict each other, the judge stays away."""
        found: dict[tuple[str, str], str] = {}
        for slot in self.slots.about("conflict"):
            self.settle(slot)
            for _, said in self.slots.heads(slot):
                if isinstance(said, Interest) and said.reason:
                    found.setdefault((said.judge, said.submission), said.reason)
        return found

    def revoked(self) -> dict[str, int]:
        self.values("revoke", Revoke)
        return dict(sorted(self.hearing.revoked.items()))

    def awards(self, prizes: Set[str]) -> dict[str, Held[Award]]:
        found: dict[str, Held[Award]] = {}
        for slot in self.slots.about("award"):
            settled = self.settle(slot)
            if settled is None or not isinstance(award := settled[1], Award):
                continue
            if award.prize not in prizes or not self.submissions.keys() >= set(award.submissions):
                self.hearing.refuse(settled[0], "it names a prize or a submission that this event does not have")
            else:
                found[award.prize] = self.held(settled[0], award)
        return found

    def figures(self) -> dict[tuple[str, str], Held[Figure]]:
        found: dict[tuple[str, str], Held[Figure]] = {}
        for slot in self.slots.about("measure"):
            settled = self.settle(slot)
            if settled is None or not isinstance(figure := settled[1], Figure):
                continue
            if figure.submission not in self.submissions:
                self.hearing.refuse(settled[0], "it names a submission that this event does not have")
            elif figure.value is not None:
                found[figure.submission, figure.criterion] = self.held(settled[0], figure)
        return found

    def freeze(self) -> dict[str, Place] | None:
        """While organizers contradict each other about the freeze, one that hides holds."""
        if not self.slots.said(("freeze",)):
            return None
        self.settle(("freeze",))
        heads = [said for _, said in self.slots.heads(("freeze",)) if isinstance(said, Freeze) and said.manifest]
        return dict(min(heads, key=lambda said: sorted(said.manifest.items())).manifest) if heads else None

    def told(self) -> Held[Told] | None:
        settled = self.settle(("told",)) if self.slots.said(("told",)) else None
        return self.held(settled[0], settled[1]) if settled and isinstance(settled[1], Told) else None

    def decisions(self, prizes: Set[str]) -> tuple[Held[Decision], ...]:
        found: list[Held[Decision]] = []
        for slot in self.slots.about("decide"):
            settled = self.settle(slot)
            if settled is None or not isinstance(said := settled[1], Decision):
                continue
            if not self.submissions.keys() >= set(said.order) or (said.prize and said.prize not in prizes):
                self.hearing.refuse(settled[0], "it names a prize or a submission that this event does not have")
            elif said.reason:
                found.append(self.held(settled[0], said))
        return tuple(sorted(found, key=lambda held: held.eid))

    def checkpoints(self) -> dict[str, Place]:
        """Receipts never contradict each other: the one that reaches farthest holds."""
        found: dict[str, Place] = {}
        for slot in self.slots.about("checkpoint"):
            said = self.slots.heads(slot)
            for entry, _ in self.slots.said(slot):
                self.verdicts[entry.eid] = Verdict.SUPERSEDED
            for entry, _ in said:
                self.verdicts[entry.eid] = Verdict.COUNTED
            self.heads[slot] = tuple(sorted(entry.eid for entry, _ in said))
            found[slot[1]] = max((s.seq, s.eid) for _, s in said if isinstance(s, Checkpoint))
        return found

    def signoffs(self) -> dict[str, Held[Signoff]]:
        settled = (self.settle(slot) for slot in self.slots.about("signoff"))
        return {item[1].judge: self.held(item[0], item[1]) for item in settled if item and isinstance(item[1], Signoff)}

    def settle_locks(self) -> None:
        locked = self.hearing.locked
        for entry, _ in self.hearing.locks:
            held = entry.eid in locked.heads
            self.verdicts[entry.eid] = Verdict.COUNTED if held else Verdict.SUPERSEDED
        if self.hearing.locks:
            self.heads[("lock",)] = locked.heads
        if locked.contested:
            self.contest(("lock",), list(locked.contested))
