"""The .gmj file: event files for judges and score files from judges, in one format.

UTF-8 lines: a header ``{"format":"gmj","v":1,"event":…,"title":…,"count":N}``; N lines, each an entry
``{"b":base64(body),"s":base64(sig)}`` or the stub of a withheld one ``{"x":[eid,device,seq,prev]}``; a trailer
``{"end":N,"sha256":…}`` over all bytes before it. A line has at most 64 KiB, a file 64 MiB and 200,000 lines.
"""

import json
import os
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, slug
from gpumode_judge.ledger.entry import MOST_INTEGER, BadEntry, Entry, NewerEntry, Stub
from gpumode_judge.system.files import explain, read_regular, write_new

SUFFIX: Final = ".gmj"
MOST_LINE: Final = 64 * 1024
MOST_BYTES: Final = 64 * 1024 * 1024
MOST_LINES: Final = 200_000
_HEX: Final = frozenset("0123456789abcdef")
UNREADABLE: Final = "it cannot be read any more"
_AGAIN: Final = "Copy it again from the laptop that wrote it."
_END: Final = b'{"end":'


class BadFile(Problem):
    """A file that breaks a rule of the format. ``line`` is where, from 1; ``sentence`` tells it in other words."""

    def __init__(self, line: int, why: str, sentence: str = "") -> None:
        super().__init__(sentence or f"Line {line} is damaged or was changed: {why}. {_AGAIN}")
        self.line = line


def cut_short(line: int, where: str) -> BadFile:
    """A file that ends too early; ``where`` says so in a few words."""
    return BadFile(line, "", f"This file is not whole: {where}. {_AGAIN}")


def changed(line: int) -> BadFile:
    """A file that has its end, but not the content that its laptop wrote."""
    return BadFile(line, "", f"Something in this file was changed or lost on the way. {_AGAIN}")


def newer(line: int = 1) -> BadFile:
    """A file of a version to come."""
    return BadFile(
        line, "", "A newer version of this app wrote this file. Install that version here, and open it again."
    )


@dataclass(frozen=True, slots=True)
class GmjFile:
    """A file whose every byte was checked: ``sha256`` names these bytes, all signatures fit.

    ``organizers`` tells that it was written for another organizers' laptop.
    """

    event: str
    title: str
    entries: tuple[Entry, ...]
    stubs: tuple[Stub, ...]
    sha256: str
    organizers: bool = False


def read_gmj(path: Path) -> GmjFile:
    """Read a file once and check the bytes that were read.

    Raises:
        Problem: it is no regular file, is too large, or breaks a rule of the format.
    """
    return parse_gmj(read_regular(path, MOST_BYTES))


def parse_gmj(data: bytes) -> GmjFile:
    """The content of a file's bytes.

    Raises:
        BadFile: a rule is broken; the sentence names the line.
    """
    if not data.strip(b"\0"):
        raise BadFile(1, "", f"This file is empty: copying it was interrupted. {_AGAIN}")
    if not data.startswith(b"{") or b'"gmj' not in data[:100]:
        raise _no_gmj()
    lines = lines_of(data)
    header = object_of(lines[0], 1)
    if header.get("format") != "gmj":
        raise _no_gmj()
    if header.get("v") != 1 or isinstance(header.get("v"), bool):
        raise newer()
    event, title, count = header.get("event"), header.get("title"), header.get("count")
    if not _is_eid(event) or not isinstance(title, str):
        raise changed(1)
    check_end(data, lines, count)
    entries: list[Entry] = []
    stubs: list[Stub] = []
    for number, line in enumerate(lines[1:-1], 2):
        item = _usual_entry(line, number) or item_of(object_of(line, number), number)
        (entries if isinstance(item, Entry) else stubs).append(cast("Any", item))
    organizers = header.get("for") == "organizers"
    digest = sha256(data).hexdigest()
    return GmjFile(cast("str", event), clean_line(title), tuple(entries), tuple(stubs), digest, organizers)


def _no_gmj() -> BadFile:
    return BadFile(
        1,
        "",
        "This is no event file or score file: it does not begin as one, whatever its name says. Look for another.",
    )


