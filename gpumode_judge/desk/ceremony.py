"""The ceremony at the organizers' desk: may it begin, the result that it tells, the step where it stands, and what was shown when.

The result is taken once, signed, and kept in the workspace. Whatever is said afterwards, the ceremony tells what was taken; that
it has become stale is said plainly. Each step is on the disk before the next key is heard, so that a crash costs no more than a start.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from gpumode_judge.ceremony.notes import listed
from gpumode_judge.ceremony.programme import Part, Programme, usual
from gpumode_judge.ceremony.script import Step, script
from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.desk.allocating import allocation_of
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.snapshotting import digest_of, from_json, snapshot_of_result, source_of, to_json
from gpumode_judge.desk.telling import count, names
from gpumode_judge.event.event import Mode
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Lock, Told
from gpumode_judge.standings.graph import pieces_of
from gpumode_judge.standings.prizes import Given
from gpumode_judge.store.values import Json, Shown

KEPT: Final = "ceremony"
TAKEN, FINISHED = -1, -2  # what stands in place of a step in the log


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the ceremony may not begin, in a sentence that says what to do. ``place`` names the page on which it is mended."""

    text: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A ceremony: the result, its programme, all steps, and ``at`` which of them it stands, from 0.

    ``stale`` is the sentence that says why the result is no longer that of the workspace; empty while it is. ``over`` tells that
    it was finished, ``rehearsal`` that the result is made up: then nothing is noted.
    """

    snapshot: Snapshot
    programme: Programme
    steps: tuple[Step, ...]
    at: int = 0
    stale: str = ""
    over: bool = False
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log: the UTC time, the number of the step from 1, and what it was called.

    Number 0 is no step: the result was taken, or the ceremony finished.
    """

    at: str
    step: int
    what: str


def refusals(desk: OrganizerDesk) -> tuple[Refusal, ...]:
    """What keeps the ceremony from beginning, what is to be done first coming first; nothing if it may."""
    record = desk.record
    found = [
        _counted(len(record.conflicts), "conflict waits", "conflicts wait", "for a decision: choose a side of each.", "conflicts"),
        _counted(len(record.pending), "laptop waits", "laptops wait", "to be accepted: accept it, or shut it out.", "laptops"),
        _counted(
            len(record.gaps), "laptop’s statements lack", "laptops’ statements lack", "one: merge the missing score file.",
            "merge",
        ),
        _counted(len(record.unfit), "ballot lacks", "ballots lack", "a mark that the rubric asks for: have it completed.", "standings"),
    ]  # fmt: skip
    found += _of_result(desk.result) if record.rubric else []
    found.append(_unlocked(record))
    return tuple(refusal for refusal in found if refusal)


def take(desk: OrganizerDesk, programme: Programme | None = None, *, again: bool = False) -> Show:
    """Take the result as it stands, sign it, and begin with the first step. Without a programme it is the usual one.

    ``again`` takes it anew, on purpose, in place of one that was taken before and is not finished.

    Raises:
        Problem: something keeps the ceremony from beginning (see :func:`refusals`), there is nothing to tell, or the disk refused.
    """
    desk.voice()
    first, *others = refusals(desk) or (None,)
    if first:
        more = f" ({count(len(others), 'more thing')} to mend before.)" if others else ""
        raise Problem(f"The ceremony cannot begin: {first.text}{more}")
    before = desk.store.setting(KEPT)
    if _unfinished(desk) and not again:
        raise Problem(
            "The result is taken already and the ceremony is not finished: resume it, or take the result anew."
        )
    show = preview(desk, programme)
    text = to_json(show.snapshot)
    told = Told(digest_of(text), lock_in_force(desk))
    kept: Json = {"result": text, "digest": told.digest, "programme": _programme_data(show.programme)}
    with desk.store.together():
        desk.remember(KEPT, kept)
        desk.store.add_shown(
            Shown(step=TAKEN, at=show.snapshot.at, what="The result was taken" + (" anew" if before else ""))
        )
    try:
        desk.say(told)
    except BaseException:
        desk.remember(KEPT, before)
        raise
    return show


def preview(desk: OrganizerDesk, programme: Programme | None = None) -> Show:
    """The ceremony as it would be if the result were taken now; nothing is kept. Raises where there is nothing to tell."""
    snapshot = snapshot_of_result(desk, desk.now())
    programme = programme or usual(snapshot)
    return Show(snapshot=snapshot, programme=programme, steps=script(snapshot, programme))


def resume(desk: OrganizerDesk) -> Show | None:
    """The ceremony that was taken and is not finished, at the step that was shown last; ``None`` without one.

    Raises:
        Problem: what is kept is not what was signed, or another organizer's laptop has taken a result since.
    """
    show = last(desk)
    return None if show is None or show.over else show


def last(desk: OrganizerDesk) -> Show | None:
    """The ceremony that was taken last, finished or not; ``None`` without one. Raises as :func:`resume`."""
    kept = desk.object_setting(KEPT)
    if not kept:
        return None
    text, told = kept.get("result"), desk.record.told
    if not isinstance(text, str) or digest_of(text) != kept.get("digest"):
        raise Problem("The result that is kept for the ceremony was changed after it was taken; take it again.")
    if told is None or told.value.digest != digest_of(text):
        if any(conflict.kind == "told" for conflict in desk.record.conflicts):
            raise Problem(
                "Two organizers took a result for the ceremony; choose one of the two on the Merge page, or take it again."
            )
        raise Problem("The result that is kept here is not the one that was signed last; take it again.")
    snapshot = from_json(text)
    programme = _programme(kept.get("programme"))
    steps = script(snapshot, programme)
    shown = desk.store.last_shown()
    at = max(0, min(shown.step, len(steps) - 1)) if shown else 0
    over = shown is not None and shown.step == FINISHED
    return Show(snapshot=snapshot, programme=programme, steps=steps, at=at, stale=stale(desk, snapshot), over=over)


