"""Commands that set an event up: the plan, the submissions, the judges."""

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from gpumode_judge.cli.kit import Json, Out, new_workspace, organizer, pair, say
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Entered

commands = typer.Typer()
SURE = 90  # of 100: below it a preview says that a column was guessed


class As(StrEnum):
    """What a table is imported as."""

    SUBMISSIONS = "submissions"
    JUDGES = "judges"
    ASSIGNMENTS = "assignments"
    BALLOTS = "ballots"


@commands.command()
def new(
    title: Annotated[str, typer.Option(help="The event’s title.")] = "",
    template: Annotated[
        str,
        typer.Option(
            help="gpu-mode-open-ended (if nothing is said), cuda-mode-irl, one-question, kernels-5-3-1, inference-throughput, "
            "training-loss or blank."
        ),
    ] = "",
    source: Annotated[Path | None, typer.Option("--from", help="A TOML file with the whole event.")] = None,
    place: Annotated[str, typer.Option(help="Where it is.")] = "",
    day: Annotated[str, typer.Option(help="When: YYYY-MM-DD.")] = "",
    zone: Annotated[str, typer.Option(help="The time zone, such as Europe/Berlin.")] = "",
    rehearsal: Annotated[bool, typer.Option("--rehearsal", help="A rehearsal; it can never become live.")] = False,
    sealed: Annotated[
        bool, typer.Option("--sealed", help="Only this laptop can open the judges’ score files.")
    ] = False,
    two_signatures: Annotated[
        bool, typer.Option("--two-signatures", help="Two organizers lock the scores together.")
    ] = False,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Make a new event in a new workspace."""
    from gpumode_judge.desk import planning, showing
    from gpumode_judge.desk.organizing import OrganizerDesk

    if template and source:
        raise typer.BadParameter("--template and --from exclude each other.")
    if not title.strip() and not source:
        raise typer.BadParameter('an event needs a title: gpumode-judge new --title "Kernel Night".')
    plan = planning.plan_from_toml(source) if source else planning.template(template or "gpu-mode-open-ended")
    plan = planning.changed(plan, title=title, place=place, day=day, zone=zone, rehearsal=rehearsal)
    if sealed:
        plan = replace(plan, event=replace(plan.event, sealed=True))
    if two_signatures:
        plan = replace(plan, rules=replace(plan.rules, signatures=2))
    with OrganizerDesk.create(new_workspace(out), plan) as desk:
        say(
            as_json,
            {"workspace": str(desk.path), **showing.show_status(desk)},
            f"“{plan.event.title}” is in {desk.path}",
        )


@commands.command()
def update(
    source: Annotated[Path, typer.Argument(help="A TOML file with the whole event.")], as_json: Json = False
) -> None:
    """Change the event to what a TOML file says.

    Rubric, rules, tracks, prizes, judges and agenda follow it. No mark is touched; tracks, prizes and judges that it does not name
    stay, and so do title, place, day, zone, mode, sponsors and colours, which are fixed when the event is made. Once the scores are
    locked, a file with another rubric or other rules is refused.
    """
    from gpumode_judge.desk import planning, telling

    plan = planning.plan_from_toml(source)
    with organizer() as desk:
        changed = planning.update(desk, plan)
        fixed = telling.names(planning.fixed_facts(desk, plan))
        notes = [f"Not changed, because it is fixed when the event is made: {fixed}."] if fixed else []
        say(as_json, {"changed": changed, "notes": notes}, *notes, f"{telling.count(changed, 'change')} made.")


@commands.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A CSV, TSV, XLSX, XLS or ODS file.")],
    what: Annotated[As, typer.Option("--as", help="What the rows are.")] = As.SUBMISSIONS,
    maps: Annotated[
        list[str] | None, typer.Option("--map", help="column=field, once for each column to correct.")
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would happen.")] = False,
    sheet: Annotated[str, typer.Option(help="The sheet of a spreadsheet.")] = "",
    no_header: Annotated[bool, typer.Option("--no-header", help="The first row is data already.")] = False,
    judge: Annotated[str, typer.Option(help="Whose ballots these are, if no column says it.")] = "",
    as_json: Json = False,
) -> None:
    """Import submissions, judges, assignments or ballots."""
    from gpumode_judge.desk import importing, showing, telling

    corrections = dict(pair(text, "--map", "column=field") for text in maps or [])
    with organizer() as desk:
        prepared = importing.prepare(
            desk, file, importing.What(what.value), sheet=sheet, header=not no_header, judge=judge, corrections=corrections
        )  # fmt: skip
        if not preview:
            if prepared.problem:
                raise Problem(prepared.problem)
            report = importing.commit(desk, prepared)
            shown = {"recognised": prepared.recognised, **showing.show_import(report)}
            say(as_json, shown, *telling.import_lines(report), str(report))
            return
        columns = [{"column": c.header, "field": c.field, "sure": c.sure, "sample": c.sample} for c in prepared.columns]
        shown = {"recognised": prepared.recognised, **showing.show_import(prepared.preview), "columns": columns}
        lines = [f"{prepared.recognised or 'A table'}. Its columns are taken for:"]
        lines += [
            f"  {c.header[:36]:36}  {c.label or '–':18} {'(a guess)' if c.field and c.sure < SURE else ''}".rstrip()
            for c in prepared.columns
        ]
        if prepared.problem:
            if not as_json:
                print("\n".join(lines))
            raise Problem(prepared.problem)
        lines += telling.import_lines(prepared.preview)
        say(as_json, shown, *lines, "Nothing was imported. It would be:", str(prepared.preview))


@commands.command()
def withdraw(
    submission: Annotated[str, typer.Argument(help="Title, team or table number.")],
    back: Annotated[bool, typer.Option("--back", help="Bring it back.")] = False,
    as_json: Json = False,
) -> None:
    """Take a submission out of the judging, or bring it back.

    Its marks are kept either way. Judges see it with the next event file. It holds at once, also once the scores are locked.
    """
    from gpumode_judge.desk.finding import find_submission

    with organizer() as desk:
        found = find_submission(desk.record, submission)
        state = Entered.SUBMITTED if back else Entered.WITHDRAWN
        desk.withdraw(found.id, state)
        locked = desk.record.lock is not None and found.entered is not state
        notes = ["The scores are locked; the standings have changed at once all the same."] if locked else []
        shown = {"submission": found.title, "id": found.id, "entered": state.value, "notes": notes}
        say(as_json, shown, f"“{found.title}” is {'to be judged' if back else 'withdrawn'}.", *notes)


@commands.command()
def tickets(
    renew: Annotated[str, typer.Option(help="A judge who gets a new ticket; the old one no longer counts.")] = "",
    as_json: Json = False,
) -> None:
    """Show each judge’s ticket."""
    from gpumode_judge.desk.finding import find_judge

    with organizer() as desk:
        if renew:
            desk.new_ticket(find_judge(desk.record, renew, desk.emails).id)
        given, emails = desk.tickets, desk.emails
        judges = [
            {"judge": j.name, "ticket": given.get(j.id, ""), "email": emails.get(j.id, ""), "id": j.id}
            for j in desk.record.judges.values()
        ]
        lines = [f"{j['ticket']:14}  {j['judge']}" for j in judges]
        say(as_json, judges, *(lines or ["No judges yet: gpumode-judge import judges.csv --as judges"]))


@commands.command()
def interest(
    judge: Annotated[str, typer.Argument(help="Name or e-mail address.")] = "",
    submission: Annotated[str, typer.Argument(help="Title, team or table number.")] = "",
    reason: Annotated[str, typer.Argument(help="Why this judge does not mark it.")] = "",
    take_back: Annotated[bool, typer.Option("--take-back", help="There is none after all.")] = False,
    as_json: Json = False,
) -> None:
    """Declare a conflict of interest, or show all of them.

    The judge then does not mark that submission. Judges see it with the next event file. Once the scores are locked it is refused.
    """
    from gpumode_judge.desk import locking, showing_safety
    from gpumode_judge.desk.finding import find_judge, find_submission

    if judge and not submission:
        raise typer.BadParameter('say in what: gpumode-judge interest JUDGE SUBMISSION "works with the team".')
    if submission and bool(reason.strip()) == take_back:
        raise typer.BadParameter("give either a reason or --take-back.")
    if take_back and not submission:
        raise typer.BadParameter("--take-back needs a judge and a submission.")
    with organizer() as desk:
        if submission:
            who, what = find_judge(desk.record, judge, desk.emails), find_submission(desk.record, submission)
            if take_back and (who.id, what.id) not in desk.record.interests:
                raise Problem(f"{who.name} has no interest in “{what.title}” that could be taken back.")
            locking.declare_interest(desk, who.id, what.id, "" if take_back else reason)
        shown = showing_safety.show_interests(desk.record)
        lines = [f"{row['judge']} does not mark “{row['submission']}”: {row['reason']}" for row in shown]
        say(as_json, shown, *(lines or ["No judge has an interest in a submission."]))
