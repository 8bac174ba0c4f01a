"""The table of standings: its columns come and go, what a person selected, sorted and scrolled to stays."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.bars import BarDelegate, Part, category
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.interval_bar import BracketDelegate, IntervalDelegate
from gpumode_judge.ui.organizer.standing_rows import NARROW, RANGE, WIDE, Shown, StandingsModel, columns_for
from gpumode_judge.ui.organizer.standings_found import StandingRow
from gpumode_judge.ui.shared.tables import make_table
from gpumode_judge.ui.shared.tokens import GRID

_TWO_LINES: Final = 7 * GRID
_CORE: Final = (
    620  # pixels of the columns that always stay: rank, title, score, raw mean, range, chance of the first rank
)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StandingsTable(QTableView):
    """``chosen`` tells that the current row changed, ``opened`` the id of a row that was double-clicked or got Enter."""

    chosen = Signal()
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Shown()
        self._fitting: Fitting | None = None
        self.rows_model = StandingsModel(columns_for(self._shown), key=lambda row: row.id, parent=self)
        make_table(self, self.rows_model, "Standings")
        self.horizontalHeader().setMinimumHeight(_TWO_LINES)
        self._bars = BarDelegate(self._shares, parent=self)
        self._ranges = IntervalDelegate(self)
        self._brackets = BracketDelegate(self)
        self._dress()
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._open_current)

    def show_rows(self, rows: Iterable[StandingRow], shown: Shown) -> None:
        """Show ``rows`` in the columns that ``shown`` asks for."""
        model = self.rows_model
        if shown == self._shown:
            model.set_rows(rows)
            return
        self._shown = shown
        selected = [model.row(index).id for index in self.selectionModel().selectedRows()]
        current, scrolled = self.current_id(), self.verticalScrollBar().value()
        order = self.horizontalHeader().sortIndicatorOrder()
        for column in range(model.columnCount()):
            self.setItemDelegateForColumn(column, None)  # pyright: ignore[reportArgumentType]  Qt takes None: no delegate
        self.blockSignals(True)  # the current row goes and comes back: nobody need hear of it
        model.set_columns(columns_for(shown))
        model.set_rows(rows)
        self.horizontalHeader().setSortIndicator(model.sorted_by, order)
        self._dress()
        self._select(selected, current)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(scrolled)

    def search(self, text: str) -> None:
        """Show only rows with these words."""
        self.rows_model.set_filter(text)

    def current_row(self) -> StandingRow | None:
        """The row with the keyboard, if there is one."""
        index = self.currentIndex()
        return self.rows_model.row(index) if index.isValid() and index.row() < self.rows_model.rowCount() else None

    def current_id(self) -> str:
        """Its id, or nothing."""
        row = self.current_row()
        return row.id if row else ""

    def choose(self, submission: str) -> None:
        """Select one row and bring it into sight; nothing is selected if it is not shown."""
        index = self.rows_model.index_of(submission)
        if index.isValid():
            self.selectRow(index.row())
            self.scrollTo(index)
        else:
            self.choose_none()

    def choose_none(self) -> None:
        """Select nothing."""
        self.clearSelection()
        self.setCurrentIndex(self.rows_model.index(-1, -1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widen()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                self._open_current()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        """Give the columns that there are now their widths and what they paint. The header remembers places, not columns."""
        if self._fitting is not None:
            self._fitting.stop()
        across, columns = self.horizontalHeader(), self.rows_model.columns
        for place, column in enumerate(columns):
            self.setColumnHidden(place, False)
            stretch = QHeaderView.ResizeMode.Stretch if not column.width else QHeaderView.ResizeMode.Interactive
            across.setSectionResizeMode(place, stretch)
            if column.width:
                across.resizeSection(place, column.width)
        at = self.rows_model.column
        self.setItemDelegateForColumn(at("bar"), self._bars)
        self.setItemDelegateForColumn(at("range"), self._ranges)
        self.setItemDelegateForColumn(at("rank"), self._brackets)
        core = _CORE + (190 if self._shown.compared else 0) + (70 if self._shown.group else 0)
        least = {"overall": core} if self._shown.group else {}
        least |= {"first": core, "top": core + 80, "visits": core + 144, "team": core + 300, "table": core + 362}
        criteria = self._shown.criteria
        least |= {"bar": core + 452} | {f"share {c.key}": core + 452 + NARROW * len(criteria) for c in criteria}
        self._fitting = Fitting(self, least)
        self._fitting.fit()
        self._widen()

    def _widen(self) -> None:
        """Show the criteria's names whole where there is room, and longer ranges where there is much."""
        criteria = self._shown.criteria
        room = self.width() - _CORE - 452
        self.rows_model.narrow = room < 200 + WIDE * len(criteria)
        for c in criteria:
            self.setColumnWidth(self.rows_model.column(f"share {c.key}"), NARROW if self.rows_model.narrow else WIDE)
        self.setColumnWidth(self.rows_model.column("range"), 320 if room > 800 + WIDE * len(criteria) else RANGE)

    def _shares(self, row: StandingRow) -> tuple[Part, ...]:
        shares = row.standing.shares
        return tuple(
            (float(shares[c.key]) / 100, category(place))
            for place, c in enumerate(self._shown.criteria)
            if c.key in shares
        )

    def _select(self, keys: Iterable[str], current: str) -> None:
        chosen = self.selectionModel()
        now = self.rows_model.index_of(current)
        if now.isValid():
            chosen.setCurrentIndex(now, QItemSelectionModel.SelectionFlag.NoUpdate)
        for key in keys:
            index = self.rows_model.index_of(key)
            if index.isValid():
                rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
                chosen.select(index, rows)

    def _moved(self) -> None:
        self.chosen.emit()

    def _open_current(self) -> None:
        row = self.current_row()
        if row is not None:
            self.opened.emit(row.id)
