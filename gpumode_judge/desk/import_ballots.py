"""Which ballots from paper an import records for their judges."""

from collections.abc import Mapping

from gpumode_judge.desk.changes import Changes, ImportReport
from gpumode_judge.event.people import REASONS, Audience, Ballot, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric, plain
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.matching import match_judge, match_submission
from gpumode_judge.exchange.rows import BallotRow, Rows, Skipped
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Statement


def changes(
    record: Record,
    rows: Rows[BallotRow],
    emails: Mapping[str, str],
    paper: Mapping[tuple[str, str], Ballot],
) -> Changes:
    """Ballots as entered by the organizers. One that a judge's own laptop recorded otherwise becomes a conflict, to be decided.

    ``paper`` are the ballots that were typed in before, by (judge, submission): the same one is not said again, even if it lost.
    """
    rubric = record.rubric
    if rubric is None:
        raise Problem("Ballots cannot be imported while two rubrics are in conflict; choose one on the Merge page.")
    said: list[Statement] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    added = changed = unchanged = 0
    remarks = {(r.value.judge, r.value.submission, r.value.text) for r in record.remarks}
    for row in rows.items:
        judge = match_judge(row.judge, record.judges.values(), emails)
        submission = match_submission(row.submission, record.submissions.values(), row.table)
        why = judge.why or submission.why or _unfit(rubric, record.submissions.get(submission.id), row)
        if why:
            skipped.append(Skipped(row.line, why))
            continue
        notes += [f"Line {row.line}: {note}" for note in (judge.note, submission.note) if note]
        ballot = Ballot(
            judge=judge.id, submission=submission.id, rubric=record.rubric_eid, outcome=row.outcome, marks=row.marks,
            reason=_reason(row),
        )  # fmt: skip
        held = record.ballots.get((judge.id, submission.id)) or record.unfit.get((judge.id, submission.id))
        if row.note and (judge.id, submission.id, row.note) not in remarks:
            said.append(Remark(judge=judge.id, submission=submission.id, audience=Audience.ORGANIZERS, text=row.note))
        before = (held.value if held else None, paper.get((judge.id, submission.id)))
        if any(b and (b.outcome, b.marks) == (ballot.outcome, ballot.marks) for b in before):
            unchanged += 1
            continue
        if held and not held.paper:
            notes.append(
                f"Line {row.line}: {row.judge} recorded other marks on their own laptop; decide between the two on the Merge page."
            )
        added += held is None
        changed += held is not None
        said.append(ballot)
    if record.lock is not None and added + changed:
        notes.append("The scores are locked: these ballots come late and wait until they are admitted.")
    report = ImportReport(added=added, changed=changed, unchanged=unchanged, skipped=tuple(skipped), notes=tuple(notes))
    return Changes(statements=tuple(said), report=report)


def _unfit(rubric: Rubric, submission: Submission | None, row: BallotRow) -> str:
    if submission is None or row.outcome is not Outcome.MARKED:
        return ""
    for criterion in rubric.of(submission):
        mark = row.marks.get(criterion.key)
        if mark is None:
            return f"“{criterion.name}” has no mark; a ballot needs all of them."
        if not criterion.scale.allows(mark):
            return f"“{criterion.name}” has {plain(mark)}, but its scale is {criterion.scale}."
    return ""


def _reason(row: BallotRow) -> str:
    if row.outcome is Outcome.MARKED:
        return ""
    return clean_line(row.reason) or REASONS[row.outcome][0]
