"""What a merge brought, file by file, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from gpumode_judge.desk.merging import MergeReport, MergeRow
from gpumode_judge.ui.organizer.file_worth import FileNow
from gpumode_judge.ui.organizer.waits import whole_words
from gpumode_judge.ui.organizer.words import counted, listed, when
from gpumode_judge.ui.shared.tables import Column


@dataclass(frozen=True)
class FileRow:
    """One file as listed. ``event`` is the title of this event; ``spare`` tells that a broken file is not needed any more."""

    place: int
    now: FileNow
    at: str
    event: str = ""
    spare: bool = False

    @property
    def row(self) -> MergeRow:
        """The file as the merge tells it."""
        return self.now.row

    @property
    def broken(self) -> bool:
        """Whether it is a broken file that waits for a person's decision."""
        return self.now.kept and not self.row.ok and not self.spare

    @property
    def calm(self) -> bool:
        """Whether nobody has to do anything about it."""
        return self.kind in ("merged", "salvaged", "known", "out", "spare")

    @property
    def leads(self) -> tuple[str, str]:
        """The place where something can be done about it, with the words of its button; two empty texts if there is none."""
        row = self.row
        if not row.ok:
            return "", ""
        if row.conflicts:
            return "conflicts", "Show the conflict" if row.conflicts == 1 else "Show the conflicts"
        if row.gaps or row.late or row.unfit or self.now.forked:
            return "waiting", "Show what waits"
        return ("laptops", "Go to the laptop") if row.pending or self.now.revoked else ("", "")

    @property
    def kind(self) -> str:
        """What became of it: merged, salvaged, known, waits, out (of a laptop that is shut out), kept (broken, and
        kept aside), spare (broken, and not needed any more) or refused."""
        row = self.row
        if not row.ok:
            return "refused" if not self.now.kept else "spare" if self.spare else "kept"
        if row.conflicts or row.pending or row.gaps or row.unfit or row.late or self.now.forked:
            return "waits"
        return "out" if self.now.revoked else row.outcome

    @property
    def sentence(self) -> str:
        """Why it was refused, or what is to be done about it."""
        if self.spare and self.now.kept:
            return "It is broken, but all that can be read in it has come by another file. It can be thrown away."
        return why(self.now, self.event)


_LOOKS = {
    "merged": ("done", "good", "Merged"),
    "salvaged": ("done", "good", "Taken in"),
    "known": ("check", "ink_soft", "Known already"),
    "waits": ("clock", "warn", "Something waits"),
    "out": ("lock", "ink_soft", "Shut out"),
    "spare": ("check", "ink_soft", "Not needed"),
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
        parts.append(f"{_many(row.gaps)} for an earlier file of the same laptop: ask the judge to hand in once more.")
    if now.forked:
        parts.append(f"{_many(now.forked)}: there are two copies of that laptop, and they differ.")
    if row.late:
        parts.append(f"Came after the lock: {_many(row.late)} for your word.")
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
        if not row.whole:
            return f"{row.why} Nothing in this one can be read; it can be thrown away."
        if_not = "If the file cannot be had any more, take in what is whole."
        return f"{row.why} Nothing of it counts yet: {whole_words(row.whole, row.lost)}. {if_not}"
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
    Column("who", "From", lambda r: r.row.who or r.row.name, width=170, tip=lambda r: r.row.who or r.row.name),
    Column("new", "New", lambda r: str(r.row.new), lambda r: r.row.new, True, width=72),
    Column("known", "Known", lambda r: str(r.row.known), lambda r: r.row.known, True, width=80),
    Column("why", "What came of it", lambda r: r.sentence, tip=lambda r: r.sentence),
    Column("name", "File", lambda r: r.row.name, tip=lambda r: r.row.name, width=190),
    Column("at", "When", lambda r: r.at, lambda r: r.row.at, width=124),
)  # fmt: skip


def file_rows(files: Iterable[FileNow], zone: str, event: str = "", spare: Collection[str] = ()) -> tuple[FileRow, ...]:
    """Rows for a table, in the order given; ``spare`` are the broken files (by hash) that are not needed any more."""
    return tuple(
        FileRow(place, now, when(now.row.at, zone), event, now.row.sha256 in spare) for place, now in enumerate(files)
    )


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
        refused = sums["refused"] - kept
        parts += [f"{refused} refused"] if refused else []
        parts += [f"{kept} broken and kept aside"] if kept else []
    end = " Stopped before the rest; what was merged is kept." if report.cancelled else ""
    return ", ".join(parts) + "." + end


def report_advice(rows: Iterable[FileRow]) -> tuple[str, str, str]:
    """What is to be done about files that came: a sentence, the words of a button and the place it leads to; empty if nothing is."""
    rows = tuple(rows)
    places = [row.leads[0] for row in rows if row.row.ok and not row.calm]
    out = sum(row.kind == "out" and row.row.new > 0 for row in rows)
    apart = places.count("conflicts")
    many = len(places) - apart
    more = (
        f" In {counted(many, 'more file', 'more files') if apart else counted(many, 'file')} something waits."
        if many
        else ""
    )
    if apart:
        text = f"In {counted(apart, 'file')} something differs from what was there: you choose what holds.{more}"
        return text, "Show conflicts", "conflicts"
    if many and set(places) == {"laptops"}:
        text = f"{counted(many, 'file').capitalize()} wait{'s' if many == 1 else ''} until the laptop is accepted."
        return text, "Go to the laptops", "laptops"
    if many:
        return f"{more.strip()[:-1]}, and does not count yet.", "Show what waits", "waiting"
    if out:
        text = f"{counted(out, 'file').capitalize()} came from a laptop that is shut out, and what it said since does not count."
        return text, "Go to the laptops", "laptops"
    return "", "", ""
