"""Broken files are kept whole beside the workspace, under the hash of their bytes, until a person decides about them."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import MOST_BYTES
from gpumode_judge.system.files import explain, make_folder, read_regular, write_new

MOST_FILES: Final = 200
MOST_KEPT: Final = 512 * 1024 * 1024
_SHA: Final = re.compile(r"[0-9a-f]{64}")


def folder_of(workspace: Path) -> Path:
    """Where the broken files of a workspace lie."""
    return workspace.with_name(f"{workspace.stem}.quarantine")


def keep(workspace: Path, sha256: str, data: bytes) -> str:
    """Keep the bytes of a broken file; gives ``""``, or the sentence that says why they are not kept."""
    path = _place(workspace, sha256)
    folder = path.parent
    try:
        if folder.is_symlink():
            return f"It is not kept: “{folder.name}” is a link; delete the link."
        if path.is_file() and path.stat().st_size == len(data):
            return ""
        make_folder(folder)
        with suppress(OSError):  # some disks know no rights
            folder.chmod(0o700)
        sizes = [found.lstat().st_size for found in folder.glob("*.bin")]
        if len(sizes) >= MOST_FILES or sum(sizes) + len(data) > MOST_KEPT:
            return (
                f"It is not kept, because {len(sizes)} broken files ({sum(sizes) / 1e6:,.0f} MB) wait already; "
                "take in or discard some of them."
            )
        write_new(path, data, private=True)
    except (Problem, OSError) as error:
        why = explain(error, path) if isinstance(error, OSError) else str(error)
        return f"It is not kept: {why}"
    return ""


def is_kept(workspace: Path, sha256: str) -> bool:
    """Whether the bytes of a broken file are still there."""
    return bool(_SHA.fullmatch(sha256)) and _place(workspace, sha256).is_file()


def kept_bytes(workspace: Path, sha256: str) -> bytes:
    """The bytes of a broken file that was kept; Problem if they are gone."""
    return read_regular(_place(workspace, sha256), MOST_BYTES)


def drop(workspace: Path, sha256: str) -> None:
    """Throw the bytes of a broken file away."""
    path = _place(workspace, sha256)
    try:
        path.unlink(missing_ok=True)
        with suppress(OSError):  # others still lie there
            path.parent.rmdir()
    except OSError as error:
        raise Problem(explain(error, path)) from error


def _place(workspace: Path, sha256: str) -> Path:
    if not _SHA.fullmatch(sha256):
        raise Problem("There is no kept file of that name; look at the list again.")
    return folder_of(workspace) / f"{sha256}.bin"
