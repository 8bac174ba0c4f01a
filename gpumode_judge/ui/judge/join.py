"""The first page a judge sees: pick who you are, give the ticket, begin."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.desk import WORKSPACE
from gpumode_judge.desk.judging import JudgeDesk, peek, read_code
from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.judge_list import JudgeList
from gpumode_judge.ui.judge.look import dress, fitting_size
from gpumode_judge.ui.judge.ticket_field import TicketField, scanning
from gpumode_judge.ui.judge.words import event_line, rehearsal
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.labels import Field, Heading, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.theme import GRID

_NO_TICKET = (
    "That is fine. Begin now; the organizers accept this laptop by comparing four words with you. Everything you mark "
    "until then is kept and counts."
)


class JoinPage(QWidget):
    """Makes a judge's workspace in ``folder`` from an event file; ``joined`` brings the open desk.

    A judge who has begun on this laptop already goes on with the same workspace.

    Raises:
        Problem: the file is no event file.
    """

    joined = Signal(object)

    def __init__(self, event_file: Path, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = event_file
        self._folder = folder
        self._record = peek(event_file)
        self._without = False
        self.setObjectName("page")
        self.search = SearchField("Your name")
        self.judges = JudgeList()
        self.judges.rows.set_rows(sorted(self._record.judges.values(), key=lambda judge: judge.name.casefold()))
        self.ticket = TicketField()
        self._ticket_field = Field("Ticket", self.ticket, "12 letters and figures on paper; type or scan them.")
        self.no_ticket = Button("I have no ticket", "quiet", "ticket")
        self.begin = Button("Begin judging", "primary", "right")
        self.problem = Banner("warning", "")
        self.problem.hide()
        self.explained = Banner("info", "", closable=False)
        self.explained.hide()
        self._who = PlainLabel("", "soft")
        self._lay_out()
        self._settle()

        self.search.textChanged.connect(self._searched)
        self.search.returnPressed.connect(self._name_entered)
        self.judges.picked.connect(self._picked)
        self.judges.walked.connect(self._settle)
        self.ticket.textChanged.connect(self._settle)
        self.ticket.scanned.connect(self._scanned)
        self.ticket.returnPressed.connect(self._ticket_entered)
        self.no_ticket.clicked.connect(self._has_no_ticket)
        self.begin.clicked.connect(self.join)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(Heading(self._record.event.title, elide=True), 1)
        if rehearsal(self._record.event):
            top.addWidget(StatusPill("warning", "REHEARSAL"))
        left = Card()
        left.body.addWidget(SectionTitle("1 · Who are you?"))
        left.body.addWidget(self.search)
        left.body.addWidget(self.judges, 1)
        right = Card()
        right.body.addWidget(SectionTitle("2 · Your ticket, once"))
        right.body.addWidget(self._who)
        right.body.addWidget(self._ticket_field)
        right.body.addWidget(self.no_ticket, 0, Qt.AlignmentFlag.AlignLeft)
        right.body.addWidget(self.explained)
        right.body.addWidget(self.problem)
        right.body.addSpacing(GRID)
        right.body.addWidget(self.begin)
        right.body.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(2 * GRID)
        columns.addWidget(left, 6)
        columns.addWidget(right, 5)
        column = QVBoxLayout()
        column.setSpacing(GRID)
        column.addLayout(top)
        line = event_line(self._record.event)
        if line:
            column.addWidget(PlainLabel(line, "soft"))
        column.addSpacing(GRID)
        column.addLayout(columns, 1)
        inner = QWidget()
        self._inner = inner
        inner.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        outer.addStretch(1)
        outer.addWidget(inner, 100)
        outer.addStretch(1)

    @property
    def record(self) -> Record:
        """What the event file says."""
        return self._record

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            QTimer.singleShot(0, self, self._dress)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        size = fitting_size(self.width())
        dress(self, size)
        self._inner.setMaximumSize(120 * GRID * size // 100, 90 * GRID * size // 100)

    @Slot(str)
    def _searched(self, text: str) -> None:
        if scanning(text):
            judge, ticket = read_code(text)
            if judge and ticket:
                self._scanned(judge, ticket)
            return
        self.judges.narrow(text)

    @Slot()
    def _name_entered(self) -> None:
        if self.judges.judge() is None and self.judges.rows.rows():
            self.judges.mark(self.judges.rows.rows()[0].id)
        if self.judges.judge() is not None:
            self._picked()

    @Slot()
    def _picked(self) -> None:
        target = self.begin if self._ready() else self.ticket
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str, str)
    def _scanned(self, judge: str, ticket: str) -> None:
        self.search.clear()
        self.judges.narrow("")
        if not self.judges.mark(judge):
            self.problem.tell(
                "warning", "This ticket belongs to a judge who is not in this event file; ask the organizers."
            )
            self.ticket.clear()
            return
        self.problem.tell("info", "")
        self.ticket.show_ticket(ticket)
        # The scanner's own Enter comes next and lands here.
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        self._settle()

    @Slot()
    def _ticket_entered(self) -> None:
        if self._ready():
            self.join()
        elif self.judges.judge() is None:
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _has_no_ticket(self) -> None:
        self._without = not self._without
        self.explained.tell("info", _NO_TICKET if self._without else "")
        self.no_ticket.set_words("I have a ticket after all" if self._without else "I have no ticket")
        self._ticket_field.setVisible(not self._without)
        self._settle()
        (self.begin if self._without else self.ticket).setFocus(Qt.FocusReason.OtherFocusReason)

    def _ready(self) -> bool:
        return self.judges.judge() is not None and (self._without or self.ticket.complete())

    @Slot()
    def _settle(self) -> None:
        judge = self.judges.judge()
        self._who.setText(f"For {judge.name}" if judge else "First pick your name on the left.")
        self.begin.setEnabled(self._ready())
        self.begin.setDefault(self._ready())

    @Slot()
    def join(self) -> None:
        """Open the desk of whoever is picked."""
        judge = self.judges.judge()
        if judge is None or not self._ready():
            return
        try:
            desk = self._begun(judge) or JudgeDesk.join(
                self._file, judge.id, "" if self._without else self.ticket.text(), self._folder
            )
        except Problem as problem:
            self.problem.tell("warning", str(problem))
            return
        self.joined.emit(desk)

    def _begun(self, judge: Judge) -> JudgeDesk | None:
        """The workspace that this judge has on this laptop already, brought up to date."""
        pattern = f"*-{slug(judge.name, 'judge')}-{self._record.event_id[:8]}*{WORKSPACE}"
        for path in sorted(self._folder.glob(pattern)):
            desk = JudgeDesk.open(path)
            if desk.judge_id == judge.id and desk.record.event_id == self._record.event_id:
                desk.merge(self._file)
                return desk
            desk.close()
        return None
