"""The published bundle: one file with which anybody can check the result.

The lines of a .gmj file (see :mod:`gpumode_judge.exchange.gmj`) with the header ``{"format":"gmj-bundle","v":1,"event":…,"title":…,
"count":N,"names":0|1,"notes":0|1}``, a line ``{"standings":…}`` with the result as it was published, and the same trailer.
Entries that counted stand there whole; every other one, and what was left out on purpose, as a stub, so that all chains verify.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.event.text import clean_line, slug
from gpumode_judge.exchange.gmj import (
    MOST_BYTES,
    UNREADABLE,
    BadFile,
    GmjFile,
    begins_as,
    changed,
    format_gmj,
    json_line,
    newer,
    parse_gmj,
)
from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.system.files import read_regular, write_new

SUFFIX: Final = ".gmjpub"
_FORMAT: Final = "gmj-bundle"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds: checked entries and stubs, and the ``standings`` that it claims. ``names`` and ``notes`` tell
    whether judges' names and remarks were published."""

    file: GmjFile
    standings: Mapping[str, Any]
    names: bool
    notes: bool


def write_bundle(
    path: Path,
    event: str,
    title: str,
    entries: Iterable[Entry],
    stubs: Iterable[Stub],
    standings: Mapping[str, Any],
    *,
    names: bool,
    notes: bool,
) -> Path:
    """Write a new bundle and read it back; Problem if the disk refused or there is a file already."""
    inner = format_gmj(event, title, entries, stubs)
    head = {"format": _FORMAT, "v": 1, "event": event, "title": title, "names": int(names), "notes": int(notes)}
    content = json_line(head) + b"\n" + json_line({"standings": standings}) + b"\n" + inner
    whole = content + b'{"sha256":"%s"}\n' % sha256(content).hexdigest().encode()
    write_new(path, whole)
    parse_bundle(read_regular(path, MOST_BYTES * 2))
    return path


def is_bundle(data: bytes) -> bool:
    """Whether bytes begin as a bundle does."""
    return begins_as(data, _FORMAT)


def parse_bundle(data: bytes) -> Bundle:
    """The content of a bundle's bytes, with every signature checked.

    Raises:
        BadFile: a rule of the format is broken; the sentence names the line.
    """
    if not is_bundle(data):
        raise BadFile(
            1, "", "This is no published result: it does not begin as one. Choose a file that ends in .gmjpub."
        )
    first, _, rest = data.partition(b"\n")
    claim, _, rest = rest.partition(b"\n")
    inner, _, trailer = rest[:-1].rpartition(b"\n") if rest.endswith(b"\n") else (b"", b"", b"")
    content = data[: len(data) - len(trailer) - 1]
    if trailer != b'{"sha256":"%s"}' % sha256(content).hexdigest().encode():
        raise changed(data.count(b"\n"))
    head, said = _object(first, 1), _object(claim, 2)
    standings = said.get("standings")
    if head.get("v") != 1 or not isinstance(standings, dict):
        raise newer()
    file = parse_gmj(inner + b"\n")
    if file.event != head.get("event"):
        raise changed(1)
    return Bundle(file, cast("dict[str, Any]", standings), head.get("names") == 1, head.get("notes") == 1)


def read_bundle(path: Path) -> Bundle:
    """Read a bundle; :class:`Problem` says what is wrong with it."""
    return parse_bundle(read_regular(path, MOST_BYTES * 2))


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        value: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadFile(number, UNREADABLE) from error
    if not isinstance(value, dict):
        raise BadFile(number, UNREADABLE)
    return cast("dict[str, Any]", value)


def bundle_name(title: str) -> str:
    """The name under which a bundle is offered to be saved."""
    return f"{slug(clean_line(title), 'event')}-result{SUFFIX}"
