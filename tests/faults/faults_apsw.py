"""The store's own code over apsw: as much of the standard library's sqlite3 as the store and SQLAlchemy ask for."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import apsw


@contextmanager
def _as_sqlite3() -> Generator[None]:
    """Raise what goes wrong as the standard library does."""
    try:
        yield
    except apsw.Error as error:
        told = sqlite3.DatabaseError(str(error))
        told.sqlite_errorcode = getattr(error, "extendedresult", 0)
        raise told from error


class Cursor:
    """Reads a statement to its end at once."""

    arraysize = 1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._cursor = connection.raw.cursor()
        self.description: tuple[tuple[Any, ...], ...] | None = None
        self.rowcount = -1
        self._rows: list[tuple[Any, ...]] = []

    @property
    def lastrowid(self) -> int:
        return self._connection.raw.last_insert_rowid()

    def execute(self, sql: str, parameters: Any = ()) -> "Cursor":
        self.description = None

        def seen(cursor: apsw.Cursor, _sql: str, _bindings: Any) -> bool:
            self.description = tuple((name, *(None,) * 6) for name, *_ in cursor.get_description()) or None
            return True

        self._cursor.exec_trace = seen
        with _as_sqlite3():
            self._rows = [tuple(row) for row in self._cursor.execute(sql, parameters)]
        self.rowcount = self._connection.raw.changes() if self.description is None else -1
        return self

    def executemany(self, sql: str, rows: Any) -> "Cursor":
        for row in rows:
            self.execute(sql, row)
        return self

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self.fetchmany(len(self._rows))

    def __iter__(self) -> Any:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows = []


class Connection:
    """A connection through the VFS ``vfs`` to a file that is there; ``committed`` is called after each COMMIT with the connection."""

    isolation_level = None

    def __init__(self, uri: str, vfs: str, committed: Callable[["Connection"], None]) -> None:
        with _as_sqlite3():
            self.raw = apsw.Connection(uri, apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI, vfs)
        self.raw.set_busy_timeout(5000)
        self._committed = committed

    def cursor(self) -> Cursor:
        return Cursor(self)

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        return self.cursor().execute(sql, parameters)

    def create_function(self, name: str, count: int, function: Any, *, deterministic: bool = False) -> None:
        self.raw.create_scalar_function(name, function, count, deterministic=deterministic)

    def commit(self) -> None:
        if self.raw.in_transaction:
            self.execute("COMMIT")
            self._committed(self)

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.execute("ROLLBACK")

    def backup(self, target: "Connection") -> None:
        with _as_sqlite3(), target.raw.backup("main", self.raw, "main") as copying:
            while not copying.done:
                copying.step()

    def close(self) -> None:
        self.raw.close()
