import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.exchange.listed import split_listed


@pytest.mark.parametrize(
    ("cells", "known", "names", "unsure"),
    [
        # The longest known name first, also where a shorter one is its beginning.
        (
            ["Best Kernel, Solo, Most Fun"],
            ["Best Kernel", "Best Kernel, Solo", "Most Fun"],
            [("Best Kernel, Solo", "Most Fun")],
            (),
        ),
        # Nothing proves anything: whole, and said.
        (["A Prize, B Prize"], [], [("A Prize, B Prize",)], ("A Prize, B Prize",)),
        # One that stands alone elsewhere is a name.
        (["A Prize, B Prize", "B Prize"], [], [("A Prize", "B Prize"), ("B Prize",)], ()),
        # One list ends with A, another begins with B: the comma between A and B separates.
        (["A, B, C", "D, A", "B, C, D"], [], [("A", "B, C"), ("D", "A"), ("B, C", "D")], ("B, C",)),
        # Lower case continues, also after a known name.
        (["Best, sponsored by X, Fun", "Fun"], ["Best"], [("Best, sponsored by X", "Fun"), ("Fun",)], ()),
        # But names that are all lower case are names.
        (["ai, web", "web, ai", "web"], [], [("ai", "web"), ("web", "ai"), ("web",)], ()),
        (["$1,000 Prize (cash, card), Fun", "Fun"], [], [("$1,000 Prize (cash, card)", "Fun"), ("Fun",)], ()),
        (["A\nB, x", ""], [], [("A", "B, x"), ()], ()),
        (["FUN,  most", "Fun, Most"], ["fun, most"], [("FUN, most",), ("Fun, Most",)], ()),
        (["A, A"], ["A"], [("A",)], ()),
    ],
)
def test_names_are_told_apart_only_where_it_is_proven(
    cells: list[str], known: list[str], names: list[tuple[str, ...]], unsure: tuple[str, ...]
) -> None:
    found = split_listed(cells, known)
    assert (list(found.names), found.unsure) == (names, unsure)


def test_semicolons_separate_where_the_form_says_so() -> None:
    assert split_listed(["A, b;C;"], (), ";").names == (("A, b", "C"),)
    assert split_listed(["A; b"]).names == (("A; b",),)


KNOWN = ("Best Kernel, sponsored by Warp", "Art, Music, and Light", "Best Kernel")


@given(st.lists(st.lists(st.sampled_from([*KNOWN, "Fun", "Wild"]), unique=True, max_size=4), min_size=1, max_size=8))
def test_known_names_come_back_whole_and_no_word_is_lost(lists: list[list[str]]) -> None:
    found = split_listed([", ".join(names) for names in lists], KNOWN)
    for names, meant in zip(found.names, lists, strict=True):
        assert ", ".join(names) == ", ".join(meant)
        assert {name for name in names if name in KNOWN} == {name for name in meant if name in KNOWN}


@given(
    st.lists(st.text(alphabet="ab, ()[];\n1é", max_size=20), max_size=6),
    st.lists(st.text(alphabet="ab, ", max_size=6), max_size=3),
)
def test_any_text_is_split_without_a_fuss(cells: list[str], known: list[str]) -> None:
    found = split_listed(cells, known, ";")
    assert len(found.names) == len(cells)
    assert all(name.strip() for names in found.names for name in names)
