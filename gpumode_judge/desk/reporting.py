"""Standings as a table that leaves the app."""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.measured import Turn
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


def standings_table(desk: OrganizerDesk, method: str = "") -> StandingsTable:
    """Rank, submission, team, table, tracks, visits, score, raw mean, what each criterion gave of it, and how sure the rank is.

    ``method`` is that of the rules if it is empty. The 90 % range of the rank and the chance of the first place (percent) are empty
    where nothing is known about them.
    """
    record, result = desk.record, desk.result
    marked = record.rubric.criteria if record.rubric else ()
    measured = (m for m in record.rules.measured if m.turn is not Turn.GATE)
    counted = [c for c in (*marked, *measured) if not c.scope and record.rules.weight(c.key)]
    chances = result.chances
    place = {name: n for n, name in enumerate(chances.submissions)} if chances else {}
    rows: list[tuple[Cell, ...]] = []
    for standing in result.by(method).rows:
        s = record.submissions[standing.submission]
        sure: tuple[Cell, ...] = (None, None, None)
        if chances is not None and s.id in place:
            at = place[s.id]
            first = rounded(Fraction(float(chances.first[at])) * 100)
            sure = (int(chances.low[at]), int(chances.high[at]), first)
        rows.append(
            (
                standing.rank, s.title, s.team, s.table, ", ".join(record.track(t) for t in s.tracks), standing.visits,
                _two(standing.score), _two(standing.raw), *(_two(standing.shares.get(c.key)) for c in counted), *sure,
            )
        )  # fmt: skip
    columns = (
        "Rank", "Submission", "Team", "Table", "Tracks", "Visits", "Score", "Raw mean", *(c.name for c in counted),
        "Rank from (90 %)", "Rank to (90 %)", "First place (%)",
    )  # fmt: skip
    return StandingsTable(columns, tuple(rows))


def _two(points: Fraction | None) -> Cell:
    return None if points is None else rounded(points, 2)


def snapshot_of(record: Record) -> str:
    """A short name for exactly these entries with these verdicts: the same on every laptop that knows the same."""
    told = "\n".join(f"{eid} {verdict}" for eid, verdict in sorted(record.verdicts.items()))
    return sha256(told.encode()).hexdigest()[:12]


def standings_csv(desk: OrganizerDesk, method: str = "") -> str:
    """The standings as CSV text."""
    return to_csv(_report(desk, method))


def write_standings(desk: OrganizerDesk, path: Path, method: str = "") -> Path:
    """Write the standings as CSV or XLSX, as the path ends. A file that the person chose to replace is replaced.

    Raises:
        Problem: another ending, or the disk refused.
    """
    match path.suffix.lower():
        case ".csv":
            data = to_csv(_report(desk, method)).encode("utf-8-sig")  # a spreadsheet takes plain UTF-8 for Latin-1
        case ".xlsx":
            data = to_xlsx(_report(desk, method))
        case _:
            raise Problem(f"“{path.name}” ends neither in .csv nor in .xlsx; choose one of them.")
    return replace_file(path, data)


def _report(desk: OrganizerDesk, method: str) -> Report:
    record = desk.record
    heads = record.heads.get(("rules",), ())
    header = ReportHeader(
        event=record.event.title, rules=heads[0][:8] if heads else "none", snapshot=snapshot_of(record), at=now()
    )
    table = standings_table(desk, method)
    return standings_report(header, table.columns, table.rows)


__all__ = ["StandingsTable", "snapshot_of", "standings_csv", "standings_table", "write_standings"]
