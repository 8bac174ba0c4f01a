"""Whole files only: a workspace or a copy of one gets its name when it is complete, checked and on the disk."""

import os
import secrets
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import faults
from gpumode_judge.system.files import explain, settle_folder
from gpumode_judge.system.rename import rename_new


@contextmanager
def new_file(path: Path) -> Generator[Path]:
    """A new, empty, private file beside ``path`` to fill and close; afterwards it is ``path``, or gone if filling it failed.

    Raises Problem if the name is taken: nothing is ever overwritten.
    """
    part = path.parent / f".gpumode-judge-{secrets.token_hex(8)}.part"
    try:
        demand_free(path)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with faults.told(path):
                yield part
            rename_new(part, path)
        finally:
            part.unlink(missing_ok=True)
        settle_folder(path.parent)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError as error:
        raise Problem(explain(error, path)) from error


def copy(raw: sqlite3.Connection, source: Path, target: Path) -> None:
    """Copy the database of ``raw`` (the workspace at ``source``, outside any transaction) to the new file ``target``.

    The copy is read back and compared before it gets its name. Raises Problem if the name is taken or the disk fails; then no
    file is left behind.
    """
    demand_no_journal(target)
    with new_file(target) as part:
        with closing(sqlite3.connect(part, isolation_level=None)) as made:
            # No journal: a part that was interrupted is thrown away anyway.
            made.execute("PRAGMA journal_mode=OFF")
            made.execute("PRAGMA fullfsync=1")
            raw.backup(made)
        # Opened anew: what is read back comes from the file, not from the cache that wrote it.
        with closing(sqlite3.connect(f"{part.resolve().as_uri()}?mode=ro", uri=True)) as reread:
            sound = reread.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            if not sound or _counts(reread) != _counts(raw):
                raise Problem(
                    f"The copy of “{source.name}” did not read back as it was written: try another folder or disk."
                )


def demand_free(path: Path) -> None:
    """Problem if anything has the name ``path`` already."""
    if os.path.lexists(path):
        raise _taken(path)


def demand_no_journal(path: Path) -> None:
    """Problem if a write to an earlier workspace at ``path`` was cut off: SQLite would play its journal into a new one."""
    journal = path.with_name(f"{path.name}-journal")
    try:
        left = os.path.lexists(journal) and journal.lstat().st_size > 0
    except OSError as error:
        raise Problem(explain(error, path)) from error
    if left:
        raise Problem(
            f"“{journal.name}” is left from a workspace that was moved or deleted: choose another name, or delete it too."
        )


def free_name(path: Path) -> Path:
    """``path`` itself, or with ``-2``, ``-3`` … before its suffix if that name is taken."""
    free, number = path, 1
    while os.path.lexists(free):
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def _taken(path: Path) -> Problem:
    return Problem(f"“{path.name}” is already there and was left as it is: choose another name.")


def _counts(raw: sqlite3.Connection) -> dict[str, int]:
    names = [str(name) for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    return {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in quoted}  # noqa: S608  quoted above
