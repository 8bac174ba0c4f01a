"""Submissions side by side: everything that people compare, aligned in rows, and between neighbours who is likely better."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.decide_bars import BoundaryLine
from gpumode_judge.ui.organizer.decide_field import Bench, Field, Team
from gpumode_judge.ui.organizer.decide_parts import (
    between,
    criteria_part,
    figures_part,
    head_part,
    measured_part,
    visits_part,
)
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.tokens import GRID

LEAST: Final = 27 * GRID  # the narrowest column in which a visit can be read
_GAP: Final = 2 * GRID
_PAD: Final = 2 * GRID
_ROWS: Final = 7


class SideBySide(QScrollArea):
    """A column for each team; ``why_wanted`` names the one of which somebody wants the whole story."""

    why_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Submissions side by side")
        self._shown: tuple[Bench, Veil] | None = None
        self.titles: tuple[str, ...] = ()
        self.betweens: tuple[str, ...] = ()

    def show_bench(self, bench: Bench, veil: Veil) -> None:
        """Show these teams. Where numbers are hidden they stand by title, and nothing is said about who is ahead."""
        if self._shown == (bench, veil):
            return
        self._shown = (bench, veil)
        place = self.verticalScrollBar().value()
        teams = sorted(bench.teams, key=lambda t: (t.title, t.id)) if veil.numbers else list(bench.teams)
        page = QWidget()
        page.setObjectName("page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, GRID, GRID)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(0)
        for column in range(2 * len(teams)):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, (LEAST - _GAP) // 2)
        self.betweens = ()
        if not veil.numbers:
            self._tell_between(grid, bench)
        for number, team in enumerate(teams):
            self._add(grid, number, team, bench.field, veil)
        grid.setRowStretch(_ROWS, 1)
        grid.setRowMinimumHeight(0, 0 if veil.numbers else 6 * GRID)
        self.titles = tuple(team.title for team in teams)
        self.setWidget(page)
        self.verticalScrollBar().setValue(place)

    def _tell_between(self, grid: QGridLayout, bench: Bench) -> None:
        told: list[str] = []
        for number, (one, other, chance) in enumerate(zip(bench.teams, bench.teams[1:], bench.ahead, strict=False)):
            label = between(one, other, chance)
            told.append(label.accessibleName())
            grid.addWidget(label, 0, 2 * number + 1, 1, 2, Qt.AlignmentFlag.AlignVCenter)
            if bench.start + number + 1 == bench.field.boundary.place:
                grid.addWidget(BoundaryLine(), 1, 2 * number + 1, _ROWS - 1, 2, Qt.AlignmentFlag.AlignHCenter)
        self.betweens = tuple(told)

    def _add(self, grid: QGridLayout, number: int, team: Team, field: Field, veil: Veil) -> None:
        card = Card()
        card.setAccessibleName(team.title)
        grid.addWidget(
            card, 1, 2 * number, _ROWS - 1, 2
        )  # the ground; the parts lie over it, in rows that all columns share
        parts = [
            head_part(team, veil),
            figures_part(team, field, veil),
            criteria_part(team, veil),
            measured_part(team, veil),
            visits_part(team, field, veil),
        ]
        if not veil.numbers:
            parts.append(self._why(team))
        for row, part in enumerate(parts, 1):
            if part is not None:
                held = QWidget()
                inside = QVBoxLayout(held)
                inside.setContentsMargins(_PAD, 12 if row == 1 else 6, _PAD, 12 if row == len(parts) else 6)
                inside.addWidget(part)
                inside.addStretch(1)
                grid.addWidget(held, row, 2 * number, 1, 2)

    def _why(self, team: Team) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        why = Button("Why…", "quiet", "help", name=f"Why “{team.title}” stands there")
        why.clicked.connect(partial(self.why_wanted.emit, team.id))
        row.addWidget(why)
        row.addStretch(1)
        return box
