"""Prizes at the organizers' desk: what the standings give, what a named person decides, and what is left open."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk import prizing
from gpumode_judge.desk.allocating import allocation_of
from gpumode_judge.desk.assisting import assist, write_for_organizers, write_request
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER, OrganizerDesk
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.ledger.statements import Decision

GRAND = Prize(id="grand", name="Grand prize", sponsor="Acme", award="A trophy", place=9)
RULES = Rules(weights={"impact": Decimal(70), "depth": Decimal(30)}, method="mean", ties=(Tie.PERSON,))


@pytest.fixture
def visit(organizer):
    """One judge's marks on one submission: ``visit("ada", "s1", 5)``."""

    def do(judge: str, submission: str, impact: int, depth: int = 3) -> None:
        marks = {"impact": Decimal(impact), "depth": Decimal(depth)}
        organizer.put_ballots(
            [Ballot(judge=judge, submission=submission, rubric=organizer.record.rubric_eid, marks=marks)]
        )

    return do


@pytest.fixture
def mark(visit):
    """One judge's marks on the first submissions: ``mark("ada", 5, 4, 4, 2, 1)``."""

    def do(judge: str, *impact: int) -> None:
        for number, level in enumerate(impact, 1):
            visit(judge, f"s{number}", level)

    return do


@pytest.fixture
def desk(organizer, mark) -> OrganizerDesk:
    """Ada's marks put s1 first and s2 and s3 equal behind it; two win the grand prize, and one that of the plan."""
    organizer.put([RULES, replace(GRAND, count=2)])
    mark("ada", 5, 4, 4, 2, 1)
    return organizer


def given(desk, prize: str = "grand"):
    return next(g for g in allocation_of(desk.result) if g.prize == prize)


def left_open(desk):
    return tuple(g for g in allocation_of(desk.result) if g.open)


class TestAllocation:
    def test_by_the_standings_the_highest_first(self, desk):
        grand, best = allocation_of(desk.result)
        assert (grand.prize, best.prize) == ("grand", "p")
        assert (grand.winners, grand.tied, grand.open) == (("s1",), ("s2", "s3"), 1)
        assert (best.winners, best.reasons) == (("s1",), {"s1": "Rank 1."})
        assert allocation_of(Result(desk.record)) == (grand, best)

    def test_what_the_ladder_told_apart_is_told(self, desk, visit):
        desk.put([replace(RULES, weights={"impact": Decimal(1)}, priority="depth", ties=tuple(Tie))])
        visit("cyd", "s2", 4, depth=5)
        assert given(desk).winners == ("s1", "s2")
        assert given(desk).reasons["s2"] == "Rank 2; told from an equal score by “Depth”."
        desk.put([replace(RULES, weights={"impact": Decimal(1)}, ties=(Tie.FIRSTS,))])
        visit("bob", "s3", 4)
        visit("bob", "s5", 1)
        assert given(desk).reasons["s3"] == "Rank 2; told from an equal score by how many judges placed it first."

    def test_a_prize_with_weights_of_its_own(self, desk, visit):
        desk.put([Prize(id="deep", name="Deepest", weights={"depth": Decimal(1)}, place=3)])
        visit("bob", "s5", 1, depth=5)
        assert given(desk, "deep").winners == ("s5",)
        assert given(desk, "p").winners == ("s1",)

    def test_tracks_and_gates_are_called_by_name(self, desk, changed_team):
        gate = Measured(key="ok", name="Correctness", turn=Turn.GATE)
        desk.put([Track(id="k", name="Kernels"), changed_team(4, tracks=("k",)), replace(RULES, measured=(gate,))])
        desk.put(
            [
                Prize(id="kernel", name="Best kernel", eligible="track:k"),
                Prize(id="right", name="Right", eligible="gate:ok"),
            ]
        )
        desk.say(
            Figure(submission="s1", criterion="ok", value=Decimal(0)),
            Figure(submission="s3", criterion="ok", value=Decimal(1)),
        )
        assert given(desk, "kernel").winners == ("s4",)
        assert given(desk, "kernel").passed_over["s1"] == "is not in the track “Kernels”"
        assert given(desk, "right").winners == ("s3",)
        assert given(desk, "right").passed_over == {
            "s1": "did not pass “Correctness”",
            "s2": "was not measured for “Correctness”",
        }

    def test_who_is_out_of_the_ranking(self, desk):
        gate = Measured(key="ok", name="Correctness", turn=Turn.GATE, excludes=True)
        desk.put([replace(RULES, measured=(gate,))])
        desk.say(Figure(submission="s1", criterion="ok", value=Decimal(1)))
        found = given(desk)
        assert (found.winners, found.open) == (("s1",), 0)
        assert "Correctness" in found.passed_over["s2"]

    def test_refused_standings_leave_every_prize_open_and_say_why(self, organizer, visit):
        """Two judges who saw nothing in common: ranks across them mean nothing, and the raw mean in their place decides no prize."""
        organizer.put([replace(RULES, method="severity"), GRAND])
        for judge, names in (("ada", ("s1", "s2")), ("bob", ("s3", "s4", "s5"))):
            for name in names:
                visit(judge, name, 3)
        refused = organizer.result.standings.refused
        assert refused
        assert [(g.winners, g.open, g.why) for g in allocation_of(organizer.result)] == [((), 1, refused)] * 2
        with pytest.raises(Problem) as problem:
            prizing.decide(organizer, ["s1", "s2"], "Ann", "why")
        assert str(problem.value) == refused

    def test_no_criterion_has_a_weight(self, desk):
        desk.put([replace(RULES, weights={})])
        assert [g.open for g in allocation_of(desk.result)] == [2, 1]
        assert all("No criterion has a weight" in g.why for g in allocation_of(desk.result))

    def test_two_rubrics_in_conflict(self, desk, tmp_path, clock, desks):
        second = _second_organizer(desk, tmp_path, clock, desks)
        for laptop, name in ((desk, "one"), (second, "two")):
            laptop.put([replace(laptop.record.rubric, name=name)])
        desk.merge([write_request(second, tmp_path / "back")])
        assert desk.record.rubric is None
        assert [g.open for g in allocation_of(desk.result)] == [2, 1]
        assert all("two rubrics are in conflict" in g.why for g in allocation_of(desk.result))

    def test_before_any_marks(self, organizer):
        found = given(organizer, "p")
        assert (found.winners, found.open) == ((), 1)
        assert found.why.startswith("Waits for marks of “Team 1”, “Team 2”, “Team 3” and 2 more")


