"""The podium: three steps, filled from the third to the first; then what the winner's score is made of."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QImage, QLinearGradient, QPainter, QPen, QPolygonF

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ceremony.scenes import Winner
from gpumode_judge.ui.projector import text
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.profile_scene import paint_profile
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

METALS: Final = ("gold", "silver", "bronze")
HEIGHTS: Final = (0.42, 0.31, 0.22)
BEAM: Final = 0.1
PHOTOS: Final = (0.32, 0.23, 0.23)
# From left to right: second, first, third.
ORDER: Final = (1, 0, 2)
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


def paint_podium(painter: QPainter, board: Board, frame: Frame, theme: Theme, pictures: Pictures | None) -> None:
    """The steps, or the winner's profile once it is told."""
    if board.profile is not None:
        paint_profile(painter, board.podium, board.profile, frame, theme, pictures)
        return
    steps = steps_of(board, frame)
    for place, step in enumerate(steps):
        if step is not None:
            _light(painter, place, step, frame, theme, told=any(one.rank == place + 1 for one in board.podium))
    for place, step in enumerate(steps):
        if step is None:
            continue
        told = [winner for winner in board.podium if winner.rank == place + 1]
        _step(painter, place, step, frame, theme, told=bool(told))
        top = frame.body.y + frame.gap
        above = Box(step.x, top, step.w, step.y - frame.gap - top)
        _standing(painter, told, place, above, frame, theme, pictures)


def steps_of(board: Board, frame: Frame) -> tuple[Box | None, Box | None, Box | None]:
    """The steps of first, second and third; None for a place that equals above it have taken away."""
    body = frame.body
    gap = frame.gap
    counts = [sum(winner.rank == place for winner in board.podium) for place in (1, 2, 3)]
    gone = {2} if counts[0] == 2 else {2, 3} if counts[0] > 2 else {3} if counts[1] > 1 else set[int]()
    gone -= {place for place in (1, 2, 3) if counts[place - 1]}
    shown = [place for place in ORDER if place + 1 not in gone]
    weights = [1.18 if place == 0 else 1.0 for place in shown]
    unit = (body.w - gap * (len(shown) - 1)) / sum(weights)
    # One step alone, or two, do not become walls.
    unit = min(unit, body.w * 0.46)
    x = body.x + (body.w - unit * sum(weights) - gap * (len(shown) - 1)) / 2
    boxes: dict[int, Box] = {}
    # Photos need the room that high steps would take.
    photos = any(winner.photo for winner in board.podium)
    for place, weight in zip(shown, weights, strict=True):
        high = round(body.h * HEIGHTS[place] * (0.72 if photos else 1))
        boxes[place] = Box(round(x), body.bottom - high, round(unit * weight), high)
        x += unit * weight + gap
    return boxes.get(0), boxes.get(1), boxes.get(2)


def _light(painter: QPainter, place: int, step: Box, frame: Frame, theme: Theme, *, told: bool) -> None:
    """A beam from above onto a step: faint over one that waits, in its metal over one that is filled."""
    top = frame.header.bottom
    fade = QLinearGradient(0, top, 0, step.y)
    color = theme.color(METALS[place] if told else "line_strong")
    for at, share in ((0.0, 0.0), (0.3, 0.4), (1.0, 1.0)):
        color.setAlphaF((BEAM if told else BEAM / 2) * share)
        fade.setColorAt(at, color)
    middle, narrow = step.x + step.w / 2, step.w * 0.16
    corners = ((middle - narrow, top), (middle + narrow, top), (step.right - 2, step.y), (step.x + 2, step.y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fade)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def _step(painter: QPainter, place: int, box: Box, frame: Frame, theme: Theme, *, told: bool) -> None:
    metal = theme.color(METALS[place])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    lip = max(4, round(frame.height / 60))
    style = Type(round(min(box.h * 0.86, frame.height * 0.3)), QFont.Weight.Bold, display=True)
    number = box._replace(y=box.y + lip, h=box.h - lip)
    if not told:
        pen = QPen(theme.color("line_strong"), max(2.0, frame.height / 360))
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(box.x + 2, box.y + 2, box.w - 4, box.h - 4))
        text.draw(painter, number, str(place + 1), style, theme.color("ink_faint"), _CENTRE)
        return
    painter.fillRect(box.x, box.y + lip, box.w, box.h - lip, metal)
    # The top of the step is seen from slightly above.
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(metal.lighter(116))
    slant = lip * 1.2
    top = [(box.x + slant, box.y), (box.right - slant, box.y), (box.right, box.y + lip), (box.x, box.y + lip)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in top]))
    text.draw(painter, number, str(place + 1), style, theme.color("on_metal"), _CENTRE)


