"""What hangs on a single judge, which visits would help most, and the order of visits from which drift is read."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk import diagnosing
from gpumode_judge.desk.diagnosing import PrizeChange, diagnosis_of, next_best, without_judges
from gpumode_judge.desk.locking import declare_interest
from gpumode_judge.desk.scoring import Result, order_of_visits
from gpumode_judge.desk.showing_results import show_diagnosis, show_next
from gpumode_judge.desk.telling_results import diagnosis_lines, next_lines
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot, Judge, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.standings import uncertainty
from gpumode_judge.standings.next_visits import Reason

RULES = Rules(weights={"impact": Decimal(70), "depth": Decimal(30)}, method="severity")


@pytest.fixture
def mark(organizer, mark):
    """The same, under rules by which judges are compared."""
    organizer.put([RULES])
    return mark


def stay_away(organizer, judge: str, submission: str, outcome: Outcome, reason: str) -> None:
    ballot = Ballot(
        judge=judge, submission=submission, rubric=organizer.record.rubric_eid, outcome=outcome, reason=reason
    )
    organizer.put_ballots([ballot])


@pytest.fixture
def decided_by_cyd(organizer, mark):
    """Without Cyd, s2 would win in place of s1."""
    mark("ada", s1=3, s2=4, s3=2)
    mark("bob", s1=3, s2=4, s3=1)
    mark("cyd", s1=5, s2=1, s3=2)
    organizer.put([replace(RULES, method="mean")])
    return organizer


class TestDiagnosis:
    def test_is_worked_out_once_for_each_record(self, decided_by_cyd):
        found = diagnosis_of(decided_by_cyd.result)
        assert found is decided_by_cyd.result.diagnosis
        assert [card.judge for card in found.judges] == ["ada", "bob", "cyd"]
        assert found.event.visits == 9

    def test_knows_severity_though_the_raw_mean_ranks(self, decided_by_cyd):
        result = decided_by_cyd.result
        assert result.standings.method == "mean"
        assert all(card.severity is not None for card in diagnosis_of(result).judges)
        decided_by_cyd.put([RULES])
        assert decided_by_cyd.result.model is decided_by_cyd.result.standings.fit

    def test_what_knows_severity_is_worked_out_once(self, decided_by_cyd, monkeypatch):
        asked = []
        real = uncertainty.fit
        monkeypatch.setattr(uncertainty, "fit", lambda name, visits: asked.append(name) or real(name, visits))
        result = Result(decided_by_cyd.record)
        assert result.chances is not None
        assert diagnosis_of(result) is not None
        assert asked == ["severity"]

    def test_in_pieces_it_still_tells_who_hangs_together(self, organizer, mark):
        mark("ada", s1=5, s2=4)
        mark("bob", s3=3, s4=2)
        found = diagnosis_of(organizer.result)
        assert [piece.judges for piece in found.event.links.pieces] == [("ada",), ("bob",)]
        shown = show_diagnosis(organizer)
        assert shown["refused"].startswith("The visits fall into 2 groups")
        assert [(one["judge"], one["submission"]) for one in shown["joining"]] == [("Ada Lovelace", "Team 3")]
        assert shown["mend"].endswith("one visit would join them: Ada Lovelace to “Team 3”.")
        assert shown["without"] is None
        declare_interest(organizer, "ada", "s3", "friends")
        declare_interest(organizer, "ada", "s4", "friends")
        assert [one["judge"] for one in show_diagnosis(organizer)["joining"]] == ["Bob ../../Dobbs"]
        assert any("Bob ../../Dobbs to “Team 1”" in line for line in diagnosis_lines(show_diagnosis(organizer)))

    def test_where_machines_alone_count_there_is_none(self, organizer, mark):
        speed = Measured(key="speed", name="Speed")
        organizer.put([replace(RULES, measured=(speed,), weights={"speed": Decimal(1)})])
        organizer.say(Figure(submission="s1", criterion="speed", value=Decimal(3)))
        assert diagnosis_of(organizer.result) is None
        assert next_best(organizer, 30, 4) == ()
        assert next(diagnosis_lines(show_diagnosis(organizer))) == "Judges count for nothing in this event."

    def test_lines_and_json(self, decided_by_cyd):
        shown = show_diagnosis(decided_by_cyd)
        assert [judge["judge"] for judge in shown["judges"]] == ["Ada Lovelace", "Bob ../../Dobbs", "Cyd"]
        assert [s["visits"] for s in shown["submissions"]] == [3, 3, 3, 0, 0]
        lines = list(diagnosis_lines(shown))
        assert "  Team 4: no visit" in lines
        assert any(line.startswith("Cyd  ") for line in lines)
        assert "Without Cyd:" in lines
        assert "  “Best use of Triton”: Team 2 instead of Team 1" in lines


class TestOrderOfVisits:
    def test_is_by_when_they_began_and_then_as_recorded(self, organizer, mark):
        mark("ada", began="2024-09-21T19:30:00.000Z", s1=3)
        mark("ada", began="2024-09-21T19:10:00.000Z", s2=3)
        mark("bob", s4=3, s2=3)
        order = order_of_visits(organizer.record)
        assert (order["ada", "s2"], order["ada", "s1"]) == (0, 1)
        assert (order["bob", "s4"], order["bob", "s2"]) == (0, 1)


class TestWithoutAJudge:
    def test_a_prize_that_changes_hands_is_told(self, decided_by_cyd):
        ada, bob, cyd = without_judges(decided_by_cyd.result)
        assert [one.name for one in (ada, bob, cyd)] == ["Ada Lovelace", "Bob ../../Dobbs", "Cyd"]
        assert cyd.changes == (PrizeChange(prize="Best use of Triton", gains=("Team 2",), loses=("Team 1",)),)
        assert (ada.changes, ada.problem, ada.decides, cyd.decides) == ((), "", False, True)

    def test_prizes_are_allocated_as_they_really_are(self, decided_by_cyd):
        deep = Prize(id="deep", name="Second", again=False, place=-1)
        decided_by_cyd.put([deep])
        cyd = without_judges(decided_by_cyd.result)[2]
        assert [(c.prize, c.gains, c.loses) for c in cyd.changes] == [
            ("Best use of Triton", ("Team 2",), ("Team 1",)),
            ("Second", ("Team 1",), ("Team 2",)),
        ]

    def test_without_prizes_the_first_rank_counts(self, decided_by_cyd):
        record = replace(decided_by_cyd.record, prizes=())
        cyd = without_judges(Result(record))[2]
        assert cyd.changes == (PrizeChange(prize="Rank 1", gains=("Team 2",), loses=("Team 1",)),)

    def test_what_nobody_else_has_seen_is_told(self, organizer, mark):
        mark("ada", s1=5, s2=4, s3=3)
        mark("bob", s1=4, s2=3)
        ada, bob = without_judges(organizer.result)
        assert (ada.unseen, bob.unseen) == (("Team 3",), ())

    def test_a_judge_who_holds_it_all_together(self, organizer, mark):
        mark("ada", s1=5, s2=4)
        mark("bob", s3=3, s4=2)
        mark("cyd", s1=4, s2=3, s3=2, s4=1)
        cyd = without_judges(organizer.result)[2]
        assert cyd.problem.startswith("The visits fall into 2 groups")
        assert cyd.changes == ()
        assert any(
            line.startswith("Without Cyd: The visits fall") for line in diagnosis_lines(show_diagnosis(organizer))
        )

    def test_the_only_judge(self, organizer, mark):
        mark("ada", s1=5)
        (ada,) = without_judges(organizer.result)
        assert ada.problem == "There is no other judge."

    def test_without_a_result_there_is_nothing_to_compare(self, organizer, mark):
        assert without_judges(organizer.result) == ()
        mark("ada", s1=5)
        mark("bob", s2=5)
        with pytest.raises(Problem, match="2 groups"):
            without_judges(organizer.result)


class TestNextVisits:
    def test_nobody_is_sent_where_they_must_not_or_need_not_go(self, organizer, mark):
        organizer.put(
            [Track(id="k", name="Kernels"), Judge(id="dan", name="Dan", tracks=("k",)), Judge(id="eve", name="Eve")]
        )
        organizer.put([replace(organizer.record.submissions["s5"], tracks=("k",))])
        mark("ada", s1=5, s2=4, s3=3)
        mark("bob", s1=4, s2=4)
        declare_interest(organizer, "bob", "s3", "a friend")
        stay_away(organizer, "bob", "s4", Outcome.ABSENT, "nobody at the table")
        stay_away(organizer, "cyd", "s4", Outcome.RECUSED, "I know the team")
        stay_away(organizer, "cyd", "s1", Outcome.SKIPPED, "outside my expertise")
        stay_away(organizer, "eve", "s4", Outcome.SKIPPED, "ran out of time")
        found = next_best(organizer, 60, 4, count=50)
        pairs = {(visit.judge, visit.submission) for visit in found}
        assert {submission for judge, submission in pairs if judge == "bob"} == {"s5"}
        assert {submission for judge, submission in pairs if judge == "cyd"} == {"s2", "s3", "s5"}
        assert {submission for judge, submission in pairs if judge == "ada"} == {"s4", "s5"}
        assert {submission for judge, submission in pairs if judge == "dan"} == {"s5"}
        assert ("eve", "s4") in pairs
        assert [visit.reason for visit in found[:2]] == [Reason.UNSEEN] * 2

    def test_time_and_judges_are_limits(self, organizer, mark):
        mark("ada", s1=5, s2=4, s3=3)
        mark("bob", s1=4, s2=4)
        assert next_best(organizer, 3, 4) == ()
        assert {visit.judge for visit in next_best(organizer, 9, 4, ["cyd"])} == {"cyd"}
        assert len(next_best(organizer, 9, 4, ["cyd"])) == 2
        assert len(next_best(organizer, 60, 4, count=3)) == 3
        with pytest.raises(Problem, match="more than 0 minutes"):
            next_best(organizer, 30, 0)

    def test_the_same_entries_give_the_same_visits(self, organizer, mark):
        mark("ada", s1=5, s2=4, s3=3)
        mark("bob", s1=4, s2=4)
        assert next_best(organizer, 30, 4) == next_best(organizer, 30, 4)

    def test_who_is_out_of_the_ranking_is_not_visited(self, organizer, mark):
        mark("ada", s1=5, s2=4, s3=3)
        mark("bob", s1=4, s2=4)
        gate = Measured(key="ok", name="Correct", turn=Turn.GATE, excludes=True)
        organizer.put([replace(RULES, measured=(gate,))])
        for name in ("s1", "s2", "s3"):
            organizer.say(Figure(submission=name, criterion="ok", value=Decimal(1)))
        assert {visit.submission for visit in next_best(organizer, 60, 4)} <= {"s1", "s2", "s3"}

    def test_the_prizes_that_go_by_the_standings_tell_which_ranks_matter(self, organizer):
        def places(*prizes):
            return diagnosing.prize_places(replace(organizer.record, prizes=prizes))

        gold = Prize(id="g", name="Gold", place=3)
        silver = Prize(id="s", name="Silver", place=2, again=False)
        bronze = Prize(id="b", name="Bronze", place=1, again=False, count=2)
        assert places() == (1, 3)
        assert places(Prize(id="p", name="Jury", decided="person")) == (1, 3)
        assert places(Prize(id="p", name="Track", eligible="track:t")) == (1, 3)
        assert places(bronze, gold, silver) == (1, 2, 4)
        assert places(gold, Prize(id="t", name="Top five", count=5)) == (1, 5)

    def test_lines_and_json(self, organizer, mark):
        mark("ada", s1=5, s2=4, s3=3)
        mark("bob", s1=4, s2=4, s3=1)
        found = next_best(organizer, 8, 4, ["cyd"])
        shown = show_next(organizer.record, found, 8, 4)
        assert {row["judge"] for row in shown["visits"]} == {"Cyd"}
        assert shown["gain"] == pytest.approx(sum(row["gain"] for row in shown["visits"]))
        lines = list(next_lines(shown))
        assert "nobody has seen it" in lines[0]
        assert lines[-1].startswith("Together: ")
        empty = show_next(organizer.record, (), 8, 4)
        assert list(next_lines(empty)) == ["No visit is left that a free judge could make in that time."]


def test_a_refusal_names_submissions_by_their_titles(organizer, mark):
    mark("ada", s1=5, s2=4)
    organizer.put([replace(RULES, method="trimmed")])
    refused = organizer.result.standings.refused
    assert refused.startswith(
        "The trimmed mean needs 7 visits of every submission, but “Team 1” has 1, “Team 2” has 1;"
    )
