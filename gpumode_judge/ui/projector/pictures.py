"""Logos and photos for the stage, from files that strangers made: for a broken or costly one a name stands there."""

import re
from collections import OrderedDict
from collections.abc import Callable
from time import perf_counter
from typing import Final, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter
from PySide6.QtSvg import QSvgRenderer

MOST_BYTES: Final = 4_000_000
MOST_SVG_BYTES: Final = 400_000
MOST_ELEMENTS: Final = 3_000
MOST_PIXELS: Final = 50_000_000
MOST_SIDE: Final = 4096
SECONDS: Final = 0.5
_PROBE: Final = 48
_GRID: Final = 96
_KEPT: Final = 64
_SOURCES: Final = 12
_LARGEST_PHOTO: Final = 1600

# What a logo does not need and what would read files, run for long or grow without end when it is painted.
_FORBIDDEN: Final = re.compile(
    rb"<!ENTITY|<!DOCTYPE[^>]*\[|<!ATTLIST|<\s*(?:\w+:)?(?:image|feImage|script|foreignObject|iframe|animate\w*|set|filter|mask"
    rb"|pattern|marker|text|textArea|video|audio)\b|@import|@font-face|stroke-dasharray\s*[:=]\s*[\"']?\s*[\d.]"
    rb"|\bon\w+\s*=|javascript:",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(rb"(?:href\s*=\s*[\"']\s*|url\(\s*[\"']?\s*)([^\"')\s]*)", re.IGNORECASE)
_USE: Final = re.compile(rb"<\s*(?:\w+:)?use\b", re.IGNORECASE)
_LARGE: Final = re.compile(rb"\d{7}|\d[eE]\+?\d{1,3}")
_MOST_USES: Final = 12
_FORMATS: Final = ("png", "jpeg", "webp", "gif", "bmp")


class Pictures(Protocol):
    """Where the stage gets pictures from."""

    def image(self, name: str, w: int, h: int) -> QImage | None:
        """The picture ``name`` as large as it goes into ``w`` × ``h`` device pixels in its own shape, or None: then a name is shown."""
        ...


class EventPictures:
    """Pictures out of bytes that ``read`` gives by name (None where there is none): SVG, PNG, JPEG, WebP, GIF and BMP.

    SVG files that refer to anything outside themselves, use what can grow without end, or would take longer than half a second
    are refused. What was painted last is kept.
    """

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._kept: OrderedDict[tuple[str, int, int], QImage] = OrderedDict()
        self._photos: OrderedDict[str, QImage] = OrderedDict()
        self._refused: set[str] = set()

    def image(self, name: str, w: int, h: int) -> QImage | None:
        """See :class:`Pictures`."""
        if not name or w < 1 or h < 1 or name in self._refused:
            return None
        asked = (name, min(w, MOST_SIDE), min(h, MOST_SIDE))
        if asked not in self._kept:
            made = self._made(*asked)
            if made is None:
                return None
            self._kept[asked] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(asked)
        return self._kept[asked]

    def forget(self) -> None:
        """Read everything anew: the event's pictures changed."""
        self._kept.clear()
        self._photos.clear()
        self._refused.clear()

    def _made(self, name: str, w: int, h: int) -> QImage | None:
        photo = self._photos.get(name)
        if photo is None:
            data = self._read(name)
            if not data:
                # It may come with the next file.
                return None
            if _is_svg(data):
                made = decode(data, w, h)
                if made is None:
                    self._refused.add(name)
                return made
            photo = _raster(data) if len(data) <= MOST_BYTES else None
            if photo is None:
                self._refused.add(name)
                return None
            photo = self._photos[name] = _trimmed(photo)
            while len(self._photos) > _SOURCES:
                self._photos.popitem(last=False)
        return _fitted(photo, w, h)


def decode(data: bytes, w: int, h: int) -> QImage | None:
    """A picture from ``data`` that fits ``w`` × ``h``, its empty border cut off; None when it is broken, too large or not harmless."""
    if len(data) > MOST_BYTES:
        return None
    image = _svg(data, w, h) if _is_svg(data) else _raster(data)
    return None if image is None or image.isNull() else _fitted(_trimmed(image), w, h)


def harmless(svg: bytes) -> bool:
    """Whether an SVG file can be painted without reading other files and without growing."""
    if len(svg) > MOST_SVG_BYTES or b"\0" in svg or _FORBIDDEN.search(svg) or _LARGE.search(svg):
        return False
    if svg.count(b"<") > 2 * MOST_ELEMENTS or len(_USE.findall(svg)) > _MOST_USES or b"&#" in svg:
        return False
    return all(found.startswith(b"#") or not found for found in _REFERENCE.findall(svg))


def dark(image: QImage, ground: str) -> bool:
    """Whether a logo would sink into ``ground``: it needs a light plate."""
    small = image.scaled(32, 32, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    colors = [small.pixelColor(x, y) for x in range(small.width()) for y in range(small.height())]
    seen = [color for color in colors if color.alpha() > 128]
    if not seen:
        return False
    under = _luma(QColor(ground))
    weak = sum((max(_luma(c), under) + 0.05) / (min(_luma(c), under) + 0.05) < 3 for c in seen)
    # Light words on a dark plate of their own are seen; dark words on nothing are not.
    return weak > (0.92 if len(seen) > 0.97 * len(colors) else 0.25) * len(seen)


def _is_svg(data: bytes) -> bool:
    return data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _fitted(image: QImage, w: int, h: int) -> QImage:
    shaped = image.scaled(w, h, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return shaped.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _luma(color: QColor) -> float:
    return 0.2126 * color.redF() ** 2.2 + 0.7152 * color.greenF() ** 2.2 + 0.0722 * color.blueF() ** 2.2


def _svg(data: bytes, w: int, h: int) -> QImage | None:
    if not harmless(data):
        return None
    renderer = QSvgRenderer()
    if not renderer.load(QByteArray(data)) or not renderer.isValid():
        return None
    natural = renderer.viewBoxF().size()
    if natural.isEmpty() or not 0.02 < natural.width() / natural.height() < 50:
        return None
    # Painting cannot be stopped once it runs: a small picture first tells how long the large one would take.
    size = natural.toSize().scaled(_PROBE, _PROBE, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    size = QSize(max(1, size.width()), max(1, size.height()))
    wanted = QSize(round(natural.width() * 16), round(natural.height() * 16)).scaled(
        w, h, Qt.AspectRatioMode.KeepAspectRatio
    )
    took = 0.0
    image = QImage()
    while True:
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        started = perf_counter()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, size.width(), size.height()))
        painter.end()
        took = perf_counter() - started
        if size.width() >= wanted.width() or size.height() >= wanted.height():
            return image
        larger = QSize(min(size.width() * 3, wanted.width()), min(size.height() * 3, wanted.height()))
        larger = natural.toSize().expandedTo(QSize(1, 1)).scaled(larger, Qt.AspectRatioMode.KeepAspectRatio)
        larger = larger.expandedTo(size + QSize(1, 1))
        if took * larger.width() * larger.height() / (size.width() * size.height()) > SECONDS:
            return None
        size = larger


def _raster(data: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in _FORMATS or size.isEmpty():
        return None
    if size.width() * size.height() > MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > _LARGEST_PHOTO:
        reader.setScaledSize(size.scaled(_LARGEST_PHOTO, _LARGEST_PHOTO, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _trimmed(image: QImage) -> QImage:
    """Without an empty border: logos are sized by what is seen of them."""
    if not image.hasAlphaChannel():
        return image
    small = image.scaled(_GRID, _GRID, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    small = small.convertToFormat(QImage.Format.Format_Alpha8)
    line, alphas = small.bytesPerLine(), bytes(small.constBits())
    seen = [(x, y) for y in range(_GRID) for x in range(_GRID) if alphas[y * line + x] > 12]
    if not seen or len(seen) == _GRID * _GRID:
        return image
    left, right = min(x for x, _ in seen), max(x for x, _ in seen) + 1
    top, bottom = min(y for _, y in seen), max(y for _, y in seen) + 1
    x, y = max(0, (left - 1) * image.width() // _GRID), max(0, (top - 1) * image.height() // _GRID)
    w = min(image.width(), -(-(right + 1) * image.width() // _GRID)) - x
    h = min(image.height(), -(-(bottom + 1) * image.height() // _GRID)) - y
    return image.copy(x, y, w, h)
