"""Building very many small values at once."""

import gc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import fields, make_dataclass
from typing import Any, Final, Generic, TypeVar, cast

K = TypeVar("K")
T = TypeVar("T")
_VERY_MANY: Final = 50_000  # values; fewer are walked through in some milliseconds


@contextmanager
def uncollected() -> Generator[None]:
    """Hold back the search for cycles while many values are built that have none: it would walk all of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _VERY_MANY:
                # Straight to the oldest generation: else the next small value that anyone makes sets off a walk through all of them.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def open_twin(frozen: type[object]) -> type[Any]:
    """A class of the same layout as the dataclass ``frozen``, which has slots: its values are filled field by field, and by
    ``value.__class__ = frozen`` each turns into a ``frozen`` like any other.

    That takes a quarter of the time, because a frozen class has to go round its own lock for every field.
    """
    names = [field.name for field in fields(cast("Any", frozen))]
    bases: tuple[type, ...] = getattr(frozen, "__orig_bases__", frozen.__bases__)
    return make_dataclass(frozen.__name__, names, bases=bases, slots=True, init=False)


class Remembered(dict[K, T], Generic[K, T]):
    """What ``read`` makes of each key, the same object each time: ``remembered[key]`` is far quicker than a cached function.

    It forgets everything when it holds ``most``; what ``read`` raises is raised, and read again the next time.
    """

    def __init__(self, read: Callable[[K], T], most: int) -> None:
        super().__init__()
        self._read = read
        self._most = most

    def __missing__(self, key: K) -> T:
        value = self._read(key)
        if len(self) >= self._most:
            self.clear()
        self[key] = value
        return value
