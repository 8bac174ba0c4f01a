"""The app is killed (SIGKILL) in the midst of saving, handing in, merging, migrating and making a backup.

Whatever it had said is there afterwards, no half-written file is taken for a whole one, and going on leads to one final state.

    FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_killed.py
"""

import multiprocessing
import shutil
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from time import perf_counter

import faults_jobs
import pytest
from faults_kit import dice, laptops_of, make_event, one_sentence, tell, what_counts

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import find_gmj, read_gmj
from gpumode_judge.store import copies
from gpumode_judge.store.store import Store
from gpumode_judge.store.tables import VERSION

pytestmark = pytest.mark.skipif(
    "forkserver" not in multiprocessing.get_all_start_methods(), reason="no SIGKILL and no fork server here"
)


@pytest.fixture
def kill(home):
    """``kill(chance, lines, most, job, *args)`` starts a job, kills it some time after it has said up to so many things.

    ``most`` is how many seconds it may go on after that. Gives all that it had said.
    """
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["faults_jobs"])

    def run(chance, lines, most, job, *args):
        heard, said = processes.Pipe(duplex=False)
        process = processes.Process(target=faults_jobs.at_home, args=(job, str(home), said, *args))
        process.start()
        said.close()
        assert heard.poll(60)
        told = [heard.recv()]
        for _ in range(chance.randrange(lines + 1)):
            if (line := _heard(heard)) is None:
                break
            told.append(line)
        time.sleep(chance.random() * most)
        process.kill()
        process.join()
        while (line := _heard(heard)) is not None:
            told.append(line)
        heard.close()
        assert told[0] == ("ready",), told
        return told[1:]

    return run


def _heard(heard):
    try:
        return heard.recv()
    except (EOFError, OSError):  # the end, or a sentence that was cut off
        return None


@pytest.fixture
def evening(tmp_path):
    folder = tmp_path / "evening"
    folder.mkdir()
    return make_event(folder, judges=8, submissions=12)


