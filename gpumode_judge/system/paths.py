"""The folders of the app, and the places where a stick may be plugged in."""

import getpass
import os
import string
import sys
from collections.abc import Iterable
from pathlib import Path

import platformdirs

from gpumode_judge.system.files import make_folder

HOME_VARIABLE = "GPUMODE_JUDGE_HOME"


def home() -> Path:
    """The folder with everything that the app keeps for this user; ``GPUMODE_JUDGE_HOME`` moves it."""
    chosen = os.environ.get(HOME_VARIABLE)
    return make_folder(
        Path(chosen).expanduser().absolute() if chosen else platformdirs.user_data_path("gpumode-judge", False)
    )


def workspaces() -> Path:
    """Where windows keep their workspaces."""
    return make_folder(home() / "workspaces")


def keys() -> Path:
    """Where device keys lie when the system has no key ring; only this user may look in."""
    return make_folder(home() / "keys", private=True)


def logs() -> Path:
    """Where the log files lie."""
    return make_folder(home() / "logs")


def backups() -> Path:
    """Where copies of workspaces go before they are changed in form."""
    return make_folder(home() / "backups")


def default_sticks(roots: Iterable[Path] | None = None) -> tuple[Path, ...]:
    """The removable folders that are mounted now, sorted by name; best effort, never an error.

    ``roots`` are folders whose mounted subfolders count as sticks; the platform's usual ones if not given.
    """
    if roots is None and sys.platform == "win32":
        return _windows_drives()
    found = {folder for root in (_stick_roots() if roots is None else roots) for folder in _mounts(root)}
    return tuple(sorted(found))


def _stick_roots() -> tuple[Path, ...]:
    if sys.platform == "darwin":
        return (Path("/Volumes"),)
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        return ()
    return (Path("/media") / user, Path("/run/media") / user)


def _mounts(root: Path) -> list[Path]:
    try:
        return [folder for folder in root.iterdir() if not folder.is_symlink() and os.path.ismount(folder)]
    except OSError:
        return []


def _windows_drives() -> tuple[Path, ...]:
    if sys.platform != "win32":
        return ()
    import ctypes

    removable = 2
    drives = (f"{letter}:\\" for letter in string.ascii_uppercase)
    return tuple(Path(drive) for drive in drives if ctypes.windll.kernel32.GetDriveTypeW(drive) == removable)
