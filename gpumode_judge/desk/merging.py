"""Merge score files into the organizers' workspace: each file wholly or not at all, in whatever order they come."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from gpumode_judge.desk import keeping
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.bundle import is_bundle, parse_bundle
from gpumode_judge.exchange.gmj import MOST_BYTES, BadFile, GmjFile, begins_as, find_gmj, parse_gmj
from gpumode_judge.exchange.salvage import Salvaged, salvage
from gpumode_judge.exchange.sealed import is_sealed, open_sealed
from gpumode_judge.ledger.bulk import uncollected
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import FROM_JUDGES
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Added, Incoming, Json, JsonObject, Outcome, SourceFile
from gpumode_judge.system.files import read_regular

# Files in one transaction: the disk is waited for once, no page of the index is written very often, and nobody waits for long.
TOGETHER: Final = 128
KNOWN: Final = "known"
_READERS: Final = min(4, os.cpu_count() or 1)  # signatures are checked outside Python's lock, so on all cores at once
_SETTLED: Final = 5 * 10**9  # nanoseconds after which a change would show in a file's times
_KEPT: Final = frozenset(
    {
        "new",
        "known",
        "pending",
        "conflicts",
        "gaps",
        "unfit",
        "refused",
        "late",
        "who",
        "why",
        "kept",
        "line",
        "whole",
        "lost",
    }
)
_MOST_LINES: Final = 100  # lost lines that are named one by one


@dataclass(frozen=True, slots=True)
class MergeRow:
    """What became of one file: ``outcome`` is merged, salvaged, known or refused.

    ``new`` and ``known`` count statements; ``why`` is the sentence of a refused file. A broken one is ``kept`` beside the
    workspace: ``line`` is where it breaks, ``whole`` statements in it can still be taken in, ``lost`` lines cannot.

    ``pending`` statements wait for their laptop to be accepted, ``conflicts`` wait for a decision, ``gaps`` for a missing file,
    ``unfit`` are ballots that the rubric in force does not allow.
    """

    name: str
    outcome: str
    new: int = 0
    known: int = 0
    pending: int = 0
    conflicts: int = 0
    gaps: int = 0
    unfit: int = 0
    refused: int = 0
    late: int = 0
    who: str = ""
    why: str = ""
    at: str = ""
    sha256: str = ""
    kept: bool = False
    line: int = 0
    whole: int = 0
    lost: int = 0

    @property
    def ok(self) -> bool:
        """Whether the file was taken in, now or before."""
        return self.outcome != Outcome.REFUSED.value


@dataclass(frozen=True, slots=True)
class MergeReport:
    """A row for each file, in the order in which they were given. ``note`` is a sentence about the whole, such as a failed backup."""

    rows: tuple[MergeRow, ...]
    cancelled: bool = False
    note: str = ""

    @property
    def sums(self) -> dict[str, int]:
        """Files, refused files, and new statements."""
        return {
            "files": len(self.rows),
            "refused": sum(not row.ok for row in self.rows),
            "new": sum(row.new for row in self.rows),
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked at: its row so far, the entries that it holds, and what is whole of a broken one."""

    row: MergeRow
    entries: tuple[Entry, ...] = ()
    salvaged: Salvaged | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    row: MergeRow
    file: GmjFile | None = None
    salvaged: Salvaged | None = None
    discarded: bool = False
    broken: tuple[int, str, bytes] | None = None