@pytest.fixture
def judge(evening, tmp_path):
    """The path of a judge's workspace; the organizers' is closed."""
    event_file = evening.export_event(tmp_path / "evening")
    with JudgeDesk.join(event_file, "judge000", evening.tickets["judge000"], tmp_path / "judge.gmjdb") as desk:
        evening.close()
        return desk.path


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def times(short, long):
    """How often to kill: a few times in the suite, often in the long form."""
    return pytest.mark.parametrize(
        "kills", [pytest.param(short, id="short"), pytest.param(long, id="long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)])]
    )  # fmt: skip


def figures(row, kills, began, **more):
    if kills > 10:
        tell(f"SIGKILL during {row}", kills=kills, **more, lost=0, corrupt=0, seconds=perf_counter() - began)


@times(3, 60)
def test_saving(kill, judge, kills):
    chance, began, acknowledged = dice("save"), perf_counter(), 0
    promised = set()
    for _ in range(kills):
        said = kill(chance, 30, 0.03, "save", judge)
        drafts, unsure = {}, ""
        for kind, name, *rest in said:
            match kind:
                case "starts":
                    unsure = name
                case "draft":
                    drafts.setdefault(name, {})[rest[0]] = rest[1]
                    unsure = ""
                case "ballot":
                    promised.add(rest[0])
                    drafts.pop(name, None)
                    unsure = ""
        acknowledged += len(said)
        with JudgeDesk.open(judge) as desk:
            desk._store.integrity_check()
            assert promised <= desk.ledger.entries.keys()
            chain = desk.ledger.chain(desk.device)
            assert [entry.seq for entry in chain] == list(range(1, len(chain) + 1))
            assert not desk.record.conflicts
            assert not desk.record.gaps
            for name, marks in drafts.items():
                if name != unsure:
                    entered = desk.card(name).entered.marks
                    assert {key: str(entered[key]) for key in marks} == marks
    assert acknowledged
    figures("save", kills, began, acknowledged=acknowledged)


@times(3, 60)
def test_handing_in(kill, judge, stick, kills):
    chance, began = dice("hand in"), perf_counter()
    promised, left = set(), 0
    for _ in range(kills):
        promised |= {line[1] for line in kill(chance, 6, 0.04, "hand_in", judge, stick) if line[0] == "file"}
        found = list(find_gmj([stick]))
        for path in found:
            read_gmj(path)
        names = {path.name for path in found}
        assert promised <= names
        left = sum(name.name.endswith(".part") for name in stick.iterdir())
        assert {path.name for path in stick.iterdir() if not path.name.endswith(".part")} == names
    with JudgeDesk.open(judge) as desk:
        assert set(read_gmj(desk.hand_in(stick).path).entries) == set(desk.own_entries())
        assert desk.status().new_since == 0
    figures("hand-in", kills, began, files=len(promised), parts_left=left)


@times(3, 60)
def test_merging(kill, evening, tmp_path, kills):
    chance, began = dice("merge"), perf_counter()
    files = _score_files(evening, tmp_path / "files", 96 if kills < 10 else 480)
    held = {path: {entry.eid for entry in read_gmj(path).entries} for path in files}
    evening.close()
    whole = shutil.copy(evening.path, tmp_path / "whole.gmjdb")
    with OrganizerDesk.open(Path(whole)) as desk:
        desk.merge(files)
        expected = what_counts(desk.record)
    part_way, path = 0, Path(whole)
    for number in range(kills):
        if path.stat().st_size >= Path(whole).stat().st_size:  # merged to the end: begin anew
            path = Path(shutil.copy(evening.path, tmp_path / f"again {number}.gmjdb"))
        chance.shuffle(files)
        said = kill(chance, len(files) // 32, 0.05, "merge", path, files)
        done = max((line[1] for line in said if line[0] == "merged"), default=0)
        with Store.open(path) as store:
            store.integrity_check()
            here = {entry.eid for entry in store.entries()}
            assert all(held[file] <= here for file in files[:done])
            known = {file.sha256 for file in store.files()}
            assert _whole_copies(path)
            for file in files:
                assert held[file] <= here or read_gmj(file).sha256 not in known
        part_way += 0 < done < len(files)
        with OrganizerDesk.open(Path(shutil.copy(path, tmp_path / "ended.gmjdb"))) as desk:
            desk.merge(files)
            assert what_counts(desk.record) == expected
        (tmp_path / "ended.gmjdb").unlink()
    figures("merge", kills, began, part_way=part_way)


def _score_files(evening, folder, count):
    folder.mkdir()
    laptops = laptops_of(evening, enrol=False)
    teams = list(evening.record.submissions)
    paths = []
    for number in range(count):
        laptop = laptops[number % len(laptops)]
        laptop.score(
            evening.record.rubric_eid, teams[number // len(laptops) % len(teams)], 1 + number % 5, 1 + number % 4
        )
        paths.append(folder / f"{number:03}.gmj")
        paths[-1].write_bytes(laptop.file())
    return paths


def _whole_copies(path):
    """The copies that the app keeps by itself: whatever it was doing when it was killed, each is whole."""
    kept = copies.copies(path)
    for copy in kept:
        with closing(sqlite3.connect(f"{copy.path.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute("SELECT count(*) FROM entry").fetchone() == (copy.entries,)
    return kept


@times(3, 50)
def test_migrating(kill, judge, tmp_path, kills):
    chance, began = dice("migrate"), perf_counter()
    with Store.open(judge) as store:
        for number in range(300):
            with store.together():
                store.put_private_note(f"team{number}", "x" * 500)
        entries = set(store.entries())
    finals, kinds = set(), Counter()
    for number in range(kills):
        folder = tmp_path / f"try {number}"
        folder.mkdir()
        path = Path(shutil.copy(judge, folder / "judge.gmjdb"))
        said = kill(chance, 0, 0.06, "migrate", path)
        with closing(sqlite3.connect(path)) as raw:
            (version,) = raw.execute("PRAGMA user_version").fetchone()
        assert version == VERSION + 1 or ("migrated",) not in said
        kept = _whole_copies(path)
        assert kept or version == VERSION
        for copy in kept:
            kinds["copies"] += 1
            with Store.open(copy.path) as store:
                assert {*store.private_notes().values()} == {"x" * 500}
        kinds[f"found at version {version}"] += 1
        with Store.open(path, faults_jobs.NEWER) as store:
            store.integrity_check()
            assert set(store.entries()) == entries
            finals.add(repr((store.private_notes(), store.setting("rewritten"))))
    assert len(finals) == 1
    figures("migration", kills, began, states=kinds)


@times(3, 50)
def test_making_a_backup(kill, judge, stick, kills):
    chance, began = dice("backup"), perf_counter()
    with Store.open(judge) as store:
        store.put_setting("big", "x" * 300_000)
        entries, settings = set(store.entries()), store.settings()
    promised, found = set(), set()
    for _ in range(kills):
        promised |= {line[1] for line in kill(chance, 4, 0.05, "backup", judge, stick) if line[0] == "copy"}
        made = {path for path in stick.iterdir() if path.suffix == ".gmjdb"}
        assert promised <= {path.name for path in made}
        for path in made - found:
            with Store.open(path) as store:
                store.integrity_check()
                assert (set(store.entries()), store.settings()) == (entries, settings)
        found |= made
        Store.open(judge).close()
    figures("backup", kills, began, copies=len(found))


@times(3, 60)
def test_making_an_event_and_joining(kill, tmp_path, kills):
    """What was made is whole; what was cut off is whole, or refused in a sentence so that it is made again."""
    chance, began, became = dice("make"), perf_counter(), Counter()
    for number in range(kills):
        folder = tmp_path / f"try {number}"
        folder.mkdir()
        said = kill(chance, 4, 0.1, "make", folder)
        promised = {line[1] for line in said if len(line) == 2}
        for path in folder.glob("*/*.gmjdb"):
            became[f"{path.stem} {_whole(path)}"] += 1
            assert _whole(path) == "whole" or str(path) not in promised
    figures("making and joining", kills, began, became=became)


def _whole(path):
    """Whether a workspace is of use: it opens, and holds what was to be there from the beginning."""
    try:
        with (OrganizerDesk if path.stem == "event" else JudgeDesk).open(path) as desk:
            desk._store.integrity_check()
            assert desk.record.rubric, "half made"
            assert len(desk.record.judges) == 2, "half made"
            if path.stem == "judge":
                assert desk.judge_id == "judge000"
                assert desk.cards()
            else:
                assert desk.tickets.keys() == desk.record.judges.keys()
    except Problem as problem:
        one_sentence(problem)
        return "refused"
    return "whole"
