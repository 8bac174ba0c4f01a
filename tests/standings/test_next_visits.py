"""Which judge should see which submission next."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings import severity
from gpumode_judge.standings.joint import joint, model_of
from gpumode_judge.standings.next_visits import Reason, capacities, next_visits
from gpumode_judge.standings.outlook import Outlook
from gpumode_judge.standings.visits import Visits


def marked(rows):
    """``rows`` are (submission, judge, mark 0–10)."""
    rows = sorted(rows)
    names, judges = sorted({s for s, *_ in rows}), sorted({j for _, j, _ in rows})
    return Visits(
        submissions=tuple(names),
        judges=tuple(judges),
        team=np.array([names.index(s) for s, *_ in rows], dtype=np.intp),
        judge=np.array([judges.index(j) for _, j, _ in rows], dtype=np.intp),
        exact=tuple(Fraction(10 * mark) for *_, mark in rows),
        y=np.array([10.0 * mark for *_, mark in rows]),
        criteria=("a",),
        weights=np.ones(1),
        levels=(11,),
        marks=np.array([[mark] for *_, mark in rows], dtype=np.intp).reshape(-1, 1),
    )


def evening(seed=1, teams=20, judges=6, each=3):
    chance = np.random.default_rng(seed)
    worth = chance.normal(5, 1.5, teams).tolist()
    return marked([
        (f"t{team:02}", f"j{judge}", int(np.clip(round(worth[team] + chance.normal(0, 0.9)), 0, 10)))
        for team in range(teams)
        for judge in chance.permutation(judges)[:each].tolist()
    ])  # fmt: skip


def asked(visits, **options):
    options = {"submissions": visits.submissions, "free": dict.fromkeys(visits.judges, 3), "count": 8, **options}
    return next_visits(visits, severity.fit(visits), **options)


def made(visits):
    return {(visits.judges[j], visits.submissions[t]) for t, j in zip(visits.team, visits.judge, strict=True)}


def test_minutes_to_visits():
    assert capacities({"b", "a"}, 31, 10) == {"a": 3, "b": 3}
    assert capacities(["a"], 9.9, 10) == {"a": 0}
    assert capacities(["a"], -5, 10) == {"a": 0}
    with pytest.raises(Problem, match="more than 0 minutes"):
        capacities(["a"], 60, 0)


@given(
    seed=st.integers(0, 10**6),
    teams=st.integers(1, 15),
    each=st.integers(1, 4),
    capacity=st.lists(st.integers(0, 3), min_size=6, max_size=6),
    barred=st.sets(st.tuples(st.sampled_from(["j0", "j1", "j2", "new"]), st.integers(0, 16)), max_size=20),
    count=st.integers(0, 12),
)
@settings(max_examples=40, deadline=None)
def test_nobody_is_sent_where_they_must_not_go(seed, teams, each, capacity, barred, count):
    visits = evening(seed, teams, each=each)
    free = dict(zip([f"j{n}" for n in range(5)] + ["new"], capacity, strict=True))
    no = {(judge, f"t{team:02}") for judge, team in barred}
    names = [*visits.submissions, "t15", "t16"]
    found = asked(visits, submissions=names, free=free, barred=no, count=count)
    pairs = [(one.judge, one.submission) for one in found]
    assert len(pairs) == len(set(pairs)) <= count
    assert not set(pairs) & (no | made(visits))
    assert all(used <= free[judge] for judge, used in Counter(judge for judge, _ in pairs).items())
    assert all(one.gain is None or 0 <= one.gain <= 1 for one in found)
    assert {one.submission for one in found} <= set(names)


def test_the_same_seed_gives_the_same_visits():
    visits = evening()
    free = dict.fromkeys(visits.judges, 3)
    back = dict(reversed(free.items()))
    assert asked(visits, free=free, seed=4) == asked(visits, free=back, submissions=visits.submissions[::-1], seed=4)


def test_the_unseen_come_first_and_those_few_may_see_before_all():
    visits = evening(teams=6)
    names = [*visits.submissions, "x1", "x2", "x3"]
    # j0 alone may see x3, and has time for one visit.
    barred = {(judge, "x3") for judge in visits.judges if judge != "j0"}
    free = {"j0": 1, "j1": 2, "new": 5}
    found = asked(visits, submissions=names, free=free, barred=barred, count=6)
    assert {(one.submission, one.reason) for one in found[:3]} == {(name, Reason.UNSEEN) for name in ("x1", "x2", "x3")}
    assert next(one.judge for one in found if one.submission == "x3") == "j0"
    assert all(one.judge == "j1" for one in found[:3] if one.submission != "x3"), "a judge who has marked others"
    assert all(one.reason is Reason.SURER for one in found[3:])


def test_groups_are_joined_before_anything_else_is_made_surer():
    rows = [(f"t{t}", f"j{j}", 3 + (t + j) % 4) for t in range(4) for j in range(2)]
    rows += [(f"u{t}", f"k{j}", 4 + (t + 2 * j) % 3) for t in range(4) for j in range(2)]
    visits = marked(rows)
    found = asked(visits, free={"j0": 0, "k1": 2}, count=3)
    assert (found[0].judge, found[0].reason) == ("k1", Reason.JOINS)
    assert found[0].submission.startswith("t")
    assert Reason.JOINS not in {one.reason for one in found[1:]}
    barred = {(judge, name) for judge in ("j0", "k1") for name in visits.submissions}
    assert asked(visits, free={"j0": 2, "k1": 2}, barred=barred) == ()


def test_without_any_mark_everyone_is_seen_once():
    visits = marked([])
    found = asked(visits, submissions=["b", "a", "c"], free={"x": 2, "y": 2}, count=9)
    assert sorted(one.submission for one in found[:3]) == ["a", "b", "c"]
    assert [one.reason for one in found] == [Reason.UNSEEN] * 3 + [Reason.JOINS], (
        "two judges saw them, so one goes across"
    )
    assert all(one.gain is None for one in found)
    assert asked(visits, submissions=[], free={"x": 2}) == ()
    assert asked(visits, submissions=["a"], free={}) == ()


def near_the_top():
    """Two teams share the lead, one is not far behind, and everyone else is well below."""
    rows = [(f"t{t:02}", f"j{(t + j) % 6}", 2 + (t * 7 + j * 5) % 3) for t in range(16) for j in range(3)]
    rows += [(name, f"j{j}", mark + j % 2) for name, mark in (("top1", 8), ("top2", 8), ("mid", 6)) for j in range(3)]
    return marked(rows)


def test_those_who_may_win_are_seen_again():
    visits = near_the_top()
    found = asked(visits, places=(1,), count=4)
    assert {one.submission for one in found} == {"top1", "top2"}
    assert sum(one.gain for one in found) > 0.05


def test_a_sure_winner_needs_no_more_visits_but_the_places_behind_do():
    visits = near_the_top()
    found = asked(visits, places=(2,), count=3)
    wide = asked(visits, places=(1,), measured={"top1": 60.0}, count=3)
    assert sum(one.gain for one in found) < 0.05
    assert sum(one.gain for one in wide) < 0.01
    with_points = asked(visits, places=(1,), measured={"mid": 21.0}, count=6)
    assert "mid" in {one.submission for one in with_points}


def test_what_all_marks_equal_leave_open():
    rows = [(f"t{t}", f"j{j}", 5) for t in range(4) for j in range(2)]
    assert asked(marked(rows), free={"j0": 2, "j1": 1}) == ()
    assert asked(marked([*rows, ("t3", "j2", 5)]), free={"j2": 3}) == ()


def test_a_visit_made_is_worth_less_a_second_time_and_what_it_explains_is_gone():
    """Against conditioning the whole covariance by hand."""
    visits = evening()
    model = model_of(severity.fit(visits))
    names, judges = list(visits.submissions), list(visits.judges)
    everyone = joint(visits, model, names, judges)
    ahead = Outlook(everyone, len(names), [1, 3], [], 0)
    assert ahead.close == list(range(20))
    before, worth = everyone.covariance(range(26)), ahead.worth().copy()
    best = np.unravel_index(worth.argmax(), worth.shape)
    row, seat = int(best[0]), int(best[1])
    assert ahead.make(row, seat) == worth[row, seat]
    with_mark = before[:, row] + before[:, 20 + seat]
    variance = with_mark[row] + with_mark[20 + seat] + everyone.noise[seat] ** 2
    assert ahead.covariance == pytest.approx(before - np.outer(with_mark, with_mark) / variance, abs=1e-9)
    assert ahead.worth()[row, seat] < worth[row, seat]
    assert ahead.gain() > 0


def test_what_is_known_fits_the_scores():
    visits = evening()
    fit = severity.fit(visits)
    everyone = joint(visits, model_of(fit), [*visits.submissions, "new"], ["stranger", *visits.judges])
    assert everyone.means[:20] == pytest.approx([float(score) for score in fit.scores], abs=1e-5)
    assert everyone.means[-6:] == pytest.approx(-fit.severity, abs=1e-6)
    assert everyone.own[20] == fit.spread.team
    assert everyone.own[21] == fit.spread.judge
    assert everyone.noise[0] == fit.spread.noise


def test_three_hundred_teams_are_no_trouble():
    visits = evening(teams=300, judges=60, each=4)
    found = asked(visits, free=dict.fromkeys(visits.judges, 2), places=(1, 3, 5), count=20)
    assert len(found) == 20
    scores = severity.fit(visits).scores
    best = sorted(range(300), key=lambda n: -scores[n])[:60]
    assert {one.submission for one in found} <= {visits.submissions[n] for n in best}
