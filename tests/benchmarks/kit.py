"""What every benchmark gives: a line with what ours took, what the bare way took in the same run, and the ratio that is allowed."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Line:
    """``ours`` and ``bare`` are seconds. A ``limit`` of 0 is none: the line only stands beside another one."""

    name: str
    ours: float
    bare: float
    limit: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare

    @property
    def kept(self) -> bool:
        return not self.limit or self.ratio <= self.limit

    def __str__(self) -> str:
        limit = f"{self.limit:>7.2f}" if self.limit else "      –"
        verdict = ("ok" if self.kept else "over") if self.limit else ""
        return (
            f"{self.name:56} {show(self.ours):>11} {show(self.bare):>11} {self.ratio:>7.2f} {limit}  {verdict}".rstrip()
        )


HEAD = f"{'':56} {'ours':>11} {'bare':>11} {'ratio':>7} {'limit':>7}"


def show(seconds: float) -> str:
    return f"{seconds:,.2f} s" if seconds >= 2 else f"{seconds * 1000:,.2f} ms"


def timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
