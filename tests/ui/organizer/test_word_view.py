"""What waits is decided with the mouse and the keyboard, and the reason is kept."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from gpumode_judge.desk.locking import lock, waiting_for_a_word
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.ledger.statements import Admit
from gpumode_judge.ui.organizer.waits import Do


@pytest.fixture
def merge(window):
    window.go("merge")
    return window.merge


@pytest.fixture
def damaged(evening):
    path = evening.score_file("Ada", {"s1": (4, 5), "s2": (3, 3), "s3": (1, 2)})
    lines = path.read_bytes().split(b"\n")
    lines[3] = lines[3].replace(b"eyJ2", b"eyJ3", 1)  # how every statement begins
    found = evening.folder / "broken.gmj"
    found.write_bytes(b"\n".join(lines))
    return found


def late_ballots(evening):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5)})])
    lock(evening.desk)
    laptop = evening.laptops[0]
    for submission in ("s2", "s3"):
        laptop.mark(submission, "depth", Decimal(2))
        laptop.mark(submission, "speed", Decimal(2))
        laptop.record_ballot(submission)
    return laptop.hand_in(evening.folder).path


def press(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_came_late_counts_once_someone_says_why(qtbot, window, merge, evening, settled):
    merge.merge((late_ballots(evening),))
    settled(window)
    assert "2 after the lock" in merge.banner.text()
    assert merge.tabs.tabText(2) == "Waiting (1)"
    merge.tabs.setCurrentIndex(2)
    (card,) = merge.waits.cards
    press(qtbot, card.buttons[Do.ADMIT])
    dialog = merge.dialog
    assert not dialog.yes.isEnabled()
    qtbot.mouseClick(dialog.boxes[1], Qt.MouseButton.LeftButton, pos=dialog.boxes[1].rect().center())
    qtbot.keyClicks(dialog.reason, "   ")
    assert not dialog.yes.isEnabled()
    qtbot.keyClicks(dialog.reason, "left at the table")
    assert dialog.yes.text() == "Let it count"
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    settled(window)
    assert set(evening.desk.record.ballots) == {(evening.judge_id("Ada"), name) for name in ("s1", "s2")}
    said = [evening.desk.ledger.statement(e) for e in evening.desk.ledger if e.kind == "admit"]
    assert [s.reason for s in said if isinstance(s, Admit)] == ["left at the table"]
    assert len(waiting_for_a_word(evening.desk)[0].entries) == 1


def test_leaving_the_dialog_decides_nothing(qtbot, window, merge, evening, settled):
    merge.merge((late_ballots(evening),))
    settled(window)
    merge.tabs.setCurrentIndex(2)
    press(qtbot, merge.waits.cards[0].buttons[Do.ADMIT])
    merge.dialog.reason.setText("why")
    qtbot.keyClick(merge.dialog, Qt.Key.Key_Escape)
    settled(window)
    assert len(evening.desk.record.ballots) == 1


def test_the_laptop_that_waits_is_one_click_away(qtbot, window, merge, evening, settled):
    merge.merge((evening.score_file("Bob", {"s1": (4, 5)}, ticket=False),))
    settled(window)
    merge.tabs.setCurrentIndex(2)
    press(qtbot, merge.waits.cards[0].buttons[Do.LAPTOPS])
    assert window.sidebar.current() == "judges"
    assert window.judges.tabs.currentWidget().isAncestorOf(window.judges.laptops)


def test_a_broken_file_is_taken_in_after_a_word_of_what_that_means(qtbot, window, merge, evening, settled, damaged):
    merge.merge((damaged,))
    settled(window)
    assert "1 broken and kept aside" in merge.banner.text()
    merge.tabs.setCurrentIndex(2)
    press(qtbot, merge.waits.cards[0].buttons[Do.BROKEN])
    assert merge.tabs.currentIndex() == 0
    assert merge.panel.name.text() == "broken.gmj"
    assert "statements in it are whole" in merge.panel.words.text()
    press(qtbot, merge.panel.take_button)
    assert "heals all of this" in merge.panel.asked.text
    assert len(evening.desk.record.devices) == 0
    merge.panel.asked.accept()
    settled(window)
    assert len(evening.desk.record.ballots) == 1
    row = next(row for row in merge.model.rows() if row.row.name == "broken.gmj")
    assert (row.kind, row.broken) == ("waits", False)
    assert not merge.panel.take_button.isVisible()


def test_a_broken_file_is_not_needed_any_more_once_the_whole_one_came(qtbot, window, merge, evening, settled, damaged):
    merge.merge((damaged,))
    settled(window)
    assert merge.tabs.tabText(2) == "Waiting (1)"
    merge.merge((next(path for path in (evening.folder / "Ada").glob("*.gmj")),))
    settled(window)
    assert merge.tabs.tabText(2) == "Waiting"
    (card,) = merge.waits.cards
    assert card.wait.text == "The broken file “broken.gmj” is not needed any more"
    press(qtbot, card.buttons[Do.BROKEN])
    assert merge.panel.name.text() == "broken.gmj"
    assert "has come by another file" in merge.panel.words.text()
    assert not merge.panel.take_button.isVisible()
    press(qtbot, merge.panel.throw_button)
    settled(window)
    assert not merge.waits.cards


def test_a_broken_file_is_thrown_away(qtbot, window, merge, evening, settled, damaged):
    text = evening.folder / "text.gmj"
    text.write_text("hello")
    merge.merge((damaged, text))
    settled(window)
    merge.show_file(next(r.row.sha256 for r in merge.model.rows() if r.row.name == "text.gmj"))
    assert not merge.panel.take_button.isVisible()
    press(qtbot, merge.panel.throw_button)  # nothing in it is whole, so nobody is asked
    settled(window)
    merge.show_file(next(r.row.sha256 for r in merge.model.rows() if r.row.name == "broken.gmj"))
    press(qtbot, merge.panel.throw_button)
    merge.panel.asked.accept()
    settled(window)
    assert [row.kind for row in merge.model.rows()] == ["refused", "refused"]
    assert not merge.panel.throw_button.isVisible()
    assert merge.tabs.tabText(2) == "Waiting"


def test_a_backup_that_failed_is_told(window, merge, evening, settled, monkeypatch):
    def full(*_):
        raise Problem("The disk is full.")

    monkeypatch.setattr(type(evening.desk.store), "keep_copy", full)
    merge.merge((evening.score_file("Ada", {"s1": (4, 5)}),))
    settled(window)
    assert merge.note.text().startswith("No backup could be made. The disk is full.")
    assert merge.banner.text() == "1 file read, 3 new statements."


def test_a_workspace_that_is_older_than_its_files_asks_for_the_newest(
    qtbot, window, merge, evening, settled, monkeypatch
):
    path = evening.desk.export_event(evening.folder)
    monkeypatch.setattr(type(evening.desk), "missing", property(lambda _: 3))
    window.session.refresh()
    settled(window)
    merge.tabs.setCurrentIndex(2)
    (card,) = merge.waits.cards
    assert "3 statements of yours went out and are not here" in card.wait.more
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    press(qtbot, card.buttons[Do.OPEN_FILE])
    settled(window)
    assert merge.banner.text() == "1 file read, no new statements."


def test_ballots_without_a_mark_lead_to_the_event_file(qtbot, window, merge, evening, settled):
    merge.merge((evening.score_file("Ada", {"s1": (4, 5)}),))
    settled(window)
    rubric = evening.desk.record.rubric
    more = Criterion(key="demo", name="Demo")
    window.session.do(lambda: evening.desk.put([replace(rubric, criteria=(*rubric.criteria, more))]))
    settled(window)
    assert "lack" in merge.model.rows()[0].sentence
    merge.tabs.setCurrentIndex(2)
    press(qtbot, merge.waits.cards[0].buttons[Do.EVENT_FILE])
    assert window.sidebar.current() == "overview"
