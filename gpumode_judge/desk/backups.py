"""The copies of a workspace that are kept by themselves, and how one of them takes its place again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import copies, restoring
from gpumode_judge.store.copies import Reason
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role

_WHY: Final = {
    Reason.OPENED: "when it was opened",
    Reason.MERGING: "before a merge",
    Reason.MERGED: "after a merge",
    Reason.MIGRATING: "before an update of the app changed it",
    Reason.RESTORING: "before a backup was restored",
    Reason.DAMAGED: "damaged, kept as it was found",
}


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: ``at`` is a UTC time, ``entries`` how many statements it holds, ``reason`` reads “made …”."""

    path: Path
    at: str
    entries: int
    reason: str
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restored workspace holds; ``regained`` of its ``entries`` came from other files than the backup."""

    path: Path
    entries: int
    regained: int

    def __str__(self) -> str:
        more = f", {self.regained} of them newer than the backup" if self.regained else ""
        return f"“{self.path.name}” is restored with {self.entries} statements{more}. The file that was there is kept as a backup."


def backups(path: Path) -> tuple[Backup, ...]:
    """The backups of the workspace at ``path``, newest first. The file itself may be damaged or gone."""
    return tuple(
        Backup(copy.path, copy.at, copy.entries, _WHY[copy.reason], copy.reason is Reason.DAMAGED)
        for copy in copies.copies(path)
    )


def restore(path: Path, backup: Backup) -> Restored:
    """Put a backup in the place of the workspace at ``path``, which must be closed.

    The file that is there is kept as a backup first. No statement is lost that any backup or the present file still holds:
    the ledger only grows, so what goes back to the backup's day is what stands beside it (drafts, settings, tickets).
    A judge's workspace goes on with a key of its own, as one that was copied.

    Raises:
        Problem: the workspace is open, the backup is damaged or of another event, or the disk refuses; nothing has changed then.
    """
    if backup.damaged:
        raise Problem("That backup is the damaged file itself; choose another one: what is whole in it is taken along.")
    done = restoring.restore(path, backup.path, _finish)
    return Restored(path, done.entries, done.regained)


def _finish(store: Store) -> None:
    if store.role is Role.JUDGE:
        store.put_setting("place", "")


__all__ = ["Backup", "Restored", "backups", "restore"]
