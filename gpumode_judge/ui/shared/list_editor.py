"""A list beside the fields of the row that is chosen in it."""

from typing import Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.ordered_list import ListRow, OrderedList
from gpumode_judge.ui.shared.tokens import GRID

T = TypeVar("T")


class ListEditor(QWidget, Generic[T]):
    """What is edited in ``rows`` to the left, with a ``note`` below; to the right ``form`` for the chosen one, or ``empty``.

    ``changed`` is told after each change. An editor tells how one of what it holds is listed, filled in and read.
    """

    changed = Signal()

    def __init__(
        self, rows: OrderedList, form: QWidget, empty: EmptyState, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._held: list[T] = []
        self.list = rows
        self._right = QStackedWidget()
        self._right.addWidget(empty)
        self._right.addWidget(form)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(rows, 1)
        if note:
            left.addWidget(PlainLabel(note, "small"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3 * GRID)
        layout.addLayout(left, 2)
        layout.addWidget(self._right, 5)

        rows.chosen.connect(self._show_current)
        rows.wanted.connect(self.add)
        rows.dropped.connect(self._drop)
        rows.moved.connect(self._move)

    def add(self) -> None:
        """Add one and go to its name."""
        raise NotImplementedError

    def _row(self, held: T) -> ListRow:
        raise NotImplementedError

    def _fill(self, held: T) -> None:
        """Put the chosen one into the fields."""
        raise NotImplementedError

    def _read(self, held: T) -> T:
        """The chosen one as the fields have it now."""
        raise NotImplementedError

    def _show(self, current: int | None = None) -> None:
        self._show_rows(current)
        self._show_current()

    def _show_rows(self, current: int | None = None) -> None:
        self.list.set_rows([self._row(held) for held in self._held], current)

    @Slot()
    def _show_current(self) -> None:
        place = self.list.current()
        self._right.setCurrentIndex(1 if place >= 0 else 0)
        if place >= 0:
            self._fill(self._held[place])

    @Slot(int)
    def _drop(self, place: int) -> None:
        del self._held[place]
        self._show()
        self.changed.emit()

    @Slot(int, int)
    def _move(self, place: int, to: int) -> None:
        self._held[place], self._held[to] = self._held[to], self._held[place]
        self._show(to)
        self.changed.emit()

    @Slot()
    def _typed(self) -> None:
        place = self.list.current()
        if place >= 0:
            self._held[place] = self._read(self._held[place])
            for number, held in enumerate(self._held):  # a row may tell a share of the whole
                self.list.set_row(number, self._row(held))
            self.changed.emit()
