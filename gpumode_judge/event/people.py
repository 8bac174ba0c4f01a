"""Judges and what they say about submissions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """``tracks`` limits what a judge sees without an assignment; empty means everything. E-mail addresses stay in the workspace."""

    id: str
    name: str
    affiliation: str = ""
    tracks: tuple[str, ...] = ()


class Outcome(StrEnum):
    """How a visit ended. Blank, zero, absent, recused and skipped are five different things."""

    MARKED = "marked"
    ABSENT = "absent"
    RECUSED = "recused"
    SKIPPED = "skipped"


# The short list from which a judge picks when there are no marks.
REASONS: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.ABSENT: ("nobody at the table", "team has left", "table not found"),
    Outcome.RECUSED: ("I know the team", "I work with them", "I advised them"),
    Outcome.SKIPPED: ("ran out of time", "outside my expertise", "nothing to show"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One judge's marks on one submission, or why there are none.

    ``rubric`` is the eid of the rubric under which it was made. ``marks`` maps criterion keys to decimals and is empty unless
    the outcome is ``MARKED``. ``began`` and ``ended`` are UTC times as text, for people to read; nothing is decided by them.
    """

    judge: str
    submission: str
    rubric: str
    outcome: Outcome = Outcome.MARKED
    marks: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    reason: str = ""
    began: str = ""
    ended: str = ""


class Audience(StrEnum):
    """Who may read a remark."""

    ORGANIZERS = "organizers"
    TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note that travels: about one criterion, or about the whole submission when ``criterion`` is empty. Empty text takes it back."""

    judge: str
    submission: str
    criterion: str = ""
    audience: Audience = Audience.ORGANIZERS
    text: str = ""
