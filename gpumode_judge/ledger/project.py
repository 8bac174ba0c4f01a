"""From entries to what holds: chains, who may speak, what replaces what, conflicts, and ballots against the rubric in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.people import Ballot, Judge, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ledger.entry import BadEntry, Entry
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Conflict, Gap, Held, Pending, Record, visiting_order
from gpumode_judge.ledger.statements import (
    FROM_JUDGES,
    FROM_ORGANIZERS,
    Assign,
    Enrol,
    Hello,
    Resolve,
    Statement,
    slot_of,
)

S = TypeVar("S")
Slot = tuple[str, ...]


@dataclass
class _Work:
    """What is known so far while the entries are read."""

    ledger: Ledger
    event_id: str
    verdicts: dict[str, Verdict] = field(default_factory=dict[str, Verdict])
    reasons: dict[str, str] = field(default_factory=dict[str, str])
    slots: dict[str, dict[Slot, list[tuple[Entry, Statement]]]] = field(
        default_factory=lambda: defaultdict[str, dict[Slot, list[tuple[Entry, Statement]]]](dict)
    )
    resolves: list[tuple[Entry, Resolve]] = field(default_factory=list[tuple[Entry, Resolve]])
    organizers: set[str] = field(default_factory=set[str])
    conflicts: list[Conflict] = field(default_factory=list[Conflict])
    heads: dict[Slot, tuple[str, ...]] = field(default_factory=dict[Slot, tuple[str, ...]])

    def file(self, entry: Entry, statement: Statement) -> None:
        slot = slot_of(statement)
        self.slots[slot[0]].setdefault(slot, []).append((entry, statement))

    def refuse(self, entry: Entry, why: str) -> None:
        self.verdicts[entry.eid] = Verdict.REFUSED
        self.reasons[entry.eid] = why


def project(ledger: Ledger, event_id: str, speaking: Mapping[str, str] | None = None) -> Record:
    """What holds for the event ``event_id``.

    ``speaking`` maps devices to judges besides the enrolled ones: on a judge's own laptop, the judge's own.

    Raises:
        Problem: the event's first statement is not among the entries.
    """
    genesis = ledger.entries.get(event_id)
    event = ledger.statement(genesis) if genesis else None
    if genesis is None or genesis.event or not isinstance(event, Event):
        raise Problem("This file does not say which event it belongs to; ask the organizers for the event file.")
    work = _Work(ledger, event_id)
    work.verdicts[event_id] = Verdict.COUNTED
    _hear_organizers(work, genesis.device)
    devices = dict(speaking or {}) | {
        enrol.device: enrol.judge
        for enrol in _values(work, "enrol", Enrol)
        if enrol.judge and enrol.device not in work.organizers
    }
    pending, gaps = _hear_judges(work, devices)
    return _record(work, event, devices, pending, gaps)


def _hear_organizers(work: _Work, genesis: str) -> None:
    """Read the organizers' devices, each of which may enrol further ones."""
    waiting = [genesis]
    while waiting:
        work.organizers.update(waiting)
        for device in waiting:
            for entry, statement in _speaking(work, device, stubs=True):
                if entry.eid == work.event_id:
                    continue
                if (
                    entry.kind not in FROM_ORGANIZERS and not isinstance(statement, Ballot | Remark)
                ) or entry.kind == "event":
                    work.refuse(entry, "an organizer's laptop cannot say this")
                elif isinstance(statement, Resolve):
                    work.resolves.append((entry, statement))
                    work.verdicts[entry.eid] = Verdict.COUNTED
                else:
                    work.file(entry, statement)
        enrolled = {e.device for e in _provisional(work, "enrol", Enrol) if not e.judge}
        waiting = sorted(enrolled - work.organizers)


def _hear_judges(work: _Work, devices: Mapping[str, str]) -> tuple[tuple[Pending, ...], tuple[Gap, ...]]:
    pending: list[Pending] = []
    for device in work.ledger.devices:
        if device in work.organizers:
            continue
        spoken = list(_speaking(work, device, stubs=False))
        if device not in devices:
            _wait(work, device, spoken, pending)
            continue
        for entry, statement in spoken:
            if entry.kind not in FROM_JUDGES:
                work.refuse(entry, "only an organizer's laptop can say this")
            elif cast("Ballot | Remark | Hello", statement).judge != devices[device]:
                work.refuse(entry, "this laptop speaks for another judge")
            elif isinstance(statement, Hello):
                work.verdicts[entry.eid] = Verdict.COUNTED
            else:
                work.file(entry, statement)
    gaps = tuple(gap for device in work.ledger.devices if (gap := _gap(work, device, devices.get(device, ""))))
    return tuple(pending), gaps


