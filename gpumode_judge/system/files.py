"""Files that survive pulled sticks and full disks: written whole or not at all, read only if they are plain files."""

import errno
import os
import secrets
import stat
import sys
from itertools import takewhile
from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.system.rename import rename_new

_BINARY: Final[int] = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_CHUNK: Final = 1 << 20

_REASONS: Final[dict[int, str]] = {
    errno.ENOSPC: "There is no room left where “{name}” should go; free some space or choose another folder.",
    errno.EDQUOT: "There is no room left where “{name}” should go; free some space or choose another folder.",
    errno.EFBIG: "“{name}” is too big for that disk; choose another folder.",
    errno.EROFS: "“{name}” cannot be written: that disk is read-only; slide its switch or choose another folder.",
    errno.EACCES: "“{name}” cannot be opened: you have no permission there; choose another folder.",
    errno.EPERM: "“{name}” cannot be opened: you have no permission there; choose another folder.",
    errno.ENOENT: "“{name}” is not there (any more); if it was on a stick, plug it in again.",
    errno.ENODEV: "“{name}” is not there any more; if it was on a stick, plug it in again.",
    errno.ENXIO: "“{name}” is not there any more; if it was on a stick, plug it in again.",
    errno.ENOTDIR: "“{name}” cannot be reached: a part of its path is a file, not a folder.",
    errno.EISDIR: "“{name}” is a folder; choose a file.",
    errno.ENAMETOOLONG: "The name “{name}” is too long; choose a shorter one.",
    errno.ELOOP: "“{name}” is a link that leads back to itself; choose the file that is meant.",
    errno.EIO: "“{name}” could not be read or written reliably; try another stick or disk.",
    errno.EEXIST: "“{name}” is already there and was left as it is; choose another name.",
}


def explain(error: OSError, path: Path) -> str:
    """The sentence for a person about what the system refused at ``path``."""
    name = clean_line(path.name or str(path), 120)
    if error.errno in _REASONS:
        return _REASONS[error.errno].format(name=name)
    why = (error.strerror or "the system refused without a reason").lower()
    return f"“{name}” could not be read or written ({why}); try another folder."


def write_new(path: Path, data: bytes, private: bool = False) -> Path:
    """Write a new file that is complete, on the medium and read back before it gets its name; gives the path.

    ``private`` lets only this user read it.
    Never overwrites: a file that is already there raises :class:`Problem`, as does everything the disk refuses.
    Whatever happens, ``path`` is either absent or whole.
    """
    try:
        if os.path.lexists(path):
            raise Problem(_REASONS[errno.EEXIST].format(name=path.name))
        part = _write_part(path, data, 0o600 if private else 0o644)
        try:
            if _reread(part) != data:
                raise Problem(f"“{path.name}” was not kept as it was written; try another stick or disk.")
            rename_new(part, path)
        finally:
            part.unlink(missing_ok=True)
        settle_folder(path.parent)
    except OSError as error:
        raise Problem(explain(error, path)) from error
    return path


def replace_file(path: Path, data: bytes, private: bool = False) -> Path:
    """Replace one of the app's own files in one step: a reader sees the old or the new content, never a part.

    ``private`` lets only this user read it. What the disk refuses raises :class:`Problem`; the old file stays.
    """
    try:
        part = _write_part(path, data, 0o600 if private else 0o644)
        try:
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        settle_folder(path.parent)
    except OSError as error:
        raise Problem(explain(error, path)) from error
    return path


def make_folder(path: Path, private: bool = False) -> Path:
    """The folder ``path``, made if it is not there; what the disk refuses raises :class:`Problem`.

    ``private`` lets only this user look into a folder that is made.
    """
    try:
        new = list(takewhile(lambda folder: not os.path.lexists(folder), (path, *path.parents)))
        path.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
        for folder in new:  # a file that is safe in a folder which the disk has not got yet is not safe
            settle_folder(folder.parent)
    except OSError as error:
        raise Problem(explain(error, path)) from error
    return path


def settle_folder(folder: Path) -> None:
    """Let the disk have the names in ``folder``; OSError if it cannot."""
    if sys.platform == "win32":
        return
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        # Some network and stick file systems cannot flush folders; the file itself is already safe.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EBADF):
            raise


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a plain file (or of a link to one) of at most ``limit`` bytes.

    Folders, pipes, sockets and devices are refused without being waited for, as is more than ``limit``:
    each raises :class:`Problem`.
    """
    try:
        # Asked before opening, because opening a device can already do something.
        _demand_regular(path.stat().st_mode, path)
        handle = os.open(path, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            now = os.fstat(file.fileno())
            _demand_regular(now.st_mode, path)
            data = b"" if now.st_size > limit else file.read(limit + 1)
            if now.st_size > limit or len(data) > limit:
                raise Problem(f"“{path.name}” is larger than {_size(limit)}; it is not a file of this app's kind.")
            return data
    except OSError as error:
        raise Problem(explain(error, path)) from error
    except ValueError as error:  # a NUL in the path
        raise Problem("That is not a file name; choose a file.") from error


def _demand_regular(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise Problem(_REASONS[errno.EISDIR].format(name=path.name or path))
    if not stat.S_ISREG(mode):
        raise Problem(f"“{path.name or path}” is not a plain file but a device or a pipe; choose a file.")


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB" if count >= 1_000_000 else f"{count:,} bytes"


def _write_part(path: Path, data: bytes, mode: int) -> Path:
    part = path.parent / f".gpumode-judge-{secrets.token_hex(8)}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0), mode)
    try:
        with os.fdopen(handle, "wb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view[:_CHUNK]) or 0 :]
            _settle(file.fileno())
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def _settle(handle: int) -> None:
    os.fsync(handle)
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
    elif sys.platform == "linux":
        # Reading back from memory would prove nothing about the stick.
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def _reread(path: Path) -> bytes:
    return path.read_bytes()
