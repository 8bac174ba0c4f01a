"""One place of the reveal as a pixmap: a team, or an empty slot with its numeral. And where the places stand on the page."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from gpumode_judge.ceremony.board import Board, BoardRow
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.rowpaint import paint_segments
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

FOCUS: Final = 1.55
LARGEST: Final = 0.15
MOST_DOTS: Final = 6
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Places:
    """The page of a reveal: ``slots`` from the top, the band for what was told last, and columns measured from a row's left edge.

    ``inset`` is by how much rows are narrower than the row in focus; ``dots`` is None where no ballot is closed.
    """

    area: Box
    band: Box
    slots: tuple[Box, ...]
    focus: int
    pitch: float
    inset: int
    rank: tuple[int, int]
    name: tuple[int, int]
    dots: tuple[int, int] | None
    bar: tuple[int, int]
    score: tuple[int, int]


def places_of(board: Board, frame: Frame) -> Places:
    """Slots for the rows of this page; the one in focus is taller and wider."""
    rows = board.page_rows
    band_height = round(frame.name * 1.7)
    body = frame.body
    band = Box(body.x, body.bottom - band_height, body.w, band_height)
    area = Box(body.x, body.y, body.w, max(1, band.y - frame.gap - body.y))
    focus = next((at for at, row in enumerate(rows) if board.focus and row.key == board.focus), -1)
    count = max(1, len(rows))
    # Room for a row in focus is kept also while nobody is, so that rows do not change their size from step to step.
    units = count - 1 + FOCUS if count > 1 else 1.0
    pitch = min(area.h / units, frame.height * LARGEST)
    between = max(3, round(min(frame.height / 120, pitch * 0.12)))
    used = pitch * units
    y = area.y + max(0.0, (area.h - used) * 0.35)
    if focus < 0 and count > 1:
        y += pitch * (FOCUS - 1) / 2
    slots: list[Box] = []
    inset = frame.gap * 2
    for at in range(len(rows)):
        high = pitch * (FOCUS if at == focus and count > 1 else 1.0)
        box = Box(area.x + inset, round(y), area.w - 2 * inset, round(y + high) - round(y) - between)
        slots.append(box._replace(x=area.x, w=area.w) if at == focus else box)
        y += high
    return _columns(board, frame, area, band, tuple(slots), focus, pitch, inset)


def _columns(
    board: Board, frame: Frame, area: Box, band: Box, slots: tuple[Box, ...], focus: int, pitch: float, inset: int
) -> Places:
    width = area.w - 2 * inset
    squarer = min(1.0, max(0.0, (16 / 9 - frame.width / frame.height) / (16 / 9 - 1)))
    tall = round(pitch * FOCUS)
    rank = round(min(max(frame.height * 0.15, tall * 1.15), frame.height * 0.24, width * 0.15))
    score = round(score_size(frame, tall) * 2.75)
    bar = round(width * (0.17 - 0.1 * squarer))
    closed = board.hidden > 0 or any(row.name and not row.settled for row in board.rows)
    dots = round(dot_size(frame) * 1.45 * (MOST_DOTS if squarer < 0.3 else MOST_DOTS - 2)) if closed else 0
    score_left = width - frame.gap * 2 - score
    bar_left = score_left - frame.gap - bar
    dots_left = bar_left - (dots + frame.gap * 2 if dots else 0)
    name_left = rank + frame.gap * 2
    return Places(
        area, band, slots, focus, pitch, inset, (0, rank),
        (name_left, max(1, dots_left - frame.gap * 2 - name_left)),
        (dots_left, dots) if dots else None,
        (bar_left, bar), (score_left, score),
    )  # fmt: skip


def score_size(frame: Frame, height: int) -> int:
    """The text size of scores in a place of that height."""
    return min(round(height * 0.6), round(frame.height * 0.085))


def dot_size(frame: Frame) -> int:
    """How large the dot of a ballot is."""
    return round(frame.small * 0.95)


def name_size(frame: Frame, height: int) -> int:
    """The text size of names in a place of that height."""
    return max(frame.name, min(round(height * 0.5), round(frame.height * 0.078)))


def ground_of(row: BoardRow, theme: Theme, *, focus: bool) -> QColor:
    """The ground of a place: what everybody looks at stands out, what is settled steps back."""
    if focus:
        return theme.color("accent_soft")
    if not row.name:
        return theme.color("ground")
    return theme.color("surface" if row.settled else "raised")


def bar_box(places: Places, height: int, shift: int) -> Box:
    """Where the bar is within a place; ``shift`` is by how much a row in focus begins further left."""
    left, width = places.bar
    high = max(6, round(min(height * 0.22, width * 0.12)))
    return Box(left + shift, (height - high) // 2, width, high)


def dots_box(places: Places, height: int, shift: int) -> Box:
    """Where the dots of ballots are within a place."""
    left, width = places.dots or (0, 0)
    return Box(left + shift, 0, width, height)


def paint_place(
    row: BoardRow, size: tuple[int, int], frame: Frame, places: Places, theme: Theme, *, focus: bool
) -> QPixmap:
    """The place, opaque, everything but the score and the dots, which move."""
    width, height = size
    shift = places.inset if focus else 0
    pixmap = QPixmap(width, height)
    pixmap.fill(ground_of(row, theme, focus=focus))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if focus and not row.name:
        _waiting(painter, Box(places.name[0] + shift, 0, width - places.name[0] - shift, height), frame, theme)
    if focus or not row.name:
        _outline(painter, width, height, frame, theme, focus=focus, empty=not row.name)
    _rank(painter, row, Box(places.rank[0] + shift, 0, places.rank[1], height), frame, theme, focus=focus)
    if row.name:
        box = Box(places.name[0] + shift, 0, places.name[1], height)
        _name(painter, row, box, frame, theme, focus=focus)
        bar = bar_box(places, height, shift)
        painter.fillRect(*bar, theme.color("line"))
        filled = bar._replace(w=round(bar.w * row.fraction))
        if row.segments:
            paint_segments(painter, row.segments, bar, frame, theme)
        else:
            painter.fillRect(*filled, bar_color(row, theme, focus=focus))
    painter.end()
    return pixmap


def bar_color(row: BoardRow, theme: Theme, *, focus: bool) -> QColor:
    """The bar of a row without criteria."""
    return theme.color("accent" if focus or not row.settled else "line_strong")


def _waiting(painter: QPainter, box: Box, frame: Frame, theme: Theme) -> None:
    """The slot that everybody waits for: our ornament, denser towards the end."""
    cell = max(5, round(frame.height / 54))
    size = round(cell * 0.62)
    across, down = box.w // cell, max(1, box.h // cell)
    top = (box.h - down * cell) // 2 + (cell - size) // 2
    for column in range(across):
        for line in range(down):
            near = column / max(1, across) - 0.12
            noise = ((column * 73856093) ^ (line * 19349663)) % 997 / 997
            if noise < near * 0.8:
                lit = ((column * 83492791) ^ (line * 2971215073)) % 31 == 0
                color = theme.color("accent" if lit else "line" if noise < near * 0.3 else "raised")
                painter.fillRect(box.right - (across - column) * cell, top + line * cell, size, size, color)


def _outline(
    painter: QPainter, width: int, height: int, frame: Frame, theme: Theme, *, focus: bool, empty: bool
) -> None:
    line = max(3.0, frame.height / 240) if focus else max(2.0, frame.height / 540)
    pen = QPen(theme.color("accent" if focus else "line_strong"), line)
    if empty and not focus:
        pen.setDashPattern([4, 4])
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(line / 2, line / 2, width - line, height - line))
    if focus:
        painter.fillRect(0, 0, round(frame.height / 72), height, theme.color("accent"))


def _rank(painter: QPainter, row: BoardRow, box: Box, frame: Frame, theme: Theme, *, focus: bool) -> None:
    style = Type(min(round(box.h * 0.98), round(frame.height * 0.175)), QFont.Weight.Bold, display=True)
    words = "–" if row.rank is None else str(row.rank)
    if focus:
        color = "ink"
    elif not row.name:
        color = "accent_ink" if row.rank else "ink_faint"
    else:
        color = "ink_soft" if row.settled else "ink"
    inner = box._replace(x=box.x + box.w // 14, w=box.w * 6 // 7)
    text.draw(painter, inner, words, style, theme.color(color), _CENTRE)


def _name(painter: QPainter, row: BoardRow, box: Box, frame: Frame, theme: Theme, *, focus: bool) -> None:
    size = name_size(frame, box.h)
    weight = QFont.Weight.Bold if focus else QFont.Weight.DemiBold
    style = text.relaxed(row.name, Type(size, weight, display=size > frame.name * 1.3), box.w, frame.name)
    small = Type(max(frame.small, min(round(box.h * 0.2), round(frame.height * 0.034))))
    ink = theme.color("ink")
    soft = theme.color("ink_soft")
    if text.fitted(row.name, style, box.w).size < style.size and box.h > frame.name * 2.4:
        below = round(small.size * 1.35) if row.team and box.h > frame.name * 2.4 + small.size * 1.35 else 0
        lines, size = text.block_of(
            row.name, Type(round(frame.name * 1.2), weight), box.w, round(box.h * 0.94) - below, frame.name
        )
        block = round(size * 1.16) * len(lines)
        top = (box.h - block - below) // 2
        text.draw_block(painter, box._replace(y=top, h=block), lines, Type(size, weight), ink)
        if below:
            under = box._replace(y=top + block, h=below)
            text.draw(painter, under, row.team, small, soft, smallest=frame.small)
        return
    high, below = round(style.size * 1.14), round(small.size * 1.4)
    if row.team and box.h >= high + below + frame.gap * 0.75:
        top = (box.h - high - below) // 2
        text.draw(painter, box._replace(y=top, h=high), row.name, style, ink)
        text.draw(painter, box._replace(y=top + high, h=below), row.team, small, soft, smallest=frame.small)
        return
    used = text.draw(painter, box, row.name, style, ink)
    left = box.x + round(used) + frame.gap * 2
    # Half a team name tells nothing: it stands beside the title only where enough of it is seen.
    if row.team and box.right - left > frame.small * 6:
        text.draw(painter, Box(left, 0, box.right - left, box.h), row.team, small, soft, smallest=frame.small)


def paint_dots(
    painter: QPainter,
    box: Box,
    open_: int,
    closed: int,
    opening: float,
    frame: Frame,
    theme: Theme,
    *,
    last: bool = False,
) -> None:
    """The ballots of a team: open ones full, closed ones rings. ``opening`` 0–1 is how far the one opened last (``last``) has come.

    Ballots beyond the room are counted: ``3 + 9``.
    """
    size = dot_size(frame)
    pitch = size * 1.45
    room = max(1, int(box.w / pitch + 0.1))
    if open_ + closed > room:
        # Figures when there are more ballots than dots fit: what is closed is what everybody waits for.
        style = Type(frame.small, QFont.Weight.DemiBold)
        words = f"{closed} closed" if closed else ""
        text.draw(painter, box, words, style, theme.color("accent_ink"), Qt.AlignmentFlag.AlignRight, frame.small)
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x = box.right - (open_ + closed) * pitch + (pitch - size) / 2
    y = box.y + (box.h - size) / 2
    line = max(2.0, size / 7)
    for at in range(open_ + closed):
        full = at < open_
        newest = last and at == open_ - 1
        grown = opening if newest else 1.0
        centre = QPointF(x + size / 2, y + size / 2)
        if not full or newest:
            painter.setPen(QPen(theme.color("accent_ink"), line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = (size - line) / 2
            painter.drawEllipse(centre, radius, radius)
            if not full:
                # A bar across the ring: closed is told by shape.
                painter.drawLine(
                    QPointF(centre.x() - radius * 0.45, centre.y()), QPointF(centre.x() + radius * 0.45, centre.y())
                )
        if full:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent" if newest else "line_strong"))
            radius = size / 2 * grown
            painter.drawEllipse(centre, radius, radius)
        x += pitch
