"""How scores are worked out, how equal ones are told apart, and how many lock them."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.event.rules import Rules
from gpumode_judge.standings.methods import DEFAULT, METHODS
from gpumode_judge.ui.organizer.ties_editor import TiesEditor
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import Field, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID


class RulesEditor(Scroll):
    """Method and lock to the left, the ladder for equal scores to the right.

    ``changed`` is told after each change; ``compare_wanted`` that somebody wants to see what the methods do to the ranks.
    """

    changed = Signal()
    compare_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._before = Rules()
        self.method = Choice()
        self.line = PlainLabel()
        self.caution = PlainLabel(role="soft")
        self._caution_icon = IconLabel("info", 16, "ink_soft")
        self.compare_button = Button("Compare the methods", "plain", "chart")
        self.two = QCheckBox("Two organizers must sign the lock")
        self.ties = TiesEditor()
        self._build()
        self.set_value(Rules())

        self.method.picked.connect(self._edited)
        self.two.toggled.connect(self._toggled)
        self.ties.changed.connect(self.changed)
        self.compare_button.clicked.connect(self.compare_wanted)

    def set_value(self, rules: Rules) -> None:
        """Show other rules; nothing is told."""
        self._before = rules
        known = [(info.name, info.title + (" (usual)" if info.name == DEFAULT else "")) for info in METHODS.values()]
        if rules.method not in METHODS:
            known.append((rules.method, f"“{rules.method}”, which is not known here"))
        self.method.set_choices(known)
        self.method.choose(rules.method)
        self.two.blockSignals(True)
        self.two.setChecked(rules.signatures > 1)
        self.two.blockSignals(False)
        self.ties.set_value(rules.ties)
        self._tell_method()

    def value(self) -> Rules:
        """The rules with what stands here; weights and all that is measured are as they were."""
        return replace(
            self._before, method=self.method.text_value() or self._before.method, ties=self.ties.value(),
            signatures=2 if self.two.isChecked() else 1,
        )  # fmt: skip

    def _build(self) -> None:
        mind = QHBoxLayout()
        mind.setSpacing(6)
        mind.addWidget(self._caution_icon, 0, Qt.AlignmentFlag.AlignTop)
        mind.addWidget(self.caution, 1)
        compare = QHBoxLayout()
        compare.addWidget(self.compare_button)
        compare.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(SectionTitle("How scores are worked out"))
        left.addWidget(Field("Method", self.method))
        left.addWidget(self.line)
        left.addLayout(mind)
        left.addLayout(compare)
        left.addSpacing(3 * GRID)
        left.addWidget(SectionTitle("How scores are locked"))
        left.addWidget(self.two)
        left.addWidget(
            PlainLabel("Then a lock holds only when a second organizer’s laptop has signed the same scores.", "small")
        )
        left.addStretch(1)
        page = QWidget()
        page.setObjectName("page")
        row = QHBoxLayout(page)
        row.setContentsMargins(4, 0, 2 * GRID, GRID)
        row.setSpacing(5 * GRID)
        row.addLayout(left, 1)
        row.addWidget(self.ties, 1)
        page.setMaximumWidth(180 * GRID)  # on a large screen, fields wider than this only look empty
        self.setWidget(page)

    def _tell_method(self) -> None:
        info = METHODS.get(self.method.text_value())
        self.line.setText(info.line if info else "No score can be worked out by it; choose another.")
        self.caution.setText(info.caution if info else "")
        for widget in (self.caution, self._caution_icon):
            widget.setVisible(bool(info and info.caution))

    @Slot()
    def _edited(self) -> None:
        self._tell_method()
        self.changed.emit()

    @Slot(bool)
    def _toggled(self, _: bool) -> None:
        self.changed.emit()
