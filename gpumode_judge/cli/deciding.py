"""Commands for what a person has to decide: laptops, conflicts, what came too late, broken files."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gpumode_judge.cli.kit import Json, organizer, say
from gpumode_judge.event.problem import Problem

if TYPE_CHECKING:  # desks are heavy and only loaded by the command that needs one
    from gpumode_judge.desk.organizing import OrganizerDesk

commands = typer.Typer()


@commands.command()
def devices(
    accept: Annotated[str, typer.Option(help="The four words of a waiting laptop.")] = "",
    judge: Annotated[str, typer.Option(help="Whom it speaks for, if not whom it says.")] = "",
    as_json: Json = False,
) -> None:
    """Show laptops that wait to be accepted, or accept one."""
    from gpumode_judge.desk import showing, telling
    from gpumode_judge.desk.finding import find_judge
    from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER

    with organizer() as desk:
        if accept:
            words = " ".join(re.findall(r"[a-z]+", accept.lower()))
            waiting = next((p for p in showing.show_pending(desk.record) if p["words"] == words), None)
            if waiting is None:
                raise Problem(f"No laptop with the words “{accept}” is waiting.")
            if not (judge or waiting["judge"]):
                raise Problem("That laptop does not say whose it is; add --judge NAME.")
            if (judge or waiting["judge"]) == showing.ORGANIZER:
                desk.accept(waiting["device"], ANOTHER_ORGANIZER)
                name = "the organizers"
            else:
                found = find_judge(desk.record, judge or waiting["judge"], desk.emails)
                desk.accept(waiting["device"], found.id)
                name = found.name
            if not as_json:
                print(f"Accepted: {words} speaks for {name}.")
        waiting = showing.show_pending(desk.record)
        lines = [
            f"{p['words']}: says it is {p['judge'] or 'nobody'}; {telling.count(p['entries'], 'statement')} waiting"
            for p in waiting
        ]
        if waiting and not accept:
            lines.append(
                'When the laptop shows the same words: gpumode-judge devices --accept "' + waiting[0]["words"] + '"'
            )
        say(as_json, waiting, *(lines or ["No laptop is waiting."]))


@commands.command()
def conflicts(
    pick: Annotated[str, typer.Option(help="The id of the side that holds (its beginning is enough).")] = "",
    judge: Annotated[str, typer.Option(help="All of one judge at once: shows what each choice keeps.")] = "",
    keep: Annotated[
        str,
        typer.Option(help="With --judge: the four words of the laptop that holds, or “later” for the later of each."),
    ] = "",
    as_json: Json = False,
) -> None:
    """Show what needs a decision, or decide it."""
    from gpumode_judge.desk import showing

    if (pick and judge) or (keep and not judge):
        raise typer.BadParameter("--keep belongs to --judge, and --pick to neither.")
    with organizer() as desk:
        if judge:
            _settle_judge(desk, judge, keep, as_json)
            return
        if pick:
            heads = [(c, h.eid) for c in desk.record.conflicts for h in c.heads if h.eid.startswith(pick.lower())]
            if len(heads) != 1:
                raise Problem(
                    f"“{pick}” begins {len(heads)} ids; give more of it."
                    if heads
                    else f"“{pick}” is no side of a conflict; the command without --pick shows them."
                )
            desk.resolve(*heads[0])
        shown = showing.show_conflicts(desk.record)
        lines: list[str] = []
        for conflict in shown:
            lines.append(conflict["about"])
            lines += [
                f"  {h['id'][:12]}  {h['at']}  {'on paper: ' if h['paper'] else ''}{h['says']}"
                for h in conflict["heads"]
            ]
        if shown and not pick:
            lines.append(f"The side that holds: gpumode-judge conflicts --pick {shown[0]['heads'][0]['id'][:12]}")
        say(as_json, shown, *(lines or ["Nothing needs a decision."]))


def _settle_judge(desk: "OrganizerDesk", name: str, keep: str, as_json: bool) -> None:
    """Show or decide the conflicts about what one judge said, all at once."""
    from gpumode_judge.desk import resolving, showing_safety, telling, telling_safety
    from gpumode_judge.desk.finding import find_judge

    judge = find_judge(desk.record, name, desk.emails)
    together = next((found for found in resolving.togethers(desk) if found.judge == judge.id), None)
    if together is None:
        raise Problem(
            f"There are no two conflicts of {judge.name} to settle at once; gpumode-judge conflicts shows all."
        )
    shown = showing_safety.show_together(desk.record, together)
    if not keep:
        say(as_json, {**shown, "settled": 0}, *telling_safety.together_lines(shown))
        return
    words = " ".join(re.findall(r"[a-z]+", keep.lower()))
    if words == showing_safety.LATER and together.later is None:
        raise Problem(f"Which is the later one cannot be told. {together.why_not}".strip())
    ways = (*together.laptops, *filter(None, [together.later]))
    found = next((way for way, told in zip(ways, shown["keeps"], strict=True) if told["keep"] == words), None)
    if found is None:
        raise Problem(
            f"“{keep}” is neither “later” nor the words of one of these laptops; leave --keep out to see them."
        )
    many = resolving.settle(desk, found)
    left = f"{telling.count(found.left, 'conflict')} of {judge.name} left." if found.left else ""
    done = f"Decided: {telling.count(many, 'conflict')} of {judge.name}. The other sides are kept, but do not count."
    say(as_json, {**shown, "settled": many}, done, *filter(None, [left]))


@commands.command()
def waiting(as_json: Json = False) -> None:
    """Show what does not count before you say so.

    What came after the lock, stands behind a missing statement, contradicts itself, or is of a laptop that was shut out.
    """
    from gpumode_judge.desk import showing_safety, telling_safety

    with organizer() as desk:
        shown = showing_safety.show_waiting(desk)
        record = desk.record
        say(as_json, shown, *telling_safety.waiting_lines(shown, len(record.conflicts), len(record.pending)))


@commands.command()
def admit(
    ids: Annotated[
        list[str],
        typer.Argument(help="Ids from “waiting” (their beginnings), or a laptop’s four words for all of its."),
    ],
    reason: Annotated[str, typer.Option(help="Why they count after all; it is kept with the decision.")],
    as_json: Json = False,
) -> None:
    """Let statements count after all that wait for your word."""
    from gpumode_judge.desk import locking, showing_safety, telling, telling_safety

    with organizer() as desk:
        groups = showing_safety.show_waiting(desk)
        chosen = {eid for text in ids for eid in _named(groups, text)}
        count = locking.admit(desk, chosen, reason)
        left = showing_safety.show_waiting(desk)
        shown = {"admitted": count, "waiting": left}
        lines = telling_safety.waiting_lines(left, len(desk.record.conflicts), len(desk.record.pending))
        say(as_json, shown, f"{telling.count(count, 'statement')} admitted.", *lines)


def _named(groups: list[dict[str, Any]], text: str) -> list[str]:
    """The waiting statements that an id's beginning or a laptop's four words name."""
    words = " ".join(re.findall(r"[a-z]+", text.lower()))
    of_laptop = [entry["id"] for group in groups if group["words"] == words for entry in group["entries"]]
    if of_laptop:
        return of_laptop
    found = {e["id"] for group in groups for e in group["entries"] if text and e["id"].startswith(text.lower())}
    if len(found) > 1:
        raise Problem(f"“{text}” begins {len(found)} ids; give more of it.")
    if not found:
        raise Problem(f"“{text}” is nothing that waits; gpumode-judge waiting shows what does.")
    return list(found)


@commands.command()
def revoke(
    words: Annotated[str, typer.Argument(help="The laptop’s four words.")],
    reason: Annotated[str, typer.Argument(help="Why; it is kept with the decision.")],
    start: Annotated[
        int, typer.Option("--from", min=1, help="The number of its first statement that no longer counts.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Shut a laptop out: what it said no longer counts.

    For a laptop that was lost, stolen or shared. Nothing is deleted; single statements can be admitted again.
    """
    from gpumode_judge.desk import locking, showing_safety, telling

    if not reason.strip():
        raise typer.BadParameter("say why.")
    with organizer() as desk:
        wanted = " ".join(re.findall(r"[a-z]+", words.lower()))
        device = next((row["device"] for row in showing_safety.show_devices(desk) if row["words"] == wanted), "")
        if not device:
            raise Problem(f"No laptop with the words “{words}” is known here.")
        locking.revoke(desk, device, reason, start)
        shown = next(row for row in showing_safety.show_devices(desk) if row["device"] == device)
        lost = telling.count(shown["revoked_entries"], "statement")
        say(as_json, shown, f"Shut out: {wanted} ({shown['judge'] or 'nobody’s'}); {lost} no longer count.")


