"""Eight hours at the projector, compressed: the same number of merges, pages and steps, and the memory that is held at the end."""

import ctypes
import gc
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults_kit import laptops_of, make_event, tell
from PySide6.QtCore import QCoreApplication, QEvent

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.desk.presenting import Presenting
from gpumode_judge.desk.rehearsing import rehearse
from gpumode_judge.ledger.statements import Freeze
from gpumode_judge.ui.projector.keys import Command
from gpumode_judge.ui.projector.presenter import PresenterPanel
from gpumode_judge.ui.projector.stage_desk import StageDesk

MOST_MB = 20.0
SCENES = (Scene.LIVE, Scene.CHARTS, Scene.PROGRESS, Scene.LIVE, Scene.AGENDA)
OVERS = (Command.SPONSORS, Command.MESSAGE, Command.COUNTDOWN, Command.BLACKOUT)


@dataclass(frozen=True)
class Long:
    """How much happens: at first, until everything is loaded and kept that ever will be, and then in eight hours."""

    size: tuple[int, int]
    teams: int
    judges: int
    first: int
    warm: int
    merges: int
    pages: int
    ceremonies: int


# Every two minutes a merge, every twelve seconds a page.
SHORT = Long(size=(640, 360), teams=6, judges=2, first=2, warm=60, merges=3, pages=40, ceremonies=1)
EVENING = Long(size=(1920, 1080), teams=45, judges=12, first=60, warm=600, merges=240, pages=2400, ceremonies=2)


def held() -> float:
    """Megabytes of this process that are in memory now, without what is free and only not given back yet."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Evening:
    """The panel with its audience window, and judges who hand in again and again."""

    def __init__(self, folder, qtbot, long):
        folder.mkdir()
        self.long = long
        self.desk = make_event(folder, judges=long.judges, submissions=long.teams)
        self.laptops, self.stick = laptops_of(self.desk, enrol=True), folder / "stick"
        self.stick.mkdir()
        presenting = Presenting(self.desk)
        self.panel = PresenterPanel(presenting, stage=StageDesk(self.desk, presenting))
        qtbot.addWidget(self.panel)
        self.panel.resize(1060, 690)
        self.panel.show()
        self.panel.audience.start(self.panel.screen(), covering=False)
        self.panel.audience.resize(*long.size)
        self.merged = self.turned = self.stepped = 0

    def merge(self):
        """One judge hands in ballots for all teams, and from then on what changed: what a team more needs is no leak."""
        laptop = self.laptops[self.merged % len(self.laptops)]
        teams = list(self.desk.record.submissions)
        at = self.merged // len(self.laptops)
        for number, team in enumerate(teams if at == 0 else [teams[at % len(teams)]]):
            laptop.score(self.desk.record.rubric_eid, team, 1 + (self.merged * 7 + number * 3 + at) % 5, 1 + at % 5)
        file = self.stick / f"{laptop.judge}.gmj"
        file.write_bytes(laptop.file())
        assert self.desk.merge([file]).rows[0].ok
        self.merged += 1
        self.panel.refresh()
        self.moves()

    def turn(self):
        """The next page, every now and then another scene, or something over it."""
        state = self.panel.show_state
        if self.turned % 12 == 0:
            state.choose(SCENES[self.turned // 12 % len(SCENES)])
        elif self.turned % 12 == 7:
            over = OVERS[self.turned // 12 % len(OVERS)]
            state.command(over)
            self.moves()
            state.command(over)
        else:
            state._turn_by_itself()
        self.turned += 1
        self.moves()

    def ceremony(self, number):
        """Told by a countdown, or (every other one) by opening closed scores."""
        if number % 2:
            self.desk.say(Freeze({self.laptops[0].device.name: (1, "0" * 64)}))
        show = rehearse(self.desk, number)
        state = self.panel.show_state
        state.begin(show.snapshot, show.steps)
        while state.kept or state.at < len(show.steps) - 1:
            state._last_next = float("-inf")
            state.command(Command.NEXT)
            self.stepped += 1
            self.moves()
        state.end()
        if number % 2:
            self.desk.say(Freeze({}))
        state.choose(Scene.LIVE)
        self.moves()

    def moves(self):
        """A few frames of every motion, and then its end."""
        canvases = (self.panel.audience.canvas, self.panel._preview.canvas)
        for seconds in (0.016, 0.1, 0.3, 5.0):
            for canvas in canvases:
                canvas.advance(seconds)
            QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def hours(self, merges, pages, ceremonies):
        """So many merges with pages turning between them, and the ceremonies at the end."""
        for number in range(merges):
            self.merge()
            for _ in range(pages * (number + 1) // merges - pages * number // merges):
                self.turn()
        for number in range(ceremonies):
            self.ceremony(number + 1)

    def close(self):
        self.panel.stop()
        self.panel.hide()
        self.desk.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="what a process holds is read from /proc")
@pytest.mark.parametrize(
    "long",
    [
        pytest.param(SHORT, id="short"),
        pytest.param(EVENING, id="long", marks=[pytest.mark.soak, pytest.mark.timeout(3600)]),
    ],
)
def test_memory_stays_over_an_evening(themed, tmp_path, qtbot, long):
    evening = Evening(tmp_path / "evening", qtbot, long)
    evening.hours(long.first, long.warm, 2)
    before = held()
    evening.hours(long.merges, long.pages, long.ceremonies)
    after = held()
    figures = {"merges": evening.merged, "pages": evening.turned, "steps": evening.stepped}
    tell("a long show", **figures, MB_before=before, MB_grown=after - before)
    evening.close()
    assert evening.turned >= long.pages
    assert after - before <= MOST_MB
