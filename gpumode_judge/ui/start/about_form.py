"""The first step of a new event: what, where, when, and whether it counts."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.event.event import Mode
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.theme import GRID
from gpumode_judge.ui.start.day_field import DayField
from gpumode_judge.ui.start.more import More
from gpumode_judge.ui.start.new_event import About
from gpumode_judge.ui.start.zone_field import ZoneField, offset_words, zones


class AboutForm(Scroll):
    """``value()`` is what stands here; ``changed`` tells each change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.title, self.place = QLineEdit(), QLineEdit()
        self.title.setPlaceholderText("For example: CUDA MODE IRL")
        self.place.setPlaceholderText("For example: San Francisco")
        self.day, self.zone = DayField(), ZoneField()
        self.live, self.rehearsal = QRadioButton("Live"), QRadioButton("Rehearsal")
        self.live.setAccessibleDescription(_LIVE)
        self.rehearsal.setAccessibleDescription(_REHEARSAL)
        self.sponsors = GrowingText("One name per line", lines=2, most=8)
        self.tracks = GrowingText("One name per line", lines=2, most=8)
        self.more = More()
        self._zone_field = Field("Time zone", self.zone, " ")
        self._build()

        for line in (self.title, self.place):
            line.setMaxLength(300)
            line.textEdited.connect(self._edited)
        for text in (self.sponsors, self.tracks):
            text.textChanged.connect(self._edited)
        for field in (self.day, self.zone):
            field.changed.connect(self._edited)
        self.live.toggled.connect(self._edited)
        self.more.changed.connect(self._edited)
        self.more.opened.connect(self._show_more)

    def set_value(self, about: About) -> None:
        """Show ``about``; nothing is told."""
        self.blockSignals(True)
        self.title.setText(about.title)
        self.place.setText(about.place)
        self.day.set_value(about.day)
        self.zone.set_value(about.zone)
        (self.live if about.mode is Mode.LIVE else self.rehearsal).setChecked(True)
        self.sponsors.setPlainText(about.sponsors)
        self.tracks.setPlainText(about.tracks)
        self.more.set_value(sealed=about.sealed, two_sign=about.two_sign)
        self.blockSignals(False)
        self._show_offset()

    def value(self) -> About:
        """What stands here, as it was typed."""
        return About(
            title=self.title.text(), place=self.place.text(), day=self.day.value(), zone=self.zone.value(),
            mode=Mode.LIVE if self.live.isChecked() else Mode.REHEARSAL, sponsors=self.sponsors.toPlainText(),
            tracks=self.tracks.toPlainText(), sealed=self.more.sealed.isChecked(), two_sign=self.more.two_sign.isChecked(),
        )  # fmt: skip

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * GRID)
        grid.setVerticalSpacing(2 * GRID)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Field("Title", self.title), 0, 0, 1, 2, top)
        grid.addWidget(Field("Place", self.place), 1, 0, 1, 2, top)
        grid.addWidget(Field("Day", self.day), 2, 0, top)
        grid.addWidget(self._zone_field, 2, 1, top)
        grid.addLayout(self._build_mode(), 3, 0, 1, 2)
        grid.addWidget(Field("Sponsors", self.sponsors, "Shown on the projector, in this order."), 4, 0, top)
        grid.addWidget(Field("Tracks", self.tracks, "Groups of submissions; most events have none."), 4, 1, top)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(grid)
        column.addWidget(self.more)
        column.addStretch(1)
        self.setWidget(page)

    def _build_mode(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(PlainLabel("Does it count?", "strong", wrap=False))
        for button, words in ((self.live, _LIVE), (self.rehearsal, _REHEARSAL)):
            button.setMinimumWidth(15 * GRID)
            row = QHBoxLayout()
            row.setSpacing(GRID)
            row.addWidget(button)
            row.addWidget(PlainLabel(words, "soft", wrap=False), 1)
            column.addLayout(row)
        return column

    @Slot()
    def _show_more(self) -> None:
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._to_the_end, Qt.ConnectionType.SingleShotConnection)

    @Slot()
    def _to_the_end(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    @Slot()
    def _edited(self) -> None:
        self._show_offset()
        self.changed.emit()

    def _show_offset(self) -> None:
        zone = self.zone.value()
        if zone in zones() or not zone:
            self._zone_field.set_hint(offset_words(zone, self.day.value()) or " ")
        else:
            self._zone_field.set_hint("Type a city and pick it from the list.")


_LIVE = "Marks, standings and prizes are meant."
_REHEARSAL = "For trying out: every screen says so, and it never becomes live."
