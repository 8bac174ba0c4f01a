"""Merge score files, see what came of each, and decide what waits for a person's word."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.locking import admit
from gpumode_judge.desk.merging import MergeReport, MergeRow
from gpumode_judge.desk.quarantine import discard, salvage
from gpumode_judge.desk.resolving import Keep, settle
from gpumode_judge.ledger.record import Conflict
from gpumode_judge.ui.organizer.conflicts import Conflicts
from gpumode_judge.ui.organizer.file_worth import FileNow, told_now
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.merge_words import FILE_COLUMNS, FileRow, file_rows, report_advice, report_sentence
from gpumode_judge.ui.organizer.page import Page, Tabs
from gpumode_judge.ui.organizer.quarantine_view import FilePanel
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.waits import Do, Wait
from gpumode_judge.ui.organizer.watch_strip import WatchStrip
from gpumode_judge.ui.organizer.word_view import AdmitDialog, Waits
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.drop import DropArea
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.progress import ProgressPanel
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import RowsModel, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Work


class MergePage(Page):
    """The drop area above three tabs: files, conflicts, what waits."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Merge", session, parent)
        self._work: Work[MergeReport] | None = None
        self._report: MergeReport | None = None
        self._queued: tuple[Path, ...] = ()
        self._told = True
        self._reporting = False
        self._advised = ""
        self.drop = DropArea("Drop score files here, or a folder or stick that holds them.", folders=True, icon="merge")
        self.files_button = Button("Merge files…", "primary", "merge")
        self.folder_button = Button("Folder…", "plain", "folder")
        self.tools.addWidget(self.folder_button)
        self.tools.addWidget(self.files_button)
        self.progress = ProgressPanel("Merging …")
        self.progress.hide()
        self.which = Choice((("all", "All files"), ("last", "The last merge")), "Which files to show")
        self.which.setMaximumWidth(24 * GRID)
        self.search = SearchField("Search files")
        self.model = RowsModel[FileRow](FILE_COLUMNS, key=lambda r: r.place, parent=self)
        self.view = table(self.model, "Files")
        Fitting(self.view, {"known": 1200, "name": 1100, "at": 700})
        self.panel = FilePanel()
        self.panel.hide()
        self.conflicts = Conflicts()
        self.waits = Waits()
        self.dialog: AdmitDialog | None = None
        self.note = Banner("warning", parent=self)
        self.watch_strip = WatchStrip(session.watch)
        self._files = QStackedWidget()
        self._files.addWidget(self._listed())
        self._files.addWidget(self._first())
        self.tabs = Tabs((self._files, "Files"), (self.conflicts, "Conflicts"), (self.waits, "Waiting"))
        self.tabs.tabBar().setAccessibleName("Files, conflicts, what waits")
        self.body.addWidget(self.note)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.watch_strip)
        self.body.addWidget(self.tabs, 1)

        self.files_button.clicked.connect(self.drop.files_button.click)
        self.folder_button.clicked.connect(self.drop.folder_button.click)
        self.drop.dropped.connect(self.merge)
        self.progress.cancelled.connect(self._stop)
        self.which.picked.connect(self._list_files)
        self.search.searched.connect(self._narrow)
        self.view.selectionModel().currentRowChanged.connect(self._tell_row)
        self.model.modelReset.connect(self._tell_row)
        self.view.activated.connect(self.panel.act)
        self.panel.salvage_wanted.connect(self._salvage)
        self.panel.discard_wanted.connect(self._discard)
        self.panel.led.connect(session.going)
        self.banner.acted.connect(self._advise)
        self.conflicts.decided.connect(self._resolve)
        self.conflicts.settled.connect(self._settle)
        self.waits.wanted.connect(self._do)
        session.watch.came.connect(self._came)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        self._list_files()
        if not self._told:
            self._told = True
            self._choose_first()
        self._tell_report()
        open_conflicts = len(view.record.conflicts)
        self.tabs.setTabText(1, f"Conflicts ({open_conflicts})" if open_conflicts else "Conflicts")
        self.conflicts.show_view(view)
        many = sum(not wait.settled for wait in view.waits)
        self.tabs.setTabText(2, f"Waiting ({many})" if many else "Waiting")
        self.waits.show_waits(view.waits)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.session.sees_files = True

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.session.sees_files = False

    def show_conflicts(self) -> None:
        """Show the conflicts."""
        self.tabs.setCurrentIndex(1)

    def show_waiting(self) -> None:
        """Show what waits for a person's word."""
        self.tabs.setCurrentIndex(2)

    def show_file(self, sha256: str) -> None:
        """Show one file in the list."""
        self.tabs.setCurrentIndex(0)
        self.which.choose("all")
        self.search.clear()
        self.model.set_filter("")
        self._list_files()
        row = next((row for row in self.model.rows() if row.row.sha256 == sha256), None)
        if row is not None:
            index = self.model.index_of(row.place)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)

    @Slot(object)
    def merge(self, paths: tuple[Path, ...]) -> None:
        """Merge files; while a merge runs they wait for its end."""
        if self._work is not None and self._work.running:
            self._queued += paths
            return
        desk = self.session.desk
        self.progress.busy("Merging …")
        self.progress.show()
        self._allow(False)
        self._reporting = False
        self.banner.tell("info", "")
        self._work = self.session.work(
            lambda progress, cancelled: desk.merge(paths, progress, cancelled),
            self._merged,
            self._failed,
            self.progress.tell,
        )

    def _merged(self, report: MergeReport) -> None:
        self._end()
        self._report, self._reporting = report, True
        self.which.choose("last")
        self._list_files()
        self._told = False  # what waits is known with the next view
        self.banner.tell("info", report_sentence(report))
        self._tell_report()
        self.note.tell("warning", _note(report))
        self._next()

    def _tell_report(self) -> None:
        """Say what came of the last merge, and what is to be done about it as of now; unless a person has closed that."""
        if self._report is None or not self._reporting or self.banner.isHidden():
            return
        report = self._report
        advice, words, self._advised = report_advice(self._last())
        bad = report.sums["refused"] or report.cancelled or advice
        self.banner.tell("warning" if bad else "good", " ".join(filter(None, (report_sentence(report), advice))), words)

    def _choose_first(self) -> None:
        """Show at once what is to be said about the first file that somebody has to look at."""
        row = next((row for row in self.model.rows() if not row.calm), None)
        if row is not None:
            self.view.setCurrentIndex(self.model.index_of(row.place))

    @Slot()
    def _advise(self) -> None:
        self.session.going.emit(self._advised)

    def _failed(self, error: Exception) -> None:
        self._end()
        self.banner.tell("error", str(error))
        self._next()

    def _end(self) -> None:
        self._work = None
        self.progress.hide()
        self._allow(True)

    def _allow(self, more: bool) -> None:
        for widget in (self.drop, self.files_button, self.folder_button):
            widget.setEnabled(more)

    def _next(self) -> None:
        paths, self._queued = self._queued, ()
        if paths:
            self.merge(paths)

    @Slot()
    def _stop(self) -> None:
        self._queued = ()
        if self._work is not None:
            self._work.cancel()

    @Slot()
    def _list_files(self) -> None:
        past = self.session.view.files if self.session.view else ()
        last = self._report is not None and self.which.value() == "last"
        rows = self._last() if last else self._rows(past)
        self.which.setVisible(self._report is not None)
        self.model.set_rows(rows)
        self._files.setCurrentIndex(0 if rows or past or self._report else 1)
        self._tell_row()

    def _rows(self, files: tuple[FileNow, ...]) -> tuple[FileRow, ...]:
        view = self.session.view
        if view is None:
            return file_rows(files, "UTC")
        spare = {wait.about for wait in view.waits if wait.settled and wait.about}
        return file_rows(files, view.record.event.zone, view.record.event.title, spare)

    def _last(self) -> tuple[FileRow, ...]:
        """The files of the last merge as of now, first those that somebody has to look at."""
        past = self.session.view.files if self.session.view else ()
        now = {file.row.sha256: file for file in past}
        rows = self._rows(tuple(told_now(row, now) for row in self._report.rows)) if self._report else ()
        return tuple(sorted(rows, key=lambda row: row.calm))

    @Slot(str)
    def _narrow(self, text: str) -> None:
        self.model.set_filter(text)

    @Slot()
    def _tell_row(self) -> None:
        index = self.view.currentIndex()
        there = index.isValid() and index.row() < len(self.model.rows())
        self.panel.show_row(self.model.row(index) if there else None)

    @Slot(object)
    def _salvage(self, row: FileRow) -> None:
        desk = self.session.desk
        self.session.do(lambda: salvage(desk, row.row.sha256), self._salvaged)

    def _salvaged(self, row: MergeRow) -> None:
        waits = f" {row.gaps} of them wait: see Waiting." if row.gaps else ""
        Toast.show_in(self.window(), f"{counted(row.new, 'statement').capitalize()} taken in.{waits}")

    @Slot(object)
    def _discard(self, row: FileRow) -> None:
        desk = self.session.desk
        self.session.do(
            lambda: discard(desk, row.row.sha256),
            lambda _: Toast.show_in(self.window(), f"“{row.row.name}” is thrown away."),
        )

    @Slot(object, object)
    def _do(self, wait: Wait, do: Do) -> None:
        match do:
            case Do.ADMIT:
                self.dialog = AdmitDialog(wait, self.window())
                self.dialog.admitted.connect(self._admit)
                self.dialog.open()
            case Do.OPEN_FILE:
                self._open_event_file()
            case Do.SCORE_FILE:
                self.files_button.click()
            case Do.BROKEN:
                self.show_file(wait.about)
            case Do.EVENT_FILE:
                self.session.going.emit("overview")
            case _:
                self.session.going.emit(do.value)

    @Slot(object, str)
    def _admit(self, entries: tuple[str, ...], reason: str) -> None:
        desk = self.session.desk
        self.session.do(
            lambda: admit(desk, entries, reason),
            lambda many: Toast.show_in(
                self.window(), f"{counted(many, 'statement').capitalize()} let in; the reason is kept."
            ),
        )

    def _open_event_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "The newest event file", "", "Event files (*.gmj)")
        if chosen:
            self.merge((Path(chosen),))

    @Slot(object)
    def _came(self, report: MergeReport) -> None:
        if report.note:
            self.note.tell("warning", _note(report))

    @Slot(object, str)
    def _resolve(self, conflict: Conflict, pick: str) -> None:
        desk = self.session.desk
        self.session.do(lambda: desk.resolve(conflict, pick), lambda _: self._resolved())

    def _resolved(self) -> None:
        Toast.show_in(self.window(), "Decided. The other side is kept, but does not count.")

    @Slot(object)
    def _settle(self, keep: Keep) -> None:
        desk = self.session.desk
        self.session.do(
            lambda: settle(desk, keep),
            lambda many: Toast.show_in(
                self.window(),
                f"{counted(many, 'conflict').capitalize()} decided. The other side is kept, but does not count.",
            ),
        )

    def _listed(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.search, 2)
        bar.addWidget(self.which, 1)
        bar.addSpacing(GRID)
        bar.addWidget(PlainLabel("Score files can be dropped anywhere on this window.", "small"), 2)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(bar)
        column.addWidget(self.view, 1)
        column.addWidget(self.panel)
        return full

    def _first(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.drop)
        column.addWidget(PlainLabel("Each file that comes in gets a row here, with what came of it.", "small"))
        column.addStretch(1)
        return page


def _note(report: MergeReport) -> str:
    return f"{report.note} What was merged is safe in the workspace itself." if report.note else ""
