"""What Enter and Tab do where Qt's own ways would surprise."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.criterion_form import CriterionForm
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.rubric_draft import CriterionDraft

Key = Qt.Key


def test_enter_presses_the_button_that_has_the_keyboard_and_not_the_default(themed, qtbot):
    dialog = Dialog("Sure?")
    qtbot.addWidget(dialog)
    pressed = []
    other = dialog.add_button(Button("Other", "plain"))
    yes = dialog.add_button(Button("Yes", "primary"), accept=True)
    other.clicked.connect(lambda: pressed.append("other"))
    yes.clicked.connect(lambda: pressed.append("yes"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show()
    other.setFocus()
    QTest.keyClick(other, Key.Key_Return)
    QTest.keyClick(other, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["other"]
    QTest.keyClick(dialog, Key.Key_Enter)
    assert pressed == ["other", "yes"]


def test_tab_goes_through_a_criterion_from_top_to_bottom(themed, qtbot):
    form = CriterionForm()
    qtbot.addWidget(form)
    for draft in (CriterionDraft(high="3"), CriterionDraft(low="0", high="2")):  # other levels are other fields
        form.show_draft(draft)
        form.resize(700, 900)
        form.show()
        form.activateWindow()
        qtbot.waitUntil(form.isActiveWindow)
        shown = {text.accessibleName(): text for text in form.findChildren(GrowingText)}
        levels = [shown[f"What {n} means"] for n in range(int(draft.low), int(draft.high) + 1)]
        qtbot.waitUntil(levels[-1].isVisible)
        form.name.setFocus()
        for field in (form.weight, form.prompt, form.low, form.high, form.step, *levels, form.note, form.scope):
            QTest.keyClick(form.focusWidget(), Key.Key_Tab)
            assert field.hasFocus()
