"""What somebody can ask of the start window. Plain values, so that they can wait until everything is loaded."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Files that were dropped, double-clicked, chosen, or named on the command line."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class OpenWorkspace:
    """A workspace, from the list of recent events or by its file."""

    path: Path


@dataclass(frozen=True, slots=True)
class MakeEvent:
    """A new event."""


@dataclass(frozen=True, slots=True)
class Forget:
    """A workspace that is to leave the list of recent events."""

    path: Path


@dataclass(frozen=True, slots=True)
class ShowBackups:
    """The backups of a workspace."""

    path: Path


@dataclass(frozen=True, slots=True)
class TryDemo:
    """The made-up evening."""


Wish = OpenFiles | OpenWorkspace | MakeEvent | Forget | ShowBackups | TryDemo
