"""The standings: who leads, how sure that is, and why the order is not that of the raw means."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gpumode_judge.desk.history import RulesChange, rules_history
from gpumode_judge.desk.reporting import write_standings
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.standings.ranking import Standings
from gpumode_judge.ui.organizer.method_bar import MethodBar
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.rules_changes import History, Outlook, UseMethod, locked, outlook_of, use_method
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.standing_detail import StandingDetail
from gpumode_judge.ui.organizer.standing_rows import Shown, StandingsModel, counted_criteria
from gpumode_judge.ui.organizer.standings_found import Found, Wanted, find, first_glance, groups_of, title_of
from gpumode_judge.ui.organizer.standings_table import StandingsTable
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.labels import PlainLabel, escaped, roomy_list
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import copy_text
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

if TYPE_CHECKING:
    from gpumode_judge.ui.organizer.slope_page import SlopePage

TABLE: Final = 0
CHART: Final = 1


class StandingsPage(Page):
    """The standings as a table and as a chart, by the method in force, beside another one, of all or of some.

    ``why_wanted`` tells the id of a submission whose whole story somebody wants to see.
    """

    why_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Standings", session, parent)
        self.found: Found | None = None
        self._wanted = Wanted()
        self._finding = Newest(self)
        self._asking = Newest(self)
        self.chart: SlopePage | None = None
        self.why_button = Button("Why…", "plain", "help", name="Why the chosen submission has its rank")
        self.copy_button = Button("Copy", "plain", "copy", name="Copy the table")
        self.save_button = Button("Save table…", "primary", "spreadsheet", "Ctrl+S")
        for button in (self.why_button, self.copy_button, self.save_button):
            self.tools.addWidget(button)
        self.method = MethodBar()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Table or chart")
        self.tabs.setIconSize(QSize(18, 18))
        for words in ("Table", "Chart"):
            self.tabs.addTab(words)
        self.group = Choice((("", "All submissions"),), "Which submissions are shown")
        roomy_list(self.group)
        self.group.setFixedWidth(34 * GRID)
        self.search = SearchField("Search standings")
        self.count = PlainLabel(role="small", wrap=False)
        self.view = StandingsTable()
        self.detail = StandingDetail()
        self.detail.setFixedWidth(42 * GRID)
        self.detail.hide()
        self._pictures = QStackedWidget()
        self._pictures.addWidget(self.view)
        self._empty = EmptyState(
            "standings", "No standings yet", "Merge the first score files, and the standings appear here."
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._lay_out())
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._stack, 1)

        self.banner.acted.connect(self._use_instead)
        self.why_button.clicked.connect(self._why_current)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save)
        self.method.compared.connect(self.compare)
        self.method.use_wanted.connect(self._ask_to_use)
        self.method.history_wanted.connect(self._look_back)
        self.tabs.currentChanged.connect(self._turn)
        self.group.picked.connect(self._pick_group)
        self.search.searched.connect(self._narrow)
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(self.why_wanted)
        self.detail.closed.connect(self._close_detail)

    @property
    def model(self) -> StandingsModel:
        """The rows of the table."""
        return self.view.rows_model

    @property
    def working(self) -> bool:
        """Whether something that was asked for is not shown yet."""
        return self._finding.running or self._asking.running

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        if view.no_standings:
            self._empty.tell("No standings yet", view.no_standings)
        elif not view.record.submissions:
            self._empty.tell(
                "No standings yet", "Add submissions first; the standings appear with the first score files."
            )
        there = bool(view.standings)
        self._stack.setCurrentIndex(0 if there else 1)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(there)
        if not there:
            self._finding.cancel()
            self.found = None
            self.view.show_rows((), Shown())
            self.banner.tell("warning", "")
            self._tell_current()
            return
        groups = groups_of(view.record)
        self.group.set_choices(groups)
        if self._wanted.group not in dict(groups):
            self._wanted = Wanted("", self._wanted.other)
        self.group.choose(self._wanted.group)
        if self.found is None and self._wanted == Wanted():
            self._show(first_glance(view))
        self._find()

    def compare(self, method: str) -> None:
        """Look at another method beside the one in force (empty: at none). Nothing is changed by it."""
        self.method.choose(method)
        self._wanted = Wanted(self._wanted.group, method)
        self._find()

    def choose(self, submission: str) -> None:
        """Select a submission, in the table and in the chart."""
        self.view.choose(submission)

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

    def _lay_out(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.tabs)
        bar.addSpacing(GRID)
        bar.addWidget(self.group)
        bar.addWidget(self.search, 1)
        bar.addSpacing(GRID)
        bar.addWidget(self.count)
        bar.addStretch(0)
        split = QHBoxLayout()
        split.setSpacing(2 * GRID)
        split.addWidget(self._pictures, 1)
        split.addWidget(self.detail)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.method)
        column.addLayout(bar)
        column.addLayout(split, 1)
        return full

    def _find(self) -> None:
        """Ask for the standings that are wanted now; what was asked before is forgotten."""
        view, wanted = self.session.view, self._wanted
        if view is None or not view.standings:
            return
        result = view.result
        if self.found is not None and self.found.result is result and self.found.wanted == wanted and self.found.whole:
            self._finding.cancel()
            self._show(self.found)
            return
        self._finding.run(lambda _progress, _cancelled: find(result, wanted), self._show, self._not_found)

    def _not_found(self, error: Exception) -> None:
        """Go back to what can be shown: a prize may have weights by which nobody has a score."""
        if isinstance(error, Problem) and self._wanted != Wanted():
            self._wanted = Wanted()
            self.group.choose("")
            self.method.choose("")
            self._find()
        show_failure(self.window(), error)

    def _show(self, found: Found) -> None:
        self.found = found
        record = found.result.record
        self.view.show_rows(
            found.rows, Shown(counted_criteria(record, found.own), found.compared, bool(found.wanted.group))
        )
        self.method.tell(found, locked(record))
        self._tell_banner(found.standings, locked(record))
        if self.chart is not None:
            self.chart.show_found(found)
        self.group.setToolTip(escaped(self.group.currentText()))
        self._tell_count()
        self._tell_current()

    def _tell_banner(self, standings: Standings, fixed: bool) -> None:
        """Say why the method of the rules is not followed, once; a new view does not bring back what was closed."""
        if standings.refused != self.banner.text():
            action = "" if fixed or not standings.refused else f"Use the {title_of(standings.method).lower()}…"
            self.banner.tell("warning", standings.refused, action)

    @Slot()
    def _use_instead(self) -> None:
        if self.found is not None:
            self._ask_to_use(self.found.standings.method)

    def _tell_count(self) -> None:
        shown, found = len(self.model.rows()), self.found
        words = counted(shown, "row")
        if found is not None and found.wanted.group:
            words += f" · ranks among {'them' if shown == len(found.rows) else f'these {len(found.rows):,}'}"
        self.count.setText(words)

    @Slot(int)
    def _turn(self, tab: int) -> None:
        if tab == CHART and self.chart is None:
            # Here and not above: the chart's library takes a while to come.
            from gpumode_judge.ui.organizer.slope_page import SlopePage

            self.chart = SlopePage()
            self._pictures.addWidget(self.chart)
            self.chart.chart.picked.connect(self.choose)
            self.chart.chart.opened.connect(self.why_wanted)
            self.chart.chart.choose(self.view.current_id())
            if self.found is not None:
                self.chart.show_found(self.found)
        self._pictures.setCurrentIndex(tab)
        self.search.setVisible(tab == TABLE)
        self.count.setVisible(tab == TABLE)

    @Slot()
    def _pick_group(self) -> None:
        self._wanted = Wanted(self.group.text_value(), self._wanted.other)
        self._find()

    @Slot(str)
    def _narrow(self, text: str) -> None:
        self.view.search(text)
        self._tell_count()

    @Slot()
    def _chosen(self) -> None:
        if self.view.currentIndex().isValid():
            self.detail.show()
        self._tell_current()

    def _tell_current(self) -> None:
        """Bring everything that is about one submission to the one that is chosen."""
        row = self.view.current_row()
        self.why_button.setEnabled(row is not None and bool(row.standing.visits))
        if self.chart is not None:
            self.chart.chart.choose(row.id if row else "")
        if row is None or self.found is None:
            self.detail.hide()
        elif not self.detail.isHidden():
            self.detail.show_row(row, self.found)

    @Slot()
    def _why_current(self) -> None:
        if self.view.current_id():
            self.why_wanted.emit(self.view.current_id())

    @Slot()
    def _close_detail(self) -> None:
        self.detail.hide()
        self.view.choose_none()
        picture = self._pictures.currentWidget() or self
        picture.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _ask_to_use(self, method: str) -> None:
        view = self.session.view
        if view is not None:
            result = view.result
            self._asking.run(lambda _progress, _cancelled: outlook_of(result, method), self._ask)

    def _ask(self, outlook: Outlook) -> None:
        view = self.session.view
        if view is None:
            return
        dialog = UseMethod(view.record, outlook, self.window())
        dialog.accepted.connect(lambda: self._use(outlook.method))
        dialog.open()

    def _use(self, method: str) -> None:
        desk = self.session.desk
        self.session.do(lambda: use_method(desk, method), lambda before: self._used(method, before))

    def _used(self, method: str, before: str) -> None:
        # The one that was in force stands beside the new one now: the ranks can still be seen from both sides.
        self.compare(before)
        words = f"Scored by “{title_of(method)}” from now on."
        Toast.show_in(self.window(), words, "Undo", lambda: self._take_back(before))

    def _take_back(self, method: str) -> None:
        desk = self.session.desk
        self.session.do(lambda: use_method(desk, method), lambda _: self.compare(""))

    @Slot()
    def _look_back(self) -> None:
        desk = self.session.desk
        self._asking.run(lambda _progress, _cancelled: rules_history(desk), self._tell_history)

    def _tell_history(self, changes: tuple[RulesChange, ...]) -> None:
        if self.session.view is not None:
            History(self.session.view.record, changes, self.window()).open()
