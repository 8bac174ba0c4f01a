from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from gpumode_judge.desk.planning import template, templates
from gpumode_judge.event.event import Track
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.track_editor import TrackEditor
from gpumode_judge.ui.shared.criterion_form import CriterionForm
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.prize_editor import PrizeEditor
from gpumode_judge.ui.shared.rubric_draft import (
    CriterionDraft,
    drafts_of,
    share_words,
    values_of,
    weight_line,
    weight_sum,
)
from gpumode_judge.ui.shared.rubric_editor import RubricEditor


@pytest.mark.parametrize("name", [t.name for t in templates()])
def test_editors_give_back_what_they_were_given(qtbot, themed, name):
    plan = template(name)
    rubric, prizes = (
        RubricEditor(plan.rubric, plan.rules, plan.tracks, plan.prizes),
        PrizeEditor(plan.prizes, plan.tracks),
    )
    qtbot.addWidget(rubric)
    qtbot.addWidget(prizes)
    assert rubric.value() == (plan.rubric, plan.rules)
    assert prizes.value() == plan.prizes


def levels(form: CriterionForm) -> dict[str, GrowingText]:
    """The fields with the meanings of levels, by what they are called."""
    return {text.accessibleName(): text for text in form.findChildren(GrowingText)}


def test_a_criterion_is_written_with_keys(qtbot, themed):
    editor = RubricEditor()
    qtbot.addWidget(editor)
    editor.show()
    with qtbot.waitSignal(editor.changed):
        qtbot.mouseClick(editor.criteria.new_button, Qt.MouseButton.LeftButton)
    form = editor.form
    qtbot.keyClicks(form.name, "Open-source impact")
    form.weight.clear()
    qtbot.keyClicks(form.weight, "2,5")
    form.high.clear()
    qtbot.keyClicks(form.high, "3")
    qtbot.keyClick(form.high, Qt.Key.Key_Return)
    qtbot.keyClicks(levels(form)["What 3 means"], "Very")
    rubric, rules = editor.value()
    assert rubric.criteria[0].key == "open-source-impact"
    assert rubric.criteria[0].anchors == {Decimal(3): "Very"}
    assert rules.weight("open-source-impact") == Decimal("2.5")


def test_the_order_and_the_first_in_a_tie_move_together(qtbot, themed):
    plan = template("gpu-mode-open-ended")
    editor = RubricEditor(plan.rubric, plan.rules)
    qtbot.addWidget(editor)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    editor.criteria.list.setFocus()
    qtbot.keyClick(editor.criteria.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    rubric, rules = editor.value()
    assert [c.key for c in rubric.criteria[:2]] == [c.key for c in reversed(plan.rubric.criteria[:2])]
    assert rules.priority == plan.rules.priority


def test_a_prize_that_is_known_outside_is_switched_off_instead_of_removed(qtbot, themed):
    plan = template("cuda-mode-irl")
    editor = PrizeEditor(plan.prizes, plan.tracks)
    qtbot.addWidget(editor)
    editor.set_kept({plan.prizes[0].id})
    qtbot.mouseClick(editor.list.remove_button, Qt.MouseButton.LeftButton)
    assert editor.value()[0].count == 0
    editor.list.list.setCurrentRow(1)
    qtbot.mouseClick(editor.list.remove_button, Qt.MouseButton.LeftButton)
    assert len(editor.value()) == len(plan.prizes) - 1


def test_tracks_stay_in_their_order_and_one_that_is_known_outside_stays(qtbot, themed):
    editor = TrackEditor()
    qtbot.addWidget(editor)
    tracks = (Track(id="a", name="Kernels"), Track(id="b", name="Training"))
    editor.set_value(tracks, {"a"})
    editor.show()
    for key, alt in (
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(editor.list.list, key, alt)
    assert editor.value() == tracks
    editor.list.list.setCurrentRow(1)
    qtbot.mouseClick(editor.list.remove_button, Qt.MouseButton.LeftButton)
    assert editor.value() == tracks[:1]


def test_a_nameless_prize_or_criterion_is_told(qtbot, themed):
    prizes, rubric = PrizeEditor(), RubricEditor()
    qtbot.addWidget(prizes)
    qtbot.addWidget(rubric)
    prizes.add()
    rubric.add()
    for editor in (prizes, rubric):
        with pytest.raises(Problem, match="needs a name"):
            editor.value()


def test_many_levels_get_fields_for_some_and_a_way_to_the_rest(qtbot, themed):
    editor = RubricEditor()
    qtbot.addWidget(editor)
    editor.add()
    editor.form.show_draft(CriterionDraft(name="A", low="0", high="100"))
    assert {"What 0 means", "What 50 means"} <= levels(editor.form).keys()
    assert "What 7 means" not in levels(editor.form)
    editor.form.more.picked.emit(Decimal(7))
    assert "What 7 means" in levels(editor.form)


def test_the_sum_of_weights_is_told():
    drafts = [CriterionDraft(key="a", name="A", weight="30"), CriterionDraft(key="b", name="B", weight="60")]
    assert "90" in weight_line(drafts)
    assert share_words(drafts[0], weight_sum(drafts)) == "33.3%"
    scoped = CriterionDraft(key="c", name="C", weight="5", scope="track:t")
    assert share_words(scoped, weight_sum([*drafts, scoped])) == "–"


@given(st.text(max_size=20), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_typed_gives_a_rubric_or_one_sentence(name, weight, low, high, step):
    drafts = [CriterionDraft(name=name, weight=weight, low=low, high=high, step=step)]
    plan = template("blank")
    try:
        rubric, rules = values_of("R", drafts, "", plan.rules)
    except Problem as problem:
        said = str(problem)
    else:
        assert values_of("R", drafts_of(rubric, rules), rules.priority, rules) == (rubric, rules)
        return
    assert said.endswith(".")
