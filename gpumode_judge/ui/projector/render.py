"""A board as a picture of any size: the projector's very painting, where it comes to rest."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage, QPainter

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import confetti
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.countdown_scene import Now, utc_now
from gpumode_judge.ui.projector.layout import SAFE
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.shared.theme import Theme, load_theme

SMALLEST = 160
LARGEST = 8192


def render_board(
    board: Board,
    width: int,
    height: int,
    *,
    theme: Theme | None = None,
    pictures: Pictures | None = None,
    safe: float = SAFE,
    now: Now = utc_now,
    burst: float | None = None,
) -> QImage:
    """Paint ``board`` in ``width`` × ``height`` pixels, 160 to 8192 each; sizes beyond raise ``ValueError``.

    ``burst`` adds the board's confetti as it is that many seconds after it began. Needs a ``QApplication`` but no display.
    """
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise ValueError(f"A picture can be {SMALLEST} to {LARGEST} pixels wide and high, not {width}x{height}.")
    canvas = BoardCanvas(reduced_motion=True, theme=theme, pictures=pictures, safe=safe, now=now)
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
    if burst is not None and board.confetti:
        colors = [QColor(color) for color in (theme or load_theme("projector")).categories]
        painter = QPainter(image)
        confetti.paint(painter, confetti.pieces(board.confetti, burst, width, height), colors)
        painter.end()
    return image