class TestDecide:
    def test_a_named_person_decides_between_equals(self, desk):
        prizing.decide(desk, ["s3", "s2"], " Ann ", "cleaner code")
        found = given(desk)
        assert (found.winners, found.open, found.tied) == (("s1", "s3"), 0, ())
        assert found.reasons["s3"] == "Rank 2; told from an equal score, decided by Ann: cleaner code."
        assert left_open(desk) == ()

    def test_another_word_replaces_the_first(self, desk):
        prizing.decide(desk, ["s3", "s2"], "Ann", "cleaner code")
        prizing.decide(desk, ["s2", "s3"], "Bob", "we looked again")
        assert given(desk).winners == ("s1", "s2")
        assert len(desk.record.decisions) == 1

    def test_for_one_prize_only(self, desk):
        desk.put([Prize(id="second", name="Second", count=2, place=8)])
        prizing.decide(desk, ["s3", "s2"], "Ann", "why", "grand")
        assert given(desk).winners == ("s1", "s3")
        assert given(desk, "second").tied == ("s2", "s3")
        prizing.decide(desk, ["s2", "s3"], "Ann", "why not")
        assert (given(desk).winners, given(desk, "second").winners) == (("s1", "s3"), ("s1", "s2"))

    def test_only_among_those_who_may_win(self, desk, changed_team):
        desk.put(
            [replace(GRAND, eligible="opt-in"), changed_team(2, prizes=("grand",)), changed_team(3, prizes=("grand",))]
        )
        desk.put([changed_team(1, title="Other")])
        prizing.decide(desk, ["s3", "s2"], "Ann", "why", "grand")
        assert given(desk).winners == ("s3",)

    def test_taken_back(self, desk):
        prizing.decide(desk, ["s3", "s2"], "Ann", "why")
        said = prizing.decision_between(desk.record, ["s2", "s3"])
        assert said == Decision(("s3", "s2"), "Ann", "why")
        prizing.take_back(desk, said)
        assert given(desk).open == 1
        with pytest.raises(Problem, match="no such decision"):
            prizing.take_back(desk, said)
        with pytest.raises(Problem, match="Nothing was decided between “Team 2” and “Team 3” for “Grand prize”"):
            prizing.decision_between(desk.record, ["s3", "s2"], "grand")

    @pytest.mark.parametrize(
        ("order", "by", "reason", "prize", "says"),
        [
            (["s2", "s3"], " ", "why", "", "Name the person"),
            (["s2", "s3"], "Standings", "why", "", "Name the person"),
            (["s2", "s3"], "Ann", "\u200b", "", "Say why"),
            (["s2"], "Ann", "why", "", "at least two"),
            (["s2", "s2"], "Ann", "why", "", "“Team 2” is named twice"),
            (["s2", "nobody"], "Ann", "why", "", "“nobody” is not judged"),
            (
                ["s1", "s2"],
                "Ann",
                "why",
                "",
                "not equal, so there is nothing to decide: “Team 1” has rank 1, “Team 2” has rank 2",
            ),
            (["s1", "s2"], "Ann", "why", "grand", "not equal for “Grand prize”"),
            (["s2", "s3"], "Ann", "why", "gone", "not in this event"),
        ],
    )
    def test_refused(self, desk, order, by, reason, prize, says):
        with pytest.raises(Problem, match=says):
            prizing.decide(desk, order, by, reason, prize)
        assert desk.record.decisions == ()

    def test_all_who_are_equal_are_put_in_order(self, desk, mark):
        mark("ada", 5, 4, 4, 4, 1)
        with pytest.raises(Problem, match="“Team 4” is equal too; put all of them in order"):
            prizing.decide(desk, ["s2", "s3"], "Ann", "why")
        prizing.decide(desk, ["s4", "s2", "s3"], "Ann", "why")
        with pytest.raises(Problem, match="not equal"):
            prizing.decide(desk, ["s2", "s4"], "Ann", "why")

    def test_equal_for_one_prize_alone(self, desk):
        desk.put([Prize(id="deep", name="Deepest", weights={"depth": Decimal(1)}, count=4)])
        with pytest.raises(Problem, match="equal only for “Deepest”; decide it for that prize"):
            prizing.decide(desk, ["s1", "s2", "s3", "s4", "s5"], "Ann", "why")
        prizing.decide(desk, ["s5", "s4", "s3", "s2", "s1"], "Ann", "why", "deep")
        assert given(desk, "deep").winners == ("s5", "s4", "s3", "s2")

    def test_not_without_marks_or_against_the_rules(self, desk, changed_team):
        desk.put([changed_team(4, id="s6", title="New"), changed_team(4, id="s7", title="Newer")])
        with pytest.raises(Problem, match="no rank"):
            prizing.decide(desk, ["s6", "s7"], "Ann", "why")
        desk.put([replace(RULES, ties=(Tie.PRIORITY,))])
        with pytest.raises(Problem, match="no person decides"):
            prizing.decide(desk, ["s2", "s3"], "Ann", "why")

    def test_a_decision_counts_for_nothing_once_the_rules_let_no_person_decide(self, desk):
        prizing.decide(desk, ["s3", "s2"], "Ann", "why")
        desk.put([replace(RULES, ties=())])
        assert given(desk).tied == ("s2", "s3")

    def test_new_marks_end_a_decision(self, desk, mark):
        prizing.decide(desk, ["s3", "s2"], "Ann", "why")
        mark("bob", 5, 5, 2, 1, 1)
        assert given(desk).winners == ("s1", "s2")
        assert given(desk).reasons["s2"] == "Rank 2."


