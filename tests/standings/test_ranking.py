"""Standings: exact figures, shared ranks, and what must never matter."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.standings import ranking
from gpumode_judge.standings.ties import places
from gpumode_judge.standings.totals import Totals, rounded

D, F = Decimal, Fraction


def raw(**said):
    """Raw means, and only the priority criterion tells equal ones apart."""
    return Rules(method="mean", ties=(Tie.PRIORITY,), **said)


def standings(*given, **named):
    return ranking.standings(*given, **named).rows


def ranks(scores, **told):
    return {name: place.rank for name, place in places(scores, **told).items()}


RUBRIC = Rubric(
    name="r",
    criteria=(
        Criterion(key="a", name="A"),
        Criterion(key="b", name="B", scale=Scale(D(0), D(10), D("0.5"))),
        Criterion(key="c", name="C", scale=Scale(D(-1), D(2), D(1))),
        Criterion(key="p", name="P", scope="prize:best"),
    ),
)
RULES = raw(weights={"a": D(50), "b": D(30), "c": D("20"), "p": D(1000)})
NAMES = ("x", "y", "z", "w")


def ballot(submission, judge="ada", outcome=Outcome.MARKED, **marks):
    return Ballot(
        judge=judge, submission=submission, rubric="r", outcome=outcome, marks={k: D(str(v)) for k, v in marks.items()}
    )


def test_by_hand():
    rows = standings(
        RUBRIC,
        RULES,
        NAMES,
        [
            ballot("x", a=5, b=10, c=2, p=1),
            ballot("x", "bob", a=2, b="7.5", c=0, p=5),
            ballot("y", a=3, b=5, c=1),
            ballot("z", "bob", Outcome.ABSENT),
            ballot("gone", a=5, b=10, c=2),
        ],
    )
    x, y, z, w = (next(row for row in rows if row.submission == name) for name in NAMES)
    # x: 100 and 50·1/4 + 30·3/4 + 20·1/3; y: 50·1/2 + 30·1/2 + 20·2/3
    second = F(50, 4) + F(90, 4) + F(20, 3)
    assert x.score == (100 + second) / 2 == F(425, 6)
    assert x.shares == {"a": (50 + F(25, 2)) / 2, "b": (30 + F(45, 2)) / 2, "c": (20 + F(20, 3)) / 2}
    assert y.score == 25 + 15 + F(40, 3)
    assert (x.rank, x.visits, y.rank, y.visits) == (1, 2, 2, 1)
    assert (z.rank, z.score, z.visits, z.shares) == (None, None, 0, {})
    assert [row.submission for row in rows] == ["x", "y", "z", "w"]
    assert w.rank is None


def test_zero_is_a_score_and_no_visit_is_none():
    rows = standings(RUBRIC, RULES, ["none", "zero"], [ballot("zero", a=1, b=0, c=-1)])
    assert [(row.submission, row.rank, row.score) for row in rows] == [("zero", 1, F(0)), ("none", None, None)]


def test_equal_scores_share_a_rank():
    scores = {"a": F(1), "b": F(3), "c": F(2), "e": F(2), "f": F(1, 2)}
    assert ranks(scores) == {"b": 1, "c": 2, "e": 2, "a": 4, "f": 5}
    assert ranks({"a": F(1), "b": F(1), "c": F(1)}) == {"a": 1, "b": 1, "c": 1}
    assert ranks({}) == {}


def test_thirds_that_are_equal_are_equal():
    """Floats would tell these apart."""
    third = Rubric(name="r", criteria=(Criterion(key="a", name="A", scale=Scale(D(0), D(3), D(1))),))
    ballots = [
        ballot("x", a=1),
        ballot("y", a=0),
        ballot("y", "bob", a=2),
        *(ballot("z", str(n), a=1) for n in range(7)),
    ]
    rows = standings(third, raw(weights={"a": D("0.1")}), "xyz", ballots)
    assert [(row.rank, row.score) for row in rows] == [(1, F(100, 3))] * 3


@pytest.mark.parametrize("weights", [{}, {"a": D(0), "b": D(0)}, {"p": D(5)}, {"unknown": D(5)}])
def test_without_weights_nothing_adds_up(weights):
    with pytest.raises(Problem, match="No criterion has a weight"):
        standings(RUBRIC, raw(weights=weights), NAMES, [])


def test_scoped_and_weightless_criteria_change_no_score():
    rules = raw(weights={"a": D(1), "p": D(1000)})
    one = standings(RUBRIC, rules, "x", [ballot("x", a=4, b=0, c=-1, p=1)])
    two = standings(RUBRIC, rules, "x", [ballot("x", a=4, b=10, c=2, p=5)])
    assert one == two
    assert one[0].shares == {"a": F(75)}


def test_marks_in_another_spelling_are_the_same_marks():
    assert Totals(RUBRIC, RULES).total({"a": D("3.00"), "c": D("-0")}) == Totals(RUBRIC, RULES).total(
        {"a": D(3), "c": D(0)}
    )


def test_a_card_that_is_not_complete_adds_up_so_far():
    totals = Totals(RUBRIC, RULES)
    assert totals.total({}) == 0
    assert totals.total({"a": D(5)}) == 50
    assert totals.total({"a": D(5), "stranger": D(1)}) == 50


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (F(1, 2), 0, "1"), (F(3, 2), 0, "2"), (F(5, 2), 0, "3"), (F(-1, 2), 0, "-1"), (F(1, 20), 1, "0.1"), (F(15, 100), 1, "0.2"),
        (F(25, 100), 1, "0.3"), (F(1, 3), 1, "0.3"), (F(2, 3), 2, "0.67"), (F(1, 200), 2, "0.01"), (F(49999, 100000), 0, "0"),
        (F(100), 1, "100.0"), (F(0), 2, "0.00"), (F(-1, 3), 1, "-0.3"), (F(-1, 100), 1, "0.0"), (F(9999, 100), 1, "100.0"),
    ],
)  # fmt: skip
def test_figures_are_rounded_half_up(number, places, shown):
    assert str(rounded(number, places)) == shown


@given(st.fractions(-1000, 1000), st.integers(0, 4))
def test_rounding_is_never_off_by_more_than_a_half(number, places):
    assert abs(F(rounded(number, places)) - number) <= F(1, 2 * 10**places)


def level(scale):
    return st.sampled_from(scale.levels)


visit = st.builds(
    lambda name, judge, a, b, c: ballot(name, judge, a=a, b=b, c=c),
    st.sampled_from(NAMES), st.sampled_from("jkl"), *(level(c.scale) for c in RUBRIC.criteria[:3]),
)  # fmt: skip
visits = st.lists(visit, max_size=14)
weights = st.fixed_dictionaries(
    {key: st.decimals(0, 100, places=2) for key in "ab"} | {"c": st.decimals("0.01", 100, places=2)}
)


@given(visits, weights)
@settings(max_examples=150)
def test_shares_add_up_to_scores_between_0_and_100(ballots, weight):
    for row in standings(RUBRIC, raw(weights=weight), NAMES, ballots):
        assert row.visits == sum(b.submission == row.submission for b in ballots)
        if row.score is None:
            assert (row.visits, row.rank, row.shares) == (0, None, {})
        else:
            assert sum(row.shares.values()) == row.score
            assert 0 <= row.score <= 100
            assert all(share >= 0 for share in row.shares.values())


@given(visits, weights)
@settings(max_examples=100)
def test_a_score_is_the_mean_of_its_visits_by_the_definition(ballots, weight):
    whole = sum(F(w) for w in weight.values())
    for row in standings(RUBRIC, raw(weights=weight), NAMES, ballots):
        mine = [
            100 * sum(
                F(weight[c.key]) * (F(b.marks[c.key]) - F(c.scale.low)) / (F(c.scale.high) - F(c.scale.low))
                for c in RUBRIC.criteria[:3]
            ) / whole
            for b in ballots if b.submission == row.submission
        ]  # fmt: skip
        assert row.score == (sum(mine) / len(mine) if mine else None)


@given(visits, weights, st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_neither_order_nor_names_matter(ballots, weight, luck):
    rules = raw(weights=weight)
    plain = {row.submission: row for row in standings(RUBRIC, rules, NAMES, ballots)}
    shuffled = standings(RUBRIC, rules, luck.sample(NAMES, 4), luck.sample(ballots, len(ballots)))
    assert {row.submission: row for row in shuffled} == plain
    others = dict(zip(NAMES, luck.sample(["q", "ä", "0", "zz"], 4), strict=True))
    renamed = [
        Ballot(judge="someone", submission=others[b.submission], rubric="other", marks=dict(reversed(b.marks.items())))
        for b in ballots
    ]
    for row in standings(RUBRIC, rules, others.values(), renamed):
        name = next(k for k, v in others.items() if v == row.submission)
        assert (row.rank, row.score, row.visits, row.shares) == (
            plain[name].rank,
            plain[name].score,
            plain[name].visits,
            plain[name].shares,
        )


@given(visits, weights, st.integers(2, 9999))
@settings(max_examples=80)
def test_only_the_proportion_of_weights_matters(ballots, weight, times):
    once = standings(RUBRIC, raw(weights=weight), NAMES, ballots)
    more = {key: value * times for key, value in weight.items()}
    assert standings(RUBRIC, raw(weights=more), NAMES, ballots) == once


@given(st.lists(visit, min_size=1, max_size=14), weights, st.data())
@settings(max_examples=150)
def test_a_better_mark_never_hurts(ballots, weight, data):
    number = data.draw(st.integers(0, len(ballots) - 1))
    key = data.draw(st.sampled_from("abc"))
    old = ballots[number]
    better = [m for m in RUBRIC[key].scale.levels if m >= old.marks[key]]
    raised = Ballot(
        judge=old.judge,
        submission=old.submission,
        rubric="r",
        marks={**old.marks, key: data.draw(st.sampled_from(better))},
    )
    rules = raw(weights=weight)
    before = {r.submission: r for r in standings(RUBRIC, rules, NAMES, ballots)}
    after = {
        r.submission: r for r in standings(RUBRIC, rules, NAMES, [*ballots[:number], raised, *ballots[number + 1 :]])
    }
    name = old.submission
    assert after[name].score >= before[name].score
    assert after[name].rank <= before[name].rank
    for other in set(NAMES) - {name}:
        assert after[other].score == before[other].score
        if before[other].rank is not None:
            assert after[other].rank >= before[other].rank


@given(visits, weights)
def test_ranks_are_one_more_than_those_who_are_better(ballots, weight):
    rows = standings(RUBRIC, raw(weights=weight), NAMES, ballots)
    scores = [row.score for row in rows if row.score is not None]
    assert scores == sorted(scores, reverse=True)
    for row in rows:
        if row.score is not None:
            assert row.rank == 1 + sum(score > row.score for score in scores)


def test_the_priority_criterion_tells_equal_scores_apart():
    rubric = Rubric(name="R", criteria=(Criterion(key="a", name="A"), Criterion(key="b", name="B")))
    ballots = [
        Ballot(judge="j", submission=name, rubric="", marks={"a": Decimal(a), "b": Decimal(b)})
        for name, a, b in (("x", 2, 4), ("y", 4, 2), ("z", 3, 3), ("w", 4, 2))
    ]
    weights = {"a": Decimal(1), "b": Decimal(1)}
    alone = standings(rubric, raw(weights=weights), "xyzw", ballots)
    assert {row.submission: row.rank for row in alone} == {"x": 1, "y": 1, "z": 1, "w": 1}
    first = standings(rubric, raw(weights=weights, priority="a"), "xyzw", ballots)
    assert {row.submission: row.rank for row in first} == {"y": 1, "w": 1, "z": 3, "x": 4}
