"""Exact standings of 5,000 submissions with 5 visits each by 1,000 judges, against adding the same marks up as bare floats.

python tests/benchmarks/standings_bench.py
"""

import random
import sys
from decimal import Decimal
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from kit import HEAD, Line, timed

from gpumode_judge.event.people import Ballot
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.standings.ranking import standings

LIMIT = 5.0
SUBMISSIONS, JUDGES, VISITS, ROUNDS = 5000, 1000, 5, 5
WEIGHTS = {"impact": 30, "depth": 25, "evidence": 25, "novelty": 10, "demo": 10}


def run() -> list[Line]:
    """The standings, from ballots to ranks."""
    chance = random.Random(3)
    rubric = Rubric(name="r", criteria=tuple(Criterion(key=key, name=key) for key in WEIGHTS))
    rules = Rules(method="mean", weights={key: Decimal(weight) for key, weight in WEIGHTS.items()})
    names = [f"{n:016x}" for n in range(SUBMISSIONS)]
    ballots = [
        Ballot(
            judge=f"j{judge}", submission=name, rubric="f" * 64,
            marks={key: Decimal(chance.randint(1, 5)) for key in WEIGHTS},
        )
        for name in names
        for judge in chance.sample(range(JUDGES), VISITS)
    ]  # fmt: skip
    ours, floats = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: standings(rubric, rules, names, ballots)))
        floats.append(timed(lambda: _floats(names, ballots)))
    assert [row.submission for row in standings(rubric, rules, names, ballots).rows[:3]] == _floats(names, ballots)[:3]
    title = f"standings of {SUBMISSIONS:,} × {JUDGES:,} judges × {VISITS} visits"
    return [Line(f"{title} / float sums", median(ours), median(floats), LIMIT)]


def _floats(names: list[str], ballots: list[Ballot]) -> list[str]:
    """Names, best first, by the mean of weighted sums of floats: the least that standings can be."""
    sums, visits = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0)
    for ballot in ballots:
        total = 0.0
        for key, mark in ballot.marks.items():
            total += WEIGHTS[key] * (float(mark) - 1) / 4
        sums[ballot.submission] += total
        visits[ballot.submission] += 1
    means = {name: sums[name] / visits[name] if visits[name] else -1.0 for name in names}
    return sorted(names, key=lambda name: -means[name])


if __name__ == "__main__":
    sys.stdout.write("\n".join([HEAD, *map(str, run())]) + "\n")
