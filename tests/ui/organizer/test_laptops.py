"""Laptops are shut out with a reason and let in again."""

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.ledger.device import four_words


@pytest.fixture
def laptops(window, evening, settled):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5)})])
    window.session.refresh()
    window.go("laptops")
    settled(window)
    return window.judges.laptops


def row_of(part, who):
    return next(row for row in part.rows if row.isVisible() and row.who.text() == who)


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_laptop_is_shut_out_and_let_in_again(qtbot, window, evening, laptops, settled):
    (device,) = evening.desk.record.devices
    row = row_of(laptops.inside, "Ada")
    assert row.words.text() == four_words(device)
    press(qtbot, row.button)
    dialog = laptops.dialog
    assert not dialog.yes.isEnabled()
    qtbot.mouseClick(dialog.all, Qt.MouseButton.LeftButton, pos=dialog.all.rect().center())
    qtbot.keyClicks(dialog.reason, "it was never hers")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    settled(window)
    assert evening.desk.record.revoked == {device: 1}
    assert not evening.desk.record.ballots
    row = row_of(laptops.outside, "Ada")
    assert row.note.text().startswith("Nothing that it said counts: it was never hers.")
    press(qtbot, row.button)
    settled(window)
    assert not evening.desk.record.revoked
    assert len(evening.desk.record.ballots) == 1
    assert row_of(laptops.inside, "Ada")


def test_what_a_lost_laptop_said_before_still_counts(qtbot, window, evening, laptops, settled):
    (device,) = evening.desk.record.devices
    press(qtbot, row_of(laptops.inside, "Ada").button)
    qtbot.keyClicks(laptops.dialog.reason, "lost")
    press(qtbot, laptops.dialog.yes)
    settled(window)
    assert evening.desk.record.revoked[device] > 1
    assert len(evening.desk.record.ballots) == 1
    assert "no more: lost" in row_of(laptops.outside, "Ada").note.text()


def test_this_laptop_cannot_shut_itself_out(window, laptops):
    assert not row_of(laptops.inside, "This laptop").button.isVisible()


def test_a_laptop_that_waits_can_be_shut_out(qtbot, window, evening, laptops, settled):
    window.session.do(lambda: evening.desk.merge([evening.score_file("Bob", {"s1": (1, 1)}, ticket=False)]))
    settled(window)
    (pending,) = evening.desk.record.pending
    card = next(card for card in laptops.cards if card.isVisible())
    press(qtbot, card.shut_button)
    qtbot.keyClicks(laptops.dialog.reason, "the words differ")
    press(qtbot, laptops.dialog.yes)
    settled(window)
    assert evening.desk.record.revoked == {pending.device: 1}
    assert not evening.desk.record.pending
    assert "Nobody yet" in [row.who.text() for row in laptops.outside.rows]


def test_a_second_laptop_of_a_judge_who_has_one_is_told(window, evening, laptops, settled):
    evening.desk.merge(
        [
            evening.score_file("Ada", {"s2": (1, 2)}, ticket=False, lap="2"),
            evening.score_file("Bob", {"s1": (1, 2)}, ticket=False),
        ]
    )
    window.session.refresh()
    settled(window)
    told = {card.judge.currentText(): card.who.text() for card in laptops.cards if card.isVisible()}
    assert told["Ada"].endswith("This judge has another laptop here already.")
    assert "another laptop" not in told["Bob"]
