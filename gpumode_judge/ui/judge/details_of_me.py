"""Who judges here, and the four words by which the organizers know this laptop."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.judge.ticket_field import TicketField
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import Field, PlainLabel


class MyDetails(Dialog):
    """Name, event, the four words, where the workspace lies, and room for a ticket that was found after joining."""

    def __init__(self, desk: JudgeDesk, parent: QWidget | None = None) -> None:
        super().__init__("My details", parent)
        self._desk = desk
        judge = desk.judge
        name = f"{judge.name} · {judge.affiliation}" if judge.affiliation else judge.name
        words = PlainLabel(desk.words, "section", select=True)
        hint = "If the organizers do not know this laptop yet, they compare these words with theirs."
        self.body.addWidget(Field("Judge", PlainLabel(name, select=True)))
        self.body.addWidget(Field("Event", PlainLabel(desk.record.event.title, select=True)))
        self.body.addWidget(Field("Four words of this laptop", words, hint))
        self.body.addWidget(Field("Everything is saved in", PlainLabel(str(desk.path), "soft", select=True)))
        self.ticket = TicketField()
        self._told = PlainLabel("", "soft")
        if not desk.has_ticket:
            hint = "With your ticket the organizers’ laptop knows this one by itself."
            self.body.addWidget(Field("Ticket", self.ticket, hint))
            self.body.addWidget(self._told)
        self._close = self.add_close()
        if not desk.has_ticket:
            self._close.set_kind("plain")
            self.take = self.add_button(Button("Take the ticket", "primary", "ticket"))
            self.take.setDefault(True)  # so Enter in the field takes it, and the answer can be read
            self.take.clicked.connect(self._take)

    @Slot()
    def _take(self) -> None:
        try:
            self._desk.give_ticket(self.ticket.text())
        except Problem as problem:
            self._told.setText(str(problem))
            self.make_room()
            return
        self._told.setText("Taken. It counts from your next hand-in on.")
        self.ticket.setEnabled(False)
        self.take.setEnabled(False)
        self._close.setDefault(True)
        self._close.setFocus()
