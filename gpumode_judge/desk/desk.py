"""What both desks stand on: an open workspace, this laptop's device, and the record of what holds now."""

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from typing import Self

from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Ballot, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Admit, Hello, Lock, Resolve, Statement, kind_of, slot_of, to_data
from gpumode_judge.store import faults
from gpumode_judge.store.copies import Reason
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Json, JsonObject, Role
from gpumode_judge.system.clock import now
from gpumode_judge.system.logs import log
from gpumode_judge.system.secret import find_secret, keep_secret

WORKSPACE = ".gmjdb"
Clock = Callable[[], str]


class Desk:
    """One open workspace. Safe to use from several threads; what it gives out is frozen."""

    role: Role

    def __init__(self, store: Store, device: Device | None, clock: Clock = now) -> None:
        self._store = store
        self._device = device
        self._clock = clock
        self._turn = RLock()
        self._ledger = Ledger(store.entries(), store.stubs())
        self._record: Record | None = None
        self._floor = (0, "")
        self.backup_problem = ""

    @property
    def store(self) -> Store:
        """The open workspace itself; for the other rooms of the desk."""
        return self._store

    @property
    def can_speak(self) -> bool:
        """Whether this laptop can say anything here; without the key it can only look."""
        return self._device is not None

    @property
    def seed(self) -> bytes:
        """This laptop's secret, which opens sealed files; empty in a workspace that can only look."""
        return self._device.seed if self._device else b""

    @property
    def path(self) -> Path:
        """The workspace's file."""
        return self._store.path

    @property
    def record(self) -> Record:
        """What holds now."""
        with self._turn:
            if self._record is None:
                self._record = project(self._ledger, self._store.event_id)
            return self._record

    def require_event(self) -> None:
        """Problem if the workspace has lost its event: asked on opening, so that no backup of a good day is replaced by it."""
        try:
            with faults.damage_told(self.path):
                _ = self.record
        except Problem as problem:
            raise Problem(f"“{self.path.name}” has lost what it is about: restore a backup of it.") from problem

    @property
    def device(self) -> str:
        """The name of this laptop's device; ``""`` in a workspace that can only look."""
        return self._device.name if self._device else ""

    @property
    def ledger(self) -> Ledger:
        """Every entry that is known here. It only grows; read it on the thread that merges."""
        return self._ledger

    def now(self) -> str:
        """The time now in UTC, for people to read."""
        return self._clock()

    def close(self) -> None:
        """Let go of the workspace."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def say(self, *statements: Statement, drop_draft: str = "") -> tuple[Entry, ...]:
        """Sign statements, each replacing what this device may replace, and keep them all or none.

        Raises:
            Problem: one is too long, the disk refused, or this workspace can only look.
        """
        with self._turn:
            record, device = self.record, self.voice()
            entries = self._store.append_many(
                lambda seq, prev: self._signed(device, record, statements, seq, prev),
                device.name,
                drop_draft,
                self._floor,
            )
            self._take(entries)
            return entries

    def voice(self) -> Device:
        """The device that speaks here; Problem if this workspace can only look."""
        if self._device is None:
            raise Problem(
                "This workspace is for looking only: its key is on the organizers’ own laptop; change it there."
            )
        return self._device

    def keep_copy(self, reason: Reason) -> str:
        """Keep a backup unless the newest one holds the same; gives ``""``, or the sentence that says why there is none.

        A backup that cannot be made stops nobody: the workspace itself is on the disk anyway.
        """
        try:
            self._store.keep_copy(reason, self._clock())
            self.backup_problem = ""
        except Problem as problem:
            self.backup_problem = f"No backup could be made. {problem}"
            log().warning("no backup: %s", problem)
        return self.backup_problem

    def _take(self, entries: Iterable[Entry], stubs: Iterable[Stub] = ()) -> None:
        self._ledger.add(entries, stubs)
        self._record = None

    def _signed(
        self, device: Device, record: Record, statements: Sequence[Statement], seq: int, prev: str
    ) -> list[Entry]:
        entries: list[Entry] = []
        said: dict[tuple[str, ...], str] = {}
        for statement in statements:
            slot = slot_of(statement)
            entry = device.sign(
                event=record.event_id,
                kind=kind_of(statement),
                seq=seq + len(entries),
                prev=entries[-1].eid if entries else prev,
                at=self._clock(),
                data=to_data(statement),
                supersedes=(said[slot],) if slot in said else self._replaced(record, statement),
            )
            entries.append(entry)
            if not isinstance(statement, Hello | Resolve | Admit):
                said[slot] = entry.eid
        return entries

    def _replaced(self, record: Record, statement: Statement) -> tuple[str, ...]:
        """The heads that a statement replaces: an organizer's never one that a judge's laptop said."""
        if isinstance(statement, Hello | Event):
            return ()
        if isinstance(statement, Admit):
            return ()
        if isinstance(statement, Lock):
            asked = next((w for w in record.lock_waiting if w.manifest == statement.manifest), None)
            if asked is not None:
                return asked.supersedes
        if isinstance(statement, Resolve):
            return tuple(e.eid for e in self._ledger if e.kind == "resolve" and self._overrules(statement, e))
        heads = record.heads.get(slot_of(statement), ())
        if isinstance(statement, Ballot | Remark) and self.role is Role.ORGANIZER:
            heads = tuple(eid for eid in heads if self._ledger.entries[eid].device in record.organizers)
        return heads

    def _overrules(self, resolve: Resolve, earlier: Entry) -> bool:
        """Another laptop's decision about the same entries; of one laptop's own the last holds anyway."""
        before = self._ledger.statement(earlier)
        return (
            isinstance(before, Resolve)
            and earlier.device != self.device
            and not set(before.among).isdisjoint(resolve.among)
        )

    def text_setting(self, key: str, default: str = "") -> str:
        """A text that this workspace remembers."""
        value = self._store.setting(key, default)
        return value if isinstance(value, str) else default

    def object_setting(self, key: str) -> JsonObject:
        """Several things that this workspace remembers under one key."""
        value = self._store.setting(key)
        return value if isinstance(value, Mapping) else {}

    def remember(self, key: str, value: Json) -> None:
        """Remember something in this workspace; it never travels. ``None`` forgets it."""
        self._store.put_setting(key, value)


def new_id() -> str:
    """A random id that says nothing: 16 hex digits."""
    return secrets.token_hex(8)


def new_device() -> Device:
    """A fresh device whose key is kept on this laptop."""
    device = Device(secrets.token_bytes(32))
    keep_secret(device.name, device.seed)
    return device


def device_of(store: Store) -> Device | None:
    """This laptop's device in a workspace, if its key lies here."""
    name = store.setting("device", "")
    seed = find_secret(name) if isinstance(name, str) and name else None
    return Device(seed) if seed else None


def open_store(path: Path, role: Role) -> Store:
    """Open a workspace that must be of one role.

    Raises:
        Problem: it is none, it is in use, or it is of the other role.
    """
    store = Store.open(path)
    if store.role is not role:
        store.close()
        other = "a judge’s" if role is Role.ORGANIZER else "the organizers’"
        raise Problem(f"“{path.name}” is {other} workspace; open it from the start window.")
    if not store.setting("device", "") and store.setting("viewer") is not True:
        store.close()
        raise Problem(f"Making “{path.name}” was interrupted: delete it and make it again.")
    return store
