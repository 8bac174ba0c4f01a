"""What left this laptop, noted outside the workspace: the order of this device's statements up to the last file that was written.

A workspace that was put back to an earlier day (by our own backups or by anybody's) would go on with numbers that are taken,
and two statements with one number count for nothing. With this note the desk knows better.
"""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.system import paths
from gpumode_judge.system.files import make_folder, read_regular, replace_file

_HEX: Final = re.compile(r"[0-9a-f]{64}")
_MOST: Final = 64 * 1024 * 1024


def note_left(event: str, device: str, entries: Iterable[Entry]) -> None:
    """Note that statements of ``device`` went out in a file. A note that cannot be kept is done without."""
    before = left(event, device)
    places = {entry.seq: Stub.of(entry) for entry in entries} | {stub.seq: stub for stub in before}
    chain = [places[seq] for seq in range(1, len(places) + 1) if seq in places]
    if len(chain) <= len(before):
        return
    with suppress(Problem):
        path = _file(event, device)
        make_folder(path.parent)
        replace_file(path, json.dumps([[s.eid, s.seq, s.prev] for s in chain]).encode(), private=True)


def left(event: str, device: str) -> tuple[Stub, ...]:
    """The places of the statements of ``device`` that went out, in order; none if nothing (readable) was noted."""
    try:
        path = _file(event, device)
        rows = cast("list[list[Any]]", json.loads(read_regular(path, _MOST))) if path.is_file() else []
        stubs = [Stub(eid, device, seq, prev) for eid, seq, prev in rows]
        good = all(_HEX.fullmatch(s.eid) and (s.prev == "" or _HEX.fullmatch(s.prev)) for s in stubs)
        return tuple(stubs) if good and [s.seq for s in stubs] == list(range(1, len(stubs) + 1)) else ()
    except (Problem, ValueError, TypeError, RecursionError):
        return ()


def _file(event: str, device: str) -> Path:
    if not _HEX.fullmatch(event) or not _HEX.fullmatch(device):
        raise Problem("This workspace names an event that cannot exist; it is damaged, so open a backup of it.")
    return paths.backups() / event / f"{device}.left"
