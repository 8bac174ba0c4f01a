"""A thousand score files, shuffled, doubled and broken, in any order, by several importers and over two hubs: one state.

FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_many_files.py
"""

import json
import multiprocessing
import os
import shutil
from base64 import b64decode, b64encode
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import pytest
from faults_kit import Laptop, dice, laptops_of, make_event, one_sentence, tell, what_counts

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import format_gmj, parse_gmj, read_gmj
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role, SourceFile
from gpumode_judge.system import paths


@dataclass(frozen=True)
class Pile:
    """Score files on a stick. ``broken`` maps names to what the reason must say; ``genuine`` are the eids of all good files."""

    paths: tuple[Path, ...]
    broken: dict[str, str]
    genuine: frozenset[str]


def sealed(lines: list[bytes]) -> bytes:
    """Lines with a header and a trailer that fit them: the work of someone who knows the format."""
    header = {**json.loads(lines[0]), "count": len(lines) - 1}
    content = b"\n".join([json.dumps(header, separators=(",", ":")).encode(), *lines[1:]]) + b"\n"
    return content + b'{"end":%d,"sha256":"%s"}\n' % (len(lines) - 1, sha256(content).hexdigest().encode())


def entry_line(body: bytes, sig: bytes) -> bytes:
    return b'{"b":"%s","s":"%s"}' % (b64encode(body), b64encode(sig))


def _resealed(change):
    """A change of the last entry's (body, sig), sealed again."""

    def broken(data: bytes) -> bytes:
        lines = data.split(b"\n")[:-2]
        fields = json.loads(lines[-1])
        lines[-1] = entry_line(*change(b64decode(fields["b"]), b64decode(fields["s"])))
        return sealed(lines)

    return broken


def _said(old: bytes, new: bytes):
    """Other words under the old signature."""
    return _resealed(lambda body, sig: (body.replace(old, new, 1), sig))


def _line(text: bytes):
    return lambda data: sealed([*data.split(b"\n")[:-2], text])


def _other_event(data: bytes) -> bytes:
    """A whole file of another event."""
    laptop = Laptop(Device(sha256(data).digest()), "f" * 64, "judge000")
    laptop.score("r", "team000", 5, 5)
    return laptop.file()


