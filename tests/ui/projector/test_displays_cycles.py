"""Displays that come and go, in a process that has several made-up ones: it begins each of the evenings below anew."""

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
DISPLAYS = (("LAPTOP", 0, 1280, 800), ("HDMI-1", 1280, 1920, 1080), ("HDMI-2", 3200, 1024, 768))

BEGIN = """
    import time
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    from stage_made import Stage, made_show
    from conftest import Desk
    from gpumode_judge.ui.projector.displays import DisplayId
    from gpumode_judge.ui.projector.presenter import PresenterPanel

    screens = QGuiApplication.screens
    every, there = {}, []
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
"""

EVENING = """
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

    def press(window, key=Qt.Key.Key_PageDown):
        panel.show_state._last_next = float("-inf")
        QTest.keyClick(window, key)

    until(whole)
    press(main)
"""


EVENINGS = {
    "twenty times pulled and plugged the same step is back": """
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
    "both pulled at once come back to their own places": """
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
    "d moves past the display of the second window": """
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
    "keys from the second window and off again": """
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
    "the strip says which display shows what": """
        told = panel._strip.text()
        assert "LAPTOP: this panel" in told, told
        assert "HDMI-1: step 1" in told and "HDMI-2: step 1" in told, told
        unplug("HDMI-1")
        assert "The projector is unplugged" in panel._strip.text()
    """,
    "a projector that changes its resolution is covered again": """
        main.setGeometry(1280, 0, 640, 480)
        every["HDMI-1"].geometryChanged.emit(every["HDMI-1"].geometry())
        until(whole)
    """,
}

AND_SO_ON = """
    import json
    import sys
    import traceback

    told = {}
    for name, evening in json.load(sys.stdin).items():
        every.update((screen.name(), screen) for screen in screens())  # PySide lets go of them with the windows on them
        there[:] = every.values()
        mine = dict(globals())
        try:
            exec(compile(evening, name, "exec"), mine)
            told[name] = ""
        except BaseException:
            told[name] = traceback.format_exc()
        if "panel" in mine:
            mine["panel"].stop()
        for window in app.topLevelWidgets():
            window.close()
            window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """How each evening went: nothing, or where and why it stopped."""
    screens = [
        {"name": name, "x": x, "y": 0, "width": w, "height": h, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, x, w, h in DISPLAYS
    ]
    config = tmp_path_factory.mktemp("displays") / "displays.json"
    config.write_text(json.dumps({"screens": screens}))
    scripts = {name: textwrap.dedent(EVENING) + textwrap.dedent(script) for name, script in EVENINGS.items()}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(BEGIN) + textwrap.dedent(AND_SO_ON)],
        env=os.environ
        | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}", "PYTHONPATH": os.pathsep.join((str(ROOT), str(HERE)))},
        input=json.dumps(scripts), capture_output=True, text=True, timeout=120, cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("evening", EVENINGS)
def test_displays_that_come_and_go(told, evening):
    assert not told[evening], told[evening]
