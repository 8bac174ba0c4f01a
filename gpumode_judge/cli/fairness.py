"""Commands about how fair and how sure the standings are, and for a team that contests its rank."""

from pathlib import Path
from typing import Annotated

import typer

from gpumode_judge.cli.kit import Json, call, demand_folder, organizer, say
from gpumode_judge.cli.results import end_refused
from gpumode_judge.event.problem import Problem

commands = typer.Typer()


@commands.command()
def diagnose(as_json: Json = False) -> None:
    """Show what to look at before the lock.

    How reliable the order is, how the visits hang together, each judge's severity, noise and drift, unexpected marks, and what changes
    hands without a single judge. Ends with 1 where the method of the rules can say nothing true.
    """
    from gpumode_judge.desk import showing_results, telling_results

    with organizer() as desk:
        shown = showing_results.show_diagnosis(desk)
        say(as_json, shown, *telling_results.diagnosis_lines(shown))
        end_refused(shown["refused"], as_json)


@commands.command()
def next_visits(
    minutes: Annotated[float, typer.Option(min=0, help="How many minutes are left.")],
    per_visit: Annotated[
        float, typer.Option(help="How many minutes a visit takes, with the way to the next table.")
    ] = 4,
    judges: Annotated[str, typer.Option(metavar="NAME,NAME", help="The judges who are free; else all.")] = "",
    count: Annotated[int, typer.Option(min=1, max=500, help="How many visits at most.")] = 20,
    as_json: Json = False,
) -> None:
    """Tell which judge should see which team next.

    The visits that make the prize places surest in the time left, the most useful first, with what each is worth. Nobody is sent where
    they have an interest, have been, or to another track than theirs.
    """
    from gpumode_judge.desk import diagnosing, showing_results, telling_results
    from gpumode_judge.desk.finding import find_judge

    with organizer() as desk:
        named = [text.strip() for text in judges.split(",") if text.strip()]
        free = [find_judge(desk.record, text, desk.emails).id for text in named] if named else None
        found = diagnosing.next_best(desk, minutes, per_visit, free, count)
        shown = showing_results.show_next(desk.record, found, minutes, per_visit)
        say(as_json, shown, *telling_results.next_lines(shown))


@commands.command()
def contest(
    team: Annotated[str, typer.Argument(metavar="TEAM", help="The submission: its title, team, table or id.")],
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="PAGE.pdf", help="The PDF file.")] = None,
    as_json: Json = False,
) -> None:
    """Make the page for a team that contests its rank.

    It holds the arithmetic from the marks to the rank and names no judge. With --json and without -o the same is printed.
    """
    from gpumode_judge.desk import contest as contesting
    from gpumode_judge.desk import showing_results
    from gpumode_judge.desk.finding import find_submission

    if out is None and not as_json:
        raise typer.BadParameter("name the file: -o PAGE.pdf, or print it with --json.")
    if out is not None:
        if out.suffix.lower() != ".pdf":
            raise Problem(f"The page is a PDF file, so “{out.name}” must end in .pdf.")
        demand_folder(out)
    with organizer() as desk:
        page = contesting.packet(
            desk.result, find_submission(desk.record, team).id, desk.text_setting(contesting.CONTEST_SETTING)
        )
        if out is not None:
            call.face.contest_pdf(page, out)
        path = {} if out is None else {"path": str(out)}
        say(as_json, path | showing_results.show_packet(page), str(out))
