"""Commands that write files and take them in."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from gpumode_judge.cli.kit import Json, Out, any_desk, new_workspace, organizer, progress, say, target, tell
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line

if TYPE_CHECKING:  # desks are heavy and only loaded by the command that needs one
    from gpumode_judge.desk.organizing import OrganizerDesk
    from gpumode_judge.desk.watching import Watcher

commands = typer.Typer()
_PAUSE: Final = 1.0  # seconds between two looks


@commands.command()
def export(
    out: Out = None,
    toml: Annotated[bool, typer.Option("--toml", help="The whole plan of the event as a TOML file.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything in the workspace as one file, for the organizers alone.")
    ] = False,
    with_key: Annotated[
        bool, typer.Option("--with-key", help="With --all: the key too, to go on with another laptop.")
    ] = False,
    organizers: Annotated[
        bool,
        typer.Option("--organizers", help="For another organizers’ laptop: to begin there, or to bring it up to date."),
    ] = False,
    request: Annotated[
        bool, typer.Option("--request", help="From a second organizers’ laptop: what it said, for the first to merge.")
    ] = False,
    clics: Annotated[
        bool, typer.Option("--clics", help="The result for the contest community’s tools: a .zip or a new folder.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Write the event file, or a judge’s score file.

    Which of the two follows from the workspace. With --clics the result that the ceremony tells; before one was taken, that of the
    lock; before the lock the standings, in which nobody has won yet.
    """
    from gpumode_judge.desk import assisting, planning
    from gpumode_judge.desk.everything import export_everything
    from gpumode_judge.desk.organizing import OrganizerDesk

    if sum((toml, everything, organizers, request, clics)) > 1:
        raise typer.BadParameter("Give one of --toml, --all, --organizers, --request and --clics at most.")
    if with_key and not everything:
        raise typer.BadParameter("--with-key belongs to --all.")
    if clics:
        _export_clics(out, as_json)
        return
    with any_desk() as desk:
        if toml and not isinstance(desk, OrganizerDesk):
            raise Problem("Only the organizers’ workspace holds the plan of the event.")
        if everything and not isinstance(desk, OrganizerDesk):
            raise Problem(
                "Only the organizers’ workspace is exported whole; a judge’s score file holds all that counts."
            )
        place = target(out, ".toml" if toml else ".gmjall" if everything else ".gmj")
        shown: dict[str, Any] = {}
        if (organizers or request) and not isinstance(desk, OrganizerDesk):
            raise Problem("That is for organizers’ workspaces; a judge hands in: gpumode-judge export.")
        if not isinstance(desk, OrganizerDesk):
            handed = desk.hand_in(place)
            path, shown = handed.path, {"ballots": handed.ballots}
        elif organizers or request:
            path = (assisting.write_for_organizers if organizers else assisting.write_request)(desk, place)
        elif everything:
            path, shown = export_everything(desk, place, with_key=with_key), {"with_key": with_key}
        else:
            path = planning.write_toml(desk.plan, place) if toml else desk.export_event(place)
        say(as_json, {"path": str(path), **shown}, str(path))


def _export_clics(out: Path | None, as_json: bool) -> None:
    from gpumode_judge.desk.clics_out import write_clics

    with organizer() as desk:
        made = write_clics(desk, out)
        shown = {"path": str(made.path), "files": list(made.files), "final": int(made.final), "stale": made.stale}
        early = (
            [] if made.final else ["The scores are not locked: it says that nothing is final, and that nobody has won."]
        )
        say(as_json, shown, str(made.path), *early, *filter(None, [made.stale]))


