"""Our icons: drawn once as outlines, rendered in any colour, size and pixel density."""

from functools import cache, lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.system.resources import read_bytes
from gpumode_judge.ui.shared.theme import current_theme

_APP: Final = "app"


def pixmap(name: str, size: int = 20, color: str = "ink", dpr: float = 1.0) -> QPixmap:
    """The icon ``name``, ``size`` logical pixels wide, in a token's colour (or ``#RRGGBB``), sharp at ``dpr``."""
    return _rendered(name, size, current_theme().value(color), dpr)


def icon(name: str, color: str = "ink", size: int = 20, gap: int = 0) -> QIcon:
    """The icon for buttons, actions and table cells; faint when disabled. ``gap`` pixels to its right stay free.

    The same one each time: Qt keeps what it has painted of each icon, and a button of the projector is told its icon all evening.
    """
    theme = current_theme()
    return _made(name, theme.value(color), theme.value("ink_faint"), size, gap, _densities())


def app_icon() -> QIcon:
    """The icon of the app itself, for windows and the task bar."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_rendered(_APP, size, "#000000", 1.0))
    return made


class IconLabel(QWidget):
    """One icon that keeps its place in a layout; decoration only, so it says nothing to a screen reader."""

    def __init__(self, name: str, size: int = 20, color: str = "ink_soft", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._size = size
        self._color = color
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_icon(self, name: str, color: str | None = None) -> None:
        """Show another icon, in another colour if one is given."""
        self._name = name
        self._color = color or self._color
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, self._size, self._color, self.devicePixelRatioF()))
        painter.end()


def needs_new_tint(event: QEvent) -> bool:
    """Whether ``event``, seen in ``changeEvent``, means that icons must be made again: new theme or new density."""
    return event.type() in (QEvent.Type.StyleChange, QEvent.Type.DevicePixelRatioChange)


@lru_cache(maxsize=512)
def _made(name: str, color: str, faint: str, size: int, gap: int, densities: tuple[float, ...]) -> QIcon:
    made = QIcon()
    for dpr in densities:
        shown = _with_gap(_rendered(name, size, color, dpr), gap)
        made.addPixmap(shown, QIcon.Mode.Normal)
        made.addPixmap(shown, QIcon.Mode.Selected)
        made.addPixmap(_with_gap(_rendered(name, size, faint, dpr), gap), QIcon.Mode.Disabled)
    return made


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return drawn
    dpr = drawn.devicePixelRatio()
    made = QPixmap(drawn.width() + round(gap * dpr), drawn.height())
    made.setDevicePixelRatio(dpr)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return made


def _densities() -> tuple[float, ...]:
    screens = QGuiApplication.screens()
    return tuple(sorted({screen.devicePixelRatio() for screen in screens})) or (1.0,)


@cache
def _outline(name: str) -> str:
    return read_bytes(f"icons/{name}.svg").decode()


@lru_cache(maxsize=1024)
def _rendered(name: str, size: int, color: str, dpr: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_outline(name).replace("currentColor", color).encode()))
    side = max(1, round(size * dpr))
    made = QPixmap(QSize(side, side))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(dpr)
    return made
