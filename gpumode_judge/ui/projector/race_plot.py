"""The race over the evening: who was where, and who took the lead when."""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF
from typing_extensions import override

from gpumode_judge.ceremony.board import Board, Path, Race
from gpumode_judge.ui.projector.leads import leads_of, thinned_points
from gpumode_judge.ui.projector.plots import Plot, line_pen
from gpumode_judge.ui.shared.fonts import font

LINES: Final = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashDotLine,
)
MARKS: Final = ("o", "s", "t1", "d", "p", "star")
TOLD: Final = len(MARKS)
RANKS: Final = 12
WIDER: Final = 1.56


class RacePlot(Plot):
    """Who was where, from the first scores until now."""

    @override
    def draw(self, board: Board) -> None:
        """Six leaders with a line, a mark and a name each; the others as thin lines behind them."""
        race = board.race
        if race is None:
            return
        last = len(race.moments) - 1
        shown = min(RANKS, max(3, *(rank for path in race.paths for _, rank in path.points)))
        self.set_ranges((-0.01 * last, last * WIDER), (-(shown + 0.6), 0.15))
        self.ticks("left", [(-rank, str(rank)) for rank in range(1, shown + 1)])
        marks = sorted({round(i * last / 5) for i in range(6)}) if last >= 5 else list(range(last + 1))
        self.ticks("bottom", [(at, race.moments[at]) for at in marks])
        for rank in range(1, shown + 1):
            self.level(-rank, 0, last)
        for path in reversed(race.paths[TOLD:]):
            xs, ys = _line(path)
            curve = pg.PlotCurveItem(xs, ys, pen=line_pen(self.theme.line_strong, width=1), antialias=True)
            curve.setOpacity(0.4)
            self.keep(curve)
        self._leaders(race, last)

    def _leaders(self, race: Race, last: int) -> None:
        lowest = 0.0
        for kind, path in reversed(list(enumerate(race.paths[:TOLD]))):
            color = self.theme.categories[kind]
            xs, ys = _line(path)
            pen = line_pen(color, width=self.line, style=LINES[kind])
            self.keep(pg.PlotCurveItem(xs, ys, pen=pen, antialias=True))
            mark = pg.ScatterPlotItem(
                [xs[-1]],
                [ys[-1]],
                symbol=MARKS[kind],
                size=self.line * 5,
                brush=QColor(color),
                pen=None,
                antialias=True,
            )
            mark.setZValue(10)
            self.keep(mark)
        self._took_the_lead(race, last)
        room = self._label_room()
        for path in race.paths[:TOLD]:
            # Equals end in one point; their names stand below each other.
            y = min(-float(path.points[-1][1]), lowest - 1.0)
            lowest = y
            measure = QFontMetricsF(font(self.name_size, QFont.Weight.DemiBold))
            words = measure.elidedText(path.name, Qt.TextElideMode.ElideRight, room)
            # Two items: in one line a name that reads from right to left would push the rank behind itself.
            unit = last * WIDER / self._plot_width()
            size = self.name_size
            self.label(str(path.points[-1][1]), last + unit * size * 0.4, y, self.theme.accent_ink, size, (0.0, 0.5))
            self.label(words, last + unit * size * 2.0, y, self.theme.ink, size, (0.0, 0.5))

    def _took_the_lead(self, race: Race, last: int) -> None:
        """A mark on the first line for each team that came to the front, and its name above where there is room."""
        kinds = {path.key: kind for kind, path in enumerate(race.paths[:TOLD])}
        unit = last * WIDER / self._plot_width()
        measure = QFontMetricsF(font(self.small, QFont.Weight.DemiBold))
        taken = -1.0
        for lead in leads_of(race):
            color = self.theme.categories[kinds[lead.key]] if lead.key in kinds else self.theme.line_strong
            flag = pg.PlotCurveItem([lead.at, lead.at], [-1, -0.62], pen=line_pen(color, width=max(1, self.line // 2)))
            flag.setZValue(15)
            self.keep(flag)
            left = max(float(lead.at), taken)
            room = min(last * WIDER * 0.3, last * WIDER * 0.99 - left) / unit
            words = measure.elidedText(f"{race.moments[lead.at]} {lead.name}", Qt.TextElideMode.ElideRight, room)
            wide = measure.horizontalAdvance(words) * unit
            if left - lead.at > wide * 0.5 or room < self.small * 5:
                continue
            self.label(words, left, -0.62, self.theme.ink_soft, self.small, (0.0, 1.0))
            taken = left + wide + self.small * unit

    def _plot_width(self) -> float:
        return max(40.0, self.width() - self.small * 4.0)

    def _label_room(self) -> float:
        return max(20.0, self._plot_width() * (1 - 1 / WIDER) - self.name_size * 2.6)


def _line(path: Path) -> tuple[list[int], list[int]]:
    """A path as points of a plot: rank 1 on top."""
    points = thinned_points(path.points)
    return [at for at, _ in points], [-rank for _, rank in points]
