"""The submissions: a table, and beside it the one that is looked at, to be changed."""

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.importing import What
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.import_sheet import ImportSheet
from gpumode_judge.ui.organizer.page import Page, beside, search_bar
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.submission_form import SubmissionForm
from gpumode_judge.ui.organizer.submission_rows import COLUMNS, SubmissionRow, rows_of
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.errors import ask
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import RowsModel, leave_rows, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID

_SHOW = (
    ("all", "All"), ("judged", "To be judged"), ("unvisited", "Without a visit"), ("draft", "Drafts"),
    ("withdrawn", "Withdrawn"), ("no table", "Without a table"),
)  # fmt: skip


class SubmissionsPage(Page):
    """Search, filters, the table, and the details of the selected submission."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Submissions", session, parent)
        self._going_to = ""
        self.new_button = Button("New submission", "plain", "plus", "Ctrl+N")
        self.import_button = Button("Import…", "primary", "import", "Ctrl+I")
        self.tools.addWidget(self.new_button)
        self.tools.addWidget(self.import_button)
        self.search = SearchField("Search submissions")
        self.show_only = Choice(_SHOW, "Which submissions to show")
        self.track = Choice((("", "All tracks"),), "Which track to show")
        for choice in (self.show_only, self.track):
            choice.setMaximumWidth(24 * GRID)
        self.count = PlainLabel(role="small", wrap=False)
        self.model = RowsModel[SubmissionRow](COLUMNS, key=lambda r: r.submission.id, parent=self)
        self.view = table(self.model, "Submissions")
        Fitting(self.view, {"team": 700, "tracks": 880, "prizes": 780})
        self.form = SubmissionForm()
        self.form.setFixedWidth(48 * GRID)
        self.form.hide()
        full = QWidget()
        full.setObjectName("page")
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(search_bar(self.search, self.show_only, self.track, count=self.count))
        column.addLayout(beside(self.view, self.form), 1)
        first = Button("Import…", "primary", "import")
        self._empty = EmptyState(
            "submission", "No submissions yet",
            "Import the file that your form tool exports – Devpost, a form or any spreadsheet – or type one in.", first,
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)

        self.new_button.clicked.connect(self.new)
        self.import_button.clicked.connect(self.import_table)
        first.clicked.connect(self.import_table)
        self.search.searched.connect(self._narrow)
        self.show_only.picked.connect(self._narrow)
        self.track.picked.connect(self._narrow)
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.model.modelReset.connect(self._reselect)
        self.form.saved.connect(self._save)
        self.form.switched.connect(self._switch)
        self.form.closed.connect(self._close_form)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        record = view.record
        self.track.set_choices([("", "All tracks"), *((t.id, t.name) for t in record.tracks)])
        self.track.setVisible(bool(record.tracks))
        self.form.tracks.set_choices([(t.id, t.name) for t in record.tracks])
        wished = {name for submission in record.submissions.values() for name in submission.prizes}
        offered = [p for p in record.prizes if p.eligible == "opt-in" or p.id in wished]
        self.form.prizes.set_choices([(p.id, p.name) for p in offered])
        self._narrow()
        self.model.set_rows(rows_of(view))
        self._stack.setCurrentIndex(0 if record.submissions or not self.form.isHidden() else 1)
        self._tell_count()
        shown = self.form.shown
        if shown is not None and not self.form.is_new and not self.form.dirty:
            fresh = record.submissions.get(shown.id)
            if fresh is not None and fresh != shown:
                self.form.show_submission(fresh, self._note(fresh))
        if self._going_to in record.submissions:
            self.go_to(self._going_to)
            self._going_to = ""

    def leave(self) -> None:
        """Keep what was typed, and say so."""
        self._keep()

    def go_to(self, submission_id: str) -> None:
        """Select a submission and show its details."""
        index = self.model.index_of(submission_id)
        if index.isValid():
            rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, rows)
            self.view.scrollTo(index)

    @Slot()
    def show_unvisited(self) -> None:
        """Show only the submissions that nobody has marked."""
        self.show_only.choose("unvisited")
        self._narrow()

    @Slot()
    def new(self) -> None:
        """Show empty fields for one more submission."""
        self._keep()
        self.view.clearSelection()
        self._stack.setCurrentIndex(0)
        self.form.show_submission(Submission(id=new_id(), title=""), new=True)
        self.form.show()
        self.form.title.setFocus()

    @Slot()
    def import_table(self) -> None:
        """Open the import sheet."""
        ImportSheet(self.session, What.SUBMISSIONS, self.window()).open()

    @Slot()
    def _narrow(self) -> None:
        self.model.set_filter(self.search.text(), self._wanted)
        self._tell_count()

    def _wanted(self, row: SubmissionRow) -> bool:
        track = self.track.value()
        if track and track not in row.submission.tracks:
            return False
        entered = row.submission.entered
        match self.show_only.value():
            case "judged":
                return entered is Entered.SUBMITTED
            case "unvisited":
                return entered is Entered.SUBMITTED and not row.visits
            case "no table":
                return entered is Entered.SUBMITTED and not row.submission.table
            case "draft" | "withdrawn" as state:
                return entered.value == state
            case _:
                return True

    def _tell_count(self) -> None:
        self.count.setText(counted(len(self.model.rows()), "row"))

    @Slot()
    def _reselect(self) -> None:
        shown = self.form.shown
        if shown is not None and not self.form.isHidden() and not self.form.is_new:
            self.view.selectionModel().blockSignals(True)
            self.go_to(shown.id)
            self.view.selectionModel().blockSignals(False)

    @Slot()
    def _select(self) -> None:
        index = self.view.currentIndex()
        if not index.isValid():
            return
        submission = self.model.row(index).submission
        shown = self.form.shown
        if shown is not None and shown.id == submission.id and not self.form.isHidden():
            return
        self._keep()
        self.form.show_submission(submission, self._note(submission))
        self.form.show()

    def _note(self, submission: Submission) -> str:
        row = next((row for row in self.model.rows() if row.submission.id == submission.id), None)
        if row is None:
            return ""
        words = [
            counted(row.visits, "visit").capitalize(),
            row.others,
            "" if row.state == "To be judged" else row.state,
        ]
        return " · ".join(filter(None, words))

    def _keep(self) -> None:
        before = self.form.shown
        if self.form.isHidden() or before is None or self.form.is_new or not self.form.dirty:
            return
        self.form.save()
        if self.form.shown is before:
            Toast.show_in(self.window(), "The changes were not kept: a submission needs a title.")
            return
        self._offer_undo(before, f"Changes to “{before.title}” are saved.")

    def _offer_undo(self, before: Submission, text: str) -> None:
        desk = self.session.desk
        Toast.show_in(self.window(), text, "Undo", lambda: self.session.do(lambda: desk.put([before])))

    @Slot(object)
    def _save(self, submission: Submission) -> None:
        desk, new = self.session.desk, self.form.is_new
        self.session.do(lambda: desk.put([submission]))
        if new:
            self._going_to = submission.id
            self.form.show_submission(submission)
            Toast.show_in(self.window(), f"“{submission.title}” is added.")

    @Slot(object)
    def _switch(self, before: Submission) -> None:
        view = self.session.view
        if view is None or view.record.lock is None:
            self._switched(before)
            return
        verb = self.form.switch_button.text()
        text = "The scores are locked, but this holds at once: the standings change. Its marks are kept."
        danger = before.entered is Entered.SUBMITTED
        ask(self.window(), f"{verb}: “{before.title}”?", text, verb, lambda: self._switched(before), danger=danger)

    def _switched(self, before: Submission) -> None:
        judged = before.entered is Entered.SUBMITTED
        after = replace(before, entered=Entered.WITHDRAWN if judged else Entered.SUBMITTED)
        desk = self.session.desk
        self.session.do(lambda: desk.put([after]))
        self.form.show_submission(after, self.form.note.text())
        text = f"“{before.title}” is withdrawn; its marks are kept." if judged else f"“{before.title}” is judged."
        self._offer_undo(before, text)

    @Slot()
    def _close_form(self) -> None:
        self._keep()
        self.form.hide()
        leave_rows(self.view)
        view = self.session.view
        if view is not None and not view.record.submissions:
            self._stack.setCurrentIndex(1)
