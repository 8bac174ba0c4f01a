"""Backups make themselves, and a restored workspace never says two things with one number."""

import os
import shutil
import sqlite3

import pytest

from gpumode_judge.desk import left as left_notes
from gpumode_judge.desk.backups import backups, restore
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.store import copies
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role
from gpumode_judge.system import paths


@pytest.fixture
def again(clock, desks):
    """Close and open an organizer's desk."""

    def do(desk):
        desk.close()
        return desks(OrganizerDesk.open(desk.path, clock))

    return do


def forked(desk) -> int:
    return sum(verdict is Verdict.FORKED for verdict in desk.record.verdicts.values())


def numbers(desk) -> list[int]:
    return [entry.seq for entry in desk.ledger.chain(desk.device)]


def test_one_at_each_start_unless_nothing_changed(organizer, again, changed_team):
    assert backups(organizer.path) == ()
    desk = again(again(organizer))
    (first,) = backups(desk.path)
    assert first.reason == "when it was opened"
    assert first.entries == len(desk.ledger)
    desk.put([changed_team(1, table="99")])
    again(desk)
    assert [b.entries for b in backups(desk.path)] == [first.entries + 1, first.entries]


def test_before_and_after_a_merge_that_brings_something(organizer, join, score, stick):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    ada.hand_in(stick)
    organizer.merge([stick])
    assert [b.reason for b in backups(organizer.path)] == ["after a merge", "before a merge"]
    count = len(backups(organizer.path))
    organizer.merge([])
    organizer.merge([stick])
    assert len(backups(organizer.path)) <= count + 2
    assert all(path.parent.name == organizer.record.event_id for path in (b.path for b in backups(organizer.path)))


def test_the_newest_ten_are_kept_whatever_the_clock_says(organizer, monkeypatch):
    times = iter(["2031-01-01T00:00:00.000Z", "2019-01-01T00:00:00.000Z"] * 20)
    monkeypatch.setattr(organizer, "_clock", lambda: next(times))
    for number in range(15):
        organizer.remember("n", number)
        organizer.keep_copy(copies.Reason.MERGED)
    kept = copies.copies(organizer.path)
    assert [copy.number for copy in kept] == list(range(15, 5, -1))
    with Store.open(kept[0].path) as store:
        assert store.setting("n") == 14


def test_two_workspaces_of_one_event_keep_their_own(organizer, join, clock, desks):
    ada = join("ada")
    ada.close()
    desks(JudgeDesk.open(ada.path, clock))
    organizer.keep_copy(copies.Reason.MERGED)
    (mine,), (hers,) = backups(organizer.path), backups(ada.path)
    assert mine.path.parent == hers.path.parent
    assert mine.path != hers.path


def test_a_backup_that_cannot_be_made_stops_nobody_and_is_told(organizer, join, score, stick, home, monkeypatch):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    ada.hand_in(stick)
    blocked = home / "backups"
    shutil.rmtree(blocked, ignore_errors=True)
    blocked.write_text("in the way")
    report = organizer.merge([stick])
    assert report.sums["new"] > 0
    assert report.note.startswith("No backup could be made.")
    organizer.close()
    assert "No backup" in OrganizerDesk.open(organizer.path).backup_problem


def test_an_event_that_is_a_path_leads_nowhere(tmp_path, home):
    path = tmp_path / "evil.gmjdb"
    Store.create(path, Role.ORGANIZER, "../../../../outside").close()
    with Store.open(path) as store, pytest.raises(Problem, match="cannot exist"):
        store.keep_copy(copies.Reason.OPENED)
    assert not list(tmp_path.rglob("*outside*"))


def test_an_old_backup_loses_no_statement_that_is_still_anywhere(organizer, again, changed_team, join, score, stick):
    desk = again(organizer)
    (old,) = backups(desk.path)
    for number in (1, 2, 3):
        desk.put([changed_team(number, table=f"9{number}")])
    ada = join("ada", desk.tickets["ada"], desk.export_event(stick))
    score(ada, "s1", 5, 5)
    ada.hand_in(stick)
    desk.merge([stick])
    desk.put([changed_team(4, table="94")])  # in the present file alone
    known, before = {entry.eid for entry in desk.ledger}, numbers(desk)
    desk.close()
    done = restore(desk.path, old)
    assert done.regained == len(known) - old.entries
    assert "newer than the backup" in str(done)
    desk = again(desk)
    assert {entry.eid for entry in desk.ledger} == known
    desk.put([changed_team(5, table="95")])
    assert numbers(desk) == [*before, before[-1] + 1]
    assert forked(desk) == 0
    assert len(desk.record.ballots) == 1


