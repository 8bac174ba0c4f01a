"""Locking by keys and clicks: what is missing, one signature or two, what comes after, publishing, conflicts of interest."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk import locking
from gpumode_judge.desk.locking import Check
from gpumode_judge.desk.publishing import verify_bundle
from gpumode_judge.exchange.gmj import read_gmj, write_gmj
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.statements import Enrol, Lock, kind_of, to_data
from gpumode_judge.ui.organizer import lock_page
from gpumode_judge.ui.organizer.interests import InterestDialog
from gpumode_judge.ui.organizer.lock_page import CheckRow
from gpumode_judge.ui.organizer.publish_dialog import PublishDialog
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.errors import MessageDialog
from gpumode_judge.ui.shared.toast import Toast

ALL = {f"s{n}": (n, n) for n in range(1, 5)}
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot, evening, opened, settled):
    """The Lock page after both judges have handed in everything; only Ada signed off."""
    evening.score_file("Ada", ALL)
    evening.laptops[0].sign_off()
    ada = evening.laptops[0].hand_in(evening.folder / "Ada").path
    evening.desk.merge([ada, evening.score_file("Bob", ALL)])
    window = opened(evening.desk)
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    settled(window)
    assert window.sidebar.current() == "lock"
    return window.lock


def answer(qtbot, words):
    """Press the button of the dialog that asks."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MessageDialog))
    dialog = QApplication.activeModalWidget()
    button = next(b for b in dialog.findChildren(Button) if b.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def lock(qtbot, page, settled):
    qtbot.mouseClick(page.lock_button, Qt.MouseButton.LeftButton)
    if any(not row.check.ok for row in page.findChildren(CheckRow)):
        answer(qtbot, "Lock")
    settled(page.window())


def badge(window, key="lock"):
    from gpumode_judge.ui.organizer.window import PLACES

    row = [place.key for place in PLACES].index(key)
    return window.sidebar._list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)


def test_nothing_can_be_locked_before_there_is_a_score(qtbot, window, settled):
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    settled(window)
    assert window.lock.title.text() == "There is nothing to lock yet"
    assert not window.lock.lock_button.isEnabled()
    assert not window.lock.publish_button.isVisible()


def test_the_list_tells_what_is_missing_and_its_buttons_go_there(qtbot, page):
    rows = page.findChildren(CheckRow)
    (missing,) = (row for row in rows if not row.check.ok)
    assert missing.button.accessibleName() == "Show: Bob has not signed off"
    assert {row.pill.text() for row in rows} == {"Fine", "Look"}
    assert rows[0] is missing
    assert not any("No submissions have no" in row.button.accessibleName() for row in rows)
    gaps = next(row for row in rows if row.check.place == "merge")
    qtbot.mouseClick(gaps.button, Qt.MouseButton.LeftButton)
    assert page.window().sidebar.current() == "merge"
    assert page.window().merge.tabs.currentIndex() == 2


@pytest.mark.parametrize("place", ["decide", "prizes", "standings", "fairness", "rubric"])
def test_every_line_of_the_list_leads_to_its_page(place, qtbot, page):
    row = CheckRow(Check(False, "Something is to be looked at", place))
    qtbot.addWidget(row)
    row.wanted.connect(page.session.going)
    row.show()
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert page.window().sidebar.current() == place


def test_tab_goes_from_what_can_be_done_through_the_list_to_who_signed_off(qtbot, page):
    page.lock_button.setFocus()
    seen = []
    for _ in range(len(page.findChildren(CheckRow)) + 1):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        seen.append(page.window().focusWidget())
    assert seen[0].accessibleName() == "Show: Bob has not signed off"
    assert all(isinstance(widget, Button) for widget in seen[:-1])
    assert seen[-1].accessibleName() == "Who has signed off"


def test_who_has_visits_to_do_is_shown_among_the_judges(qtbot, evening, opened, settled):
    evening.desk.merge([evening.score_file("Ada", {"s1": (1, 2)})])
    window = opened(evening.desk)
    window.go("lock")
    settled(window)
    row = next(row for row in window.lock.findChildren(CheckRow) if row.check.place == "silent")
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert window.sidebar.current() == "judges"
    assert [r.judge.name for r in window.judges.model.rows()] == ["Ada", "Bob"]


