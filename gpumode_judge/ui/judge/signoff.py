"""One look at one's own marks in their order, and the word that they are one's own."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gpumode_judge.desk.judging import JudgeDesk, Total
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.words import clock_time
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tables import Column, RowsModel, table
from gpumode_judge.ui.shared.theme import GRID

_OUTCOMES = {
    Outcome.MARKED: ("done", "Marked", "good"),
    Outcome.ABSENT: ("absent", "Absent", "warn"),
    Outcome.RECUSED: ("recused", "Recused", "ink_soft"),
    Outcome.SKIPPED: ("skipped", "Skipped", "ink_soft"),
}


@dataclass(frozen=True)
class OwnRow:
    """One of the judge's own ballots: ``rank`` among their own, ``marks`` as one reads them, ``told`` with their names."""

    total: Total
    rank: int | None
    marks: str
    told: str

    @property
    def look(self) -> tuple[str, str, str]:
        """Icon, word and tone of the outcome."""
        return _OUTCOMES[self.total.ballot.outcome]


def own_rows(totals: tuple[Total, ...], record: Record) -> tuple[OwnRow, ...]:
    """The ballots in the judge's own order; equal totals share a rank and stand in visiting order, as do those without."""
    place = {name: number for number, name in enumerate(record.submissions)}
    rows: list[OwnRow] = []
    for total in sorted(totals, key=lambda t: (t.total is None, -(t.total or 0), place.get(t.submission.id, 0))):
        better = sum(t.total is not None and total.total is not None and t.total > total.total for t in totals)
        criteria = record.rubric.of(total.submission) if record.rubric else ()
        marks = [(c.name, plain(total.ballot.marks[c.key])) for c in criteria if c.key in total.ballot.marks]
        reason = total.ballot.reason
        shown = "  ".join(mark for _, mark in marks) if total.total is not None else reason
        told = ", ".join(f"{name} {mark}" for name, mark in marks) if total.total is not None else reason
        rows.append(OwnRow(total, None if total.total is None else better + 1, shown, told))
    return tuple(rows)


_COLUMNS: tuple[Column[OwnRow], ...] = (
    Column("rank", "Rank", lambda r: str(r.rank or "–"), lambda r: r.rank, True, width=76),
    Column("total", "Total", lambda r: "–" if r.total.total is None else str(r.total.total), lambda r: r.total.total, True, width=84),
    Column("title", "Submission", lambda r: r.total.submission.title, tip=lambda r: r.total.submission.title),
    Column("table", "Table", lambda r: r.total.submission.table, width=84),
    Column("marks", "Marks", lambda r: r.marks, tip=lambda r: r.told, width=170),
    Column("outcome", "Outcome", lambda r: r.look[1], icon=lambda r: r.look[0], tone=lambda r: r.look[2], width=128),
)  # fmt: skip


def signed_when(desk: JudgeDesk) -> str:
    """When the judge signed off what is recorded now; ``""`` if not."""
    held = desk.record.signoffs.get(desk.judge_id)
    return clock_time(held.at) if held is not None and desk.signed_off else ""


class SignOffDialog(Dialog):
    """The judge's own ballots, highest total first. ``signed`` tells that they were signed off, ``hand_in_wanted`` asks for that."""

    signed = Signal()
    hand_in_wanted = Signal()

    def __init__(self, desk: JudgeDesk, parent: QWidget | None = None) -> None:
        super().__init__("Your marks in your order", parent)
        self._desk = desk
        self.state = PlainLabel(role="soft")
        self.model = RowsModel[OwnRow](_COLUMNS, key=lambda r: r.total.eid, parent=self)
        self.view = table(self.model, "Your marks in your order")
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.result_banner = Banner("good", "", closable=False)
        self.result_banner.hide()
        self.body.addWidget(self.state)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.result_banner)
        self._buttons.insertWidget(0, KeyHint("Enter", "these are mine"))
        self._buttons.insertWidget(1, KeyHint("Esc", "back"))
        self.back = self.add_cancel("Not yet")
        self.go = self.add_button(Button("These are mine", "primary", "check"))
        self.go.setDefault(True)
        self._show()
        room = parent.size() if parent is not None else self.size()
        self.resize(min(max(112 * GRID, room.width() * 3 // 4), 160 * GRID), max(60 * GRID, room.height() * 7 // 8))

        self.go.clicked.connect(self.go_on)

    def _show(self) -> None:
        rows = own_rows(self._desk.own_totals(), self._desk.record)
        self.model.set_rows(rows)
        if rows and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        when = signed_when(self._desk)
        count = len(rows)
        if when:
            text = f"Signed off {when}; a correction takes this back."
            self.state.setText("All of it is yours, and the organizers will see that you said so.")
            self.result_banner.tell("good", f"{text} Hand in, so that the organizers have it.")
        else:
            what = "one ballot" if count == 1 else f"{count} ballots"
            self.state.setText(
                f"{'This is' if count == 1 else 'These are'} the {what} that you recorded, highest total first."
                f"{self._to_do()} Is this what you meant? To correct one, go back, change its card and record it again."
                if count
                else "Nothing is recorded yet, so there is nothing to sign off."
            )
        self.go.set_words("Hand in…" if when else "These are mine")
        self.go.set_icon_name("hand-in" if when else "check")
        self.go.setEnabled(bool(rows))
        self.back.set_words("Done" if when else "Not yet")
        for hint in self.findChildren(KeyHint):
            hint.setVisible(not when)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_do(self) -> str:
        status = self._desk.status()
        left = status.total - status.recorded
        return f" {left} {'is' if left == 1 else 'are'} still to do." if left else ""

    @Slot()
    def go_on(self) -> None:
        """Sign off; or, if that is done, ask for the dialog that hands in."""
        if self._desk.signed_off:
            self.accept()
            self.hand_in_wanted.emit()
            return
        try:
            self._desk.sign_off()
        except Problem as problem:
            self.result_banner.tell("warning", str(problem))
            return
        self._show()
        self.signed.emit()