class TestAward:
    @pytest.fixture
    def favourite(self, desk) -> OrganizerDesk:
        desk.put([Prize(id="fav", name="Favourite", decided="person", count=2)])
        return desk

    def test_a_person_awards(self, favourite):
        assert given(favourite, "fav").open == 2
        prizing.award(favourite, "fav", ["s4", "s1"], "Ann", "loudest applause")
        found = given(favourite, "fav")
        assert (found.winners, found.open, found.by) == (("s4", "s1"), 0, "Ann")
        assert found.reasons["s4"] == "Decided by Ann: loudest applause"
        prizing.award(favourite, "fav", ["s5"], "Bob", "a recount")
        assert given(favourite, "fav").winners == ("s5",)

    def test_taken_back(self, favourite):
        with pytest.raises(Problem, match="Nobody has awarded “Favourite”"):
            prizing.take_back_award(favourite, "fav")
        prizing.award(favourite, "fav", ["s4"], "Ann", "x")
        prizing.take_back_award(favourite, "fav")
        assert given(favourite, "fav").open == 2
        with pytest.raises(Problem, match="Nobody has awarded"):
            prizing.take_back_award(favourite, "fav")

    def test_in_place_of_the_standings_it_is_told(self, desk):
        prizing.award(desk, "p", ["s4"], "Ann", "a promise")
        found = given(desk, "p")
        assert (found.winners, found.by) == (("s4",), "Ann")
        assert found.why == "Decided by Ann: a promise (in place of the standings)"
        assert found.passed_over == {"s1": "would win by the standings. Decided by Ann: a promise"}

    def test_a_prize_can_be_awarded_while_the_standings_are_refused(self, favourite):
        favourite.put([replace(RULES, weights={})])
        prizing.award(favourite, "fav", ["s4"], "Ann", "x")
        prizing.award(favourite, "grand", ["s1"], "Ann", "x")
        assert given(favourite, "fav").winners == ("s4",)
        assert given(favourite, "grand").winners == ("s1",)

    @pytest.mark.parametrize(
        ("prize", "names", "by", "reason", "says"),
        [
            ("fav", ["s1"], "", "why", "Name the person"),
            ("fav", ["s1"], "Ann", "", "Say why"),
            ("fav", [], "Ann", "why", "Name who wins “Favourite”"),
            ("fav", ["s1", "s2", "s3"], "Ann", "why", "“Favourite” has 2 winners at most, not 3"),
            ("p", ["s1", "s2"], "Ann", "why", "has one winner, not 2"),
            ("gone", ["s1"], "Ann", "why", "not in this event"),
            ("fav", ["s9"], "Ann", "why", "not judged"),
            ("none", ["s1"], "Ann", "why", "“None” is not given"),
            ("opt", ["s1"], "Ann", "why", "“Team 1” cannot win “Opt”: did not opt in"),
            ("lower", ["s1"], "Ann", "why", "“Team 1” cannot win “Lower”: already won “Grand prize”"),
            ("lower", ["s2"], "Ann", "why", "“Team 2” cannot win “Lower”: it may yet win a higher prize"),
        ],
    )
    def test_refused(self, favourite, prize, names, by, reason, says):
        favourite.put([Prize(id="none", name="None", count=0), Prize(id="opt", name="Opt", eligible="opt-in")])
        favourite.put([Prize(id="lower", name="Lower", again=False, decided="person")])
        with pytest.raises(Problem, match=says):
            prizing.award(favourite, prize, names, by, reason)
        assert favourite.record.awards == {}

    def test_a_winner_who_is_withdrawn_leaves_the_place_open(self, favourite):
        prizing.award(favourite, "fav", ["s4", "s1"], "Ann", "x")
        favourite.withdraw("s4")
        found = given(favourite, "fav")
        assert (found.winners, found.open, found.passed_over) == (("s1",), 1, {"s4": "is not judged any more"})


