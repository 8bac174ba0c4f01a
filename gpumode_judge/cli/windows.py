"""Commands that open windows, and the demo, which can do without."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from gpumode_judge.cli.kit import call, demo_folder, tell
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.environment import has_display, platform_missing

commands = typer.Typer()


def in_windows(show: Callable[[], int]) -> int:
    """Show windows, or say in one sentence why there are none."""
    if not has_display():
        raise Problem(
            "Windows need a display and there is none here; the commands work without one: gpumode-judge --help."
        )
    if missing := platform_missing():
        raise Problem(missing)
    return show()


@commands.command("open")
def open_(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="A workspace, event file, plan (.toml), .gmjall or .gmjpub file, or score files."),
    ] = None,
) -> None:
    """Open a window: the start window, or what fits a file."""
    raise typer.Exit(in_windows(lambda: call.face.open(files or [])))


@commands.command()
def demo(
    headless: Annotated[
        bool, typer.Option(help="Without windows: leave pictures, standings and workspaces in a folder.")
    ] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="A new or empty folder to write into.")] = None,
) -> None:
    """Play a made-up evening with 45 teams and 12 judges.

    Score files merge on a live board as you watch. Without a display, or with --headless, pictures and files are left in a folder.
    """
    folder = demo_folder(out)
    if headless or not has_display():
        if not headless:
            print("There is no display here, so the demo plays without windows.", file=sys.stderr)
        call.face.demo_pictures(folder, tell)
        print(f"Everything is in {folder}")
        return
    raise typer.Exit(in_windows(lambda: call.face.demo(folder)))
