"""Each method on tables small enough to work out by hand, and on those where there is next to nothing to work out."""

import math
from dataclasses import FrozenInstanceError
from fractions import Fraction

import numpy as np
import pytest
from method_tables import grid, visits_from

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.methods import DEFAULT, METHODS, fit

F = Fraction


def scores(name, visits):
    return dict(zip(visits.submissions, map(float, fit(name, visits).scores), strict=True))


# Three judges, of whom B gives 10 less than A and C 20 more: x is worth 50, y 60, z 40 to the average of A, B and C, less 10/3.
CHAIN = grid({"x": "50 40 .", "y": ". 50 80", "z": "40 . 60"})


def test_mean_is_exact():
    fitted = fit("mean", visits_from(CHAIN))
    assert fitted.scores == (45, 65, 50)
    assert fitted.severity is None
    thirds = fit("mean", visits_from({("a", "A"): (1, 1), ("a", "B"): (0, 1)}, top=(3, 7), weights=(2, 1)))
    assert thirds.scores == ((F(200, 9) + F(100, 21) + F(100, 21)) / 2,)


def test_trimmed_drops_one_highest_and_one_lowest():
    fitted = fit("trimmed", visits_from(grid({"x": "0 10 10 20 30 40 100", "y": "5 5 5 5 5 5 5"})))
    assert fitted.scores == (F(110, 5), 5)


def test_trimmed_tells_who_has_too_few_visits():
    seven = "1 2 3 4 5 6 7"
    with pytest.raises(Problem, match=r"needs 7 visits .* but y has 6; let judges make more visits"):
        fit("trimmed", visits_from(grid({"x": seven, "y": "1 2 3 4 5 6 ."})))
    with pytest.raises(Problem, match=r"s4 has 1 and 3 more have too few;"):
        fit("trimmed", visits_from(grid({f"s{n}": "1" for n in range(8)})))


def test_additive_takes_the_whole_severity_out():
    visits = visits_from(CHAIN)
    fitted = fit("additive", visits)
    assert [float(s) for s in fitted.scores] == pytest.approx([50 + 10 / 3, 60 + 10 / 3, 40 + 10 / 3], abs=1e-6)
    assert fitted.severity == pytest.approx([10 / 3, 10 + 10 / 3, -20 + 10 / 3])
    assert fitted.noise == pytest.approx([0, 0, 0], abs=1e-6)


def test_additive_error_and_noise_by_hand():
    """A full table: the noise is the residual of the two-way layout, the error of a judge's mean against all judges' is
    noise·√((1 − 1/J)/T)."""
    fitted = fit("additive", visits_from(grid({"x": "10 20", "y": "30 60", "z": "50 40"})))
    # rows 15, 45, 45; columns 30, 40; all 35: residuals ±0, ±10, ±10 with 2 to spare
    assert [float(s) for s in fitted.scores] == [15, 45, 45]
    assert fitted.severity == pytest.approx([5, -5])
    assert fitted.noise == pytest.approx([math.sqrt((0 + 0 + 100 + 100 + 100 + 100) / 2)] * 2)
    assert fitted.severity_error == pytest.approx([math.sqrt(200 / 2 / 3)] * 2)


def test_additive_knows_no_noise_without_a_visit_to_spare():
    fitted = fit("additive", visits_from(grid({"x": "10 20", "y": ". 60"})))
    assert [float(s) for s in fitted.scores] == [15, 55]
    assert (fitted.noise, fitted.severity_error) == (None, None)


def test_order_of_two_by_hand():
    """Before three judges out of three: s = −s', 3(1 − p) = 0.1(2q − 1) with q = P(before strength 0), p = P(before the other)."""
    visits = visits_from(grid({"x": "9 8 60", "y": "3 7 0"}))
    share = scores("order", visits)["x"] / 100
    half = math.log(share / (1 - share)) / 2
    assert 3 * (1 - share) == pytest.approx(0.1 * math.tanh(half / 2), abs=1e-6)
    assert scores("order", visits)["y"] == pytest.approx(100 * (1 - share), abs=1e-5)


def test_order_counts_only_who_stands_before_whom():
    near = visits_from(grid({"x": "50 61 .", "y": "49 60 30", "z": ". 60 10"}))
    far = visits_from(grid({"x": "99 99 .", "y": "0 1 100", "z": ". 1 0"}))
    assert scores("order", near) == pytest.approx(scores("order", far), abs=2e-6)


def test_order_without_a_pair():
    fitted = fit("order", visits_from(grid({"x": "10 20"})))
    assert fitted.scores == (50,)
    assert "no order" in fitted.says[0]


def test_z_score_by_hand():
    # A: mean 20, deviation 10; B: mean 60, deviation 20; all: mean 40, deviation √(400 + 250)
    visits = visits_from(grid({"x": "10 80", "y": "30 40"}))
    assert scores("z-score", visits) == {"x": 40, "y": 40}
    visits = visits_from(grid({"x": "10 .", "y": "30 40", "z": ". 80"}))
    wide = math.sqrt((30**2 + 10**2 + 0 + 40**2) / 4)
    assert scores("z-score", visits) == pytest.approx({"x": 40 - wide, "y": 40, "z": 40 + wide}, abs=1e-6)
    assert "drew strong teams" in fit("z-score", visits).says[0]


