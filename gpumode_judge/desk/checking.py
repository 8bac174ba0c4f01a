"""Check a file without taking anything in."""

from pathlib import Path

from gpumode_judge.desk.workspaces import kind_of
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import BadFile, GmjFile, read_gmj


def check(path: Path) -> GmjFile:
    """The content of a .gmj file after every byte and signature was checked; :class:`Problem` says what is wrong."""
    try:
        return read_gmj(path)
    except BadFile as bad:
        # Something else altogether gets the sentence that says so, and not the line where it stops making sense.
        kind_of(path)
        raise Problem(f"“{path.name}” is a workspace, not an event file or score file.") from bad
