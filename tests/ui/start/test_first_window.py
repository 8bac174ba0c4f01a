"""The first window comes before anything heavy, and a damaged memory harms nothing."""

import json
import os
import subprocess
import sys

from gpumode_judge.system import paths
from gpumode_judge.ui.start.remembered import remember, remembered

_HEAVY = ("numpy", "scipy", "sqlalchemy", "sqlmodel", "pydantic", "pyqtgraph", "nacl", "rapidfuzz", "python_calamine")
_CODE = f"""
import json, sys
from gpumode_judge.ui.app import App, make_app
app = make_app()
first = App(app)
first.start.show()
app.processEvents()
print(json.dumps([name for name in {_HEAVY!r} if name in sys.modules]))
"""


def test_the_first_window_is_shown_before_anything_heavy_is_loaded(home):
    out = subprocess.run([sys.executable, "-c", _CODE], capture_output=True, text=True, check=True, env={**os.environ})
    assert json.loads(out.stdout) == []


def test_small_things_are_remembered_and_damage_is_forgotten(home):
    remember("theme", "dark")
    assert remembered("theme") == "dark"
    (paths.home() / "windows.json").write_text("[1,", encoding="utf-8")
    assert remembered("theme", "system") == "system"
    (paths.home() / "windows.json").write_text('["theme"]', encoding="utf-8")
    assert remembered("theme", "system") == "system"
    remember("theme", "light")
    assert remembered("theme") == "light"


_RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gpumode_judge.ui.app import make_app, run
app = make_app()
seen = []
def look():
    for window in app.topLevelWidgets():
        if window.isVisible() and type(window).__name__ == sys.argv[2]:
            seen.append(window)
            window.close()
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
code = run([Path(sys.argv[1])])
print(code, len(seen))
"""


def test_a_workspace_named_on_the_command_line_opens_and_its_window_ends_the_app(evening):
    command = [sys.executable, "-c", _RUN, str(evening.judge_path), "JudgeWindow"]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert out.stdout.split() == ["0", "1"]
    assert "Traceback" not in out.stderr


def test_no_display_is_one_sentence(home):
    code = "from gpumode_judge.ui.app import run\nrun()"
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=env)
    if sys.platform == "linux":
        assert "There is no display" in out.stderr.splitlines()[-1]
