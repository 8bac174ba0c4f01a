"""What needs windows or pictures: a display, Qt's libraries, a folder for the demo."""

from pathlib import Path

import pytest

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.event.problem import Problem
from gpumode_judge.system import environment


@pytest.fixture
def display(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def no_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(environment.sys, "platform", "linux")


def test_without_a_command_the_start_window_opens(run, face, display):
    assert run().code == 0
    assert run("--workspace", "night.gmjdb").code == 0
    assert run("open", "a.gmj", "b.gmj").code == 0
    assert face.asked == [("open",), ("open", Path("night.gmjdb")), ("open", Path("a.gmj"), Path("b.gmj"))]


def test_windowed_commands_say_that_there_is_no_display(run, face, no_display):
    for arguments in ((), ("open",), ("open", "a.gmj")):
        assert run.refused(*arguments).startswith("Windows need a display and there is none here")
    assert face.asked == []


def test_what_is_not_windowed_needs_no_display(run, face, no_display, night):
    assert run("status").code == 0
    assert run("board", "-o", "b.png").code == 0
    assert face.asked[0][1].scene is Scene.LIVE


@pytest.mark.parametrize(
    "command", [("open",), ("demo",), ("board", "-o", "b.png"), ("demo", "--headless", "--out", "d")]
)
def test_a_missing_library_of_qt_is_one_sentence_with_the_exact_command(run, face, display, night, command):
    face.error = ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
    sentence = run.refused(*command)
    assert "(libGL.so.1)" in sentence
    assert "sudo apt-get install -y libgl1 libegl1" in sentence


def test_a_missing_library_of_the_window_system_is_told_before_qt_aborts(run, face, display, monkeypatch):
    monkeypatch.setattr("gpumode_judge.cli.windows.platform_missing", lambda: "Windows need libxcb-cursor.so.0.")
    assert run.refused("open") == "Windows need libxcb-cursor.so.0."
    assert face.asked == []


def test_our_own_mistakes_are_not_hidden(run, face, display):
    face.error = ImportError("cannot import name 'x'")
    with pytest.raises(ImportError):
        run("open")


def test_interrupted(run, face, display):
    face.error = KeyboardInterrupt()
    assert run.refused("open") == "Stopped; what was done is kept."


def test_whatever_the_system_refuses_is_a_sentence(run, face, display):
    face.error = PermissionError(13, "Permission denied", "secret.txt")
    assert "secret.txt" in run.refused("open")


class TestDemo:
    def test_with_a_display(self, run, face, display):
        assert run("demo", "-o", "d").code == 0
        assert run("demo").code == 0
        assert face.asked[0] == ("demo", Path("d"))
        assert face.asked[1][1].is_dir()

    def test_headless(self, run, face, display):
        said = run("demo", "--headless", "--out", "d")
        assert (said.code, said.out, said.err) == (0, "Everything is in d\n", "")
        assert face.asked == [("demo pictures", Path("d"))]

    def test_without_a_display_it_is_headless(self, run, face, no_display):
        said = run("demo", "--out", "d")
        assert "no display" in said.err
        assert face.asked == [("demo pictures", Path("d"))]

    def test_the_folder_must_be_new_or_empty(self, run, face):
        Path("full").mkdir()
        Path("full", "mine").touch()
        Path("file").touch()
        for name in ("full", "file"):
            assert name in run.refused("demo", "--headless", "--out", name)
        Path("empty").mkdir()
        assert run("demo", "--headless", "--out", "empty").code == 0

    def test_a_refusal_on_the_way(self, run, face):
        face.error = Problem("The disk is full.")
        assert run.refused("demo", "--headless", "--out", "d") == "The disk is full."
