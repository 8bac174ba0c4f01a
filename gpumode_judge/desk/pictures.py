"""Sponsors' logos and teams' photos: kept in the workspace, never in an event file."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.matching import match_name
from gpumode_judge.ledger.record import Record
from gpumode_judge.store.values import Picture
from gpumode_judge.system.files import explain, read_regular

MOST_BYTES: Final = 2_000_000
MOST_PICTURES: Final = 200
MOST_IN_ALL: Final = 64_000_000  # every backup holds them too
ENDINGS: Final = frozenset({".svg", ".png", ".jpg", ".jpeg"})
_MOST_LOOKED_AT: Final = 2_000
_TAIL: Final = 65_536  # telephones write more behind the end of a picture
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_SVG: Final = re.compile(rb"<(?:\w+:)?svg[\s>]")
# What could run, load something, or make a parser load or repeat something.
_UNSAFE: Final = re.compile(
    rb"<\s*(?:\w+:)?(script|foreignobject|iframe|embed|object|audio|video|handler|listener|set|animate\w*)\b"
    rb"|<!\s*(doctype|entity)|<\?\s*xml-stylesheet|\son\w+\s*=|javascript\s*:|@import|@font-face",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    rb"""(?:\b(?:href|src)\s*=\s*["']\s*|url\(\s*["']?\s*)(?!\#|data:image/(?:png|jpe?g);)[^\s"')]""", re.IGNORECASE
)
_CODED: Final = re.compile(rb"&#|\\[0-9a-f]", re.IGNORECASE)  # letters written so that nobody finds the word


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """What became of a file in a folder of pictures: ``whom`` it shows and under which ``name`` it is kept, or ``why`` not."""

    file: str
    name: str = ""
    whom: str = ""
    why: str = ""


def logo_of(sponsor: str) -> str:
    """The name under which a sponsor's logo is kept."""
    return f"sponsor:{fold(sponsor)}"


def photo_of(submission_id: str) -> str:
    """The name under which a team's photo is kept."""
    return f"team:{submission_id}"


def put_picture(desk: OrganizerDesk, name: str, path: Path) -> None:
    """Keep the SVG, PNG or JPEG file at ``path`` under ``name``: :func:`logo_of` a sponsor or :func:`photo_of` a team.

    Raises:
        Problem: it is none of these, is too large, could load or run something, or there are too many pictures already.
    """
    data = read_regular(path, 10 * MOST_BYTES)
    kind = kind_of(path.name, data)
    there = {known: size for known, size in desk.store.pictures().items() if known != name}
    if len(there) >= MOST_PICTURES:
        raise Problem(f"There are {MOST_PICTURES} pictures already; take some away first.")
    if sum(there.values()) + len(data) > MOST_IN_ALL:
        raise Problem(f"All pictures together may have {MOST_IN_ALL // 10**6} MB; make them smaller first.")
    desk.store.put_picture(Picture(name=name, kind=kind, data=data, at=desk.now()))


def drop_picture(desk: OrganizerDesk, name: str) -> None:
    """Take a picture away, if there is one of that name."""
    desk.store.drop_picture(name)


def picture(desk: OrganizerDesk, name: str) -> bytes | None:
    """The bytes of a picture, as its file had them; ``None`` without one of that name."""
    found = desk.store.picture(name)
    return found.data if found else None


def picture_names(desk: OrganizerDesk) -> tuple[str, ...]:
    """The names of all pictures that are kept."""
    return tuple(desk.store.pictures())


def sponsors_of(record: Record) -> tuple[str, ...]:
    """The event's sponsors and those of single prizes, each once, in their order."""
    names = (*record.event.sponsors, *(prize.sponsor for prize in record.prizes))
    return tuple({fold(name): name for name in reversed(names) if name}.values())[::-1]


def sponsor_logos(desk: OrganizerDesk) -> tuple[tuple[str, str], ...]:
    """Each sponsor that has a logo, with the name of the picture."""
    there = desk.store.pictures()
    return tuple((name, logo_of(name)) for name in sponsors_of(desk.record) if logo_of(name) in there)


