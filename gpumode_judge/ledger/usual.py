"""Bodies in the form in which this app writes them, read in one look: nine of ten entries of an evening are ballots of this form.

Nothing is said here about bodies in any other form: the readers for all of JSON decide about them. For a body that keeps the
rules of the format both come to the same.
"""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeVar, cast

from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.bulk import Remembered, open_twin

E = TypeVar("E")

_MOST_WHO: Final = 256  # bytes, more than fits before a place
_WHO: Final = re.compile(r'\{"v":1,"event":"((?:[0-9a-f]{64})?)","kind":"([a-z]{1,40})","device":"([0-9a-f]{64})",')
# Without a backslash a text ends at the next quotation mark; to look for that alone is far faster than to look at every character.
_REST: Final = re.compile(
    r'"seq":([1-9][0-9]{0,14}),"prev":"([^"]*)","at":"([0-9TZ:.-]{0,40})","supersedes":\[([^\]]*)\],"data":\{'
    r'(?:"judge":"([^"]*)","submission":"([^"]*)","rubric":"([^"]*)","outcome":"([^"]*)","marks":(\{[^}]*\}),'
    r'"reason":"([^"]*)","began":"([0-9TZ:.-]{0,40})","ended":"([0-9TZ:.-]{0,40})"\}\}\Z)?'
)
_LONG: Final = 1000  # characters of marks that nobody gives twice, but that a hostile file could fill the memory with
_EIDS: Final = re.compile(r'"[0-9a-f]{64}"(?:,"[0-9a-f]{64}")*')
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")
_OUTCOMES: Final = {outcome.value: outcome for outcome in Outcome}
_MARKED: Final = Outcome.MARKED
_UNUSUAL: Final = (KeyError, TypeError, ValueError, RecursionError)
_OpenBallot: Final = open_twin(Ballot)


def look(eid: str, body: bytes, sig: bytes, make: Callable[..., E]) -> E | None:
    """What a body in the usual form is made into; ``None`` for any other.

    ``make`` is given all three and what the body holds: event, kind, device, seq, prev, at, what it replaces, and the ballot, if
    it is one in the usual form to the last byte of the body. Of a ballot every byte was looked at but what ``prev`` says, the place
    of an entry in its chain, and how much it replaces. Else it is taken for granted that the body keeps the rules of the format.

    Raises:
        UnicodeDecodeError: the body is no UTF-8.
    """
    begins = body.find(b'"seq":')
    who = _who[body[:begins]] if begins < _MOST_WHO else None
    found = _REST.match(body.decode(), begins) if who and b"\\" not in body else None
    if who is None or found is None:
        return None
    seq, prev, at, replaced, judge, submission, rubric, outcome, marks, reason, began, ended = found.groups()
    if replaced and not _EIDS.fullmatch(replaced):
        return None
    event, kind, device = who
    ballot: Ballot | None = None
    if kind == "ballot" and judge is not None:
        try:
            ballot = quick_ballot(
                name[judge], name[submission], name[rubric], _OUTCOMES[outcome],
                _marks[marks] if len(marks) < _LONG else _read_marks(marks),
                _reason(reason) if reason else "", began, ended,
            )  # fmt: skip
        except _UNUSUAL:  # the reader of ballots says what is wrong, if anything is
            ballot = None
        if ballot and (not ballot.marks) is (ballot.outcome is _MARKED):
            ballot = None
    supersedes = tuple(replaced[1:-1].split('","')) if replaced else ()
    return make(eid, body, sig, event, kind, device, int(seq), prev, at, supersedes, ballot)


def quick_ballot(
    judge: str,
    submission: str,
    rubric: str,
    outcome: Outcome,
    marks: Mapping[str, Decimal],
    reason: str,
    began: str,
    ended: str,
) -> Ballot:
    """A ballot like any other, made quickly."""
    made = _OpenBallot()
    made.judge = judge
    made.submission = submission
    made.rubric = rubric
    made.outcome = outcome
    made.marks = marks
    made.reason = reason
    made.began = began
    made.ended = ended
    made.__class__ = Ballot
    return made


def _read_who(head: bytes) -> tuple[str, str, str] | None:
    found = _WHO.fullmatch(head.decode())
    return (found[1], found[2], found[3]) if found else None


def _read_name(value: str) -> str:
    if not 1 <= len(value) <= 64 or not value.isascii() or not value.isprintable():
        raise TypeError(value)
    return value


def _read_number(value: str) -> Decimal:
    if not _NUMBER.fullmatch(value):
        raise TypeError(value)
    return Decimal(value)


def _reason(text: str) -> str:
    if not text.isprintable():  # among them what JSON does not allow in a text
        raise ValueError(text)
    return clean_line(text)


def _read_marks(text: str) -> Mapping[str, Decimal]:
    marks: dict[str, Decimal] = {}
    for key, value in cast("list[tuple[str, object]]", json.loads(text, object_pairs_hook=list)):
        if key in marks or not isinstance(value, str):
            raise TypeError(key)
        marks[name[key]] = number[value]
    return marks


# Event, kind and device: all that a device says begins in one of a few ways.
_who: Final = Remembered(_read_who, 16_384)
# An id, or TypeError: an evening names a few hundred things a hundred thousand times.
name: Final = Remembered(_read_name, 8192)
# A decimal without an exponent ("1E-999999" is short to sign and a million characters to show), or TypeError.
number: Final = Remembered(_read_number, 2048)
# Marks from their JSON. Judges give the same ones again and again.
_marks: Final = Remembered(_read_marks, 8192)
