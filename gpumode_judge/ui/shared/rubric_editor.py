"""The editor of a rubric and its weights; used by the new-event wizard and on the organizers' page."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.criterion_form import CriterionForm
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.rubric_draft import (
    CriterionDraft,
    drafts_of,
    keys_of,
    measured_sum,
    share_words,
    values_of,
    weight_line,
    weight_sum,
)
from gpumode_judge.ui.shared.tokens import GRID


class RubricEditor(QWidget):
    """Criteria with weights to the left, the chosen one's fields to the right.

    ``changed`` is told after each change; ``value()`` gives the rubric and the rules or says what is wrong.
    """

    changed = Signal()

    def __init__(
        self,
        rubric: Rubric | None = None,
        rules: Rules | None = None,
        tracks: Sequence[Track] = (),
        prizes: Sequence[Prize] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._drafts: list[CriterionDraft] = []
        self._before = Rules()
        self._first = -1
        self._measured_first = ""
        self.name = QLineEdit()
        self.name.setMaxLength(300)
        self.priority = Choice()
        self.criteria = OrderedList("Criteria", "New criterion")
        self.form = CriterionForm()
        self.sum_line = PlainLabel(role="small")
        self._empty = EmptyState("rubric", "No criterion yet", "Add the first thing that judges give marks for.")
        self._right = QStackedWidget()
        self._right.addWidget(self._empty)
        self._right.addWidget(self.form)
        self._build()
        self.set_scopes(tracks, prizes)
        self.set_value(rubric, rules)

        self.name.textEdited.connect(self.changed)
        self.priority.picked.connect(self._picked_priority)
        self.criteria.chosen.connect(self._show_current)
        self.criteria.wanted.connect(self.add)
        self.criteria.dropped.connect(self._drop)
        self.criteria.moved.connect(self._move)
        self.form.changed.connect(self._typed)

    def set_value(self, rubric: Rubric | None, rules: Rules | None) -> None:
        """Show another rubric with its rules; nothing is told."""
        self._before = rules or Rules()
        self._drafts = drafts_of(rubric, self._before) if rubric else []
        self._first = next((n for n, draft in enumerate(self._drafts) if draft.key == self._before.priority), -1)
        measured = {m.key for m in self._before.measured}
        self._measured_first = self._before.priority if self._before.priority in measured else ""
        self.name.setText(rubric.name if rubric else "")
        self._show(0)

    def set_rules(self, rules: Rules) -> None:
        """Take over rules that are changed elsewhere. The weights and the priority criterion that stand here stay."""
        self._before = rules
        if self._measured_first not in {m.key for m in rules.measured if m.turn is not Turn.GATE}:
            self._measured_first = ""
        for number, row in enumerate(self._rows()):
            self.criteria.set_row(number, row)
        self._show_sums()

    @property
    def firsts(self) -> tuple[tuple[object, str], ...]:
        """What may be looked at first when two are equal: (value, words)."""
        names = [(place, draft.name.strip() or "New criterion") for place, draft in enumerate(self._drafts)]
        measured = [(m.key, f"{m.name} (measured)") for m in self._before.measured if m.turn is not Turn.GATE]
        return ((-1, "Nothing, they share the rank"), *names, *measured)

    @property
    def first(self) -> object:
        """Which of :attr:`firsts` is chosen."""
        return self._measured_first or self._first

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the criteria, also of those that are not kept yet."""
        return tuple(keys_of(self._drafts, {m.key for m in self._before.measured}))

    @property
    def judged_weight(self) -> Decimal:
        """What the weights of the criteria that concern everyone add up to; 0 while one cannot be read."""
        return weight_sum(self._drafts) or Decimal(0)

    def choose_first(self, value: object) -> None:
        """Choose one of :attr:`firsts` and tell it, as if it were picked here."""
        self.priority.choose(value)
        self._picked_priority(value)

    def value(self) -> tuple[Rubric, Rules]:
        """What stands here.

        Raises:
            Problem: the first thing that is wrong.
        """
        keys = keys_of(self._drafts, {m.key for m in self._before.measured})
        priority = keys[self._first] if self._first >= 0 else self._measured_first
        return values_of(self.name.text(), self._drafts, priority, self._before)

    def set_scopes(self, tracks: Sequence[Track], prizes: Sequence[Prize]) -> None:
        """Offer these tracks and prizes as what a criterion may concern."""
        own = [(f"track:{track.id}", f"Track: {track.name}") for track in tracks]
        own += [(f"prize:{prize.id}", f"Prize: {prize.name}") for prize in prizes]
        known = {"", *(scope for scope, _ in own)}
        lost = [(d.scope, f"{d.scope.partition(':')[0].capitalize()} that is gone") for d in self._drafts]
        self.form.set_scopes([("", "Everyone"), *own, *(pair for pair in lost if pair[0] not in known)])
        self._scopes = dict(own)

    @Slot()
    def add(self) -> None:
        """Add a criterion with the scale of the last one, and go to its name."""
        like = self._drafts[-1] if self._drafts else CriterionDraft()
        self._drafts.append(CriterionDraft(low=like.low, high=like.high, step=like.step))
        self._show(len(self._drafts) - 1)
        self.form.name.setFocus()
        self.changed.emit()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(Field("Name of the rubric", self.name), 3)
        top.addWidget(Field("When two are equal, look first at", self.priority), 2)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.criteria, 1)
        left.addWidget(self.sum_line)
        middle = QHBoxLayout()
        middle.setSpacing(3 * GRID)
        middle.addLayout(left, 2)
        middle.addWidget(self._right, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(top)
        layout.addLayout(middle, 1)

    def _show(self, current: int | None = None) -> None:
        self.criteria.set_rows(self._rows(), current)
        self._show_sums()
        self._show_current(self.criteria.current())

    def _rows(self) -> list[ListRow]:
        judged = weight_sum(self._drafts)
        total = None if judged is None else judged + measured_sum(self._before)
        return [
            ListRow(draft.name.strip() or "New criterion", self._detail(draft), share_words(draft, total))
            for draft in self._drafts
        ]

    def _detail(self, draft: CriterionDraft) -> str:
        scale = f"{draft.low}–{draft.high}" + (f", step {draft.step}" if draft.step not in ("1", "") else "")
        return f"{scale} · {self._scopes.get(draft.scope, 'for something that is gone')}" if draft.scope else scale

    def _show_sums(self) -> None:
        self.sum_line.setText(weight_line(self._drafts, measured_sum(self._before)) if self._drafts else "")
        self.priority.set_choices(self.firsts)
        self.priority.choose(self.first)

    @Slot(int)
    def _show_current(self, place: int) -> None:
        self._right.setCurrentIndex(1 if place >= 0 else 0)
        if place >= 0:
            self.form.show_draft(self._drafts[place])

    @Slot(int)
    def _drop(self, place: int) -> None:
        del self._drafts[place]
        self._first = -1 if self._first == place else self._first - (self._first > place)
        self._show()
        self.changed.emit()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._drafts[place], self._drafts[to] = self._drafts[to], self._drafts[place]
        self._first = {place: to, to: place}.get(self._first, self._first)
        self._show(to)
        self.changed.emit()

    @Slot()
    def _typed(self) -> None:
        place = self.criteria.current()
        if place < 0:
            return
        self._drafts[place] = replace(self.form.draft(), key=self._drafts[place].key)
        for number, row in enumerate(self._rows()):
            self.criteria.set_row(number, row)
        self._show_sums()
        self.changed.emit()

    @Slot(object)
    def _picked_priority(self, place: object) -> None:
        self._first = place if isinstance(place, int) else -1
        self._measured_first = place if isinstance(place, str) else ""
        self.changed.emit()
