"""The fields of one prize; what is rarely changed stands behind “More”."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.prize_weights import WeightTable
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID

_DECIDES = (("standings", "The standings"), ("person", "A person"))


class PrizeForm(Scroll):
    """The fields of one prize. ``wrong`` is what stands in the way of taking them as they are, or empty."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._quiet = False
        self._tracks: tuple[tuple[str, str], ...] = ()
        self._gates: tuple[tuple[str, str], ...] = ()
        self._known: set[str] = set()
        self.wrong = ""
        self.name, self.sponsor, self.award = QLineEdit(), QLineEdit(), QLineEdit()
        self.sponsor.setPlaceholderText("Who gives it; may stay empty")
        self.award.setPlaceholderText("For example: 10,000 dollars of compute")
        self.count = QSpinBox()
        self.count.setRange(0, 999)
        self.count.setSpecialValueText("Not given")
        self.count.setFixedWidth(16 * GRID)
        self.eligible = Choice()
        self.decided = Choice(_DECIDES)
        self.again = QCheckBox("A winner of a higher prize (one given later) may win this one too")
        self.shared = QCheckBox("It may be shared when teams are equal")
        self.weights = WeightTable()
        self.more = Button("More", "quiet", "right", name="More about this prize")
        self._rest = QWidget()
        self._weights_head = PlainLabel("Own weights", "strong")
        self._weights_line = PlainLabel(
            "Empty: the weights of the rules hold. Else only these criteria count for it.", "small"
        )
        self._build()

        for line in (self.name, self.sponsor, self.award):
            line.setMaxLength(300)
            line.textEdited.connect(self._edited)
        self.count.valueChanged.connect(self._edited)
        for choice in (self.eligible, self.decided):
            choice.picked.connect(self._edited)
        for box in (self.again, self.shared):
            box.toggled.connect(self._edited)
        self.weights.changed.connect(self._edited)
        self.more.clicked.connect(self._fold)

    def set_tracks(self, tracks: Sequence[Track], prizes: Sequence[Prize] = ()) -> None:
        """Offer who may win: everyone, those who opted in, one of these tracks, or those who passed a gate."""
        self._tracks = tuple((f"track:{track.id}", f"Track: {track.name}") for track in tracks)
        self._offer(prizes)

    def set_criteria(self, rubric: Rubric | None, rules: Rules, prizes: Sequence[Prize] = ()) -> None:
        """Offer these criteria for own weights, and the gates as who may win."""
        gates = [m for m in rules.measured if m.turn is Turn.GATE]
        self._gates = tuple((f"gate:{m.key}", f"Passed: {m.name}") for m in gates)
        counted = [m for m in rules.measured if m.turn is not Turn.GATE]
        self.weights.set_criteria([(c.key, c.name) for c in (*(rubric.criteria if rubric else ()), *counted)])
        self._offer(prizes)

    def show_prize(self, prize: Prize) -> None:
        """Put ``prize`` into the fields."""
        self._quiet = True
        for line, text in ((self.name, prize.name), (self.sponsor, prize.sponsor), (self.award, prize.award)):
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
        self.count.setValue(prize.count)
        if prize.eligible not in self._known:
            self._offer((prize,))
        self.eligible.choose(prize.eligible)
        self.decided.choose(prize.decided)
        self.again.setChecked(prize.again)
        self.shared.setChecked(prize.shared)
        self.weights.show_weights(prize.weights)
        for part in (self._weights_head, self._weights_line, self.weights):
            part.setVisible(bool(self.weights.lines))
        if prize.shared or prize.weights or not prize.again:
            self._show_rest(shown=True)
        self.wrong = ""
        self._settle()
        self._quiet = False

    def prize(self, before: Prize) -> Prize:
        """``before`` with what stands in the fields; a weight that is no number changes nothing."""
        try:
            weights, self.wrong = self.weights.weights(), ""
        except Problem as problem:
            weights, self.wrong = dict(before.weights), str(problem)
        return replace(
            before, name=self.name.text(), sponsor=self.sponsor.text(), award=self.award.text(), count=self.count.value(),
            eligible=self.eligible.text_value() or before.eligible, again=self.again.isChecked(),
            shared=self.shared.isChecked(), decided=self.decided.text_value() or before.decided, weights=weights,
        )  # fmt: skip

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        given = QHBoxLayout()
        given.setSpacing(2 * GRID)
        given.addWidget(Field("Sponsor", self.sponsor), 2)
        given.addWidget(Field("What is won", self.award), 3)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(Field("How many win it", self.count))
        row.addWidget(Field("Who may win it", self.eligible), 3)
        row.addWidget(Field("Decided by", self.decided), 2)
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(2 * GRID, 0, 0, 0)
        rest.setSpacing(GRID)
        rest.addWidget(self.again)
        rest.addWidget(self.shared)
        rest.addSpacing(GRID)
        rest.addWidget(self._weights_head)
        rest.addWidget(self._weights_line)
        rest.addWidget(self.weights)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, 2 * GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(Field("Name", self.name))
        column.addLayout(given)
        column.addLayout(row)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rest)
        column.addStretch(1)
        self._rest.hide()
        self.setWidget(page)

    def _offer(self, prizes: Sequence[Prize]) -> None:
        offered = {"all": "Everyone", "opt-in": "Those who opted in", **dict(self._tracks), **dict(self._gates)}
        for prize in prizes:
            offered.setdefault(prize.eligible, _gone(prize.eligible))
        self._known = set(offered)
        self.eligible.set_choices(offered.items())

    @Slot()
    def _edited(self) -> None:
        if not self._quiet:
            self._settle()
            self.changed.emit()

    def _settle(self) -> None:
        """Whom a person chooses, no weights choose."""
        by_person = self.decided.text_value() == "person"
        self.weights.setEnabled(not by_person)
        self._weights_line.setText(
            "A person decides this prize, so nothing is weighed." if by_person
            else "Empty: the weights of the rules hold. Else only these criteria count for it."
        )  # fmt: skip

    @Slot()
    def _fold(self) -> None:
        self._show_rest(shown=self._rest.isHidden())

    def _show_rest(self, *, shown: bool) -> None:
        self._rest.setVisible(shown)
        self.more.set_words("Less" if shown else "More", "Less about this prize" if shown else "More about this prize")
        self.more.set_icon_name("down" if shown else "right")


def _gone(eligible: str) -> str:
    return "A gate that is gone" if eligible.startswith("gate:") else "A track that is gone"