def _wait(work: _Work, device: str, spoken: list[tuple[Entry, Statement]], pending: list[Pending]) -> None:
    hellos = [statement for _, statement in spoken if isinstance(statement, Hello)]
    for entry, _ in spoken:
        work.verdicts[entry.eid] = Verdict.PENDING
    if spoken:
        last = hellos[-1] if hellos else Hello("", "")
        pending.append(Pending(device, last.judge, last.proof, len(spoken)))


def _speaking(work: _Work, device: str, *, stubs: bool) -> Iterable[tuple[Entry, Statement]]:
    """The entries of a device that stand in an unbroken chain of this event, with what they say."""
    broken = work.ledger.broken(device, work.event_id, stubs=stubs)
    for entry in work.ledger.chain(device):
        if entry.event_id != work.event_id:
            work.verdicts[entry.eid] = Verdict.FOREIGN
        elif entry.eid in broken:
            work.verdicts[entry.eid] = broken[entry.eid]
        else:
            statement = work.ledger.statement(entry)
            if isinstance(statement, BadEntry):
                work.refuse(entry, str(statement))
            else:
                yield entry, statement


def _gap(work: _Work, device: str, judge: str) -> Gap | None:
    waiting = [e for e in work.ledger.chain(device) if work.verdicts.get(e.eid) is Verdict.GAP]
    if not waiting:
        return None
    known = {e.seq for e in work.ledger.chain(device) if e.event_id == work.event_id}
    if device in work.organizers:
        known |= work.ledger.withheld(device).keys()
    missing = next((seq for seq in range(1, waiting[0].seq) if seq not in known), waiting[0].seq - 1)
    return Gap(device, judge, missing, len(waiting))


def _heads(work: _Work, slot: Slot) -> list[tuple[Entry, Statement]]:
    """The statements of a slot that nothing replaces, after the organizers' decisions."""
    said = work.slots[slot[0]].get(slot, [])
    if len(said) == 1:
        return said
    spoken = {entry.eid: (entry, statement) for entry, statement in said}
    replaced = {
        eid
        for entry, _ in spoken.values()
        for eid in entry.supersedes
        if eid in spoken and _may_replace(work, entry, spoken[eid][0])
    }
    natural = [item for eid, item in sorted(spoken.items()) if eid not in replaced]
    if len(natural) < 2:
        return natural
    losers = _losers(work)
    left = [item for item in natural if item[0].eid not in losers]
    return left or natural


def _losers(work: _Work) -> set[str]:
    """What the organizers decided against. On one laptop the last decision holds; two laptops that disagree decide nothing."""
    withdrawn = {eid for entry, _ in work.resolves for eid in entry.supersedes}
    word: dict[tuple[str, str], bool] = {}
    for entry, resolve in sorted(work.resolves, key=lambda item: (item[0].device, item[0].seq)):
        if entry.eid not in withdrawn:
            word.update(((entry.device, eid), eid == resolve.pick) for eid in resolve.among)
    kept = {eid for (_, eid), holds in word.items() if holds}
    return {eid for _, eid in word} - kept


def _may_replace(work: _Work, entry: Entry, earlier: Entry) -> bool:
    """Judges replace what their own laptops said, organizers what organizers' laptops said, neither what the other said."""
    return (entry.device in work.organizers) == (earlier.device in work.organizers)


def _provisional(work: _Work, kind: str, of: type[S]) -> list[S]:
    return [
        cast("S", found[0][1])
        for slot in sorted(work.slots[kind])
        if len(found := _heads(work, slot)) == 1 and isinstance(found[0][1], of)
    ]


def _settle(work: _Work, slot: Slot) -> tuple[Entry, Statement] | None:
    """Give every entry of a slot its verdict and return the one that holds, if one does."""
    found = _heads(work, slot)
    live = {entry.eid for entry, _ in found}
    for entry, _ in work.slots[slot[0]][slot]:
        work.verdicts[entry.eid] = Verdict.SUPERSEDED
    for eid in live:
        work.verdicts[eid] = Verdict.COUNTED if len(found) == 1 else Verdict.CONFLICT
    work.heads[slot] = tuple(sorted(live))
    if len(found) == 1:
        return found[0]
    work.conflicts.append(Conflict(slot, tuple(_held(work, entry, statement) for entry, statement in found)))
    return None


