"""The test card: whether the whole picture is seen, whether the last row can read it, and whether every script has its letters."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

NAMES: Final = (
    "Übergrößenträger · Łukasz · Nguyễn",
    "内核融合 · 行列の乗算 · 커널",
    "مُسرّع الانتباه · מאיץ",
    "👩‍👩‍👧‍👦 🧑🏽‍💻 🚀 ½ × √2 → ∞",
)
BORDERS: Final = (0.0, 0.05, 0.1)
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


def paint_test_card(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """Everything on one picture."""
    width, height = frame.width, frame.height
    _borders(painter, frame, theme)
    left, top = round(width * 0.125), round(height * 0.135)
    inner = Box(left, top, width - 2 * left, height - 2 * top)
    head = inner._replace(h=round(height * 0.11))
    big = Type(round(height * 0.085), QFont.Weight.Bold, display=True)
    used = text.draw(painter, head, f"{width} × {height}", big, theme.color("ink"))
    beside = head._replace(x=head.x + round(used) + frame.gap * 3, w=head.w - round(used) - frame.gap * 3)
    about = " · ".join(filter(None, (board.title, board.message or board.place, board.day)))
    text.draw(painter, beside, about, Type(frame.name), theme.color("ink_soft"), _RIGHT, frame.small)
    y = head.bottom + frame.gap
    steps = inner._replace(y=y, h=round(height * 0.13))
    _steps(painter, steps, frame, theme)
    y = steps.bottom + frame.gap * 2
    half = (inner.w - frame.gap * 4) // 2
    sizes = Box(inner.x, y, half, inner.bottom - y)
    names = Box(inner.x + half + frame.gap * 4, y, half, inner.bottom - y)
    _sizes(painter, sizes, frame, theme)
    high = names.h // (len(NAMES) + 1)
    caption = Type(frame.small, QFont.Weight.DemiBold)
    text.draw(painter, names._replace(h=high), "No empty boxes here:", caption, theme.color("accent_ink"))
    for at, name in enumerate(NAMES, start=1):
        line = names._replace(y=names.y + at * high, h=high)
        text.draw(
            painter, line, name, Type(frame.name, QFont.Weight.DemiBold), theme.color("ink"), smallest=frame.small
        )


def _borders(painter: QPainter, frame: Frame, theme: Theme) -> None:
    width, height = frame.width, frame.height
    line = max(2, round(height / 360))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for share, token in zip(BORDERS, ("accent", "ink", "line_strong"), strict=True):
        x, y = round(width * share), round(height * share)
        pen = QPen(theme.color(token), line)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(QRectF(x + line / 2, y + line / 2, width - 2 * x - line, height - 2 * y - line))
        label = Box(x + line * 3, y + line * 2, round(width * 0.3), round(frame.small * 1.5))
        words = "edge of the picture" if not share else f"{share:.0%} free on every side"
        text.draw(painter, label, words, Type(frame.small, QFont.Weight.DemiBold), theme.color("ink"))
    reach = round(height * 0.06)
    for x, way in ((0, 1), (width, -1)):
        for y, down in ((0, 1), (height, -1)):
            painter.fillRect(QRectF(x, y, way * reach, down * line * 3).normalized(), theme.color("accent"))
            painter.fillRect(QRectF(x, y, way * line * 3, down * reach).normalized(), theme.color("accent"))


def _steps(painter: QPainter, box: Box, frame: Frame, theme: Theme) -> None:
    """Greys in even steps; the darkest and the lightest two are told apart only on a well-set projector."""
    shades = (0, 8, 16, 32, 64, 96, 128, 160, 192, 224, 240, 248, 255)
    wide = box.w / len(shades)
    style = Type(frame.small, QFont.Weight.DemiBold)
    for at, shade in enumerate(shades):
        left, right = round(box.x + at * wide), round(box.x + (at + 1) * wide)
        painter.fillRect(left, box.y, right - left, round(box.h * 0.5), QColor(shade, shade, shade))
        under = Box(left, box.y + round(box.h * 0.5), right - left, round(box.h * 0.25))
        text.draw(painter, under, str(shade), style, theme.color("ink"), _CENTRE, round(frame.small * 0.7))
    wide = box.w / len(theme.categories)
    for at, color in enumerate(theme.categories):
        left, right = round(box.x + at * wide), round(box.x + (at + 1) * wide)
        painter.fillRect(left, box.y + round(box.h * 0.78), right - left, round(box.h * 0.22), QColor(color))


def _sizes(painter: QPainter, box: Box, frame: Frame, theme: Theme) -> None:
    samples = (
        ("The smallest text there is", frame.small, "ink_soft"),
        ("The smallest name of a team", frame.name, "ink"),
        ("Can the last row read this?", round(frame.name * 1.2), "accent_ink"),
    )
    style = Type(round(frame.height * 0.075), QFont.Weight.Bold, display=True)
    unit = box.h / 5
    y = float(box.y)
    for words, size, token in samples:
        line = box._replace(y=round(y), h=round(unit))
        text.draw(painter, line, words, Type(size, QFont.Weight.Medium), theme.color(token), smallest=round(size * 0.7))
        y += unit
    last = box._replace(y=round(y), h=round(unit * 2))
    text.draw(painter, last, "1234567890.", style, theme.color("ink"))
