"""Forbidden folders, files in use, odd paths, disks without links: one clear sentence, nothing is lost, and it works again."""

import errno
import multiprocessing
import os
import shutil
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from faults_desks import handed_in, join, names, refused, score
from faults_kit import make_event, one_sentence

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.store import engine
from gpumode_judge.system import files, rename

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")


# No permission


@posix
def test_no_permission(tmp_path, home):
    """As a user to whom it is forbidden: root is forbidden nothing."""
    if "fork" not in multiprocessing.get_all_start_methods():
        pytest.skip("needs a process of its own")
    processes = multiprocessing.get_context("fork")
    heard, said = processes.Pipe(duplex=False)
    place = Path(shutil.os.path.realpath("/tmp")) / f"gpumode-judge-faults-{os.getpid()}"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    try:
        process = processes.Process(target=_forbidden, args=(place, said))
        process.start()
        said.close()
        assert heard.recv() == "done"
        process.join()
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _forbidden(place, said):
    try:
        if os.getuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
        os.environ["GPUMODE_JUDGE_HOME"] = str(place / "home")
        _be_refused(place)
        said.send("done")
    except BaseException as error:  # told to the parent, whatever it was
        said.send(repr(error))
        raise


def _be_refused(place):
    stick, work = place / "stick", place / "work"
    stick.mkdir()
    work.mkdir()
    with make_event(work, judges=1, submissions=2) as organizers:
        event_file = organizers.export_event(work)
        with JudgeDesk.join(event_file, "judge000", organizers.tickets["judge000"], work / "judge.gmjdb") as judge:
            score(judge, "team000")
            stick.chmod(0o500)
            refused(lambda: judge.hand_in(stick), "no permission")
            refused(lambda: organizers.export_event(stick), "no permission")
            refused(lambda: make_event(stick, 1, 1), "no permission")
            stick.chmod(0o700)
            file = judge.hand_in(stick).path
            file.chmod(0)
            (row,) = organizers.merge([file]).rows
            assert "no permission" in row.why
            file.chmod(0o600)
            stick.chmod(0)
            refused(lambda: organizers.merge([stick]), "no permission")
            stick.chmod(0o700)
            assert organizers.merge([stick]).rows[0].ok
    for path, mode in ((judge.path, 0o400), (judge.path, 0), (work, 0o500)):
        whole = judge.path.read_bytes()
        (work / "judge.gmjdb.lock").unlink(missing_ok=True)
        path.chmod(mode)
        refused(lambda: JudgeDesk.open(judge.path), "cannot be", "no permission")
        path.chmod(0o700)
        assert judge.path.read_bytes() == whole
        with JudgeDesk.open(judge.path) as desk:
            assert desk.status().recorded == 1


# A file that another program has


