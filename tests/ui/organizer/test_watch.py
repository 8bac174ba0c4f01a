"""Sticks and folders are watched from any page, and what came is told."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt

from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer import watch as watching
from gpumode_judge.ui.organizer.watch_strip import state_words


@pytest.fixture
def stick(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    monkeypatch.setattr(watching, "default_sticks", lambda: (folder,) if folder.is_dir() else ())
    return folder


@pytest.fixture
def inbox(tmp_path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(watching, "EVERY", 20)


@pytest.fixture
def watch(quick, stick, window):
    return window.session.watch


def switch(qtbot, window):
    window.go("merge")
    box = window.merge.watch_strip.box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(14, box.height() // 2))
    window.go("overview")


def test_a_file_on_a_stick_is_merged_while_another_page_is_shown(qtbot, window, evening, watch, stick, settled):
    path = evening.score_file("Ada", {"s1": (4, 5)})
    switch(qtbot, window)
    (stick / "ada.gmj").write_bytes(path.read_bytes())
    qtbot.waitUntil(lambda: bool(watch.lines), timeout=20_000)
    settled(window)
    assert watch.lines[0].text == "Ada’s file from stick KINGSTON merged: 3 new"
    assert len(evening.desk.record.ballots) == 1
    assert window.sidebar.current() == "overview"
    window.go("merge")
    assert [row.kind for row in window.merge.model.rows()] == ["merged"]


def test_a_file_that_is_still_being_written_waits(qtbot, window, evening, watch, stick, settled):
    data = evening.score_file("Ada", {"s1": (4, 5)}).read_bytes()
    (stick / "half.gmj").write_bytes(data[: len(data) // 2])
    switch(qtbot, window)
    qtbot.waitUntil(lambda: watch.there == (stick,), timeout=20_000)
    qtbot.waitUntil(lambda: bool(watch.unfinished), timeout=20_000)
    strip = window.merge.watch_strip
    window.go("merge")
    words = "“half.gmj” from stick KINGSTON is still being written: it waits, and is merged as soon as it is whole."
    assert strip.unfinished.text() == words
    assert strip.unfinished.isVisible()
    assert strip.state.property("role") == "small"  # nothing is wrong
    assert not watch.lines
    assert not evening.desk.merges
    (stick / "half.gmj").write_bytes(data)
    qtbot.waitUntil(lambda: bool(watch.lines), timeout=20_000)
    assert watch.lines[0].tone == "good"
    assert not strip.unfinished.isVisible()


def test_a_file_that_stands_still_is_called_broken_and_heals(
    qtbot, window, evening, watch, stick, monkeypatch, settled
):
    data = evening.score_file("Ada", {"s1": (4, 5)}).read_bytes()
    monkeypatch.setattr("gpumode_judge.desk.watching.STILL", 0.3)
    (stick / "half.gmj").write_bytes(data[: len(data) // 2])
    switch(qtbot, window)
    qtbot.waitUntil(lambda: bool(watch.lines), timeout=20_000)
    assert watch.lines[0].tone == "bad"
    told = "“half.gmj” from stick KINGSTON was not taken in: This file is not whole: "
    assert watch.lines[0].text.startswith(told)
    assert watch.lines[0].text.endswith("Copy it again from the laptop that wrote it.")
    assert watch.unfinished == ()
    (stick / "half.gmj").write_bytes(data)
    qtbot.waitUntil(lambda: watch.lines[0].tone == "good", timeout=20_000)
    settled(window)
    window.go("merge")
    assert not any(row.broken for row in window.merge.model.rows())


def test_what_is_not_watched_any_more_is_not_told_as_being_written(qtbot, window, watch, stick):
    (stick / "half.gmj").write_bytes(b'{"format":"gmj","v":1')
    (stick / "more.gmj").write_bytes(b'{"format":"gmj","v":1')
    switch(qtbot, window)
    qtbot.waitUntil(lambda: len(watch.unfinished) == 2, timeout=20_000)
    window.go("merge")
    assert "are still being written: they wait" in window.merge.watch_strip.unfinished.text()
    switch(qtbot, window)
    assert watch.unfinished == ()
    window.go("merge")
    assert not window.merge.watch_strip.unfinished.isVisible()


def test_folders_are_chosen_and_remembered(qtbot, opened, window, evening, watch, stick, inbox):
    window.go("merge")
    strip = window.merge.watch_strip
    qtbot.mouseClick(strip.where_button, Qt.MouseButton.LeftButton)
    strip.dialog.add_folder(inbox)
    assert watch.on
    box = strip.dialog.sticks
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(14, box.height() // 2))
    assert (watch.sticks, watch.folders) == (False, (inbox,))
    kept = {"on": True, "sticks": False, "folders": [str(inbox)]}
    qtbot.waitUntil(lambda: evening.desk.object_setting("watch") == kept, timeout=20_000)
    window.close()
    path = evening.score_file("Ada", {"s1": (4, 5)})
    (inbox / "ada.gmj").write_bytes(path.read_bytes())
    again = opened(evening.desk).session.watch  # it goes on by itself when the window opens
    qtbot.waitUntil(lambda: bool(again.lines), timeout=20_000)
    assert again.lines[0].text == "Ada’s file from “inbox” merged: 3 new"
    assert not watch.lines


def test_a_folder_that_is_not_there_is_waited_for(qtbot, window, watch, stick, inbox):
    inbox.rmdir()
    watch.set_places(True, [inbox])
    watch.switch(True)
    qtbot.waitUntil(lambda: watch.there == (stick,), timeout=20_000)
    assert state_words(watch) == "Watching stick KINGSTON. Waiting for “inbox” to be there."
    inbox.mkdir()
    qtbot.waitUntil(lambda: inbox in watch.there, timeout=20_000)
    watch.set_places(False, [])
    assert not watch.on


def test_what_is_refused_or_known_is_told_once(qtbot, window, evening, watch, stick, settled):
    path = evening.score_file("Ada", {"s1": (4, 5)})
    evening.desk.merge([path])
    (stick / "known.gmj").write_bytes(path.read_bytes())
    switch(qtbot, window)
    qtbot.waitUntil(lambda: len(watch.lines) == 1, timeout=20_000)
    assert watch.lines[0].text == "1 file from stick KINGSTON: nothing new"
    (stick / "bad.gmj").write_bytes(b'hello\n{"end":1}\n')
    qtbot.waitUntil(lambda: len(watch.lines) == 2, timeout=20_000)
    assert "was not taken in" in watch.lines[0].text
    settled(window)
    window.go("merge")
    assert any(row.broken for row in window.merge.model.rows())


def test_a_merge_that_failed_is_told_and_tried_again(qtbot, window, evening, watch, stick, monkeypatch):
    path = evening.score_file("Ada", {"s1": (4, 5)})
    monkeypatch.setattr(watching, "AGAIN", 0.05)
    merge = evening.desk.merge
    full = [True]

    def refusing(paths):
        if full[0]:
            raise Problem("The disk is full.")
        return merge(paths)

    monkeypatch.setattr(evening.desk, "merge", refusing)
    (stick / "ada.gmj").write_bytes(path.read_bytes())
    switch(qtbot, window)
    qtbot.waitUntil(lambda: bool(watch.problem), timeout=20_000)
    assert "The disk is full." in state_words(watch)
    full[0] = False
    qtbot.waitUntil(lambda: bool(watch.lines), timeout=20_000)
    assert not watch.problem
    assert len(evening.desk.record.ballots) == 1
