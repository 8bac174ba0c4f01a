"""Publish the result so that anybody can check it, and check what others published."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.showing import standings_of
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.bundle import Bundle, bundle_name, read_bundle, write_bundle
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Record

# What a published row must tell; one that an older version wrote tells no more.
_ALWAYS: Final = frozenset({"rank", "submission", "team", "visits", "score", "shares"})


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a bundle came to. ``identical`` tells whether the standings follow from the entries; ``differences``
    are sentences; ``entries`` and ``withheld`` count what was checked and what was left out of the file."""

    title: str
    identical: bool
    differences: tuple[str, ...]
    entries: int
    withheld: int
    standings: Mapping[str, Any]


def publish(desk: OrganizerDesk, target: Path, *, names: bool = False, notes: bool = False) -> Path:
    """Write everything that counted, the rules and the standings into one new file.

    ``names`` publishes the judges' names, ``notes`` their remarks; without them nothing in the file tells either.

    Raises:
        Problem: the scores are not locked (unless it is a rehearsal), or the disk refused.
    """
    record = desk.record
    if record.lock is None and record.event.mode.value == "live":
        raise Problem("Lock the scores before you publish them: what is published should not change any more.")
    left_out = {kind for kind, told in (("remark", notes), ("judge", names)) if not told}
    entries: list[Entry] = []
    stubs: list[Stub] = []
    for entry in desk.ledger:
        verdict = record.verdicts.get(entry.eid)
        if verdict is Verdict.FOREIGN or verdict is Verdict.PENDING:
            continue
        counted = verdict is Verdict.COUNTED and entry.kind not in left_out
        if counted:
            entries.append(entry)
        else:
            stubs.append(Stub.of(entry))
    stubs += [stub for stub in desk.ledger.stubs if stub.eid not in desk.ledger]
    path = target / bundle_name(record.event.title) if target.is_dir() else target
    shown = standings_of(record)
    return write_bundle(path, record.event_id, record.event.title, entries, stubs, shown, names=names, notes=notes)


def verify_bundle(path: Path) -> Verified:
    """Check every signature and chain of a bundle, work out the standings from nothing, and compare.

    Raises:
        Problem: the file is damaged, or its entries do not say which event they belong to.
    """
    bundle = read_bundle(path)
    return _compare(bundle)


def _compare(bundle: Bundle) -> Verified:
    ledger = Ledger(bundle.file.entries, bundle.file.stubs)
    record = project(ledger, bundle.file.event, published=True)
    differences = [
        f"A {entry.kind} of {entry.at} does not count: its verdict is “{verdict}”."
        for entry in sorted(ledger, key=lambda e: (e.device, e.seq))
        if (verdict := record.verdicts.get(entry.eid)) is not Verdict.COUNTED
    ]
    differences += _missing(bundle, record)
    found = standings_of(record)
    differences += _rows(bundle.standings, found)
    return Verified(
        bundle.file.title, not differences, tuple(differences), len(bundle.file.entries), len(bundle.file.stubs), found
    )


def _missing(bundle: Bundle, record: Record) -> list[str]:
    """The ends of chains that the lock names and the file does not have, not even as a place: whoever cut them off fitted the result."""
    there = {entry.eid for entry in bundle.file.entries} | {stub.eid for stub in bundle.file.stubs}
    return [
        f"Statements are missing: the scores were locked with {seq} of the laptop “{four_words(device)}”, and the last is not here."
        for device, (seq, eid) in (record.lock or {}).items()
        if eid not in there
    ]


def _rows(claimed: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Where two results differ, in sentences."""
    differences: list[str] = []
    if any(claimed.get(key) != found[key] for key in ("event", "method")):
        differences.append("The file claims another event or method than its statements say.")
    elif claimed.get("ranked_by", found["ranked_by"]) != found["ranked_by"]:
        differences.append("The file claims to be ranked by another method than its statements allow.")
    rows: object = claimed.get("rows")
    lines = cast("list[object]", rows) if isinstance(rows, list) else []
    told = [cast("dict[str, Any]", row) for row in lines if isinstance(row, dict)]
    said = {str(row.get("id")): row for row in told}
    if len(said) < len(lines):
        differences.append("The published result has a line that names no submission, or names one twice.")
    for row in found["rows"]:
        before = said.pop(row["id"], None)
        if before is None:
            differences.append(f"“{row['submission']}” is not in the published result.")
        elif any(before.get(key) != row.get(key) for key in before.keys() | _ALWAYS):
            differences.append(
                f"“{row['submission']}”: published {_told(before)}, but the statements give {_told(row)}."
            )
    differences += [
        f"“{row.get('submission')}” is in the published result but in no statement." for row in said.values()
    ]
    return differences


def _told(row: Mapping[str, Any]) -> str:
    if row.get("score") is None:
        return "no score"
    return f"rank {row.get('rank')}, {row.get('score')} of 100 from {row.get('visits')} visits"
