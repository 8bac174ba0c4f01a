"""One prize: first who gives what, then who won it."""

from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ceremony.scenes import PrizeCard, Winner
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.sponsors_scene import logo_image, paint_sponsor, paint_wall
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

MOST_IN_COLUMN: Final = 5
ONE_BY_ONE: Final = 3
ROWS_DEEP: Final = 11
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


def paint_prize(painter: QPainter, board: Board, frame: Frame, theme: Theme, pictures: Pictures | None) -> None:
    """The card, or a strip of it above the winners."""
    prize = board.prize
    if prize is None:
        return
    body = frame.body
    if board.message:
        note = Box(body.x, body.bottom - round(frame.name * 2.4), body.w, round(frame.name * 2.4))
        style = Type(round(frame.name * 1.5), QFont.Weight.DemiBold, display=True)
        text.draw(painter, note, board.message, style, theme.color("ink"), _CENTRE, frame.name)
        body = body._replace(h=body.h - note.h)
    if prize.winners:
        strip = body._replace(h=round(frame.height * 0.125))
        _strip(painter, board, prize, strip, frame, theme, pictures)
        top = strip.bottom + frame.gap * 2
        _winners(painter, prize, Box(body.x, top, body.w, body.bottom - frame.gap - top), frame, theme, pictures)
    else:
        _card(painter, board, prize, body, frame, theme, pictures)


