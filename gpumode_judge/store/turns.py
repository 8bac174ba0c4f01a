"""One open workspace file: its lock, its connection, and transactions that several threads share in turn."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from filelock import BaseFileLock
from sqlalchemy import Connection

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import faults
from gpumode_judge.store.engine import make_engine


class Turns:
    """Gives out transactions on the one connection, to one thread at a time."""

    def __init__(self, path: Path, lock: BaseFileLock, raw: sqlite3.Connection) -> None:
        self.path = path
        self._lock = lock
        self._raw: sqlite3.Connection | None = raw
        self._engine = make_engine(raw)
        self._reading = self._engine.execution_options(begin="DEFERRED")
        self._turn = RLock()
        self._writing: Connection | None = None
        self._spoilt = False

    @contextmanager
    def write(self) -> Generator[Connection]:
        """A transaction that may write: all of it is on the disk afterwards, or nothing after an exception.

        Inside another one of the same thread it is a part of that, and if the part fails, the whole does.
        """
        with self._turn, faults.told(self.path):
            self._require_open()
            if self._writing is not None:
                try:
                    yield self._writing
                except BaseException:
                    self._spoilt = True
                    raise
                return
            with self._engine.begin() as connection:
                self._writing, self._spoilt = connection, False
                try:
                    yield connection
                finally:
                    self._writing = None
                if self._spoilt:
                    raise RuntimeError("a part of this transaction failed, so none of it may be kept")

    @contextmanager
    def read(self) -> Generator[Connection]:
        """A transaction that reads one state of the workspace; inside :meth:`write` it sees what that has written so far."""
        with self._turn, faults.told(self.path), faults.damage_told(self.path):
            self._require_open()
            if self._writing is not None:
                yield self._writing
                return
            with self._reading.begin() as connection:
                yield connection

    @contextmanager
    def alone(self) -> Generator[sqlite3.Connection]:
        """The connection itself, outside any transaction."""
        with self._turn, faults.told(self.path):
            raw = self._require_open()
            if self._writing is not None:
                raise RuntimeError("a backup cannot be made inside a transaction")
            yield raw

    def close(self) -> None:
        """Let go of the file and its lock; closing twice does no harm."""
        with self._turn:
            raw, self._raw = self._raw, None
            if raw is None:
                return
            try:
                self._engine.dispose()
                raw.close()
            finally:
                self._lock.release()

    def _require_open(self) -> sqlite3.Connection:
        if self._raw is None:
            raise Problem(f"“{self.path.name}” was closed: open it again.")
        return self._raw
