"""The ceremony through the presenter's panel, with real key presses."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget
from stage_made import HEALTHY, Stage

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.desk.ceremony import Refusal
from gpumode_judge.ui.projector.health_strip import missing_text
from gpumode_judge.ui.projector.keys import Command
from gpumode_judge.ui.projector.presenter import CEREMONY, EVENING, PresenterPanel
from gpumode_judge.ui.shared.dialogs import Dialog

Key = Qt.Key


@pytest.fixture
def stage():
    return Stage()


@pytest.fixture
def opened(themed, desk, stage, qtbot):
    """Opens panels on one and the same workspace."""
    made = []

    def open_panel(part=CEREMONY):
        panel = PresenterPanel(desk, stage=stage)
        qtbot.addWidget(panel)
        panel.resize(1060, 690)
        panel.show()
        qtbot.waitExposed(panel)
        panel._show_part(part)
        if part == CEREMONY:
            qtbot.waitUntil(lambda: panel.ceremony.seen)
        made.append(panel)
        return panel

    yield open_panel
    for panel in made:
        panel.stop()


@pytest.fixture
def panel(opened):
    return opened()


@pytest.fixture
def press(qtbot):
    """Presses a key a while after the one before."""

    def press_key(panel, key, where=None):
        panel.show_state._last_next = float("-inf")
        qtbot.keyClick(where or panel.audience, key)

    return press_key


def begin(panel, qtbot, button=None):
    (button or panel.ceremony.begin).click()
    dialog = panel.findChild(Dialog)
    next(b for b in dialog.findChildren(QPushButton) if b.isDefault()).click()
    qtbot.waitUntil(lambda: panel.show_state.stage is not None)
    qtbot.waitUntil(panel.isActiveWindow)


def test_what_may_begin_is_worked_out_only_when_somebody_looks(opened, stage, qtbot):
    asked = []
    stage.refusals = lambda: asked.append(1) or ()
    panel = opened(part=EVENING)
    for _ in range(5):
        panel.refresh()
    qtbot.wait(50)
    assert asked == []
    panel._show_part(CEREMONY)
    qtbot.waitUntil(panel.ceremony.begin.isEnabled)
    assert asked == [1]


def test_what_is_in_the_way_is_told_with_a_button_to_the_page_that_mends_it(opened, stage, qtbot):
    stage.wrong = (Refusal("The scores are not locked: lock them.", "lock"), Refusal("1 conflict waits.", "conflicts"))
    panel = opened()
    panel._show_part(CEREMONY)
    assert not panel.ceremony.begin.isEnabled()
    buttons = [b for b in panel.ceremony.findChildren(QPushButton) if b.property("place")]
    assert [b.text() for b in buttons] == ["Open Lock", "Show the conflicts"]
    with qtbot.waitSignal(panel.going) as told:
        buttons[0].click()
    assert told.args == ["lock"]
    stage.wrong = ()
    panel.refresh()
    qtbot.waitUntil(panel.ceremony.begin.isEnabled)


def test_the_audience_keeps_what_it_sees_until_the_first_next(panel, qtbot, press):
    panel.show_state.choose(Scene.LIVE)
    panel._start.click()
    before = panel.audience.canvas.board
    begin(panel, qtbot)
    assert panel.audience.canvas.board == before
    assert panel._side.currentIndex() == CEREMONY
    press(panel, Key.Key_PageUp)
    assert panel.audience.canvas.board == before
    press(panel, Key.Key_PageDown)
    assert panel.audience.canvas.board == panel.show_state.steps[0].board
    assert panel.ceremony.notes.text == panel.show_state.steps[0].note


def test_a_black_picture_stays_black_when_the_ceremony_is_started(panel, qtbot, press):
    panel._start.click()
    press(panel, Key.Key_B)
    begin(panel, qtbot)
    assert panel.audience.canvas.board.scene is Scene.BLACKOUT
    press(panel, Key.Key_PageDown)
    assert panel.audience.canvas.board == panel.show_state.steps[0].board


def test_a_clicker_alone_leads_from_start_to_end(panel, stage, qtbot, press):
    begin(panel, qtbot, panel.ceremony.rehearse)
    press(panel, Key.Key_F5, panel)
    assert panel.audience.running
    seen = []
    for _ in range(len(panel.show_state.steps) + 3):
        press(panel, Key.Key_PageDown)
        seen.append(panel.audience.canvas.board)
    assert seen[: len(panel.show_state.steps)] == [step.board for step in panel.show_state.steps]
    assert any(board.scene is Scene.PODIUM and len(board.podium) == 3 for board in seen)
    assert seen[-1] == panel.show_state.steps[-1].board
    assert all(board.rehearsal for board in seen)
    assert stage.kept == []
    panel.ceremony.end.click()
    assert panel.show_state.stage is None
    assert panel._side.currentIndex() == EVENING
    assert panel.audience.canvas.board == seen[-1]


def test_next_works_wherever_the_keyboard_is(panel, qtbot, press):
    begin(panel, qtbot)
    at = 0
    for widget in (
        panel._preview,
        panel.ceremony.steps,
        panel.overs.message.lineEdit(),
        panel.overs.wait,
        panel.bar.next,
    ):
        widget.setFocus()
        press(panel, Key.Key_PageDown, widget)
        assert panel.show_state.at == at, widget
        at += 1
    press(panel, Key.Key_PageUp, panel.ceremony.steps)
    assert panel.show_state.at == at - 2


def test_arrows_on_the_slider_and_home_in_a_list_tell_nothing(panel, qtbot, press):
    begin(panel, qtbot)
    press(panel, Key.Key_PageDown)
    press(panel, Key.Key_PageDown)
    panel._show_part(EVENING)
    panel.evening.safe.setFocus()
    before = panel.evening.safe.value()
    for key in (Key.Key_Right, Key.Key_End, Key.Key_Left, Key.Key_Home):
        press(panel, key, panel.evening.safe)
    assert (before, panel.evening.safe.value()) == (5, 0)
    assert panel.audience.canvas.safe == panel._preview.canvas.safe == 0
    panel._show_part(CEREMONY)
    for widget in (panel.ceremony.steps, panel.overs.wait):
        widget.setFocus()
        press(panel, Key.Key_End, widget)
        press(panel, Key.Key_Home, widget)
    assert panel.show_state.at == 1


def test_space_is_next_after_the_ceremony_began_and_after_a_click(panel, qtbot, press):
    begin(panel, qtbot)
    assert panel._preview.hasFocus()
    qtbot.mouseClick(panel.overs.buttons[Command.LIFT], Qt.MouseButton.LeftButton)
    assert panel._preview.hasFocus()
    press(panel, Key.Key_Space, panel._preview)
    assert panel.show_state.at == 0


def test_letters_that_are_typed_into_the_message_are_no_commands(panel, qtbot):
    line = panel.overs.message.lineEdit()
    line.setFocus()
    line.clear()
    qtbot.keyClicks(line, "Beer is served. B")
    assert panel.show_state.over is None
    qtbot.keyClick(line, Key.Key_Return)
    assert panel._preview.hasFocus()
    qtbot.keyClick(panel._preview, Key.Key_M)
    assert panel.show_state.board.message == "Beer is served. B"
    line.setText("Nobody watches me type")
    assert panel.show_state.board.message == "Beer is served. B"
    qtbot.keyClick(line, Key.Key_Return)
    assert panel.show_state.board.message == "Nobody watches me type"
    qtbot.keyClick(panel._preview, Key.Key_M)
    assert panel.show_state.board.scene is Scene.WELCOME


def test_what_lies_over_a_step_is_taken_away_by_next_which_tells_nothing(panel, qtbot, press):
    begin(panel, qtbot)
    for _ in range(4):
        press(panel, Key.Key_PageDown)
    board = panel.show_state.board
    for key, scene in (
        (Key.Key_B, Scene.BLACKOUT), (Key.Key_Period, Scene.BLACKOUT), (Key.Key_S, Scene.SPONSORS), (Key.Key_M, Scene.MESSAGE),
        (Key.Key_C, Scene.COUNTDOWN), (Key.Key_T, Scene.TEST_CARD),
    ):  # fmt: skip
        press(panel, key)
        assert panel.show_state.board.scene is scene
        assert not panel.show_state.board.rows
        assert not panel.show_state.board.prize
        press(panel, Key.Key_PageDown)
        assert panel.show_state.board == board


def test_held_the_clicker_does_nothing(panel, qtbot, press):
    begin(panel, qtbot)
    press(panel, Key.Key_PageDown)
    press(panel, Key.Key_P)
    for key in (Key.Key_PageDown, Key.Key_PageUp, Key.Key_End):
        press(panel, key)
        assert panel.show_state.at == 0
    assert panel.overs.buttons[Command.PAUSE].isChecked()
    press(panel, Key.Key_P)
    press(panel, Key.Key_PageDown)
    assert panel.show_state.at == 1


def test_two_presses_at_once_count_as_one(panel, qtbot):
    begin(panel, qtbot)
    qtbot.keyClick(panel.audience, Key.Key_PageDown)
    qtbot.keyClick(panel._preview, Key.Key_PageDown)
    assert panel.show_state.at == 0


def test_enter_and_a_double_click_in_the_list_jump(panel, qtbot, press):
    begin(panel, qtbot)
    steps = panel.ceremony.steps
    steps.setFocus()
    steps.setCurrentIndex(steps.steps.index(steps.steps.row_of(5)))
    assert panel.show_state.at == -1
    qtbot.keyClick(steps, Key.Key_Return)
    assert panel.show_state.at == 5
    index = steps.steps.index(steps.steps.row_of(6))
    steps.scrollTo(index)
    there = steps.visualRect(index).center()
    qtbot.mouseClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert panel.show_state.at == 5
    qtbot.mouseDClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=there)
    assert panel.show_state.at == 6
    heading = steps.visualRect(steps.steps.index(0)).center() if steps.steps.index(0).isValid() else QPoint()
    qtbot.mouseDClick(steps.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert panel.show_state.at == 6


def test_steps_are_noted_in_order_beside_the_window(panel, stage, qtbot, press):
    begin(panel, qtbot)
    panel.ceremony._noter.settle()
    assert stage.kept == []
    for _ in range(3):
        press(panel, Key.Key_PageDown)
        assert panel.ceremony._noter.settle()
    press(panel, Key.Key_PageUp)
    assert panel.ceremony._noter.settle()
    assert stage.kept == [0, 1, 2, 1]


def test_a_full_disk_is_told_and_the_show_goes_on(panel, stage, qtbot, press):
    stage.broken = True
    begin(panel, qtbot)
    press(panel, Key.Key_PageDown)
    qtbot.waitUntil(lambda: "disk is full" in panel.ceremony.stale.text())
    press(panel, Key.Key_PageDown)
    assert panel.show_state.at == 1


def test_after_a_crash_one_key_goes_on_at_the_same_step(opened, stage, qtbot, press):
    first = opened()
    begin(first, qtbot)
    for _ in range(4):
        press(first, Key.Key_PageDown)
    assert first.ceremony._noter.settle()
    board = first.audience.canvas.board
    # The app dies here: nothing is put away.
    again = opened(part=EVENING)
    qtbot.waitUntil(lambda: again.ceremony.waiting is not None)
    assert again._side.currentIndex() == CEREMONY
    assert again.ceremony.resume.text() == f"Go on at step 4 of {len(first.show_state.steps)}"
    assert again.ceremony.resume.hasFocus()
    qtbot.keyClick(again.ceremony.resume, Key.Key_Return)
    assert again.audience.running
    assert again.audience.canvas.board == board
    assert again.show_state.at == 3
    assert again.ceremony._time.text().startswith("2 min so far")


def test_a_result_that_was_taken_but_not_shown_begins_unseen(opened, stage, qtbot):
    stage.take()
    panel = opened()
    assert panel.ceremony.resume.text() == "Begin the ceremony"
    panel.ceremony.resume.click()
    assert panel.show_state.at == -1
    assert not panel.audience.running


def test_a_finished_ceremony_is_not_offered_again(panel, stage, qtbot, press):
    begin(panel, qtbot)
    for _ in range(len(panel.show_state.steps)):
        press(panel, Key.Key_PageDown)
    panel.ceremony.end.click()
    qtbot.waitUntil(lambda: stage.finished)
    assert panel.ceremony.waiting is None


def test_the_pictures_to_come_are_in_the_panel_and_nowhere_near_the_audience(panel, qtbot, press):
    begin(panel, qtbot)
    panel._start.click()
    names = [one.name for one in panel.show_state.snapshot.contenders]
    for _ in range(len(panel.show_state.steps)):
        press(panel, Key.Key_PageDown)
        panel.bar.show_coming()
        at, steps = panel.show_state.at, panel.show_state.steps
        assert panel.bar.coming[0].canvas.board.scene is (
            steps[at + 1].board.scene if at + 1 < len(steps) else Scene.BLACKOUT
        )
        allowed = as_text(steps[at].board)
        heard = " ".join(
            f"{widget.accessibleName()} {widget.accessibleDescription()} {widget.toolTip()} {widget.windowTitle()}"
            for widget in (panel.audience, *panel.audience.findChildren(QWidget))
        )
        assert {name for name in names if name in heard} <= {name for name in names if name in allowed}


def test_a_new_board_of_the_evening_does_not_disturb_the_ceremony(panel, desk, qtbot, press):
    begin(panel, qtbot)
    press(panel, Key.Key_PageDown)
    board = panel.audience.canvas.board
    desk.order = list(range(44, -1, -1))
    panel.refresh()
    press(panel, Key.Key_3)
    assert panel.audience.canvas.board == board


def test_freeze_and_thaw(panel, stage, qtbot):
    assert panel.evening.freeze.text() == "Freeze the standings"
    panel.evening.freeze.click()
    qtbot.waitUntil(lambda: "14 visits are hidden" in panel.evening._frozen.text())
    assert panel.bar.scenes[Scene.LIVE].text() == "Frozen standings"
    panel.show_state.choose(Scene.LIVE)
    assert panel.show_state.board.scene is Scene.FROZEN
    panel.evening.freeze.click()
    qtbot.waitUntil(lambda: panel.show_state.board.scene is Scene.LIVE)


def test_the_strip_tells_age_absent_judges_and_displays(panel, stage, qtbot):
    stage.told = replace(stage.told, age=3000, missing=("Ada", "Grace", "Alan", "Edsger"), behind=("Barbara",))
    panel.refresh()
    qtbot.waitUntil(lambda: "50 min ago" in panel._strip.text())
    assert "Nothing yet from Ada, Grace, Alan and 1 more; 1 judge not finished" in panel._strip.text()
    with qtbot.waitSignal(panel.going) as told:
        panel._strip._who.click()
    assert told.args == ["silent"]
    panel._start.click()
    assert ": welcome" in panel._strip.text()


def test_the_strip_says_that_all_is_here_only_when_it_is(panel, stage, qtbot):
    assert "All judges’ files are here" in missing_text(HEALTHY)
    for what, words in (
        ({"gaps": 2}, "Some statements of 2 laptops are missing"),
        ({"unfit": 1}, "1 ballot lacks a mark"),
        ({"conflicts": 1}, "1 conflict"),
        ({"pending": 2}, "2 laptops wait to be accepted"),
    ):
        assert missing_text(replace(HEALTHY, **what)) == words
    stage.told = replace(HEALTHY, gaps=1)
    panel.refresh()
    qtbot.waitUntil(lambda: "Some statements of 1 laptop are missing" in panel._strip.text())
    assert not panel._strip._who.isVisible()


def test_elapsed_and_forecast(panel, qtbot, press):
    begin(panel, qtbot)
    assert panel.ceremony._time.text().startswith("about")
    press(panel, Key.Key_PageDown)
    now = panel.show_state._clock
    panel.show_state._clock = lambda: now() + 12 * 60 + 1
    panel.ceremony._tell_time()
    assert panel.ceremony._time.text().startswith("12 min so far, ")
    assert panel.ceremony._time.text().endswith("to go")


def test_the_display_is_kept_awake_while_the_picture_is_on_it(themed, desk, qtbot):
    class Awake:
        def __init__(self):
            self.said = []

        def start(self):
            self.said.append("awake")

        def stop(self):
            self.said.append("asleep")

    awake = Awake()
    panel = PresenterPanel(desk, awake=awake)
    qtbot.addWidget(panel)
    panel._start.click()
    panel._start.click()
    assert awake.said == ["awake", "asleep"]
