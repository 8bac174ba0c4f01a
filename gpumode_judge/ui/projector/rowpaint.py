"""One row of the live board as a pixmap. Everything but the score and the growing end of its bar, which count."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from gpumode_judge.ceremony.board import BoardRow
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Columns, Frame, score_size
from gpumode_judge.ui.projector.patterns import fill
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

PODIUM: Final = ("gold", "silver", "bronze")
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Sizes:
    """Text styles of a row of that height."""

    rank: Type
    name: Type
    small: Type
    score: Type
    two_lines: bool


def sizes_of(frame: Frame, height: int) -> Sizes:
    """Larger rows carry larger words; the smallest allowed sizes are a floor."""
    two_lines = height >= frame.name * 1.25 + frame.small * 1.4
    name = max(frame.name, round(height * (0.53 if two_lines else 0.62)))
    name = min(name, round(frame.height * 0.075))
    return Sizes(
        rank=Type(min(round(height * 0.92), round(frame.height * 0.115)), QFont.Weight.Bold, display=True),
        name=Type(name, QFont.Weight.DemiBold, display=name > frame.name * 1.3),
        small=Type(max(frame.small, round(min(height * 0.27, frame.height * 0.036)))),
        score=Type(score_size(frame, height), QFont.Weight.Bold, display=True),
        two_lines=two_lines,
    )


def ground_of(row: BoardRow, theme: Theme) -> QColor:
    """The row's ground: the places that people look for stand out a step."""
    return theme.color("raised" if row.rank and row.rank <= len(PODIUM) else "surface")


def bar_box(columns: Columns, height: int) -> Box:
    """Where the bar is within a row."""
    left, width = columns.bar
    high = max(6, round(min(height * 0.34, width * 0.11)))
    return Box(left, (height - high) // 2, width, high)


def paint_row(row: BoardRow, width: int, height: int, frame: Frame, columns: Columns, theme: Theme) -> QPixmap:
    """The row, opaque, ``width`` × ``height`` device pixels."""
    pixmap = QPixmap(width, height)
    pixmap.fill(ground_of(row, theme))
    sizes = sizes_of(frame, height)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    _rank(painter, row, Box(columns.rank[0], 0, columns.rank[1], height), sizes, theme)
    _names(painter, row, Box(columns.name[0], 0, columns.name[1], height), sizes, frame, theme)
    _bar(painter, row, bar_box(columns, height), frame, theme)
    if row.visits:
        box = Box(columns.visits[0], 0, columns.visits[1], height)
        text.draw(painter, box, str(row.visits), sizes.small, theme.color("ink_soft"), _CENTRE)
    painter.end()
    return pixmap


def _rank(painter: QPainter, row: BoardRow, box: Box, sizes: Sizes, theme: Theme) -> None:
    if row.rank is None:
        text.draw(painter, box._replace(w=round(box.w * 0.85)), "–", sizes.rank, theme.color("ink_faint"), _CENTRE)
        return
    inner = box._replace(x=box.x + box.w // 20, w=round(box.w * 0.8))
    if row.rank > len(PODIUM):
        text.draw(painter, inner, str(row.rank), sizes.rank, theme.color("ink"), _CENTRE)
        return
    metal = theme.color(PODIUM[row.rank - 1])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(metal)
    # First: a full plate with two slashes; second: a plate with one; third: an open frame with none.
    unit = min(box.h, box.w * 0.55)
    slant, slash = unit * 0.22, unit * 0.13
    slashes = len(PODIUM) - row.rank
    room = 2 * (slash * 1.75)
    plate_right = box.right - slant - room
    plate = QPolygonF(
        [QPointF(box.x, 0), QPointF(plate_right + slant, 0), QPointF(plate_right, box.h), QPointF(box.x, box.h)]
    )
    if row.rank < len(PODIUM):
        painter.drawPolygon(plate)
    else:
        line = max(2.0, box.h / 14)
        painter.setPen(QPen(metal, line, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = line / 2
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(box.x + half, half),
                    QPointF(plate_right + slant - line, half),
                    QPointF(plate_right - half, box.h - half),
                    QPointF(box.x + half, box.h - half),
                ]
            )
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(metal)
    for i in range(slashes):
        left = plate_right + slash * 0.75 + i * slash * 1.75
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(left + slant, 0),
                    QPointF(left + slant + slash, 0),
                    QPointF(left + slash, box.h),
                    QPointF(left, box.h),
                ]
            )
        )
    number = Box(box.x, 0, round(plate_right + slant / 2 - box.x), box.h)
    color = theme.color("on_metal") if row.rank < len(PODIUM) else metal
    text.draw(painter, number, str(row.rank), sizes.rank, color, _CENTRE)