def begins_as(data: bytes, format: str) -> bool:  # noqa: A002  (the header's word)
    """Whether bytes begin as this app begins a file of the ``format`` that its header names."""
    return data.startswith(b'{"format":"%s"' % format.encode())


def check_end(data: bytes, lines: list[bytes], count: object) -> None:
    """That the last of a file's lines is the one that closes it, after ``count`` others; else :class:`BadFile`."""
    if not lines[-1].startswith(_END):
        raise cut_short(1, "its end is missing")
    if isinstance(count, bool) or count != len(lines) - 2:
        raise changed(1)
    digest = sha256(memoryview(data)[: len(data) - len(lines[-1]) - 1]).hexdigest()
    if object_of(lines[-1], len(lines)) != {"end": count, "sha256": digest}:
        raise changed(len(lines))


def format_gmj(
    event: str, title: str, entries: Iterable[Entry], stubs: Iterable[Stub] = (), *, organizers: bool = False
) -> bytes:
    """The bytes of a file; the same content gives the same bytes. ``organizers`` marks one for another organizers' laptop.

    Raises:
        Problem: there is more than a file may hold.
    """
    items: list[Entry | Stub] = sorted([*entries, *stubs], key=lambda item: (item.device, item.seq, item.eid))
    header = {"format": "gmj", "v": 1, "event": event, "title": title, "count": len(items)}
    if organizers:
        header["for"] = "organizers"
    lines = [json_line(header), *(entry_line(item) for item in items)]
    content = b"".join(line + b"\n" for line in lines)
    whole = content + json_line({"end": len(items), "sha256": sha256(content).hexdigest()}) + b"\n"
    if len(whole) > MOST_BYTES or len(items) + 2 > MOST_LINES:
        raise Problem("This event has grown past what one file may hold (64 MiB or 200,000 lines); split it by judge.")
    return whole


def write_gmj(
    target: Path,
    who: str,
    event: str,
    title: str,
    entries: Iterable[Entry],
    stubs: Iterable[Stub] = (),
    wrap: Callable[[bytes], bytes] | None = None,
    organizers: bool = False,
) -> Path:
    """Write a new file and read it back: ``target`` itself if it ends in .gmj, else into the folder ``target``.

    ``wrap`` may seal the bytes before they are written.

    In a folder its name follows from the content, ``<event>-<who>-<seq>-<eid8>.gmj``, and a file that is there already with these
    very bytes is left alone and its path returned. Nothing is ever overwritten.

    Raises:
        Problem: there is nothing to write, the disk refused, or what was read back differs.
    """
    kept = sorted(entries, key=lambda entry: (entry.device, entry.seq))
    if not kept:
        raise Problem("There is nothing to write yet.")
    data = format_gmj(event, title, kept, stubs, organizers=organizers)
    parse_gmj(data)
    if wrap:
        data = wrap(data)
    # Path.is_dir raises for names that no disk can hold.
    if target.suffix.lower() == SUFFIX and not os.path.isdir(target):  # noqa: PTH112
        return _written(target, data)
    last = max(kept, key=lambda entry: (entry.seq, entry.eid))
    name = f"{slug(title, 'event')}-{slug(who, 'file')}-{last.seq}-{last.eid[:8]}"
    for attempt in range(1, 1000):
        path = target / (f"{name}{SUFFIX}" if attempt == 1 else f"{name}-{attempt}{SUFFIX}")
        if not os.path.lexists(path):
            return _written(path, data)
        if _holds(path, data):
            return path
    raise Problem(f"“{target.name}” already holds too many files named “{name}”; choose another folder.")


