"""The event itself, its tracks and its prizes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from gpumode_judge.event.problem import Problem

_COLOUR: Final = re.compile("#[0-9A-Fa-f]{6}")


class Mode(StrEnum):
    """Whether results are meant. Fixed for good when the event is made: a rehearsal never becomes live."""

    LIVE = "live"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What, where and when.

    ``day`` is an ISO date, ``zone`` an IANA time zone name such as ``America/Los_Angeles``. ``sealed`` tells that only the
    organizers can read the judges' score files. ``colours`` are up to two of the event's own, ``"#7A1FA2"``: the projector's accent, and
    what tints its grounds; they are corrected where they could not be read.
    """

    title: str
    place: str = ""
    day: str = ""
    zone: str = "UTC"
    mode: Mode = Mode.LIVE
    sponsors: tuple[str, ...] = ()
    sealed: bool = False
    colours: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.colours) > 2 or not all(_COLOUR.fullmatch(colour) for colour in self.colours):
            raise Problem("An event has two colours at most, each written as #7A1FA2.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A group of submissions that can have criteria and prizes of its own."""

    id: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """What can be won.

    ``count`` is how many submissions win it; 0: it is not given. ``eligible`` is ``"all"``, ``"opt-in"``, ``"track:<track id>"`` or
    ``"gate:<key>"`` (who passed that measured gate). ``again`` tells whether a winner of a higher prize may win this one too. ``place``
    orders the ceremony, lowest first. ``weights`` by criterion key replace those of the rules for this prize; empty: the standings decide.
    ``shared`` allows more winners than ``count`` when the last of them are equal. ``decided`` is ``"standings"`` or ``"person"``.
    """

    id: str
    name: str
    sponsor: str = ""
    award: str = ""
    count: int = 1
    eligible: str = "all"
    again: bool = True
    place: int = 0
    weights: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    shared: bool = False
    decided: str = "standings"
