"""Chances from draws: they are those of the normal distribution, and they add up."""

from math import erf, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.standings.draws import NORMAL, POINT, Draws, chances, draw, normal_table, not_separable
from gpumode_judge.standings.fit import Posterior


def posterior(centre, own, shared=0.0) -> Posterior:
    """Totals around ``centre`` with an own error each, and one error that all share."""
    teams = len(centre)
    return Posterior(
        centre=np.array(centre, float), slope=np.full((teams, 1), -1.0), own=np.array(own, float), effects=np.zeros(1),
        factor=np.full((1, 1), float(shared)),
    )  # fmt: skip


def drawn(rows, names="abcdefgh"):
    points = np.array(rows, dtype=np.int32)
    return chances(Draws(points=points, seed=0), tuple(names[: points.shape[1]]))


def test_draws_have_the_mean_and_the_spread_of_what_is_known():
    points = draw(posterior([60, 40, 55], [3, 0.5, 8], shared=2), 5).points / POINT
    assert points.mean(axis=0) == pytest.approx([60, 40, 55], abs=0.2)
    assert np.cov(points.T) == pytest.approx(np.diag([9, 0.25, 64]) + 4, rel=0.05, abs=0.5)


def test_severity_moves_all_submissions_of_a_judge():
    known = Posterior(
        centre=np.array([50.0, 50.0]), slope=np.array([[-0.5, 0.4], [-0.5, -0.4]]), own=np.zeros(2),
        effects=np.array([10.0, 5.0]), factor=np.array([[2.0, 0.0], [0.0, 3.0]]),
    )  # fmt: skip
    points = draw(known, 1).points / POINT
    assert points.mean(axis=0) == pytest.approx([50 + 5 - 2, 50 + 5 + 2], abs=0.1)
    assert np.cov(points.T) == pytest.approx(np.array([[1 + 1.44, 1 - 1.44], [1 - 1.44, 1 + 1.44]]), abs=0.1)


def test_chances_of_two_are_those_of_the_normal_distribution():
    made = chances(draw(posterior([52, 50], [3.0005, 3.9991]), 11), ("a", "b"))
    true = (1 + erf(2 / 5 / sqrt(2))) / 2
    assert made.beats("a", "b") == pytest.approx(true, abs=0.01)
    assert made.beats("a", "b") + made.beats("b", "a") == 1
    assert made.first.tolist() == [made.beats("a", "b"), made.beats("b", "a")]
    assert made.beats("a", "a") == 0.5
    assert (made.seed, made.count) == (11, 20_000)


def test_what_all_share_changes_no_chance_but_the_points():
    one = chances(draw(posterior([52, 50, 47], [3, 4, 2]), 3, 4000), ("a", "b", "c"))
    shifted = chances(draw(posterior([52, 50, 47], [3, 4, 2]), 3, 4000, scale=0.5, shift=20.0), ("a", "b", "c"))
    assert shifted.first == pytest.approx(one.first, abs=0.001)
    moved = draw(posterior([52, 50], [3, 4]), 3, 4000, scale=np.array([1.0, 0.5]), shift=np.array([0.0, 30.0]))
    assert moved.points.mean(axis=0) / POINT == pytest.approx([52, 55], abs=0.2)


def test_ranks_are_counted():
    made = drawn([[3, 2, 1]] * 18 + [[1, 2, 3]] * 2)
    assert made.first.tolist() == [0.9, 0, 0.1]
    assert made.top(2).tolist() == [0.9, 1.0, 0.1]
    assert made.top(0).tolist() == [0, 0, 0]
    assert made.top(9).tolist() == [1, 1, 1]
    assert (made.low.tolist(), made.median.tolist(), made.high.tolist()) == ([1, 2, 1], [1, 2, 3], [3, 2, 3])


def test_equal_totals_share_the_better_rank():
    made = drawn([[5, 5, 1], [5, 7, 7]])
    assert made.first.tolist() == [0.5, 1.0, 0.5]
    assert made.top(2).tolist() == [0.5, 1.0, 0.5]
    assert made.beats("a", "b") == 0.25


def test_submissions_of_which_nothing_is_open_are_equal():
    made = chances(draw(posterior([50, 50, 40], [0, 0, 0]), 1, 100), ("a", "b", "c"))
    assert made.first.tolist() == [1, 1, 0]
    assert made.beats("a", "b") == 0.5
    assert made.high.tolist() == [1, 1, 3]


def test_neighbours_of_whom_nobody_can_say_who_is_better():
    made = chances(draw(posterior([60, 59.8, 40], [2, 2, 2]), 1), ("x", "y", "z"))
    assert not_separable(made, ("x", "y", "z")) == (("x", "y"),)
    assert not_separable(made, ("y", "z")) == ()
    assert not_separable(made, ("x",)) == ()
    assert not_separable(made, ()) == ()


def test_none_and_one():
    alone = chances(draw(posterior([50], [3]), 1, 10), ("a",))
    assert (alone.first.tolist(), alone.low.tolist(), alone.high.tolist()) == ([1], [1], [1])
    assert chances(draw(posterior([], []), 1, 10), ()).first.size == 0


@given(st.integers(1, 40), st.integers(0, 2**32), st.integers(1, 300))
@settings(max_examples=25, deadline=None)
def test_chances_add_up(teams, seed, count):
    chance = np.random.default_rng(seed)
    names = tuple(f"s{n}" for n in range(teams))
    made = chances(draw(posterior(chance.normal(50, 5, teams), chance.uniform(1, 5, teams)), seed, count), names)
    points = made.draws.points
    order = 1 + (points[:, None, :] > points[:, :, None]).sum(axis=2)
    for places in range(1, teams + 1):
        assert made.top(places) == pytest.approx((order <= places).mean(axis=0))
    assert made.first.tolist() == ((order == 1).sum(axis=0) / count).tolist()
    low, middle, high = (np.sort(order, axis=0)[-(-part * count // 20) - 1] for part in (1, 10, 19))
    assert (made.low.tolist(), made.median.tolist(), made.high.tolist()) == (
        low.tolist(),
        middle.tolist(),
        high.tolist(),
    )


def test_the_first_draws_are_the_same_however_many_are_made():
    known = posterior(np.linspace(30, 70, 37), np.full(37, 4))
    assert (draw(known, 9, 70_000).points[:100] == draw(known, 9, 100).points).all()


def test_the_table_of_normal_numbers():
    numbers = normal_table() / NORMAL
    assert (numbers == -numbers[::-1]).all()
    assert numbers.std() == pytest.approx(1, abs=1e-3)
    assert (np.diff(numbers) >= 0).all()
