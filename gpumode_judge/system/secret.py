"""Where the keys of this laptop lie: in the system's key ring if there is a real one, else in files that only this user may read."""

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.system.files import explain, read_regular, replace_file
from gpumode_judge.system.paths import keys

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE: Final = "gpumode-judge"
_REAL: Final = 1  # keyring's own measure: below it are the null, plain-text and failing backends


def keep_secret(name: str, secret: bytes) -> None:
    """Keep 32 secret bytes under ``name`` (hex).

    Raises:
        Problem: they could not be kept.
    """
    ring = _ring()
    if ring is not None:
        with contextlib.suppress(Exception):  # a locked or broken ring is no reason not to judge: a file does as well
            ring.set_password(_SERVICE, name, secret.hex())
            if ring.get_password(_SERVICE, name) == secret.hex():
                return
    replace_file(keys() / _file_name(name), secret.hex().encode(), private=True)


def find_secret(name: str) -> bytes | None:
    """The secret kept under ``name`` on this laptop, or ``None``."""
    kept = ""
    path = keys() / _file_name(name)
    if _is_there(path):
        kept = read_regular(path, 1000).decode("ascii", "replace").strip()
    elif (ring := _ring()) is not None:
        with contextlib.suppress(Exception):
            kept = ring.get_password(_SERVICE, name) or ""
    return bytes.fromhex(kept) if re.fullmatch(r"[0-9a-f]{64}", kept) else None


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise Problem(explain(error, path)) from error


def _file_name(name: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", name):
        raise Problem("This workspace names a key that cannot exist; it is damaged, so open a copy of it.")
    return f"{name}.key"


def _ring() -> "KeyringBackend | None":
    import keyring  # slow to load, and needed once a start

    try:
        ring = keyring.get_keyring()
        return ring if ring.priority >= _REAL else None
    except Exception:  # noqa: BLE001  (whatever a ring of the system does, a file does as well)
        return None
