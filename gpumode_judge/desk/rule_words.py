"""The rules in words: what an organizer tells the crowd, and what a change of them changes."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.totals import rounded

_NOTHING: Final = Fraction()


def rules_in_words(record: Record, rules: Rules | None = None) -> tuple[str, ...]:
    """The rules (those in force without others) as sentences."""
    rules = rules or record.rules
    info = METHODS.get(rules.method)
    says = [f"Scored by “{info.title}”: {info.line}" if info else f"Scored by “{rules.method}”."]
    shares = weights_of(record, rules)
    says.append(f"What counts: {_list(shares)}." if shares else "No criterion has a weight.")
    says += map(measured_in_words, rules.measured)
    says.append(_ladder(record, rules))
    if rules.signatures > 1:
        says.append("Two organizers lock the scores.")
    return tuple(says)


def what_changed(record: Record, before: Rules, after: Rules) -> tuple[str, ...]:
    """What differs between two rules, as sentences; at least one."""
    return tuple(_changes(record, before, after)) or ("The same rules were said again.",)


def weights_of(record: Record, rules: Rules) -> dict[str, Fraction]:
    """By the name of each criterion that counts for everyone: its share of the score, 0–1."""
    known = [
        *(record.rubric.criteria if record.rubric else ()),
        *(m for m in rules.measured if m.turn is not Turn.GATE),
    ]
    given = [(c.name, Fraction(rules.weight(c.key))) for c in known if not c.scope and rules.weight(c.key) > 0]
    whole = sum((weight for _, weight in given), _NOTHING)
    shares: dict[str, Fraction] = {}
    for name, weight in given:
        shares[name] = shares.get(name, _NOTHING) + weight / whole
    return shares


def percent(share: Fraction) -> str:
    """A share of 1 as ``"33.3 %"``."""
    return f"{plain(rounded(share * 100))} %"


def measured_in_words(measured: Measured) -> str:
    """How a measured criterion turns figures into points, in a sentence."""
    unit = f" {measured.unit}" if measured.unit else ""
    better = "less is better" if measured.lower else "more is better"
    match measured.turn:
        case Turn.GATE:
            bar = "1" if measured.full is None else plain(measured.full)
            side = "at most" if measured.lower else "at least"
            out = "who does not pass has no rank" if measured.excludes else "it gives no points"
            return f"“{measured.name}” is passed with {side} {bar}{unit}; {out}."
        case Turn.RANKS:
            table = ", ".join(map(plain, measured.points))
            return f"“{measured.name}” is measured: the places get {table} points ({better})."
        case Turn.LINEAR:
            how = "in a straight line"
        case Turn.LOG:
            how = "by the speed-up"
    zero = plain(measured.zero) if measured.zero is not None else "0"
    full = "the best figure" if measured.full is None else f"{plain(measured.full)}{unit}"
    return f"“{measured.name}” is measured: {how} from nothing at {zero}{unit} to everything at {full} ({better})."


def _changes(record: Record, before: Rules, after: Rules) -> Iterator[str]:
    if before.method != after.method:
        yield f"The method changed from {_method(before)} to {_method(after)}."
    old, new = weights_of(record, before), weights_of(record, after)
    for name in [*new, *(name for name in old if name not in new)]:
        if old.get(name, _NOTHING) != new.get(name, _NOTHING):
            yield f"“{name}” counts {_counts(new.get(name))} instead of {_counts(old.get(name))}."
    was, now = ({m.key: m for m in rules.measured} for rules in (before, after))
    for key in [*now, *(key for key in was if key not in now)]:
        if key not in now:
            yield f"“{was[key].name}” is not measured any more."
        elif was.get(key) != now[key]:
            yield ("The rule changed. " if key in was else "") + measured_in_words(now[key])
    if (before.ties, before.priority) != (after.ties, after.priority):
        yield _ladder(record, after)
    if before.signatures != after.signatures:
        yield "Two organizers lock the scores." if after.signatures > 1 else "One organizer locks the scores."


def _method(rules: Rules) -> str:
    info = METHODS.get(rules.method)
    return f"“{info.title if info else rules.method}”"


def _counts(share: Fraction | None) -> str:
    return percent(share) if share else "nothing"


def _list(shares: dict[str, Fraction]) -> str:
    return ", ".join(f"{name} {percent(share)}" for name, share in shares.items())


def _ladder(record: Record, rules: Rules) -> str:
    """How equal scores are told apart."""
    named = [*rules.measured, *(record.rubric.criteria if record.rubric else ())]
    name = next((c.name for c in named if c.key == rules.priority), "")
    words = {
        Tie.PRIORITY: f"by “{name}”" if name else "",
        Tie.FIRSTS: "by how many judges placed it first",
        Tie.PERSON: "by a named person’s decision",
    }
    rungs = [words[tie] for tie in rules.ties if words[tie]]
    return f"Equal scores are told apart {', then '.join(rungs)}." if rungs else "Equal scores share a rank."
