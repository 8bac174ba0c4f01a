"""What must never matter, whichever the method."""

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from method_tables import grid, visits_from

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.methods import METHODS, fit

NEAR = 2.1e-6  # scores are whole millionths, so two of them may be rounded apart
JUDGES, TEAMS = "ABCDEFG", "stuvw"
MONOTONE = ("mean", "additive", "trimmed", "order")
# The same tables each time: on a table of four marks the likelihood can be so flat, or have two summits, that names decide where the
# climb ends. That is known, and told where the method is explained; a suite that fails one day in thirty tells nobody more.
quick = settings(deadline=None, max_examples=40, derandomize=True)


@st.composite
def tables(draw, name, top=4, criteria=2):
    """Marks of up to 5 submissions, all seen by judge A; by all seven where the method asks for that."""
    teams = TEAMS[: draw(st.integers(2, len(TEAMS)))]
    judges = JUDGES if name == "trimmed" else JUDGES[: draw(st.integers(1, 4))]
    mark = st.tuples(*[st.integers(0, top)] * criteria)
    seen = st.just(True) if name == "trimmed" else st.booleans()
    return {(s, j): draw(mark) for s in teams for j in judges if j == "A" or draw(seen)}


def answer(name, visits):
    """Scores and judges' cards by id, or what the method says instead."""
    try:
        found = fit(name, visits)
    except Problem as problem:
        return str(problem)
    cards: dict[str, float] = {}
    for what in ("severity", "severity_error", "noise"):
        figures = getattr(found, what)
        if figures is not None:
            cards |= {f"{what} of {j}": float(figure) for j, figure in zip(visits.judges, figures, strict=True)}
    return {**dict(zip(visits.submissions, map(float, found.scores), strict=True)), **cards}


@pytest.mark.parametrize("name", METHODS)
@quick
@given(st.data())
def test_the_order_of_ballots_decides_nothing(name, data):
    marks = data.draw(tables(name))
    mixed = data.draw(st.permutations(list(marks.items())))
    assert answer(name, visits_from(marks, top=4)) == answer(name, visits_from(dict(mixed), top=4))


@pytest.mark.parametrize("name", METHODS)
@quick
@given(st.data())
def test_names_decide_nothing(name, data):
    """Other names, sorted otherwise, give the same scores and the same cards, each under its new name."""
    marks = data.draw(tables(name))
    team = dict(zip(TEAMS, data.draw(st.permutations(TEAMS)), strict=True))
    judge = dict(zip(JUDGES, data.draw(st.permutations(JUDGES)), strict=True))
    one = answer(name, visits_from(marks, top=4))
    two = answer(name, visits_from({(team[s], judge[j]): mark for (s, j), mark in marks.items()}, top=4))
    if isinstance(one, str):
        assert isinstance(two, str)
        return
    renamed = {team.get(key) or f"{key[:-1]}{judge[key[-1]]}": figure for key, figure in one.items()}
    # The ratios of variances are kept to some digits only; the last of these can fall otherwise.
    assert two == pytest.approx(renamed, abs=1e-3 if name == "severity" else NEAR, rel=1e-6)


@pytest.mark.parametrize("name", MONOTONE)
@quick
@given(st.data())
def test_a_higher_mark_never_lowers_its_own_submission(name, data):
    marks = data.draw(tables(name))
    (team, judge), cell = data.draw(st.sampled_from(sorted(marks.items())))
    more = tuple(data.draw(st.integers(mark, 4)) for mark in cell)
    before = answer(name, visits_from(marks, top=4))
    after = answer(name, visits_from({**marks, (team, judge): more}, top=4))
    assert after[team] >= before[team] - NEAR
    for other in {s for s, _ in marks} - {team}:
        assert after[team] - after[other] >= before[team] - before[other] - 2 * NEAR or name == "order"
        if before[team] > before[other] + NEAR:
            assert after[team] > after[other] - NEAR


@quick
@given(st.data())
def test_rasch_where_everybody_saw_everybody_has_the_order_of_the_totals(data):
    """So that there no higher mark costs a place."""
    marks = data.draw(tables("trimmed", top=3, criteria=3))
    visits = visits_from(marks, top=3, weights=(3, 2, 1))
    assume(len({mark for cell in marks.values() for mark in cell}) > 1)
    scores, means = fit("rasch", visits).scores, visits.means()
    for a, b in combinations(range(len(means)), 2):
        if means[a] > means[b]:
            assert scores[a] > scores[b]
        elif means[a] == means[b]:
            assert abs(scores[a] - scores[b]) < NEAR


def test_the_z_score_can_cost_a_place_for_a_higher_mark():
    x, _, z = fit("z-score", visits_from(grid({"x": "10 50", "y": "20 40", "z": "40 30"}))).scores
    assert x > z
    x, _, z = fit("z-score", visits_from(grid({"x": "10 80", "y": "20 40", "z": "40 30"}))).scores
    assert x < z


@quick
@given(st.data(), st.integers(1, 50))
def test_shifting_all_marks_of_one_judge_moves_no_rank_under_additive(data, shift):
    marks = {pair: cell[0] for pair, cell in data.draw(tables("additive", top=50, criteria=1)).items()}
    judge = data.draw(st.sampled_from(sorted({j for _, j in marks})))
    shifted = {(s, j): mark + shift * (j == judge) for (s, j), mark in marks.items()}
    one, two = fit("additive", visits_from(marks)), fit("additive", visits_from(shifted))
    moved = {float(b - a) for a, b in zip(one.scores, two.scores, strict=True)}
    assert max(moved) - min(moved) < NEAR


@pytest.mark.parametrize("name", METHODS)
@quick
@given(st.lists(st.tuples(*[st.integers(0, 4)] * 2), min_size=2, max_size=5))
def test_methods_agree_where_judges_do_not_differ(name, rows):
    visits = visits_from({(s, j): cell for s, cell in zip(TEAMS, rows, strict=False) for j in JUDGES}, top=4)
    scores, means = fit(name, visits).scores, visits.means()
    for a, b in combinations(range(len(means)), 2):
        if means[a] > means[b]:
            assert scores[a] > scores[b]
        elif means[a] == means[b]:
            assert abs(scores[a] - scores[b]) < NEAR