@commands.command()
def quarantine(
    salvage: Annotated[str, typer.Option(help="Take in what is whole in this file (the beginning of its sum).")] = "",
    discard: Annotated[str, typer.Option(help="Throw this file away.")] = "",
    as_json: Json = False,
) -> None:
    """Show the broken files that are kept, or decide about one."""
    from gpumode_judge.desk import quarantine as kept
    from gpumode_judge.desk import showing, showing_safety, telling, telling_safety

    if salvage and discard:
        raise typer.BadParameter("--salvage and --discard exclude each other.")
    with organizer() as desk:
        done: list[str] = []
        taken: dict[str, Any] | None = None
        if salvage or discard:
            wanted = (salvage or discard).lower()
            found = [item for item in kept.quarantined(desk) if item.sha256.startswith(wanted)]
            if len(found) != 1:
                more = "names more than one kept file; give more of it" if found else "names no kept file"
                raise Problem(f"“{wanted}” {more}; the command without options shows them.")
            if salvage:
                row = kept.salvage(desk, found[0].sha256)
                taken = showing.show_row(row)
                done.append(telling.row_line(row))
            else:
                kept.discard(desk, found[0].sha256)
                done.append(f"“{found[0].name}” is thrown away.")
        files = showing_safety.show_quarantine(desk)
        say(as_json, {"files": files, "taken": taken}, *done, *telling_safety.quarantine_lines(files))
