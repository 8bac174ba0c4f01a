"""What a machine measures, as a part of the rules: the criteria to the left, the chosen one's fields to the right."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.desk.rule_words import percent
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.measured_draft import MeasuredDraft, drafts_of, keys_of, rules_with
from gpumode_judge.ui.organizer.measured_form import TURNS, MeasuredForm
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.list_editor import ListEditor
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList


class MeasuredEditor(ListEditor[MeasuredDraft]):
    """``figures_wanted`` brings the key of the criterion whose figures should be brought in."""

    figures_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        form = MeasuredForm()
        text = "Add what a machine measures: a runtime, tokens per second, a loss, or whether the tests passed."
        super().__init__(
            OrderedList("Measured criteria", "New measured criterion"),
            form,
            EmptyState("weight", "Nothing is measured", text),
            "Their weights stand beside those of the criteria that judges mark.",
            parent,
        )
        self._kept: frozenset[str] = frozenset()
        self._figures: Mapping[str, Mapping[str, Decimal]] = {}
        self._judged = Decimal(0)
        self._taken: frozenset[str] = frozenset()
        self.form = form
        self._show(0)

        self.form.changed.connect(self._typed)
        self.form.figures_wanted.connect(self._want_figures)

    def set_value(self, rules: Rules) -> None:
        """Show other rules; nothing is told."""
        self._held = drafts_of(rules)
        self._show(0)

    def set_known(self, record: Record) -> None:
        """Take over which criteria are in force, and the figures that are known of them."""
        figures: dict[str, dict[str, Decimal]] = {}
        entered = {s.id for s in record.judged}
        for (submission, key), held in record.figures.items():
            if held.value.value is not None and submission in entered:
                figures.setdefault(key, {})[submission] = held.value.value
        kept = frozenset(m.key for m in record.rules.measured)
        if (figures, kept) != (self._figures, self._kept):
            self._figures, self._kept = figures, kept
            self._show_current()

    def set_scopes(self, tracks: Sequence[Track], prizes: Sequence[Prize]) -> None:
        """Offer these tracks and prizes as what a criterion may concern."""
        own = [(f"track:{track.id}", f"Track: {track.name}") for track in tracks]
        own += [(f"prize:{prize.id}", f"Prize: {prize.name}") for prize in prizes]
        known = {"", *(scope for scope, _ in own)}
        lost = {
            d.scope: f"{d.scope.partition(':')[0].capitalize()} that is gone"
            for d in self._held
            if d.scope not in known
        }
        self.form.set_scopes([("", "Everyone"), *own, *lost.items()])
        self._show_current()

    def set_judged(self, weight: Decimal, keys: Collection[str]) -> None:
        """Tell the sum of the weights of what judges mark, so that shares can be shown, and the keys that are taken there."""
        self._judged, self._taken = weight, frozenset(keys)
        self._show_rows()

    def value(self, before: Rules) -> Rules:
        """``before`` with the measured criteria that stand here, and their weights.

        Raises:
            Problem: the first thing that is wrong.
        """
        return rules_with(before, self._held, self._taken)

    @override
    @Slot()
    def add(self) -> None:
        """Add a measured criterion like the last one, and go to its name."""
        like = self._held[-1] if self._held else MeasuredDraft(unit="µs")
        self._held.append(replace(like, key="", name=""))
        self._show(len(self._held) - 1)
        self.form.name.setFocus()
        self.changed.emit()

    @override
    def _row(self, held: MeasuredDraft) -> ListRow:
        better = "less is better" if held.lower else "more is better"
        detail = " · ".join(filter(None, (TURNS[held.turn][0], held.unit.strip(), better)))
        return ListRow(held.name.strip() or "New measured criterion", detail, self._share(held))

    @override
    def _fill(self, held: MeasuredDraft) -> None:
        self.form.show_draft(held, self._figures.get(held.key, {}), kept=held.key in self._kept)

    @override
    def _read(self, held: MeasuredDraft) -> MeasuredDraft:
        return self.form.draft()

    def _share(self, draft: MeasuredDraft) -> str:
        if draft.turn is Turn.GATE:
            return "gate"
        try:
            whole = self._judged + sum((d.weighs() for d in self._held if not d.scope), Decimal())
            return "" if draft.scope or not whole else percent(Fraction(draft.weighs()) / Fraction(whole))
        except Problem:
            return ""

    @Slot()
    def _want_figures(self) -> None:
        place = self.list.current()
        if place >= 0:
            self.figures_wanted.emit(keys_of(self._held, self._taken)[place])
