"""Watch sticks and folders for score files while the window is open, whatever page is shown."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gpumode_judge.desk.merging import MergeReport, MergeRow
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.watching import Watcher
from gpumode_judge.event.text import clean_line
from gpumode_judge.system.clock import now
from gpumode_judge.system.paths import default_sticks
from gpumode_judge.ui.organizer.words import counted, when
from gpumode_judge.ui.shared.work import Work, run

EVERY: Final = 2_000  # milliseconds between two looks
AGAIN: Final = 30.0  # seconds after which a file that could not be read is tried once more
_MOST: Final = 100
_NEWS: Final = ("good", "warn")  # what brought something is told each time, the rest once
_FEW: Final = 8  # files that are told one by one


@dataclass(frozen=True)
class Came:
    """One line about what came: the time of day, a sentence, its tone, and a shorter one if that is long."""

    at: str
    text: str
    tone: str
    brief: str = ""


@dataclass(frozen=True)
class _Brought:
    report: MergeReport
    lines: tuple[Came, ...]
    again: tuple[Path, ...]


class Watch(QObject):
    """Merges what appears. ``came`` brings each report and ``told`` its new lines; ``changed`` tells that ``lines``, ``problem``,
    ``unfinished`` (the names of files that are still being written, with where) or what is watched is different now. What is
    watched is remembered in the workspace.
    """

    came = Signal(object)
    told = Signal(object)
    changed = Signal()

    def __init__(self, desk: OrganizerDesk, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._window = window
        kept = desk.object_setting("watch")
        folders = kept.get("folders")
        self.on = kept.get("on") is True and desk.can_speak
        self.sticks = kept.get("sticks") is not False
        self.folders = tuple(Path(f) for f in folders if isinstance(f, str)) if isinstance(folders, list) else ()
        self.lines: tuple[Came, ...] = ()
        self.problem = ""
        self.merging = False
        self.there: tuple[Path, ...] = ()
        self.unfinished: tuple[str, ...] = ()
        self._work: Work[tuple[Path, ...]] | Work[_Brought] | None = None
        self._watcher = Watcher(self._places)
        self._later: dict[Path, float] = {}
        self._told: set[tuple[str, str]] = set()
        self.timer = QTimer(self)
        self.timer.setInterval(EVERY)
        self.timer.timeout.connect(self.look)
        if self.on:
            self.timer.start()

    @property
    def allowed(self) -> bool:
        """Whether files can be merged here at all."""
        return self._desk.can_speak

    def switch(self, on: bool) -> None:
        """Begin or stop to watch."""
        if on and not (self.sticks or self.folders):
            self.sticks = True
        self.on = on and self.allowed
        if self.on:
            self.timer.start()
            self.look()
        else:
            self.timer.stop()
            self.problem, self.unfinished = "", ()
        self._keep()

    def set_places(self, sticks: bool, folders: Sequence[Path]) -> None:
        """Watch these from now on; with nothing to watch it is switched off."""
        self.sticks = sticks
        self.folders = tuple(dict.fromkeys(folders))
        if not (sticks or self.folders):
            self.on, self.unfinished = False, ()
            self.timer.stop()
        self._keep()
        if self.on:
            self.look()

    @Slot()
    def look(self) -> None:
        """Look once, unless a look or a merge is under way or the window is closed."""
        if self._work is not None or not self.on or not self._window.isVisible():
            return
        watcher, moment = self._watcher, time.monotonic()
        due = [path for path, at in self._later.items() if at <= moment]
        for path in due:
            del self._later[path]
        watcher.again(due)
        self._work = run(self, lambda _progress, _cancelled: watcher.look(moment), self._found, self._failed)

    def _places(self) -> tuple[Path, ...]:
        return (*self.folders, *(default_sticks() if self.sticks else ()))

    def _found(self, paths: tuple[Path, ...]) -> None:
        self._work = None
        there, own = self._watcher.folders, frozenset(self.folders)
        unfinished = tuple(
            f"“{clean_line(path.name)}”{_place_of(path, there, own)}" for path in self._watcher.unfinished if self.on
        )
        if (there, unfinished) != (self.there, self.unfinished):
            self.there, self.unfinished = there, unfinished
            self.changed.emit()
        if not paths or not self.on:
            self._watcher.again(paths)
            return
        desk = self._desk
        self.merging = True
        self._work = run(
            self, lambda _progress, _cancelled: _bring(desk, paths, there, own), self._brought,
            lambda error: self._refused(paths, error),
        )  # fmt: skip

    def _brought(self, brought: _Brought) -> None:
        self._work, self.merging, self.problem = None, False, ""
        self._try_later(brought.again)
        fresh = tuple(line for line in brought.lines if line.tone in _NEWS or (line.text, line.tone) not in self._told)
        self._told.update((line.text, line.tone) for line in fresh)
        self.lines = (*reversed(fresh), *self.lines)[:_MOST]
        self.changed.emit()
        self.came.emit(brought.report)
        if fresh:
            self.told.emit(fresh)

    def _refused(self, paths: tuple[Path, ...], error: Exception) -> None:
        self.merging = False
        self._try_later(paths)
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._work = None
        self.problem = str(error)
        self.changed.emit()

    def _try_later(self, paths: Sequence[Path]) -> None:
        self._later.update(dict.fromkeys(paths, time.monotonic() + AGAIN))

    def _keep(self) -> None:
        desk = self._desk
        self.changed.emit()
        if self.allowed:
            run(self, lambda _progress, _cancelled: desk.remember("watch", self._kept()), lambda _: None)

    def _kept(self) -> dict[str, bool | list[str]]:
        return {"on": self.on, "sticks": self.sticks, "folders": [str(folder) for folder in self.folders]}


def _bring(desk: OrganizerDesk, paths: tuple[Path, ...], folders: tuple[Path, ...], own: frozenset[Path]) -> _Brought:
    report = desk.merge(paths)
    zone = desk.record.event.zone
    at = when(now(), zone).rpartition(", ")[2]
    noted = {row.sha256 for row in desk.merges}
    # A row for each path, in their order; where that does not hold nothing is tried again.
    pairs = tuple(zip(paths, report.rows, strict=True)) if len(paths) == len(report.rows) else ()
    again = tuple(path for path, row in pairs if not row.ok and row.sha256 not in noted)
    places = [_place_of(path, folders, own) for path in paths]
    where = places if pairs else [places[0]] * len(report.rows)
    return _Brought(report, _lines(report, where, at), again)


def _lines(report: MergeReport, places: Sequence[str], at: str) -> tuple[Came, ...]:
    told = [(row, place) for row, place in zip(report.rows, places, strict=True) if row.outcome != "known"]
    if not told:
        return (Came(at, f"{counted(len(report.rows), 'file').capitalize()}{places[0]}: nothing new", "ink_soft"),)
    if len(told) > _FEW:
        refused = sum(not row.ok for row, _ in told)
        new = counted(sum(row.new for row, _ in told), "new statement")
        ends = f", {refused} refused" if refused else ""
        one = places[0] if len(set(places)) == 1 else ""
        return (Came(at, f"{counted(len(told), 'file')}{one} merged: {new}{ends}", "warn" if refused else "good"),)
    return tuple(_line(row, place, at) for row, place in told)


def _line(row: MergeRow, place: str, at: str) -> Came:
    if not row.ok:
        brief = f"“{row.name}”{place} was not taken in"
        return Came(at, f"{brief}: {row.why}", "bad", brief)
    name = f"{row.who}’s file" if row.who else f"“{row.name}”"
    left = row.pending + row.conflicts + row.gaps + row.unfit + row.late
    waits = f", {left} of them wait" if left else ""
    return Came(at, f"{name}{place} merged: {row.new} new{waits}", "warn" if left else "good")


def _place_of(path: Path, folders: tuple[Path, ...], own: frozenset[Path]) -> str:
    return next((_place(folder, own) for folder in folders if path.is_relative_to(folder)), "")


def _place(folder: Path, own: frozenset[Path]) -> str:
    name = clean_line(folder.name or folder.drive or str(folder), 60)
    return f" from “{name}”" if folder in own else f" from stick {name}"
