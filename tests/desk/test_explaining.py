"""Why a submission stands where it does: steps that add up, visits with names and notes, measured figures, and how sure it is."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from gpumode_judge.desk.explaining import why
from gpumode_judge.desk.prizing import decide
from gpumode_judge.desk.showing_results import result_by, show_why
from gpumode_judge.desk.telling_results import why_lines
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.submission import Entered

RULES = Rules(weights={"impact": Decimal(70), "depth": Decimal(30)}, method="severity")


@pytest.fixture
def marked(organizer, mark):
    """Bob is a step harsher than Ada; Cyd saw two."""
    organizer.put([RULES])
    mark("ada", s1=5, s2=4, s3=3, s4=2)
    mark("bob", s1=4, s2=3, s3=2, s4=1)
    mark("cyd", s2=3, s3=4)
    return organizer


def test_the_steps_lead_from_the_raw_mean_to_the_score(marked):
    for name in ("s1", "s2", "s3", "s4"):
        found = why(marked.result, name)
        fall = found.waterfall
        assert fall.raw + sum(step.points for step in fall.steps) == fall.score == found.standing.score
        assert sum(visit.share for visit in found.visits) == 1
    assert (found.ranked, found.submission.title) == (4, "Team 4")
    assert not found.says[0].startswith("Nobody")


def test_visits_are_by_name_with_marks_and_the_correction_for_the_judge(marked):
    ada, bob = why(marked.result, "s1").visits
    assert [ada.name, bob.name] == ["Ada Lovelace", "Bob ../../Dobbs"]
    assert ada.marks == (("Impact", "5"), ("Depth", "3"))
    assert (ada.total, bob.total) == (85, Fraction(135, 2))
    assert bob.correction > ada.correction
    assert ada.at.startswith("2024-09-21T18:")


def test_notes_travel_with_their_visit(organizer, join, score, stick):
    ada = join("ada")
    ada.note("s1", "impact", "who would\nuse it")
    score(ada, "s1", 5, 3)
    organizer.merge([ada.hand_in(stick).path])
    (visit,) = why(organizer.result, "s1").visits
    assert visit.notes == (("Impact", "who would\nuse it"),)
    assert "    Impact: who would use it" in list(why_lines(why(organizer.result, "s1")))


def test_the_profile_stands_beside_that_of_all(marked):
    impact, depth = why(marked.result, "s1").profile
    assert (impact.name, impact.points, impact.most) == ("Impact", Fraction(70 * 7, 8), 70)
    assert impact.field < impact.points
    assert (depth.points, depth.most, depth.field) == (15, 30, 15)


def test_how_sure_the_rank_is(marked):
    first, last = why(marked.result, "s1"), why(marked.result, "s4")
    assert first.first > 0.5 > last.first
    assert first.top >= first.first
    assert 1 <= first.low <= first.high <= 4
    assert any("the true rank" in text for text in first.says)


def test_who_the_marks_cannot_tell_apart_is_said(organizer, mark):
    organizer.put([RULES])
    mark("ada", s1=5, s2=1, s3=3, s4=3)
    mark("bob", s1=4, s2=2, s3=3, s4=3)
    assert "It shares rank 2 with “Team 4”." in why(organizer.result, "s3").says
    decide(organizer, ["s4", "s3"], "Grace", "cleaner code")
    assert "The marks cannot tell it from “Team 4” (rank 2)." in why(organizer.result, "s3").says


def test_a_move_away_from_the_raw_mean_is_said(organizer, mark):
    organizer.put([replace(RULES, method="additive")])
    mark("ada", s1=4, s2=5, s3=5)
    mark("bob", s2=1, s3=1, s4=2, s5=2)
    said = why(organizer.result, "s4").says
    assert said[0] == "By the raw mean it would be rank 4: “Full correction” moves it 3 places up."


def test_measured_figures_have_a_place_and_points(marked):
    speed = Measured(key="speed", name="Speed", unit="ms", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3)))
    gate = Measured(key="ok", name="Correct", turn=Turn.GATE, excludes=True)
    weights = {"impact": Decimal(35), "depth": Decimal(15), "speed": Decimal(50)}
    marked.put([replace(RULES, measured=(speed, gate), weights=weights)])
    for name, value in (("s1", "2.50"), ("s2", "1.5")):
        marked.say(Figure(submission=name, criterion="speed", value=Decimal(value), unit="ms"))
        marked.say(Figure(submission=name, criterion="ok", value=Decimal(1)))
    found = why(marked.result, "s1")
    told, right = found.figures
    assert (told.figure, told.place, told.points, told.most) == ("2.5 ms", 2, 30, 50)
    assert (right.figure, right.place, right.most) == ("passed", None, 0)
    assert found.waterfall.measured == 30
    assert found.waterfall.raw + sum(s.points for s in found.waterfall.steps) == found.standing.score
    assert sum(part.most for part in found.profile) == 50
    out = why(marked.result, "s3")
    assert (out.standing.rank, out.figures[0].figure, out.first) == (None, "", None)
    assert out.says[0] == "It has no figure for “Correct”, which every ranked submission must pass."
    assert any("measured: 2.5 ms, place 2" in line for line in why_lines(found))


def test_a_persons_decision_is_told(organizer, mark):
    organizer.put([replace(RULES, method="mean", ties=(Tie.PERSON,))])
    mark("ada", s1=4, s2=4)
    decide(organizer, ["s2", "s1"], "Grace", "cleaner code")
    assert "It was told from an equal score, decided by Grace: cleaner code." in why(organizer.result, "s2").says


def test_without_a_visit_there_is_nothing_to_explain_but_that(organizer):
    found = why(organizer.result, "s1")
    assert (found.waterfall, found.visits, found.profile, found.first) == (None, (), (), None)
    assert found.says == ("Nobody has marked it yet, so it has no rank.",)
    assert "no rank" in next(why_lines(found))


def test_pieces_that_share_no_judge_are_told_and_the_raw_mean_is_explained(organizer, mark):
    organizer.put([RULES])
    mark("ada", s1=5, s2=4)
    mark("bob", s3=3, s4=2)
    found = why(organizer.result, "s1")
    assert found.says[0].startswith("The visits fall into 2 groups")
    assert (found.waterfall.steps, found.first) == ((), None)


def test_who_is_not_judged_has_no_place(organizer):
    organizer.withdraw("s1", Entered.WITHDRAWN)
    with pytest.raises(Problem, match="not judged"):
        why(organizer.result, "s1")


def test_json_and_lines_tell_the_same(marked):
    marked.put([Judge(id="ada", name="Ada " + "x" * 40)])
    found = why(marked.result, "s1")
    shown = show_why(found)
    assert shown["raw"] + sum(step["points"] for step in shown["steps"]) == pytest.approx(shown["score"], abs=0.001)
    assert [visit["judge_id"] for visit in shown["visits"]] == ["ada", "bob"]
    lines = list(why_lines(found))
    assert lines[0] == "Team 1 · T1: rank 1 of 4"
    assert any(line.startswith(f"  {'Ada ' + 'x' * 19}…  ") for line in lines)
    assert any(line.endswith("score") for line in lines)


def test_another_method_is_only_looked_at(marked):
    other = result_by(marked, "mean")
    assert (other.standings.method, why(other, "s1").waterfall.steps) == ("mean", ())
    assert result_by(marked, "") is result_by(marked, "severity") is marked.result
    assert marked.record.rules.method == "severity"
