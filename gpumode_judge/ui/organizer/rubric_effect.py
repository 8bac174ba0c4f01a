"""What a change of rubric, weights or prizes means for ballots that are already recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gpumode_judge.event.people import Outcome
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.words import counted


@dataclass(frozen=True)
class Effect:
    """``marked`` ballots are known; ``lost`` of those that count now would not, ``regained`` of the others would again."""

    marked: int
    lost: int
    regained: int
    rubric_changed: bool
    weights_changed: bool


def effect_of(record: Record, rubric: Rubric, rules: Rules) -> Effect:
    """What would become of the ballots under ``rubric`` and ``rules``."""
    if rubric == record.rubric:
        marked = sum(held.value.outcome is Outcome.MARKED for held in record.ballots.values())
        return Effect(marked + len(record.unfit), 0, 0, False, rules != record.rules)
    counting = [held.value for held in record.ballots.values() if held.value.outcome is Outcome.MARKED]
    waiting = [held.value for held in record.unfit.values()]

    def fits(submission: str, marks: Mapping[str, Decimal]) -> bool:
        known = record.submissions.get(submission)
        return known is not None and not rubric.missing(known, marks)

    lost = sum(not fits(ballot.submission, ballot.marks) for ballot in counting)
    regained = sum(fits(ballot.submission, ballot.marks) for ballot in waiting)
    return Effect(len(counting) + len(waiting), lost, regained, True, rules != record.rules)


def effect_words(effect: Effect) -> str:
    """One plain sentence or two on what the change means."""
    if not (effect.rubric_changed or effect.weights_changed):
        return ""
    if not effect.rubric_changed:
        return "Only weights change: every mark stays as it is, and the standings are computed anew."
    later = " Judges get the new rubric with a new event file."
    if not effect.marked:
        return f"No ballot is recorded yet, so nothing is lost.{later}"
    parts: list[str] = []
    if effect.lost:
        verb = "does" if effect.lost == 1 else "do"
        parts.append(
            f"{counted(effect.lost, 'recorded ballot').capitalize()} of {effect.marked:,} {verb} not have every mark that the new "
            "rubric asks for: they are kept, but do not count until their judges add what is missing."
        )
    else:
        parts.append(f"All {effect.marked - effect.regained:,} ballots that count now go on counting.")
    if effect.regained:
        parts.append(f"{counted(effect.regained, 'ballot').capitalize()} that did not count will count again.")
    return " ".join(parts) + later
