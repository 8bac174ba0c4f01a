"""The scenes that stand: welcome and progress, and what is shown when there is nothing yet."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from gpumode_judge.ceremony.board import NOTHING_YET, Board, Tally, totals
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.countdown_scene import corner, paint_corner_label
from gpumode_judge.ui.projector.layout import Box, Frame, sponsor_grid, tiles_of
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.sponsors_scene import paint_wall
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

MOST_MARKS: Final = 8
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


def paint_welcome(
    painter: QPainter, board: Board, frame: Frame, theme: Theme, pictures: Pictures | None = None
) -> None:
    """The title as large as it goes, place and day, and the sponsors; a countdown in the upper right corner."""
    paint_weave(painter, frame, theme)
    if board.countdown is not None:
        # The ornament gives way: figures stand on plain ground.
        box = corner(frame)
        painter.fillRect(box.x - frame.header.w // 3, 0, frame.width, box.bottom + frame.gap, theme.color("ground"))
        paint_corner_label(painter, board, frame, theme)
    safe = frame.safe
    sponsors_height = round(safe.h * (0.36 if board.sponsors else 0.0))
    upper = safe._replace(h=safe.h - sponsors_height)
    style = Type(round(frame.height * 0.145), QFont.Weight.Bold, display=True)
    lines, size = text.lines_of(board.title or "Welcome", style, round(upper.w * 0.86), 2)
    line_height = round(size * 1.12)
    where = "   ·   ".join(filter(None, (board.place, board.day)))
    below = round(frame.height * 0.052)
    block = line_height * len(lines) + (round(below * 1.9) if where else 0)
    y = upper.y + round((upper.h - block) * 0.56)
    bar = max(5, round(frame.height / 100))
    painter.fillRect(upper.x, y + size // 8, bar, block - size // 5, theme.color("accent"))
    left = upper.x + bar + frame.gap * 3
    for line in lines:
        title = Type(size, QFont.Weight.Bold, display=True)
        text.draw(painter, Box(left, y, upper.right - left, line_height), line, title, theme.color("ink"))
        y += line_height
    y += round(below * 0.5)
    text.draw(
        painter,
        Box(left, y, upper.right - left, round(below * 1.4)),
        where,
        Type(below, display=True),
        theme.color("ink_soft"),
    )
    if board.rehearsal:
        word = Type(frame.name, QFont.Weight.Bold)
        text.draw(painter, upper._replace(h=frame.name * 2), "REHEARSAL", word, theme.color("warn"))
    if board.sponsors:
        _sponsors(painter, board, safe._replace(y=upper.bottom, h=sponsors_height), frame, theme, pictures)


def _sponsors(painter: QPainter, board: Board, box: Box, frame: Frame, theme: Theme, pictures: Pictures | None) -> None:
    sponsors = board.sponsors
    caption = box._replace(h=round(frame.small * 2))
    style = Type(round(frame.small * 1.15), QFont.Weight.DemiBold)
    used = text.draw(painter, caption, "With thanks to", style, theme.color("accent_ink"), smallest=frame.small)
    line = max(1, round(frame.height / 540))
    left = caption.x + round(used) + frame.gap * 2
    painter.fillRect(left, round(caption.middle), caption.right - left, line, theme.color("line"))
    area = box._replace(y=caption.bottom + frame.gap, h=box.h - caption.h - frame.gap)
    logos = dict(board.logos)
    if pictures is not None and any(logos.get(sponsor) for sponsor in sponsors):
        paint_wall(painter, sponsors, logos, area, frame, theme, pictures)
        return
    cells = sponsor_grid(area, len(sponsors), frame.name)
    name = Type(round(frame.name * 1.4), QFont.Weight.DemiBold, display=True)
    name = Type(max(frame.small, min(name.size, round(cells[0].h * 0.62))), name.weight, name.display)
    for cell, sponsor in zip(cells, sponsors, strict=True):
        inner = cell._replace(w=cell.w - frame.gap * 2)
        text.draw(painter, inner, sponsor, name, theme.color("ink"), smallest=frame.small)


def paint_weave(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """Our ornament: a field of small squares like busy cores, denser towards the top right corner."""
    cell = max(6, round(frame.height / 36))
    size = round(cell * 0.62)
    across, down = frame.width // cell + 1, frame.height // cell + 1
    for column in range(across):
        for line in range(down):
            near = 1.6 * (column / across) - 2.1 * (line / down) - 0.66
            noise = ((column * 73856093) ^ (line * 19349663)) % 997 / 997
            if noise >= near * 1.25:
                continue
            lit = ((column * 83492791) ^ (line * 2971215073)) % 89 == 0
            color = theme.color("accent" if lit else "raised" if noise < near * 0.55 else "surface")
            painter.fillRect(frame.width - (across - column) * cell, line * cell, size, size, color)


def paint_progress(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """How far judging is: three large figures, one bar over everything, and visits by team or by judge."""
    if not board.teams and not board.judges:
        paint_nothing(painter, board, frame, theme)
        return
    layout = tiles_of(frame, board.tiles_a_page)
    for box, figure in zip(layout.figures, totals(board), strict=False):
        _figure(painter, box, figure, frame, theme)
    done, wanted = sum(min(t.done, t.wanted) for t in board.teams), sum(t.wanted for t in board.teams)
    bar, radius = layout.bar, layout.bar.h / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("line"))
    painter.drawRoundedRect(QRectF(*bar), radius, radius)
    if wanted and done:
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(QRectF(bar.x, bar.y, max(bar.h, bar.w * done / wanted), bar.h), radius, radius)
    word = "Ballots by judge" if board.shows_judges else "Visits by team"
    heading = Type(frame.small, QFont.Weight.DemiBold)
    text.draw(painter, layout.heading, word, heading, theme.color("ink_soft"), smallest=frame.small)
    for box, tally in zip(layout.tiles, board.page_tallies, strict=False):
        _tile(painter, box, tally, frame, theme)


def _figure(painter: QPainter, box: Box, figure: tuple[str, str, str], frame: Frame, theme: Theme) -> None:
    number, out_of, word = figure
    huge = Type(round(box.h * 0.75), QFont.Weight.Bold, display=True)
    soft = Type(round(frame.small * 1.35), QFont.Weight.Medium)
    upper = box._replace(h=round(box.h * 0.74))
    used = text.draw(painter, upper, number, huge, theme.color("ink"))
    beside = Box(box.x + round(used) + frame.gap, upper.y, max(1, box.w - round(used) - frame.gap), upper.h)
    text.draw(painter, beside, out_of, Type(round(huge.size * 0.42), QFont.Weight.Medium), theme.color("ink_soft"))
    lower = box._replace(y=upper.bottom, h=box.h - upper.h)
    text.draw(painter, lower, word, soft, theme.color("ink_soft"), smallest=frame.small)


def _tile(painter: QPainter, box: Box, tally: Tally, frame: Frame, theme: Theme) -> None:
    painter.fillRect(*box, theme.color("surface"))
    edge = max(3, frame.gap // 2)
    if tally.complete:
        painter.fillRect(box.x, box.y, edge, box.h, theme.color("good"))
    style = Type(frame.name, QFont.Weight.Medium)
    x = box.x + edge + frame.gap
    table = round(frame.small * 2.6)
    if tally.table:
        place = Box(x, box.y, table, box.h)
        text.draw(painter, place, tally.table, Type(frame.small, QFont.Weight.DemiBold), theme.color("ink_faint"))
        x += table + frame.gap
    figure = Box(box.right - frame.gap - frame.small * 5, box.y, frame.small * 5, box.h)
    color = theme.color("good" if tally.complete else "ink")
    text.draw(painter, figure, tally.figure, Type(frame.name, QFont.Weight.Bold), color, _RIGHT, smallest=frame.small)
    marks = _marks(painter, Box(0, box.y, figure.x - frame.gap, box.h), tally, frame, theme)
    room = Box(x, box.y, marks - frame.gap * 2 - x, box.h)
    text.draw(painter, room, tally.name, style, theme.color("ink"), smallest=frame.small)


def _marks(painter: QPainter, box: Box, tally: Tally, frame: Frame, theme: Theme) -> int:
    """One square a visit, filled when it was made, or a small bar when there would be too many; returns the left edge."""
    size = round(frame.small * 0.62)
    apart = round(size * 0.5)
    middle = round(box.middle)
    wide = 4 * (size + apart)
    if 0 < tally.wanted <= MOST_MARKS:
        wide = max(wide, tally.wanted * (size + apart))
        x = box.right - tally.wanted * (size + apart)
        for i in range(tally.wanted):
            made = i < tally.done
            painter.fillRect(x, middle - size // 2, size, size, theme.color("accent" if made else "line"))
            x += size + apart
    elif tally.wanted:
        wide = 6 * (size + apart)
        left, line = box.right - wide, max(3, size // 2)
        painter.fillRect(left, middle - line // 2, wide, line, theme.color("line"))
        done = min(1.0, tally.done / tally.wanted)
        painter.fillRect(left, middle - line // 2, round(wide * done), line, theme.color("accent"))
    return box.right - wide


def paint_nothing(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """A calm line instead of an empty picture."""
    style = Type(round(frame.height * 0.06), QFont.Weight.DemiBold, display=True)
    text.draw(painter, frame.body, NOTHING_YET.get(board.scene, ""), style, theme.color("ink_soft"), _CENTRE)
