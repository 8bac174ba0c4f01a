"""Every change of the rules, and what it did to the ranks."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.rule_words import rules_in_words, what_changed
from gpumode_judge.desk.scoring import standings_for
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.entry import Entry
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.record import Record

_HEARD: Final = frozenset({Verdict.COUNTED, Verdict.SUPERSEDED, Verdict.CONFLICT})
_FAR: Final = 10**9

Ranks = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Move:
    """A submission's rank ``before`` and ``after``; ``None``: it has none."""

    submission: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class RulesChange:
    """One statement of the rules: when, what changed (for the first one, all of it), and whether it is in force.

    ``moves`` are the submissions that it moves on the ballots of today, the largest moves first.
    """

    at: str
    says: tuple[str, ...]
    moves: tuple[Move, ...]
    in_force: bool


def rules_history(desk: OrganizerDesk) -> tuple[RulesChange, ...]:
    """All statements of the rules that were heard, newest first."""
    record = desk.record
    said = _in_order(desk.ledger, record)
    heads = record.heads.get(("rules",), ())
    known = {entry.eid: rules for entry, rules in said}
    ranks: dict[str, Ranks] = {}
    found: list[RulesChange] = []
    for entry, rules in said:
        earlier = [eid for eid in known if eid in entry.supersedes]
        before = earlier[-1] if earlier else ""
        ranks[entry.eid] = _ranks(record, rules)
        found.append(
            RulesChange(
                at=clean_line(entry.at, 40),
                says=what_changed(record, known[before], rules) if before else rules_in_words(record, rules),
                moves=_moves(ranks[before], ranks[entry.eid]) if before else (),
                in_force=heads == (entry.eid,),
            )
        )
    return tuple(reversed(found))


def _in_order(ledger: Ledger, record: Record) -> list[tuple[Entry, Rules]]:
    """Each after all that it replaces; else by the laptops' clocks."""
    said: dict[str, tuple[Entry, Rules]] = {}
    for entry in ledger:
        statement = ledger.statement(entry) if entry.kind == "rules" else None
        if isinstance(statement, Rules) and record.verdicts.get(entry.eid) in _HEARD:
            said[entry.eid] = (entry, statement)
    waiting = sorted(said.values(), key=lambda one: (one[0].at, one[0].seq, one[0].eid))
    ordered: dict[str, tuple[Entry, Rules]] = {}
    while waiting:
        ready = next((one for one in waiting if not _left(one[0].supersedes, said, ordered)), waiting[0])
        waiting.remove(ready)
        ordered[ready[0].eid] = ready
    return list(ordered.values())


def _left(eids: Iterable[str], said: Iterable[str], done: Iterable[str]) -> set[str]:
    return (set(eids) & set(said)) - set(done)


def _ranks(record: Record, rules: Rules) -> Ranks:
    try:
        return {row.submission: row.rank for row in standings_for(replace(record, rules=rules)).rows}
    except Problem:
        return {}


def _moves(before: Ranks, after: Ranks) -> tuple[Move, ...]:
    moves = [Move(name, before[name], after[name]) for name in after if name in before and before[name] != after[name]]
    return tuple(sorted(moves, key=lambda m: (-_size(m), m.after or _FAR, m.submission)))


def _size(move: Move) -> int:
    return _FAR if move.before is None or move.after is None else abs(move.before - move.after)
