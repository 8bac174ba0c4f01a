"""What would change hands without each judge, worked out beside the window."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk.diagnosing import PrizeChange, WithoutJudge, each_without
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.decide_parts import line_part
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.organizer.words import counted, listed
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.progress import ProgressPanel
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest, Report

_LIST, _BUSY, _EMPTY = 0, 1, 2
MOST: Final = 40  # cards that are built


class WithoutJudges(QWidget):
    """A card for each judge on whom a prize hangs; the others in one line. ``changed`` tells that more is shown."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finding = Newest(self)
        self._result: Result | None = None
        self._told: tuple[WithoutJudge, ...] = ()
        self._veil = Veil()
        self.progress = ProgressPanel("Leaving out one judge after the other …")
        self._again = Button("Go on", "plain", "refresh")
        self._empty = EmptyState("judge", "Nothing to leave out", "", self._again)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(12)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._column)
        area = Scroll("Without each judge", page)
        busy = QWidget()
        middle = QVBoxLayout(busy)
        middle.addWidget(self.progress)
        middle.addStretch(1)
        self._stack = QStackedWidget()
        for widget in (area, busy, self._empty):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

        self.progress.cancelled.connect(self._stop)
        self._again.clicked.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether it is still being worked out."""
        return self._finding.running

    @property
    def deciding(self) -> tuple[WithoutJudge, ...]:
        """The judges on whom something hangs."""
        return tuple(one for one in self._told if one.decides or one.unseen)

    def show_result(self, result: Result, veil: Veil) -> None:
        """Work it out for a result, unless that is shown already."""
        self._veil = veil
        if self._result is result:
            if not self.running and self._stack.currentIndex() == _LIST:
                self._show()
            return
        self._result = result
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        result = self._result
        if result is not None:
            self._stack.setCurrentIndex(_BUSY)
            self.progress.busy("Leaving out one judge after the other …")
            self._finding.run(
                lambda report, stop: _each(result, report, stop), self._found, self._failed, self.progress.tell
            )

    @Slot()
    def _stop(self) -> None:
        self._finding.cancel()
        self._say("Stopped", "Not all judges were left out yet.")

    def _failed(self, error: Exception) -> None:
        self._say("Nothing to leave out", str(error) if isinstance(error, Problem) else "It could not be worked out.")
        self._again.setVisible(not isinstance(error, Problem))

    def _say(self, title: str, text: str) -> None:
        self._told = ()
        self._empty.tell(title, text)
        self._again.setVisible(True)
        self._stack.setCurrentIndex(_EMPTY)
        self.changed.emit()

    def _found(self, told: tuple[WithoutJudge, ...]) -> None:
        self._told = told
        if told:
            self._show()
        else:
            self._say("Nothing to leave out", "No judge has marked anything yet.")
            self._again.hide()
        self.changed.emit()

    def _show(self) -> None:
        if self._result is None:
            return
        clear(self._column)
        record, veil = self._result.record, self._veil
        self._stack.setCurrentIndex(_LIST)
        deciding = self.deciding
        others = len(self._told) - len(deciding)
        if others:
            of = "any of the judges" if not deciding else "any one of the other judges"
            many = "" if veil.numbers else f" ({others})"
            self._column.addWidget(line_part("done", "good", f"Nothing changes hands without {of}{many}."))
        cards = [(veil.judge(record, one.judge), one) for one in deciding]
        if veil.names:
            cards.sort(key=lambda card: (len(card[0]), card[0]))
        for name, one in cards[:MOST]:
            self._column.addWidget(WithoutCard(one, name, veil))
        if len(cards) > MOST:
            more = "more" if veil.numbers else f"{len(cards) - MOST} more"
            self._column.addWidget(PlainLabel(f"And {more} judges.", "soft"))
        self._column.addStretch(1)


class WithoutCard(Card):
    """What hangs on one judge."""

    def __init__(self, one: WithoutJudge, name: str, veil: Veil, parent: QWidget | None = None) -> None:
        super().__init__(f"Without {name}", parent)
        if one.problem:
            self.body.addWidget(line_part("warning", "warn", f"There is no result: {one.problem}"))
        for words in change_lines(one.changes):
            self.body.addWidget(PlainLabel(veil.counted(words)))
        if one.unseen:
            titles = listed((f"“{title}”" for title in one.unseen), 5)
            self.body.addWidget(PlainLabel(veil.counted(f"Nobody else has seen {titles}."), "soft"))


def change_lines(changes: tuple[PrizeChange, ...]) -> tuple[str, ...]:
    """What changes hands, prizes with the same change in one line."""
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[PrizeChange]] = {}
    for change in changes:
        alike.setdefault((change.gains, change.loses), []).append(change)
    lines: list[str] = []
    for (gains, loses), group in alike.items():
        names = listed((f"“{change.prize}”" for change in group), 2)
        gain, lose = (listed((f"“{title}”" for title in titles), 5) for titles in (gains, loses))
        if gain and lose:
            lines.append(f"{names}: to {gain} in place of {lose}.")
        elif gain:
            lines.append(f"{names}: to {gain} too.")
        else:
            lines.append(f"{names}: no longer to {lose}.")
    return tuple(lines)


def _each(result: Result, report: Report, cancelled: Callable[[], bool]) -> tuple[WithoutJudge, ...]:
    record = result.record
    total = len({judge for (judge, _), held in record.ballots.items() if held.value.outcome is Outcome.MARKED})
    found: list[WithoutJudge] = []
    for one in each_without(result):
        found.append(one)
        report(len(found), total, f"{counted(len(found), 'judge').capitalize()} of {total} left out")
        if cancelled():
            break
    return tuple(found)
