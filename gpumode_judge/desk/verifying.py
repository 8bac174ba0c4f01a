"""Look into a file of whatever kind and check all of it, without taking anything in."""

from pathlib import Path

from gpumode_judge.desk.checking import check
from gpumode_judge.desk.publishing import Verified, verify_bundle
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.bundle import is_bundle
from gpumode_judge.exchange.gmj import BadFile, GmjFile
from gpumode_judge.exchange.sealed import is_sealed
from gpumode_judge.system.files import explain

_BEGINNING = 200  # bytes that tell what a file is


def look_into(path: Path) -> GmjFile | Verified:
    """The content of an event or score file, or what checking a published result came to.

    Raises:
        Problem: it is damaged, is nothing of this app's, or only the organizers' laptop can open it.
    """
    begin = _beginning(path)
    if is_sealed(begin):
        raise Problem(f"“{path.name}” is a closed score file: only the organizers’ laptop can open it, by merging it.")
    if not is_bundle(begin):
        return check(path)
    try:
        return verify_bundle(path)
    except BadFile as bad:
        raise Problem(f"“{path.name}”: {bad}") from bad


def _beginning(path: Path) -> bytes:
    try:
        if path.is_file():  # a pipe would be waited for
            with path.open("rb") as file:
                return file.read(_BEGINNING)
    except (OSError, ValueError) as error:
        raise Problem(explain(error, path) if isinstance(error, OSError) else "That is not a file name.") from error
    return b""


__all__ = ["GmjFile", "Verified", "look_into"]
