from decimal import Decimal

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gpumode_judge.desk.locking import revoke
from gpumode_judge.ui.organizer.conflict_words import sides_of, title_of
from gpumode_judge.ui.shared.buttons import Button, IconButton


def drop(window, *paths) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


def test_files_that_are_dropped_anywhere_are_merged(window, evening, settled):
    good = evening.score_file("Ada", {"s1": (4, 5)})
    bad = evening.folder / "bad.gmj"
    bad.write_text("hello")
    drop(window, good, bad)
    settled(window)
    assert window.sidebar.current() == "merge"
    rows = window.merge.model.rows()
    assert [row.kind for row in rows] == ["kept", "merged"]
    assert window.merge.panel.name.text() == "bad.gmj"
    assert "1 broken and kept aside" in window.merge.banner.text()
    assert len(evening.desk.record.ballots) == 1
    drop(window, good)
    settled(window)
    assert [row.kind for row in window.merge.model.rows()] == ["known"]


def test_a_file_that_was_cut_says_so_and_what_to_do(window, evening, settled):
    data = evening.score_file("Ada", {"s1": (4, 5), "s2": (3, 3)}).read_bytes()
    cut, changed = evening.folder / "cut.gmj", evening.folder / "changed.gmj"
    cut.write_bytes(data[: len(data) * 2 // 3])
    changed.write_bytes(data.replace(b'"v":1', b'"v": 1', 1))
    window.merge_files((cut, changed))
    settled(window)
    told = {row.row.name: row.sentence for row in window.merge.model.rows()}
    again = "Copy it again from the laptop that wrote it. Nothing of it counts yet: "
    line = data[: len(data) * 2 // 3].count(b"\n") + 1
    assert told["cut.gmj"].startswith(f"This file is not whole: it ends in the middle of line {line}. {again}")
    assert told["changed.gmj"].startswith(f"Something in this file was changed or lost on the way. {again}")
    assert all(
        sentence.endswith("If the file cannot be had any more, take in what is whole.") for sentence in told.values()
    )


def test_the_whole_reason_is_readable(qtbot, window, evening, settled):
    bad = evening.folder / "bad.gmj"
    bad.write_text("hello")
    window.merge_files((bad,))
    settled(window)
    assert window.merge.panel.isVisible()
    assert window.merge.model.rows()[0].sentence in window.merge.panel.words.text()


def test_a_conflict_is_shown_side_by_side_and_decided(qtbot, window, evening, settled):
    first = evening.score_file("Ada", {"s1": (4, 5)})
    second = evening.score_file("Ada", {"s1": (2, 5)}, lap="2")
    window.merge_files((first, second))
    settled(window)
    ballot = next(c for c in evening.desk.record.conflicts if c.kind == "ballot")
    assert title_of(ballot, evening.desk.record) == "Ballot of Ada on Team 1 (table 1)"
    sides = sides_of(ballot, evening.desk.record)
    assert {line.label for line in sides[0].lines if line.differs} == {"Depth"}
    window.go("conflicts")
    view = window.merge.conflicts.views[tuple(head.eid for head in ballot.heads)]
    card = next(card for card in view.cards if sides[1].who in card.button.accessibleName())
    qtbot.mouseClick(card.button, Qt.MouseButton.LeftButton)
    settled(window)
    held = evening.desk.record.ballots[evening.judge_id("Ada"), "s1"]
    assert held.eid == sides[1].eid


def test_what_waits_is_told_with_what_to_do(window, evening, settled):
    window.merge_files((evening.score_file("Bob", {"s1": (4, 5)}, ticket=False),))
    settled(window)
    assert window.merge.tabs.tabText(2) == "Waiting (1)"
    assert window.merge.model.rows()[0].kind == "waits"
    assert any("laptop" in step.text for step in window.overview._steps or ()) or window.sidebar.current() == "merge"


def test_a_folder_without_score_files_says_so(window, evening, settled, tmp_path):
    empty = tmp_path / "pictures"
    empty.mkdir()
    window.merge_files((empty,))
    settled(window)
    assert window.merge.banner.text()


def test_the_banner_says_what_waits_and_leads_there(qtbot, window, evening, settled):
    window.merge_files((evening.score_file("Bob", {"s1": (4, 5)}, ticket=False),))
    settled(window)
    banner = window.merge.banner
    assert banner.text() == "1 file read, 3 new statements. 1 file waits until the laptop is accepted."
    button = next(b for b in banner.findChildren(Button) if b.text() == "Go to the laptops")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.sidebar.current() == "judges"
    pending = evening.desk.record.pending[0]
    window.session.do(lambda: evening.desk.accept(pending.device, pending.judge))
    settled(window)
    window.go("merge")
    assert banner.text() == "1 file read, 3 new statements."
    assert not button.isVisible()


def test_conflicts_and_what_else_waits_are_told_apart(window, evening, settled):
    first = evening.score_file("Ada", {"s1": (4, 5)})
    second = evening.score_file("Ada", {"s1": (2, 5)}, lap="2")
    waiting = evening.score_file("Bob", {"s1": (2, 5)}, ticket=False)
    evening.desk.merge([first])
    window.merge_files((second, waiting))
    settled(window)
    told = "In 1 file something differs from what was there: you choose what holds. In 1 more file something waits."
    assert window.merge.banner.text().endswith(told)


def test_what_comes_from_a_laptop_that_is_shut_out_is_no_success(window, evening, settled):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5)})])
    (device,) = evening.desk.record.devices
    revoke(evening.desk, device, "stolen")
    laptop = evening.laptops[0]
    laptop.mark("s2", "depth", Decimal(5))
    laptop.mark("s2", "speed", Decimal(5))
    laptop.record_ballot("s2")
    window.merge_files((laptop.hand_in(evening.folder).path,))
    settled(window)
    assert "came from a laptop that is shut out" in window.merge.banner.text()
    assert window.merge.model.rows()[0].kind == "out"


