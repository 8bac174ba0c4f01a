"""The presenter's panel over a real workspace: rehearsed by a clicker, frozen, started, killed and resumed."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.desk import ceremony
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.presenting import Presenting
from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ui.projector.after_show import AfterShowDialog
from gpumode_judge.ui.projector.presenter import CEREMONY, PresenterPanel
from gpumode_judge.ui.projector.stage_desk import StageDesk
from gpumode_judge.ui.shared.dialogs import Dialog

Key = Qt.Key
SPONSORS = ("NVIDIA", "Modal", "Lambda", "Nebius", "Oracle", "Together", "Fal", "Anyscale")
TEAMS = 45


def plan():
    return Plan(
        event=Event(title="Kernel Night", zone="UTC", mode=Mode.REHEARSAL, sponsors=SPONSORS),
        rubric=Rubric(
            name="Ours", criteria=(Criterion(key="depth", name="Depth"), Criterion(key="speed", name="Speed"))
        ),
        rules=Rules(method="mean", weights={"depth": Decimal(70), "speed": Decimal(30)}),
        tracks=(Track(id="t1", name="Kernels"), Track(id="t2", name="Models")),
        prizes=(
            *(
                Prize(id=f"p{n}", name=f"Credits {n}", sponsor=SPONSORS[n - 1], count=n, place=n, shared=True)
                for n in range(1, 6)
            ),
            Prize(id="k1", name="Best kernel", eligible="track:t1", place=6, shared=True),
            Prize(id="k2", name="Best model", eligible="track:t2", place=7, shared=True),
        ),
        judges=tuple(Judge(id=f"j{n}", name=f"Judge {n}") for n in range(1, 9)),
    )


@pytest.fixture
def folder(tmp_path):
    """A workspace of 45 teams in two tracks."""
    desk = OrganizerDesk.create(tmp_path, plan())
    desk.put(
        [
            Submission(id=f"s{n:02}", title=f"Team Nr {n:02}", tracks=("t1" if n % 2 else "t2",), table=str(n))
            for n in range(1, TEAMS + 1)
        ]
    )
    path = desk.path
    desk.close()
    return path


@pytest.fixture
def opened(themed, qtbot, folder):
    """Opens the workspace and its panel; what was open before is closed, as after a crash without a word from the window."""
    held = []

    def open_again():
        for panel, desk in held:
            desk.close()
            panel.audiences.stop()
        held.clear()
        desk = OrganizerDesk.open(folder)
        presenting = Presenting(desk)
        panel = PresenterPanel(presenting, stage=StageDesk(desk, presenting), calm=True)
        qtbot.addWidget(panel)
        panel.resize(1060, 690)
        panel.show()
        panel._show_part(CEREMONY)
        qtbot.waitUntil(lambda: panel.ceremony.seen, timeout=30_000)
        held.append((panel, desk))
        return panel, desk

    yield open_again
    for panel, desk in held:
        panel.stop()
        desk.close()


def say_yes(panel, qtbot):
    dialog = panel.findChild(Dialog)
    next(b for b in dialog.findChildren(QPushButton) if b.isDefault()).click()
    qtbot.waitUntil(lambda: panel.show_state.stage is not None, timeout=60_000)


def press(panel, qtbot, key=Key.Key_PageDown):
    panel.show_state._last_next = float("-inf")
    qtbot.keyClick(panel.audience, key)


def mark(desk):
    levels = desk.record.rubric.criteria[0].scale.levels
    ballots = []
    for n in range(1, TEAMS + 1):
        for judge, shift in (("j1", 0), ("j2", 1)):
            depth = levels[(n + shift * (n // len(levels) % 2)) % len(levels)]
            marks = {"depth": depth, "speed": levels[(n // len(levels)) % len(levels)]}
            ballots.append(Ballot(judge=judge, submission=f"s{n:02}", rubric=desk.record.rubric_eid, marks=marks))
    desk.put_ballots(ballots)


def test_a_rehearsal_runs_from_a_clicker_alone_start_to_podium(opened, qtbot):
    panel, desk = opened()
    panel.ceremony.rehearse.click()
    say_yes(panel, qtbot)
    press(panel, qtbot, Key.Key_F5) if panel.audience.running else qtbot.keyClick(panel._preview, Key.Key_F5)
    assert panel.audience.running
    steps, boards = panel.show_state.steps, []
    for _ in steps:
        press(panel, qtbot)
        boards.append(panel.audience.canvas.board)
    assert boards == [step.board for step in steps]
    scenes = {board.scene for board in boards}
    assert {Scene.REVEAL, Scene.PODIUM, Scene.PRIZE, Scene.SPONSORS} <= scenes
    assert len([board for board in boards if board.scene is Scene.PODIUM][-1].podium) >= 3
    assert all("rehearsal" in as_text(board).lower() for board in boards)
    assert ceremony.log(desk) == ()
    press(panel, qtbot)
    assert panel.show_state.at == len(steps) - 1


def test_killed_on_the_stage_it_goes_on_at_the_same_step(opened, qtbot):
    panel, desk = opened()
    mark(desk)
    assert ceremony.refusals(desk) == ()
    panel.refresh()
    qtbot.waitUntil(panel.ceremony.begin.isEnabled, timeout=60_000)
    panel.ceremony.begin.click()
    say_yes(panel, qtbot)
    panel._start.click()
    for _ in range(9):
        press(panel, qtbot)
    assert panel.ceremony._noter.settle()
    board = panel.audience.canvas.board
    again, desk = opened()
    qtbot.waitUntil(lambda: again.ceremony.waiting is not None, timeout=30_000)
    assert again.ceremony.resume.text().startswith("Go on at step 9 of")
    qtbot.keyClick(again.ceremony.resume, Key.Key_Return)
    assert again.audience.canvas.board == board
    press(again, qtbot)
    assert again.ceremony._noter.settle()
    logged = [line.step for line in ceremony.log(desk)]
    assert logged == sorted(set(logged))
    assert logged[0] == 0
    assert logged[-2:] == [9, 10]


def test_freezing_hides_what_comes_after(opened, qtbot):
    panel, desk = opened()
    mark(desk)
    panel.refresh()
    panel.show_state.choose(Scene.LIVE)
    panel.evening.freeze.click()
    qtbot.waitUntil(lambda: panel.show_state.board.scene is Scene.FROZEN, timeout=30_000)
    shown = [row.score for row in panel.show_state.board.rows]
    levels = desk.record.rubric.criteria[0].scale.levels
    desk.put_ballots(
        [
            Ballot(judge="j3", submission="s01", rubric=desk.record.rubric_eid, marks={"depth": levels[0], "speed": levels[0]})
        ]
    )  # fmt: skip
    panel.refresh()
    qtbot.waitUntil(lambda: "1 visit is hidden" in panel.evening._frozen.text(), timeout=30_000)
    assert [row.score for row in panel.show_state.board.rows] == shown
    assert panel.show_state.board.hidden == 1
    panel.evening.freeze.click()
    qtbot.waitUntil(lambda: panel.show_state.board.scene is Scene.LIVE, timeout=30_000)


def test_after_the_last_step_what_leaves_is_offered(opened, qtbot):
    panel, desk = opened()
    assert panel.ceremony.readiness.after.isHidden()
    mark(desk)
    panel.refresh()
    qtbot.waitUntil(panel.ceremony.begin.isEnabled, timeout=60_000)
    panel.ceremony.begin.click()
    say_yes(panel, qtbot)
    press(panel, qtbot)
    qtbot.keyClick(panel.audience, Key.Key_End)
    assert panel.show_state.at == len(panel.show_state.steps) - 1
    assert panel.ceremony._noter.settle()
    panel.ceremony.end.click()
    qtbot.waitUntil(lambda: panel.window().findChild(AfterShowDialog) is not None, timeout=30_000)
    dialog = panel.window().findChild(AfterShowDialog)
    assert dialog.isVisible()
    dialog.reject()
    assert not panel.ceremony.readiness.after.isHidden()
    assert ceremony.last(desk).over
