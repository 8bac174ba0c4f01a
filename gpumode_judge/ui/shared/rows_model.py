"""A table model over a plain list of frozen rows: named columns, sorting, narrowing down."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from gpumode_judge.event.text import fold
from gpumode_judge.ui.shared.icons import icon
from gpumode_judge.ui.shared.labels import escaped
from gpumode_judge.ui.shared.theme import current_theme

R = TypeVar("R")

SORT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2

# Above this many separate changes one reset is cheaper for the view than telling each of them.
_MANY: Final = 60

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: what it is called, what it shows of a row, and by what it is sorted.

    ``sort`` gives something comparable, or ``None`` for rows that stay last in either direction; without it
    the shown text is sorted as people read it. ``icon`` and ``tone`` give names of icons and colour tokens.
    """

    key: str
    title: str
    show: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    numeric: bool = False
    icon: Callable[[R], str | None] | None = None
    tone: Callable[[R], str | None] | None = None
    tip: Callable[[R], str | None] | None = None
    width: int = 0

    def order(self, row: R) -> Any:  # noqa: ANN401  anything that can be compared
        """By what ``row`` is sorted in this column."""
        return self.sort(row) if self.sort else fold(self.show(row))


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows of any kind shown in columns; ``key`` tells rows apart, so that a selection survives new values."""

    def __init__(
        self, columns: Sequence[Column[R]], key: Callable[[R], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._all: list[R] = []
        self._shown: list[R] = []
        self._place: dict[Hashable, int] = {}
        self._text = ""
        self._keep: Callable[[R], bool] | None = None
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    def rows(self) -> tuple[R, ...]:
        """The rows as they are shown: narrowed down and sorted."""
        return tuple(self._shown)

    def row(self, index: _Index) -> R:
        """The row at ``index``."""
        return self._shown[index.row()]

    def column(self, key: str) -> int:
        """The number of the column named ``key``."""
        return [column.key for column in self.columns].index(key)

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where the row ``key`` is shown; an invalid index if it is not."""
        place = self._place.get(key)
        return QModelIndex() if place is None else self.index(place, 0)

    def set_rows(self, rows: Iterable[R]) -> None:
        """Show ``rows`` instead; what stayed keeps its selection."""
        self._all = list(rows)
        self._settle()

    def replace(self, row: R) -> None:
        """Show ``row`` in the place of the one with its key, or add it if there is none."""
        key = self._key(row)
        for number, old in enumerate(self._all):
            if self._key(old) == key:
                self._all[number] = row
                break
        else:
            self._all.append(row)
        self._settle()

    def set_filter(self, text: str = "", keep: Callable[[R], bool] | None = None) -> None:
        """Show only rows in which every word of ``text`` stands and that ``keep`` wants."""
        self._text = fold(text)
        self._keep = keep
        self._settle()

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by = column
        self._order = order
        self._settle()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.show(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.DecorationRole:
                name = column.icon(row) if column.icon else None
                tone = column.tone(row) if column.tone else None
                return icon(name, tone or "ink_soft", 18) if name else None
            case Qt.ItemDataRole.ForegroundRole:
                tone = column.tone(row) if column.tone else None
                return current_theme().color(tone) if tone else None
            case Qt.ItemDataRole.ToolTipRole:
                tip = column.tip(row) if column.tip else None
                return escaped(tip) if tip else None
            case _ if role == SORT_ROLE:
                return column.order(row)
            case _ if role == ROW_ROLE:
                return row
            case _:
                return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(section)
        if role == Qt.ItemDataRole.EditRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _title(self, section: int) -> str:
        # The arrow is part of the words: a painted one would cover the end of a narrow title.
        column = self.columns[section]
        if section != self._sorted_by:
            return column.title
        arrow = "↑" if self._order == Qt.SortOrder.AscendingOrder else "↓"
        return f"{arrow} {column.title}" if column.numeric else f"{column.title} {arrow}"

    def _wanted(self) -> list[R]:
        rows = [row for row in self._all if self._fits(row)]
        if 0 <= self._sorted_by < len(self.columns):
            column = self.columns[self._sorted_by]
            ranked = [(column.order(row), row) for row in rows]
            known = [pair for pair in ranked if pair[0] is not None]
            known.sort(key=lambda pair: pair[0], reverse=self._order == Qt.SortOrder.DescendingOrder)
            rows = [row for _, row in known] + [row for order, row in ranked if order is None]
        return rows

    def _fits(self, row: R) -> bool:
        if self._keep is not None and not self._keep(row):
            return False
        if not self._text:
            return True
        words = fold(" ".join(column.show(row) for column in self.columns))
        return all(word in words for word in self._text.split())

    def _settle(self) -> None:
        """Bring what is shown to what is wanted, with the smallest story that views understand."""
        new = self._wanted()
        old_keys = [self._key(row) for row in self._shown]
        new_keys = [self._key(row) for row in new]
        gone = _runs(old_keys, set(new_keys))
        come = _runs(new_keys, set(old_keys))
        if len(gone) + len(come) > _MANY or len(set(new_keys)) != len(new_keys):
            self.beginResetModel()
            self._take(new, new_keys)
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            del old_keys[first : last + 1]
            self._take(self._shown[:first] + self._shown[last + 1 :], old_keys)
            self.endRemoveRows()
        self._reorder([row for row, key in zip(new, new_keys, strict=True) if key in self._place])
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            self._take(self._shown[:first] + new[first : last + 1] + self._shown[first:])
            self.endInsertRows()

    def _reorder(self, rows: list[R]) -> None:
        """Show ``rows``: the same keys as now, maybe in another order, maybe with new values."""
        keys = [self._key(row) for row in rows]
        before = self._shown
        if keys == [self._key(row) for row in before]:
            changed = [number for number, (a, b) in enumerate(zip(before, rows, strict=True)) if a != b]
            self._take(rows, keys)
            if changed:
                last = len(self.columns) - 1
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], last))
            return
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        held_keys = [self._key(before[index.row()]) for index in held]
        self._take(rows, keys)
        moved = [self.index(self._place[key], index.column()) for index, key in zip(held, held_keys, strict=True)]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _take(self, rows: list[R], keys: list[Hashable] | None = None) -> None:
        self._shown = rows
        self._place = {key: place for place, key in enumerate(keys or (self._key(row) for row in rows))}


def _runs(keys: list[Hashable], others: set[Hashable]) -> list[tuple[int, int]]:
    """The stretches (first, last) of ``keys`` that are not among ``others``."""
    runs: list[tuple[int, int]] = []
    for place, key in enumerate(keys):
        if key in others:
            continue
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