def _holds(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.stat().st_size == len(data) and read_regular(path, MOST_BYTES) == data
    except (Problem, OSError):  # whatever lies there, it is not this file
        return False


def _written(path: Path, data: bytes) -> Path:
    write_new(path, data)
    if read_regular(path, MOST_BYTES) != data:
        raise Problem(f"“{path.name}” was not kept as it was written; try another stick or disk.")
    return path


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a file within its limits; a broken one raises :class:`BadFile`."""
    if not data.endswith(b"\n"):
        number = data.count(b"\n") + 1
        raise cut_short(number, f"it ends in the middle of line {number:,}")
    if data.count(b"\n") > MOST_LINES:
        raise BadFile(MOST_LINES, "", "This file has more than 200,000 lines; this app writes none that long.")
    lines = data[:-1].split(b"\n")
    if max(map(len, lines)) > MOST_LINE:
        number = next(number for number, line in enumerate(lines, 1) if len(line) > MOST_LINE)
        raise BadFile(number, "it is longer than 64 KiB")
    if len(lines) < 3:
        raise cut_short(len(lines), "nothing is in it")
    return lines


def object_of(line: bytes, number: int) -> dict[str, Any]:
    """The JSON object on line ``number``: no key twice, no fractions; else :class:`BadFile`."""
    try:
        parsed: object = _DECODER.decode(line.decode())
    except (ValueError, RecursionError) as error:
        raise BadFile(number, UNREADABLE) from error
    if not isinstance(parsed, dict):
        raise BadFile(number, UNREADABLE)
    return cast("dict[str, Any]", parsed)


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ValueError("twice")
    return fields


def _refuse(text: str) -> object:
    raise ValueError(text)


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_refuse, parse_float=_refuse)


def _usual_entry(line: bytes, number: int) -> Entry | None:
    """The verified entry on a line as :func:`entry_line` writes it, without the detour over JSON: base64 needs none of its escapes."""
    if not line.startswith(b'{"b":"') or not line.endswith(b'"}'):
        return None
    body, between, sig = line[6:-2].partition(b'","s":"')
    try:
        return Entry.verified(b64decode(body, validate=True), b64decode(sig, validate=True)) if between else None
    except BadEntry as error:
        raise _refused(number, error) from error
    except (Base64Error, ValueError):
        return None


def item_of(fields: dict[str, Any], number: int) -> Entry | Stub:
    """The verified entry or the stub that line ``number`` holds; else :class:`BadFile`."""
    try:
        if fields.keys() == {"b", "s"}:
            return Entry.verified(b64decode(fields["b"], validate=True), b64decode(fields["s"], validate=True))
        if fields.keys() == {"x"} and (stub := _stub(fields["x"])):
            return stub
    except BadEntry as error:
        raise _refused(number, error) from error
    except (Base64Error, TypeError, ValueError) as error:
        raise BadFile(number, UNREADABLE) from error
    raise BadFile(number, "no statement stands on it")


def _refused(number: int, error: BadEntry) -> BadFile:
    return newer(number) if isinstance(error, NewerEntry) else BadFile(number, str(error))


def _stub(parts: object) -> Stub | None:
    if not isinstance(parts, list) or len(cast("list[object]", parts)) != 4:
        return None
    eid, device, seq, prev = cast("list[object]", parts)
    if not _is_eid(eid) or not _is_eid(device) or not (prev == "" or _is_eid(prev)):
        return None
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq <= MOST_INTEGER:
        return None
    return Stub(cast("str", eid), cast("str", device), seq, cast("str", prev))


def _is_eid(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and _HEX.issuperset(value)


def entry_line(item: Entry | Stub) -> bytes:
    """The line on which an entry or a stub stands."""
    if isinstance(item, Stub):
        return json_line({"x": [item.eid, item.device, item.seq, item.prev]})
    return b'{"b":"%s","s":"%s"}' % (b64encode(item.body), b64encode(item.sig))


def json_line(fields: dict[str, Any]) -> bytes:
    """An object as it stands on a line."""
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def find_gmj(paths: Iterable[Path]) -> Iterator[Path]:
    """The .gmj files among paths: files as they are, folders with everything below them, in a fixed order, links not followed.

    Folders that this user may not look into are left out, as every stick has some of the system's.

    Raises:
        Problem: a folder could not be read to its end.
    """
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112  (Path.is_dir raises for names that no disk can hold)
            yield from sorted(_below(path), key=os.fspath)
        else:
            yield path


def _below(folder: Path) -> Iterator[Path]:
    def refused(error: OSError) -> None:
        if not isinstance(error, PermissionError) or Path(error.filename) == folder:
            raise Problem(explain(error, Path(error.filename or folder))) from error

    for parent, _, names in os.walk(folder, onerror=refused):
        for name in names:
            found = Path(parent, name)
            if found.suffix.lower() == SUFFIX and not name.startswith(".") and not found.is_symlink():
                yield found
