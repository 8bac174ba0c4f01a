"""The power goes while files are written and replaced: a file that was told to be written is there, and no half of one has its name.

The real desks hand in, export, publish and save to a folder that is recorded; of what they did to it, crash images are made and
looked at. The same harness finds losses when the disk does nothing on being told to sync its files or its folders.

    FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_power_loss_files.py
"""

import errno
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest

pytest.importorskip("apsw", reason="the simulated disk needs apsw")

from faults_desks import score
from faults_disk import Crash, Tape, crashes
from faults_kit import dice, soak, tell
from faults_record import recorded

from gpumode_judge.desk.everything import export_everything
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.locking import lock
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.publishing import publish, verify_bundle
from gpumode_judge.desk.reporting import write_standings
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.everything import read_everything
from gpumode_judge.exchange.gmj import read_gmj
from gpumode_judge.system import rename
from gpumode_judge.system.files import make_folder, replace_file, write_new

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no folder can be synced there")

ROADS = ("link", "exclusive rename", "guard")  # how a finished file gets its name: on FAT there are no links
READERS = {".gmj": read_gmj, ".gmjpub": verify_bundle, ".gmjall": read_everything}


@dataclass
class Scene:
    """What was done to the stick, and each file's contents in their order."""

    stick: Path
    tape: Tape
    versions: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))

    def told(self) -> None:
        """Whatever lies on the stick now was acknowledged."""
        for path in sorted(self.stick.rglob("*")):
            name, data = path.relative_to(self.stick).as_posix(), path.read_bytes() if path.is_file() else b""
            if data not in self.versions[name]:
                self.versions[name].append(data)
                self.tape.promise("file", name, value=len(self.versions[name]) - 1)


@pytest.fixture
def record(stick, organizers, judge, monkeypatch) -> Callable[[str], Scene]:
    def made(road: str) -> Scene:
        if road != "link":
            monkeypatch.setattr(os, "link", _no_links)
        if road == "guard":
            monkeypatch.setattr(rename, "_rename_exclusive", lambda _part, _path: False)
        (stick / "settings.json").write_bytes(b"old" * 400)
        with recorded(stick) as tape:
            scene = Scene(stick, tape)
            scene.told()
            for act in _acts(stick, organizers, judge):
                act()
                scene.told()
        return scene

    return made


def _no_links(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def _acts(stick: Path, organizers: OrganizerDesk, judge: JudgeDesk) -> Generator[Callable[[], object]]:
    yield partial(organizers.export_event, stick)
    for name in ("team001", "team002", "team003"):
        score(judge, name)
        yield partial(judge.hand_in, stick)
    judge.sign_off()
    yield partial(judge.hand_in, stick)
    organizers.merge([stick])
    lock(organizers)
    yield partial(organizers.export_event, make_folder(stick / "later" / "today"))
    yield partial(publish, organizers, stick)
    yield partial(export_everything, organizers, stick)
    for method in ("", "mean"):
        yield partial(write_standings, organizers, stick / "standings.csv", method)
    for size in (0, 1, 511, 512, 513, 70_000):
        yield partial(write_new, stick / f"{size}.bin", dice(size).randbytes(size), private=True)
    for size in (900, 0, 5_000, 513):
        yield partial(replace_file, stick / "settings.json", dice("settings", size).randbytes(size))


def crash(scene: Scene, images: int, scratch: Path, name: str, deaf: tuple[str, ...] = ()) -> Counter[str]:
    """Make so many crash images, and count those with a lost or half-written file."""
    counts: Counter[str] = Counter(images=0)
    for crashed in crashes(scene.tape, scene.tape.anywhere(dice(name), images), partial(dice, name), deaf):
        counts["images"] += 1
        counts.update(_found(scene, crashed, scratch))
    return counts


def _found(scene: Scene, crashed: Crash, scratch: Path) -> set[str]:
    bad: set[str] = set()
    for name, versions in scene.versions.items():
        told = crashed.promises.get(("file", name))
        if name not in crashed.files:
            bad |= {"lost"} if told is not None else set()
        elif (crashed.files[name] or b"") not in versions:
            bad |= {"half", *_read(scratch / Path(name).name, crashed.files[name])}
        elif isinstance(told, int) and (crashed.files[name] or b"") not in versions[told:]:
            bad |= {"lost"}
    unnamed = [name for name in crashed.files if name not in scene.versions]
    assert all(name.endswith((".part", ".guard")) for name in unnamed)  # no reader looks at these
    return bad


def _read(path: Path, data: bytes | None) -> set[str]:
    if data is None or path.suffix not in READERS:
        return set()
    path.write_bytes(data)
    try:
        READERS[path.suffix](path)
    except Problem:
        return set()
    return {"taken for whole"}


@pytest.mark.parametrize("road", ROADS)
def test_a_file_is_there_when_it_was_said_and_never_half(record, tmp_path, road):
    scene = record(road)
    assert sum(map(len, scene.versions.values())) >= 20
    for name, versions in scene.versions.items():
        assert all(_read(tmp_path / Path(name).name, data) for data in versions if Path(name).suffix in READERS)
    counts = crash(scene, 300, tmp_path, f"short {road}")
    assert counts == Counter(images=counts["images"]), counts


@pytest.mark.parametrize(("deaf", "found"), [("files", "half"), ("folders", "lost")])
def test_the_harness_finds_losses_on_a_disk_that_does_not_sync(record, tmp_path, deaf, found):
    """Even there no half-written file is taken for a whole one."""
    counts = crash(record("link"), 300, tmp_path, deaf, (deaf,))
    assert counts[found] > 10
    assert not counts["taken for whole"]


@soak
@pytest.mark.parametrize("deaf", [(), ("files",), ("folders",)], ids=str)
@pytest.mark.parametrize("road", ROADS)
def test_files_in_thousands_of_crash_images(record, tmp_path, road, deaf):
    began = perf_counter()
    scene = record(road)
    counts = crash(scene, 4000, tmp_path, f"long {road}", deaf)
    tell(
        f"power loss while files are written by {road}, deaf to {deaf}", images=counts["images"], files=len(scene.versions),
        lost=counts["lost"], half=counts["half"], taken_for_whole=counts["taken for whole"], seconds=perf_counter() - began,
    )  # fmt: skip
    assert not counts["taken for whole"]
    assert (counts["lost"] + counts["half"] > 0) == bool(deaf)
