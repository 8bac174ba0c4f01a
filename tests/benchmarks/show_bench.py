"""The ceremony against a full-screen blit of the same size, and how long the audience waits: after a key, and after a merge.

    python tests/benchmarks/show_bench.py

What is only painted is the thread's own time, as in ``board_bench``. What is told against a number of milliseconds has that
number as its bare time and 1 as its limit.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time, sleep

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import board_bench as bb
from kit import HEAD, Line
from merge_bench import make
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.desk.ceremony import Show
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.planning import changed, template
from gpumode_judge.desk.presenting import Presenting
from gpumode_judge.desk.rehearsing import rehearse
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.statements import Freeze
from gpumode_judge.ui.projector.keys import Command
from gpumode_judge.ui.projector.presenter import PresenterPanel
from gpumode_judge.ui.projector.stage_desk import StageDesk

TEAMS, JUDGES, MOVING = 45, 12, 400
ROWS, ROWS_P99, PAPER = 3.0, 5.0, 5.0
STEP, KEY, MERGE, IDLE = 0.1, 0.05, 0.25, 0.03
FULL_HD = (1920, 1080)
_IDLE_SECONDS = 5.0


class Painted(QObject):
    """Tells when a widget has painted for the first time since it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() != QEvent.Type.Paint:
            return False
        watched.removeEventFilter(self)
        watched.event(event)
        self.at = bb.clock()
        return True


def ceremonies(folder: Path) -> list[Show]:
    """A rehearsed ceremony of 45 teams and eight sponsors told by a countdown, and one by opening closed scores."""
    names = [Submission(id=f"{n:016x}", title=f"Persistent kernels {n}", table=str(n)) for n in range(TEAMS)]
    with OrganizerDesk.create(folder / "show.gmjdb", changed(template("cuda-mode-irl"), title="Show")) as desk:
        desk.put(names)
        told = [rehearse(desk)]
        desk.say(Freeze({desk.device: (1, "0" * 64)}))
        return [*told, rehearse(desk, 2)]


def steps(boards: Sequence[Board], width: int, height: int) -> list[float]:
    """Seconds from each press to its first frame, pressed while the last one still moves, as a hurried clicker does."""
    canvas, target = bb.Recorded(), QImage(width, height, QImage.Format.Format_RGB32)
    canvas.resize(width, height)
    canvas.setVisible(True)
    canvas.show_board(boards[0], animate=False)
    canvas.render(target)
    took: list[float] = []
    for board in boards[1:]:
        started = bb.clock()
        canvas.show_board(board)
        canvas.render(target)
        took.append(bb.clock() - started)
        bb.frames(canvas, target, 12)
    canvas.hide()
    return took


def moving(boards: Sequence[Board], width: int, height: int) -> tuple[list[float], list[float]]:
    """Milliseconds of frames with rows of a reveal in motion, and of frames with confetti."""
    canvas, target = bb.Recorded(), QImage(width, height, QImage.Format.Format_RGB32)
    canvas.resize(width, height)
    canvas.setVisible(True)
    rows: list[float] = []
    reveals = [replace(board, confetti=0) for board in boards if board.scene is Scene.REVEAL]
    while len(rows) < MOVING:
        canvas.show_board(reveals[0], animate=False)
        for board in reveals[1:]:
            canvas.show_board(board)
            canvas.render(target)
            rows += bb.frames(canvas, target, 30)
    told = next(board for board in reversed(boards) if board.podium)
    canvas.show_board(replace(told, confetti=0), animate=False)
    canvas.show_board(replace(told, confetti=3))
    canvas.render(target)
    paper = bb.frames(canvas, target, 220)
    canvas.hide()
    return rows, paper


