"""The judge's desk: open the event file once, score offline, hand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.desk.cards import TEAM_NOTE, Adding, Card, Entered, State, state_of
from gpumode_judge.desk.desk import WORKSPACE, Clock, Desk, device_of, new_device, open_store
from gpumode_judge.desk.left import left, note_left
from gpumode_judge.event.people import REASONS, Audience, Ballot, Judge, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_block, clean_line, slug
from gpumode_judge.exchange.gmj import GmjFile, read_gmj, write_gmj
from gpumode_judge.exchange.sealed import seal
from gpumode_judge.ledger.device import Device, four_words, read_ticket, ticket_proof
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Held, Record
from gpumode_judge.ledger.statements import FROM_JUDGES, Hello, Signoff, Statement
from gpumode_judge.store.copies import Reason
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Draft, JsonObject, Role, SourceFile
from gpumode_judge.system.clock import now

_NO_TICKET: Final = "A ticket has 12 letters and digits, such as 7K3M-Q2ZT-9XWB; check what was typed."


@dataclass(frozen=True, slots=True)
class JudgeStatus:
    """What a worried judge wants to know. ``handed_in`` counts recorded ballots that are in the last score file, ``received``
    those that the organizers have, as the newest event file tells."""

    total: int
    recorded: int
    drafts: int
    handed_in: int
    new_since: int
    folder: str
    at: str
    received: int = 0

    def __str__(self) -> str:
        drafts = "no drafts" if not self.drafts else "1 draft" if self.drafts == 1 else f"{self.drafts} drafts"
        line = f"Everything is saved on this laptop. {self.recorded} of {self.total} recorded, {drafts}. "
        if not self.handed_in:
            return line + "Nothing handed in yet."
        line += f"Handed in: {self.handed_in}" + (
            f"; {self.new_since} new since." if self.new_since else "; nothing new since."
        )
        if not self.received:
            return line
        all_of = "all " if self.received == self.recorded else ""
        return line + f" The organizers have {all_of}{self.received} of yours."


@dataclass(frozen=True, slots=True)
class Total:
    """One of a judge's own ballots with its ``total`` of 100, ``None`` for absent, recused and skipped."""

    submission: Submission
    total: Decimal | None
    ballot: Ballot
    eid: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A score file that was written and read back. ``ballots`` is how many it holds."""

    path: Path
    ballots: int


def peek(path: Path) -> Record:
    """What an event file says, before anybody joins.

    Raises:
        Problem: it cannot be read, or is a judge's score file.
    """
    return _record_of(read_gmj(path))


def _record_of(file: GmjFile) -> Record:
    if any(entry.kind in FROM_JUDGES for entry in file.entries) and file.event not in {e.eid for e in file.entries}:
        raise Problem("This is a judge’s score file, not an event file; the organizers merge it on their laptop.")
    return project(Ledger(file.entries, file.stubs), file.event)


def read_code(typed: str) -> tuple[str, str]:
    """What a person typed or a scanner read: (judge id or ``""``, ticket or ``""`` if it is none)."""
    parts = typed.strip().split(":")
    if len(parts) == 3 and parts[0].lower() == "gmj":
        return parts[1].lower(), read_ticket(parts[2])
    return "", read_ticket(typed)


class JudgeDesk(Desk):
    """One judge's open workspace."""

    role = Role.JUDGE

    def __init__(self, store: Store, device: Device, judge: str, clock: Clock = now) -> None:
        super().__init__(store, device, clock)
        self.judge_id = judge
        self._own = (*_earlier_devices(store), device.name)
        self._undo: list[tuple[str, Entered, str]] = []
        self._seen: Adding | None = None

    @classmethod
    def join(cls, event_file: Path, judge_id: str, ticket: str, folder: Path, clock: Clock = now) -> "JudgeDesk":
        """Make a judge's workspace in ``folder`` (or at ``folder`` itself, if it names a workspace) from an event file.

        ``ticket`` may be empty: then the organizers accept this laptop by its four words.

        Raises:
            Problem: the file is no event file, the judge is not in it, the ticket is no ticket, or the workspace exists.
        """
        file = read_gmj(event_file)
        record = _record_of(file)
        judge = record.judges.get(judge_id)
        if judge is None:
            raise Problem(
                f"This event file of “{record.event.title}” does not list that judge; ask the organizers for a newer one."
            )
        if ticket.strip() and not read_code(ticket)[1]:
            raise Problem(_NO_TICKET)
        path = folder if folder.suffix == WORKSPACE else _free(folder, record, judge)
        store = Store.create(path, Role.JUDGE, record.event_id)
        try:
            device = new_device()
            with store.together():
                store.put_setting("device", device.name)
                store.put_setting("place", str(store.path))
                store.put_setting("judge", judge_id)
                store.put_setting("ticket", read_code(ticket)[1])
                store.add(file.entries, file.stubs, _source(event_file, file, clock))
            desk = cls(store, device, judge_id, clock)
            desk._greet()
        except BaseException:
            store.close()
            raise
        return desk

    @classmethod
    def open(cls, path: Path, clock: Clock = now) -> "JudgeDesk":
        """Open a judge's workspace again. On another laptop or in another place it gets a device of its own and greets once more.

        Raises:
            Problem: it is none, or is in use.
        """
        store = open_store(path, Role.JUDGE)
        try:
            copied = store.setting("place", str(store.path)) != str(store.path) or _put_back(store)
            device = (None if copied else device_of(store)) or _another_device(store)
            desk = cls(store, device, str(store.setting("judge", "")), clock)
            desk.require_event()
            desk.keep_copy(Reason.OPENED)
            if not any(entry.device == device.name for entry in desk.ledger):
                desk._greet()
        except BaseException:
            store.close()
            raise
        return desk

    def give_ticket(self, typed: str) -> None:
        """Take a ticket that was found after joining; the next score file lets this laptop in by itself.

        Raises:
            Problem: it is no ticket, or another judge's.
        """
        judge, ticket = read_code(typed)
        if not ticket:
            raise Problem(_NO_TICKET)
        if judge and judge != self.judge_id:
            raise Problem(f"That is another judge’s ticket; {self.judge.name} judges here.")
        self._store.put_setting("ticket", ticket)
        self._greet()

    @property
    def has_ticket(self) -> bool:
        """Whether a ticket was typed here."""
        return bool(self.text_setting("ticket"))

    def _greet(self) -> None:
        ticket = self.text_setting("ticket")
        proof = ticket_proof(ticket, self.record.event_id, self.judge_id, self.device) if ticket else ""
        self.say(Hello(self.judge_id, proof))

    @property
    def judge(self) -> Judge:
        """Who judges here."""
        return self.record.judges.get(self.judge_id) or Judge(id=self.judge_id, name="This judge")

    @property
    def words(self) -> str:
        """The four words by which the organizers can recognise this laptop."""
        return four_words(self.device)

    @property
    def record(self) -> Record:
        """What holds now. A judge's own laptop needs nobody's leave to show its own ballots."""
        with self._turn:
            if self._record is None:
                speaking = dict.fromkeys(self._own, self.judge_id)
                self._record = project(self._ledger, self._store.event_id, speaking=speaking)
            return self._record

    @property
    def rubric(self) -> Rubric:
        """The rubric in force.

        Raises:
            Problem: there is none, or there are two.
        """
        if self.record.rubric is None:
            raise Problem(
                "This event file holds no rubric that is in force; ask the organizers for a newer event file."
            )
        return self.record.rubric

    def cards(self) -> tuple[Card, ...]:
        """All cards in visiting order; those that left the round but were scored come last."""
        record = self.record
        drafts = {draft.submission: draft for draft in self._store.drafts()}
        private = self._store.private_notes()
        mine = {s.id: s for s in record.round_of(self.judge_id)}
        scored = {submission for judge, submission in (*record.ballots, *record.unfit) if judge == self.judge_id}
        for name in record.submissions:
            if name in scored or name in drafts:
                mine.setdefault(name, record.submissions[name])
        return tuple(self._card(s, drafts.get(s.id), private.get(s.id, "")) for s in mine.values())

    def card(self, submission_id: str) -> Card:
        """One card."""
        submission = self._submission(submission_id)
        return self._card(
            submission, self._store.draft(submission_id), self._store.private_notes().get(submission_id, "")
        )

    def _submission(self, submission_id: str) -> Submission:
        submission = self.record.submissions.get(submission_id)
        if submission is None:
            raise Problem("That submission is not in this event; open the newest event file.")
        return submission

    def _card(self, submission: Submission, draft: Draft | None, private: str) -> Card:
        record, rubric = self.record, self.rubric
        key = (self.judge_id, submission.id)
        held = record.ballots.get(key) or record.unfit.get(key)
        said = self._said(submission.id)
        entered = Entered.from_json(cast("Mapping[str, Any]", draft.value)) if draft else said
        criteria = rubric.of(submission)
        known = {c.key: c for c in criteria}
        missing = rubric.missing(submission, entered.marks)
        unfit = tuple((k, m) for k, m in entered.marks.items() if k not in known or not known[k].scale.allows(m))
        fit = {k: m for k, m in entered.marks.items() if k in known and known[k].scale.allows(m)}
        changed = draft is not None and not entered.aside and not entered.same(said)
        return Card(
            submission=submission, criteria=criteria, entered=entered, private=private, missing=missing, unfit=unfit,
            state=state_of(held.value if held else None, changed=changed, unfit=key in record.unfit),
            total=self._view.total(fit), recorded=held, changed=changed,
        )  # fmt: skip

    def _said(self, submission_id: str) -> Entered:
        """What is recorded about a submission, as it would stand on its card."""
        record = self.record
        key = (self.judge_id, submission_id)
        held = record.ballots.get(key) or record.unfit.get(key)
        notes = self._view.notes.get(submission_id, {})
        return Entered(held.value.marks if held else {}, dict(notes), held.value.began if held else "")

    @property
    def _view(self) -> Adding:
        """The record as the cards need it, made once for each."""
        record, view = self.record, self._seen
        if view is None or view.record is not record:
            self._seen = view = Adding(record, self.judge_id, view)
        return view

    def _entered(self, submission_id: str) -> Entered:
        draft = self._store.draft(submission_id)
        return Entered.from_json(cast("Mapping[str, Any]", draft.value)) if draft else self._said(submission_id)

    def mark(self, submission_id: str, key: str, mark: Decimal | None) -> Card:
        """Put a mark on a card (``None`` takes it away); it is on the disk when this returns.

        Raises:
            Problem: the criterion or its scale does not know the mark.
        """
        submission = self._submission(submission_id)
        criterion = next((c for c in self.rubric.of(submission) if c.key == key), None)
        if mark is not None and (criterion is None or not criterion.scale.allows(mark)):
            scale = (
                f"“{criterion.name}” takes {criterion.scale}" if criterion else "this submission has no such criterion"
            )
            raise Problem(f"{mark} cannot be marked here: {scale}.")
        return self._change(submission_id, f"mark {key} {mark}", lambda entered: entered.with_mark(key, mark))

    def note(self, submission_id: str, key: str, text: str) -> Card:
        """Write the note on a criterion, or with ``key`` empty the one for the team."""
        return self._change(submission_id, f"note {key}", lambda entered: entered.with_note(key, clean_block(text)))

    def private_note(self, submission_id: str, text: str) -> Card:
        """Write a note that never leaves this laptop."""
        self._store.put_private_note(submission_id, clean_block(text))
        return self.card(submission_id)

    def _change(self, submission_id: str, step: str, change: Callable[[Entered], Entered]) -> Card:
        self._submission(submission_id)
        before = self._entered(submission_id)
        after = change(before)
        if not after.began:
            after = replace(after, began=self._clock())
        self._put(submission_id, after)
        typing = (
            step.startswith("note") and self._undo and self._undo[-1][0] == submission_id and self._undo[-1][2] == step
        )
        if not typing:
            self._undo.append((submission_id, before, step))
        return self.card(submission_id)

    def _put(self, submission_id: str, entered: Entered) -> None:
        self._store.put_draft(Draft(submission=submission_id, value=entered.to_json(), at=self._clock()))

    def undo(self) -> str | None:
        """Take back the last change; gives the submission that it was made on, or ``None`` if there is none."""
        if not self._undo:
            return None
        submission_id, before, _ = self._undo.pop()
        if before.same(self._said(submission_id)) and not before.aside:
            self._store.drop_draft(submission_id)
        else:
            self._put(submission_id, before)
        return submission_id

    def record_ballot(self, submission_id: str) -> Card:
        """Record the marks on a card. What was recorded before is kept and replaced.

        Raises:
            Problem: a criterion has no mark; the sentence names it.
        """
        card = self.card(submission_id)
        if card.missing:
            names = ", ".join(f"“{criterion.name}”" for criterion in card.missing)
            raise Problem(f"Not recorded yet: {names} still {'need' if len(card.missing) > 1 else 'needs'} a mark.")
        if not card.criteria:
            raise Problem("The rubric asks for no mark on this submission; record that it was skipped.")
        marks = {c.key: card.entered.marks[c.key] for c in card.criteria}
        self._record_ballot(card, Outcome.MARKED, marks, "")
        return self._card(self._submission(submission_id), None, card.private)

    def record_outcome(self, submission_id: str, outcome: Outcome, reason: str) -> Card:
        """Record that there are no marks, and why. Marks on the card are put aside, not lost.

        Raises:
            Problem: the reason is not on the list.
        """
        if reason not in REASONS.get(outcome, ()):
            options = (
                ", ".join(f"“{option}”" for option in REASONS.get(outcome, ())) or "nothing: record the marks instead"
            )
            raise Problem(f"Say why: {options}.")
        self._record_ballot(self.card(submission_id), outcome, {}, reason)
        return self.card(submission_id)

    def _record_ballot(self, card: Card, outcome: Outcome, marks: Mapping[str, Decimal], reason: str) -> None:
        name, at = card.submission.id, self._clock()
        ballot = Ballot(
            judge=self.judge_id, submission=name, rubric=self.record.rubric_eid, outcome=outcome, marks=marks, reason=reason,
            began=card.entered.began or at, ended=at,
        )  # fmt: skip
        said = self._said(name).notes
        notes = card.entered.notes
        remarks: list[Statement] = [
            Remark(
                judge=self.judge_id, submission=name, criterion=key, text=notes.get(key, "").strip(),
                audience=Audience.ORGANIZERS if key != TEAM_NOTE else Audience.TEAM,
            )
            for key in sorted(said.keys() | notes.keys())
            if notes.get(key, "").strip() != said.get(key, "")
        ]  # fmt: skip
        held = card.recorded
        same = held and (held.value.outcome, held.value.marks, held.value.reason) == (outcome, marks, reason)
        aside = outcome is not Outcome.MARKED and card.entered.marks
        if not (same and held and held.value.rubric == ballot.rubric and not remarks):
            self.say(ballot, *remarks, drop_draft="" if aside else name)
        elif not aside:
            self._store.drop_draft(name)
        if aside:
            self._put(name, replace(card.entered, aside=True))
        if self._undo:  # typing on after this is a change of its own
            self._undo[-1] = (*self._undo[-1][:2], "recorded")

    def status(self) -> JudgeStatus:
        """How things stand, for the status line."""
        cards = self.cards()
        handed = self.object_setting("handed in")
        recorded = [card for card in cards if card.recorded and not card.open]
        inside = [c for c in recorded if c.recorded and _is_in(handed, c.recorded)]
        return JudgeStatus(
            len(cards), len(recorded), sum(card.open for card in cards), len(inside), len(recorded) - len(inside),
            str(handed.get("folder", "")), str(handed.get("at", "")), sum(self._received(c.recorded) for c in recorded),
        )  # fmt: skip

    def _received(self, held: Held[Ballot] | None) -> bool:
        reached = self.record.checkpoints.get(held.device) if held else None
        return bool(held and reached and held.seq <= reached[0])

    @property
    def locked(self) -> bool:
        """Whether the organizers have locked the scores: what is recorded now waits for their word."""
        return self.record.lock is not None

    def own_totals(self) -> tuple[Total, ...]:
        """The judge's own recorded ballots, highest total first; those without marks last, in visiting order."""
        record = self.record
        adding = self._view
        mine = [held for (judge, _), held in record.ballots.items() if judge == self.judge_id]
        totals = [
            Total(
                record.submissions[held.value.submission],
                adding.total(held.value.marks) if held.value.outcome is Outcome.MARKED else None,
                held.value,
                held.eid,
            )
            for held in mine
        ]
        return tuple(sorted(totals, key=lambda t: (t.total is None, -(t.total or 0))))

    @property
    def signed_off(self) -> bool:
        """Whether the judge has said of exactly these recorded ballots that they are theirs."""
        return self.record.signed_off(self.judge_id)

    def sign_off(self) -> None:
        """Say that the recorded ballots are the judge's own and final; a later correction takes it back by itself.

        Raises:
            Problem: nothing is recorded, or a card is still a draft.
        """
        totals = self.own_totals()
        if not totals:
            raise Problem("Nothing is recorded yet, so there is nothing to sign off.")
        drafts = [card.submission.title for card in self.cards() if card.open]
        if drafts:
            raise Problem(f"“{drafts[0]}” has changes that are not recorded; record them first, then sign off.")
        self.say(Signoff(self.judge_id, {t.ballot.submission: t.eid for t in totals}))

    def own_entries(self) -> list[Entry]:
        """Everything that was said in this workspace, on whatever laptop it lay."""
        return [entry for device in self._own for entry in self.ledger.chain(device)]

    def hand_in(self, folder: Path) -> HandedIn:
        """Write the score file to a folder, read it back, and remember the folder.

        Raises:
            Problem: it could not be written or was not kept as written.
        """
        with self._turn:
            entries, record = self.own_entries(), self.record
            genesis = self._ledger.entries[record.event_id].device
        sealed = partial(seal, event=record.event_id, genesis=genesis) if record.event.sealed else None
        note_left(record.event_id, self.device, [entry for entry in entries if entry.device == self.device])
        # A slow stick must not hold up the judge, so nothing waits for the writing.
        path = write_gmj(folder, self.judge.name, record.event_id, record.event.title, entries, wrap=sealed)
        upto = {entry.device: entry.seq for entry in entries}
        self.remember("handed in", {"upto": upto, "folder": str(path.parent), "file": path.name, "at": self._clock()})
        held = (*record.ballots.values(), *record.unfit.values())
        return HandedIn(path, sum(ballot.device in self._own for ballot in held))

    def merge(self, path: Path) -> str:
        """Take in a newer event file without touching what was scored; gives a sentence that says what is new.

        Raises:
            Problem: it is of another event, or no event file.
        """
        file, name = read_gmj(path), clean_line(path.name)
        if file.event != self.record.event_id:
            raise Problem(f"“{name}” belongs to another event (“{file.title}”), so nothing of it was taken in.")
        if any(entry.kind in FROM_JUDGES and entry.device not in self._own for entry in file.entries):
            raise Problem(f"“{name}” is a judge’s score file; the organizers merge it on their laptop.")
        self.keep_copy(Reason.MERGING)
        with self._turn:
            before = self.record
            added = self._store.add(file.entries, file.stubs, _source(path, file, self._clock))
            self._take(added.entries, added.stubs)
            news = _news(before, self.record)
        if added.entries or added.stubs:
            self.keep_copy(Reason.MERGED)
        return news