@commands.command("import-all")
def import_all(
    file: Annotated[Path, typer.Argument(help="A file that export --all wrote (.gmjall).")],
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a workspace from a file with everything.

    With the key in it this laptop goes on in the other’s place; without, the workspace is for looking only.
    """
    from gpumode_judge.desk import showing
    from gpumode_judge.desk.everything import import_everything
    from gpumode_judge.desk.organizing import OrganizerDesk

    made = import_everything(file, new_workspace(out))
    with OrganizerDesk.open(made) as desk:
        end = "Go on with this one alone." if desk.can_speak else "It is for looking only: the key was not in the file."
        shown = {"workspace": str(desk.path), "can_speak": desk.can_speak, **showing.show_status(desk)}
        say(as_json, shown, f"“{desk.record.event.title}” is in {desk.path}", end)


@commands.command()
def merge(
    paths: Annotated[list[Path], typer.Argument(help="Score files, or folders with some.")], as_json: Json = False
) -> None:
    """Merge score files; for a judge, a newer event file."""
    from gpumode_judge.desk import showing, telling
    from gpumode_judge.desk.judging import JudgeDesk

    with any_desk() as desk:
        if isinstance(desk, JudgeDesk):
            news = [desk.merge(path) for path in paths]
            say(as_json, {"news": news}, *news)
            return
        report = desk.merge(paths, progress if sys.stderr.isatty() else None)
        if not report.rows:
            raise Problem(f"There is no event or score file (.gmj) in {telling.names(f'“{path}”' for path in paths)}.")
        say(as_json, showing.show_merge(report), *telling.merge_lines(report))
        if report.sums["refused"]:
            raise typer.Exit(1)


@commands.command()
def watch(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders to watch; without any, all sticks that are plugged in.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Merge what is there and whole, and end.")] = False,
    as_json: Json = False,
) -> None:
    """Merge score files as they appear in a folder or on a stick.

    Files that are still being written are waited for. Ctrl+C ends it. Meanwhile no other command can use the workspace.
    """
    from gpumode_judge.desk.watching import Watcher

    for folder in folders or []:
        if not folder.is_dir():
            raise Problem(f"There is no folder “{folder}”; make it, or choose another one.")
    watcher = Watcher(lambda: folders) if folders else Watcher()
    with organizer() as desk:
        if not once:
            tell("Watching; Ctrl+C ends it.")
        refused = False
        told: set[Path] = set()
        try:
            while True:
                refused |= _merge_seen(desk, watcher, as_json)
                _tell_unfinished(watcher, told, "is left for later" if once else "waits until it is whole")
                if once:
                    break
                time.sleep(_PAUSE)
        except KeyboardInterrupt:
            tell("Ended; what came is merged.")
    if once and refused:
        raise typer.Exit(1)


def _merge_seen(desk: "OrganizerDesk", watcher: "Watcher", as_json: bool) -> bool:
    """Merge what has come since the last look; gives whether something was refused."""
    from gpumode_judge.desk import showing, telling

    paths = watcher.look(time.monotonic())
    if not paths:
        return False
    report = desk.merge(paths)
    # A file that went with its stick before it was read comes again with the stick.
    watcher.again(path for path in paths if not path.exists())
    if as_json:
        print(json.dumps(showing.show_merge(report), ensure_ascii=False), flush=True)
    else:
        print("\n".join(telling.merge_lines(report)), flush=True)
    return bool(report.sums["refused"])


def _tell_unfinished(watcher: "Watcher", told: set[Path], end: str) -> None:
    """Say once of each file that it is still being written."""
    for path in watcher.unfinished:
        if path not in told:
            print(f"“{clean_line(path.name)}” is still being written, or was cut off: it {end}.", file=sys.stderr)
    told.clear()
    told.update(watcher.unfinished)


@commands.command()
def assist(
    file: Annotated[Path, typer.Argument(help="The file that the first laptop wrote with export --organizers.")],
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a second organizers’ workspace.

    Then export --request, merge that on the first laptop, and accept this one there by its four words.
    """
    from gpumode_judge.desk import assisting, showing
    from gpumode_judge.ledger.device import four_words

    with assisting.assist(file, new_workspace(out)) as desk:
        words = four_words(desk.device)
        shown = {"workspace": str(desk.path), "words": words, **showing.show_status(desk)}
        say(as_json, shown, f"{desk.path}", f"This laptop’s four words: {words}")
