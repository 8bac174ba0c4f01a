"""The result that the ceremony tells as text, byte for byte the same for the same result, and back. What is read back is checked."""

import json
import math
import re
from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final, cast

from gpumode_judge.ceremony.snapshot import Contender, Opened, PrizeResult, Snapshot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line

FORMAT: Final = "gpumode-judge-result"
VERSION: Final = 1
MOST_BYTES: Final = 16_000_000
_FRACTION: Final = re.compile(r"-?[0-9]{1,4000}/[1-9][0-9]{0,3999}")


def to_json(snapshot: Snapshot) -> str:
    """The text of a result. Points and scores are exact fractions, ``"numerator/denominator"``."""
    s = snapshot
    value = {
        "format": FORMAT, "v": VERSION, "title": s.title, "place": s.place, "day": s.day,
        "sponsors": s.sponsors, "colours": s.colours, "logos": s.logos,
        "criteria": s.criteria, "contenders": [_contender(c) for c in s.contenders], "prizes": [_prize(p) for p in s.prizes],
        "source": s.source, "at": s.at, "rehearsal": s.rehearsal,
    }  # fmt: skip
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """What is signed for a result: the SHA-256 of its text, in hex."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def from_json(text: str) -> Snapshot:
    """The result that :func:`to_json` wrote as ``text``.

    Raises:
        Problem: it is not such a text, to the byte.
    """
    try:
        if len(text) > MOST_BYTES:
            raise ValueError("too long")
        snapshot = _snapshot(_Fields(json.loads(text, parse_constant=_no_constant)))
        if to_json(snapshot) != text:
            raise ValueError("another spelling")
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise Problem("The result that is kept for the ceremony cannot be read; take it again.") from error
    return snapshot


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _contender(c: Contender) -> dict[str, object]:
    return {
        "key": c.key, "name": c.name, "team": c.team, "members": c.members, "table": c.table, "tracks": c.tracks, "photo": c.photo,
        "rank": c.rank, "score": None if c.score is None else _told(c.score), "measured": _told(c.measured),
        "ballots": [[_told(b.points), b.hidden] for b in c.ballots], "shares": c.shares, "low": c.low, "high": c.high,
    }  # fmt: skip


def _prize(p: PrizeResult) -> dict[str, object]:
    return {
        "id": p.id, "name": p.name, "sponsor": p.sponsor, "award": p.award, "logo": p.logo, "winners": p.winners, "why": p.why,
        "shared": p.shared, "general": p.general,
    }  # fmt: skip


def _told(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


class _Fields:
    """The fields of one object; every one is asked for by its kind, and none may be left."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise TypeError("not an object")
        self._left = dict(cast("Mapping[str, Any]", value))

    def take(self, key: str, *kinds: type) -> Any:  # noqa: ANN401  (what JSON holds is anything)
        value = self._left.pop(key)
        if type(value) not in kinds:
            raise TypeError(key)
        return value

    def line(self, key: str) -> str:
        text: str = self.take(key, str)
        if clean_line(text, 4000) != text:
            raise ValueError(key)
        return text

    def lines(self, key: str) -> tuple[str, ...]:
        return tuple(_Fields({key: item}).line(key) for item in self.take(key, list))

    def whole(self, key: str) -> int | None:
        value: int | None = self.take(key, int, type(None))
        if value is not None and not 0 < value < 10**6:
            raise ValueError(key)
        return value

    def fraction(self, key: str) -> Fraction:
        text: str = self.take(key, str)
        if not _FRACTION.fullmatch(text):
            raise ValueError(key)
        return Fraction(text)

    def share(self, key: str) -> float:
        value: float = self.take(key, float)
        if not math.isfinite(value):
            raise ValueError(key)
        return value

    def done(self) -> None:
        if self._left:
            raise ValueError("unknown fields")


def _snapshot(f: _Fields) -> Snapshot:
    if f.take("format", str) != FORMAT or f.take("v", int) != VERSION:
        raise ValueError("another format")
    made = Snapshot(
        title=f.line("title"), place=f.line("place"), day=f.line("day"), sponsors=f.lines("sponsors"), colours=f.lines("colours"),
        logos=tuple((f"{a}", f"{b}") for a, b in (_pair(p) for p in f.take("logos", list))), criteria=f.lines("criteria"),
        contenders=tuple(_read_contender(_Fields(c)) for c in f.take("contenders", list)),
        prizes=tuple(_read_prize(_Fields(p)) for p in f.take("prizes", list)),
        source=f.line("source"), at=f.line("at"), rehearsal=f.take("rehearsal", bool),
    )  # fmt: skip
    f.done()
    keys = {c.key for c in made.contenders}
    if len(keys) < len(made.contenders) or any(not keys.issuperset(p.winners) for p in made.prizes):
        raise ValueError("teams")
    return made


def _pair(value: object) -> tuple[str, str]:
    f = _Fields(dict(zip(("one", "two"), cast("list[object]", value), strict=True)))
    return f.line("one"), f.line("two")


def _read_contender(f: _Fields) -> Contender:
    score: str | None = f.take("score", str, type(None))
    made = Contender(
        key=f.line("key"), name=f.line("name"), team=f.line("team"), members=f.lines("members"), table=f.line("table"),
        tracks=f.lines("tracks"), photo=f.line("photo"), rank=f.whole("rank"),
        score=None if score is None else _Fields({"score": score}).fraction("score"), measured=f.fraction("measured"),
        ballots=tuple(_read_ballot(b) for b in f.take("ballots", list)), shares=tuple(_read_share(s) for s in f.take("shares", list)),
        low=f.whole("low"), high=f.whole("high"),
    )  # fmt: skip
    f.done()
    return made


def _read_ballot(value: object) -> Opened:
    f = _Fields(dict(zip(("points", "hidden"), cast("list[object]", value), strict=True)))
    return Opened(points=f.fraction("points"), hidden=f.take("hidden", bool))


def _read_share(value: object) -> tuple[str, float, float]:
    f = _Fields(dict(zip(("name", "mine", "field"), cast("list[object]", value), strict=True)))
    return f.line("name"), f.share("mine"), f.share("field")


def _read_prize(f: _Fields) -> PrizeResult:
    made = PrizeResult(
        id=f.line("id"), name=f.line("name"), sponsor=f.line("sponsor"), award=f.line("award"), logo=f.line("logo"),
        winners=f.lines("winners"), why=f.lines("why"), shared=f.take("shared", bool), general=f.take("general", bool),
    )  # fmt: skip
    f.done()
    return made
