"""Score files that were mutated, and files made by someone who knows the format: nothing forged counts.

Only our own kind of error is raised, what others said stays untouched, and memory stays bounded.

    FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_mutated_files.py
"""

import json
import multiprocessing
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

import pytest
from faults_kit import Laptop, dice, laptops_of, make_event, soak, tell
from faults_mutations import World, mutate, sealed
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from gpumode_judge.event.people import Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import BadFile, format_gmj, parse_gmj, read_gmj
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.merge import Ledger
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Hello
from gpumode_judge.standings.ranking import standings

INSIDER = "judge000"  # an enrolled judge who signs whatever comes to mind, and may spoil only what is their own


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GPUMODE_JUDGE_HOME", str(tmp_path_factory.mktemp("home")))
        with make_event(tmp_path_factory.mktemp("event"), judges=3, submissions=4) as desk:
            laptops = laptops_of(desk, enrol=True)
            for number, laptop in enumerate(laptops):
                for team in range(4):
                    laptop.score(desk.record.rubric_eid, f"team00{team}", 1 + (number + team) % 5, 3)
                laptop.say(Remark(judge=laptop.judge, submission="team001", text="good “stuff” – 日本"))
                laptop.score(desk.record.rubric_eid, "team000", 5, 1)
            base = (*desk.ledger, *(entry for laptop in laptops for entry in laptop.said))
            event = desk.record.event_id
            organizers = format_gmj(event, "event", desk.ledger)
    outsider = Laptop(Device(b"o" * 32), event, "judge001")
    outsider.say(Hello("judge001", "0" * 64))
    return World(
        base, project(Ledger(base), event), (*(laptop.file() for laptop in laptops), organizers),
        frozenset(entry.eid for entry in base), laptops[0], outsider,
    )  # fmt: skip


def judge_of(world: World, data: bytes) -> str:
    """Take a file in as the organizers do; tells what became of it, and fails if anything forged counts."""
    try:
        file = parse_gmj(data)
    except Problem as problem:
        _check_sentence(problem)
        return "refused"
    if file.event != world.record.event_id:
        return "another event’s"
    ledger = Ledger(world.base)
    new = ledger.add(file.entries, file.stubs)
    record = project(ledger, file.event)
    before = world.record
    for what in (
        "event",
        "rubric",
        "rules",
        "tracks",
        "prizes",
        "submissions",
        "judges",
        "assignments",
        "devices",
        "organizers",
    ):
        assert getattr(record, what) == getattr(before, what), what
    own = {entry.eid for entry in new if entry.device == world.insider.device.name}
    for name in ("ballots", "unfit"):
        now, then = getattr(record, name), getattr(before, name)
        assert {k: h for k, h in now.items() if k[0] != INSIDER} == {k: h for k, h in then.items() if k[0] != INSIDER}
        assert all(held.eid in world.genuine or held.eid in own for held in now.values())
        if not own:
            assert now == then
    others = [h for h in record.remarks if h.value.judge != INSIDER]
    assert others == [h for h in before.remarks if h.value.judge != INSIDER]
    assert {eid for eid, verdict in record.verdicts.items() if verdict == "counted"} <= world.genuine | own
    assert record.rubric
    standings(record.rubric, record.rules, list(record.submissions), (held.value for held in record.ballots.values()))
    _render(record)
    return "only its own" if own else "nothing counted" if new else "nothing new"


def _check_sentence(problem: Problem) -> None:
    assert isinstance(problem, BadFile)
    assert "\n" not in str(problem)
    assert len(str(problem)) < 400


def _render(record: Record) -> None:
    """What screens show must be text that can be shown."""
    for held in (*record.ballots.values(), *record.remarks):
        repr(held.value).encode()
        assert not set(held.at) & set("\r\n\u202e\x00")


def test_the_genuine_files_bring_nothing_new(world):
    assert {judge_of(world, data) for data in world.files} == {"nothing new"}
    assert len(world.record.ballots) == 12


@pytest.mark.parametrize("part", range(4))
def test_nothing_forged_counts(world, part):
    assert set(_many(world, "short", part, 400)) >= {"refused", "nothing counted", "only its own"}


def _many(world, name, part, cases) -> Counter[str]:
    found: Counter[str] = Counter()
    for number in range(cases):
        data = mutate(dice(name, part, number), world)
        try:
            found[judge_of(world, data)] += 1
        except BaseException as error:
            error.add_note(f"case {name} {part} {number}: {data[:2000]!r}")
            raise
    return found


def test_the_harness_finds_forgeries_when_signatures_are_not_looked_at(world, monkeypatch):
    monkeypatch.setattr("gpumode_judge.ledger.entry.VerifyKey.verify", lambda *_: b"")
    with pytest.raises(AssertionError):
        _many(world, "short", 0, 3000)


