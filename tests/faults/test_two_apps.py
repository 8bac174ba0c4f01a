"""Two apps on one workspace, and workspaces in folders where nothing may be written: refused in a sentence, the file stays whole.

FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_two_apps.py
"""

import multiprocessing
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from hashlib import sha256
from time import perf_counter

import pytest
from faults_kit import dice, make_event, one_sentence, soak, tell

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.store.store import Store


@pytest.fixture
def paths(tmp_path):
    """The closed workspaces of an organizer and a judge."""
    folder = tmp_path / "evening"
    folder.mkdir()
    with make_event(folder, judges=1, submissions=4) as desk:
        event_file = desk.export_event(folder)
        with JudgeDesk.join(event_file, "judge000", desk.tickets["judge000"], folder / "judge.gmjdb") as judge:
            for key in ("a", "b"):
                judge.mark("team000", key, Decimal(3))
            judge.record_ballot("team000")
            judge.hand_in(folder)
        return desk.path, judge.path


def opened_by_many(home, path, role, said, orders):
    """Open a workspace whenever told to; tell how it went, and write a little when it worked."""
    os.environ["GPUMODE_JUDGE_HOME"] = home
    desk = None
    said.send("ready")
    while (order := orders.recv()) != "end":
        try:
            if order == "open":
                desk = (OrganizerDesk if role == "organizers" else JudgeDesk).open(path)
                desk.remember("mine", os.getpid())
                said.send("opened")
            else:
                if desk:
                    desk.close()
                desk = None
                said.send("closed")
        except Problem as problem:
            said.send(str(problem))


class App:
    """Another app, in a process of its own."""

    def __init__(self, home, path, role):
        processes = multiprocessing.get_context("spawn")
        self.answers, said = processes.Pipe(duplex=False)
        orders, self.orders = processes.Pipe(duplex=False)
        self.process = processes.Process(target=opened_by_many, args=(str(home), path, role, said, orders))
        self.process.start()
        said.close()
        orders.close()

    def tell(self, order):
        self.orders.send(order)

    def heard(self):
        assert self.answers.poll(60)
        return self.answers.recv()

    def end(self):
        self.tell("end")
        self.process.join()


@pytest.fixture
def apps(home):
    running = []

    def start(count, path, role):
        running.extend(App(home, path, role) for _ in range(count))
        assert {app.heard() for app in running} == {"ready"}
        return running

    yield start
    for app in running:
        if app.process.is_alive():
            app.process.kill()
        app.process.join()


@pytest.mark.parametrize("role", ["organizers", "judge"])
def test_a_second_app_is_refused_until_the_first_lets_go(paths, apps, role):
    path = paths[0] if role == "organizers" else paths[1]
    desk_of = OrganizerDesk if role == "organizers" else JudgeDesk
    (other,) = apps(1, path, role)
    with desk_of.open(path) as desk:
        other.tell("open")
        sentence = other.heard()
        assert "already open in another window or app" in one_sentence(Problem(sentence))
        with pytest.raises(Problem, match="already open"):
            desk_of.open(path)
        desk.remember("still", "mine")
        assert not desk.record.conflicts
    other.tell("open")
    assert other.heard() == "opened"
    with pytest.raises(Problem, match="already open"):
        desk_of.open(path)
    other.process.kill()
    other.process.join()
    with desk_of.open(path) as desk:
        assert desk.text_setting("still") == "mine"
        desk._store.integrity_check()


def test_a_copy_of_a_workspace_is_a_laptop_of_its_own(paths, tmp_path):
    """Two apps may each have a copy: what they then say about one team waits for a person, the rest counts, nothing is lost."""
    organizers, judge = paths
    copy = shutil.copy(judge, tmp_path / "copy.gmjdb")
    files = []
    for path, mark in ((judge, 2), (copy, 5)):
        with JudgeDesk.open(type(judge)(path)) as desk:
            for key in ("a", "b"):
                desk.mark("team001", key, Decimal(mark))
            desk.record_ballot("team001")
            files.append(desk.hand_in(tmp_path).path)
    with OrganizerDesk.open(organizers) as desk:
        desk.merge(files)
        assert "forked" not in desk.record.verdicts.values()
        assert ("judge000", "team000") in desk.record.ballots
        assert ("judge000", "team001") not in desk.record.ballots
        (conflict,) = desk.record.conflicts
        assert {head.value.marks["a"] for head in conflict.heads} == {2, 5}
        desk.resolve(conflict, conflict.heads[0].eid)
        assert ("judge000", "team001") in desk.record.ballots


