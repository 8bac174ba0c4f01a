"""The power goes while workspaces are made, copied, migrated and restored: what was acknowledged is there, and each copy is whole.

The real desks run with their workspace and the app's own folder on a simulated disk; of what they did, crash images are made and
opened as the app opens them. The same harness finds losses when the disk does nothing on being told to sync its files or folders.

    FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_power_loss_workspaces.py
"""

import shutil
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import pytest

pytest.importorskip("apsw", reason="the simulated disk needs apsw")

import faults_jobs
from faults_apsw import Connection
from faults_disk import Crash, Name, Tape, crashes
from faults_kit import dice, digest, laptops_of, make_event, soak, tell
from faults_record import recorded

from gpumode_judge.desk.backups import backups, restore
from gpumode_judge.desk.desk import Desk
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.store import copies
from gpumode_judge.store.migrations import CURRENT, Schema
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no folder can be synced there")

EVENT = "e" * 64


@dataclass(frozen=True)
class Scene:
    """What happened on the disk at ``root``. ``faults`` says of what is found after a crash what is wrong with it."""

    root: Path
    tape: Tape
    faults: Callable[[Crash], set[str]]


@pytest.fixture
def root(tmp_path, monkeypatch):
    folder = tmp_path / "disk"
    folder.mkdir()
    monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(folder / "home"))
    return folder


def _evening(root: Path, other: Path) -> tuple[Path, list[Path]]:
    """The path of an organizers' workspace with a few copies, and score files that lie on another disk."""
    with make_event(root, judges=3, submissions=4) as desk:
        rubric, teams = desk.record.rubric_eid, list(desk.record.submissions)
        files: list[Path] = []
        for laptop in laptops_of(desk, enrol=True):
            for number, team in enumerate(teams):
                laptop.score(rubric, team, 1 + number, 5 - number)
            files.append(other / f"{laptop.judge}.gmj")
            files[-1].write_bytes(laptop.file())
        path = desk.path
        for number in range(8):
            desk.remember("number", number)
            desk.keep_copy(copies.Reason.MERGED)
        desk.remember("number", "newer than the copies")
    return path, files


def making(root: Path, _other: Path) -> Scene:
    """The first event on a laptop, and a judge who joins: the app's own folder is made too."""
    with recorded(root) as tape:
        with Store.create(root / "bare.gmjdb", Role.JUDGE, EVENT):
            tape.promise("bare")
        with make_event(root, judges=2, submissions=2) as desk:
            tape.promise("event", value=set(desk.ledger.entries))
            event_file = desk.export_event(root)
            with JudgeDesk.join(event_file, "judge000", desk.tickets["judge000"], root / "judge.gmjdb") as judge:
                tape.promise("judge", value=set(judge.ledger.entries))

    def faults(crashed: Crash) -> set[str]:
        return (
            _made(root, crashed, "bare", Store.open, lambda store, _: store.event_id == EVENT)
            | _made(root, crashed, "event", OrganizerDesk.open, _speaks_and_holds)
            | _made(root, crashed, "judge", JudgeDesk.open, _speaks_and_holds)
        )

    return Scene(root, tape, faults)


def _speaks_and_holds(desk: Desk, entries: set[str]) -> bool:
    return desk.can_speak and entries <= desk.ledger.entries.keys()


def _made(root: Path, crashed: Crash, name: str, opened: Callable, holds: Callable) -> set[str]:
    """A file is whole or not there; what was promised is of use, too. What was not may be refused, so that it is made again."""
    path, promised = root / f"{name}.gmjdb", crashed.promises.get((name,))
    if path.name in crashed.files and _opened(path) == "corrupt":
        return {"corrupt"}
    try:
        with opened(path) as made:
            return {"lost"} if promised and not holds(made, promised) else set()
    except Problem:
        return {"lost"} if promised else set()


def merging(root: Path, other: Path) -> Scene:
    """A workspace is opened, and each score file merged by itself: a copy is kept at the start, before and after."""
    path, files = _evening(root, other)
    with recorded(root, committed=_states_of(path)) as tape, OrganizerDesk.open(path) as desk:
        _promise_copies(tape, path)
        for file in files:
            tape.promise("before", file.name, value=_state(path))
            desk.merge([file])
            _promise_copies(tape, path)

    def faults(crashed: Crash) -> set[str]:
        bad, kept = _copies(crashed, path)
        state = _opened(path)
        later = tape.states[: tape.states.index(state)] if state in tape.states else []
        if any(
            kind == "before" and before in later and before not in kept
            for (kind, *_), before in crashed.promises.items()
        ):
            bad |= {"lost"}  # merged, and no copy of the time before
        return bad | _wrong(state, tape, crashed)

    return Scene(root, tape, faults)


