"""The demo as somebody sees it: score files come in by themselves and the board moves; closing the window ends it all."""

import pytest
from evening_hands import Hands, Laptop
from PySide6.QtCore import Qt

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ui import demo
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.projector.presenter import PresenterPanel


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "evening"
    made.mkdir()
    return made


@pytest.fixture
def laptop(qtbot, themed, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "PACE_MS", 20)
    offer = demo.offer_demo(lambda: folder)
    one = Laptop(Hands(qtbot), tmp_path / "home", monkeypatch, themed, offer)
    yield one
    one.turn_off()


def test_the_demo_merges_files_by_itself_and_closing_it_lets_go_of_every_workspace(laptop, folder, qtbot):
    hands = laptop.hands
    hands.press(Qt.Key.Key_D, ctrl=True)
    window = laptop.opened(OrganizerWindow)
    assert window.sidebar.current() == "projector"
    panel = window.findChild(PresenterPanel)
    assert panel.show_state.scene is Scene.LIVE
    boards = []
    panel.show_state.board_changed.connect(boards.append)
    hands.until(panel.audience.isVisible)
    hands.until(lambda: window.desk.files_merged >= 3 and len(boards) >= 3)
    ranked = [sum(row.rank is not None for row in board.rows) for board in boards]
    assert ranked == sorted(ranked)
    assert ranked[-1] > ranked[0] >= 0
    assert panel.audience.canvas.board == boards[-1]
    assert boards[-1].rehearsal

    gone = []
    window.destroyed.connect(lambda: gone.append(True))
    merged = window.desk.files_merged
    hands.press("w", ctrl=True)
    hands.until(laptop.app.start.isVisible)
    hands.until(lambda: bool(gone))
    with OrganizerDesk.open(folder / "organizers.gmjdb") as desk:
        assert desk.files_merged >= merged
    workspaces = sorted((folder / "judges").glob("*.gmjdb"))
    assert len(workspaces) == 12
    for path in workspaces:
        JudgeDesk.open(path).close()
