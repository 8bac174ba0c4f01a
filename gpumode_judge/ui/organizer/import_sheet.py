"""Import a table: choose the file, see what was recognised and what would happen, correct it, and only then keep it."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk import importing
from gpumode_judge.desk.importing import ImportReport, Prepared, What
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.import_columns import ImportColumns
from gpumode_judge.ui.organizer.import_words import FINDING_COLUMNS, NAMES, Finding, findings, outcome, told
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.drop import DropArea
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.progress import ProgressPanel
from gpumode_judge.ui.shared.tables import RowsModel, table
from gpumode_judge.ui.shared.tiles import StatTile
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID, ROW_HEIGHT
from gpumode_judge.ui.shared.work import Newest

_MOST_WRAPPED = 100  # measuring the height of more rows would be felt
SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")


class ImportSheet(Dialog):
    """One sheet for submissions, judges, assignments and ballots. ``imported`` brings the report."""

    imported = Signal(object)

    def __init__(self, session: Session, what: What = What.SUBMISSIONS, parent: QWidget | None = None) -> None:
        super().__init__("Import a table", parent)
        self._session = session
        self._newest = Newest(self)
        self._path: Path | None = None
        self.prepared: Prepared | None = None
        self.what = Choice([(kind, words) for kind, words in NAMES.items()], "What is in the table")
        self.what.choose(what)
        self.sheet = Choice(name="Which sheet")
        self.judge = Choice(name="Whose ballots these are")
        self.header = QCheckBox("The first row names the columns")
        self.header.setChecked(True)
        self.told = PlainLabel(role="soft", elide=True)
        self.another = Button("Another file…", "quiet", "open")
        self.drop = DropArea(
            "Drop a table here: CSV, TSV, Excel or OpenDocument.", SUFFIXES, many=False, icon="spreadsheet"
        )
        self.busy = ProgressPanel("Reading …")
        self.banner = Banner(closable=False, parent=self)
        self.columns = ImportColumns()
        self.tiles = {
            name: StatTile(words)
            for name, words in (
                ("added", "New"), ("changed", "Changed"), ("unchanged", "Unchanged"), ("skipped", "Skipped"),
            )
        }  # fmt: skip
        self.found = RowsModel[Finding](FINDING_COLUMNS, key=lambda f: f.place, parent=self)
        self.nothing = PlainLabel("Every row can be read.", "soft")
        self.import_button = Button("Import", "primary")
        self._build()
        room = parent.size() if parent is not None else self.size()
        self.resize(min(1280, max(880, room.width() - 12 * GRID)), min(900, max(560, room.height() - 10 * GRID)))

        self.drop.files_button.setFocus()

        self.drop.dropped.connect(self._dropped)
        self.another.clicked.connect(self.drop.files_button.click)
        self.what.picked.connect(self._again)
        self.sheet.picked.connect(self._again)
        self.judge.picked.connect(self._again)
        self.header.toggled.connect(self._again)
        self.columns.corrected.connect(self._correct)
        self.import_button.clicked.connect(self._import)
        self.busy.cancelled.connect(self._cancel)

    def read(self, path: Path) -> None:
        """Read a file and show what would happen."""
        self._path = path
        self.sheet.set_choices(())
        self.header.blockSignals(True)
        self.header.setChecked(True)
        self.header.blockSignals(False)
        self._again()

    def _build(self) -> None:
        kind = QHBoxLayout()
        kind.setSpacing(GRID)
        kind.addWidget(PlainLabel("In the table:", wrap=False))
        self.what.setMaximumWidth(28 * GRID)
        kind.addWidget(self.what, 1)
        kind.addWidget(self.sheet, 1)
        kind.addWidget(self.judge, 1)
        kind.addWidget(self.header)
        kind.addStretch(1)
        kind.addWidget(self.another)
        self.sheet.hide()
        self.judge.hide()
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(SectionTitle("Columns"))
        left.addWidget(self.columns, 1)
        tiles = QHBoxLayout()
        tiles.setSpacing(GRID)
        for tile in self.tiles.values():
            tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            tiles.addWidget(tile)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(SectionTitle("What would happen"))
        right.addLayout(tiles)
        right.addWidget(self.nothing)
        self.view = table(self.found, "What to know about the rows")
        self.view.setWordWrap(True)
        right.addWidget(self.view, 100)
        right.addStretch(1)
        seen = QWidget()
        both = QHBoxLayout(seen)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(3 * GRID)
        both.addLayout(left, 5)
        both.addLayout(right, 6)
        wait = QWidget()
        waiting = QVBoxLayout(wait)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.addWidget(self.busy)
        waiting.addStretch(1)
        self._stack = QStackedWidget()
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.drop)
        column.addStretch(1)
        for page in (first, wait, seen):
            self._stack.addWidget(page)
        self.body.addLayout(kind)
        self.body.addWidget(self.told)
        self.body.addWidget(self.banner)
        self.body.addWidget(self._stack, 1)
        self.told.hide()
        self.another.hide()
        self.header.hide()
        self.add_cancel()
        self.import_button.setEnabled(False)
        self.add_button(self.import_button)

    def _kind(self) -> What:
        value = self.what.value()
        return value if isinstance(value, What) else What.SUBMISSIONS

    @Slot(object)
    def _dropped(self, paths: tuple[Path, ...]) -> None:
        self.read(paths[0])

    @Slot()
    def _again(self) -> None:
        path, what, desk = self._path, self._kind(), self._session.desk
        if path is None:
            return
        self._wait("Reading …")
        header, sheet, judge = self.header.isChecked(), self.sheet.text_value(), self.judge.text_value()
        self._newest.run(
            lambda _progress, _cancelled: importing.prepare(desk, path, what, sheet=sheet, header=header, judge=judge),
            self._read,
            self._refused,
        )

    @Slot(str, str)
    def _correct(self, header: str, field: str) -> None:
        before, desk = self.prepared, self._session.desk
        if before is not None:
            self.import_button.setEnabled(False)
            self._newest.run(
                lambda _progress, _cancelled: importing.with_column(desk, before, header, field),
                self._show,
                self._refused_correction,
            )

    def _wait(self, text: str) -> None:
        self.import_button.setEnabled(False)
        self.banner.tell("info", "")
        self.busy.busy(text)
        self._stack.setCurrentIndex(1)

    def _read(self, prepared: Prepared) -> None:
        self._show(prepared)
        if self.import_button.isEnabled():
            self.import_button.setFocus()  # all is well: Enter goes on

    def _show(self, prepared: Prepared) -> None:
        self.prepared = prepared
        report = prepared.preview
        self.told.setText(told(prepared))
        for widget in (self.told, self.another, self.header):
            widget.show()
        sheets = prepared.table.sheets
        self.sheet.set_choices([(name, name) for name in sheets])
        self.sheet.choose(prepared.table.sheet)
        self.sheet.setVisible(len(sheets) > 1)
        view = self._session.view
        judges = view.record.judges.values() if view else ()
        self.judge.set_choices([("", "A column tells the judge"), *((j.name, f"All by {j.name}") for j in judges)])
        self.judge.setVisible(prepared.what is What.BALLOTS)
        self.columns.show_columns(prepared)
        figures = (report.added, report.changed, report.unchanged, len(report.skipped))
        for tile, figure in zip(self.tiles.values(), figures, strict=True):
            tile.set_value(figure)
        said = findings(report)
        self.found.set_rows(said)
        self.view.setVisible(bool(said))
        self.nothing.setVisible(not said and not prepared.problem)
        self.banner.tell("warning", prepared.problem)
        total = report.added + report.changed
        self.import_button.set_words(f"Import {total:,}" if total else "Nothing to import")
        self.import_button.setEnabled(not prepared.problem and bool(total))
        self.view.setColumnHidden(self.found.column("line"), not any(finding.line for finding in said))
        self._stack.setCurrentIndex(2)
        if len(said) <= _MOST_WRAPPED:
            QTimer.singleShot(0, self, self._wrap)

    @Slot()
    def _wrap(self) -> None:
        """Show the sentences whole; how wide they may be is known only once the table is laid out."""
        self.view.resizeRowsToContents()
        for row in range(len(self.found.rows())):
            self.view.setRowHeight(row, max(ROW_HEIGHT, self.view.rowHeight(row) + GRID))

    def _refused(self, error: Exception) -> None:
        self.prepared = None
        self.another.hide()
        self.told.hide()
        self.header.setVisible(False)
        self._path = None
        self._stack.setCurrentIndex(0)
        self.banner.tell("error", _sentence(error))

    def _refused_correction(self, error: Exception) -> None:
        self.banner.tell("error", _sentence(error))

    @Slot()
    def _cancel(self) -> None:
        self._newest.cancel()
        self._stack.setCurrentIndex(2 if self.prepared else 0)
        self.import_button.setEnabled(self.prepared is not None and not self.prepared.problem)

    @Slot()
    def _import(self) -> None:
        prepared, desk = self.prepared, self._session.desk
        if prepared is None:
            return
        self._wait("Importing …")
        self._session.do(lambda: importing.commit(desk, prepared), self._done, self._refused)

    def _done(self, report: ImportReport) -> None:
        Toast.show_in(self._session.window, outcome(self._kind(), report))
        self.imported.emit(report)
        self.accept()


def _sentence(error: Exception) -> str:
    if isinstance(error, Problem):
        return str(error)
    return f"The file could not be read ({type(error).__name__}); save it as CSV and try that."
