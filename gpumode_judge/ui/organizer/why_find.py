"""The field in which a team is found by title, team or table, with a list of those that fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from gpumode_judge.event.text import fold
from gpumode_judge.ui.shared.search import SearchField

_MOST: Final = 12


@dataclass(frozen=True)
class Team:
    """One that can be found; ``table`` alone finds it before all others."""

    id: str
    title: str
    team: str
    table: str

    @property
    def words(self) -> str:
        """As the list shows it."""
        table = f"table {self.table}" if self.table else ""
        return " · ".join(filter(None, (" ".join(self.title.split()), " ".join(self.team.split()), table)))


class _Cut(QStyledItemDelegate):
    """Lets a long line end in an ellipsis instead of making the list wider than the field."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(1, super().sizeHint(option, index).height())


class TeamField(SearchField):
    """``found`` tells the id of a team that was picked from the list, or of the first that fits when Enter is pressed."""

    found = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Go to a team", parent=parent)
        self._teams: tuple[Team, ...] = ()
        self._fitting: list[Team] = []
        self._list = QStringListModel(self)
        self._completer = QCompleter(self._list, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(_MOST)
        self._seen = view = QListView()
        view.setObjectName("teams")
        self._completer.setPopup(view)
        view.setItemDelegate(_Cut(view))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setAccessibleName("Teams that fit")
        self.setCompleter(self._completer)
        self.textEdited.connect(self._fit)
        self.returnPressed.connect(self._enter)
        view.clicked.connect(self._click)

    def offer(self, teams: Iterable[Team]) -> None:
        """Let these be found, in this order."""
        self._teams = tuple(teams)
        self._fit(self.text())

    def fitting(self, text: str) -> list[Team]:
        """Those of which title, team or table hold every word of ``text``; first the one at that table, then those that begin so."""
        wanted = fold(text)
        words = wanted.split()
        if not words:
            return []
        fits = [team for team in self._teams if all(word in fold(team.words) for word in words)]
        return sorted(fits, key=lambda team: (fold(team.table) != wanted, not fold(team.title).startswith(wanted)))[
            :_MOST
        ]

    @Slot(str)
    def _fit(self, text: str) -> None:
        self._fitting = self.fitting(text)
        self._list.setStringList([team.words for team in self._fitting])

    @Slot()
    def _enter(self) -> None:
        row = self._seen.currentIndex().row() if self._seen.isVisible() else 0
        if not self._fitting:
            self._fit(self.text())
        if self._fitting:
            self._pick(self._fitting[max(row, 0)])

    @Slot(QModelIndex)
    def _click(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._fitting):
            self._pick(self._fitting[index.row()])

    def _pick(self, team: Team) -> None:
        self._seen.hide()
        self.found.emit(team.id)
        # The completer writes what was picked into the field after this.
        QTimer.singleShot(0, self, self.clear)