class Seen:
    """Files whose bytes were read since the app started, by place, size and times: a stick that is read again is read in a moment.

    A file that was changed a moment before it was read is not believed to be the same later: clocks of sticks are coarse.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, ...], str]] = {}

    def recall(self, path: Path) -> str:
        """The hash of the file that lies there still, or ``""``."""
        known = self._known.get(os.fspath(path))
        return known[1] if known and known[0] == _face(path) else ""

    def note(self, path: Path, before: tuple[int, ...], sha256: str) -> None:
        """Remember the hash of a file that had the face ``before`` when its reading began."""
        if before and before == _face(path) and time.time_ns() - before[1] > _SETTLED:
            self._known[os.fspath(path)] = (before, sha256)


def _face(path: Path) -> tuple[int, ...]:
    """What changes when a file does: size, times and number; nothing if it cannot be seen."""
    try:
        now = os.stat(path)  # noqa: PTH116  (half as long as Path.stat, for a thousand files)
    except (OSError, ValueError):
        return ()
    return now.st_size, now.st_mtime_ns, now.st_ctime_ns, now.st_ino, now.st_dev


@dataclass(frozen=True, slots=True)
class _Here:
    """What this workspace knows when files come in: files that are done with, broken ones that were thrown away, its event."""

    workspace: Path
    event_id: str
    seed: bytes
    done: set[str]
    discarded: frozenset[str]
    seen: Seen


def merge_files(
    store: Store,
    ledger: Ledger,
    turn: AbstractContextManager[Any],
    event_id: str,
    seed: bytes,
    paths: Iterable[Path],
    clock: Callable[[], str],
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    seen: Seen | None = None,
) -> tuple[list[Taken], bool]:
    """Merge files in small groups, so that others get their ``turn`` between; gives what came of each, and whether it was cancelled.

    Each file is kept wholly or not at all; whether it is known already is asked in the transaction that keeps it. ``seed`` is
    this laptop's secret, which opens sealed files; ``seen`` is what was read before.
    """
    found = list(find_gmj(paths))
    files = store.files()
    here = _Here(
        store.path, event_id, seed, {file.sha256 for file in files if file.outcome is not Outcome.REFUSED},
        frozenset(file.sha256 for file in files if file.report.get("discarded")), seen or Seen(),
    )  # fmt: skip
    taken: list[Taken] = []
    groups = [found[start : start + TOGETHER] for start in range(0, len(found), TOGETHER)]
    with uncollected(), ThreadPoolExecutor(_READERS, "merge") as pool:
        ahead: list[Future[list[_Read]]] = []
        for number, group in enumerate(groups):
            if cancelled and cancelled():
                return taken, True
            coming = ahead or _begin(pool, group, here, clock)
            read = [_settled(item, here) for some in coming for item in some.result()]
            # The next files are read while these are stored.
            ahead = _begin(pool, groups[number + 1], here, clock) if number + 1 < len(groups) else []
            with turn:
                now = _keep(store, ledger, read)
            taken += now
            here.done.update(item.row.sha256 for item in now if item.row.ok)
            if progress:
                progress(len(taken), len(found), taken[-1].row.name)
    return taken, False


def _begin(pool: Executor, group: Sequence[Path], here: _Here, clock: Callable[[], str]) -> list[Future[list[_Read]]]:
    times = [clock() for _ in group]
    step = -(-len(group) // (2 * _READERS))
    return [
        pool.submit(_read_some, group[start : start + step], here, times[start : start + step])
        for start in range(0, len(group), step)
    ]


def _read_some(paths: Sequence[Path], here: _Here, times: Sequence[str]) -> list[_Read]:
    return [_read(path, here, at) for path, at in zip(paths, times, strict=True)]


def whole_entries(data: bytes, event_id: str, seed: bytes) -> Salvaged:
    """What is whole in a broken file, of this event alone."""
    if is_sealed(data):
        try:
            data = open_sealed(data, event_id, seed)
        except Problem:  # a broken box gives nothing back
            return Salvaged((), (), max(0, data.count(b"\n") - 2))
    found = salvage(data)
    return replace(found, entries=tuple(item for item in found.entries if item[1].event_id == event_id))


def _read(path: Path, here: _Here, at: str) -> _Read:
    """The row of a file before it is merged, and its content if there is any to merge."""
    name = clean_line(path.name)
    if (known := here.seen.recall(path)) in here.done:
        return _Read(MergeRow(name=name, outcome=KNOWN, at=at, sha256=known))
    row = MergeRow(name=name, outcome=Outcome.REFUSED.value, at=at)
    try:
        before = _face(path)
        data = read_regular(path, MOST_BYTES)
        row = replace(row, sha256=sha256(data).hexdigest())
        here.seen.note(path, before, row.sha256)
        if row.sha256 in here.done:
            return _Read(replace(row, outcome=KNOWN))
        _refuse_others(data)
        try:
            file = parse_gmj(open_sealed(data, here.event_id, here.seed) if is_sealed(data) else data)
        except BadFile as bad:
            return _Read(row, broken=(bad.line, str(bad), data))
    except Problem as problem:
        return _Read(replace(row, why=clean_line(str(problem), 1000)))
    if file.event != here.event_id:
        return _Read(replace(row, why=f"It belongs to another event (“{file.title}”), so nothing of it was taken in."))
    return _Read(replace(row, outcome=Outcome.MERGED.value), file)


def _refuse_others(data: bytes) -> None:
    """Problem for a file of this app's that is never merged, whole or not: nothing of it is a judge's to keep or to take in."""
    if begins_as(data, "gmj-everything"):
        raise Problem("This is everything of a workspace: take it in with gpumode-judge import-all.")
    if is_bundle(data):
        try:
            parse_bundle(data)
        except BadFile as bad:
            raise Problem(f"This is a published result, and no score file. {bad}") from bad
        raise Problem("This is a published result: check it with gpumode-judge verify, or open it in the app.")


def _settled(read: _Read, here: _Here) -> _Read:
    """A file as it is; the bytes of one that breaks a rule are kept for a person to decide about."""
    if read.broken is None:
        return read
    line, why, data = read.broken
    found = whole_entries(data, here.event_id, here.seed)
    row = replace(read.row, line=line, whole=len(found.entries), lost=found.lost_lines, why=clean_line(why, 1000))
    if row.sha256 in here.discarded:
        return _Read(row, discarded=True)
    not_kept = keeping.keep(here.workspace, row.sha256, data)
    if not_kept:
        return _Read(replace(row, why=clean_line(f"{row.why} {not_kept}", 1000)))
    return _Read(replace(row, kept=True), salvaged=found)


def _keep(store: Store, ledger: Ledger, read: Sequence[_Read]) -> list[Taken]:
    if all(item.row.outcome == KNOWN for item in read):
        return [Taken(item.row) for item in read]
    whole = [Incoming(item.file.entries, item.file.stubs, source_of(item.row)) for item in read if item.file]
    try:
        with store.together():
            for item in read:
                if item.file is None and not item.row.ok and item.row.sha256:
                    store.record_refused(source_of(item.row, item.salvaged, discarded=item.discarded))
            added = store.add_all(whole)
    except Problem as problem:
        return [
            Taken(replace(i.row, outcome=Outcome.REFUSED.value, why=str(problem)) if i.file else i.row) for i in read
        ]
    for this in added:
        ledger.add(this.entries, this.stubs)
    each = iter(added)
    return [_taken(item, next(each) if item.file else None) for item in read]


def _taken(item: _Read, this: Added | None) -> Taken:
    if item.file is None or this is None:
        return Taken(item.row, salvaged=item.salvaged)
    new = len(this.entries)
    outcome = KNOWN if this.known or not (new or this.stubs) else item.row.outcome
    counted = replace(item.row, outcome=outcome, new=new, known=len(item.file.entries) - new)
    return Taken(counted, item.file.entries)


def judges_alone(taken: Sequence[Taken]) -> bool:
    """Whether files brought nothing that an organizer's laptop alone can say."""
    return all(entry.kind in FROM_JUDGES for item in taken for entry in item.entries)


