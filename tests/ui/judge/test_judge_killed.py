"""A judge's laptop dies in the middle of a key: everything that was told to be saved is there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from judge_evening import make_evening

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.event.rubric import plain

TYPIST = Path(__file__).with_name("judge_typist.py")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
@pytest.mark.parametrize("changes", [7, 60])
def test_everything_that_was_saved_is_there(tmp_path, changes):
    evening = make_evening(tmp_path / "e", count=6)
    desk = evening.join()
    path = desk.path
    desk.close()
    root = Path(__file__).parents[3]
    child = subprocess.Popen(
        [sys.executable, str(TYPIST), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert child.stdout is not None
    told = []
    deadline = time.monotonic() + 60
    while len(told) < changes and time.monotonic() < deadline:
        told.append(child.stdout.readline().split())
    child.send_signal(signal.SIGKILL)
    told += [line.split() for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
    child.wait()
    assert len(told) >= changes

    last = {(submission, key): value for submission, key, value in told}
    with JudgeDesk.open(path) as again:
        cards = {card.submission.id: card.entered for card in again.cards()}
    newest = told[-1][:2]
    for (submission, key), value in last.items():
        entered = cards[submission]
        if key == "note":
            # The one key after the last that was told may have been saved as well.
            assert entered.notes["impact"].startswith(value)
        elif [submission, key] != newest:
            assert plain(entered.marks[key]) == value
        else:
            assert key in entered.marks