def _card(
    painter: QPainter,
    board: Board,
    prize: PrizeCard,
    body: Box,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
) -> None:
    """The giver above, the prize in the middle, what there is to win below."""
    painter.fillRect(*body, theme.color("surface"))
    painter.fillRect(body.x, body.y, body.w, max(4, round(frame.height / 120)), theme.color("accent"))
    pad = frame.gap * 4
    inner = Box(body.x + pad, body.y + pad, body.w - 2 * pad, body.h - 2 * pad)
    y = inner.y
    if prize.sponsor or prize.logo:
        giver = inner._replace(h=round(inner.h * (0.46 if givers_of(board, prize) else 0.33)))
        logo = Box(giver.x + giver.w // 5, giver.y, giver.w * 3 // 5, giver.h)
        caption = Type(round(frame.small * 1.2), QFont.Weight.DemiBold)
        over = giver._replace(h=round(frame.small * 1.6))
        text.draw(painter, over, "Given by", caption, theme.color("accent_ink"), _CENTRE, frame.small)
        logo = logo._replace(y=over.bottom + frame.gap, h=giver.h - over.h - frame.gap)
        _givers(painter, board, prize, giver._replace(y=logo.y, h=logo.h), logo, frame, theme, pictures)
        if prize.sponsor and logo_image(pictures, prize.logo, logo) is not None:
            below = giver._replace(y=giver.bottom, h=round(frame.name * 1.4))
            text.draw(painter, below, prize.sponsor, Type(frame.name), theme.color("ink_soft"), _CENTRE, frame.small)
            y = below.bottom
        else:
            y = giver.bottom
    foot = round(frame.name * 1.8)
    award = round(inner.h * 0.22) if prize.award else 0
    middle = Box(inner.x, y, inner.w, max(1, inner.bottom - foot - award - y))
    style = Type(round(frame.height * 0.13), QFont.Weight.Bold, display=True)
    lines, size = text.block_of(prize.name, style, middle.w, middle.h, frame.name)
    text.draw_block(painter, middle, lines, Type(size, style.weight, display=True), theme.color("ink"), _CENTRE)
    box = Box(inner.x, middle.bottom, inner.w, award)
    style = Type(round(frame.height * 0.06), QFont.Weight.DemiBold, display=True)
    lines, size = text.block_of(prize.award, style, box.w, box.h, frame.name)
    text.draw_block(painter, box, lines, Type(size, style.weight, display=True), theme.color("accent_ink"), _CENTRE)
    told = [f"{prize.count} winners"] if prize.count > 1 else []
    told += ["shared"] if prize.shared else []
    last = Box(inner.x, inner.bottom - foot, inner.w, foot)
    text.draw(painter, last, "   ·   ".join(told), Type(frame.name), theme.color("ink_soft"), _CENTRE, frame.small)


def _strip(
    painter: QPainter,
    board: Board,
    prize: PrizeCard,
    box: Box,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
) -> None:
    many = len(givers_of(board, prize)) > 1
    logo = box.w * (5 if many else 3) // 12 if prize.sponsor or prize.logo else 0
    words = box._replace(w=box.w - logo - frame.gap * 2)
    upper = words._replace(h=round(box.h * 0.6))
    style = Type(round(frame.height * 0.066), QFont.Weight.Bold, display=True)
    text.draw(painter, upper, prize.name, style, theme.color("ink"), smallest=frame.name)
    lower = words._replace(y=upper.bottom, h=box.h - upper.h)
    told = [prize.award, "shared" if prize.shared else ""]
    left = prize.count - len(prize.winners)
    told += [f"{len(prize.winners)} of {prize.count} told"] if left > 0 else []
    line = "   ·   ".join(filter(None, told))
    text.draw(painter, lower, line, Type(frame.name, QFont.Weight.DemiBold), theme.color("accent_ink"))
    if logo:
        cell = Box(box.right - logo, box.y, logo, box.h)
        _givers(painter, board, prize, cell, cell, frame, theme, pictures, Qt.AlignmentFlag.AlignRight)


def givers_of(board: Board, prize: PrizeCard) -> tuple[str, ...]:
    """The sponsors of the event who give this prize together; empty when one gives it, or somebody else."""
    if prize.logo or prize.sponsor in board.sponsors:
        return ()
    return tuple(sponsor for sponsor in board.sponsors if sponsor in prize.sponsor)


def _givers(
    painter: QPainter,
    board: Board,
    prize: PrizeCard,
    wide: Box,
    one: Box,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
    align: Qt.AlignmentFlag = _CENTRE,
) -> None:
    """One logo or name in ``one``; several who give it together as a wall in ``wide``."""
    names = givers_of(board, prize)
    if len(names) > 1 and sum(map(len, names)) > 0.7 * len(prize.sponsor):
        paint_wall(painter, names, dict(board.logos), wide, frame, theme, pictures)
    else:
        paint_sponsor(painter, one, prize.sponsor, prize.logo, frame, theme, pictures, align=align)


def winner_boxes(area: Box, count: int, frame: Frame) -> tuple[Box, ...]:
    """Where the winners stand: up to five in one column, ten in two, more in three."""
    columns = 1 if count <= MOST_IN_COLUMN else 2 if count <= 2 * ROWS_DEEP else 3
    deep = max(1, ceil(count / columns))
    gap = max(2, round(frame.gap * (1.5 if deep <= MOST_IN_COLUMN else 0.6)))
    wide = (area.w - gap * 2 * (columns - 1)) // columns
    high = min((area.h - gap * (deep - 1)) / deep, frame.height * (0.56 if count == 1 else 0.27 if count <= 3 else 0.2))
    top = area.y + (area.h - high * deep - gap * (deep - 1)) * 0.35
    return tuple(
        Box(area.x + (at // deep) * (wide + 2 * gap), round(top + (at % deep) * (high + gap)), wide, round(high))
        for at in range(count)
    )


def _winners(
    painter: QPainter, prize: PrizeCard, area: Box, frame: Frame, theme: Theme, pictures: Pictures | None
) -> None:
    count = max(prize.count, len(prize.winners))
    boxes = winner_boxes(area, count, frame)
    # Told are the last ones first: the best place stays open longest.
    empty = count - len(prize.winners)
    for box in boxes[:empty]:
        pen = QPen(theme.color("line_strong"), max(2.0, frame.height / 540))
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(box.x + 1, box.y + 1, box.w - 2, box.h - 2))
    # Whom the audience looks at: up to three are told one by one, the best one last.
    one_by_one = empty > 0 or (1 < count <= ONE_BY_ONE and not prize.shared)
    for at, (box, winner) in enumerate(zip(boxes[empty:], prize.winners, strict=True)):
        _winner(painter, winner, box, frame, theme, pictures, newest=at == 0 and one_by_one)


def _winner(
    painter: QPainter, winner: Winner, box: Box, frame: Frame, theme: Theme, pictures: Pictures | None, *, newest: bool
) -> None:
    alone = box.h > frame.height * 0.3
    painter.fillRect(*box, theme.color("accent_soft" if newest or alone else "raised"))
    bar = max(4, round(frame.height / (72 if newest or alone else 135)))
    painter.fillRect(box.x, box.y, bar, box.h, theme.color("accent"))
    pad = frame.gap * (4 if alone else 2)
    x, right = box.x + round(frame.height / 72) + pad, box.right - pad
    if winner.rank is not None:
        wide = round(min(box.h * 0.95, frame.height * 0.2))
        style = Type(round(min(box.h * 0.74, frame.height * 0.19)), QFont.Weight.Bold, display=True)
        text.draw(painter, Box(x, box.y, wide, box.h), str(winner.rank), style, theme.color("ink"), _CENTRE)
        x += wide + pad // 2
    photo = pictures.image(winner.photo, round(box.h * 1.5), box.h) if pictures and winner.photo else None
    if photo is not None and box.h > frame.name * 2.2:
        painter.drawImage(right + pad - photo.width(), box.y + (box.h - photo.height()) // 2, photo)
        right -= photo.width()
    if winner.score:
        style = Type(max(frame.name, round(min(box.h * 0.42, frame.height * 0.1))), QFont.Weight.Bold, display=True)
        used = text.draw(
            painter,
            Box(x, box.y, right - x, box.h),
            winner.score,
            style,
            theme.color("ink"),
            Qt.AlignmentFlag.AlignRight,
        )
        right -= round(used) + frame.gap * 2
    _words(
        painter, winner, Box(x, box.y + frame.gap // 2, max(1, right - x), box.h - frame.gap), frame, theme, alone=alone
    )


def _words(painter: QPainter, winner: Winner, box: Box, frame: Frame, theme: Theme, *, alone: bool) -> None:
    """The name, then as much of the rest as there is height for: team, members, why."""
    small = Type(max(frame.small, round(min(box.h * 0.19, frame.height * (0.044 if alone else 0.036)))))
    line = round(small.size * 1.4)
    members = winner.members if winner.members != winner.team else ""
    who = [winner.team, members] if alone else [_both(winner.team, members)]
    rest = [words for words in (winner.line, *who) if words]
    fits = max(0, int((box.h - frame.name * 1.2) / line))
    if not alone and len(rest) > fits:
        joined = _both(winner.team, winner.line or members)
        rest = [joined] if fits else []
        if not fits:
            _one_line(painter, winner, box, joined, small, frame, theme)
            return
    rest = rest[:fits]
    name = box._replace(h=box.h - line * len(rest))
    style = Type(round(min(box.h * 0.48, frame.height * (0.15 if alone else 0.11))), QFont.Weight.Bold, display=True)
    style = Type(max(frame.name, style.size), style.weight, style.display)
    lines, size = text.block_of(winner.name, style, name.w, name.h, frame.name)
    block = round(size * 1.16) * len(lines)
    top = box.y + max(0, (box.h - block - line * len(rest)) // 2)
    text.draw_block(
        painter, name._replace(y=top, h=block), lines, Type(size, style.weight, style.display), theme.color("ink")
    )
    y = top + block
    for words in rest:
        color = theme.color("accent_ink" if words == winner.line else "ink_soft")
        text.draw(painter, Box(box.x, y, box.w, line), words, small, color, smallest=frame.small)
        y += line


def _both(one: str, other: str) -> str:
    """Two texts of strangers in one line, each in its own direction."""
    words = (one, other)
    return text.isolated(" · ".join(filter(None, words)), words)


def _one_line(painter: QPainter, winner: Winner, box: Box, rest: str, small: Type, frame: Frame, theme: Theme) -> None:
    style = Type(frame.name, QFont.Weight.Bold)
    used = text.draw(painter, box, winner.name, style, theme.color("ink"))
    left = box.x + round(used) + frame.gap * 2
    if rest and box.right - left > frame.small * 6:
        beside = Box(left, box.y, box.right - left, box.h)
        text.draw(painter, beside, rest, small, theme.color("ink_soft"), smallest=frame.small)
