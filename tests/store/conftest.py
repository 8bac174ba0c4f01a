from collections.abc import Callable
from pathlib import Path

import pytest

from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role

EVENT = "e" * 64

Chain = Callable[..., list[Entry]]


@pytest.fixture(scope="session")
def device() -> Device:
    return Device(b"a" * 32)


@pytest.fixture(scope="session")
def chain() -> Chain:
    def make(device: Device, count: int, seq: int = 1, prev: str = "") -> list[Entry]:
        made: list[Entry] = []
        for number in range(count):
            entry = device.sign(
                event=EVENT,
                kind="ballot",
                seq=seq + number,
                prev=prev,
                at="2024-09-21T10:00:00.000Z",
                data={"n": number},
            )
            made.append(entry)
            prev = entry.eid
        return made

    return make


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a workspace goes: a name with what file names really hold."""
    return tmp_path / "irl #1 50% gemütlich?.gmjdb"


@pytest.fixture
def store(place: Path):
    with Store.create(place, Role.JUDGE, EVENT) as opened:
        yield opened


@pytest.fixture
def appender(device: Device) -> Callable[[int, str], Entry]:
    def make(seq: int, prev: str) -> Entry:
        return device.sign(event=EVENT, kind="remark", seq=seq, prev=prev, at="", data={})

    return make
