"""Lock the scores: what should be true before, who signs, and what came too late."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gpumode_judge.desk.allocating import allocation_of
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.overview import held_up, overview_of
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.locks import manifest_of
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import LockWaiting, Record
from gpumode_judge.ledger.statements import Admit, Interest, Lock, Revoke
from gpumode_judge.standings.graph import pieces_of
from gpumode_judge.standings.prizes import BY_PERSON

_OPEN: Final = frozenset({Verdict.LATE, Verdict.GAP, Verdict.FORKED, Verdict.REVOKED})


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list before the lock. ``place`` names the page on which it can be mended."""

    ok: bool
    text: str
    place: str


def readiness(record: Record, result: Result | None = None, broken: int = 0) -> tuple[Check, ...]:
    """What should be true before scores are locked. Nothing of it is forced: a person decides.

    ``result`` is what the record comes to, if it is worked out already; ``broken`` files are kept of which something is still wanted.
    """
    look = overview_of(record, {})
    said = {judge for judge, _ in record.ballots} | held_up(record)
    unsigned = [j.name for j in record.judges.values() if not record.signed_off(j.id) and j.id in said]
    behind = [row.judge.name for row in look.judges if row.done < row.wanted]
    return (
        _check(look.conflicts, "conflict waits for a decision", "conflicts wait for a decision", "conflicts"),
        _check(look.pending, "laptop waits to be accepted", "laptops wait to be accepted", "laptops"),
        _check(look.gaps, "score file is missing in between", "score files are missing in between", "merge"),
        *(
            [_check(broken, "broken file is kept and not taken in", "broken files are kept and not taken in", "broken")]
            if broken
            else ()
        ),
        _check(look.unfit, "ballot lacks a mark", "ballots lack a mark", "waiting"),
        _check(
            len(look.unvisited),
            "submission has no visit",
            "submissions have no visit",
            "unvisited",
            "Every submission has a visit",
        ),
        _named(behind, "has visits to do", "have visits to do", "silent", "Every visit is done"),
        _named(
            unsigned,
            "has not signed off",
            "have not signed off",
            "judges",
            "Every judge who marked has signed off" if said else "No judge has marked yet",
        ),
        *_of_results(result or Result(record)),
    )


def _of_results(result: Result) -> list[Check]:
    """Weights, figures, whether the method can say anything, ties and prizes."""
    record = result.record
    if record.rubric is None:
        return []  # the conflict is told already, and nothing can be worked out before it is settled
    try:
        standings = result.standings
    except Problem as problem:
        return [Check(False, str(problem), "rubric")]
    apart = standings.visits is not None and len(pieces_of(standings.visits)) > 1
    return [
        Check(True, "Criteria have weights", "rubric"),
        *_figures(record),
        Check(not standings.refused, standings.refused or "The scoring method can rank everyone", "fairness" if apart else "standings"),
        *(_prizes(result) if record.prizes else ()),
    ]  # fmt: skip


def _prizes(result: Result) -> list[Check]:
    """What persons have to decide before all prizes are given."""
    by_person = {prize.id for prize in result.record.prizes if prize.decided == BY_PERSON}
    given = allocation_of(result)
    tied = sum(bool(one.tied) for one in given)
    left = sum(one.open > 0 and (one.prize in by_person or bool(one.by)) for one in given)
    return [
        _check(tied, "prize has equals to decide between", "prizes have equals to decide between", "decide"),
        _check(left, "prize waits for a person’s decision", "prizes wait for a person’s decision", "prizes"),
    ]


def _figures(record: Record) -> list[Check]:
    """A line for each measured criterion."""
    checks: list[Check] = []
    for measured in record.rules.measured:
        there = {
            name for (name, key), held in record.figures.items() if key == measured.key and held.value.value is not None
        }
        lack = sum(s.id not in there for s in record.judged)
        none = lack == len(record.judged)
        text = f"“{measured.name}” has no figures" if none else f"“{measured.name}” lacks the figures of {lack}"
        checks.append(Check(not lack, text if lack else f"“{measured.name}” has all figures", "standings"))
    return checks


def _check(count: int, one: str, many: str, place: str, fine: str = "") -> Check:
    return Check(not count, f"{count or 'No'} {one if count == 1 else many}" if count or not fine else fine, place)


def _named(names: list[str], one: str, many: str, place: str, fine: str) -> Check:
    if not names:
        return Check(True, fine, place)
    told = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return Check(False, f"{told} {one if len(names) == 1 else many}", place)


