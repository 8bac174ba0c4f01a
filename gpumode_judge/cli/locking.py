"""Commands about the lock: what counts is fixed, opened again, or waits for the second organizer."""

from typing import Annotated

import typer

from gpumode_judge.cli.kit import Json, organizer, say
from gpumode_judge.event.problem import Problem

commands = typer.Typer()


@commands.command()
def lock(
    preview: Annotated[bool, typer.Option("--preview", help="Only show what should be true before.")] = False,
    as_json: Json = False,
) -> None:
    """Lock the scores as they are known here.

    It shows what should be true before, and forces nothing of it. What comes later waits for your word.
    """
    from gpumode_judge.desk import locking, showing_safety, telling_safety
    from gpumode_judge.desk.quarantine import broken_files

    with organizer() as desk:
        checks = locking.readiness(desk.record, broken=broken_files(desk))
        if not preview:
            locking.lock(desk)
        shown = showing_safety.show_lock(desk, checks)
        end = "Nothing was locked." if preview else telling_safety.lock_line(shown)
        say(as_json, shown, *telling_safety.check_lines(shown), end)


@commands.command()
def unlock(as_json: Json = False) -> None:
    """Open the scores again; the lock stays in the record.

    What came after the lock counts then, and so does what comes later. It says what that is, and whether the first place changed.
    """
    from gpumode_judge.desk import locking, showing_safety, telling_safety

    with organizer() as desk:
        before = showing_safety.while_locked(desk)
        locking.unlock(desk)
        counts = showing_safety.show_counts_now(desk, before)
        shown = {**showing_safety.show_lock(desk), "counts_now": counts}
        say(as_json, shown, telling_safety.lock_line(shown), *telling_safety.counts_now_lines(counts))


@commands.command()
def sign(
    which: Annotated[str, typer.Argument(metavar="ID", help="Which lock, if more than one waits.")] = "",
    as_json: Json = False,
) -> None:
    """Sign the lock or opening of another organizer.

    Merge first what gpumode-judge export --organizers wrote there; afterwards carry back what it writes here.
    """
    from gpumode_judge.desk import locking, showing_safety, telling_safety

    with organizer() as desk:
        waiting = [item for item in desk.record.lock_waiting if any(eid.startswith(which.lower()) for eid in item.eids)]
        if len(waiting) > 1:
            ids = ", ".join(item.eids[0][:12] for item in waiting)
            raise Problem(f"More than one lock waits; say which one: {ids}.")
        if not waiting:
            raise Problem(
                f"No lock that begins “{which}” waits for a signature." if which else "No lock waits for a signature."
            )
        before = showing_safety.while_locked(desk)
        locking.sign(desk, waiting[0])
        counts = showing_safety.show_counts_now(desk, before)
        shown = {**showing_safety.show_lock(desk), "counts_now": counts}
        say(as_json, shown, *telling_safety.signed_lines(shown), *telling_safety.counts_now_lines(counts))