def stale(desk: OrganizerDesk, snapshot: Snapshot) -> str:
    """Why a result that was taken is no longer that of the workspace, in a sentence; empty while it is."""
    record, told = desk.record, desk.record.told
    if told is not None and told.value.lock and lock_in_force(desk) != told.value.lock:
        opened = "opened" if record.lock is None else "opened and locked anew"
        return f"The scores were {opened} after the result was taken; the ceremony tells it as it was. Take it anew to tell what holds now."
    if snapshot.source != source_of(record):
        return (
            "Scores, teams or prizes changed after the result was taken; the ceremony tells it as it was. "
            "Take it anew to tell what holds now."
        )
    return ""


def note_step(desk: OrganizerDesk, show: Show, at: int) -> Show:
    """Note that step ``at`` is shown now; it is on the disk when this returns. Gives the show at that step.

    Of a rehearsal nothing is noted.

    Raises:
        Problem: the disk refused.
        ValueError: there is no such step.
    """
    if not 0 <= at < len(show.steps):
        raise ValueError(f"step {at} of {len(show.steps)}")
    if not show.rehearsal:
        desk.store.add_shown(Shown(step=at, at=desk.now(), what=show.steps[at].title))
    return replace(show, at=at)


def finish(desk: OrganizerDesk, show: Show) -> Show:
    """Note that the ceremony is over: it is not resumed any more, and the next result can be taken. Its log stays."""
    if not show.rehearsal and _unfinished(desk):
        desk.store.add_shown(Shown(step=FINISHED, at=desk.now(), what="The ceremony was finished"))
    return replace(show, over=True)


def log(desk: OrganizerDesk) -> tuple[Logged, ...]:
    """What was shown when, the oldest first, of all ceremonies of this workspace."""
    return tuple(Logged(one.at, one.step + 1 if one.step >= 0 else 0, one.what) for one in desk.store.shown())


def lock_in_force(desk: OrganizerDesk) -> str:
    """The entry that locks the scores as they are locked now; empty while they are open."""
    record = desk.record
    if record.lock is None:
        return ""
    said = ((eid, desk.ledger.statement(desk.ledger.entries[eid])) for eid in record.heads.get(("lock",), ()))
    return min((eid for eid, lock in said if isinstance(lock, Lock) and lock.manifest == record.lock), default="")


def _unfinished(desk: OrganizerDesk) -> bool:
    shown = desk.store.last_shown()
    return desk.store.setting(KEPT) is not None and shown is not None and shown.step != FINISHED


def _counted(number: int, one: str, many: str, what: str, place: str) -> Refusal | None:
    return Refusal(f"{number} {one if number == 1 else many} {what}", place) if number else None


def _unlocked(record: Record) -> Refusal | None:
    if record.lock is not None or record.event.mode is Mode.REHEARSAL:
        return None
    if record.lock_waiting:
        return Refusal("The lock waits for another organizer’s signature: have it signed.", "lock")
    return Refusal("The scores are not locked: lock them, so that nothing changes while it is told.", "lock")


def _of_result(result: Result) -> list[Refusal | None]:
    try:
        standings = result.standings
    except Problem as problem:
        return [Refusal(str(problem), "rubric")]
    if standings.refused:
        apart = standings.visits is not None and len(pieces_of(standings.visits)) > 1
        # No prize goes by standings that cannot be told; each would only say the same once more.
        return [Refusal(standings.refused, "fairness" if apart else "standings")]
    alike: dict[tuple[tuple[str, ...], int, str], list[Given]] = {}
    for given in allocation_of(result):
        if given.open:
            alike.setdefault((given.tied, given.open, given.why), []).append(given)
    return [_open(result.record, same) for same in alike.values()]


def _open(record: Record, alike: Sequence[Given]) -> Refusal:
    """Prizes that are not settled for one and the same reason."""
    given = alike[0]
    called = [f"“{record.prize(one.prize)}”" for one in alike]
    told = names(called) if len(called) <= 3 else f"{called[0]} and {len(called) - 1} more prizes"
    if not given.tied:
        return Refusal(f"{told}: {given.why}", "prizes")
    tied = listed([f"“{record.submissions[name].title}”" for name in given.tied])
    return Refusal(f"{told}: {tied} are equal for the last place: decide between them, or let it be shared.", "decide")


def _programme_data(programme: Programme) -> Json:
    return [[part.kind, part.top, list(part.prizes)] for part in programme.parts]


def _programme(data: object) -> Programme:
    try:
        parts = [
            Part(kind, top, tuple(prizes))
            for kind, top, prizes in cast("Sequence[tuple[Any, int, Sequence[str]]]", data)
        ]
        return Programme(tuple(parts))
    except (TypeError, ValueError) as error:
        raise Problem("The programme that is kept for the ceremony cannot be read; take the result again.") from error


__all__ = [
    "Logged", "Part", "Programme", "Refusal", "Show", "finish", "last", "lock_in_force", "log", "note_step", "preview", "refusals",
    "resume", "stale", "take", "usual",
]  # fmt: skip
