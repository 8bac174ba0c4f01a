"""One file for whoever helps from afar: what runs here and how it stands; no marks, no names, no keys."""

import builtins
import json
import platform
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from gpumode_judge import __version__
from gpumode_judge.desk import keeping
from gpumode_judge.desk.backups import backups
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.store.values import Json, JsonObject
from gpumode_judge.system import paths
from gpumode_judge.system.clock import now
from gpumode_judge.system.environment import has_display
from gpumode_judge.system.files import write_new

_LIBRARIES: Final = (
    "PySide6-Essentials", "pyqtgraph", "numpy", "SQLAlchemy", "sqlmodel", "PyNaCl", "keyring", "typer", "platformdirs",
    "filelock", "python-calamine",
)  # fmt: skip
_MOST_LOG: Final = 400_000  # bytes of the end of a log file
_MOST_ERRORS: Final = 40
# The only settings that are named; all others are counted. Of none is the value told, but whether it is there.
_SETTINGS: Final = frozenset(
    {"device", "place", "judge", "ticket", "earlier devices", "handed in", "event file", "last merge", "viewer"}
)
_HEAD: Final = re.compile(r"^(\d{4}-\d\d-\d\dT[\d:.]+Z) (WARNING|ERROR|CRITICAL) ([\w.]+): (.*)$")
_ANY_HEAD: Final = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+Z [A-Z]+ ")
_FRAME: Final = re.compile(r'^\s+File "(.*)", line (\d+), in ([\w<>.]+)\s*$')
_RAISED: Final = re.compile(
    r"^([A-Za-z_][\w.]*(?:Error|Exception|Problem|Interrupt|Exit|Warning|BadFile|BadEntry))(?::|$)"
)
_RAISABLE: Final = {"Problem", "BadFile", "BadEntry", "DBAPIError", "OperationalError", "DatabaseError", *dir(builtins)}
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'|“.*$|\"[^\"]*$")
_WORD: Final = re.compile(r"[^\W\d_]+")
_PART: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found out, as data that JSON can hold."""

    data: JsonObject

    @property
    def text(self) -> str:
        """For people to read and to send: JSON on several lines."""
        return json.dumps(self.data, ensure_ascii=True, indent=1) + "\n"


def diagnose(desk: OrganizerDesk | JudgeDesk | None = None) -> Diagnosis:
    """Look at this installation, and at an open workspace if one is given. Problems found are told, never raised."""
    found: dict[str, Json] = {
        "made": now(),
        "app": {"gpumode-judge": __version__, **{name: _version(name) for name in _LIBRARIES}},
        "machine": {
            "python": platform.python_version(), "implementation": platform.python_implementation(),
            "system": platform.system(), "release": platform.release(), "machine": platform.machine(),
            "display": has_display(), "file names": sys.getfilesystemencoding(), "frozen": bool(getattr(sys, "frozen", False)),
        },
        "disk": _disks(desk.path if desk else None),
        "workspace": _workspace(desk) if desk else None,
        "errors": list(_errors(_names(desk) if desk else frozenset())),
    }  # fmt: skip
    return Diagnosis(found)


def write_diagnosis(path: Path, desk: OrganizerDesk | JudgeDesk | None = None) -> Path:
    """Write the diagnosis to the new file ``path``; Problem if the name is taken or the disk refused."""
    return write_new(path, diagnose(desk).text.encode(), private=True)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _disks(workspace: Path | None) -> JsonObject:
    found: dict[str, Json] = {}
    for name, ask in (("app", paths.home), ("workspace", lambda: workspace.parent if workspace else None)):
        try:
            folder = ask()
            if folder:
                usage = shutil.disk_usage(folder)
                found[name] = {"free MB": usage.free // 1_000_000, "total MB": usage.total // 1_000_000}
        except (OSError, Problem):
            found[name] = "cannot be told"
    return found


def _workspace(desk: OrganizerDesk | JudgeDesk) -> JsonObject:
    record, counts = desk.record, desk.store.counts()
    settings = desk.store.settings()
    try:
        desk.store.integrity_check()
        sound = "sound"
    except Problem:
        sound = "damaged"
    kept = keeping.folder_of(desk.path)
    return {
        "role": desk.role.value, "mode": record.event.mode.value, "can speak": desk.can_speak, "integrity": sound,
        "size KB": desk.path.stat().st_size // 1000 if desk.path.is_file() else 0,
        "counts": {
            "entries": counts.entries, "stubs": counts.stubs, "files": counts.files, "refused files": counts.refused,
            "drafts": counts.drafts, "submissions": len(record.submissions), "judges": len(record.judges),
            "devices": len(desk.ledger.devices), "ballots": len(record.ballots), "unfit": len(record.unfit),
            "conflicts": len(record.conflicts), "waiting laptops": len(record.pending), "gaps": len(record.gaps),
            "kept broken files": len(list(kept.glob("*.bin"))) if kept.is_dir() else 0,
            "missing own statements": desk.missing if isinstance(desk, OrganizerDesk) else 0,
        },
        "kinds": dict(sorted(Counter(_known(entry.kind) for entry in desk.ledger).items())),
        "verdicts": dict(sorted(Counter(verdict.value for verdict in record.verdicts.values()).items())),
        "backups": [{"at": b.at, "entries": b.entries, "reason": b.reason} for b in backups(desk.path)],
        "backup problem": bool(desk.backup_problem),
        "settings": {**{key: key in settings for key in sorted(_SETTINGS)}, "others": len(settings.keys() - _SETTINGS)},
    }  # fmt: skip


def _known(kind: str) -> str:
    """A kind comes from a file, and may be any text."""
    return kind if kind in _vocabulary() else "unknown"


def _errors(names: frozenset[str]) -> Iterator[Json]:
    """The last warnings and errors of the log: when, what kind, where in the app, and those words that are the app's own."""
    lines: list[str] = []
    try:
        folder = paths.logs()
        for name in ("gpumode-judge.log.1", "gpumode-judge.log"):
            file = folder / name
            if file.is_file():
                lines += file.read_bytes()[-_MOST_LOG:].decode("utf-8", "replace").splitlines()
    except (OSError, Problem):
        return
    blocks: list[list[str]] = []
    for line in lines:
        if _ANY_HEAD.match(line):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
    told = [block for block in blocks if _HEAD.match(block[0])]
    for block in told[-_MOST_ERRORS:]:
        yield _error(block, names)


