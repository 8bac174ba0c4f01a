"""Words on a certificate: placeholders become text, and long text is broken, then made smaller, then cut."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgRenderer

from gpumode_judge.desk.certificate_template import PLACEHOLDER, SVG, lines_of, whole_text
from gpumode_judge.ui.shared.fonts import font

READABLE: Final = 0.8
SMALLEST: Final = 0.6
MOST_LINES: Final = 6
_STEP: Final = 5  # hundredths of the size
_LINE: Final = 0.94  # of the height that the font asks for
_SHARE: Final = 0.8  # of the page, for a line that does not say how wide it may be
_SAMPLE: Final = 100
_EDGES: Final = " ·•|,;:–—-/"
_MEASURED: Final = "gmj-line-"

# So that what is written again reads as it was drawn.
ET.register_namespace("", SVG[1:-1])
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a text stands: its lines, and by how much they are smaller than they were drawn."""

    lines: tuple[str, ...]
    scale: float = 1.0


def fill(root: ET.Element, values: Mapping[str, str]) -> bytes:
    """The drawing with words for its placeholders, as SVG. ``root`` itself stays as it is.

    A text whose placeholders are all empty is left out. ``data-width`` of a text says how wide it may be, in its own units (else four
    fifths of the page), ``data-lines`` how many lines it may have (else one), ``data-height`` how tall they may be together. It first
    becomes up to a fifth smaller, then breaks into lines around its place, then shrinks to three fifths of its size, then ends in an
    ellipsis.
    """
    root = copy.deepcopy(root)
    parents = {child: parent for parent in root.iter() for child in parent}
    texts: list[tuple[ET.Element, str]] = []
    for element in lines_of(root):
        words = _words(element, values)
        if words:
            texts.append((_plain(element, words), words))
            element_parent = parents[element]
            element_parent[list(element_parent).index(element)] = texts[-1][0]
            parents[texts[-1][0]] = element_parent
        else:
            parents[element].remove(element)
    sizes = _measure(root, [element for element, _ in texts])
    fitted = [
        fit(words, width, _width_of(element, root), _number(element.get("data-lines"), 1), _tall(element, height))
        for (element, words), (width, height) in zip(texts, sizes, strict=True)
    ]
    blocks: list[ET.Element] = []
    for (element, _), (_, height), found in zip(texts, sizes, fitted, strict=True):
        parent = parents[element]
        blocks.append(_block(element, found, height))
        parent[list(parent).index(element)] = blocks[-1]
    _narrow(root, texts, blocks, fitted, sizes)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def fit(words: str, width: float, room: float, lines: float, tall: float = MOST_LINES) -> Fitted:
    """How ``words`` that are ``width`` wide in one line stand in ``room`` with so many ``lines`` at most, and no taller than so many
    lines as they were drawn."""
    most = max(1, min(MOST_LINES, round(lines)))
    letters = font(_SAMPLE)
    metrics = QFontMetricsF(letters)
    sample = metrics.horizontalAdvance(words)
    if width <= 0 or sample <= 0 or width <= room:
        return Fitted((words,))
    unit = sample / width * room  # the room, measured in the sample font

    for count in range(1, most + 1):
        floor = SMALLEST if count == most else READABLE
        if count == 1:
            if room / width >= floor:
                return Fitted((words,), room / width)
            continue
        for hundredths in range(round(READABLE * 100), round(floor * 100) - 1, -_STEP):
            scale = hundredths / 100
            found = _broken(words, unit / scale) if count * scale <= max(1.0, tall) else None
            if found is not None and len(found) <= count:
                return Fitted(_balanced(words, unit / scale, len(found)), scale)
    most = max(1, min(most, int(max(1.0, tall) / SMALLEST)))
    cut = _broken(words, unit / SMALLEST, anywhere=True) or (words,)
    if len(cut) > most:
        rest = " ".join(cut[most - 1 :]) if " " in words else "".join(cut[most - 1 :])
        last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, unit / SMALLEST)
        cut = (*cut[: most - 1], last)
    return Fitted(tuple(cut), SMALLEST)


def _words(element: ET.Element, values: Mapping[str, str]) -> str:
    text = whole_text(element)
    if not any(values.get(field, "") for field in PLACEHOLDER.findall(text)):
        return ""
    filled = PLACEHOLDER.sub(lambda found: values.get(found[1], ""), text)
    # What parted two things from each other parts nothing where one of them is missing.
    if any(not values.get(field, "") for field in PLACEHOLDER.findall(text)):
        filled = re.sub(r"\s*([·•|])(?:\s*[·•|])+\s*", r" \1 ", filled).strip(_EDGES)
    return " ".join(filled.split())


