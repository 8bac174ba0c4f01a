"""Merge score files, see what came of each, and decide what waits for a decision."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from gpumode_judge.desk.merging import MergeReport
from gpumode_judge.ledger.record import Conflict
from gpumode_judge.ui.organizer.conflicts import Conflicts
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.merge_words import FILE_COLUMNS, FileRow, Waiting, file_rows, report_sentence, waiting
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.drop import DropArea
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.icons import IconLabel
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
        self.full = PlainLabel(role="body", select=True)
        self.full_card = Card()
        self.full_card.body.addWidget(self.full)
        self.full_card.hide()
        self.conflicts = Conflicts()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._files = QStackedWidget()
        self._files.addWidget(self._listed())
        self._files.addWidget(self._first())
        self._waiting_shown: tuple[Waiting, ...] | None = None
        self._waiting = QVBoxLayout()
        self.tabs.addTab(_padded(self._files), "Files")
        self.tabs.addTab(_padded(self.conflicts), "Conflicts")
        self.tabs.addTab(_padded(self._waits()), "Waiting")
        self.body.addWidget(self.progress)
        self.body.addWidget(self.tabs, 1)

        self.files_button.clicked.connect(self.drop.files_button.click)
        self.folder_button.clicked.connect(self.drop.folder_button.click)
        self.drop.dropped.connect(self.merge)
        self.progress.cancelled.connect(self._stop)
        self.which.picked.connect(self._list_files)
        self.search.searched.connect(self._narrow)
        self.view.selectionModel().currentRowChanged.connect(self._tell_row)
        self.model.modelReset.connect(self._tell_row)
        self.conflicts.decided.connect(self._resolve)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        self._list_files()
        open_conflicts = len(view.record.conflicts)
        self.tabs.setTabText(1, f"Conflicts ({open_conflicts})" if open_conflicts else "Conflicts")
        self.conflicts.show_view(view)
        found = waiting(view.record)
        self.tabs.setTabText(2, f"Waiting ({len(found)})" if found else "Waiting")
        self._show_waiting(found)

    def show_conflicts(self) -> None:
        """Show the conflicts."""
        self.tabs.setCurrentIndex(1)

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
        self.banner.tell("info", "")
        self._work = self.session.work(
            lambda progress, cancelled: desk.merge(paths, progress, cancelled),
            self._merged,
            self._failed,
            self.progress.tell,
        )

    def _merged(self, report: MergeReport) -> None:
        self._end()
        self._report = report
        self.which.choose("last")
        self._list_files()
        refused = report.sums["refused"]
        self.banner.tell("warning" if refused or report.cancelled else "good", report_sentence(report))
        self._next()

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
        view = self.session.view
        zone = view.record.event.zone if view else "UTC"
        past = view.merges if view else ()
        last = self._report.rows if self._report and self.which.value() == "last" else None
        self.which.setVisible(self._report is not None)
        rows = file_rows(past if last is None else last, zone)
        self.model.set_rows(rows)
        self._files.setCurrentIndex(0 if rows or past or self._report else 1)
        self._tell_row()

    @Slot(str)
    def _narrow(self, text: str) -> None:
        self.model.set_filter(text)

    @Slot()
    def _tell_row(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and index.row() < len(self.model.rows()):
            row = self.model.row(index)
            self.full.setText(f"{row.row.name}: {row.sentence}")
        self.full_card.setVisible(index.isValid())

    @Slot(object, str)
    def _resolve(self, conflict: Conflict, pick: str) -> None:
        desk = self.session.desk
        self.session.do(lambda: desk.resolve(conflict, pick), lambda _: self._resolved())

    def _resolved(self) -> None:
        Toast.show_in(self.window(), "Decided. The other side is kept, but does not count.")

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
        column.addWidget(self.full_card)
        return full

    def _first(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.drop)
        column.addWidget(PlainLabel("Each file that comes in gets a row here, with what came of it.", "small"))
        column.addStretch(1)
        return page

    def _waits(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        self._waiting = QVBoxLayout(page)
        self._waiting.setContentsMargins(0, 0, GRID, 0)
        self._waiting.setSpacing(GRID)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self._waits_stack = QStackedWidget()
        self._waits_stack.addWidget(area)
        self._waits_stack.addWidget(
            EmptyState("clock", "Nothing waits", "Everything that came in counts, or waits for a decision.")
        )
        return self._waits_stack

    def _show_waiting(self, found: tuple[Waiting, ...]) -> None:
        if found == self._waiting_shown:
            return
        self._waiting_shown = found
        while (item := self._waiting.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        most = 100
        for thing in found[:most]:
            self._waiting.addWidget(_waiting_card(thing))
        if len(found) > most:
            self._waiting.addWidget(PlainLabel(f"and {len(found) - most} more", "soft"))
        self._waiting.addStretch(1)
        self._waits_stack.setCurrentIndex(0 if found else 1)


def _waiting_card(thing: Waiting) -> Card:
    card = Card()
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(PlainLabel(thing.text, "strong"))
    words.addWidget(PlainLabel(thing.more, "soft"))
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(IconLabel(thing.icon, 20, "warn"), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    card.body.addLayout(row)
    return card


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 2 * GRID, 0, 0)
    column.addWidget(widget)
    return page
