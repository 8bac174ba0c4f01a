"""Put equal submissions in order: a named person decides, and says why."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QWidget

from gpumode_judge.event.submission import Submission
from gpumode_judge.ui.organizer.words import listed
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.tokens import GRID

_ROW: Final = 52
_MOST_ROWS: Final = 7


@dataclass(frozen=True)
class Decided:
    """What a person decided between equals, best first: for each of ``prizes`` (ids), or everywhere if there is an empty one."""

    order: tuple[str, ...]
    prizes: tuple[str, ...]
    by: str
    reason: str


class TieDialog(Dialog):
    """The equal ones as a list that is put in order with the mouse or with Alt and the arrows.

    ``prizes`` are those about which it is decided, (id, name); ``everywhere`` tells that they are equal in the standings too, so that one
    word can settle all of it. ``by`` is who decided last.
    """

    decided = Signal(object)

    def __init__(
        self,
        tied: Sequence[Submission],
        prizes: Sequence[tuple[str, str]],
        everywhere: bool = False,
        by: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Decide between equals", parent)
        self.setMinimumWidth(74 * GRID)
        self._tied = list(tied)
        self._prizes = tuple(prizes)
        names = listed((f"“{name}”" for _, name in prizes), 3)
        self.body.addWidget(
            PlainLabel(f"{len(tied)} submissions are equal for {names}. Put them in order, the best first.")
        )
        self.list = OrderedList("The equal submissions, the best first", "")
        self.list.new_button.hide()
        self.list.remove_button.hide()
        self.list.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.list.setFixedHeight(min(_MOST_ROWS, len(tied)) * _ROW + 8)
        self.list.list.setToolTip("Drag, or press Alt and an arrow")
        self.body.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(KeyHint("Alt+Up Alt+Down", "or drag: nothing is proposed, they begin by title"))
        row.addStretch(1)
        row.addWidget(self.list.up_button)
        row.addWidget(self.list.down_button)
        self.body.addLayout(row)
        self.scope = Choice(
            ((True, "Everywhere: in the standings and for every prize"), (False, f"Only for {names}")),
            "What it decides",
        )
        scope = Field("What it decides", self.scope)
        self._everywhere = everywhere
        self.body.addWidget(scope)
        scope.setVisible(everywhere)
        self.by = QLineEdit(by)
        self.by.setMaxLength(200)
        self.by.setPlaceholderText("A name, not a role")
        self.reason = QLineEdit()
        self.reason.setMaxLength(300)
        self.reason.setPlaceholderText("For example: its demo ran on stage")
        self.body.addWidget(Field("Who decides", self.by))
        self.body.addWidget(
            Field("Why so", self.reason, "Kept with the decision and shown to everyone who checks the result.")
        )
        self.add_cancel()
        self.yes = self.add_button(Button("Decide", "primary", "check"), accept=True)
        self._show(0)
        self._settle()
        self.list.list.setFocus()

        self.list.moved.connect(self._move)
        self.list.list.model().rowsMoved.connect(self._dragged)
        self.by.textChanged.connect(self._settle)
        self.reason.textChanged.connect(self._settle)
        self.accepted.connect(self._tell)

    @property
    def order(self) -> tuple[str, ...]:
        """The ids as they stand now, best first."""
        return tuple(one.id for one in self._tied)

    def _show(self, current: int | None = None) -> None:
        rows = [
            ListRow(f"{place}. {one.title}", _detail(one), "") for place, one in enumerate(self._tied, 1)
        ]  # fmt: skip
        self.list.set_rows(rows, current)

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._tied.insert(to, self._tied.pop(place))
        self._show(to)

    @Slot(QModelIndex, int, int, QModelIndex, int)
    def _dragged(self, _from: QModelIndex, first: int, _last: int, _to: QModelIndex, before: int) -> None:
        """The list moved a row; ``before`` counts as it stood before that."""
        self._move(first, before - 1 if before > first else before)

    @Slot()
    def _settle(self) -> None:
        self.yes.setEnabled(bool(self.by.text().strip() and self.reason.text().strip()))

    @Slot()
    def _tell(self) -> None:
        everywhere = self._everywhere and bool(self.scope.value())
        prizes = ("",) if everywhere else tuple(prize for prize, _ in self._prizes)
        self.decided.emit(Decided(self.order, prizes, self.by.text().strip(), self.reason.text().strip()))


def _detail(one: Submission) -> str:
    return " · ".join(filter(None, (one.team, f"table {one.table}" if one.table else "")))
