"""The power goes while ballots are saved and files merged: nothing that was acknowledged is lost, nothing is corrupt.

The real desks run on a simulated disk; of what they did to it, crash images are made and opened as the app opens them. The same
harness finds losses where there are some: with ``synchronous=OFF``, and with a journal that is deleted but whose folder is not
synced.

    FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_power_loss.py
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest

pytest.importorskip("apsw", reason="the simulated disk needs apsw")

from faults_apsw import Connection
from faults_disk import Crash, Tape, crashes
from faults_kit import dice, digest, laptops_of, make_event, soak, tell
from faults_record import recorded

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.store import copies, engine
from gpumode_judge.store.store import Store


def settings(**other: str) -> tuple[str, ...]:
    """The store's own pragmas with a few of them changed."""
    return tuple(f"{p.partition('=')[0]}={other.get(p.partition('=')[0], p.partition('=')[2])}" for p in engine.DURABLE)


@dataclass(frozen=True)
class Scene:
    """An evening that was recorded, once with each choice of pragmas."""

    tapes: tuple[tuple[Path, Tape], ...]
    transactions: int


@pytest.fixture
def record(tmp_path, monkeypatch) -> Callable[..., Scene]:
    def made(submissions: int, files: int, pragmas: Sequence[str] = engine.DURABLE) -> Scene:
        folder = tmp_path / "evening"
        folder.mkdir()
        organizers = make_event(folder, judges=3, submissions=submissions)
        merged = _score_files(organizers, folder / "files", files)
        event_file = organizers.export_event(folder)
        judge = JudgeDesk.join(event_file, "judge000", "", folder / "judge.gmjdb")
        judge.close()
        organizers.close()
        with monkeypatch.context() as patch:
            patch.setattr(engine.connect, "__defaults__", (tuple(pragmas),))
            judging = _recorded(judge.path, lambda: JudgeDesk.open(judge.path), partial(_judge, folder=folder))
            merging = _recorded(
                organizers.path, lambda: OrganizerDesk.open(organizers.path), partial(_merge, files=merged)
            )
        return Scene((judging, merging), len(judging[1].states) + len(merging[1].states))

    return made


def _score_files(organizers: OrganizerDesk, folder: Path, files: int) -> list[Path]:
    folder.mkdir()
    rubric, teams = organizers.record.rubric_eid, list(organizers.record.submissions)
    laptops = laptops_of(organizers, enrol=False)
    paths: list[Path] = []
    for number in range(files):
        laptop = laptops[number % len(laptops)]
        for team in range(3):
            laptop.score(rubric, teams[(number + team) % len(teams)], 1 + number % 5, 1 + team)
        paths.append(folder / f"{number:03}.gmj")
        paths[-1].write_bytes(laptop.file())
    paths.append(folder / "broken.gmj")
    paths[-1].write_bytes(paths[0].read_bytes()[:-10])
    return paths


def _recorded(path: Path, opened: Callable, work: Callable) -> tuple[Path, Tape]:
    """What happens to the workspace and its journal."""

    def committed(tape: Tape, made: Connection) -> None:
        tape.committed(digest(made.execute))

    mine = (path.name, f"{path.name}-journal")
    with pytest.MonkeyPatch.context() as patch, recorded(path.parent, mine.__contains__, committed) as tape:
        patch.setattr(copies, "keep", lambda *_: None)  # backups have their own tests
        with opened() as desk:
            work(desk, tape)
    return path, tape


def _judge(desk: JudgeDesk, tape: Tape, folder: Path) -> None:
    """Mark, note, record, correct and hand in; each thing is promised when the desk says that it is done."""
    for number, card in enumerate(desk.cards()):
        name = card.submission.id
        for key in ("a", "b"):
            _draft(desk, tape, name, partial(desk.mark, name, key, Decimal(1 + number % 5)))
        if number % 2:
            _draft(desk, tape, name, partial(desk.note, name, "", "a note that grows " * (number + 1)))
        if number % 7 == 3:
            continue  # stays a draft
        _ballot(desk, tape, name, partial(desk.record_ballot, name))
        if number % 4 == 0:
            _draft(desk, tape, name, partial(desk.mark, name, "a", Decimal(5)))
            _ballot(desk, tape, name, partial(desk.record_ballot, name))
        if number % 5 == 4:
            _ballot(desk, tape, name, partial(desk.record_outcome, name, Outcome.ABSENT, "team has left"))
            desk.private_note(name, "come back later")
        if number % 3 == 2:
            desk.hand_in(folder / "files")


def _draft(desk: JudgeDesk, tape: Tape, name: str, act: Callable) -> None:
    tape.promise("draft", name, value=None)
    act()
    tape.promise("draft", name, value=desk._store.draft(name))


def _ballot(desk: JudgeDesk, tape: Tape, name: str, act: Callable) -> None:
    tape.promise("draft", name, value=None)
    tape.promise("entry", act().recorded.eid)


