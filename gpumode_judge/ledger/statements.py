"""Typed statements and the ``data`` of a body, both ways. What strangers signed is checked here, field by field."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.people import Audience, Ballot, Judge, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Entered, Link, Submission
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ledger.entry import BadEntry, Entry, Json

E = TypeVar("E", bound=StrEnum)
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")
_DEVICE: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Assign:
    """The submissions that a judge visits, in order."""

    judge: str
    submissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrol:
    """This device speaks for that judge; with an empty judge it is an organizer's."""

    device: str
    judge: str


@dataclass(frozen=True, slots=True)
class Hello:
    """I am that judge on this device; ``proof`` shows that I know the judge's ticket (``""`` without one)."""

    judge: str
    proof: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """Among these conflicting heads, ``pick`` holds and the others are replaced."""

    pick: str
    among: tuple[str, ...]


Statement = (
    Event | Rubric | Rules | Track | Prize | Submission | Judge | Assign | Enrol | Hello | Ballot | Remark | Resolve
)
Data = Mapping[str, Json]

FROM_ORGANIZERS: Final = frozenset(
    {"event", "rubric", "rules", "track", "prize", "submission", "judge", "assign", "enrol", "resolve"}
)
FROM_JUDGES: Final = frozenset({"hello", "ballot", "remark"})


def kind_of(statement: Statement) -> str:
    """The ``kind`` under which a statement is signed."""
    return type(statement).__name__.lower()


def slot_of(statement: Statement) -> tuple[str, ...]:
    """What a statement is about. Two statements about the same thing, neither replacing the other, are a conflict."""
    match statement:
        case Track(id=name) | Prize(id=name) | Submission(id=name) | Judge(id=name):
            return (kind_of(statement), name)
        case Assign(judge=judge):
            return ("assign", judge)
        case Enrol(device=device):
            return ("enrol", device)
        case Ballot():
            return ("ballot", statement.judge, statement.submission)
        case Remark():
            return ("remark", statement.judge, statement.submission, statement.criterion, statement.audience.value)
        case Hello() | Resolve() | Event() | Rubric() | Rules():
            return (kind_of(statement),)


def to_data(statement: Statement) -> dict[str, Json]:
    """What is signed for a statement. Marks and weights are decimal strings: no float ever enters the ledger."""
    match statement:
        case Event() as e:
            return {
                "title": e.title, "place": e.place, "day": e.day, "zone": e.zone, "mode": e.mode.value,
                "sponsors": list(e.sponsors),
            }  # fmt: skip
        case Rubric() as r:
            return {"name": r.name, "criteria": [_criterion_data(c) for c in r.criteria]}
        case Rules() as r:
            weights = {key: plain(weight) for key, weight in sorted(r.weights.items())}
            return {"weights": weights, "method": r.method, "priority": r.priority}
        case Track() as t:
            return {"id": t.id, "name": t.name, "description": t.description}
        case Prize() as p:
            return {
                "id": p.id, "name": p.name, "sponsor": p.sponsor, "award": p.award, "count": p.count,
                "eligible": p.eligible, "again": int(p.again), "place": p.place,
            }  # fmt: skip
        case Submission() as s:
            return {
                "id": s.id, "title": s.title, "team": s.team, "table": s.table, "tracks": list(s.tracks),
                "prizes": list(s.prizes), "members": list(s.members), "links": [[k.label, k.url] for k in s.links],
                "description": s.description, "entered": s.entered.value, "source": s.source,
            }  # fmt: skip
        case Judge() as j:
            return {"id": j.id, "name": j.name, "affiliation": j.affiliation, "tracks": list(j.tracks)}
        case Assign() as a:
            return {"judge": a.judge, "submissions": list(a.submissions)}
        case Enrol() as e:
            return {"device": e.device, "judge": e.judge}
        case Hello() as h:
            return {"judge": h.judge, "proof": h.proof}
        case Ballot() as b:
            return {
                "judge": b.judge, "submission": b.submission, "rubric": b.rubric, "outcome": b.outcome.value,
                "marks": {key: plain(mark) for key, mark in sorted(b.marks.items())}, "reason": b.reason,
                "began": b.began, "ended": b.ended,
            }  # fmt: skip
        case Remark() as r:
            return {
                "judge": r.judge, "submission": r.submission, "criterion": r.criterion, "audience": r.audience.value,
                "text": r.text,
            }  # fmt: skip
        case Resolve() as r:
            return {"pick": r.pick, "among": sorted(r.among)}


