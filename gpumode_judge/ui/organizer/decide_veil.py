"""What people who deliberate do not see: the names of judges, or all that the marks came to in numbers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gpumode_judge.desk.explaining import name_of
from gpumode_judge.ledger.record import Record

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_COUNT: Final = re.compile(r"^(\d[\d,]*) (\w)")
_MORE: Final = re.compile(r" and \d[\d,]* more\b")


@dataclass(frozen=True, slots=True)
class Veil:
    """``names`` hides the names of judges, ``numbers`` ranks, scores, marks and chances, and all that is drawn of them."""

    names: bool = False
    numbers: bool = False

    def judge(self, record: Record, judge_id: str) -> str:
        """What a judge is called: by name, or ``Judge C``; the letters follow neither names nor times."""
        if not self.names:
            return name_of(record, judge_id)
        known = {*record.judges, *(judge for judge, _ in record.ballots), judge_id}
        order = sorted(known, key=lambda judge: sha256(f"{record.event_id}\n{judge}".encode()).digest())
        return f"Judge {_letters(order.index(judge_id))}"

    def judges(self, record: Record, judge_ids: Iterable[str]) -> list[str]:
        """What several are called, in an order that tells nothing more than the names do."""
        called = [self.judge(record, judge_id) for judge_id in judge_ids]
        return sorted(called, key=lambda name: (len(name), name)) if self.names else called

    def counted(self, text: str) -> str:
        """A sentence that begins with a count or tells how many more there are, without that where numbers are hidden."""
        if not self.numbers:
            return text
        text = _MORE.sub(" and others", text)
        return _COUNT.sub(lambda m: f"{'One' if m[1] == '1' else 'Some'} {m[2]}", text)


def _letters(number: int) -> str:
    """A, B, …, Z, AA, AB, …"""
    before, last = divmod(number, len(_LETTERS))
    return (_letters(before - 1) if before else "") + _LETTERS[last]
