import random

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ui.projector.keys import KEYS, Command
from gpumode_judge.ui.projector.presenter import PresenterPanel


@pytest.fixture
def panel(themed, desk, qtbot):
    made = PresenterPanel(desk)
    qtbot.addWidget(made)
    made.resize(1060, 720)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.stop()


def test_the_thumbnail_is_what_the_audience_sees(panel, qtbot):
    qtbot.mouseClick(panel.bar.scenes[Scene.LIVE], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel._start, Qt.MouseButton.LeftButton)
    assert panel.audience.isVisible()
    assert panel.audience.canvas.board == panel._preview.canvas.board
    assert panel.audience.canvas.board.scene is Scene.LIVE
    assert panel._pill.accessibleName() or panel._pill
    qtbot.mouseClick(panel._start, Qt.MouseButton.LeftButton)
    assert not panel.audience.isVisible()


def test_one_key_map_in_both_windows(panel, qtbot):
    panel._preview.setFocus()
    qtbot.keyClick(panel._preview, Qt.Key.Key_3)
    assert panel.show_state.scene is Scene.LIVE
    panel._start.click()
    qtbot.keyClick(panel.audience, Qt.Key.Key_4)
    assert panel.show_state.scene is Scene.CHARTS
    assert panel.bar.scenes[Scene.CHARTS].isChecked()
    qtbot.keyClick(panel.audience, Qt.Key.Key_B)
    assert panel.overs.buttons[Command.BLACKOUT].isChecked()
    assert panel.audience.canvas.board.rows == ()
    qtbot.keyClick(panel._preview, Qt.Key.Key_B)
    assert not panel.overs.buttons[Command.BLACKOUT].isChecked()


def test_escape_in_the_audience_window_leads_back_and_keeps_the_picture(panel, qtbot):
    panel._start.click()
    qtbot.keyClick(panel.audience, Qt.Key.Key_Escape)
    assert panel.audience.running
    assert panel.audience.isVisible()


def test_a_merge_reaches_the_audience(panel, desk):
    panel.show_state.choose(Scene.LIVE)
    panel._start.click()
    desk.order = list(range(44, -1, -1))
    panel.refresh()
    assert panel.audience.canvas.board.rows[0].key == "t44"


def test_the_choice_of_display_is_told_so_that_it_can_be_remembered(panel, qtbot):
    with qtbot.waitSignal(panel.display_chosen) as told:
        panel._start.click()
    assert told.args[0].count("\t") == 3


def test_pages_are_told(panel):
    panel.show_state.choose(Scene.LIVE)
    assert panel.bar.page.text() == "Page 1 of 4"
    panel.bar.next.click()
    assert panel.bar.page.text() == "Page 2 of 4"
    panel.bar.back.click()
    assert panel.bar.page.text() == "Page 1 of 4"
    panel.show_state.choose(Scene.WELCOME)
    assert panel.bar.page.text() == "One page"
    assert not panel.bar.back.isEnabled()


def test_five_hundred_random_keys(panel, qtbot):
    panel._start.click()
    dice = random.Random(7)
    keys = list(KEYS)
    for _ in range(500):
        qtbot.keyClick(panel.audience if dice.random() < 0.5 else panel._preview, dice.choice(keys))
    assert panel.audience.running


def test_every_control_has_a_name(panel):
    from PySide6.QtWidgets import QAbstractButton, QComboBox

    for control in (*panel.findChildren(QAbstractButton), *panel.findChildren(QComboBox)):
        assert control.accessibleName() or control.text() or not control.isVisibleTo(panel)
