"""Which events were open on this laptop, and what a file is that somebody opens."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast

from gpumode_judge.desk.desk import WORKSPACE
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import BadFile, GmjFile, read_gmj
from gpumode_judge.exchange.sealed import is_sealed
from gpumode_judge.ledger.statements import FROM_JUDGES
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role
from gpumode_judge.system import paths
from gpumode_judge.system.clock import now
from gpumode_judge.system.files import explain, read_regular, replace_file

_MOST: Final = 20
_SQLITE: Final = b"SQLite format 3\0"
_GMJ: Final = b'{"format":"gmj"'
_BEGINNING: Final = 64  # bytes that tell the one from the other


@dataclass(frozen=True, slots=True)
class Recent:
    """An event that was open here. ``role`` is ``"organizer"`` or ``"judge"``, ``who`` the judge's name, ``opened`` a UTC time."""

    path: Path
    title: str
    role: str
    who: str
    day: str
    opened: str


class Kind(StrEnum):
    """What a file is."""

    ORGANIZER_WORKSPACE = "organizer workspace"
    JUDGE_WORKSPACE = "judge workspace"
    EVENT_FILE = "event file"
    SCORE_FILE = "score file"
    ORGANIZERS_FILE = "organizers' file"


def default_folder() -> Path:
    """Where windows keep workspaces."""
    return paths.workspaces()


def kind_of(path: Path) -> Kind:
    """What a file is, by its content.

    Raises:
        Problem: it cannot be opened, is damaged, or is nothing of this app's.
    """
    begin = _beginning(path)
    if begin.startswith(_SQLITE):
        with Store.open(path) as store:
            return Kind.ORGANIZER_WORKSPACE if store.role is Role.ORGANIZER else Kind.JUDGE_WORKSPACE
    if is_sealed(begin):
        return Kind.SCORE_FILE
    if not begin.startswith(_GMJ):
        raise Problem(f"“{path.name}” is no event file, score file or workspace; choose another file.")
    try:
        return kind_of_file(read_gmj(path))
    except BadFile as bad:
        raise Problem(f"“{path.name}”: {bad}") from bad


def kind_of_file(file: GmjFile) -> Kind:
    """Whether a .gmj file is for judges, from one, or for another organizers' laptop."""
    if file.organizers:
        return Kind.ORGANIZERS_FILE
    judges = any(entry.kind in FROM_JUDGES for entry in file.entries)
    event = any(entry.eid == file.event for entry in file.entries)
    return Kind.SCORE_FILE if judges and not event else Kind.EVENT_FILE


def event_of(path: Path) -> str:
    """The id of the event that a .gmj file belongs to; a file that cannot be read raises :class:`Problem`."""
    return read_gmj(path).event


def recent() -> tuple[Recent, ...]:
    """The events that were open here and still are where they were, newest first."""
    return tuple(item for item in _load() if item.path.is_file())


def note_opened(desk: OrganizerDesk | JudgeDesk) -> None:
    """Remember that a workspace was opened."""
    event = desk.record.event
    who = desk.judge.name if isinstance(desk, JudgeDesk) else ""
    item = Recent(desk.path, event.title, desk.role.value, who, event.day, now())
    _save([item, *(other for other in _load() if other.path != desk.path)])


def forget(path: Path) -> None:
    """Take a workspace off the list; the file stays."""
    _save([item for item in _load() if item.path != path])


def open_desk(path: Path) -> OrganizerDesk | JudgeDesk:
    """Open a workspace of either role; what is none raises :class:`Problem`. Who shows it in a window notes it as opened."""
    match kind_of(path):
        case Kind.ORGANIZER_WORKSPACE:
            return OrganizerDesk.open(path)
        case Kind.JUDGE_WORKSPACE:
            return JudgeDesk.open(path)
        case kind:
            raise Problem(f"“{path.name}” is a{'n' * (kind is Kind.EVENT_FILE)} {kind}, not a workspace ({WORKSPACE}).")


def _beginning(path: Path) -> bytes:
    try:
        if path.is_file():  # a pipe would be waited for
            with path.open("rb") as file:
                return file.read(_BEGINNING)
    except (OSError, ValueError) as error:
        raise Problem(explain(error, path) if isinstance(error, OSError) else "That is not a file name.") from error
    return read_regular(path, 0)  # says why it is no file to be read


def _list() -> Path:
    return paths.home() / "recent.json"


def _load() -> list[Recent]:
    path = _list()
    if not path.exists():
        return []
    try:
        items = cast("list[dict[str, Any]]", json.loads(read_regular(path, 1_000_000)))
        return [Recent(Path(i["path"]), i["title"], i["role"], i["who"], i["day"], i["opened"]) for i in items]
    except (Problem, ValueError, TypeError, KeyError):
        return []  # a convenience: a damaged list is an empty one


def _save(items: list[Recent]) -> None:
    data = [{**asdict(item), "path": str(item.path)} for item in items[:_MOST]]
    replace_file(_list(), json.dumps(data, ensure_ascii=False, indent=1).encode())
