"""The countdown: a label and huge figures. The figures are painted apart from everything else, as only they change."""

from collections.abc import Callable
from datetime import UTC, datetime
from math import ceil
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

OVER: Final = "Time!"
_WIDEST: Final = "0:00:00"
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of this laptop."""
    return datetime.now(UTC)


def left_text(at: str, now: datetime) -> str:
    """``"12:05"``, with hours ``"3:12:05"``, over a day ``"2 days"``; at the end ``"Time!"``; empty for a time that cannot be read."""
    try:
        end = datetime.fromisoformat(at)
    except ValueError:
        return ""
    end = end if end.tzinfo else end.replace(tzinfo=UTC)
    seconds = ceil((end - now).total_seconds())
    if seconds <= 0:
        return OVER
    hours, rest = divmod(seconds, 3600)
    if hours >= 48:
        return f"{hours // 24} days"
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


class Ticker:
    """The figures of a countdown in ``box``: what they say now, and their painting in cells of one width."""

    def __init__(self, box: Box, at: str, theme: Theme, *, centred: bool) -> None:
        self.box = box
        self.at = at
        self._theme = theme
        self._centred = centred
        size = round(box.h * 0.98)
        while size > 8 and self._wide(size, _WIDEST) > box.w:
            size -= max(1, size // 40)
        self._size = size
        self.said = ""

    @property
    def over(self) -> bool:
        """Whether nothing changes any more."""
        return self.said in (OVER, "")

    def tick(self, now: datetime) -> bool:
        """Take the time; True when the figures changed."""
        before, self.said = self.said, left_text(self.at, now)
        return before != self.said

    def paint(self, painter: QPainter) -> None:
        """The figures, on whatever lies there."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Type(self._size, QFont.Weight.Bold, display=True)
        align = _CENTRE if self._centred else Qt.AlignmentFlag.AlignRight
        if not set(self.said) <= set("0123456789:"):
            text.draw(painter, self.box, self.said, style, self._theme.color("accent_ink"), align)
            return
        measure = QFontMetricsF(style.font())
        wide = self._wide(self._size, self.said)
        x = self.box.x + (self.box.w - wide) / 2 if self._centred else self.box.right - wide
        painter.setFont(style.font())
        painter.setPen(self._theme.color("ink"))
        base = round(self.box.y + (self.box.h + measure.capHeight()) / 2)
        cell, colon = _cells(measure)
        for letter in self.said:
            own = colon if letter == ":" else cell
            painter.drawText(round(x + (own - measure.horizontalAdvance(letter)) / 2), base, letter)
            x += own

    def _wide(self, size: int, words: str) -> float:
        cell, colon = _cells(QFontMetricsF(Type(size, QFont.Weight.Bold, display=True).font()))
        return sum(colon if letter == ":" else cell for letter in words)


def _cells(measure: QFontMetricsF) -> tuple[float, float]:
    return max(measure.horizontalAdvance(figure) for figure in "0123456789"), measure.horizontalAdvance(":") * 1.15


def ticker_of(board: Board, frame: Frame, theme: Theme) -> Ticker | None:
    """The figures of this board, if it counts down."""
    if board.countdown is None:
        return None
    match board.scene:
        case Scene.COUNTDOWN:
            return Ticker(_figures(board, frame), board.countdown.at, theme, centred=True)
        case Scene.AGENDA | Scene.WELCOME:
            return Ticker(corner(frame), board.countdown.at, theme, centred=False)
        case _:
            return None


def corner(frame: Frame) -> Box:
    """Where small figures stand: at the right end of the header, under their label."""
    header = frame.header
    label = round(frame.small * 1.35)
    wide = round(frame.width * 0.24)
    return Box(header.right - wide, header.y + label, wide, round(header.h * 1.04) - label)


def paint_corner_label(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> int:
    """What is counted down to, above the small figures; returns the width that both take."""
    figures = corner(frame)
    label = board.countdown.label if board.countdown else ""
    box = Box(frame.header.right - round(frame.header.w * 0.4), frame.header.y, round(frame.header.w * 0.4), 0)
    box = box._replace(h=figures.y - box.y)
    style = Type(round(frame.small * 1.15), QFont.Weight.DemiBold)
    used = text.draw(painter, box, label, style, theme.color("accent_ink"), Qt.AlignmentFlag.AlignRight, frame.small)
    return max(figures.w, round(used)) + frame.gap * 2


def paint_countdown(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """The label above the figures, a message below."""
    if board.countdown is None:
        return
    figures, body = _figures(board, frame), frame.body
    above = Box(body.x, body.y, body.w, figures.y - body.y)
    style = Type(round(frame.height * 0.075), QFont.Weight.DemiBold, display=True)
    lines, size = text.block_of(board.countdown.label, style, above.w, above.h, frame.name)
    text.draw_block(painter, above, lines, Type(size, style.weight, style.display), theme.color("accent_ink"), _CENTRE)
    below = Box(body.x, figures.bottom, body.w, body.bottom - figures.bottom)
    style = Type(round(frame.height * 0.05))
    lines, size = text.block_of(board.message, style, below.w, below.h, frame.name)
    text.draw_block(painter, below, lines, Type(size), theme.color("ink_soft"), _CENTRE)


def _figures(board: Board, frame: Frame) -> Box:
    body = frame.body
    high = round(min(body.h * (0.52 if board.message else 0.6), frame.width * 0.24))
    top = body.y + round((body.h - high) * (0.46 if board.message else 0.62))
    return Box(body.x, top, body.w, high)
