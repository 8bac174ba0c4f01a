"""The event itself, its tracks and its prizes."""

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """Whether results are meant. Fixed for good when the event is made: a rehearsal never becomes live."""

    LIVE = "live"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What, where and when.

    ``day`` is an ISO date, ``zone`` an IANA time zone name such as ``America/Los_Angeles``. ``sealed`` tells that only the
    organizers can read the judges' score files.
    """

    title: str
    place: str = ""
    day: str = ""
    zone: str = "UTC"
    mode: Mode = Mode.LIVE
    sponsors: tuple[str, ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A group of submissions that can have criteria and prizes of its own."""

    id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """What can be won.

    ``count`` is how many submissions win it. ``eligible`` is ``"all"``, ``"opt-in"`` or ``"track:<track id>"``.
    ``again`` tells whether a winner of a higher prize may win this one too. ``place`` orders the ceremony, lowest first.
    """

    id: str
    name: str
    sponsor: str = ""
    award: str = ""
    count: int = 1
    eligible: str = "all"
    again: bool = True
    place: int = 0
