"""The plain values that go in and out of a workspace; no database in sight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from gpumode_judge.ledger.entry import Entry, Stub

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
JsonObject: TypeAlias = Mapping[str, Json]


class Role(StrEnum):
    """Whose workspace it is."""

    ORGANIZER = "organizer"
    JUDGE = "judge"


class Outcome(StrEnum):
    """What became of a file. A refused one may still be merged or salvaged later; the others are done with."""

    MERGED = "merged"
    SALVAGED = "salvaged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file that came in: its row of the merge report.

    ``sha256`` is the hex hash of its bytes, ``name`` for people only (never a path), ``at`` the UTC time as text. ``report`` is
    what the desk wants to tell about it; the store itself writes ``new`` and ``known`` (entries) into it when it merges.
    """

    sha256: str
    name: str
    at: str
    outcome: Outcome = Outcome.MERGED
    report: JsonObject = field(default_factory=dict[str, Json])


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is to be merged: verified entries, stubs, and the file in which they came, if it was one."""

    entries: Sequence[Entry]
    stubs: Sequence[Stub] = ()
    source: SourceFile | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a merge brought. ``known`` tells that this very file was merged before, so that nothing was looked at."""

    known: bool = False
    entries: tuple[Entry, ...] = ()
    stubs: tuple[Stub, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An unfinished card, saved at each keystroke; never counted. ``at`` is the UTC time as text."""

    submission: str
    value: JsonObject
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """How to reach a person (a judge's id, or whatever the desk calls them by); never leaves the workspace."""

    person: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture of the event: ``kind`` is ``"svg"``, ``"png"`` or ``"jpeg"``, ``at`` the UTC time at which it came, as text."""

    name: str
    kind: str
    data: bytes
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A step that was shown: its number in the ceremony, the UTC time as text, and what it was called."""

    step: int
    at: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each a workspace holds; ``refused`` files are among the ``files``."""

    entries: int
    stubs: int
    files: int
    refused: int
    drafts: int
