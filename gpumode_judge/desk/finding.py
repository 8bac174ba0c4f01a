"""Find what a person names on the command line or in a search field."""

from collections.abc import Mapping

from gpumode_judge.desk.telling import names
from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.mapping import criterion_of
from gpumode_judge.exchange.matching import match_judge, match_submission
from gpumode_judge.ledger.record import Record


def find_submission(record: Record, text: str) -> Submission:
    """The submission with that title, team, table number or id; :class:`Problem` if there is none or more than one."""
    found = match_submission(text, record.submissions.values())
    if found.why:
        raise Problem(found.why)
    return record.submissions[found.id]


def find_judge(record: Record, text: str, emails: Mapping[str, str] | None = None) -> Judge:
    """The judge with that name, e-mail address or id; :class:`Problem` if there is none or more than one."""
    found = match_judge(text, record.judges.values(), emails or {})
    if found.why:
        raise Problem(f"{found.why} The judges are: {names(j.name for j in record.judges.values()) or 'none yet'}.")
    return record.judges[found.id]


def find_criterion(record: Record, text: str) -> str:
    """The key of the criterion with that key or name; :class:`Problem` if there is none."""
    criteria = record.rubric.criteria if record.rubric else ()
    key, _ = criterion_of(text, criteria)
    if not key:
        raise Problem(f"There is no criterion “{text}”; there are {', '.join(c.key for c in criteria) or 'none'}.")
    return key
