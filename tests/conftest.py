"""What every test stands on: no display, no key ring, a home of its own; long forms only if they are asked for (``-m soak``)."""

import os

os.environ["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM") or "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

from pathlib import Path

import pytest


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


@pytest.fixture
def themed(qapp):
    """The application in the light theme, without motion."""
    from gpumode_judge.ui.shared.motion import set_motion
    from gpumode_judge.ui.shared.theme import apply_theme, load_theme

    set_motion(qapp, on=False)
    apply_theme(qapp, load_theme("light"))
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
