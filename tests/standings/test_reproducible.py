"""The same entries give the same figures to the last digit on another machine: other vector units, kernels and numbers of threads."""

import hashlib
import os
import platform
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from gpumode_judge.standings.blas import one_thread
from gpumode_judge.standings.draws import normal_table

WORK = """
import hashlib, sys
from fractions import Fraction
import numpy as np
from gpumode_judge.standings import severity
from gpumode_judge.standings.draws import chances, draw
from gpumode_judge.standings.visits import Visits

whole = hashlib.sha256()
for teams, judges, each, severe in ((45, 12, 4, .7), (120, 60, 5, .7), (22, 4, 3, 0)):
    chance = np.random.Generator(np.random.PCG64(teams))
    team = np.repeat(np.arange(teams), each)
    judge = np.concatenate([np.sort(chance.permutation(judges)[:each]) for _ in range(teams)])
    quality, harsh = chance.integers(-20, 21, teams), chance.integers(-15, 16, judges) * severe
    marks = np.clip(50 + quality[team] - harsh[judge] + chance.integers(-15, 16, team.size), 0, 100).astype(int) // 10
    visits = Visits(
        submissions=tuple(map(str, range(teams))), judges=tuple(map(str, range(judges))), team=team, judge=judge,
        exact=tuple(Fraction(10 * m) for m in marks.tolist()), y=marks * 10.0, criteria=("c",), weights=np.ones(1),
        levels=(11,), marks=marks[:, None],
    )
    fit = severity.fit(visits)
    made = chances(draw(fit.posterior, 7, 2000), visits.submissions)
    whole.update(repr(fit.scores).encode() + repr(fit.spread).encode() + repr(fit.says).encode())
    for array in (fit.severity, fit.severity_error, fit.noise, made.below, made.draws.points, made.first, made.top(3)):
        whole.update(np.ascontiguousarray(array).tobytes())
    whole.update(repr(made.in_turn(visits.submissions).tolist()).encode())
sys.stdout.write(whole.hexdigest())
"""

# what numpy may use at run time, beyond what it was built for: none of it, the middle, all
PLAIN = "X86_V3 X86_V4 AVX512_ICL AVX512_SPR AVX2 FMA3 AVX512F AVX512_SKX"
MACHINES = {
    "another vector unit": {"NPY_DISABLE_CPU_FEATURES": PLAIN, "OPENBLAS_CORETYPE": "Nehalem"},
    "an old kernel": {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1"},
    "fused multiplication": {"OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"},
    "another maker's": {"OPENBLAS_CORETYPE": "Zen"},
    "wide vectors": {"OPENBLAS_CORETYPE": "SkylakeX"},
}


def digest(**more: str) -> str:
    here = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS", "OMP", "NPY"))}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WORK], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2], env={**here, **more},
    )  # fmt: skip
    return done.stdout


@pytest.fixture(scope="module")
def as_it_is() -> str:
    return digest()


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="the kernels are those of x86")
@pytest.mark.parametrize("machine", MACHINES)
def test_every_figure_is_the_same_on(machine, as_it_is):
    settings = MACHINES[machine]
    has = subprocess.run(
        [sys.executable, "-c", "import numpy._core._multiarray_umath as m; print(m.__cpu_features__.get('AVX512_SKX'))"],
        capture_output=True, text=True, check=True,
    ).stdout.strip()  # fmt: skip
    if settings.get("OPENBLAS_CORETYPE") == "SkylakeX" and has != "True":
        pytest.skip("this processor has no such vectors")
    assert digest(**settings) == as_it_is


def test_the_normal_numbers_are_these_on_every_machine():
    numbers = normal_table().astype("<i4").tobytes()
    assert hashlib.sha256(numbers).hexdigest() == "b193b7b53e6093cc292ffcbe77572ae29dcf0cbb4d0c5247ef9394408132eb72"


def test_the_bits_of_chance_are_these_on_every_machine():
    bits = np.random.PCG64(7).random_raw(3).tolist()
    assert bits == [11530976094092348043, 16550673365885938325, 14308875409591826786]


def test_one_thread_until_the_last_has_left():
    def threads():
        return {one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"}

    with one_thread():
        pass
    with threadpool_limits(2, user_api="blas"):
        with one_thread():
            with one_thread():
                assert threads() == {1}
            assert threads() == {1}
        assert threads() == {2}
