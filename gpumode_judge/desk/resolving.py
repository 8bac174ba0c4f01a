"""Settle in one go what one judge's laptops say differently: what one laptop said holds, or the later one of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.people import Ballot, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ledger.record import Conflict, Held
from gpumode_judge.ledger.statements import Signoff

_FAST: Final = timedelta(minutes=2)  # so far a clock may be ahead of this laptop's


@dataclass(frozen=True, slots=True)
class Keep:
    """One way to settle a judge's conflicts.

    What ``device`` said holds, or the later one of each if that is empty. ``paper`` tells that an organizers' laptop said it for the
    judge, ``last`` when it said the last of it. ``picks`` are the conflicts that it settles with the entries that hold then: so many
    ``ballots`` with so many ``marks`` in them, and ``notes``. ``left`` conflicts stay, as it has no clear word in them.
    """

    device: str
    paper: bool
    last: str
    picks: tuple[tuple[Conflict, str], ...]
    ballots: int
    marks: int
    notes: int
    left: int


@dataclass(frozen=True, slots=True)
class Together:
    """All conflicts about what one judge said, with the ways to settle them in one go.

    ``laptops`` is one way for each laptop. ``later`` is there if the times can be relied on; ``why_not`` says why they cannot.
    """

    judge: str
    conflicts: tuple[Conflict, ...]
    laptops: tuple[Keep, ...]
    later: Keep | None
    why_not: str = ""


def togethers(desk: OrganizerDesk) -> tuple[Together, ...]:
    """The judges with two or more conflicts about what they said, in the order of the first one."""
    found: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in desk.record.conflicts:
        if isinstance(value := conflict.heads[0].value, Ballot | Remark | Signoff):
            found[value.judge].append(conflict)
    return tuple(_together(desk, judge, conflicts) for judge, conflicts in found.items() if len(conflicts) > 1)


def settle(desk: OrganizerDesk, keep: Keep) -> int:
    """Decide each conflict as ``keep`` says, as if a person had picked one after the other; gives how many.

    Raises:
        Problem: it settles nothing, or the disk refused; what was decided before that holds.
    """
    if not keep.picks:
        raise Problem("This settles none of the conflicts (any more); look at them again.")
    for conflict, pick in keep.picks:
        desk.resolve(conflict, pick)
    return len(keep.picks)


def _together(desk: OrganizerDesk, judge: str, conflicts: Sequence[Conflict]) -> Together:
    devices = sorted({head.device for conflict in conflicts for head in conflict.heads})
    laptops = tuple(_keep(conflicts, [_of(conflict, device) for conflict in conflicts], device) for device in devices)
    why_not = _unreliable(desk, laptops)
    later = None if why_not else _keep(conflicts, [_latest(conflict) for conflict in conflicts])
    usual = sorted(laptops, key=lambda keep: (-len(keep.picks), keep.paper, keep.device))
    return Together(judge, tuple(conflicts), tuple(usual), later if later and later.picks else None, why_not)


def _of(conflict: Conflict, device: str) -> Held[object] | None:
    said = [head for head in conflict.heads if head.device == device]
    return said[0] if len(said) == 1 else None


def _latest(conflict: Conflict) -> Held[object] | None:
    *_, before, last = sorted(conflict.heads, key=lambda head: _moment(head.at) or datetime.min.replace(tzinfo=UTC))
    return last if _moment(before.at) != _moment(last.at) else None


def _keep(conflicts: Sequence[Conflict], heads: Iterable[Held[object] | None], device: str = "") -> Keep:
    held = [(conflict, head) for conflict, head in zip(conflicts, heads, strict=True) if head]
    ballots = [head.value for _, head in held if isinstance(head.value, Ballot)]
    return Keep(
        device=device, paper=any(head.paper for _, head in held if device),
        last=max((head.at for _, head in held), default=""), picks=tuple((conflict, head.eid) for conflict, head in held),
        ballots=len(ballots), marks=sum(len(ballot.marks) for ballot in ballots),
        notes=sum(isinstance(head.value, Remark) for _, head in held), left=len(conflicts) - len(held),
    )  # fmt: skip


def _unreliable(desk: OrganizerDesk, laptops: Iterable[Keep]) -> str:
    """Why what is later cannot be told from the times; nothing if they look right."""
    record = desk.record
    made = _moment(desk.ledger.entries[record.event_id].at)
    latest = _moment(desk.now())
    for keep in laptops:
        if keep.device in record.organizers:
            return "What was entered from paper bears the time at which it was typed in."
        which = f"The clock of the laptop “{four_words(keep.device)}”"
        times = [_moment(e.at) for e in desk.ledger.chain(keep.device) if e.event_id == record.event_id]
        known = [time for time in times if time is not None]
        if len(known) < len(times):
            return f"{which} told no time."
        if known != sorted(known):
            return f"{which} was set back."
        if latest is not None and max(known, default=latest) > latest + _FAST:
            return f"{which} is ahead of the one here."
        if made is not None and min(known, default=made) < made:
            return f"{which} was behind: it says that it was used before this event was made."
    return ""


def _moment(at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(clean_line(at, 40))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