def _held(work: _Work, entry: Entry, statement: S) -> Held[S]:
    paper = isinstance(statement, Ballot) and entry.device in work.organizers
    return Held(statement, entry.eid, entry.device, entry.seq, clean_line(entry.at, 40), paper)


def _values(work: _Work, kind: str, of: type[S], *, provisional: bool = False) -> list[S]:
    """The values that hold for every slot of a kind; while a description is in conflict, the lowest eid's stands in for it."""
    values: list[S] = []
    for slot in sorted(work.slots[kind]):
        settled = _settle(work, slot)
        if settled is None and provisional:
            settled = min(_heads(work, slot), key=lambda item: item[0].eid)
        if settled is not None and isinstance(settled[1], of):
            values.append(settled[1])
    return values


def _record(
    work: _Work, event: Event, devices: Mapping[str, str], pending: tuple[Pending, ...], gaps: tuple[Gap, ...]
) -> Record:
    rubric = _settle(work, ("rubric",)) if work.slots["rubric"] else None
    rules = _settle(work, ("rules",)) if work.slots["rules"] else None
    submissions = {
        s.id: s for s in sorted(_values(work, "submission", Submission, provisional=True), key=visiting_order)
    }
    judges = {
        j.id: j for j in sorted(_values(work, "judge", Judge, provisional=True), key=lambda j: (fold(j.name), j.id))
    }
    prizes = sorted(_values(work, "prize", Prize, provisional=True), key=lambda p: (p.place, fold(p.name), p.id))
    tracks = sorted(_values(work, "track", Track, provisional=True), key=lambda t: (fold(t.name), t.id))
    assigns = _values(work, "assign", Assign, provisional=True)
    in_force = cast("Rubric", rubric[1]) if rubric else None
    ballots, unfit = _ballots(work, in_force, submissions, judges)
    remarks = tuple(_remarks(work))
    return Record(
        event=event, event_id=work.event_id, rubric=in_force, rubric_eid=rubric[0].eid if rubric else "",
        rules=cast("Rules", rules[1]) if rules else Rules(), tracks=tuple(tracks), prizes=tuple(prizes),
        submissions=submissions, judges=judges, assignments={a.judge: a.submissions for a in assigns},
        devices=devices, organizers=frozenset(work.organizers), ballots=ballots, unfit=unfit, remarks=remarks,
        conflicts=tuple(sorted(work.conflicts, key=lambda c: c.slot)), pending=pending, gaps=gaps,
        verdicts=work.verdicts, reasons=work.reasons, heads=work.heads,
    )  # fmt: skip


def _ballots(
    work: _Work, rubric: Rubric | None, submissions: Mapping[str, Submission], judges: Mapping[str, Judge]
) -> tuple[dict[tuple[str, str], Held[Ballot]], dict[tuple[str, str], Held[Ballot]]]:
    counted: dict[tuple[str, str], Held[Ballot]] = {}
    unfit: dict[tuple[str, str], Held[Ballot]] = {}
    for slot in sorted(work.slots["ballot"]):
        settled = _settle(work, slot)
        if settled is None:
            continue
        entry, ballot = settled[0], cast("Ballot", settled[1])
        submission = submissions.get(ballot.submission)
        key = (ballot.judge, ballot.submission)
        if submission is None or ballot.judge not in judges:
            work.refuse(entry, "it names a judge or a submission that this event does not have")
        elif ballot.outcome is Outcome.MARKED and rubric and rubric.missing(submission, ballot.marks):
            work.verdicts[entry.eid] = Verdict.WRONG_RUBRIC
            unfit[key] = _held(work, entry, ballot)
        else:
            counted[key] = _held(work, entry, ballot)
    return counted, unfit


def _remarks(work: _Work) -> Iterable[Held[Remark]]:
    for slot in sorted(work.slots["remark"]):
        settled = _settle(work, slot)
        if settled is not None and cast("Remark", settled[1]).text:
            yield _held(work, settled[0], cast("Any", settled[1]))
