"""Fits of judges' severity against lme4 in the same run, and a fit with 10,000 draws against the time it may take.

python tests/benchmarks/severity_bench.py

For the first three lines: apt-get install r-cran-lme4 libopenblas0-pthread
"""

import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from kit import HEAD, Line, timed

from gpumode_judge.standings import severity
from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.draws import chances, draw
from gpumode_judge.standings.reml import Model, Solved, Table, reml
from gpumode_judge.standings.visits import Visits

SCRIPT = Path(__file__).parents[1] / "standings" / "lme4.R"
SIZES = ((45, 12, 4, 21, 0.25), (500, 100, 5, 11, 0.25), (5000, 1000, 5, 5, 0.5))
REFRESH = ((45, 12, 4, 0.050), (500, 100, 5, 0.600))
DRAWS = 10_000


def run() -> list[Line]:
    """Ours against lme4 as it is called, from columns of marks to effects; then a refresh against its limit in seconds."""
    lines = _against_lme4() if _blas() else []
    if not lines:
        sys.stderr.write("No lme4 to measure against: apt-get install r-cran-lme4 libopenblas0-pthread\n")
    for teams, judges, each, limit in REFRESH:
        visits = event(teams, judges, each)
        _refresh(visits)
        took = median(timed(lambda visits=visits: _refresh(visits)) for _ in range(9))
        lines.append(Line(f"fit and {DRAWS:,} draws, {teams} × {judges} / allowed", took, limit, 1.0))
    return lines


def event(teams: int, judges: int, each: int) -> Visits:
    """Visits of an event: severity .7 and noise .8 of the spread of the submissions, on a 1–10 scale."""
    chance = np.random.default_rng(teams)
    team = np.repeat(np.arange(teams), each)
    judge = np.concatenate([np.sort(chance.choice(judges, each, replace=False)) for _ in range(teams)])
    true = chance.normal(size=teams)[team] - 0.7 * chance.normal(size=judges)[judge]
    marks = np.clip(np.rint(5.5 + 1.5 * (true + 0.8 * chance.normal(size=team.size))), 1, 10).astype(np.intp) - 1
    exact = tuple(Fraction(100 * mark, 9) for mark in marks.tolist())
    return Visits(
        submissions=tuple(f"s{n:05}" for n in range(teams)),
        judges=tuple(f"j{n:05}" for n in range(judges)),
        team=team, judge=judge, exact=exact, y=np.array([float(total) for total in exact]),
        criteria=("overall",), weights=np.ones(1), levels=(10,), marks=marks[:, None],
    )  # fmt: skip


def _refresh(visits: Visits) -> None:
    posterior = severity.fit(visits).posterior
    assert posterior
    chances(draw(posterior, 1, DRAWS), visits.submissions)


def _fit(visits: Visits) -> Solved:
    with one_thread():
        table = Table(visits.team, visits.judge, len(visits.submissions), len(visits.judges))
        return reml(Model(table, visits.y))


def _against_lme4() -> list[Line]:
    lines: list[Line] = []
    for teams, judges, each, rounds, limit in SIZES:
        visits = event(teams, judges, each)
        ours = _fit(visits)
        took = median(timed(lambda visits=visits: _fit(visits)) for _ in range(rounds))
        whole = median(timed(lambda visits=visits: severity.fit(visits)) for _ in range(rounds))
        bare, criterion = _lme4(visits, rounds)
        assert abs(ours.criterion - criterion) < 1e-3
        size = f"{teams:,} × {judges:,} × {each}"
        lines.append(Line(f"severity of {size} / lme4", took, bare, limit))
        lines.append(Line(f"the same with each judge's noise {size} / lme4", whole, bare, 0))
    return lines


def _lme4(visits: Visits, rounds: int) -> tuple[float, float]:
    """(median seconds, criterion)."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "marks.csv"
        rows = zip(visits.team.tolist(), visits.judge.tolist(), visits.y.tolist(), strict=True)
        place.write_text("team,judge,y,weight\n" + "".join(f"t{t},j{j},{y!r},1\n" for t, j, y in rows))
        said = subprocess.run(
            ["Rscript", SCRIPT, str(rounds), place], capture_output=True, text=True, check=True
        ).stdout
    figures = {kind: float(number) for _, kind, _, number in (line.split() for line in said.splitlines())}
    return figures["seconds"], figures["criterion"]


def _blas() -> str:
    """The library R multiplies matrices with; empty without R and lme4."""
    if not shutil.which("Rscript"):
        return ""
    asked = subprocess.run(
        ["Rscript", "-e", "library(lme4); cat('BLAS', La_library())"], capture_output=True, text=True, check=False
    )
    name = asked.stdout.rpartition("BLAS ")[2] if not asked.returncode else ""
    if name and "openblas" not in name:
        sys.stderr.write(f"R uses {name}; to be fair to lme4: apt-get install libopenblas0-pthread\n")
    return name


if __name__ == "__main__":
    sys.stdout.write("\n".join([HEAD, *map(str, run())]) + "\n")
