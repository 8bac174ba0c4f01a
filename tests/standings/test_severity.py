"""The crossed model of submissions and judges: known figures, what may not matter, and what the least data give."""

from dataclasses import replace
from fractions import Fraction
from math import isfinite, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.standings import severity
from gpumode_judge.standings.crossed import Model, Table
from gpumode_judge.standings.noise import moments, scatter, weights
from gpumode_judge.standings.reml import reml
from gpumode_judge.standings.visits import Visits

SHROUT_FLEISS = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def visits(team, judge, exact, levels=()) -> Visits:
    """Visits of submissions s00, s01 … and judges j00, j01 …; ``levels`` of criteria that weigh the same."""
    exact = tuple(Fraction(total) for total in exact)
    return Visits(
        submissions=tuple(f"s{n:02}" for n in range(max(team) + 1)),
        judges=tuple(f"j{n:02}" for n in range(max(judge) + 1)),
        team=np.array(team), judge=np.array(judge), exact=exact, y=np.array([float(total) for total in exact]),
        criteria=tuple(f"c{n}" for n in range(len(levels))), weights=np.full(len(levels), 1 / max(len(levels), 1)),
        levels=tuple(levels), marks=np.zeros((len(exact), len(levels)), dtype=np.intp),
    )  # fmt: skip


def table(rows) -> tuple[list[int], list[int], list[int]]:
    cells = [(t, j, mark) for t, row in enumerate(rows) for j, mark in enumerate(row) if mark is not None]
    return [t for t, _, _ in cells], [j for _, j, _ in cells], [mark for _, _, mark in cells]


def model(rows, weight=None) -> Model:
    team, judge, marks = table(rows)
    return Model(Table(np.array(team), np.array(judge), len(rows), max(judge) + 1), np.array(marks, float), weight)


def event(teams=45, judges=12, each=4, severe=0.7, seed=0, noisy=0):
    """Marks 0–9 by which judges differ in severity; the first ``noisy`` judges mark at random."""
    chance = np.random.default_rng(seed)
    team = np.repeat(np.arange(teams), each)
    judge = np.concatenate([np.sort(chance.choice(judges, each, replace=False)) for _ in range(teams)])
    harsh = severe * chance.normal(size=judges)
    worth = chance.normal(size=teams)[team] - harsh[judge] + 0.8 * chance.normal(size=team.size)
    marks = np.clip(np.rint(4.5 + 1.5 * worth), 0, 9)
    marks = np.where(judge < noisy, chance.integers(0, 10, team.size), marks)
    return team.tolist(), judge.tolist(), [Fraction(int(m) * 100, 9) for m in marks], harsh


def test_the_variances_of_shrout_and_fleiss():
    fit = reml(model(SHROUT_FLEISS))
    sigma = sqrt(fit.sigma2)
    found = [sigma * sqrt(fit.ratios[0]), sigma * sqrt(fit.ratios[1]), sigma]
    assert found == pytest.approx([1.5986, 2.2901, 1.0097], abs=1e-4)


