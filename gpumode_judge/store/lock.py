"""One workspace, one app: a lock beside the file that the operating system lets go when its holder dies."""

import os
import warnings
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from gpumode_judge.event.problem import Problem
from gpumode_judge.system.files import explain


def take(path: Path) -> BaseFileLock:
    """Lock the workspace at ``path``, which need not exist yet; ``release()`` lets go.

    Raises Problem when another app (or another window of this one) holds it, or when its folder allows no locks.
    """
    # Asked because filelock would make the folder; not of Path.is_dir, which raises for names that no disk can hold.
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise Problem(f"There is no folder {path.parent}: make it, or choose another one.")
    lock = _beside(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the fallback that is refused below
            lock.acquire()
    except Timeout as error:
        raise Problem(f"“{path.name}” is already open in another window or app: close it there first.") from error
    except OSError as error:
        raise Problem(explain(error, path)) from error
    except NotImplementedError as error:
        raise _no_locks(path) from error
    if isinstance(lock, SoftFileLock):  # what newer filelocks fall back to: a marker that outlives a killed app
        lock.release()
        raise _no_locks(path)
    return lock


def _beside(path: Path) -> BaseFileLock:
    # Not bound to a thread: the one that closes a workspace is seldom the worker that opened it.
    return FileLock(path.with_name(path.name + ".lock"), timeout=0, thread_local=False)


def _no_locks(path: Path) -> Problem:
    return Problem(f"“{path.name}” is on a drive where files cannot be locked: copy it to this computer's own disk.")
