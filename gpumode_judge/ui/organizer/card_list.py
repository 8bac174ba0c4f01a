"""Cards one below the other with a sentence over them, or an empty state while there are none."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID


class CardList(QStackedWidget):
    """``column`` takes the cards, before its last stretch; ``more`` is a line above them. Page 0 are the cards, page 1 is ``empty``."""

    def __init__(self, text: str, more: PlainLabel, empty: EmptyState) -> None:
        super().__init__()
        self.column = QVBoxLayout()
        self.column.setContentsMargins(0, 0, GRID, 0)
        self.column.setSpacing(GRID)
        about = PlainLabel(text, "soft")
        about.setContentsMargins(0, 0, 0, GRID)
        self.column.addWidget(about)
        self.column.addWidget(more)
        self.column.addStretch(1)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self.column)
        self.addWidget(Scroll(inner=page))
        self.addWidget(empty)
