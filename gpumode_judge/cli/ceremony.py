"""Commands for the stage: the ceremony, the freeze, the agenda, pictures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gpumode_judge.cli.kit import (
    Json,
    call,
    demand_folder,
    demand_new,
    empty_folder,
    organizer,
    pair,
    pixels,
    say,
    tell,
)
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.files import write_new

if TYPE_CHECKING:
    from gpumode_judge.desk.ceremony import Show
    from gpumode_judge.desk.organizing import OrganizerDesk

commands = typer.Typer()
Size = Annotated[str, typer.Option(help="Width x height in pixels.")]


@commands.command()
def ceremony(
    steps: Annotated[
        bool, typer.Option("--steps", help="List the steps, with when each begins (without any option).")
    ] = False,
    script: Annotated[bool, typer.Option("--script", help="What the emcee says and does at each step.")] = False,
    step: Annotated[int, typer.Option("--step", min=0, metavar="K", help="Paint step K into a picture (-o).")] = 0,
    frames: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Paint every step into a new folder.")] = None,
    log: Annotated[bool, typer.Option("--log", help="What was shown when.")] = False,
    take: Annotated[bool, typer.Option("--take", help="Take the result, so that the window begins with it.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="With --take: in place of the one that was taken before.")
    ] = False,
    finish: Annotated[bool, typer.Option("--finish", help="Say that the ceremony is over.")] = False,
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="With made-up results; nothing is kept.")] = False,
    number: Annotated[
        int, typer.Option("--number", min=1, help="With --rehearsal: another number, other results.")
    ] = 1,
    size: Size = "1920x1080",
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The file of --step (.png), --script or --log.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Tell the result: take it, list the steps, paint them.

    What was taken is told until it is finished or taken anew, also after scores changed. While nothing is taken, --steps, --script,
    --step and --frames show what would be told now; while something is still to be mended, that is said and the command ends with 1.
    """
    chosen = [name for name, on in {
        "--steps": steps, "--script": script, "--step": step, "--frames": frames, "--log": log, "--take": take, "--finish": finish,
    }.items() if on]  # fmt: skip
    if len(chosen) > 1:
        raise typer.BadParameter(f"{' and '.join(chosen)} exclude each other.")
    if rehearsal and (log or take or finish):
        raise typer.BadParameter(f"of a rehearsal nothing is kept: --rehearsal and {chosen[0]} exclude each other.")
    if again and not take:
        raise typer.BadParameter("--again goes with --take.")
    if out and not (step or script or log):
        raise typer.BadParameter("-o goes with --step, --script and --log.")
    if step and not out:
        raise typer.BadParameter("say where the picture goes: -o FILE.png.")
    wanted = pixels(size)
    with organizer() as desk:
        if log:
            _log(desk, out, as_json)
        elif take:
            _take(desk, again, as_json)
        elif finish:
            _finish(desk, as_json)
        else:
            show = _show(desk, rehearsal, number, as_json)
            if step and out:
                _paint(desk, show, step, wanted, out, as_json)
            elif frames:
                _frames(desk, show, frames, wanted, as_json)
            else:
                _tell(show, script, out, as_json)


@commands.command()
def freeze(as_json: Json = False) -> None:
    """Freeze the standings on the projector.

    It shows them as they are now, and only how many visits came since.
    """
    from gpumode_judge.desk import freezing

    with organizer() as desk:
        freezing.freeze(desk)
        say(as_json, _frozen(desk), "The projector is frozen: it shows the standings as they are now.")


@commands.command()
def thaw(as_json: Json = False) -> None:
    """Let the projector show the standings as they are again."""
    from gpumode_judge.desk import freezing

    with organizer() as desk:
        freezing.thaw(desk)
        say(as_json, _frozen(desk), "The projector shows the standings as they are.")


@commands.command()
def agenda(
    file: Annotated[Path | None, typer.Argument(help="A CSV, TSV, XLSX, XLS or ODS file with the day.")] = None,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="column=field, once for each column to correct.")
    ] = None,
    hand_in: Annotated[
        str | None,
        typer.Option("--hand-in", metavar="TIME", help='Until when submissions are handed in: 21:00; "": no end.'),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would happen.")] = False,
    sheet: Annotated[str, typer.Option(help="The sheet of a spreadsheet.")] = "",
    as_json: Json = False,
) -> None:
    """Import the day's agenda for the projector, or show it.

    The table has a line for each item: when it begins, what it is, and if you like when it ends, where, and who speaks. Its items
    replace those that were there.
    """
    from gpumode_judge.desk import agenda as the_day
    from gpumode_judge.desk.showing_ceremony import agenda_lines, show_agenda

    if preview and (hand_in is not None or not file):
        raise typer.BadParameter("--preview goes with a file alone.")
    corrections = dict(pair(text, "--map", "column=field") for text in maps or [])
    with organizer() as desk:
        prepared = the_day.import_agenda(desk, file, corrections=corrections, sheet=sheet) if file else None
        if prepared and prepared.problem:
            raise Problem(prepared.problem)
        if prepared and not preview:
            the_day.commit_agenda(desk, prepared)
        if hand_in is not None:
            the_day.put_hand_in(desk, hand_in)
        shown = show_agenda(prepared.agenda if prepared and preview else desk.record.agenda, prepared)
        end = ["Nothing was imported."] if preview else []
        say(as_json, shown, *agenda_lines(shown), *end)


