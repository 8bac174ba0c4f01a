"""The one connection to a workspace, with the settings that keep every acknowledged write through a power loss."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool

from gpumode_judge.event.problem import Problem

BUSY_SECONDS: Final = 5.0

# In this order: what protects from the file comes before anything that reads it.
DURABLE: Final = (
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "foreign_keys=ON",
    "fullfsync=1",
    "synchronous=EXTRA",
    "journal_mode=TRUNCATE",
)
# For a file that is thrown away unless it gets finished.
BUILDING: Final = ("trusted_schema=OFF", "foreign_keys=ON", "fullfsync=1", "synchronous=FULL", "journal_mode=MEMORY")


def connect(path: Path, pragmas: Sequence[str] = DURABLE) -> sqlite3.Connection:
    """Open the existing database at the absolute ``path``; transactions are the caller's own (no implicit BEGIN).

    ``pragmas`` ends with the journal mode, which is asked back: another program that has the file open can hinder the change.
    """
    if path.drive.startswith("\\\\"):
        raise Problem(f"“{path.name}” is on a network drive: copy it to this computer's own disk and open it there.")
    # mode=rw never makes a file; the URI form also takes names with '?', '#' and '%'.
    raw = sqlite3.connect(
        f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
    )
    try:
        mode = ""
        for pragma in pragmas:
            (mode,) = raw.execute(f"PRAGMA {pragma}").fetchone() or ("",)
        if str(mode).upper() != pragmas[-1].partition("=")[2]:
            raise Problem(f"“{path.name}” is in use by another program: close it there and try again.")
    except BaseException:
        raw.close()
        raise
    return raw


def make_engine(raw: sqlite3.Connection) -> Engine:
    """SQLAlchemy over this one connection. Transactions begin IMMEDIATE unless the option ``begin`` says otherwise."""
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)

    def begin(connection: Connection) -> None:
        kind: str = connection.get_execution_options().get("begin", "IMMEDIATE")
        connection.exec_driver_sql(f"BEGIN {kind}")

    event.listen(engine, "begin", begin)
    return engine
