"""Sealed files open with one key alone, and broken ones name their line."""

import json

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange import sealed
from gpumode_judge.exchange.gmj import BadFile
from gpumode_judge.exchange.sealed import is_sealed, open_sealed, seal
from gpumode_judge.ledger.device import Device

EVENT = "e" * 64
ORGANIZER = Device(b"o" * 32)
INSIDE = b'{"format":"gmj"}\n' + bytes(range(256)) * 800


@pytest.fixture(scope="module")
def data() -> bytes:
    return seal(INSIDE, EVENT, ORGANIZER.name)


def test_it_opens_with_the_organizers_key(data):
    assert is_sealed(data)
    assert open_sealed(data, EVENT, ORGANIZER.seed) == INSIDE
    assert len(data.splitlines()) > 5
    assert max(map(len, data.splitlines())) <= 64 * 1024


def test_nothing_inside_can_be_read(data):
    assert b"format" not in data[30:]
    head = json.loads(data.splitlines()[0])
    assert head == {"format": "gmj-sealed", "v": 1, "event": EVENT, "count": len(data.splitlines()) - 2}


@pytest.mark.parametrize(("seed", "event", "told"), [
    (b"x" * 32, EVENT, "only the laptop on which this event was made"),
    (b"", EVENT, "only the laptop on which this event was made"),
    (ORGANIZER.seed, "f" * 64, "another event"),
])  # fmt: skip
def test_others_are_told_what_to_do(data, seed, event, told):
    with pytest.raises(Problem, match=told) as refused:
        open_sealed(data, event, seed)
    assert not isinstance(refused.value, BadFile)


def test_every_kind_of_damage_is_named(data):
    lines = data.split(b"\n")
    for broken in (
        data[:-1], data[: len(data) // 2], data + b"x\n", data.replace(b'"v":1', b'"v":2'), data.replace(b"A", b"B", 1),
        b"\n".join([lines[0], b"!!!", *lines[2:]]), data.replace(b'"count":', b'"count":1'), b'{"format":"gmj-sealed"',
        data.replace(b'"v":1', b'"v":true'), b'{"format":"gmj-sealed"}\n' * 3, b'{"format":"gmj-sealed"' + b"[" * 70_000,
    ):  # fmt: skip
        with pytest.raises(
            BadFile, match=r"^(Line \d+ is damaged|This file is not whole|Something in this file|A newer version)"
        ):
            open_sealed(broken, EVENT, ORGANIZER.seed)


def test_what_does_not_fit_or_has_no_key_is_told(monkeypatch):
    for key in ("", "zz", "0" * 64, "f" * 63):
        with pytest.raises(Problem, match="new event file"):
            seal(INSIDE, EVENT, key)
    monkeypatch.setattr(sealed, "MOST_INSIDE", 10)
    with pytest.raises(Problem, match="47 MiB"):
        seal(INSIDE, EVENT, ORGANIZER.name)
