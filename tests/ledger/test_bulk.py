"""What is made in bulk is what it would be if it were made one by one."""

import copy
import gc
import pickle
import weakref
from dataclasses import FrozenInstanceError, replace

import pytest

from gpumode_judge.event.people import Ballot
from gpumode_judge.ledger.bulk import Remembered, uncollected
from gpumode_judge.ledger.entry import Entry, quick_entry
from gpumode_judge.ledger.record import Held, quick_held
from gpumode_judge.ledger.usual import quick_ballot

MADE = {
    Held: (quick_held, ("value", "e", "d", 3, "2024", True)),
    Ballot: (quick_ballot, ("ada", "s1", "r", "marked", {}, "why", "then", "later")),
    Entry: (quick_entry, ("e", b"b", b"s", "v", "ballot", "d", 3, "p", "2024", ("x",), None)),
}


@pytest.mark.parametrize("kind", MADE, ids=lambda kind: kind.__name__)
def test_a_quick_value_is_a_frozen_one_like_any_other(kind):
    names = list(kind.__dataclass_fields__)
    make, values = MADE[kind]
    slow, fast = kind(**dict(zip(names, values, strict=True))), make(*values)
    assert type(fast) is kind
    assert fast == slow
    assert repr(fast) == repr(slow)
    assert [getattr(fast, name) for name in names] == list(values)
    with pytest.raises(FrozenInstanceError):
        setattr(fast, names[0], "other")
    with pytest.raises(FrozenInstanceError):
        delattr(fast, names[0])
    for other in (copy.copy(fast), pickle.loads(pickle.dumps(fast)), replace(fast)):
        assert (type(other), other) == (kind, fast)
    assert replace(fast, **{names[0]: "other"}) != fast


def test_the_search_for_cycles_goes_on_as_before():
    for was_on in (True, False):
        (gc.enable if was_on else gc.disable)()
        try:
            with uncollected(), uncollected():
                assert not gc.isenabled()
            assert gc.isenabled() is was_on
            assert gc.get_freeze_count() == 0
        finally:
            gc.enable()


class Ring:
    """Something that only the search for cycles can throw away."""

    def __init__(self):
        self.self = self


def test_what_is_thrown_away_meanwhile_goes_as_soon_as_ever():
    with uncollected():
        gone = weakref.ref(Ring())
        assert gone() is not None
    gc.collect(0)
    assert gone() is None


def test_very_many_values_are_not_walked_through_at_the_next_small_one():
    with uncollected():
        kept = [[number] for number in range(60_000)]
    assert len(gc.get_objects(generation=0)) < len(kept)
    gone = weakref.ref(Ring())
    gc.collect()
    assert gone() is None


def test_what_was_read_is_remembered_and_what_cannot_be_read_is_not():
    read = []

    def number(text):
        read.append(text)
        return [int(text)]

    remembered = Remembered(number, 3)
    assert remembered["1"] == [1]
    assert remembered["1"] is remembered["1"]
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            remembered["one"]
    assert read == ["1", "one", "one"]


def test_it_remembers_no_more_than_it_may():
    remembered = Remembered(str, 3)
    for number in range(100):
        assert remembered[number % 7] == str(number % 7)
        assert len(remembered) <= 3
