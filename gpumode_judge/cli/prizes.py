"""Commands about prizes: who wins what and why, and what a person decides."""

from typing import TYPE_CHECKING, Annotated

import typer

from gpumode_judge.cli.kit import Json, organizer, say
from gpumode_judge.event.problem import Problem

if TYPE_CHECKING:
    from gpumode_judge.ledger.record import Record

commands = typer.Typer()
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who decides; it is kept and shown.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it is kept and shown.")]
TakeBack = Annotated[bool, typer.Option("--take-back", help="Take it back; it stays in the record.")]


@commands.command()
def prizes(as_json: Json = False) -> None:
    """Show who wins what, and why.

    Ends with 1 while something is to be decided.
    """
    from gpumode_judge.desk import prizing

    with organizer() as desk:
        shown = prizing.show_prizes(desk)
        say(as_json, shown, *prizing.prize_lines(desk))
        if not shown["settled"]:
            raise typer.Exit(1)


@commands.command()
def decide(
    submissions: Annotated[
        list[str], typer.Argument(metavar="SUBMISSION…", help="All that are equal, the best first.")
    ],
    by: By = "",
    reason: Reason = "",
    prize: Annotated[str, typer.Option(metavar="PRIZE", help="Only for this prize; else everywhere.")] = "",
    take_back: TakeBack = False,
    as_json: Json = False,
) -> None:
    """Decide between submissions that are equal.

    A named person puts them in order; the name and the reason are kept, and shown with the result.
    """
    from gpumode_judge.desk import prizing

    _misused(by, reason, take_back)
    with organizer() as desk:
        named = _submissions(desk.record, submissions)
        about = prizing.find_prize(desk.record, prize).id if prize else ""
        if take_back:
            prizing.take_back(desk, prizing.decision_between(desk.record, named, about))
            told = "The decision is taken back."
        else:
            prizing.decide(desk, named, by, reason, about)
            told = "Decided, best first: " + ", ".join(f"“{desk.record.submissions[name].title}”" for name in named)
        say(as_json, prizing.show_prizes(desk), told, *prizing.prize_lines(desk))


@commands.command()
def award(
    prize: Annotated[str, typer.Argument(metavar="PRIZE", help="Its name or id.")],
    submissions: Annotated[
        list[str] | None, typer.Argument(metavar="SUBMISSION…", help="All who win it, the best first.")
    ] = None,
    by: By = "",
    reason: Reason = "",
    take_back: TakeBack = False,
    as_json: Json = False,
) -> None:
    """Give a prize by a person's decision.

    For prizes that a person decides. One that goes by the standings can be given so too; it is always shown who decided, and why.
    """
    from gpumode_judge.desk import prizing

    _misused(by, reason, take_back)
    if take_back and submissions:
        raise typer.BadParameter("--take-back takes the whole award back; name no submissions with it.")
    with organizer() as desk:
        found = prizing.find_prize(desk.record, prize)
        if take_back:
            prizing.take_back_award(desk, found.id)
            told = f"The award of “{found.name}” is taken back."
        else:
            prizing.award(desk, found.id, _submissions(desk.record, submissions or []), by, reason)
            told = f"“{found.name}” is awarded."
        say(as_json, prizing.show_prizes(desk), told, *prizing.prize_lines(desk))


def _misused(by: str, reason: str, take_back: bool) -> None:
    if not take_back and not (by.strip() and reason.strip()):
        raise typer.BadParameter("say who decides and why: --by NAME --reason TEXT.")


def _submissions(record: "Record", named: list[str]) -> list[str]:
    from gpumode_judge.desk.finding import find_submission

    found = [find_submission(record, text).id for text in named]
    if len(set(found)) < len(found):
        raise Problem("Two of these names mean the same submission; name each once.")
    return found
