import pytest
from ceremony_made import field, snapshot
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ceremony import compose
from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.programme import Part, Programme
from gpumode_judge.ceremony.script import script
from gpumode_judge.ceremony.stage import Over, Stage
from gpumode_judge.event.event import Event

STEPS = script(snapshot(*field(30)), Programme((Part("countdown"),)))
OVERS = {Over.SPONSORS: compose.sponsors(Event(title="E")), Over.MESSAGE: compose.message(Event(title="E"), "Food!")}


@given(st.data(), st.integers(1, 80))
def test_on_n_and_back_n_is_the_identity(data, steps):
    at = data.draw(st.integers(0, steps - 1))
    n = data.draw(st.integers(0, steps - 1 - at))
    stage = there = Stage(steps=steps, at=at, lifted=data.draw(st.booleans()))
    for _ in range(n):
        there = there.next()
    assert there.at == at + n
    for _ in range(n):
        there = there.back()
    assert there == stage


@given(st.integers(1, 80))
def test_every_step_is_reached_by_next_alone(steps):
    stage, seen = Stage(steps=steps), [0]
    while stage.at < stage.steps - 1:
        stage = stage.next()
        seen.append(stage.at)
    assert seen == list(range(steps))
    assert stage.next() == stage
    assert Stage(steps=steps).back() == Stage(steps=steps)
    assert (stage.first().at, Stage(steps=steps).last().at) == (0, steps - 1)


@pytest.mark.parametrize("over", Over)
@pytest.mark.parametrize("press", [Stage.next, Stage.back])
def test_a_press_takes_away_what_lies_over_the_step_and_tells_nothing(over, press):
    stage = Stage(steps=5, at=2)
    assert press(stage.toggle(over)) == stage
    assert stage.toggle(over).toggle(over) == stage
    assert stage.toggle(over).dark is (over is Over.BLACKOUT)


def test_a_step_can_be_prepared_in_the_dark():
    dark = Stage(steps=5, at=2).toggle(Over.BLACKOUT)
    assert dark.jump(4) == dark.last()
    assert dark.jump(4).next() == Stage(steps=5, at=4)
    assert dark.toggle(Over.MESSAGE).over is Over.MESSAGE


def test_while_held_only_the_list_moves():
    held = Stage(steps=5, at=2).hold()
    assert held.next() == held.back() == held.first() == held.last() == held
    assert held.toggle(Over.MESSAGE).next().over is Over.MESSAGE
    assert held.jump(4).at == 4
    assert held.hold().next().at == 3


def test_the_picture_is_the_step_or_what_lies_over_it():
    stage = Stage(steps=len(STEPS), at=3)
    assert stage.shown(STEPS, OVERS) == STEPS[3].board
    assert stage.toggle(Over.MESSAGE).shown(STEPS, OVERS).message == "Food!"
    assert stage.toggle(Over.TEST_CARD).shown(STEPS, OVERS).scene is Scene.BLACKOUT
    assert stage.toggle(Over.BLACKOUT).lift().shown(STEPS, OVERS) == compose.blackout()


def test_a_lifted_reveal_still_shows_the_row_in_focus():
    for at in range(len(STEPS)):
        board = Stage(steps=len(STEPS), at=at).lift().shown(STEPS, OVERS)
        assert board.lifted
        assert board.focus in [row.key for row in board.page_rows]
        assert len(board.page_rows) <= 9


@given(st.integers(1, 30), st.lists(st.integers(0, 11), max_size=60))
def test_any_keys_keep_the_stage_inside_the_show(steps, keys):
    stage = Stage(steps=steps)
    for key in keys:
        before = stage
        presses = [
            Stage.next, Stage.back, Stage.first, Stage.last, Stage.hold, Stage.lift, lambda s: s.jump(7),
            *(lambda s, over=over: s.toggle(over) for over in Over),
        ]  # fmt: skip
        stage = presses[key](stage)
        assert 0 <= stage.at < steps
        if key in (0, 1):
            assert abs(stage.at - before.at) <= 1
            assert stage.at == before.at or (before.over is None and not before.held)


def test_a_step_that_is_not_there():
    for wrong in (lambda: Stage(steps=0), lambda: Stage(steps=3, at=3), lambda: Stage(steps=3, at=-1)):
        with pytest.raises(ValueError, match="step"):
            wrong()
    with pytest.raises(ValueError, match="30"):
        Stage(steps=30).shown(STEPS, {})
    assert Stage(steps=3).jump(99).at == 2