def _plain(element: ET.Element, words: str) -> ET.Element:
    """The text as one run: editors put what is typed into a part of its own, with its place and its look."""
    made = ET.Element(element.tag, dict(element.attrib))
    parts = list(element.iter(f"{SVG}tspan"))
    if len(parts) == 1:
        style = ";".join(filter(None, (made.get("style"), parts[0].get("style"))))
        made.attrib.update(parts[0].attrib)
        if style:
            made.set("style", style)
    made.text, made.tail = words, element.tail
    return made


def _measure(root: ET.Element, texts: Sequence[ET.Element]) -> list[tuple[float, float]]:
    """Width and height of each text as it is painted, in its own units."""
    kept = [text.get("id") for text in texts]
    for number, text in enumerate(texts):
        text.set("id", f"{_MEASURED}{number}")
    renderer = QSvgRenderer(QByteArray(ET.tostring(root, encoding="utf-8")))
    found: list[tuple[float, float]] = []
    for number, (text, name) in enumerate(zip(texts, kept, strict=True)):
        bounds = renderer.boundsOnElement(f"{_MEASURED}{number}")
        found.append((bounds.width(), bounds.height()))
        if name is None:
            del text.attrib["id"]
        else:
            text.set("id", name)
    return found


def _block(element: ET.Element, found: Fitted, height: float) -> ET.Element:
    """The lines around the place where one would stand."""
    x, y = _number(element.get("x"), 0), _number(element.get("y"), 0)
    group = ET.Element(f"{SVG}g", {"transform": element.get("transform", "")} if element.get("transform") else {})
    group.tail = element.tail
    step = height * _LINE * found.scale
    top = y - step * (len(found.lines) - 1) / 2
    for number, words in enumerate(found.lines):
        at = top + number * step
        line = ET.SubElement(group, f"{SVG}g")
        line.set("transform", f"translate({x:.4f} {at:.4f}) scale({found.scale:.4f})")
        kept = {
            key: value for key, value in element.attrib.items() if key not in ("x", "y", "dx", "dy", "transform", "id")
        }
        ET.SubElement(line, element.tag, {**kept, "x": "0", "y": "0"}).text = words
    return group


def _narrow(
    root: ET.Element,
    texts: Sequence[tuple[ET.Element, str]],
    blocks: Sequence[ET.Element],
    fitted: Sequence[Fitted],
    sizes: Sequence[tuple[float, float]],
) -> None:
    """Lines were broken by another font's widths; what is still too wide as it is painted becomes smaller, so that nothing sticks out."""
    lines = [(number, line, line[0]) for number, block in enumerate(blocks) for line in block]
    for (number, line, _), (width, _) in zip(lines, _measure(root, [text for _, _, text in lines]), strict=True):
        room, scale = _width_of(texts[number][0], root), fitted[number].scale
        if width * scale > room and width > 0 and sizes[number][0] > 0:
            place = line.get("transform", "").partition(" scale(")[0]
            line.set("transform", f"{place} scale({room / width:.4f})")


def _broken(words: str, width: float, *, anywhere: bool = False) -> tuple[str, ...] | None:
    """The lines of ``words`` in the sample font; None if a word alone is wider than a line."""
    layout = QTextLayout(words, font(_SAMPLE))
    option = QTextOption()
    wrap = QTextOption.WrapMode
    option.setWrapMode(wrap.WrapAtWordBoundaryOrAnywhere if anywhere else wrap.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        if line.naturalTextWidth() > width * 1.001 and not anywhere:
            layout.endLayout()
            return None
        found.append(_part(words, line.textStart(), line.textLength()))
    layout.endLayout()
    return tuple(found)


def _part(words: str, start: int, length: int) -> str:
    """A part of a text by Qt's count, in which rare letters are two."""
    return words.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le", "ignore").strip()


def _balanced(words: str, width: float, count: int) -> tuple[str, ...]:
    """Lines of about one length, rather than a full one with a word below it."""
    best = _broken(words, width) or (words,)
    low, high = width / count * 0.5, width
    for _ in range(10):
        middle = (low + high) / 2
        found = _broken(words, middle)
        if found is not None and len(found) <= count:
            best, high = found, middle
        else:
            low = middle
    return best


def _width_of(element: ET.Element, root: ET.Element) -> float:
    page = [float(number) for number in re.findall(r"[\d.]+", root.get("viewBox", ""))[-2:]]
    return _number(
        element.get("data-width"), _SHARE * (page[0] if len(page) == 2 else _number(root.get("width"), 1000))
    )


def _tall(element: ET.Element, height: float) -> float:
    """How many lines as they were drawn there is room for."""
    room = _number(element.get("data-height"), 0)
    return room / (height * _LINE) if room > 0 and height > 0 else MOST_LINES


def _number(text: str | None, otherwise: float) -> float:
    found = re.match(r"\s*(-?(?:\d+\.?\d*|\.\d+))", text or "")
    return float(found[1]) if found else otherwise
