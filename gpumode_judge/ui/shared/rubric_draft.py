"""A rubric as it is being typed: every field may be wrong for a while, and says so in a sentence."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_block, clean_line, slug


@dataclass(frozen=True)
class CriterionDraft:
    """One criterion with its weight; numbers are as they were typed. ``key`` is empty until the criterion is kept."""

    key: str = ""
    name: str = ""
    prompt: str = ""
    weight: str = "0"
    low: str = "1"
    high: str = "5"
    step: str = "1"
    anchors: Mapping[Decimal, str] = field(default_factory=dict[Decimal, str])
    note_prompt: str = ""
    scope: str = ""

    @classmethod
    def of(cls, criterion: Criterion, weight: Decimal) -> "CriterionDraft":
        """A criterion as it stands, to be changed."""
        scale = criterion.scale
        return cls(
            criterion.key, criterion.name, criterion.prompt, plain(weight), plain(scale.low), plain(scale.high),
            plain(scale.step), dict(criterion.anchors), criterion.note_prompt, criterion.scope,
        )  # fmt: skip

    @property
    def called(self) -> str:
        """The name, or words that stand in for it."""
        return clean_line(self.name) or "the criterion without a name"

    def scale(self) -> Scale:
        """The scale that was typed.

        Raises:
            Problem: a number cannot be read, or the three do not make a scale.
        """
        return Scale(
            number(self.low, f"The lowest mark of {self.called}"),
            number(self.high, f"The highest mark of {self.called}"),
            number(self.step, f"The step of {self.called}"),
        )

    def weighs(self) -> Decimal:
        """The weight that was typed.

        Raises:
            Problem: it cannot be read or is below zero.
        """
        weight = number(self.weight or "0", f"The weight of {self.called}")
        if not 0 <= weight <= 10**6:
            raise Problem(f"The weight of {self.called} must be a number from 0 to a million, not {self.weight}.")
        return weight

    def levels(self) -> tuple[Decimal, ...]:
        """The levels of the scale, lowest first; none while the scale cannot be read."""
        try:
            return self.scale().levels
        except Problem:
            return ()

    def criterion(self, key: str) -> Criterion:
        """The criterion under ``key``; texts of levels that the scale does not have are left out.

        Raises:
            Problem: the name is missing, or the scale is none.
        """
        if not clean_line(self.name):
            raise Problem("Every criterion needs a name; give it one or remove it.")
        scale = self.scale()
        anchors = {level: clean_block(self.anchors.get(level, "")) for level in scale.levels}
        return Criterion(
            key=key, name=clean_line(self.name), prompt=clean_block(self.prompt), scale=scale,
            anchors={level: text for level, text in anchors.items() if text},
            note_prompt=clean_line(self.note_prompt), scope=self.scope,
        )  # fmt: skip


def number(typed: str, what: str) -> Decimal:
    """The number in ``typed``; a comma is a decimal point.

    Raises:
        Problem: there is none; ``what`` begins the sentence.
    """
    try:
        value = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Problem(f"{what} must be a number, not “{clean_line(typed, 20)}”.")
    return value


def drafts_of(rubric: Rubric, rules: Rules) -> list[CriterionDraft]:
    """Every criterion of ``rubric`` with its weight, to be changed."""
    return [CriterionDraft.of(criterion, rules.weight(criterion.key)) for criterion in rubric.criteria]


def keys_of(drafts: Sequence[CriterionDraft], taken: Collection[str] = ()) -> list[str]:
    """A key for each: the one it has, or a new one made from its name, and none of those that are ``taken``."""
    keys = [draft.key for draft in drafts]
    for place, draft in enumerate(drafts):
        if not draft.key:
            base = slug(draft.name, "criterion")
            tries = (base if n == 1 else f"{base}-{n}" for n in range(1, len(drafts) + len(taken) + 2))
            keys[place] = next(key for key in tries if key not in keys and key not in taken)
    return keys


def values_of(name: str, drafts: Sequence[CriterionDraft], priority: str, before: Rules) -> tuple[Rubric, Rules]:
    """The rubric and the rules that were typed; what the editor does not show stays as ``before`` says.

    Raises:
        Problem: the first thing that is wrong.
    """
    measured = {m.key: before.weight(m.key) for m in before.measured if m.key in before.weights}
    keys = keys_of(drafts, {m.key for m in before.measured})
    rubric = Rubric(
        name=clean_line(name) or "Rubric",
        criteria=tuple(draft.criterion(key) for draft, key in zip(drafts, keys, strict=True)),
    )
    weights = {key: draft.weighs() for draft, key in zip(drafts, keys, strict=True)}
    overall = [c for c in (*rubric.criteria, *before.measured) if not c.scope]
    if not any({**measured, **weights}.get(c.key) for c in overall):
        raise Problem("Give at least one criterion that concerns everyone a weight above zero.")
    kept = {key: weight for key, weight in weights.items() if weight or key in before.weights} | measured
    return rubric, replace(before, weights=kept, priority=priority if priority in {*keys, *measured} else "")


def weight_sum(drafts: Sequence[CriterionDraft]) -> Decimal | None:
    """What the weights in the overall total add up to; ``None`` while one cannot be read."""
    try:
        return sum((draft.weighs() for draft in drafts if not draft.scope), Decimal())
    except Problem:
        return None


def measured_sum(rules: Rules) -> Decimal:
    """What the weights of measured criteria in the overall total add up to."""
    return sum((rules.weight(m.key) for m in rules.measured if not m.scope), Decimal())


def weight_line(drafts: Sequence[CriterionDraft], measured: Decimal = Decimal()) -> str:
    """A sentence about the sum of the weights; ``measured`` is that of the measured criteria."""
    judged = weight_sum(drafts)
    if judged is None:
        return "One of the weights is not a number yet."
    total = judged + measured
    if not total:
        return "No criterion has a weight yet; give at least one a weight above zero."
    with_them = f", {plain(measured)} of it for what is measured" if measured else ""
    if total == 100:
        return f"The weights add up to 100{with_them}."
    return f"The weights add up to {plain(total)}{with_them}. That is fine: only their proportions count."


def share_words(draft: CriterionDraft, total: Decimal | None) -> str:
    """The part of the overall total that a criterion has, such as ``30%``; a dash if it has none."""
    if draft.scope or not total:
        return "–"
    try:
        share = draft.weighs() * 100 / total
    except Problem:
        return "–"
    return f"{share:.0f}%" if share == share.to_integral_value() else f"{share:.1f}%"
