"""Full disks, read-only and pulled sticks: one clear sentence, nothing is lost, and it works again afterwards.

Each is met while handing in, exporting the event file, merging, saving a mark and recording a ballot. Real small disks are mounted
where this user may; every step of writing a file is also made to fail.
"""

import errno
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from faults_desks import handed_in, holds_all, join, names, refused, score
from faults_kit import make_event, one_sentence

from gpumode_judge.desk import judging
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import find_gmj, read_gmj
from gpumode_judge.system import files

posix = pytest.mark.skipif(sys.platform == "win32", reason="mounts, modes and signals of POSIX")


def _fill(folder):
    with (folder / "filler").open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise
    return folder / "filler"


# A full disk


@posix
def test_a_full_stick(mounted, judge, organizers):
    stick = mounted("-t", "tmpfs", "-o", "size=256k", "tmpfs")
    filler = _fill(stick)
    for act in (lambda: judge.hand_in(stick), lambda: organizers.export_event(stick)):
        refused(act, "no room left")
        assert names(stick) == ["filler"]
    assert judge.status().handed_in == 0
    score(judge, "team001")
    filler.unlink()
    handed_in(judge, stick)
    organizers.export_event(stick)
    assert organizers.merge([stick]).sums["refused"] == 0


@posix
def test_a_full_disk_under_a_judges_workspace(mounted, organizers):
    disk = mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    with join(organizers, disk) as desk:
        score(desk, "team000")
        filler = _fill(disk)
        before = _said(desk)
        for act in _judging(desk):
            refused(act, "is full")
        assert _said(desk) == before
        filler.unlink()
        for act in _judging(desk):
            act()
        after = _said(desk)
    with JudgeDesk.open(desk.path) as desk:
        assert _said(desk) == after != before
        desk._store.integrity_check()


@posix
def test_a_full_disk_under_the_organizers_workspace(mounted, judge, organizers, stick, tmp_path):
    handed = judge.hand_in(tmp_path).path
    organizers.close()
    disk = mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    with OrganizerDesk.open(Path(shutil.copy(organizers.path, disk / "o.gmjdb"))) as desk:
        filler = _fill(disk)
        before = desk.record
        told = ""
        try:
            told = desk.merge([handed]).rows[0].why
        except Problem as problem:
            told = one_sentence(problem)
        assert "is full" in told
        assert desk.record == before
        filler.unlink()
        assert desk.merge([handed]).rows[0].ok
        assert ("judge000", "team000") in desk.record.ballots
    with OrganizerDesk.open(disk / "o.gmjdb") as desk:
        assert ("judge000", "team000") in desk.record.ballots


def _judging(desk):
    """Each thing that a judge does on a card, big enough to need room."""
    long = "much to say " * 3000
    return (
        lambda: desk.note("team001", "", long),
        lambda: desk.private_note("team001", long),
        lambda: [desk.mark("team001", key, Decimal(2)) and desk.note("team001", key, long) for key in ("a", "b")],
        lambda: score(desk, "team001") if desk.card("team001").entered.notes else desk.note("team001", "a", long),
    )


def _said(desk):
    return ([entry.eid for entry in desk.own_entries()], desk._store.drafts(), desk._store.private_notes())


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ENODEV, errno.EFBIG])
@pytest.mark.parametrize("after", [0, 1])
def test_a_disk_that_fails_in_the_midst_of_a_file(judge, organizers, stick, monkeypatch, number, after):
    """Every step of writing a file may be the one that the disk refuses."""
    for step in ("_settle", "settle_folder", "_reread", "rename_new"):
        real, calls = getattr(files, step), []

        def failing(*args, _real=real, _calls=calls):
            _calls.append(args)
            if len(_calls) > after:
                raise OSError(number, os.strerror(number))
            return _real(*args)

        with monkeypatch.context() as patch:
            patch.setattr(files, step, failing)
            for act in (lambda: judge.hand_in(stick), lambda: organizers.export_event(stick)):
                try:
                    act()
                except Problem as problem:
                    one_sentence(problem)
        for path in find_gmj([stick]):
            read_gmj(path)
        assert not [name for name in names(stick) if not name.endswith(".gmj")]
    handed_in(judge, stick)
    holds_all(judge.hand_in(stick).path, judge)
    assert read_gmj(organizers.export_event(stick)).entries


# A read-only stick


