"""The demo as somebody sees it: score files come in by themselves and the board moves; closing the window ends it all."""

from datetime import date

import pytest
from evening_hands import Hands, Laptop
from PySide6.QtCore import Qt

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.desk.demo import DemoEvening
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ui import demo
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.projector.presenter import PresenterPanel
from gpumode_judge.ui.start.page import StartPage


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


def test_the_start_page_says_how_long_it_takes(qtbot, themed, folder):
    page = StartPage()
    qtbot.addWidget(page)
    evening = DemoEvening(folder, date(2026, 9, 19))
    minutes = evening.steps * demo.PACE_MS / 60_000
    evening.close()
    assert minutes == 2.5
    assert "2½ minutes" in page.demo.line.text()


def test_what_is_handed_over_holds_nothing_that_an_open_workspace_leaves(folder, monkeypatch, themed):
    monkeypatch.setattr(DemoEvening, "step", lambda _self: None)  # an evening of no score file: its pictures take long
    monkeypatch.setattr(demo, "_paint_organizer", lambda *_: None)
    demo.demo_pictures(folder, lambda _text: None)
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert sum(path.suffix == ".gmjdb" for path in kept) == 13
    assert [path.name for path in kept if path.name.endswith((".lock", "-journal"))] == []
    with OrganizerDesk.open(folder / "organizers.gmjdb") as desk:
        assert len(desk.record.judges) == 12


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
