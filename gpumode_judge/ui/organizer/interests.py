"""Conflicts of interest of one judge: which submissions they do not mark, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.event.people import Judge, Outcome
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.words import called
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import Field, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID

_ROW = 44
_MOST_ROWS = 3


@dataclass(frozen=True)
class InterestRow:
    """One conflict of interest as it is listed."""

    submission: str
    text: str


def interest_rows(record: Record, judge_id: str) -> tuple[InterestRow, ...]:
    """The conflicts of interest of a judge, in visiting order."""
    mine = {submission: reason for (judge, submission), reason in record.interests.items() if judge == judge_id}
    return tuple(
        InterestRow(name, f"{called(record, name)}: {mine[name]}") for name in record.submissions if name in mine
    )


class Interests(Card):
    """A strip that lists them. ``wanted`` asks for one more, ``taken_back`` brings the submission of one that ends."""

    wanted = Signal()
    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self._shown: tuple[tuple[InterestRow, ...], bool] | None = None
        self.declare_button = Button("Declare…", "plain", "conflict", name="Declare a conflict of interest")
        self.state = PlainLabel(role="soft")
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(SectionTitle("Conflicts of interest"))
        head.addWidget(self.state, 1)
        head.addWidget(self.declare_button)
        self.body.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, GRID, 0)
        self._lines.setSpacing(0)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(self._lines)
        self._area = Scroll("Conflicts of interest", inner)
        self.body.addWidget(self._area)

        self.declare_button.clicked.connect(self.wanted)

    def show_judge(self, record: Record, judge: Judge | None) -> None:
        """Show those of a judge."""
        rows = interest_rows(record, judge.id) if judge else ()
        locked = record.lock is not None  # what is declared now would come too late
        self.declare_button.setEnabled(judge is not None and bool(record.submissions) and not locked)
        name = judge.name if judge else ""
        told = f"{name} does not see {'this one' if len(rows) == 1 else 'these'}." if rows else ""
        told = told or (f"None for {name}." if judge else "")
        self.state.setText(f"{told} The scores are locked; open them again to change this." if locked else told)
        if (rows, locked) == self._shown:
            return
        self._shown = (rows, locked)
        clear(self._lines)
        for row in rows:
            line = _Line(row)
            line.button.setEnabled(not locked)
            line.taken_back.connect(self.taken_back)
            self._lines.addWidget(line)
        self._area.setVisible(bool(rows))
        self._area.setFixedHeight(_ROW * min(len(rows), _MOST_ROWS))


class _Line(QWidget):
    taken_back = Signal(str)

    def __init__(self, row: InterestRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self.setFixedHeight(_ROW)
        self.button = Button("Take back", "quiet", "undo", name=f"Take back: {row.text}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(IconLabel("conflict", 18, "warn"))
        layout.addWidget(PlainLabel(row.text, elide=True), 1)
        layout.addWidget(self.button)

        self.button.clicked.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.taken_back.emit(self._row.submission)


class InterestDialog(Dialog):
    """``declared`` brings the submission and the reason."""

    declared = Signal(str, str)

    def __init__(
        self,
        record: Record,
        judge: Judge,
        submissions: Sequence[Submission],
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Conflict of interest", parent)
        self.setMinimumWidth(64 * GRID)
        self._record = record
        self._judge = judge
        text = f"{judge.name} does not see or mark the submission, as soon as their laptop has the next event file."
        self.body.addWidget(PlainLabel(text))
        self.submission = Choice([(s.id, called(record, s.id)) for s in submissions])
        if chosen:
            self.submission.choose(chosen)
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText("For example: advises the team")
        self.body.addWidget(Field("Submission", self.submission))
        self.body.addWidget(Field("Why", self.reason, "Kept in the event’s record; the judge sees it too."))
        self.marked = Banner("warning", "", closable=False)
        self.marked.hide()
        self.body.addWidget(self.marked)
        self.add_cancel()
        self.go = self.add_button(Button("Declare", "primary"))
        self.go.setDefault(True)
        self.go.setEnabled(False)
        (self.reason if chosen else self.submission).setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle()

        self.submission.currentIndexChanged.connect(self._settle)
        self.reason.textChanged.connect(self._settle)
        self.go.clicked.connect(self._declare)

    @Slot()
    def _settle(self) -> None:
        self.go.setEnabled(bool(clean_line(self.reason.text())) and bool(self.submission.text_value()))
        held = self._record.ballots.get((self._judge.id, self.submission.text_value()))
        marked = held is not None and held.value.outcome is Outcome.MARKED
        text = f"{self._judge.name} has marked it already; those marks will not count." if marked else ""
        if text != self.marked.text():
            self.marked.tell("warning", text)
            self.make_room()

    @Slot()
    def _declare(self) -> None:
        self.declared.emit(self.submission.text_value(), clean_line(self.reason.text()))
        self.accept()
