"""Notice score files as they appear in a folder or on sticks, and hand out each when it is whole."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.exchange.gmj import MOST_BYTES, SUFFIX
from gpumode_judge.system.paths import default_sticks

STILL: Final = (
    30.0  # seconds without a change after which nobody can be writing at a file without its last line any more
)
MOST_SEEN: Final = 20_000  # names that are looked at in one round
MOST_DEPTH: Final = 6
_END: Final = 512


@dataclass(slots=True)
class _Seen:
    size: int
    mtime: int
    since: float
    handed: bool = False


class Watcher:
    """Looks when it is told to; it has no thread and no timer of its own.

    ``where`` is a folder, or a function that gives the folders of this moment (the sticks that are plugged in, if not given). A
    folder that vanishes is waited for. Links are never followed. A file that was handed out comes again only when it has changed;
    that the same bytes are not merged twice is the merge's own business. ``unfinished`` are those that were seen and still wait for
    their end.
    """

    def __init__(self, where: Path | Callable[[], Iterable[Path]] = default_sticks) -> None:
        self._where = where
        self._files: dict[Path, _Seen] = {}
        self.folders: tuple[Path, ...] = ()
        self.unfinished: tuple[Path, ...] = ()

    @property
    def there(self) -> bool:
        """Whether any watched folder could be read when it was last looked at."""
        return bool(self.folders)

    def look(self, now: float) -> tuple[Path, ...]:
        """The files that are new or changed and whole, by name. ``now`` is in seconds on a clock that never jumps.

        Whole is a file with the last line of its kind, or one that did not change between two looks :data:`STILL` seconds apart.
        """
        wanted = (self._where,) if isinstance(self._where, Path) else tuple(self._where())
        self.folders = tuple(folder for folder in wanted if os.path.isdir(folder) and os.access(folder, os.R_OK))  # noqa: PTH112
        ready: list[Path] = []
        waiting: list[Path] = []
        for count, (path, size, mtime) in enumerate(found for folder in self.folders for found in _files(folder)):
            if count >= MOST_SEEN:
                break
            seen = self._files.get(path)
            if seen is None or (seen.size, seen.mtime) != (size, mtime):
                seen = self._files[path] = _Seen(size, mtime, now)
            if seen.handed:
                continue
            seen.handed = _is_whole(path, size) or now - seen.since >= STILL
            (ready if seen.handed else waiting).append(path)
        self._forget()
        self.unfinished = tuple(sorted(waiting))
        return tuple(sorted(ready))

    def again(self, paths: Iterable[Path]) -> None:
        """Hand these out once more at the next look: they could not be read, or the disk was full."""
        for path in paths:
            self._files.pop(path, None)

    def _forget(self) -> None:
        """A year of sticks does not fill the memory; what is forgotten is handed out again and found to be known."""
        while len(self._files) > 2 * MOST_SEEN:
            del self._files[next(iter(self._files))]


def _files(folder: Path, depth: int = 0) -> Iterator[tuple[Path, int, int]]:
    try:
        with os.scandir(folder) as found:
            inside = sorted(found, key=lambda entry: entry.name)
    except OSError:  # pulled out, or not ours to look into
        return
    for entry in inside:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                if depth < MOST_DEPTH:
                    yield from _files(Path(entry.path), depth + 1)
            elif entry.is_file(follow_symlinks=False) and entry.name.lower().endswith(SUFFIX):
                facts = entry.stat(follow_symlinks=False)
                yield Path(entry.path), facts.st_size, facts.st_mtime_ns
        except OSError:
            continue


def _is_whole(path: Path, size: int) -> bool:
    if not 0 < size <= MOST_BYTES:
        return False
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            file.seek(max(0, size - _END))
            end = file.read(_END + 1)
    except OSError:
        return False
    last = end[:-1].rpartition(b"\n")[2]
    return end.endswith(b"}\n") and last.startswith(b'{"end":') and len(end) == min(size, _END)
