"""What the scenes of the ceremony show beside rows: each value holds what may be seen now, and leaves out what is not told yet."""

from dataclasses import dataclass
from enum import StrEnum


class Moment(StrEnum):
    """Where an item of the agenda stands."""

    PAST = "past"
    NOW = "now"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One item of the day, ready to show: ``time`` is ``"18:00"`` or ``"18:00–19:00"`` on the wall clock of the event."""

    time: str
    title: str
    where: str = ""
    moment: Moment = Moment.LATER


@dataclass(frozen=True, slots=True, kw_only=True)
class Countdown:
    """What is counted down to: ``at`` is a UTC time in ISO form. The picture counts by itself."""

    label: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """A team that was told. ``photo`` names a picture of the event, ``line`` is a sentence for the audience; either may be empty."""

    key: str
    name: str
    team: str = ""
    members: str = ""
    rank: int | None = None
    score: str = ""
    photo: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeCard:
    """One prize. ``winners`` are those told so far, of ``count`` in all; ``logo`` names a picture of the event."""

    name: str
    sponsor: str = ""
    award: str = ""
    logo: str = ""
    count: int = 1
    winners: tuple[Winner, ...] = ()
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a score is made of: by criterion its name, the team's share of what there is, and the field's mean share, 0–1."""

    name: str
    bars: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One team in the distribution: its place in the picture is its ``score``, 0–100, between ``low`` and ``high``."""

    key: str
    name: str
    score: float
    low: float
    high: float
