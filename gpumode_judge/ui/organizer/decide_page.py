"""Decide: what people deliberate on before the lock, on one screen that all of them see."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk import prizing
from gpumode_judge.desk.contest import CONTEST_SETTING
from gpumode_judge.desk.scoring import Result
from gpumode_judge.ledger.statements import Decision
from gpumode_judge.ui.organizer.decide_facts import checks_of, facts_of
from gpumode_judge.ui.organizer.decide_field import (
    THE_TOP,
    Bench,
    Boundary,
    kept_within,
)
from gpumode_judge.ui.organizer.decide_look import Look, look_at
from gpumode_judge.ui.organizer.decide_ready import Ready
from gpumode_judge.ui.organizer.decide_ties import Ties, ties_of
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.organizer.decide_without import WithoutJudges
from gpumode_judge.ui.organizer.page import Page, Tabs
from gpumode_judge.ui.organizer.prize_outcomes import Outcome, Outcomes
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.settling import LAST_DECIDER, decide_all
from gpumode_judge.ui.organizer.side_by_side import LEAST, SideBySide
from gpumode_judge.ui.organizer.tie_dialog import Decided, TieDialog
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel, roomy_list
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

SIDE, WITHOUT, TIES, READY = 0, 1, 2, 3
COLUMNS: Final = (3, 4, 5, 6)


class DecidePage(Page):
    """Four tabs: side by side, without a judge, ties, before the lock. Both switches hold for all of them.

    ``going`` names a place where something is mended, ``why_wanted`` a submission.
    """

    going = Signal(str)
    why_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Decide", session, parent)
        self._found: Look | None = None
        self.dialog: TieDialog | None = None
        self._finding = Newest(self)
        self._result: Result | None = None
        self._boundary: Boundary = THE_TOP
        self._start: int | None = None
        self._count = 0
        self.names_switch = _switch("Hide judges", "judge", "Ctrl+J", "Hide the names of judges")
        self.numbers_switch = _switch("Hide numbers", "eye", "Ctrl+H", "Hide ranks, scores, marks and chances")
        self.tools.addWidget(self.names_switch)
        self.tools.addWidget(self.numbers_switch)
        self.boundary = Choice(((THE_TOP, THE_TOP.words),), "Where to look")
        roomy_list(self.boundary)
        self.many = Choice([(count, f"{count} side by side") for count in COLUMNS], "How many side by side")
        roomy_list(self.many)
        self.many.setFixedWidth(23 * GRID)
        self.before_button = IconButton("left", "One place higher (Left)")
        self.after_button = IconButton("right", "One place lower (Right)")
        self.places = PlainLabel(role="soft", wrap=False)
        self.side = SideBySide()
        self.without = WithoutJudges()
        self.ties = Ties()
        self.ready = Ready(session.desk.text_setting(CONTEST_SETTING))
        self._empty = EmptyState(
            "standings", "Nothing to decide yet", "The first score files bring something to look at."
        )
        self._side_stack = QStackedWidget()
        self._side_stack.addWidget(self._lay_out())
        self._side_stack.addWidget(self._empty)
        self.tabs = Tabs(
            (self._side_stack, "Side by side"), (self.without, "Without a judge"), (self.ties, "Ties"), (self.ready, "Before the lock"),
        )  # fmt: skip
        self.body.addWidget(self.tabs, 1)
        self._keys = [self._key("Left", self._higher), self._key("Right", self._lower)]

        for switch in (self.names_switch, self.numbers_switch):
            switch.toggled.connect(self._draw)
        self.boundary.picked.connect(self._look_at)
        self.many.picked.connect(self._spread)
        self.before_button.clicked.connect(self._higher)
        self.after_button.clicked.connect(self._lower)
        self.tabs.currentChanged.connect(self._turn)
        self.side.why_wanted.connect(self.why_wanted)
        self.ties.settle_wanted.connect(self.settle)
        self.ties.back_wanted.connect(self.take_back)
        self.ties.going.connect(self.going)
        self.ready.going.connect(self._go)
        self.ready.contest_said.connect(self._keep_contest)

    @property
    def veil(self) -> Veil:
        """What is hidden."""
        return Veil(names=self.names_switch.isChecked(), numbers=self.numbers_switch.isChecked())

    @property
    def bench(self) -> Bench | None:
        """The submissions that stand side by side."""
        return self._found.bench if self._found else None

    @property
    def outcomes(self) -> Outcomes | None:
        """What becomes of the prizes."""
        return self._found.outcomes if self._found else None

    @property
    def working(self) -> bool:
        """Whether something that was asked for is not shown yet."""
        return self._finding.running or self.without.running

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        self._result = view.result
        self._find()
        self._turn(self.tabs.currentIndex())

    def leave(self) -> None:
        """Keep what was typed."""
        self.ready.say()

    @Slot(object)
    def settle(self, tie: Outcome) -> None:
        """Ask a named person for the order of equals."""
        named = [(line.prize.id, line.prize.name) for line in tie.prizes]
        by = self.session.desk.text_setting(LAST_DECIDER)
        self.dialog = TieDialog(tie.tied, named, tie.everywhere, by, self.window())
        self.dialog.decided.connect(self._decide)
        self.dialog.open()

    @Slot(object)
    def _decide(self, decided: Decided) -> None:
        desk = self.session.desk
        self.session.do(lambda: decide_all(desk, decided), lambda _: self._told("Decided; the reason is kept."))

    @Slot(object)
    def take_back(self, decision: Decision) -> None:
        """Take a decision between equals back; it can be undone."""
        desk = self.session.desk
        self.session.do(lambda: prizing.take_back(desk, decision), lambda _: self._took_back(decision))

    def _took_back(self, said: Decision) -> None:
        desk = self.session.desk
        Toast.show_in(
            self.window(), "Taken back; it stays in the record.", "Undo",
            lambda: self.session.do(lambda: prizing.decide(desk, said.order, said.by, said.reason, said.prize)),
        )  # fmt: skip

    def _told(self, words: str) -> None:
        Toast.show_in(self.window(), words)

    def _lay_out(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.boundary, 1)
        bar.addWidget(self.many)
        bar.addSpacing(GRID)
        bar.addWidget(self.before_button)
        bar.addWidget(self.places)
        bar.addWidget(self.after_button)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(bar)
        column.addWidget(self.side, 1)
        return full

    def _key(self, keys: str, slot: Callable[[], None]) -> QShortcut:
        key = QShortcut(QKeySequence(keys), self)
        key.activated.connect(slot)
        return key

    @Slot(object)
    def _look_at(self, boundary: object) -> None:
        if isinstance(boundary, Boundary):
            self._boundary, self._start = boundary, None
            self._find()

    @Slot(object)
    def _spread(self, count: object) -> None:
        if isinstance(count, int):
            self._count, self._start = count, self._start if self._boundary is THE_TOP else None
            self._find()

    @Slot()
    def _higher(self) -> None:
        self._step(-1)

    @Slot()
    def _lower(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        bar = self.tabs.tabBar()
        if bar.hasFocus():  # there the arrows go from tab to tab
            self.tabs.setCurrentIndex(max(0, min(self.tabs.currentIndex() + by, self.tabs.count() - 1)))
        elif self.bench is not None:
            start = kept_within(
                self.bench.field, (self._start if self._start is not None else self.bench.start) + by, self._count
            )
            if start != self.bench.start or self._finding.running:
                self._start = start
                self._find()

    def _find(self) -> None:
        """Ask for what is to be seen now; what was asked before is forgotten."""
        result, boundary, start = self._result, self._boundary, self._start
        if result is None:
            return
        if not self._count:
            self._count = max(COLUMNS[0], min(COLUMNS[-1], (self.width() - 6 * GRID) // (LEAST + 2 * GRID)))
            self.many.choose(self._count)
        count, known = self._count, self._found
        known = known if known is not None and known.result is result else None
        self._finding.run(lambda _progress, _cancelled: look_at(result, known, boundary, start, count), self._show)

    def _show(self, found: Look) -> None:
        self._found = found
        if found.bench is not None:
            self._boundary = found.bench.field.boundary
        self._draw()

    @Slot()
    def _draw(self) -> None:
        """Show what is known, as far as it may be seen."""
        found, veil = self._found, self.veil
        if found is None:
            return
        if found.outcomes.refused != self.banner.text():
            self.banner.tell("warning", found.outcomes.refused if found.bench is not None else "")
        self._side_stack.setCurrentIndex(0 if found.bench is not None else 1)
        if found.bench is not None:
            self._draw_side(found.bench, found.boundaries, veil)
        else:
            self._empty.tell("Nothing to decide yet", found.why)
        self.ties.show_outcomes(found.outcomes, veil, speaks=self.session.desk.can_speak)
        ties = len(ties_of(found.outcomes))
        self.tabs.setTabText(TIES, f"Ties ({ties})" if ties and not veil.numbers else "Ties")
        self._show_ready()
        if self.tabs.currentIndex() == WITHOUT:
            self.without.show_result(found.result, veil)

    def _draw_side(self, bench: Bench, boundaries: tuple[Boundary, ...], veil: Veil) -> None:
        shown = [
            (b, f"{b.words} (place {b.place})" if b.place and not veil.numbers else veil.counted(b.words))
            for b in boundaries
        ]
        self.boundary.set_choices(shown)
        self.boundary.choose(bench.field.boundary)
        total, many = len(bench.field.rows), len(bench.teams)
        self.places.setText("" if veil.numbers else f"{bench.start + 1}–{bench.start + many} of {total}")
        self.before_button.setEnabled(bench.start > 0)
        self.after_button.setEnabled(bench.start + many < total)
        self.side.show_bench(bench, veil)

    def _show_ready(self) -> None:
        view, found, veil = self.session.view, self._found, self.veil
        if view is not None and found is not None:
            contest = self.session.desk.text_setting(CONTEST_SETTING)
            checks = checks_of(view, found.checks, contest, veil)
            self.ready.show_lines(checks, facts_of(view, veil))
            left = sum(not check.ok for check in checks)
            words = f"Before the lock ({left})" if left and not veil.numbers else "Before the lock"
            self.tabs.setTabText(READY, words)

    @Slot(str)
    def _go(self, place: str) -> None:
        if place == "decide":  # what is mended here is decided one tab further left
            self.tabs.setCurrentIndex(TIES)
        else:
            self.going.emit(place)

    @Slot(str)
    def _keep_contest(self, text: str) -> None:
        self.session.desk.remember(CONTEST_SETTING, text or None)
        self._show_ready()

    @Slot(int)
    def _turn(self, tab: int) -> None:
        for key in self._keys:
            key.setEnabled(tab == SIDE or self.tabs.tabBar().hasFocus())
        if tab == WITHOUT and self._result is not None:
            self.without.show_result(self._result, self.veil)


def _switch(text: str, icon: str, keys: str, name: str) -> Button:
    button = Button(text, "plain", icon, keys, name)
    button.setCheckable(True)
    return button
