"""The named colours and measures that everything is drawn with."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from PySide6.QtGui import QColor

from gpumode_judge.system.resources import read_bytes

GRID: Final = 8
RADIUS: Final = 8
CONTROL_HEIGHT: Final = 40
ROW_HEIGHT: Final = 40

ThemeName = Literal["light", "dark", "projector"]


@dataclass(frozen=True)
class Theme:
    """One set of colours, each ``#RRGGBB``. Names say what a colour is for, never what it looks like."""

    name: str
    dark: bool
    ground: str
    surface: str
    sunken: str
    raised: str
    line: str
    line_strong: str
    ink: str
    ink_soft: str
    ink_faint: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    accent_ink: str
    focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_hover: str
    bad_soft: str
    on_bad: str
    info: str
    info_soft: str
    gold: str
    silver: str
    bronze: str
    on_metal: str
    categories: tuple[str, ...]

    def value(self, token: str) -> str:
        """The colour named ``token``; something that already is ``#RRGGBB`` is given back."""
        return token if token.startswith("#") else str(getattr(self, token))

    def color(self, token: str) -> QColor:
        """The same as Qt's colour."""
        return QColor(self.value(token))

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (text, ground) pair of token names that the app draws."""
        grounds = ("ground", "surface", "sunken", "raised")
        plain = [(text, ground) for text in ("ink", "ink_soft") for ground in grounds]
        faint = [("ink_faint", ground) for ground in ("ground", "surface", "sunken")]
        tinted = [(text, ground) for text in ("accent_ink", "good", "warn", "bad", "info") for ground in grounds[:2]]
        soft = [("accent_ink", "accent_soft"), ("ink", "accent_soft"), ("ink_soft", "accent_soft")]
        soft += [(tone, f"{tone}_soft") for tone in ("good", "warn", "bad", "info")]
        soft += [("ink", f"{tone}_soft") for tone in ("good", "warn", "bad", "info")]
        filled = [("on_accent", fill) for fill in ("accent", "accent_hover", "accent_pressed")]
        filled += [("on_bad", "bad"), ("on_bad", "bad_hover")]
        filled += [("on_metal", metal) for metal in ("gold", "silver", "bronze")]
        return (*plain, *faint, *tinted, *soft, *filled)


@cache
def load_theme(name: ThemeName) -> Theme:
    """The shipped theme ``name``."""
    values: dict[str, Any] = tomllib.loads(read_bytes(f"themes/{name}.toml").decode())
    values["categories"] = tuple(values["categories"])
    return Theme(**values)


def contrast(first: str, second: str) -> float:
    """How far two colours ``#RRGGBB`` are apart in lightness, from 1 to 21, as accessibility rules measure it."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def mixed(first: str, second: str, share: float) -> str:
    """The colour that lies ``share`` (0..1) of the way from ``first`` to ``second``."""
    parts = (round(a + (b - a) * share) for a, b in zip(_channels(first), _channels(second), strict=True))
    return "#" + "".join(f"{part:02X}" for part in parts)


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