def test_each_judge_has_signed_off_or_not_and_a_correction_takes_it_back(qtbot, page, evening, settled):
    shown = {row.judge.name: row.word for row in page.signed.rows()}
    assert shown == {"Ada": "Signed off", "Bob": "Not yet"}
    assert page.signed.rows()[0].when
    ada = evening.laptops[0]
    ada.mark("s1", "depth", Decimal(5))
    ada.record_ballot("s1")
    evening.desk.merge([ada.hand_in(evening.folder / "Ada").path])
    page.window().refresh()
    settled(page.window())
    assert page.signed.rows()[0].word == "Changed since"


def test_locking_asks_while_something_is_open_and_then_holds(qtbot, page, evening, settled):
    lock(qtbot, page, settled)
    assert evening.desk.record.lock is not None
    qtbot.waitUntil(lambda: page.title.text().startswith("The scores are locked since "))
    assert not page.lock_button.isVisible()
    assert page.open_button.isVisible()
    assert badge(page.window()) == "Lock, locked"


def test_what_comes_after_the_lock_is_told_and_leads_to_merge(qtbot, page, evening, settled):
    lock(qtbot, page, settled)
    bob = evening.laptops[1]
    bob.mark("s1", "depth", Decimal(5))
    bob.record_ballot("s1")
    evening.desk.merge([bob.hand_in(evening.folder / "Bob").path])
    page.window().refresh()
    settled(page.window())
    assert page.banner.text().startswith("1 statement came after the lock, from Bob.")
    button = next(b for b in page.banner.findChildren(Button) if b.text() == "Show on Merge")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.window().sidebar.current() == "merge"
    assert page.window().merge.tabs.tabText(page.window().merge.tabs.currentIndex()).startswith("Waiting")


def test_the_scores_are_opened_again_only_after_a_question(qtbot, page, evening, settled):
    lock(qtbot, page, settled)
    qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)
    answer(qtbot, "Cancel")
    assert evening.desk.record.lock is not None
    qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)
    answer(qtbot, "Open again")
    settled(page.window())
    assert evening.desk.record.lock is None
    assert page.title.text() == "The scores are open"
    assert badge(page.window()) == "Lock"


def second_organizer(evening):
    """Another organizers' laptop, let in by this one, and where its chain stands."""
    other = Device(bytes(range(32)))
    evening.desk.say(Enrol(other.name, ""))
    return other


def said_by(evening, other, statement, supersedes=()):
    record = evening.desk.record
    chain = evening.desk.ledger.chain(other.name)
    entry = other.sign(
        event=record.event_id, kind=kind_of(statement), seq=len(chain) + 1, prev=chain[-1].eid if chain else "",
        at="2026-05-10T20:00:00.000Z", data=to_data(statement), supersedes=tuple(supersedes),
    )  # fmt: skip
    path = write_gmj(evening.folder, "other", record.event_id, record.event.title, [*chain, entry])
    evening.desk.merge([path])


def test_two_signatures_wait_for_another_organizer(qtbot, page, evening, settled):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    other = second_organizer(evening)
    page.window().refresh()
    settled(page.window())
    assert "Two organizers must sign" in page.text.text()
    lock(qtbot, page, settled)
    assert page.title.text() == "The lock waits for one more signature"
    assert "This laptop has signed" in page.text.text()
    assert "carry a file for another organizer over" in page.text.text()
    assert page.carry_button.isVisible()
    assert not page.sign_button.isVisible()
    assert not page.lock_button.isVisible()
    assert badge(page.window()) == "Lock, to sign"
    (waiting,) = evening.desk.record.lock_waiting
    said_by(evening, other, Lock(waiting.manifest), waiting.supersedes)
    page.window().refresh()
    settled(page.window())
    assert page.title.text().startswith("The scores are locked")


def test_what_another_organizer_proposed_is_signed_too(qtbot, page, evening, settled):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    other = second_organizer(evening)
    said_by(evening, other, Lock(locking.manifest_of(evening.desk.ledger, evening.desk.record)))
    page.window().refresh()
    settled(page.window())
    assert page.sign_button.isVisible()
    qtbot.mouseClick(page.sign_button, Qt.MouseButton.LeftButton)
    settled(page.window())
    assert evening.desk.record.lock is not None
    assert any("signed too" in toast.text for toast in page.window().findChildren(Toast))


def test_what_came_since_another_organizer_signed_is_told_and_can_be_locked_instead(qtbot, page, evening, settled):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    other = second_organizer(evening)
    said_by(evening, other, Lock(locking.manifest_of(evening.desk.ledger, evening.desk.record)))
    bob = evening.laptops[1]
    bob.mark("s1", "depth", Decimal(5))
    bob.record_ballot("s1")
    evening.desk.merge([bob.hand_in(evening.folder / "Bob").path])
    page.window().refresh()
    settled(page.window())
    assert "1 statement known here is not in it and would be late" in page.text.text()
    assert page.sign_button.isVisible()
    assert page.lock_button.text() == "Lock what is here now"
    assert page.lock_button.isVisible()


