"""The fields of one criterion: what is asked, on which scale, and what the levels mean."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.rubric_draft import CriterionDraft
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID

_FEW: Final = 11  # with more levels than this only some of them get a field for their meaning
_GAP: Final = 2 * GRID


class CriterionForm(Scroll):
    """Shows one draft and tells each change; ``draft()`` is what stands there now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._draft = CriterionDraft()
        self._quiet = False
        self._levels: dict[Decimal, GrowingText] = {}
        self.name = QLineEdit()
        self.name.setMaxLength(300)
        self.weight = _figure()
        self.prompt = GrowingText("What should the judge ask themselves?", lines=2)
        self.low, self.high, self.step = _figure(), _figure(), _figure()
        self.note = QLineEdit()
        self.note.setMaxLength(300)
        self.note.setPlaceholderText("For example: What did you see that convinced you?")
        self.scope = Choice()
        self.more = Choice(name="Add a text for another level")
        self._weight_field = Field("Weight", self.weight)
        self._low_field = Field("Lowest", self.low)
        self._scale_line = PlainLabel(role="small")
        self._grid = QGridLayout()
        self._build()
        self.set_scopes(((("", "Everyone")),))

        for line in (self.name, self.weight, self.low, self.high, self.step, self.note):
            line.textEdited.connect(self._edited)
        for line in (self.low, self.high, self.step):
            line.editingFinished.connect(self._rescaled)
        self.prompt.textChanged.connect(self._edited)
        self.scope.picked.connect(self._edited)
        self.more.picked.connect(self._another_level)

    def set_scopes(self, scopes: Sequence[tuple[object, str]]) -> None:
        """Offer whom a criterion may concern: (scope, words)."""
        self.scope.set_choices(scopes)

    def show_draft(self, draft: CriterionDraft) -> None:
        """Put ``draft`` into the fields."""
        self._quiet = True
        self._draft = draft
        for line, text in (
            (self.name, draft.name), (self.weight, draft.weight), (self.low, draft.low), (self.high, draft.high),
            (self.step, draft.step), (self.note, draft.note_prompt),
        ):  # fmt: skip
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
        if self.prompt.toPlainText() != draft.prompt:
            self.prompt.setPlainText(draft.prompt)
        self.scope.choose(draft.scope)
        self._show_levels()
        self._judge_fields()
        self._quiet = False

    def draft(self) -> CriterionDraft:
        """What stands in the fields."""
        anchors = dict(self._draft.anchors) | {level: text.toPlainText() for level, text in self._levels.items()}
        return replace(
            self._draft, name=self.name.text(), prompt=self.prompt.toPlainText(), weight=self.weight.text().strip(),
            low=self.low.text().strip(), high=self.high.text().strip(), step=self.step.text().strip(), anchors=anchors,
            note_prompt=self.note.text(), scope=self.scope.text_value(),
        )  # fmt: skip

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        first = QHBoxLayout()
        first.setSpacing(_GAP)
        first.addWidget(Field("Name", self.name), 1)
        first.addWidget(self._weight_field)
        scale = QHBoxLayout()
        scale.setSpacing(_GAP)
        for field in (self._low_field, Field("Highest", self.high), Field("Step", self.step)):
            scale.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self._scale_line.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._scale_line.setContentsMargins(0, 0, 0, 11)
        scale.addWidget(self._scale_line, 1)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, _GAP, GRID)
        column.setSpacing(_GAP)
        column.addLayout(first)
        column.addWidget(Field("Question to the judge", self.prompt))
        column.addLayout(scale)
        levels = QVBoxLayout()
        levels.setSpacing(4)
        levels.addWidget(PlainLabel("What the levels mean", "strong"))
        levels.addWidget(PlainLabel("Write at least the lowest, the middle and the highest.", "small"))
        levels.addSpacing(4)
        levels.addLayout(self._grid)
        levels.addWidget(self.more)
        column.addLayout(levels)
        last = QHBoxLayout()
        last.setSpacing(_GAP)
        last.addWidget(Field("Question above the note", self.note), 3)
        last.addWidget(Field("Concerns", self.scope), 2)
        column.addLayout(last)
        column.addStretch(1)
        self.setWidget(page)

    @Slot()
    def _edited(self) -> None:
        if not self._quiet:
            self._judge_fields()
            self.changed.emit()

    @Slot()
    def _rescaled(self) -> None:
        self._draft = self.draft()
        self._show_levels()

    @Slot(object)
    def _another_level(self, level: object) -> None:
        if isinstance(level, Decimal):
            self._draft = self.draft()
            self._show_levels(level)
            self._levels[level].setFocus()

    def _judge_fields(self) -> None:
        draft = self.draft()
        try:
            draft.weighs()
            words = "Not in the overall total" if draft.scope else ""
            self._weight_field.set_hint(words)
        except Problem:
            self._weight_field.set_hint("A number, please", wrong=True)
        try:
            scale = draft.scale()
            count = len(scale.levels)
            shown = ", ".join(plain(level) for level in scale.levels) if count <= _FEW else str(scale)
            self._scale_line.setText(f"{count} levels: {shown}")
            wrong = False
        except Problem as problem:
            self._scale_line.setText(str(problem))
            wrong = True
        for line in (self.low, self.high, self.step):
            line.setProperty("invalid", "true" if wrong else "false")
            line.style().unpolish(line)
            line.style().polish(line)

    def _show_levels(self, also: Decimal | None = None) -> None:
        levels = self._draft.levels()
        shown = [level for level in levels if level in _shown_levels(levels, self._draft, also)]
        if levels and shown != list(self._levels):
            self._make_levels(shown)
        for level, text in self._levels.items():
            if text.toPlainText() != self._draft.anchors.get(level, ""):
                text.blockSignals(True)
                text.setPlainText(self._draft.anchors.get(level, ""))
                text.blockSignals(False)
                text.refit()
        rest = [level for level in levels if level not in shown]
        self.more.set_choices([(None, "Add a text for another level …"), *((level, plain(level)) for level in rest)])
        self.more.setVisible(bool(rest))

    def _make_levels(self, shown: Sequence[Decimal]) -> None:
        clear(self._grid)
        self._levels = {}
        for row, level in enumerate(shown):
            cap = PlainLabel(plain(level), "number", wrap=False)
            cap.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            cap.setContentsMargins(0, 9, 0, 0)
            cap.setMinimumWidth(3 * GRID)
            text = GrowingText(name=f"What {plain(level)} means")
            text.textChanged.connect(self._edited)
            self._grid.addWidget(cap, row, 0)
            self._grid.addWidget(text, row, 1)
            self._levels[level] = text
        # Fields that are made later would be reached last.
        way = (self.step, *self._levels.values(), self.more, self.note)
        for before, after in pairwise(way):
            QWidget.setTabOrder(before, after)


def _shown_levels(levels: Sequence[Decimal], draft: CriterionDraft, also: Decimal | None) -> set[Decimal]:
    if len(levels) <= _FEW:
        return set(levels)
    told = {level for level in levels if draft.anchors.get(level)}
    return told | {levels[0], levels[len(levels) // 2], levels[-1]} | ({also} if also is not None else set())


def _figure() -> QLineEdit:
    line = QLineEdit()
    line.setFixedWidth(12 * GRID)
    line.setMaxLength(12)
    line.setAlignment(Qt.AlignmentFlag.AlignRight)
    return line
