"""The ladder for ties: what tells equals apart, and that nothing else does."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.rules import Tie
from gpumode_judge.ledger.statements import Decision
from gpumode_judge.standings.ties import Place, places

F = Fraction
EQUAL = {name: F(50) for name in "abcd"}
ALL = (Tie.PRIORITY, Tie.FIRSTS, Tie.PERSON)


def ranks(**told):
    return {name: place.rank for name, place in places(**told).items()}


def test_each_rung_is_asked_in_turn_about_those_who_are_still_equal():
    found = places(
        EQUAL,
        ALL,
        priority={"a": F(3), "b": F(3), "c": F(3), "d": F(4)},
        firsts={"b": 2},
        decisions=[Decision(("c", "a"), "Ada", "deeper work")],
    )
    assert found == {
        "d": Place(1, Tie.PRIORITY), "b": Place(2, Tie.FIRSTS), "c": Place(3, Tie.PERSON), "a": Place(4, Tie.PERSON),
    }  # fmt: skip


def test_a_rung_that_is_not_in_the_rules_tells_nothing():
    told = {"priority": {"a": F(1)}, "firsts": {"b": 1}, "decisions": [Decision(("c", "d", "a", "b"), "Ada", "so")]}
    assert ranks(scores=EQUAL, ties=(), **told) == dict.fromkeys("abcd", 1)
    assert ranks(scores=EQUAL, ties=(Tie.FIRSTS,), **told) == {"b": 1, "a": 2, "c": 2, "d": 2}


def test_the_order_of_the_rungs_is_the_rule():
    told = {"priority": {"a": F(1)}, "firsts": {"b": 1}}
    assert ranks(scores={"a": F(1), "b": F(1)}, ties=(Tie.PRIORITY, Tie.FIRSTS), **told) == {"a": 1, "b": 2}
    assert ranks(scores={"a": F(1), "b": F(1)}, ties=(Tie.FIRSTS, Tie.PRIORITY), **told) == {"b": 1, "a": 2}


def test_a_decision_is_about_equals_only():
    scores = {"a": F(9), "b": F(5), "c": F(5)}
    decided = [Decision(("c", "b", "a"), "Ada", "so")]
    assert ranks(scores=scores, ties=ALL, decisions=decided) == {"a": 1, "c": 2, "b": 3}


def test_two_persons_who_contradict_each_other_decide_nothing():
    both = [Decision(("a", "b"), "Ada", "so"), Decision(("b", "a", "x"), "Bob", "no")]
    assert ranks(scores={"a": F(1), "b": F(1)}, ties=ALL, decisions=both) == {"a": 1, "b": 1}
    agreeing = [Decision(("a", "b"), "Ada", "so"), Decision(("a", "x", "b"), "Bob", "yes")]
    assert ranks(scores={"a": F(1), "b": F(1)}, ties=ALL, decisions=agreeing) == {"a": 1, "b": 2}


def test_a_decision_about_some_of_the_equals_leaves_them_equal():
    assert ranks(scores=EQUAL, ties=ALL, decisions=[Decision(("a", "b"), "Ada", "so")]) == dict.fromkeys("abcd", 1)


scored = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 3).map(F), max_size=8)


@given(scored, st.data())
def test_neither_the_order_given_nor_chance_decides(scores, data):
    priority = {name: F(data.draw(st.integers(0, 2))) for name in scores}
    firsts = {name: data.draw(st.integers(0, 2)) for name in scores}
    decided = [Decision(tuple(data.draw(st.permutations(sorted(scores)))), "Ada", "so")]
    one = places(scores, ALL, priority, firsts, decided)
    mixed = dict(data.draw(st.permutations(list(scores.items()))))
    assert places(mixed, ALL, priority, firsts, decided) == one
    for name, place in one.items():
        better = [other for other in scores if one[other].rank < place.rank]
        assert place.rank == len(better) + 1
        assert all(scores[other] >= scores[name] for other in better)