class TestLeftOpen:
    def test_the_highest_first_with_what_is_to_be_done(self, desk):
        desk.put([Prize(id="fav", name="Favourite", decided="person", place=3)])
        grand, favourite = left_open(desk)
        assert (grand.prize, grand.tied, grand.open) == ("grand", ("s2", "s3"), 1)
        assert grand.why == "2 are equal for the last place; a named person has to decide."
        assert (favourite.prize, favourite.why) == ("fav", "A person decides this prize and has not done so yet.")

    def test_two_organizers_who_disagree(self, desk, tmp_path, clock, desks):
        """What two laptops say at the same time, neither knowing of the other, decides nothing until one is chosen."""
        second = _second_organizer(desk, tmp_path, clock, desks)
        prizing.decide(desk, ["s2", "s3"], "Ann", "x")
        prizing.award(desk, "p", ["s4"], "Ann", "x")
        prizing.decide(second, ["s3", "s2"], "Bob", "y")
        prizing.award(second, "p", ["s5"], "Bob", "y")
        desk.merge([write_request(second, tmp_path / "back")])
        kinds = sorted(conflict.kind for conflict in desk.record.conflicts)
        assert kinds == ["award", "decide"]
        grand, best = left_open(desk)
        assert grand.tied == ("s2", "s3")
        assert "Two organizers awarded this prize differently" in best.why
        prizing.award(desk, "p", ["s5"], "Ann and Bob", "agreed")
        prizing.decide(desk, ["s3", "s2"], "Ann and Bob", "agreed")
        assert left_open(desk) == ()
        assert given(desk, "p").winners == ("s5",)


