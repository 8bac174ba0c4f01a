"""The cards of the page that explains one rank, below each other or, where there is room, in two columns."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.profile_bars import CriteriaView
from gpumode_judge.ui.organizer.waterfall_view import WaterfallView
from gpumode_judge.ui.organizer.why_head import WhyHead
from gpumode_judge.ui.organizer.why_visits import VisitsView
from gpumode_judge.ui.organizer.why_words import Story, left_words, visits_shown
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID

WIDE: Final = 1500  # pixels from which two columns have room
_MOST: Final = 2400  # pixels beyond which lines would be too long to read


class StoryView(QWidget):
    """``hidden`` leaves the judges' names out. ``unvisited_wanted`` asks for the list of those that nobody has visited."""

    unvisited_wanted = Signal()

    def __init__(self, story: Story, hidden: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._two: bool | None = None
        self.head = WhyHead(story)
        self.way = self._way(story)
        self.visits = self._visits(story, hidden)
        self.criteria = self._criteria(story)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, GRID, 0)
        self._grid.setSpacing(2 * GRID)
        self.setMaximumWidth(_MOST)
        self.spread(0)

    def spread(self, width: int) -> None:
        """Lay the cards out for so many pixels."""
        two = width >= WIDE
        if two == self._two:
            return
        self._two = two
        grid = self._grid
        for card in (self.head, self.way, self.visits, self.criteria):
            grid.removeWidget(card)
        top = Qt.AlignmentFlag.AlignTop
        if two:
            grid.addWidget(self.head, 0, 0, 1, 2)
            grid.addWidget(self.way, 1, 0)
            grid.addWidget(self.criteria, 2, 0, top)
            grid.addWidget(self.visits, 1, 1, 3, 1, top)
        else:
            for row, card in enumerate((self.head, self.way, self.visits, self.criteria)):
                grid.addWidget(card, row, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1 if two else 0)
        for row in range(5):
            grid.setRowStretch(row, 1 if row == (3 if two else 4) else 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.spread(self.width())

    def _way(self, story: Story) -> Card:
        card, fall = Card("From the raw mean to the score"), story.why.waterfall
        if fall is not None:
            card.body.addWidget(WaterfallView(fall))
        elif story.why.standing.score is not None:
            card.body.addWidget(PlainLabel("No judge’s mark counts here: the score is what was measured."))
        else:
            card.body.addWidget(
                PlainLabel("Nobody has been here yet, as far as files have come in: there is no score to explain.")
            )
            button = Button("Who has not been visited?", "plain", "submission")
            button.clicked.connect(self.unvisited_wanted)
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _visits(self, story: Story, hidden: bool) -> Card:
        card = Card("Visits")
        card.body.addWidget(VisitsView(visits_shown(story, hidden), story.zone, left_words(story, hidden)))
        if not story.why.visits and not story.left:
            card.hide()
        return card

    def _criteria(self, story: Story) -> Card:
        card = Card("Criteria")
        card.body.addWidget(CriteriaView(story.why.profile, story.why.figures))
        if not story.why.profile and not story.why.figures:
            card.hide()
        return card