def painting(folder: Path) -> list[Line]:
    """What moves, against a blit, and the longest step of a whole ceremony."""
    told = [[step.board for step in show.steps] for show in ceremonies(folder)]
    lines: list[Line] = []
    for width, height in bb.SIZES:
        target = QImage(width, height, QImage.Format.Format_RGB32)
        blit = bb.blits(width, height, target)
        rows, paper = moving(told[1], width, height)
        blit += bb.blits(width, height, target)
        base = median(blit) / 1000
        took = [seconds for boards in told for seconds in steps(boards, width, height)]
        lines += [
            Line(f"show {height}p rows of a reveal / a blit", median(rows) / 1000, base, ROWS),
            Line(f"show {height}p the same, p99 / a blit", bb.p99(rows) / 1000, base, ROWS_P99),
            Line(f"show {height}p confetti / a blit", median(paper) / 1000, base, PAPER),
            Line(f"show {height}p the longest of {len(took)} steps / 100 ms", max(took), STEP, 1.0),
        ]
    return lines


def presented(desk: OrganizerDesk) -> PresenterPanel:
    """The panel, and an audience window in full HD that shows live standings."""
    presenting = Presenting(desk)
    panel = PresenterPanel(presenting, stage=StageDesk(desk, presenting))
    panel.resize(1280, 720)
    panel.show()
    panel.audience.start(panel.screen(), covering=False)
    panel.audience.resize(*FULL_HD)
    panel.show_state.choose(Scene.LIVE)
    settle()
    return panel


def settle(seconds: float = 1.5) -> None:
    """Let the event loop run until nothing moves."""
    until = perf_counter() + seconds
    while perf_counter() < until:
        QApplication.processEvents()
        sleep(0.005)


def until_painted(panel: PresenterPanel, act: Callable[[], object]) -> float:
    """Seconds of this thread from ``act`` to the end of the audience's next painting."""
    painted, canvas = Painted(), panel.audience.canvas
    canvas.installEventFilter(painted)
    started = bb.clock()
    act()
    late = perf_counter() + 5
    while not painted.at:
        QApplication.processEvents()
        if perf_counter() > late:
            raise SystemExit("Nothing was painted.")
    return painted.at - started


def waiting(folder: Path) -> list[Line]:
    """From a key and from a merge to the first changed frame, and what a scene that stands costs."""
    desk, _ = make(folder, JUDGES, TEAMS)
    files = sorted((folder / "stick").iterdir())
    with desk:
        desk.merge(files[: JUDGES // 2])
        panel = presented(desk)
        merges: list[float] = []
        frames: list[float] = []
        for file in files[JUDGES // 2 :]:
            settle(0.3)
            started = perf_counter()
            desk.merge([file])
            merged = perf_counter() - started
            frames.append(until_painted(panel, panel.refresh))
            merges.append(merged + frames[-1])
        settle()
        panel.show_state.command(Command.PAUSE)
        settle()
        spent, began = process_time(), perf_counter()
        QTest.qWait(round(_IDLE_SECONDS * 1000))
        spent, passed = process_time() - spent, perf_counter() - began
        panel.show_state.command(Command.PAUSE)
        keys = pressed(panel, rehearse(desk))
        panel.stop()
        panel.hide()
    return [
        Line("show a key to its first frame, p95 / 50 ms", quantiles(keys, n=20)[18], KEY, 1.0),
        Line("show a merged file to its first frame, longest / 250 ms", max(merges), MERGE, 1.0),
        Line("show of that after the merge / 250 ms", max(frames), MERGE, 0),
        Line("show CPU while a scene stands / 5 s", spent, passed, IDLE),
    ]


def pressed(panel: PresenterPanel, show: Show) -> list[float]:
    """Seconds from each press of a clicker to its first frame, through a whole ceremony and back."""
    state = panel.show_state
    state.begin(show.snapshot, show.steps)
    took: list[float] = []
    last = len(show.steps) - 1
    for key, end in ((Qt.Key.Key_PageDown, last), (Qt.Key.Key_PageUp, 0)):
        while state.kept or state.at != end:
            settle(0.25)  # two presses within 200 ms count as one
            took.append(until_painted(panel, lambda key=key: QTest.keyClick(panel.audience, key)))
    return took


def run(folder: Path) -> list[Line]:
    """Every line."""
    os.environ["GPUMODE_JUDGE_HOME"] = str(folder / "home")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    _ = QApplication.instance() or QApplication([])
    return [*painting(folder), *waiting(folder / "waiting")]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        sys.stdout.write("\n".join([HEAD, *map(str, run(Path(place)))]) + "\n")
