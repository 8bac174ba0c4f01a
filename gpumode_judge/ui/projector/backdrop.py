"""What stands still in each scene, painted once into one pixmap."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ui.projector import furniture, stills
from gpumode_judge.ui.projector.agenda_scene import paint_agenda
from gpumode_judge.ui.projector.countdown_scene import paint_corner_label, paint_countdown
from gpumode_judge.ui.projector.layout import Frame, frame_of, rows_of
from gpumode_judge.ui.projector.legend import paint_heads
from gpumode_judge.ui.projector.message_scene import paint_message
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.podium_scene import paint_podium
from gpumode_judge.ui.projector.prize_scene import paint_prize
from gpumode_judge.ui.projector.reveal_scene import places_of
from gpumode_judge.ui.projector.sponsors_scene import paint_sponsors
from gpumode_judge.ui.projector.test_card import paint_test_card
from gpumode_judge.ui.projector.text import isolated
from gpumode_judge.ui.shared.theme import Theme

ROWS: Final = (Scene.LIVE, Scene.FROZEN)
# Scenes that have the whole picture for themselves.
BARE: Final = (Scene.WELCOME, Scene.TEST_CARD, Scene.BLACKOUT)
# Here a footer would say the sponsors twice, or say them where something else is said.
NO_FOOTER: Final = (*BARE, Scene.SPONSORS, Scene.MESSAGE, Scene.COUNTDOWN)


def scene_frame(board: Board, width: int, height: int, safe: float) -> Frame:
    """The parts of the picture in this board's scene."""
    frame = frame_of(width, height, lifted=board.lifted, safe=safe)
    body = frame.body
    if board.scene is Scene.FROZEN:
        down = furniture.band_height(frame)
        return replace(frame, body=body._replace(y=body.y + down, h=max(1, body.h - down)))
    if board.scene in NO_FOOTER:
        return replace(frame, body=body._replace(h=frame.footer.bottom - body.y))
    return frame


def paint_backdrop(
    board: Board, size: tuple[int, int], frame: Frame, theme: Theme, pictures: Pictures | None
) -> QPixmap:
    """Everything but rows, figures that tick, charts and confetti."""
    pixmap = QPixmap(*size)
    pixmap.fill(theme.color("ground"))
    painter = QPainter(pixmap)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if board.scene not in BARE:
        corner = 0
        if board.scene is Scene.AGENDA and board.countdown is not None:
            corner = paint_corner_label(painter, board, frame, theme)
        furniture.paint_header(painter, board, frame, theme, corner)
        if board.scene not in NO_FOOTER:
            furniture.paint_footer(painter, board, frame, theme)
    _paint_scene(painter, board, frame, theme, pictures)
    painter.end()
    return pixmap


def _paint_scene(painter: QPainter, board: Board, frame: Frame, theme: Theme, pictures: Pictures | None) -> None:
    match board.scene:
        case Scene.WELCOME:
            stills.paint_welcome(painter, board, frame, theme, pictures)
        case Scene.AGENDA:
            paint_agenda(painter, board, frame, theme)
        case Scene.PROGRESS:
            stills.paint_progress(painter, board, frame, theme)
        case Scene.LIVE | Scene.FROZEN:
            if board.scene is Scene.FROZEN:
                furniture.paint_frozen(painter, board, frame, theme)
            if board.rows:
                layout = rows_of(frame, len(board.rows), a_page=board.rows_a_page, first_page=board.page == 0)
                paint_heads(painter, board.legend, layout, frame, theme)
            else:
                stills.paint_nothing(painter, board, frame, theme)
        case Scene.CHARTS:
            if board.chart is None:
                stills.paint_nothing(painter, board, frame, theme)
        case Scene.REVEAL:
            told = isolated(board.told, (row.name for row in board.rows))
            furniture.paint_told(painter, told, places_of(board, frame).band, frame, theme)
        case Scene.PODIUM:
            paint_podium(painter, board, frame, theme, pictures)
        case Scene.PRIZE:
            paint_prize(painter, board, frame, theme, pictures)
        case Scene.SPONSORS:
            paint_sponsors(painter, board, frame, theme, pictures)
        case Scene.MESSAGE:
            paint_message(painter, board, frame, theme)
        case Scene.COUNTDOWN:
            paint_countdown(painter, board, frame, theme)
        case Scene.TEST_CARD:
            paint_test_card(painter, board, frame, theme)
        case Scene.BLACKOUT:
            pass
