"""Find what is still whole in a broken .gmj file: every statement whose signature fits, and which lines are lost.

Any bytes will do. Only signatures are believed: what the header says, the sums and the places of withheld statements prove
nothing once a file is broken.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gpumode_judge.exchange.gmj import MOST_LINE, MOST_LINES
from gpumode_judge.ledger.entry import BadEntry, Entry

_ENTRY: Final = re.compile(rb'\{"b":"([A-Za-z0-9+/]{1,65000}={0,2})","s":"([A-Za-z0-9+/]{1,200}={0,2})"\}')
_AROUND: Final = (
    b" \t\r\xef\xbb\xbf\0"  # what copying as text, or a disk that was not written to its end, leaves around a line
)
_FRAME: Final = (b'{"format":"gmj"', b'{"end":', b'{"x":[')
_MOST_TOLD: Final = 1000


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What is whole: statements with the lines they stand on, each statement once.

    ``lost`` are the lines (from 1) that say nothing any more, the first thousand of them; ``lost_lines`` is how many there are.
    """

    entries: tuple[tuple[int, Entry], ...]
    lost: tuple[int, ...]
    lost_lines: int


def salvage(data: bytes) -> Salvaged:
    """Everything in ``data`` that can be relied on. Never raises; takes about as long as reading a whole file of that size."""
    found: dict[str, tuple[int, Entry]] = {}
    lost: list[int] = []
    count = 0
    for number, line in _lines(data):
        said = list(_entries(line))
        for entry in said:
            found.setdefault(entry.eid, (number, entry))
        # Two that ran together are two; what else stands on the line was a third.
        rest = _ENTRY.sub(b"", line).strip(_AROUND)
        if (rest and not (rest.startswith(_FRAME) and rest.endswith(b"}"))) or len(said) < len(_ENTRY.findall(line)):
            count += 1
            if len(lost) < _MOST_TOLD:
                lost.append(number)
    return Salvaged(tuple(found.values()), tuple(lost), count)


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    start = 0
    for number in range(1, MOST_LINES + 1):
        if start >= len(data):
            return
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield number, data[start : min(end, start + 4 * MOST_LINE)]
        start = end + 1


def _entries(line: bytes) -> Iterator[Entry]:
    for body, sig in _ENTRY.findall(line):
        try:
            yield Entry.verified(b64decode(body, validate=True), b64decode(sig, validate=True))
        except (BadEntry, Base64Error, ValueError):
            continue