def _standing(
    painter: QPainter,
    winners: list[Winner],
    place: int,
    area: Box,
    frame: Frame,
    theme: Theme,
    pictures: Pictures | None,
) -> None:
    """Those on one step, above each other, standing on it."""
    if not winners:
        return
    if len(winners) > 1 and area.h / len(winners) < frame.height * 0.19:
        _crowd(painter, winners, area, frame, theme)
        return
    shown = winners[: max(1, int(area.h / (frame.name * 1.7)))]
    each = area.h // len(shown)
    most = round(frame.height * (0.3, 0.26, 0.24)[place] * (1.5 if len(shown) == 1 else 1))
    each = min(each, most)
    y = area.bottom - each * len(shown)
    for winner in shown:
        box = Box(area.x, y, area.w, each)
        rest = y - area.y if winner is shown[0] else 0
        high = min(rest + each - round(each * 0.62), round(frame.height * PHOTOS[place]))
        photo = _photo(pictures, winner, area.w, high) if len(shown) == 1 else None
        _person(painter, winner, box, area, photo, place, frame, theme)
        y += each


def _crowd(painter: QPainter, winners: list[Winner], area: Box, frame: Frame, theme: Theme) -> None:
    """Many equals on one step: a line each, and their score once."""
    score = winners[0].score if len({winner.score for winner in winners}) == 1 else ""
    figures = round(frame.height * 0.075) if score else 0
    room = area.h - figures
    each = min(room // len(winners), round(frame.height * 0.075))
    lines = max(1, room // max(each, round(frame.name * 1.15)))
    shown = winners if len(winners) <= lines else winners[: lines - 1]
    each = max(each, round(frame.name * 1.15))
    names = [winner.name if score else f"{winner.name}  {winner.score}" for winner in shown]
    names += [f"and {len(winners) - len(shown)} more"] if len(shown) < len(winners) else []
    y = area.bottom - figures - each * len(names)
    style = Type(max(frame.name, round(each * 0.66)), QFont.Weight.Bold, display=True)
    for name in names:
        named = text.relaxed(name, style, area.w, frame.name)
        text.draw(painter, Box(area.x, y, area.w, each), name, named, theme.color("ink"), _CENTRE, frame.small)
        y += each
    style = Type(round(figures * 0.8), QFont.Weight.Bold, display=True)
    text.draw(painter, Box(area.x, y, area.w, figures), score, style, theme.color("accent_ink"), _CENTRE)


def _photo(pictures: Pictures | None, winner: Winner, w: int, h: int) -> QImage | None:
    return pictures.image(winner.photo, w, h) if pictures and winner.photo and h > 40 else None


def _person(
    painter: QPainter, winner: Winner, box: Box, area: Box, photo: QImage | None, place: int, frame: Frame, theme: Theme
) -> None:
    score = Type(round(frame.height * (0.085, 0.064, 0.055)[place]), QFont.Weight.Bold, display=True)
    small = Type(round(max(frame.small, frame.height * (0.032, 0.027, 0.026)[place])))
    tight = box.h < score.size * 1.2 + small.size * 1.5 + frame.name * 1.3
    if tight:
        score = Type(max(frame.small, min(score.size, round(box.h * 0.3))), score.weight)
    figures = round(score.size * 1.2) if winner.score else 0
    team = winner.team or winner.members
    told, named = _team(team, small, box, figures, frame) if team and not tight else ([], small)
    below = round(named.size * (0.34 + 1.16 * len(told))) if told else 0
    room = box._replace(h=max(frame.name, box.h - figures - below))
    style = Type(round(frame.height * (0.078, 0.062, 0.055)[place]), QFont.Weight.Bold, display=True)
    lines, size = text.block_of(winner.name, style, room.w, room.h, frame.name)
    block = round(size * 1.16) * len(lines)
    top = box.bottom - figures - below - block
    if photo is not None and top - area.y > photo.height() // 2:
        high = min(photo.height(), top - frame.gap - area.y)
        shown = photo.scaledToHeight(high, Qt.TransformationMode.SmoothTransformation) if high > 8 else photo
        painter.drawImage(box.x + (box.w - shown.width()) // 2, top - frame.gap - shown.height(), shown)
    large = Type(size, style.weight, style.display)
    text.draw_block(painter, box._replace(y=top, h=block), lines, large, theme.color("ink"), _CENTRE)
    text.draw_block(painter, box._replace(y=top + block, h=below), told, named, theme.color("ink_soft"), _CENTRE)
    last = box._replace(y=box.bottom - figures, h=figures)
    text.draw(painter, last, winner.score, score, theme.color("accent_ink"), _CENTRE)


def _team(team: str, style: Type, box: Box, figures: int, frame: Frame) -> tuple[list[str], Type]:
    """The lines of a team's name or its members: one, or two where half of the names would be missing and there is room."""
    one = text.fitted(team, style, box.w, frame.small)
    if one.text == text.calm(team):
        return [one.text], Type(one.size)
    high = round(frame.small * 1.16 * 2) + 2
    if box.h - figures - high - frame.small < frame.name * 1.2:
        return [one.text], Type(one.size)
    lines, size = text.block_of(team, Type(frame.small), box.w, high, frame.small)
    return lines, Type(size)
