"""The editor of what can be won; used by the new-event wizard and on the organizers' page."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.prize_form import PrizeForm
from gpumode_judge.ui.shared.tokens import GRID


class PrizeEditor(QWidget):
    """Prizes in the order of the ceremony to the left, the chosen one's fields to the right."""

    changed = Signal()

    def __init__(
        self, prizes: Sequence[Prize] = (), tracks: Sequence[Track] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._prizes: list[Prize] = []
        self._kept: frozenset[str] = frozenset()
        self.list = OrderedList("Prizes, in the order in which they are given", "New prize")
        self.form = PrizeForm()
        self._right = QStackedWidget()
        self._right.addWidget(EmptyState("prize", "No prize yet", "Add what can be won, first what is given first."))
        self._right.addWidget(self.form)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.list, 1)
        left.addWidget(PlainLabel("They are given from top to bottom; the last is the highest.", "small"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3 * GRID)
        layout.addLayout(left, 2)
        layout.addWidget(self._right, 5)
        self.set_tracks(tracks)
        self.set_value(prizes)

        self.list.chosen.connect(self._show_current)
        self.list.wanted.connect(self.add)
        self.list.dropped.connect(self._drop)
        self.list.moved.connect(self._move)
        self.form.changed.connect(self._typed)

    def set_value(self, prizes: Sequence[Prize]) -> None:
        """Show other prizes; nothing is told."""
        self._prizes = sorted(prizes, key=_order)
        self._show(0)

    def set_kept(self, ids: Collection[str]) -> None:
        """These prizes are out in the world: removing one only means that nobody wins it."""
        self._kept = frozenset(ids)

    def set_tracks(self, tracks: Sequence[Track]) -> None:
        """Offer these tracks as who may win."""
        self.form.set_tracks(tracks, self._prizes)
        place = self.list.current()
        if place >= 0:
            self.form.show_prize(self._prizes[place])

    def set_criteria(self, rubric: Rubric | None, rules: Rules) -> None:
        """Offer these criteria for a prize's own weights, and the gates of the rules as who may win."""
        self.form.set_criteria(rubric, rules, self._prizes)
        place = self.list.current()
        if place >= 0:
            self.form.show_prize(self._prizes[place])

    def value(self) -> tuple[Prize, ...]:
        """What stands here, in the order of the ceremony.

        Raises:
            Problem: a prize has no name, or a weight is no number.
        """
        if self.list.current() >= 0 and self.form.wrong:
            raise Problem(self.form.wrong)
        cleaned = tuple(
            replace(
                prize, name=clean_line(prize.name), sponsor=clean_line(prize.sponsor), award=clean_line(prize.award)
            )
            for prize in self._prizes
        )
        if not all(prize.name for prize in cleaned):
            raise Problem("Every prize needs a name; give it one or remove it.")
        if list(cleaned) == sorted(cleaned, key=_order):
            return cleaned
        return tuple(replace(prize, place=place) for place, prize in enumerate(cleaned, 1))

    @Slot()
    def add(self) -> None:
        """Add a prize and go to its name."""
        last = max((prize.place for prize in self._prizes), default=0)
        self._prizes.append(Prize(id=secrets.token_hex(8), name="", place=last + 1))
        self._show(len(self._prizes) - 1)
        self.form.name.setFocus()
        self.changed.emit()

    def _show(self, current: int | None = None) -> None:
        self.list.set_rows([_row(prize) for prize in self._prizes], current)
        self._show_current(self.list.current())

    @Slot(int)
    def _show_current(self, place: int) -> None:
        self._right.setCurrentIndex(1 if place >= 0 else 0)
        if place >= 0:
            self.form.show_prize(self._prizes[place])

    @Slot(int)
    def _drop(self, place: int) -> None:
        if self._prizes[place].id in self._kept:
            self._prizes[place] = replace(self._prizes[place], count=0)
        else:
            del self._prizes[place]
        self._show()
        self.changed.emit()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._prizes[place], self._prizes[to] = self._prizes[to], self._prizes[place]
        self._show(to)
        self.changed.emit()

    @Slot()
    def _typed(self) -> None:
        place = self.list.current()
        if place >= 0:
            self._prizes[place] = self.form.prize(self._prizes[place])
            self.list.set_row(place, _row(self._prizes[place]))
            self.changed.emit()


def _order(prize: Prize) -> tuple[int, str, str]:
    return prize.place, fold(prize.name), prize.id


def _row(prize: Prize) -> ListRow:
    figure = f"{prize.count} ×" if prize.count > 1 else "" if prize.count else "off"
    return ListRow(prize.name.strip() or "New prize", " · ".join(filter(None, (prize.sponsor, prize.award))), figure)
