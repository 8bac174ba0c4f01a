"""The tables of a workspace (schema version 2). Their rows never leave this package."""

import re
from typing import ClassVar, Final

from sqlalchemy import Index, Table
from sqlalchemy.orm import declared_attr, registry
from sqlmodel import Field, SQLModel

VERSION: Final = 2
APPLICATION_ID: Final = 0x474D4A31  # "GMJ1", so that no other program's database is taken for ours


class _Row(SQLModel, registry=registry()):
    """A registry of our own: tables that other libraries declare with SQLModel stay out of our files."""

    # SQLModel declares a plain string and itself sets it in this way.
    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # pyright: ignore[reportIncompatibleVariableOverride]
        """``SourceFileRow`` is a row of ``source_file``."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


class MetaRow(_Row, table=True):
    """What this file is: its role and its event."""

    key: str = Field(primary_key=True)
    value: str


class EntryRow(_Row, table=True):
    """A verified entry, byte for byte. Device and seq are copies, to find a chain; two entries may claim one seq."""

    __table_args__ = (Index("entry_device_seq", "device", "seq"),)
    eid: str = Field(primary_key=True)
    body: bytes
    sig: bytes
    device: str
    seq: int
    kind: str


class StubRow(_Row, table=True):
    """The place of a withheld entry in its chain."""

    __table_args__ = (Index("stub_device_seq", "device", "seq"),)
    eid: str = Field(primary_key=True)
    device: str
    seq: int
    prev: str


class SourceFileRow(_Row, table=True):
    """A file that came in, with its part of the merge report as JSON."""

    sha256: str = Field(primary_key=True)
    name: str
    at: str
    outcome: str
    report: str


class EntryFileRow(_Row, table=True):
    """Which files an entry came in."""

    __table_args__: ClassVar[dict[str, bool]] = {"sqlite_with_rowid": False}
    # In this order one file adds its rows in one place; a few thousand rows are looked through to find an entry's files.
    sha256: str = Field(primary_key=True, foreign_key="source_file.sha256")
    eid: str = Field(primary_key=True, foreign_key="entry.eid")


class DraftRow(_Row, table=True):
    """An unfinished card as JSON."""

    submission: str = Field(primary_key=True)
    value: str
    at: str


class PrivateNoteRow(_Row, table=True):
    """What a judge wrote for themselves about a submission."""

    submission: str = Field(primary_key=True)
    text: str


class ContactRow(_Row, table=True):
    """How to reach a person."""

    person: str = Field(primary_key=True)
    email: str
    phone: str


class TicketRow(_Row, table=True):
    """The ticket of a judge."""

    judge: str = Field(primary_key=True)
    ticket: str


class SettingRow(_Row, table=True):
    """Something this workspace remembers, as JSON."""

    key: str = Field(primary_key=True)
    value: str


class PictureRow(_Row, table=True):
    """A sponsor's logo or a team's photo, byte for byte, and the hash of its bytes."""

    name: str = Field(primary_key=True)
    kind: str
    sha256: str
    data: bytes
    at: str


class ShownRow(_Row, table=True):
    """A step of the ceremony that the audience saw; the last one is where it stands."""

    number: int = Field(primary_key=True)
    step: int
    at: str
    what: str


METADATA: Final = _Row.metadata


def _table(name: str) -> Table:
    return METADATA.tables[name]


META: Final = _table("meta")
ENTRY: Final = _table("entry")
STUB: Final = _table("stub")
SOURCE_FILE: Final = _table("source_file")
ENTRY_FILE: Final = _table("entry_file")
DRAFT: Final = _table("draft")
PRIVATE_NOTE: Final = _table("private_note")
CONTACT: Final = _table("contact")
TICKET: Final = _table("ticket")
SETTING: Final = _table("setting")
PICTURE: Final = _table("picture")
SHOWN: Final = _table("shown")
