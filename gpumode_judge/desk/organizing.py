"""The organizers' desk: plan the event, hand out files and tickets, see what is missing, decide."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from gpumode_judge.desk.desk import WORKSPACE, Clock, Desk, device_of, new_device, new_id, open_store
from gpumode_judge.desk.files_out import entries_for_judges
from gpumode_judge.desk.left import left, note_left
from gpumode_judge.desk.merging import (
    MergeReport,
    MergeRow,
    Seen,
    Taken,
    judges_alone,
    merge_files,
    past_merges,
    report_of,
    source_of,
)
from gpumode_judge.desk.overview import Overview, overview_of
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.event.text import slug
from gpumode_judge.exchange.gmj import write_gmj
from gpumode_judge.ledger.device import Device, proof_fits, ticket_from
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.hearing import hear
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import Conflict
from gpumode_judge.ledger.statements import Assign, Checkpoint, Enrol, Resolve, Statement, kind_of, slot_of, to_data
from gpumode_judge.standings.ranking import Standings
from gpumode_judge.store.copies import Reason
from gpumode_judge.store.restoring import missing_from
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Contact, Role
from gpumode_judge.system.clock import now

Progress = Callable[[int, int, str], None]
ANOTHER_ORGANIZER: Final = "organizer"  # what a laptop calls itself that wants to help organizing


class OrganizerDesk(Desk):
    """The organizers' open workspace."""

    role = Role.ORGANIZER

    def __init__(self, store: Store, device: Device | None, clock: Clock = now) -> None:
        super().__init__(store, device, clock)
        self._seen = Seen()
        self._result: Result | None = None

    @classmethod
    def create(cls, path: Path, plan: Plan, clock: Clock = now) -> "OrganizerDesk":
        """Make the workspace of a new event at ``path`` (a folder, or the file itself).

        Raises:
            Problem: there is a file already, the plan breaks a rule, or the disk refused.
        """
        if not plan.event.title:
            raise Problem("An event needs a title.")
        device = new_device()
        genesis = device.sign(event="", kind="event", seq=1, prev="", at=clock(), data=to_data(plan.event))
        if path.suffix != WORKSPACE:
            path = path / f"{slug(plan.event.title, 'event')}-{genesis.eid[:8]}{WORKSPACE}"
        store = Store.create(path, Role.ORGANIZER, genesis.eid)
        try:
            with store.together():
                store.put_setting("device", device.name)
                store.put_setting("place", str(store.path))
                store.add([genesis])
                desk = cls(store, device, clock)
                planned = (plan.agenda,) if plan.agenda != Agenda() else ()
                desk.say(plan.rubric, plan.rules, *plan.tracks, *plan.prizes, *planned)
                desk.add_judges(plan.judges, dict(plan.emails))
        except BaseException:
            store.close()
            for name in (path.name, f"{path.name}-journal", f"{path.name}.lock"):
                path.with_name(name).unlink(missing_ok=True)
            raise
        return desk

    @classmethod
    def open(cls, path: Path, clock: Clock = now) -> "OrganizerDesk":
        """Open the organizers' workspace again. One that was imported without its key can only look (see ``can_speak``).

        Raises:
            Problem: it is none, is in use, or was made on another laptop.
        """
        store = open_store(path, Role.ORGANIZER)
        device = device_of(store)
        if device is None and store.setting("viewer") is not True:
            store.close()
            raise Problem(
                f"“{path.name}” was made by another user or laptop, and only that one can speak for the organizers."
            )
        try:
            desk = cls(store, device, clock)
            desk._reunite()
            desk.require_event()
            desk.keep_copy(Reason.OPENED)
        except BaseException:
            store.close()
            raise
        return desk

    def _reunite(self) -> None:
        """Know at least what this laptop said before, wherever that is still to be found.

        A workspace that was put back to an earlier day or copied would say other things with numbers that are taken.
        """
        if not self.can_speak:
            return
        event, place = self._store.event_id, str(self._store.path)
        gone = left(event, self.device)
        lost = [stub for stub in gone if stub.eid not in self._ledger]
        if lost or self._store.setting("place", place) != place:
            added = self._store.add(*missing_from(self._store))
            self._take(added.entries, added.stubs)
            lost = [stub for stub in gone if stub.eid not in self._ledger]
        if lost:
            self._take((), self._store.add((), lost).stubs)
        if gone:
            self._floor = (gone[-1].seq, gone[-1].eid)
        if self._store.setting("place") != place:
            self._store.put_setting("place", place)

    @property
    def missing(self) -> int:
        """How many statements of this laptop went out in files and are not here: merging the newest event file brings them back."""
        return sum(stub.eid not in self._ledger for stub in left(self._store.event_id, self.device))

    # The plan

    @property
    def plan(self) -> Plan:
        """The event as it stands, without submissions.

        Raises:
            Problem: two rubrics are in conflict.
        """
        record = self.record
        if record.rubric is None:
            raise Problem("Two rubrics are in conflict; choose one on the Merge page first.")
        return Plan(
            event=record.event, rubric=record.rubric, rules=record.rules, tracks=record.tracks, prizes=record.prizes,
            judges=tuple(record.judges.values()), emails=tuple(sorted(self.emails.items())), agenda=record.agenda,
        )  # fmt: skip

    def put(self, statements: Iterable[Submission | Judge | Track | Prize | Rubric | Rules | Agenda]) -> int:
        """Say what is new or changed among these and leave the rest; gives how many were said."""
        with self._turn:
            record = self.record
            known: dict[str, Mapping[str, Statement]] = {
                "submission": record.submissions,
                "judge": record.judges,
                "track": {t.id: t for t in record.tracks},
                "prize": {p.id: p for p in record.prizes},
            }
            fresh: list[Statement] = []
            for statement in statements:
                match statement:
                    case Rubric():
                        same = statement == record.rubric
                    case Rules():
                        same = statement == record.rules and bool(record.heads.get(("rules",)))
                    case Agenda():
                        same = statement == record.agenda
                    case _:
                        same = known[kind_of(statement)].get(statement.id) == statement
                conflicted = any(c.slot == slot_of(statement) for c in record.conflicts)
                if not same or conflicted:
                    fresh.append(statement)
            if fresh:
                self.say(*fresh)
            return len(fresh)

    def withdraw(self, submission_id: str, entered: Entered = Entered.WITHDRAWN) -> None:
        """Take a submission out of the judging, or bring it back; its marks are kept either way."""
        self.put([replace(self.record.submissions[submission_id], entered=entered)])

    def assign(self, rounds: Mapping[str, Sequence[str]]) -> int:
        """Set the visits of judges, in order; gives how many changed."""
        record = self.record
        changed = [Assign(j, tuple(s)) for j, s in rounds.items() if record.assignments.get(j) != tuple(s)]
        if changed:
            self.say(*changed)
        return len(changed)

    # Judges

    def add_judges(self, judges: Iterable[Judge], emails: Mapping[str, str] | None = None) -> int:
        """Add or change judges; each gets a ticket. ``emails`` are by judge or submission and stay in this workspace."""
        judges = tuple(judges)
        with self._turn:
            count = self.put(judges)
            missing = {j.id for j in judges} - self._store.tickets().keys()
            self._store.put_tickets({name: ticket_from(secrets.token_bytes(8)) for name in sorted(missing)})
            self._store.put_contacts(Contact(person=j, email=e) for j, e in (emails or {}).items() if e)
        return count

    @property
    def tickets(self) -> dict[str, str]:
        """The tickets by judge."""
        return self._store.tickets()

    @property
    def emails(self) -> dict[str, str]:
        """The judges' e-mail addresses by judge, where they are known."""
        judges = self.record.judges
        return {person: email for person, email in self.contacts.items() if person in judges}

    @property
    def contacts(self) -> dict[str, str]:
        """All e-mail addresses that are known, by judge or submission. They stay in this workspace."""
        return {person: contact.email for person, contact in self._store.contacts().items() if contact.email}

    def new_ticket(self, judge_id: str) -> str:
        """A fresh ticket for a judge who lost theirs; the old one no longer admits a laptop."""
        self.voice()
        ticket = ticket_from(secrets.token_bytes(8))
        self._store.put_tickets({judge_id: ticket})
        return ticket

    def accept(self, device: str, judge_id: str) -> None:
        """Let a waiting device speak for a judge; one that speaks for the wrong judge can be put right in the same way.

        With ``ANOTHER_ORGANIZER`` for the judge it speaks for the organizers.

        Raises:
            Problem: the device or the judge is not known here.
        """
        record = self.record
        known = {p.device for p in record.pending} | record.devices.keys()
        organizer = judge_id == ANOTHER_ORGANIZER
        if (not organizer and judge_id not in record.judges) or device not in known:
            raise Problem("That laptop is not waiting, or the judge is not in this event.")
        self.say(Enrol(device, "" if organizer else judge_id))

    # Files

    def export_event(self, folder: Path) -> Path:
        """Write the event file for judges: what they need, and only places for the rest.

        Raises:
            Problem: a rubric conflict is open, or the disk refused.
        """
        with self._turn:
            self._give_receipts()
            record = self.record
            entries, stubs = entries_for_judges(self._ledger, record)
            chain = self._ledger.chain(self.device)
        if record.rubric is None:
            raise Problem("Two rubrics are in conflict; choose one on the Merge page before the event file is written.")
        # Outside the turn: a slow stick keeps nobody waiting.
        note_left(record.event_id, self.device, chain)
        path = write_gmj(folder, "event", record.event_id, record.event.title, entries, stubs)
        self.remember("event file", {"holds": _digest(entries), "folder": str(path.parent), "name": path.name})
        return path

    def _give_receipts(self) -> None:
        """Say up to where every accepted judge's laptop is known here, so that the next event file can tell them."""
        if not self.can_speak:
            return
        record = self.record
        fresh: list[Checkpoint] = []
        for device in record.devices:
            reached: tuple[int, str] | None = None
            for entry in self._ledger.chain(device):
                if record.verdicts.get(entry.eid) in (Verdict.GAP, Verdict.FORKED, Verdict.FOREIGN):
                    break
                reached = (entry.seq, entry.eid)
            if reached and record.checkpoints.get(device) != reached:
                fresh.append(Checkpoint(device, *reached))
        if fresh:
            self.say(*fresh)

    @property
    def event_file_outdated(self) -> bool:
        """Whether judges would get something new from a fresh event file."""
        entries, _ = entries_for_judges(self._ledger, self.record)
        return self.object_setting("event file").get("holds") != _digest(entries)

    def merge(
        self, paths: Iterable[Path], progress: Progress | None = None, cancelled: Callable[[], bool] | None = None
    ) -> MergeReport:
        """Merge score files, and the files in folders; each file wholly or not at all.

        A waiting device that knows its judge's ticket is enrolled by itself. Cancelling keeps the files that were done. A broken
        file is kept aside (see ``desk.quarantine``). A backup is kept before and after.
        """
        self.voice()
        note = self.keep_copy(Reason.MERGING)
        taken, stopped = merge_files(
            self._store,
            self._ledger,
            self._turn,
            self._store.event_id,
            self.seed,
            paths,
            self._clock,
            progress,
            cancelled,
            self._seen,
        )
        with self._turn:
            self._enrol_by_ticket(taken)
            report = report_of(self._store, taken, self.record, cancelled=stopped)
        if any(
            row.new or not row.ok for row in report.rows
        ):  # else nothing came, and no backup is worth an older one's place
            self.remember("last merge", {"at": self._clock(), **report.sums})
            note = self.keep_copy(Reason.MERGED)
        return replace(report, note=note)

    def take_in(self, row: MergeRow, entries: Sequence[Entry]) -> MergeRow:
        """Take in verified entries of a file that was refused, by a person's decision; ``row`` is what it becomes."""
        self.voice()
        self.keep_copy(Reason.MERGING)
        with self._turn:
            before = [file.report for file in self._store.files() if file.sha256 == row.sha256]
            source = source_of(row)
            report = {**(before[0] if before else {}), **source.report}
            added = self._store.add(entries, (), replace(source, report=report))
            self._ledger.add(added.entries)
            row = replace(row, new=len(added.entries), known=len(entries) - len(added.entries))
            taken = [Taken(row, tuple(entries))]
            self._enrol_by_ticket(taken)
            (told,) = report_of(self._store, taken, self.record, cancelled=False).rows
        self.keep_copy(Reason.MERGED)
        return told

    @property
    def merges(self) -> tuple[MergeRow, ...]:
        """Every file that came in, newest first."""
        return past_merges(self._store)

    @property
    def files_merged(self) -> int:
        """How many score files were taken in."""
        return sum(1 for row in self.merges if row.ok and row.who)

    def _enrol_by_ticket(self, taken: Sequence[Taken]) -> None:
        """Let in the laptops that came with ``taken`` and know their judge's ticket; what holds is found anew afterwards."""
        came = {entry.device for item in taken for entry in item.entries}
        if not judges_alone(taken):
            self._record = None
        # What judges say changes nothing about who is let in already: until that is said, the record from before will do.
        record, tickets = self.record, self._store.tickets()
        unknown = (came | {p.device for p in record.pending}) - record.devices.keys() - record.organizers
        genesis = self._ledger.entries[record.event_id].device
        waiting = hear(self._ledger, record.event_id, genesis).hear_waiting(unknown) if unknown else ()
        known = [
            Enrol(p.device, p.judge)
            for p in waiting
            if p.judge in record.judges
            and proof_fits(p.proof, tickets.get(p.judge, ""), record.event_id, p.judge, p.device)
        ]
        if known:
            self.say(*known)
        if came:
            self._record = None

    def resolve(self, conflict: Conflict, pick: str) -> None:
        """Decide a conflict: the entry ``pick`` holds, the others are replaced. All are kept.

        Raises:
            Problem: ``pick`` is none of the sides.
        """
        if pick not in {head.eid for head in conflict.heads}:
            raise Problem("That is none of the sides of this conflict (any more); look at it again.")
        among = {head.eid for head in conflict.heads}
        for entry in self._ledger:
            before = self._ledger.statement(entry) if entry.kind == "resolve" else None
            if isinstance(before, Resolve) and not among.isdisjoint(before.among):
                among.update(before.among)  # what lost before must not come back when that decision is replaced
        self.say(Resolve(pick, tuple(sorted(among))))

    def put_ballots(self, ballots: Sequence[Ballot]) -> int:
        """Record ballots from paper for their judges; gives how many were new.

        What this workspace said before from paper is not said again, whatever was decided about it since.
        """
        said = self.paper_ballots
        fresh = [b for b in ballots if not same_ballot(said.get((b.judge, b.submission)), b)]
        if fresh:
            self.say(*fresh)
        return len(fresh)

    @property
    def paper_ballots(self) -> dict[tuple[str, str], Ballot]:
        """The last ballot from paper by (judge, submission), whether it counts or not."""
        found: dict[tuple[str, str], Ballot] = {}
        with self._turn:
            for device in sorted(self.record.organizers):
                for entry in self._ledger.chain(device):
                    if entry.kind == "ballot" and isinstance(ballot := self._ledger.statement(entry), Ballot):
                        found[ballot.judge, ballot.submission] = ballot
        return found

    # What it comes to

    @property
    def result(self) -> Result:
        """What the record comes to: standings, chances, prizes. The same object as long as nothing new is known."""
        record = self.record
        if self._result is None or self._result.record is not record:
            self._result = Result(record)
        return self._result

    def standings(self) -> Standings:
        """The standings of everything that is judged.

        Raises:
            Problem: no rubric is in force, or no criterion has a weight.
        """
        return self.result.standings

    def overview(self) -> Overview:
        """What is there and what is missing."""
        return overview_of(self.record, self.object_setting("last merge"))


def same_ballot(before: Ballot | None, ballot: Ballot) -> bool:
    """Whether two ballots say the same, whenever and under whatever rubric they were made."""
    if before is None:
        return False
    return (before.outcome, before.marks, before.reason) == (ballot.outcome, ballot.marks, ballot.reason)


def _digest(entries: Iterable[Entry]) -> str:
    """What an event file tells judges to do; a receipt alone is no reason for a new one."""
    told = sorted(entry.eid for entry in entries if entry.kind != "checkpoint")
    return sha256("\n".join(told).encode()).hexdigest()


__all__ = ["Event", "MergeReport", "MergeRow", "OrganizerDesk", "Overview", "new_id"]
