"""Many-facet Rasch against published figures, and where its own model has no finite answer."""

import csv
from pathlib import Path

import numpy as np
import pytest
from method_tables import grid, visits_from

from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.facets import measured
from gpumode_judge.standings.methods import fit


@pytest.fixture(scope="module")
def guilford():
    """Seven examinees, three judges and five traits, marked 1–9 (J. P. Guilford, *Psychometric Methods*, 1954)."""
    lines = Path(__file__).with_name("guilford1954.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    traits = sorted({row["trait"] for row in rows})
    marks: dict[tuple[str, str], list[int]] = {}
    for row in sorted(rows, key=lambda row: row["trait"]):
        marks.setdefault((row["examinee"], row["judge"]), []).append(int(row["rating"]) - 1)
    return visits_from(marks, top=8), traits


def test_guilford(guilford):
    visits, traits = guilford
    found = measured(visits)
    assert dict(zip(visits.judges, found.judges, strict=True)) == pytest.approx(
        {"Brahe": 0.245, "Avogadro": 0.040, "Cavendish": -0.096}, abs=1e-3
    )
    assert dict(zip(visits.submissions, found.teams, strict=True)) == pytest.approx(
        {"Betty": 0.664, "Edward": 0.441, "George": 0.288, "Anne": -0.071, "Chris": -0.255, "David": -0.482, "Fred": -0.584},
        abs=1e-3,
    )  # fmt: skip
    assert dict(zip(traits, found.criteria, strict=True)) == pytest.approx(
        {"Enthusiasm": 0.518, "Clarity": 0.211, "Basis": -0.147, "Attack": -0.280, "Daring": -0.302}, abs=1e-3
    )
    assert found.likelihood == pytest.approx(-165.685, abs=1e-3)
    assert found.extreme == ((), ())
    (ladder,) = found.ladders
    assert ladder.heights[[0, -1]] == pytest.approx([0, 0], abs=1e-9)


def test_guilford_as_points(guilford):
    """Everybody met everybody, so the scores are the raw means and the severities are those of the judges' means."""
    visits, _ = guilford
    fitted = fit("rasch", visits)
    order = sorted(zip(fitted.scores, visits.submissions, strict=True), reverse=True)
    assert [name for _, name in order] == ["Betty", "Edward", "George", "Anne", "Chris", "David", "Fred"]
    assert [float(s) for s in fitted.scores] == pytest.approx([float(m) for m in visits.means()], abs=0.01)
    severity = dict(zip(visits.judges, fitted.severity, strict=True))
    by_judge = np.bincount(visits.judge, visits.y) / visits.of_judge
    assert list(severity.values()) == pytest.approx(by_judge.mean() - by_judge, abs=0.01)
    assert severity["Brahe"] > severity["Avogadro"] > severity["Cavendish"]
    assert (fitted.severity_error > 0.5).all()
    assert (fitted.severity_error < 4).all()
    assert fitted.says == ()


def test_expected_totals_meet_the_given_ones(guilford):
    """At the top of the likelihood every submission's expected total is its own, whatever the number of levels and weights."""
    rng = np.random.default_rng(3)
    marks = {
        (f"s{s:02}", f"j{j}"): (int(rng.integers(5)), int(rng.integers(3)), int(rng.integers(11)))
        for s in range(12) for j in range(6) if (s + j) % 3
    }  # fmt: skip
    for visits in (guilford[0], visits_from(marks, top=(4, 2, 10), weights=(5, 1, 3))):
        found = measured(visits)
        eta = found.teams[visits.team] - found.judges[visits.judge]
        expected = found.expected(eta, visits.weights)
        for of in (visits.team, visits.judge):
            assert np.bincount(of, expected) == pytest.approx(np.bincount(of, visits.y), abs=0.05)


def test_a_level_that_nobody_used_keeps_its_place():
    """Left out without a gap, x and y would both have one step and be equal."""
    visits = visits_from({("x", j): (3, 0) for j in "AB"} | {("y", j): (1, 1) for j in "AB"} | {
        ("z", j): (0, 1) for j in "AB"}, top=4)  # fmt: skip
    x, y, z = fit("rasch", visits).scores
    assert x > y > z
    assert measured(visits).ladders[0].places.tolist() == [0, 1, 3]


def test_a_criterion_on_which_all_are_equal_tells_nothing_but_counts():
    rows = grid({"x": "4 3 2", "y": "3 2 2", "z": "1 2 1"})
    alone = [float(s) for s in fit("rasch", visits_from(rows, top=4)).scores]
    both = fit("rasch", visits_from({pair: (mark, 1) for pair, mark in rows.items()}, top=(4, 2), weights=(1, 1)))
    assert [float(s) for s in both.scores] == pytest.approx([(s + 50) / 2 for s in alone], abs=0.05)


def test_nothing_but_highest_marks_stand_first_and_it_is_said():
    fitted = fit("rasch", visits_from(grid({"x": "4 4 .", "y": "3 4 2", "z": "2 3 1", "w": ". 4 2"}), top=4))
    x, *others = (float(score) for score in fitted.scores[2:3] + fitted.scores[:2] + fitted.scores[3:])
    assert fitted.scores[1] == max(fitted.scores)
    assert x < 100
    assert max(others) < 100
    assert fitted.says[0].startswith("1 submission had nothing but the lowest or nothing but the highest marks;")


def test_a_judge_who_only_gives_the_highest_does_not_turn_the_order():
    rows = {"x": "4 3 2", "y": "3 2 2", "z": "1 2 1", "w": "2 1 1"}
    without = fit("rasch", visits_from(grid(rows), top=4))
    with_one = fit("rasch", visits_from(grid({name: f"{row} 4" for name, row in rows.items()}), top=4))
    assert np.argsort([float(s) for s in with_one.scores]).tolist() == np.argsort(
        [float(s) for s in without.scores]).tolist()  # fmt: skip
    assert with_one.severity is not None
    assert with_one.severity.argmin() == 3
    assert "1 judge had nothing but" in with_one.says[0]


def test_marks_that_agree_too_perfectly_have_an_order_and_a_warning():
    fitted = fit("rasch", visits_from(grid({"x": "0 0 0", "y": "2 2 2", "z": "4 4 4", "w": "3 3 3"}), top=4))
    w, x, y, z = (float(score) for score in fitted.scores)
    assert x < y < w < z
    assert [x, y, w, z] == pytest.approx([0, 50, 75, 100], abs=2)
    assert any("only their order stands" in said for said in fitted.says)
    assert "only 12 marks for 8 figures" in fitted.says[-1]


def test_long_scales_are_refused():
    rows = grid({"x": "4 3", "y": "3 2"})
    assert fit("rasch", visits_from(rows, top=10)).scores
    with pytest.raises(Problem, match="c0 has more than 11 levels; use the severity-adjusted method"):
        fit("rasch", visits_from(rows, top=11))


def test_a_higher_mark_can_cost_a_place_where_marks_are_few():
    """As the module says."""
    rows = {"w": "2 .", "x": ". 3", "y": "1 2", "z": "1 2"}
    before = fit("rasch", visits_from(grid(rows), top=4))
    after = fit("rasch", visits_from(grid({**rows, "x": ". 4"}), top=4))
    assert before.scores[1] > before.scores[0]
    assert after.scores[0] > after.scores[1] > before.scores[1]
    assert "only 6 marks for 6 figures" in after.says[-1]
