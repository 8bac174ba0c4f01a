"""Commands that tell what it comes to."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gpumode_judge.ceremony.board import CEREMONY, Scene
from gpumode_judge.cli.kit import Json, Out, any_desk, call, demand_folder, organizer, pixels, say, target
from gpumode_judge.event.problem import Problem

if TYPE_CHECKING:
    from gpumode_judge.desk.organizing import OrganizerDesk
    from gpumode_judge.desk.scoring import Result

commands = typer.Typer()


@commands.command()
def standings(
    method: Annotated[str, typer.Option(metavar="METHOD", help="Look at another method than that of the rules.")] = "",
    why: Annotated[
        str, typer.Option(metavar="TEAM", help="Explain one submission: its title, team, table or id.")
    ] = "",
    compare: Annotated[bool, typer.Option("--compare", help="The ranks by every method side by side.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Every change of the rules, and what it moved.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="The .csv or .xlsx file.")] = None,
    as_json: Json = False,
) -> None:
    """Show the standings, and how sure they are.

    Rank with its 90 % range, score of 100 beside the raw mean, visits, chance of the first place. With -o FILE.csv or FILE.xlsx they
    are written there. Ends with 1 where the method can say nothing true.
    """
    from gpumode_judge.desk import reporting, showing, showing_results, telling

    if sum(map(bool, (why, compare, history, csv or out))) > 1 or (method and (compare or history)):
        raise typer.BadParameter("choose one of --why, --compare, --history and a table (--csv, -o), and one --method.")
    if csv and (as_json or out):
        raise typer.BadParameter("--csv prints the table; it excludes --json and -o.")
    with organizer() as desk:
        if history:
            _history(desk, as_json)
            return
        result = showing_results.result_by(desk, method)
        if why:
            _why(result, why, as_json)
        elif compare:
            _compare(desk, as_json)
        elif out:
            path = reporting.write_standings(desk, out, method)
            say(as_json, {"path": str(path)}, str(path))
        elif csv:
            sys.stdout.write(reporting.standings_csv(desk, method))
        else:
            say(as_json, showing.show_standings(desk, method), *telling.standings_lines(desk, method))
        end_refused(result.standings.refused, as_json)


def end_refused(refused: str, as_json: bool) -> None:
    """End with 1 if there is a sentence that says why the method of scoring gives no result; a JSON value tells it itself."""
    if refused:
        if not as_json:
            print(refused, file=sys.stderr)
        raise typer.Exit(1)


def _why(result: "Result", team: str, as_json: bool) -> None:
    from gpumode_judge.desk import explaining, showing_results, telling_results
    from gpumode_judge.desk.finding import find_submission

    found = explaining.why(result, find_submission(result.record, team).id)
    say(as_json, showing_results.show_why(found), *telling_results.why_lines(found))


def _compare(desk: "OrganizerDesk", as_json: bool) -> None:
    from gpumode_judge.desk import showing_results, telling_results

    shown = showing_results.show_compared(desk)
    say(as_json, shown, *telling_results.compared_lines(shown))


def _history(desk: "OrganizerDesk", as_json: bool) -> None:
    from gpumode_judge.desk import showing_results, telling_results
    from gpumode_judge.desk.history import rules_history

    shown = showing_results.show_history(desk.record, rules_history(desk))
    say(as_json, shown, *telling_results.history_lines(shown))


@commands.command()
def board(
    out: Annotated[Path, typer.Option("-o", "--out", help="The PNG file.")],
    scene: Annotated[Scene, typer.Option(help="What to show.")] = Scene.LIVE,
    size: Annotated[str, typer.Option(help="Width x height in pixels.")] = "1920x1080",
    page: Annotated[int, typer.Option(min=1, help="The page, from 1; one too high is the last.")] = 1,
    text: Annotated[str, typer.Option(help="The message, or what is said above the countdown.")] = "",
    as_json: Json = False,
) -> None:
    """Paint a scene of the projector into a picture.

    Those of the ceremony – reveal, podium and prize – are painted by “ceremony --step”.
    """
    from gpumode_judge.desk.pictures import picture
    from gpumode_judge.desk.presenting import Presenting

    wanted = pixels(size)
    if scene in CEREMONY:
        raise Problem(
            f"The scene “{scene.value}” belongs to the ceremony: gpumode-judge ceremony --step K -o FILE.png paints it."
        )
    if out.suffix.lower() != ".png":
        raise Problem(f"A board is painted into a PNG file, so “{out.name}” must end in .png.")
    demand_folder(out)
    with organizer() as desk:
        shown = Presenting(desk).board(scene, text).turned(page - 1)
        call.face.paint(shown, *wanted, out, lambda name: picture(desk, name))
        say(as_json, {"path": str(out), "scene": shown.scene.value, "pages": shown.pages}, str(out))


@commands.command()
def publish(
    names: Annotated[bool, typer.Option("--names", help="With the judges’ names.")] = False,
    notes: Annotated[bool, typer.Option("--notes", help="With the judges’ notes.")] = False,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Write the result as a file that anybody can check.

    “verify” checks it. It holds every ballot that counted, the rules and the standings; judges’ names and notes only if asked for.
    """
    from gpumode_judge.desk import publishing

    with organizer() as desk:
        path = publishing.publish(desk, target(out, ".gmjpub"), names=names, notes=notes)
        say(as_json, {"path": str(path), "names": names, "notes": notes}, str(path))


@commands.command()
def verify(file: Annotated[Path, typer.Argument(help="A .gmj or .gmjpub file.")], as_json: Json = False) -> None:
    """Check every byte and signature of a file.

    A published result is worked out again from its statements and compared.
    """
    from gpumode_judge.desk import showing, showing_safety, telling_safety
    from gpumode_judge.desk.verifying import Verified, look_into

    found = look_into(file)
    if isinstance(found, Verified):
        shown = showing_safety.show_verified(found)
        say(as_json, shown, *telling_safety.verified_lines(file.name, shown))
        if not found.identical:
            raise typer.Exit(1)
        return
    shown = showing.show_file(found)
    say(as_json, shown, telling_safety.file_line(file.name, shown))


@commands.command()
def status(as_json: Json = False) -> None:
    """Tell how things stand in a workspace."""
    from gpumode_judge.desk import showing, telling

    with any_desk() as desk:
        say(as_json, showing.show_status(desk), *telling.status_lines(desk))
