"""What the desks tell a program: plain values with documented, stable names, ready to be written as JSON."""

from fractions import Fraction
from typing import Any

from gpumode_judge.desk.changes import ImportReport
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.locking import waiting_for_a_word
from gpumode_judge.desk.merging import MergeReport, MergeRow
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER, OrganizerDesk
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.desk.reporting import snapshot_of
from gpumode_judge.desk.scoring import standings_for
from gpumode_judge.desk.telling import about, says
from gpumode_judge.desk.workspaces import kind_of_file
from gpumode_judge.event.people import Outcome
from gpumode_judge.exchange.gmj import GmjFile
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.ranking import Standings
from gpumode_judge.standings.totals import rounded

ORGANIZER = "another organizer"
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
    """``{"files", "refused", "new", "cancelled", "note", "rows": [row]}``, each as :func:`show_row` gives it.

    ``note`` is a sentence about the whole, such as a backup that could not be made.
    """
    return {
        **report.sums,
        "cancelled": report.cancelled,
        "note": report.note,
        "rows": [show_row(row) for row in report.rows],
    }


def show_row(row: MergeRow) -> Shown:
    """``{"file", "outcome", "who", "new", "known", "pending", "conflicts", …, "why", "sha256", "kept", "whole", "lost"}``.

    A broken file that is ``kept`` has ``whole`` statements and ``lost`` lines.
    """
    return {
        "file": row.name, "outcome": row.outcome, "who": row.who, "new": row.new, "known": row.known,
        "pending": row.pending, "conflicts": row.conflicts, "gaps": row.gaps, "unfit": row.unfit, "late": row.late,
        "uncounted": row.refused, "why": row.why, "sha256": row.sha256, "kept": row.kept, "whole": row.whole,
        "lost": row.lost,
    }  # fmt: skip


def show_standings(desk: OrganizerDesk, method: str = "") -> Shown:
    """``{"event", "method", "ranked_by", "refused", "says", "snapshot", "seed", "draws", "rows": [{"rank", "submission", "id", "team",
    "table", "visits", "score", "raw", "raw_rank", "shares", "out", "tie", "chances"}]}``.

    Scores, raw means and shares (by criterion key, of the raw mean) are points of 100 to four decimals; ``rank`` and ``score`` are null
    without a visit. ``method`` is that of the rules (or the one asked for), ``ranked_by`` the one that ranks: another only where
    ``refused`` says why. ``out`` says why there is no rank, ``tie`` what told it from an equal score. ``chances`` are
    ``{"first", "top3", "top5", "low", "high"}``: chances of 1 and the 90 % range of the rank; null where nothing is known.
    """
    result = desk.result
    standings = result.by(method)
    shown = _standings(desk.record, standings)
    chances = result.chances
    if chances is not None:
        place = {name: n for n, name in enumerate(chances.submissions)}
        top3, top5 = chances.top(3), chances.top(5)
        for row in shown["rows"]:
            at = place.get(row["id"])
            row["chances"] = None if at is None else {
                "first": float(chances.first[at]), "top3": float(top3[at]), "top5": float(top5[at]),
                "low": int(chances.low[at]), "high": int(chances.high[at]),
            }  # fmt: skip
    return {
        **shown, "snapshot": snapshot_of(desk.record), "seed": chances.seed if chances else None,
        "draws": chances.count if chances else 0,
    }  # fmt: skip


def standings_of(record: Record) -> Shown:
    """The same of any record, without chances and the snapshot's name; :class:`Problem` while there are no standings."""
    return _standings(record, standings_for(record))


def _standings(record: Record, standings: Standings) -> Shown:
    rows: list[Shown] = []
    for standing in standings.rows:
        s = record.submissions[standing.submission]
        rows.append(
            {
                "rank": standing.rank, "submission": s.title, "id": s.id, "team": s.team, "table": s.table,
                "visits": standing.visits, "score": _four(standing.score), "raw": _four(standing.raw),
                "raw_rank": standing.raw_rank, "shares": {key: _four(points) for key, points in standing.shares.items()},
                "out": standing.out, "tie": standing.told.value if standing.told else "", "chances": None,
            }
        )  # fmt: skip
    return {
        "event": record.event.title, "method": standings.wanted, "ranked_by": standings.method, "refused": standings.refused,
        "says": list(standings.says), "rows": rows,
    }  # fmt: skip


def _four(points: Fraction | None) -> float | None:
    return None if points is None else float(rounded(points, 4))


def show_status(desk: OrganizerDesk | JudgeDesk) -> Shown:
    """Counts. Both roles: ``{"role", "event", "mode", "submissions", "judges", "ballots", "visits", "conflicts", …}``.

    ``ballots`` are the counted ones (with absent, recused and skipped), ``visits`` those with marks. An organizer's has
    ``wanted``, ``unvisited``, ``pending``, ``gaps``, ``unfit``, ``files``, ``last_merge``, ``lock_waiting``, ``waiting``
    (statements that need a person's word), ``quarantined``, ``signed_off`` (judges), ``missing`` (own statements),
    ``can_speak`` and ``backup_problem`` too; a judge's ``judge``, ``round``, ``recorded``, ``drafts``, ``handed_in``,
    ``new_since``, ``received``, ``signed_off``, ``words`` and ``cards``:
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
        "locked": record.lock is not None,
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
            "lock_waiting": len(record.lock_waiting),
            "waiting": sum(len(late.entries) for late in waiting_for_a_word(desk)),
            "quarantined": sum(not item.salvaged for item in quarantined(desk)),
            "signed_off": sum(record.signed_off(judge) for judge in record.judges),
            "missing": desk.missing,
            "can_speak": desk.can_speak,
            "backup_problem": desk.backup_problem,
        }
    status = desk.status()
    return shown | {
        "judge": desk.judge.name,
        "round": status.total,
        "recorded": status.recorded,
        "drafts": status.drafts,
        "handed_in": status.handed_in,
        "new_since": status.new_since,
        "received": status.received,
        "signed_off": desk.signed_off,
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
    names = {judge.id: judge.name for judge in record.judges.values()} | {ANOTHER_ORGANIZER: ORGANIZER}
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
