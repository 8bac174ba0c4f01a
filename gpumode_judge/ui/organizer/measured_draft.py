"""A measured criterion as it is being typed: every field may be wrong for a while, and says so where it stands."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from functools import partial
from typing import Final

from gpumode_judge.desk.rule_words import percent
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_line, slug
from gpumode_judge.standings.measured import gate, places, shares
from gpumode_judge.ui.shared.rubric_draft import number

_SHORT: Final = Context(prec=3)
_TRIED: Final = "\0tried"  # no submission has this id


@dataclass(frozen=True, kw_only=True)
class MeasuredDraft:
    """One measured criterion with its weight; numbers are as they were typed. ``key`` may be empty until it is kept."""

    key: str = ""
    name: str = ""
    unit: str = ""
    lower: bool = True
    turn: Turn = Turn.RANKS
    points: str = "5, 3, 1"
    zero: str = ""
    full: str = ""
    excludes: bool = False
    scope: str = ""
    weight: str = "0"

    @classmethod
    def of(cls, measured: Measured, weight: Decimal) -> "MeasuredDraft":
        """A measured criterion as it stands, to be changed."""
        return cls(
            key=measured.key, name=measured.name, unit=measured.unit, lower=measured.lower, turn=measured.turn,
            points=", ".join(map(plain, measured.points)) or "5, 3, 1",
            zero="" if measured.zero is None else plain(measured.zero),
            full="" if measured.full is None else plain(measured.full),
            excludes=measured.excludes, scope=measured.scope, weight=plain(weight),
        )  # fmt: skip

    @property
    def anchored(self) -> bool:
        """Whether the figures lie between one that gives nothing and one that gives everything."""
        return self.turn in (Turn.LINEAR, Turn.LOG)

    def weighs(self) -> Decimal:
        """The weight that was typed; a gate weighs nothing.

        Raises:
            Problem: it cannot be read or is below zero.
        """
        if self.turn is Turn.GATE:
            return Decimal(0)
        weight = number(self.weight or "0", "The weight")
        if not 0 <= weight <= 10**6:
            raise Problem(f"The weight must be a number from 0 to a million, not {self.weight}.")
        return weight

    def measured(self, key: str) -> Measured:
        """The criterion under ``key``; what its rule has no use for is left out.

        Raises:
            Problem: the first thing that is wrong.
        """
        if not clean_line(self.name):
            raise Problem("Every measured criterion needs a name; give it one or remove it.")
        return self._made(key, self.full)

    def faults(self) -> dict[str, str]:
        """By field, the sentence that says what is wrong there."""
        found: dict[str, str] = {}
        if not clean_line(self.name):
            found["name"] = "Give it a name."
        checks: dict[str, Callable[[], object]] = {"weight": self.weighs}
        if self.turn is Turn.RANKS:
            checks["points"] = self._points
        if self.anchored:
            checks["zero"] = partial(self._figure, self.zero, "It")
        if self.anchored or self.turn is Turn.GATE:
            checks["full"] = partial(self._figure, self.full, "It")
        for field, check in checks.items():
            try:
                check()
            except Problem as problem:
                found[field] = str(problem)
        if found.keys() & {"points", "zero", "full"}:
            return found
        try:
            self._made("", "")
        except Problem as problem:
            found["points" if self.turn is Turn.RANKS else "zero"] = str(problem)
            return found
        try:
            self._made("", self.full)
        except Problem as problem:
            found["full"] = str(problem)
        return found

    def _made(self, key: str, full: str) -> Measured:
        return Measured(
            key=key, name=clean_line(self.name) or "This criterion", unit=clean_line(self.unit, 40), lower=self.lower, turn=self.turn,
            points=self._points() if self.turn is Turn.RANKS else (),
            zero=self._figure(self.zero, "The figure that gives nothing") if self.anchored else None,
            full=self._figure(full, "The figure that gives everything") if self.anchored or self.turn is Turn.GATE else None,
            excludes=self.excludes and self.turn is Turn.GATE, scope=self.scope,
        )  # fmt: skip

    def _points(self) -> tuple[Decimal, ...]:
        parts = self.points.split(";") if ";" in self.points else re.split(r"[,\s]+", self.points)
        return tuple(number(part, "Each of the points") for part in parts if part.strip())

    @staticmethod
    def _figure(typed: str, what: str) -> Decimal | None:
        return number(typed, what) if typed.strip() else None


def drafts_of(rules: Rules) -> list[MeasuredDraft]:
    """Every measured criterion with its weight, to be changed."""
    return [MeasuredDraft.of(measured, rules.weight(measured.key)) for measured in rules.measured]


def keys_of(drafts: Sequence[MeasuredDraft], taken: Collection[str] = ()) -> list[str]:
    """A key for each: the one it has, or one made from its name that is none of those ``taken``."""
    keys = [draft.key for draft in drafts]
    for place, draft in enumerate(drafts):
        if not draft.key:
            base = slug(draft.name, "measured")
            tries = (base if n == 1 else f"{base}-{n}" for n in range(1, len(drafts) + len(taken) + 2))
            keys[place] = next(key for key in tries if key not in keys and key not in taken)
    return keys


def rules_with(before: Rules, drafts: Sequence[MeasuredDraft], taken: Collection[str] = ()) -> Rules:
    """``before`` with the criteria that were typed, and their weights; keys that are made now are none of those ``taken``.

    Raises:
        Problem: the first thing that is wrong.
    """
    keys = keys_of(drafts, taken)
    twice = next((key for key in keys if keys.count(key) > 1), "")
    if twice:
        raise Problem(f"Two measured criteria have the key “{twice}”; give one another.")
    measured = tuple(draft.measured(key) for draft, key in zip(drafts, keys, strict=True))
    old = {m.key for m in before.measured}
    weights = {key: weight for key, weight in before.weights.items() if key not in old}
    for draft, key in zip(drafts, keys, strict=True):
        weight = draft.weighs()
        if weight or key in before.weights:
            weights[key] = weight
    return replace(before, measured=measured, weights=weights)


def middle(measured: Measured, figures: Mapping[str, Decimal]) -> Decimal | None:
    """A figure worth trying: between the one that gives nothing and the one that gives everything, or in the middle of those known."""
    if measured.turn is Turn.GATE:
        return Decimal(1) if measured.full is None else measured.full
    if measured.turn is Turn.RANKS or measured.full is None:
        return sorted(figures.values())[len(figures) // 2] if figures else None
    zero = measured.zero or Decimal(0)
    both = zero * measured.full
    if measured.turn is Turn.LOG and both > 0:
        return _SHORT.sqrt(both)
    return _SHORT.divide(zero + measured.full, Decimal(2))


def tried(measured: Measured, figures: Mapping[str, Decimal], value: Decimal) -> str:
    """What a figure would give, beside the ``figures`` that are known, as a sentence."""
    what = f"{plain(value)} {measured.unit}".strip()
    everyone = {**figures, _TRIED: value}
    if measured.turn is Turn.GATE:
        if gate(measured, everyone, everyone)[_TRIED]:
            return f"{what} would pass."
        return f"{what} would not pass{', and the team would have no rank' if measured.excludes else ''}."
    if measured.turn is Turn.LOG and value <= 0:
        return f"{what} has no speed-up and would give nothing."
    share = percent(shares(measured, everyone, everyone)[_TRIED])
    if measured.turn is Turn.RANKS:
        rank = places(measured, everyone, everyone)[_TRIED]
        among = f"place {rank} of {len(everyone)}" if figures else "the best so far"
        return f"{what} would be {among} and give {share} of the weight."
    if measured.full is None:
        return f"{what} would give {share} of the weight, beside the best figure so far."
    return f"{what} would give {share} of the weight."


def table_words(measured: Measured) -> str:
    """What the places give under a table of points: ``Place 1 gives 100 % of the weight, 2 60 %, 3 20 %, the rest nothing.``"""
    most = measured.points[0]
    given = ", ".join(
        f"place {place} {plain(_SHORT.divide(points * 100, most))} %"
        for place, points in enumerate(measured.points[1:6], 2)
    )
    more = ", …" if len(measured.points) > 6 else ", the rest nothing"
    return f"Place 1 gives all of the weight{', ' if given else ''}{given}{more}."
