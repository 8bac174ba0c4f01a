"""Lock the scores: what should be true before, who signed off, who must still sign, and what comes after."""

from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.desk import locking
from gpumode_judge.desk.assisting import write_for_organizers
from gpumode_judge.desk.locking import Check
from gpumode_judge.event.event import Mode
from gpumode_judge.ledger.record import LockWaiting
from gpumode_judge.ui.organizer.lock_words import (
    SignedRow,
    Stand,
    Standing,
    check_order,
    check_place,
    late_sentence,
    locked_since,
    signed_rows,
    standing,
)
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.publish_dialog import PublishDialog
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.errors import ask
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tables import Column, RowsModel, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID

_LONG_MS = 12_000
_OPEN = (
    "What came after the lock counts then, and so does what comes later; the standings may change. That the scores were locked stays "
    "in the record."
)  # fmt: skip


class LockPage(Page):
    """How things stand and what to do about it above two cards: what should be true before, and who signed off."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Lock", session, parent)
        self._checks: tuple[Check, ...] | None = None
        self._waiting: LockWaiting | None = None
        self.standing: Standing | None = None
        self.lock_button = Button("Lock the scores", "primary", "lock")
        self.sign_button = Button("Sign it too", "primary", "check")
        self.carry_button = Button("File for another organizer…", "plain", "export")
        self.open_button = Button("Open again…", "plain")
        self.publish_button = Button("Publish the result…", "plain", "export")
        self._icon = IconLabel("lock", 32)
        self.title = PlainLabel(role="title")
        self.text = PlainLabel(role="soft")
        self.signed = RowsModel[SignedRow](
            (
                Column("judge", "Judge", lambda r: r.judge.name, tip=lambda r: r.judge.name),
                Column(
                    "signed", "Own marks", lambda r: r.word, icon=lambda r: r.icon, tone=lambda r: r.tone, width=148
                ),
                Column("when", "When", lambda r: r.when, lambda r: r.at or None, width=124),
            ),
            key=lambda r: r.judge.id,
            parent=self,
        )
        self._build()

        self.lock_button.clicked.connect(self.lock)
        self.sign_button.clicked.connect(self.sign)
        self.carry_button.clicked.connect(self.carry)
        self.open_button.clicked.connect(self.open_again)
        self.publish_button.clicked.connect(self.publish)
        self.banner.acted.connect(self._show_late)

    def _build(self) -> None:
        card = Card()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addSpacing(GRID)
        for button in self._buttons():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        card.body.addLayout(row)
        self.body.addWidget(card)
        self._ready = Card("Before you lock")
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, GRID, 0)
        self._lines.setSpacing(4)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(self._lines)
        area = Scroll(inner=inner)
        self._ready.body.addWidget(area, 1)
        signed = Card("Who has signed off")
        signed.body.setContentsMargins(0, 2 * GRID, 0, 4)
        signed.title.setContentsMargins(2 * GRID, 0, 0, 0)
        view = self._signed_view = table(self.signed, "Who has signed off")
        view.setStyleSheet("QTableView:!focus { border: 2px solid transparent; }")  # the card is its frame
        signed.body.addWidget(view, 1)
        both = QHBoxLayout()
        both.setSpacing(2 * GRID)
        both.addWidget(self._ready, 13)
        both.addWidget(signed, 11)
        self.body.addLayout(both, 1)

    def _buttons(self) -> tuple[Button, ...]:
        return self.open_button, self.carry_button, self.publish_button, self.lock_button, self.sign_button

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        record, desk = view.record, self.session.desk
        entries = desk.ledger.entries
        here = locking.manifest_of(desk.ledger, record) if record.lock_waiting else None
        stand = standing(record, desk.device, locked_since(record, entries), here)
        self.standing, self._waiting = stand, stand.waiting
        self._icon.set_icon(stand.icon, stand.tone)
        self.title.setText(stand.title)
        self.text.setText(stand.text if desk.can_speak else f"{stand.text} This workspace can only look.")
        self._settle(stand, rehearsal=record.event.mode is Mode.REHEARSAL, speaks=desk.can_speak)
        late = late_sentence(record, entries)
        if late != self.banner.text():
            self.banner.tell("warning", late, "Show on Merge" if late else "")
        self.signed.set_rows(signed_rows(record))
        self._show_checks(check_order(view.checks))

    def _settle(self, stand: Standing, *, rehearsal: bool, speaks: bool) -> None:
        """Only what can be done now is offered, and one button is the one to press."""
        locked = stand.stand in (Stand.LOCKED, Stand.OPENING)
        self._ready.title.setText("How it stands" if locked else "Before you lock")
        self.lock_button.setVisible(stand.newer or stand.stand in (Stand.EMPTY, Stand.OPEN))
        self.lock_button.set_words("Lock what is here now" if stand.waiting else "Lock the scores")
        self.lock_button.set_kind("plain" if stand.waiting else "primary")
        self.lock_button.setEnabled(speaks and stand.stand is not Stand.EMPTY)
        self.sign_button.setVisible(stand.waiting is not None and not stand.mine)
        self.sign_button.setEnabled(speaks)
        self.open_button.setVisible(stand.stand is Stand.LOCKED and not stand.mine)
        self.open_button.setEnabled(speaks)
        self.publish_button.setVisible(locked or (rehearsal and stand.stand is Stand.OPEN))
        self.publish_button.set_kind("primary" if stand.stand is Stand.LOCKED and stand.waiting is None else "plain")
        self.carry_button.setVisible(stand.carry)
        self.carry_button.set_kind("primary" if stand.mine else "plain")

    def _show_checks(self, checks: tuple[Check, ...]) -> None:
        if checks == self._checks:
            return
        self._checks = checks
        clear(self._lines)
        lines: list[Button] = []
        for place, check in enumerate(checks):
            if place:
                self._lines.addWidget(Rule())
            line = CheckRow(check)
            lines.append(line.button)
            line.wanted.connect(self.session.going)
            self._lines.addWidget(line)
        self._lines.addStretch(1)
        self._order_tabs(lines)

    def _order_tabs(self, lines: list[Button]) -> None:
        """Tab goes as one reads: what can be done, the list, who signed off."""
        chain = [*self._buttons(), *lines, self._signed_view]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    @Slot()
    def lock(self) -> None:
        """Lock what is known here; asks first if something is not as it should be."""
        open_still = sum(not check.ok for check in self._checks or ())
        if open_still:
            what = f"{counted(open_still, 'line').capitalize()} of the list {'needs' if open_still == 1 else 'need'} a look."
            text = f"{what} You can lock all the same; the scores can be opened again later."
            ask(self.window(), "Lock the scores now?", text, "Lock", self._lock)
        else:
            self._lock()

    def _lock(self) -> None:
        desk = self.session.desk
        self.session.do(lambda: locking.lock(desk), self._locked)

    def _locked(self, waiting: LockWaiting | None) -> None:
        text = "The scores are locked." if waiting is None else "You have signed; another organizer must sign too."
        Toast.show_in(self.window(), text)

    @Slot()
    def sign(self) -> None:
        """Sign what another organizer proposed."""
        desk, waiting = self.session.desk, self._waiting
        if waiting is not None:
            self.session.do(lambda: locking.sign(desk, waiting), lambda _: self._signed())

    def _signed(self) -> None:
        text = "You have signed too. Bring the other organizer a file, so that they know."
        Toast.show_in(self.window(), text, "Write it…", self.carry, ms=_LONG_MS)

    @Slot()
    def carry(self) -> None:
        """Ask for a folder and write the file with which the other organizers' laptop comes up to date."""
        desk = self.session.desk
        chosen = QFileDialog.getExistingDirectory(self, "A file for another organizer")
        if chosen:
            self.session.do(
                lambda: write_for_organizers(desk, Path(chosen)),
                lambda path: Toast.show_in(
                    self.window(), f"“{path.name}” is written. Merge it on the other laptop.", ms=_LONG_MS
                ),
            )

    @Slot()
    def open_again(self) -> None:
        """Ask, and open the scores again."""
        ask(self.window(), "Open the scores again?", _OPEN, "Open again", self._open_again, danger=True)

    def _open_again(self) -> None:
        desk = self.session.desk
        self.session.do(lambda: locking.unlock(desk), lambda _: self._opened())

    def _opened(self) -> None:
        if self.session.desk.record.lock is None:
            Toast.show_in(self.window(), "The scores are open again.")
        else:
            Toast.show_in(self.window(), "You have signed; they open once another organizer signs too.")

    @Slot()
    def publish(self) -> PublishDialog:
        """Open the dialog that publishes the result."""
        dialog = PublishDialog(self.session, self.window())
        dialog.open()
        return dialog

    @Slot()
    def _show_late(self) -> None:
        self.session.going.emit("waiting")


class CheckRow(QWidget):
    """One line of what should be true; ``wanted`` tells the place where it can be mended."""

    wanted = Signal(str)

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.check = check
        self.pill = StatusPill("ok", "Fine") if check.ok else StatusPill("warning", "Look")
        self.pill.setFixedWidth(76)
        self.button = Button("Show", "quiet" if check.ok else "plain", name=f"Show: {check.text}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.pill, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(PlainLabel(check.text, "soft" if check.ok else "body"), 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

        self.button.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self.wanted.emit(check_place(self.check))
