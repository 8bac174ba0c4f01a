"""From an older workspace to today's: one step for each schema version.

A change to the tables comes with a module here (``to_2.py`` brings version 1 to 2) whose step is entered in :data:`CURRENT`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sqlalchemy import Connection

from gpumode_judge.store.migrations import to_2
from gpumode_judge.store.tables import VERSION

Step: TypeAlias = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema version and the steps that lead to it: ``steps[n]`` turns version n into n + 1 inside the transaction it is given."""

    version: int
    steps: Mapping[int, Step] = field(default_factory=dict[int, Step])

    def path_from(self, version: int) -> tuple[Step, ...] | None:
        """The steps from an older ``version`` in order, or None if one is missing."""
        wanted = range(version, self.version)
        return tuple(self.steps[n] for n in wanted) if all(n in self.steps for n in wanted) else None


CURRENT: Final = Schema(VERSION, {1: to_2.step})
