"""From raw mean to score: steps that add up, whatever the method, and say what they are."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings import additive, mean, severity, z_score
from gpumode_judge.standings.visits import Visits
from gpumode_judge.standings.waterfall import Why, waterfall

F = Fraction


def visits_of_rows(rows):
    """``rows`` are (submission, judge, mark 0–10)."""
    rows = sorted(rows)
    names, judges = sorted({s for s, _, _ in rows}), sorted({j for _, j, _ in rows})
    return Visits(
        submissions=tuple(names),
        judges=tuple(judges),
        team=np.array([names.index(s) for s, _, _ in rows], dtype=np.intp),
        judge=np.array([judges.index(j) for _, j, _ in rows], dtype=np.intp),
        exact=tuple(F(10 * mark) for _, _, mark in rows),
        y=np.array([10.0 * mark for _, _, mark in rows]),
        criteria=("a",),
        weights=np.ones(1),
        levels=(11,),
        marks=np.array([[mark] for _, _, mark in rows], dtype=np.intp),
    )


def evening(seed=1, teams=12, judges=6, each=3, harsh=2):
    """Judge j0 marks ``harsh`` marks lower than the others."""
    chance = np.random.default_rng(seed)
    rows = []
    for team in range(teams):
        for judge in chance.permutation(judges)[:each].tolist():
            mark = 5 + 4 * team / teams - (harsh if judge == 0 else 0) + chance.normal(0, 0.7)
            rows.append((f"t{team:02}", f"j{judge}", int(np.clip(round(mark), 0, 10))))
    return visits_of_rows(rows)


@pytest.mark.parametrize("method", [mean, severity, additive, z_score])
@given(seed=st.integers(0, 10**6), harsh=st.integers(0, 4))
@settings(max_examples=15, deadline=None)
def test_the_steps_add_up_exactly(method, seed, harsh):
    visits = evening(seed, harsh=harsh)
    fit = method.fit(visits)
    for at, name in enumerate(visits.submissions):
        told = waterfall(visits, fit, name)
        assert told.raw == visits.means()[at]
        assert told.score == fit.scores[at]
        assert told.raw + sum(step.points for step in told.steps) == told.score
        assert sum(part.share for part in told.parts) == 1
        assert all(step.says.endswith(".") and "nan" not in step.says for step in told.steps)


def test_a_raw_mean_has_no_steps():
    visits = evening()
    told = waterfall(visits, mean.fit(visits), "t03")
    assert told.steps == ()
    assert told.raw == told.score


def test_what_a_harsh_judge_took_is_added_again():
    visits = evening(harsh=3)
    fit = severity.fit(visits)
    at_j0 = visits.submissions[int(visits.team[visits.judge == 0][0])]
    told = waterfall(visits, fit, at_j0)
    step = told.steps[0]
    part = next(part for part in told.parts if part.judge == "j0")
    assert part.correction > 10
    assert step.why is Why.JUDGES
    assert step.points == sum(part.correction for part in told.parts) / len(told.parts) > 0
    assert "harsher than the average judge: that is added." in step.says


def test_the_last_step_pulls_towards_the_middle():
    visits = evening(harsh=0)
    fit = severity.fit(visits)
    assert fit.posterior is not None
    middle = float(fit.posterior.effects[0])
    for name in visits.submissions:
        told = waterfall(visits, fit, name)
        few = next((step for step in told.steps if step.why is Why.FEW), None)
        if few is not None and abs(few.points) > F(1, 1000):
            assert (few.points > 0) == (float(told.score) < middle)


def test_an_erratic_judge_counts_less():
    chance = np.random.default_rng(4)
    rows = []
    for team in range(40):
        rows += [
            (f"t{team:02}", f"j{judge}", int(np.clip(round(2 + team / 7 + chance.normal(0, 0.4)), 0, 10)))
            for judge in (1, 2, 3)
        ]
        rows.append((f"t{team:02}", "j0", int(chance.integers(0, 11))))
    visits = visits_of_rows(rows)
    told = waterfall(visits, severity.fit(visits), "t05")
    shares = {part.judge: part.share for part in told.parts}
    assert shares["j0"] < F(1, 10)
    assert min(shares[judge] for judge in ("j1", "j2", "j3")) > F(1, 5)
    assert any(step.why is Why.STEADY for step in told.steps)


def test_what_machines_give_stays_as_it_is():
    visits = evening()
    fit = severity.fit(visits)
    plain = waterfall(visits, fit, "t03")
    told = waterfall(visits, fit, "t03", judged=F(3, 5), measured=F(30))
    assert told.raw == plain.raw * F(3, 5) + 30
    assert told.score == plain.score * F(3, 5) + 30
    assert told.raw + sum(step.points for step in told.steps) == told.score
    assert [step.points for step in told.steps] == [step.points * F(3, 5) for step in plain.steps]


def test_nobody_saw_it():
    visits = evening()
    with pytest.raises(Problem, match="send a judge first"):
        waterfall(visits, mean.fit(visits), "nobody")
