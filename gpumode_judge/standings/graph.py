"""Who saw what as a graph: whether the visits hang together, on what they hang, and what would join them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.visits import Visits, Whole

_SHOWN: Final = 6
DENSE: Final = 600  # judges and submissions together, up to which the algebraic connectivity is worked out

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Submissions and judges that hang together, by the ids in their order; at least one of each."""

    submissions: tuple[str, ...]
    judges: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Links:
    """How the visits hang together.

    ``pieces`` come largest first. ``bridges`` are the visits (judge, submission) without which there would be one piece more; a
    visit that is all its judge or all its submission has is none, for what is left without it still hangs together.
    ``algebraic`` is the second smallest eigenvalue of the graph's Laplacian, 0 in pieces and higher the better the visits are
    knit; ``None`` without a visit, and with more than 600 judges and submissions, where it would take long. ``of_judge`` and
    ``of_submission`` count visits.
    """

    pieces: tuple[Piece, ...]
    bridges: tuple[Pair, ...]
    algebraic: float | None
    of_judge: Mapping[str, int]
    of_submission: Mapping[str, int]

    @property
    def connected(self) -> bool:
        """Whether every two submissions are linked by judges; without a visit nothing is apart."""
        return len(self.pieces) < 2


def pieces_of(visits: Visits) -> tuple[Piece, ...]:
    """The pieces, largest first: most submissions, then most judges, then the first submission's id."""
    csgraph: Any = import_module("scipy.sparse.csgraph")
    sparse: Any = import_module("scipy.sparse")

    teams, nodes = len(visits.submissions), len(visits.submissions) + len(visits.judges)
    edges = sparse.csr_array((np.ones(len(visits.team)), (visits.team, teams + visits.judge)), shape=(nodes, nodes))
    found: Any = csgraph.connected_components(edges, directed=False)
    label: Whole = found[1]
    members: list[tuple[list[str], list[str]]] = [([], []) for _ in range(int(found[0]))]
    for name, piece in zip(visits.submissions, label[:teams].tolist(), strict=True):
        members[piece][0].append(name)
    for name, piece in zip(visits.judges, label[teams:].tolist(), strict=True):
        members[piece][1].append(name)
    pieces = (Piece(tuple(some), tuple(who)) for some, who in members)
    return tuple(sorted(pieces, key=lambda piece: (-len(piece.submissions), -len(piece.judges), piece.submissions)))


def links_of(visits: Visits) -> Links:
    """How ``visits`` hang together."""
    pieces = pieces_of(visits)
    place: list[int] = visits.team.tolist()
    seat: list[int] = visits.judge.tolist()
    return Links(
        pieces=pieces,
        bridges=tuple((visits.judges[seat[v]], visits.submissions[place[v]]) for v in _bridges(place, seat)),
        algebraic=_algebraic(visits) if len(pieces) == 1 else 0.0 if pieces else None,
        of_judge=dict(zip(visits.judges, visits.of_judge.tolist(), strict=True)),
        of_submission=dict(zip(visits.submissions, visits.of_team.tolist(), strict=True)),
    )


