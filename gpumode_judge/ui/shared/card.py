"""Surfaces that hold things together."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.labels import SectionTitle
from gpumode_judge.ui.shared.tokens import GRID


class Card(QFrame):
    """A rounded surface; things go into ``body``."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self.body.setSpacing(GRID)
        self.title = SectionTitle(title)
        self.body.addWidget(self.title)
        self.title.setVisible(bool(title))
        if title:
            self.setAccessibleName(title)


class Rule(QFrame):
    """One hairline across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rule")
