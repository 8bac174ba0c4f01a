"""What is let in: only files that are workspaces of this app, and nothing in them that runs."""

import sqlite3
import stat
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import faults
from gpumode_judge.store.tables import APPLICATION_ID, METADATA
from gpumode_judge.system.files import explain

_MAGIC: Final = b"SQLite format 3\x00"
_ID_AT: Final = 68  # where the header of a SQLite file keeps its application id


def check_file(path: Path) -> None:
    """Look at the file at ``path`` before SQLite does; Problem unless it is a workspace of this app.

    After a write that was cut off its first bytes may be torn until SQLite has undone that: then only :func:`check_id` can tell.
    """
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise Problem(f"“{path.name}” is not a file: choose a workspace file that ends in .gmjdb.")
        if _was_cut_off(path):
            return
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise Problem(
            f"There is no workspace “{path.name}” in {path.parent}: check the name and the folder."
        ) from error
    except OSError as error:
        raise Problem(explain(error, path)) from error
    if not header:
        raise Problem(f"“{path.name}” is empty: making it was interrupted. Delete it and make the workspace again.")
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise Problem(f"“{path.name}” is not a workspace: choose a file that this app made (its name ends in .gmjdb).")
    if int.from_bytes(header[_ID_AT : _ID_AT + 4], "big") != APPLICATION_ID:
        raise _other_program(path)


def check_id(raw: sqlite3.Connection, path: Path) -> None:
    """Problem unless the database says that it is a workspace of this app."""
    if raw.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
        raise _other_program(path)


def _was_cut_off(path: Path) -> bool:
    """Whether SQLite has something to undo in the file."""
    try:
        return path.with_name(f"{path.name}-journal").stat().st_size > 0
    except FileNotFoundError:
        return False


def _other_program(path: Path) -> Problem:
    return Problem(f"“{path.name}” is a database of another program: choose a workspace that this app made.")


def version_of(raw: sqlite3.Connection) -> int:
    """The schema version that a workspace declares."""
    (version,) = raw.execute("PRAGMA user_version").fetchone()
    return int(version)


def check_harmless(raw: sqlite3.Connection, path: Path) -> None:
    """Problem if the database carries anything but tables and indexes: those could run with our rights."""
    found = raw.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_schema").fetchall()
    for kind, _, sql in found:
        if kind not in ("table", "index") or str(sql).upper().startswith("CREATE VIRTUAL"):
            raise Problem(
                f"“{path.name}” holds a {kind} that this app never makes: do not trust it, ask for the original file."
            )


def check_tables(connection: Connection, path: Path) -> None:
    """Problem unless every table is there with exactly the columns that this version of the app knows."""
    for table in METADATA.sorted_tables:
        rows = connection.exec_driver_sql("SELECT name, hidden FROM pragma_table_xinfo(?)", (table.name,)).all()
        if {(name, hidden) for name, hidden in rows} != {(column.name, 0) for column in table.columns}:
            raise Problem(f"“{path.name}” is incomplete or was changed by another program: open a backup of it.")


def check_sound(connection: Connection, path: Path) -> None:
    """Problem if SQLite finds a damaged page, index or reference."""
    found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
    if found != "ok" or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise faults.damaged(path)
