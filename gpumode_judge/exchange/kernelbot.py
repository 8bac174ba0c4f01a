"""KernelBot's leaderboards as JSON, in both shapes in which they can be fetched.

A list of submissions, each with ``user_name``, ``submission_score``, ``leaderboard_name`` and ``gpu_type``; or what the site gives:
an object with ``rankings``, by GPU a list of ``user_name`` and ``score``, or a list of such objects. Scores are seconds.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line

UNIT: Final = "s"
MOST_ENTRIES: Final = 100_000
_MOST_NUMBER: Final = 64  # characters
_INSIDE: Final = ("data", "leaderboards", "leaderboard")
Object = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """One entry: the ``number``-th of its file. ``seconds`` is ``None`` without a score; ``why`` tells what is wrong, if anything."""

    number: int
    user: str
    seconds: Decimal | None
    gpu: str
    leaderboard: str
    why: str = ""


def is_json(data: bytes) -> bool:
    """Whether a file can be JSON, which no table begins as."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{")


def scores_from(name: str, data: bytes) -> tuple[Score, ...]:
    """All entries of a file, which messages call ``name``, in its order.

    Raises:
        Problem: it is not JSON, or not a leaderboard as KernelBot gives it.
    """
    shown = f"“{clean_line(name, 120)}”"
    try:
        found = tuple(_lists(_parsed(shown, data), ""))
        if not found:
            raise Problem(
                f"{shown} is not a leaderboard of KernelBot: it has neither a list of submissions nor “rankings”."
            )
        scores: list[Score] = []
        for leaderboard, gpu, entries in found:
            for entry in entries:
                if len(scores) >= MOST_ENTRIES:
                    raise Problem(f"{shown} has more than {MOST_ENTRIES:,} entries; fetch one leaderboard alone.")
                scores.append(_score(len(scores) + 1, entry, leaderboard, gpu))
    except RecursionError:
        raise Problem(f"{shown} is nested deeper than any leaderboard; fetch it again.") from None
    if not any(score.user for score in scores) and scores:
        raise Problem(f"{shown} is not a leaderboard of KernelBot: none of its entries has a “user_name”.")
    return tuple(scores)


def _parsed(shown: str, data: bytes) -> object:
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_float=_number, parse_int=_number, parse_constant=_number, object_pairs_hook=_object
        )  # fmt: skip
    except UnicodeDecodeError:
        raise Problem(f"{shown} is not UTF-8 text, so it is not a leaderboard of KernelBot; fetch it again.") from None
    except json.JSONDecodeError as error:
        raise Problem(f"{shown} is not whole JSON: line {error.lineno} cannot be read; fetch it again.") from None
    except ValueError as error:
        raise Problem(f"{shown} says “{clean_line(str(error), 60)}” twice in one place; fetch it again.") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(key)
        found[key] = value
    return found


def _number(text: str) -> Decimal:
    """A number to the digit; what is none, or longer than any, becomes NaN and is refused where it is needed."""
    try:
        return Decimal(text) if len(text) <= _MOST_NUMBER else Decimal("NaN")
    except InvalidOperation:
        return Decimal("NaN")


def _lists(value: object, leaderboard: str, depth: int = 0) -> Iterator[tuple[str, str, list[object]]]:
    """Every list of entries with its leaderboard and GPU, as far as they stand outside of the entries."""
    if depth > 4:
        return
    if isinstance(value, list):
        items = cast("list[object]", value)
        boards = [cast("Object", item) for item in items if isinstance(item, dict) and "rankings" in item]
        for board in boards:
            yield from _lists(board, leaderboard, depth + 1)
        if not boards and all(isinstance(item, dict) for item in items):
            yield leaderboard, "", items
    elif isinstance(value, dict):
        board = cast("Object", value)
        leaderboard = _text(board, "leaderboard_name") or _text(board, "name") or leaderboard
        rankings = board.get("rankings")
        if isinstance(rankings, dict):
            for gpu, entries in cast("Mapping[str, object]", rankings).items():
                if isinstance(entries, list):
                    yield leaderboard, clean_line(gpu, 60), cast("list[object]", entries)
            return
        for key in _INSIDE:
            if isinstance(board.get(key), list | dict):
                yield from _lists(board[key], leaderboard, depth + 1)


def _score(number: int, entry: object, leaderboard: str, gpu: str) -> Score:
    if not isinstance(entry, dict):
        return Score(number, "", None, gpu, leaderboard, "It is not an entry of a leaderboard.")
    fields = cast("Object", entry)
    user = _text(fields, "user_name") or _text(fields, "user_id")
    gpu = gpu or _text(fields, "gpu_type")
    leaderboard = _text(fields, "leaderboard_name") or leaderboard
    score = fields.get("submission_score", fields.get("score"))
    why = "" if user else "It names no user."
    if score is None:
        return Score(number, user, None, gpu, leaderboard, why)
    seconds = _number(score.strip()) if isinstance(score, str) else score
    if not isinstance(seconds, Decimal) or not seconds.is_finite():
        why = why or "Its score is not a number."
        seconds = None
    return Score(number, user, seconds, gpu, leaderboard, why)


def _text(fields: Object, key: str) -> str:
    value = fields.get(key)
    if isinstance(value, Decimal):
        return clean_line(str(value), 60)
    return clean_line(value, 100) if isinstance(value, str) else ""