def _error(block: list[str], names: frozenset[str]) -> JsonObject:
    head = _HEAD.match(block[0])
    at, level, message = (head[1], head[2], head[4]) if head else ("", "", "")
    places: list[Json] = []
    raised: list[Json] = []
    for line in block[1:]:
        frame, error = _FRAME.match(line), _RAISED.match(line)
        if frame:
            places.append(f"{_module(frame[1])}:{frame[2]} {frame[3]}")
        elif error and error[1].rpartition(".")[2] in _RAISABLE:
            raised.append(error[1].rpartition(".")[2])
    return {"at": at, "level": level, "message": clean(message, names), "raised": raised, "where": places[-20:]}


def _module(path: str) -> str:
    parts = path.replace("\\", "/").split("/")
    for root in ("gpumode_judge", "site-packages"):
        if root in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(root) - 1 :])
    return f"…/{parts[-1]}" if parts[-1] in ("threading.py", "runpy.py", "pathlib.py", "json.py") else "…"


def clean(message: str, names: frozenset[str] = frozenset()) -> str:
    """A message without anything that a person or a file may have put into it.

    What is quoted goes, and all numbers, paths and addresses; of the rest only words stay that the app's own source has and
    that are in none of the ``names`` (words in lower case).
    """
    plain = _QUOTED.sub("…", message)
    return " ".join(_cleaned(_PART.findall(plain), names))[:500]


def _names(desk: OrganizerDesk | JudgeDesk) -> frozenset[str]:
    """Every word in the names of the people and teams of a workspace."""
    record = desk.record
    texts = [
        record.event.title,
        record.event.place,
        *record.event.sponsors,
        *(judge.name for judge in record.judges.values()),
    ]
    texts += [text for s in record.submissions.values() for text in (s.title, s.team, *s.members)]
    return frozenset(word.lower() for text in texts for word in _WORD.findall(text))


def _cleaned(parts: Iterable[str], names: frozenset[str]) -> Iterator[str]:
    known = _vocabulary()
    for place, said in enumerate(parts):
        part = said[:1].lower() + said[1:] if place == 0 else said  # a capital within a sentence is a name
        odd = any(sign in part for sign in "@/\\~") or any(letter.isdigit() for letter in part)
        if odd or not all(word in known and word.lower() not in names for word in _WORD.findall(part)):
            yield "…"
        else:
            yield part


@cache
def _vocabulary() -> frozenset[str]:
    """Every word in small letters of the app's source, but for its demonstration data."""
    words: set[str] = set()
    for file in Path(__file__).resolve().parents[1].rglob("*.py"):
        if "demo" not in file.name and file.name != "words.py":
            words.update(word for word in _WORD.findall(file.read_text("utf-8", "replace")) if word.islower())
    return frozenset(words)
