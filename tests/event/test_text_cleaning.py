"""Words from strangers: what is left of them is text, on every way through the app the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.text import clean_block, clean_line, fold, slug

anything = st.text(
    st.characters() | st.sampled_from("\u202e\u2066\u200b\ufeff\x00\r\n\t\x0b\x85\u2028 \ud800e\u0301\u00a0"),
    max_size=30,
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  two  words ", "two words"),
        ("a\tb\nc\r\nd", "a b c d"),
        ("a\rb\x0bc\x85d\u2028e", "a b c d e"),
        ("nul\x00bel\x07", "nulbel"),
        ("\ufeffname", "name"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069c", "abc"),
        ("e\u0301", "é"),
        ("half \ud83d", "half"),
        ("a\u00a0\u2003\u200bb", "a b"),
        ("👩\u200d💻 team", "👩\u200d💻 team"),
        ("نص\u200fx", "نص\u200fx"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("", ""),
    ],
)
def test_a_line(raw, clean):
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\n", "a\nb\nc"),
        ("a\x0bb\x0cc\x85d\u2029e", "a\nb\nc\nd\ne"),
        ("\tindented\n  kept", "indented\n  kept"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\u202eb\x00", "ab"),
    ],
)
def test_a_block(raw, clean):
    assert clean_block(raw) == clean


@given(anything, st.integers(1, 20))
@settings(max_examples=300)
def test_cleaning_twice_changes_nothing(text, limit):
    for clean in (lambda t: clean_line(t, limit), lambda t: clean_block(t, limit), clean_line, clean_block):
        once = clean(text)
        assert clean(once) == once
        once.encode()
        assert not set(once) & set("\x00\r\x0b\x1b\x85\u202e\u2066\ufeff\ud800")
    assert "\n" not in clean_line(text)
    assert len(clean_line(text, limit)) <= limit
    assert len(clean_block(text, limit).encode()) <= limit


def test_a_block_is_never_cut_inside_a_character():
    assert clean_block("ää", 3) == "ä"
    assert clean_block("🚀🚀", 7) == "🚀"


def test_names_are_compared_without_case_and_composition():
    assert fold("  STRASSE ") == fold("straße")
    assert fold("Cafe\u0301") == fold("CAFÉ")
    assert fold("ＣＵＤＡ") == fold("cuda")


@given(anything)
def test_a_slug_is_a_safe_name(text):
    name = slug(text)
    assert name
    assert len(name) <= 40
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert name[0] != "-" != name[-1]


def test_slugs():
    assert slug("Open-source impact") == "open-source-impact"
    assert slug("Größe & Co.") == "groe-co"
    assert slug("名前", "judge") == "judge"
    assert slug("../..") == "item"