def test_a_banner_that_was_closed_stays_closed(qtbot, window, evening, settled):
    window.merge_files((evening.score_file("Bob", {"s1": (4, 5)}, ticket=False),))
    settled(window)
    window.merge.banner.findChild(IconButton).click()
    window.refresh()
    settled(window)
    assert not window.merge.banner.isVisible()


def test_enter_on_a_file_goes_where_something_can_be_done(qtbot, window, evening, settled):
    first = evening.score_file("Ada", {"s1": (4, 5)})
    second = evening.score_file("Ada", {"s1": (2, 5)}, lap="2")
    window.merge_files((first, second))
    settled(window)
    assert window.merge.panel.lead_button.text() == "Show the conflicts"
    window.merge.view.setFocus()
    qtbot.keyClick(window.merge.view, Qt.Key.Key_Return)
    assert window.merge.tabs.currentIndex() == 1


def test_tab_goes_through_the_page_as_one_reads_it(qtbot, window, evening, settled):
    first = evening.score_file("Ada", {"s1": (4, 5)})
    second = evening.score_file("Ada", {"s1": (2, 5)}, lap="2")
    window.merge_files((first, second))
    settled(window)
    window.go("conflicts")
    window.merge.files_button.setFocus()
    seen = []
    for _ in range(7):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        seen.append(window.focusWidget())
    assert seen[:3] == [window.merge.watch_strip.box, window.merge.watch_strip.where_button, window.merge.tabs.tabBar()]
    assert [button.text() for button in seen[3:]] == [
        "Keep all from this laptop…", "Keep all from this laptop…", "Keep the later ones…", "This one holds",
    ]  # fmt: skip
    qtbot.keyClick(seen[6], Qt.Key.Key_Return)
    settled(window)
    assert [conflict.kind for conflict in evening.desk.record.conflicts] == ["remark"]
