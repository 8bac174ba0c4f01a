"""What SQLite and the operating system complain about, told in one sentence."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from gpumode_judge.event.problem import Problem

_BUSY: Final = "“{name}” is in use by another program: close it there and try again."
_DAMAGED: Final = "“{name}” is damaged: open a backup of it, or merge the score files again into a new workspace."
_SENTENCES: Final = {
    sqlite3.SQLITE_FULL: "The disk that holds “{name}” is full: free some space and try again; what was saved before is safe.",
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_TOOBIG: _DAMAGED,  # the app itself never writes anything as big
    sqlite3.SQLITE_NOTADB: "“{name}” is not a workspace, or it is damaged: open a backup of it.",
    sqlite3.SQLITE_READONLY: "“{name}” cannot be written: allow it in the file's and folder's properties, or copy it to a "
    "folder of your own.",
    sqlite3.SQLITE_PERM: "“{name}” cannot be opened: you have no permission there; copy it to a folder of your own.",
    sqlite3.SQLITE_CANTOPEN: "“{name}” cannot be opened: check that it is still there and that its folder can be written to.",
    sqlite3.SQLITE_IOERR: "The disk that holds “{name}” does not read or write as it should: check its space and its plug, and "
    "keep workspaces on this computer's own disk.",
}
# What comes with all kinds of codes or none: SQLite about the header and the schema, Python about a text that is none.
_DAMAGE_WORDS: Final = ("unsupported file format", "malformed database schema", "Could not decode to UTF-8")


@contextmanager
def told(path: Path) -> Generator[None]:
    """Turn what SQLite meets in the workspace at ``path`` into a :class:`Problem`; our own mistakes pass unchanged."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            _raise(path, error.orig, error)
        raise
    except sqlite3.Error as error:
        _raise(path, error, error)
        raise
    except UnicodeDecodeError as error:  # what SQLite complains about is quoted from damaged pages
        raise damaged(path) from error
    except MemoryError as error:  # a damaged page may ask for more than there is
        raise Problem(
            f"“{path.name}” is damaged, or this computer has no memory left: close other programs, else open a backup of it."
        ) from error


@contextmanager
def damage_told(path: Path) -> Generator[None]:
    """Turn values that this app never wrote into a :class:`Problem` about the workspace at ``path``."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> Problem:
    """The sentence for a workspace that cannot be relied on."""
    return Problem(_DAMAGED.format(name=path.name))


def _raise(path: Path, told_by: sqlite3.Error, cause: Exception) -> None:
    code: int = getattr(told_by, "sqlite_errorcode", None) or 0
    if any(words in str(told_by) for words in _DAMAGE_WORDS):
        raise damaged(path) from cause
    sentence = _SENTENCES.get(code & 0xFF)  # the higher bits tell finer kinds of the same
    if sentence is not None:
        raise Problem(sentence.format(name=path.name)) from cause
