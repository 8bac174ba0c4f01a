"""The head of the card: where to go, who is there, and whether this is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.cards import Card
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.pills import pill_of
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.theme import GRID


class CardHead(QFrame):
    """Table, title, team and track of the open card; always in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._table = PlainLabel("", "body", wrap=False)
        self._table.setProperty("role", "table")
        self._table.setAlignment(Qt.AlignmentFlag.AlignCenter)
        caption = PlainLabel("TABLE", "body", wrap=False)
        caption.setProperty("role", "chip")
        caption.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._chip = QFrame()
        self._chip.setObjectName("chip")
        self._chip.setMinimumWidth(9 * GRID)
        inside = QVBoxLayout(self._chip)
        inside.setContentsMargins(12, 4, 12, 4)
        inside.setSpacing(0)
        inside.addWidget(caption)
        inside.addWidget(self._table)
        self.title = PlainLabel("", elide=True)
        self.title.setProperty("role", "title")
        self.team = PlainLabel("", "soft", elide=True)
        self.pill = StatusPill("todo")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.team)
        words.addStretch(1)
        self.about = Button("About  (D)", "quiet", "info", name="About this submission")
        self.about.setCheckable(True)
        self.about.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        self._row = row
        row.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._chip)
        row.addLayout(words, 1)
        row.addWidget(self.about)
        row.addWidget(self.pill)

    def set_side(self, side: int) -> None:
        """Keep ``side`` pixels free on both sides."""
        self._row.setContentsMargins(side, GRID, side, GRID)

    def show_card(self, card: Card, record: Record) -> None:
        """Show another card."""
        submission = card.submission
        self._chip.setVisible(bool(submission.table))
        long = len(submission.table) > 4
        self._table.setText(submission.table if len(submission.table) <= 16 else f"{submission.table[:15]}…")
        self._table.setProperty("role", "long-table" if long else "table")
        self._table.style().unpolish(self._table)
        self._table.style().polish(self._table)
        self._chip.setAccessibleName(f"Table {submission.table}")
        self.title.setText(submission.title or "(no title)")
        tracks = ", ".join(record.track(track) for track in submission.tracks)
        parts = (submission.team, tracks, ", ".join(submission.members))
        self.team.setText(" · ".join(part for part in parts if part))
        self.team.setVisible(any(parts))
        self.pill.set_state(*pill_of(card.state))
