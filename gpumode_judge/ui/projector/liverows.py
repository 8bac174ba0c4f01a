"""The rows of the live board in motion: who is where, what is to be painted again, and the painting from ready pixmaps."""

from dataclasses import dataclass, field

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

from gpumode_judge.ceremony.board import Board, BoardRow
from gpumode_judge.ui.projector.digits import Digits, shown
from gpumode_judge.ui.projector.layout import Box, Frame, Rows, frame_of, rows_of
from gpumode_judge.ui.projector.motion import Count, Glide
from gpumode_judge.ui.projector.rowpaint import bar_box, ground_of, paint_row, sizes_of
from gpumode_judge.ui.shared.theme import Theme


@dataclass(slots=True)
class Actor:
    """A team on the board: what it shows, where it is, and its pixmap while it can be seen."""

    row: BoardRow
    glide: Glide
    count: Count
    height: int = 0
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))
    dress: "Dress | None" = None

    @property
    def still(self) -> bool:
        """Whether nothing about it moves."""
        return self.glide.still and self.count.still


@dataclass(slots=True)
class Dress:
    """Everything about a row that is ready to be painted, so that a frame only blits."""

    pixmap: QPixmap
    ground: QColor
    bar: Box
    digits: Digits


class LiveRows:
    """Rows keyed by team. A pixmap is made when a row changes and never while it only moves."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._ground, self._line, self._accent = (theme.color(token) for token in ("ground", "line", "accent"))
        self._actors: dict[str, Actor] = {}
        self._moving: list[Actor] = []
        self._near: list[Actor] = []
        self._digits: dict[tuple[int, str, str], Digits] = {}
        self._frame: Frame = frame_of(1280, 720)
        self._first: int = 0
        self._layout: Rows = rows_of(self._frame, 0, a_page=1, first_page=False)
        self._area = QRect()

    @property
    def still(self) -> bool:
        """Whether the scene stands."""
        return not self._moving

    def clear(self) -> None:
        """Forget all rows and pixmaps."""
        self._actors.clear()
        self._moving, self._near = [], []
        self._digits.clear()

    def places(self) -> dict[str, float]:
        """Where each team is now, in rows from the top of the whole list."""
        return {key: actor.glide.at for key, actor in self._actors.items()}

    def show(self, board: Board, frame: Frame, *, animate: bool) -> list[Box]:
        """Take over the rows of ``board``; returns what must be painted again at once. ``animate`` lets rows travel."""
        first = board.page * board.rows_a_page
        layout = rows_of(frame, len(board.rows), a_page=board.rows_a_page, first_page=board.page == 0)
        travels = animate and layout == self._layout and first == self._first
        if frame != self._frame:
            self._digits.clear()
        self._frame, self._first, self._layout = frame, first, layout
        self._area = QRect(*layout.area)
        before, self._actors = self._actors, {}
        for place, row in enumerate(board.rows):
            known = before.pop(row.key, None)
            actor = known or Actor(row, Glide(place, place), Count(_value(row), _value(row)))
            actor.glide.to = float(place)
            changed = actor.row != row
            actor.row = row
            actor.count.aim(_value(row))
            if changed or actor.height != self._slot_height(place):
                actor.height, actor.dress = self._slot_height(place), None
            if not travels or known is None:
                actor.glide.jump(place)
                actor.count.jump(_value(row))
            elif changed or not actor.still:
                self._bring_near(actor)
            self._actors[row.key] = actor
            actor.box = self._box(actor)
            if not self._visible(actor):
                actor.glide.jump(place)
                actor.count.jump(_value(row))
                actor.dress = None
            elif travels:
                # All at once and before the first frame: a pixmap made in flight would make the rows stumble.
                self._dress(actor)
        self._moving = [actor for actor in self._actors.values() if not actor.still]
        self._near = []
        self._sort_out()
        return [layout.area]

    def step(self, seconds: float) -> list[Box]:
        """Let time pass; returns the boxes that changed."""
        dirty: list[Box] = []
        for actor in self._moving:
            moved = not actor.glide.still
            old = actor.box
            actor.glide.step(seconds)
            actor.count.step(seconds)
            if not self._visible(actor):
                actor.glide.jump(actor.glide.to)
                actor.count.jump(actor.count.to)
                actor.dress = None
            new = actor.box = self._box(actor)
            dirty += [old, new] if moved else [self._counting(new)]
        self._sort_out()
        return dirty

    def covers(self, rect: QRect) -> bool:
        """Whether nothing but rows and the ground between them is inside ``rect``."""
        return self._area.contains(rect)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Paint what is inside ``rect``: those who stand lowest, then those who fall, those who climb on top.

        Rows are opaque and of one width, so a line of pixels needs only the topmost row. ``bare`` has a bit for every line that
        nothing covers yet.
        """
        area = self._area.intersected(rect)
        if area.isEmpty():
            return
        bare = ((1 << area.height()) - 1) << area.y()
        plan: list[tuple[Actor, Box, int, int]] = []
        first, last = area.top(), area.bottom()
        for actor in sorted(self._near, key=_layer, reverse=True):
            box = actor.box
            if box.y > last or box.y + box.h <= first:
                continue
            lines = (1 << box.h) - 1
            lines = lines << box.y if box.y >= 0 else lines >> -box.y
            seen = lines & bare
            if seen:
                bare &= ~lines
                plan.append((actor, box, (seen & -seen).bit_length() - 1, seen.bit_length()))
        painter.setClipRect(area)
        while bare:
            top = (bare & -bare).bit_length() - 1
            run = bare >> top
            high = (~run & (run + 1)).bit_length() - 1
            painter.fillRect(area.x(), top, area.width(), high, self._ground)
            bare &= ~(((1 << high) - 1) << top)
        for actor, box, top, bottom in reversed(plan):
            self._paint_actor(painter, actor, box, top, bottom)
        painter.setClipping(False)

    def _paint_actor(self, painter: QPainter, actor: Actor, box: Box, top: int, bottom: int) -> None:
        """Paint the lines from ``top`` to ``bottom`` of a row."""
        dress = actor.dress or self._dress(actor)
        painter.drawPixmap(box.x, top, dress.pixmap, 0, top - box.y, box.w, bottom - top)
        if not actor.count.still:
            value = actor.count.now
            grown = round(dress.bar.w * min(1.0, max(0.0, value / 100)))
            painter.fillRect(
                box.x + dress.bar.x + grown, box.y + dress.bar.y, dress.bar.w - grown, dress.bar.h, self._line
            )
            left, wide = self._layout.columns.score
            painter.fillRect(box.x + left, box.y, wide, box.h, dress.ground)
            dress.digits.draw(painter, box.x + left + wide, box.y + box.h // 2, shown(value))
        if actor.glide.to < actor.glide.at:
            painter.fillRect(box.x, box.y, max(3, self._frame.gap // 2), box.h, self._accent)

    def _dress(self, actor: Actor) -> Dress:
        """Make what is missing of an actor's pixmaps."""
        if actor.dress is None:
            columns, row, high = self._layout.columns, actor.row, actor.height
            pixmap = paint_row(row, self._layout.area.w, high, self._frame, columns, self._theme)
            color, ground = "ink" if row.score else "ink_faint", ground_of(row, self._theme)
            key = (high, color, ground.name())
            if key not in self._digits:
                style = sizes_of(self._frame, high).score
                self._digits[key] = Digits(style, self._theme.color(color), ground)
            digits, (left, wide) = self._digits[key], columns.score
            score = QPainter(pixmap)
            digits.draw(score, left + wide, high // 2, row.score or "–")
            score.end()
            actor.dress = Dress(pixmap, ground, bar_box(columns, high), digits)
        return actor.dress

    def _sort_out(self) -> None:
        """Keep apart who still moves and who can be seen: most of three hundred teams do neither."""
        was = len(self._moving)
        self._moving = [actor for actor in self._moving if not actor.still]
        if not self._near or len(self._moving) != was:
            self._near = [actor for actor in self._actors.values() if self._visible(actor)]

    def _slot_height(self, place: int) -> int:
        slots = self._layout.slots
        return slots[min(max(place - self._first, 0), len(slots) - 1)].h

    def _bring_near(self, actor: Actor) -> None:
        """A row from another page comes in over the nearest edge instead of travelling through pages nobody sees."""
        last = self._first + len(self._layout.slots)
        actor.glide.at = min(max(actor.glide.at, self._first - 1.0), float(last))

    def _visible(self, actor: Actor) -> bool:
        last = self._first + len(self._layout.slots)
        inside = self._first - 1 < actor.glide.at < last
        return inside or self._first <= actor.glide.to < last

    def _box(self, actor: Actor) -> Box:
        layout, area = self._layout, self._layout.area
        middle = layout.middle(actor.glide.at - self._first)
        return Box(area.x, round(middle - actor.height / 2), area.w, actor.height)

    def _counting(self, box: Box) -> Box:
        """The part of a row that changes while its score counts: from the bar to the right edge."""
        left = self._layout.columns.bar[0]
        return box._replace(x=box.x + left, w=box.w - left)


def _value(row: BoardRow) -> float:
    return float(row.score) if row.score else 0.0


def _layer(actor: Actor) -> tuple[int, float]:
    way = actor.glide.to - actor.glide.at
    return (0 if way == 0 else 1 if way > 0 else 2, -actor.glide.at)
