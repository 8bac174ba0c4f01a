"""One ticket, large, to be shown or read out; and all of them on paper."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.qr import CodeView, ticket_code
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.ticket_sheets import TicketCard, paint_cards, save_pdf
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.errors import ask, show_problem
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.toast import Toast


def card_of(record: Record, judge: Judge, ticket: str) -> TicketCard:
    """What is printed for a judge."""
    when = ", ".join(filter(None, (record.event.day, record.event.place)))
    return TicketCard(judge.id, judge.name, judge.affiliation, ticket, record.event.title, when)


class TicketDialog(Dialog):
    """The ticket of one judge with its square code."""

    def __init__(self, session: Session, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(f"Ticket of {judge.name}", parent)
        self._session = session
        self._judge = judge
        self.code = CodeView()
        self.ticket = PlainLabel(role="figure", wrap=False, select=True)
        self.ticket.setFont(font(36, QFont.Weight.Bold, display=True))
        self.ticket.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addWidget(self.ticket)
        text = "The judge types it or scans the code, on each laptop they use. It lets in nobody but this judge."
        words = PlainLabel(text, "soft")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(words)
        row = QHBoxLayout()
        self.new_button = Button("New ticket…", "quiet", "refresh")
        self.copy_button = Button("Copy", "plain", "copy")
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.new_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_close()
        self._show(session.view.tickets.get(judge.id, "") if session.view else "")

        self.copy_button.clicked.connect(self._copy)
        self.new_button.clicked.connect(self._ask)

    def _show(self, ticket: str) -> None:
        self.ticket.setText(ticket or "no ticket yet")
        self.ticket.setAccessibleName(f"Ticket {' '.join(ticket)}")
        self.code.show_text(ticket_code(self._judge.id, ticket) if ticket else "")

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.ticket.text())
        self.copy_button.set_words("Copied")

    @Slot()
    def _ask(self) -> None:
        text = "The old ticket will not let in any further laptop. Laptops that are in already stay in."
        ask(self, f"A new ticket for {self._judge.name}?", text, "New ticket", self._renew)

    @Slot()
    def _renew(self) -> None:
        desk, judge = self._session.desk, self._judge.id
        self._session.do(lambda: desk.new_ticket(judge), self._show)


class PrintDialog(Dialog):
    """Tickets of these judges, eight a page, as a PDF or to a printer."""

    def __init__(self, view: View, judges: Sequence[Judge], parent: QWidget | None = None) -> None:
        super().__init__("Print tickets", parent)
        self.cards = [
            card_of(view.record, judge, view.tickets[judge.id]) for judge in judges if judge.id in view.tickets
        ]
        self._name = f"tickets-{slug(view.record.event.title, 'event')}.pdf"
        pages = -(-len(self.cards) // 8)
        text = f"{counted(len(self.cards), 'ticket').capitalize()} on {counted(pages, 'page')}, eight a page, to be cut apart."
        self.body.addWidget(
            PlainLabel(f"{text} Whoever holds a ticket can score as that judge: hand them out in person.")
        )
        self.paper = Choice((("a4", "A4"), ("letter", "Letter")))
        self.body.addWidget(Field("Paper", self.paper))
        self.add_cancel()
        self.print_button = self.add_button(Button("Print…", "plain"))
        self.save_button = self.add_button(Button("Save as PDF…", "primary", "save"))
        for button in (self.print_button, self.save_button):
            button.setEnabled(bool(self.cards))

        self.save_button.clicked.connect(self._save)
        self.print_button.clicked.connect(self._print)

    @Slot()
    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the tickets", self._name, "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.pdf")
        try:
            save_pdf(path, self.cards, self.paper.value() == "letter")
        except Problem as problem:
            show_problem(self, problem)
            return
        Toast.show_in(self.parentWidget() or self, f"“{path.name}” is saved.")
        self.accept()

    @Slot()
    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._name)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            try:
                paint_cards(printer, self.cards)
            except Problem as problem:
                show_problem(self, problem)
                return
            self.accept()
