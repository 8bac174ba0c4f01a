"""The rubric: what a judge marks. Weights are rules, not rubric (see :mod:`gpumode_judge.event.rules`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Submission

MOST_LEVELS = 101


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks that a criterion allows: ``low``, ``low + step``, … up to ``high``."""

    low: Decimal = Decimal(1)
    high: Decimal = Decimal(5)
    step: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        for value in (self.low, self.high, self.step):
            if not value.is_finite() or abs(value) > 10**6 or -int(value.as_tuple().exponent) > 6:
                raise Problem(
                    f"{value} cannot be used in a scale; use numbers up to a million with six decimals at most."
                )
        if self.step <= 0 or self.high <= self.low:
            raise Problem(f"A scale needs a highest mark above the lowest and a step above zero, not {self}.")
        if (self.high - self.low) % self.step:
            raise Problem(
                f"The scale {self} does not reach its highest mark in whole steps; change the step or the ends."
            )
        if (self.high - self.low) / self.step >= MOST_LEVELS:
            raise Problem(f"The scale {self} has more than {MOST_LEVELS} levels; use a larger step.")

    def __str__(self) -> str:
        step = "" if self.step == 1 else f" in steps of {plain(self.step)}"
        return f"{plain(self.low)}–{plain(self.high)}{step}"

    @property
    def levels(self) -> tuple[Decimal, ...]:
        """Every mark that is allowed, lowest first."""
        return tuple(self.low + i * self.step for i in range(int((self.high - self.low) / self.step) + 1))

    def allows(self, mark: Decimal) -> bool:
        """Whether ``mark`` is one of the levels."""
        if not mark.is_finite() or not self.low <= mark <= self.high:
            return False
        # A difference to a mark of very many digits is rounded; so the level it would be is compared, which is exact.
        return self.low + (mark - self.low) // self.step * self.step == mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that is marked.

    ``key`` names it in ballots and never changes. ``anchors`` tells what a level means. ``scope`` is ``""`` (everyone),
    ``"track:<id>"`` or ``"prize:<id>"``: a scoped criterion weighs nothing in the overall total.
    """

    key: str
    name: str
    prompt: str = ""
    scale: Scale = Scale()
    anchors: Mapping[Decimal, str] = field(default_factory=dict[Decimal, str])
    note_prompt: str = ""
    scope: str = ""

    def concerns(self, submission: Submission) -> bool:
        """Whether a judge marks this criterion on that submission."""
        kind, _, name = self.scope.partition(":")
        return not kind or name in (submission.tracks if kind == "track" else submission.prizes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """What a judge marks, in order."""

    name: str
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        if not self.criteria:
            raise Problem("A rubric needs at least one criterion.")
        keys = [criterion.key for criterion in self.criteria]
        if len(set(keys)) < len(keys) or not all(keys):
            raise Problem("Every criterion of a rubric needs a key of its own.")

    def __getitem__(self, key: str) -> Criterion:
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def of(self, submission: Submission) -> tuple[Criterion, ...]:
        """The criteria that a judge marks on that submission."""
        return tuple(criterion for criterion in self.criteria if criterion.concerns(submission))

    def missing(self, submission: Submission, marks: Mapping[str, Decimal]) -> tuple[Criterion, ...]:
        """The criteria on which ``marks`` has no mark that the scale allows; empty when the marks are complete."""
        return tuple(c for c in self.of(submission) if c.key not in marks or not c.scale.allows(marks[c.key]))


def plain(number: Decimal) -> str:
    """A decimal as a person writes it: ``Decimal("2.50")`` is ``"2.5"``, ``Decimal("1E+1")`` is ``"10"``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
