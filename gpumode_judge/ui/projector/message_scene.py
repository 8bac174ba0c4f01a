"""A message from the organizers, as large as it goes."""

from PySide6.QtGui import QFont, QPainter

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme


def paint_message(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """The words in the middle of the picture, with a bar of the accent beside them."""
    words = board.message
    body = frame.body
    bar = max(5, round(frame.height / 72))
    left = body.x + bar + frame.gap * 4
    room = Box(left, body.y, body.right - left, body.h)
    style = Type(round(frame.height * 0.17), QFont.Weight.Bold, display=True)
    lines, size = text.block_of(words, style, room.w, room.h, frame.name)
    if not lines:
        return
    high = round(size * 1.16) * len(lines)
    painter.fillRect(body.x, round(body.middle - high / 2), bar, high, theme.color("accent"))
    text.draw_block(painter, room, lines, Type(size, style.weight, display=True), theme.color("ink"))
