"""The kept copies of workspaces, in the app's own folder: numbered, named by us alone, the newest ten of each workspace.

Numbers and not times tell which copy is newer: a clock may jump. What is newest in each copy stands in its name, so that a
list needs no database to be opened, and a damaged workspace has its copies found by where it lies.
"""

import os
import re
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import backup, faults
from gpumode_judge.system import paths
from gpumode_judge.system.clock import now
from gpumode_judge.system.files import explain, make_folder

MOST: Final = 10
_HEX: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"([0-9a-f]{16})-(\d{6,9})-(\d{17})-(\d{1,9})-([a-z]+)-([0-9a-f]{12})\.gmjdb")
_GROWING: Final = ("entry", "stub", "entry_file")  # they only grow, so that their size tells their state
_STALE: Final = 86_400  # seconds after which a part of a copy was left behind by a crash


class Reason(StrEnum):
    """Why a copy was made."""

    OPENED = "opened"
    MERGING = "merging"
    MERGED = "merged"
    MIGRATING = "migrating"
    RESTORING = "restoring"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Copy:
    """One kept copy: ``number`` grows with each, ``at`` is a UTC time for people, ``state`` names the content."""

    path: Path
    number: int
    at: str
    entries: int
    reason: Reason
    state: str

    @property
    def key(self) -> str:
        """Which workspace it is a copy of."""
        return self.path.name[:16]


def copies(path: Path) -> tuple[Copy, ...]:
    """The copies of the workspace at ``path``, newest first; the file itself need not be there or sound."""
    key = key_of(path)
    folders = sorted(found for found in _listed(paths.backups()) if _HEX.fullmatch(found.name) and found.is_dir())
    found = [copy for folder in folders for copy in copies_of_event(folder.name) if copy.key == key]
    return tuple(sorted(found, key=lambda copy: -copy.number))


def copies_of_event(event: str) -> tuple[Copy, ...]:
    """The copies of all workspaces of an event on this laptop, newest of each first."""
    found = [copy for path in _listed(_folder(event)) if (copy := _read(path))]
    return tuple(sorted(found, key=lambda copy: (copy.key, -copy.number)))


def keep(raw: sqlite3.Connection, path: Path, event: str, reason: Reason, at: str = "") -> Copy | None:
    """Copy the workspace of ``raw`` (outside any transaction); ``None`` if the newest copy holds the same already.

    Raises Problem if the copy could not be made; then the earlier ones are untouched.
    """
    with faults.told(path):
        state, entries = _state(raw)
    there = copies(path)
    if there and there[0].state == state:
        return None
    made = _name(path, event, (there[0].number if there else 0) + 1, at, entries, reason, state)
    backup.copy(raw, path, made)
    _prune(path, event)
    return _read(made)


def keep_damaged(path: Path, event: str) -> Path:
    """Keep the bytes of a file that can no longer be read as a workspace, with its journal; Problem if that fails."""
    there = copies(path)
    number = (there[0].number if there else 0) + 1
    made = _name(path, event, number, "", 0, Reason.DAMAGED, "0" * 12)
    try:
        for end in ("-journal", ""):  # the file itself last: its name says that all is there
            source = path.with_name(path.name + end)
            if source.is_file():
                with backup.new_file(made.with_name(made.name + end)) as part:
                    _copy_bytes(source, part)
    except OSError as error:
        raise Problem(explain(error, path)) from error
    _prune(path, event)
    return made


def key_of(path: Path) -> str:
    """What the copies of the workspace at ``path`` are known by."""
    return sha256(os.fsencode(os.path.realpath(path))).hexdigest()[:16]


def event_of(raw: sqlite3.Connection) -> str:
    """The event that a workspace says it belongs to; ``""`` if it does not say it."""
    with suppress(sqlite3.Error):
        row = raw.execute("SELECT value FROM meta WHERE key = 'event'").fetchone()
        return str(row[0]) if row else ""
    return ""


def _folder(event: str) -> Path:
    if not _HEX.fullmatch(event):  # it comes from a file, and becomes a part of a path
        raise Problem("This workspace names an event that cannot exist; it is damaged, so open a backup of it.")
    return paths.backups() / event


def _name(path: Path, event: str, number: int, at: str, entries: int, reason: Reason, state: str) -> Path:
    stamp = re.sub(r"\D", "", at)
    if len(stamp) != 17:
        stamp = re.sub(r"\D", "", now())
    name = f"{key_of(path)}-{number:06}-{stamp}-{entries}-{reason.value}-{state}.gmjdb"
    return backup.free_name(make_folder(_folder(event)) / name)


def _read(path: Path) -> Copy | None:
    found = _NAME.fullmatch(path.name)
    if found is None or found[5] not in {reason.value for reason in Reason} or path.is_symlink():
        return None
    s = found[3]
    at = f"{s[:4]}-{s[4:6]}-{s[6:8]}T{s[8:10]}:{s[10:12]}:{s[12:14]}.{s[14:]}Z"
    return Copy(path, int(found[2]), at, int(found[4]), Reason(found[5]), found[6])


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _state(raw: sqlite3.Connection) -> tuple[str, int]:
    """A name for the content, and how many entries there are."""
    digest, entries = sha256(), 0
    tables = [str(name) for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    for name in tables:
        quoted = '"' + name.replace('"', '""') + '"'
        (count,) = raw.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608  quoted above
        digest.update(f"{name} {count}\n".encode())
        if name == "entry":
            entries = int(count)
        if name not in _GROWING:
            # Of pictures the hashes will do: a hundred photos take a while to look through.
            columns = "name, sha256, at" if name == "picture" else "*"
            for row in raw.execute(f"SELECT {columns} FROM {quoted} ORDER BY 1"):  # noqa: S608  quoted above
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
    (version,) = raw.execute("PRAGMA user_version").fetchone()
    digest.update(str(version).encode())
    return digest.hexdigest()[:12], entries


def _prune(path: Path, event: str) -> None:
    mine = [copy for copy in copies_of_event(event) if copy.key == key_of(path)]
    with suppress(OSError):  # what cannot be thrown away now goes next time
        for copy in mine[MOST:]:
            copy.path.unlink(missing_ok=True)
            copy.path.with_name(copy.path.name + "-journal").unlink(missing_ok=True)
        for part in _folder(event).glob(".gpumode-judge-*.part"):
            if time.time() - part.lstat().st_mtime > _STALE:
                part.unlink(missing_ok=True)


def _copy_bytes(source: Path, part: Path) -> None:
    with source.open("rb") as old, part.open("r+b") as new:
        while chunk := old.read(1 << 20):
            new.write(chunk)
        new.flush()
        os.fsync(new.fileno())
