"""A watched folder hands out each score file once, when it is whole."""

import os
import sys

import pytest

from gpumode_judge.desk import watching
from gpumode_judge.desk.watching import STILL, Watcher
from gpumode_judge.exchange.gmj import format_gmj
from gpumode_judge.ledger.device import Device

ENTRY = Device(b"w" * 32).sign(event="e" * 64, kind="remark", seq=1, prev="", at="", data={})
WHOLE = format_gmj("e" * 64, "IRL", [ENTRY])


@pytest.fixture
def watcher(stick):
    return Watcher(stick)


def names(paths):
    return [path.name for path in paths]


def test_a_whole_file_comes_at_once_and_only_once(watcher, stick):
    (stick / "sub").mkdir()
    (stick / "b.gmj").write_bytes(WHOLE)
    (stick / "sub" / "a.GMJ").write_bytes(WHOLE)
    (stick / "notes.txt").write_bytes(WHOLE)
    (stick / ".hidden.gmj").write_bytes(WHOLE)
    assert names(watcher.look(0)) == ["b.gmj", "a.GMJ"]
    assert watcher.look(1) == watcher.look(100) == ()


def test_a_file_that_is_being_written_is_left_until_it_is_whole(watcher, stick):
    path = stick / "slow.gmj"
    for second in range(10):
        path.write_bytes(WHOLE[: (second + 1) * 20])
        assert watcher.look(float(second * 3)) == ()
        assert watcher.unfinished == (path,)
    path.write_bytes(WHOLE)
    assert watcher.look(31) == (path,)
    assert watcher.unfinished == ()


def test_one_that_grows_slower_than_one_waits_is_still_being_written(watcher, stick):
    path = stick / "slow.gmj"
    for minute in range(5):
        path.write_bytes(WHOLE[: (minute + 1) * 20])
        assert watcher.look(minute * (STILL - 1)) == ()
        assert watcher.unfinished == (path,)


def test_what_vanishes_half_written_is_not_waited_for(watcher, stick):
    path = stick / "half.gmj"
    path.write_bytes(WHOLE[:50])
    assert watcher.look(0) == ()
    path.unlink()
    assert watcher.look(STILL * 2) == ()
    assert watcher.unfinished == ()


def test_room_that_was_taken_before_it_is_filled_is_not_whole(watcher, stick):
    path = stick / "a.gmj"
    path.write_bytes(WHOLE + bytes(4000))
    assert watcher.look(0) == ()
    path.write_bytes(WHOLE)
    assert watcher.look(1) == (path,)


def test_a_file_that_stays_broken_comes_after_a_while_and_again_when_it_changes(watcher, stick):
    path = stick / "cut.gmj"
    path.write_bytes(WHOLE[:50])
    assert watcher.look(0) == ()
    assert watcher.look(STILL - 0.1) == ()
    assert watcher.look(STILL) == (path,)
    assert watcher.look(STILL * 5) == ()
    path.write_bytes(WHOLE)
    assert watcher.look(STILL * 5 + 1) == (path,)


def test_the_same_size_at_another_time_is_a_change(watcher, stick):
    path = stick / "a.gmj"
    path.write_bytes(WHOLE)
    assert watcher.look(0) == (path,)
    os.utime(path, ns=(1, 1))
    assert watcher.look(1) == (path,)


def test_a_folder_may_vanish_and_come_back(watcher, stick, tmp_path):
    (stick / "a.gmj").write_bytes(WHOLE)
    assert len(watcher.look(0)) == 1
    stick.rename(tmp_path / "pulled")
    assert watcher.look(1) == ()
    assert not watcher.there
    (tmp_path / "pulled").rename(stick)
    assert watcher.look(2) == ()
    assert watcher.there
    (stick / "b.gmj").write_bytes(WHOLE)
    assert names(watcher.look(3)) == ["b.gmj"]


def test_a_folder_need_not_be_there_yet(tmp_path):
    watcher = Watcher(tmp_path / "later")
    assert watcher.look(0) == ()
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "a.gmj").write_bytes(WHOLE)
    assert len(watcher.look(1)) == 1


def test_sticks_come_and_go(tmp_path):
    sticks = []
    watcher = Watcher(lambda: sticks)
    assert watcher.look(0) == ()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.gmj").write_bytes(WHOLE)
        sticks.append(tmp_path / name)
        assert watcher.look(1) == (tmp_path / name / "a.gmj",)
    assert Watcher().look(0) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes")
def test_links_pipes_and_depths_are_passed_by(watcher, stick, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.gmj").write_bytes(WHOLE)
    (stick / "link.gmj").symlink_to(outside / "a.gmj")
    (stick / "folder").symlink_to(outside)
    (stick / "loop").symlink_to(stick)
    (stick / "dangling.gmj").symlink_to(tmp_path / "nowhere")
    (stick / "folder.gmj").mkdir()
    os.mkfifo(stick / "pipe.gmj")
    deep = stick.joinpath(*"abcdefghij")
    deep.mkdir(parents=True)
    (deep / "deep.gmj").write_bytes(WHOLE)
    assert watcher.look(0) == watcher.look(100) == ()


def test_a_folder_of_a_million_files_is_bounded(watcher, stick, monkeypatch):
    monkeypatch.setattr(watching, "MOST_SEEN", 10)
    for number in range(30):
        (stick / f"{number:02}.gmj").write_bytes(WHOLE)
    assert len(watcher.look(0)) == 10
    for now in range(1, 20):
        watcher.look(now)
    assert len(watcher._files) <= 20


def test_what_could_not_be_taken_in_can_come_again(watcher, stick):
    (stick / "a.gmj").write_bytes(WHOLE)
    paths = watcher.look(0)
    watcher.again(paths)
    assert watcher.look(1) == paths


def test_an_evening_with_a_watched_stick(organizer, join, score, stick, watcher):
    ada = join("ada")
    for number in (1, 2):
        score(ada, f"s{number}", 5, 5)
        ada.hand_in(stick)
        rows = organizer.merge(watcher.look(number)).rows
        assert [row.outcome for row in rows] == ["merged"]
    assert organizer.merge(watcher.look(9)).rows == ()
    assert len(organizer.record.ballots) == 2
