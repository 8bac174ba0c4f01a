"""The rows of a reveal in motion: they travel, count, open their ballots, and names appear where a slot was empty."""

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from gpumode_judge.ceremony.board import Board, BoardRow
from gpumode_judge.ui.projector.digits import Digits, shown
from gpumode_judge.ui.projector.layout import Box, Frame
from gpumode_judge.ui.projector.motion import Count, Glide
from gpumode_judge.ui.projector.reveal_scene import (
    Places,
    bar_box,
    bar_color,
    dots_box,
    ground_of,
    paint_dots,
    paint_place,
    places_of,
    score_size,
)
from gpumode_judge.ui.projector.text import Type
from gpumode_judge.ui.shared.theme import Theme

APPEARING: Final = 0.55
OPENING: Final = 0.6


@dataclass(slots=True)
class _Actor:
    row: BoardRow
    glide: Glide
    count: Count
    focus: bool = False
    size: tuple[int, int] = (0, 0)
    box: Box = field(default_factory=lambda: Box(0, 0, 0, 0))
    dress: QPixmap | None = None
    waited: BoardRow | None = None
    under: QPixmap | None = None
    appeared: float = 1.0
    opened: float = 1.0

    @property
    def still(self) -> bool:
        return self.glide.still and self.count.still and self.appeared >= 1 and self.opened >= 1


