"""Everything that the pages show, frozen, made in one go away from the window's thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from gpumode_judge.desk.locking import Check, readiness
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.overview import Overview
from gpumode_judge.desk.quarantine import broken_files
from gpumode_judge.desk.resolving import Together, togethers
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.ranking import Standing
from gpumode_judge.ui.organizer.file_worth import FileNow, files_now
from gpumode_judge.ui.organizer.laptop_rows import Laptop, laptops_of
from gpumode_judge.ui.organizer.waits import Wait, waits_of


@dataclass(frozen=True)
class View:
    """``no_standings`` is the sentence that says why there are none, or empty. ``file_name`` is the last event file.

    ``togethers`` are the conflicts that can be settled judge by judge.

    ``result`` is what the record comes to; its standings and chances are worked out already, all else takes its time. ``checks`` are what
    should be true before the lock.
    """

    record: Record
    result: Result
    overview: Overview
    checks: tuple[Check, ...]
    standings: tuple[Standing, ...]
    no_standings: str
    tickets: Mapping[str, str]
    emails: Mapping[str, str]
    files: tuple[FileNow, ...]
    waits: tuple[Wait, ...]
    togethers: tuple[Together, ...]
    laptops: tuple[Laptop, ...]
    outdated: bool
    file_name: str
    file_folder: str


def view_of(desk: OrganizerDesk) -> View:
    """What holds on ``desk`` now. It may take a second on a large event: never call it on the window's thread."""
    result = desk.result
    try:
        standings, why = result.standings.rows, ""
        _ = result.chances
    except Problem as problem:
        standings, why = (), str(problem)
    written = desk.object_setting("event file")
    record = result.record
    return View(
        record=record, result=result, checks=readiness(record, result, broken_files(desk)), overview=desk.overview(),
        standings=standings, no_standings=why, tickets=desk.tickets,
        emails=desk.emails, files=files_now(desk, record), waits=waits_of(desk, record), togethers=togethers(desk),
        laptops=laptops_of(desk, record), outdated=desk.event_file_outdated,
        file_name=str(written.get("name", "")), file_folder=str(written.get("folder", "")),
    )  # fmt: skip
