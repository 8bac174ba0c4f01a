"""Put a kept copy in the place of a workspace, without losing a statement that any other file still holds."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.store import backup, copies, engine, faults, gate, lock
from gpumode_judge.store.rescue import Rescued, rescue
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role
from gpumode_judge.system.files import explain, settle_folder


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in the workspace now: its ``entries``, ``regained`` of them from other files than the copy."""

    entries: int
    regained: int


def restore(path: Path, copy: Path, finish: Callable[[Store], None]) -> Restored:
    """Let the workspace at ``path`` be what ``copy`` holds, with the statements of every other copy and of the file there.

    The file that is there is kept as a copy first. ``finish`` may change the new workspace before it gets its name.

    Raises:
        Problem: the workspace is open, the copy is damaged or of another event, or the disk refuses; then nothing has changed.
    """
    path = Path(os.path.realpath(path))
    held = lock.take(path)
    made = path.with_name(f".gpumode-judge-{secrets.token_hex(8)}.restoring.gmjdb")
    try:
        _copy(copy, made)
        with Store.open(made) as store:
            store.integrity_check()
            event, before = store.event_id, store.counts().entries
            _demand_same_event(path, event)
            _regain(store, path)
            finish(store)
            restored = Restored(store.counts().entries, store.counts().entries - before)
        _keep_present(path, event)
        # A journal that belonged to the old file would be played into the new one: it is surely gone before that comes.
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        settle_folder(path.parent)
        made.replace(path)
        settle_folder(path.parent)
        return restored
    except OSError as error:
        raise Problem(explain(error, path)) from error
    finally:
        for end in ("", "-journal", ".lock"):
            with suppress(OSError):
                made.with_name(made.name + end).unlink(missing_ok=True)
        held.release()


def missing_from(store: Store) -> tuple[list[Entry], list[Stub]]:
    """What other files of this laptop hold for this workspace and it does not: copies of it, and of others of the same device."""
    known = {entry.eid for entry in store.entries()}
    entries: dict[str, Entry] = {}
    stubs: set[Stub] = set()
    for copy in copies.copies_of_event(store.event_id):
        found = rescue(copy.path, known)
        if copy.key == copies.key_of(store.path) or _same_voice(store, found):
            entries |= {entry.eid: entry for entry in _of(store.event_id, found.entries)}
            stubs.update(found.stubs)
            known |= entries.keys()
    return list(entries.values()), sorted(stubs, key=lambda stub: stub.eid)


def _same_voice(store: Store, found: Rescued) -> bool:
    same = found.role == Role.ORGANIZER.value == store.role.value
    return same and found.device != "" and found.device == store.setting("device")


def _of(event: str, entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if entry.event_id == event]


def _regain(store: Store, path: Path) -> None:
    key = copies.key_of(path)
    known = {entry.eid for entry in store.entries()}
    files = [copy.path for copy in copies.copies_of_event(store.event_id) if copy.key == key]
    for file in [*files, path]:
        if not file.is_file():
            continue
        found = rescue(file, known)
        if found.event not in ("", store.event_id):
            continue
        store.add(_of(store.event_id, found.entries), found.stubs)
        known |= {entry.eid for entry in found.entries}
    entries, stubs = missing_from(store)
    store.add(entries, stubs)


def _copy(copy: Path, made: Path) -> None:
    gate.check_file(copy)
    with (
        faults.told(copy),
        closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw,
    ):
        raw.execute("PRAGMA trusted_schema=OFF")
        gate.check_harmless(raw, copy)
        backup.copy(raw, copy, made)


def _demand_same_event(path: Path, event: str) -> None:
    if path.is_file() and rescue_event(path) not in ("", event):
        raise Problem(
            f"“{path.name}” is the workspace of another event than that backup: choose another name or backup."
        )


def rescue_event(path: Path) -> str:
    """The event that a workspace file names; ``""`` if it cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            return copies.event_of(raw)
    except sqlite3.Error:
        return ""


def _keep_present(path: Path, event: str) -> None:
    if not path.is_file():
        return
    try:
        gate.check_file(path)
        with faults.told(path), closing(engine.connect(path)) as raw:  # a journal is played in by this
            gate.check_harmless(raw, path)
            sound = raw.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            if sound:
                copies.keep(raw, path, event, copies.Reason.RESTORING)
                return
    except (Problem, sqlite3.Error):
        pass  # then its bytes are kept as they are
    copies.keep_damaged(path, event)
