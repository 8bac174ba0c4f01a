"""What changes from one board to the next, and which part of the picture must be painted again for it."""

from math import ceil, floor
from typing import Final

from PySide6.QtCore import QRect

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ui.projector.layout import Box

MOST_RECTS: Final = 4


def dirty_rects(boxes: list[Box], ratio: float) -> list[QRect]:
    """Boxes in device pixels as rectangles of the widget, outwards; many become one."""
    if len(boxes) > MOST_RECTS:
        # Clipping to many small rectangles costs more than painting what lies between them.
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        boxes = [Box(left, top, max(b.right for b in boxes) - left, max(b.bottom for b in boxes) - top)]
    rects: list[QRect] = []
    for box in boxes:
        left, top = floor(box.x / ratio), floor(box.y / ratio)
        rects.append(QRect(left, top, ceil(box.right / ratio) - left, ceil(box.bottom / ratio) - top))
    return rects


def place_of(board: Board) -> tuple[Scene, int, bool, int]:
    """Where a board is in the show; while this stays, rows travel. Few rows are laid out by their number."""
    return board.scene, board.page, board.lifted, min(len(board.rows), board.rows_a_page)


def furniture_of(board: Board) -> tuple[object, ...]:
    """What stands around the rows: when it stays, only rows are painted again."""
    return (
        board.title, board.heading, board.as_of, board.sponsors, board.legend, board.pages, board.page, board.rehearsal, board.told,
        board.hidden,
    )  # fmt: skip


def grown(rect: QRect, ratio: float) -> QRect:
    """A rectangle of the widget as device pixels, outwards."""
    left, top = floor(rect.x() * ratio), floor(rect.y() * ratio)
    return QRect(
        left, top, ceil((rect.x() + rect.width()) * ratio) - left, ceil((rect.y() + rect.height()) * ratio) - top
    )
