"""Standings as a table that leaves the app."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.reports import Cell, Report, ReportHeader, standings_report, to_csv, to_xlsx
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.totals import rounded
from gpumode_judge.system.clock import now
from gpumode_judge.system.files import replace_file


@dataclass(frozen=True, slots=True)
class StandingsTable:
    """The standings as they are shown: one row a submission, best first. Scores and shares are points of 100."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def standings_table(desk: OrganizerDesk) -> StandingsTable:
    """Rank, submission, team, table, tracks, visits, score, and what each criterion gave."""
    record = desk.record
    counted = [c for c in record.rubric.criteria if not c.scope and record.rules.weight(c.key)] if record.rubric else []
    rows: list[tuple[Cell, ...]] = []
    for standing in desk.standings():
        s = record.submissions[standing.submission]
        rows.append(
            (
                standing.rank, s.title, s.team, s.table, ", ".join(record.track(t) for t in s.tracks), standing.visits,
                rounded(standing.score, 2) if standing.score is not None else None,
                *(rounded(standing.shares[c.key], 2) if c.key in standing.shares else None for c in counted),
            )
        )  # fmt: skip
    columns = ("Rank", "Submission", "Team", "Table", "Tracks", "Visits", "Score", *(c.name for c in counted))
    return StandingsTable(columns, tuple(rows))


def snapshot_of(record: Record) -> str:
    """A short name for exactly these entries with these verdicts: the same on every laptop that knows the same."""
    told = "\n".join(f"{eid} {verdict}" for eid, verdict in sorted(record.verdicts.items()))
    return sha256(told.encode()).hexdigest()[:12]


def standings_csv(desk: OrganizerDesk) -> str:
    """The standings as CSV text."""
    return to_csv(_report(desk))


def write_standings(desk: OrganizerDesk, path: Path) -> Path:
    """Write the standings as CSV or XLSX, as the path ends. A file that the person chose to replace is replaced.

    Raises:
        Problem: another ending, or the disk refused.
    """
    match path.suffix.lower():
        case ".csv":
            data = to_csv(_report(desk)).encode("utf-8-sig")  # a spreadsheet takes plain UTF-8 for Latin-1
        case ".xlsx":
            data = to_xlsx(_report(desk))
        case _:
            raise Problem(f"“{path.name}” ends neither in .csv nor in .xlsx; choose one of them.")
    return replace_file(path, data)


def _report(desk: OrganizerDesk) -> Report:
    record = desk.record
    heads = record.heads.get(("rules",), ())
    header = ReportHeader(
        event=record.event.title, rules=heads[0][:8] if heads else "none", snapshot=snapshot_of(record), at=now()
    )
    table = standings_table(desk)
    return standings_report(header, table.columns, table.rows)


__all__ = ["StandingsTable", "snapshot_of", "standings_csv", "standings_table", "write_standings"]
