"""Cards of what became of prizes: to the left the prizes, to the right who wins them, or what settles them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import fold
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Decision
from gpumode_judge.ui.organizer.prize_outcomes import Outcome, PrizeLine, Todo, Winner
from gpumode_judge.ui.organizer.words import counted, listed
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.tokens import GRID

MOST_WINNERS: Final = 30  # rows that are built for one card
MANY: Final = 3  # so many prizes with one outcome are told in short
_SETTLES: Final = {
    Todo.TIE: ("Decide between them…", "conflict"),
    Todo.RULES: ("Change the rules…", "rubric"),
    Todo.PERSON: ("Name the winner…", "prize"),
    Todo.CONFLICT: ("Show on Merge", "merge"),
    Todo.MARKS: ("Show who lacks visits", "submission"),
    Todo.STANDINGS: ("Show Standings", "standings"),
}
_PLACES: Final = {
    Todo.RULES: "rubric",
    Todo.CONFLICT: "conflicts",
    Todo.MARKS: "unvisited",
    Todo.STANDINGS: "standings",
}


class OutcomeCard(Card):
    """One outcome. ``settle_wanted`` asks to settle it, ``award_wanted`` and ``back_wanted`` name a prize that a person decides or takes
    back, ``going`` a place where it is mended, ``why_wanted`` a submission."""

    settle_wanted = Signal(object)
    award_wanted = Signal(str)
    back_wanted = Signal(str)
    going = Signal(str)
    why_wanted = Signal(str)

    def __init__(self, outcome: Outcome, refused: str, speaks: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.outcome = outcome
        self.setAccessibleName(listed((line.prize.name for line in outcome.prizes), 3))
        self._speaks = speaks
        self.settle: Button | None = None
        self.over: Button | None = None
        self._over_lines: QWidget | None = None
        self.edits: dict[str, IconButton] = {}
        self.backs: dict[str, Button] = {}
        left = QVBoxLayout()
        left.setSpacing(12)
        same = {_terms(line) for line in outcome.prizes}
        many = len(outcome.prizes) >= MANY
        if many:
            left.setSpacing(4)
            head = f"{counted(len(outcome.prizes), 'prize')} with the same outcome"
            left.addWidget(PlainLabel(" · ".join(filter(None, (head, *(same if len(same) == 1 else ())))), "small"))
        for line in outcome.prizes:
            terms = "" if many and len(same) == 1 else _terms(line)
            left.addWidget(self._prize(line, terms, small=many))
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        self._tell_outcome(right, refused)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(left, 5)
        row.addWidget(_upright())
        row.addLayout(right, 8)
        self.body.addLayout(row)

    def _prize(self, line: PrizeLine, terms: str, *, small: bool) -> QWidget:
        prize, box = line.prize, QWidget()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(prize.name, "strong", elide=True) if small else SectionTitle(prize.name))
        sponsor = "" if small and fold(prize.sponsor) in fold(prize.name) else prize.sponsor
        about = [sponsor, prize.award, *((line.given,) if small else ())]
        more = PlainLabel(" · ".join(filter(None, about)), "small" if small else "soft", elide=small)
        if more.text():
            words.addWidget(more)
        told = " · ".join(filter(None, (terms,) if small else (line.given, terms)))
        if told:
            words.addWidget(PlainLabel(told, "small"))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(words, 1)
        top = Qt.AlignmentFlag.AlignTop
        if line.awarded:
            back = Button("Take back", "quiet", "undo", name=f"Take the decision about {prize.name} back")
            back.setEnabled(self._speaks)
            back.clicked.connect(partial(self.back_wanted.emit, prize.id))
            self.backs[prize.id] = back
            row.addWidget(back, 0, top)
        if prize.count > 0 and not line.awarded:
            edit = IconButton("edit", f"Let a person decide “{prize.name}”…")
            edit.setEnabled(self._speaks)
            edit.clicked.connect(partial(self.award_wanted.emit, prize.id))
            self.edits[prize.id] = edit
            row.addWidget(edit, 0, top)
        return box

    def _tell_outcome(self, column: QVBoxLayout, refused: str) -> None:
        outcome = self.outcome
        if outcome.open:
            column.addWidget(self._open(refused))
        shown = outcome.winners[:MOST_WINNERS]
        reasons = {winner.why for winner in shown}
        same = len(reasons) == 1 and len(shown) > 1
        for winner in shown:
            column.addWidget(self._winner(winner, with_why=not same))
        for why in reasons if same else ():
            column.addWidget(PlainLabel(why, "small"))
        if len(outcome.winners) > len(shown):
            column.addWidget(
                PlainLabel(f"And {len(outcome.winners) - len(shown)} more; Copy has all of them.", "small")
            )
        if outcome.why and not outcome.open and outcome.why not in reasons:
            column.addWidget(PlainLabel(outcome.why, "soft"))
        if outcome.over:
            self.over = Button(self._over_words(shown=False), "quiet", "right")
            self.over.clicked.connect(self._fold)
            column.addWidget(self.over, 0, Qt.AlignmentFlag.AlignLeft)
            self._over_lines = _passed_over(outcome.over)
            self._over_lines.hide()
            column.addWidget(self._over_lines)

    def _open(self, refused: str) -> QWidget:
        outcome, box = self.outcome, QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(12)
        pill = StatusPill("warning", "Open" if outcome.open == 1 else f"{outcome.open} places open")
        head.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        told = (
            "It waits for the standings." if outcome.todo is Todo.STANDINGS and outcome.why == refused else outcome.why
        )
        head.addWidget(PlainLabel(told), 1)
        column.addLayout(head)
        if outcome.tied:
            column.addWidget(PlainLabel("Equal: " + listed((_named(one) for one in outcome.tied), 12), "strong"))
        if outcome.todo in _SETTLES:
            words, icon = _SETTLES[outcome.todo]
            self.settle = Button(words, "plain", icon, name=f"{words} {self.accessibleName()}")
            self.settle.setEnabled(self._speaks or outcome.todo in _PLACES)
            self.settle.clicked.connect(self._settle)
            column.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _winner(self, winner: Winner, *, with_why: bool) -> QWidget:
        one, box = winner.submission, QWidget()
        rank = PlainLabel(str(winner.rank) if winner.rank else "–", "title", wrap=False)
        rank.setFixedWidth(5 * GRID)
        rank.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        rank.setAccessibleName(f"Rank {winner.rank}" if winner.rank else "No rank")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(one.title, "strong", elide=True))
        team = " · ".join(filter(None, (one.team, f"table {one.table}" if one.table else "")))
        if team:
            words.addWidget(PlainLabel(team, "soft", elide=True))
        if with_why and winner.why != f"Rank {winner.rank}.":
            words.addWidget(PlainLabel(winner.why, "small"))
        ask = IconButton("help", f"Why “{one.title}” stands there")
        ask.clicked.connect(partial(self.why_wanted.emit, one.id))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(rank, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(ask, 0, Qt.AlignmentFlag.AlignTop)
        return box

    @Slot()
    def _settle(self) -> None:
        place = _PLACES.get(self.outcome.todo)
        if place:
            self.going.emit(place)
        else:
            self.settle_wanted.emit(self.outcome)

    def _over_words(self, *, shown: bool) -> str:
        many = len(self.outcome.over)
        return f"{'Hide' if shown else 'Show'} {many} who {'was' if many == 1 else 'were'} passed over"

    @Slot()
    def _fold(self) -> None:
        if self.over is not None and self._over_lines is not None:
            shown = self._over_lines.isHidden()
            self._over_lines.setVisible(shown)
            self.over.set_words(self._over_words(shown=shown))
            self.over.set_icon_name("down" if shown else "right")


class DecisionsCard(Card):
    """What persons decided between equals; ``back_wanted`` brings the decision that is to be taken back."""

    back_wanted = Signal(object)

    def __init__(
        self, decisions: Sequence[Decision], record: Record, speaks: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__("Decided between equals", parent)
        self.buttons: list[Button] = []
        for place, decision in enumerate(decisions):
            if place:
                self.body.addWidget(Rule())
            titles = [record.submissions[n].title if n in record.submissions else n for n in decision.order]
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(PlainLabel(" before ".join(f"“{title}”" for title in titles), "strong"))
            where = f"for “{record.prize(decision.prize)}”" if decision.prize else "everywhere"
            words.addWidget(PlainLabel(f"{decision.by} decided it {where}: {decision.reason}", "soft"))
            back = Button("Take back", "quiet", "undo", name=f"Take back: {' before '.join(titles)}")
            back.setEnabled(speaks)
            back.clicked.connect(self._ask(decision))
            self.buttons.append(back)
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addLayout(words, 1)
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
            self.body.addLayout(row)

    def _ask(self, decision: Decision) -> Callable[[], None]:
        return lambda: self.back_wanted.emit(decision)


def _terms(line: PrizeLine) -> str:
    """How many win it, and who may."""
    prize = line.prize
    if not line.turn:
        return ""
    places = "" if prize.count == 1 else f"{prize.count} winners"
    who = f"{counted(line.may, 'submission')} of {line.entered} may win it" if line.who else "everyone may win it"
    who = f"{who}: {line.who}" if line.who else who
    shared = "shared if equal" if prize.shared else ""
    return " · ".join(filter(None, (places, who, line.weighed, shared)))


def _passed_over(over: Sequence[tuple[Submission, str]]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(6 * GRID, 0, 0, 0)
    column.setSpacing(4)
    for one, why in over[:MOST_WINNERS]:
        column.addWidget(PlainLabel(f"“{one.title}” {why}", "small"))
    if len(over) > MOST_WINNERS:
        column.addWidget(PlainLabel(f"And {len(over) - MOST_WINNERS} more.", "small"))
    return box


def _named(one: Submission) -> str:
    return f"“{one.title}”" + (f" (table {one.table})" if one.table else "")


def _upright() -> QFrame:
    line = QFrame()
    line.setObjectName("rule")
    line.setStyleSheet("QFrame#rule { min-width: 1px; max-width: 1px; max-height: 16777215px; }")
    return line
