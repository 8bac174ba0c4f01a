"""Clocks that are five years off either way and jump while the app runs: the same record, whatever they say.

FAULTS_SEED=7 pytest -n 0 -s -m soak tests/faults/test_clocks.py
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from time import perf_counter

import pytest
from faults_kit import dice, plan_of, soak, submissions_of, tell

from gpumode_judge.desk import judging, organizing
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.people import Outcome
from gpumode_judge.ledger.device import Device
from gpumode_judge.store import engine
from gpumode_judge.system.secret import keep_secret

TRUE = datetime(2024, 9, 21, 18, 0, tzinfo=UTC)
YEARS = timedelta(days=5 * 365)


def clock(offset=timedelta(), jump=None):
    """A clock that starts ``offset`` off and goes on a second each time it is asked, or ``jump(n)``."""
    steps = count()

    def now() -> str:
        number = next(steps)
        at = TRUE + offset + (jump(number) if jump else timedelta(seconds=number))
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    return now


def jumping(*names):
    """Each time it is asked it is another time, up to five years off, and at times the same one again."""
    chance = dice("clock", *names)
    return clock(jump=lambda _: chance.choice((timedelta(), chance.uniform(-1, 1) * YEARS)))


CLOCKS = {
    "right": lambda who: clock(),
    "five years behind": lambda who: clock(-YEARS),
    "five years ahead": lambda who: clock(YEARS),
    "judges behind, organizers ahead": lambda who: clock(YEARS if who == "organizers" else -YEARS),
    "every laptop another": lambda who: clock(dice("laptop", who).uniform(-1, 1) * YEARS),
    "standing still": lambda who: clock(jump=lambda _: timedelta()),
    "running backwards": lambda who: clock(jump=lambda number: timedelta(hours=-number)),
    "jumping": jumping,
    "far away": lambda who: clock(jump=lambda number: timedelta(days=365 * (-2023 if number % 2 else 7000))),
}


@pytest.fixture
def evening(tmp_path, monkeypatch):
    """``evening(name, clocks)`` plays one evening, with the same keys each time, and gives what it came to."""

    def played(name, clocks, corrections=2):
        seeds = count(1)
        for module in (organizing, judging):
            monkeypatch.setattr(module, "new_device", lambda: _device(next(seeds)))
        # No power is lost here, so the disk need not be waited for.
        quick = tuple(pragma.replace("EXTRA", "OFF") for pragma in engine.DURABLE)
        monkeypatch.setattr(engine.connect, "__defaults__", (quick,))
        folder = tmp_path / name
        (folder / "stick").mkdir(parents=True)
        with OrganizerDesk.create(folder / "o.gmjdb", plan_of(3), clocks("organizers")) as desk:
            desk.put(submissions_of(4))
            file = desk.export_event(folder)
            chance = dice("evening")  # the same deeds each time
            for judge in desk.record.judges:
                ticket = desk.tickets[judge]
                with JudgeDesk.join(file, judge, ticket, folder / f"{judge}.gmjdb", clocks(judge)) as laptop:
                    _judge(laptop, chance, folder / "stick", corrections)
            team = desk.record.submissions["team001"]
            desk.put([replace(team, table="77")])
            desk.put([replace(team, table="78")])
            desk.withdraw("team003")
            desk.merge([folder / "stick"])
            desk.put([replace(desk.plan.rules, weights={"a": Decimal(60), "b": Decimal(40)})])
            return _state(desk)

    return played


def _device(number):
    device = Device(number.to_bytes(32, "big"))
    keep_secret(device.name, device.seed)
    return device


def _judge(laptop, chance, stick, corrections):
    names = [card.submission.id for card in laptop.cards()]
    for number in range(len(names) * corrections):
        name = names[number % len(names)]
        if chance.random() < 0.1:
            laptop.record_outcome(name, Outcome.ABSENT, "team has left")
            continue
        for key in ("a", "b"):
            laptop.mark(name, key, Decimal(chance.randint(1, 5)))
        laptop.note(name, "a", f"note {number}")
        laptop.record_ballot(name)
        if chance.random() < 0.3:
            laptop.hand_in(stick)
    laptop.hand_in(stick)


def _state(desk):
    record = desk.record
    return {
        "ballots": {key: (replace(h.value, began="", ended="", rubric=""), h.device, h.seq) for key, h in record.ballots.items()},
        "remarks": sorted((repr(held.value), held.device, held.seq) for held in record.remarks),
        "verdicts": sorted((desk.ledger.entries[eid].device, desk.ledger.entries[eid].seq, v) for eid, v in record.verdicts.items()),
        "rest": [record.submissions, record.judges, record.devices, record.organizers, record.conflicts, record.gaps,
                 record.pending, record.unfit, record.rules, record.rubric],
        "standings": desk.standings().rows,
    }  # fmt: skip


def test_the_same_record_whatever_the_clocks_say(evening):
    right = evening("right", CLOCKS["right"])
    assert right["rest"][0]["team001"].table == "78"
    assert not right["rest"][4]
    assert len(right["ballots"]) == 12
    for name in CLOCKS.keys() - {"right"}:
        assert evening(name, CLOCKS[name]) == right, name


@soak
def test_the_same_record_with_many_jumping_clocks(evening):
    began = perf_counter()
    right = evening("right", CLOCKS["right"], corrections=6)
    for number in range(40):
        assert evening(str(number), lambda who, number=number: jumping(number, who), corrections=6) == right
    tell("jumping clocks", evenings=40, laptops=4, states=1, seconds=perf_counter() - began)
