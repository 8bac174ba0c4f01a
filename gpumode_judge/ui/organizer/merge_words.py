"""What a merge brought, file by file, in words; and what waits."""

from dataclasses import dataclass

from gpumode_judge.desk.merging import MergeReport, MergeRow
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.words import called, counted, judge_called, when
from gpumode_judge.ui.shared.tables import Column


@dataclass(frozen=True)
class FileRow:
    """One file as listed."""

    place: int
    row: MergeRow
    at: str

    @property
    def kind(self) -> str:
        """What became of it: merged, known, waits or refused."""
        if not self.row.ok:
            return "refused"
        if self.row.conflicts or self.row.pending or self.row.gaps or self.row.unfit:
            return "waits"
        return self.row.outcome

    @property
    def sentence(self) -> str:
        """Why it was refused, or what is to be done about it."""
        return why(self.row)


_LOOKS = {
    "merged": ("done", "good", "Merged"),
    "known": ("ok", "ink_soft", "Known already"),
    "waits": ("clock", "warn", "Something waits"),
    "refused": ("error", "bad", "Refused"),
}
_ICONS = {"merged": "done", "known": "check", "waits": "clock", "refused": "error"}


def why(row: MergeRow) -> str:
    """All that is to be said about a file."""
    if row.why:
        return row.why
    parts: list[str] = []
    if row.pending:
        parts.append(
            f"{counted(row.pending, 'statement').capitalize()} wait until its laptop is accepted on the Judges page."
        )
    if row.conflicts:
        parts.append(f"{counted(row.conflicts, 'statement').capitalize()} are in conflict and wait for your choice.")
    if row.gaps:
        parts.append(f"{counted(row.gaps, 'statement').capitalize()} wait for an earlier file of the same laptop.")
    if row.unfit:
        parts.append(f"{counted(row.unfit, 'ballot').capitalize()} lack a mark that the rubric asks for.")
    if row.refused:
        parts.append(
            f"{counted(row.refused, 'statement').capitalize()} were not taken: they are not for this laptop to say."
        )
    if not parts and row.outcome == "known":
        return "Nothing new in it; it was merged before."
    return " ".join(parts) or "All of it counts."


FILE_COLUMNS: tuple[Column[FileRow], ...] = (
    Column("outcome", "Outcome", lambda r: _LOOKS[r.kind][2], icon=lambda r: _ICONS[r.kind], tone=lambda r: _LOOKS[r.kind][1], width=160),
    Column("who", "From", lambda r: r.row.who or r.row.name, width=150, tip=lambda r: r.row.who or r.row.name),
    Column("new", "New", lambda r: str(r.row.new), lambda r: r.row.new, True, width=72),
    Column("known", "Known", lambda r: str(r.row.known), lambda r: r.row.known, True, width=80),
    Column("why", "What came of it", lambda r: r.sentence, tip=lambda r: r.sentence),
    Column("name", "File", lambda r: r.row.name, tip=lambda r: r.row.name, width=190),
    Column("at", "When", lambda r: r.at, lambda r: r.row.at, width=124),
)  # fmt: skip


def file_rows(rows: tuple[MergeRow, ...], zone: str) -> tuple[FileRow, ...]:
    """Rows for a table, in the order given."""
    return tuple(FileRow(place, row, when(row.at, zone)) for place, row in enumerate(rows))


def report_sentence(report: MergeReport) -> str:
    """The whole merge in a sentence."""
    sums = report.sums
    if not report.rows:
        return "There was no score file in it." if not report.cancelled else "Stopped; nothing was merged."
    parts = [f"{counted(sums['files'], 'file').capitalize()} read", f"{counted(sums['new'], 'new statement')}"]
    if sums["refused"]:
        parts.append(f"{sums['refused']} refused")
    end = " Stopped before the rest; what was merged is kept." if report.cancelled else ""
    return ", ".join(parts) + "." + end


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: an icon, what it is, and what to do."""

    icon: str
    text: str
    more: str


def waiting(record: Record) -> tuple[Waiting, ...]:
    """Everything that does not count yet, besides conflicts, and what to do about it."""
    found: list[Waiting] = []
    for pending in record.pending:
        who = judge_called(record, pending.judge) if pending.judge else "nobody in particular"
        text = f"{counted(pending.entries, 'statement').capitalize()} from a laptop that says it is {who}"
        found.append(Waiting("device", text, "Accept the laptop on the Judges page after comparing its four words."))
    for gap in record.gaps:
        who = judge_called(record, gap.judge) if gap.judge else "a laptop that is not accepted yet"
        text = f"{counted(gap.waiting, 'statement').capitalize()} from {who} after a missing one"
        found.append(
            Waiting("clock", text, "An earlier score file is missing. Ask for the newest one: it holds everything.")
        )
    for (judge, submission), held in record.unfit.items():
        text = f"The ballot of {judge_called(record, judge)} on {called(record, submission)}"
        lacking = _lacking(record, record.rubric, submission, held.value.marks)
        more = f"Under the rubric in force it lacks {lacking}. A new event file lets the judge add it; nothing is lost."
        found.append(Waiting("rubric", text, more))
    return tuple(found)


def _lacking(record: Record, rubric: Rubric | None, submission: str, marks: object) -> str:
    known = record.submissions.get(submission)
    if rubric is None or known is None or not isinstance(marks, dict):
        return "a mark"
    return ", ".join(c.name for c in rubric.missing(known, marks)) or "a mark"  # pyright: ignore
