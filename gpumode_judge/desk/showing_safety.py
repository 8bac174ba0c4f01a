"""What the desks tell a program about locks, laptops, broken files, backups and published results: plain values as in ``showing``."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gpumode_judge.desk.backups import Backup
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.locking import Check, waiting_for_a_word
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.publishing import Verified
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.desk.resolving import Together
from gpumode_judge.desk.showing import Shown
from gpumode_judge.desk.telling import about
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import slot_of

LATER: Final = "later"


def show_interests(record: Record) -> list[Shown]:
    """``[{"judge", "submission", "reason", "judge_id", "id"}]``: who does not mark what; ``id`` is the submission's."""
    return [
        {
            "judge": record.judges[judge].name if judge in record.judges else judge,
            "submission": record.submissions[name].title if name in record.submissions else name,
            "reason": reason, "judge_id": judge, "id": name,
        }
        for (judge, name), reason in record.interests.items()
    ]  # fmt: skip


def show_totals(desk: JudgeDesk) -> Shown:
    """``{"judge", "signed_off", "rows": [{"submission", "id", "team", "table", "outcome", "total"}]}``, best first.

    ``total`` is null for absent, recused and skipped.
    """
    rows = [
        {
            "submission": t.submission.title, "id": t.submission.id, "team": t.submission.team, "table": t.submission.table,
            "outcome": t.ballot.outcome.value, "total": None if t.total is None else float(t.total),
        }
        for t in desk.own_totals()
    ]  # fmt: skip
    return {"judge": desk.judge.name, "signed_off": desk.signed_off, "rows": rows}


