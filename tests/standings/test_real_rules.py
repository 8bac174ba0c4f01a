"""Rules that real events used, each from its template through real statements, against results worked out by hand."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.desk import planning
from gpumode_judge.desk.measuring import put_figure
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.measured import Figure
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.rules import Tie
from gpumode_judge.event.submission import Submission
from gpumode_judge.standings.ranking import standings

JUDGES = ("ada", "bob", "cyd", "dan")


@pytest.fixture
def event(tmp_path):
    """Makes the event of a template with these teams and four judges."""
    opened: list[OrganizerDesk] = []
    numbers = count()

    def make(template: str, teams: str) -> OrganizerDesk:
        plan = planning.changed(planning.template(template), title="Night")
        plan = replace(plan, judges=tuple(Judge(id=name, name=name.title()) for name in JUDGES))
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        desk = OrganizerDesk.create(folder, plan)
        opened.append(desk)
        desk.put([Submission(id=name, title=name) for name in teams])
        return desk

    yield make
    for desk in opened:
        desk.close()


def mark(desk: OrganizerDesk, **marks: str) -> None:
    """One criterion’s marks by judge: ``mark(desk, ada="4 3 5")``, in the order of the submissions; a dash is none."""
    record = desk.record
    (key,) = (c.key for c in record.rubric.criteria)
    desk.put_ballots(
        [
            Ballot(judge=judge, submission=team, rubric=record.rubric_eid, marks={key: Decimal(given)})
            for judge, row in marks.items()
            for team, given in zip(sorted(record.submissions), row.split(), strict=True)
            if given != "-"
        ]
    )


def measure(desk: OrganizerDesk, key: str, **figures: str) -> None:
    for team, figure in figures.items():
        assert put_figure(desk, team, key, Decimal(figure))


def ranked(desk: OrganizerDesk) -> list[tuple[int | None, str]]:
    return [(row.rank, row.submission) for row in desk.standings().rows]


def scores(desk: OrganizerDesk) -> dict[str, Fraction | None]:
    return {row.submission: row.score for row in desk.standings().rows}


class TestOneQuestion:
    def test_the_first_four_by_the_mean_of_four_judges_who_saw_everything(self, event):
        desk = event("one-question", "ABCDEF")
        mark(desk, ada="9 5 7 6 2 8", bob="8 6 7 5 3 9", cyd="10 4 8 6 2 7", dan="9 5 6 7 1 8")
        result = desk.standings()
        assert result.method == "severity"
        # Sums of marks: A 36, F 32, C 28, D 24, B 20, E 8.
        assert ranked(desk) == [(1, "A"), (2, "F"), (3, "C"), (4, "D"), (5, "B"), (6, "E")]
        assert result.row("A").raw == Fraction(36 - 4, 4 * 9) * 100
        (prize,) = desk.record.prizes
        assert [team for rank, team in ranked(desk) if rank <= prize.count] == ["A", "F", "C", "D"]

    def test_who_drew_the_strict_judge_does_not_lose_by_it(self, event):
        desk = event("one-question", "ABCDE")
        # Dan gives four marks less than the others everywhere; B is a mark better than C but was seen by him.
        mark(desk, ada="9 8 7 5 -", bob="9 8 7 - 3", cyd="9 - 7 5 3", dan="5 4 - 1 1")
        result = desk.standings()
        assert result.row("B").raw < result.row("C").raw
        assert ranked(desk)[:3] == [(1, "A"), (2, "B"), (3, "C")]


class TestKernels:
    @pytest.fixture
    def desk(self, event) -> OrganizerDesk:
        desk = event("kernels-5-3-1", "ABCDE")
        measure(desk, "problem-1", A="10", B="11", C="12", D="13")  # 5 3 1
        measure(desk, "problem-2", B="5.5", A="6", D="7")  # B 5, A 3, D 1
        measure(desk, "problem-3", A="9", B="9.0", C="10")  # A and B 5, C 1
        measure(desk, "problem-4", B="1", A="2", E="3")  # B 5, A 3, E 1
        return desk

    def test_five_three_one_of_four_problems(self, desk):
        # B 3+5+5+5 = 18 of 20, A 5+3+5+3 = 16, C 2, D 1, E 1.
        assert ranked(desk) == [(1, "B"), (2, "A"), (3, "C"), (4, "D"), (4, "E")]
        assert scores(desk) == {"B": 90, "A": 80, "C": 10, "D": 5, "E": 5}

    def test_judges_decide_between_equals_only(self, desk):
        mark(desk, ada="1 1 5 3 4", bob="1 2 5 3 4")
        rows = desk.standings().rows
        assert ranked(desk) == [(1, "B"), (2, "A"), (3, "C"), (4, "E"), (5, "D")]
        assert [row.told for row in rows] == [None, None, None, Tie.PRIORITY, Tie.PRIORITY]
        assert scores(desk) == {"B": 90, "A": 80, "C": 10, "D": 5, "E": 5}

    def test_other_rules_on_the_day_touch_no_mark_and_no_figure(self, desk):
        mark(desk, ada="1 1 5 3 4")
        before = desk.record
        said = {entry.eid for entry in desk.ledger}
        points = tuple(Decimal(100 + 1000) - 100 * Decimal(rank - 1) for rank in range(1, 12))
        assert points == tuple(
            Fraction(100) + 1000 * (1 - Fraction(rank - 1, 10)) for rank in range(1, 12)
        )  # the rule as it was
        rules = before.rules
        desk.put([replace(rules, measured=tuple(replace(m, points=points) for m in rules.measured))])
        # B 1000+1100+1100+1100 = 4300, A 1100+1000+1100+1000 = 4200, C 900+900, D 800+900, E 900; of 4400.
        assert ranked(desk) == [(1, "B"), (2, "A"), (3, "C"), (4, "D"), (5, "E")]
        assert scores(desk) == {
            team: Fraction(given, 44) for team, given in {"B": 4300, "A": 4200, "C": 1800, "D": 1700, "E": 900}.items()
        }
        after = desk.record
        assert (after.ballots, after.figures) == (before.ballots, before.figures)
        assert [entry.kind for entry in desk.ledger if entry.eid not in said] == ["rules"]
        desk.put([rules])
        assert scores(desk)["B"] == 90


THROUGHPUTS = {
    "A": "900 4000 20000",
    "B": "1200 3000 21000",
    "C": "9000 9000 90000",
    "D": "9000 9000 90000",
    "E": "1 1 1",
}


class TestInference:
    @pytest.fixture
    def desk(self, event) -> OrganizerDesk:
        desk = event("inference-throughput", "ABCDE")
        for team, row in THROUGHPUTS.items():
            for key, figure in zip(("chat", "long", "batch"), row.split(), strict=True):
                measure(desk, key, **{team: figure})
        measure(desk, "correct", A="1", B="1", C="0", E="1")
        return desk

    def test_a_gate_then_the_weighted_sum(self, desk):
        # 50·900 + 30·4000 + 20·20000 = 565 000 and 50·1200 + 30·3000 + 20·21000 = 570 000; 100 points are 10 000 000.
        assert ranked(desk)[:3] == [(1, "B"), (2, "A"), (3, "E")]
        assert (scores(desk)["B"], scores(desk)["A"]) == (Fraction("5.7"), Fraction("5.65"))
        assert sorted(team for rank, team in ranked(desk) if rank is None) == ["C", "D"]

    def test_who_is_out_is_told_why(self, desk):
        assert "did not pass" in desk.standings().row("C").out
        assert "no figure" in desk.standings().row("D").out

    def test_a_gate_that_is_passed_later_counts(self, desk):
        put_figure(desk, "C", "correct", Decimal(1))
        assert ranked(desk)[0] == (1, "C")


@given(st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(*[st.integers(0, 100_000)] * 3), min_size=1))
def test_the_order_is_that_of_the_weighted_sum(throughputs):
    plan = planning.template("inference-throughput")
    rules = replace(plan.rules, ties=())
    keys = [m.key for m in rules.measured]
    figures = [
        Figure(submission=team, criterion=key, value=Decimal(figure))
        for team, row in throughputs.items()
        for key, figure in zip(keys, (1, *row), strict=True)
    ]
    result = standings(plan.rubric, rules, sorted(throughputs), (), figures)
    sums = {
        team: sum(int(rules.weight(key)) * figure for key, figure in zip(keys[1:], row, strict=True))
        for team, row in throughputs.items()
    }
    assert {row.submission: row.rank for row in result.rows} == {
        team: 1 + sum(other > mine for other in sums.values()) for team, mine in sums.items()
    }


class TestTraining:
    def test_the_lowest_loss_then_the_shorter_training(self, event):
        desk = event("training-loss", "ABCDEF")
        measure(desk, "loss", A="3.28", B="3.279", C="3.2800", D="10.5", E="3.28")
        measure(desk, "time", A="900", B="2000", C="800.5", D="1", E="800.5", F="1")
        assert ranked(desk) == [(1, "B"), (2, "C"), (2, "E"), (4, "A"), (5, "D"), (None, "F")]
        assert scores(desk)["B"] == (11 - Fraction("3.279")) / 11 * 100

    def test_losses_that_differ_in_the_last_digit_are_not_equal(self, event):
        desk = event("training-loss", "AB")
        measure(desk, "loss", A="3.280000000000000001", B="3.28")
        measure(desk, "time", A="1", B="100")
        assert ranked(desk) == [(1, "B"), (2, "A")]