# How files break, and what the reason must name.
BREAKS = {
    "cut off in a line": (lambda data: data[: len(data) * 2 // 3], "not whole: it ends in the middle of line"),
    "last line missing": (lambda data: data[: data[:-1].rindex(b"\n") + 1], "not whole: its end is missing"),
    "end of the last line missing": (lambda data: data[:-1], "not whole: it ends in the middle of line"),
    "one bit turned": (lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :], "was changed"),
    "a line twice, not sealed": (lambda data: data.replace(data.split(b"\n")[1], data.split(b"\n")[1] * 2), "changed or lost on the way"),
    "empty": (lambda data: b"", "is empty"),
    "zeros": (lambda data: bytes(len(data)), "is empty"),
    "zeros at the end": (lambda data: data[:-100] + bytes(100), "ends in the middle"),
    "rubbish": (lambda data: sha256(data).digest() * 50 + b"\n", "does not begin as one"),
    "another kind of file": (lambda data: b"team,score\nA,5\nB,3\n", "does not begin as one"),
    "a longer file's name": (lambda data: data + data, "changed or lost on the way"),
    "other line ends": (lambda data: data.replace(b"\n", b"\r\n"), "changed or lost on the way"),
    "a byte order mark": (lambda data: b"\xef\xbb\xbf" + data, "does not begin as one"),
    "UTF-16": (lambda data: data.decode().encode("utf-16") + b"\n", "does not begin as one"),
    "a mark changed": (_said(b'"a":"', b'"a":"1'), "signature does not fit"),
    "a signature changed": (_resealed(lambda body, sig: (body, bytes(64))), "signature does not fit"),
    "a short signature": (_resealed(lambda body, sig: (body, sig[:40])), "signature does not fit"),
    "a float": (_said(b'"v":1', b'"v":1.0'), "only"),
    "not a number": (_said(b'"v":1', b'"v":NaN'), "only"),
    "a key twice": (_said(b'"v":1', b'"v":1,"v":1'), "twice"),
    "half a character": (_said(b'"reason":""', b'"reason":"\\ud800"'), "half a character"),
    "a huge number": (_said(b'"seq":', b'"seq":9' + b"9" * 30), "too large"),
    "nested too deeply": (_said(b'"reason":""', b'"reason":' + b"[" * 500 + b"]" * 500), "too deeply"),
    "a very long line": (_line(b'{"b":"' + b"A" * 70_000 + b'","s":""}'), "64 KiB"),
    "no entry": (_line(b'{"c":1}'), "no statement stands on it"),
    "no base64": (_line(b'{"b":"!!!!","s":"!!!!"}'), "cannot be read any more"),
    "a wrong stub": (_line(b'{"x":["a","b",1,""]}'), "no statement stands on it"),
    "a newer format": (lambda data: data.replace(b'"v":1', b'"v":2', 1), "newer version"),
    "another event's": (_other_event, "another event"),
}  # fmt: skip


def make_pile(desk: OrganizerDesk, folder: Path, good: int, twice: int, broken: int) -> Pile:
    """So many good files (each judge hands in again and again), exact copies of some, and broken ones."""
    folder.mkdir()
    laptops = laptops_of(desk, enrol=True)
    rubric, teams = desk.record.rubric_eid, list(desk.record.submissions)
    whole: list[bytes] = []
    visits = len(teams) * len(laptops) // good + 1
    for number in range(good):
        laptop = laptops[number % len(laptops)]
        for _ in range(visits):
            team = teams[(len(laptop.said) - 1) % len(teams)]
            laptop.score(rubric, team, 1 + len(laptop.said) % 5, 1 + (number + len(laptop.said)) % 5)
        whole.append(laptop.file())
    chance = dice("pile")
    files = {f"{number:04} good.gmj": data for number, data in enumerate(whole)}
    files |= {f"{number:04} again.gmj": data for number, data in enumerate(chance.sample(whole, twice))}
    reasons: dict[str, str] = {}
    for number in range(broken):
        how = list(BREAKS)[number % len(BREAKS)]
        name = f"{number:04} {how}.gmj"
        files[name] = BREAKS[how][0](chance.choice(whole))
        reasons[name] = BREAKS[how][1]
    for name, data in files.items():
        (folder / name).write_bytes(data)
    genuine = frozenset(entry.eid for laptop in laptops for entry in laptop.said)
    return Pile(tuple(folder / name for name in files), reasons, genuine)


def check_report(report, pile: Pile) -> None:
    """Every broken file is named with its reason, every other one was taken in."""
    refused = {row.name: row.why for row in report.rows if not row.ok}
    assert refused.keys() == pile.broken.keys()
    for name, why in refused.items():
        assert pile.broken[name] in why, (name, why)
        one_sentence(Problem(why if why.count(".") < 2 else why.partition(". ")[0] + "."))


def without_backups(path: Path, where: Path) -> Path:
    """A copy of a workspace as another laptop has it: what backups of earlier merges hold would be there before any file came."""
    shutil.rmtree(paths.backups(), ignore_errors=True)
    return Path(shutil.copy(path, where))


def merged(path: Path, files, where: Path, pile: Pile):
    """The record after merging files into a copy of a workspace."""
    path = without_backups(path, where)
    with OrganizerDesk.open(path) as desk:
        check_report(desk.merge(files), pile)
        desk._store.integrity_check()
        assert project(Ledger(desk._store.entries(), desk._store.stubs()), desk.record.event_id) == desk.record
        return desk.record


def import_in_another_process(home: str, path: Path, files, said) -> None:
    os.environ["GPUMODE_JUDGE_HOME"] = home
    with OrganizerDesk.open(path) as desk:
        report = desk.merge(files)
        said.send((report.sums, repr(what_counts(desk.record))))


def sizes(*cases):
    short, long = cases
    slow = [pytest.mark.soak, pytest.mark.timeout(3600)]
    return pytest.mark.parametrize("size", [pytest.param(short, id="short"), pytest.param(long, id="long", marks=slow)])


@dataclass(frozen=True)
class Size:
    judges: int
    teams: int
    good: int
    twice: int
    broken: int
    orders: int
    splits: int


SIZES = sizes(Size(6, 8, 24, 6, 30, 2, 3), Size(85, 40, 850, 80, 70, 4, 12))


@SIZES
def test_any_order_and_any_number_of_importers_come_to_one_state(tmp_path, home, size):
    with make_event(tmp_path, size.judges, size.teams) as desk:
        pile = make_pile(desk, tmp_path / "stick", size.good, size.twice, size.broken)
        base = desk.path
    chance = dice("orders")
    began = perf_counter()
    first = merged(base, pile.paths, tmp_path / "first.gmjdb", pile)
    seconds = perf_counter() - began
    assert len(first.ballots) == size.judges * size.teams
    for number in range(size.orders):
        order = chance.sample(pile.paths, len(pile.paths))
        assert merged(base, order, tmp_path / f"order {number}.gmjdb", pile) == first
    _three_processes(base, pile, tmp_path, home, chance, first)
    _three_threads(base, pile, tmp_path, chance, first)
    if size.good > 100:
        tell(
            "many files", files=len(pile.paths), orders=size.orders, importers=3, refused=len(pile.broken), states=1,
            seconds_for_one_merge=seconds, seconds=perf_counter() - began,
        )  # fmt: skip
        assert seconds <= 10


def _three_processes(base, pile, tmp_path, home, chance, first):
    """Three organizers import at once, each into a workspace of their own."""
    processes = multiprocessing.get_context("spawn")
    running = []
    for number in range(3):
        path = without_backups(base, tmp_path / f"process {number}.gmjdb")
        own = shutil.copytree(home, tmp_path / f"home {number}")
        heard, said = processes.Pipe(duplex=False)
        order = chance.sample(pile.paths, len(pile.paths))
        process = processes.Process(target=import_in_another_process, args=(str(own), path, order, said))
        process.start()
        said.close()
        running.append((process, heard))
    for process, heard in running:
        sums, state = heard.recv()
        assert sums["refused"] == len(pile.broken)
        assert state == repr(what_counts(first))
        process.join()


def _three_threads(base, pile, tmp_path, chance, first):
    """Three windows of one app import at once into one workspace."""
    with OrganizerDesk.open(without_backups(base, tmp_path / "threads.gmjdb")) as desk:
        orders = [chance.sample(pile.paths, len(pile.paths)) for _ in range(3)]
        with ThreadPoolExecutor(3) as pool:
            reports = list(pool.map(desk.merge, orders))
        for report in reports:
            check_report(report, pile)
        assert sum(report.sums["new"] for report in reports) == len(pile.genuine)
        assert desk.record == first
        again = desk.merge(orders[0])
        assert {row.outcome for row in again.rows} == {"known", "refused"}
        assert again.sums["new"] == 0
        counted = {row.sha256 for row in desk.merges if row.ok}
        assert counted == {sha256(path.read_bytes()).hexdigest() for path in pile.paths if path.name not in pile.broken}
        desk._store.integrity_check()
        assert desk.record == first


@SIZES
def test_two_hubs_that_exchange_what_they_have_agree(tmp_path, size):
    """Half the judges hand in here, half there; the hubs then swap their files, or everything in one file."""
    with make_event(tmp_path, size.judges, size.teams) as desk:
        pile = make_pile(desk, tmp_path / "stick", size.good, size.twice, 0)
        base, event = [*desk.ledger], desk.record.event_id
    files = [read_gmj(path) for path in pile.paths]
    whole = project(Ledger([*base, *(entry for file in files for entry in file.entries)]), event)
    assert len(whole.ballots) == size.judges * size.teams
    began = perf_counter()
    for number in range(size.splits):
        chance = dice("hubs", number)
        sides = [[], []]
        for file in chance.sample(files, len(files)):
            here = chance.choice((0, 1, 2))  # 2: it is carried to both
            for side in (0, 1):
                if here in (side, 2):
                    sides[side].append(file)
        ledgers = [Ledger(base) for _ in sides]
        for ledger, side in zip(ledgers, sides, strict=True):
            for file in side:
                ledger.add(file.entries, file.stubs)
        swapped = [[*ledger] for ledger in ledgers]
        for ledger, others in zip(ledgers, reversed(swapped), strict=True):
            ledger.add(chance.sample(others, len(others)))
            assert project(ledger, event) == whole
        stores = [Store.create(tmp_path / f"hub {number} {side}.gmjdb", Role.ORGANIZER, event) for side in (0, 1)]
        for store, side in zip(stores, sides, strict=True):
            store.add(base)
            with store.together():
                for file in side:
                    store.add(file.entries, file.stubs, SourceFile(sha256=file.sha256, name="f", at=""))
        sent = [parse_gmj(format_gmj(event, "hub", store.entries(), store.stubs())) for store in stores]
        for store, file in zip(stores, reversed(sent), strict=True):
            store.add(file.entries, file.stubs, SourceFile(sha256=file.sha256, name="hub", at=""))
            assert store.add(file.entries, file.stubs, SourceFile(sha256=file.sha256, name="hub", at="")).known
            assert project(Ledger(store.entries(), store.stubs()), event) == whole
            store.integrity_check()
            store.close()
    if size.good > 100:
        tell("two hubs", files=len(pile.paths), splits=size.splits, states=1, seconds=perf_counter() - began)


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_file_is_named_with_its_reason_and_changes_nothing(tmp_path, how):
    with make_event(tmp_path, 1, 2) as desk:
        (laptop,) = laptops_of(desk, enrol=True)
        laptop.score(desk.record.rubric_eid, "team000", 3, 4)
        path = tmp_path / "broken.gmj"
        path.write_bytes(BREAKS[how][0](laptop.file()))
        before = desk.record
        (row,) = desk.merge([path]).rows
        assert (row.ok, row.name, row.new) == (False, "broken.gmj", 0)
        assert BREAKS[how][1] in row.why
        assert desk.record == before
        path.write_bytes(laptop.file())
        assert desk.merge([path]).rows[0].new == 2