class RevealRows:
    """Rows keyed by team, on one page. Places are counted in rows of the picture, so that a row in focus may grow in flight."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._actors: dict[str, _Actor] = {}
        self._ground, self._line, self._accent = (theme.color(token) for token in ("ground", "line", "accent"))
        self._digits: dict[tuple[int, str, int], Digits] = {}
        self._frame: Frame | None = None
        self._places: Places | None = None
        self._board: Board | None = None
        self._area = QRect()
        self._page = 0

    @property
    def still(self) -> bool:
        """Whether nothing moves."""
        return all(actor.still for actor in self._actors.values())

    def clear(self) -> None:
        """Forget all rows and pixmaps."""
        self._actors.clear()
        self._digits.clear()
        self._frame = self._places = self._board = None

    def places(self) -> dict[str, float]:
        """Where each row is now, as the height of its middle in rows of the picture."""
        return {key: actor.glide.at for key, actor in self._actors.items()}

    def boxes(self) -> dict[str, Box]:
        """Where each row is now, in device pixels."""
        return {key: actor.box for key, actor in self._actors.items()}

    def show(self, board: Board, frame: Frame, *, animate: bool) -> list[Box]:
        """Take over the page of ``board``; returns what must be painted again at once."""
        places = places_of(board, frame)
        before_places = self._places
        if frame != self._frame:
            self._digits.clear()
        animate = animate and frame == self._frame and before_places is not None
        same_page = board.page == self._page
        restyled = before_places is None or _style(before_places) != _style(places)
        self._frame, self._places, self._board, self._page = frame, places, board, board.page
        self._area = QRect(*places.area)
        stood = list(self._actors.values())
        before, self._actors = self._actors, {}
        for at, row in enumerate(board.page_rows):
            slot, focus = places.slots[at], at == places.focus
            target = slot.middle / places.pitch
            known = before.get(row.key)
            actor = known or _Actor(row, Glide(target, target), Count(_value(row), _value(row)))
            was = actor.row
            if known and was.hidden > row.hidden and animate:
                actor.opened = 0.0
            if was != row or actor.focus != focus or actor.size != (slot.w, slot.h) or restyled:
                actor.dress = actor.under = None
            actor.row, actor.focus, actor.size = row, focus, (slot.w, slot.h)
            actor.count.aim(_value(row))
            actor.glide.to = target
            # From page to page only the row in focus travels; the others would be seen to run past each other.
            new = known is None
            travels = self._comes(actor, board, stood, at if same_page else -1) if new else same_page or focus
            if not animate or not travels:
                self._arrive(actor)
            self._actors[row.key] = actor
            actor.box = self._box(actor)
            self._dress(actor)
        return [places.area]

    def step(self, seconds: float) -> list[Box]:
        """Let time pass; returns the boxes that changed."""
        dirty: list[Box] = []
        for actor in self._actors.values():
            if actor.still:
                continue
            old = actor.box
            actor.glide.step(seconds)
            actor.count.step(seconds)
            actor.appeared = min(1.0, actor.appeared + seconds / APPEARING)
            actor.opened = min(1.0, actor.opened + seconds / OPENING)
            if actor.appeared >= 1:
                actor.waited = actor.under = None
            actor.box = self._box(actor)
            dirty += [old] if old == actor.box else [old, actor.box]
        return dirty

    def covers(self, rect: QRect) -> bool:
        """Whether nothing but rows and the ground between them is inside ``rect``."""
        return self._area.contains(rect)

    def paint(self, painter: QPainter, rect: QRect) -> None:
        """Paint what is inside ``rect``: who stands lowest, then those who move, the row in focus on top."""
        area = self._area.intersected(rect)
        if area.isEmpty():
            return
        # As on the live board: a line of pixels needs only the topmost row. ``bare`` has a bit for every line nothing covers yet.
        bare = ((1 << area.height()) - 1) << area.y()
        plan: list[tuple[_Actor, int, int]] = []
        for actor in sorted(self._actors.values(), key=_layer, reverse=True):
            box = actor.box
            if box.y >= area.y() + area.height() or box.bottom <= area.y():
                continue
            lines = (1 << box.h) - 1
            lines = lines << box.y if box.y >= 0 else lines >> -box.y
            seen = lines & bare
            if seen:
                if actor.appeared >= 1:
                    bare &= ~lines
                plan.append((actor, (seen & -seen).bit_length() - 1, seen.bit_length()))
        painter.setClipRect(area)
        if self._places is not None:
            inset = self._places.inset
            painter.fillRect(self._area.x(), area.y(), inset, area.height(), self._ground)
            painter.fillRect(self._area.x() + self._area.width() - inset, area.y(), inset, area.height(), self._ground)
        while bare:
            top = (bare & -bare).bit_length() - 1
            run = bare >> top
            high = (~run & (run + 1)).bit_length() - 1
            painter.fillRect(area.x(), top, area.width(), high, self._ground)
            bare &= ~(((1 << high) - 1) << top)
        for actor, top, bottom in reversed(plan):
            self._paint_actor(painter, actor, top, bottom)
        painter.setClipping(False)

    def _comes(self, actor: _Actor, board: Board, stood: list[_Actor], at: int) -> bool:
        """How a row that was not there comes in: over an empty slot, from another page, or (False) it simply stands there."""
        empty = stood[at] if 0 <= at < len(stood) and not stood[at].row.name else None
        if empty is not None and actor.row.name:
            actor.appeared, actor.waited = 0.0, empty.row
            actor.count.jump(_value(actor.row))
            actor.glide.at = empty.glide.at
            return True
        if board.focus == actor.row.key and stood and actor.row.name and self._places is not None:
            actor.glide.at = self._places.area.bottom / self._places.pitch + 1
            return True
        return False

    def _arrive(self, actor: _Actor) -> None:
        actor.glide.jump(actor.glide.to)
        actor.count.jump(_value(actor.row))
        actor.appeared = actor.opened = 1.0
        actor.waited = actor.under = None

    def _box(self, actor: _Actor) -> Box:
        assert self._places is not None  # noqa: S101 - show() has set it
        middle = actor.glide.at * self._places.pitch
        width, height = actor.size
        left = self._places.area.x + (0 if actor.focus else self._places.inset)
        return Box(left, round(middle - height / 2), width, height)

    def _dress(self, actor: _Actor) -> QPixmap:
        assert self._places is not None  # noqa: S101 - show() has set it
        assert self._frame is not None  # noqa: S101 - the same
        if actor.dress is None:
            actor.dress = paint_place(actor.row, actor.size, self._frame, self._places, self._theme, focus=actor.focus)
            painter = QPainter(actor.dress)
            self._paint_figures(painter, actor, Box(0, 0, *actor.size), still=True)
            painter.end()
        if actor.waited is not None and actor.under is None:
            # The slot that waited, as large as its row is now: it may have lost the focus in flight.
            actor.under = paint_place(
                actor.waited, actor.size, self._frame, self._places, self._theme, focus=actor.focus
            )
        return actor.dress

    def _paint_actor(self, painter: QPainter, actor: _Actor, top: int, bottom: int) -> None:
        """Paint the lines from ``top`` to ``bottom`` of a row."""
        box, dress = actor.box, self._dress(actor)
        if actor.appeared < 1:
            if actor.under is not None:
                painter.drawPixmap(box.x, box.y, actor.under)
            rest = 1 - actor.appeared
            wide = round(box.w * (1 - rest**3))
            painter.drawPixmap(box.x, box.y, dress, 0, 0, wide, box.h)
            if self._frame is not None:
                line = max(3, self._frame.gap // 2)
                painter.fillRect(box.x + min(wide, box.w - line), box.y, line, box.h, self._accent)
            return
        painter.drawPixmap(box.x, top, dress, 0, top - box.y, box.w, bottom - top)
        if not actor.count.still or actor.opened < 1:
            self._paint_figures(painter, actor, box, still=False)

    def _paint_figures(self, painter: QPainter, actor: _Actor, box: Box, *, still: bool) -> None:
        """The score, the growing bar and the dots, over their own ground."""
        places, frame = self._places, self._frame
        assert places is not None  # noqa: S101 - show() has set it
        assert frame is not None  # noqa: S101 - the same
        row = actor.row
        if not row.name:
            return
        shift = places.inset if actor.focus else 0
        ground = ground_of(row, self._theme, focus=actor.focus)
        value = _value(row) if still else actor.count.now
        left, wide = places.score
        if not still and not actor.count.still:
            line = max(3, round(frame.height / 240))
            inner = Box(box.x + left + shift, box.y + line, wide, box.h - 2 * line)
            painter.fillRect(*inner, ground)
            bar = bar_box(places, box.h, shift)
            grown = round(bar.w * min(1.0, max(0.0, value / 100)))
            painter.fillRect(box.x + bar.x + grown, box.y + bar.y, bar.w - grown, bar.h, self._line)
            if not row.segments:
                color = bar_color(row, self._theme, focus=actor.focus)
                painter.fillRect(box.x + bar.x, box.y + bar.y, grown, bar.h, color)
        if still or not actor.count.still:
            words = (row.score or "–") if still else shown(value)
            digits = self._figures(score_size(frame, box.h), "ink" if row.score else "ink_faint", ground)
            digits.draw(painter, box.x + left + shift + wide, box.y + box.h // 2, words)
        if places.dots is not None and (row.hidden or not row.settled) and (still or actor.opened < 1):
            there = dots_box(places, box.h, shift)
            there = there._replace(x=there.x + box.x, y=box.y)
            if not still:
                line = max(3, round(frame.height / 240))
                painter.fillRect(there.x, there.y + line, there.w, there.h - 2 * line, ground)
            opening = 1.0 if still else 1 - (1 - actor.opened) ** 3
            paint_dots(
                painter, there, row.visits, row.hidden, opening, frame, self._theme, last=not still and actor.opened < 1
            )

    def _figures(self, size: int, color: str, ground: QColor) -> Digits:
        key = (size, color, ground.rgb())
        if key not in self._digits:
            style = Type(size, QFont.Weight.Bold, display=True)
            self._digits[key] = Digits(style, self._theme.color(color), ground)
        return self._digits[key]


def _value(row: BoardRow) -> float:
    return float(row.score) if row.score else 0.0


def _style(places: Places) -> tuple[object, ...]:
    return places.rank, places.name, places.dots, places.bar, places.score, places.inset


def _layer(actor: _Actor) -> tuple[int, float]:
    return (2 if actor.focus else 1 if not actor.glide.still else 0, -actor.glide.at)
