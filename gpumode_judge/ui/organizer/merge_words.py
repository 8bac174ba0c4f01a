"""What a merge brought, file by file, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from gpumode_judge.desk.merging import MergeReport, MergeRow
from gpumode_judge.ui.organizer.file_worth import FileNow
from gpumode_judge.ui.organizer.waits import whole_words
from gpumode_judge.ui.organizer.words import counted, listed, when
from gpumode_judge.ui.shared.tables import Column


@dataclass(frozen=True)
class FileRow:
    """One file as listed. ``event`` is the title of this event."""

    place: int
    now: FileNow
    at: str
    event: str = ""

    @property
    def row(self) -> MergeRow:
        """The file as the merge tells it."""
        return self.now.row

    @property
    def broken(self) -> bool:
        """Whether it is a broken file that waits for a person's decision."""
        return self.now.kept and not self.row.ok

    @property
    def kind(self) -> str:
        """What became of it: merged, salvaged, known, waits, out (of a laptop that is shut out), kept (broken, and
        kept aside) or refused."""
        row = self.row
        if not row.ok:
            return "kept" if self.now.kept else "refused"
        if row.conflicts or row.pending or row.gaps or row.unfit or row.late or self.now.forked:
            return "waits"
        return "out" if self.now.revoked else row.outcome

    @property
    def sentence(self) -> str:
        """Why it was refused, or what is to be done about it."""
        return why(self.now, self.event)


_LOOKS = {
    "merged": ("done", "good", "Merged"),
    "salvaged": ("done", "good", "Taken in"),
    "known": ("check", "ink_soft", "Known already"),
    "waits": ("clock", "warn", "Something waits"),
    "out": ("lock", "ink_soft", "Shut out"),
    "kept": ("error", "bad", "Broken, kept"),
    "refused": ("error", "bad", "Refused"),
}
_FOREIGN = "It belongs to another event"


def why(now: FileNow, event: str = "") -> str:
    """All that is to be said about a file, as of now."""
    row = now.row
    if not row.ok:
        return _refused(now, event)
    parts: list[str] = []
    if row.outcome == "salvaged":
        lost = f"; {counted(row.lost, 'line')} could not be read" if row.lost else ""
        parts.append(f"It was broken; what is whole was taken in{lost}.")
    if row.pending:
        parts.append(f"{_many(row.pending)} until its laptop is accepted under Judges, Laptops.")
    if row.conflicts:
        parts.append(f"{_many(row.conflicts)} for your choice under Conflicts.")
    if row.gaps:
        parts.append(f"{_many(row.gaps)} for an earlier file of the same laptop.")
    if now.forked:
        parts.append(f"{_many(now.forked)}: there are two versions of that laptop, see Waiting.")
    if row.late:
        parts.append(f"{_many(row.late)} for your word, because the scores were locked before: see Waiting.")
    if row.unfit:
        parts.append(
            f"{counted(row.unfit, 'ballot').capitalize()} lack{'s' if row.unfit == 1 else ''} a mark that the rubric asks for."
        )
    if now.revoked:
        parts.append(
            f"{counted(now.revoked, 'statement').capitalize()} {_do(now.revoked)} not count: the laptop is shut out."
        )
    if row.refused:
        told = listed(now.reasons, 2) or "they are not for this laptop to say"
        parts.append(f"{counted(row.refused, 'statement').capitalize()} {_do(row.refused)} not count: {told}.")
    if row.outcome == "known" and not parts:
        return "Nothing new in it; it was merged before."
    return " ".join(parts) or "All of it counts."


def _refused(now: FileNow, event: str) -> str:
    row = now.row
    if now.kept:
        return f"Kept aside; {whole_words(row.whole, row.lost)}. {row.why}"
    if row.why.startswith(_FOREIGN):
        same = event and f"“{event}”" in row.why
        of = "It has the same name, but is the rehearsal, or was made anew." if same else ""
        return " ".join(filter(None, (row.why, of, "Ask the judge for the score file of this event.")))
    if row.line:
        return f"{row.why} It was thrown away here."
    return row.why


def _many(count: int) -> str:
    return f"{counted(count, 'statement').capitalize()} {'waits' if count == 1 else 'wait'}"


def _do(count: int) -> str:
    return "does" if count == 1 else "do"


FILE_COLUMNS: tuple[Column[FileRow], ...] = (
    Column(
        "outcome", "Outcome", lambda r: _LOOKS[r.kind][2], icon=lambda r: _LOOKS[r.kind][0],
        tone=lambda r: _LOOKS[r.kind][1], width=170,
    ),
    Column("who", "From", lambda r: r.row.who or r.row.name, width=150, tip=lambda r: r.row.who or r.row.name),
    Column("new", "New", lambda r: str(r.row.new), lambda r: r.row.new, True, width=72),
    Column("known", "Known", lambda r: str(r.row.known), lambda r: r.row.known, True, width=80),
    Column("why", "What came of it", lambda r: r.sentence, tip=lambda r: r.sentence),
    Column("name", "File", lambda r: r.row.name, tip=lambda r: r.row.name, width=190),
    Column("at", "When", lambda r: r.at, lambda r: r.row.at, width=124),
)  # fmt: skip


def file_rows(files: Iterable[FileNow], zone: str, event: str = "") -> tuple[FileRow, ...]:
    """Rows for a table, in the order given."""
    return tuple(FileRow(place, now, when(now.row.at, zone), event) for place, now in enumerate(files))


def report_sentence(report: MergeReport) -> str:
    """The whole merge in a sentence."""
    sums = report.sums
    if not report.rows:
        return "There was no score file in it." if not report.cancelled else "Stopped; nothing was merged."
    parts = [f"{counted(sums['files'], 'file').capitalize()} read", f"{counted(sums['new'], 'new statement')}"]
    late = sum(row.late for row in report.rows)
    if late:
        parts.append(f"{late} after the lock")
    if sums["refused"]:
        kept = sum(row.kept for row in report.rows)
        parts.append(f"{sums['refused']} refused" + (f" ({kept} kept aside)" if kept else ""))
    end = " Stopped before the rest; what was merged is kept." if report.cancelled else ""
    return ", ".join(parts) + "." + end
