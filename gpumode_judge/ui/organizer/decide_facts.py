"""What should be true before the lock, and what was agreed, in lines that people can read aloud. No Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gpumode_judge.desk.locking import Check
from gpumode_judge.desk.rule_words import percent, rules_in_words, weights_of
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.totals import rounded
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import called, counted, listed

CONTEST = "contest"  # the place of the text on who contests and how


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was agreed or found; ``place`` is the page that changes it, or empty."""

    title: str
    text: str
    place: str = ""


def checks_of(view: View, ready: tuple[Check, ...], contest: str, veil: Veil) -> tuple[Check, ...]:
    """The list before the lock (``ready``) as it may be seen, with what deliberating people look at besides."""
    record, look = view.record, view.overview
    said = {judge for judge, _ in record.ballots}
    behind = [row.judge.id for row in look.judges if row.done < row.wanted]
    unsigned = [judge for judge in record.judges if judge in said and not record.signed_off(judge)]
    plain = {
        "silent": (behind, "judge has visits to do", "judges have visits to do"),
        "judges": (unsigned, "judge has not signed off", "judges have not signed off"),
    }
    checks: list[Check] = []
    for check in ready:
        names, one, many = plain.get(check.place, ([], "", ""))
        hidden = veil.names and names
        text = f"{len(names)} {one if len(names) == 1 else many}" if hidden else check.text
        checks.append(Check(check.ok, veil.counted(text), check.place))
    text = "It is said who contests a rank and how" if contest else "It is not said who contests a rank and how"
    checks.append(Check(bool(contest), text, CONTEST))
    return tuple(checks)


def facts_of(view: View, veil: Veil) -> tuple[Fact, ...]:
    """What was agreed and how far the evening came."""
    return tuple(_facts(view, veil))


def _facts(view: View, veil: Veil) -> Iterator[Fact]:
    record = view.record
    shares = weights_of(record, record.rules)
    told = ", ".join(name if veil.numbers else f"{name} {percent(share)}" for name, share in shares.items())
    yield Fact("Criteria and weights", f"{told}." if told else "No criterion has a weight.", "rubric")
    yield Fact("Scale", _scale(record, veil), "rubric")
    info = METHODS.get(record.rules.method)
    yield Fact("Scored by", f"{info.title}: {info.line}" if info else record.rules.method, "standings")
    yield Fact("Coverage", _coverage(view, veil), "submissions")
    yield Fact("Conflicts of interest", _interests(record, veil), "judges")
    ladder = next(
        (says for says in rules_in_words(record) if says.startswith("Equal scores")), "Equal scores share a rank."
    )
    yield Fact("Ties", ladder, "rubric")


def _scale(record: Record, veil: Veil) -> str:
    criteria = [c for c in (record.rubric.criteria if record.rubric else ()) if not c.scope]
    scales = {str(c.scale) for c in criteria}
    if not scales:
        return "Two rubrics are in conflict."
    if veil.numbers:
        return "The same for every criterion." if len(scales) == 1 else "Not the same for every criterion."
    if len(scales) == 1:
        return f"Every criterion is marked {scales.pop()}."
    return ", ".join(f"{c.name} {c.scale}" for c in criteria) + "."


def _coverage(view: View, veil: Veil) -> str:
    rows = view.overview.submissions
    visits = [row.visits for row in rows]
    if not visits:
        return "There are no submissions yet."
    least = min(visits)
    fewest = [called(view.record, row.submission.id) for row in rows if row.visits == least]
    uneven = least < max(visits)
    if veil.numbers:
        told = (
            "Some submissions were visited more often than others."
            if uneven
            else "Every submission was visited equally often."
        )
        return told if least else "Some submissions were not visited."
    if not uneven:
        return f"Every submission has {counted(least, 'visit')}."
    mean = rounded(Fraction(sum(visits), len(visits)))
    return (
        f"{least} to {max(visits)} visits for each submission, {mean} on average; the fewest: "
        f"{listed((f'“{name}”' for name in fewest), 3)}."
    )


def _interests(record: Record, veil: Veil) -> str:
    found = list(record.interests)
    if not found:
        return "None was declared."
    many = veil.counted(f"{counted(len(found), 'conflict was', 'conflicts were')} declared")
    if veil.names:
        return f"{many}."
    pairs = (f"{veil.judge(record, judge)} with “{called(record, name)}”" for judge, name in found)
    return veil.counted(f"{many}: {listed(pairs, 4)}.")