def joining_visits(links: Links, conflicts: Collection[Pair] = (), busy: Collection[str] = ()) -> tuple[Pair, ...]:
    """The fewest visits (judge, submission) that would join the pieces: one fewer than there are pieces.

    A judge with few visits is asked first, for the submission with the fewest; never one of ``conflicts`` (judge, submission), never
    a judge who is ``busy``. What is planned counts as a visit for the next choice.

    Raises:
        Problem: no judge who may can join them.
    """
    if links.connected:
        return ()
    piece_of_judge = {judge: n for n, piece in enumerate(links.pieces) for judge in piece.judges}
    piece_of = {submission: n for n, piece in enumerate(links.pieces) for submission in piece.submissions}
    of_judge, of_submission = dict(links.of_judge), dict(links.of_submission)
    barred, joined, chosen = frozenset(conflicts), {0}, list[Pair]()
    free = sorted(frozenset(of_judge) - frozenset(busy))
    while len(joined) < len(links.pieces):
        inside: dict[bool, list[str]] = {True: [], False: []}
        for name in sorted(of_submission, key=lambda name: (of_submission[name], name)):
            inside[piece_of[name] in joined].append(name)
        firsts = (
            next(((judge, n) for n in inside[piece_of_judge[judge] not in joined] if (judge, n) not in barred), None)
            for judge in free
        )
        pair = min(
            (first for first in firsts if first), key=lambda p: (of_judge[p[0]], of_submission[p[1]], p), default=None
        )
        if pair is None:
            raise Problem(
                f"No judge who is free and has no conflict of interest can join the {len(links.pieces)} groups of visits; "
                "let one more judge visit a submission of each group."
            )
        judge, submission = pair
        of_judge[judge] += 1
        of_submission[submission] += 1
        joined |= {piece_of_judge[judge], piece_of[submission]}
        chosen.append(pair)
    return tuple(chosen)


def refusal(
    pieces: Sequence[Piece],
    joining: Sequence[Pair] = (),
    judge_name: Callable[[str], str] = str,
    submission_name: Callable[[str], str] = str,
) -> str:
    """Why there are no ranks across ``pieces``, and which visits would mend it, in one sentence."""
    sizes = [len(piece.submissions) for piece in pieces]
    shown = ", ".join(map(str, sizes[:_SHOWN])) + (" …" if len(sizes) > _SHOWN else "")
    what = f"The visits fall into {len(pieces)} groups that share no judge ({shown} submissions), so no rank holds across them; "
    if not joining:
        return what + "let a judge of each group visit a submission of another, or score by the raw mean."
    visits = ", ".join(f"{judge_name(judge)} to {submission_name(name)}" for judge, name in joining[:_SHOWN])
    more = f" and {len(joining) - _SHOWN} more" if len(joining) > _SHOWN else ""
    return what + f"{'one visit' if len(joining) == 1 else f'{len(joining)} visits'} would join them: {visits}{more}."


def _algebraic(visits: Visits) -> float | None:
    linalg: Any = import_module("scipy.linalg")

    teams = len(visits.submissions)
    nodes = teams + len(visits.judges)
    if nodes > DENSE:
        return None
    laplacian = np.zeros((nodes, nodes))
    laplacian[visits.team, teams + visits.judge] = laplacian[teams + visits.judge, visits.team] = -1
    np.fill_diagonal(laplacian, np.concatenate([visits.of_team, visits.of_judge]))
    found: Any = linalg.eigh(laplacian, eigvals_only=True, subset_by_index=(1, 1))
    return max(float(found[0]), 0.0)


def _bridges(place: list[int], seat: list[int]) -> list[int]:
    """Which visits are bridges between more than a single node and the rest (R. Tarjan, 1974), without recursion."""
    teams = max(place, default=-1) + 1
    near = _neighbours(place, [teams + judge for judge in seat])
    seen, low, clock, found = [0] * len(near), [0] * len(near), 0, list[int]()
    for root in range(teams):
        if seen[root]:
            continue
        clock += 1
        seen[root] = low[root] = clock
        path = [(root, -1, iter(near[root]))]
        while path:
            node, came, rest = path[-1]
            for other, visit in rest:
                if visit == came:
                    continue
                if seen[other]:
                    low[node] = min(low[node], seen[other])
                else:
                    clock += 1
                    seen[other] = low[other] = clock
                    path.append((other, visit, iter(near[other])))
                    break
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                    if low[node] > seen[above]:
                        found.append(came)
    return sorted(v for v in found if len(near[place[v]]) > 1 and len(near[teams + seat[v]]) > 1)


def _neighbours(first: list[int], second: list[int]) -> list[list[tuple[int, int]]]:
    near: list[list[tuple[int, int]]] = [[] for _ in range(max(second, default=-1) + 1)]
    for visit, (a, b) in enumerate(zip(first, second, strict=True)):
        near[a].append((b, visit))
        near[b].append((a, visit))
    return near
