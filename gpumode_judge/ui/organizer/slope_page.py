"""The slope chart with its headings, and the sentence about the line that is looked at."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.organizer.slope_chart import SlopeChart
from gpumode_judge.ui.organizer.slope_lines import slopes_of, story
from gpumode_judge.ui.organizer.standings_found import Found, title_of
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID

_WIDE: Final = 900  # pixels in which every sentence has room in two lines


class SlopePage(QStackedWidget):
    """Shows what was found as a chart; where there is nothing to compare it says so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Found | None = None
        self.chart = SlopeChart()
        self.left_title = PlainLabel(role="strong", wrap=False)
        self.right_title = PlainLabel(role="strong", wrap=False)
        self.legend = PlainLabel(role="small", wrap=False)
        self.who = PlainLabel(role="strong", elide=True)
        self.story = PlainLabel(role="soft")
        self.story.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        titles = QHBoxLayout()
        titles.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        titles.addWidget(self.left_title)
        titles.addStretch(1)
        titles.addWidget(self.legend)
        titles.addStretch(1)
        titles.addWidget(self.right_title)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(titles)
        column.addWidget(self.chart, 1)
        column.addWidget(self.who)
        column.addWidget(self.story)
        self._empty = EmptyState("chart", "Nothing to compare", "")
        self.addWidget(full)
        self.addWidget(self._empty)
        self.setFocusProxy(self.chart)
        self.chart.hovered.connect(self._tell)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Always the same: a longer sentence must not move the chart under the pointer.
        lines = 3 if self.width() < _WIDE else 2
        self.story.setFixedHeight(lines * self.story.fontMetrics().lineSpacing() + 2)

    def show_found(self, found: Found) -> None:
        """Draw what was found."""
        self._found = found
        slopes = slopes_of(found)
        self._empty.tell("Nothing to compare", slopes.why_not)
        self.setCurrentIndex(1 if slopes.why_not else 0)
        self.left_title.setText(title_of(slopes.left))
        self.right_title.setText(title_of(slopes.right))
        self.legend.setText(f"strong: {slopes.much} ranks or more")
        self.chart.show_slopes(slopes)
        self._tell()

    @Slot()
    def _tell(self) -> None:
        line = self.chart.line(self.chart.hover or self.chart.chosen)
        if line is None or self._found is None:
            self.who.setText("")
            self.story.setText(
                "Point at a line, or walk with the arrow keys, to see why it goes up or down. Enter tells all."
            )
            return
        self.who.setText(line.title)
        self.story.setText(story(self._found, self.chart.slopes, line))
