"""The judges: who they are, what they visit, and the laptops that wait to be let in."""

from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.importing import What
from gpumode_judge.desk.locking import declare_interest
from gpumode_judge.desk.overview import JudgeProgress
from gpumode_judge.event.people import Judge
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.import_sheet import ImportSheet
from gpumode_judge.ui.organizer.judge_form import JudgeForm
from gpumode_judge.ui.organizer.laptops import Laptops
from gpumode_judge.ui.organizer.page import Page, Tabs, beside, search_bar
from gpumode_judge.ui.organizer.rounds import Rounds
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.ticket_dialogs import PrintDialog, TicketDialog
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted, judge_called, tracks_of
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import Column, RowsModel, leave_rows, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID


@dataclass(frozen=True)
class JudgeRow:
    """One judge as listed."""

    progress: JudgeProgress
    email: str
    tracks: str

    @property
    def judge(self) -> Judge:
        """The judge."""
        return self.progress.judge


_COLUMNS: tuple[Column[JudgeRow], ...] = (
    Column("name", "Name", lambda r: r.judge.name, tip=lambda r: r.judge.name),
    Column("affiliation", "Affiliation", lambda r: r.judge.affiliation, tip=lambda r: r.judge.affiliation),
    Column("email", "E-mail", lambda r: r.email, tip=lambda r: r.email),
    Column("tracks", "Tracks", lambda r: r.tracks or "all", width=130, tip=lambda r: r.tracks),
    Column("wanted", "Round", lambda r: str(r.progress.wanted), lambda r: r.progress.wanted, True, width=84),
    Column("done", "Done", lambda r: str(r.progress.done), lambda r: r.progress.done, True, width=84),
    Column("devices", "Laptops", lambda r: str(r.progress.devices), lambda r: r.progress.devices, True, width=96),
)


