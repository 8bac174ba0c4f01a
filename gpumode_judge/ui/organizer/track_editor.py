"""The editor of tracks."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.event.event import Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.labels import Field
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.tokens import GRID


class TrackEditor(QWidget):
    """Tracks to the left, the chosen one's name and description to the right."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tracks: list[Track] = []
        self._kept: frozenset[str] = frozenset()
        self.list = OrderedList("Tracks", "New track")
        for button in (self.list.up_button, self.list.down_button):
            button.hide()  # tracks are listed by name
        self.name = QLineEdit()
        self.name.setMaxLength(300)
        self.description = GrowingText("What belongs here", lines=3)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(4, 0, 2 * GRID, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(Field("Name", self.name))
        column.addWidget(Field("Description", self.description))
        column.addStretch(1)
        self._right = QStackedWidget()
        text = "Tracks are for events where groups of submissions have criteria or prizes of their own. Most need none."
        self._right.addWidget(EmptyState("track", "No tracks", text))
        self._right.addWidget(form)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3 * GRID)
        layout.addWidget(self.list, 2)
        layout.addWidget(self._right, 5)
        self.set_value(())

        self.list.chosen.connect(self._show_current)
        self.list.wanted.connect(self.add)
        self.list.dropped.connect(self._drop)
        self.name.textEdited.connect(self._typed)
        self.description.textChanged.connect(self._typed)

    def set_value(self, tracks: Sequence[Track], kept: Collection[str] = ()) -> None:
        """Show other tracks; those in ``kept`` are out in the world and cannot be removed any more."""
        self._tracks = list(tracks)
        self._kept = frozenset(kept)
        self._show(0)

    def value(self) -> tuple[Track, ...]:
        """What stands here.

        Raises:
            Problem: a track has no name.
        """
        cleaned = tuple(
            replace(track, name=clean_line(track.name), description=clean_block(track.description))
            for track in self._tracks
        )
        if not all(track.name for track in cleaned):
            raise Problem("Every track needs a name; give it one or remove it.")
        return cleaned

    @Slot()
    def add(self) -> None:
        """Add a track and go to its name."""
        self._tracks.append(Track(id=secrets.token_hex(8), name=""))
        self._show(len(self._tracks) - 1)
        self.name.setFocus()
        self.changed.emit()

    def _show(self, current: int | None = None) -> None:
        self.list.set_rows([_row(track) for track in self._tracks], current)
        self._show_current(self.list.current())

    @Slot(int)
    def _show_current(self, place: int) -> None:
        self._right.setCurrentIndex(1 if place >= 0 else 0)
        if place < 0:
            return
        track = self._tracks[place]
        fixed = track.id in self._kept
        self.list.remove_button.setEnabled(not fixed)
        self.list.remove_button.setToolTip(
            "A track that files already name can be renamed, but not removed" if fixed else "Remove the selected row"
        )
        for widget in (self.name, self.description):
            widget.blockSignals(True)
        if self.name.text() != track.name:
            self.name.setText(track.name)
        if self.description.toPlainText() != track.description:
            self.description.setPlainText(track.description)
        for widget in (self.name, self.description):
            widget.blockSignals(False)
        self.description.refit()

    @Slot(int)
    def _drop(self, place: int) -> None:
        if self._tracks[place].id not in self._kept:
            del self._tracks[place]
            self._show()
            self.changed.emit()

    @Slot()
    def _typed(self) -> None:
        place = self.list.current()
        if place >= 0:
            track = self._tracks[place]
            self._tracks[place] = replace(track, name=self.name.text(), description=self.description.toPlainText())
            self.list.set_row(place, _row(self._tracks[place]))
            self.changed.emit()


def _row(track: Track) -> ListRow:
    return ListRow(track.name.strip() or "New track", " ".join(track.description.split()))
