"""Two presses of next while rows are still in flight: what comes to rest is what a fresh painting shows."""

import random

import pytest
from PySide6.QtGui import QImage
from stage_made import made_show

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.render import render_board

SIZE = (1280, 720)


class Painted(BoardCanvas):
    """A canvas whose window is a picture: only what it asks for is painted anew, as on a display."""

    def __init__(self):
        super().__init__()
        self.resize(*SIZE)
        self.show()
        # Time passes only where a test says so.
        self._timer.timeout.disconnect()

    @property
    def picture(self):
        """What was painted into the window's own memory so far."""
        return self.screen().grabWindow(self.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


@pytest.fixture
def canvas(qapp, qtbot):
    widget = Painted()
    qtbot.addWidget(widget)
    qtbot.waitExposed(widget)
    qapp.processEvents()
    return widget


def settle(canvas, qapp):
    for _ in range(2000):
        if canvas.still:
            break
        canvas.advance(1 / 30)
        qapp.processEvents()
    assert canvas.still
    qapp.processEvents()


def reveals(**more):
    boards = [step.board for step in made_show(teams=16, **more).steps if step.board.scene is Scene.REVEAL]
    # Qt paints large figures a shade otherwise the first time than when it knows them.
    for shown in boards:
        render_board(shown, *SIZE)
    return boards


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("frames", [0, 6])
def test_two_quick_presses_leave_nothing_behind(canvas, qapp, hidden, frames):
    boards = reveals(hidden=hidden)
    for at in range(len(boards) - 2):
        canvas.show_board(boards[at], animate=False)
        qapp.processEvents()
        for step in (1, 2):
            canvas.show_board(boards[at + step])
            for _ in range(frames):
                canvas.advance(1 / 60)
                qapp.processEvents()
        settle(canvas, qapp)
        assert canvas.picture == render_board(boards[at + 2], *SIZE), at


@pytest.mark.parametrize("hidden", [False, True])
def test_any_presses_at_any_time_leave_nothing_behind(canvas, qapp, hidden):
    boards = reveals(hidden=hidden)
    dice, at = random.Random(5), 0
    for round_ in range(12):
        for _ in range(dice.randint(2, 6)):
            at = min(len(boards) - 1, max(0, at + dice.choice((1, 1, 1, -1, 3))))
            canvas.show_board(boards[at])
            for _ in range(dice.randrange(12)):
                canvas.advance(1 / 60)
                qapp.processEvents()
        settle(canvas, qapp)
        assert canvas.picture == render_board(boards[at], *SIZE), round_
        at = at if at < len(boards) - 1 else 0


def test_in_flight_a_part_is_painted_as_the_whole_is(canvas, qapp):
    boards = reveals()
    dice = random.Random(6)
    for at in range(len(boards) - 3):
        canvas.show_board(boards[at], animate=False)
        for step in (1, 2, 3):
            canvas.show_board(boards[at + step])
            for _ in range(dice.randrange(9)):
                canvas.advance(1 / 60)
                qapp.processEvents()
                partly = canvas.picture
                canvas.repaint()
                assert partly == canvas.picture, (at, step)