def _names(painter: QPainter, row: BoardRow, box: Box, sizes: Sizes, frame: Frame, theme: Theme) -> None:
    # A long name gives up what is above the readable size before it is squeezed and cut.
    name = text.relaxed(row.name, sizes.name, box.w, frame.name)
    if text.fitted(row.name, name, box.w).size < name.size and box.h > frame.name * 2.4 + frame.small * 1.4:
        _folded(painter, row, box, sizes, frame, theme)
        return
    if sizes.two_lines and row.team:
        block = sizes.name.size * 1.1 + sizes.small.size * 1.2
        top = round((box.h - block) / 2)
        first = box._replace(y=top, h=round(sizes.name.size * 1.1))
        second = box._replace(y=first.bottom, h=round(sizes.small.size * 1.2))
        text.draw(painter, first, row.name, name, theme.color("ink"))
        text.draw(painter, second, row.team, sizes.small, theme.color("ink_soft"), smallest=frame.small)
        return
    used = text.draw(painter, box, row.name, name, theme.color("ink"))
    left = box.x + round(used) + frame.gap * 2
    # Half a team name tells nothing: it stands beside the title only where enough of it is seen.
    if row.team and box.right - left > frame.small * 6:
        beside = Box(left, box.y, box.right - left, box.h)
        text.draw(painter, beside, row.team, sizes.small, theme.color("ink_soft"), smallest=frame.small)


def _folded(painter: QPainter, row: BoardRow, box: Box, sizes: Sizes, frame: Frame, theme: Theme) -> None:
    """A long name in two lines, where few teams leave rows high enough for it."""
    lines, size = text.lines_of(row.name, Type(round(frame.name * 1.2), sizes.name.weight), box.w, 2)
    line, below = round(size * 1.16), round(sizes.small.size * 1.3) if row.team else 0
    y = round((box.h - line * len(lines) - below) / 2)
    for words in lines:
        text.draw(painter, box._replace(y=y, h=line), words, Type(size, sizes.name.weight), theme.color("ink"))
        y += line
    place = box._replace(y=y, h=below)
    text.draw(painter, place, row.team, sizes.small, theme.color("ink_soft"), smallest=frame.small)


def _bar(painter: QPainter, row: BoardRow, box: Box, frame: Frame, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillRect(box.x, box.y, box.w, box.h, theme.color("line" if row.rank else "ground"))
    paint_segments(painter, row.segments, box, frame, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_segments(painter: QPainter, segments: tuple[float, ...], box: Box, frame: Frame, theme: Theme) -> None:
    """The criteria's shares along ``box``, with a thin line of ground between two."""
    step, line = max(5, round(frame.height / 90)), max(1, round(frame.height / 540))
    x = 0.0
    for kind, segment in enumerate(segments):
        left, right = round(x * box.w), round((x + segment) * box.w)
        x += segment
        if right > left:
            color = theme.categories[kind % len(theme.categories)]
            painter.setBrushOrigin(box.x + left, box.y)
            painter.fillRect(QRectF(box.x + left, box.y, right - left, box.h), fill(kind, color, step))
            if kind:
                painter.fillRect(box.x + left, box.y, line, box.h, theme.color("ground"))
