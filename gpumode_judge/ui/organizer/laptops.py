"""Laptops: those that wait to be let in, those that are in, and those that are shut out."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk.locking import revoke
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER
from gpumode_judge.event.people import Judge
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Pending
from gpumode_judge.ui.organizer.laptop_rows import Laptop
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.shut_out import ShutOutDialog
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted, judge_called
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID


class LaptopCard(Card):
    """One waiting laptop."""

    accepted = Signal(str, str)
    shut_out = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._device = ""
        self.words = PlainLabel(role="section", select=True)
        self.who = PlainLabel(role="soft")
        self.judge = Choice(name="Accept as")
        self.judge.setMinimumWidth(26 * GRID)
        self.accept_button = Button("Accept", "primary", "check")
        self.shut_button = Button("Shut out…", "quiet")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.words)
        left.addWidget(self.who)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addLayout(left, 1)
        row.addWidget(PlainLabel("Accept as", wrap=False), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.judge, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.shut_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.judge.picked.connect(self._settle)
        self.accept_button.clicked.connect(self._accept)
        self.shut_button.clicked.connect(self._shut)

    def show_laptop(self, pending: Pending, says: str, judges: Mapping[str, Judge], known: bool = False) -> None:
        """Show ``pending``; ``says`` is who it says it is, ``known`` whether a laptop of theirs is let in already."""
        if pending.device != self._device:
            people = [(j.id, j.name) for j in judges.values()]
            self.judge.set_choices([("", "Choose a judge"), *people, (ANOTHER_ORGANIZER, "an organizer")])
            self.judge.choose(pending.judge)
        self._device = pending.device
        self.words.setText(four_words(pending.device))
        many = pending.entries
        wait = f"{counted(many, 'statement').capitalize()} {'waits' if many == 1 else 'wait'} with it."
        self.who.setText(f"Says it is {says}. {wait}{' This judge has another laptop here already.' if known else ''}")
        self.setAccessibleName(f"Laptop {self.words.text()}")
        self._settle()

    @Slot()
    def _settle(self) -> None:
        self.accept_button.setEnabled(bool(self.judge.value()))

    @Slot()
    def _accept(self) -> None:
        self.accept_button.setEnabled(False)
        self.accepted.emit(self._device, self.judge.text_value())

    @Slot()
    def _shut(self) -> None:
        self.shut_out.emit(self._device)


class LaptopRow(Card):
    """One laptop that is in or shut out."""

    shut_out = Signal(str)
    let_in = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._laptop: Laptop | None = None
        self.who = PlainLabel(role="strong")
        self.note = PlainLabel(role="small")
        self.words = PlainLabel(role="soft", select=True)
        self.words.setFixedWidth(30 * GRID)
        self.button = Button("", "quiet")
        self.button.setMinimumWidth(16 * GRID)
        policy = self.button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.button.setSizePolicy(policy)
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.who)
        left.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addWidget(self.words, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self.body.addLayout(row)
        self.button.clicked.connect(self._act)

    def show_laptop(self, laptop: Laptop) -> None:
        """Show ``laptop``."""
        self._laptop = laptop
        self.who.setText(laptop.who)
        self.note.setText(laptop.note)
        self.words.setText(laptop.words)
        words = "Let in again" if laptop.cut else "Shut out…"
        self.button.set_words(words, f"{words} {laptop.who}, {laptop.words}")
        self.button.setVisible(not laptop.fixed)
        self.setAccessibleName(f"Laptop {laptop.words}, {laptop.who}")

    @Slot()
    def _act(self) -> None:
        if self._laptop is not None:
            (self.let_in if self._laptop.cut else self.shut_out).emit(self._laptop.device)


class _Part(QWidget):
    """A title with the rows under it; hidden without any."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.rows: list[LaptopRow] = []
        self._heading = SectionTitle()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2 * GRID, 0, 0)
        self._column.setSpacing(GRID)
        self._column.addWidget(self._heading)

    def show_laptops(self, laptops: list[Laptop], made: "Laptops") -> None:
        self._heading.setText(f"{self._title} ({len(laptops)})")
        while len(self.rows) < len(laptops):
            row = LaptopRow()
            row.shut_out.connect(made.ask_shut_out)
            row.let_in.connect(made.let_in)
            self._column.addWidget(row)
            self.rows.append(row)
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(laptops))
            if place < len(laptops):
                row.show_laptop(laptops[place])
        self.setVisible(bool(laptops))


