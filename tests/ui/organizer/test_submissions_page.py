import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk import locking
from gpumode_judge.event.submission import Entered, Link
from gpumode_judge.ui.organizer.submission_form import links_from, links_text
from gpumode_judge.ui.shared.errors import MessageDialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.toast import Toast

CONTROL = Qt.KeyboardModifier.ControlModifier


def choose(window, name: str) -> None:
    window.go("submissions")
    window.submissions.go_to(name)


def test_a_submission_is_changed_with_keys(qtbot, press, window, evening, settled):
    choose(window, "s2")
    form = window.submissions.form
    assert form.isVisible()
    form.title.setFocus()
    qtbot.keyClick(form.title, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(form.title, "Renamed")
    qtbot.keyClick(form.tracks.box("t1"), Qt.Key.Key_Space)
    press(window, Qt.Key.Key_S, form.save_button)
    settled(window)
    kept = evening.desk.record.submissions["s2"]
    assert (kept.title, kept.tracks, kept.team) == ("Renamed", ("t1",), "Crew 2")
    assert not form.save_button.isEnabled()


def test_going_on_to_another_one_keeps_what_was_typed_and_can_be_undone(qtbot, window, evening, settled):
    choose(window, "s1")
    window.submissions.form.team.setText("Others")
    window.submissions.go_to("s2")
    settled(window)
    assert evening.desk.record.submissions["s1"].team == "Others"
    toast = window.findChildren(Toast)[-1]
    qtbot.mouseClick(toast.action_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert evening.desk.record.submissions["s1"].team == "Crew 1"


def test_esc_takes_back_what_was_typed(qtbot, window, evening):
    choose(window, "s1")
    form = window.submissions.form
    form.title.setFocus()
    qtbot.keyClicks(form.title, "xyz")
    qtbot.keyClick(form.title, Qt.Key.Key_Escape)
    assert form.title.text() == "Team 1"
    assert not form.dirty


def test_a_title_is_needed(qtbot, window, evening):
    choose(window, "s1")
    form = window.submissions.form
    form.title.clear()
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert evening.desk.record.submissions["s1"].title == "Team 1"
    assert form.dirty


def test_withdraw_and_undo(qtbot, window, evening, settled):
    choose(window, "s3")
    qtbot.mouseClick(window.submissions.form.switch_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert evening.desk.record.submissions["s3"].entered is Entered.WITHDRAWN
    assert len(window.session.view.overview.submissions) == 3
    qtbot.mouseClick(window.findChildren(Toast)[-1].action_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert evening.desk.record.submissions["s3"].entered is Entered.SUBMITTED


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_once_scores_are_locked_it_is_asked_before_the_standings_change(qtbot, window, evening, settled, key):
    evening.desk.merge([evening.score_file("Ada", {"s3": (3, 3)})])
    locking.lock(evening.desk)
    window.session.refresh()
    settled(window)
    choose(window, "s3")
    qtbot.mouseClick(window.submissions.form.switch_button, Qt.MouseButton.LeftButton)
    settled(window)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MessageDialog)
    assert any("the standings change" in label.text() for label in dialog.findChildren(PlainLabel))
    assert evening.desk.record.submissions["s3"].entered is Entered.SUBMITTED
    qtbot.keyClick(dialog, key)
    settled(window)
    withdrawn = key == Qt.Key.Key_Return
    assert evening.desk.record.submissions["s3"].entered is (Entered.WITHDRAWN if withdrawn else Entered.SUBMITTED)
    assert bool(window.session.view.standings[0].visits) is not withdrawn


def test_a_new_submission_is_added_and_selected(qtbot, press, window, evening, settled):
    window.go("submissions")
    press(window, Qt.Key.Key_N, window.submissions.new_button)
    form = window.submissions.form
    qtbot.keyClicks(form.title, "Late one")
    qtbot.keyClicks(form.table, "99")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    settled(window)
    (late,) = [s for s in evening.desk.record.submissions.values() if s.title == "Late one"]
    assert late.table == "99"
    assert window.submissions.view.currentIndex().isValid()
    assert not form.is_new


def test_slash_searches_and_filters_narrow(qtbot, window, settled):
    window.go("submissions")
    qtbot.keyClick(window, Qt.Key.Key_Slash)
    assert window.submissions.search.hasFocus()
    qtbot.keyClicks(window.submissions.search, "crew 3")
    qtbot.keyClick(window.submissions.search, Qt.Key.Key_Return)
    assert [row.submission.id for row in window.submissions.model.rows()] == ["s3"]
    qtbot.keyClick(window.submissions.search, Qt.Key.Key_Escape)
    window.go("unvisited")
    assert len(window.submissions.model.rows()) == 4
    window.submissions.show_only.choose("withdrawn")
    window.submissions._narrow()
    assert window.submissions.model.rows() == ()


def test_a_view_that_comes_while_typing_leaves_the_fields_alone(qtbot, window, evening, settled):
    choose(window, "s1")
    window.submissions.form.team.setText("typing")
    window.refresh()
    settled(window)
    assert window.submissions.form.team.text() == "typing"


def test_links_are_typed_one_a_line():
    links = (Link("Code", "https://example.org/a"), Link("", "https://example.org/b"))
    assert links_from(links_text(links)) == links