def _news(before: Record, after: Record) -> str:
    new = [s for s in after.judged if s.id not in before.submissions]
    changed = [s for s in after.submissions.values() if s.id in before.submissions and before.submissions[s.id] != s]
    parts = [
        f"{len(new)} new submission{'s' * (len(new) != 1)}" if new else "",
        f"{len(changed)} changed submission{'s' * (len(changed) != 1)}" if changed else "",
        "a changed rubric" if after.rubric_eid != before.rubric_eid else "",
        "changed visits" if after.assignments != before.assignments else "",
        "conflicts of interest" if after.interests != before.interests else "",
        "the scores are locked" if after.lock and not before.lock else "",
        "the scores are open again" if before.lock and not after.lock else "",
        "a receipt from the organizers" if after.checkpoints != before.checkpoints else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"Taken in: {told}. What you scored is untouched." if told else "Nothing in this event file was new."


def _source(path: Path, file: GmjFile, clock: Clock) -> SourceFile:
    return SourceFile(sha256=file.sha256, name=clean_line(path.name), at=clock())


def _another_device(store: Store) -> Device:
    """A device for a workspace whose key lies on another laptop, or that may be a copy; what was said before is still this judge's.

    Two copies that went on with one key would say two things with one number, and neither would count.
    """
    earlier = (*_earlier_devices(store), str(store.setting("device", "")))
    device = new_device()
    with store.together():
        store.put_setting("earlier devices", [name for name in earlier if name])
        store.put_setting("device", device.name)
        store.put_setting("place", str(store.path))
    return device


def _put_back(store: Store) -> bool:
    """Whether this workspace was put back to a day before its last score file: what that holds must not be said differently."""
    device = str(store.setting("device", ""))
    gone = left(store.event_id, device)
    return bool(gone) and gone[-1].eid not in {entry.eid for entry in store.entries(device)}


def _earlier_devices(store: Store) -> tuple[str, ...]:
    earlier = store.setting("earlier devices", [])
    return tuple(str(name) for name in earlier) if isinstance(earlier, list) else ()


def _is_in(handed: JsonObject, ballot: Held[Ballot]) -> bool:
    upto = handed.get("upto")
    seq = upto.get(ballot.device, 0) if isinstance(upto, Mapping) else 0
    return isinstance(seq, int) and ballot.seq <= seq


def _free(folder: Path, record: Record, judge: Judge) -> Path:
    name = f"{slug(record.event.title, 'event')}-{slug(judge.name, 'judge')}-{record.event_id[:8]}"
    paths = (folder / f"{name}{'' if n == 1 else f'-{n}'}{WORKSPACE}" for n in range(1, 1000))
    return next(path for path in paths if not path.exists())


__all__ = ["Card", "HandedIn", "JudgeDesk", "JudgeStatus", "State", "peek", "read_code"]
