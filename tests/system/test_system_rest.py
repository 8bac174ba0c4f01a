import logging
import re
from datetime import datetime
from pathlib import Path

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.system import environment, paths
from gpumode_judge.system.clock import now
from gpumode_judge.system.logs import log, start_log, stop_log
from gpumode_judge.system.resources import read_bytes, resource


@pytest.mark.parametrize(
    "name", ["", "/etc/passwd", "../pyproject.toml", "icons/../../x", "icons\\app.svg", "C:x", "a\0"]
)
def test_resource_names_stay_inside(name: str):
    with pytest.raises(ValueError, match="not a resource name"):
        resource(name)


def test_resources_are_found():
    assert resource("icons/app.svg").is_file()
    assert read_bytes("themes/light.toml").startswith(b"#")
    with pytest.raises(Problem, match="install gpumode-judge again"):
        resource("icons/no-such-icon.svg")


def test_folders_lie_in_the_chosen_home(home: Path):
    for folder in (paths.home(), paths.workspaces(), paths.keys(), paths.logs(), paths.backups()):
        assert folder.is_dir()
        assert folder.is_relative_to(home)


def test_a_home_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path / "file" / "home"))
    with pytest.raises(Problem, match="a file, not a folder"):
        paths.home()


def test_sticks_are_mounted_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("KINGSTON", "GMJ", "stale"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(paths.os.path, "ismount", lambda folder: Path(folder).name != "stale")
    assert paths.default_sticks([tmp_path, tmp_path / "none"]) == (tmp_path / "GMJ", tmp_path / "KINGSTON")


def test_the_usual_places_may_be_empty():
    assert isinstance(paths.default_sticks(), tuple)


def test_the_time_is_utc_with_milliseconds():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now())
    assert datetime.fromisoformat(now()).utcoffset() is not None


def test_the_log_is_written_and_rotates(tmp_path: Path):
    file = start_log(tmp_path)
    try:
        log().info("hello %s", "Ada")
        log().info("x" * 1_100_000)
        log().info("after")
        text = file.read_text()
        assert text.endswith("after\n")
        assert len(list(tmp_path.iterdir())) == 3
        start_log(tmp_path)
        assert len(log().handlers) == 1
    finally:
        stop_log()
    assert log().handlers == []


def test_a_log_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path):
    start_log(tmp_path / "not" / "there")
    try:
        log().error("nobody hears this")
        assert isinstance(log().handlers[0], logging.NullHandler)
    finally:
        stop_log()


@pytest.mark.parametrize(
    ("variables", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
    ],
)
def test_whether_there_is_a_display(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], there: bool):
    monkeypatch.setattr(environment.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment.has_display() is there


def test_a_missing_library_gets_the_exact_command():
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    sentence = environment.qt_missing(error)
    assert sentence is not None
    assert "libEGL.so.1" in sentence
    assert "\n" not in sentence
    assert "sudo apt-get install -y libgl1 libegl1 " in sentence
    assert sentence.endswith("libxkbcommon-x11-0")


def test_other_import_errors_are_left_alone():
    assert environment.qt_missing(ModuleNotFoundError("No module named 'PySide6'")) is None


def test_what_the_x_plugin_lacks_is_told_before_qt_aborts():
    sentence = environment.platform_missing({"libxcb-cursor.so.0": True, "libxcb-icccm.so.4": False})
    assert sentence is not None
    assert "libxcb-icccm.so.4" in sentence
    assert environment.platform_missing({"libxcb-cursor.so.0": True}) is None
    assert environment.platform_missing() is None  # offscreen needs none of them
