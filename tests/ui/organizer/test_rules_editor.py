"""Method, ladder, lock and measured criteria: changed with keys, said only on Apply."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.desk.locking import lock
from gpumode_judge.desk.measuring import put_figure
from gpumode_judge.desk.planning import template, templates
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Tie
from gpumode_judge.ui.organizer.measured_draft import MeasuredDraft, middle, tried
from gpumode_judge.ui.organizer.measured_editor import MeasuredEditor
from gpumode_judge.ui.organizer.rules_editor import RulesEditor

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
RULES, MEASURED = 3, 4
RUNTIME = Measured(
    key="runtime", name="Runtime", unit="ms", lower=True, turn=Turn.LOG, zero=Decimal(2), full=Decimal("0.5")
)


@pytest.fixture
def page(window):
    window.go("rubric")
    return window.rubric


def write(qtbot, line, text) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text) if text else qtbot.keyClick(line, Qt.Key.Key_Delete)


def pick(choice, value) -> None:
    choice.choose(value)
    choice.activated.emit(choice.currentIndex())


def apply(qtbot, page, settled, window) -> None:
    assert page.apply_button.isEnabled(), page.meaning.text()
    qtbot.mouseClick(page.apply_button, LEFT)
    settled(window)


@pytest.mark.parametrize("name", [t.name for t in templates()])
def test_editors_give_back_what_they_were_given(qtbot, themed, name):
    plan = template(name)
    rules, measured = RulesEditor(), MeasuredEditor()
    qtbot.addWidget(rules)
    qtbot.addWidget(measured)
    rules.set_value(plan.rules)
    measured.set_scopes(plan.tracks, plan.prizes)
    measured.set_value(plan.rules)
    assert measured.value(rules.value()) == plan.rules


def test_a_method_is_explained_and_applied(qtbot, page, window, evening, settled):
    page.tabs.setCurrentIndex(RULES)
    page.rules.method.setFocus()
    pick(page.rules.method, "order")
    assert "Only the order" in page.rules.line.text()
    assert "How far ahead" in page.rules.caution.text()
    assert "The method changed from “Raw mean” to “Order only”." in page.meaning.text()
    assert evening.desk.record.rules.method == "mean"
    apply(qtbot, page, settled, window)
    assert evening.desk.record.rules.method == "order"
    assert not page.dirty


def test_rungs_are_ordered_removed_and_added_with_keys(qtbot, page, window, evening, settled):
    page.tabs.setCurrentIndex(RULES)
    ties = page.rules.ties
    ties.list.list.setFocus()
    qtbot.keyClick(ties.list.list, Qt.Key.Key_Down, ALT)
    assert ties.value() == (Tie.FIRSTS, Tie.PRIORITY, Tie.PERSON)
    qtbot.keyClick(ties.list.list, Qt.Key.Key_Down)
    qtbot.keyClick(ties.list.list, Qt.Key.Key_Delete)
    assert ties.value() == (Tie.FIRSTS, Tie.PRIORITY)
    qtbot.mouseClick(ties.list.new_button, LEFT)
    assert ties.value() == (Tie.FIRSTS, Tie.PRIORITY, Tie.PERSON)
    assert not ties.list.new_button.isEnabled()
    qtbot.keyClick(page.rules.two, Qt.Key.Key_Space)
    apply(qtbot, page, settled, window)
    assert evening.desk.record.rules.ties == (Tie.FIRSTS, Tie.PRIORITY, Tie.PERSON)
    assert evening.desk.record.rules.signatures == 2


def test_the_criterion_to_look_at_first_is_one_in_both_places(qtbot, page, window, evening, settled):
    page.tabs.setCurrentIndex(RULES)
    assert "passed over" in page.rules.ties.priority_field.hint.text()
    pick(page.rules.ties.priority, 1)
    assert page.rubric.priority.value() == 1
    pick(page.rubric.priority, 0)
    assert page.rules.ties.priority.value() == 0
    apply(qtbot, page, settled, window)
    assert evening.desk.record.rules.priority == "depth"


def test_a_measured_criterion_is_written_with_keys(qtbot, page, window, evening, settled):
    page.tabs.setCurrentIndex(MEASURED)
    form = page.measured.form
    qtbot.mouseClick(page.measured.list.new_button, LEFT)
    assert form.figures_button.isEnabled() is False
    qtbot.keyClicks(form.name, "Conv runtime")
    write(qtbot, form.weight, "100")
    write(qtbot, form.points, "5; 3; 1")
    assert "place 2 60 %" in form.fields["points"].hint.text()
    assert page.rubric.criteria.list.item(0).text() == "Depth"
    assert "50" in page.measured.list.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    apply(qtbot, page, settled, window)
    (kept,) = evening.desk.record.rules.measured
    assert (kept.key, kept.turn, kept.points, kept.lower) == (
        "conv-runtime", Turn.RANKS, (Decimal(5), Decimal(3), Decimal(1)), True,
    )  # fmt: skip
    assert evening.desk.record.rules.weight("conv-runtime") == 100
    assert evening.desk.record.rules.weight("depth") == 70
    assert not form.key.isEnabled()
    assert form.figures_button.isEnabled()
    assert not page.dirty


def test_what_is_wrong_stands_at_its_field(qtbot, page, evening):
    page.tabs.setCurrentIndex(MEASURED)
    form = page.measured.form
    qtbot.mouseClick(page.measured.list.new_button, LEFT)
    qtbot.keyClicks(form.name, "Speed")
    write(qtbot, form.points, "1, 3, 5")
    assert "the most first" in form.fields["points"].hint.text()
    assert form.points.property("invalid") == "true"
    assert not page.apply_button.isEnabled()
    assert "the most first" in page.meaning.text()
    pick(form.turn, Turn.LOG)
    assert "needs a baseline above zero" in form.fields["zero"].hint.text()
    write(qtbot, form.zero, "2")
    write(qtbot, form.full, "3")
    assert "on the other side" in form.fields["full"].hint.text()
    write(qtbot, form.full, "many")
    assert "must be a number" in form.fields["full"].hint.text()
    write(qtbot, form.full, "0.5")
    assert page.apply_button.isEnabled()
    assert form.example_line.text() == "1 ms would give 50 % of the weight." or form.example_line.text().startswith(
        "1 µs"
    )
    write(qtbot, form.example, "2")
    assert form.example_line.text() == "2 µs would give 0 % of the weight."
    pick(form.turn, Turn.GATE)
    assert form.bar.isVisible()
    assert not form.weight.isVisible()


def test_a_removed_criterion_takes_its_weight_along(qtbot, page, window, evening, settled):
    desk = evening.desk
    rules = desk.record.rules
    desk.put(
        [replace(rules, measured=(RUNTIME,), weights={**rules.weights, "runtime": Decimal(50)}, priority="runtime")]
    )
    window.refresh()
    settled(window)
    page.tabs.setCurrentIndex(MEASURED)
    assert page.measured.form.name.text() == "Runtime"
    page.measured.list.list.setFocus()
    qtbot.keyClick(page.measured.list.list, Qt.Key.Key_Delete)
    assert "“Runtime” is not measured any more." in page.meaning.text()
    apply(qtbot, page, settled, window)
    assert desk.record.rules == replace(rules, priority="")


def test_a_key_that_the_rubric_has_is_refused(qtbot, page):
    page.tabs.setCurrentIndex(MEASURED)
    qtbot.mouseClick(page.measured.list.new_button, LEFT)
    qtbot.keyClicks(page.measured.form.name, "Depth")
    assert [m.key for m in page.value()[1].measured] == ["depth-2"]
    qtbot.keyClicks(page.measured.form.key, "depth")
    assert page.meaning.text() == "A criterion of the rubric has the key “depth” too; give what is measured another."
    qtbot.keyClicks(page.measured.form.key, " of cache")
    assert page.apply_button.isEnabled()


def test_discard_brings_the_rules_back(qtbot, page):
    page.tabs.setCurrentIndex(RULES)
    pick(page.rules.method, "rasch")
    page.measured.add()
    assert page.dirty
    qtbot.mouseClick(page.discard_button, LEFT)
    assert not page.dirty
    assert page.rules.method.value() == "mean"
    assert page.measured.list.current() == -1


def test_after_the_lock_rules_are_refused_with_the_sentence(qtbot, page, window, evening, settled):
    desk = evening.desk
    marks = {"depth": Decimal(3), "speed": Decimal(4)}
    desk.put_ballots(
        [Ballot(judge=evening.judge_id("Ada"), submission="s1", rubric=desk.record.rubric_eid, marks=marks)]
    )
    lock(desk)
    window.refresh()
    settled(window)
    page.tabs.setCurrentIndex(RULES)
    pick(page.rules.method, "severity")
    qtbot.mouseClick(page.apply_button, LEFT)
    assert page.banner.text().startswith("The scores are locked")
    assert desk.record.rules.method == "mean"


def test_compare_goes_to_the_standings(qtbot, page, window):
    page.tabs.setCurrentIndex(RULES)
    with qtbot.waitSignal(window.session.going) as told:
        qtbot.mouseClick(page.rules.compare_button, LEFT)
    assert told.args == ["standings"]


def test_figures_that_are_known_are_told(page, window, evening, settled):
    desk = evening.desk
    desk.put(
        [replace(desk.record.rules, measured=(replace(RUNTIME, turn=Turn.RANKS, points=(Decimal(5), Decimal(3))),))]
    )
    put_figure(desk, "s1", "runtime", Decimal(1))
    window.refresh()
    settled(window)
    page.tabs.setCurrentIndex(MEASURED)
    assert page.measured.form.known.text() == "1 figure is known."
    assert page.measured.form.example_line.text() == "1 ms would be place 1 of 2 and give 100 % of the weight."


def test_an_example_of_each_rule():
    assert tried(RUNTIME, {}, Decimal("0.8")) == "0.8 ms would give 66.1 % of the weight."
    assert middle(RUNTIME, {}) == 1
    linear = replace(RUNTIME, turn=Turn.LINEAR)
    assert tried(linear, {}, Decimal("1.25")) == "1.25 ms would give 50 % of the weight."
    gate = Measured(key="ok", name="Correct", turn=Turn.GATE, excludes=True)
    assert tried(gate, {}, Decimal(0)) == "0 would not pass, and the team would have no rank."
    assert tried(gate, {}, Decimal(1)) == "1 would pass."
    assert tried(RUNTIME, {}, Decimal(-1)) == "-1 ms has no speed-up and would give nothing."


def test_a_draft_without_a_name_says_so():
    draft = MeasuredDraft()
    assert draft.faults() == {"name": "Give it a name."}
    with pytest.raises(Problem, match="needs a name"):
        draft.measured("key")
