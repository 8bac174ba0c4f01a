"""The fields of one measured criterion: what is measured, and how figures become points."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.text import slug
from gpumode_judge.ui.organizer.measured_draft import MeasuredDraft, middle, table_words, tried
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.rubric_draft import number
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID

_GAP: Final = 2 * GRID
TURNS: Final = {
    Turn.RANKS: ("Points for places", "The best figure gives the first of the points, the second the second; equal ones share a place."),
    Turn.LINEAR: ("Straight between two figures", "Halfway between the two figures gives half of the weight."),
    Turn.LOG: ("By the speed-up", "Every doubling gives as much as the one before: twice as fast counts the same wherever it begins."),
    Turn.GATE: ("Passed or not", "It gives no points; it can keep a team out of the ranking, or decide who may win a prize."),
}  # fmt: skip
_FULL_FREE: Final = "Left empty, the best figure there is."
_TRY: Final = "Write a figure to see what it would give."
_KEPT: Final = "Fixed: files and weights name it so."
_NEW: Final = "Left empty, it is made from the name."


class MeasuredForm(Scroll):
    """``changed`` is told after each change; ``figures_wanted`` that figures of this criterion should be brought in."""

    changed = Signal()
    figures_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._draft = MeasuredDraft()
        self._quiet = False
        self._figures: Mapping[str, Decimal] = {}
        self.name, self.key, self.unit, self.points = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.weight, self.zero, self.full, self.bar, self.example = (_figure() for _ in range(5))
        self.unit.setPlaceholderText("µs, s, tokens/s …")
        self.name.setMaxLength(300)
        self.key.setMaxLength(40)
        self.unit.setMaxLength(40)
        self.points.setMaxLength(500)
        self.better = Choice([(True, "Less is better"), (False, "More is better")])
        self.turn = Choice([(turn, words) for turn, (words, _) in TURNS.items()])
        self.scope = Choice([("", "Everyone")])
        self.excludes = QCheckBox("Who does not pass has no rank")
        self.fields = {
            "name": Field("Name", self.name), "weight": Field("Weight", self.weight), "key": Field("Key", self.key),
            "unit": Field("Unit", self.unit), "points": Field("Points, the best place first", self.points),
            "zero": Field("Gives nothing", self.zero), "full": Field("Gives everything", self.full), "bar": Field("Passed at", self.bar),
        }  # fmt: skip
        self.turn_line = PlainLabel(role="small")
        self.example_line = PlainLabel()
        self.known = PlainLabel(role="soft")
        self.figures_button = Button("Figures…", "plain", "import")
        self._example_field = Field("Try a figure", self.example)
        self._build()

        for line in (self.name, self.key, self.unit, self.points, self.weight, self.zero, self.full, self.bar):
            line.textEdited.connect(self._edited)
        self.example.textEdited.connect(self._try)
        for choice in (self.better, self.turn, self.scope):
            choice.picked.connect(self._edited)
        self.excludes.toggled.connect(self._edited)
        self.figures_button.clicked.connect(self.figures_wanted)

    def set_scopes(self, scopes: Sequence[tuple[object, str]]) -> None:
        """Offer whom a criterion may concern: (scope, words)."""
        self.scope.set_choices(scopes)

    def show_draft(self, draft: MeasuredDraft, figures: Mapping[str, Decimal], *, kept: bool) -> None:
        """Put ``draft`` into the fields. ``figures`` are known already by submission; ``kept``: the criterion is in force."""
        self._quiet = True
        other = draft.key != self._draft.key
        self._draft, self._figures = draft, figures
        texts = (
            (self.name, draft.name), (self.key, draft.key), (self.unit, draft.unit), (self.points, draft.points),
            (self.weight, draft.weight), (self.zero, draft.zero), (self.full, draft.full), (self.bar, draft.full),
        )  # fmt: skip
        for line, text in texts:
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
        if other:
            self.example.clear()
        self.better.choose(draft.lower)
        self.turn.choose(draft.turn)
        self.scope.choose(draft.scope)
        self.excludes.setChecked(draft.excludes)
        self.key.setReadOnly(kept)
        self.key.setEnabled(not kept)
        self.fields["key"].set_hint(_KEPT if kept else _NEW)
        self.figures_button.setEnabled(kept)
        many = len(figures)
        words = f"{counted(many, 'figure')} {'is' if many == 1 else 'are'} known.".capitalize()
        self.known.setText(words if kept else "Apply the rules first, then figures can be brought in.")
        self._quiet = False
        self._judge_fields()

    def draft(self) -> MeasuredDraft:
        """What stands in the fields."""
        turn = self.turn.value()
        turn = turn if isinstance(turn, Turn) else self._draft.turn
        key = slug(self.key.text(), "") if self.key.isEnabled() else self._draft.key
        return replace(
            self._draft, name=self.name.text(), key=key, unit=self.unit.text(), lower=bool(self.better.value()), turn=turn,
            points=self.points.text(), zero=self.zero.text(), full=(self.bar if turn is Turn.GATE else self.full).text(),
            excludes=self.excludes.isChecked(), scope=self.scope.text_value(), weight=self.weight.text().strip(),
        )  # fmt: skip

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        rows = [QHBoxLayout() for _ in range(5)]
        for row in rows:
            row.setSpacing(_GAP)
        top = Qt.AlignmentFlag.AlignTop
        rows[0].addWidget(self.fields["name"], 1, top)
        rows[0].addWidget(self.fields["weight"], 0, top)
        rows[1].addWidget(self.fields["unit"], 2, top)
        rows[1].addWidget(Field("Which is better", self.better), 2, top)
        rows[1].addWidget(self.fields["key"], 3, top)
        rows[2].addWidget(self.fields["points"], 1, top)
        rows[2].addWidget(self.fields["zero"], 1, top)
        rows[2].addWidget(self.fields["full"], 1, top)
        rows[2].addWidget(self.fields["bar"], 1, top)
        rows[3].addWidget(self._example_field, 0, top)
        self.example_line.setContentsMargins(0, 34, 0, 0)
        rows[3].addWidget(self.example_line, 1, top)
        rows[4].addWidget(self.known, 1)
        rows[4].addWidget(self.figures_button)
        self._example_field.setFixedWidth(18 * GRID)
        turn = QVBoxLayout()
        turn.setSpacing(4)
        turn.addWidget(Field("How figures become points", self.turn))
        turn.addWidget(self.turn_line)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, _GAP, GRID)
        column.setSpacing(_GAP)
        column.addLayout(rows[0])
        column.addLayout(rows[1])
        column.addLayout(turn)
        column.addLayout(rows[2])
        column.addWidget(self.excludes)
        column.addLayout(rows[3])
        column.addLayout(rows[4])
        column.addWidget(Field("Concerns", self.scope))
        column.addStretch(1)
        self.setWidget(page)

    @Slot()
    def _edited(self) -> None:
        if not self._quiet:
            self._judge_fields()
            self.changed.emit()

    @Slot()
    def _try(self) -> None:
        self._judge_fields()

    def _judge_fields(self) -> None:
        draft = self.draft()
        faults, turn = draft.faults(), draft.turn
        if turn is Turn.GATE and "full" in faults:
            faults["bar"] = faults["full"]
        self.turn_line.setText(TURNS[turn][1])
        self.fields["points"].setVisible(turn is Turn.RANKS)
        self.fields["zero"].setVisible(draft.anchored)
        self.fields["full"].setVisible(draft.anchored)
        self.fields["bar"].setVisible(turn is Turn.GATE)
        self.fields["weight"].setVisible(turn is not Turn.GATE)
        self.excludes.setVisible(turn is Turn.GATE)
        hints = {
            "name": "", "weight": "Not in the overall total" if draft.scope else "",
            "points": "", "zero": "The baseline: no speed-up" if turn is Turn.LOG else "" if draft.lower else "Left empty, 0.",
            "full": _FULL_FREE, "bar": "And below. Left empty, 1." if draft.lower else "And above. Left empty, 1.",
        }  # fmt: skip
        if turn is Turn.RANKS and not faults:
            hints["points"] = table_words(draft.measured("key"))
        for field, hint in hints.items():
            self.fields[field].set_hint(faults.get(field, hint), wrong=field in faults)
        self._tell_example(draft, bool(faults.keys() - {"name", "weight"}))

    def _tell_example(self, draft: MeasuredDraft, wrong: bool) -> None:
        self._example_field.setVisible(not wrong)
        self.example_line.setVisible(not wrong)
        if wrong:
            return
        measured = replace(draft, name=draft.name or "It").measured("key")
        usual = middle(measured, self._figures)
        self.example.setPlaceholderText("" if usual is None else plain(usual))
        typed = self.example.text().strip()
        try:
            value = number(typed, "It") if typed else usual
        except Problem:
            self.example_line.setText("Write a number.")
            return
        self.example_line.setText(_TRY if value is None else tried(measured, self._figures, value))


def _figure() -> QLineEdit:
    line = QLineEdit()
    line.setMaxLength(24)
    line.setMinimumWidth(12 * GRID)
    return line