class Laptops(QWidget):
    """All laptops of the event."""

    accepted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[LaptopCard] = []
        self.dialog: ShutOutDialog | None = None
        self._view: View | None = None
        page = QWidget()
        page.setObjectName("page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        text = (
            "Ask each judge to read out the four words on their own screen (Event, My details…). If they are the same as here, accept "
            "the laptop. If not, it is somebody else’s: leave it, or shut it out."
        )  # fmt: skip
        self._intro = PlainLabel(text, "soft")
        self._column.addWidget(self._intro)
        self.inside = _Part("Let in")
        self.outside = _Part("Shut out")
        self._column.addWidget(self.outside)
        self._column.addWidget(self.inside)
        self._column.addStretch(1)
        area = Scroll(inner=page)
        self._stack = QStackedWidget()
        self._stack.addWidget(area)
        self._stack.addWidget(
            EmptyState(
                "device",
                "No laptop yet",
                "A judge’s laptop is here once you merge its score file; without a ticket it waits for you.",
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def show_view(self, view: View) -> None:
        """Show the laptops as they are now."""
        self._view = view
        record = view.record
        while len(self.cards) < len(record.pending):
            card = LaptopCard()
            card.accepted.connect(self.accepted)
            card.shut_out.connect(self.ask_shut_out)
            self._column.insertWidget(1 + len(self.cards), card)
            self.cards.append(card)
        for place, card in enumerate(self.cards):
            card.setVisible(place < len(record.pending))
            if place < len(record.pending):
                pending = record.pending[place]
                says = judge_called(record, pending.judge) if pending.judge else "nobody"
                known = pending.judge in record.devices.values()
                card.show_laptop(pending, says, record.judges, known)
        self._intro.setVisible(bool(record.pending))
        inside = [laptop for laptop in view.laptops if not laptop.cut]
        outside = [laptop for laptop in view.laptops if laptop.cut]
        self.inside.show_laptops(inside, self)
        self.outside.show_laptops(outside, self)
        others = any(not laptop.fixed for laptop in view.laptops)
        self._stack.setCurrentIndex(0 if record.pending or others else 1)

    @Slot(str)
    def ask_shut_out(self, device: str) -> None:
        """Ask why, and from when on, a laptop does not count any more."""
        if self._view is None:
            return
        who = next((laptop.who for laptop in self._view.laptops if laptop.device == device), "a laptop that waits")
        pending = any(waiting.device == device for waiting in self._view.record.pending)
        self.dialog = ShutOutDialog(device, who, pending, self.window())
        self.dialog.decided.connect(self._shut_out)
        self.dialog.open()

    @Slot(str)
    def let_in(self, device: str) -> None:
        """Let what a laptop said count again."""
        session = self._session()
        if session is not None:
            desk = session.desk
            session.do(
                lambda: revoke(desk, device, "", 0),
                lambda _: self._tell("The laptop is let in again; what it said counts."),
            )

    @Slot(str, str, bool)
    def _shut_out(self, device: str, reason: str, all_of_it: bool) -> None:
        session = self._session()
        if session is None:
            return
        desk = session.desk

        def shut() -> None:
            here = [entry.seq for entry in desk.ledger.chain(device) if entry.event_id == desk.record.event_id]
            revoke(desk, device, reason, 1 if all_of_it else max(here, default=0) + 1)

        session.do(
            shut, lambda _: self._tell("The laptop is shut out. All it said is kept, and you can let it in again.")
        )

    def _tell(self, text: str) -> None:
        Toast.show_in(self.window(), text)

    def _session(self) -> Session | None:
        """That of the page on which this stands."""
        widget = self.parentWidget()
        while widget is not None and not isinstance(widget, Page):
            widget = widget.parentWidget()
        return widget.session if widget is not None else None
