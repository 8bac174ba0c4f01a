"""Fit words from strangers into boxes: shrink to 70 %, then end in an ellipsis. Nothing is clipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import bidirectional, category, combining

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout

from gpumode_judge.ui.projector.layout import Box
from gpumode_judge.ui.shared.fonts import font

SHRINK: Final = 0.7
MOST_MARKS: Final = 3


@dataclass(frozen=True, slots=True)
class Type:
    """A text style: pixel size, weight, and whether it is the display cut of the typeface."""

    size: int
    weight: QFont.Weight = QFont.Weight.Medium
    display: bool = False

    def font(self, size: int = 0) -> QFont:
        """As a font, at its own size or at another."""
        return font(size or self.size, self.weight, self.display)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Words that fit: what is left of them, and the size in which they do."""

    text: str
    size: int
    width: float


@lru_cache(maxsize=2048)
def calm(text: str) -> str:
    """``text`` without what no typeface can show (it would be an empty box) and without towers of accents that leave the line.

    Whatever a language needs stays: joiners, variation selectors and up to three marks on one letter.
    """
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if combining(letter) else 0
        if marks <= MOST_MARKS and category(letter) not in ("Cc", "Cn", "Co", "Cs"):
            kept.append(letter)
    return "".join(kept)


def isolated(sentence: str, names: Iterable[str]) -> str:
    """``sentence`` from left to right, with each of the ``names`` in it keeping its own direction.

    Without this a name that reads from right to left would push figures and stops to its other side.
    """
    for name in sorted(
        {name for name in names if any(bidirectional(letter) in ("R", "AL") for letter in name)}, key=len
    ):
        sentence = sentence.replace(name, f"\u2068{name}\u2069")
    return f"\u200e{sentence}" if "\u2068" in sentence else sentence


def fitted(text: str, style: Type, width: int, smallest: int = 0) -> Fitted:
    """``text`` in at most ``width`` pixels: smaller down to 70 % (and not below ``smallest``), then cut with an ellipsis."""
    text = calm(text)
    measure = QFontMetricsF(style.font())
    needed = _wide(measure, text)
    if needed <= width:
        return Fitted(text, style.size, needed)
    least = min(style.size, max(round(style.size * SHRINK), smallest))
    size = max(least, int(style.size * width / max(needed, 1)))
    measure = QFontMetricsF(style.font(size))
    while size > least and _wide(measure, text) > width:
        size -= 1
        measure = QFontMetricsF(style.font(size))
    if _wide(measure, text) > width:
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, width)
    return Fitted(text, size, _wide(measure, text))


def relaxed(text: str, style: Type, width: int, least: int) -> Type:
    """The style in the largest size from ``least`` up to its own in which ``text`` fits ``width``; ``least`` if none does."""
    needed = _wide(QFontMetricsF(style.font()), calm(text))
    if needed <= width or style.size <= least:
        return style
    return Type(max(least, int(style.size * width / needed)), style.weight, style.display)


def draw(
    painter: QPainter,
    box: Box,
    text: str,
    style: Type,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    smallest: int = 0,
) -> float:
    """Draw ``text`` in one line, vertically in the middle of ``box`` by the height of capitals; returns the width it took."""
    if not text:
        return 0.0
    fit = fitted(text, style, box.w, smallest)
    painter.setFont(style.font(fit.size))
    painter.setPen(color)
    x = float(box.x)
    if align & Qt.AlignmentFlag.AlignRight:
        x = box.right - fit.width
    elif align & Qt.AlignmentFlag.AlignHCenter:
        x = box.x + (box.w - fit.width) / 2
    # Capitals of the style's own typeface: a fallback face for one name must not move that name up or down.
    capital = QFontMetricsF(style.font(fit.size)).capHeight()
    painter.drawText(QPointF(x, box.y + (box.h + capital) / 2), fit.text)
    return fit.width


def lines_of(text: str, style: Type, width: int, most: int) -> tuple[list[str], int]:
    """Break ``text`` between words into at most ``most`` lines, with the largest size down to half at which that works."""
    words = calm(text).split()
    size = style.size
    measure = QFontMetricsF(style.font(size))
    lines: list[str] = []
    while words:
        measure = QFontMetricsF(style.font(size))
        lines = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and _wide(measure, longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if (len(lines) <= most and all(_wide(measure, line) <= width for line in lines)) or size <= style.size // 2:
            break
        size = max(style.size // 2, round(size * 0.93))
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [measure.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines], size


def block_of(
    text: str, style: Type, width: int, height: int, least: int, leading: float = 1.16
) -> tuple[list[str], int]:
    """Break ``text`` into lines in the largest size, from the style's down to ``least``, that fits ``width`` × ``height``.

    Words longer than a line are broken (there are languages without spaces); what does not fit at ``least`` ends in an ellipsis.
    """
    text = calm(text).strip()
    if not text:
        return [], style.size
    size = style.size
    while True:
        measure = QFontMetricsF(style.font(size))
        most = int(height / (size * leading))
        lines = _broken(text, measure, width, hard=size <= least)
        if len(lines) <= most and all(_wide(measure, line) <= width for line in lines):
            return lines, size
        if size <= least:
            most = max(1, most)
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], rest] if len(lines) > most else lines
            return [measure.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines], size
        size = max(least, min(size - 1, round(size * 0.95)))


def draw_block(
    painter: QPainter,
    box: Box,
    lines: list[str],
    style: Type,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    leading: float = 1.16,
) -> None:
    """Draw lines that fit, as one block in the middle of ``box``."""
    high = round(style.size * leading)
    y = box.y + (box.h - high * len(lines)) // 2
    for line in lines:
        draw(painter, box._replace(y=y, h=high), line, style, color, align)
        y += high


def _broken(text: str, measure: QFontMetricsF, width: int, *, hard: bool) -> list[str]:
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if _wide(measure, longer) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while (hard or not _spaced(word)) and _wide(measure, line) > width:
                cut = _fits(line, measure, width)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines


def _spaced(word: str) -> bool:
    """Whether a word is of a script that puts spaces between words: nothing in it comes from East Asia."""
    return all(ord(letter) < 0x2E80 or ord(letter) > 0xFFEF for letter in word)


def _fits(line: str, measure: QFontMetricsF, width: int) -> int:
    """Where to break a line without spaces, never within what is seen as one letter."""
    letters = QTextLayout(line)
    cut = best = letters.nextCursorPosition(0)
    while cut > 0 and _wide(measure, _utf16(line, cut)) <= width:
        best, after = cut, letters.nextCursorPosition(cut)
        cut = after if after > cut else 0
    return max(1, len(_utf16(line, best)))


def _utf16(line: str, units: int) -> str:
    """The first ``units`` of Qt's 16-bit units."""
    return line.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore")


def _wide(measure: QFontMetricsF, text: str) -> float:
    return measure.horizontalAdvance(text)
