"""What the table of submissions shows of each."""

from dataclasses import dataclass

from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.ledger.record import visiting_order
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import tracks_of
from gpumode_judge.ui.shared.tables import Column

STATES = {
    Entered.SUBMITTED: ("ok", "To be judged"),
    Entered.DRAFT: ("draft", "Draft"),
    Entered.WITHDRAWN: ("skipped", "Withdrawn"),
}


@dataclass(frozen=True)
class SubmissionRow:
    """One submission as it is listed. ``order`` sorts by table as a judge walks."""

    submission: Submission
    tracks: str
    prizes: str
    visits: int
    others: str
    order: tuple[object, ...]

    @property
    def state(self) -> str:
        """Whether it is judged, in a word."""
        return STATES[self.submission.entered][1]


def rows_of(view: View) -> tuple[SubmissionRow, ...]:
    """A row for each submission, in visiting order."""
    record = view.record
    progress = {row.submission.id: row for row in view.overview.submissions}
    rows: list[SubmissionRow] = []
    for submission in record.submissions.values():
        seen = progress.get(submission.id)
        counts = ((seen.absent, "absent"), (seen.recused, "recused"), (seen.skipped, "skipped")) if seen else ()
        rows.append(
            SubmissionRow(
                submission,
                tracks_of(record, submission.tracks),
                "\n".join(record.prize(name) for name in submission.prizes),
                seen.visits if seen else 0,
                ", ".join(f"{count} {word}" for count, word in counts if count),
                visiting_order(submission),
            )
        )
    return tuple(rows)


def _tone(row: SubmissionRow) -> str | None:
    return None if row.submission.entered is Entered.SUBMITTED else "ink_soft"


COLUMNS: tuple[Column[SubmissionRow], ...] = (
    Column("table", "Table", lambda r: r.submission.table, lambda r: r.order, width=84, tone=_tone),
    Column("title", "Title", lambda r: r.submission.title, tip=lambda r: r.submission.title, tone=_tone),
    Column("team", "Team", lambda r: r.submission.team, tip=lambda r: r.submission.team, tone=_tone),
    Column("tracks", "Tracks", lambda r: r.tracks, width=130, tip=lambda r: r.tracks, tone=_tone),
    Column(
        "prizes", "Prizes", lambda r: str(len(r.submission.prizes) or ""), lambda r: len(r.submission.prizes), True,
        tip=lambda r: r.prizes, width=84, tone=_tone,
    ),
    Column("visits", "Visits", lambda r: str(r.visits), lambda r: r.visits, True, tip=lambda r: r.others, width=84),
    Column(
        "state", "State", lambda r: r.state, width=140,
        icon=lambda r: {"To be judged": "check", "Draft": "draft", "Withdrawn": "minus"}[r.state],
        tone=lambda r: "good" if r.submission.entered is Entered.SUBMITTED else "ink_soft",
    ),
)  # fmt: skip
