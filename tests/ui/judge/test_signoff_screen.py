"""The one look at one's own order, by keys: what is shown, what Enter and Esc do, what a correction does, and the lock."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk import locking
from gpumode_judge.event.people import Outcome
from gpumode_judge.ui.judge.hand_in import HandInDialog
from gpumode_judge.ui.judge.signoff import SignOffDialog
from gpumode_judge.ui.shared.buttons import Button

Key = Qt.Key


def marked(desk, *totals):
    """Record the first cards with one mark each on all criteria, the next as absent."""
    cards = desk.cards()
    for card, mark in zip(cards, totals, strict=False):
        for criterion in card.criteria:
            desk.mark(card.submission.id, criterion.key, Decimal(mark))
        desk.record_ballot(card.submission.id)
    return cards


def look(person):
    person.press(Key.Key_S, ctrl=True, shift=True)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, SignOffDialog)
    return dialog


def test_the_order_is_shown_with_totals_marks_and_outcomes(evening, sit_down):
    desk = evening.join()
    cards = marked(desk, 2, 5, 2)
    desk.record_outcome(cards[3].submission.id, Outcome.ABSENT, "nobody at the table")
    dialog = look(sit_down(desk))
    rows = dialog.model.rows()
    assert [row.rank for row in rows] == [1, 2, 2, None]
    assert [row.total.submission.table for row in rows] == ["2", "1", "3", "4"]
    assert [str(row.total.total) for row in rows] == ["100.0", "25.0", "25.0", "None"]
    assert rows[0].marks.split() == ["5"] * 5
    assert "Technical depth 5" in rows[0].told
    assert rows[3].marks == "nobody at the table"
    assert dialog.model.index(3, dialog.model.column("outcome")).data() == "Absent"
    dialog.reject()


def test_enter_signs_off_and_then_offers_to_hand_in(evening, sit_down):
    desk = evening.join()
    marked(desk, 1, 2, 3, 4)
    person = sit_down(desk)
    dialog = look(person)
    person.press(Key.Key_Return)
    assert desk.signed_off
    assert dialog.result_banner.text().startswith("Signed off ")
    assert "a correction takes this back" in dialog.result_banner.text()
    assert dialog.back.text() == "Done"
    person.press(Key.Key_Return)
    assert isinstance(QApplication.activeModalWidget(), HandInDialog)
    person.press(Key.Key_Escape)


def test_esc_goes_back_and_signs_nothing(evening, sit_down):
    desk = evening.join()
    marked(desk, 1, 2, 3, 4)
    person = sit_down(desk)
    look(person)
    person.press(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None
    assert not desk.signed_off


def test_the_last_ballot_offers_it_and_a_correction_takes_it_back(evening, sit_down, qtbot):
    desk = evening.join()
    marked(desk, 1, 2, 3)
    desk.remember("open card", desk.cards()[3].submission.id)
    person = sit_down(desk)
    person.type("44444")
    person.record()
    banner = person.window.banner
    assert banner.text() == "All 4 are recorded. Look at your order once and sign off."
    button = next(b for b in banner.findChildren(Button) if b.text() == "Sign off  (Ctrl+Shift+S)")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    person.press(Key.Key_Return)
    assert desk.signed_off
    assert "You have signed off" in banner.text()
    person.press(Key.Key_Escape)

    person.window.card.criteria.start()
    person.press("5")
    assert not banner.isVisible()
    person.record()
    assert not desk.signed_off
    assert "sign off" in banner.text()
    assert look(person).go.text() == "These are mine"
    person.press(Key.Key_Escape)


def test_a_draft_is_told_and_nothing_is_signed(evening, sit_down):
    desk = evening.join()
    cards = marked(desk, 1, 2, 3)
    desk.mark(cards[0].submission.id, "depth", Decimal(5))
    person = sit_down(desk)
    dialog = look(person)
    assert "1 is still to do." in dialog.state.text() or "2 are still to do." in dialog.state.text()
    person.press(Key.Key_Return)
    assert "has changes that are not recorded" in dialog.result_banner.text()
    assert not desk.signed_off
    person.press(Key.Key_Escape)


def test_with_nothing_recorded_there_is_nothing_to_sign(evening, sit_down):
    dialog = look(sit_down(evening.join()))
    assert not dialog.go.isEnabled()
    assert "Nothing is recorded yet" in dialog.state.text()
    dialog.reject()


def test_the_lock_and_the_receipt_reach_the_judge_with_the_next_event_file(evening, sit_down, tmp_path):
    desk = evening.join()
    marked(desk, 1, 2, 3, 4)
    stick = tmp_path / "stick"
    stick.mkdir()
    evening.organizer.merge([desk.hand_in(stick).path])
    locking.lock(evening.organizer)
    person = sit_down(desk)
    assert not person.window.lock_banner.isVisible()
    person.window.take_in(evening.export())
    assert person.window.lock_banner.isVisible()
    assert person.window.lock_banner.text() == (
        "The organizers have locked the scores. What you record now reaches them marked as late."
    )
    assert "the scores are locked" in person.window.banner.text()
    person.window.session.count()
    line = person.window.status.status.text()
    assert line.endswith("The organizers have all 4 of yours.")

    locking.unlock(evening.organizer)
    person.window.take_in(evening.export())
    assert not person.window.lock_banner.isVisible()
