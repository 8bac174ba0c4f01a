"""From marks to a visit's total, exactly.

A visit's total is ``Σ w_c · (mark − low)/(high − low) / Σ w_c`` over the criteria without a scope, shown on 0–100. Marks are
decimals, their fractions need not be; so the sums are kept as whole numbers over one common denominator and nothing is rounded.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import lcm

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules


class Totals:
    """Turns marks into points of 100 under one rubric and one set of rules.

    ``weights`` are a prize's own: they replace those of the rules, and criteria of any scope may have one. ``criteria`` are those that
    count, ``whole`` is the sum of their weights; ``levels`` has by criterion the points of each mark of the scale, lowest first.
    Points are whole multiples of ``1/unit``.

    Raises:
        Problem: no criterion that counts has a weight.
    """

    def __init__(self, rubric: Rubric, rules: Rules, weights: Mapping[str, Decimal] | None = None) -> None:
        given = {
            c.key: Fraction(rules.weight(c.key) if weights is None else weights.get(c.key, 0)) for c in rubric.criteria
        }
        self.criteria: tuple[Criterion, ...] = tuple(
            c for c in rubric.criteria if given[c.key] > 0 and (weights is not None or not c.scope)
        )
        self.whole = whole = sum((given[c.key] for c in self.criteria), Fraction())
        if not whole:
            raise Problem(
                "No criterion has a weight, so there is nothing to add up; give at least one a weight above zero."
            )
        self._given = given
        self._points: dict[str, dict[Decimal, int]] = {}
        points = {
            (c.key, level): given[c.key] * 100 * fraction(c, level) / whole
            for c in self.criteria
            for level in c.scale.levels
        }
        self.unit = lcm(*(value.denominator for value in points.values()))
        for (key, level), value in points.items():
            self._points.setdefault(key, {})[level] = int(value * self.unit)
        self.levels = {key: tuple(points.values()) for key, points in self._points.items()}

    def weight(self, key: str) -> Fraction:
        """The share of the total that a counting criterion can give, 0–1."""
        return self._given[key] / self.whole

    def parts(self, marks: Mapping[str, Decimal]) -> dict[str, int]:
        """The points that each marked criterion gives, as whole multiples of ``1/unit``."""
        return {c.key: self._points[c.key][marks[c.key]] for c in self.criteria if c.key in marks}

    def total(self, marks: Mapping[str, Decimal]) -> Fraction:
        """The total of a visit on 0–100; criteria that are not marked yet give nothing."""
        return Fraction(sum(self.parts(marks).values()), self.unit)

    def visits(self, ballots: Iterable[Ballot]) -> Iterable[tuple[Ballot, dict[str, int]]]:
        """The ballots that carry marks on everything that counts, each with its parts."""
        keys = [c.key for c in self.criteria]
        for ballot in ballots:
            if ballot.outcome is Outcome.MARKED and all(key in ballot.marks for key in keys):
                yield ballot, self.parts(ballot.marks)


def fraction(criterion: Criterion, mark: Decimal) -> Fraction:
    """How far up its scale a mark stands, 0–1."""
    scale = criterion.scale
    return Fraction(mark - scale.low) / Fraction(scale.high - scale.low)


def rounded(number: Fraction, places: int = 1) -> Decimal:
    """A figure as it is shown: rounded half up to ``places`` decimals."""
    scaled = abs(number) * 10**places
    whole = int(scaled) + (scaled - int(scaled) >= Fraction(1, 2))
    return Decimal(whole if number >= 0 else -whole).scaleb(-places)
