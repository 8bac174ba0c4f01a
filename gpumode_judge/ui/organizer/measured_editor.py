"""What a machine measures, as a part of the rules: the criteria to the left, the chosen one's fields to the right."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk.rule_words import percent
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.measured_draft import MeasuredDraft, drafts_of, keys_of, rules_with
from gpumode_judge.ui.organizer.measured_form import TURNS, MeasuredForm
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.tokens import GRID


class MeasuredEditor(QWidget):
    """``changed`` is told after each change; ``figures_wanted`` brings the key of the criterion whose figures should be brought in."""

    changed = Signal()
    figures_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drafts: list[MeasuredDraft] = []
        self._kept: frozenset[str] = frozenset()
        self._figures: Mapping[str, Mapping[str, Decimal]] = {}
        self._judged = Decimal(0)
        self._taken: frozenset[str] = frozenset()
        self.list = OrderedList("Measured criteria", "New measured criterion")
        self.form = MeasuredForm()
        self._right = QStackedWidget()
        text = "Add what a machine measures: a runtime, tokens per second, a loss, or whether the tests passed."
        self._right.addWidget(EmptyState("weight", "Nothing is measured", text))
        self._right.addWidget(self.form)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.list, 1)
        left.addWidget(PlainLabel("Their weights stand beside those of the criteria that judges mark.", "small"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3 * GRID)
        layout.addLayout(left, 2)
        layout.addWidget(self._right, 5)
        self._show(0)

        self.list.chosen.connect(self._show_current)
        self.list.wanted.connect(self.add)
        self.list.dropped.connect(self._drop)
        self.list.moved.connect(self._move)
        self.form.changed.connect(self._typed)
        self.form.figures_wanted.connect(self._want_figures)

    def set_value(self, rules: Rules) -> None:
        """Show other rules; nothing is told."""
        self._drafts = drafts_of(rules)
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
            self._show_current(self.list.current())

    def set_scopes(self, tracks: Sequence[Track], prizes: Sequence[Prize]) -> None:
        """Offer these tracks and prizes as what a criterion may concern."""
        own = [(f"track:{track.id}", f"Track: {track.name}") for track in tracks]
        own += [(f"prize:{prize.id}", f"Prize: {prize.name}") for prize in prizes]
        known = {"", *(scope for scope, _ in own)}
        lost = {
            d.scope: f"{d.scope.partition(':')[0].capitalize()} that is gone"
            for d in self._drafts
            if d.scope not in known
        }
        self.form.set_scopes([("", "Everyone"), *own, *lost.items()])
        self._show_current(self.list.current())

    def set_judged(self, weight: Decimal, keys: Collection[str]) -> None:
        """Tell the sum of the weights of what judges mark, so that shares can be shown, and the keys that are taken there."""
        self._judged, self._taken = weight, frozenset(keys)
        self._show_rows()

    def value(self, before: Rules) -> Rules:
        """``before`` with the measured criteria that stand here, and their weights.

        Raises:
            Problem: the first thing that is wrong.
        """
        return rules_with(before, self._drafts, self._taken)

    @Slot()
    def add(self) -> None:
        """Add a measured criterion like the last one, and go to its name."""
        like = self._drafts[-1] if self._drafts else MeasuredDraft(unit="µs")
        self._drafts.append(replace(like, key="", name=""))
        self._show(len(self._drafts) - 1)
        self.form.name.setFocus()
        self.changed.emit()

    def _show(self, current: int | None = None) -> None:
        self._show_rows(current)
        self._show_current(self.list.current())

    def _show_rows(self, current: int | None = None) -> None:
        self.list.set_rows([self._row(draft) for draft in self._drafts], current)

    def _row(self, draft: MeasuredDraft) -> ListRow:
        better = "less is better" if draft.lower else "more is better"
        detail = " · ".join(filter(None, (TURNS[draft.turn][0], draft.unit.strip(), better)))
        return ListRow(draft.name.strip() or "New measured criterion", detail, self._share(draft))

    def _share(self, draft: MeasuredDraft) -> str:
        if draft.turn is Turn.GATE:
            return "gate"
        try:
            whole = self._judged + sum((d.weighs() for d in self._drafts if not d.scope), Decimal())
            return "" if draft.scope or not whole else percent(Fraction(draft.weighs()) / Fraction(whole))
        except Problem:
            return ""

    @Slot(int)
    def _show_current(self, place: int) -> None:
        self._right.setCurrentIndex(1 if place >= 0 else 0)
        if place >= 0:
            draft = self._drafts[place]
            self.form.show_draft(draft, self._figures.get(draft.key, {}), kept=draft.key in self._kept)

    @Slot(int)
    def _drop(self, place: int) -> None:
        del self._drafts[place]
        self._show()
        self.changed.emit()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._drafts[place], self._drafts[to] = self._drafts[to], self._drafts[place]
        self._show(to)
        self.changed.emit()

    @Slot()
    def _typed(self) -> None:
        place = self.list.current()
        if place >= 0:
            self._drafts[place] = self.form.draft()
            for number, draft in enumerate(self._drafts):
                self.list.set_row(number, self._row(draft))
            self.changed.emit()

    @Slot()
    def _want_figures(self) -> None:
        place = self.list.current()
        if place >= 0:
            self.figures_wanted.emit(keys_of(self._drafts, self._taken)[place])
