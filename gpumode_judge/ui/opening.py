"""What to do with files that somebody opens, drops or double-clicks. Knows no window; call it beside one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.desk import workspaces
from gpumode_judge.desk.judging import JudgeDesk, peek
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.workspaces import Kind, Recent
from gpumode_judge.event.problem import Problem

_TABLES: Final = frozenset({".csv", ".tsv", ".xlsx", ".xls", ".ods"})


@dataclass(frozen=True, slots=True)
class Open:
    """Open a workspace."""

    workspace: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """Begin a new event from a TOML file."""

    file: Path


@dataclass(frozen=True, slots=True)
class Join:
    """Let a judge join with an event file."""

    file: Path


@dataclass(frozen=True, slots=True)
class TakeIn:
    """Open a judge's workspace and take a newer event file in."""

    workspace: Path
    file: Path


@dataclass(frozen=True, slots=True)
class Offer:
    """The organizers of this event work on this laptop: ask whether to open their workspace, or to join as a judge."""

    workspace: Path
    file: Path
    title: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Open an organizers' workspace and merge files into it."""

    workspace: Path
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Assist:
    """Make this a second organizers' laptop of an event."""

    file: Path


Step = Open | Plan | Join | TakeIn | Offer | Merge | Assist


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """A workspace that has a window here already."""

    path: Path
    event: str
    judge: bool


def decide(paths: Sequence[Path], windows: Sequence[OpenEvent] = ()) -> Step:
    """What ``paths`` ask for; ``windows`` are the workspaces that are open already.

    Raises:
        Problem: they ask for nothing, for several things at once, or for something that this laptop cannot do.
    """
    files = _files(paths)
    known = {item.path for item in windows}
    kinds: dict[Path, Kind | None] = {}
    for path in files:
        if path.suffix.lower() == ".toml":
            kinds[path] = None
        elif path.suffix.lower() in _TABLES:
            raise Problem(f"“{path.name}” is a table: open its event first, then import it on the Submissions page.")
        else:
            kinds[path] = Kind.ORGANIZER_WORKSPACE if path in known else workspaces.kind_of(path)
    scores = [path for path, kind in kinds.items() if kind is Kind.SCORE_FILE]
    events = [path for path, kind in kinds.items() if kind is Kind.EVENT_FILE]
    if scores and len(scores) + len(events) == len(files):
        return _merge(scores, events, windows)
    if len(files) > 1:
        raise Problem("Open one event or workspace at a time; only score files can come together.")
    path, kind = next(iter(kinds.items()))
    if kind is None:
        return Plan(path)
    if kind is Kind.EVENT_FILE:
        return _enter(path, windows)
    if kind is Kind.ORGANIZERS_FILE:
        ours = _workspace_of(workspaces.event_of(path), judge=False, windows=windows)
        return Merge(ours, (path,)) if ours is not None else Assist(path)
    return Open(path)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        path = path.expanduser().absolute()  # noqa: PLW2901
        if path.is_dir():
            inside = sorted(item for item in path.iterdir() if item.suffix.lower() == ".gmj" and item.is_file())
            if not inside:
                raise Problem(f"There are no event or score files (.gmj) in the folder “{path.name}”.")
            found.update(dict.fromkeys(inside))
        elif not path.exists():
            raise Problem(f"“{path.name}” is not there (any more); if it was on a stick, plug it in again.")
        else:
            found[path] = None
    if not found:
        raise Problem("Choose an event file (.gmj), score files (.gmj) or a workspace (.gmjdb).")
    return list(found)


def _merge(scores: Sequence[Path], events: Sequence[Path], windows: Sequence[OpenEvent]) -> Merge:
    ids = {path: workspaces.event_of(path) for path in scores}
    if len(set(ids.values())) > 1:
        raise Problem("These score files are of different events; open those of one event at a time.")
    event = ids[scores[0]]
    workspace = _workspace_of(event, judge=False, windows=windows)
    if workspace is None:
        name = f"“{scores[0].name}” holds" if len(scores) == 1 else "These files hold"
        raise Problem(
            f"{name} a judge’s scores of an event that was not organized on this laptop; open the organizers’ workspace first."
        )
    return Merge(workspace, (*events, *scores))


def _enter(path: Path, windows: Sequence[OpenEvent]) -> Step:
    record = peek(path)
    mine = _workspace_of(record.event_id, judge=True, windows=windows)
    if mine is not None:
        return TakeIn(mine, path)
    ours = _workspace_of(record.event_id, judge=False, windows=windows)
    return Offer(ours, path, record.event.title) if ours is not None else Join(path)


def _workspace_of(event: str, judge: bool, windows: Sequence[OpenEvent]) -> Path | None:
    """The workspace of an event that was open here last, for one role."""
    for window in windows:
        if window.event == event and window.judge == judge:
            return window.path
    seen = {window.path for window in windows}
    wanted = "judge" if judge else "organizer"
    listed = [item for item in workspaces.recent() if item.role == wanted and item.path not in seen]
    # The usual name of a workspace tells its event, so the likely ones are tried first.
    for item in sorted(listed, key=lambda item: event[:8] not in item.path.name):
        if _is_of(item, event):
            return item.path
    return None


def _is_of(item: Recent, event: str) -> bool:
    try:
        with (JudgeDesk if item.role == "judge" else OrganizerDesk).open(item.path) as desk:
            return desk.record.event_id == event
    except Problem:
        if event[:8] in item.path.name:  # surely this one: its trouble is worth telling
            raise
        return False
