"""The editor of what can be won; used by the new-event wizard and on the organizers' page."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
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
        left.addWidget(PlainLabel("They are given from top to bottom.", "small"))
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

    def value(self) -> tuple[Prize, ...]:
        """What stands here, in the order of the ceremony.

        Raises:
            Problem: a prize has no name.
        """
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


class PrizeForm(QScrollArea):
    """The fields of one prize."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.name, self.sponsor, self.award = QLineEdit(), QLineEdit(), QLineEdit()
        self.sponsor.setPlaceholderText("Who gives it; may stay empty")
        self.award.setPlaceholderText("For example: 10,000 dollars of compute")
        self.count = QSpinBox()
        self.count.setRange(0, 999)
        self.count.setSpecialValueText("Nobody")
        self.count.setFixedWidth(12 * GRID)
        self.eligible = Choice()
        self.again = QCheckBox("A winner of another prize may win this one too")
        self._build()

        for line in (self.name, self.sponsor, self.award):
            line.setMaxLength(300)
            line.textEdited.connect(self._edited)
        self.count.valueChanged.connect(self._edited)
        self.eligible.picked.connect(self._edited)
        self.again.toggled.connect(self._edited)

    def set_tracks(self, tracks: Sequence[Track], prizes: Sequence[Prize] = ()) -> None:
        """Offer who may win: everyone, those who opted in, or one of these tracks."""
        own = [(f"track:{track.id}", f"Track: {track.name}") for track in tracks]
        known = {"all", "opt-in", *(value for value, _ in own)}
        lost = [(p.eligible, "A track that is gone") for p in prizes if p.eligible not in known]
        self.eligible.set_choices([("all", "Everyone"), ("opt-in", "Those who opted in"), *own, *lost])

    def show_prize(self, prize: Prize) -> None:
        """Put ``prize`` into the fields."""
        self._quiet = True
        for line, text in ((self.name, prize.name), (self.sponsor, prize.sponsor), (self.award, prize.award)):
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
        self.count.setValue(prize.count)
        self.eligible.choose(prize.eligible)
        self.again.setChecked(prize.again)
        self._quiet = False

    def prize(self, before: Prize) -> Prize:
        """``before`` with what stands in the fields."""
        return replace(
            before, name=self.name.text(), sponsor=self.sponsor.text(), award=self.award.text(), count=self.count.value(),
            eligible=self.eligible.text_value() or before.eligible, again=self.again.isChecked(),
        )  # fmt: skip

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(Field("How many win it", self.count))
        row.addWidget(Field("Who may win it", self.eligible), 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, 2 * GRID, GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(Field("Name", self.name))
        column.addWidget(Field("Sponsor", self.sponsor))
        column.addWidget(Field("What is won", self.award))
        column.addLayout(row)
        column.addWidget(self.again)
        column.addStretch(1)
        self.setWidget(page)

    @Slot()
    def _edited(self) -> None:
        if not self._quiet:
            self.changed.emit()


def _order(prize: Prize) -> tuple[int, str, str]:
    return prize.place, fold(prize.name), prize.id


def _row(prize: Prize) -> ListRow:
    figure = f"{prize.count} ×" if prize.count > 1 else "" if prize.count else "off"
    return ListRow(prize.name.strip() or "New prize", " · ".join(filter(None, (prize.sponsor, prize.award))), figure)