def lock(desk: OrganizerDesk) -> LockWaiting | None:
    """Lock the scores as they are known here; gives what still lacks a signature, or ``None`` when the lock is in force.

    Raises:
        Problem: there is nothing to lock, or the disk refused.
    """
    record = desk.record
    if not record.ballots and not record.figures:
        raise Problem("There are no scores to lock yet.")
    desk.say(Lock(manifest_of(desk.ledger, record)))
    return next(iter(desk.record.lock_waiting), None)


def sign(desk: OrganizerDesk, waiting: LockWaiting) -> None:
    """Sign a lock that another organizer proposed.

    Raises:
        Problem: this laptop has signed it already.
    """
    if desk.device in waiting.devices:
        raise Problem("This laptop has signed this lock already; another organizer’s laptop must sign it too.")
    desk.say(Lock(waiting.manifest))


def rules_stay(record: Record) -> str:
    """Why rubric and rules must stay as they are: scores are locked, or a lock waits for a signature. Empty while they may change."""
    if record.lock is not None:
        return "The scores are locked, so the rubric and the rules stay. Open the scores again to change them."
    if record.lock_waiting:
        return "A lock waits for another organizer’s signature, so the rubric and the rules stay until it is signed and opened again."
    return ""


def unlock(desk: OrganizerDesk) -> None:
    """Open the scores again; the lock stays in the record. Where two must sign, the second organizer signs this too."""
    if desk.record.lock is None:
        raise Problem("The scores are not locked.")
    desk.say(Lock({}))


def revoke(desk: OrganizerDesk, device: str, reason: str, seq: int = 1) -> None:
    """Let nothing count that a device said from its entry number ``seq`` on.

    Raises:
        Problem: the device is not known here, or is the one that made the event.
    """
    record = desk.record
    genesis = desk.ledger.entries[record.event_id].device
    if device not in desk.ledger.devices or device == genesis:
        raise Problem("That laptop is not known here, or made this event; it cannot be shut out.")
    desk.say(Revoke(device, seq, clean_line(reason)))


def admit(desk: OrganizerDesk, entries: Iterable[str], reason: str) -> int:
    """Let entries count after all that came too late or stand behind a hole; gives how many.

    Raises:
        Problem: none of them is waiting for that.
    """
    record = desk.record
    chosen = tuple(sorted(eid for eid in set(entries) if record.verdicts.get(eid) in _OPEN))
    if not chosen:
        raise Problem("None of these statements waits for your word (any more).")
    if not clean_line(reason):
        raise Problem("Say why these count after all; it is kept with the decision.")
    desk.say(Admit(chosen, clean_line(reason)))
    return len(chosen)


def declare_interest(desk: OrganizerDesk, judge: str, submission: str, reason: str) -> None:
    """Say that a judge does not mark a submission, and why; an empty reason takes it back.

    Raises:
        Problem: one of them is not in this event, or the scores are locked.
    """
    record = desk.record
    if judge not in record.judges or submission not in record.submissions:
        raise Problem("That judge or submission is not in this event.")
    if record.lock is not None:
        raise Problem("The scores are locked, so conflicts of interest stay. Open the scores again to change them.")
    desk.say(Interest(judge, submission, clean_line(reason)))


@dataclass(frozen=True, slots=True)
class Late:
    """Statements of one laptop that wait for a person's word: ``verdict`` says why, ``entries`` are their eids, oldest first."""

    device: str
    judge: str
    verdict: Verdict
    entries: tuple[str, ...]
    at: str


def waiting_for_a_word(desk: OrganizerDesk) -> tuple[Late, ...]:
    """What came too late, stands behind a hole, contradicts itself or was revoked, by laptop and reason."""
    record = desk.record
    names = {p.device: p.judge for p in record.pending} | dict(record.devices)
    found: dict[tuple[str, Verdict], list[str]] = {}
    times: dict[tuple[str, Verdict], str] = {}
    for device in desk.ledger.devices:
        for entry in desk.ledger.chain(device):
            verdict = record.verdicts.get(entry.eid)
            if verdict is not None and verdict in _OPEN:
                found.setdefault((device, verdict), []).append(entry.eid)
                times[device, verdict] = clean_line(entry.at, 40)
    return tuple(
        Late(device, names.get(device, ""), verdict, tuple(eids), times[device, verdict])
        for (device, verdict), eids in sorted(found.items())
    )
