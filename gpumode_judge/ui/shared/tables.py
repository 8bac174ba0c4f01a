"""Tables as we like them: calm rows, figures on the right, sorted by a press, copied with Ctrl+C."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.rows_model import ROW_ROLE, SORT_ROLE, Column, RowsModel
from gpumode_judge.ui.shared.tokens import ROW_HEIGHT

__all__ = ["ROW_ROLE", "SORT_ROLE", "Column", "RowsModel", "copy_text", "leave_rows", "make_table", "table"]


def table(model: RowsModel[Any], name: str, parent: QWidget | None = None) -> QTableView:
    """A new table over ``model``; ``name`` is what a screen reader calls it."""
    view = QTableView(parent)
    make_table(view, model, name)
    return view


def make_table(view: QTableView, model: RowsModel[Any], name: str) -> None:
    """Dress ``view`` as one of our tables over ``model``. A column without a width takes its share of the space."""
    view.setModel(model)
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setIconSize(QSize(18, 18))
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    down = view.verticalHeader()
    down.hide()
    down.setDefaultSectionSize(ROW_HEIGHT)
    down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    across = view.horizontalHeader()
    across.setHighlightSections(False)
    across.setMinimumSectionSize(40)
    across.setMinimumHeight(ROW_HEIGHT)
    for place, column in enumerate(model.columns):
        if column.width:
            across.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            across.resizeSection(place, column.width)
        else:
            across.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
    across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    across.setSortIndicatorClearable(True)
    view.setSortingEnabled(True)
    _Copier(view)


def leave_rows(view: QAbstractItemView) -> None:
    """Let no row be chosen, and keep the keyboard on the table."""
    view.clearSelection()
    view.setCurrentIndex(QModelIndex())
    view.setFocus()


def copy_text(view: QAbstractItemView) -> str:
    """The selected rows (all, if none is selected) with their titles, split by tabs, for a spreadsheet."""
    model = view.model()
    chosen = sorted({index.row() for index in view.selectionModel().selectedRows()})
    columns = range(model.columnCount())
    titles = [str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.EditRole)) for column in columns]
    lines = [titles]
    for row in chosen or range(model.rowCount()):
        lines.append([str(model.index(row, column).data()) for column in columns])  # noqa: PERF401
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"


class _Copier(QObject):
    """Puts the selected rows on the clipboard."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Asked before the view, which would copy only one cell.
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Copy):
            if event.type() == QEvent.Type.KeyPress:
                QGuiApplication.clipboard().setText(copy_text(self._view))
            event.accept()
            return True
        return super().eventFilter(watched, event)
