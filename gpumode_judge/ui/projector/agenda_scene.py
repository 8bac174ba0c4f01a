"""The day: what is on now and next in large type, everything else as a list."""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from gpumode_judge.ceremony.board import NOTHING_YET, Board, Scene
from gpumode_judge.ceremony.scenes import AgendaLine, Moment
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

MOST_CARDS: Final = 3
# In widths of the smallest name: below this a column of times leaves too little for titles.
NARROW: Final = 15
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


def paint_agenda(painter: QPainter, board: Board, frame: Frame, theme: Theme) -> None:
    """Cards for now and next at the left, the list at the right; without either the list takes it all."""
    items = board.page_agenda
    if not items:
        style = Type(round(frame.height * 0.06), QFont.Weight.DemiBold, display=True)
        words = NOTHING_YET.get(Scene.AGENDA, "")
        text.draw(painter, frame.body, words, style, theme.color("ink_soft"), _CENTRE)
        return
    now = [item for item in items if item.moment is Moment.NOW]
    after = [item for item in items if item.moment is Moment.NEXT]
    big = [*now, *after][:MOST_CARDS]
    rest = [item for item in items if all(item is not card for card in big)]
    body = frame.body
    if not big:
        _list(painter, rest, body, frame, theme)
        return
    wide = body.w if not rest else round(body.w * 0.54)
    gap = frame.gap * 2
    weights = [1.35 if item.moment is Moment.NOW else 1.0 for item in big]
    unit = (body.h - gap * (len(big) - 1)) / sum(weights)
    unit = min(unit, frame.height * 0.36)
    y = float(body.y)
    for item, weight in zip(big, weights, strict=True):
        _card(painter, item, Box(body.x, round(y), wide, round(unit * weight)), frame, theme)
        y += unit * weight + gap
    if rest:
        left = body.x + wide + gap * 2
        _list(painter, rest, Box(left, body.y, body.right - left, body.h), frame, theme)


def _card(painter: QPainter, item: AgendaLine, box: Box, frame: Frame, theme: Theme) -> None:
    now = item.moment is Moment.NOW
    bar = max(4, round(frame.height / (72 if now else 160)))
    painter.fillRect(*box, theme.color("accent_soft" if now else "surface"))
    painter.fillRect(box.x, box.y, bar, box.h, theme.color("accent" if now else "line_strong"))
    pad = frame.gap * 3
    inner = Box(box.x + bar + pad, box.y + frame.gap, box.w - bar - 2 * pad, box.h - 2 * frame.gap)
    head = inner._replace(h=round(frame.name * 1.7))
    word = Type(round(frame.name * 1.05), QFont.Weight.Bold)
    used = text.draw(painter, head, "Now" if now else "Next", word, theme.color("accent_ink"), smallest=frame.small)
    time = Box(head.x + round(used) + frame.gap * 2, head.y, max(1, head.w - round(used) - frame.gap * 2), head.h)
    text.draw(painter, time, item.time, Type(round(frame.name * 1.05), QFont.Weight.DemiBold), theme.color("ink"))
    foot = round(frame.name * 1.5) if item.where else 0
    middle = Box(inner.x, head.bottom, inner.w, max(1, inner.bottom - foot - head.bottom))
    style = Type(round(frame.height * (0.082 if now else 0.062)), QFont.Weight.Bold, display=True)
    lines, size = text.block_of(item.title, style, middle.w, middle.h, frame.name)
    text.draw_block(painter, middle, lines, Type(size, style.weight, style.display), theme.color("ink"))
    under = Box(inner.x, inner.bottom - foot, inner.w, foot)
    text.draw(painter, under, item.where, Type(round(frame.small * 1.3)), theme.color("ink_soft"), smallest=frame.small)


