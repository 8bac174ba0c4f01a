"""What an import would do, line by line, in words."""

from dataclasses import dataclass

from gpumode_judge.desk.importing import ColumnView, ImportReport, Prepared, What
from gpumode_judge.ui.shared.tables import Column

NAMES = {
    What.SUBMISSIONS: "Submissions",
    What.JUDGES: "Judges",
    What.ASSIGNMENTS: "Who visits what",
    What.BALLOTS: "Ballots from paper",
}
MOST_COLUMNS = 80  # more rows of fields than this are not shown at once


@dataclass(frozen=True)
class Finding:
    """One thing to know before importing: its kind, the line it is about (0: none), and the sentence."""

    place: int
    kind: str
    line: int
    text: str


def findings(report: ImportReport) -> tuple[Finding, ...]:
    """Everything that a report has to say besides its figures."""
    said = [("Note", 0, note) for note in report.notes]
    said += [("Skipped", skip.line, skip.why) for skip in report.skipped]
    said += [("No longer there", 0, f"{name} is not in this file any more; it is kept.") for name in report.vanished]
    return tuple(Finding(place, kind, line, text) for place, (kind, line, text) in enumerate(said))


_ICONS = {"Note": ("info", "info"), "Skipped": ("skipped", "warn"), "No longer there": ("warning", "warn")}

FINDING_COLUMNS: tuple[Column[Finding], ...] = (
    Column(
        "kind", "What", lambda f: f.kind, icon=lambda f: _ICONS[f.kind][0], tone=lambda f: _ICONS[f.kind][1], width=150
    ),
    Column("line", "Line", lambda f: str(f.line) if f.line else "", lambda f: f.line or None, True, width=72),
    Column("text", "Why", lambda f: f.text, tip=lambda f: f.text),
)


def shown_first(prepared: Prepared) -> tuple[ColumnView, ...]:
    """The columns in the order in which they are shown: in file order, but with very many the recognised ones first."""
    columns = prepared.columns
    if len(columns) <= MOST_COLUMNS:
        return columns
    return (*(c for c in columns if c.field), *(c for c in columns if not c.field))


def told(prepared: Prepared) -> str:
    """What the file was taken for, in a line."""
    table = prepared.table
    words = [f"“{table.name}”", f"{len(table.rows):,} rows", f"{len(table.header):,} columns"]
    if prepared.recognised not in ("", "table"):
        words.append(f"looks like {prepared.recognised}")
    return " · ".join(words)


def certainty(column: ColumnView) -> str:
    """How sure a column's meaning is, in a word."""
    if not column.field:
        return "left out"
    return "sure" if column.sure >= 95 else "likely" if column.sure >= 75 else "a guess"


def outcome(what: What, report: ImportReport) -> str:
    """The sentence after an import."""
    parts = [f"{report.added} added", f"{report.changed} changed", f"{report.unchanged} unchanged"]
    if report.skipped:
        parts.append(f"{len(report.skipped)} skipped")
    return f"{NAMES[what]}: {', '.join(parts)}."