@posix
def test_a_read_only_stick(mounted, judge, organizers):
    stick = mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    first = handed_in(judge, stick)
    score(judge, "team001")
    subprocess.run(["mount", "-o", "remount,ro", str(stick)], check=True)
    before = names(stick)
    refused(lambda: judge.hand_in(stick), "read-only")
    refused(lambda: organizers.export_event(stick), "read-only")
    assert names(stick) == before
    assert judge.status().new_since == 1
    assert organizers.merge([stick]).rows[0].name == first.name
    subprocess.run(["mount", "-o", "remount,rw", str(stick)], check=True)
    handed_in(judge, stick)


@posix
def test_a_workspace_on_a_read_only_disk(mounted, judge, organizers):
    disk = mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    judge.close()
    copy = Path(shutil.copy(judge.path, disk / "judge.gmjdb"))
    with JudgeDesk.open(copy):
        pass
    data = copy.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    refused(lambda: JudgeDesk.open(copy), "read-only", "cannot be written", "cannot be opened")
    refused(lambda: make_event(disk, 1, 1), "read-only", "already there")
    assert copy.read_bytes() == data
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    with JudgeDesk.open(copy) as desk:
        assert desk.status().recorded == 1


# A stick that is pulled out


@posix
@pytest.mark.parametrize("step", ["_settle", "_reread", "rename_new", "settle_folder"])
def test_a_stick_that_is_pulled_out_while_writing(mounted, judge, organizers, monkeypatch, step, stick):
    mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    real = getattr(files, step)

    def pulled(*args):
        if os.path.ismount(stick):
            subprocess.run(["umount", "-l", str(stick)], check=True)
        return real(*args)

    with monkeypatch.context() as patch:
        patch.setattr(files, step, pulled)
        patch.setattr(judging, "note_left", lambda *_: None)  # what is noted on the laptop itself is written before
        try:
            judge.hand_in(stick)
        except Problem as problem:
            one_sentence(problem)
        else:
            assert step == "settle_folder"  # it was whole on the stick by then
    for path in find_gmj([stick]):
        read_gmj(path)
    assert not [name for name in names(stick) if not name.startswith(".")] or step == "settle_folder"
    mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    handed_in(judge, stick)
    assert organizers.merge([stick]).sums["refused"] == 0


@pytest.mark.parametrize("step", ["_settle", "_reread", "rename_new"])
def test_a_folder_that_vanishes_while_writing(judge, organizers, monkeypatch, step, stick):
    real = getattr(files, step)

    def gone(*args):
        shutil.rmtree(stick, ignore_errors=True)
        return real(*args)

    for act in (judge.hand_in, organizers.export_event):
        with monkeypatch.context() as patch:
            patch.setattr(files, step, gone)
            refused(lambda act=act: act(stick), "plug it in again")
        refused(lambda act=act: act(stick), "plug it in again")
        stick.mkdir()
        act(stick)
    handed_in(judge, stick)


def test_a_stick_that_is_pulled_out_while_merging(judge, organizers, stick):
    first = handed_in(judge, stick)
    score(judge, "team001")
    second = handed_in(judge, stick)
    (stick / "other.gmj").write_bytes(b"")
    found = [second, first]
    first.rename(stick / "away")
    rows = organizers.merge(found).rows
    assert [(row.name, row.ok) for row in rows] == [(second.name, True), (first.name, False)]
    one_sentence(Problem(rows[1].why))
    assert "plug it in again" in rows[1].why
    (stick / "away").rename(first)
    assert organizers.merge([first]).rows[0].ok
    refused(
        lambda: organizers.merge([stick / "nowhere" / ".." / "folder"]).rows[0].ok or _raise(organizers), "plug it in"
    )


def _raise(organizers):
    raise Problem(organizers.merge([Path("nowhere")]).rows[0].why)


@posix
def test_a_workspace_whose_disk_is_pulled_out(mounted, organizers):
    """The app says so at the next mark; what was saved is in the workspace when the disk is back."""
    image_kept = mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs")
    with join(organizers, image_kept) as desk:
        score(desk, "team000")
        saved = _said(desk)
        path = desk.path
        path.rename(path.with_suffix(".away"))
        try:
            score(desk, "team001")
        except Problem as problem:
            one_sentence(problem)
    path.with_suffix(".away").rename(path)
    with JudgeDesk.open(path) as desk:
        assert set(saved[0]) <= set(_said(desk)[0])
        desk._store.integrity_check()
