"""The rules: what is computed from the marks. They may change until the lock without touching a mark."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gpumode_judge.event.problem import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """``weights`` by criterion key (only their proportions matter), the scoring ``method``, and the ``priority`` criterion
    that is looked at first when two submissions are equal. ``signatures`` is how many organizers lock the scores: 1 or 2."""

    weights: Mapping[str, Decimal] = field(default_factory=dict[str, Decimal])
    method: str = "mean"
    priority: str = ""
    signatures: int = 1

    def __post_init__(self) -> None:
        if self.signatures not in (1, 2):
            raise Problem(f"One organizer locks the scores or two do, not {self.signatures}.")
        for key, weight in self.weights.items():
            if not weight.is_finite() or not 0 <= weight <= 10**6 or -int(weight.as_tuple().exponent) > 6:
                raise Problem(f"The weight of “{key}” must be a number from 0 to a million, not {weight}.")

    def weight(self, key: str) -> Decimal:
        """The weight of a criterion; one that the rules do not name weighs nothing."""
        return self.weights.get(key, Decimal(0))
