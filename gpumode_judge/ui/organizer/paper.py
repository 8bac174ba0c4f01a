"""Words and rows of words on pages: what fits stands on one page, what does not goes on to the next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPainter, QTextLayout, QTextLine, QTextOption
from typing_extensions import override

from gpumode_judge.ui.shared.fonts import font

_INK, _SOFT, _LINE = "#000000", "#4A4F5A", "#9AA0AC"
_GAP: Final = 6.0  # points between the cells of a row
_FOOT: Final = 16.0  # points at the foot of each page
_FOOT_SIZE: Final = 7.0


@dataclass(frozen=True)
class Look:
    """Letters of ``size`` points."""

    size: float
    bold: bool = False
    soft: bool = False


@dataclass(frozen=True, kw_only=True)
class Block:
    """Something that stands on a page. ``holds`` keeps it on the page of what follows. Measures are in dots, ``point`` of them a point."""

    holds: bool = False

    def height(self, width: float, point: float) -> float:
        """How high it is when it is so wide."""
        raise NotImplementedError

    def paint(self, painter: QPainter, box: QRectF, point: float) -> None:
        """Paint it at the top of ``box``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Words(Block):
    """A paragraph of plain text across the page, of at most ``most`` lines (0 for any number)."""

    text: str
    look: Look
    most: int = 0

    @override
    def height(self, width: float, point: float) -> float:
        return _laid(self.text, self.look, width, point, self.most).height + 1.5 * point

    @override
    def paint(self, painter: QPainter, box: QRectF, point: float) -> None:
        _laid(self.text, self.look, box.width(), point, self.most).paint(painter, box.topLeft(), self.look)


@dataclass(frozen=True)
class Cell:
    """A part of a row: its text, its ``share`` of the width beside those of the others, and its side."""

    text: str
    share: float
    look: Look
    right: bool = False


@dataclass(frozen=True)
class Row(Block):
    """Cells side by side; their first lines stand level, or their last ones at the ``bottom``."""

    cells: tuple[Cell, ...]
    bottom: bool = False

    @override
    def height(self, width: float, point: float) -> float:
        return max((laid.height for _, laid in self._lay(width, point)), default=0) + 3 * point

    @override
    def paint(self, painter: QPainter, box: QRectF, point: float) -> None:
        lay = list(self._lay(box.width(), point))
        high = max((laid.height for _, laid in lay), default=0)
        for cell, (left, laid) in zip(self.cells, lay, strict=True):
            down = high - laid.height if self.bottom else 0.0
            laid.paint(painter, QPointF(box.left() + left, box.top() + 1.5 * point + down), cell.look)

    def _lay(self, width: float, point: float) -> "Iterator[tuple[float, _Laid]]":
        gap = _GAP * point
        room = width - gap * (len(self.cells) - 1)
        whole = sum(cell.share for cell in self.cells)
        left = 0.0
        for cell in self.cells:
            wide = room * cell.share / whole
            yield left, _laid(cell.text, cell.look, wide, point, right=cell.right)
            left += wide + gap


@dataclass(frozen=True)
class Gap(Block):
    """So many points of nothing, at the top of a page none."""

    points: float
    holds: bool = field(default=True, kw_only=True)

    @override
    def height(self, width: float, point: float) -> float:
        return self.points * point

    @override
    def paint(self, painter: QPainter, box: QRectF, point: float) -> None:
        return


@dataclass(frozen=True)
class Hairline(Block):
    """One thin line across."""

    @override
    def height(self, width: float, point: float) -> float:
        return 2 * point

    @override
    def paint(self, painter: QPainter, box: QRectF, point: float) -> None:
        painter.fillRect(QRectF(box.left(), box.top() + 0.5 * point, box.width(), 0.5 * point), QColor(_LINE))


def pages_of(device: QPagedPaintDevice, blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks by page. One that holds to the next goes to its page, unless together they would fill one."""
    point, width, room = _measures(device)
    pages: list[list[Block]] = [[]]
    used = 0.0
    for group in _groups(blocks):
        high = sum(block.height(width, point) for block in group)
        if used and used + high > room:
            pages.append([])
            used = 0.0
        for block in group:
            if not used and isinstance(block, Gap):
                continue
            tall = block.height(width, point)
            if used and used + tall > room:
                pages.append([])
                used = 0.0
            pages[-1].append(block)
            used += tall
    return pages


def print_pages(device: QPagedPaintDevice, pages: Sequence[Sequence[Block]], left: str, right: str) -> bool:
    """Print the pages with ``left`` and ``right`` at their feet, and their number if there are several. Whether it went well."""
    point, width, room = _measures(device)
    painter = QPainter()
    if not painter.begin(device):
        return False
    look = Look(_FOOT_SIZE, soft=True)
    for number, page in enumerate(pages, 1):
        if number > 1 and not device.newPage():
            painter.end()
            return False
        top = 0.0
        for block in page:
            high = block.height(width, point)
            block.paint(painter, QRectF(0, top, width, high), point)
            top += high
        said = f"{right} · page {number} of {len(pages)}" if len(pages) > 1 else right
        foot = QRectF(0, room + (_FOOT - _FOOT_SIZE - 3) * point, width, _FOOT * point)
        _laid(left, look, width * 0.66, point, most=1).paint(painter, foot.topLeft(), look)
        _laid(said, look, width, point, right=True).paint(painter, foot.topLeft(), look)
    return painter.end()


def _measures(device: QPagedPaintDevice) -> tuple[float, float, float]:
    """Dots a point, the width of a page and its height above the foot."""
    point = device.logicalDpiX() / 72
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    return point, float(area.width()), area.height() - _FOOT * point


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.holds:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True)
class _Laid:
    """A text in lines of a width."""

    layout: QTextLayout
    height: float

    def paint(self, painter: QPainter, at: QPointF, look: Look) -> None:
        painter.setPen(QColor(_SOFT if look.soft else _INK))
        self.layout.draw(painter, at)


def _laid(text: str, look: Look, width: float, point: float, most: int = 0, right: bool = False) -> _Laid:
    """Lay plain text out. Text that is written from right to left keeps to its own side, unless it is a cell of figures."""
    letters = _font(look, point)
    shown = text
    laid = _lines(shown, letters, width, right)
    while most and laid.layout.lineCount() > most:
        last = laid.layout.lineAt(most - 1)
        keep = min(last.textStart() + last.textLength(), len(shown)) - 1
        shown = shown[: max(keep - 1, 0)].rstrip(" …") + "…"
        laid = _lines(shown, letters, width, right)
    return laid


def _lines(text: str, letters: QFont, width: float, right: bool) -> _Laid:
    option = QTextOption(
        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute if right else Qt.AlignmentFlag.AlignLeft
    )
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028"), letters)
    layout.setTextOption(option)
    layout.beginLayout()
    top = 0.0
    line: QTextLine = layout.createLine()
    while line.isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
        line = layout.createLine()
    layout.endLayout()
    return _Laid(layout, top)


def _font(look: Look, point: float) -> QFont:
    return font(round(look.size * point), QFont.Weight.Bold if look.bold else QFont.Weight.Normal)
