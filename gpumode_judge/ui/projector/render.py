"""A board as a picture of any size: the projector's very painting, where it comes to rest."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector.canvas import BoardCanvas

SMALLEST = 160
LARGEST = 8192


def render_board(board: Board, width: int, height: int) -> QImage:
    """Paint ``board`` in ``width`` × ``height`` pixels, 160 to 8192 each; sizes beyond raise ``ValueError``.

    Needs a ``QApplication`` but no display.
    """
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise ValueError(f"A picture can be {SMALLEST} to {LARGEST} pixels wide and high, not {width}x{height}.")
    canvas = BoardCanvas(reduced_motion=True)
    ratio = canvas.devicePixelRatioF()
    canvas.resize(round(width / ratio), round(height / ratio))
    canvas.show_board(board, animate=False)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    painter = QPainter(image)
    canvas.render(painter, QPoint())
    painter.end()
    image.setDevicePixelRatio(1)
    canvas.deleteLater()
    return image
