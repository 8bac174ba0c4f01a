"""The steps of the ceremony in a list, parts as headings; Enter or a double click goes there."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.script import Step
from gpumode_judge.ui.projector.own_keys import OwnKeys
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.icons import icon
from gpumode_judge.ui.shared.theme import current_theme

STEP: Final = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex
_HEADING: Final = -1


class StepModel(QAbstractListModel):
    """Headings and steps as one list. ``at`` is the step that the audience sees, -1 before the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: Sequence[Step] = ()
        self._rows: list[tuple[int, str]] = []
        self._at = -1

    def set_steps(self, steps: Sequence[Step]) -> bool:
        """List other steps; tells whether they are others."""
        if self._steps is steps:
            return False
        self.beginResetModel()
        self._steps = steps
        self._rows = []
        part = ""
        for at, step in enumerate(self._steps):
            if step.part != part:
                part = step.part
                self._rows.append((_HEADING, part))
            self._rows.append((at, f"{at + 1}   {step.title}"))
        self.endResetModel()
        return True

    def set_at(self, at: int) -> None:
        """Mark the step that the audience sees."""
        if at == self._at:
            return
        self._at = at
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def row_of(self, step: int) -> int:
        """The row of a step; -1 without it."""
        return next((row for row, (at, _) in enumerate(self._rows) if at == step), -1)

    @override
    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()][0] == _HEADING:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        at, words = self._rows[index.row()]
        heading = at == _HEADING
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return words if heading else f"Step {words}{', shown now' if at == self._at else ''}"
        if role == STEP:
            return at
        if role == Qt.ItemDataRole.FontRole:
            return font(
                13 if heading else 14, QFont.Weight.DemiBold if heading or at == self._at else QFont.Weight.Normal
            )
        if role == Qt.ItemDataRole.ForegroundRole:
            theme = current_theme()
            told = at < self._at or heading
            return QColor(theme.accent_ink if at == self._at and not heading else theme.ink_soft if told else theme.ink)
        if role == Qt.ItemDataRole.DecorationRole and not heading:
            return icon("live" if at == self._at else "check" if at < self._at else "todo", self._tone(at))
        if role == Qt.ItemDataRole.SizeHintRole and heading:
            return QSize(0, 34)
        return None

    def _tone(self, at: int) -> str:
        return "accent_ink" if at == self._at else "ink_faint"


class StepList(QListView):
    """The steps of a ceremony. ``jumped`` carries the step that a person wants to see now."""

    jumped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Steps")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumHeight(96)
        self._shown = -1
        self.steps = StepModel(self)
        self.setModel(self.steps)

        OwnKeys(self, Qt.Key.Key_Home, Qt.Key.Key_End)
        self.doubleClicked.connect(self._jump)

    def show_steps(self, steps: Sequence[Step], at: int) -> None:
        """List ``steps`` and keep the one that is shown in sight."""
        changed = at != self._shown or not self.steps.rowCount()
        changed = self.steps.set_steps(steps) or changed
        self.steps.set_at(at)
        if changed and steps:
            self._shown = at
            self.setCurrentIndex(self._here())
            self._keep_in_sight()

    def _here(self) -> QModelIndex:
        return self.steps.index(self.steps.row_of(max(self._shown, 0)))

    def _keep_in_sight(self) -> None:
        self.scrollTo(self._here(), QAbstractItemView.ScrollHint.PositionAtCenter)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        super().resizeEvent(e)
        if self.steps.rowCount():
            self._keep_in_sight()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._jump(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Letters are commands of the projector, not a search."""

    @Slot(QModelIndex)
    def _jump(self, index: QModelIndex) -> None:
        at = index.data(STEP) if index.isValid() else None
        if isinstance(at, int) and at >= 0:
            self.jumped.emit(at)
