"""What an imported table gives: plain rows that name things by their names; the desk finds the ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from gpumode_judge.event.people import Outcome
from gpumode_judge.event.submission import Entered, Link

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRow:
    """A submission. ``tracks`` and ``prizes`` are names; ``emails`` never leave the workspace; ``source`` is as in Submission."""

    line: int
    title: str
    team: str = ""
    table: str = ""
    tracks: tuple[str, ...] = ()
    prizes: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    description: str = ""
    emails: tuple[str, ...] = ()
    entered: Entered = Entered.SUBMITTED
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRow:
    """A judge. ``tracks`` are names; the e-mail address never leaves the workspace."""

    line: int
    name: str
    email: str = ""
    affiliation: str = ""
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRow:
    """A judge visits a submission, named by ``submission``, by ``table`` or by both. ``order`` is None where none was said."""

    line: int
    judge: str
    submission: str
    table: str = ""
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotRow:
    """A ballot from paper. ``marks`` maps criterion keys to marks (not yet held against the scale) and is empty unless MARKED."""

    line: int
    judge: str
    submission: str
    table: str = ""
    marks: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    outcome: Outcome = Outcome.MARKED
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that was not imported, and why, in one sentence."""

    line: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Generic[T]):
    """The outcome of reading a table: ``read`` rows of it became ``items``; ``joined`` of them added to an earlier one."""

    read: int
    items: tuple[T, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    joined: int = 0


def at_lines(lines: list[int]) -> str:
    """``"line 5"``, ``"lines 5, 9 and 12"``, or the first eight and how many more."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    if len(lines) > 9:
        return f"lines {', '.join(map(str, lines[:8]))} and {len(lines) - 8} more"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
