"""The columns of a table and what each is taken for, to be corrected."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.importing import ColumnView, Prepared
from gpumode_judge.ui.organizer.import_words import MOST_COLUMNS, certainty, shown_first
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID


class ColumnRow(QWidget):
    """One column: its name and a sample to the left, what it is to the right."""

    corrected = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._header = ""
        self.name = PlainLabel(role="strong", elide=True)
        self.sample = PlainLabel(role="small", elide=True)
        self.field = Choice()
        self.field.setFixedWidth(21 * GRID)
        self.sure = PlainLabel(role="small", wrap=False)
        self.sure.setFixedWidth(8 * GRID)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, GRID, 4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.sample, 1, 0)
        grid.addWidget(self.field, 0, 1, 2, 1)
        grid.addWidget(self.sure, 0, 2, 2, 1)
        grid.setColumnStretch(0, 1)
        self.field.picked.connect(self._picked)

    def show_column(self, column: ColumnView, fields: list[tuple[object, str]]) -> None:
        """Show ``column``, which may be any of ``fields``."""
        self._header = column.header
        self.name.setText(column.header)
        self.sample.setText(column.sample or "(empty)")
        self.field.set_choices([("", "Leave out"), *fields])
        self.field.choose(column.field)
        self.field.setAccessibleName(f"What “{column.header}” is")
        self.sure.setText(certainty(column))

    @Slot(object)
    def _picked(self, value: object) -> None:
        self.corrected.emit(self._header, value if isinstance(value, str) else "")


class ImportColumns(Scroll):
    """All columns; ``corrected`` tells (header, field)."""

    corrected = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Columns of the file", parent=parent)
        self._rows: list[ColumnRow] = []
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._rest = PlainLabel(role="small")
        self._column.addWidget(self._rest)
        self._column.addStretch(1)
        self.setWidget(page)

    def show_columns(self, prepared: Prepared) -> None:
        """Show the columns of ``prepared``."""
        columns = shown_first(prepared)
        shown = columns[:MOST_COLUMNS]
        fields: list[tuple[object, str]] = [(field, words.capitalize()) for field, words in prepared.fields]
        while len(self._rows) < len(shown):
            row = ColumnRow()
            row.corrected.connect(self.corrected)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(shown))
            if place < len(shown):
                row.show_column(shown[place], fields)
        left = len(columns) - len(shown)
        self._rest.setText(f"{left} more columns are not shown and left out." if left else "")
        self._rest.setVisible(bool(left))

    def row(self, header: str) -> ColumnRow:
        """The row of a column."""
        return next(row for row in self._rows if row.name.text() == header)