class JudgesPage(Page):
    """Three tabs: judges, visits, laptops that wait."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Judges", session, parent)
        self._going_to = ""
        self.new_button = Button("New judge", "plain", "plus", "Ctrl+N")
        self.print_button = Button("Print tickets…", "plain", "ticket")
        self.import_button = Button("Import…", "primary", "import", "Ctrl+I")
        for button in (self.new_button, self.print_button, self.import_button):
            self.tools.addWidget(button)
        self.search = SearchField("Search judges")
        self.show_only = Choice((("all", "All"), ("silent", "Nothing has come yet"), ("behind", "Not done yet")))
        self.show_only.setAccessibleName("Which judges to show")
        self.show_only.setMaximumWidth(28 * GRID)
        self.count = PlainLabel(role="small", wrap=False)
        self.model = RowsModel[JudgeRow](_COLUMNS, key=lambda r: r.judge.id, parent=self)
        self.view = table(self.model, "Judges")
        Fitting(self.view, {"affiliation": 520, "email": 760, "tracks": 680})
        self.form = JudgeForm()
        self.form.setFixedWidth(46 * GRID)
        self.form.hide()
        self.laptops = Laptops()
        self.rounds = Rounds()
        first = Button("Import…", "primary", "import")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._listed())
        text = "Import a table with their names and e-mail addresses, or type them in. Each gets a ticket."
        self._stack.addWidget(EmptyState("judge", "No judges yet", text, first))
        self.tabs = Tabs((self._stack, "Judges"), (self.rounds, "Visits"), (self.laptops, "Laptops"))
        self.body.addWidget(self.tabs, 1)

        self.new_button.clicked.connect(self.new)
        self.print_button.clicked.connect(self.print_tickets)
        self.import_button.clicked.connect(self.import_table)
        first.clicked.connect(self.import_table)
        self.search.searched.connect(self._narrow)
        self.show_only.picked.connect(self._narrow)
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.model.modelReset.connect(self._reselect)
        self.form.saved.connect(self._save)
        self.form.closed.connect(self._close_form)
        self.form.ticket_wanted.connect(self.show_ticket)
        self.form.round_wanted.connect(self._show_round)
        self.laptops.accepted.connect(self._accept)
        self.rounds.assigned.connect(self._assign)
        self.rounds.import_wanted.connect(self._import_rounds)
        self.rounds.interest.connect(self._declare)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        record = view.record
        self.form.tracks.set_choices([(t.id, t.name) for t in record.tracks])
        self._narrow()
        self.model.set_rows(
            JudgeRow(row, view.emails.get(row.judge.id, ""), tracks_of(record, row.judge.tracks))
            for row in view.overview.judges
        )
        self.print_button.setEnabled(bool(record.judges))
        self._stack.setCurrentIndex(0 if record.judges or not self.form.isHidden() else 1)
        waiting = len(record.pending)
        self.tabs.setTabText(2, f"Laptops ({waiting})" if waiting else "Laptops")
        self.laptops.show_view(view)
        self.rounds.show_view(view)
        self._tell_count()
        if self._going_to in record.judges:
            self.go_to(self._going_to)
            self._going_to = ""

    def leave(self) -> None:
        """Keep what was typed, and say so."""
        self._keep()
        self.rounds.flush()

    def go_to(self, judge_id: str) -> None:
        """Select a judge and show the details."""
        index = self.model.index_of(judge_id)
        if index.isValid():
            rows = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.view.selectionModel().setCurrentIndex(index, rows)
            self.view.scrollTo(index)

    def show_laptops(self) -> None:
        """Show the laptops that wait."""
        self.tabs.setCurrentIndex(2)

    def show_silent(self) -> None:
        """Show the judges from whom nothing has come."""
        self.tabs.setCurrentIndex(0)
        self.show_only.choose("silent")
        self._narrow()

    def show_behind(self) -> None:
        """Show the judges who have visits to do."""
        self.tabs.setCurrentIndex(0)
        self.show_only.choose("behind")
        self._narrow()

    @Slot()
    def new(self) -> None:
        """Show empty fields for one more judge."""
        self._keep()
        self.tabs.setCurrentIndex(0)
        self._stack.setCurrentIndex(0)
        self.view.clearSelection()
        self.form.show_judge(Judge(id=new_id(), name=""), "", new=True)
        self.form.show()
        self.form.name.setFocus()

    @Slot()
    def import_table(self) -> None:
        """Open the import sheet."""
        ImportSheet(self.session, What.JUDGES, self.window()).open()

    @Slot()
    def print_tickets(self) -> None:
        """Open the sheet that prints tickets: those of the selected judges if several are, else all."""
        view = self.session.view
        if view is None:
            return
        chosen = [self.model.row(index).judge for index in self.view.selectionModel().selectedRows()]
        PrintDialog(view, chosen if len(chosen) > 1 else tuple(view.record.judges.values()), self.window()).open()

    @Slot(object)
    def show_ticket(self, judge: Judge) -> None:
        """Show a judge's ticket, large."""
        TicketDialog(self.session, judge, self.window()).open()

    def _listed(self) -> QWidget:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(search_bar(self.search, self.show_only, count=self.count))
        column.addLayout(beside(self.view, self.form), 1)
        return full

    @Slot()
    def _narrow(self) -> None:
        self.model.set_filter(self.search.text(), self._wanted)
        self._tell_count()

    def _wanted(self, row: JudgeRow) -> bool:
        match self.show_only.value():
            case "silent":
                return not row.progress.done and bool(row.progress.wanted)
            case "behind":
                return row.progress.done < row.progress.wanted
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
        row = self.model.row(index)
        shown = self.form.shown
        if shown is not None and shown.id == row.judge.id and not self.form.isHidden():
            return
        self._keep()
        note = f"{row.progress.done} of {row.progress.wanted} visits done · {counted(row.progress.devices, 'laptop')}"
        self.form.show_judge(row.judge, row.email, note)
        self.form.show()

    def _keep(self) -> None:
        before = self.form.shown
        if self.form.isHidden() or before is None or self.form.is_new or not self.form.dirty:
            return
        self.form.save()
        if self.form.shown is before:
            Toast.show_in(self.window(), "The changes were not kept: a judge needs a name.")
        else:
            self._offer_undo(before)

    def _offer_undo(self, before: Judge) -> None:
        desk = self.session.desk
        text = f"Changes to {before.name} are saved."
        Toast.show_in(self.window(), text, "Undo", lambda: self.session.do(lambda: desk.put([before])))

    @Slot(object, str)
    def _save(self, judge: Judge, email: str) -> None:
        desk = self.session.desk
        self.session.do(lambda: desk.add_judges([judge], {judge.id: email}))
        if self.form.is_new:
            self._going_to = judge.id
            self.form.show_judge(judge, email)
            Toast.show_in(self.window(), f"{judge.name} is added and has a ticket.")

    @Slot(str, str)
    def _accept(self, device: str, judge: str) -> None:
        desk, view = self.session.desk, self.session.view
        name = judge_called(view.record, judge) if view else "the judge"
        self.session.do(lambda: desk.accept(device, judge), lambda _: self._accepted(name))

    def _accepted(self, name: str) -> None:
        Toast.show_in(self.window(), f"The laptop speaks for {name}; everything it recorded counts.")

    @Slot(object)
    def _show_round(self, judge: Judge) -> None:
        self.tabs.setCurrentIndex(1)
        self.rounds.show_judge(judge.id)

    @Slot(str, object)
    def _assign(self, judge: str, submissions: tuple[str, ...]) -> None:
        desk = self.session.desk
        self.session.do(lambda: desk.assign({judge: submissions}), lambda _: self.rounds.kept())

    @Slot(str, str, str)
    def _declare(self, judge: str, submission: str, reason: str) -> None:
        desk, view = self.session.desk, self.session.view
        name = judge_called(view.record, judge) if view else "The judge"
        self.session.do(
            lambda: declare_interest(desk, judge, submission, reason), lambda _: self._declared(name, bool(reason))
        )

    def _declared(self, name: str, held: bool) -> None:
        told = f"{name} does not mark it." if held else f"Taken back; {name} may mark it."
        Toast.show_in(self.window(), f"{told} The next event file tells their laptop.")

    @Slot()
    def _import_rounds(self) -> None:
        ImportSheet(self.session, What.ASSIGNMENTS, self.window()).open()

    @Slot()
    def _close_form(self) -> None:
        self._keep()
        self.form.hide()
        leave_rows(self.view)
        view = self.session.view
        if view is not None and not view.record.judges:
            self._stack.setCurrentIndex(1)
