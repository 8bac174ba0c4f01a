"""Commands of a judge: join, mark, sign off."""

from pathlib import Path
from typing import Annotated

import typer

from gpumode_judge.cli.kit import Json, Out, decimal, judge_desk, new_workspace, pair, say
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem

commands = typer.Typer()


@commands.command()
def join(
    event: Annotated[Path, typer.Argument(help="The event file (.gmj) from the organizers.")],
    judge: Annotated[str, typer.Option(help="Your name, as the organizers have it.")],
    ticket: Annotated[str, typer.Option(help="The 12 characters of your ticket.")] = "",
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a judge’s workspace from an event file."""
    from gpumode_judge.desk import checking, showing, telling
    from gpumode_judge.desk.finding import find_judge
    from gpumode_judge.desk.judging import JudgeDesk, peek

    checking.check(event)
    found = find_judge(peek(event), judge)
    with JudgeDesk.join(event, found.id, ticket, new_workspace(out)) as desk:
        text = f"{found.name} can judge {telling.count(len(desk.cards()), 'submission')} in {desk.path}"
        words = f"This laptop’s four words, for the organizers: {desk.words}"
        say(as_json, {"workspace": str(desk.path), **showing.show_status(desk)}, text, *([] if ticket else [words]))


@commands.command()
def mark(
    submission: Annotated[str, typer.Argument(help="Title, team or table number.")],
    marks: Annotated[
        list[str] | None, typer.Argument(help="criterion=mark, for every criterion that has no mark yet.")
    ] = None,
    absent: Annotated[str, typer.Option(help="Nobody was there; say why.")] = "",
    recused: Annotated[str, typer.Option(help="You should not judge them; say why.")] = "",
    skipped: Annotated[str, typer.Option(help="You did not judge them; say why.")] = "",
    note: Annotated[str, typer.Option(help="A note for the team.")] = "",
    as_json: Json = False,
) -> None:
    """Record one ballot in a judge’s workspace.

    Marks that were given before stay unless they are given anew; the ballot before is kept and replaced.
    """
    from gpumode_judge.desk.finding import find_criterion, find_submission

    given = [pair(text, "A mark", "criterion=mark") for text in marks or []]
    outcomes = {Outcome.ABSENT: absent, Outcome.RECUSED: recused, Outcome.SKIPPED: skipped}
    chosen = [(outcome, reason) for outcome, reason in outcomes.items() if reason]
    if len(chosen) + bool(given) != 1:
        raise typer.BadParameter("give either marks or one of --absent, --recused and --skipped.")
    with judge_desk() as desk:
        found = find_submission(desk.record, submission)
        values = [(find_criterion(desk.record, name), decimal(value)) for name, value in given]
        if len({key for key, _ in values}) < len(values):
            raise Problem("A criterion is marked twice; give each of them once.")
        changes = 0
        try:
            for key, value in values:
                desk.mark(found.id, key, value)
                changes += 1
            if note:
                desk.note(found.id, "", note)
                changes += 1
            card = desk.record_outcome(found.id, *chosen[0]) if chosen else desk.record_ballot(found.id)
        except Problem:
            for _ in range(changes):  # what was refused leaves no trace
                desk.undo()
            raise
        total = f", {card.total} of 100" if given else ""
        shown = {"submission": found.title, "state": card.state.value, "total": float(card.total) if given else None}
        say(as_json, shown, f"Recorded: “{found.title}” {card.state.value}{total}.", str(desk.status()))


@commands.command("sign-off")
def sign_off(
    preview: Annotated[bool, typer.Option("--preview", help="Only show your totals.")] = False, as_json: Json = False
) -> None:
    """Show your own totals and sign them off: these are mine.

    A correction afterwards takes it back; sign off once more then, and hand in.
    """
    from gpumode_judge.desk import showing_safety, telling_safety

    with judge_desk() as desk:
        if not preview:
            desk.sign_off()
        end = "Signed off. Hand in now: gpumode-judge export" if not preview else "Nothing was signed off."
        shown = showing_safety.show_totals(desk)
        say(as_json, shown, *telling_safety.totals_lines(shown), end)
