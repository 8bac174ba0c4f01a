"""Those who made the event possible: logos of equal weight on a wall, names where there is no logo."""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.pictures import Pictures, dark
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

PLATE: Final = "#F2F4F8"
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


def paint_sponsors(painter: QPainter, board: Board, frame: Frame, theme: Theme, pictures: Pictures | None) -> None:
    """The wall of logos, and a sentence below it."""
    body = frame.body
    below = 0
    if board.message:
        below = round(frame.height * 0.14)
        box = Box(body.x, body.bottom - below, body.w, below)
        style = Type(round(frame.height * 0.05), QFont.Weight.Medium)
        lines, size = text.block_of(board.message, style, box.w, box.h, frame.name)
        text.draw_block(painter, box, lines, Type(size, style.weight), theme.color("ink_soft"), _CENTRE)
    wall = body._replace(h=body.h - below)
    if not board.sponsors:
        style = Type(round(frame.height * 0.09), QFont.Weight.Bold, display=True)
        text.draw(painter, wall, "Thank you", style, theme.color("ink"), _CENTRE)
        return
    paint_wall(painter, board.sponsors, dict(board.logos), wall, frame, theme, pictures)


def paint_wall(
    painter: QPainter,
    sponsors: Sequence[str],
    logos: dict[str, str],
    area: Box,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
) -> None:
    """One cell a sponsor, every line centred: earlier sponsors stand first, none is larger."""
    # In a small wall a name may be as small as the smallest text; it is never cut for being long.
    for cell, sponsor in zip(cells_of(area, len(sponsors), frame.gap), sponsors, strict=True):
        paint_sponsor(painter, cell, sponsor, logos.get(sponsor, ""), frame, theme, pictures)


def cells_of(area: Box, count: int, gap: int) -> tuple[Box, ...]:
    """Cells for ``count`` logos, as even and as near to 2:1 as they go."""
    if not count:
        return ()
    best = min(range(1, count + 1), key=lambda across: _shape(area, count, across))
    lines = ceil(count / best)
    across = ceil(count / lines)
    wide, high = area.w // across, area.h // lines
    cells: list[Box] = []
    for line in range(lines):
        told = min(across, count - line * across)
        left = area.x + (area.w - told * wide) // 2
        cells += [
            Box(left + i * wide + gap, area.y + line * high + gap, max(1, wide - 2 * gap), max(1, high - 2 * gap))
            for i in range(told)
        ]
    return tuple(cells)


def _shape(area: Box, count: int, across: int) -> float:
    lines = ceil(count / across)
    wide, high = area.w / across, area.h / lines
    empty = across * lines - count
    return abs(wide / high - 2.0) + 0.12 * empty


def paint_sponsor(
    painter: QPainter,
    cell: Box,
    sponsor: str,
    logo: str,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
    *,
    align: Qt.AlignmentFlag = _CENTRE,
) -> None:
    """A logo in the middle of ``cell``; without one the name in large type."""
    image = logo_image(pictures, logo, cell)
    if image is None:
        weight = QFont.Weight.Bold
        most = max(frame.small, min(round(cell.h * 0.42), round(frame.height * 0.1)))
        lines, size = text.block_of(sponsor, Type(most, weight, display=True), cell.w, cell.h, min(most, frame.small))
        text.draw_block(painter, cell, lines, Type(size, weight, display=True), theme.color("ink"), align)
        return
    x = cell.right - image.width() if align & Qt.AlignmentFlag.AlignRight else cell.x + (cell.w - image.width()) // 2
    y = cell.y + (cell.h - image.height()) // 2
    if dark(image, theme.ground):
        pad = max(6, round(min(cell.w, cell.h) * 0.08))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(PLATE))
        x -= pad if align & Qt.AlignmentFlag.AlignRight else 0
        plate = QRectF(x - pad, y - pad, image.width() + 2 * pad, image.height() + 2 * pad)
        painter.drawRoundedRect(plate, pad * 0.6, pad * 0.6)
    painter.drawImage(x, y, image)


def logo_image(pictures: Pictures | None, name: str, cell: Box) -> QImage | None:
    """The logo so large that its area is a fixed share of the cell's, whatever its shape: wide ones do not shout down square ones."""
    if pictures is None or not name:
        return None
    # Room for a plate is kept on all sides.
    room = (max(1, round(cell.w * 0.82)), max(1, round(cell.h * 0.82)))
    first = pictures.image(name, *room)
    if first is None or first.isNull():
        return None
    shape = first.width() / max(1, first.height())
    area = room[0] * room[1] * 0.5
    wide, high = sqrt(area * shape), sqrt(area / shape)
    scale = min(1.0, room[0] / wide, room[1] / high)
    wanted = max(1, round(wide * scale)), max(1, round(high * scale))
    return pictures.image(name, *wanted) or first