def test_a_workspace_that_another_program_holds(judge, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    judge.close()
    with JudgeDesk.open(judge.path) as desk:
        other = sqlite3.connect(desk.path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        before = _chain(desk)
        refused(lambda: desk.mark("team001", "a", Decimal(3)), "in use by another program")
        refused(lambda: desk.note("team001", "", "x"), "in use by another program")
        refused(lambda: desk.record_ballot("team000"), "in use by another program")
        other.execute("ROLLBACK")
        assert _chain(desk) == before
        assert not desk.card("team001").entered.marks
        score(desk, "team001")
        # A virus scanner that reads.
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM entry").fetchone()
        refused(lambda: desk.mark("team002", "a", Decimal(3)), "in use by another program")
        other.close()
        assert score(desk, "team002").recorded


def _chain(desk):
    return [entry.eid for entry in desk.own_entries()]


def test_a_score_file_that_another_program_holds(judge, organizers, stick, monkeypatch):
    """As Windows refuses it: the file is there, but cannot be opened or renamed now."""
    path = handed_in(judge, stick)
    real = os.open

    def held(name, *args, **kwargs):
        if str(name).endswith(".gmj"):
            raise PermissionError(errno.EACCES, "The process cannot access the file", str(name))
        return real(name, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "open", held)
        (row,) = organizers.merge([path]).rows
    assert not row.ok
    one_sentence(Problem(row.why))
    assert organizers.merge([path]).rows[0].ok


# Odd paths


@pytest.mark.parametrize(
    "name",
    [
        "with a space", " leading and trailing ", "Grüße", "日本語", "👩‍💻 team", "a'b\"c", "100% #1?", "a&b;c", "-rf", "~", "..dots",
        "e\u0301 (two characters)", "\u202egnp", "tab\there", "a" * 200,
    ],
)  # fmt: skip
def test_odd_paths(tmp_path, name):
    place = tmp_path / name
    try:
        place.mkdir()
    except OSError:
        pytest.skip("this system has no such names")
    with make_event(place, judges=1, submissions=2) as organizers:
        with join(organizers, place) as judge:
            score(judge, "team000")
            handed_in(judge, place)
        judge._store.close()
        with JudgeDesk.open(judge.path) as again:
            assert again.status().recorded == 1
        assert organizers.merge([place]).sums["refused"] == 0
        assert ("judge000", "team000") in organizers.record.ballots
        organizers._store.backup(place / f"{name[:100]}.gmjdb")
    with OrganizerDesk.open(place / f"{name[:100]}.gmjdb") as copy:
        assert ("judge000", "team000") in copy.record.ballots


def test_a_path_that_is_too_long(tmp_path, judge):
    refused(lambda: judge.hand_in(tmp_path / ("x" * 300)), "too long")
    refused(lambda: judge.hand_in(tmp_path / f"{'x' * 300}.gmj"), "too long")
    refused(lambda: make_event(tmp_path / ("x" * 300), 1, 1), "too long", "no folder")


# Disks without links


def no_links(*_args, **_kwargs):
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.fixture(params=["renames exclusively", "has no exclusive rename"])
def fat(request, monkeypatch):
    """A disk that knows neither links nor, in one case, a rename that refuses a taken name, nor syncing folders."""
    monkeypatch.setattr(rename.os, "link", no_links)
    monkeypatch.setattr(os, "symlink", no_links)
    if request.param == "has no exclusive rename":
        monkeypatch.setattr(rename, "_rename_exclusive", lambda _part, _path: False)
    if sys.platform != "win32":
        real = os.fsync

        def fsync(handle):
            import stat

            if stat.S_ISDIR(os.fstat(handle).st_mode):
                raise OSError(errno.EINVAL, "Invalid argument")
            real(handle)

        monkeypatch.setattr(files.os, "fsync", fsync)


def test_everything_works_on_a_disk_without_links(fat, tmp_path, stick):
    _an_evening(stick)


@posix
def test_everything_works_on_a_real_fat_stick(mounted, tmp_path):
    made = shutil.which("mkfs.vfat") or ("/usr/sbin/mkfs.vfat" if Path("/usr/sbin/mkfs.vfat").exists() else "")
    if not made:
        pytest.skip("no program here makes FAT disks")
    image = tmp_path / "fat.img"
    with image.open("wb") as file:
        file.truncate(16 << 20)
    subprocess.run([made, str(image)], check=True, capture_output=True)
    _an_evening(mounted("-o", "loop", str(image)))


def _an_evening(place):
    with make_event(place, judges=1, submissions=2) as organizers:
        with join(organizers, place) as judge:
            score(judge, "team000")
            first = handed_in(judge, place)
            assert judge.hand_in(place).path == first
            score(judge, "team001")
            assert handed_in(judge, place) != first
            taken = place / "taken.gmj"
            taken.write_bytes(b"mine")
            refused(lambda: judge.hand_in(taken), "already there")
            assert taken.read_bytes() == b"mine"
            taken.unlink()
        assert organizers.merge([place]).sums["refused"] == 0
        organizers._store.backup(place / "copy.gmjdb")
        refused(lambda: organizers._store.backup(place / "copy.gmjdb"), "already there")
    left = [name for name in names(place) if name.endswith((".part", ".guard"))]
    assert not left
    with OrganizerDesk.open(place / "copy.gmjdb") as copy:
        assert len(copy.record.ballots) == 2


def test_a_guard_that_a_killed_app_left_does_not_block_its_name_for_ever(monkeypatch, tmp_path):
    """On such a disk a guard file keeps two apps apart; one that was killed, or whose stick was pulled, leaves it behind."""
    monkeypatch.setattr(rename.os, "link", no_links)
    monkeypatch.setattr(rename, "_rename_exclusive", lambda _part, _path: False)
    guard = tmp_path / ".a.gmj.guard"
    guard.write_bytes(b"")
    with pytest.raises(Problem):  # someone may be at it just now
        files.write_new(tmp_path / "a.gmj", b"data")
    os.utime(guard, (1_600_000_000, 1_600_000_000))
    files.write_new(tmp_path / "a.gmj", b"data")
    assert names(tmp_path) == ["a.gmj"]