def report_of(store: Store, taken: Sequence[Taken], record: Record, *, cancelled: bool) -> MergeReport:
    """Tell for each file what its statements are worth now, and remember it with the file."""
    names = {p.device: p.judge for p in record.pending} | dict(record.devices)
    rows: list[MergeRow] = []
    reports: dict[str, JsonObject] = {}
    for item in taken:
        row = item.row
        if item.entries:
            worth = Counter(record.verdicts.get(entry.eid) for entry in item.entries)
            row = replace(
                row, who=_who(record, names, item.entries), pending=worth[Verdict.PENDING],
                conflicts=worth[Verdict.CONFLICT], gaps=worth[Verdict.GAP], unfit=worth[Verdict.WRONG_RUBRIC],
                refused=worth[Verdict.REFUSED] + worth[Verdict.FORKED] + worth[Verdict.FOREIGN] + worth[Verdict.REVOKED],
                late=worth[Verdict.LATE],
            )  # fmt: skip
            if row.outcome in (Outcome.MERGED.value, Outcome.SALVAGED.value):
                reports[row.sha256] = {name: getattr(row, name) for name in sorted(_KEPT)}
        elif item.salvaged and (who := _who(record, names, [entry for _, entry in item.salvaged.entries])):
            row = replace(row, who=who)
            reports[row.sha256] = {"who": who}
        rows.append(row)
    if reports:
        store.update_reports(reports)
    return MergeReport(tuple(rows), cancelled)


def _who(record: Record, names: Mapping[str, str], entries: Iterable[Entry]) -> str:
    judges = sorted({names.get(entry.device, "") for entry in entries} - {""})
    return ", ".join(record.judges[j].name for j in judges if j in record.judges)


def past_merges(store: Store) -> tuple[MergeRow, ...]:
    """Every file that came in, newest first, as its row was when it was merged."""
    rows: list[MergeRow] = []
    for file in store.files():
        kept: dict[str, Any] = {key: value for key, value in file.report.items() if key in _KEPT}
        rows.append(replace(MergeRow(file.name, file.outcome.value), **kept, at=file.at, sha256=file.sha256))
    return tuple(rows)


def source_of(row: MergeRow, salvaged: Salvaged | None = None, *, discarded: bool = False) -> SourceFile:
    """The row of a file as the store keeps it, with what is told about a broken one."""
    report: dict[str, Json] = {"why": row.why} if row.why else {}
    if row.line:
        report |= {"line": row.line, "whole": row.whole, "lost": row.lost, "kept": row.kept}
    if discarded:
        report["discarded"] = True
    if salvaged:
        report["lost lines"] = list(salvaged.lost[:_MOST_LINES])
    return SourceFile(sha256=row.sha256, name=row.name, at=row.at, outcome=Outcome(row.outcome), report=report)
