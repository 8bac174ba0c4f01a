from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ui.shared.prize_editor import PrizeEditor

RUBRIC = Rubric(name="Ours", criteria=(Criterion(key="demo", name="Demo"), Criterion(key="craft", name="Craft")))
RULES = Rules(
    measured=(
        Measured(key="time", name="Runtime", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3))),
        Measured(key="right", name="Correct", turn=Turn.GATE),
    )
)
PRIZES = (
    Prize(id="a", name="Best demo", place=1, weights={"demo": Decimal("2.5")}, shared=True, again=False),
    Prize(id="b", name="Golden Warp", place=2, eligible="gate:right", decided="person"),
    Prize(id="c", name="Withdrawn", place=3, count=0),
)


@pytest.fixture
def editor(qtbot, themed):
    made = PrizeEditor(PRIZES, (Track(id="t", name="Kernels"),))
    made.set_criteria(RUBRIC, RULES)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_every_field_comes_back_as_it_went_in(editor):
    for place in range(3):
        editor.list.list.setCurrentRow(place)
        editor.form._edited()
    assert editor.value() == PRIZES


def test_what_was_not_offered_yet_is_kept(qtbot, themed):
    editor = PrizeEditor(PRIZES)
    qtbot.addWidget(editor)
    for place in range(3):
        editor.list.list.setCurrentRow(place)
        editor.form._edited()
    assert editor.value() == PRIZES


def test_own_weights_are_typed_behind_more(qtbot, editor):
    editor.list.list.setCurrentRow(2)
    form = editor.form
    if form.weights.isHidden() or not form.weights.isVisible():
        qtbot.mouseClick(form.more, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(form.weights.lines["craft"], "1,5")
    qtbot.keyClicks(form.weights.lines["time"], "2")
    assert set(form.weights.lines) == {"demo", "craft", "time"}
    assert editor.value()[2].weights == {"craft": Decimal("1.5"), "time": Decimal(2)}
    form.weights.lines["craft"].clear()
    qtbot.keyClicks(form.weights.lines["craft"], "0")
    assert editor.value()[2].weights == {"time": Decimal(2)}


def test_a_weight_that_is_no_number_is_told_and_not_taken(qtbot, editor):
    line = editor.form.weights.lines["demo"]
    line.selectAll()
    qtbot.keyClicks(line, "much")
    with pytest.raises(Problem, match="weight of “Demo”"):
        editor.value()
    assert line.property("invalid") == "true"
    editor.list.list.setCurrentRow(1)
    assert editor.value()[0].weights == {"demo": Decimal("2.5")}


def test_rarely_used_fields_stand_behind_more(qtbot, themed):
    editor = PrizeEditor((Prize(id="x", name="Plain"), Prize(id="y", name="Shared", place=1, shared=True)))
    qtbot.addWidget(editor)
    editor.show()
    assert not editor.form.shared.isVisible()
    qtbot.keyClick(editor.form.more, Qt.Key.Key_Return)
    qtbot.mouseClick(editor.form.shared, Qt.MouseButton.LeftButton, pos=editor.form.shared.rect().center() * 0.1)
    assert editor.form.shared.isVisible()
    qtbot.keyClick(editor.form.more, Qt.Key.Key_Return)
    assert not editor.form.shared.isVisible()
    editor.list.list.setCurrentRow(1)
    assert editor.form.shared.isVisible()
    assert editor.form.shared.isChecked()


def test_who_decides_is_chosen_with_keys(qtbot, editor):
    editor.list.list.setCurrentRow(2)
    editor.form.decided.setFocus()
    qtbot.keyClick(editor.form.decided, Qt.Key.Key_Down)
    assert editor.value()[2].decided == "person"
    assert not editor.form.weights.isEnabled()


def test_a_gate_that_is_gone_stays_until_another_is_chosen(qtbot, themed):
    editor = PrizeEditor((Prize(id="x", name="X", eligible="gate:lost"),))
    editor.set_criteria(RUBRIC, RULES)
    qtbot.addWidget(editor)
    assert editor.form.eligible.currentText() == "A gate that is gone"
    editor.form._edited()
    assert editor.value()[0].eligible == "gate:lost"
