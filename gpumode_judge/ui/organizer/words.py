"""Small wordings that several pages share."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER
from gpumode_judge.event.people import Outcome
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.totals import rounded

OUTCOMES = {
    Outcome.MARKED: ("done", "Marked"),
    Outcome.ABSENT: ("absent", "Absent"),
    Outcome.RECUSED: ("recused", "Recused"),
    Outcome.SKIPPED: ("skipped", "Skipped"),
}


def counted(count: int, one: str, many: str = "") -> str:
    """``1 judge``, ``12 judges``, ``no judges``."""
    many = many or f"{one}s"
    return f"no {many}" if not count else f"1 {one}" if count == 1 else f"{count:,} {many}"


def when(iso: str, zone: str) -> str:
    """A UTC time as the event's wall clock shows it, such as ``19 Sep, 21:04``; nothing for nothing."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        local = moment
    return f"{local.day} {local:%b, %H:%M}"


def score(value: Fraction | None) -> str:
    """A score with one decimal; a dash without a visit."""
    return "–" if value is None else str(rounded(value))


def listed(words: Iterable[str], most: int = 6) -> str:
    """``A, B and C``; beyond ``most`` the rest is counted."""
    items = [word for word in words if word]
    if len(items) > most:
        return ", ".join(items[:most]) + f" and {len(items) - most} more"
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1]))) if items else ""


def tracks_of(record: Record, ids: Sequence[str]) -> str:
    """The names of tracks."""
    return ", ".join(record.track(name) for name in ids)


def called(record: Record, submission_id: str) -> str:
    """A submission's title with its table."""
    submission = record.submissions.get(submission_id)
    if submission is None:
        return "a submission that is not known here"
    return f"{submission.title} (table {submission.table})" if submission.table else submission.title


def judge_called(record: Record, judge_id: str) -> str:
    """A judge's name."""
    if judge_id == ANOTHER_ORGANIZER:
        return "another organizer"
    judge = record.judges.get(judge_id)
    return judge.name if judge else "a judge who is not known here"