def _list(painter: QPainter, items: list[AgendaLine], box: Box, frame: Frame, theme: Theme) -> None:
    high = min(box.h / max(1, len(items)), frame.name * 2.2)
    line = max(1, round(frame.height / 540))
    if box.w < frame.name * NARROW and high >= frame.small * 1.35 + frame.name * 1.25:
        _narrow(painter, items, box, high, frame, theme)
        return
    time_style = Type(round(frame.name * 0.92), QFont.Weight.DemiBold)
    wide = round(max(text.fitted(item.time, time_style, box.w // 2, frame.small).width for item in items)) + 1
    mark = round(frame.small * 0.5)
    for at, item in enumerate(items):
        row = Box(box.x, round(box.y + at * high), box.w, round(high))
        if at:
            painter.fillRect(row.x, row.y, row.w, line, theme.color("line"))
        past = item.moment is Moment.PAST
        left = row.x + mark * 2 + frame.gap
        _mark(painter, QRectF(row.x, row.middle - mark / 2, mark, mark), past=past, theme=theme)
        ink = theme.color("ink_faint" if past else "ink")
        text.draw(painter, Box(left, row.y, wide, row.h), item.time, time_style, ink, smallest=frame.small)
        left += wide + frame.gap * 3
        room = Box(left, row.y, row.right - left, row.h)
        weight = QFont.Weight.Normal if past else QFont.Weight.DemiBold
        title = Type(frame.name, weight)
        if item.where and text.fitted(item.title, title, room.w).text.endswith("…") is False and row.h > frame.name * 2:
            upper = room._replace(h=round(row.h * 0.58))
            lower = room._replace(y=upper.bottom - round(row.h * 0.06), h=row.h - upper.h)
            text.draw(painter, upper, item.title, title, ink)
            text.draw(painter, lower, item.where, Type(frame.small), theme.color("ink_soft"), smallest=frame.small)
            continue
        if text.fitted(item.title, title, room.w).size < title.size:
            least = max(frame.small, round(frame.name * text.SHRINK))
            lines, size = text.block_of(item.title, title, room.w, round(row.h * 0.96), least, leading=1.12)
            text.draw_block(painter, room, lines, Type(size, weight), ink, leading=1.12)
            continue
        used = text.draw(painter, room, item.title, title, ink)
        beside = room._replace(x=room.x + round(used) + frame.gap * 2, w=room.w - round(used) - frame.gap * 2)
        if item.where and beside.w > frame.small * 4:
            text.draw(painter, beside, item.where, Type(frame.small), theme.color("ink_soft"), smallest=frame.small)


def _narrow(painter: QPainter, items: list[AgendaLine], box: Box, high: float, frame: Frame, theme: Theme) -> None:
    """The list where there is no width for a column of times: the time stands above what it is about."""
    mark, line = round(frame.small * 0.5), max(1, round(frame.height / 540))
    for at, item in enumerate(items):
        row = Box(box.x, round(box.y + at * high), box.w, round(high))
        if at:
            painter.fillRect(row.x, row.y, row.w, line, theme.color("line"))
        past = item.moment is Moment.PAST
        top = row.y + (row.h - round(frame.small * 1.35) - round(frame.name * 1.25)) // 2
        left = row.x + mark * 2 + frame.gap
        upper = Box(left, top, row.right - left, round(frame.small * 1.35))
        _mark(painter, QRectF(row.x, upper.middle - mark / 2, mark, mark), past=past, theme=theme)
        words = "   ·   ".join(filter(None, (item.time, item.where)))
        text.draw(painter, upper, words, Type(frame.small), theme.color("ink_soft"), smallest=frame.small)
        weight = QFont.Weight.Normal if past else QFont.Weight.DemiBold
        lower = upper._replace(y=upper.bottom, h=round(frame.name * 1.25))
        text.draw(painter, lower, item.title, Type(frame.name, weight), theme.color("ink_faint" if past else "ink"))


def _mark(painter: QPainter, box: QRectF, *, past: bool, theme: Theme) -> None:
    """Full squares are to come, a flat line is over."""
    if past:
        painter.fillRect(QRectF(box.x(), box.center().y() - 1, box.width(), 2), theme.color("line_strong"))
    else:
        painter.fillRect(box, theme.color("accent"))
