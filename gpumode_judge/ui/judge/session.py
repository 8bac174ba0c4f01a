"""Between the desk and the widgets: every change goes to the desk at once, and what comes back is told to whoever shows it."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gpumode_judge.desk.cards import Card, State
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.round import Round
from gpumode_judge.ui.judge.words import clock_time, table_of

_OPEN = "open card"
_SOON = 120  # milliseconds: counting the whole round must not stand between two keys


class Session(QObject):
    """``opened`` tells that another card is to be shown, ``changed`` that this card says something else, ``reloaded`` that all
    may; ``saved`` brings the id after each change that is on disk. ``failed`` brings a sentence about what was not saved,
    ``told`` one about what was, ``counted`` the status, ``recorded`` the card after it was recorded."""

    opened = Signal(object)
    changed = Signal(object)
    reloaded = Signal()
    saved = Signal(str)
    failed = Signal(str)
    told = Signal(str)
    counted = Signal(object)
    recorded = Signal(object)

    def __init__(self, desk: JudgeDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.round = Round()
        self.trouble = ""
        self._just_recorded = ""
        self._count = QTimer(self)
        self._count.setSingleShot(True)
        self._count.setInterval(_SOON)

        self._count.timeout.connect(self.count)

    @property
    def record(self) -> Record:
        """What holds now."""
        return self.desk.record

    def load(self) -> None:
        """Read everything anew; ``trouble`` says why there is nothing to show, if so."""
        try:
            self.round.current = self.round.current or self.desk.text_setting(_OPEN)
            self.round.take(self.desk.cards())
            self.trouble = ""
        except Problem as problem:
            self.round.take(())
            self.trouble = str(problem)
        self.reloaded.emit()
        if self.round.card is not None:
            self._remember(self.round.current)
            self.opened.emit(self.round.card)
        self.count()

    def stop(self) -> None:
        """The workspace is about to be closed."""
        self._count.stop()

    @Slot()
    def count(self) -> None:
        """Tell how things stand."""
        if not self.trouble:
            self.counted.emit(self.desk.status())

    @Slot(str)
    def open(self, name: str) -> None:
        """Show another card."""
        if name and name != self.round.current:
            self.round.current = name
            self._remember(name)
            self.opened.emit(self.round.card)

    def _remember(self, name: str) -> None:
        if name == self.desk.text_setting(_OPEN):
            return
        try:
            self.desk.remember(_OPEN, name)
        except Problem:
            return  # only where to begin next time; a mark that cannot be saved will say so

    @Slot(str, object)
    def mark(self, key: str, mark: Decimal | None) -> None:
        """Put a mark on the open card, or take it away."""
        self._change(lambda name: self.desk.mark(name, key, mark))

    @Slot(str, str)
    def note(self, key: str, text: str) -> None:
        """Write a note that travels."""
        self._change(lambda name: self.desk.note(name, key, text))

    @Slot(str)
    def private_note(self, text: str) -> None:
        """Write the note that stays."""
        self._change(lambda name: self.desk.private_note(name, text))

    def _change(self, change: Callable[[str], Card]) -> None:
        if not self.round.current:
            return
        try:
            card = change(self.round.current)
        except Problem as problem:
            self.failed.emit(f"That was not saved. {problem}")
            if self.round.card is not None:
                self.changed.emit(self.round.card)
            return
        self._just_recorded = ""
        self._took(card)
        self.saved.emit(card.submission.id)

    def _took(self, card: Card) -> None:
        self.round.put(card)
        self.changed.emit(card)
        self._count.start()

    @Slot()
    def undo(self) -> None:
        """Take back the last change that can be seen; right after recording, come back to the card instead."""
        if self._just_recorded:
            name, self._just_recorded = self._just_recorded, ""
            self.open(name)
            card = self.round.card
            if card is not None:
                self.told.emit(f"{table_of(card.submission)} stays recorded. Change it and record it again.")
            return
        try:
            name = self._undo_visibly()
        except Problem as problem:
            self.failed.emit(f"That was not taken back. {problem}")
            return
        if name is None:
            self.told.emit("There is nothing to take back.")
            return
        card = self.desk.card(name)
        self.round.put(card)
        self.open(name)
        self._took(card)
        self.saved.emit(name)
        self.told.emit(f"Took back the last change on {table_of(card.submission)}.")

    def _undo_visibly(self) -> str | None:
        # Typing that was taken back inside a field leaves steps that change nothing any more.
        name: str | None = ""
        while name is not None:
            before = {card.submission.id: card.entered for card in self.round.cards}
            name = self.desk.undo()
            if name is not None:
                card = self.desk.card(name)
                self.round.put(card)
                if name not in before or not card.entered.same(before[name]):
                    return name
        return None

    @Slot()
    def record_ballot(self) -> bool:
        """Record the open card and go on to the next; ``False`` if something is missing."""
        card = self.round.card
        if card is None:
            return False
        if card.state is State.DONE:
            self.go_on()
            return True
        return self._record(lambda: self.desk.record_ballot(card.submission.id))

    @Slot(object, str)
    def record_outcome(self, outcome: Outcome, reason: str) -> bool:
        """Record why there are no marks, and go on."""
        name = self.round.current
        return self._record(lambda: self.desk.record_outcome(name, outcome, reason))

    def _record(self, record: Callable[[], Card]) -> bool:
        try:
            card = record()
        except Problem as problem:
            self.failed.emit(str(problem))
            return False
        self._just_recorded = card.submission.id
        self.round.put(card)
        self.changed.emit(card)
        self.count()
        at = clock_time(card.recorded.at) if card.recorded else ""
        word = "recorded" if card.state is State.DONE else f"recorded as {card.state}"
        self.told.emit(f"{table_of(card.submission)} {word} {at}".strip())
        self.recorded.emit(card)
        self.go_on()
        return True

    def go_on(self) -> None:
        """Open the next card that is not recorded, or stay."""
        after = self.round.next_open(self.round.current)
        if after:
            self.open(after)

    def merge(self, path: Path) -> None:
        """Take in a newer event file."""
        try:
            told = self.desk.merge(path)
        except Problem as problem:
            self.failed.emit(str(problem))
            return
        self.load()
        self.told.emit(told)
