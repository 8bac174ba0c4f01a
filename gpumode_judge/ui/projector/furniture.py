"""What frames every scene: the header with the event's title, and the footer with sponsors and pages."""

from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPolygonF

from gpumode_judge.ceremony.board import HEADINGS, Board, Scene
from gpumode_judge.ceremony.spoken import closed_text
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

MOST_DOTS: Final = 12
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


def heading_of(board: Board) -> str:
    """What the scene is called."""
    return board.heading or HEADINGS[board.scene]


def beneath_of(board: Board) -> str:
    """The smaller line under it: from what the picture is, and how much of it is still closed."""
    closed = closed_text(board.hidden) if board.scene is Scene.REVEAL else ""
    # A frozen board says it in a band of its own.
    as_of = "" if board.scene is Scene.FROZEN else board.as_of
    return "   ·   ".join(filter(None, (as_of, closed)))


def paint_header(painter: QPainter, board: Board, frame: Frame, theme: Theme, corner: int = 0) -> None:
    """Title at the left; scene and from what it is at the right, or room of that width for something else in the ``corner``."""
    box = frame.header
    heading = Type(round(frame.small * 1.25), QFont.Weight.Bold)
    most = round(box.w * 0.4)
    words, beneath = heading_of(board), beneath_of(board)
    if corner:
        words = beneath = ""
    needed = max(text.fitted(words, heading, most).width, text.fitted(beneath, Type(frame.small), most).width, corner)
    right = box._replace(x=box.right - ceil(needed), w=ceil(needed))
    bar = max(4, round(frame.height / 135))
    painter.fillRect(box.x, box.y + box.h // 8, bar, box.h * 3 // 4, theme.color("accent"))
    left = Box(box.x + bar + frame.gap * 2, box.y, right.x - frame.gap * 2 - (box.x + bar + frame.gap * 2), box.h)
    if board.rehearsal:
        left = _rehearsal(painter, left, frame, theme)
    title = Type(round(box.h * 0.6), QFont.Weight.Bold, display=True)
    text.draw(painter, left, board.title, title, theme.color("ink"), smallest=frame.name)
    half = box.h // 2
    top = right._replace(h=half) if beneath else right
    text.draw(painter, top, words, heading, theme.color("accent_ink"), _RIGHT, smallest=frame.small)
    below = right._replace(y=box.y + half, h=box.h - half)
    text.draw(painter, below, beneath, Type(frame.small), theme.color("ink_soft"), _RIGHT, smallest=frame.small)


def paint_footer(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """Sponsors at the left, pages at the right."""
    box = frame.footer
    pages = _pages(painter, board, frame, theme) if board.pages > 1 else 0
    left = box._replace(w=box.w - pages - frame.gap * 3)
    names = "   ·   ".join(board.sponsors)
    text.draw(
        painter, left, names, Type(frame.small, QFont.Weight.Medium), theme.color("ink_faint"), smallest=frame.small
    )


def band_height(frame: Frame) -> int:
    """How high the band of a frozen board is."""
    return round(frame.name * 1.5)


def frozen_text(board: Board) -> str:
    """``"as of the freeze, 21:00 · 14 visits since"``."""
    since = f"{board.hidden} visit{'' if board.hidden == 1 else 's'} since" if board.hidden else "no visit since"
    return f"{board.as_of or 'as of the freeze'}   ·   {since}"


def paint_frozen(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """The band that says that the picture is not of now: a striped end tells it by shape too."""
    header = frame.header
    box = Box(header.x, header.bottom + frame.gap // 2, header.w, band_height(frame))
    painter.fillRect(*box, theme.color("warn_soft"))
    wide = round(box.h * 1.6)
    painter.save()
    painter.setClipRect(box.x, box.y, wide, box.h)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("warn"))
    stripe = box.h * 0.28
    x = box.x - float(box.h)
    while x < box.x + wide:
        corners = ((x, box.bottom), (x + box.h, box.y), (x + box.h + stripe, box.y), (x + stripe, box.bottom))
        painter.drawPolygon(QPolygonF([QPointF(left, top) for left, top in corners]))
        x += stripe * 2
    painter.restore()
    words = box._replace(x=box.x + wide + frame.gap * 2, w=box.w - wide - frame.gap * 4)
    style = Type(frame.name, QFont.Weight.Bold)
    text.draw(painter, words, frozen_text(board), style, theme.color("warn"), smallest=frame.small)


def paint_told(painter: QPainter, told: str, box: Box, frame: Frame, theme: Theme) -> None:
    """What was told last, as a sentence under the places of a reveal."""
    style = Type(round(frame.name * 1.05), QFont.Weight.DemiBold)
    mark = max(4, round(frame.height / 135))
    if told:
        painter.fillRect(box.x, box.y + box.h // 5, mark, box.h * 3 // 5, theme.color("accent"))
    words = box._replace(x=box.x + mark + frame.gap * 2, w=box.w - mark - frame.gap * 2)
    text.draw(painter, words, told, style, theme.color("accent_ink"), smallest=frame.small)


def paint_watermark(painter: QPainter, frame: Frame, theme: Theme) -> None:
    """REHEARSAL across the picture, faint, so that no photograph of it can be mistaken for results."""
    painter.save()
    painter.setOpacity(0.11)
    painter.translate(frame.width / 2, frame.height / 2)
    painter.rotate(-24)
    style = Type(round(frame.height * 0.2), QFont.Weight.Bold, display=True)
    box = Box(-frame.width // 2, -frame.height // 4, frame.width, frame.height // 2)
    text.draw(painter, box, "REHEARSAL", style, theme.color("warn"), Qt.AlignmentFlag.AlignHCenter)
    painter.restore()


def _rehearsal(painter: QPainter, box: Box, frame: Frame, theme: Theme) -> Box:
    style = Type(frame.small, QFont.Weight.Bold)
    word = text.fitted("REHEARSAL", style, box.w)
    plate = Box(
        box.x,
        box.y + round(box.h / 2 - frame.small * 0.85),
        round(word.width + frame.small * 1.4),
        round(frame.small * 1.7),
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("warn"))
    painter.drawRoundedRect(QRectF(*plate), plate.h / 5, plate.h / 5)
    text.draw(painter, plate, "REHEARSAL", style, theme.color("ground"), Qt.AlignmentFlag.AlignHCenter)
    left = plate.right + frame.gap * 2
    return Box(left, box.y, box.right - left, box.h)


def _pages(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> int:
    """Dots and a number; only the number when there would be too many dots. Returns the width taken."""
    box = frame.footer
    style = Type(frame.small, QFont.Weight.DemiBold)
    used = text.draw(painter, box, f"{board.page + 1} / {board.pages}", style, theme.color("ink"), _RIGHT)
    wide = round(used)
    if board.pages <= MOST_DOTS:
        dot = round(frame.small * 0.5)
        apart = round(dot * 0.9)
        x = float(box.right - wide - frame.gap * 2 - board.pages * dot - (board.pages + 1) * apart)
        painter.setPen(Qt.PenStyle.NoPen)
        for page in range(board.pages):
            # The page that is shown is longer, not only brighter.
            here = page == board.page
            length = dot * 2 if here else dot
            painter.setBrush(theme.color("accent" if here else "line_strong"))
            painter.drawRoundedRect(QRectF(x, box.middle - dot / 2, length, dot), dot / 2, dot / 2)
            x += length + apart
        wide += frame.gap * 2 + (board.pages + 1) * dot + (board.pages + 1) * apart
    return wide
