"""Commands that keep a workspace safe: backups, and a file for whoever helps."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from gpumode_judge.cli.kit import Json, Out, any_desk, call, demand_folder, say, workspace, workspaces_here
from gpumode_judge.event.problem import Problem

if TYPE_CHECKING:  # desks are heavy and only loaded by the command that needs one
    from gpumode_judge.desk.doctor import Diagnosis

commands = typer.Typer()
_DIAGNOSIS: Final = "gpumode-judge-diagnostics.json"


@commands.command()
def backups(
    restore: Annotated[
        int | None, typer.Option(min=1, help="Put the backup with this number in the workspace’s place.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the backups of the workspace, or restore one.

    The workspace may be damaged or gone. No statement is lost by it: what is newer than the backup is taken along.
    """
    from gpumode_judge.desk import backups as kept
    from gpumode_judge.desk import showing_safety, telling_safety

    path = workspace().absolute()
    found = kept.backups(path)
    if restore is None:
        say(as_json, showing_safety.show_backups(found), *telling_safety.backup_lines(found))
        return
    if restore > len(found):
        raise Problem(f"There is no backup number {restore} of “{path.name}”; there are {len(found)}.")
    done = kept.restore(path, found[restore - 1])
    say(as_json, {"path": str(done.path), "entries": done.entries, "regained": done.regained}, str(done))


@commands.command()
def doctor(out: Out = None, as_json: Json = False) -> None:
    """Make a diagnostics file for whoever helps.

    It tells versions, counts and the last errors of the app, and no marks, no names and no keys.
    """
    from gpumode_judge.system.files import write_new

    found, trouble = _diagnosis()
    lines = [trouble] if trouble else []
    if out is None:
        say(as_json, found.data, *lines, found.text.rstrip("\n"))
        return
    if not out.is_dir():
        demand_folder(out)
    path = write_new(out / _DIAGNOSIS if out.is_dir() else out, found.text.encode(), private=True)
    say(as_json, {"path": str(path)}, *lines, str(path))


def _diagnosis() -> "tuple[Diagnosis, str]":
    """What is found, and why the workspace could not be looked into; one that is damaged is what it is asked about."""
    from gpumode_judge.desk.doctor import diagnose

    if call.workspace is None and not workspaces_here():
        return diagnose(), ""
    try:
        with any_desk() as desk:
            return diagnose(desk), ""
    except Problem as problem:
        return diagnose(), f"Without the workspace: {problem}"
