"""The program as a real process: pipes, terminals, exit codes, two at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import PROGRAM, environment
from evening import script

from gpumode_judge.desk.organizing import OrganizerDesk


def start(*arguments: object, **more) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", env=environment(), timeout=60,
        check=False, **more,
    )  # fmt: skip


def test_exit_codes_and_streams(run, night):
    done = start("--workspace", night, "status", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    refused = start("--workspace", "none.gmjdb", "status")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    misused = start("frobnicate")
    assert (misused.returncode, misused.stdout) == (2, "")


def test_names_are_written_whatever_the_locale(run, night):
    env = environment() | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [*PROGRAM, "--workspace", night, "standings"], capture_output=True, env=env, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Warp Whisperer 🦜" in done.stdout.decode("utf-8")


def test_a_workspace_in_use_is_refused(run, night):
    with OrganizerDesk.open(night):
        refused = start("--workspace", night, "import", script.DEVPOST)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "“night.gmjdb” is already open in another window or app" in refused.stderr


def test_without_a_display_no_window_and_no_traceback():
    if sys.platform in {"win32", "darwin"}:
        pytest.skip("there is always a display")
    refused = start()
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Windows need a display")


@pytest.mark.skipif(sys.platform == "win32", reason="needs pipes of Unix")
def test_a_reader_that_has_read_enough_is_no_error(run, night):
    command = [*PROGRAM, "--workspace", str(night), "standings", "--json"]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=environment(), timeout=60, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_progress_on_a_terminal_and_silence_in_a_pipe(run, night, ada, tmp_path: Path):
    import pty

    file = run.done("--workspace", ada, "export", "-o", tmp_path / "stick")
    piped = start("--workspace", night, "merge", file)
    assert (piped.returncode, piped.stderr) == (0, "")
    main, terminal = pty.openpty()
    command = [*PROGRAM, "--workspace", str(night), "merge", file]
    shown = subprocess.run(command, stdout=subprocess.PIPE, stderr=terminal, env=environment(), timeout=60, check=False)
    os.close(terminal)
    progress = os.read(main, 10_000).decode()
    os.close(main)
    assert shown.returncode == 0
    assert progress.startswith("\r1 of 1 files")
    assert b"nothing new" in shown.stdout
