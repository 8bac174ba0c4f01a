"""Colours that the last row can read: an event's own two colours, made light or dark enough without changing what they are.

Two rules, both from the page about the projector. Against its ground a text has a contrast of 7:1 in the dark, as accessibility
rules measure it; and 4.5:1 while the room's lamps throw a fifth of the projector's white onto the whole screen, which adds 0.2 to
both luminances.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from math import atan2, cos, hypot, sin
from re import compile as pattern
from typing import Final

from gpumode_judge.ui.shared.theme import Theme, contrast, load_theme

DARK_ROOM: Final = 7.0
LIT_ROOM: Final = 4.5
AMBIENT: Final = 0.2
_HEX: Final = pattern(r"#[0-9A-Fa-f]{6}\Z")
_STEP: Final = 0.004
_GROUNDS: Final = ("ground", "surface", "raised", "sunken", "line", "accent_soft")


def luminance(color: str) -> float:
    """How bright ``#RRGGBB`` is, 0–1."""
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lit_contrast(first: str, second: str, ambient: float = AMBIENT) -> float:
    """What is left of the contrast when the room throws ``ambient`` of the projector's white onto the screen."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + ambient) / (low + ambient)


def readable(text: str, ground: str) -> bool:
    """Whether a text of that colour can be read on that ground, in a dark room and in a lit one."""
    return contrast(text, ground) >= DARK_ROOM and lit_contrast(text, ground) >= LIT_ROOM


def text_pairs() -> tuple[tuple[str, str], ...]:
    """Every (text, ground) pair of token names that is painted for the audience."""
    inks = [(ink, ground) for ink in ("ink", "ink_soft") for ground in ("ground", "surface", "raised", "accent_soft")]
    quiet = [(ink, ground) for ink in ("ink_faint", "accent_ink", "warn", "good") for ground in ("ground", "surface")]
    lifted = [("accent_ink", "raised"), ("accent_ink", "accent_soft"), ("warn", "warn_soft")]
    plates = [("on_accent", "accent_ink"), ("ground", "warn")]
    plates += [("on_metal", metal) for metal in ("gold", "silver", "bronze")]
    return (*inks, *quiet, *lifted, *plates)


def corrected(color: str, grounds: Iterable[str]) -> str:
    """``color`` as it is if it can be read on all ``grounds``, else lighter (in OKLCH: hue stays) until it can."""
    grounds = tuple(grounds)
    light, chroma, hue = oklch(color)
    while light < 1:
        if all(readable(color, ground) for ground in grounds):
            return color
        light += _STEP
        color = from_oklch(light, chroma, hue)
    return "#FFFFFF"


def theme_for(colours: Sequence[str]) -> Theme:
    """The projector's theme in an event's colours: the first is the accent, the second tints the grounds.

    Anything that is not ``#RRGGBB`` is passed over. Every text of the theme can be read, whatever the colours are.
    """
    theme = load_theme("projector")
    told = [colour if _HEX.match(colour) else "" for colour in (*colours[:2], "", "")]
    return _theme(theme, told[0], told[1]) if any(told[:2]) else theme


@cache
def _theme(theme: Theme, accent: str, tint: str) -> Theme:
    if tint:
        _, chroma, hue = oklch(tint)
        tinted = {token: _tinted(theme.value(token), min(chroma, 0.035), hue) for token in _GROUNDS}
        theme = replace(theme, **tinted)
    if accent:
        light, chroma, hue = oklch(accent)
        # A grey or black accent stays one: it is what the event wears.
        fill = from_oklch(max(light, 0.74), chroma, hue)
        theme = replace(
            theme,
            accent=fill,
            accent_hover=fill,
            accent_pressed=fill,
            focus=fill,
            accent_soft=_capped(from_oklch(0.24, min(chroma, 0.09), hue)),
            accent_ink=fill,
        )
    inks = ("ink", "ink_soft", "ink_faint", "accent_ink", "warn", "good")
    fixed = {
        ink: corrected(theme.value(ink), [theme.value(ground) for text, ground in text_pairs() if text == ink])
        for ink in inks
    }
    return replace(theme, **fixed)


def _tinted(ground: str, chroma: float, hue: float) -> str:
    """A ground of our lightness in another hue, never brighter than ours: texts depend on it."""
    most = luminance(ground)
    light, _, _ = oklch(ground)
    color = from_oklch(light, chroma, hue)
    while luminance(color) > most and light > 0:
        light -= _STEP
        color = from_oklch(light, chroma, hue)
    return color


def _capped(color: str) -> str:
    """A soft ground that white can stand on."""
    light, chroma, hue = oklch(color)
    while not readable("#F0F0F0", color) and light > 0:
        light -= _STEP
        color = from_oklch(light, chroma, hue)
    return color


def oklch(color: str) -> tuple[float, float, float]:
    """Lightness 0–1, chroma and hue (radians) of ``#RRGGBB`` in OKLCH, where equal steps look equal."""
    red, green, blue = _linear(color)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return light, hypot(a, b), atan2(b, a)


def from_oklch(light: float, chroma: float, hue: float) -> str:
    """``#RRGGBB`` of that lightness and hue, with as much of the chroma as a screen can show."""
    light = min(1.0, max(0.0, light))
    while True:
        channels = _channels(light, chroma * cos(hue), chroma * sin(hue))
        if chroma < 0.002 or all(-0.0005 <= channel <= 1.0005 for channel in channels):
            break
        chroma *= 0.96
    return "#" + "".join(f"{round(255 * _curved(min(1.0, max(0.0, channel)))):02X}" for channel in channels)


def _channels(light: float, a: float, b: float) -> tuple[float, float, float]:
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _linear(color: str) -> tuple[float, float, float]:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _straight(red), _straight(green), _straight(blue)


def _straight(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _curved(channel: float) -> float:
    return channel * 12.92 if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
