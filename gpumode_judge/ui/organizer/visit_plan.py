"""Visits that were worked out: lists to walk, in words, and put on the rounds of judges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.next_visits import NextVisit, Reason
from gpumode_judge.ui.organizer.rules_changes import locked
from gpumode_judge.ui.organizer.words import called, counted, judge_called, listed
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID

LOCKED: Final = (
    "The scores are locked, so visits made now would come late. Open them again on the Lock page to plan more."
)
WHY: Final = {
    Reason.UNSEEN: "nobody has seen it",
    Reason.JOINS: "joins two groups",
    Reason.SURER: "makes a prize place surer",
}


@dataclass(frozen=True, kw_only=True)
class Planned:
    """Visits that were worked out for ``record``, the most useful first, and whether all judges were seen by all the minutes allow."""

    record: Record
    visits: tuple[NextVisit, ...]

    def by_judge(self) -> dict[str, tuple[NextVisit, ...]]:
        """The same as a list to walk for each judge, judges by name."""
        found: dict[str, list[NextVisit]] = {}
        for visit in self.visits:
            found.setdefault(visit.judge, []).append(visit)
        order = sorted(found, key=lambda judge: (judge_called(self.record, judge).casefold(), judge))
        return {judge: tuple(found[judge]) for judge in order}


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What assigning would do to one judge's round: ``new`` visits come after the ``before`` ones; ``known`` are on it already.

    ``sees_all``: nothing is assigned to this judge, who sees everything by table and so these too.
    """

    judge: str
    before: tuple[str, ...]
    new: tuple[str, ...]
    known: int
    sees_all: bool


def additions(record: Record, planned: Planned) -> tuple[Addition, ...]:
    """What would change on each judge's round now."""
    found: list[Addition] = []
    for judge, visits in planned.by_judge().items():
        wanted = [
            v.submission
            for v in visits
            if v.submission in record.submissions and (judge, v.submission) not in record.interests
        ]
        before = record.assignments.get(judge)
        new = tuple(name for name in wanted if before is not None and name not in before)
        known = len(wanted) - len(new)
        found.append(Addition(judge=judge, before=before or (), new=new, known=known, sees_all=before is None))
    return tuple(found)


def assign(desk: OrganizerDesk, added: Iterable[Addition], *, back: bool = False) -> int:
    """Put visits at the end of rounds, or (``back``) take them off again; gives how many rounds changed.

    Raises:
        Problem: the scores are locked.
    """
    record = desk.record
    if locked(record):
        raise Problem(LOCKED)
    rounds: dict[str, tuple[str, ...]] = {}
    for one in added:
        now = record.assignments.get(one.judge, one.before)
        kept = tuple(name for name in now if name not in one.new)
        if one.new:
            rounds[one.judge] = kept if back else (*kept, *one.new)
    return desk.assign(rounds)


def gain_words(visit: NextVisit) -> str:
    """What a visit gives: ``+1.2 % surer``."""
    if visit.gain is None:
        return "gain not known yet"
    share = visit.gain * 100
    return f"+{share:.1f} % surer" if share >= 0.05 else "a little surer"


def as_text(planned: Planned) -> str:
    """Walking lists to hand on: a judge, then a line for each visit."""
    record, lines = planned.record, list[str]()
    for judge, visits in planned.by_judge().items():
        lines.append(judge_called(record, judge))
        lines += [f"{n}. {place(record, v.submission)}" for n, v in enumerate(visits, 1)]
        lines.append("")
    return "\n".join(lines)


def place(record: Record, submission: str) -> str:
    """``Table 12: Fast attention``."""
    known = record.submissions.get(submission)
    if known is None or not known.table:
        return called(record, submission)
    return f"Table {known.table}: {known.title}"


def change_words(record: Record, one: Addition) -> str:
    """What happens to one judge's round, in a sentence or two."""
    parts: list[str] = []
    if one.new:
        titles = ", ".join(called(record, name) for name in one.new)
        parts.append(f"After the {counted(len(one.before), 'visit')} of the round: {titles}.")
    if one.known:
        parts.append(f"{one.known} {'is' if one.known == 1 else 'are'} on the round already.")
    return " ".join(parts)


class AssignDialog(Dialog):
    """What assigning the visits changes, judge by judge. Accepting is all it does."""

    def __init__(self, record: Record, added: Sequence[Addition], parent: QWidget | None = None) -> None:
        super().__init__("Put these visits on the rounds?", parent)
        self.setMinimumWidth(64 * GRID)
        changing = [one for one in added if one.new]
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        told = [one for one in added if not one.sees_all]
        for one in told:
            column.addWidget(PlainLabel(judge_called(record, one.judge), "strong", elide=True))
            column.addWidget(PlainLabel(change_words(record, one), "soft"))
        free = [judge_called(record, one.judge) for one in added if one.sees_all]
        if free:
            sees = "sees" if len(free) == 1 else "see"
            words = f"{listed(free, 12)} {sees} every team by table already: nothing is assigned there, and nothing changes."
            column.addWidget(PlainLabel(words, "soft"))
        column.addStretch(1)
        area = Scroll("What changes", page)
        area.setMinimumHeight(min(44, 6 + 7 * len(told)) * GRID)
        self.body.addWidget(area, 1)
        if not changing:
            self.body.addWidget(PlainLabel("No round changes: hand on the lists instead (Copy as text).", "body"))
        self.add_cancel("Cancel" if changing else "Close")
        words = f"Change {counted(len(changing), 'round')}" if changing else "Nothing to change"
        self.assign_button = self.add_button(Button(words, "primary"), accept=True)
        self.assign_button.setEnabled(bool(changing))
