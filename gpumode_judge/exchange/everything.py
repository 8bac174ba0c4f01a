"""One file with everything of a workspace: the ledger, and what otherwise never leaves it. For the organizers alone.

UTF-8 lines: a header ``{"format":"gmj-everything","v":1,"event":…,"title":…,"count":N}``; N lines, each an entry
``{"b":…,"s":…}``, a stub ``{"x":[…]}`` or ``{"<kind>":value}`` of the rest; a trailer ``{"end":N,"sha256":…}``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.gmj import (
    changed,
    check_end,
    cut_short,
    entry_line,
    item_of,
    json_line,
    newer,
    object_of,
)
from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.system.files import read_regular, write_new

SUFFIX: Final = ".gmjall"
MOST: Final = 512 * 1024 * 1024
KINDS: Final = ("draft", "note", "contact", "ticket", "setting", "file", "from", "key", "picture", "shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """The content of such a file. ``rest`` is by kind: what each value looks like is the desk's business."""

    event: str
    title: str
    entries: tuple[Entry, ...]
    stubs: tuple[Stub, ...]
    rest: Mapping[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])


def write_everything(path: Path, content: Everything) -> Path:
    """Write the new file ``path``, which only this user may read, and read it back.

    Raises:
        Problem: the name is taken, there is too much, or the disk refused.
    """
    rest: Iterable[dict[str, Any]] = ({kind: value} for kind in KINDS for value in content.rest.get(kind, ()))
    lines = [
        *(entry_line(item) for item in (*content.entries, *content.stubs)),
        *(json_line(fields) for fields in rest),
    ]
    header = {"format": "gmj-everything", "v": 1, "event": content.event, "title": content.title, "count": len(lines)}
    body = b"".join(line + b"\n" for line in (json_line(header), *lines))
    data = body + json_line({"end": len(lines), "sha256": sha256(body).hexdigest()}) + b"\n"
    if len(data) > MOST:
        raise Problem("This workspace is too large for one file; copy the workspace itself instead.")
    return write_new(path, data, private=True)


def read_everything(path: Path) -> Everything:
    """Read such a file and check every byte and signature.

    Raises:
        Problem: it is none, is too large, or breaks a rule; the sentence names the line.
    """
    data = read_regular(path, MOST)
    if not data.startswith(b'{"format":"gmj-everything"'):
        raise Problem(
            f"“{clean_line(path.name)}” does not hold a whole workspace; choose a file that ends in {SUFFIX}."
        )
    if not data.endswith(b"\n"):
        number = data.count(b"\n") + 1
        raise cut_short(number, f"it ends in the middle of line {number:,}")
    lines = data[:-1].split(b"\n")
    header = object_of(lines[0], 1)
    event, title, count = header.get("event"), header.get("title"), header.get("count")
    if header.get("v") != 1:
        raise newer()
    if not isinstance(event, str) or not isinstance(title, str):
        raise changed(1)
    check_end(data, lines, count)
    entries: list[Entry] = []
    stubs: list[Stub] = []
    rest: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for number, line in enumerate(lines[1:-1], 2):
        fields = object_of(line, number)
        kind = next(iter(fields), "")
        if len(fields) == 1 and kind in rest:
            rest[kind].append(fields[kind])
        else:
            item = item_of(fields, number)
            (entries if isinstance(item, Entry) else stubs).append(cast("Any", item))
    return Everything(
        event=event, title=clean_line(title), entries=tuple(entries), stubs=tuple(stubs),
        rest={kind: tuple(values) for kind, values in rest.items()},
    )  # fmt: skip
