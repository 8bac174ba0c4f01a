"""Merge score files into the organizers' workspace: each file wholly or not at all, in whatever order they come."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.gmj import MOST_BYTES, GmjFile, find_gmj, parse_gmj
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Record
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Added, Outcome, SourceFile
from gpumode_judge.system.files import read_regular

TOGETHER: Final = 32  # files in one transaction: the disk is waited for once, and nobody waits for long
KNOWN: Final = "known"
_KEPT: Final = frozenset({"new", "known", "pending", "conflicts", "gaps", "unfit", "refused", "who", "why"})


@dataclass(frozen=True, slots=True)
class MergeRow:
    """What became of one file: ``outcome`` is merged, known or refused.

    ``new`` and ``known`` count statements; ``why`` is the sentence of a refused file.

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
    who: str = ""
    why: str = ""
    at: str = ""
    sha256: str = ""

    @property
    def ok(self) -> bool:
        """Whether the file was taken in, now or before."""
        return self.outcome != Outcome.REFUSED.value


@dataclass(frozen=True, slots=True)
class MergeReport:
    """A row for each file, in the order in which they were given."""

    rows: tuple[MergeRow, ...]
    cancelled: bool = False

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
    """A file that was looked at: its row so far, and the entries that it holds."""

    row: MergeRow
    entries: tuple[Entry, ...] = ()


def merge_files(
    store: Store,
    ledger: Ledger,
    turn: AbstractContextManager[Any],
    event_id: str,
    paths: Iterable[Path],
    clock: Callable[[], str],
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[list[Taken], bool]:
    """Merge files in small groups, so that others get their ``turn`` between; gives what came of each, and whether it was cancelled.

    Each file is kept wholly or not at all; whether it is known already is asked in the transaction that keeps it.
    """
    found = list(find_gmj(paths))
    done = {file.sha256 for file in store.files() if file.outcome is not Outcome.REFUSED}
    taken: list[Taken] = []
    for start in range(0, len(found), TOGETHER):
        if cancelled and cancelled():
            return taken, True
        read = [_read(path, done, event_id, clock()) for path in found[start : start + TOGETHER]]
        with turn:
            taken += _keep(store, ledger, read)
        done.update(item.row.sha256 for item in taken[start:] if item.row.ok)
        if progress:
            progress(len(taken), len(found), taken[-1].row.name)
    return taken, False


def _read(path: Path, done: Container[str], event_id: str, at: str) -> tuple[MergeRow, GmjFile | None]:
    """The row of a file before it is merged, and its content if there is any to merge."""
    row = MergeRow(name=clean_line(path.name), outcome=Outcome.REFUSED.value, at=at)
    try:
        data = read_regular(path, MOST_BYTES)
        row = replace(row, sha256=sha256(data).hexdigest())
        if row.sha256 in done:
            return replace(row, outcome=KNOWN), None
        file = parse_gmj(data)
    except Problem as problem:
        return replace(row, why=clean_line(str(problem), 1000)), None
    if file.event != event_id:
        return replace(row, why=f"It belongs to another event (“{file.title}”), so nothing of it was taken in."), None
    return replace(row, outcome=Outcome.MERGED.value), file


def _keep(store: Store, ledger: Ledger, read: Sequence[tuple[MergeRow, GmjFile | None]]) -> list[Taken]:
    taken: list[Taken] = []
    added: list[Added] = []
    try:
        with store.together():
            for row, file in read:
                if file is None:
                    if not row.ok and row.sha256:
                        store.record_refused(_source(row, Outcome.REFUSED))
                    taken.append(Taken(row))
                    continue
                this = store.add(file.entries, file.stubs, _source(row, Outcome.MERGED))
                added.append(this)
                new = len(this.entries)
                outcome = KNOWN if this.known or not (new or this.stubs) else row.outcome
                counted = replace(row, outcome=outcome, new=new, known=len(file.entries) - new)
                taken.append(Taken(counted, file.entries))
    except Problem as problem:
        return [
            Taken(replace(row, outcome=Outcome.REFUSED.value, why=str(problem)) if file else row) for row, file in read
        ]
    for this in added:
        ledger.add(this.entries, this.stubs)
    return taken


def report_of(store: Store, taken: Sequence[Taken], record: Record, *, cancelled: bool) -> MergeReport:
    """Tell for each file what its statements are worth now, and remember it with the file."""
    names = {p.device: p.judge for p in record.pending} | dict(record.devices)
    rows: list[MergeRow] = []
    with store.together():
        for item in taken:
            row = item.row
            if item.entries:
                worth = Counter(record.verdicts.get(entry.eid) for entry in item.entries)
                judges = sorted({names.get(entry.device, "") for entry in item.entries} - {""})
                who = ", ".join(record.judges[j].name for j in judges if j in record.judges)
                row = replace(
                    row, who=who, pending=worth[Verdict.PENDING], conflicts=worth[Verdict.CONFLICT], gaps=worth[Verdict.GAP],
                    unfit=worth[Verdict.WRONG_RUBRIC],
                    refused=worth[Verdict.REFUSED] + worth[Verdict.FORKED] + worth[Verdict.FOREIGN],
                )  # fmt: skip
                if row.outcome == Outcome.MERGED.value:
                    store.update_report(row.sha256, {k: v for k, v in asdict(row).items() if k in _KEPT})
            rows.append(row)
    return MergeReport(tuple(rows), cancelled)


def past_merges(store: Store) -> tuple[MergeRow, ...]:
    """Every file that came in, newest first, as its row was when it was merged."""
    rows: list[MergeRow] = []
    for file in store.files():
        kept: dict[str, Any] = {key: value for key, value in file.report.items() if key in _KEPT}
        rows.append(replace(MergeRow(file.name, file.outcome.value), **kept, at=file.at, sha256=file.sha256))
    return tuple(rows)


def _source(row: MergeRow, outcome: Outcome) -> SourceFile:
    report = {"why": row.why} if row.why else {}
    return SourceFile(sha256=row.sha256, name=row.name, at=row.at, outcome=outcome, report=report)
