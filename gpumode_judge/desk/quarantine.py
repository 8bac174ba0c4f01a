"""What a person decides about broken files: take in the statements that are whole, or throw the file away."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import cast

from gpumode_judge.desk import keeping
from gpumode_judge.desk.merging import MergeRow, past_merges, whole_entries
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.store.values import Outcome, SourceFile


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A broken file that is kept.

    ``why`` is the sentence and ``line`` the place of the first broken rule. ``entries`` statements in it are whole and
    ``who`` made them; ``lost`` are the lines that say nothing any more, the first of them. ``salvaged`` tells that what is
    whole was taken in.
    """

    sha256: str
    name: str
    at: str
    why: str
    line: int
    entries: int
    who: str
    lost: tuple[int, ...]
    salvaged: bool = False


def quarantined(desk: OrganizerDesk) -> tuple[Quarantined, ...]:
    """Every broken file that is kept, newest first; those of which the whole statements were taken in come last."""
    found: list[Quarantined] = []
    for file in desk.store.files():
        if file.outcome is Outcome.MERGED or not keeping.is_kept(desk.path, file.sha256):
            continue
        report = file.report
        lost = report.get("lost lines")
        found.append(
            Quarantined(
                sha256=file.sha256, name=file.name, at=file.at, why=str(report.get("why", "")),
                line=_number(report.get("line")), entries=_number(report.get("whole")), who=str(report.get("who", "")),
                lost=tuple(_number(line) for line in cast("Sequence[object]", lost)) if isinstance(lost, list) else (),
                salvaged=file.outcome is Outcome.SALVAGED,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda item: item.salvaged))


def broken_files(desk: OrganizerDesk) -> int:
    """How many broken files are kept of which something is still wanted."""
    return sum(not item.salvaged and not spare(desk, item) for item in quarantined(desk))


def spare(desk: OrganizerDesk, file: Quarantined) -> bool:
    """Whether all that can be read in a broken file has come by another one."""
    if not file.entries:
        return False
    try:
        eids = _whole(desk.path, file.sha256, desk.record.event_id, desk.seed)
    except Problem:  # it was thrown away meanwhile
        return False
    return all(eid in desk.ledger.entries for eid in eids)


@lru_cache(maxsize=64)  # the bytes behind a hash never change, and each view asks again
def _whole(path: Path, sha256: str, event_id: str, seed: bytes) -> tuple[str, ...]:
    return tuple(entry.eid for _, entry in whole_entries(keeping.kept_bytes(path, sha256), event_id, seed).entries)


def salvage(desk: OrganizerDesk, sha256: str) -> MergeRow:
    """Take in the whole statements of a kept file. What stood on lost lines is missing, and shows as a gap where others follow.

    Raises:
        Problem: nothing in it is whole, or it is not kept (any more).
    """
    file = _file(desk, sha256)
    found = whole_entries(keeping.kept_bytes(desk.path, sha256), desk.record.event_id, desk.seed)
    if not found.entries:
        raise Problem(f"Nothing in “{file.name}” is whole; ask for the file to be written once more.")
    row = next(row for row in past_merges(desk.store) if row.sha256 == sha256)
    return desk.take_in(replace(row, outcome=Outcome.SALVAGED.value), [entry for _, entry in found.entries])


def discard(desk: OrganizerDesk, sha256: str) -> None:
    """Throw a kept file away. What was taken in stays; the same bytes are not kept again.

    Raises:
        Problem: it is not kept, or the disk refused.
    """
    _file(desk, sha256)
    desk.store.update_report(sha256, {"kept": False, "discarded": True})
    keeping.drop(desk.path, sha256)


def _file(desk: OrganizerDesk, sha256: str) -> SourceFile:
    for file in desk.store.files():
        if file.sha256 == sha256 and file.outcome is not Outcome.MERGED and keeping.is_kept(desk.path, sha256):
            return file
    raise Problem("That file is not kept here (any more); look at the list again.")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
