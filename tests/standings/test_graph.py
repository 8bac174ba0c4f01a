"""Whether visits hang together, on what they hang, and what would join them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from method_tables import grid, visits_from

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.graph import Piece, joining_visits, links_of, pieces_of, refusal

TWO_TRACKS = {
    "a1": "5 5 . . .",
    "a2": "5 5 . . .",
    "a3": ". 5 . . .",
    "b1": ". . 5 5 .",
    "b2": ". . 5 5 .",
    "c1": ". . . . 5",
}


def links(rows):
    return links_of(visits_from(grid(rows)))


def test_pieces_come_largest_first():
    found = links(TWO_TRACKS)
    assert found.pieces == (
        Piece(("a1", "a2", "a3"), ("A", "B")),
        Piece(("b1", "b2"), ("C", "D")),
        Piece(("c1",), ("E",)),
    )
    assert not found.connected
    assert found.algebraic == 0
    assert (found.of_judge["B"], found.of_submission["a1"]) == (3, 2)


def test_nothing_is_in_one_piece():
    found = links_of(visits_from({}))
    assert (found.pieces, found.bridges, found.connected, found.algebraic) == ((), (), True, None)
    assert joining_visits(found) == ()


def test_the_visit_on_which_two_tracks_hang():
    rows = {**TWO_TRACKS, "b1": ". 5 5 5 ."}
    del rows["c1"]
    assert links(rows).bridges == (("B", "b1"),)


@pytest.mark.parametrize("judges", [1, 2, 5])
@pytest.mark.parametrize("teams", [1, 3, 4])
def test_algebraic_connectivity_of_a_full_table(teams, judges):
    """Of the complete bipartite graph it is the smaller side; of a star 1, of a single edge 2."""
    full = links({f"s{n}": " ".join(["5"] * judges) for n in range(teams)})
    assert full.algebraic == pytest.approx(2 if teams == judges == 1 else min(teams, judges))


def test_algebraic_connectivity_of_a_path():
    path = links({"x": "5 . .", "y": "5 5 .", "z": ". 5 5"})
    assert path.algebraic == pytest.approx(2 - 2 * math.cos(math.pi / 6))
    assert path.bridges == (("A", "y"), ("B", "y"), ("B", "z"))


def test_a_large_graph_tells_no_algebraic_connectivity():
    marks = {(f"s{n:04}", f"j{(n + k) % 101:03}"): 5 for n in range(520) for k in range(2)}
    found = links_of(visits_from(marks))
    assert found.connected
    assert found.algebraic is None
    assert found.bridges == ()


def test_the_fewest_visits_that_join():
    found = links(TWO_TRACKS)
    # E has made one visit and is asked first, for the least visited of the largest group; then c1 has the fewest
    assert joining_visits(found) == (("E", "a3"), ("C", "c1"))
    assert joining_visits(found, conflicts={("E", "a3"), ("C", "c1"), ("E", "a1")}) == (("E", "a2"), ("C", "a3"))
    assert joining_visits(found, busy={"E"}) == (("A", "c1"), ("C", "a3"))


def test_no_visit_is_left_to_join():
    found = links(TWO_TRACKS)
    with pytest.raises(Problem, match="can join the 3 groups of visits; let one more judge"):
        joining_visits(found, busy=set("ABCDE"))
    everything = {(judge, name) for judge in "ABCDE" for name in TWO_TRACKS}
    with pytest.raises(Problem, match="no conflict of interest"):
        joining_visits(found, conflicts=everything)


def test_the_refusal_says_what_to_do():
    found = links(TWO_TRACKS)
    assert refusal(found.pieces) == (
        "The visits fall into 3 groups that share no judge (3, 2, 1 submissions), so no rank holds across them; "
        "let a judge of each group visit a submission of another, or score by the raw mean."
    )
    said = refusal(found.pieces, joining_visits(found), {"E": "Eve", "C": "Cy"}.__getitem__, str.upper)
    assert said.endswith("; 2 visits would join them: Eve to A3, Cy to C1.")
    two = found.pieces[:2]
    assert refusal(two, [("E", "a3")]).endswith("; one visit would join them: E to a3.")
    many = links({f"s{n}": ". " * n + "5" for n in range(9)})
    assert "(1, 1, 1, 1, 1, 1 … submissions)" in refusal(many.pieces)
    assert refusal(many.pieces, joining_visits(many)).endswith(" and 2 more.")


TABLES = st.dictionaries(
    st.tuples(st.sampled_from("stuvwxyz"), st.sampled_from("ABCDEF")), st.just(5), min_size=1, max_size=16
)


@settings(deadline=None)
@given(TABLES)
def test_bridges_are_what_splits(marks):
    found = links_of(visits_from(marks))
    splits = set()
    for submission, judge in marks:
        rest = {pair: 5 for pair in marks if pair != (submission, judge)}
        if len(pieces_of(visits_from(rest))) > len(found.pieces):
            splits.add((judge, submission))
    assert set(found.bridges) == splits
    assert len(found.bridges) == len(splits)


@settings(deadline=None)
@given(TABLES, st.sets(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("stuvwxyz")), max_size=30))
def test_joining_visits_join_and_spare_conflicts(marks, conflicts):
    found = links_of(visits_from(marks))
    judges, names = {j for _, j in marks}, {s for s, _ in marks}
    possible = visits_from(marks | {(s, j): 5 for s in names for j in judges if (j, s) not in conflicts})
    try:
        visits = joining_visits(found, conflicts)
    except Problem:
        assert len(pieces_of(possible)) > 1
        return
    assert len(visits) == len(found.pieces) - 1
    assert not conflicts & set(visits)
    assert links_of(visits_from(marks | {(s, j): 5 for j, s in visits})).connected


@settings(deadline=None, max_examples=50)
@given(TABLES, st.randoms())
def test_the_order_of_visits_does_not_matter(marks, random):
    mixed = list(marks.items())
    random.shuffle(mixed)
    one, two = links_of(visits_from(marks)), links_of(visits_from(dict(mixed)))
    assert (one.pieces, one.bridges) == (two.pieces, two.bridges)
    assert joining_visits(one) == joining_visits(two)
