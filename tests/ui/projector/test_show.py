import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ui.projector.keys import HELP, KEYS, Command, command_of
from gpumode_judge.ui.projector.show import Show


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        self.now += 1
        return self.now


@pytest.fixture
def show(qapp, desk):
    made = Show(desk, clock=Clock())
    made.refresh()
    return made


def where(show):
    return show.board.scene, show.board.page


def press(key, modifiers=Qt.KeyboardModifier.NoModifier, repeated=False):
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, "", repeated)


def test_next_turns_pages_and_then_scenes_and_back_returns_the_same_way(show):
    way = [where(show)]
    for _ in range(30):
        show.command(Command.NEXT)
        if where(show) == way[-1]:
            break
        way.append(where(show))
    assert way == [
        (Scene.WELCOME, 0),
        (Scene.PROGRESS, 0), (Scene.PROGRESS, 1), (Scene.PROGRESS, 2),
        (Scene.LIVE, 0), (Scene.LIVE, 1), (Scene.LIVE, 2), (Scene.LIVE, 3),
        (Scene.CHARTS, 0), (Scene.CHARTS, 1), (Scene.CHARTS, 2),
    ]  # fmt: skip
    for place in way[-2::-1]:
        show.command(Command.BACK)
        assert where(show) == place
    show.command(Command.BACK)
    assert where(show) == way[0]


def test_two_presses_of_next_at_once_count_once(qapp, desk):
    times = iter([10.0, 10.15, 10.34, 10.6])
    show = Show(desk, clock=lambda: next(times))
    show.refresh()
    places = []
    for _ in range(4):
        show.command(Command.NEXT)
        places.append(where(show))
    assert places == [(Scene.PROGRESS, 0), (Scene.PROGRESS, 0), (Scene.PROGRESS, 0), (Scene.PROGRESS, 1)]


def test_blackout_holds_nothing_and_asks_the_desk_for_nothing(show, desk):
    show.choose(Scene.LIVE)
    show.command(Command.BLACKOUT)
    desk.asked.clear()
    show.refresh()
    assert desk.asked == []
    assert show.board.scene is Scene.BLACKOUT
    assert show.board.rows == ()
    show.command(Command.BLACKOUT)
    assert where(show) == (Scene.LIVE, 0)


def test_next_in_the_dark_only_brings_the_picture_back(show):
    show.choose(Scene.LIVE)
    show.command(Command.NEXT)
    show.command(Command.BLACKOUT)
    show.command(Command.NEXT)
    assert where(show) == (Scene.LIVE, 1)


def test_pages_turn_by_themselves_until_held(show):
    show.choose(Scene.LIVE)
    assert show._pager.isActive()
    assert show._pager.interval() == 12_000
    for page in (1, 2, 3, 0):
        show._pager.timeout.emit()
        assert where(show) == (Scene.LIVE, page)
    show.command(Command.PAUSE)
    assert show.paused
    assert not show._pager.isActive()
    show.command(Command.PAUSE)
    assert show._pager.isActive()
    show.choose(Scene.WELCOME)
    assert not show._pager.isActive()


def test_a_page_that_vanishes_becomes_the_last_one(show, desk):
    show.choose(Scene.LIVE)
    show.command(Command.LAST)
    assert where(show) == (Scene.LIVE, 3)
    desk.teams = 13
    show.refresh()
    assert where(show) == (Scene.LIVE, 1)


def test_lifted_rows_are_fewer_on_a_page(show):
    show.choose(Scene.LIVE)
    show.command(Command.LIFT)
    assert show.board.lifted
    assert show.pages == (0, 5)


def test_nothing_is_sent_when_nothing_changed(show, qtbot):
    seen = []
    show.board_changed.connect(seen.append)
    show.refresh()
    assert seen == []
    show.choose(Scene.LIVE)
    assert [board.scene for board in seen] == [Scene.LIVE]


@pytest.mark.parametrize(("key", "command"), KEYS.items())
def test_every_key_is_a_command(key, command):
    assert command_of(press(key)) is command


def test_held_keys_and_shortcuts_of_the_system_are_not_commands():
    assert command_of(press(Qt.Key.Key_Space, repeated=True)) is None
    assert command_of(press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)) is None
    assert command_of(press(Qt.Key.Key_Q)) is None


def test_the_help_names_every_command():
    told = " ".join(what for _, what in HELP)
    for word in ("next", "back", "scenes", "page", "blackout", "sponsors", "hold", "lift", "full screen", "display"):
        assert word in told
