"""The page for a team that contests its rank: all arithmetic, and nothing that tells who judged."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from gpumode_judge.desk.contest import packet
from gpumode_judge.desk.reporting import snapshot_of
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.showing_results import show_packet
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Entered

RULES = Rules(weights={"impact": Decimal(70), "depth": Decimal(30)}, method="severity")


@pytest.fixture
def marked(organizer, mark):
    organizer.put([RULES])
    mark("ada", s1=5, s2=4, s3=3, s4=2)
    mark("bob", s1=4, s2=3, s3=2, s4=1)
    mark("cyd", s1=4, s3=4)
    return organizer


def test_the_arithmetic_leads_from_marks_to_the_score(marked):
    page = packet(marked.result, "s1")
    assert [visit.judge for visit in page.visits] == ["Judge A", "Judge B", "Judge C"]
    assert {(visit.marks, visit.sum, visit.total) for visit in page.visits} == {
        (("5", "3"), "70 × 4/4 + 30 × 2/4 = 85", Fraction(85)),
        (("4", "3"), "70 × 3/4 + 30 × 2/4 = 67.5", Fraction(135, 2)),
    }
    assert page.mean.endswith(") / 3 = 73.33")
    assert page.raw == Fraction(220, 3)
    assert page.raw + sum(step.points for step in page.steps) == page.score
    assert (page.rank, page.ranked) == (1, 4)
    assert page.sure.startswith("By what the marks prove, the true rank ")
    assert [(c.name, c.weight, c.scale) for c in page.criteria] == [
        ("Impact", Fraction(7, 10), "1–5"),
        ("Depth", Fraction(3, 10), "1–5"),
    ]
    assert page.snapshot == snapshot_of(marked.record)
    assert page.rules[0].startswith("Scored by “Severity-adjusted”")


def test_no_judge_can_be_told_from_it(organizer, marked):
    page = packet(marked.result, "s1")
    told = json.dumps(show_packet(page), ensure_ascii=False)
    for judge in organizer.record.judges.values():
        assert judge.name not in told
        assert f'"{judge.id}"' not in told
    assert "2024-09-21T" not in told


def test_renaming_judges_changes_nothing(marked):
    before = packet(marked.result, "s1").visits
    marked.put([Judge(id="ada", name="Zoe"), Judge(id="cyd", name="Aaron")])
    assert packet(marked.result, "s1").visits == before


def test_letters_follow_no_order_that_holds_for_all_teams(organizer, mark):
    people = [Judge(id=f"j{n}", name=f"Judge number {n}") for n in range(30)]
    organizer.put(people)
    organizer.put([replace(RULES, method="mean")])
    for n, judge in enumerate(people):
        mark(judge.id, s1=n % 5 + 1, s2=n % 5 + 1)
    one, other = (packet(organizer.result, name) for name in ("s1", "s2"))
    assert [v.judge for v in one.visits][25:28] == ["Judge Z", "Judge AA", "Judge AB"]
    assert [v.marks for v in one.visits] != [v.marks for v in other.visits]
    assert one.visits == packet(Result(organizer.record), "s1").visits


def test_measured_points_are_in_the_sums(marked):
    speed = Measured(key="k", name="Speed", unit="s", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3)))
    marked.put([replace(RULES, measured=(speed,), weights={**RULES.weights, "k": Decimal(100)})])
    marked.say(Figure(submission="s1", criterion="k", value=Decimal("1.50"), unit="s"))
    page = packet(marked.result, "s1")
    assert [c.weight for c in page.criteria] == [Fraction(7, 10), Fraction(3, 10)]
    assert page.mean.endswith("/ 3 = 73.33; 50 % of it + 50 measured = 86.67")
    assert (page.figures[0].figure, page.figures[0].place, page.figures[0].points) == ("1.5 s", 1, 50)
    assert page.raw + sum(step.points for step in page.steps) == page.score


def test_without_visits_it_says_so(organizer):
    page = packet(organizer.result, "s1")
    assert (page.visits, page.mean, page.raw, page.score, page.rank, page.sure) == ((), "", None, None, None, "")
    assert page.says == ("Nobody has marked it yet, so it has no rank.",)


def test_where_the_method_can_say_nothing_it_says_why(organizer, mark):
    organizer.put([RULES])
    mark("ada", s1=5)
    mark("bob", s2=4)
    page = packet(organizer.result, "s1")
    assert page.says[0].startswith("The visits fall into 2 groups")
    assert (page.mean, page.steps) == ("85", ())


def test_who_is_not_judged_cannot_contest(organizer):
    organizer.withdraw("s1", Entered.WITHDRAWN)
    with pytest.raises(Problem, match="nothing to contest"):
        packet(organizer.result, "s1")
