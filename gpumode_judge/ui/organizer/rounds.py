"""Who visits what, in which order: one judge at a time."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import visiting_order
from gpumode_judge.ui.organizer.interests import InterestDialog, Interests
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import Column, RowsModel, table
from gpumode_judge.ui.shared.tokens import GRID

_COLUMNS: tuple[Column[Submission], ...] = (
    Column("table", "Table", lambda s: s.table, visiting_order, width=84),
    Column("title", "Not on the round", lambda s: s.title, tip=lambda s: s.title),
)


class Rounds(QWidget):
    """The round of the chosen judge to the left, what else there is to the right.

    ``assigned`` brings (judge id, submission ids) half a second after the last change; whoever keeps it calls ``kept``.
    ``interest`` brings (judge id, submission id, reason) of a conflict of interest; without a reason it is taken back.
    """

    assigned = Signal(str, object)
    import_wanted = Signal()
    interest = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._round: list[str] = []
        self._of = ""
        self._waiting = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(500)
        self.judge = Choice(name="Whose visits")
        self.judge.setMaximumWidth(40 * GRID)
        self.state = PlainLabel(role="soft")
        self.all_button = Button("Let this judge see all", "plain")
        self.import_button = Button("Import…", "plain", "import")
        self.list = OrderedList("Visits in order", "Add the selected")
        self.list.new_button.setEnabled(False)
        self.search = SearchField("Search submissions", shortcut=False)
        self.model = RowsModel[Submission](_COLUMNS, key=lambda s: s.id, parent=self)
        self.rest = table(self.model, "Submissions that are not on the round")
        self.rest.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.interests = Interests()
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(PlainLabel("Visits of", wrap=False))
        top.addWidget(self.judge, 2)
        top.addWidget(self.state, 3)
        top.addWidget(self.all_button)
        top.addWidget(self.import_button)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(SectionTitle("On the round, in this order"))
        left.addWidget(self.list, 1)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.search)
        right.addWidget(self.rest, 1)
        both = QHBoxLayout()
        both.setSpacing(2 * GRID)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * GRID)
        layout.addLayout(top)
        layout.addLayout(both, 1)
        layout.addWidget(self.interests)

        self._later.timeout.connect(self._tell)
        self.judge.picked.connect(self._switch)
        self.all_button.clicked.connect(self._see_all)
        self.import_button.clicked.connect(self.import_wanted)
        self.list.wanted.connect(self._add)
        self.list.dropped.connect(self._drop)
        self.list.moved.connect(self._move)
        self.search.searched.connect(self._narrow)
        self.rest.doubleClicked.connect(self._add)
        self.interests.wanted.connect(self.declare)
        self.interests.taken_back.connect(self._take_back)
        self.rest.selectionModel().selectionChanged.connect(self._settle)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        self._view = view
        self.judge.set_choices([(j.id, j.name) for j in view.record.judges.values()])
        if not self._waiting:
            self._show_round()

    def show_judge(self, judge_id: str) -> None:
        """Show the round of a judge."""
        self.judge.choose(judge_id)
        self._switch()

    def flush(self) -> None:
        """Tell at once what was changed."""
        if self._later.isActive():
            self._later.stop()
            self._tell()

    def kept(self) -> None:
        """What was told is kept now."""
        self._waiting = self._later.isActive()

    @Slot()
    def _switch(self) -> None:
        self.flush()
        self._show_round()

    @Slot()
    def _tell(self) -> None:
        self.assigned.emit(self._of, (*self._round, *self._set_aside()))

    def _set_aside(self) -> list[str]:
        """What was assigned and is not on the round only because of a conflict of interest: it comes back with that."""
        record = self._view.record if self._view else None
        if record is None:
            return []
        return [s for s in record.assignments.get(self._of, ()) if (self._of, s) in record.interests]

    @Slot()
    def declare(self) -> None:
        """Ask which conflict of interest the judge has; the selected submission is offered."""
        judge = self._view.record.judges.get(self._of) if self._view else None
        if self._view is None or judge is None:
            return
        self.flush()
        record = self._view.record
        free = [s for s in record.judged if (judge.id, s.id) not in record.interests]
        dialog = InterestDialog(record, judge, free, self._selected(), self.window())
        dialog.declared.connect(self._declared)
        dialog.open()

    def _selected(self) -> str:
        rows = self.rest.selectionModel().selectedRows()
        if len(rows) == 1:
            return self.model.row(rows[0]).id
        place = self.list.current()
        return self._round[place] if 0 <= place < len(self._round) else ""

    @Slot(str, str)
    def _declared(self, submission: str, reason: str) -> None:
        self.interest.emit(self._of, submission, reason)

    @Slot(str)
    def _take_back(self, submission: str) -> None:
        self.interest.emit(self._of, submission, "")

    @Slot()
    def _show_round(self) -> None:
        view, judge = self._view, self.judge.text_value()
        if view is None:
            return
        self._of = judge
        self._round = [s.id for s in view.record.round_of(judge)] if judge else []
        assigned = judge in view.record.assignments
        count = counted(len(self._round), "visit")
        self.state.setText(
            f"{count}, as assigned." if assigned else f"{count}: sees all by table, nothing is assigned."
        )
        self.all_button.setEnabled(assigned)
        self._show()

    def _show(self, current: int | None = None) -> None:
        if self._view is None:
            return
        record = self._view.record
        rows = [record.submissions[name] for name in self._round]
        self.list.set_rows([ListRow(s.title, s.team, s.table) for s in rows], current)
        taken = set(self._round)
        interests = record.interests
        self.model.set_rows(s for s in record.judged if s.id not in taken and (self._of, s.id) not in interests)
        self.interests.show_judge(record, record.judges.get(self._of))
        self._settle()

    @Slot()
    def _settle(self) -> None:
        self.list.new_button.setEnabled(self.rest.selectionModel().hasSelection())

    @Slot(str)
    def _narrow(self, text: str) -> None:
        self.model.set_filter(text)

    @Slot()
    def _add(self) -> None:
        chosen = sorted(self.rest.selectionModel().selectedRows(), key=lambda index: index.row())
        if chosen:
            self._round += [self.model.row(index).id for index in chosen]
            self._say(len(self._round) - 1)

    @Slot(int)
    def _drop(self, place: int) -> None:
        del self._round[place]
        self._say()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._round[place], self._round[to] = self._round[to], self._round[place]
        self._say(to)

    @Slot()
    def _see_all(self) -> None:
        if self._view is not None:
            judge = self._view.record.judges.get(self.judge.text_value())
            tracks = set(judge.tracks) if judge else set[str]()
            interests = self._view.record.interests
            everything = [s for s in self._view.record.judged if (self._of, s.id) not in interests]
            self._round = [s.id for s in everything if not tracks or tracks & set(s.tracks)]
            self._say()

    def _say(self, current: int | None = None) -> None:
        self._show(current)
        self.state.setText(f"{counted(len(self._round), 'visit')}, as assigned.")
        self._waiting = True
        self._later.start()
