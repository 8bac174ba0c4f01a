from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from gpumode_judge.ui.organizer.conflict_words import sides_of, title_of


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
    assert [row.kind for row in rows] == ["merged", "kept"]
    assert rows[1].sentence
    assert "1 refused" in window.merge.banner.text()
    assert len(evening.desk.record.ballots) == 1
    drop(window, good)
    settled(window)
    assert [row.kind for row in window.merge.model.rows()] == ["known"]


def test_the_whole_reason_is_readable(qtbot, window, evening, settled):
    bad = evening.folder / "bad.gmj"
    bad.write_text("hello")
    window.merge_files((bad,))
    settled(window)
    window.merge.view.selectRow(0)
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
    qtbot.mouseClick(view.cards[1].button, Qt.MouseButton.LeftButton)
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
