"""The card: everything a judge sees and has entered about one submission."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self, cast

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, plain
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Held, Record
from gpumode_judge.standings.totals import Totals, rounded

TEAM_NOTE = ""


class State(StrEnum):
    """Where a judge stands with a submission."""

    TODO = "to do"
    DRAFT = "draft"
    DONE = "done"
    ABSENT = "absent"
    RECUSED = "recused"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Entered:
    """What is on a card: ``marks`` by criterion key, ``notes`` by criterion key (``""`` is the note for the team), ``began`` in UTC.

    ``aside`` tells that the visit ended without marks and those entered so far are only kept, in case the judge comes back.
    """

    marks: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    notes: Mapping[str, str] = field(default_factory=dict[str, str])
    began: str = ""
    aside: bool = False

    def same(self, other: Self) -> bool:
        """Whether marks and notes are the same; a blank note is no note."""
        return self.marks == other.marks and _filled(self.notes) == _filled(other.notes)

    def to_json(self) -> dict[str, Any]:
        """As it is kept in a draft."""
        marks = {key: plain(mark) for key, mark in self.marks.items()}
        return {"marks": marks, "notes": dict(self.notes), "began": self.began, "aside": self.aside}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """As :meth:`to_json` wrote it; a mark that cannot be read is left out."""
        marks: dict[str, Decimal] = {}
        for key, mark in cast("dict[str, str]", value.get("marks", {})).items():
            try:
                marks[key] = Decimal(mark)
            except InvalidOperation:
                continue
        return cls(
            marks,
            dict(cast("dict[str, str]", value.get("notes", {}))),
            str(value.get("began", "")),
            bool(value.get("aside")),
        )

    def with_mark(self, key: str, mark: Decimal | None) -> Self:
        """With another mark on a criterion; ``None`` takes it away."""
        marks = {k: m for k, m in self.marks.items() if k != key}
        return replace(self, marks=marks if mark is None else {**marks, key: mark}, aside=False)

    def with_note(self, key: str, text: str) -> Self:
        """With another note on a criterion, or for the team."""
        return replace(self, notes={**self.notes, key: text}, aside=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One submission as a judge's desk shows it.

    ``criteria`` are what is marked here; ``missing`` those without a mark that the scale allows, and ``unfit`` the marks that
    the rubric in force does not know or allow (shown, never dropped). ``total`` is the weighted total so far on 0–100,
    ``recorded`` the ballot that counts, ``changed`` whether the card says something else than it.
    """

    submission: Submission
    state: State
    criteria: tuple[Criterion, ...]
    entered: Entered
    private: str
    missing: tuple[Criterion, ...]
    unfit: tuple[tuple[str, Decimal], ...]
    total: Decimal
    recorded: Held[Ballot] | None
    changed: bool

    @property
    def reason(self) -> str:
        """Why there are no marks, when the submission was absent, recused or skipped."""
        return self.recorded.value.reason if self.recorded and self.state not in (State.DRAFT, State.TODO) else ""

    @property
    def open(self) -> bool:
        """Whether anything is entered on the card that is not recorded."""
        return self.state is State.DRAFT


def state_of(ballot: Ballot | None, *, changed: bool, unfit: bool) -> State:
    """The state of a card: changes and marks that no longer fit make it a draft again."""
    if changed or unfit:
        return State.DRAFT
    if ballot is None:
        return State.TODO
    return {
        Outcome.MARKED: State.DONE,
        Outcome.ABSENT: State.ABSENT,
        Outcome.RECUSED: State.RECUSED,
        Outcome.SKIPPED: State.SKIPPED,
    }[ballot.outcome]


def _filled(notes: Mapping[str, str]) -> dict[str, str]:
    return {key: text.strip() for key, text in notes.items() if text.strip()}


class Adding:
    """A judge's notes by submission and criterion, and how marks add up: for every card the same.

    ``before`` is the one of the record before; what still holds is taken over from it.
    """

    def __init__(self, record: Record, judge: str, before: "Adding | None" = None) -> None:
        self.record = record
        self.notes: dict[str, dict[str, str]] = {}
        for held in record.remarks:
            if held.value.judge == judge:
                self.notes.setdefault(held.value.submission, {})[held.value.criterion] = held.value.text
        self._totals: Totals | None = None
        if before and before.record.rubric is record.rubric and before.record.rules is record.rules:
            self._totals = before._totals
        elif record.rubric is not None:
            with suppress(Problem):  # a judge can mark all the same while no criterion has a weight
                self._totals = Totals(record.rubric, record.rules)

    def total(self, marks: Mapping[str, Decimal]) -> Decimal:
        """The total so far on 0–100; nothing while no criterion has a weight."""
        return rounded(self._totals.total(marks) if self._totals else Fraction())