class TestShown:
    def test_json(self, desk):
        desk.put([Prize(id="opt", name="Opt", eligible="opt-in", place=20)])
        shown = prizing.show_prizes(desk)
        assert shown["settled"] == 0
        opt, grand, _ = shown["prizes"]
        keys = {"prize", "id", "sponsor", "award", "count", "winners", "tied", "open", "why", "by", "passed_over"}
        assert opt.keys() == grand.keys() == keys
        assert (grand["prize"], grand["sponsor"], grand["award"], grand["count"]) == (
            "Grand prize",
            "Acme",
            "A trophy",
            2,
        )
        assert grand["winners"] == [{"submission": "Team 1", "id": "s1", "team": "T1", "rank": 1, "why": "Rank 1."}]
        assert grand["tied"] == [
            {"submission": "Team 2", "id": "s2", "team": "T2"},
            {"submission": "Team 3", "id": "s3", "team": "T3"},
        ]
        assert opt["why"] == "Nobody is eligible: only those who opted in may win it."
        prizing.decide(desk, ["s3", "s2"], "Ann", "x")
        assert prizing.show_prizes(desk)["settled"] == 1

    def test_lines(self, desk):
        desk.put([Prize(id="fav", name="Favourite", decided="person")])
        lines = list(prizing.prize_lines(desk))
        assert lines[0] == "Grand prize (Acme, A trophy)"
        assert lines[1] == "     1  Team 1 · T1: Rank 1."
        assert "        Equal: Team 2, Team 3" in lines
        assert lines[-3].startswith("2 prizes not decided: “Grand prize”, “Favourite”")
        assert "gpumode-judge decide" in lines[-2]
        assert "gpumode-judge award" in lines[-1]
        prizing.award(desk, "fav", ["s5"], "Ann", "x")
        prizing.decide(desk, ["s3", "s2"], "Ann", "x")
        assert not any("not decided" in line for line in prizing.prize_lines(desk))

    def test_prizes_with_the_same_outcome_share_the_lines(self, desk):
        desk.put([Prize(id=name, name=f"Credits {name}", sponsor=name, count=1, place=20) for name in "ABC"])
        assert list(prizing.prize_lines(desk))[:4] == [
            "Credits C (C)",
            "Credits B (B)",
            "Credits A (A)",
            "     1  Team 1 · T1: Rank 1.",
        ]

    def test_many_who_are_passed_over_are_counted(self, desk, changed_team, visit):
        desk.put([changed_team(n, id=f"t{n}", title=f"More {n}") for n in range(1, 6)])
        desk.put([Prize(id="k", name="K", eligible="track:t"), changed_team(5, tracks=("t",))])
        for n in range(1, 6):
            visit("ada", f"t{n}", 3)
        told = [line for line in prizing.prize_lines(desk) if line.startswith("   not")]
        assert len(told) == 6
        assert told[-1] == "   not  4 more submissions that stood as high: --json tells all"

    def test_a_prize_is_found_by_name_or_id(self, desk):
        assert prizing.find_prize(desk.record, "grand PRIZE").id == "grand"
        assert prizing.find_prize(desk.record, "p").name == "Best use of Triton"
        with pytest.raises(Problem, match="no prize “x”; the prizes are: “Best use of Triton”, “Grand prize”"):
            prizing.find_prize(desk.record, "x")
        desk.put([Prize(id="other", name="Grand prize")])
        with pytest.raises(Problem, match="name of 2 prizes; name one by its id: other, grand"):
            prizing.find_prize(desk.record, "Grand prize")


def _second_organizer(desk: OrganizerDesk, tmp_path, clock, desks) -> OrganizerDesk:
    """Another organizers' laptop that was let in and knows what the first one does."""
    for name in ("there", "back"):
        (tmp_path / name).mkdir()
    second = desks(assist(write_for_organizers(desk, tmp_path), tmp_path / "there", clock))
    desk.merge([write_request(second, tmp_path / "back")])
    desk.accept(second.device, ANOTHER_ORGANIZER)
    second.merge([write_for_organizers(desk, tmp_path)])
    return second
