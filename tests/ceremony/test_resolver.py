from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ceremony_made import field, mark, snapshots, team
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from gpumode_judge.ceremony.resolver import Act, can_open, openings

CALM = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=60
)


def told(contenders, top=0):
    return [(one.act.value, *(key[-4:-1] for key in one.keys)) for one in openings(contenders, top)]


def test_from_the_bottom_up_and_what_is_below_stays():
    # At the freeze 0 leads with 60, 1 has 50, 2 has 20 and 45 closed.
    teams = (team(2, 1, [20, -45]), team(0, 2, [60]), team(1, 3, [50]))
    assert told(teams) == [
        ("start",), ("look", "aac"), ("open", "aac"), ("settle", "aab"), ("settle", "aaa"), ("settle", "aac"),
    ]  # fmt: skip
    ranks = [[line.rank for line in one.lines] for one in openings(teams)]
    assert ranks[0] == [1, 2, 3]
    opened = list(openings(teams))[2]
    assert (opened.came, opened.added, opened.lines[0].key) == (3, Fraction(45), teams[0].key)


def test_of_equals_the_one_with_closed_scores_is_opened_first():
    teams = (team(0, 1, [40, -0.5]), team(1, 2, [40]))
    assert told(teams) == [("start",), ("look", "aaa"), ("open", "aaa"), ("settle", "aab"), ("settle", "aaa")]


def test_equals_settle_together_with_the_places_that_a_decision_gave_them():
    teams = (team(0, 1, [40]), team(1, 2, [40]), team(2, 3, [10, -1]))
    last = list(openings(teams))[-1]
    assert last.keys == (teams[0].key, teams[1].key)
    assert [line.rank for line in last.lines] == [1, 2, 3]


def test_before_they_settle_equals_stand_by_key_and_share_a_rank():
    teams = (team(7, 1, [40]), team(3, 2, [40]), team(5, 3, [10, -1]))
    first = next(iter(openings(teams)))
    assert [(line.key[-4:-1], line.rank) for line in first.lines] == [("aad", 1), ("aah", 1), ("aaf", 3)]


def test_a_tail_is_one_step_and_leaves_the_best_with_all_that_is_closed():
    steps = list(openings(field(20, hidden=True), 4))
    assert [one.act for one in steps[:2]] == [Act.START, Act.TAIL]
    assert len(steps[1].keys) == 16
    assert [line.closed for line in steps[1].lines] == [1] * 4 + [0] * 16
    assert [line.settled for line in steps[1].lines] == [False] * 4 + [True] * 16
    assert [one.act for one in openings(field(3, hidden=True), 5)][1] is Act.LOOK


def test_places_below_the_podium_that_everybody_can_see_settle_together():
    teams = (*field(9)[:8], team(8, 9, [1, -1]))
    assert [len(one.keys) for one in openings(teams) if one.act is Act.SETTLE] == [6, 1, 1, 1]


def test_when_it_cannot_tell_the_result():
    good = field(3, hidden=True)
    assert can_open(good)
    assert not can_open(())
    assert not can_open(field(3))
    assert not can_open((replace(good[0], score=Fraction(99)), *good[1:]))
    assert not can_open((replace(good[0], rank=2), replace(good[1], rank=1), good[2]))
    negative = replace(good[0].ballots[1], points=Fraction(-1))
    assert not can_open((replace(good[0], ballots=(negative,), score=Fraction(-1)), *good[1:]))
    assert not can_open((replace(good[0], score=None), *good[1:]))
    assert can_open((*good, team(9, None)))


@CALM
@given(snapshots(hidden=True), st.integers(0, 9))
def test_it_ends_in_the_final_order(snapshot, top):
    assume(can_open(snapshot.contenders))
    final = {one.key: (one.rank, one.score) for one in snapshot.contenders if one.rank is not None}
    steps = list(openings(snapshot.contenders, top))
    assert {line.key: (line.rank, line.points) for line in steps[-1].lines} == final
    assert all(line.settled and not line.closed for line in steps[-1].lines)
    assert [line.rank for line in steps[-1].lines] == sorted(rank for rank, _ in final.values())
    settled = [key for one in steps if one.act in (Act.TAIL, Act.SETTLE) for key in one.keys]
    assert sorted(settled) == sorted(final)


@CALM
@given(snapshots(hidden=True), st.integers(0, 9))
def test_points_only_grow_and_what_is_settled_stays(snapshot, top):
    assume(can_open(snapshot.contenders))
    steps = list(openings(snapshot.contenders, top))
    for before, after in pairwise(steps):
        then = {line.key: line for line in before.lines}
        now = {line.key: line for line in after.lines}
        assert then.keys() == now.keys()
        assert all(now[key].points >= line.points for key, line in then.items())
        assert all(now[key] == line for key, line in then.items() if line.settled)
        if after.act is Act.OPEN:
            assert sum(line.closed for line in after.lines) == sum(line.closed for line in before.lines) - 1
            assert now[after.keys[0]].points == then[after.keys[0]].points + after.added


@CALM
@given(snapshots(hidden=True), st.randoms())
def test_it_does_not_depend_on_the_order_in_which_teams_are_given(snapshot, random):
    assume(can_open(snapshot.contenders))
    shuffled = list(snapshot.contenders)
    random.shuffle(shuffled)
    assert list(openings(snapshot.contenders, 3)) == list(openings(shuffled, 3))


def test_marks():
    assert mark(2) in team(2, 1).key
