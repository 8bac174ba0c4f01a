"""The left side: my submissions in visiting order, how far I am, search and a filter."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QListView, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.cards import Card
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.marking import FIGURES
from gpumode_judge.ui.judge.round import Round, Show
from gpumode_judge.ui.judge.row_delegate import CardDelegate, words_of
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.rows_model import Column, RowsModel
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.theme import GRID


class CardList(QListView):
    """The list itself. Figures and other keys that mark go to the card through ``typed``; Enter asks for it by ``entered``."""

    typed = Signal(object)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("round")
        self.setAccessibleName("My submissions")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self.entered.emit()
        elif event.text() and event.text() in FIGURES and not event.modifiers() & _COMBINED:
            self.typed.emit(event)
        elif event.key() in _WALKING:
            super().keyPressEvent(event)
        else:
            event.ignore()


_COMBINED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class RoundList(QFrame):
    """``chosen`` brings the id of the submission that one walked to or clicked, ``entered`` tells that one wants into the card."""

    chosen = Signal(str)
    entered = Signal()
    typed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._round = Round()
        self._record: Record | None = None
        self._following = False
        self.count = PlainLabel("", "strong", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Recorded")
        self.search = SearchField("Table, team, title")
        self.filter = QComboBox()
        self.filter.setAccessibleName("Which submissions are shown")
        self.filter.addItems([show.value for show in Show])
        columns = [Column[Card]("card", "Submission", self._words)]
        self.model: RowsModel[Card] = RowsModel(columns, lambda card: card.submission.id, self)
        self.view = CardList()
        self.view.setModel(self.model)
        self._delegate = CardDelegate(self.view)
        self.view.setItemDelegate(self._delegate)
        self._none = PlainLabel("Nothing fits the search and the filter. Esc empties the search.", "soft")
        self._none.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()

        self.search.searched.connect(self._narrow)
        self.search.returnPressed.connect(self._found)
        self.filter.currentIndexChanged.connect(self._narrow)
        self.view.selectionModel().currentChanged.connect(self._walked)
        self.view.clicked.connect(self._clicked)
        self.view.entered.connect(self.entered)
        self.view.typed.connect(self.typed)

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(2 * GRID, 12, 2 * GRID, GRID)
        top.setSpacing(GRID)
        top.addWidget(self.count)
        top.addWidget(self._bar)
        top.addWidget(self.search)
        top.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._none)
        column.addWidget(self.view, 1)

    def show_round(self, cards: Round, record: Record) -> None:
        """Show all cards."""
        self._round = cards
        self._record = record
        self._delegate.record = record
        self._narrow()

    def update_card(self, card: Card) -> None:
        """One card has changed."""
        self.model.replace(card)
        self._tell()

    def follow(self) -> None:
        """Show which card is open, without telling anyone."""
        if not self.model.index_of(self._round.current).isValid():
            self._narrow()
        index = self.model.index_of(self._round.current)
        self._following = True
        self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._following = False
        if index.isValid():
            self.view.scrollTo(index)

    def shown(self) -> tuple[str, ...]:
        """The ids of the submissions that are shown."""
        return tuple(card.submission.id for card in self.model.rows())

    def _words(self, card: Card) -> str:
        return words_of(card, self._record)

    def _tell(self) -> None:
        total, done = len(self._round.cards), self._round.recorded()
        self.count.setText(f"{done} of {total} recorded")
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        empty = not self.model.rows() and total > 0
        self._none.setVisible(empty)
        self.view.setVisible(not empty)

    @Slot()
    def _narrow(self) -> None:
        show = list(Show)[self.filter.currentIndex()]
        current = self._round.current
        searching = bool(self.search.text().strip())
        # Whoever filters for what is to do still wants to see the card that is being filled in.
        self._following = True
        self.model.set_filter(
            self.search.text(), lambda card: show.wants(card) or (not searching and card.submission.id == current)
        )
        self.model.set_rows(self._round.cards)
        self._following = False
        self._tell()
        index = self.model.index_of(current)
        if index.isValid():
            self._following = True
            self.view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self._following = False

    @Slot()
    def _found(self) -> None:
        name = self._round.by_table(self.search.text()) or next(iter(self.shown()), "")
        if name:
            self.chosen.emit(name)
            self.entered.emit()
            self.search.clear()  # found: the cards that come next are to be seen again

    @Slot(QModelIndex, QModelIndex)
    def _walked(self, index: QModelIndex) -> None:
        if not self._following and index.isValid():
            self.chosen.emit(self.model.row(index).submission.id)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.model.row(index).submission.id)
            self.entered.emit()