def test_the_file_for_the_other_organizer_is_written_from_here_by_keys(
    qtbot, page, evening, settled, monkeypatch, tmp_path
):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    other = second_organizer(evening)
    page.window().refresh()
    settled(page.window())
    lock(qtbot, page, settled)
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(lock_page.QFileDialog, "getExistingDirectory", lambda *_: str(stick))
    page.carry_button.setFocus()
    qtbot.keyClick(page.carry_button, Qt.Key.Key_Return)
    settled(page.window())
    (file,) = stick.iterdir()
    (waiting,) = evening.desk.record.lock_waiting
    assert set(waiting.eids) <= {entry.eid for entry in read_gmj(file).entries}
    said_by(evening, other, Lock(waiting.manifest), waiting.supersedes)
    page.window().refresh()
    settled(page.window())
    assert not page.carry_button.isVisible()


def test_a_new_lock_over_the_one_in_force_is_signed_here_too(qtbot, page, evening, settled):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    other = second_organizer(evening)
    lock_now = Lock(locking.manifest_of(evening.desk.ledger, evening.desk.record))
    said_by(evening, other, lock_now)
    locking.sign(evening.desk, evening.desk.record.lock_waiting[0])
    first = evening.desk.record.lock
    bob = evening.laptops[1]
    bob.mark("s1", "depth", Decimal(5))
    bob.record_ballot("s1")
    evening.desk.merge([bob.hand_in(evening.folder / "Bob").path])
    late = [eid for eid, verdict in evening.desk.record.verdicts.items() if verdict is Verdict.LATE]
    locking.admit(evening.desk, late, "asked before")
    anew = Lock(locking.manifest_of(evening.desk.ledger, evening.desk.record))
    said_by(evening, other, anew, evening.desk.record.heads["lock",])
    page.window().refresh()
    settled(page.window())
    assert "wants to lock them anew" in page.text.text()
    assert page.sign_button.isVisible()
    assert [wait.text for wait in page.session.view.waits] == ["A new lock waits for you"]
    page.sign_button.setFocus()
    qtbot.keyClick(page.sign_button, Qt.Key.Key_Return)
    settled(page.window())
    assert evening.desk.record.lock != first
    assert page.session.view.waits == ()
    assert not page.sign_button.isVisible()


def test_of_two_locks_that_were_proposed_apart_all_are_asked_for_the_fuller_one(qtbot, page, evening, settled):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    other = second_organizer(evening)
    full = locking.manifest_of(evening.desk.ledger, evening.desk.record)
    bob = next(device for device, judge in evening.desk.record.devices.items() if judge == evening.judge_id("Bob"))
    less = {device: place for device, place in full.items() if device != bob}
    said_by(evening, other, Lock(less))
    page.window().refresh()
    settled(page.window())
    assert page.sign_button.isVisible()
    locking.lock(evening.desk)
    page.window().refresh()
    settled(page.window())
    assert "This laptop has signed" in page.text.text()
    assert not page.sign_button.isVisible()
    assert [wait.text for wait in page.session.view.waits] == ["Locking the scores waits for another organizer"]


def test_alone_where_two_must_sign_is_said(page, evening, settled):
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    page.window().refresh()
    settled(page.window())
    assert "only this laptop speaks for the organizers" in page.text.text()


