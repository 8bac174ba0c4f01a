"""Give a finished file its name without ever overwriting another one, on any file system."""

import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Final

# What file systems without hard links (FAT, exFAT, many network shares) answer to link().
_NO_LINKS: Final = frozenset(
    {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL, errno.EXDEV}
)
_STALE: Final = 60  # seconds; a guard is needed for a moment only
_NO_CALL: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def rename_new(part: Path, path: Path) -> None:
    """Let ``part`` (same folder) be known as ``path``; ``FileExistsError`` if something has that name already.

    ``part`` may still be there afterwards, as a second name of the same file.
    """
    if sys.platform == "win32":
        part.rename(path)  # refuses an existing target there
        return
    try:
        os.link(part, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if not _rename_exclusive(part, path):
            _rename_guarded(part, path)


def _rename_exclusive(part: Path, path: Path) -> bool:
    """The system call that renames only onto a free name; ``False`` if this system or disk has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        result = libc.renamex_np(os.fsencode(part), os.fsencode(path), ctypes.c_uint(4))
    elif sys.platform == "linux" and hasattr(libc, "renameat2"):
        here = -100  # AT_FDCWD
        result = libc.renameat2(here, os.fsencode(part), here, os.fsencode(path), ctypes.c_uint(1))
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_CALL:
        return False
    raise OSError(number, os.strerror(number), str(path))


def _rename_guarded(part: Path, path: Path) -> None:
    """The last resort: a guard file keeps two of this app apart while the free name is checked and taken."""
    guard = path.parent / f".{path.name[:200]}.guard"
    _drop_stale(guard, part)
    os.close(os.open(guard, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        part.rename(path)
    finally:
        guard.unlink(missing_ok=True)


def _drop_stale(guard: Path, part: Path) -> None:
    """An app that was killed, or whose stick was pulled, leaves its guard; ``part`` was written just now and tells its age."""
    try:
        age = part.stat().st_mtime - guard.stat().st_mtime
    except FileNotFoundError:
        return
    if abs(age) > _STALE:
        guard.unlink(missing_ok=True)
