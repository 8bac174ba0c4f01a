"""All conflicts of one judge in one go: what each choice keeps, and its button."""

from collections import Counter

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.resolving import Keep, Together
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.words import counted, judge_called, listed, when
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.errors import MessageDialog, ask
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


def kept_words(keep: Keep) -> str:
    """What a choice lets hold: ``14 ballots with 56 marks, and 14 notes``."""
    ballots = f"{counted(keep.ballots, 'ballot')} with {counted(keep.marks, 'mark')}" if keep.ballots else ""
    notes = counted(keep.notes, "note") if keep.notes else ""
    return ", and ".join(filter(None, (ballots, notes))) or "the sign-off"


def source_words(keep: Keep) -> str:
    """Whose words a choice lets hold."""
    if not keep.device:
        return "The later one of each"
    return "From paper, typed in by the organizers" if keep.paper else f"Laptop “{four_words(keep.device)}”"


def _from(keep: Keep) -> str:
    return "from paper" if keep.paper else f"from laptop “{four_words(keep.device)}”"


def about_words(keep: Keep, together: Together, record: Record) -> str:
    """What a choice keeps, when that was said, and what it leaves open."""
    text = f"Keeps {kept_words(keep)}"
    text += f"; the last of them on {when(keep.last, record.event.zone)}." if keep.device else f"{_shares(keep)}."
    if not keep.device:
        text += " Which is later is told by the clocks of the laptops: look at the times below first."
    if keep.left:
        text += f" {keep.left} of the {len(together.conflicts)} conflicts {'stays' if keep.left == 1 else 'stay'} open."
    return text


def _shares(keep: Keep) -> str:
    """How much of the later ones is whose."""
    of = Counter(head.device for conflict, eid in keep.picks for head in conflict.heads if head.eid == eid)
    if len(of) == 1:
        return f", all from “{four_words(*of)}”"
    return ": " + listed(f"{many} from “{four_words(device)}”" for device, many in sorted(of.items()))


class TogetherCard(Card):
    """One judge with several conflicts; ``chosen`` brings the choice after a person has said yes."""

    chosen = Signal(object)

    def __init__(self, together: Together, record: Record, parent: QWidget | None = None) -> None:
        who = judge_called(record, together.judge)
        super().__init__(f"{who}: all {len(together.conflicts)} conflicts at once", parent)
        self._who = who
        self.together = together
        self.asked: MessageDialog | None = None
        self.rows: list[KeepRow] = []
        self.title.setWordWrap(True)
        self.body.addWidget(PlainLabel("Ask which laptop is right. Or choose one by one below.", "soft"))
        for keep in (*together.laptops, *filter(None, [together.later])):
            self.body.addWidget(Rule())
            row = KeepRow(keep, about_words(keep, together, record), who)
            row.wanted.connect(self._ask)
            self.body.addWidget(row)
            self.rows.append(row)
        if together.why_not:
            self.body.addWidget(Rule())
            self.body.addWidget(
                PlainLabel(f"Which is the later one of each cannot be told. {together.why_not}", "small")
            )

    @Slot(object)
    def _ask(self, keep: Keep) -> None:
        many = len(keep.picks)
        which = "the later one of each" if not keep.device else f"all {_from(keep)}"
        text = (
            f"{counted(many, 'conflict').capitalize()} of {self._who} {'is' if many == 1 else 'are'} decided: {kept_words(keep)} "
            "hold from then on. What the other side says is kept, but does not count."
        )  # fmt: skip
        self.asked = ask(self.window(), f"Keep {which}?", text, "Keep them", lambda: self._choose(keep))

    def _choose(self, keep: Keep) -> None:
        for row in self.rows:
            row.button.setEnabled(False)
        self.chosen.emit(keep)


class KeepRow(QWidget):
    """One choice: whose words, what it keeps, and the button."""

    wanted = Signal(object)

    def __init__(self, keep: Keep, about: str, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keep = keep
        source = source_words(keep)
        self.about = PlainLabel(about, "small")
        text = (
            "Keep the later ones…"
            if not keep.device
            else "Keep all from paper…"
            if keep.paper
            else "Keep all from this laptop…"
        )
        self.button = Button(text, "plain", "check", name=f"{text.rstrip('…')}: {who}, {source}. {about}")
        self.button.setEnabled(bool(keep.picks))
        self.button.setMinimumWidth(30 * GRID)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(source, "strong"))
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)

        self.button.clicked.connect(self._want)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self.keep)
