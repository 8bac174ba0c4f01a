"""What is done to a folder is written on a tape while the app's own code runs.

SQLite goes through a VFS here. Of Python only the calls that name and sync files are listened to: what was written before is
found by looking into the files.
"""

import os
import sqlite3
import stat
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import apsw
import pytest
from faults_apsw import Connection
from faults_disk import FOLDER, SECTOR, Cut, Name, Op, Sync, SyncFolder, Tape, Write, apply

_VFS = count(1)
_NAMING = ("link", "rename", "replace", "unlink", "mkdir", "rmdir")


@contextmanager
def recorded(
    root: Path,
    knows: Callable[[str], bool] = lambda _path: True,
    committed: Callable[[Tape, Connection], None] = lambda _tape, _made: None,
) -> Generator[Tape]:
    """Record what happens under ``root`` to the paths (relative, with /) that ``knows`` accepts.

    ``committed`` is called with each connection when it is opened and after each of its transactions.
    """
    recorder = _Recorder(root, knows, committed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", recorder.connect)
        patch.setattr(os, "fsync", recorder.fsync)
        for name in _NAMING:
            patch.setattr(os, name, recorder.naming(getattr(os, name)))
        yield recorder.tape
        recorder.look()
    recorder.disk.unregister()


class _Recorder:
    def __init__(self, root: Path, knows: Callable[[str], bool], committed: Callable[[Tape, Connection], None]) -> None:
        self.root = Path(os.path.realpath(root))
        self.tape = Tape()
        self.in_sqlite: Counter[int] = Counter()  # how often SQLite has a file open: what it writes is noted by the VFS
        self._knows = knows
        self._committed = committed
        self._names: dict[str, int] = {}
        self._contents: dict[int, bytearray] = {}
        self._files: dict[int, int] = {}  # by the system's numbers, which it uses again, while ours are new
        self._folders: dict[int, str] = {}
        self._numbers = count(FOLDER + 1)
        self._connect, self._fsync = sqlite3.connect, os.fsync
        self.look()
        self.tape.ops.clear()
        self.tape.names.update(self._names)
        self.tape.contents.update({file: bytes(data) for file, data in self._contents.items()})
        self.disk = _Disk(self, f"lossy{next(_VFS)}")

    def relative(self, path: Path | str) -> str:
        """The path under the root; ``""`` if it lies elsewhere or is none of what is recorded."""
        path = Path(os.path.realpath(path))
        inside = path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else ""
        return inside if inside == "." or (inside and self._knows(inside)) else ""

    def note(self, op: Op) -> None:
        self.tape.ops.append(op)
        if isinstance(op, Write | Cut):
            apply(self._contents[op.file], op)

    def look(self) -> None:
        """Note what changed since the last look."""
        now: dict[str, int] = {}
        self._folders = {self.root.stat().st_ino: "."}
        for path in sorted(self.root.rglob("*")):
            name, there = path.relative_to(self.root).as_posix(), path.lstat()
            if self._knows(name):
                now[name] = FOLDER if stat.S_ISDIR(there.st_mode) else self._number(there.st_ino)
                if now[name] == FOLDER:
                    self._folders[there.st_ino] = name
        for name in sorted(self._names.keys() - now.keys()):
            self.note(Name(name, None))
        for name, file in now.items():
            if self._names.get(name) != file:
                self.note(Name(name, file))
            if file != FOLDER and not self.in_sqlite[file]:
                self._look_into(file, (self.root / name).read_bytes())
        self._names = now
        named = set(now.values())
        self._files = {inode: file for inode, file in self._files.items() if file in named}

    def _number(self, inode: int) -> int:
        if inode not in self._files:
            self._files[inode] = next(self._numbers)
            self._contents[self._files[inode]] = bytearray()
        return self._files[inode]

    def _look_into(self, file: int, data: bytes) -> None:
        known = self._contents[file]
        if len(data) < len(known):
            self.note(Cut(file, len(data)))
        if data != known:
            for start in range(0, len(data), SECTOR):
                if data[start : start + SECTOR] != known[start : start + SECTOR]:
                    self.note(Write(file, start, data[start : start + SECTOR]))

    def file(self, path: str) -> int:
        self.look()
        return self._names[path]

    def naming(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def act(*arguments: Any, **named: Any) -> Any:
            self.look()
            try:
                return real(*arguments, **named)
            finally:
                self.look()

        return act

    def fsync(self, handle: int) -> None:
        self._fsync(handle)
        self.look()
        inode = os.fstat(handle).st_ino
        if inode in self._folders:
            self.note(SyncFolder(self._folders[inode]))
        elif inode in self._files:
            self.note(Sync(self._files[inode]))

    def connect(self, address: Path | str, **options: Any) -> Any:
        path = Path(str(address).removeprefix("file://").partition("?")[0])
        if not self.relative(path):
            return self._connect(address, **options)
        made = Connection(str(address), self.disk.name, lambda made: self._committed(self.tape, made))
        self._committed(self.tape, made)
        return made


class _Disk(apsw.VFS):
    def __init__(self, recorder: _Recorder, name: str) -> None:
        self.recorder, self.name = recorder, name
        super().__init__(name, "")

    def xOpen(self, name, flags):  # noqa: N802
        return _File(self.recorder, name, flags)

    def xDelete(self, filename, syncdir):  # noqa: N802
        super().xDelete(filename, syncdir)
        if self.recorder.relative(filename):
            self.recorder.look()
            if syncdir:
                self.recorder.note(SyncFolder(_folder_of(self.recorder, filename)))


class _File(apsw.VFSFile):
    def __init__(self, recorder: _Recorder, name, flags) -> None:
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.path = recorder.relative(told) if told else ""
        self.recorder = recorder
        self.folder = ""
        if self.path:
            recorder.look()
            if told.endswith("-journal") and not Path(told).exists():
                self.folder = _folder_of(recorder, told)  # its first sync settles the folder too, as SQLite has it
        super().__init__("", name, flags)
        self.file = recorder.file(self.path) if self.path else 0
        recorder.in_sqlite[self.file] += 1

    def _note(self, op: Op) -> None:
        if self.file:
            self.recorder.note(op)

    def xWrite(self, data, offset):  # noqa: N802
        super().xWrite(data, offset)
        self._note(Write(self.file, offset, bytes(data)))

    def xTruncate(self, newsize):  # noqa: N802
        super().xTruncate(newsize)
        self._note(Cut(self.file, newsize))

    def xSync(self, flags):  # noqa: N802
        super().xSync(flags)
        self._note(Sync(self.file))
        if self.folder:
            self._note(SyncFolder(self.folder))
            self.folder = ""

    def xClose(self):  # noqa: N802
        super().xClose()
        self.recorder.in_sqlite[self.file] -= 1


def _folder_of(recorder: _Recorder, path: str) -> str:
    return recorder.relative(Path(path).parent)
