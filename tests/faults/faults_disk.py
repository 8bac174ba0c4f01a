"""A disk that loses power: what SQLite does to a database and its journal is recorded, and crash images are made of it.

The model is pessimistic. What was not synced may be there or not, sector by sector, in any order; a sector may be torn or hold
rubbish; a file may have its old length; a new name may be missing and a deleted one may be back.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Open:
    """A file was opened; ``created`` if it was not there before."""

    name: str
    created: bool


@dataclass(frozen=True, slots=True)
class Write:
    name: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    name: str


@dataclass(frozen=True, slots=True)
class Delete:
    """``settled`` tells that the folder was synced too, so that the deletion cannot be undone."""

    name: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Committed:
    """A transaction came back: the database is now in the state of this number."""

    state: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Someone was told that this is saved. A later promise with the same key replaces it; ``value`` None withdraws it."""

    key: tuple[str, ...]
    value: object


Op = Open | Write | Cut | Sync | Delete | Committed | Promise


@dataclass
class Recorder:
    """What happens to one database, beginning with the file as it is now. Given as the VFS ``name`` to apsw."""

    path: Path
    name: str
    ops: list[Op] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        there = (path for path in (self.path, self.path.with_name(f"{self.path.name}-journal")) if path.exists())
        self.before = {path.name: path.read_bytes() for path in there}
        self.disk = _Disk(self)

    def knows(self, name: str) -> bool:
        return name in (self.path.name, f"{self.path.name}-journal")

    def promise(self, *key: str, value: object = True) -> None:
        self.ops.append(Promise(key, value))

    def committed(self, state: str) -> None:
        if not self.states or self.states[-1] != state:
            self.states.append(state)
        self.ops.append(Committed(len(self.states) - 1))


class _Disk(apsw.VFS):
    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        super().__init__(recorder.name, "")

    def xOpen(self, name, flags):  # noqa: N802
        return _File(self.recorder, name, flags)

    def xDelete(self, filename, syncdir):  # noqa: N802
        super().xDelete(filename, syncdir)
        if self.recorder.knows(Path(filename).name):
            self.recorder.ops.append(Delete(Path(filename).name, bool(syncdir)))


class _File(apsw.VFSFile):
    def __init__(self, recorder: Recorder, name, flags) -> None:
        told = name.filename() if isinstance(name, apsw.URIFilename) else name
        path = Path(told) if told else None
        self.file = path.name if path and recorder.knows(path.name) else ""
        self.recorder = recorder
        created = bool(path) and not path.exists()
        super().__init__("", name, flags)
        self._note(Open(self.file, created))

    def _note(self, op: Op) -> None:
        if self.file:
            self.recorder.ops.append(op)

    def xWrite(self, data, offset):  # noqa: N802
        super().xWrite(data, offset)
        self._note(Write(self.file, offset, bytes(data)))

    def xTruncate(self, newsize):  # noqa: N802
        super().xTruncate(newsize)
        self._note(Cut(self.file, newsize))

    def xSync(self, flags):  # noqa: N802
        super().xSync(flags)
        self._note(Sync(self.file))


@dataclass
class _Inode:
    """A file: what is surely on the disk, and what was done to it since."""

    sure: bytearray
    pending: list[Write | Cut] = field(default_factory=list)
    names_its_folder: bool = False  # its first sync settles the folder, as SQLite does for a new journal

    def settle(self) -> None:
        for op in self.pending:
            _apply(self.sure, op)
        self.pending.clear()


@dataclass(frozen=True)
class Crash:
    """A moment at which the power goes: the files that may be found, and what was promised until then."""

    at: int
    files: dict[str, bytes]
    state: int
    promises: dict[tuple[str, ...], object]


def crashes(
    recorder: Recorder, moments: dict[int, int], chance: Callable[[int, int], random.Random]
) -> Iterator[Crash]:
    """For each moment (how many operations were done before) so many crash images."""
    names = {name: _Inode(bytearray(data)) for name, data in recorder.before.items()}
    sure_names = dict(names)
    unsure: list[tuple[str, _Inode | None]] = []
    state, promises = 0, {}
    for at, op in enumerate((*recorder.ops, None)):
        for number in range(moments.get(at, 0)):
            yield Crash(at, _image(chance(at, number), sure_names, unsure), state, dict(promises))
        match op:
            case Open(name, True):
                names[name] = _Inode(bytearray(), names_its_folder=True)
                unsure.append((name, names[name]))
            case Write(name) | Cut(name):
                names[name].pending.append(op)
            case Sync(name):
                names[name].settle()
                if names[name].names_its_folder:
                    names[name].names_its_folder = False
                    _settle_names(sure_names, unsure)
            case Delete(name, settled):
                names.pop(name)
                unsure.append((name, None))
                if settled:
                    _settle_names(sure_names, unsure)
            case Committed(number):
                state = number
            case Promise(key, value):
                promises[key] = value


def _settle_names(sure: dict[str, _Inode], unsure: list[tuple[str, _Inode | None]]) -> None:
    for name, inode in unsure:
        _name(sure, name, inode)
    unsure.clear()


def _name(names: dict[str, _Inode], name: str, inode: _Inode | None) -> None:
    if inode is None:
        names.pop(name, None)
    else:
        names[name] = inode


def _image(chance: random.Random, sure: dict[str, _Inode], unsure: list[tuple[str, _Inode | None]]) -> dict[str, bytes]:
    kept = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    rubbish = chance.choice((0.0, 0.0, 0.05, 0.3))
    names = dict(sure)
    for name, inode in unsure:
        if chance.random() < kept:
            _name(names, name, inode)
    return {name: _content(chance, inode, kept, rubbish) for name, inode in names.items()}


def _content(chance: random.Random, inode: _Inode, kept: float, rubbish: float) -> bytes:
    content = bytearray(inode.sure)
    for op in inode.pending:
        if isinstance(op, Cut):
            if chance.random() < kept:
                _apply(content, op)
            continue
        for sector in _sectors(op):
            luck = chance.random()
            if luck < kept * (1 - rubbish):
                _apply(content, sector)
            elif luck < kept:
                torn = chance.randrange(len(sector.data) + 1)
                rest = chance.randbytes(len(sector.data) - torn) if chance.random() < 0.5 else b""
                _apply(content, Write(sector.name, sector.offset, sector.data[:torn] + rest))
    return bytes(content)


def _sectors(op: Write) -> Iterator[Write]:
    start = op.offset
    end = op.offset + len(op.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Write(op.name, start, op.data[start - op.offset : stop - op.offset])
        start = stop


def _apply(content: bytearray, op: Write | Cut) -> None:
    if isinstance(op, Cut):
        del content[op.size :]
        content.extend(bytes(op.size - len(content)))
        return
    if op.offset > len(content):
        content.extend(bytes(op.offset - len(content)))
    content[op.offset : op.offset + len(op.data)] = op.data