def test_z_score_of_a_judge_who_gives_the_same_to_all_is_zero():
    visits = visits_from(grid({"x": "33 10", "y": "33 20", "z": "33 ."}))
    assert scores("z-score", visits)["z"] == pytest.approx(float(np.mean([33, 33, 33, 10, 20])), abs=1e-6)


def test_the_methods_and_what_is_said_of_them():
    assert list(METHODS) == ["severity", "mean", "additive", "trimmed", "rasch", "order", "z-score"]
    assert DEFAULT == "severity"
    assert [name for name, info in METHODS.items() if not info.needs_links] == ["mean", "trimmed"]
    for name, info in METHODS.items():
        assert info.name == name
        assert info.line.endswith(".")
        assert len(info.title) < 20
        assert info.caution == "" or info.caution.endswith(".")
    with pytest.raises(FrozenInstanceError):
        METHODS["mean"].title = "x"  # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError):
        METHODS["new"] = METHODS["mean"]  # pyright: ignore[reportIndexIssue]


def test_an_unknown_method():
    with pytest.raises(Problem, match="There is no scoring method “median”; choose one of severity, mean"):
        fit("median", visits_from(CHAIN))


@pytest.mark.parametrize("name", METHODS)
def test_pieces_are_refused_where_judges_are_compared(name):
    apart = visits_from(grid({"x": "10 10 20 20 20 30 30 " + ". " * 7, "y": ". " * 7 + "10 10 20 20 20 30 30"}))
    if METHODS[name].needs_links:
        with pytest.raises(Problem, match=r"fall into 2 groups that share no judge \(1, 1 submissions\)"):
            fit(name, apart)
        if name not in (DEFAULT, "z-score"):  # these two compare judges by other means than paths from one to the other
            with pytest.raises(Problem, match="2 groups"):
                METHODS[name].load()(apart)
    else:
        assert fit(name, apart).scores == (20, 20)


NEXT_TO_NOTHING = {
    "nothing": {},
    "one visit": grid({"x": "40"}),
    "one visit, lowest": grid({"x": "0"}),
    "two visits to one": grid({"x": "40 80"}),
    "two visits of one": grid({"x": "40", "y": "80"}),
    "one judge": grid({"x": "40", "y": "80", "z": "80"}),
    "one submission": grid({"x": "40 40 0 80 60 100 100 100"}),
    "all equal": grid({"x": "60 60 60", "y": "60 60 .", "z": ". 60 60"}),
    "all highest": grid({"x": "100 100", "y": "100 100"}),
    "all lowest": grid({"x": "0 0", "y": "0 0"}),
    "two by two": grid({"x": "0 100", "y": "100 0"}),
    "a chain of single visits": grid({"x": "20 . .", "y": "40 60 .", "z": ". 0 100"}),
    "one judge gives one mark": grid({"x": "60 0", "y": "60 100", "z": "60 20"}),
    "one extreme submission": grid({"x": "100 100 100", "y": "40 60 20", "z": "60 20 40"}),
    "an extreme judge": grid({"x": "100 0 40", "y": "100 60 20", "z": "100 20 40"}),
    "nothing but extremes": grid({"x": "100 100 .", "y": "0 . 0", "z": ". 100 0"}),
    "seven agree": grid({"x": "0 0 0 0 0 0 0", "y": "100 100 100 100 100 100 100", "z": "20 20 20 20 20 20 20"}),
    "twenty alone": {(f"s{n:02}", "A"): 20 * (n % 6) for n in range(20)},
    "twenty judges": {("x", f"j{n:02}"): 20 * (n % 6) for n in range(20)},
}


def refused(name, visits):
    """What a method says where it has no answer."""
    if name == "trimmed" and visits.submissions and min(visits.of_team) < 7:
        return "needs 7 visits .* choose another method"
    used = len(np.unique(visits.marks))
    asked = len(visits.submissions) + len(visits.judges) + len(visits.criteria) + used - 4
    if name == "rasch" and used > 1 and visits.marks.size < asked:
        return f"{visits.marks.size} marks are too few for Rasch, which has {asked} figures to find"
    return ""


@pytest.mark.parametrize("name", METHODS)
@pytest.mark.parametrize("case", NEXT_TO_NOTHING)
@pytest.mark.parametrize("criteria", [1, 3])
def test_next_to_nothing_gives_a_true_answer_or_a_refusal(name, case, criteria):
    """Never NaN, never a traceback, and whoever cannot be told apart is equal."""
    marks = {pair: (mark // 20,) * criteria for pair, mark in NEXT_TO_NOTHING[case].items()}
    visits = visits_from(marks, top=5)
    if why := refused(name, visits):
        with pytest.raises(Problem, match=why):
            fit(name, visits)
        return
    fitted = fit(name, visits)
    assert fitted.method == name
    assert len(fitted.scores) == len(visits.submissions)
    assert all(isinstance(score, Fraction) for score in fitted.scores)
    for figures in (fitted.severity, fitted.severity_error, fitted.noise):
        if figures is not None:
            assert figures.shape == (len(visits.judges),)
            assert np.isfinite(figures).all()
    if len(set(visits.exact)) == 1 and name != "order":
        assert {round(float(score), 5) for score in fitted.scores} == {round(float(visits.exact[0]), 5)}
    if len({tuple(marks[pair]) for pair in marks}) == 1:
        assert len(set(fitted.scores)) <= 1
