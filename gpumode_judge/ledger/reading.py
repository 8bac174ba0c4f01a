"""From the ``data`` of a body to a typed statement. What strangers signed is checked here, field by field."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Audience, Ballot, Judge, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.submission import Entered, Link, Submission
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ledger.entry import MOST_INTEGER, BadEntry, Entry, Json
from gpumode_judge.ledger.statements import (
    Admit,
    Assign,
    Award,
    Checkpoint,
    Decision,
    Enrol,
    Freeze,
    Hello,
    Interest,
    Lock,
    Place,
    Resolve,
    Revoke,
    Signoff,
    Statement,
    Told,
)
from gpumode_judge.ledger.usual import name, number

E = TypeVar("E", bound=StrEnum)
Data = Mapping[str, Json]
_FIGURE: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,18})?")
_HEX: Final = re.compile(r"[0-9a-f]{64}")


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
        return entry.ballot or reader(entry.data)
    except BadEntry:
        raise
    except (Problem, KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        raise BadEntry(f"a statement of kind “{entry.kind}” lacks something or holds what cannot be") from error


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
    if not isinstance(value, str):
        raise TypeError(key)
    return name[value]


def _ids(data: Data, key: str) -> tuple[str, ...]:
    return tuple(_id({"": value}, "") for value in _list(data, key))


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(value)
    return number[value]


def _figure_value(value: object) -> Decimal | None:
    """A measured figure or an anchor of one; empty text is none."""
    if value == "":
        return None
    if not isinstance(value, str) or not _FIGURE.fullmatch(value):
        raise TypeError(value)
    return Decimal(value)


def _hex(value: object) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise TypeError(value)
    return value


def _decimals(data: Data, key: str) -> dict[str, Decimal]:
    return {_id({"": key}, ""): _decimal(value) for key, value in _map(data, key).items()}


def _whole(data: Data, key: str, least: int = -MOST_INTEGER) -> int:
    value = data[key]
    if not isinstance(value, int) or value < least:
        raise TypeError(key)
    return value


def _map(data: Data, key: str) -> dict[str, Any]:
    value = data[key]
    if not isinstance(value, dict):
        raise TypeError(key)
    return cast("dict[str, Any]", value)


def _choice(kind: type[E], data: Data, key: str) -> E:
    return kind(_line(data, key))


def _event(d: Data) -> Event:
    return Event(
        title=_line(d, "title"), place=_line(d, "place"), day=_line(d, "day", 40), zone=_line(d, "zone", 60),
        mode=_choice(Mode, d, "mode"), sponsors=_lines(d, "sponsors"),
        sealed="sealed" in d and bool(_whole(d, "sealed")),
        colours=_lines(d, "colours", 7) if "colours" in d else (),
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
    return Rules(
        weights=_decimals(d, "weights"), method=_line(d, "method", 40), priority=_line(d, "priority", 64),
        signatures=_whole(d, "signatures") if "signatures" in d else 1,
        measured=tuple(_measured(m) for m in _list(d, "measured")) if "measured" in d else (),
        ties=tuple(Tie(tie) for tie in _lines(d, "ties", 40)) if "ties" in d else Rules().ties,
    )  # fmt: skip


def _measured(d: Data) -> Measured:
    points = [_figure_value(value) for value in _list(d, "points")]
    return Measured(
        key=_id(d, "key"), name=_line(d, "name"), unit=_line(d, "unit", 40), lower=bool(_whole(d, "lower")),
        turn=_choice(Turn, d, "turn"), points=tuple(n for n in points if n is not None), zero=_figure_value(d["zero"]),
        full=_figure_value(d["full"]), excludes=bool(_whole(d, "excludes")), scope=_line(d, "scope"),
    )  # fmt: skip


def _track(d: Data) -> Track:
    return Track(id=_id(d, "id"), name=_line(d, "name"), description=_block(d, "description"))


def _prize(d: Data) -> Prize:
    return Prize(
        id=_id(d, "id"), name=_line(d, "name"), sponsor=_line(d, "sponsor"), award=_line(d, "award"), count=_whole(d, "count"),
        eligible=_line(d, "eligible"), again=bool(_whole(d, "again")), place=_whole(d, "place"),
        weights=_decimals(d, "weights") if "weights" in d else {},
        shared="shared" in d and bool(_whole(d, "shared")),
        decided=_line(d, "decided", 40) if "decided" in d else "standings",
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
    return Enrol(_hex(d["device"]), _id(d, "judge") if d["judge"] else "")


def _ballot(d: Data) -> Ballot:
    return _checked(
        Ballot(
            judge=_id(d, "judge"), submission=_id(d, "submission"), rubric=_id(d, "rubric"),
            outcome=_choice(Outcome, d, "outcome"), marks=_decimals(d, "marks"), reason=_line(d, "reason"),
            began=_line(d, "began", 40), ended=_line(d, "ended", 40),
        )
    )  # fmt: skip


def _checked(ballot: Ballot) -> Ballot:
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


def _place(value: object) -> Place:
    seq, eid = _list({"": cast("Json", value)}, "")
    return _whole({"": seq}, "", 1), _hex(eid)


def _agenda(d: Data) -> Agenda:
    return Agenda(
        items=tuple(_item(_list({"": value}, "")) for value in _list(d, "items")), hand_in=_line(d, "hand_in", 20)
    )


def _item(values: list[Any]) -> AgendaItem:
    begins, ends, title, where = (_line({"": value}, "") for value in values)
    return AgendaItem(begins=begins, ends=ends, title=title, where=where)


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
    "conflict": lambda d: Interest(_id(d, "judge"), _id(d, "submission"), _line(d, "reason")),
    "revoke": lambda d: Revoke(_hex(d["device"]), _whole(d, "seq", 0), _line(d, "reason")),
    "lock": lambda d: Lock({_hex(device): _place(place) for device, place in _map(d, "manifest").items()}),
    "agenda": _agenda,
    "freeze": lambda d: Freeze({_hex(device): _place(place) for device, place in _map(d, "manifest").items()}),
    "told": lambda d: Told(_hex(d["digest"]), _hex(d["lock"]) if d["lock"] else ""),
    "admit": lambda d: Admit(tuple(_hex(eid) for eid in _list(d, "entries")), _line(d, "reason")),
    "award": lambda d: Award(_id(d, "prize"), _ids(d, "submissions"), _line(d, "reason"), _line(d, "by")),
    "measure": lambda d: Figure(
        submission=_id(d, "submission"),
        criterion=_id(d, "criterion"),
        value=_figure_value(d["value"]),
        unit=_line(d, "unit", 40),
        source=_line(d, "source"),
    ),
    "decide": lambda d: Decision(
        _ids(d, "order"), _line(d, "by"), _line(d, "reason"), _id(d, "prize") if d["prize"] else ""
    ),
    "checkpoint": lambda d: Checkpoint(_hex(d["device"]), _whole(d, "seq", 1), _hex(d["eid"])),
    "signoff": lambda d: Signoff(
        _id(d, "judge"), {_id({"": s}, ""): _hex(eid) for s, eid in _map(d, "ballots").items()}
    ),
}