def _merge(desk: OrganizerDesk, tape: Tape, files: list[Path]) -> None:
    left, size = list(files), 0
    while left:
        size = size % 4 + 1
        batch, left = left[:size], left[size:]
        before = set(desk.ledger.entries)
        assert desk.merge(batch).sums["files"] == len(batch)
        for eid in desk.ledger.entries.keys() - before:
            tape.promise("entry", eid)


def crash(scene: Scene, images: int, folder: Path, name: str, *, twice: bool = True) -> Counter[str]:
    """Make so many crash images, open each as the app does, and count what became of them."""
    counts: Counter[str] = Counter()
    for number, (path, tape) in enumerate(scene.tapes):
        share = images // len(scene.tapes)
        chance = dice(name, number)
        moments = Counter(chance.randrange(len(tape.ops) + 1) for _ in range(share))
        for crashed in crashes(tape, moments, partial(dice, name, number)):
            counts[_found(path.name, tape, crashed, folder)] += 1
            counts["images"] += 1
            if crashed.files.get(f"{path.name}-journal"):
                counts["open journals"] += 1
                if twice and counts["open journals"] % 8 == 0:
                    counts[_crashed_again(path.name, tape, crashed, folder, partial(dice, name, number, "again"))] += 1
                    counts["images"] += 1
                    counts["crashed twice"] += 1
    return counts


def _crashed_again(name: str, tape: Tape, crashed: Crash, folder: Path, chance: Callable) -> str:
    """The power goes once more while the app that was started again undoes the write that was cut off."""
    crashed.lay(folder)
    _, again = _recorded(folder / name, lambda: Store.open(folder / name), lambda *_: None)
    moment = chance(crashed.at).randrange(len(again.ops) + 1)
    (second,) = crashes(again, {moment: 1}, chance)
    return _found(name, tape, replace(crashed, files=second.files), folder)


def _found(name: str, tape: Tape, crashed: Crash, folder: Path) -> str:
    crashed.lay(folder)
    try:
        with Store.open(folder / name) as store:
            store.integrity_check()
            entries = {entry.eid for entry in store.entries()}
            drafts = {draft.submission: draft for draft in store.drafts()}
            with store._turns.read() as connection:
                state = digest(connection.exec_driver_sql)
    except Problem:
        return "corrupt"
    for (kind, key), value in crashed.promises.items():
        if (kind == "entry" and key not in entries) or (value and kind == "draft" and drafts.get(key) != value):
            return "lost"
    return "whole" if state in tape.states[crashed.state : crashed.state + 2] else "half done"


def test_nothing_that_was_acknowledged_is_lost(record, tmp_path):
    scene = record(submissions=5, files=5)
    assert scene.transactions > 30
    counts = crash(scene, 60, tmp_path / "images", "short")
    assert counts["whole"] == counts["images"] >= 60, counts
    assert counts["crashed twice"]
    assert counts["open journals"] > 5


@pytest.mark.parametrize("unsafe", [{"synchronous": "OFF"}, {"journal_mode": "DELETE", "synchronous": "FULL"}])
def test_the_harness_finds_losses_where_there_are_some(record, tmp_path, unsafe):
    counts = crash(
        record(submissions=5, files=5, pragmas=settings(**unsafe)), 80, tmp_path / "images", str(unsafe), twice=False
    )
    assert counts["lost"] + counts["corrupt"] + counts["half done"] > 0


@soak
def test_nothing_is_lost_in_thousands_of_crash_images(record, tmp_path):
    began = perf_counter()
    scene = record(submissions=24, files=24)
    counts = crash(scene, 4000, tmp_path / "images", "long")
    tell(
        "power loss", images=counts["images"], transactions=scene.transactions, open_journals=counts["open journals"],
        crashed_twice=counts["crashed twice"],
        lost=counts["lost"], corrupt=counts["corrupt"], half_done=counts["half done"], seconds=perf_counter() - began,
    )  # fmt: skip
    assert counts["whole"] == counts["images"] >= 2000


@soak
@pytest.mark.parametrize(
    "other",
    [
        {"synchronous": "OFF"},
        {"journal_mode": "DELETE", "synchronous": "FULL"},
        {"journal_mode": "DELETE", "synchronous": "EXTRA"},
    ],
)
def test_the_harness_tells_safe_settings_from_unsafe_ones(record, tmp_path, other):
    began = perf_counter()
    counts = crash(
        record(submissions=12, files=12, pragmas=settings(**other)), 600, tmp_path / "images", str(other), twice=False
    )
    tell(
        f"power loss with {other}", images=counts["images"], lost=counts["lost"], corrupt=counts["corrupt"],
        half_done=counts["half done"], seconds=perf_counter() - began,
    )  # fmt: skip
    bad = counts["images"] - counts["whole"]
    assert bad == 0 if other["synchronous"] == "EXTRA" else bad > 0
