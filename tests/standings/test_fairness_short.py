"""The fairness benchmark itself; its figures in the long form: pytest -n 0 -m soak tests/standings/test_fairness_short.py."""

import numpy as np
import pytest

from tests.benchmarks import fairness
from tests.benchmarks.fairness_world import as_visits, dealt, mixed, two_tracks, world


def test_a_few_runs_are_the_same_again_and_print_a_table(capsys):
    report = fairness.simulate(2, seed=3)
    again = fairness.simulate(2, seed=3)
    assert report.lines() == again.lines()
    assert report.table.shape == (2, len(fairness.EVENINGS), len(fairness.METHODS), len(fairness.FIGURES))
    assert np.isfinite(report.table).all()
    assert (np.abs(report.table) <= 1).all()
    assert ((report.claims >= 0) & (report.claims <= 1)).all()
    assert ((report.visits >= 0) & (report.visits <= 1)).all()
    assert fairness.main(["--runs", "2", "--seed", "3", "--jobs", "1"]) in (0, 1)
    shown = capsys.readouterr().out
    assert "\n".join(report.lines()) in shown
    assert shown.count("must be") == 1
    assert all(name in shown for name in fairness.METHODS)


def test_a_promise_is_kept_within_its_edges():
    promise = fairness.Promise(name="x", figure=0.05, error=0.001, least=0.04, most=0.06)
    assert promise.kept
    assert fairness.show(promise).endswith("0.040 to 0.060: ok")
    late = fairness.Promise(name="x", figure=0.03, error=0.001, least=0.04)
    assert not late.kept
    assert fairness.show(late).endswith("at least 0.040: MISSED")


def test_everyone_is_seen_as_often_and_nobody_twice_by_the_same_judge():
    chance = np.random.default_rng(1)
    team, judge = mixed(chance, 45, 12, 4)
    assert set(np.bincount(team)) == {4}
    assert set(np.bincount(judge)) == {15}
    assert len(set(zip(team.tolist(), judge.tolist(), strict=True))) == 180
    few = dealt(chance, np.arange(3), np.array([4, 7]), 2)
    assert sorted(zip(*(side.tolist() for side in few), strict=True)) == [(t, j) for t in range(3) for j in (4, 7)]


def test_two_tracks_share_one_visit():
    team, judge = two_tracks(np.random.default_rng(2), 45, 12, 4)
    across = (team < 23) != (judge < 6)
    assert len(team) == 181
    assert across.sum() == 1


def test_marks_stay_on_the_scale_and_a_random_judge_uses_all_of_it():
    chance = np.random.default_rng(5)
    truth = world(chance, teams=400, judges=2, random_judge=True)
    team, judge = (side.ravel() for side in np.indices((400, 2)))
    marks = truth.marks(team, judge, chance)
    assert (marks.min(), marks.max()) == (0, 9)
    assert np.bincount(marks[judge == 0], minlength=10).min() > 20
    visits = as_visits(team, judge, marks, 400, 2)
    assert [float(total) for total in visits.exact] == pytest.approx(visits.y)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_every_promise_is_kept():
    promises = fairness.simulate(3000, seed=1, jobs=2).promises()
    assert [fairness.show(promise) for promise in promises if not promise.kept] == []