def _any_bytes(data: bytes) -> None:
    for made in (data, data + b"\n", sealed(data)):
        with pytest.raises(
            BadFile,
            match=r"^(Line \d+ is damaged|Something in this file|This file is not whole|This is no event file|This file is empty)",
        ):
            parse_gmj(made)


def _any_json(values: list, headed: bool) -> None:
    header = {"format": "gmj", "v": 1, "event": "a" * 64, "title": "t", "count": 0}
    lines = [json.dumps(value).encode() for value in ([header, *values] if headed else values)]
    data = sealed(b"\n".join([*lines, b""]))
    if headed and not values:
        with pytest.raises(BadFile):
            parse_gmj(data)
        return
    try:
        file = parse_gmj(data)
    except BadFile:
        return
    assert not file.entries


_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
_KEYS = st.sampled_from(["b", "s", "x", "v", "event", "count", ""])
_JSON = st.recursive(
    _LEAVES | st.sampled_from(["b", "s", "x", "gmj", "a" * 64]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=12,
)
_GENERATED = {
    _any_bytes: (st.binary(max_size=400),),
    _any_json: (st.lists(_JSON, max_size=5), st.booleans()),
}


@pytest.mark.parametrize("refuse", _GENERATED)
@pytest.mark.parametrize(
    "examples",
    [
        pytest.param(150, id="short"),
        pytest.param(10_000, id="long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
    ],
)
def test_whatever_is_made_up_is_refused_in_a_sentence(refuse, examples):
    began = perf_counter()
    given(*_GENERATED[refuse])(how(max_examples=examples, deadline=None)(refuse))()
    if examples > 1000:
        tell(f"made up: {refuse.__name__}", cases=examples, other_errors=0, seconds=perf_counter() - began)


# Memory

BOMBS = {
    "one endless line": lambda: b'{"format":"gmj"' + b" " * 60_000_000,
    "only line ends": lambda: b"\n" * 60_000_000,
    "many empty objects": lambda: sealed(_HEADER + b"{}\n" * 190_000),
    "brackets": lambda: sealed(_HEADER + (b"[" * 60_000 + b"\n") * 1000),
    "braces": lambda: sealed(_HEADER + (b'{"a":' * 13_000 + b"\n") * 1000),
    "one huge number": lambda: sealed(_HEADER + (b'{"x":[' + b"9" * 60_000 + b"]}\n") * 1000),
    "many keys": lambda: sealed(_HEADER + (b"{" + b",".join(b'"%d":0' % n for n in range(6000)) + b"}\n") * 1000),
    "many places": lambda: sealed(_HEADER + b"".join(b'{"x":["%064x","%064x",%d,"%064x"]}\n' % (n, n, n + 1, n) for n in range(190_000))),
    "a huge title": lambda: sealed(_HEADER.replace(b'"t"', b'"' + b"\\u202e" * 10_000 + b'"') + b"{}\n"),
}  # fmt: skip
_HEADER = b'{"format":"gmj","v":1,"event":"%s","title":"t","count":0}\n' % (b"a" * 64)


def _megabytes(what):
    """``VmRSS``, the memory of this process now, or ``VmHWM``, the most that it had."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) / 1024


def _explode(path, said):
    before = _megabytes("VmRSS")
    began = perf_counter()
    try:
        told = f"{len(read_gmj(path).stubs)} places"
    except Problem as problem:
        told = str(problem)
    said.send((told, _megabytes("VmHWM") - before, perf_counter() - began))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in ("many places", "braces") else [pytest.mark.soak]) for name in BOMBS],
)
def test_memory_stays_bounded(name, tmp_path):
    """However a file of the most bytes is filled, it takes a few times its size, and is refused or harmless."""
    path = tmp_path / "bomb.gmj"
    path.write_bytes(BOMBS[name]())
    processes = multiprocessing.get_context("spawn")
    heard, said = processes.Pipe(duplex=False)
    process = processes.Process(target=_explode, args=(path, said))
    process.start()
    said.close()
    told, megabytes, seconds = heard.recv()
    process.join()
    tell(f"a file of {name}", MB=path.stat().st_size / 1e6, memory_grown_MB=megabytes, seconds=seconds)
    assert told.startswith(("Line ", "This is no ", "This file ", "Something in this file ")) or told.endswith("places")
    assert megabytes < 400, told


@soak
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux tells it")
def test_tens_of_thousands_of_cases(world):
    """The long form: memory is looked at after the first thousand cases and at the end."""
    began = perf_counter()
    found = _many(world, "long", 0, 1000)
    before = _megabytes("VmRSS")
    found += _many(world, "long", 1, 39_000)
    grown = _megabytes("VmRSS") - before
    tell(
        "mutated files", cases=found.total(), became=found, forged_counted=0, other_errors=0, memory_grown_MB=grown,
        seconds=perf_counter() - began,
    )  # fmt: skip
    assert found.total() >= 30_000
    assert grown < 20
