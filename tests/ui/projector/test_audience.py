import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ui.projector.audience import AudienceWindow
from gpumode_judge.ui.projector.displays import DisplayId
from gpumode_judge.ui.projector.keys import Command

ROOT = Path(__file__).parents[3]


@pytest.fixture
def window(qtbot):
    made = AudienceWindow(reduced_motion=True)
    qtbot.addWidget(made)
    return made


def test_it_covers_the_display_and_shows_the_board(window, board, qtbot):
    screen = QGuiApplication.primaryScreen()
    window.show_board(board())
    with qtbot.waitSignal(window.running_changed):
        window.start(screen)
    assert window.isVisible()
    assert window.geometry() == screen.geometry()
    assert window.canvas.size() == window.size()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    window.stop()
    assert not window.isVisible()


def test_keys_become_commands_and_escape_never_closes(window, qtbot):
    window.start(QGuiApplication.primaryScreen())
    seen = []
    window.commanded.connect(seen.append)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_PageUp, Qt.Key.Key_B, Qt.Key.Key_Q, Qt.Key.Key_Escape):
        qtbot.keyClick(window, key)
    assert seen == [Command.NEXT, Command.BACK, Command.BLACKOUT, Command.LEAVE]
    assert window.isVisible()


def test_a_pulled_cable_hides_it_and_plugging_in_brings_it_back(window, board, qtbot, qapp):
    screen = QGuiApplication.primaryScreen()
    window.start(screen)
    window.show_board(board(Scene.LIVE))
    for _ in range(20):
        qapp.screenRemoved.emit(screen)
        assert not window.isVisible()
        assert window.running
        qapp.screenAdded.emit(screen)
        qtbot.waitUntil(window.isVisible, timeout=2000)
    assert window.canvas.board == board(Scene.LIVE)


def test_it_does_not_come_back_after_it_was_stopped(window, qtbot, qapp):
    screen = QGuiApplication.primaryScreen()
    window.start(screen)
    window.stop()
    qapp.screenAdded.emit(screen)
    qtbot.wait(20)
    assert not window.isVisible()


def test_full_screen_and_a_window(window, qtbot):
    window.start(QGuiApplication.primaryScreen())
    window.toggle_full_screen()
    assert window.isVisible()
    assert not window.windowFlags() & Qt.WindowType.FramelessWindowHint
    window.toggle_full_screen()
    assert window.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert window.geometry() == QGuiApplication.primaryScreen().geometry()


def test_a_display_is_remembered_as_text():
    identity = DisplayId("EPSON", "EB-2250U", "X1", "HDMI-1")
    assert DisplayId.from_text(identity.to_text()) == identity
    assert DisplayId.from_text("nonsense") is None
    assert DisplayId.from_text("") is None


def test_two_displays_each_get_what_is_theirs(tmp_path):
    """The app of this test run has one display; another process is given a laptop and a projector."""
    screens = [
        {"name": "LAPTOP", "x": 0, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
        {"name": "HDMI-1", "x": 1280, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
    ]  # fmt: skip
    config = tmp_path / "displays.json"
    config.write_text(json.dumps({"screens": screens}))
    script = """
        from PySide6.QtGui import QGuiApplication
        from PySide6.QtWidgets import QApplication
        app = QApplication([])
        from gpumode_judge.ui.projector import displays
        from gpumode_judge.ui.projector.audience import AudienceWindow
        from gpumode_judge.ui.projector.displays import DisplayId

        among = {screen.name(): screen for screen in QGuiApplication.screens()}
        other = displays.likely(displays.screens())
        assert other is not QGuiApplication.primaryScreen()
        window = AudienceWindow()
        window.start(among["HDMI-1"])
        app.processEvents()
        assert window.geometry() == among["HDMI-1"].geometry(), window.geometry()
        assert displays.find(window.display, QGuiApplication.screens()) is among["HDMI-1"]
        assert displays.find(DisplayId("", "", "", "HDMI-9"), QGuiApplication.screens()) is None
        app.screenRemoved.emit(among["LAPTOP"])
        assert window.isVisible()
        window.next_display()
        app.processEvents()
        assert window.geometry() == among["LAPTOP"].geometry(), window.geometry()
        app.screenRemoved.emit(among["LAPTOP"])
        assert not window.isVisible()
        print("done")
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        env=os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    assert told.stdout.strip() == "done", told.stderr
