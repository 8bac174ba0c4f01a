"""The command for what machines measure."""

from pathlib import Path
from typing import Annotated

import typer

from gpumode_judge.cli.kit import Json, organizer, pair, say
from gpumode_judge.event.problem import Problem

commands = typer.Typer()


@commands.command()
def measure(
    file: Annotated[
        Path | None, typer.Argument(help="A leaderboard of KernelBot (JSON), or a CSV, TSV, XLSX, XLS or ODS file.")
    ] = None,
    criterion: Annotated[str, typer.Option(help="The measured criterion: its key or its name.")] = "",
    unit: Annotated[
        str, typer.Option(help="What the figures are in: s, ms, µs, ns, or the criterion’s own unit.")
    ] = "",
    gpu: Annotated[str, typer.Option(help="Only the figures of this GPU.")] = "",
    leaderboard: Annotated[str, typer.Option(help="Only the figures of this leaderboard.")] = "",
    aliases: Annotated[
        list[str] | None,
        typer.Option("--alias", help="name=submission, once for each name; name= if it is nobody of this event."),
    ] = None,
    accept_guesses: Annotated[
        bool, typer.Option("--accept-guesses", help="Whoever a name seems to be, it is.")
    ] = False,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="column=team, =figure, =gpu or =leaderboard, to correct a column.")
    ] = None,
    sheet: Annotated[str, typer.Option(help="The sheet of a spreadsheet.")] = "",
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is data already.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would happen.")] = False,
    team: Annotated[str, typer.Option(help="Without a file: whose figure it is.")] = "",
    value: Annotated[str, typer.Option(help="Without a file: the figure.")] = "",
    take_back: Annotated[
        bool, typer.Option("--take-back", help="Without a file: there is no figure after all.")
    ] = False,
    source: Annotated[str, typer.Option(help="Without a file: where the figure comes from.")] = "",
    show: Annotated[bool, typer.Option("--list", help="Show all figures that are known.")] = False,
    as_json: Json = False,
) -> None:
    """Take in what machines measured, or show it.

    Nothing is kept until every name that seems to be a team is confirmed; what was confirmed is remembered.
    """
    from gpumode_judge.desk import measuring, showing_figures, telling
    from gpumode_judge.desk.finding import find_submission

    if sum((bool(file), bool(team), show)) != 1:
        raise typer.BadParameter("Give a file, or --team with --value, or --list.")
    if not show and not criterion:
        raise typer.BadParameter("Say what was measured: --criterion KEY.")
    if team and bool(value) == take_back:
        raise typer.BadParameter("--team goes with either --value or --take-back.")
    if not team and (value or take_back or source):
        raise typer.BadParameter("--value, --take-back and --source go with --team.")
    if not file and (gpu or leaderboard or aliases or accept_guesses or maps or sheet or no_header or preview):
        raise typer.BadParameter("Only --unit goes without a file.")
    if file is None:
        with organizer() as desk:
            if team:
                found, key = find_submission(desk.record, team), measuring.find_measured(desk, criterion).key
                number, written = (None, "") if take_back else measuring.read_figure(desk, key, value)
                changed = measuring.put_figure(desk, found.id, key, number, source, written or unit)
                late = changed and desk.record.lock is not None
                notes = ["The scores are locked: it comes late and waits until it is admitted."] if late else []
                shown = {"criterion": key, "submission": found.title, "id": found.id, "changed": changed} | {
                    "notes": notes
                }
                told = (
                    f"“{found.title}”: {'taken back' if take_back else 'kept'}."
                    if changed
                    else "That is known already."
                )
                say(as_json, shown, told, *notes)
                return
            lines = list(showing_figures.figures_lines(desk.record))
            none = "No criterion of this event is measured: see [[measured]] in the guide to the event file."
            say(as_json, showing_figures.show_figures(desk.record), *(lines or [none]))
        return
    pairs = [pair(text, "--alias", "name=submission") for text in aliases or []]
    columns = dict(pair(text, "--map", "column=field") for text in maps or [])
    with organizer() as desk:
        known = {name: find_submission(desk.record, said).id if said else measuring.NOBODY for name, said in pairs}
        prepared = measuring.prepare_figures(
            desk, file, criterion, unit, known, gpu, leaderboard, columns=columns, accept_guesses=accept_guesses,
            sheet=sheet, header=not no_header,
        )  # fmt: skip
        if preview:
            lines = [*showing_figures.prepared_lines(desk.record, prepared), *telling.import_lines(prepared.preview)]
            lines += [prepared.problem] if prepared.problem else []
            shown = showing_figures.show_prepared(desk.record, prepared, rows=True)
            say(as_json, shown, *lines, "Nothing was kept. It would be:", str(prepared.preview))
            return
        if prepared.problem:
            hint = " Give --alias name=submission for each, or --accept-guesses." if prepared.unconfirmed else ""
            raise Problem(prepared.problem + hint)
        report = measuring.commit_figures(desk, prepared)
        shown = showing_figures.show_prepared(desk.record, prepared, rows=False)
        say(as_json, shown, *telling.import_lines(report), str(report))
