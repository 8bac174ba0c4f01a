"""What teams enter."""

from dataclasses import dataclass
from enum import StrEnum


class Entered(StrEnum):
    """Where a submission stands. Only ``SUBMITTED`` ones are judged."""

    SUBMITTED = "submitted"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Link:
    """A labelled address, shown as text and opened only when it is http or https."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One entry of a team.

    ``id`` is random and says nothing. ``tracks`` and ``prizes`` hold ids of tracks and of prizes opted into. ``source`` is the
    address or number under which the form tool knows it, so that an updated export finds it again.
    """

    id: str
    title: str
    team: str = ""
    table: str = ""
    tracks: tuple[str, ...] = ()
    prizes: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    description: str = ""
    entered: Entered = Entered.SUBMITTED
    source: str = ""
