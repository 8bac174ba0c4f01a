"""What a page shows while there is nothing on it: what it is for and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.tokens import GRID


class EmptyState(QWidget):
    """An icon, a title, a sentence and, where there is one, the button for the next step."""

    def __init__(
        self, icon: str, title: str, text: str, button: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.title = SectionTitle(title)
        self.text = PlainLabel(text, "soft")
        middle = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addStretch(2)
        layout.addWidget(IconLabel(icon, 48, "ink_faint"), 0, middle)
        layout.addSpacing(GRID)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setMaximumWidth(60 * GRID)
            # Held between stretches, not by an alignment, which would forget that wrapped text needs height.
            row = QHBoxLayout()
            row.addStretch(1)
            row.addWidget(label, 8)
            row.addStretch(1)
            layout.addLayout(row)
        if button is not None:
            layout.addSpacing(GRID)
            layout.addWidget(button, 0, middle)
        layout.addStretch(3)

    def tell(self, title: str, text: str) -> None:
        """Change the words."""
        self.title.setText(title)
        self.text.setText(text)
