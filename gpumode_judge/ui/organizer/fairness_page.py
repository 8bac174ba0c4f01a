"""Is the judging fair? The event as a whole, each judge, and where judges should go next."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.event_health import EventHealth, Health, health_of
from gpumode_judge.ui.organizer.fitting import Fitting
from gpumode_judge.ui.organizer.judge_card_view import COLUMNS, AxisDelegate, JudgePanel, RangeDelegate
from gpumode_judge.ui.organizer.judge_numbers import JudgeRow, names_of, rows_of
from gpumode_judge.ui.organizer.next_visits_view import NextVisitsView
from gpumode_judge.ui.organizer.page import Page, Tabs, beside, search_bar
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel, roomy_list
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import RowsModel, leave_rows, table
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
SORTS: Final = {
    "harshest": ("severity", _DOWN, "Harshest first"),
    "mildest": ("severity", _UP, "Mildest first"),
    "noise": ("noise", _DOWN, "Least steady first"),
    "visits": ("visits", _UP, "Fewest visits first"),
    "remarks": ("remarks", _DOWN, "Most to look at first"),
    "name": ("name", _UP, "By name"),
}
_NO_REPROACH: Final = (
    "Nothing of this is a reproach: severity is corrected in the scores, "
    "and all else only tells where to look and whom to ask."
)
_LEGEND: Final = (
    "The line around a dot is where the severity lies 19 times of 20; a hollow dot cannot be told from the average yet. "
    "“Off by” is how many points one visit usually is."
)


class FairnessPage(Page):
    """Three tabs: the event, the judges, the next visits.

    ``going`` names another place of the window, ``why_wanted`` a submission.
    """

    going = Signal(str)
    why_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Fairness", session, parent)
        self._newest = Newest(self)
        self._view: View | None = None
        self.health: Health | None = None
        self.hide_button = Button("Hide names", "plain", "eye")
        self.hide_button.setCheckable(True)
        self.tools.addWidget(self.hide_button)
        self.whole = EventHealth()
        self.search = SearchField("Search judges")
        self.sort = Choice([(key, words) for key, (_, _, words) in SORTS.items()], "Order of the judges")
        roomy_list(self.sort)
        self.sort.setMaximumWidth(28 * GRID)
        self.count = PlainLabel(role="small", wrap=False)
        self.model = RowsModel[JudgeRow](COLUMNS, key=lambda r: r.id, parent=self)
        self.view = table(self.model, "Judges")
        self._axis = AxisDelegate(self.view)
        self.view.setItemDelegateForColumn(self.model.column("axis"), self._axis)
        self.view.setItemDelegateForColumn(self.model.column("range"), RangeDelegate(self.view))
        Fitting(self.view, {"remarks": 1040, "range": 860, "agreement": 720, "severity": 560})
        self.panel = JudgePanel()
        self.panel.setFixedWidth(42 * GRID)
        self.panel.hide()
        self.next = NextVisitsView(session)
        self.merge_button = Button("Go to Merge", "primary", "merge")
        self.empty = EmptyState("judge", "Nothing to see yet", "", self.merge_button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.whole)
        self._stack.addWidget(self.empty)
        self._judges_stack = QStackedWidget()
        self._judges_stack.addWidget(self._judges())
        self._judges_empty = EmptyState(
            "judge", "No judge has marked anything yet", "Their cards come with their first ballots."
        )
        self._judges_stack.addWidget(self._judges_empty)
        self.tabs = Tabs((self._stack, "Event"), (self._judges_stack, "Judges"), (self.next, "Next visits"))
        self.body.addWidget(self.tabs, 1)
        self._sort()

        self.hide_button.toggled.connect(self._show)
        self.merge_button.clicked.connect(self._go_to_merge)
        self.search.searched.connect(self._narrow)
        self.sort.picked.connect(self._sort)
        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.model.modelReset.connect(self._select)
        self.whole.why_wanted.connect(self.why_wanted)
        self.whole.visits_wanted.connect(self.show_visits)
        self.panel.why_wanted.connect(self.why_wanted)
        self.panel.closed.connect(self._close_panel)

    @property
    def working(self) -> bool:
        """Whether something is being worked out."""
        return self._newest.running or self.next.working

    def show_view(self, view: View) -> None:
        """Show what holds now; what the marks tell is worked out beside the window."""
        self._view = view
        self.next.show_view(view)
        if self.health is not None and self.health.result is view.result:
            return
        result = view.result
        self._newest.run(lambda _progress, _cancelled: health_of(result), self._found)

    @Slot()
    def show_visits(self) -> None:
        """Show where judges should go next."""
        self.tabs.setCurrentIndex(2)

    @Slot()
    def _go_to_merge(self) -> None:
        self.going.emit("merge")

    def _judges(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(PlainLabel(_NO_REPROACH, "soft"))
        column.addLayout(search_bar(self.search, self.sort, count=self.count))
        column.addLayout(beside(self.view, self.panel), 1)
        column.addWidget(PlainLabel(_LEGEND, "small"))
        return page

    def _found(self, health: Health) -> None:
        self.health = health
        self._show()

    @Slot()
    def _show(self) -> None:
        health = self.health
        if health is None:
            return
        found = health.diagnosis
        if found is None or not found.event.visits:
            text = health.problem or (
                "No judge’s mark counts: only measured figures do."
                if found is None
                else "It comes with the first ballots."
            )
            self.empty.tell("Nothing to see yet", text)
            self.merge_button.setVisible(found is not None or bool(health.problem))
        cards = found.judges if found is not None else ()
        self._stack.setCurrentIndex(0 if found is not None and found.event.visits else 1)
        self._judges_stack.setCurrentIndex(0 if cards else 1)
        judges = {*health.record.judges, *(card.judge for card in cards)}
        names = names_of(health.record, judges, hidden=self.hide_button.isChecked())
        self.whole.show_health(health, names)
        rows = rows_of(cards, names)
        self._axis.fit(rows)
        self.model.set_rows(rows)
        self.view.viewport().update()
        self._tell_count()
        self._select()

    @Slot()
    def _sort(self) -> None:
        column, order, _ = SORTS[self.sort.text_value() or "harshest"]
        self.view.sortByColumn(self.model.column(column), order)

    @Slot()
    def _narrow(self) -> None:
        self.model.set_filter(self.search.text())
        self._tell_count()

    def _tell_count(self) -> None:
        self.count.setText(counted(len(self.model.rows()), "judge"))

    @Slot()
    def _select(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and self.health is not None:
            self.panel.show_row(self.model.row(index), self.health.record)
            self.panel.show()

    @Slot()
    def _close_panel(self) -> None:
        self.panel.hide()
        leave_rows(self.view)
