"""The head of the page that explains one rank: the rank, how sure it is, and what decided it."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.why_words import Story, chances, headline
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID, mixed


class WhyHead(Card):
    """Team, table and tracks; the rank in one sentence and as a strip of all ranks; the sentences on it."""

    def __init__(self, story: Story, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        found = story.why
        if story.where:
            self.body.addWidget(PlainLabel(story.where, "soft", select=True))
        self.headline = PlainLabel(headline(found), "title", select=True)
        self.body.addWidget(self.headline)
        rank, low, high = found.standing.rank, found.low, found.high
        if rank is not None and low is not None and high is not None and found.ranked > 1:
            line = QHBoxLayout()
            line.setSpacing(3 * GRID)
            line.addWidget(RankStrip(rank, low, high, found.ranked), 3)
            line.addWidget(PlainLabel(chances(found), "strong"), 2, Qt.AlignmentFlag.AlignVCenter)
            self.body.addLayout(line)
        said = " ".join(text for text in found.says if text not in story.refused)
        self.words = PlainLabel(said, select=True)
        if said:
            self.body.addWidget(self.words)


class RankStrip(QWidget):
    """A line from the first rank to the last, the likely ranks as a bar on it, the rank itself as a tick with its number."""

    def __init__(self, rank: int, low: int, high: int, ranked: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rank, self._low, self._high, self._ranked = rank, low, high, ranked
        self.setFixedHeight(5 * GRID)
        self.setMaximumWidth(80 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Rank {rank} of {ranked}; in 90 of 100 cases it lies from {low} to {high}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, edge = current_theme(), 10.0
        line = 13.0

        def at(rank: int) -> float:
            return edge + (self.width() - 2 * edge) * (rank - 1) / max(self._ranked - 1, 1)

        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line_strong"))
        painter.drawRect(QRectF(edge, line - 0.5, self.width() - 2 * edge, 1))
        left, right = at(self._low), at(self._high)
        painter.setBrush(theme.color(mixed(theme.accent, theme.surface, 0.45)))
        painter.drawRoundedRect(QRectF(left - 3, line - 5, right - left + 6, 10), 4, 4)
        painter.setBrush(theme.color("ink"))
        painter.drawRect(QRectF(at(self._rank) - 1.5, line - 11, 3, 22))
        letters, strong = font(12), font(12, font(12).Weight.DemiBold)
        taken: list[QRectF] = []
        for rank in dict.fromkeys((self._rank, self._low, self._high, 1, self._ranked)):
            painter.setFont(strong if rank == self._rank else letters)
            painter.setPen(theme.color("ink" if rank == self._rank else "ink_soft"))
            metrics = QFontMetricsF(painter.font())
            half = metrics.horizontalAdvance(str(rank)) / 2
            x = min(max(at(rank), half), self.width() - half)
            box = QRectF(x - half - 3, 24, 2 * half + 6, 16)
            if not any(box.intersects(other) for other in taken):
                taken.append(box)
                painter.drawText(QPointF(x - half, 24 + metrics.ascent()), str(rank))
        painter.end()
