"""Get entries out of a workspace file that is not the open one: a copy, or one that is damaged.

Nothing is written there, and nothing that comes out is trusted: every entry is verified again.
"""

import mmap
import re
import sqlite3
from collections.abc import Container, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.entry import MOST_BODY, BadEntry, Entry, Stub, eid_of
from gpumode_judge.store import gate

# A row of the table of entries as it lies on a page: eid, body, signature (64 bytes), device.
_ROW: Final = re.compile(rb'([0-9a-f]{64})(?=\{"v":1,"event":")')
_DEVICE: Final = re.compile(rb'"device":"([0-9a-f]{64})"')
_SIG: Final = 64


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a file holds. ``role``, ``event`` and ``device`` (of the laptop that speaks in it) are ``""`` if they cannot be read."""

    entries: tuple[Entry, ...] = ()
    stubs: tuple[Stub, ...] = ()
    role: str = ""
    event: str = ""
    device: str = ""


def rescue(path: Path, known: Container[str] = frozenset()) -> Rescued:
    """Everything of ``path`` that can still be read, but for the entries whose eids are ``known``. Never raises for damage."""
    try:
        raw = _open(path)
    except (Problem, sqlite3.Error, OSError):
        return Rescued(tuple(_verified(_scanned(path), known)))
    with closing(raw):
        role, event, device = (
            _one(raw, "SELECT value FROM meta WHERE key = 'role'"),
            _one(raw, "SELECT value FROM meta WHERE key = 'event'"),
            _one(raw, "SELECT value FROM setting WHERE key = 'device'").strip('"'),
        )
        rows: list[tuple[bytes, bytes]] = []
        whole = True
        try:
            rows.extend((body, sig) for body, sig, eid in raw.execute(_ENTRIES) if eid not in known)
        except sqlite3.Error:
            whole = False
        entries = {entry.eid: entry for entry in _verified(iter(rows), known)}
        if not whole:
            entries |= {entry.eid: entry for entry in _verified(_scanned(path), known) if entry.eid not in entries}
        return Rescued(tuple(entries.values()), tuple(_stubs(raw)), role, event, device)


_ENTRIES: Final = "SELECT body, sig, eid FROM entry"


def _open(path: Path) -> sqlite3.Connection:
    gate.check_file(path)
    raw = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        raw.execute("PRAGMA trusted_schema=OFF")
        raw.execute("PRAGMA cell_size_check=ON")
        gate.check_harmless(raw, path)
    except BaseException:
        raw.close()
        raise
    return raw


def _one(raw: sqlite3.Connection, query: str) -> str:
    try:
        row = raw.execute(query).fetchone()
    except sqlite3.Error:
        return ""
    return str(row[0]) if row else ""


def _stubs(raw: sqlite3.Connection) -> Iterator[Stub]:
    try:
        for eid, device, seq, prev in raw.execute("SELECT eid, device, seq, prev FROM stub"):
            if isinstance(eid, str) and isinstance(device, str) and isinstance(seq, int) and isinstance(prev, str):
                yield Stub(eid, device, seq, prev)
    except sqlite3.Error:
        return


def _verified(rows: Iterator[tuple[bytes, bytes]], known: Container[str]) -> Iterator[Entry]:
    for body, sig in rows:
        if isinstance(body, bytes) and isinstance(sig, bytes) and eid_of(body, sig) not in known:  # pyright: ignore[reportUnnecessaryIsInstance]
            try:
                yield Entry.verified(body, sig)
            except BadEntry:
                continue


def _scanned(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """Rows that are found by how they look, wherever they lie in the file."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            for found in _ROW.finditer(data):
                row = _row(bytes(data[found.end() : found.end() + MOST_BODY + 2 * _SIG]), found[1].decode())
                if row:
                    yield row
    except (OSError, ValueError):  # it cannot be read, or is empty
        return


def _row(data: bytes, eid: str) -> tuple[bytes, bytes] | None:
    device = _DEVICE.search(data)
    place = data.find(device[1], device.end()) if device else -1
    while device and place > _SIG:
        body, sig = data[: place - _SIG], data[place - _SIG : place]
        if body.endswith(b"}") and eid_of(body, sig) == eid:
            return body, sig
        place = data.find(device[1], place + 1)
    return None
