"""The charts scene: one large chart a page, readable from the last row."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import CHART_TITLES, Board, Chart, visits_text
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.interval_plot import IntervalPlot
from gpumode_judge.ui.projector.layout import Box, frame_of
from gpumode_judge.ui.projector.legend import legend_width, paint_legend
from gpumode_judge.ui.projector.plots import Plot, SharesPlot, SpreadPlot
from gpumode_judge.ui.projector.race_plot import RacePlot
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

SIDE: Final = 0.34
_RIGHT: Final = Qt.AlignmentFlag.AlignRight
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


class ChartsView(QWidget):
    """One chart at a time: its title and names painted here, the plot below by pyqtgraph."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._board: Board | None = None
        self._frame = frame_of(1920, 1080)
        self._plots: dict[Chart, Plot] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_board(self, board: Board, height: int) -> None:
        """Draw the chart of the board's page; ``height`` is that of the whole picture, by which text sizes go."""
        self._board = board
        self._frame = frame_of(round(height * 16 / 9), height)
        kind = board.chart
        for other, plot in self._plots.items():
            plot.setVisible(other == kind)
            if other != kind:
                plot.forget()
        if kind is None:
            return
        plot = self._plot(kind)
        top = self._top()
        wide = self._side().x - self._frame.gap * 2 if board.chart is Chart.SHARES else self.width()
        plot.setGeometry(0, top, wide, max(1, self.height() - top))
        plot.show_board(board, height)
        plot.show()
        self.update()

    def forget(self) -> None:
        """Keep nothing of what was shown."""
        self._board = None
        for plot in self._plots.values():
            plot.forget()

    def _plot(self, kind: Chart) -> Plot:
        if kind not in self._plots:
            plot = {Chart.SHARES: SharesPlot, Chart.RACE: RacePlot, Chart.INTERVALS: IntervalPlot}.get(kind, SpreadPlot)
            self._plots[kind] = plot(self._theme, self)
        return self._plots[kind]

    def _head(self) -> Box:
        return Box(0, 0, self.width(), round(self._frame.name * 1.75))

    def _title(self) -> Type:
        return Type(round(self._frame.name * 1.05), QFont.Weight.DemiBold, display=True)

    def _below(self) -> bool:
        """Whether the names of the criteria need a line of their own."""
        board, frame = self._board, self._frame
        if board is None or board.chart is not Chart.SHARES:
            return False
        title = QFontMetricsF(self._title().font()).horizontalAdvance(CHART_TITLES[board.chart] if board.chart else "")
        return title + frame.gap * 4 + legend_width(board.legend, frame) > self.width()

    def _top(self) -> int:
        return self._head().h + (round(self._frame.small * 1.8) if self._below() else 0)

    def _side(self) -> Box:
        """Beside the bars: who the first of them are."""
        top = self._top()
        wide = round(self.width() * SIDE)
        return Box(self.width() - wide, top, wide, self.height() - top)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """The chart's title, and the names that belong beside it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("ground"))
        board = self._board
        if board and board.chart:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
            head, frame = self._head(), self._frame
            used = text.draw(
                painter, head, CHART_TITLES[board.chart] if board.chart else "", self._title(), self._theme.color("ink")
            )
            left = round(used) + frame.gap * 4
            rest = Box(left, 0, head.w - left, head.h)
            if board.chart is Chart.SHARES:
                line = Box(0, head.h, self.width(), self._top() - head.h) if self._below() else rest
                paint_legend(painter, board.legend, line, frame, self._theme)
                self._paint_leaders(painter, board)
            else:
                style = Type(frame.small, QFont.Weight.Medium)
                text.draw(painter, rest, _aside(board), style, self._theme.color("ink_soft"), _RIGHT, frame.small)
        painter.end()

    def _paint_leaders(self, painter: QPainter, board: Board) -> None:
        side, frame, theme = self._side(), self._frame, self._theme
        high = round(frame.name * 1.6)
        rows = [row for row in board.rows if row.rank][: max(1, (side.h - frame.small * 2) // high)]
        rank_wide, score_wide = round(frame.name * 1.7), round(frame.name * 2.7)
        for at, row in enumerate(rows):
            line = Box(side.x, side.y + at * high, side.w, high)
            bold = Type(frame.name, QFont.Weight.Bold, display=True)
            text.draw(painter, line._replace(w=rank_wide), str(row.rank), bold, theme.color("accent_ink"), _CENTRE)
            text.draw(painter, line, row.score, bold, theme.color("ink"), _RIGHT)
            name = Box(line.x + rank_wide + frame.gap, line.y, line.w - rank_wide - score_wide - frame.gap * 2, high)
            text.draw(painter, name, row.name, Type(frame.name, QFont.Weight.Medium), theme.color("ink"))
            if at:
                painter.fillRect(line.x, line.y, line.w, 1, theme.color("line"))


def _aside(board: Board) -> str:
    """What the figures along the axes are."""
    if board.chart is Chart.INTERVALS:
        return "score, and how far it could be off; best first"
    if board.chart is Chart.SPREAD and board.spread:
        return f"{visits_text(board.spread.visits)}, counted by total score"
    return "rank by time of day"
