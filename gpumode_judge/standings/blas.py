"""Linear algebra on one thread.

The systems here are small; with more threads on a busy machine the same fit took up to 18 times as long.
"""

from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

_lock = Lock()
_inside = 0
_held: list[Any] = []


@cache
def _controller() -> "ThreadpoolController":
    from threadpoolctl import ThreadpoolController  # not before a fit is asked for

    import_module("scipy.linalg")  # it brings a library of its own, which has to be known before it is counted

    return ThreadpoolController()


@contextmanager
def one_thread() -> Generator[None, None, None]:
    """Hold every BLAS of this process to one thread; it takes some 0.03 ms.

    The setting belongs to the process. So it is given back when the last of several threads inside leaves, and another part of
    the program that multiplies matrices meanwhile does so on one thread too.
    """
    global _inside  # noqa: PLW0603 – the setting is the process's
    controller = _controller()
    with _lock:
        _inside += 1
        if _inside == 1:
            _held.append(controller.limit(limits=1, user_api="blas"))
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                _held.pop().restore_original_limits()
