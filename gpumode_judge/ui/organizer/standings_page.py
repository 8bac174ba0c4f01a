"""The standings: a table, what each criterion gave, and the visits behind the chosen row."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.reporting import write_standings
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.event.text import slug
from gpumode_judge.ui.organizer.bars import BarDelegate, Part, category
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.standing_detail import StandingDetail
from gpumode_judge.ui.organizer.standing_rows import (
    NARROW,
    WIDE,
    StandingRow,
    StandingsModel,
    columns_for,
    counted_criteria,
    rows_of,
)
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import copy_text, make_table, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID

_TWO_LINES: Final = 7 * GRID


class StandingsPage(Page):
    """Raw weighted means, sorted, searched, copied, written as a table."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Standings", session, parent)
        self._criteria: tuple[Criterion, ...] = ()
        self._fitting: Fitting | None = None
        self.copy_button = Button("Copy", "plain", "copy", name="Copy the table")
        self.save_button = Button("Save table…", "primary", "spreadsheet", "Ctrl+S")
        self.tools.addWidget(self.copy_button)
        self.tools.addWidget(self.save_button)
        self.search = SearchField("Search standings")
        self.count = PlainLabel(role="small", wrap=False)
        self.model = StandingsModel(columns_for(()), key=lambda r: r.standing.submission, parent=self)
        self.view = table(self.model, "Standings")
        self.view.horizontalHeader().setMinimumHeight(_TWO_LINES)
        self.detail = StandingDetail()
        self.detail.setFixedWidth(42 * GRID)
        self.detail.hide()
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.search, 1)
        bar.addSpacing(GRID)
        bar.addWidget(self.count)
        split = QHBoxLayout()
        split.setSpacing(2 * GRID)
        split.addWidget(self.view, 1)
        split.addWidget(self.detail)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(bar)
        column.addLayout(split, 1)
        self._empty = EmptyState(
            "standings", "No standings yet", "Merge the first score files, and the standings appear here."
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)
        self._dress()

        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save)
        self.search.searched.connect(self._narrow)
        self.detail.closed.connect(self._close_detail)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        criteria = counted_criteria(view.record)
        if [(c.key, c.name) for c in criteria] != [(c.key, c.name) for c in self._criteria]:
            self._criteria = criteria
            self._rebuild()
        self.model.set_rows(rows_of(view))
        if view.no_standings:
            self._empty.tell("No standings yet", view.no_standings)
        elif not view.record.submissions:
            self._empty.tell(
                "No standings yet", "Add submissions first; the standings appear with the first score files."
            )
        self._stack.setCurrentIndex(0 if view.standings else 1)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(view.standings))
        self._tell_count()
        self._show_detail()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    def _widen(self) -> None:
        """Show the criteria's names whole where there is room."""
        narrow = self.width() < 1100 + WIDE * len(self._criteria)
        self.model.narrow = narrow
        for c in self._criteria:
            self.view.setColumnWidth(self.model.column(f"share {c.key}"), NARROW if narrow else WIDE)

    @Slot()
    def copy(self) -> None:
        """Put the selected rows (or all) on the clipboard."""
        QGuiApplication.clipboard().setText(copy_text(self.view))
        Toast.show_in(self.window(), "Copied; paste it into a spreadsheet.")

    @Slot()
    def save(self) -> None:
        """Ask for a file and write the standings as XLSX or CSV."""
        view, desk = self.session.view, self.session.desk
        name = f"standings-{slug(view.record.event.title if view else '', 'event')}.xlsx"
        kinds = "Spreadsheet (*.xlsx);;CSV (*.csv)"
        chosen, kind = QFileDialog.getSaveFileName(self, "Save the standings", name, kinds)
        if chosen:
            path = Path(chosen)
            if path.suffix.lower() not in (".csv", ".xlsx"):
                path = Path(f"{chosen}{'.csv' if 'csv' in kind.lower() else '.xlsx'}")
            self.session.do(lambda: write_standings(desk, path), self._saved)

    def _saved(self, path: Path) -> None:
        Toast.show_in(self.window(), f"“{path.name}” is saved.")

    def _rebuild(self) -> None:
        """Make the table anew: other criteria are other columns."""
        old = self.model
        self.model = StandingsModel(columns_for(self._criteria), key=lambda r: r.standing.submission, parent=self)
        make_table(self.view, self.model, "Standings")
        self.view.horizontalHeader().setMinimumHeight(_TWO_LINES)
        self.model.set_filter(self.search.text())
        old.deleteLater()
        self._dress()

    def _dress(self) -> None:
        if self._fitting is not None:
            self._fitting.stop()
        room = 480 + 84 * len(self._criteria)
        least = {"table": 560, "bar": room + 96, "team": room + 260}
        least |= {f"share {c.key}": room for c in self._criteria}
        self._fitting = Fitting(self.view, least)
        self._fitting.fit()
        self._widen()
        self.view.setItemDelegateForColumn(self.model.column("bar"), BarDelegate(self._shares, parent=self.view))
        self.view.selectionModel().currentRowChanged.connect(self._chosen)

    def _shares(self, row: StandingRow) -> tuple[Part, ...]:
        shares = row.standing.shares
        return tuple(
            (float(shares[c.key]) / 100, category(place)) for place, c in enumerate(self._criteria) if c.key in shares
        )

    @Slot(str)
    def _narrow(self, text: str) -> None:
        self.model.set_filter(text)
        self._tell_count()

    def _tell_count(self) -> None:
        self.count.setText(counted(len(self.model.rows()), "row"))

    @Slot()
    def _chosen(self) -> None:
        if self.view.currentIndex().isValid():
            self.detail.show()
            self._show_detail()

    def _show_detail(self) -> None:
        index, view = self.view.currentIndex(), self.session.view
        if view is None or not index.isValid() or index.row() >= len(self.model.rows()):
            self.detail.hide()
        elif not self.detail.isHidden():
            self.detail.show_row(self.model.row(index), view)

    @Slot()
    def _close_detail(self) -> None:
        self.detail.hide()
        self.view.clearSelection()
        self.view.setCurrentIndex(self.model.index(-1, -1))
        self.view.setFocus()
