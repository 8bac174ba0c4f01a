"""The rules: what is computed from the marks. They may change until the lock without touching a mark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from gpumode_judge.event.measured import Measured
from gpumode_judge.event.problem import Problem


class Tie(StrEnum):
    """One rung of the ladder that tells submissions with equal scores apart."""

    PRIORITY = "priority"  # more points on the priority criterion
    FIRSTS = "firsts"  # more judges who placed it first among those they saw
    PERSON = "person"  # a named person decides, with a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``weights`` by criterion key (only their proportions matter), the scoring ``method``, and the ``priority`` criterion
    that the ladder of ``ties`` looks at. ``measured`` are the criteria whose points a machine's figures give. ``signatures`` is how
    many organizers lock the scores: 1 or 2."""

    weights: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    method: str = "severity"
    priority: str = ""
    signatures: int = 1
    measured: tuple[Measured, ...] = ()
    ties: tuple[Tie, ...] = (Tie.PRIORITY, Tie.FIRSTS, Tie.PERSON)

    def __post_init__(self) -> None:
        if self.signatures not in (1, 2):
            raise Problem(f"One organizer locks the scores or two do, not {self.signatures}.")
        if len(set(self.ties)) < len(self.ties):
            raise Problem("Each rung of the ladder for ties can stand in it once.")
        keys = [measured.key for measured in self.measured]
        if len(set(keys)) < len(keys) or not all(keys):
            raise Problem("Every measured criterion needs a key of its own.")
        for key, weight in self.weights.items():
            if not weight.is_finite() or not 0 <= weight <= 10**6 or -int(weight.as_tuple().exponent) > 6:
                raise Problem(f"The weight of “{key}” must be a number from 0 to a million, not {weight}.")

    def weight(self, key: str) -> Decimal:
        """The weight of a criterion; one that the rules do not name weighs nothing."""
        return self.weights.get(key, Decimal(0))
