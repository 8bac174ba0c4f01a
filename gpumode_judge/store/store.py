"""A workspace: one event on this computer, in one SQLite file."""

import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.bulk import uncollected
from gpumode_judge.ledger.entry import Entry, Stub, eid_of
from gpumode_judge.store import backup, beside_rows, copies, faults, gate, ledger_rows, lock, opening, show_rows
from gpumode_judge.store.migrations import CURRENT, Schema
from gpumode_judge.store.tables import DRAFT, ENTRY, META, PRIVATE_NOTE, SETTING, SOURCE_FILE, STUB, TICKET
from gpumode_judge.store.turns import Turns
from gpumode_judge.store.values import (
    Added,
    Contact,
    Counts,
    Draft,
    Incoming,
    Json,
    JsonObject,
    Picture,
    Role,
    Shown,
    SourceFile,
)


class Store:
    """An open workspace, locked against other apps. Any thread may use it; one after the other gets its turn.

    Every method that writes returns when the disk has it, and raises Problem (disk full, file damaged, …) having changed nothing.
    ``path`` is the file, ``role`` whose it is, ``event_id`` the eid of its event's genesis entry.
    """

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._pictures: dict[str, int] | None = None  # asked for with every picture on the projector; one app writes
        self.path = turns.path
        with turns.read() as connection:
            meta = beside_rows.texts(connection, META)
        try:
            self.role = Role(meta["role"])
            self.event_id = meta["event"]
        except (KeyError, ValueError) as error:
            raise Problem(f"“{self.path.name}” does not say whose workspace it is: open a backup of it.") from error

    @classmethod
    def create(cls, path: Path, role: Role, event_id: str) -> Self:
        """Make a new workspace and open it; Problem if there is anything at ``path`` already."""
        return cls._opened(path, CURRENT, {"role": role.value, "event": event_id})

    @classmethod
    def open(cls, path: Path, schema: Schema = CURRENT) -> Self:
        """Open a workspace; of an older one a copy is kept (see :mod:`copies`), then it is brought to today's schema.

        Raises Problem if it is open elsewhere, not a workspace, from a newer app, damaged or not writable.
        """
        return cls._opened(path, schema, None)

    @classmethod
    def _opened(cls, path: Path, schema: Schema, made_of: dict[str, str] | None) -> Self:
        try:
            path = Path(os.path.realpath(path))  # one file has one lock, by whatever link it is reached
        except ValueError as error:  # a NUL in the name
            raise Problem("That is not a file name: choose a workspace file.") from error
        if made_of is None:
            gate.check_file(path)  # no lock file is left beside what is no workspace
        else:
            backup.demand_free(path)
            backup.demand_no_journal(path)
        held = lock.take(path)
        try:
            if made_of is not None:
                opening.make(path, made_of)
            turns = Turns(path, held, opening.connect(path, schema))
        except BaseException:
            held.release()
            raise
        try:
            return cls(turns)
        except BaseException:
            turns.close()
            raise

    def close(self) -> None:
        """Let go of the workspace; closing twice does no harm."""
        self._turns.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def together(self) -> Generator[None]:
        """What this thread writes inside becomes one change: all of it is kept or, after an exception, none."""
        with self._turns.write():
            yield

    # The ledger

    def entries(self, device: str | None = None) -> list[Entry]:
        """All entries, earlier merges first, or the chain of one ``device`` by seq."""
        with self._turns.read() as connection:
            raw = ledger_rows.raw_entries(connection, device)
        # Parsed after others may have had their turn: a big ledger takes a while.
        with faults.damage_told(self.path), uncollected():
            return [Entry.trusted(body, sig, eid) for body, sig, eid in raw]

    def stubs(self) -> tuple[Stub, ...]:
        """The places of entries that are withheld from here."""
        with self._turns.read() as connection:
            return ledger_rows.stubs(connection)

    def add(self, entries: Iterable[Entry], stubs: Iterable[Stub] = (), file: SourceFile | None = None) -> Added:
        """Merge verified entries, all or none, and tell which were new.

        With a ``file`` that was merged before nothing happens. Its row gets ``new`` and ``known`` added to its report.
        """
        return self.add_all([Incoming(tuple(entries), tuple(stubs), file)])[0]

    def add_all(self, files: Sequence[Incoming]) -> list[Added]:
        """Merge several files as :meth:`add` does each, all or none, and tell of each what was new."""
        with self._turns.write() as connection:
            return ledger_rows.add(connection, files)

    def append(self, make: Callable[[int, str], Entry], device: str, drop_draft: str = "") -> Entry:
        """Add one entry to the chain of this computer's own ``device``: ``make(next seq, previous eid)`` gives it.

        ``drop_draft`` names a submission whose unfinished card this entry completes: it goes in the same moment.
        """
        (entry,) = self.append_many(lambda seq, prev: (make(seq, prev),), device, drop_draft)
        return entry

    def append_many(
        self,
        make: Callable[[int, str], Sequence[Entry]],
        device: str,
        drop_draft: str = "",
        floor: tuple[int, str] = (0, ""),
    ) -> tuple[Entry, ...]:
        """Add several entries, all or none, to the chain of ``device``; they continue it without a gap (else ValueError).

        ``floor`` is the seq and eid of the last entry that this device is known to have made, if it may be missing here.
        """
        with self._turns.write() as connection:
            seq, prev = max(ledger_rows.head(connection, device), floor, key=lambda place: place[0])
            entries = tuple(make(seq + 1, prev))
            for entry in entries:
                if (entry.device, entry.seq, entry.prev) != (device, seq + 1, prev):
                    raise ValueError(f"entry {entry.seq} does not continue the chain at {seq}")
                seq, prev = entry.seq, entry.eid
            ledger_rows.extend(connection, entries)
            if drop_draft:
                beside_rows.drop(connection, DRAFT, drop_draft)
            return entries

    # The files that came in

    def record_refused(self, file: SourceFile) -> None:
        """Keep the row of a file that was not merged; the same bytes may still be merged later."""
        with self._turns.write() as connection:
            ledger_rows.put_refused(connection, file)

    def update_report(self, sha256: str, report: JsonObject) -> None:
        """Add to a file's report what is known only after the merge (pending, conflicts, …)."""
        self.update_reports({sha256: report})

    def update_reports(self, reports: Mapping[str, JsonObject]) -> None:
        """The same for several files, by their hashes."""
        with self._turns.write() as connection:
            ledger_rows.put_reports(connection, reports)

    def files(self) -> tuple[SourceFile, ...]:
        """Every file that came in, newest first."""
        with self._turns.read() as connection:
            return ledger_rows.files(connection)

    def files_of(self, eid: str) -> tuple[str, ...]:
        """The hashes of the files in which an entry came; none for one that was made here."""
        with self._turns.read() as connection:
            return ledger_rows.files_of(connection, eid)

    def entries_from(self, sha256: str) -> tuple[str, ...]:
        """The eids of the entries that came in a file."""
        with self._turns.read() as connection:
            return ledger_rows.entries_from(connection, sha256)

    def put_file(self, file: SourceFile, eids: Iterable[str] = ()) -> None:
        """Write the row of a file as another workspace had it, with the entries (which are here) that came in it."""
        with self._turns.write() as connection:
            ledger_rows.put_file(connection, file, file.report)
            ledger_rows.put_origins(connection, file.sha256, eids)

    # Beside the ledger

    def drafts(self) -> tuple[Draft, ...]:
        """All unfinished cards."""
        with self._turns.read() as connection:
            return beside_rows.drafts(connection)

    def draft(self, submission: str) -> Draft | None:
        """The unfinished card of a submission, if there is one."""
        with self._turns.read() as connection:
            return beside_rows.draft(connection, submission)

    def put_draft(self, draft: Draft) -> None:
        """Save an unfinished card; the earlier one of the same submission is replaced."""
        with self._turns.write() as connection:
            beside_rows.put_draft(connection, draft)

    def drop_draft(self, submission: str) -> None:
        """Throw the unfinished card of a submission away."""
        with self._turns.write() as connection:
            beside_rows.drop(connection, DRAFT, submission)

    def private_notes(self) -> dict[str, str]:
        """What the judge noted for themselves, by submission."""
        with self._turns.read() as connection:
            return beside_rows.texts(connection, PRIVATE_NOTE)

    def put_private_note(self, submission: str, text: str) -> None:
        """Save a private note; empty text deletes it."""
        with self._turns.write() as connection:
            beside_rows.put_note(connection, submission, text)

    def contacts(self) -> dict[str, Contact]:
        """How to reach people, by person."""
        with self._turns.read() as connection:
            return beside_rows.contacts(connection)

    def put_contacts(self, contacts: Iterable[Contact]) -> None:
        """Save contacts; earlier ones of the same people are replaced."""
        with self._turns.write() as connection:
            beside_rows.put_contacts(connection, contacts)

    def tickets(self) -> dict[str, str]:
        """The judges' tickets, by judge."""
        with self._turns.read() as connection:
            return beside_rows.texts(connection, TICKET)

    def put_tickets(self, tickets: Mapping[str, str]) -> None:
        """Save tickets by judge; earlier ones of the same judges are replaced."""
        with self._turns.write() as connection:
            beside_rows.put_tickets(connection, tickets)

    def setting(self, key: str, default: Json = None) -> Json:
        """What is remembered under a key."""
        with self._turns.read() as connection:
            found = beside_rows.setting(connection, key)
        return default if found is None else found

    def settings(self) -> dict[str, Json]:
        """Everything that this workspace remembers."""
        with self._turns.read() as connection:
            return beside_rows.settings(connection)

    def put_setting(self, key: str, value: Json) -> None:
        """Remember a JSON value; None forgets it."""
        with self._turns.write() as connection:
            if value is None:
                beside_rows.drop(connection, SETTING, key)
            else:
                beside_rows.put_setting(connection, key, value)

    # For the show

    def put_picture(self, picture: Picture) -> None:
        """Keep a picture of the event; an earlier one of the same name is replaced."""
        try:
            with self._turns.write() as connection:
                show_rows.put_picture(connection, picture)
        finally:
            self._pictures = None

    def drop_picture(self, name: str) -> None:
        """Throw a picture away, if there is one of that name."""
        try:
            with self._turns.write() as connection:
                show_rows.drop_picture(connection, name)
        finally:
            self._pictures = None

    def picture(self, name: str) -> Picture | None:
        """The picture of that name, if there is one."""
        with self._turns.read() as connection:
            return show_rows.picture(connection, name)

    def pictures(self) -> dict[str, int]:
        """How many bytes each picture has, by name."""
        known = self._pictures
        if known is None:
            with self._turns.read() as connection:
                known = self._pictures = show_rows.pictures(connection)
        return dict(known)

    def add_shown(self, *steps: Shown) -> None:
        """Note that the audience saw these steps of the ceremony, the oldest first."""
        with self._turns.write() as connection:
            show_rows.add_shown(connection, steps)

    def shown(self) -> tuple[Shown, ...]:
        """Every step that was shown, the oldest first."""
        with self._turns.read() as connection:
            return show_rows.shown(connection)

    def last_shown(self) -> Shown | None:
        """The step that was shown last, if any was."""
        with self._turns.read() as connection:
            return show_rows.last_shown(connection)

    # The whole

    def counts(self) -> Counts:
        """How much there is of what."""
        with self._turns.read() as connection:
            return Counts(
                entries=ledger_rows.count(connection, ENTRY),
                stubs=ledger_rows.count(connection, STUB),
                files=ledger_rows.count(connection, SOURCE_FILE),
                refused=ledger_rows.count_refused(connection),
                drafts=ledger_rows.count(connection, DRAFT),
            )

    def integrity_check(self) -> None:
        """Read everything; Problem if the file is damaged or an entry is not what it was when it came."""
        with self._turns.read() as connection:
            gate.check_tables(connection, self.path)
            gate.check_sound(connection, self.path)
            raw = ledger_rows.raw_entries(connection)
        with faults.damage_told(self.path):
            if any(eid_of(body, sig) != eid for body, sig, eid in raw):
                raise faults.damaged(self.path)

    def backup(self, to: Path) -> None:
        """Copy the workspace to the new file ``to``, read back and compared; Problem if that name is taken."""
        with self._turns.alone() as raw:
            backup.copy(raw, self.path, to)

    def keep_copy(self, reason: copies.Reason, at: str = "") -> copies.Copy | None:
        """Keep a verified copy in the app's own folder; ``None`` if the newest copy holds the same. Problem if it cannot be made."""
        with self._turns.alone() as raw:
            return copies.keep(raw, self.path, self.event_id, reason, at)
