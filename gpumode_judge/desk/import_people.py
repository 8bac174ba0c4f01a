"""Which judges and which visits an import adds or changes."""

from collections.abc import Mapping
from dataclasses import replace

from gpumode_judge.desk.changes import Changes, ImportReport
from gpumode_judge.desk.desk import new_id
from gpumode_judge.event.event import Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.text import fold
from gpumode_judge.exchange.matching import match_judge, match_submission
from gpumode_judge.exchange.rows import AssignmentRow, JudgeRow, Rows, Skipped
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Assign


def judge_changes(record: Record, rows: Rows[JudgeRow], emails: Mapping[str, str]) -> Changes:
    """A row is the judge with the same e-mail address, else with the same name (and affiliation, if two share the name)."""
    tracks = {fold(t.name): t.id for t in record.tracks}
    new_tracks: list[Track] = []
    by_email = {fold(emails[j.id]): j for j in record.judges.values() if emails.get(j.id)}
    judges: list[Judge] = []
    contacts: dict[str, str] = {}
    added = changed = unchanged = 0
    for row in rows.items:
        for name in row.tracks:
            if fold(name) not in tracks:
                new_tracks.append(Track(id=new_id(), name=name))
                tracks[fold(name)] = new_tracks[-1].id
        before = (by_email.get(fold(row.email)) if row.email else None) or _named(record, row, emails)
        ids = tuple(dict.fromkeys(tracks[fold(name)] for name in row.tracks))
        if before is None:
            after = Judge(id=new_id(), name=row.name, affiliation=row.affiliation, tracks=ids)
        else:
            after = replace(
                before, name=row.name, affiliation=row.affiliation or before.affiliation, tracks=ids or before.tracks
            )
        same_email = not row.email or emails.get(after.id) == row.email
        added += before is None
        unchanged += before == after and same_email
        changed += before is not None and not (before == after and same_email)
        if before != after:
            judges.append(after)
        if row.email and not same_email:
            contacts[after.id] = row.email
    notes = (f"Added as tracks: {'; '.join(t.name for t in new_tracks)}.",) if new_tracks else ()
    report = ImportReport(added=added, changed=changed, unchanged=unchanged, notes=notes)
    return Changes(statements=tuple(new_tracks), judges=tuple(judges), contacts=contacts, report=report)


def _named(record: Record, row: JudgeRow, emails: Mapping[str, str]) -> Judge | None:
    same = [j for j in record.judges.values() if fold(j.name) == fold(row.name)]
    if row.email:
        same = [j for j in same if not emails.get(j.id)]
    if len(same) > 1:
        same = [j for j in same if fold(j.affiliation) == fold(row.affiliation)]
    return same[0] if len(same) == 1 else None


def assignment_changes(record: Record, rows: Rows[AssignmentRow], emails: Mapping[str, str]) -> Changes:
    """The table replaces the visits of every judge that it names; where no order is said, its own order holds."""
    rounds: dict[str, list[tuple[int, int, str]]] = {}
    skipped: list[Skipped] = []
    notes: list[str] = []
    for row in rows.items:
        judge = match_judge(row.judge, record.judges.values(), emails)
        submission = match_submission(row.submission, record.submissions.values(), row.table)
        if why := judge.why or submission.why:
            skipped.append(Skipped(row.line, why))
            continue
        notes += [f"Line {row.line}: {note}" for note in (judge.note, submission.note) if note]
        mine = rounds.setdefault(judge.id, [])
        if any(known == submission.id for _, _, known in mine):
            skipped.append(Skipped(row.line, "This judge already has that submission further up."))
        else:
            mine.append((row.order if row.order is not None else len(mine) + 1, row.line, submission.id))
    assigns = [Assign(judge, tuple(s for _, _, s in sorted(mine))) for judge, mine in rounds.items()]
    fresh = [a for a in assigns if record.assignments.get(a.judge) != a.submissions]
    before = {a.judge: record.assignments.get(a.judge, ()) for a in assigns}
    added = sum(len(set(a.submissions) - set(before[a.judge])) for a in assigns)
    moved = sum(len(set(a.submissions) & set(before[a.judge])) for a in fresh)
    kept = sum(len(a.submissions) for a in assigns) - added - moved
    report = ImportReport(added=added, changed=moved, unchanged=kept, skipped=tuple(skipped), notes=tuple(notes))
    return Changes(statements=tuple(fresh), report=report)
