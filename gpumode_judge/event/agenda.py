"""The day: talks, deadlines, meals."""

import re
from dataclasses import dataclass
from typing import Final

from gpumode_judge.event.problem import Problem

_WHEN: Final = re.compile(r"(\d{4}-\d\d-\d\dT)?([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One item. ``begins`` and ``ends`` are times on the wall clock of the event, ``"18:00"`` on its day or ``"2026-09-20T00:30"``;
    ``ends`` may be empty: then it lasts until the next one begins."""

    begins: str
    title: str
    where: str = ""
    ends: str = ""

    def __post_init__(self) -> None:
        if not self.title:
            raise Problem("An item of the agenda needs a title.")
        for time in (self.begins, self.ends):
            if (time and not _WHEN.fullmatch(time)) or (time is self.begins and not time):
                raise Problem(
                    f"“{self.title}”: “{time}” is no time; write it as 18:00, or as 2026-09-20T00:30 on another day."
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The items in the order of the day, and until when submissions may be handed in (a time as in an item; empty: no deadline)."""

    items: tuple[AgendaItem, ...] = ()
    hand_in: str = ""

    def __post_init__(self) -> None:
        if self.hand_in and not _WHEN.fullmatch(self.hand_in):
            raise Problem(f"“{self.hand_in}” is no time for handing in; write it as 21:00, or as 2026-09-20T00:30.")
