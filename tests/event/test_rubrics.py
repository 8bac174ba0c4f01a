"""Scales, criteria and rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.people import REASONS, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission

D = Decimal


def test_levels_from_low_to_high():
    assert Scale().levels == (1, 2, 3, 4, 5)
    assert Scale(D(-1), D(1), D("0.5")).levels == (D(-1), D("-0.5"), D(0), D("0.5"), D(1))
    assert len(Scale(D(0), D(100), D(1)).levels) == 101
    assert len(Scale(D(0), D("0.0001"), D("0.000001")).levels) == 101


@pytest.mark.parametrize(
    ("low", "high", "step", "told"),
    [
        (5, 1, 1, "above"),
        (1, 1, 1, "above"),
        (1, 5, 0, "above zero"),
        (1, 5, -1, "above zero"),
        (1, 5, 3, "whole steps"),
        (0, 101, 1, "101 levels"),
        (0, 10**7, 10**6, "cannot be used"),
        ("0.0000001", 1, 1, "cannot be used"),
        ("NaN", 5, 1, "cannot be used"),
        (1, "Infinity", 1, "cannot be used"),
        (1, 5, "sNaN", "cannot be used"),
    ],
)
def test_scales_that_cannot_be(low, high, step, told):
    with pytest.raises(Problem, match=told):
        Scale(D(low), D(high), D(step))


@given(
    low=st.decimals(-1000, 1000, places=2),
    step=st.decimals("0.01", 50, places=2),
    steps=st.integers(1, 100),
    mark=st.decimals(-6000, 6000, places=2),
)
def test_a_scale_allows_its_levels_and_nothing_else(low, step, steps, mark):
    scale = Scale(low, low + step * steps, step)
    assert len(scale.levels) == steps + 1
    assert all(scale.allows(level) for level in scale.levels)
    assert scale.allows(mark) == (mark in scale.levels)


@pytest.mark.parametrize(
    "mark", ["1E-40", "1E-999999", "-1E-40", "NaN", "sNaN", "Infinity", "1E+999999", "2." + "0" * 40 + "1"]
)
def test_a_scale_around_zero_is_not_fooled_by_many_digits(mark):
    """Such a mark minus the lowest one rounds to a level, but is none, and nothing could be added up with it."""
    assert not Scale(D(-5), D(5), D(1)).allows(D(mark))


def test_the_same_number_in_another_spelling_is_allowed():
    assert all(Scale(D(-5), D(5), D(1)).allows(D(text)) for text in ("3.000", "-0", "0E+5", "0.3E+1"))


def test_a_scale_as_a_person_reads_it():
    assert str(Scale()) == "1–5"
    assert str(Scale(D("0.00"), D("10.0"), D("0.50"))) == "0–10 in steps of 0.5"


@pytest.mark.parametrize(
    ("number", "text"), [("2.50", "2.5"), ("1E+1", "10"), ("100", "100"), ("-0.5", "-0.5"), ("0.000", "0"), ("3", "3")]
)
def test_plain_numbers(number, text):
    assert plain(D(number)) == text


def test_who_is_marked_on_what():
    team = Submission(id="s", title="S", tracks=("t",), prizes=("p",))
    rubric = Rubric(
        name="r",
        criteria=tuple(
            Criterion(key=key, name=key, scope=scope)
            for key, scope in (
                ("all", ""), ("mine", "track:t"), ("other", "track:u"), ("won", "prize:p"), ("lost", "prize:t"), ("odd", "track:"),
            )
        ),
    )  # fmt: skip
    assert [c.key for c in rubric.of(team)] == ["all", "mine", "won"]
    assert [c.key for c in rubric.missing(team, {"all": D(3), "mine": D(9), "other": D(1)})] == ["mine", "won"]
    assert rubric["won"].scope == "prize:p"
    with pytest.raises(KeyError):
        rubric["none"]


@pytest.mark.parametrize("keys", [[], ["a", "a"], [""], ["a", ""]])
def test_rubrics_that_cannot_be(keys):
    with pytest.raises(Problem):
        Rubric(name="r", criteria=tuple(Criterion(key=k, name=k) for k in keys))


@pytest.mark.parametrize("weight", ["-1", "1000001", "NaN", "Infinity", "0.0000001"])
def test_weights_that_cannot_be(weight):
    with pytest.raises(Problem, match="“a”"):
        Rules(weights={"a": D(weight)})


def test_what_the_rules_do_not_name_weighs_nothing():
    assert Rules(weights={"a": D(2)}).weight("b") == 0


def test_there_are_reasons_for_each_visit_without_marks():
    assert set(REASONS) == set(Outcome) - {Outcome.MARKED}
    assert all(REASONS.values())