@pytest.mark.parametrize("ratios", [(1.3, 0.7), (0.0, 0.7), (1.3, 0.0), (0.0, 0.0), (40.0, 900.0)])
@pytest.mark.parametrize("weight", [None, (0.5, 1.0, 2.0, 1.5)])
def test_the_system_is_that_of_the_whole_covariance(ratios, weight):
    """Against the textbook: V of all marks at once, generalised least squares, REML by determinants."""
    rows = [list(row) for row in SHROUT_FLEISS]
    rows[0][1] = rows[3][2] = rows[4][0] = rows[4][1] = None
    team, judge, marks = (np.array(column) for column in table(rows))
    ours = model(rows, None if weight is None else np.array(weight))
    each = np.ones(4) if weight is None else np.array(weight)
    zt, zj, one, y = np.eye(6)[team], np.eye(4)[judge], np.ones(len(team)), marks.astype(float)
    cover = ratios[0] * zt @ zt.T + ratios[1] * zj @ zj.T + np.diag(1 / each[judge])
    inside = np.linalg.inv(cover)
    mu = one @ inside @ y / (one @ inside @ one)
    pull = inside @ (y - mu)
    free = len(team) - 1
    sigma2 = (y - mu) @ pull / free
    criterion = (
        free * (1 + np.log(2 * np.pi * sigma2)) + np.linalg.slogdet(cover)[1] + np.log(one @ inside @ one)
    )  # fmt: skip

    def at(*where):
        return ours.at(*where)

    got = at(*ratios)
    assert got.criterion == pytest.approx(criterion, abs=1e-9)
    assert (got.mu, got.sigma2) == pytest.approx((mu, sigma2))
    assert got.team == pytest.approx(ratios[0] * zt.T @ pull, abs=1e-10)
    assert got.judge == pytest.approx(ratios[1] * zj.T @ pull, abs=1e-10)
    step = 1e-6
    for i in (0, 1):
        more = at(*(ratio + step * (k == i) for k, ratio in enumerate(ratios)))
        assert got.slope[i] == pytest.approx((more.criterion - got.criterion) / step, abs=2e-4, rel=2e-4)
    # what is left of a mark varies by its own noise less what the fit took from it
    rest = inside - np.outer(inside @ one, inside @ one) / (one @ inside @ one)
    taken = 1 - np.diag(rest) / each[judge]
    squares, freedom = scatter(ours, got)
    assert freedom == pytest.approx(np.bincount(judge, 1 - taken), abs=1e-9)
    assert squares == pytest.approx(np.bincount(judge, (rest @ y / each[judge]) ** 2), abs=1e-9)


@pytest.mark.parametrize("judges", [30, 8])
def test_pairs_and_matrices_count_the_same(judges):
    team, judge, _, _ = event(40, judges, 5)
    few, many = (Table(np.array(team), np.array(judge), 40, judges) for _ in range(2))
    few.few, many.few = True, False
    chance = np.random.default_rng(1)
    d, matrix = chance.random(40), chance.random((judges, judges))
    matrix += matrix.T
    assert few.gram(d) == pytest.approx(many.gram(d))
    assert few.across(matrix) == pytest.approx(many.across(matrix))
    assert few.inner(d, matrix) == pytest.approx(many.inner(d, matrix))


def test_severity_is_what_a_judge_gives_less_than_the_average_judge():
    team, judge, exact, harsh = event(seed=3)
    fit = severity.fit(visits(team, judge, exact))
    points = (harsh - harsh.mean()) * 1.5 * 100 / 9
    assert np.corrcoef(fit.severity, points)[0, 1] > 0.9
    assert np.abs(fit.severity - points).mean() < 2 * fit.severity_error.mean()
    assert fit.severity.sum() == pytest.approx(0, abs=1e-4)
    assert fit.spread.judge == pytest.approx(0.7 * 150 / 9, rel=0.5)


def test_a_judge_who_marks_at_random_is_found_out_and_counts_less():
    team, judge, exact, _ = event(seed=1, noisy=1)
    fit = severity.fit(visits(team, judge, exact))
    assert fit.noise.argmax() == 0
    assert fit.noise[0] > 1.5 * np.median(fit.noise)


def test_judges_with_the_same_noise_weigh_the_same():
    squares, free = np.full(8, 40.0), np.full(8, 10.0)
    assert weights(squares, free, 0.1) is None
    team, judge, exact, _ = event(seed=0, teams=30, judges=5)
    given_ = visits(team, judge, exact)
    fit = severity.fit(given_)
    plain = reml(Model(Table(given_.team, given_.judge, 30, 5), given_.y))
    if np.ptp(fit.noise) == 0:
        assert [float(s) for s in fit.scores] == pytest.approx(plain.mu + plain.team, abs=1e-6)


def test_moments_find_how_much_variances_differ():
    chance = np.random.default_rng(5)
    worth, usual, free = 6.0, 9.0, 12.0
    true = worth * usual / chance.chisquare(worth, 20_000)
    found = true * chance.chisquare(free, true.size) / free
    assert moments(found, np.full(true.size, free)) == pytest.approx((usual, worth), rel=0.05)


