"""One line above the picture: how old the data is, which files are missing, and which display shows what."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gpumode_judge.desk.presenting import Health
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID

OLD_MINUTES: Final = 30
NAMED: Final = 3


class HealthStrip(QFrame):
    """``going`` asks the window for the page where what is missing can be seen."""

    going = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("State of the data and the displays")
        self._parts: list[tuple[IconLabel, PlainLabel]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for place, sign in enumerate(("clock", "people", "screen")):
            mark, words = IconLabel(sign, 16), PlainLabel("", "small", elide=True)
            row.addWidget(mark)
            row.addWidget(words, (2, 3, 4)[place])
            self._parts.append((mark, words))
        self._who = Button("Who?", "quiet", name="Who is missing?")
        row.insertWidget(4, self._who)
        self._silent = False

        self._who.clicked.connect(self._ask)

    def show_health(self, health: Health) -> None:
        """Tell about the data."""
        text, old = age_text(health)
        self._tell(0, "warning" if old else "clock", "warn" if old else "ink_soft", text)
        self._silent = bool(health.missing)
        wrong = self._silent or bool(health.gaps)
        missing = missing_text(health)
        self._tell(1, "warning" if wrong else "people", "warn" if wrong else "ink_soft", missing)
        self._who.setVisible(self._silent or bool(health.behind))

    def show_displays(self, where: Mapping[str, str], step: str, waiting: bool) -> None:
        """Tell which display shows what; ``step`` names what the picture is, ``waiting`` that its display is unplugged."""
        told = [f"{name.split(' · ')[0]}: {step if what == 'the picture' else what}" for name, what in where.items()]
        text = "  ·  ".join(told)
        if waiting:
            text = f"The projector is unplugged  ·  {text}"
        self._tell(2, "warning" if waiting else "screen", "warn" if waiting else "ink_soft", text)

    def text(self) -> str:
        """Everything that is told, for a person who searches."""
        return " | ".join(words.text() for _, words in self._parts)

    def _tell(self, place: int, sign: str, tone: str, text: str) -> None:
        mark, words = self._parts[place]
        mark.set_icon(sign, tone)
        words.setText(text)
        words.setAccessibleName(text)

    @Slot()
    def _ask(self) -> None:
        self.going.emit("silent" if self._silent else "behind")


def age_text(health: Health) -> tuple[str, bool]:
    """How old the data is, and whether that is too old."""
    files = f"{health.files} score file{'' if health.files == 1 else 's'}"
    if health.age is None:
        return ("No score file yet" if not health.files else files), False
    minutes = health.age // 60
    ago = "just now" if minutes < 1 else f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} hours ago"
    return f"{files}, last {ago}", minutes >= OLD_MINUTES


def missing_text(health: Health) -> str:
    """Who and what is missing, by name as long as that is few."""
    if health.whole:
        return "All judges’ files are here" if health.files else "No judge’s file yet"
    parts: list[str] = []
    if health.missing:
        named = ", ".join(health.missing[:NAMED])
        more = len(health.missing) - NAMED
        parts.append(f"Nothing yet from {named}{f' and {more} more' if more > 0 else ''}")
    if health.gaps:
        parts.append(f"Some statements of {health.gaps} laptop{'' if health.gaps == 1 else 's'} are missing")
    if health.behind:
        count = len(health.behind)
        parts.append(f"{count} judge{'' if count == 1 else 's'} not finished")
    if health.unfit:
        parts.append(f"{health.unfit} ballot{' lacks' if health.unfit == 1 else 's lack'} a mark")
    if health.conflicts:
        parts.append(f"{health.conflicts} conflict{'' if health.conflicts == 1 else 's'}")
    if health.pending:
        parts.append(f"{health.pending} laptop{' waits' if health.pending == 1 else 's wait'} to be accepted")
    return "; ".join(parts)
