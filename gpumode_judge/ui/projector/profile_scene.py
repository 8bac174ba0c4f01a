"""What the winner's score is made of, beside what the scores of all are made of."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter

from gpumode_judge.ceremony.scenes import Profile, Winner
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


def paint_profile(
    painter: QPainter,
    podium: Sequence[Winner],
    profile: Profile,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
) -> None:
    """Who won at the left; at the right a bar a criterion, with the mean of all teams as a mark across it."""
    body = frame.body
    winner = next((one for one in podium if one.name == profile.name), None)
    winner = winner or Winner(key="", name=profile.name, rank=1)
    left = Box(body.x, body.y, round(body.w * 0.33), body.h)
    _headline(painter, winner, left, frame, theme, pictures)
    x = left.right + frame.gap * 4
    right = Box(x, body.y, body.right - x, body.h)
    head = right._replace(h=round(frame.name * 1.7))
    title = Type(round(frame.name * 1.1), QFont.Weight.DemiBold, display=True)
    text.draw(painter, head, "What the score is made of", title, theme.color("ink"))
    _key(painter, head._replace(y=head.bottom, h=round(frame.small * 1.8)), frame, theme)
    top = head.bottom + round(frame.small * 2.2)
    bars = right._replace(y=top, h=right.bottom - top)
    count = max(1, len(profile.bars))
    high = min(bars.h / count, frame.height * 0.16)
    for at, (name, own, mean) in enumerate(profile.bars[: max(1, int(bars.h / (frame.name * 1.2)))]):
        row = Box(bars.x, round(bars.y + at * high), bars.w, round(high))
        _bar(painter, name, own, mean, row, frame, theme)


def _headline(
    painter: QPainter, winner: Winner, box: Box, frame: Frame, theme: Theme, pictures: Pictures | None
) -> None:
    painter.fillRect(*box, theme.color("surface"))
    lip = max(4, round(frame.height / 60))
    painter.fillRect(box.x, box.y, box.w, lip, theme.color("gold"))
    pad = frame.gap * 3
    inner = Box(box.x + pad, box.y + lip + pad, box.w - 2 * pad, box.h - lip - 2 * pad)
    high = round(frame.height * 0.13)
    first = inner._replace(h=high)
    style = Type(round(high * 0.95), QFont.Weight.Bold, display=True)
    plate = first._replace(w=round(high * 1.1))
    painter.fillRect(*plate, theme.color("gold"))
    text.draw(painter, plate, str(winner.rank or 1), style, theme.color("on_metal"), _CENTRE)
    score = Type(round(frame.height * 0.085), QFont.Weight.Bold, display=True)
    beside = first._replace(x=plate.right + frame.gap, w=max(1, first.right - plate.right - frame.gap))
    text.draw(painter, beside, winner.score, score, theme.color("ink"), _RIGHT, frame.small)
    y = first.bottom + frame.gap
    photo = pictures.image(winner.photo, inner.w, round(inner.h * 0.36)) if pictures and winner.photo else None
    if photo is not None:
        painter.drawImage(inner.x, y, photo)
        y += photo.height() + frame.gap
    style = Type(round(frame.height * 0.07), QFont.Weight.Bold, display=True)
    rest = [words for words in dict.fromkeys((winner.team, winner.members, winner.line)) if words]
    small = Type(round(frame.small * 1.2))
    below = round(small.size * 2.9) * len(rest)
    room = Box(inner.x, y, inner.w, max(frame.name, inner.bottom - below - y))
    lines, size = text.block_of(winner.name, style, room.w, room.h, frame.name)
    block = round(size * 1.16) * len(lines)
    named = Type(size, style.weight, display=True)
    text.draw_block(painter, room._replace(h=block), lines, named, theme.color("ink"))
    y += block + frame.gap
    for words in rest:
        place = Box(inner.x, y, inner.w, min(round(small.size * 2.6), inner.bottom - y))
        if place.h < small.size:
            break
        lines, size = text.block_of(words, small, place.w, place.h, frame.small)
        used = round(size * 1.16) * len(lines)
        color = theme.color("accent_ink" if words == winner.line else "ink_soft")
        text.draw_block(painter, place._replace(h=used), lines, Type(size), color)
        y += used + frame.gap


def _key(painter: QPainter, box: Box, frame: Frame, theme: Theme) -> None:
    """What the bar and the mark across it are."""
    style = Type(frame.small, QFont.Weight.Medium)
    swatch = round(frame.small * 0.7)
    x = box.x
    for words, mark in (("this team", False), ("mean of all teams", True)):
        y = round(box.middle - swatch / 2)
        if mark:
            painter.fillRect(
                x + swatch // 2, y - swatch // 3, max(3, swatch // 4), swatch + swatch * 2 // 3, theme.color("ink")
            )
        else:
            painter.fillRect(x, y, swatch * 2, swatch, theme.color("accent"))
        x += swatch * (1 if mark else 2) + frame.gap * 2
        used = text.draw(painter, box._replace(x=x, w=max(1, box.right - x)), words, style, theme.color("ink_soft"))
        x += round(used) + frame.gap * 4


def _bar(painter: QPainter, name: str, own: float, mean: float, row: Box, frame: Frame, theme: Theme) -> None:
    if row.h < frame.name * 2.3:
        _slim_bar(painter, name, own, mean, row, frame, theme)
        return
    number = round(frame.name * 4.4)
    wide = row.w - number - frame.gap * 2
    label = row._replace(w=row.w - number, h=round(row.h * 0.5))
    style = Type(max(frame.name, round(min(row.h * 0.36, frame.height * 0.05))), QFont.Weight.DemiBold)
    text.draw(painter, label, name, style, theme.color("ink"), smallest=frame.small)
    high = max(6, round(row.h * 0.3))
    bar = Box(row.x, label.bottom, wide, high)
    _filled(painter, bar, own, mean, frame, theme)
    figure = Box(row.right - number, row.y, number, round(row.h * 0.56))
    big = Type(max(frame.name, round(min(row.h * 0.46, frame.height * 0.066))), QFont.Weight.Bold, display=True)
    text.draw(painter, figure, f"{own:.0%}", big, theme.color("ink"), _RIGHT)
    soft = Box(figure.x, figure.bottom, figure.w, round(row.h * 0.3))
    small = Type(frame.small, QFont.Weight.Medium)
    text.draw(painter, soft, f"all {mean:.0%}", small, theme.color("ink_soft"), _RIGHT, frame.small)


def _slim_bar(painter: QPainter, name: str, own: float, mean: float, row: Box, frame: Frame, theme: Theme) -> None:
    """Name, bar and figures in one line, where there are many criteria."""
    label, number = round(row.w * 0.4), round(frame.name * 2.6)
    soft = round(frame.small * 4.0)
    small = Type(frame.small, QFont.Weight.Medium)
    text.draw(painter, row._replace(w=label), name, Type(frame.name, QFont.Weight.DemiBold), theme.color("ink"))
    left, right = row.x + label + frame.gap * 2, row.right - number - soft
    high = max(6, round(min(row.h * 0.4, frame.name)))
    bar = Box(left, round(row.middle - high / 2), max(1, right - frame.gap * 2 - left), high)
    _filled(painter, bar, own, mean, frame, theme)
    bold = Type(frame.name, QFont.Weight.Bold)
    text.draw(painter, Box(right, row.y, number, row.h), f"{own:.0%}", bold, theme.color("ink"), _RIGHT, frame.small)
    last = Box(row.right - soft, row.y, soft, row.h)
    text.draw(painter, last, f"all {mean:.0%}", small, theme.color("ink_soft"), _RIGHT, frame.small)


def _filled(painter: QPainter, bar: Box, own: float, mean: float, frame: Frame, theme: Theme) -> None:
    """A bar with its share filled, and a mark across it at the mean."""
    painter.fillRect(*bar, theme.color("line"))
    painter.fillRect(bar.x, bar.y, round(bar.w * min(1.0, max(0.0, own))), bar.h, theme.color("accent"))
    tick, over = max(3, round(frame.height / 216)), max(3, bar.h // 3)
    at = bar.x + round(bar.w * min(1.0, max(0.0, mean)))
    painter.fillRect(at - tick - 1, bar.y - over, tick * 2 + 2, bar.h + 2 * over, theme.color("ground"))
    painter.fillRect(at - tick // 2, bar.y - over, tick, bar.h + 2 * over, theme.color("ink"))
