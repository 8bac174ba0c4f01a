"""Make a workspace file, or open one: checked, and brought to today's schema with a backup taken first."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, insert

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import backup, copies, engine, faults, gate
from gpumode_judge.store.migrations import Schema
from gpumode_judge.store.tables import APPLICATION_ID, META, METADATA, VERSION


def make(path: Path, meta: dict[str, str]) -> None:
    """Make the new workspace file ``path`` with empty tables and ``meta``; it appears whole or not at all."""
    with (
        backup.new_file(path) as part,
        closing(engine.connect(part, engine.BUILDING)) as raw,
        engine.make_engine(raw).begin() as connection,
    ):
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
        METADATA.create_all(connection)
        connection.execute(insert(META), [{"key": key, "value": value} for key, value in meta.items()])


def connect(path: Path, schema: Schema) -> sqlite3.Connection:
    """Open the workspace file ``path``, which the caller has locked.

    Raises Problem if it is not a workspace, holds what could run, comes from a newer app, is damaged or cannot be written.
    """
    gate.check_file(path)
    with faults.told(path):
        raw = engine.connect(path)
        try:
            gate.check_id(raw, path)
            gate.check_harmless(raw, path)
            version = gate.version_of(raw)
            if version > schema.version:
                raise Problem(
                    f"“{path.name}” was made by a newer version of this app: update the app, then open it again."
                )
            if version < schema.version:
                _migrate(raw, path, version, schema)
            # Written to at once: a file or folder that does not allow it is told now and not at the first mark.
            with engine.make_engine(raw).begin() as connection:
                gate.check_tables(connection, path)
                connection.exec_driver_sql(f"PRAGMA user_version={schema.version}")
        except BaseException:
            raw.close()
            raise
    return raw


def _migrate(raw: sqlite3.Connection, path: Path, version: int, schema: Schema) -> None:
    steps = schema.path_from(version)
    if steps is None:
        raise Problem(
            f"“{path.name}” comes from a trial version that this app cannot read: open it with the app that made it."
        )
    copies.keep(raw, path, copies.event_of(raw), copies.Reason.MIGRATING)
    with engine.make_engine(raw).begin() as connection:
        # A step may take tables apart and put them together again; what refers to what is checked at the end.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for step in steps:
            step(connection)
        _verify(connection, path)
        connection.exec_driver_sql(f"PRAGMA user_version={schema.version}")


def _verify(connection: Connection, path: Path) -> None:
    gate.check_tables(connection, path)
    gate.check_sound(connection, path)