def _run(role, paths, apps, count, rounds):
    path = paths[0] if role == "organizers" else paths[1]
    running = apps(count, path, role)
    refused = 0
    for _ in range(rounds):
        for app in running:
            app.tell("open")
        answers = [app.heard() for app in running]
        assert answers.count("opened") == 1
        refused += sum("already open" in answer for answer in answers)
        assert refused % (count - 1) == 0
        for app in running:
            app.tell("close")
        assert {app.heard() for app in running} == {"closed"}
    for app in running:
        app.end()
    with Store.open(path) as store:
        store.integrity_check()
        assert store.setting("mine") in {app.process.pid for app in running}
    return refused


def test_of_apps_that_open_at_once_one_gets_it(paths, apps):
    assert _run("judge", paths, apps, 2, 10) == 10


@soak
@pytest.mark.parametrize("role", ["organizers", "judge"])
def test_of_many_apps_that_open_at_once_one_gets_it(paths, apps, role):
    began = perf_counter()
    refused = _run(role, paths, apps, 4, 250)
    tell(f"four apps on one workspace ({role})", rounds=250, refused=refused, corrupt=0, seconds=perf_counter() - began)


# Folders where nothing may be written


@pytest.fixture
def read_only(tmp_path):
    """``read_only(path)`` copies a workspace to a disk that is then made read-only, and gives its place there."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = []

    def copy(path):
        if sys.platform == "win32" or not shutil.which("mount"):
            pytest.skip("nothing can be mounted here")
        told = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
        )
        if told.returncode:
            pytest.skip("this user may not mount here")
        mounted.append(place)
        made = shutil.copy(path, place / path.name)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        return type(path)(made)

    yield copy
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.parametrize("role", ["organizers", "judge"])
def test_a_workspace_in_a_read_only_folder(paths, read_only, role):
    path = read_only(paths[0] if role == "organizers" else paths[1])
    before = sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Problem) as refused:
        (OrganizerDesk if role == "organizers" else JudgeDesk).open(path)
    sentence = one_sentence(refused.value)
    assert path.name in sentence
    assert "read-only" in sentence
    assert sha256(path.read_bytes()).hexdigest() == before
    copied = shutil.copy(path, paths[0].parent / "copied.gmjdb")
    with Store.open(type(path)(copied)) as store:
        store.integrity_check()


def test_a_workspace_that_lies_read_only_in_a_folder_of_its_own(paths):
    """The file alone is read-only, as it comes from a CD."""
    path = paths[1]
    path.chmod(0o400)
    if os.access(path, os.W_OK):
        path.chmod(0o600)
        pytest.skip("nothing is forbidden to this user")
    before = path.read_bytes()
    with pytest.raises(Problem) as refused:
        JudgeDesk.open(path)
    assert "cannot be written" in one_sentence(refused.value)
    assert path.read_bytes() == before
    path.chmod(0o600)
    JudgeDesk.open(path).close()


@pytest.mark.parametrize("refusal", ["flock", "share"])
def test_a_workspace_on_a_network_drive(paths, monkeypatch, refusal):
    """Where files cannot be locked, or by its name on Windows."""
    import errno
    from pathlib import PureWindowsPath

    path = paths[1]
    before = path.read_bytes()
    if refusal == "flock":
        fcntl = pytest.importorskip("fcntl")

        def no_locks(*_):
            raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

        monkeypatch.setattr(fcntl, "flock", no_locks)
        with pytest.raises(Problem) as refused:
            JudgeDesk.open(path)
    else:
        from gpumode_judge.store import engine

        with pytest.raises(Problem) as refused:
            engine.connect(PureWindowsPath(r"\\server\share\judge.gmjdb"))
        assert "network drive" in str(refused.value)
    one_sentence(refused.value)
    monkeypatch.undo()
    assert path.read_bytes() == before


@soak
def test_apps_that_are_killed_while_others_wait(paths, apps):
    """Whoever holds the workspace is killed at once; the next one gets it, and the file is whole each time."""
    began, chance = perf_counter(), dice("killed holders")
    for number in range(12):
        running = apps(2, paths[1], "judge")
        holder, waiting = chance.sample(running, 2)
        holder.tell("open")
        assert holder.heard() == "opened"
        waiting.tell("open")
        assert "already open" in waiting.heard()
        holder.process.kill()
        holder.process.join()
        waiting.tell("open")
        assert waiting.heard() == "opened", number
        waiting.tell("close")
        assert waiting.heard() == "closed"
        waiting.end()
        running.clear()
    with Store.open(paths[1]) as store:
        store.integrity_check()
    tell("holders killed", kills=12, corrupt=0, seconds=perf_counter() - began)
