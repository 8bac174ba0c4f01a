"""Runs commands as a person would, and the windows' stand-in."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from evening import script

from gpumode_judge import cli

ROOT = Path(__file__).parents[2]


@dataclass
class FakeFace:
    """Notes what it is asked for; ``error`` is raised instead."""

    asked: list[tuple[Any, ...]] = field(default_factory=list)
    error: Exception | None = None

    def _ask(self, *what: Any) -> int:
        if self.error:
            raise self.error
        self.asked.append(what)
        return 0

    def open(self, paths: Sequence[Path]) -> int:
        return self._ask("open", *paths)

    def demo(self, folder: Path) -> int:
        return self._ask("demo", folder)

    def demo_pictures(self, folder: Path, tell: Callable[[str], None]) -> None:
        tell("Twelve judges join …")
        self._ask("demo pictures", folder)

    def paint(self, board, width: int, height: int, path: Path, pictures=None) -> None:
        self._ask("paint", board, width, height, path)

    def contest_pdf(self, packet, path: Path) -> None:
        self._ask("contest", packet, path)

    def certificate_pdf(self, certificate, template: bytes, path: Path, letter) -> None:
        self._ask("certificate", certificate, template, path, letter)


@dataclass
class Said:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self
        assert self.err == ""
        return json.loads(self.out)


class Terminal:
    """Runs commands in a folder and gives what they said."""

    def __init__(self, face: FakeFace, capsys: pytest.CaptureFixture[str]) -> None:
        self.face = face
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        self._capsys.readouterr()
        code = cli.run([str(argument) for argument in arguments], self.face)
        captured = self._capsys.readouterr()
        return Said(code, captured.out, captured.err)

    def done(self, *arguments: object) -> str:
        """Run what must work; gives its output without the line's end."""
        said = self(*arguments)
        assert said.code == 0, said
        return said.out.rstrip("\n")

    def refused(self, *arguments: object) -> str:
        """Run what must be refused in one clear sentence; gives it."""
        said = self(*arguments)
        assert said.code == 1, said
        assert said.out == ""
        sentence = said.err.strip()
        assert sentence
        assert "\n" not in sentence
        assert "Traceback" not in sentence
        return sentence

    def misused(self, *arguments: object) -> str:
        """Run what is not written as it should be; gives what is said about it."""
        said = self(*arguments)
        assert said.code == 2, said
        assert said.out == ""
        assert "Usage: gpumode-judge" in said.err
        return said.err


def once(make: Callable[..., Path]) -> Callable[..., Path]:
    """For a fixture with ``run``: its commands run for the first test that asks; others find the laptops as they left them.

    The folder of a test has the same name each time (see ``tmp_path``), so that paths which are kept in files go on to lead there.
    """
    left: list[tuple[Path, Path]] = []

    @wraps(make)
    def made(run: Terminal, **others: Any) -> Path:
        here = Path.cwd()
        laptops = here.parent
        if left:
            copy, value = left[0]
            shutil.rmtree(laptops)
            shutil.copytree(copy, laptops)
            os.chdir(here)
            return value
        value = make(run=run, **others)
        copy = laptops.with_name(f"{make.__module__}-{make.__name__}")
        shutil.copytree(laptops, copy)
        left.append((copy, value))
        return value

    return made


def tickets(run: Terminal, night: Path) -> dict[str, str]:
    return {row["judge"]: row["ticket"] for row in run("--workspace", night, "tickets", "--json").json}


def play(run: Terminal, workspace: Path, judge: str) -> None:
    """Type in what the script says for a judge."""
    for step in script.steps_of(judge):
        marks = [f"{key}={mark}" for key, mark in zip(script.CRITERIA, step.marks, strict=False)]
        extra = ["--absent", step.absent] if step.absent else []
        run.done(
            "--workspace",
            workspace,
            "mark",
            step.submission,
            *marks,
            *extra,
            *(["--note", step.note] if step.note else []),
        )


def merge_the_evening(run: Terminal, night: Path, folder: Path) -> None:
    """Both judges join, mark everything and hand in, and the organizers merge it; ``folder`` is made for their laptops."""
    folder.mkdir()
    event = run.done("--workspace", night, "export", "-o", folder)
    known = tickets(run, night)
    for judge in (script.ADA, script.BO):
        workspace = folder / f"{judge}.gmjdb"
        run.done("--workspace", workspace, "join", event, "--judge", judge, "--ticket", known[judge])
        play(run, workspace, judge)
        run.done("merge", run.done("--workspace", workspace, "export", "-o", folder / "stick"))


def environment() -> dict[str, str]:
    """Of a real process: no display, this checkout, the home of the test."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])}


PROGRAM = [sys.executable, "-m", "gpumode_judge"]
