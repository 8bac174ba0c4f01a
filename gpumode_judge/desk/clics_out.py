"""The result for the contest community's tools, as a folder or a zip."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.desk import ceremony
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.snapshotting import snapshot_of_result
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.exchange.clics import About, package, to_zip, write_folder
from gpumode_judge.system.files import make_folder, write_new


@dataclass(frozen=True, slots=True, kw_only=True)
class ClicsOut:
    """What was written: the folder or zip, its files, and whether the result in it is ``final``. ``stale`` is the sentence that says
    why the result that was taken is no longer that of the workspace; empty while it is."""

    path: Path
    files: tuple[str, ...]
    final: bool
    stale: str = ""


def clics_files(desk: OrganizerDesk) -> tuple[dict[str, bytes], bool, str]:
    """Every file by its name, whether the result is final, and why it is stale.

    It is the result that was taken for the ceremony; before one was, the result as it is locked; before the lock the standings, in which
    nobody has won yet.

    Raises:
        Problem: there are no standings, or the result that was taken cannot be told any more.
    """
    taken = ceremony.last(desk)
    record = desk.record
    if taken is not None:
        snapshot, final, stale = taken.snapshot, True, taken.stale
    else:
        snapshot, final, stale = _as_it_stands(desk), record.lock is not None, ""
    measured = tuple(one.name for one in record.rules.measured)
    return package(snapshot, About(zone=record.event.zone, measured=measured, final=final)), final, stale


def write_clics(desk: OrganizerDesk, out: Path | None = None) -> ClicsOut:
    """Write the result as a new zip, or as a new folder, and give where it is. Nothing is ever replaced.

    ``out`` that ends in ``.zip`` is the zip; a folder that is there and not empty gets a new folder inside; any other path is the new
    folder. Without it a zip goes into this folder.

    Raises:
        Problem: as :func:`clics_files`, that zip is there already, or the disk refused.
    """
    files, final, stale = clics_files(desk)
    name = f"{slug(desk.record.event.title, 'event')}-clics"
    if out is None or (out.suffix.lower() == ".zip" and not out.is_dir()):
        path = out or unused(Path.cwd(), name, ".zip")
        make_folder(path.parent)
        write_new(path, to_zip(files))
    else:
        full = out.is_dir() and any(out.iterdir())
        path = write_folder(unused(out, name) if full else out, files)
    return ClicsOut(path=path, files=tuple(files), final=final, stale=stale)


def unused(folder: Path, name: str, ending: str = "") -> Path:
    """A path in ``folder`` that nothing has yet: the name, or the name with a number."""
    path, number = folder / f"{name}{ending}", 1
    while path.exists() or path.is_symlink():
        number += 1
        path = folder / f"{name}-{number}{ending}"
    return path


def _as_it_stands(desk: OrganizerDesk) -> Snapshot:
    """The result of the workspace. Its time is that of the lock, or of the newest statement: the same result, the same time."""
    if desk.result.standings.refused:
        raise Problem(desk.result.standings.refused)
    lock = ceremony.lock_in_force(desk)
    entries = desk.ledger.entries
    said = [entries[lock].at] if lock else [entry.at for entry in entries.values()]
    now = desk.now()
    known = sorted(moment for text in said if (moment := _moment(text)) and moment <= (_moment(now) or moment))
    at = known[-1].isoformat(timespec="milliseconds").replace("+00:00", "Z") if known else now
    return snapshot_of_result(desk, at)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
