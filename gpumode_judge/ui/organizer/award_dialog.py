"""A named person says who wins a prize, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.event.event import Prize
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import fold
from gpumode_judge.ledger.record import visiting_order
from gpumode_judge.ui.organizer.prize_outcomes import Candidate
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.tables import Column, RowsModel, table
from gpumode_judge.ui.shared.tokens import GRID

_UNRANKED: Final = 10**9


@dataclass(frozen=True)
class Awarded:
    """What a person decided: these win, best first."""

    prize: str
    submissions: tuple[str, ...]
    by: str
    reason: str


class AwardDialog(Dialog):
    """Those who may win to the left, those who do to the right; Enter or a double click brings one over."""

    awarded = Signal(object)

    def __init__(
        self, prize: Prize, candidates: Sequence[Candidate], winners: Sequence[str] = (), by: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"Who wins “{prize.name}”?", parent)
        self.setMinimumSize(112 * GRID, 76 * GRID)
        self._prize = prize
        self._known: Mapping[str, Candidate] = {c.submission.id: c for c in candidates}
        self._named = [name for name in winners if name in self._known]
        self.search = SearchField("Search title, team or table", shortcut=False)
        self.model = RowsModel[Candidate](
            (
                Column("title", "Submission", lambda c: c.submission.title, tip=lambda c: c.submission.title),
                Column("team", "Team", lambda c: c.submission.team, tip=lambda c: c.submission.team),
                Column("table", "Table", lambda c: c.submission.table, lambda c: visiting_order(c.submission), width=72),
                Column("rank", "Rank", lambda c: str(c.rank or "–"), lambda c: c.rank or _UNRANKED, True, width=70),
            ),
            key=lambda c: c.submission.id,
            parent=self,
        )  # fmt: skip
        self.model.set_rows(sorted((c for c in candidates if not c.bar), key=lambda c: visiting_order(c.submission)))
        self.view = table(self.model, "Submissions")
        self._bars = PlainLabel(role="small")
        self.add = Button("Name it", "plain", "right")
        self.winners = OrderedList("Winners, the best first", "")
        self.winners.new_button.hide()
        self.by, self.reason = QLineEdit(by), QLineEdit()
        self.by.setMaxLength(200)
        self.by.setPlaceholderText("A name, not a role")
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText("For example: the crowd voted for it")
        self._limit = PlainLabel(role="small")
        self._build()
        self.add_cancel()
        self.yes = self.add_button(Button("Decide", "primary", "check"), accept=True)
        self._show()
        self._narrow("")
        self.search.setFocus()

        self.search.searched.connect(self._narrow)
        self.view.doubleClicked.connect(self._name_index)
        self.view.selectionModel().currentRowChanged.connect(self._settle)
        self.add.clicked.connect(self._name_current)
        self.winners.dropped.connect(self._drop)
        self.winners.moved.connect(self._move)
        self.by.textChanged.connect(self._settle)
        self.reason.textChanged.connect(self._settle)
        self.accepted.connect(self._tell)
        for keys in ("Return", "Enter"):
            for widget, slot in ((self.view, self._name_current), (self.search, self._name_first)):
                key = QShortcut(QKeySequence(keys), widget)
                key.setContext(Qt.ShortcutContext.WidgetShortcut)
                key.activated.connect(slot)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.search)
        left.addWidget(self.view, 1)
        left.addWidget(self._bars)
        left.addWidget(self.add)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        title = "Winner" if self._prize.count == 1 and not self._prize.shared else "Winners, the best first"
        right.addWidget(PlainLabel(title, "strong"))
        right.addWidget(self.winners, 1)
        right.addWidget(self._limit)
        both = QHBoxLayout()
        both.setSpacing(2 * GRID)
        both.addLayout(left, 7)
        both.addLayout(right, 4)
        self.body.addLayout(both, 1)
        said = QHBoxLayout()
        said.setSpacing(2 * GRID)
        said.addWidget(Field("Who decides", self.by), 2)
        said.addWidget(
            Field("Why", self.reason, "Kept with the decision and shown to everyone who checks the result."), 3
        )
        self.body.addLayout(said)

    @property
    def named(self) -> tuple[str, ...]:
        """The ids of those who win, best first."""
        return tuple(self._named)

    def name(self, submission: str) -> None:
        """Let a submission win; the last one named makes way where there is one place only."""
        found = self._known.get(submission)
        if found is None or found.bar or submission in self._named:
            return
        if len(self._named) >= self._prize.count and not self._prize.shared:
            if self._prize.count > 1:
                return
            self._named.clear()
        self._named.append(submission)
        self._show(len(self._named) - 1)

    def _show(self, current: int | None = None) -> None:
        rows = [
            ListRow(found.submission.title, _detail(found.submission), str(place) if len(self._named) > 1 else "")
            for place, found in enumerate((self._known[name] for name in self._named), 1)
        ]
        self.winners.set_rows(rows, current)
        for button in (self.winners.up_button, self.winners.down_button):
            button.setVisible(self._prize.count > 1 or self._prize.shared)
        self._settle()

    @Slot(str)
    def _narrow(self, text: str) -> None:
        self.model.set_filter(text)
        barred = [c for c in self._known.values() if c.bar]
        wanted = fold(text).strip()
        found = [c for c in barred if wanted and wanted in fold(f"{c.submission.title} {c.submission.team}")]
        lines = [f"“{c.submission.title}” {c.bar}." for c in found[:2]]
        if barred and not lines:
            lines = [
                f"{counted(len(barred), 'submission').capitalize()} cannot win it by its rules and are not listed."
            ]
        self._bars.setText(" ".join(lines))
        self._bars.setVisible(bool(lines))

    @Slot(QModelIndex)
    def _name_index(self, index: QModelIndex) -> None:
        self.name(self.model.row(index).submission.id)

    @Slot()
    def _name_current(self) -> None:
        if self.view.currentIndex().isValid():
            self._name_index(self.view.currentIndex())

    @Slot()
    def _name_first(self) -> None:
        """Enter in the search field: what is found is named if it is the only one; else the list gets the keyboard."""
        self._narrow(self.search.text())
        rows = self.model.rows()
        if len(rows) == 1:
            self.name(rows[0].submission.id)
        elif rows:
            self.view.setFocus()
            self.view.selectRow(0)

    @Slot(int)
    def _drop(self, place: int) -> None:
        del self._named[place]
        self._show()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._named.insert(to, self._named.pop(place))
        self._show(to)

    @Slot()
    def _settle(self) -> None:
        prize, many = self._prize, len(self._named)
        index = self.view.currentIndex()
        chosen = self.model.row(index) if index.isValid() else None
        full = many >= prize.count > 1 and not prize.shared
        able = chosen is not None and not chosen.bar and chosen.submission.id not in self._named and not full
        self.add.setEnabled(able)
        places = "more if they share it" if prize.shared else f"{prize.count} at most"
        self._limit.setText(f"{counted(many, 'winner').capitalize()} named; {places}." if prize.count > 1 else "")
        self._limit.setVisible(prize.count > 1)
        self.yes.setEnabled(bool(many and self.by.text().strip() and self.reason.text().strip()))

    @Slot()
    def _tell(self) -> None:
        self.awarded.emit(Awarded(self._prize.id, self.named, self.by.text().strip(), self.reason.text().strip()))


def _detail(one: Submission) -> str:
    return " · ".join(filter(None, (one.team, f"table {one.table}" if one.table else "")))
