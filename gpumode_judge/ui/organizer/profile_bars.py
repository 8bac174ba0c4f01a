"""What each criterion gave a submission, beside the mean of all submissions; and what machines measured."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.explaining import WhyFigure, WhyShare
from gpumode_judge.desk.telling_results import points, signed
from gpumode_judge.ui.organizer.why_words import apart
from gpumode_judge.ui.shared.card import Rule
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID

_HALF: Final = 5.0  # half the height of a bar
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter


class ProfileBars(QWidget):
    """A row for each criterion that judges mark: a bar of the points it can give, a tick at the mean of all submissions."""

    def __init__(self, profile: Sequence[WhyShare], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 3)
        for column, words in enumerate(("", "", "Points", "Of", "Mean of all", "Difference")):
            if words:
                grid.addWidget(PlainLabel(words, "small", wrap=False), 0, column, _RIGHT)
        for row, part in enumerate(profile, 1):
            name = PlainLabel(apart(part.name))
            grid.addWidget(name, row, 0, _LEFT)
            grid.addWidget(_Bar(part), row, 1)
            grid.addWidget(PlainLabel(points(part.points), "strong", wrap=False), row, 2, _RIGHT)
            grid.addWidget(PlainLabel(points(part.most), "soft", wrap=False), row, 3, _RIGHT)
            grid.addWidget(PlainLabel(points(part.field), "body", wrap=False), row, 4, _RIGHT)
            grid.addWidget(PlainLabel(signed(part.points - part.field), "body", wrap=False), row, 5, _RIGHT)


class FiguresView(QWidget):
    """A row for each measured criterion: the figure with its unit, its place among all, and the points that it gives."""

    def __init__(self, figures: Sequence[WhyFigure], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(0, 1)
        for column, words in enumerate(("", "Figure", "Place", "Points", "Of")):
            if words:
                grid.addWidget(PlainLabel(words, "small", wrap=False), 0, column, _RIGHT)
        for row, one in enumerate(figures, 1):
            gives = one.most > 0
            grid.addWidget(PlainLabel(apart(one.name)), row, 0, _LEFT)
            grid.addWidget(
                PlainLabel(one.figure or "no figure", "strong" if one.figure else "soft", wrap=False), row, 1, _RIGHT
            )
            grid.addWidget(PlainLabel(str(one.place or "–"), wrap=False), row, 2, _RIGHT)
            grid.addWidget(PlainLabel(points(one.points) if gives else "–", "strong", wrap=False), row, 3, _RIGHT)
            grid.addWidget(PlainLabel(points(one.most) if gives else "–", "soft", wrap=False), row, 4, _RIGHT)


class CriteriaView(QWidget):
    """Both of them, whichever there are."""

    def __init__(
        self, profile: Sequence[WhyShare], figures: Sequence[WhyFigure], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        if profile:
            column.addWidget(
                PlainLabel("The bar is this team, the tick is the mean of all that were visited.", "small")
            )
            column.addWidget(ProfileBars(profile))
        if profile and figures:
            column.addWidget(Rule())
        if figures:
            column.addWidget(PlainLabel("Measured", "strong"))
            column.addWidget(FiguresView(figures))


class _Bar(QWidget):
    def __init__(self, part: WhyShare) -> None:
        super().__init__()
        self._mine, self._field = (_share(value, part.most) for value in (part.points, part.field))
        self.setMinimumSize(12 * GRID, 3 * GRID)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            f"{part.name}: {points(part.points)} of {points(part.most)} points, the mean is {points(part.field)}"
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        middle, width = self.height() / 2, float(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QPainterPath()
        track.addRoundedRect(QRectF(0, middle - _HALF, width, 2 * _HALF), 4, 4)
        painter.fillPath(track, theme.color("raised"))
        painter.save()
        painter.setClipPath(track)
        painter.fillRect(QRectF(0, middle - _HALF, width * self._mine, 2 * _HALF), theme.color("accent"))
        painter.restore()
        tick = min(max(width * self._field, 1.5), width - 1.5)
        painter.fillRect(QRectF(tick - 2.5, middle - 11, 5, 22), theme.color("surface"))
        painter.fillRect(QRectF(tick - 1.5, middle - 10, 3, 20), theme.color("ink"))
        painter.end()


def _share(part: Fraction, most: Fraction) -> float:
    return float(part / most) if most else 0.0
