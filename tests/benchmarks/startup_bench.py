"""The first window, from the start of the process until it is painted and the event loop is free, against a bare Qt window.

    python tests/benchmarks/startup_bench.py

Every figure is a fresh process; the three take turns, and the median of ``ROUNDS`` counts.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parent))

from kit import HEAD, Line

ROOT = Path(__file__).parents[2]
ROUNDS = 7

_PAINTED = """
from PySide6.QtCore import QEvent, QObject, QTimer

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, done)
        return False

def done():
    import os, sys
    sys.stdout.write("painted")
    sys.stdout.flush()
    os._exit(0)
"""
OURS = f"""
import gpumode_judge.__main__  # the commands are loaded on the way to the window
from gpumode_judge.ui.app import App, make_app
{_PAINTED}
app = make_app()
first = App(app)
watch = Painted()
first.start.installEventFilter(watch)
first.begin()
app.exec()
"""
BARE = f"""
from PySide6.QtWidgets import QApplication, QMainWindow
{_PAINTED}
app = QApplication([])
window = QMainWindow()
watch = Painted()
window.installEventFilter(watch)
window.resize(960, 608)
window.show()
app.exec()
"""
IMPORT = 'import PySide6.QtWidgets; print("painted", end="", flush=True)'


def run() -> list[Line]:
    """The first window against a bare one, and beside it what only importing Qt takes."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "GPUMODE_JUDGE_HOME": home}
        if not env.get("DISPLAY") and not env.get("WAYLAND_DISPLAY") and sys.platform == "linux":
            env.setdefault("QT_QPA_PLATFORM", "offscreen")
        for code in (OURS, BARE, IMPORT):
            _seconds(code, env)  # bytecode is written and the disk is warm
        rounds = [[_seconds(code, env) for code in (OURS, BARE, IMPORT)] for _ in range(ROUNDS)]
    ours, bare, only_import = (median(figures) for figures in zip(*rounds, strict=True))
    return [
        Line("first usable window / bare QtWidgets window", ours, bare, 3.5),
        Line("import PySide6.QtWidgets / the same", only_import, bare, 0),
    ]


def _seconds(code: str, env: dict[str, str]) -> float:
    started = perf_counter()
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT, env=env) as process:
        said = process.stdout.read(7) if process.stdout else b""
        took = perf_counter() - started
    if said != b"painted":
        raise SystemExit("The window did not come up.")
    return took


if __name__ == "__main__":
    sys.stdout.write("\n".join([HEAD, *map(str, run())]) + "\n")
