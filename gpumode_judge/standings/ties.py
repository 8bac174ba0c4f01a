"""The ladder: what tells submissions with equal scores apart. Never chance, never the order in a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gpumode_judge.event.rules import Tie
from gpumode_judge.ledger.statements import Decision

Rung = Callable[[Sequence[str]], Mapping[str, Fraction] | None]


@dataclass(frozen=True, slots=True)
class Place:
    """A rank from 1, shared by those whom nothing tells apart. ``told`` is the rung that told this one from an equal score."""

    rank: int
    told: Tie | None = None


def places(
    scores: Mapping[str, Fraction],
    ties: Iterable[Tie] = (),
    priority: Mapping[str, Fraction] | None = None,
    firsts: Mapping[str, int] | None = None,
    decisions: Iterable[Decision] = (),
) -> dict[str, Place]:
    """Ranks by score, highest first (1, 2, 2, 4), equal scores told apart by the rungs of ``ties`` in their order.

    ``priority`` are points on the priority criterion, ``firsts`` how many judges placed a submission first among those they saw,
    more being better in both; ``decisions`` are persons' words. A rung that tells only some of a group apart leaves the rest to the next.
    """
    decided = tuple(decisions)
    known: dict[Tie, Rung] = {
        Tie.PRIORITY: lambda group: {s: (priority or {}).get(s, Fraction()) for s in group},
        Tie.FIRSTS: lambda group: {s: Fraction((firsts or {}).get(s, 0)) for s in group},
        Tie.PERSON: lambda group: _decided(group, decided),
    }
    groups = [(group, None) for group in _groups(scores, scores)]
    for tie in ties:
        groups = [finer for group, told in groups for finer in _told(group, told, tie, known[tie])]
    found: dict[str, Place] = {}
    for group, told in groups:
        rank = len(found) + 1
        found.update((submission, Place(rank, told)) for submission in group)
    return found


def _told(group: list[str], told: Tie | None, tie: Tie, rung: Rung) -> list[tuple[list[str], Tie | None]]:
    keys = rung(group) if len(group) > 1 else None
    finer = _groups(group, keys) if keys is not None else [group]
    return [(part, tie) for part in finer] if len(finer) > 1 else [(group, told)]


def _groups(names: Iterable[str], keys: Mapping[str, Fraction]) -> list[list[str]]:
    """Names with equal keys together, the highest key first; within a group in the order given."""
    groups: dict[Fraction, list[str]] = {}
    for name in names:
        groups.setdefault(keys[name], []).append(name)
    # Floats keep the order but where they are equal, and are far quicker to compare.
    return [groups[key] for key in sorted(groups, key=lambda key: (float(key), key), reverse=True)]


def _decided(group: Sequence[str], decisions: Sequence[Decision]) -> Mapping[str, Fraction] | None:
    """The order that persons decided for all of a group; none if nobody did, or two contradict each other."""
    orders = {
        tuple(s for s in decision.order if s in group) for decision in decisions if set(group) <= set(decision.order)
    }
    return {s: Fraction(-n) for n, s in enumerate(next(iter(orders)))} if len(orders) == 1 else None
