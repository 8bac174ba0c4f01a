"""Which judge should see which team in the time that is left: asked, worked out, carried out."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.desk.diagnosing import next_best
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.next_visits import NextVisit
from gpumode_judge.ui.organizer.rules_changes import locked
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.visit_plan import (
    LOCKED,
    WHY,
    Addition,
    AssignDialog,
    Planned,
    additions,
    as_text,
    assign,
    gain_words,
    place,
)
from gpumode_judge.ui.organizer.words import counted, judge_called
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import Field, PlainLabel, SectionTitle, escaped
from gpumode_judge.ui.shared.progress import ProgressPanel
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Report, Work

_NONE_HELPS: Final = (
    "Those who are free have seen, or may not see, every team that can still win; or the time is too short for a visit."
)
_WIDEST: Final = 120 * GRID  # a figure far from its words is hard to match
_SETTING: Final = "next visits"
_MOST_MINUTES: Final = 600


class NextVisitsView(QWidget):
    """What is asked to the left, walking lists to the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._view: View | None = None
        self._work: Work[Planned] | None = None
        self._dropped = False
        self._busy_judges: set[str] = set()
        self.planned: Planned | None = None
        kept = session.desk.object_setting(_SETTING)
        self.left, self.each, self.count = (
            _minutes("minutes left", kept.get("left"), 30, _MOST_MINUTES),
            _minutes("minutes a visit", kept.get("each"), 6, 120),
            _minutes("how many visits", kept.get("count"), 20, 200),
        )
        for box in (self.left, self.each):
            box.setSuffix(" min")
        self.judges = QListWidget()
        self.judges.setAccessibleName("Judges who are free")
        self.judges.setFrameShape(QFrame.Shape.NoFrame)
        self.judges.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.judges.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.all_button, self.none_button = Button("All", "quiet"), Button("None", "quiet")
        self.free = PlainLabel(role="small")
        self.find_button = Button("Find the best visits", "primary", "search", "Ctrl+Return")
        self.banner = Banner(closable=False, parent=self)
        self.busy = ProgressPanel("Looking for the visits that help most …")
        self.total = PlainLabel(role="strong")
        self.copy_button = Button("Copy as text", "plain", "copy")
        self.assign_button = Button("Assign these…", "plain", "check")
        self._lists = QVBoxLayout()
        self._stack = QStackedWidget()
        self.empty = EmptyState(
            "people", "Where should judges go next?",
            "Say how much time is left and who is free. You get a list to walk for each judge, the visits that make the prizes surest.",
        )  # fmt: skip
        self._build()

        self.find_button.clicked.connect(self.look)
        self.busy.cancelled.connect(self._cancel)
        self.copy_button.clicked.connect(self.copy)
        self.assign_button.clicked.connect(self.ask_assign)
        self.all_button.clicked.connect(partial(self._check_all, True))
        self.none_button.clicked.connect(partial(self._check_all, False))
        self.judges.itemChanged.connect(self._checked)
        for box in (self.left, self.each, self.count):
            box.valueChanged.connect(self._settle)

    @property
    def working(self) -> bool:
        """Whether visits are being looked for."""
        return self._work is not None and self._work.running

    def show_view(self, view: View) -> None:
        """Show what holds now; a plan that was made before stays, and is said to be older."""
        self._view = view
        self._show_judges(view.record)
        if locked(view.record):
            self.banner.tell("info", LOCKED)
        elif self.planned is not None and not self.working and _known(self.planned.record) != _known(view.record):
            self.banner.tell("info", "Something has come in since these visits were worked out.", "Work it out again")
        elif self.banner.text() == LOCKED:
            self.banner.tell("info", "")
        self._settle()

    def chosen(self) -> tuple[str, ...]:
        """The ids of the judges who are free."""
        items = (self.judges.item(row) for row in range(self.judges.count()))
        return tuple(str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked)

    @Slot()
    def look(self) -> None:
        """Work out the best visits beside the window."""
        desk, left, each, count, judges = (
            self._session.desk,
            self.left.value(),
            self.each.value(),
            self.count.value(),
            self.chosen(),
        )
        if self.working or not judges:
            return
        self._dropped = False

        def work(progress: Report, _cancelled: object) -> Planned:
            progress(0, None, "Looking for the visits that help most …")
            desk.remember(_SETTING, {"left": left, "each": each, "count": count})
            record = desk.record
            return Planned(record=record, visits=next_best(desk, left, each, judges, count))

        self.banner.tell("info", "")
        self.busy.busy("Looking for the visits that help most …")
        self._stack.setCurrentIndex(1)
        self._work = self._session.work(work, self._found, self._failed, self.busy.tell)
        self._settle()

    @Slot()
    def copy(self) -> None:
        """Put the walking lists on the clipboard."""
        if self.planned is not None:
            QGuiApplication.clipboard().setText(as_text(self.planned))
            Toast.show_in(self.window(), "The lists are on the clipboard.")

    @Slot()
    def ask_assign(self) -> None:
        """Show what assigning would change, and do it if that is wanted."""
        if self.planned is None or self._view is None:
            return
        record = self._view.record
        if locked(record):
            self.banner.tell("warning", LOCKED)
            return
        added = additions(record, self.planned)
        dialog = AssignDialog(record, added, self.window())
        dialog.accepted.connect(partial(self._assign, added))
        dialog.open()

    def _build(self) -> None:
        times = QHBoxLayout()
        times.setSpacing(GRID)
        times.addWidget(Field("Time left", self.left), 1)
        times.addWidget(Field("One visit", self.each), 1)
        heads = QHBoxLayout()
        heads.setSpacing(0)
        heads.addWidget(PlainLabel("Judges who are free", "strong"), 1)
        heads.addWidget(self.all_button)
        heads.addWidget(self.none_button)
        ask = Card()
        ask.setFixedWidth(38 * GRID)
        ask.body.addLayout(times)
        ask.body.addWidget(Field("At most so many visits", self.count))
        ask.body.addSpacing(4)
        ask.body.addLayout(heads)
        ask.body.addWidget(self.judges, 1)
        ask.body.addWidget(self.free)
        ask.body.addWidget(self.find_button)
        wait = QWidget()
        waiting = QVBoxLayout(wait)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.addWidget(self.busy)
        waiting.addStretch(1)
        strip = QWidget()
        tools = QHBoxLayout(strip)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(GRID)
        tools.addWidget(self.total, 1)
        tools.addWidget(self.copy_button)
        tools.addWidget(self.assign_button)
        page = QWidget()
        page.setObjectName("page")
        self._lists = QVBoxLayout(page)
        self._lists.setContentsMargins(0, 0, GRID, 0)
        self._lists.setSpacing(2 * GRID)
        area = Scroll("Lists to walk", page)
        for part in (page, strip):
            part.setMaximumWidth(_WIDEST)
        seen = QWidget()
        listed = QVBoxLayout(seen)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(2 * GRID)
        listed.addWidget(strip)
        listed.addWidget(area, 1)
        for part in (self.empty, wait, seen):
            self._stack.addWidget(part)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3 * GRID)
        layout.addWidget(ask)
        layout.addLayout(right, 1)
        self.banner.acted.connect(self.look)

    def _show_judges(self, record: Record) -> None:
        judges = sorted(record.judges.values(), key=lambda judge: (judge.name.casefold(), judge.id))
        self.judges.blockSignals(True)
        while self.judges.count() > len(judges):
            self.judges.takeItem(self.judges.count() - 1)
        while self.judges.count() < len(judges):
            self.judges.addItem(QListWidgetItem())
        for row, judge in enumerate(judges):
            item = self.judges.item(row)
            item.setText(" ".join(judge.name.split()))
            item.setToolTip(escaped(item.text()))
            item.setData(Qt.ItemDataRole.UserRole, judge.id)
            busy = judge.id in self._busy_judges
            item.setCheckState(Qt.CheckState.Unchecked if busy else Qt.CheckState.Checked)
        self.judges.blockSignals(False)

    @Slot()
    def _checked(self) -> None:
        everyone = {str(self.judges.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.judges.count())}
        self._busy_judges = everyone - set(self.chosen())
        self._settle()

    def _check_all(self, on: bool, *_: object) -> None:
        self.judges.blockSignals(True)
        for row in range(self.judges.count()):
            self.judges.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.judges.blockSignals(False)
        self._checked()

    @Slot()
    def _settle(self) -> None:
        many, each = len(self.chosen()), self.left.value() // max(1, self.each.value())
        words = f"{many} of {counted(self.judges.count(), 'judge')}, time for {counted(each, 'visit')} each."
        self.free.setText(words if many else "Tick at least one judge.")
        closed = self._view is None or locked(self._view.record)
        self.find_button.setEnabled(bool(many) and not self.working and not closed)
        self.assign_button.setEnabled(self.planned is not None and bool(self.planned.visits) and not closed)

    def _found(self, planned: Planned) -> None:
        self._work = None
        if self._dropped:
            self._show_stack()
        else:
            self.planned = planned
            self._show_lists(planned)
        self._settle()

    def _failed(self, error: Exception) -> None:
        self._work = None
        self._show_stack()
        words = str(error) if isinstance(error, Problem) else f"It could not be worked out ({type(error).__name__})."
        self.banner.tell("error", words)
        self._settle()

    @Slot()
    def _cancel(self) -> None:
        self._dropped = True
        if self._work is not None:
            self._work.cancel()
        self._show_stack()

    def _show_stack(self) -> None:
        self._stack.setCurrentIndex(2 if self.planned is not None and self.planned.visits else 0)

    def _show_lists(self, planned: Planned) -> None:
        clear(self._lists)
        if not planned.visits:
            self.empty.tell("No visit would help", _NONE_HELPS)
        for judge, visits in planned.by_judge().items():
            self._lists.addWidget(self._list(planned.record, judge, visits))
        self._lists.addStretch(1)
        gains = [v.gain for v in planned.visits if v.gain is not None]
        words = f"{counted(len(planned.visits), 'visit')} for {counted(len(planned.by_judge()), 'judge')}"
        if gains:
            words += f"; together they make the prize places {sum(gains) * 100:.1f} % surer"
        self.total.setText(words + ".")
        self._show_stack()

    def _list(self, record: Record, judge: str, visits: Sequence[NextVisit]) -> Card:
        card = Card()
        head = SectionTitle(judge_called(record, judge), elide=True)
        card.body.addWidget(head)
        for number, visit in enumerate(visits, 1):
            row = QHBoxLayout()
            row.setSpacing(12)
            figure = PlainLabel(str(number), "soft", wrap=False)
            figure.setFixedWidth(2 * GRID)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(PlainLabel(place(record, visit.submission), elide=True))
            words.addWidget(PlainLabel(WHY[visit.reason].capitalize(), "small", elide=True))
            gain = PlainLabel(gain_words(visit), "strong" if visit.gain else "soft", wrap=False)
            row.addWidget(figure, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            row.addWidget(gain, 0, Qt.AlignmentFlag.AlignTop)
            card.body.addLayout(row)
        return card

    def _assign(self, added: Sequence[Addition]) -> None:
        desk = self._session.desk
        self._session.do(lambda: assign(desk, added), partial(self._assigned, added))

    def _assigned(self, added: Sequence[Addition], changed: int) -> None:
        if changed:
            text = f"{counted(changed, 'round')} changed. The next event file tells their laptops.".capitalize()
            Toast.show_in(self.window(), text, "Undo", partial(self._undo, added))

    def _undo(self, added: Sequence[Addition]) -> None:
        desk = self._session.desk
        self._session.do(lambda: assign(desk, added, back=True), self._undone)

    def _undone(self, _: int) -> None:
        Toast.show_in(self.window(), "The rounds are as before.")


def _known(record: Record) -> tuple[object, ...]:
    """What the best visits depend on; rounds are not among it."""
    return record.ballots, record.figures, record.interests, record.judged, record.rules, record.prizes


def _minutes(name: str, kept: object, usual: int, most: int) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name.capitalize())
    box.setRange(1, most)
    box.setValue(kept if isinstance(kept, int) and not isinstance(kept, bool) else usual)
    return box
