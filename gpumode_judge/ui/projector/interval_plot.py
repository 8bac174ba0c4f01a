"""The distribution with intervals: a dot a team, best first, with a whisker over what its score could as well have been."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from typing_extensions import override

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ceremony.scenes import Interval
from gpumode_judge.ui.projector.plots import STEPS, Plot, line_pen
from gpumode_judge.ui.shared.fonts import font

MOST: Final = 80
MOST_NAMES: Final = 6
LINE: Final = 1.45


class IntervalPlot(Plot):
    """Names stand only at teams that have one: a board leaves out the names of those who are not told."""

    @override
    def draw(self, board: Board) -> None:
        """Dots, whiskers, and as many names as there is room for."""
        shown = sorted(board.intervals, key=lambda one: -one.score)
        every = -(-len(shown) // MOST)
        shown = [one for at, one in enumerate(shown) if at % every == 0 or one.name]
        count = max(8, len(shown))
        low = max(0.0, min(one.low for one in shown) - 6) // 10 * 10
        span = max(min(104.0, max(one.high for one in shown) + 4) - low, 20.0)
        # Names stand above all dots, so that nothing is written across a score.
        named = [(at, one) for at, one in enumerate(shown, start=1) if one.name][:MOST_NAMES]
        room = min(0.6, len(named) * LINE * self.name_size / max(40.0, self.height() - self.small * 3.0))
        high = low + span / (1 - room)
        self.set_ranges((0.2, count + 0.8), (low, high))
        scale = [y for y in range(int(low), 101, 10 if span <= 60 else 20) if y <= low + span]
        self.ticks("left", [(y, str(y)) for y in scale])
        for y in scale:
            self.level(y, 0.2, count + 0.8)
        step = next(step for step in STEPS if len(shown) / step <= 20)
        self.ticks(
            "bottom", [(n, str(n)) for n in (1, *range(step, len(shown) + 1, step)) if n == 1 or step > 1 or n > 1]
        )
        self._dots(shown)
        self._names(named, count, high, (high - low - span) / max(1, len(named)))

    def _dots(self, shown: list[Interval]) -> None:
        told, others = QColor(self.theme.accent), QColor(self.theme.line_strong)
        xs: list[float] = []
        ys: list[float] = []
        for at, one in enumerate(shown, start=1):
            xs += [at, at]
            ys += [one.low, one.high]
        whiskers = pg.PlotCurveItem(
            xs, ys, connect="pairs", pen=line_pen(self.theme.line_strong, max(1, self.line // 2))
        )
        self.keep(whiskers)
        size = min(self.line * 5, max(6, round(self._wide() / max(8, len(shown)) * 0.62)))
        spots = pg.ScatterPlotItem(
            list(range(1, len(shown) + 1)),
            [one.score for one in shown],
            # Told teams are told apart by shape too.
            symbol=["o" if one.name else "d" for one in shown],
            brush=[told if one.name else others for one in shown],
            size=size,
            pen=None,
            antialias=True,
        )
        spots.setZValue(10)
        self.keep(spots)

    def _names(self, named: list[tuple[int, Interval]], count: int, top: float, step: float) -> None:
        """Below each other over the right half, each with a line to its dot; the score is never cut off."""
        measure = QFontMetricsF(font(self.name_size, QFont.Weight.DemiBold))
        unit = (count + 0.6) / self._wide()
        left = max(0.6, min(max((at for at, _ in named), default=0) + 1.0, count * 0.42))
        score = measure.horizontalAdvance("100.0") * unit
        for line, (at, one) in enumerate(named):
            y = top - (line + 0.5) * step
            room = (count + 0.7 - left - score) / unit - self.name_size
            words = measure.elidedText(one.name, Qt.TextElideMode.ElideRight, room)
            lead = pg.PlotCurveItem([at, left - unit * 6], [one.score, y], pen=line_pen(self.theme.line_strong, 1))
            lead.setZValue(-5)
            self.keep(lead)
            # Two items: in one line a name that reads from right to left would push the figures behind itself.
            self.label(f"{one.score:.1f}", left, y, self.theme.accent_ink, self.name_size, (0.0, 0.5))
            self.label(words, left + score + unit * self.name_size * 0.6, y, self.theme.ink, self.name_size, (0.0, 0.5))

    def _wide(self) -> float:
        return max(40.0, self.width() - self.small * 4.0)
