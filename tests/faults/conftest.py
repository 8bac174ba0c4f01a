"""What several tests under faults stand on. Their long forms: ``pytest -n 0 -s -m soak tests/faults``."""

import os
import shutil
import subprocess
import sys

import pytest
from faults_desks import join, score
from faults_kit import make_event


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def mounted(stick):
    """``mounted(kind, options)`` mounts a small real disk at the stick; whatever is left is unmounted afterwards."""
    done = []

    def mount(*options):
        told = subprocess.run(["mount", *options, str(stick)], capture_output=True, text=True, check=False)
        if told.returncode:
            pytest.skip(f"this user may not mount here: {told.stderr.strip().splitlines()[:1]}")
        done.append(stick)
        return stick

    if sys.platform == "win32" or not shutil.which("mount"):
        pytest.skip("nothing can be mounted here")
    yield mount
    for folder in done:
        while os.path.ismount(folder):
            subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def organizers(tmp_path):
    folder = tmp_path / "organizers"
    folder.mkdir()
    with make_event(folder, judges=2, submissions=4) as desk:
        yield desk


@pytest.fixture
def judge(organizers, tmp_path):
    with join(organizers, tmp_path) as desk:
        score(desk, "team000")
        yield desk
