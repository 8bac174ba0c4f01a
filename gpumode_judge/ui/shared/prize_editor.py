"""The editor of what can be won; used by the new-event wizard and on the organizers' page."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.list_editor import ListEditor
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.prize_form import PrizeForm


class PrizeEditor(ListEditor[Prize]):
    """Prizes in the order of the ceremony to the left, the chosen one's fields to the right."""

    def __init__(
        self, prizes: Sequence[Prize] = (), tracks: Sequence[Track] = (), parent: QWidget | None = None
    ) -> None:
        form = PrizeForm()
        super().__init__(
            OrderedList("Prizes, in the order in which they are given", "New prize"),
            form,
            EmptyState("prize", "No prize yet", "Add what can be won, first what is given first."),
            "They are given from top to bottom; the last is the highest.",
            parent,
        )
        self._kept: frozenset[str] = frozenset()
        self.form = form
        self.set_tracks(tracks)
        self.set_value(prizes)

        self.form.changed.connect(self._typed)

    def set_value(self, prizes: Sequence[Prize]) -> None:
        """Show other prizes; nothing is told."""
        self._held = sorted(prizes, key=_order)
        self._show(0)

    def set_kept(self, ids: Collection[str]) -> None:
        """These prizes are out in the world: removing one only means that nobody wins it."""
        self._kept = frozenset(ids)

    def set_tracks(self, tracks: Sequence[Track]) -> None:
        """Offer these tracks as who may win."""
        self.form.set_tracks(tracks, self._held)
        self._show_current()

    def set_criteria(self, rubric: Rubric | None, rules: Rules) -> None:
        """Offer these criteria for a prize's own weights, and the gates of the rules as who may win."""
        self.form.set_criteria(rubric, rules, self._held)
        self._show_current()

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
            for prize in self._held
        )
        if not all(prize.name for prize in cleaned):
            raise Problem("Every prize needs a name; give it one or remove it.")
        if list(cleaned) == sorted(cleaned, key=_order):
            return cleaned
        return tuple(replace(prize, place=place) for place, prize in enumerate(cleaned, 1))

    @override
    @Slot()
    def add(self) -> None:
        """Add a prize and go to its name."""
        last = max((prize.place for prize in self._held), default=0)
        self._held.append(Prize(id=secrets.token_hex(8), name="", place=last + 1))
        self._show(len(self._held) - 1)
        self.form.name.setFocus()
        self.changed.emit()

    @override
    def _row(self, held: Prize) -> ListRow:
        figure = f"{held.count} ×" if held.count > 1 else "" if held.count else "off"
        return ListRow(held.name.strip() or "New prize", " · ".join(filter(None, (held.sponsor, held.award))), figure)

    @override
    def _fill(self, held: Prize) -> None:
        self.form.show_prize(held)

    @override
    def _read(self, held: Prize) -> Prize:
        return self.form.prize(held)

    @override
    @Slot(int)
    def _drop(self, place: int) -> None:
        prize = self._held[place]
        if prize.id not in self._kept:
            super()._drop(place)
            return
        self._held[place] = replace(prize, count=0)
        self._show()
        self.changed.emit()


def _order(prize: Prize) -> tuple[int, str, str]:
    return prize.place, fold(prize.name), prize.id
