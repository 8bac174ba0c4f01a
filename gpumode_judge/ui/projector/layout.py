"""Where everything stands on the board: a pure function of the picture's size. All figures are device pixels."""

from dataclasses import dataclass
from math import ceil
from typing import Final, NamedTuple

SAFE: Final = 0.05
NAME: Final = 0.037
SMALL: Final = 0.024
LIFT: Final = 0.16
PODIUM: Final = (1.78, 1.4, 1.2)
GROW: Final = 2.2
TILE_COLUMNS: Final = 2


class Box(NamedTuple):
    """A rectangle with whole corners."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        """The first column beyond it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row beyond it."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """Half its height down."""
        return self.y + self.h / 2


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts that every scene shares. ``name`` and ``small`` are the smallest text sizes that the last row can read."""

    width: int
    height: int
    safe: Box
    header: Box
    body: Box
    footer: Box
    name: int
    small: int
    gap: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a row on the live board, as (left, width), measured from the row's left edge."""

    rank: tuple[int, int]
    name: tuple[int, int]
    bar: tuple[int, int]
    visits: tuple[int, int]
    score: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Rows:
    """The live board: a legend line, and one slot a row."""

    legend: Box
    area: Box
    slots: tuple[Box, ...]
    columns: Columns
    pitch: float

    def middle(self, place: float) -> float:
        """The vertical middle of a row that is at ``place``, counted in rows from the top of the page, also between two."""
        first, last = self.slots[0], self.slots[-1]
        if place <= 0:
            return first.middle + place * first.h
        if place >= len(self.slots) - 1:
            return last.middle + (place - (len(self.slots) - 1)) * self.pitch
        above = int(place)
        one, two = self.slots[above].middle, self.slots[above + 1].middle
        return one + (two - one) * (place - above)


@dataclass(frozen=True, slots=True)
class Tiles:
    """The progress scene: three large figures, one overall bar, and two columns of teams."""

    figures: tuple[Box, Box, Box]
    bar: Box
    heading: Box
    tiles: tuple[Box, ...]


def frame_of(width: int, height: int, *, lifted: bool = False, safe: float = SAFE) -> Frame:
    """The shared parts in a picture of that size. ``safe`` is the border that a bad projector may swallow, 0–0.1."""
    name, small = ceil(height * NAME), ceil(height * SMALL)
    left, top = round(width * safe), round(height * safe)
    inside = Box(left, top, max(1, width - 2 * left), max(1, height - 2 * top))
    if lifted:
        inside = inside._replace(h=inside.h - round(height * LIFT))
    gap = max(2, round(height / 90))
    header = Box(inside.x, inside.y, inside.w, round(height * 0.082))
    footer_height = round(small * 1.5)
    footer = Box(inside.x, inside.bottom - footer_height, inside.w, footer_height)
    body_top = header.bottom + gap
    body = Box(inside.x, body_top, inside.w, max(1, footer.y - gap - body_top))
    return Frame(width, height, inside, header, body, footer, name, small, gap)


def rows_of(frame: Frame, rows: int, *, a_page: int, first_page: bool) -> Rows:
    """Slots for ``rows`` rows on one page that holds ``a_page`` at most. The first three of the first page are taller."""
    legend_height = round(frame.small * 1.45)
    legend = Box(frame.body.x, frame.body.y, frame.body.w, legend_height)
    top = legend.bottom + frame.gap // 2
    area = Box(frame.body.x, top, frame.body.w, max(1, frame.body.bottom - top))
    wanted = max(1, min(rows, a_page))
    factors = [PODIUM[i] if first_page and i < len(PODIUM) else 1.0 for i in range(wanted)]
    full = sum(PODIUM) + a_page - len(PODIUM) if first_page else a_page
    normal = area.h / full
    pitch = min(normal * GROW, area.h / sum(factors))
    between = max(2, round(frame.height / 216))
    slots: list[Box] = []
    y = float(area.y)
    for factor in factors:
        bottom = y + pitch * factor
        slots.append(Box(area.x, round(y), area.w, round(bottom) - round(y) - between))
        y = bottom
    return Rows(legend, area, tuple(slots), columns_of(frame, slots[0].h), pitch)


def score_size(frame: Frame, height: int) -> int:
    """The text size of scores in a row of that height."""
    return min(round(height * 0.72), round(frame.height * 0.088))


def columns_of(frame: Frame, tallest: int) -> Columns:
    """The columns of the live board: wide enough for the plate and for ``100.0`` in the tallest row."""
    width, gap = frame.body.w, frame.gap
    rank = round(max(frame.height * 0.135, min(tallest * 1.1, frame.height * 0.19)))
    score = round(score_size(frame, tallest) * 2.9)
    visits = round(frame.small * 3.4)
    pad = gap * 2
    score_left = width - pad - score
    visits_left = score_left - visits
    # Squarer pictures keep the room for names.
    squarer = min(1.0, max(0.0, (16 / 9 - frame.width / frame.height) / (16 / 9 - 1)))
    bar = max(1, round(width * (0.27 - 0.15 * squarer)))
    bar_left = visits_left - gap * 2 - bar
    name_left = rank + gap
    return Columns(
        rank=(0, rank),
        name=(name_left, max(1, bar_left - gap * 2 - name_left)),
        bar=(bar_left, bar),
        visits=(visits_left, visits),
        score=(score_left, score),
    )


def tiles_of(frame: Frame, a_page: int) -> Tiles:
    """Places of the progress scene for ``a_page`` tiles."""
    body, gap = frame.body, frame.gap
    figure_height = round(frame.height * 0.155)
    third = (body.w - 2 * gap) // 3
    figures = tuple(Box(body.x + i * (third + gap), body.y, third, figure_height) for i in range(3))
    bar = Box(body.x, body.y + figure_height + gap, body.w, max(6, round(frame.height * 0.014)))
    heading = Box(body.x, bar.bottom + gap, body.w, round(frame.small * 1.6))
    top = heading.bottom + gap // 2
    deep = ceil(a_page / TILE_COLUMNS)
    pitch = (body.bottom - top) / deep
    between = max(2, round(frame.height / 216))
    wide = (body.w - 2 * gap) // TILE_COLUMNS
    tiles: list[Box] = []
    for i in range(a_page):
        column, line = divmod(i, deep)
        y = round(top + line * pitch)
        tiles.append(Box(body.x + column * (wide + 2 * gap), y, wide, round(top + (line + 1) * pitch) - y - between))
    return Tiles((figures[0], figures[1], figures[2]), bar, heading, tuple(tiles))


def sponsor_grid(area: Box, count: int, name: int) -> tuple[Box, ...]:
    """Cells for ``count`` sponsor names, as even as they go: at most four in a line, the last line centred."""
    if not count:
        return ()
    across = min(count, 4 if count > 4 else count)
    if count in (5, 6, 9):
        across = 3
    lines = ceil(count / across)
    high = min(area.h // lines, round(name * 2.9))
    wide = min(area.w // across, round(area.w / 3))
    cells: list[Box] = []
    for line in range(lines):
        in_line = min(across, count - line * across)
        cells += [Box(area.x + i * wide, area.y + line * high, wide, high) for i in range(in_line)]
    return tuple(cells)
