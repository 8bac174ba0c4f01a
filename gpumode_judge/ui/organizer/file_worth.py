"""What the files that came in are worth now: what was decided since they were merged is taken into account."""

from dataclasses import dataclass, field, replace

from gpumode_judge.desk.merging import MergeRow
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import Record

_SETTLED = frozenset({Verdict.COUNTED, Verdict.SUPERSEDED})


@dataclass(frozen=True)
class FileNow:
    """A file that came in. Statements in it that do not count, by what is the matter with them, are counted as of now; ``kept``
    tells that a broken file still lies aside."""

    row: MergeRow
    forked: int = 0
    revoked: int = 0
    reasons: tuple[str, ...] = ()
    kept: bool = False


@dataclass
class _Left:
    counts: dict[Verdict, int] = field(default_factory=dict[Verdict, int])
    reasons: set[str] = field(default_factory=set[str])


def files_now(desk: OrganizerDesk, record: Record) -> tuple[FileNow, ...]:
    """Every file that came in, newest first; what waits in it is told as the record has it now."""
    rows = desk.merges
    kept = {broken.sha256 for broken in quarantined(desk)}
    left = {eid: verdict for eid, verdict in record.verdicts.items() if verdict not in _SETTLED}
    found: dict[str, _Left] = {row.sha256: _Left() for row in rows if row.ok}
    if len(left) <= len(found):  # whichever asks the disk less often
        pairs = ((sha256, eid) for eid in left for sha256 in desk.store.files_of(eid) if sha256 in found)
    else:
        pairs = ((sha256, eid) for sha256 in found for eid in desk.store.entries_from(sha256) if eid in left)
    for sha256, eid in pairs:
        here, verdict = found[sha256], left[eid]
        here.counts[verdict] = here.counts.get(verdict, 0) + 1
        if verdict is Verdict.REFUSED and eid in record.reasons:
            here.reasons.add(record.reasons[eid])
    return tuple(_told(row, found.get(row.sha256), row.sha256 in kept) for row in rows)


def told_now(row: MergeRow, files: dict[str, FileNow]) -> FileNow:
    """A row of a merge report as it stands now; whether its file was known before the merge stays as it was told then."""
    now = files.get(row.sha256)
    if now is None:
        return FileNow(row)
    if row.outcome == "known":
        now = replace(now, row=replace(now.row, outcome="known", new=row.new, known=now.row.new + now.row.known))
    return replace(now, row=replace(now.row, name=row.name, at=row.at))


def _told(row: MergeRow, left: _Left | None, kept: bool) -> FileNow:
    if left is None:
        return FileNow(row, kept=kept)

    def many(*verdicts: Verdict) -> int:
        return sum(left.counts.get(verdict, 0) for verdict in verdicts)

    row = replace(
        row, pending=many(Verdict.PENDING), conflicts=many(Verdict.CONFLICT), gaps=many(Verdict.GAP),
        unfit=many(Verdict.WRONG_RUBRIC), late=many(Verdict.LATE), refused=many(Verdict.REFUSED, Verdict.FOREIGN),
    )  # fmt: skip
    return FileNow(row, many(Verdict.FORKED), many(Verdict.REVOKED), tuple(sorted(left.reasons)), kept)
