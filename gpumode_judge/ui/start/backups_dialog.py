"""The backups of one workspace, and the way back to one of them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget
from typing_extensions import override

from gpumode_judge.desk import backups as kept
from gpumode_judge.desk.backups import Backup, Restored
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import run
from gpumode_judge.ui.start.recents import day_words

_COLUMNS = ("Made", "Statements", "Why")


class BackupsDialog(Dialog):
    """``restored`` tells what a restored workspace holds."""

    restored = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__("Backups", parent)
        self.setMinimumWidth(84 * GRID)
        self._path = path
        self._found: Sequence[Backup] = ()
        self._about = PlainLabel(f"Looking for backups of “{path.name}”…")
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setAccessibleName("Backups, newest first")
        self.table.setHorizontalHeaderLabels(_COLUMNS)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(36)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.hide()
        self.body.addWidget(self._about)
        self.body.addWidget(self.table, 1)
        self._close = self.add_cancel("Close")
        self.restore = self.add_button(Button("Restore this one", "primary", "undo"))
        self.restore.setEnabled(False)

        self.restore.clicked.connect(self._restore)
        self.table.itemSelectionChanged.connect(self._chosen)
        run(self, lambda _progress, _cancelled: kept.backups(path), self._show)

    def _show(self, found: Sequence[Backup]) -> None:
        self._found = found
        if not found:
            self._about.setText(
                f"There is no backup of “{self._path.name}”. One is made each time a workspace is opened and after each merge."
            )
            return
        self._about.setText(
            "What you restore takes the place of the workspace; the file that is there now is kept as a backup. No mark that was "
            "recorded is lost by it: what is newer and still whole is taken along. Drafts, tickets and settings go back to that "
            "time. If in doubt, take the newest."
        )
        self.table.setRowCount(len(found))
        for row, backup in enumerate(found):
            texts = (when(backup.at), "–" if backup.damaged else str(backup.entries), backup.reason)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if backup.damaged:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self.table.setItem(row, column, item)
        self.table.setMinimumHeight(46 + 36 * max(3, len(found)))
        self.table.show()
        first = next((row for row, backup in enumerate(found) if not backup.damaged), -1)
        if first >= 0:
            self.table.selectRow(first)
            self.table.setFocus()
        self.restore.setDefault(True)
        self.make_room()

    @property
    def chosen(self) -> Backup | None:
        """The backup that is selected."""
        rows = self.table.selectionModel().selectedRows()
        return self._found[rows[0].row()] if rows else None

    @Slot()
    def _chosen(self) -> None:
        self.restore.setEnabled(self.chosen is not None)

    @Slot()
    def _restore(self) -> None:
        backup = self.chosen
        if backup is None:
            return
        self._hold(True)
        path = self._path
        run(self, lambda _progress, _cancelled: kept.restore(path, backup), self._done, self._failed)

    def _hold(self, busy: bool) -> None:
        for widget in (self.restore, self._close, self.table):
            widget.setDisabled(busy)
        self.restore.set_words("Restoring…" if busy else "Restore this one")

    def _done(self, restored: Restored) -> None:
        self.restored.emit(restored)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._hold(False)
        show_failure(self, error)

    @override
    def reject(self) -> None:
        if self._close.isEnabled():  # while files change places nobody leaves
            super().reject()


def when(at: str) -> str:
    """A UTC time as the clock of this laptop shows it: “10 May 2026, 18:30:05”; what is no time as it is."""
    try:
        here = datetime.fromisoformat(at).astimezone()
    except (ValueError, OverflowError, OSError):
        return at
    return f"{day_words(here.date().isoformat())}, {here:%H:%M:%S}"
