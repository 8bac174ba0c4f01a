from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ui.projector import confetti
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.confetti import MOST_TURNS, SECONDS, STRIPS, pieces
from gpumode_judge.ui.projector.render import render_board


@given(st.integers(1, 9999), st.floats(0, SECONDS - 0.01))
def test_the_same_burst_is_the_same_paper(seed, seconds):
    assert pieces(seed, seconds, 1920, 1080) == pieces(seed, seconds, 1920, 1080)
    assert len(pieces(seed, seconds, 1920, 1080)) <= STRIPS <= 400


def test_bursts_differ_and_none_is_none():
    assert pieces(1, 1.0, 1920, 1080) != pieces(2, 1.0, 1920, 1080)
    assert pieces(0, 1.0, 1920, 1080) == []


def test_it_is_over_within_four_seconds():
    assert SECONDS <= 4
    assert pieces(3, SECONDS, 1920, 1080) == []
    assert pieces(3, -0.1, 1920, 1080) == []


def test_it_is_there_for_all_to_see():
    seen = [p for p in pieces(5, 1.2, 1920, 1080) if 0 <= p.x < 1920 and 0 <= p.y < 1080]
    assert len(seen) > 100
    assert {p.x * 3 // 1920 for p in seen} == {0, 1, 2}


def test_no_paper_turns_faster_than_three_times_a_second():
    # A strip that turns shows itself twice a turn, and the light on it is the same from both sides.
    assert 2 * MOST_TURNS <= 3
    strips = confetti._strips(7)
    assert all(strip.turns <= MOST_TURNS for strip in strips)


def test_the_brightness_of_the_picture_does_not_flash():
    area = [sum(p.w * p.h for p in pieces(7, t / 30, 640, 360)) for t in range(120)]
    turns = sum((b - a) * (c - b) < 0 and abs(c - a) > 640 * 360 * 0.1 for (a, b), (_, c) in pairwise(pairwise(area)))
    assert turns == 0


@pytest.fixture
def canvas(qtbot):
    widget = BoardCanvas()
    qtbot.addWidget(widget)
    widget.resize(640, 360)
    widget.show()
    qtbot.waitExposed(widget)
    widget._timer.timeout.disconnect()
    return widget


def podium(burst):
    return Board(scene=Scene.PODIUM, title="CUDA MODE IRL", confetti=burst)


def test_a_burst_begins_with_its_board_and_ends_by_itself(canvas):
    canvas.show_board(podium(0))
    canvas.advance(1)
    assert canvas.still
    canvas.show_board(podium(1))
    for _ in range(60):
        canvas.advance(1 / 30)
    assert not canvas.still
    for _ in range(70):
        canvas.advance(1 / 30)
    assert canvas.still
    assert canvas.grab().toImage().convertToFormat(render_board(podium(1), 640, 360).format()) == render_board(
        podium(1), 640, 360
    )


def test_the_same_board_again_throws_nothing_again(canvas):
    canvas.show_board(podium(1))
    for _ in range(100):
        canvas.advance(0.1)
    canvas.show_board(podium(1))
    assert canvas.still


def test_leaving_the_scene_takes_it_away(canvas):
    canvas.show_board(podium(1))
    canvas.advance(0.5)
    canvas.show_board(Board(scene=Scene.BLACKOUT))
    canvas.advance(0.5)
    assert canvas.still


def test_less_motion_is_without_paper(canvas):
    canvas.reduced_motion = True
    canvas.show_board(podium(1))
    assert canvas.still


def test_a_picture_can_hold_a_moment_of_it(qapp):
    assert render_board(podium(4), 640, 360, burst=1.0) != render_board(podium(4), 640, 360)
    assert render_board(podium(4), 640, 360, burst=1.0) == render_board(podium(4), 640, 360, burst=1.0)