def migrating(root: Path, other: Path) -> Scene:
    path, _ = _evening(root, other)
    before = _state(path)
    with recorded(root, committed=_states_of(path)) as tape, Store.open(path, faults_jobs.NEWER):
        _promise_copies(tape, path)

    def faults(crashed: Crash) -> set[str]:
        bad, kept = _copies(crashed, path)
        state = _opened(path)
        if state == "corrupt":  # or of the newer version
            state = _opened(path, faults_jobs.NEWER)
        if state != before and before not in kept:
            bad |= {"lost"}
        return bad | _wrong(state, tape, crashed)

    return Scene(root, tape, faults)


def restoring(root: Path, other: Path, spoil: Callable[[Path], None] = lambda _path: None) -> Scene:
    """An old copy takes the place of the workspace, or of what ``spoil`` left of it; then the workspace is opened and added to."""
    path, files = _evening(root, other)
    with OrganizerDesk.open(path) as desk:
        desk.merge(files)
        entries = set(desk.ledger.entries)
    spoil(path)
    found = path.read_bytes() if path.exists() else None
    with recorded(root, committed=_states_of(path)) as tape:
        restore(path, backups(path)[-1])
        tape.committed(_state(path))
        tape.promise("restored")
        with OrganizerDesk.open(path) as desk:
            assert entries <= desk.ledger.entries.keys()
            _promise_copies(tape, path)
            desk.remember("number", "of the restored one")

    def faults(crashed: Crash) -> set[str]:
        if ("restored",) not in crashed.promises and crashed.files.get(path.name) == found:
            return _copies(crashed, path)[0]  # as it was found: what that is worth is another matter
        return _copies(crashed, path)[0] | _wrong(_opened(path), tape, crashed)

    return Scene(root, tape, faults)


def _wrong(state: str, tape: Tape, crashed: Crash) -> set[str]:
    """What is wrong with a workspace unless it is in the state that was acknowledged, or in the next."""
    if state in tape.states[crashed.state : crashed.state + 2]:
        return set()
    return {"corrupt"} if state == "corrupt" else {"lost"}


def _gone(path: Path) -> None:
    """A write was cut off, and then someone deleted the workspace but not its journal."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode=TRUNCATE")
        raw.execute("PRAGMA cache_size=2")
        rows = [(f"only here {number}", "0" * 2000) for number in range(60)]
        raw.execute("BEGIN")
        raw.executemany("INSERT INTO setting VALUES (?, ?)", rows)  # its pages differ from those of any copy
        raw.execute("COMMIT")
        raw.execute("BEGIN")
        raw.execute("UPDATE entry SET body = zeroblob(1500)")
        raw.execute("UPDATE setting SET value = value || '0'")
        shutil.copy(_journal(path), path.with_name("kept"))
        raw.execute("ROLLBACK")
    path.with_name("kept").replace(_journal(path))
    path.unlink()


def _damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 : 4096 * 9] = dice("damage").randbytes(4096 * 8)
    path.write_bytes(data)


SCENES: dict[str, Callable[..., Scene]] = {
    "making": making,
    "merging": merging,
    "migrating": migrating,
    "restoring": restoring,
    "restoring what is damaged": partial(restoring, spoil=_damaged),
    "restoring what was deleted": partial(restoring, spoil=_gone),
}


def _journal(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")


def _states_of(path: Path) -> Callable[[Tape, Connection], None]:
    def committed(tape: Tape, made: Connection) -> None:
        with suppress(sqlite3.Error):  # it may be the damaged one
            if Path(made.raw.filename) == path:
                tape.committed(digest(made.execute))

    return committed


def _state(path: Path) -> str:
    """What lies in the file now, for it is sure that nobody is writing."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as raw:
        if raw.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            return "corrupt"
        return digest(raw.execute)


def _content(copy: copies.Copy) -> str:
    if copy.reason is copies.Reason.DAMAGED:  # kept as it was
        return sha256(copy.path.read_bytes()).hexdigest()
    try:
        return _state(copy.path)
    except (sqlite3.Error, UnicodeDecodeError):
        return "corrupt"


