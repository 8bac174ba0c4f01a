"""Who stands before whom on each judge's own list, and nothing else: the method for judges who use the scale in their own ways.

R. A. Bradley and M. E. Terry, *Rank analysis of incomplete block designs* (1952): every two submissions of one judge are a comparison,
the higher total wins, equal totals give half to each; ``P(a before b) = 1/(1 + exp(s_b − s_a))`` and the strengths s are the most
likely ones. Each submission also wins and loses a tenth of a comparison against one of strength 0, so that a submission that
always wins still has a finite strength; and that makes the answer one and only.

``score_t`` is the share of comparisons, of 100, that t is expected to win when it meets every other once. A higher mark never lowers its
own submission, nor raises another above it (as for the additive method: strengths move like potentials in a network of resistors).
"""

from importlib import import_module
from typing import Any, Final

import numpy as np

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.fit import Fit, settled
from gpumode_judge.standings.graph import pieces_of, refusal
from gpumode_judge.standings.visits import Floats, Visits, Whole

_FAINT: Final = 0.1
_ROUNDS: Final = 200
_BLOCK: Final = 500


def fit(visits: Visits) -> Fit:
    """Bradley–Terry strengths as expected shares of wins; a submission alone has half.

    Raises:
        Problem: the visits fall into groups that share no judge.
    """
    pieces = pieces_of(visits)
    if len(pieces) > 1:
        raise Problem(refusal(pieces))
    winner, loser, often = _wins(visits)
    strength = _strengths(len(visits.submissions), winner, loser, often)
    says = () if len(often) else ("No judge has visited two submissions, so there is no order to go by.",)
    return Fit(method="order", scores=settled(_shares(strength)), says=says)


def _wins(visits: Visits) -> tuple[Whole, Whole, Floats]:
    """Who stood before whom and how often, each two once in each direction; equal totals give half to each."""
    sparse: Any = import_module("scipy.sparse")

    teams, by_judge = len(visits.submissions), np.argsort(visits.judge, kind="stable")
    first: list[Any] = [np.zeros(0, dtype=np.intp)]
    second: list[Any] = [np.zeros(0, dtype=np.intp)]
    for mine in np.split(by_judge, np.cumsum(visits.of_judge)[:-1]):
        a, b = np.triu_indices(len(mine), 1)
        first.append(mine[a])
        second.append(mine[b])
    a, b = np.concatenate(first), np.concatenate(second)
    won = (1 + np.sign(visits.y[a] - visits.y[b])) / 2
    rows, columns = np.concatenate([visits.team[a], visits.team[b]]), np.concatenate([visits.team[b], visits.team[a]])
    wins: Any = sparse.csr_array((np.concatenate([won, 1 - won]), (rows, columns)), shape=(teams, teams))
    wins.eliminate_zeros()
    pairs = wins.tocoo()
    return pairs.coords[0], pairs.coords[1], pairs.data


def _strengths(teams: int, winner: Whole, loser: Whole, often: Floats) -> Floats:
    """The top of the likelihood, by Newton's method; each step by conjugate gradients, which never builds the inverse."""
    linalg: Any = import_module("scipy.sparse.linalg")
    sparse: Any = import_module("scipy.sparse")

    def likelihood(at: Floats) -> float:
        faint = np.logaddexp(0, at) + np.logaddexp(0, -at)
        return -float(often @ np.logaddexp(0, at[loser] - at[winner])) - _FAINT * float(faint.sum())

    strength = np.zeros(teams)
    value = likelihood(strength)
    for _ in range(_ROUNDS):
        upset = often * _logistic(strength[loser] - strength[winner])
        faint = _FAINT * (_logistic(-strength) - _logistic(strength))
        slope = faint + np.bincount(winner, upset, teams) - np.bincount(loser, upset, teams)
        weigh = upset * _logistic(strength[winner] - strength[loser])
        faint = 2 * _FAINT * _logistic(strength) * _logistic(-strength)
        own = faint + np.bincount(winner, weigh, teams) + np.bincount(loser, weigh, teams)
        one_way: Any = sparse.csr_array((weigh, (winner, loser)), shape=(teams, teams))
        curve: Any = sparse.diags_array(own) - one_way - one_way.T
        found: Any = linalg.cg(curve, slope, rtol=1e-10, maxiter=20 * teams + 100, M=sparse.diags_array(1 / own))
        step: Floats = found[0]
        gain, length = float(slope @ step), 1.0
        tried = likelihood(strength + step)
        while gain > 1e-6 and tried < value + length * gain / 4:
            length /= 2
            tried = likelihood(strength + length * step)
        strength, value = strength + length * step, tried
        if gain < 1e-18:
            break
    return strength


def _logistic(x: Floats) -> Floats:
    return (1 + np.tanh(x / 2)) / 2


def _shares(strength: Floats) -> Floats:
    """(T) the expected share of wins, of 100, against every other."""
    others = max(len(strength) - 1, 1)
    ahead = [
        _logistic(block[:, None] - strength).sum(axis=1)
        for block in np.split(strength, range(_BLOCK, len(strength), _BLOCK))
    ]
    return 100 * (np.concatenate(ahead) - 0.5) / others if len(strength) > 1 else np.array([50.0])
