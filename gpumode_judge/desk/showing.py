"""What the desks tell a program: plain values with documented, stable names, ready to be written as JSON."""

from typing import Any

from gpumode_judge.desk.changes import ImportReport
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.merging import MergeReport
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.reporting import snapshot_of
from gpumode_judge.desk.telling import about, says
from gpumode_judge.desk.workspaces import kind_of_file
from gpumode_judge.event.people import Outcome
from gpumode_judge.exchange.gmj import GmjFile
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.totals import rounded

Shown = dict[str, Any]


def show_import(report: ImportReport) -> Shown:
    """``{"read", "added", "changed", "unchanged", "skipped": [{"line", "why"}], "vanished": [title], "notes": [text]}``."""
    return {
        "read": report.read,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "skipped": [{"line": skip.line, "why": skip.why} for skip in report.skipped],
        "vanished": list(report.vanished),
        "notes": list(report.notes),
    }


def show_merge(report: MergeReport) -> Shown:
    """``{"files", "refused", "new", "rows": [{"file", "outcome", "who", "new", "known", "pending", "conflicts", …, "why"}]}``."""
    rows = [
        {
            "file": row.name, "outcome": row.outcome, "who": row.who, "new": row.new, "known": row.known,
            "pending": row.pending, "conflicts": row.conflicts, "gaps": row.gaps, "unfit": row.unfit, "why": row.why,
        }
        for row in report.rows
    ]  # fmt: skip
    return {**report.sums, "cancelled": report.cancelled, "rows": rows}


def show_standings(desk: OrganizerDesk) -> Shown:
    """``{"event", "method", "snapshot", "rows": [{"rank", "submission", "id", "team", "table", "visits", "score", "shares"}]}``.

    Scores and shares (by criterion key) are points of 100 to four decimals; ``rank`` and ``score`` are null without a visit.
    """
    record = desk.record
    rows: list[Shown] = []
    for standing in desk.standings():
        s = record.submissions[standing.submission]
        score = None if standing.score is None else float(rounded(standing.score, 4))
        shares = {key: float(rounded(points, 4)) for key, points in standing.shares.items()}
        rows.append(
            {
                "rank": standing.rank, "submission": s.title, "id": s.id, "team": s.team, "table": s.table,
                "visits": standing.visits, "score": score, "shares": shares,
            }
        )  # fmt: skip
    return {"event": record.event.title, "method": record.rules.method, "snapshot": snapshot_of(record), "rows": rows}


def show_status(desk: OrganizerDesk | JudgeDesk) -> Shown:
    """Counts. Both roles: ``{"role", "event", "mode", "submissions", "judges", "ballots", "visits", "conflicts", …}``.

    ``ballots`` are the counted ones (with absent, recused and skipped), ``visits`` those with marks. An organizer's has
    ``wanted``, ``unvisited``, ``pending``, ``gaps``, ``unfit``, ``files`` and ``last_merge`` too; a judge's ``judge``,
    ``round``, ``recorded``, ``drafts``, ``handed_in``, ``new_since``, ``words`` and ``cards``:
    ``[{"submission", "id", "team", "table", "state", "total"}]`` in visiting order, ``total`` being null without marks.
    """
    record = desk.record
    shown: Shown = {
        "role": desk.role.value,
        "event": record.event.title,
        "mode": record.event.mode.value,
        "submissions": len(record.judged),
        "judges": len(record.judges),
        "ballots": len(record.ballots),
        "visits": sum(held.value.outcome is Outcome.MARKED for held in record.ballots.values()),
        "conflicts": len(record.conflicts),
    }
    if isinstance(desk, OrganizerDesk):
        overview = desk.overview()
        return shown | {
            "wanted": overview.wanted,
            "unvisited": len(overview.unvisited),
            "pending": overview.pending,
            "gaps": overview.gaps,
            "unfit": overview.unfit,
            "files": desk.files_merged,
            "last_merge": overview.last_merge,
        }
    status = desk.status()
    return shown | {
        "judge": desk.judge.name,
        "round": status.total,
        "recorded": status.recorded,
        "drafts": status.drafts,
        "handed_in": status.handed_in,
        "new_since": status.new_since,
        "words": desk.words,
        "cards": [
            {
                "submission": card.submission.title, "id": card.submission.id, "team": card.submission.team,
                "table": card.submission.table, "state": card.state.value,
                "total": float(card.total) if card.entered.marks and not card.entered.aside else None,
            }
            for card in desk.cards()
        ],
    }  # fmt: skip


def show_file(file: GmjFile) -> Shown:
    """``{"file", "event", "title", "entries", "withheld", "devices", "kinds": {kind: count}, "sha256"}`` of a file that was checked.

    ``file`` is ``"event file"`` or ``"score file"``, ``event`` the id of the event.
    """
    kinds: dict[str, int] = {}
    for entry in file.entries:
        kinds[entry.kind] = kinds.get(entry.kind, 0) + 1
    return {
        "file": kind_of_file(file).value,
        "event": file.event,
        "title": file.title,
        "entries": len(file.entries),
        "withheld": len(file.stubs),
        "devices": len({entry.device for entry in file.entries}),
        "kinds": dict(sorted(kinds.items())),
        "sha256": file.sha256,
    }


def show_pending(record: Record) -> list[Shown]:
    """``[{"words", "judge", "entries", "device"}]``: laptops that wait to be accepted."""
    names = {judge.id: judge.name for judge in record.judges.values()}
    return [
        {"words": four_words(p.device), "judge": names.get(p.judge, ""), "entries": p.entries, "device": p.device}
        for p in record.pending
    ]


def show_conflicts(record: Record) -> list[Shown]:
    """``[{"about", "heads": [{"id", "at", "says", "paper"}]}]``: what needs a decision; each head is a side of it."""
    return [
        {
            "about": about(record, conflict.slot),
            "heads": [
                {"id": head.eid, "at": head.at, "says": says(record, head.value), "paper": head.paper}
                for head in conflict.heads
            ],
        }
        for conflict in record.conflicts
    ]
