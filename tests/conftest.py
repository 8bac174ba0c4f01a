"""What every test stands on: no display, no key ring, a home of its own; long forms only if they are asked for (``-m soak``)."""

import os

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from pathlib import Path

import pytest

from gpumode_judge.store import backup, engine, restoring
from gpumode_judge.system import files

HERE = Path(__file__).parent
ON_THE_MEDIUM = ("faults", "store", "system")  # the rooms whose tests are about what outlives a power cut


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "soak" in (config.getoption("-m") or ""):
        return
    if long := [item for item in items if item.get_closest_marker("soak")]:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app's data folder of this test alone."""
    folder = tmp_path / "home"
    monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def quick_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No waiting for the medium, except where the tests are about it: what is written is the same."""
    if request.path.relative_to(HERE).parts[0] in ON_THE_MEDIUM:
        return
    monkeypatch.setattr(files, "_settle", lambda handle: None)
    for module in (files, backup, restoring):
        monkeypatch.setattr(module, "settle_folder", lambda folder: None)
    quick, building = (
        tuple("synchronous=OFF" if pragma.startswith("synchronous=") else pragma for pragma in pragmas)
        for pragmas in (engine.DURABLE, engine.BUILDING)
    )
    monkeypatch.setattr(engine.connect, "__defaults__", (quick,))
    monkeypatch.setattr(engine, "BUILDING", building)


@pytest.fixture
def themed(qapp):
    """The application in the light theme, without motion."""
    from gpumode_judge.ui.shared.motion import set_motion
    from gpumode_judge.ui.shared.stylesheet import stylesheet
    from gpumode_judge.ui.shared.theme import apply_theme, current_theme, load_theme

    set_motion(qapp, on=False)
    light = load_theme("light")
    # Put on again, it would dress the windows of the last test too, which Qt deletes in the next event loop only.
    if current_theme() != light or qapp.styleSheet() != stylesheet(light):
        apply_theme(qapp, light)
    return qapp


@pytest.fixture(autouse=True)
def released(request: pytest.FixtureRequest):
    """Let go of Shift, Ctrl and Alt after each test of windows: Qt takes the last simulated key press for what is held."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QWidget

        QTest.keyRelease(QWidget(), Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