def _promise_copies(tape: Tape, path: Path) -> None:
    """All of them are kept, but for the oldest, which may go at the next merge."""
    for number, copy in enumerate(copies.copies(path)):
        tape.promise("copy", copy.path.name, value=_content(copy) if number < copies.MOST - 2 else None)


def _copies(crashed: Crash, path: Path) -> tuple[set[str], set[str]]:
    """What is wrong with the copies that are found, and the states of those that are whole."""
    bad: set[str] = set()
    found: dict[str, str] = {}
    for copy in copies.copies(path):
        found[copy.path.name] = _content(copy)
    if "corrupt" in found.values():
        bad |= {"corrupt"}
    for (kind, *name), state in crashed.promises.items():
        if kind == "copy" and state and found.get(name[0]) != state:
            bad |= {"lost"}
    return bad, set(found.values())


def _opened(path: Path, schema: Schema = CURRENT) -> str:
    try:
        with Store.open(path, schema) as store:
            store.integrity_check()
        return _state(path)
    except Problem:
        return "corrupt"


def crash(scene: Scene, images: int, name: str, deaf: tuple[str, ...] = ()) -> Counter[str]:
    """Make so many crash images, open each as the app does, and count what is wrong."""
    counts: Counter[str] = Counter(images=0)
    for crashed in crashes(scene.tape, scene.tape.anywhere(dice(name), images), partial(dice, name), deaf):
        crashed.lay(scene.root)
        counts["images"] += 1
        counts.update(scene.faults(crashed))
    return counts


@pytest.mark.parametrize("scene", SCENES)
def test_workspaces_and_copies_are_there_when_it_was_said(scene, root, tmp_path):
    counts = crash(SCENES[scene](root, tmp_path), 20, f"short {scene}")
    assert counts == Counter(images=counts["images"]), counts


def test_the_journal_of_a_deleted_workspace_is_never_played_into_the_restored_one(root, tmp_path):
    """The moments between the last words of the old file and the first of the new one."""
    scene = SCENES["restoring what was deleted"](root, tmp_path)
    gone = scene.tape.ops.index(Name("event.gmjdb-journal", None))
    for crashed in crashes(scene.tape, dict.fromkeys(range(gone, gone + 8), 16), partial(dice, "journal")):
        crashed.lay(scene.root)
        assert scene.faults(crashed) == set()


@pytest.mark.parametrize("made", ["workspace", "backup"])
def test_the_journal_of_a_deleted_workspace_is_never_played_into_a_new_one(root, tmp_path, made):
    path, _ = _evening(root, tmp_path)
    _gone(path)
    with Store.create(root / "another.gmjdb", Role.JUDGE, EVENT) as another:
        with pytest.raises(Problem, match="journal"):
            Store.create(path, Role.JUDGE, EVENT) if made == "workspace" else another.backup(path)
        _journal(path).unlink()
        Store.create(path, Role.JUDGE, EVENT).close() if made == "workspace" else another.backup(path)
    with Store.open(path) as store:
        store.integrity_check()


@pytest.mark.parametrize("deaf", ["files", "folders"])
@pytest.mark.parametrize("scene", ["making", "merging", "restoring"])
def test_the_harness_finds_losses_on_a_disk_that_does_not_sync(scene, deaf, root, tmp_path):
    counts = crash(SCENES[scene](root, tmp_path), 24, f"{deaf} {scene}", (deaf,))
    assert counts["lost"] + counts["corrupt"] > 0


@soak
@pytest.mark.parametrize("deaf", [(), ("files",), ("folders",)], ids=str)
@pytest.mark.parametrize("scene", SCENES)
def test_workspaces_and_copies_in_thousands_of_crash_images(scene, deaf, root, tmp_path):
    began = perf_counter()
    made = SCENES[scene](root, tmp_path)
    counts = crash(made, 200 if deaf else 1000, f"long {scene}", deaf)
    tell(
        f"power loss while {scene}, deaf to {deaf}", images=counts["images"], steps=len(made.tape.ops), lost=counts["lost"],
        corrupt=counts["corrupt"], seconds=perf_counter() - began,
    )  # fmt: skip
    assert (counts["lost"] + counts["corrupt"] > 0) == bool(deaf)