def test_the_file_that_was_there_is_a_backup_afterwards(organizer, again):
    desk = again(organizer)
    (old,) = backups(desk.path)
    desk.remember("only here", "yes")
    desk.close()
    restore(desk.path, old)
    desk = again(desk)
    assert desk.text_setting("only here") == ""
    (newest,) = (b for b in backups(desk.path) if b.reason == "before a backup was restored")
    desk.close()
    restore(desk.path, newest)
    assert again(desk).text_setting("only here") == "yes"


@pytest.mark.parametrize("damage", ["header", "pages", "cut", "gone", "empty"])
def test_a_damaged_workspace_is_restored_and_what_is_whole_in_it_comes_along(organizer, again, changed_team, damage):
    desk = again(organizer)
    (old,) = backups(desk.path)
    for number in range(1, 6):
        desk.put([changed_team(number, table=f"9{number}")])
    last = numbers(desk)[-1]
    desk.close()
    data = bytearray(desk.path.read_bytes())
    if damage == "gone":
        desk.path.unlink()
    else:
        if damage == "header":
            data[:100] = bytes(100)
        elif damage == "pages":
            data[4096 * 2 : 4096 * 3] = os.urandom(4096)
            data[24:28] = b"\xff\xff\xff\xff"
        elif damage == "cut":
            del data[len(data) // 2 :]
        else:
            data.clear()
        desk.path.write_bytes(bytes(data))
    assert backups(desk.path) == (old,)
    restore(desk.path, old)
    desk = again(desk)
    desk.store.integrity_check()
    if damage == "header":
        assert numbers(desk)[-1] == last  # rows are found by how they look
    if damage not in ("gone", "pages"):
        kept = [b for b in backups(desk.path) if b.damaged]
        assert [b.path.read_bytes() for b in kept] == [bytes(data)]
        with pytest.raises(Problem, match="damaged file itself"):
            restore(desk.path, kept[0])
    assert forked(desk) == 0


def test_what_went_out_and_is_lost_leaves_its_numbers_free(
    organizer, again, changed_team, join, score, tmp_path, stick
):
    """The worst case: the newest statements are with the judges and nowhere here. No judge sees two of one number."""
    desk = again(organizer)
    (old,) = backups(desk.path)
    ada = join("ada", desk.tickets["ada"], desk.export_event(tmp_path))
    desk.put([changed_team(1, table="91")])
    desk.put([changed_team(2, table="92")])
    newer = desk.export_event(stick)
    last = numbers(desk)[-1]
    ada.merge(newer)
    desk.close()
    desk.path.unlink()
    restore(desk.path, old)
    desk = again(desk)
    assert numbers(desk)[-1] < last
    assert desk.missing == 2
    desk.put([changed_team(3, table="93")])
    assert numbers(desk)[-1] == last + 1
    (tmp_path / "after").mkdir()
    ada.merge(desk.export_event(tmp_path / "after"))
    assert forked(ada) == forked(desk) == 0
    assert [ada.record.submissions[f"s{n}"].table for n in (1, 2, 3)] == ["91", "92", "93"]
    # The event file brings back what it holds.
    desk.merge([newer])
    assert desk.missing == 0
    assert [desk.record.submissions[f"s{n}"].table for n in (1, 2, 3)] == ["91", "92", "93"]
    assert again(desk).missing == 0


def test_a_file_put_back_by_hand_is_noticed_too(organizer, again, changed_team, stick, tmp_path):
    organizer.close()
    shutil.copy(organizer.path, tmp_path / "kept by hand")
    desk = again(organizer)
    desk.put([changed_team(1, table="91")])
    desk.export_event(stick)
    last = numbers(desk)[-1]
    desk.close()
    shutil.copy(tmp_path / "kept by hand", desk.path)
    desk = again(desk)
    desk.put([changed_team(2, table="92")])
    assert numbers(desk)[-1] == last + 1


def test_a_copy_of_the_organizers_workspace_knows_what_the_first_one_said(
    organizer, again, changed_team, tmp_path, clock
):
    organizer.close()
    copy = tmp_path / "copy.gmjdb"
    shutil.copy(organizer.path, copy)
    desk = again(organizer)
    desk.put([changed_team(1, table="91")])
    desk = again(desk)  # the backup of this start holds it
    desk.close()
    with OrganizerDesk.open(copy, clock) as second:
        assert numbers(second) == numbers(desk)


def test_a_judge_goes_on_with_a_new_key_and_everything_said(organizer, join, score, stick, clock, desks):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    ada.close()
    ada = desks(JudgeDesk.open(ada.path, clock))
    (old,) = backups(ada.path)
    score(ada, "s2", 4, 4)
    ada.close()
    restore(ada.path, old)
    back = desks(JudgeDesk.open(ada.path, clock))
    assert back.device != ada.device
    assert back.status().recorded == 2
    score(back, "s3", 3, 3)
    organizer.merge([back.hand_in(stick).path])
    assert set(organizer.record.ballots) == {("ada", f"s{n}") for n in (1, 2, 3)}
    assert forked(organizer) == 0


def test_a_judges_file_put_back_by_hand_gets_a_new_key(organizer, join, score, stick, tmp_path, clock, desks):
    ada = join("ada")
    ada.close()
    shutil.copy(ada.path, tmp_path / "old")
    ada = desks(JudgeDesk.open(ada.path, clock))
    score(ada, "s1", 5, 5)
    first = ada.hand_in(stick).path
    ada.close()
    shutil.copy(tmp_path / "old", ada.path)
    back = desks(JudgeDesk.open(ada.path, clock))
    assert back.device != ada.device
    score(back, "s2", 4, 4)
    organizer.merge([first, back.hand_in(stick).path])
    assert set(organizer.record.ballots) == {("ada", "s1"), ("ada", "s2")}
    assert forked(organizer) == 0


def test_refusals_change_nothing(organizer, again, plan, tmp_path, clock, desks):
    desk = again(organizer)
    (old,) = backups(desk.path)
    with pytest.raises(Problem, match="already open"):
        restore(desk.path, old)
    (tmp_path / "other").mkdir()
    other = desks(OrganizerDesk.create(tmp_path / "other", plan, clock))
    other.close()
    before = other.path.read_bytes()
    with pytest.raises(Problem, match="another event"):
        restore(other.path, old)
    desk.close()
    present = desk.path.read_bytes()
    data = bytearray(old.path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    old.path.write_bytes(bytes(data))
    with pytest.raises(Problem):
        restore(desk.path, old)
    old.path.unlink()
    with pytest.raises(Problem):
        restore(desk.path, old)
    assert desk.path.read_bytes() == present
    assert other.path.read_bytes() == before
    assert not [path for path in desk.path.parent.iterdir() if path.name.startswith(".")]


def test_a_disk_that_fills_up_while_restoring_loses_nothing(organizer, again, monkeypatch):
    desk = again(organizer)
    (old,) = backups(desk.path)
    desk.remember("a", "b")
    desk.close()
    present = desk.path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gpumode_judge.store.restoring._keep_present", full)
    with pytest.raises(Problem, match="no room left"):
        restore(desk.path, old)
    assert desk.path.read_bytes() == present
    assert [p.name for p in desk.path.parent.iterdir() if p.name.startswith(".")] == []


def test_a_hostile_backup_is_refused(organizer, again):
    desk = again(organizer)
    (old,) = backups(desk.path)
    desk.close()
    with sqlite3.connect(old.path) as raw:
        raw.execute("CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM entry; END")
    raw.close()
    with pytest.raises(Problem, match="holds a trigger"):
        restore(desk.path, old)


@pytest.mark.parametrize("note", [b"", b"[", b"[[1,2,3]]", b'[["x",1,""]]', b"{}", b"[" * 99999, b"[[]]", b"\xff"])
def test_a_damaged_note_of_what_went_out_is_none(organizer, again, note):
    path = paths.backups() / organizer.record.event_id / f"{organizer.device}.left"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(note)
    assert left_notes.left(organizer.record.event_id, organizer.device) == ()
    assert again(organizer).missing == 0