def import_pictures(desk: OrganizerDesk, folder: Path) -> tuple[Matched, ...]:
    """Keep every picture of a folder whose file is named after a sponsor, or a team's title, name or table number.

    Files of another kind are left out; a file that cannot be matched or kept is told with the reason, and hinders no other.

    Raises:
        Problem: the folder cannot be read, or holds no picture.
    """
    files = _files(folder)
    if not files:
        raise Problem(f"There is no SVG, PNG or JPEG file in “{clean_line(folder.name)}”.")
    called = _called(desk.record)
    found: list[Matched] = []
    taken: dict[str, str] = {}
    for path in files:
        shown = clean_line(path.name, 120)
        text = clean_line(re.sub(r"[_\s]+", " ", path.stem))
        match = match_name(text, called.names, called.exact)
        if not match.id:
            match = match_name(_bare(text), called.names, called.exact)
        if not match.id:
            found.append(Matched(file=shown, why=match.why))
        elif match.id in taken:
            found.append(Matched(file=shown, whom=called.whom[match.id], why=f"“{taken[match.id]}” shows the same."))
        else:
            try:
                put_picture(desk, match.id, path)
            except Problem as problem:
                found.append(Matched(file=shown, whom=called.whom[match.id], why=str(problem)))
            else:
                taken[match.id] = shown
                found.append(Matched(file=shown, name=match.id, whom=called.whom[match.id]))
    return tuple(found)


def kind_of(name: str, data: bytes) -> str:
    """What a picture is, told by its bytes: ``"svg"``, ``"png"`` or ``"jpeg"``.

    Raises:
        Problem: it is none of these, is too large, is cut off, or could load or run something.
    """
    shown = f"“{clean_line(name, 120)}”"
    if len(data) > MOST_BYTES:
        raise Problem(f"{shown} has {len(data) / 1e6:.1f} MB; a picture may have {MOST_BYTES // 10**6} MB.")
    if data.startswith(_PNG):
        if b"IEND" not in data[-_TAIL:]:
            raise Problem(f"{shown} is cut off; copy the picture once more.")
        return "png"
    if data.startswith(_JPEG):
        if b"\xff\xd9" not in data[-_TAIL:]:
            raise Problem(f"{shown} is cut off; copy the picture once more.")
        return "jpeg"
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(b"<") or not _SVG.search(data[:20_000]):
        raise Problem(f"{shown} is no SVG, PNG or JPEG picture; save it as one of these.")
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{shown} is an SVG that is not written in UTF-8; save it again as UTF-8.") from None
    if _UNSAFE.search(data) or (_CODED.search(data) and _UNSAFE.search(_decoded(data))):
        raise Problem(f"{shown} is an SVG that could run something; save it as a plain SVG or as PNG.")
    if _REFERENCE.search(data) or _REFERENCE.search(_decoded(data)):
        raise Problem(f"{shown} is an SVG that loads something from elsewhere; embed it, or save it as PNG.")
    if b"</" not in data[-200:] and b"/>" not in data[-200:]:
        raise Problem(f"{shown} is cut off; copy the picture once more.")
    return "svg"


def _decoded(data: bytes) -> bytes:
    """Letters that are written as numbers, as the letters."""

    def letter(found: re.Match[bytes]) -> bytes:
        digits = found[1] or found[2] or found[3]
        number = int(digits, 10 if found[2] else 16)
        return chr(number).encode("utf-8", "replace") if number < 0xD800 else b"?"

    return re.sub(rb"&#[xX]([0-9a-fA-F]{1,6});?|&#([0-9]{1,7});?|\\([0-9a-fA-F]{1,6})\s?", letter, data)


@dataclass(frozen=True, slots=True)
class _Called:
    """By picture name: the names by which a file may be called, what only counts exactly, and whom the picture shows."""

    names: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[str, ...]]
    whom: Mapping[str, str]


def _called(record: Record) -> _Called:
    sponsors = {logo_of(name): name for name in sponsors_of(record)}
    teams = {photo_of(s.id): s for s in record.judged}
    names = {key: (name, _bare(name)) for key, name in sponsors.items()}
    names |= {key: (s.title, s.team) for key, s in teams.items()}
    exact = {key: (s.table, f"table {s.table}") if s.table else () for key, s in teams.items()}
    whom = {**sponsors, **{key: s.title or s.team for key, s in teams.items()}}
    return _Called(names, exact, whom)


def _bare(text: str) -> str:
    """A name without the words that people add to the files of logos and photos, and without signs."""
    words = re.sub(r"[\W_]+", " ", fold(text)).split()
    kept = [word for word in words if word not in ("logo", "photo", "team", "sponsor", "white", "dark", "rgb")]
    return " ".join(kept or words)


def _files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as found:
            inside = [entry.name for _, entry in zip(range(_MOST_LOOKED_AT), found, strict=False) if entry.is_file()]
    except OSError as error:
        raise Problem(explain(error, folder)) from error
    names = [name for name in inside if Path(name).suffix.lower() in ENDINGS and not name.startswith(".")]
    return [folder / name for name in sorted(names)]