@given(st.permutations(range(10)), st.permutations(range(6)), st.integers(0, 20))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_names_matter_to_nobody(teams, judges, seed):
    team, judge, exact, _ = event(10, 6, 3, seed=seed)
    plain = severity.fit(visits(team, judge, exact))
    cells = sorted((teams[t], judges[j], mark) for t, j, mark in zip(team, judge, exact, strict=True))
    moved = severity.fit(visits(*(list(column) for column in zip(*cells, strict=True))))
    assert [float(moved.scores[teams[t]]) for t in range(10)] == pytest.approx(
        [float(s) for s in plain.scores], abs=1e-5
    )
    assert moved.severity[list(judges)] == pytest.approx(plain.severity, abs=1e-5)
    assert moved.noise[list(judges)] == pytest.approx(plain.noise, abs=1e-5)
    assert moved.says == plain.says


@given(st.integers(0, 10_000), st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_higher_mark_gains_on_every_other_submission_while_noise_and_spread_stand(seed, data):
    """The noise and the spreads are found from the marks too, and through them a mark can act otherwise: next test."""
    chance = np.random.default_rng(seed)
    teams, judges = data.draw(st.integers(2, 9)), data.draw(st.integers(1, 6))
    cells = np.sort(chance.choice(teams * judges, data.draw(st.integers(2, teams * judges)), replace=False))
    team, judge = (np.unique(column, return_inverse=True)[1] for column in np.divmod(cells, judges))
    y = np.arange(cells.size) * 1.0 + chance.normal(size=cells.size)
    here = Table(team, judge, team.max() + 1, judge.max() + 1)
    weight = chance.uniform(0.01, 4, here.judges)
    ratios = (data.draw(st.sampled_from([0.01, 1, 100])), data.draw(st.sampled_from([0, 0.01, 1, 100])))
    raised = data.draw(st.integers(0, cells.size - 1))
    before, after = (
        Model(here, y, weight).at(*ratios),
        Model(here, y + 5 * (np.arange(y.size) == raised), weight).at(*ratios),
    )
    gained = (after.mu + after.team) - (before.mu + before.team)
    assert gained[team[raised]] >= -1e-9
    assert gained[team[raised]] >= gained.max() - 1e-9


def test_at_the_size_of_an_event_a_higher_mark_lowers_its_submission_hardly_ever():
    """With an outlying mark its judge seems noisier, so all marks of that judge count less: no method that weighs judges by their
    marks can rule it out. One in several hundred changes may cost a place, and then one.
    """
    chance = np.random.default_rng(2)
    lost = []
    for seed in range(60):
        team, judge, exact, _ = event(seed=seed)
        n = int(chance.integers(len(team)))
        raised = [min(mark + Fraction(100 * int(chance.integers(1, 5)), 9), Fraction(100)) for mark in exact[n : n + 1]]
        before, after = (
            severity.fit(visits(team, judge, marks, (10,))).scores
            for marks in (exact, [*exact[:n], *raised, *exact[n + 1 :]])
        )
        here = team[n]
        lost.append(sum(s > after[here] for s in after) - sum(s > before[here] for s in before))
    assert max(lost) <= 1
    assert sum(one > 0 for one in lost) <= 1


def test_where_judges_do_not_differ_the_order_is_that_of_the_raw_means():
    chance = np.random.default_rng(4)
    rows = 50 + 12 * chance.normal(size=(20, 1)) + 8 * chance.normal(size=(20, 5))
    rows -= rows.mean(axis=0) - rows.mean()
    team, judge, marks = table(np.rint(rows * 1000).astype(int).tolist())
    given_ = visits(team, judge, [Fraction(mark, 1000) for mark in marks])
    fit = severity.fit(given_)
    assert fit.spread.judge == 0
    means = given_.means()
    assert np.argsort([float(m) for m in means]).tolist() == np.argsort([float(s) for s in fit.scores]).tolist()
    assert fit.says == ("The judges hardly differ in severity, so the order is that of the raw means.",)


def test_severity_of_judges_who_differ_is_not_called_small():
    team, judge, exact, _ = event(seed=0)
    assert severity.fit(visits(team, judge, exact, (10,))).says == ()


def test_no_judge_is_taken_to_mark_finer_than_the_scale():
    rows = [[10 * t + 25 * j for j in range(4)] for t in range(6)]
    fit = severity.fit(visits(*table(rows), levels=(5, 5)))
    assert fit.spread.noise == pytest.approx(sqrt(2 * 12.5**2 / 12), abs=1e-6)
    exactly = severity.fit(visits(*table(rows)))
    assert exactly.spread.noise < 0.1
    assert [float(b - a) for a, b in zip(exactly.scores, exactly.scores[1:], strict=False)] == pytest.approx(
        [10] * 5, abs=0.01
    )


ONE_JUDGE = [[20], [80], [50]]
ONE_TEAM = [[20, 80, 50]]
LEAST = {
    "one judge": (ONE_JUDGE, [20, 80, 50], "There is only one judge"),
    "one submission": (ONE_TEAM, [50], "There is only one submission"),
    "one visit": ([[70]], [70], "All marks are equal"),
    "all equal": ([[40, 40], [40, 40], [40, 40]], [40, 40, 40], "All marks are equal"),
    "two visits": ([[20], [80]], [20, 80], "There is only one judge"),
    "two visits, two judges": ([[20, None], [None, 80]], [20, 80], "Each submission has one visit only"),
    "one visit each": (
        [[20, None], [80, None], [None, 50], [None, 50]],
        [20, 80, 50, 50],
        "Each submission has one visit",
    ),
}


@pytest.mark.parametrize("case", LEAST)
def test_the_least_data_give_the_raw_order_and_say_why(case):
    rows, scores, says = LEAST[case]
    fit = severity.fit(visits(*table(rows)))
    assert list(fit.scores) == scores
    assert fit.says[0].startswith(says)
    assert fit.posterior is None


def test_no_visits_give_no_scores():
    empty = replace(
        visits([0], [0], [0]),
        submissions=(),
        judges=(),
        team=np.zeros(0, int),
        judge=np.zeros(0, int),
        exact=(),
        y=np.zeros(0),
    )
    assert severity.fit(empty).scores == ()


def test_marks_that_do_not_tell_submissions_apart_keep_their_order_without_being_sure():
    chance = np.random.default_rng(8)
    marks = 50 + 10 * chance.normal(size=(12, 4))
    marks -= 0.9 * (marks.mean(axis=1, keepdims=True) - marks.mean())
    fit = severity.fit(visits(*table(np.rint(marks * 100).astype(int).tolist())))
    assert "little sure" in fit.says[-1]
    means = marks.mean(axis=1)
    assert np.argmax([float(s) for s in fit.scores]) == means.argmax()
    assert len(set(fit.scores)) == 12


def test_visits_that_cannot_show_severity_leave_the_scores_uncorrected():
    fit = severity.fit(visits([0, 0, 1, 1, 2, 2], [0, 1, 2, 3, 4, 5], [10, 20, 40, 60, 80, 85]))
    assert fit.severity is None
    assert fit.says[0].startswith("The visits cannot tell how severe")
    assert list(fit.scores) == sorted(fit.scores)


@given(st.integers(0, 10**6), st.sampled_from([(), (5,), (10, 4)]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_never_a_number_that_is_none(seed, levels):
    chance = np.random.default_rng(seed)
    teams, judges = chance.integers(1, 8, 2)
    cells = np.sort(chance.choice(teams * judges, chance.integers(1, teams * judges + 1), replace=False))
    team, judge = (np.unique(column, return_inverse=True)[1].tolist() for column in np.divmod(cells, judges))
    steps = int(chance.integers(1, 11))
    fit = severity.fit(
        visits(team, judge, [Fraction(100 * int(m), steps) for m in chance.integers(0, steps + 1, len(team))], levels)
    )
    arrays = [fit.severity, fit.severity_error, fit.noise]
    if fit.posterior:
        arrays += [getattr(fit.posterior, name) for name in ("centre", "slope", "own", "effects", "factor")]
    assert all(np.isfinite(array).all() for array in arrays if array is not None)
    assert all(isfinite(score) for score in fit.scores)
    assert all(says.endswith(".") for says in fit.says)


def test_five_thousand_submissions_and_a_thousand_judges():
    team, judge, exact, harsh = event(5000, 1000, 5)
    given_ = visits(team, judge, exact, (10,))
    fit = severity.fit(given_)
    assert len(fit.scores) == 5000
    assert np.corrcoef(fit.severity, harsh)[0, 1] > 0.85