def show_lock(desk: OrganizerDesk, checks: Iterable[Check] = ()) -> Shown:
    """``{"locked", "signatures", "waiting": [{"id", "opens", "missing", "laptops"}], "checks": [{"ok", "text", "place"}]}``.

    ``signatures`` is how many organizers must sign. What is ``waiting`` lacks ``missing`` of them: a lock, or with ``opens``
    that scores are opened again; ``laptops`` are the four words of those that signed it.
    """
    record = desk.record
    return {
        "locked": record.lock is not None,
        "signatures": record.rules.signatures,
        "waiting": [
            {
                "id": item.eids[0], "opens": not item.manifest, "missing": item.missing,
                "laptops": [four_words(device) for device in item.devices],
            }
            for item in record.lock_waiting
        ],
        "checks": [{"ok": check.ok, "text": check.text, "place": check.place} for check in checks],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class WhileLocked:
    """What opening the scores can change: the eids that came after the lock, and the ids of what is first."""

    late: tuple[str, ...]
    first: tuple[str, ...]


def while_locked(desk: OrganizerDesk) -> WhileLocked | None:
    """To keep before scores are opened again, for :func:`show_counts_now`; ``None`` while they are open."""
    if desk.record.lock is None:
        return None
    late = [eid for group in waiting_for_a_word(desk) if group.verdict is Verdict.LATE for eid in group.entries]
    return WhileLocked(tuple(late), _first(desk))


def show_counts_now(desk: OrganizerDesk, before: WhileLocked | None) -> Shown | None:
    """``{"statements": [{"id", "at", "kind", "about"}], "first_place": {"before": [title], "now": [title]}}``.

    Of those that came after the lock the ones that count, now that scores are open; ``None`` if they were not opened.
    ``first_place`` is null where it is as before.
    """
    record = desk.record
    if before is None or record.lock is not None:
        return None
    counting = [eid for eid in before.late if record.verdicts.get(eid) is Verdict.COUNTED]
    now = _first(desk)
    titles = [[record.submissions[name].title for name in names] for names in (before.first, now)]
    return {
        "statements": [_show_entry(desk, eid) for eid in counting],
        "first_place": None if set(now) == set(before.first) else {"before": titles[0], "now": titles[1]},
    }


def _first(desk: OrganizerDesk) -> tuple[str, ...]:
    """The submissions that are first; none while nothing can be worked out."""
    try:
        return tuple(row.submission for row in desk.result.standings.rows if row.rank == 1)
    except Problem:
        return ()


def _show_entry(desk: OrganizerDesk, eid: str) -> Shown:
    entry = desk.ledger.entries[eid]
    statement = desk.ledger.statement(entry)
    kind = clean_line(entry.kind, 40)
    named = kind if isinstance(statement, Exception) else about(desk.record, slot_of(statement))
    return {"id": eid, "at": clean_line(entry.at, 40), "kind": kind, "about": named}


def show_waiting(desk: OrganizerDesk) -> list[Shown]:
    """``[{"words", "judge", "why", "device", "entries": [{"id", "at", "kind", "about"}]}]``: what waits for a person's word.

    ``why`` is ``late``, ``gap``, ``forked`` or ``revoked``; ``entries`` are oldest first.
    """
    record = desk.record
    shown: list[Shown] = []
    for late in waiting_for_a_word(desk):
        entries = [_show_entry(desk, eid) for eid in late.entries]
        judge = record.judges.get(late.judge)
        shown.append(
            {
                "words": four_words(late.device), "judge": judge.name if judge else "", "why": late.verdict.value,
                "device": late.device, "entries": entries,
            }
        )  # fmt: skip
    return shown


def show_devices(desk: OrganizerDesk) -> list[Shown]:
    """``[{"words", "judge", "device", "entries", "revoked_from", "revoked_entries"}]``: every laptop that spoke here.

    ``revoked_from`` is the number of its first statement that no longer counts, null while all may.
    """
    record, ledger = desk.record, desk.ledger
    judges = {p.device: p.judge for p in record.pending} | dict(record.devices)
    shown: list[Shown] = []
    for device in ledger.devices:
        chain = ledger.chain(device)
        judge, start = record.judges.get(judges.get(device, "")), record.revoked.get(device)
        shown.append(
            {
                "words": four_words(device), "judge": judge.name if judge else "", "device": device, "entries": len(chain),
                "revoked_from": start,
                "revoked_entries": 0 if start is None else sum(entry.seq >= start for entry in chain),
            }
        )  # fmt: skip
    return shown


def show_together(record: Record, together: Together) -> Shown:
    """``{"judge", "conflicts", "keeps": [{"keep", "paper", "last", "settles", "ballots", "marks", "notes", "left"}], "why_not"}``.

    The ways to settle all conflicts of one judge at once. ``keep`` is what ``conflicts --keep`` takes: a laptop's words or ``later``.
    """
    keeps = (*together.laptops, *filter(None, [together.later]))
    return {
        "judge": record.judges[together.judge].name, "conflicts": len(together.conflicts),
        "keeps": [
            {
                "keep": four_words(keep.device) if keep.device else LATER, "paper": keep.paper, "last": keep.last,
                "settles": len(keep.picks), "ballots": keep.ballots, "marks": keep.marks, "notes": keep.notes, "left": keep.left,
            }
            for keep in keeps
        ],
        "why_not": together.why_not,
    }  # fmt: skip


def show_quarantine(desk: OrganizerDesk) -> list[Shown]:
    """``[{"sha256", "file", "at", "who", "why", "line", "entries", "lost", "salvaged"}]``: broken files that are kept.

    ``entries`` statements in it are whole; ``lost`` are the lines that say nothing any more, the first of them.
    """
    return [
        {
            "sha256": item.sha256, "file": item.name, "at": item.at, "who": item.who, "why": item.why, "line": item.line,
            "entries": item.entries, "lost": list(item.lost), "salvaged": item.salvaged,
        }
        for item in quarantined(desk)
    ]  # fmt: skip


def show_backups(found: Iterable[Backup]) -> list[Shown]:
    """``[{"number", "at", "entries", "reason", "damaged", "path"}]``, newest first and numbered from 1."""
    return [
        {
            "number": number, "at": backup.at, "entries": backup.entries, "reason": backup.reason,
            "damaged": backup.damaged, "path": str(backup.path),
        }
        for number, backup in enumerate(found, 1)
    ]  # fmt: skip


def show_verified(found: Verified) -> Shown:
    """``{"file", "title", "identical", "differences": [text], "entries", "withheld", "standings"}`` of a published result.

    ``standings`` are those that its statements come to, as the command ``standings`` shows them.
    """
    return {
        "file": "published result", "title": found.title, "identical": found.identical,
        "differences": list(found.differences), "entries": found.entries, "withheld": found.withheld,
        "standings": dict(found.standings),
    }  # fmt: skip
