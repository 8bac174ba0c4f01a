"""A file of measured figures: read, joined to teams by confirmed names, kept."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.desk.changes import ImportReport
from gpumode_judge.desk.measuring import (
    NOBODY,
    PreparedFigures,
    commit_figures,
    prepare_figures,
)
from gpumode_judge.event.measured import Measured
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.figure_rows import NAME_COLUMNS, NameRow, is_open, report_words
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.words import called, counted
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.drop import DropArea
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.progress import ProgressPanel
from gpumode_judge.ui.shared.scroll import clear
from gpumode_judge.ui.shared.tables import RowsModel, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

SUFFIXES: Final = (".json", ".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")
COLUMN_WORDS: Final = {"team": "Whose it is", "figure": "The figure", "gpu": "GPU", "leaderboard": "Leaderboard"}
_MOST_COLUMNS: Final = 8


class FromFile(QWidget):
    """A file: read, joined to teams, confirmed, kept."""

    imported = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._newest = Newest(self)
        self._path: Path | None = None
        self._criterion: Measured | None = None
        self._aliases: dict[str, str] = {}
        self._accept = False
        self._columns: dict[str, str] | None = None
        self._next = ""
        self.prepared: PreparedFigures | None = None
        self.drop = DropArea(
            "Drop a leaderboard of KernelBot (JSON) or a table here.", SUFFIXES, many=False, icon="spreadsheet"
        )
        self.banner = Banner(closable=False, parent=self)
        self.busy = ProgressPanel("Reading …")
        self.told = PlainLabel(role="soft", elide=True)
        self.another = Button("Another file…", "quiet", "open")
        self.unit, self.gpu, self.board = (
            Choice(name="Unit of the file"),
            Choice(name="GPU"),
            Choice(name="Leaderboard"),
        )
        self.unit_field = Field("Figures in the file are in", self.unit)
        self.gpu_field, self.board_field = Field("GPU", self.gpu), Field("Leaderboard", self.board)
        self._columns_grid = QGridLayout()
        self.column_choices: dict[str, Choice] = {}
        self.model = RowsModel[NameRow](NAME_COLUMNS, key=lambda r: (r.view.line, r.view.name), parent=self)
        self.view = table(self.model, "Figures of the file")
        self.whose = Choice(name="Whose figure this is")
        self.whose_line = PlainLabel(role="strong", elide=True)
        self.confirm_button = Button("Confirm", "plain", "check", "Ctrl+Return")
        self.all_button = Button("Confirm all guesses", "plain", "check")
        self.report = PlainLabel(role="soft")
        self.keep_button = Button("Keep the figures", "primary")
        self.keep_button.setEnabled(False)
        self._build()

        self.drop.dropped.connect(self._dropped)
        self.another.clicked.connect(self.drop.files_button.click)
        for choice in (self.unit, self.gpu, self.board):
            choice.picked.connect(self._again)
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.model.modelReset.connect(self._select)
        self.confirm_button.clicked.connect(self.confirm)
        self.all_button.clicked.connect(self.confirm_all)
        self.keep_button.clicked.connect(self.keep)
        self.busy.cancelled.connect(self._cancel)

    def set_criterion(self, measured: Measured) -> None:
        """Take the figures for this criterion; a file that was read is read again for it."""
        if measured != self._criterion:
            self._criterion = measured
            self.unit.set_choices(())
            if self._path is not None:
                self.read(self._path)

    def read(self, path: Path) -> None:
        """Read a file and show what it would bring."""
        self._path = path
        self._aliases, self._accept, self._columns, self._next = {}, False, None, ""
        for choice in (self.unit, self.gpu, self.board):
            choice.set_choices(())
        self._again()

    @Slot()
    def confirm(self) -> None:
        """Confirm whose figure the selected row is, and go to the next that needs it."""
        row = self._current()
        if row is None or not row.view.name:
            return
        self._aliases[row.view.name] = self.whose.text_value()
        rows = self.model.rows()
        start = rows.index(row)
        order = [*rows[start + 1 :], *rows[:start]]
        self._next = next(
            (r.view.name for r in order if is_open(r.view) and r.view.name != row.view.name), row.view.name
        )
        self._again()

    @Slot()
    def confirm_all(self) -> None:
        """Confirm every guess as it stands."""
        self._accept = True
        self._again()

    @Slot()
    def keep(self) -> None:
        """Take in what was confirmed."""
        prepared, desk = self.prepared, self._session.desk
        if prepared is not None:
            self._wait("Keeping …")
            self._session.do(lambda: commit_figures(desk, prepared), self._kept, self._refused)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        for field in (self.unit_field, self.board_field, self.gpu_field):
            top.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.addWidget(self.told, 1)
        head.addWidget(self.another)
        self._columns_grid.setHorizontalSpacing(2 * GRID)
        self._columns_grid.setVerticalSpacing(4)
        whose = QHBoxLayout()
        whose.setSpacing(GRID)
        whose.addWidget(self.whose_line, 2)
        whose.addWidget(self.whose, 3)
        whose.addWidget(self.confirm_button)
        whose.addWidget(self.all_button)
        seen = QWidget()
        column = QVBoxLayout(seen)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(top)
        column.addLayout(self._columns_grid)
        column.addWidget(self.view, 1)
        column.addLayout(whose)
        column.addWidget(self.report)
        column.addStretch(0)
        first, wait = QWidget(), QWidget()
        for page, widget in ((first, self.drop), (wait, self.busy)):
            held = QVBoxLayout(page)
            held.setContentsMargins(0, 0, 0, 0)
            held.addWidget(widget)
            held.addStretch(1)
        self._stack = QStackedWidget()
        for page in (first, wait, seen):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.banner)
        layout.addWidget(self._stack, 1)

    @Slot(object)
    def _dropped(self, paths: tuple[Path, ...]) -> None:
        self.read(paths[0])

    @Slot()
    def _again(self) -> None:
        path, measured, desk = self._path, self._criterion, self._session.desk
        if path is None or measured is None:
            return
        unit, gpu, board = (choice.text_value() for choice in (self.unit, self.gpu, self.board))
        aliases, accept, columns = dict(self._aliases), self._accept, self._columns
        self.keep_button.setEnabled(False)
        if self.prepared is None:
            self._wait("Reading …")
        self._newest.run(
            lambda _progress, _cancelled: prepare_figures(
                desk, path, measured.key, unit, aliases, gpu, board, columns=columns, accept_guesses=accept
            ),
            self._show,
            self._refused,
        )

    def _wait(self, text: str) -> None:
        self.keep_button.setEnabled(False)
        self.banner.tell("info", "")
        self.busy.busy(text)
        self._stack.setCurrentIndex(1)

    def _show(self, prepared: PreparedFigures) -> None:
        self.prepared = prepared
        titles = self._titles()
        self.told.setText(
            " · ".join(filter(None, (f"“{prepared.source}”", prepared.recognised, counted(len(prepared.rows), "row"))))
        )
        for choice, field, offered, chosen in (
            (self.unit, self.unit_field, prepared.units, prepared.unit),
            (self.gpu, self.gpu_field, prepared.gpus, prepared.gpu),
            (self.board, self.board_field, prepared.leaderboards, prepared.leaderboard),
        ):
            known = [(name, name) for name in offered]
            choice.set_choices(known if chosen in offered else [("", "Choose …"), *known])
            choice.choose(chosen)
            field.setVisible(len(offered) > 1 or (bool(offered) and not chosen))
        self._show_columns(prepared)
        self.whose.set_choices(
            [(NOBODY, "Nobody of this event"), *sorted(titles.items(), key=lambda pair: pair[1].casefold())]
        )
        self.model.set_rows(
            NameRow(view=v, title=titles.get(v.submission, ""), unit=prepared.criterion.unit) for v in prepared.rows
        )
        for widget in (self.view, self.whose, self.whose_line, self.confirm_button, self.report):
            widget.setVisible(bool(prepared.rows))
        guesses = len(prepared.unconfirmed)
        self.all_button.setVisible(guesses > 0)
        self.all_button.set_words(f"Confirm all {guesses} guesses" if guesses > 1 else "Confirm the guess")
        self.report.setText(" ".join(filter(None, (report_words(prepared), *prepared.preview.notes))))
        self.banner.tell("warning", prepared.problem)
        fresh = prepared.preview.added + prepared.preview.changed
        self.keep_button.set_words(f"Keep {counted(fresh, 'figure')}" if fresh else "Nothing new to keep")
        self.keep_button.setEnabled(not prepared.problem and bool(fresh))
        self._stack.setCurrentIndex(2)
        self._go_tois_open()

    def _titles(self) -> dict[str, str]:
        view = self._session.view
        return {s.id: called(view.record, s.id) for s in view.record.judged} if view else {}

    def _show_columns(self, prepared: PreparedFigures) -> None:
        shown = prepared.columns[:_MOST_COLUMNS]
        if tuple(self.column_choices) != tuple(header for header, _ in shown):
            clear(self._columns_grid)
            self.column_choices = {}
            for place, (header, _) in enumerate(shown):
                choice = Choice([("", "Leave out"), *COLUMN_WORDS.items()], f"What “{header}” is")
                choice.picked.connect(partial(self._correct, header))
                self._columns_grid.addWidget(
                    Field(f"“{header}”" if len(header) < 24 else f"“{header[:22]}…”", choice), place // 4, place % 4
                )
                self.column_choices[header] = choice
        for header, field in shown:
            self.column_choices[header].choose(field)

    def _correct(self, header: str, field: object) -> None:
        before = dict(self.prepared.columns) if self.prepared is not None else {}
        word = field if isinstance(field, str) else ""
        moved = {name: "" if word and held == word else held for name, held in before.items()}
        self._columns = {**moved, header: word}
        self._again()

    def _go_tois_open(self) -> None:
        """Select the row that needs a person next."""
        rows = self.model.rows()
        wanted = next((r for r in rows if self._next and r.view.name == self._next), None)
        wanted = wanted or next((r for r in rows if is_open(r.view)), None)
        if wanted is not None:
            self.view.selectRow(rows.index(wanted))
        self._select()

    def _current(self) -> NameRow | None:
        index = self.view.currentIndex()
        return self.model.row(index) if index.isValid() else None

    @Slot()
    def _select(self) -> None:
        row = self._current()
        self.whose_line.setText(
            f"Whose is “{row.view.name}”?" if row is not None and row.view.name else "Select a row to say whose it is."
        )
        self.whose.setEnabled(row is not None and bool(row.view.name))
        self.confirm_button.setEnabled(row is not None and bool(row.view.name))
        if row is not None:
            self.whose.choose(row.view.submission)

    def _refused(self, error: Exception) -> None:
        text = str(error) if isinstance(error, Problem) else f"The file could not be read ({type(error).__name__})."
        self.banner.tell("error", text)
        self._stack.setCurrentIndex(2 if self.prepared is not None else 0)

    @Slot()
    def _cancel(self) -> None:
        self._newest.cancel()
        self._stack.setCurrentIndex(2 if self.prepared is not None else 0)

    def _kept(self, report: ImportReport) -> None:
        Toast.show_in(self._session.window, f"{counted(report.added + report.changed, 'figure')} kept.".capitalize())
        self.imported.emit(report)
