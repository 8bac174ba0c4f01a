"""The editor of tracks."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.event.event import Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.labels import Field
from gpumode_judge.ui.shared.list_editor import ListEditor
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.tokens import GRID


class TrackEditor(ListEditor[Track]):
    """Tracks to the left, the chosen one's name and description to the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        form = QWidget()
        text = "Tracks are for events where groups of submissions have criteria or prizes of their own. Most need none."
        super().__init__(
            OrderedList("Tracks", "New track"), form, EmptyState("track", "No tracks", text), parent=parent
        )
        self._kept: frozenset[str] = frozenset()
        for button in (self.list.up_button, self.list.down_button):
            button.hide()  # tracks are listed by name
        self.list.moved.disconnect(self._move)
        self.name = QLineEdit()
        self.name.setMaxLength(300)
        self.description = GrowingText("What belongs here", lines=3)
        column = QVBoxLayout(form)
        column.setContentsMargins(4, 0, 2 * GRID, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(Field("Name", self.name))
        column.addWidget(Field("Description", self.description))
        column.addStretch(1)
        self.set_value(())

        self.name.textEdited.connect(self._typed)
        self.description.textChanged.connect(self._typed)

    def set_value(self, tracks: Sequence[Track], kept: Collection[str] = ()) -> None:
        """Show other tracks; those in ``kept`` are out in the world and cannot be removed any more."""
        self._held = list(tracks)
        self._kept = frozenset(kept)
        self._show(0)

    def value(self) -> tuple[Track, ...]:
        """What stands here.

        Raises:
            Problem: a track has no name.
        """
        cleaned = tuple(
            replace(track, name=clean_line(track.name), description=clean_block(track.description))
            for track in self._held
        )
        if not all(track.name for track in cleaned):
            raise Problem("Every track needs a name; give it one or remove it.")
        return cleaned

    @override
    @Slot()
    def add(self) -> None:
        """Add a track and go to its name."""
        self._held.append(Track(id=secrets.token_hex(8), name=""))
        self._show(len(self._held) - 1)
        self.name.setFocus()
        self.changed.emit()

    @override
    def _row(self, held: Track) -> ListRow:
        return ListRow(held.name.strip() or "New track", " ".join(held.description.split()))

    @override
    def _fill(self, held: Track) -> None:
        fixed = held.id in self._kept
        self.list.remove_button.setEnabled(not fixed)
        self.list.remove_button.setToolTip(
            "A track that files already name can be renamed, but not removed" if fixed else "Remove the selected row"
        )
        for widget in (self.name, self.description):
            widget.blockSignals(True)
        if self.name.text() != held.name:
            self.name.setText(held.name)
        if self.description.toPlainText() != held.description:
            self.description.setPlainText(held.description)
        for widget in (self.name, self.description):
            widget.blockSignals(False)
        self.description.refit()

    @override
    def _read(self, held: Track) -> Track:
        return replace(held, name=self.name.text(), description=self.description.toPlainText())

    @override
    @Slot(int)
    def _drop(self, place: int) -> None:
        if self._held[place].id not in self._kept:
            super()._drop(place)
