"""The same marks fitted by lme4, the yardstick of mixed models: needs Rscript with it (``apt-get install r-cran-lme4``)."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from gpumode_judge.standings.reml import Model, Table, reml

pytestmark = pytest.mark.lme4
SCRIPT = Path(__file__).with_name("lme4.R")


CASES = ("dense", "sparse", "unbalanced", "near-singular", "no severity", "no quality", "weighted")


def marks(case: str):
    """team, judge, y, weight of each visit."""
    chance = np.random.default_rng(11)
    teams, judges = {"dense": (20, 6), "unbalanced": (40, 15)}.get(case, (60, 30))
    if case == "dense":
        team, judge = (a.ravel() for a in np.meshgrid(np.arange(teams), np.arange(judges), indexing="ij"))
    elif case == "unbalanced":
        odds = 1 / np.arange(1, judges + 1)
        picks = [chance.choice(judges, 1 + n % 7, replace=False, p=odds / odds.sum()) for n in range(teams)]
        team, judge = np.repeat(np.arange(teams), [p.size for p in picks]), np.concatenate(picks)
        judge = np.unique(judge, return_inverse=True)[1]
    else:
        visits = 2 if case == "sparse" else 4
        team = np.repeat(np.arange(teams), visits)
        judge = np.concatenate([chance.choice(judges, visits, replace=False) for _ in range(teams)])
    quality = 12 * chance.normal(size=teams)
    severity = {"no severity": 0, "near-singular": 0.6}.get(case, 9) * chance.normal(size=judges)
    noise = 10 * chance.normal(size=team.size)
    if case == "no quality":
        quality *= 0
    if case == "no severity":  # what is left between the judges is taken off, so that the best variance is exactly none
        noise -= (np.bincount(judge, noise) / np.bincount(judge))[judge]
    if case == "no quality":
        noise -= (np.bincount(team, noise) / np.bincount(team))[team]
    weight = 2.0 ** chance.integers(-2, 3, judges) if case == "weighted" else np.ones(judges)
    return team, judge, 55 + quality[team] + severity[judge] + noise / np.sqrt(weight[judge]), weight


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What lme4 says about each case: a figure for each of its lines."""
    rscript = shutil.which("Rscript")
    if not rscript or subprocess.run([rscript, "-e", "library(lme4)"], capture_output=True).returncode:
        pytest.skip("Rscript with lme4 is not installed (apt-get install r-cran-lme4)")
    places = []
    for case in CASES:
        team, judge, y, weight = marks(case)
        rows = zip(team.tolist(), judge.tolist(), y.tolist(), weight[judge].tolist(), strict=True)
        places.append(tmp_path_factory.mktemp("lme4") / "marks.csv")
        places[-1].write_text("team,judge,y,weight\n" + "".join(f"t{t},j{j},{m!r},{w!r}\n" for t, j, m, w in rows))
    done = subprocess.run([rscript, SCRIPT, "0", *places], capture_output=True, text=True, check=True)
    figures = {case: {} for case in CASES}
    for line in done.stdout.splitlines():
        number, kind, name, figure = line.split()
        figures[CASES[int(number)]][kind, name] = float(figure)
    return figures


@pytest.mark.parametrize("case", CASES)
def test_equals_lme4(case, said):
    figures = said[case]
    team, judge, y, weight = marks(case)
    ours = reml(Model(Table(team, judge, team.max() + 1, judge.max() + 1), y, weight))
    assert ours.criterion == pytest.approx(figures["criterion", "-"], abs=1e-3)
    assert ours.mu == pytest.approx(figures["mean", "-"], abs=1e-4)
    assert ours.team == pytest.approx([figures["team", f"t{n}"] for n in range(team.max() + 1)], abs=1e-4)
    assert ours.judge == pytest.approx([figures["judge", f"j{n}"] for n in range(judge.max() + 1)], abs=1e-4)
    if case == "no severity":
        assert ours.ratios[1] == 0
    if case == "no quality":
        assert ours.ratios[0] == 0
