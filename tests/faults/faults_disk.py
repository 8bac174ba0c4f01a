"""A disk that loses power: of what was done to its files and folders, crash images are made.

The model is pessimistic. What was not synced may be there or not, sector by sector, in any order; a sector may be torn or hold
rubbish; a file may have its old length. As long as its folder was not synced, a new name may be missing, a name may still mean
the older file and a deleted one may be back, each for itself and in any order.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

SECTOR = 512
FOLDER = 0  # what the name of a folder means; files have other numbers


@dataclass(frozen=True, slots=True)
class Name:
    """The name means this file from now on, or nothing."""

    path: str
    file: int | None


@dataclass(frozen=True, slots=True)
class Write:
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    file: int


@dataclass(frozen=True, slots=True)
class SyncFolder:
    """The names in this folder are on the disk; the folder's own name may not be."""

    path: str


@dataclass(frozen=True, slots=True)
class Committed:
    """A transaction came back: the database is now in the state of this number."""

    state: int


@dataclass(frozen=True, slots=True)
class Promise:
    """Someone was told that this is saved. A later promise with the same key replaces it; ``value`` None withdraws it."""

    key: tuple[str, ...]
    value: object


Op = Name | Write | Cut | Sync | SyncFolder | Committed | Promise


@dataclass
class Tape:
    """What was there (``names`` of files and folders, ``contents`` of files) and all that happened then."""

    names: dict[str, int] = field(default_factory=dict)
    contents: dict[int, bytes] = field(default_factory=dict)
    ops: list[Op] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def promise(self, *key: str, value: object = True) -> None:
        self.ops.append(Promise(key, value))

    def committed(self, state: str) -> None:
        if not self.states or self.states[-1] != state:
            self.states.append(state)
        self.ops.append(Committed(len(self.states) - 1))

    def anywhere(self, chance: random.Random, count: int) -> Counter[int]:
        """So many moments: a third of them beside what names files, a third beside what is no mere write, the rest anywhere."""
        everywhere = range(len(self.ops) + 1)
        steps = [at + beside for at, op in enumerate(self.ops) if not isinstance(op, Write) for beside in (0, 1)]
        names = [at + beside for at, op in enumerate(self.ops) if isinstance(op, Name) for beside in (0, 1)]
        return Counter(chance.choice(chance.choice((names, steps, everywhere))) for _ in range(count))


@dataclass
class _File:
    """What is surely on the disk, and what was done to it since."""

    sure: bytearray = field(default_factory=bytearray)
    pending: list[Write | Cut] = field(default_factory=list)

    def settle(self) -> None:
        for op in self.pending:
            apply(self.sure, op)
        self.pending.clear()


@dataclass(frozen=True)
class Crash:
    """A moment at which the power goes: what may be found (None is a folder), and what was promised until then."""

    at: int
    files: dict[str, bytes | None]
    state: int
    promises: dict[tuple[str, ...], object]

    def lay(self, root: Path) -> None:
        """Let nothing but this be found under ``root``."""
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        for path, data in self.files.items():
            if data is None:
                (root / path).mkdir()
            else:
                (root / path).write_bytes(data)


def crashes(
    tape: Tape, moments: Mapping[int, int], chance: Callable[[int, int], random.Random], deaf: Collection[str] = ()
) -> Iterator[Crash]:
    """For each moment (how many operations were done before) so many crash images.

    A ``deaf`` disk does nothing when it is told to sync its "files" or "folders".
    """
    files = {number: _File(bytearray(data)) for number, data in tape.contents.items()}
    sure = dict(tape.names)
    unsure: list[Name] = []
    state, promises = 0, {}
    for at, op in enumerate((*tape.ops, None)):
        for number in range(moments.get(at, 0)):
            yield Crash(at, _image(chance(at, number), sure, unsure, files), state, dict(promises))
        match op:
            case Name(_, file):
                unsure.append(op)
                if file:
                    files.setdefault(file, _File())
            case Write(file) | Cut(file):
                files[file].pending.append(op)
            case Sync(file) if "files" not in deaf:
                files[file].settle()
            case SyncFolder(folder) if "folders" not in deaf:
                for name in unsure:
                    if _folder_of(name.path) == folder:
                        _rename(sure, name)
                unsure = [name for name in unsure if _folder_of(name.path) != folder]
            case Committed(number):
                state = number
            case Promise(key, value):
                promises[key] = value
            case _:
                pass


def _folder_of(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _rename(names: dict[str, int], op: Name) -> None:
    if op.file is None:
        names.pop(op.path, None)
    else:
        names[op.path] = op.file


def _image(
    chance: random.Random, sure: Mapping[str, int], unsure: Sequence[Name], files: Mapping[int, _File]
) -> dict[str, bytes | None]:
    kept = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
    rubbish = chance.choice((0.0, 0.0, 0.05, 0.3))
    names, names_kept = dict(sure), chance.choice((0.0, 0.5, 0.5, 1.0))
    for op in unsure:
        if chance.random() < names_kept:
            _rename(names, op)
    found: dict[str, bytes | None] = {}
    contents: dict[int, bytes] = {}  # a file with two names has one content
    for path in sorted(names):
        file, folder = names[path], _folder_of(path)
        if folder != "." and found.get(folder, b"") is not None:
            continue  # its folder is not there
        if file != FOLDER and file not in contents:
            contents[file] = _content(chance, files[file], kept, rubbish)
        found[path] = contents.get(file)
    return found


def _content(chance: random.Random, file: _File, kept: float, rubbish: float) -> bytes:
    content = bytearray(file.sure)
    for op in file.pending:
        if isinstance(op, Cut):
            if chance.random() < kept:
                apply(content, op)
            continue
        for sector in _sectors(op):
            luck = chance.random()
            if luck < kept * (1 - rubbish):
                apply(content, sector)
            elif luck < kept:
                torn = chance.randrange(len(sector.data) + 1)
                rest = chance.randbytes(len(sector.data) - torn) if chance.random() < 0.5 else b""
                apply(content, Write(sector.file, sector.offset, sector.data[:torn] + rest))
    return bytes(content)


def _sectors(op: Write) -> Iterator[Write]:
    start = op.offset
    end = op.offset + len(op.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield Write(op.file, start, op.data[start - op.offset : stop - op.offset])
        start = stop


def apply(content: bytearray, op: Write | Cut) -> None:
    """Do to the bytes what was done to the file."""
    if isinstance(op, Cut):
        del content[op.size :]
        content.extend(bytes(op.size - len(content)))
        return
    if op.offset > len(content):
        content.extend(bytes(op.offset - len(content)))
    content[op.offset : op.offset + len(op.data)] = op.data
