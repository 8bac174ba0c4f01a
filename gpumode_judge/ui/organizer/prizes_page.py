"""The prizes: who wins what and why, what is still open, and the ways to settle it."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk import prizing
from gpumode_judge.event.event import Prize
from gpumode_judge.ledger.statements import Award, Decision
from gpumode_judge.ui.organizer.award_dialog import AwardDialog, Awarded
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.prize_cards import DecisionsCard, OutcomeCard
from gpumode_judge.ui.organizer.prize_outcomes import (
    Candidate,
    Outcome,
    Outcomes,
    Todo,
    candidates_of,
    outcomes_of,
    table_text,
)
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.settling import LAST_DECIDER, decide_all
from gpumode_judge.ui.organizer.tie_dialog import Decided, TieDialog
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted, listed
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel, roomy_list
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

_ORDERS: Final = ((False, "Most important first"), (True, "As they are given"))


class PrizesPage(Page):
    """Cards of what became of the prizes, those with the same outcome on one card.

    ``going`` names a place where something is mended, ``why_wanted`` a submission.
    """

    going = Signal(str)
    why_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Prizes", session, parent)
        self.outcomes: Outcomes | None = None
        self.cards: list[OutcomeCard] = []
        self.decisions: DecisionsCard | None = None
        self.dialog: TieDialog | AwardDialog | None = None
        self._finding = Newest(self)
        self._asking = Newest(self)
        self._shown: tuple[object, ...] = ()
        self.change_button = Button("Change prizes…", "plain", "edit")
        self.copy_button = Button("Copy as a table", "plain", "copy", "Ctrl+S")
        self.tools.addWidget(self.change_button)
        self.tools.addWidget(self.copy_button)
        self.order = Choice(_ORDERS, "Order of the prizes")
        roomy_list(self.order)
        self.order.setFixedWidth(28 * GRID)
        self.summary = PlainLabel(role="soft")
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(12)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._lay_out())
        self._empty_button = Button("Add prizes", "primary", "plus")
        self._stack.addWidget(
            EmptyState(
                "prize", "No prizes", "Say what can be won, and this page tells who wins it.", self._empty_button
            )
        )
        self.body.addWidget(self._stack, 1)

        self.change_button.clicked.connect(self._change)
        self._empty_button.clicked.connect(self._change)
        self.copy_button.clicked.connect(self.copy)
        self.order.picked.connect(self._find)
        self.banner.acted.connect(self._act)

    @property
    def working(self) -> bool:
        """Whether what holds now is not shown yet."""
        return self._finding.running or self._asking.running

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        there = bool(view.record.prizes)
        self._stack.setCurrentIndex(0 if there else 1)
        self.change_button.setVisible(there)
        self.copy_button.setVisible(there)
        if there:
            self._find()
        else:
            self._finding.cancel()
            self._tell_banner("")

    @Slot()
    def copy(self) -> None:
        """Put all prizes and winners on the clipboard, as a table."""
        if self.outcomes is not None:
            QGuiApplication.clipboard().setText(table_text(self.outcomes))
            Toast.show_in(self.window(), "Copied; paste it into a spreadsheet.")

    def show_prize(self, prize: str) -> None:
        """Bring a prize into sight."""
        for card in self.cards:
            if prize in card.outcome.ids:
                self._area.ensureWidgetVisible(card)
                (card.settle or card).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def settle(self, outcome: Outcome) -> None:
        """Ask for what settles an open prize: an order of equals, or who wins."""
        view = self.session.view
        if view is None:
            return
        if outcome.todo is Todo.TIE:
            named = [(line.prize.id, line.prize.name) for line in outcome.prizes]
            by = self.session.desk.text_setting(LAST_DECIDER)
            dialog = TieDialog(outcome.tied, named, outcome.everywhere, by, self.window())
            dialog.decided.connect(self._decide)
            self.dialog = dialog
            dialog.open()
        else:
            self.award(outcome.prizes[0].prize.id)

    @Slot(str)
    def award(self, prize: str) -> None:
        """Ask who wins a prize by a person's word."""
        view = self.session.view
        wanted = next((p for p in view.record.prizes if p.id == prize), None) if view else None
        if view is not None and wanted is not None:
            result = view.result
            self._asking.run(
                lambda _progress, _cancelled: (wanted, candidates_of(result, wanted)), lambda found: self._ask(*found)
            )

    def _ask(self, prize: Prize, candidates: tuple[Candidate, ...]) -> None:
        held = self.session.desk.record.awards.get(prize.id)
        before = held.value.submissions if held is not None else ()
        by = self.session.desk.text_setting(LAST_DECIDER)
        dialog = AwardDialog(prize, candidates, before, by, self.window())
        dialog.awarded.connect(self._award)
        self.dialog = dialog
        dialog.open()

    @Slot(object)
    def _decide(self, decided: Decided) -> None:
        desk = self.session.desk
        self.session.do(lambda: decide_all(desk, decided), lambda _: self._told("Decided; the reason is kept."))

    @Slot(object)
    def _award(self, awarded: Awarded) -> None:
        desk = self.session.desk
        desk.remember(LAST_DECIDER, awarded.by)
        self.session.do(
            lambda: prizing.award(desk, awarded.prize, awarded.submissions, awarded.by, awarded.reason),
            lambda _: self._told("Decided; the reason is kept."),
        )

    @Slot(str)
    def take_back_award(self, prize: str) -> None:
        """Take a person's award back; it can be undone."""
        desk = self.session.desk
        held = desk.record.awards.get(prize)
        if held is not None:
            before = held.value
            self.session.do(lambda: prizing.take_back_award(desk, prize), lambda _: self._took_back(before))

    @Slot(object)
    def take_back(self, decision: Decision) -> None:
        """Take a decision between equals back; it can be undone."""
        desk = self.session.desk
        self.session.do(lambda: prizing.take_back(desk, decision), lambda _: self._took_back(decision))

    def _took_back(self, said: Award | Decision) -> None:
        Toast.show_in(self.window(), "Taken back; it stays in the record.", "Undo", lambda: self._again(said))

    def _again(self, said: Award | Decision) -> None:
        desk = self.session.desk
        if isinstance(said, Award):
            self.session.do(lambda: prizing.award(desk, said.prize, said.submissions, said.by, said.reason))
        else:
            self.session.do(lambda: prizing.decide(desk, said.order, said.by, said.reason, said.prize))

    def _told(self, words: str) -> None:
        Toast.show_in(self.window(), words)

    def _lay_out(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setSpacing(2 * GRID)
        bar.addWidget(self.order)
        bar.addWidget(self.summary, 1)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(self._column)
        self._area = Scroll("Prizes", inner)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(bar)
        column.addWidget(self._area, 1)
        return full

    @Slot()
    def _find(self) -> None:
        view = self.session.view
        if view is not None:
            result, ceremony = view.result, bool(self.order.value())
            self._finding.run(lambda _progress, _cancelled: outcomes_of(result, ceremony), self._show)

    def _show(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        open_prizes, many = outcomes.open, len([line for line in outcomes.lines if line.turn])
        self.summary.setText(
            f"{counted(many, 'prize').capitalize()}, {len(open_prizes)} open." if open_prizes
            else f"{counted(many, 'prize').capitalize()}, all decided."
        )  # fmt: skip
        if outcomes.refused:
            self._tell_banner(outcomes.refused, "Show Standings")
        elif open_prizes:
            names = listed((f"“{prize.name}”" for prize in open_prizes), 2)
            self._tell_banner(f"Not decided yet: {names}.", "Show the first")
        else:
            self._tell_banner("")
        shown = (outcomes.groups, outcomes.refused, outcomes.decisions)
        if shown == self._shown:
            return
        self._shown = shown
        place = self._area.verticalScrollBar().value()
        self._make_cards(outcomes)
        QTimer.singleShot(0, self._area, lambda: self._area.verticalScrollBar().setValue(place))

    def _make_cards(self, outcomes: Outcomes) -> None:
        clear(self._column)
        speaks = self.session.desk.can_speak
        self.cards = [OutcomeCard(group, outcomes.refused, speaks) for group in outcomes.groups]
        first = next((card for card in self.cards if card.settle is not None), None)
        if first is not None and first.settle is not None:
            first.settle.set_kind("primary")
        for card in self.cards:
            self._column.addWidget(card)
            card.settle_wanted.connect(self.settle)
            card.award_wanted.connect(self.award)
            card.back_wanted.connect(self.take_back_award)
            card.going.connect(self.going)
            card.why_wanted.connect(self.why_wanted)
        self.decisions = None
        if outcomes.decisions:
            self.decisions = DecisionsCard(outcomes.decisions, outcomes.record, speaks)
            self.decisions.back_wanted.connect(self.take_back)
            self._column.addWidget(self.decisions)
        self._column.addStretch(1)

    def _tell_banner(self, words: str, action: str = "") -> None:
        if words != self.banner.text():
            self.banner.tell("warning", words, action)

    @Slot()
    def _act(self) -> None:
        if self.outcomes is None or self.outcomes.refused:
            self.going.emit("standings")
        elif self.outcomes.open:
            self.show_prize(self.outcomes.open[0].id)

    @Slot()
    def _change(self) -> None:
        self.going.emit("rubric")