@pytest.mark.parametrize("names", [False, True])
def test_the_result_is_published_and_can_be_checked(names, qtbot, page, evening, settled, monkeypatch, tmp_path):
    lock(qtbot, page, settled)
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *a: str(folder))
    qtbot.mouseClick(page.publish_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(PublishDialog)
    if names:
        qtbot.keyClick(dialog.names, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.command.isVisible)
    (path,) = folder.iterdir()
    assert path.name in dialog.result_banner.text()
    assert dialog.command.text() == f"gpumode-judge verify {path.name}"
    assert verify_bundle(path).identical
    assert ("Ada" in path.read_text(errors="replace")) is False or names
    dialog.accept()


def test_a_folder_that_refuses_the_result_is_told(qtbot, page, settled, monkeypatch, tmp_path):
    lock(qtbot, page, settled)
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *a: str(tmp_path / "gone" / "on"))
    qtbot.mouseClick(page.publish_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChild(PublishDialog)
    qtbot.keyClick(dialog.go, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.result_banner.text().startswith("Not published. "))
    assert dialog.go.isEnabled()
    dialog.reject()


def visits_of(window, name, evening, settled):
    window.go("judges")
    window.judges.tabs.setCurrentIndex(1)
    window.judges.rounds.show_judge(evening.judge_id(name))
    settled(window)
    return window.judges.rounds


def test_a_conflict_of_interest_takes_a_submission_from_the_round_and_comes_back(qtbot, window, evening, settled):
    ada = evening.judge_id("Ada")
    evening.score_file("Ada", {})
    laptop = evening.laptops[0]
    rounds = visits_of(window, "Ada", evening, settled)
    assert rounds.interests.state.text() == "None for Ada."
    rounds.list.list.setCurrentRow(1)
    qtbot.mouseClick(rounds.interests.declare_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(InterestDialog)
    assert dialog.submission.text_value() == "s2"
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.reason, "advises the team")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    settled(window)
    assert evening.desk.record.interests == {(ada, "s2"): "advises the team"}
    assert [evening.desk.record.submissions[s].id for s in rounds._round] == ["s1", "s3", "s4"]
    assert rounds.model.rows() == ()
    take_back = rounds.interests.findChildren(Button)[-1]
    assert take_back.accessibleName() == "Take back: Team 2 (table 2): advises the team"

    told = laptop.merge(evening.desk.export_event(evening.folder))
    assert "conflicts of interest" in told
    assert [card.submission.id for card in laptop.cards()] == ["s1", "s3", "s4"]

    qtbot.mouseClick(take_back, Qt.MouseButton.LeftButton)
    settled(window)
    assert evening.desk.record.interests == {}
    laptop.merge(evening.desk.export_event(evening.folder))
    assert [card.submission.id for card in laptop.cards()] == ["s1", "s2", "s3", "s4"]


def test_one_who_has_marked_already_is_warned_of(qtbot, evening, opened, settled):
    evening.desk.merge([evening.score_file("Ada", {"s1": (3, 3)})])
    window = opened(evening.desk)
    rounds = visits_of(window, "Ada", evening, settled)
    rounds.list.list.setCurrentRow(0)
    qtbot.mouseClick(rounds.interests.declare_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(InterestDialog)
    assert dialog.marked.text() == "Ada has marked it already; those marks will not count."
    dialog.submission.setCurrentIndex(1)
    assert not dialog.marked.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert evening.desk.record.interests == {}


def test_an_assigned_round_keeps_the_place_of_what_is_set_aside(qtbot, evening, opened, settled):
    ada = evening.judge_id("Ada")
    evening.desk.assign({ada: ("s1", "s2", "s3")})
    locking.declare_interest(evening.desk, ada, "s2", "a relative")
    window = opened(evening.desk)
    rounds = visits_of(window, "Ada", evening, settled)
    rounds.list.list.setCurrentRow(1)
    qtbot.mouseClick(rounds.list.up_button, Qt.MouseButton.LeftButton)
    rounds.flush()
    settled(window)
    assert evening.desk.record.assignments[ada] == ("s3", "s1", "s2")
    assert [s.id for s in evening.desk.record.round_of(ada)] == ["s3", "s1"]


def test_while_scores_are_locked_no_conflict_of_interest_is_declared(evening, opened, settled):
    evening.desk.merge([evening.score_file("Ada", {"s1": (3, 3)})])
    locking.declare_interest(evening.desk, evening.judge_id("Ada"), "s2", "a relative")
    locking.lock(evening.desk)
    rounds = visits_of(opened(evening.desk), "Ada", evening, settled)
    assert not rounds.interests.declare_button.isEnabled()
    assert not rounds.interests.findChildren(Button)[-1].isEnabled()
    assert "The scores are locked" in rounds.interests.state.text()


def test_a_broken_file_stands_in_the_list_until_its_whole_one_came(qtbot, evening, opened, settled):
    whole = evening.score_file("Bob", {"s2": (2, 5), "s3": (1, 1)})
    cut = evening.folder / "cut.gmj"
    cut.write_bytes(whole.read_bytes()[:-40])
    evening.desk.merge([cut])
    window = opened(evening.desk)
    window.go("lock")
    settled(window)

    def lines():
        return [row.button.accessibleName() for row in window.lock.findChildren(CheckRow)]

    qtbot.waitUntil(lambda: "Show: 1 broken file is kept and not taken in" in lines())
    evening.desk.merge([whole])
    window.refresh()
    settled(window)
    qtbot.waitUntil(lambda: lines() and not any("broken" in line for line in lines()))