def from_entry(entry: Entry) -> Statement:
    """What an entry says.

    Raises:
        BadEntry: the kind is unknown or a field is missing or cannot be.
    """
    reader = _READERS.get(entry.kind)
    if reader is None:
        raise BadEntry(
            f"“{clean_line(entry.kind, 40)}” is a kind of statement that this version of the app does not know"
        )
    try:
        return reader(entry.data)
    except BadEntry:
        raise
    except (Problem, KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        raise BadEntry(f"a statement of kind “{entry.kind}” lacks something or holds what cannot be") from error


def _criterion_data(c: Criterion) -> dict[str, Json]:
    return {
        "key": c.key, "name": c.name, "prompt": c.prompt, "scale": [plain(c.scale.low), plain(c.scale.high), plain(c.scale.step)],
        "anchors": {plain(level): text for level, text in sorted(c.anchors.items())}, "note": c.note_prompt, "scope": c.scope,
    }  # fmt: skip


def _line(data: Data, key: str, limit: int = 300) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return clean_line(value, limit)


def _block(data: Data, key: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return clean_block(value)


def _list(data: Data, key: str) -> list[Any]:
    value = data[key]
    if not isinstance(value, list):
        raise TypeError(key)
    return cast("list[Any]", value)


def _lines(data: Data, key: str, limit: int = 300) -> tuple[str, ...]:
    return tuple(_line({"": value}, "", limit) for value in _list(data, key))


def _id(data: Data, key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not 1 <= len(value) <= 64 or not value.isascii() or not value.isprintable():
        raise TypeError(key)
    return value


def _ids(data: Data, key: str) -> tuple[str, ...]:
    return tuple(_id({"": value}, "") for value in _list(data, key))


def _decimal(value: object) -> Decimal:
    # No exponents: "1E-999999" is short to sign and a million characters to show.
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise TypeError(value)
    return Decimal(value)


def _decimals(data: Data, key: str) -> dict[str, Decimal]:
    value = data[key]
    if not isinstance(value, dict):
        raise TypeError(key)
    return {_id({"": name}, ""): _decimal(number) for name, number in cast("dict[str, Any]", value).items()}


def _whole(data: Data, key: str) -> int:
    value = data[key]
    if not isinstance(value, int):
        raise TypeError(key)
    return value


def _choice(kind: type[E], data: Data, key: str) -> E:
    return kind(_line(data, key))


def _event(d: Data) -> Event:
    return Event(
        title=_line(d, "title"), place=_line(d, "place"), day=_line(d, "day", 40), zone=_line(d, "zone", 60),
        mode=_choice(Mode, d, "mode"), sponsors=_lines(d, "sponsors"),
    )  # fmt: skip


def _criterion(d: Data) -> Criterion:
    low, high, step = (_decimal(value) for value in _list(d, "scale"))
    anchors = cast("dict[str, Json]", d["anchors"])
    return Criterion(
        key=_id(d, "key"), name=_line(d, "name"), prompt=_block(d, "prompt"), scale=Scale(low, high, step),
        anchors={_decimal(level): _block(anchors, level) for level in anchors}, note_prompt=_line(d, "note"),
        scope=_line(d, "scope"),
    )  # fmt: skip


def _rubric(d: Data) -> Rubric:
    return Rubric(name=_line(d, "name"), criteria=tuple(_criterion(c) for c in _list(d, "criteria")))


def _rules(d: Data) -> Rules:
    return Rules(weights=_decimals(d, "weights"), method=_line(d, "method", 40), priority=_line(d, "priority", 64))


def _track(d: Data) -> Track:
    return Track(id=_id(d, "id"), name=_line(d, "name"), description=_block(d, "description"))


def _prize(d: Data) -> Prize:
    return Prize(
        id=_id(d, "id"), name=_line(d, "name"), sponsor=_line(d, "sponsor"), award=_line(d, "award"), count=_whole(d, "count"),
        eligible=_line(d, "eligible"), again=bool(_whole(d, "again")), place=_whole(d, "place"),
    )  # fmt: skip


def _submission(d: Data) -> Submission:
    links = tuple(Link(clean_line(label), clean_line(url, 2000)) for label, url in _list(d, "links"))
    return Submission(
        id=_id(d, "id"), title=_line(d, "title"), team=_line(d, "team"), table=_line(d, "table", 40), tracks=_ids(d, "tracks"),
        prizes=_ids(d, "prizes"), members=_lines(d, "members"), links=links, description=_block(d, "description"),
        entered=_choice(Entered, d, "entered"), source=_line(d, "source", 2000),
    )  # fmt: skip


def _judge(d: Data) -> Judge:
    return Judge(id=_id(d, "id"), name=_line(d, "name"), affiliation=_line(d, "affiliation"), tracks=_ids(d, "tracks"))


def _enrol(d: Data) -> Enrol:
    device = _id(d, "device")
    if not _DEVICE.fullmatch(device):
        raise ValueError("device")
    return Enrol(device, _id(d, "judge") if d["judge"] else "")


def _ballot(d: Data) -> Ballot:
    ballot = Ballot(
        judge=_id(d, "judge"), submission=_id(d, "submission"), rubric=_id(d, "rubric"), outcome=_choice(Outcome, d, "outcome"),
        marks=_decimals(d, "marks"), reason=_line(d, "reason"), began=_line(d, "began", 40), ended=_line(d, "ended", 40),
    )  # fmt: skip
    if bool(ballot.marks) != (ballot.outcome is Outcome.MARKED):
        raise ValueError("marks")
    return ballot


def _remark(d: Data) -> Remark:
    return Remark(
        judge=_id(d, "judge"), submission=_id(d, "submission"), criterion=_id(d, "criterion") if d["criterion"] else "",
        audience=_choice(Audience, d, "audience"), text=_block(d, "text"),
    )  # fmt: skip


def _resolve(d: Data) -> Resolve:
    among = _ids(d, "among")
    if (pick := _id(d, "pick")) not in among:
        raise ValueError("pick")
    return Resolve(pick, among)


_READERS: Final[Mapping[str, Callable[[Data], Statement]]] = {
    "event": _event,
    "rubric": _rubric,
    "rules": _rules,
    "track": _track,
    "prize": _prize,
    "submission": _submission,
    "judge": _judge,
    "assign": lambda d: Assign(_id(d, "judge"), _ids(d, "submissions")),
    "enrol": _enrol,
    "hello": lambda d: Hello(_id(d, "judge"), _line(d, "proof", 64)),
    "ballot": _ballot,
    "remark": _remark,
    "resolve": _resolve,
}
