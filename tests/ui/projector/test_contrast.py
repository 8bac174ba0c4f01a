import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ui.projector.contrast import (
    AMBIENT,
    DARK_ROOM,
    LIT_ROOM,
    corrected,
    from_oklch,
    lit_contrast,
    luminance,
    oklch,
    readable,
    text_pairs,
    theme_for,
)
from gpumode_judge.ui.projector.podium_scene import BEAM
from gpumode_judge.ui.shared.theme import contrast, load_theme, mixed

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


def weak(theme):
    return {
        pair: (round(contrast(one, other), 2), round(lit_contrast(one, other), 2))
        for pair in text_pairs()
        for one, other in [(theme.value(pair[0]), theme.value(pair[1]))]
        if contrast(one, other) < DARK_ROOM or lit_contrast(one, other) < LIT_ROOM
    }


@pytest.mark.parametrize("pair", text_pairs(), ids=" on ".join)
def test_every_text_of_the_projector_is_read_in_a_dark_room_and_in_a_lit_one(pair):
    theme = load_theme("projector")
    text, ground = (theme.value(token) for token in pair)
    assert contrast(text, ground) >= DARK_ROOM
    assert lit_contrast(text, ground) >= LIT_ROOM


@given(st.lists(COLOURS, min_size=1, max_size=2))
def test_any_two_colours_of_an_event_make_a_theme_that_is_read(colours):
    assert weak(theme_for(colours)) == {}


def test_an_event_without_usable_colours_wears_ours():
    theme = load_theme("projector")
    assert theme_for(()) == theme_for(("",)) == theme_for(("red", "#12345", "javascript:")) == theme


def test_the_accent_keeps_its_hue():
    theme = theme_for(("#76B900", ""))
    assert oklch(theme.accent)[2] == pytest.approx(oklch("#76B900")[2], abs=0.08)
    assert theme.ground == load_theme("projector").ground


@given(COLOURS, COLOURS)
def test_a_colour_is_made_lighter_only_as_far_as_it_must(color, ground):
    ground = from_oklch(min(oklch(ground)[0], 0.2), 0.02, 0.0)
    made = corrected(color, [ground])
    assert readable(made, ground) or made == "#FFFFFF"
    assert made == color or luminance(made) >= luminance(color) - 0.01
    if readable(color, ground):
        assert made == color


def test_light_in_the_room_takes_contrast_away():
    assert lit_contrast("#FFFFFF", "#000000") == pytest.approx((1 + AMBIENT) / AMBIENT)
    assert lit_contrast("#FFFFFF", "#000000", 0.05) == pytest.approx(21)


@given(COLOURS)
def test_oklch_and_back_is_the_same_colour(color):
    back = from_oklch(*oklch(color))
    assert all(abs(int(back[i : i + 2], 16) - int(color[i : i + 2], 16)) <= 2 for i in (1, 3, 5))


@pytest.mark.parametrize("metal", ["gold", "silver", "bronze"])
def test_words_are_read_in_the_beams_of_the_podium(metal):
    theme = load_theme("projector")
    brightest = mixed(theme.ground, theme.value(metal), BEAM)
    for ink in ("ink", "ink_soft", "accent_ink"):
        assert readable(theme.value(ink), brightest), (ink, brightest)


def test_criteria_and_shapes_stand_out_from_their_ground():
    theme = load_theme("projector")
    for shape in (*theme.categories, theme.accent, theme.line_strong):
        assert contrast(shape, theme.ground) >= 3
        assert contrast(shape, theme.surface) >= 3