@commands.command()
def pictures(
    folder: Annotated[Path, typer.Argument(help="A folder with SVG, PNG and JPEG files.")], as_json: Json = False
) -> None:
    """Import sponsors' logos and teams' photos.

    Each file is named after a sponsor, or after a team's title, name or table number. They stay in this workspace.
    """
    from gpumode_judge.desk.pictures import import_pictures
    from gpumode_judge.desk.showing_ceremony import picture_lines, show_pictures

    with organizer() as desk:
        shown = show_pictures(import_pictures(desk, folder))
        say(as_json, shown, *picture_lines(shown))


def _show(desk: "OrganizerDesk", rehearsal: bool, number: int, as_json: bool) -> "Show":
    """The rehearsal, what was taken, or what would be told now."""
    from gpumode_judge.desk import ceremony as stage
    from gpumode_judge.desk.rehearsing import rehearse

    if rehearsal:
        return rehearse(desk, number)
    kept = stage.last(desk)
    if kept:
        return kept
    wrong = stage.refusals(desk)
    if wrong:
        from gpumode_judge.desk.showing_ceremony import show_refusals

        say(
            as_json,
            {"refusals": show_refusals(wrong)},
            "The ceremony cannot begin:",
            *(f"  {one.text}" for one in wrong),
        )
        raise typer.Exit(1)
    return stage.preview(desk)


def _tell(show: "Show", script: bool, out: Path | None, as_json: bool) -> None:
    from gpumode_judge.desk.showing_ceremony import script_lines, show_ceremony, step_lines

    lines = list(script_lines(show) if script else step_lines(show))
    if out:
        _write(out, lines, as_json)
    else:
        say(as_json, show_ceremony(show), *lines)


def _paint(desk: "OrganizerDesk", show: "Show", step: int, size: tuple[int, int], out: Path, as_json: bool) -> None:
    from gpumode_judge.desk.pictures import picture

    if step > len(show.steps):
        raise Problem(f"There is no step {step}; the last one is {len(show.steps)}.")
    if out.suffix.lower() != ".png":
        raise Problem(f"A step is painted into a PNG file, so “{out.name}” must end in .png.")
    demand_new(out)
    shown = show.steps[step - 1]
    call.face.paint(shown.board, *size, out, lambda name: picture(desk, name))
    say(as_json, {"path": str(out), "step": step, "title": shown.title}, str(out))


def _frames(desk: "OrganizerDesk", show: "Show", folder: Path, size: tuple[int, int], as_json: bool) -> None:
    from gpumode_judge.desk.pictures import picture
    from gpumode_judge.desk.showing_ceremony import frames, frames_csv

    empty_folder(folder)
    for (name, title), step in zip(frames(show), show.steps, strict=True):
        tell(f"{name}  {title}")
        call.face.paint(step.board, *size, folder / name, lambda name: picture(desk, name))
    write_new(folder / "frames.csv", frames_csv(show).encode())
    seconds = sum(step.seconds for step in show.steps)
    shown = {"path": str(folder), "frames": len(show.steps), "seconds": seconds, "list": str(folder / "frames.csv")}
    say(as_json, shown, f"{len(show.steps)} pictures are in {folder}; frames.csv says how many seconds each is shown.")


def _log(desk: "OrganizerDesk", out: Path | None, as_json: bool) -> None:
    from gpumode_judge.desk import ceremony as stage
    from gpumode_judge.desk.awards_out import write_log
    from gpumode_judge.desk.showing_ceremony import log_lines, show_log

    shown = show_log(stage.log(desk), desk.record.event.zone)
    lines = list(log_lines(shown))
    if out and out.suffix.lower() in (".csv", ".json"):
        demand_folder(out)
        write_log(desk, out)
        say(as_json, {"path": str(out)}, str(out))
    elif out:
        _write(out, lines, as_json)
    else:
        say(as_json, shown, *lines)


def _write(out: Path, lines: Sequence[str], as_json: bool) -> None:
    demand_folder(out)
    write_new(out, ("\n".join(lines) + "\n").encode())
    say(as_json, {"path": str(out)}, str(out))


def _take(desk: "OrganizerDesk", again: bool, as_json: bool) -> None:
    from gpumode_judge.desk import ceremony as stage
    from gpumode_judge.desk.showing_ceremony import show_ceremony, step_lines

    show = stage.take(desk, again=again)
    say(as_json, show_ceremony(show), "The result is taken.", *step_lines(show))


def _finish(desk: "OrganizerDesk", as_json: bool) -> None:
    from gpumode_judge.desk import ceremony as stage

    show = stage.resume(desk)
    if show is None:
        raise Problem("No ceremony has begun.")
    stage.finish(desk, show)
    say(as_json, {"over": 1}, "The ceremony is over; its log is kept.")


def _frozen(desk: "OrganizerDesk") -> dict[str, Any]:
    from gpumode_judge.desk import freezing

    at = freezing.frozen_at(desk)
    return {"frozen": int(bool(at)), "at": at, "hidden": freezing.hidden_visits(desk)}
