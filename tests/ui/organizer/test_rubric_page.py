from decimal import Decimal

from PySide6.QtCore import Qt

from gpumode_judge.ui.organizer.rubric_effect import effect_of, effect_words

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_weights_change_on_apply_and_no_mark_is_touched(qtbot, press, window, evening, settled):
    window.merge_files((evening.score_file("Ada", {"s1": (4, 5)}),))
    settled(window)
    window.go("rubric")
    form = window.rubric.rubric.form
    form.weight.setFocus()
    qtbot.keyClick(form.weight, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(form.weight, "50")
    assert evening.desk.record.rules.weight("depth") == 70
    assert "every mark stays" in window.rubric.meaning.text()
    press(window, Qt.Key.Key_S, window.rubric.apply_button)
    settled(window)
    assert evening.desk.record.rules.weight("depth") == Decimal(50)
    assert len(evening.desk.record.ballots) == 1
    assert not window.rubric.dirty


def test_what_a_new_criterion_means_is_said_before_it_is_applied(qtbot, window, evening, settled):
    window.merge_files((evening.score_file("Ada", {"s1": (4, 5), "s2": (1, 1)}),))
    settled(window)
    window.go("rubric")
    page = window.rubric
    qtbot.mouseClick(page.rubric.criteria.new_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.rubric.form.name, "Novelty")
    qtbot.waitUntil(lambda: "2 recorded ballots" in page.meaning.text())
    qtbot.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert len(evening.desk.record.unfit) == 2
    assert [c.key for c in evening.desk.record.rubric.criteria] == ["depth", "speed", "novelty"]
    window.go("merge")
    assert [wait.text for wait in window.session.view.waits] == ["2 ballots of Ada lack a mark for “Novelty”"]


def test_discard_brings_back_what_holds(qtbot, window, evening):
    window.go("rubric")
    page = window.rubric
    page.rubric.form.name.setFocus()
    qtbot.keyClicks(page.rubric.form.name, "!")
    assert page.dirty
    qtbot.mouseClick(page.discard_button, Qt.MouseButton.LeftButton)
    assert not page.dirty
    assert page.rubric.form.name.text() == "Depth"


def test_a_weight_that_is_no_number_cannot_be_applied(qtbot, window):
    window.go("rubric")
    page = window.rubric
    page.rubric.form.weight.setText("")
    page.rubric.form.weight.setFocus()
    qtbot.keyClicks(page.rubric.form.weight, "many")
    assert not page.apply_button.isEnabled()
    assert "must be a number" in page.meaning.text()


def test_prizes_and_tracks_are_applied_too(qtbot, window, evening, settled):
    window.go("rubric")
    page = window.rubric
    page.tabs.setCurrentIndex(1)
    qtbot.mouseClick(page.prizes.list.down_button, Qt.MouseButton.LeftButton)
    page.tabs.setCurrentIndex(2)
    page.tracks.add()
    qtbot.keyClicks(page.tracks.name, "Training")
    qtbot.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert [p.name for p in evening.desk.record.prizes] == ["Silver Warp", "Golden Warp"]
    assert [t.name for t in evening.desk.record.tracks] == ["Kernels", "Training"]


def test_a_template_replaces_the_rubric_in_the_editor_only(window, evening):
    window.go("rubric")
    before = evening.desk.record.rubric
    window.rubric.template.picked.emit("gpu-mode-open-ended")
    assert window.rubric.dirty
    assert evening.desk.record.rubric == before


def test_an_unchanged_plan_has_no_effect(evening):
    record = evening.desk.record
    assert effect_words(effect_of(record, record.rubric, record.rules)) == ""
