"""Displays that come and go, in processes that have several made-up ones."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
DISPLAYS = (("LAPTOP", 0, 1280, 800), ("HDMI-1", 1280, 1920, 1080), ("HDMI-2", 3200, 1024, 768))

BEGIN = """
    import time
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from stage_made import Stage, made_show
    from conftest import Desk
    from gpumode_judge.ui.projector.displays import DisplayId
    from gpumode_judge.ui.projector.presenter import PresenterPanel

    every = {screen.name(): screen for screen in QGuiApplication.screens()}
    there = list(every.values())
    QGuiApplication.screens = staticmethod(lambda: list(there))
    QGuiApplication.primaryScreen = staticmethod(lambda: every["LAPTOP"])

    def text(name):
        return DisplayId.of(every[name]).to_text()

    def unplug(name):
        there.remove(every[name])
        app.screenRemoved.emit(every[name])
        app.processEvents()

    def plug(name):
        there.append(every[name])
        app.screenAdded.emit(every[name])

    def until(true):
        begin = time.monotonic()
        while not true():
            assert time.monotonic() - begin < 2, "not back within two seconds"
            app.processEvents()
            time.sleep(0.005)

    def press(window, key=Qt.Key.Key_PageDown):
        panel.show_state._last_next = float("-inf")
        QTest.keyClick(window, key)

    panel = PresenterPanel(Desk(), stage=Stage(), remembered=text("HDMI-1"), also=text("HDMI-2"), calm=True)
    panel.setGeometry(every["LAPTOP"].geometry())
    panel.show()
    main = panel.audience
    taken = made_show()
    panel.show_state.begin(taken.snapshot, taken.steps)
    panel._start.click()
    second = panel.audiences.second

    def whole():
        for window, name in ((main, "HDMI-1"), (second, "HDMI-2")):
            if not window.isVisible() or window.geometry() != every[name].geometry():
                return False
        return True

    until(whole)
    press(main)
"""


def run(tmp_path, script):
    screens = [
        {"name": name, "x": x, "y": 0, "width": w, "height": h, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, x, w, h in DISPLAYS
    ]
    config = tmp_path / "displays.json"
    config.write_text(json.dumps({"screens": screens}))
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(BEGIN) + textwrap.dedent(script) + '\nprint("done")'],
        env=os.environ
        | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}", "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))},
        capture_output=True, text=True, timeout=120, cwd=ROOT, check=False,
    )  # fmt: skip
    assert told.stdout.strip() == "done", told.stderr


def test_twenty_times_pulled_and_plugged_the_same_step_is_back(tmp_path):
    run(
        tmp_path,
        """
        for cycle in range(20):
            name = ("HDMI-1", "HDMI-2", "HDMI-1")[cycle % 3]
            window, other = (main, second) if name == "HDMI-1" else (second, main)
            board = main.canvas.board
            unplug(name)
            assert not window.isVisible()
            assert window.running
            assert other.isVisible() and other.geometry() != every["LAPTOP"].geometry()
            assert panel.isVisible()
            assert main.waiting == (name == "HDMI-1")
            assert ("unplugged" in panel._pill.text()) == (name == "HDMI-1")
            if cycle % 4 == 1:
                press(panel._preview if main.waiting else main)
                board = panel.show_state.board
            plug(name)
            until(whole)
            assert main.canvas.board == board == second.canvas.board == taken.steps[panel.show_state.at].board
            assert main.display.name == "HDMI-1" and second.display.name == "HDMI-2"
        """,
    )


def test_both_pulled_at_once_come_back_to_their_own_places(tmp_path):
    run(
        tmp_path,
        """
        unplug("HDMI-1")
        unplug("HDMI-2")
        assert not main.isVisible() and not second.isVisible()
        assert "Only this screen" not in panel.evening.note.text()
        plug("HDMI-2")
        until(second.isVisible)
        assert not main.isVisible()
        plug("HDMI-1")
        until(whole)
        """,
    )


def test_d_moves_past_the_display_of_the_second_window(tmp_path):
    run(
        tmp_path,
        """
        press(main, Qt.Key.Key_D)
        app.processEvents()
        assert main.geometry() == every["LAPTOP"].geometry()
        press(main, Qt.Key.Key_Escape)
        assert main.isVisible() and main.geometry() != every["LAPTOP"].geometry()
        press(main, Qt.Key.Key_D)
        app.processEvents()
        assert main.geometry() == every["HDMI-1"].geometry() or main.screen() is every["HDMI-1"]
        assert second.geometry() == every["HDMI-2"].geometry()
        """,
    )


def test_keys_from_the_second_window_and_off_again(tmp_path):
    run(
        tmp_path,
        """
        at = panel.show_state.at
        press(second)
        assert panel.show_state.at == at + 1
        assert main.canvas.board == second.canvas.board
        panel.evening.also_picked.emit("")
        assert not second.isVisible() and main.isVisible()
        panel.evening.also_picked.emit(text("HDMI-2"))
        assert second.isVisible()
        assert second.canvas.board == main.canvas.board
        panel._start.click()
        assert not second.isVisible() and not main.isVisible()
        """,
    )


def test_the_strip_says_which_display_shows_what(tmp_path):
    run(
        tmp_path,
        """
        told = panel._strip.text()
        assert "LAPTOP: this panel" in told, told
        assert "HDMI-1: step 1" in told and "HDMI-2: step 1" in told, told
        unplug("HDMI-1")
        assert "The projector is unplugged" in panel._strip.text()
        """,
    )


def test_a_projector_that_changes_its_resolution_is_covered_again(tmp_path):
    run(
        tmp_path,
        """
        main.setGeometry(1280, 0, 640, 480)
        every["HDMI-1"].geometryChanged.emit(every["HDMI-1"].geometry())
        until(whole)
        """,
    )
