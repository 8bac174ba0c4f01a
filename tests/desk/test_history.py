"""The rules and every change of them in words, and what each change moves on the ballots of today."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk.assisting import assist, write_for_organizers, write_request
from gpumode_judge.desk.history import Move, rules_history
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER
from gpumode_judge.desk.rule_words import measured_in_words, rules_in_words, what_changed
from gpumode_judge.desk.showing_results import show_history
from gpumode_judge.desk.telling_results import history_lines
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.rules import Rules, Tie

RULES = Rules(method="mean", weights={"impact": Decimal(70), "depth": Decimal(30)})
DEPTH = replace(RULES, weights={"impact": Decimal(10), "depth": Decimal(30)})


@pytest.fixture
def marked(organizer):
    """Team 1 has the impact, Team 2 the depth; Team 3 nothing of either."""
    for name, impact, depth in (("s1", 5, 1), ("s2", 2, 5), ("s3", 1, 1)):
        marks = {"impact": Decimal(impact), "depth": Decimal(depth)}
        organizer.put_ballots(
            [Ballot(judge="ada", submission=name, rubric=organizer.record.rubric_eid, marks=marks)]
        )  # fmt: skip
    return organizer


class TestHistory:
    def test_the_first_rules_are_told_whole(self, marked):
        (only,) = rules_history(marked)
        assert only.says == rules_in_words(marked.record)
        assert (only.moves, only.in_force) == ((), True)
        assert only.at.startswith("2024-09-21T18:00:")

    def test_a_change_tells_what_it_moves_newest_first(self, marked):
        marked.put([DEPTH])
        marked.put([replace(DEPTH, method="severity", signatures=2)])
        third, second, first = rules_history(marked)
        assert [change.in_force for change in (third, second, first)] == [True, False, False]
        assert second.says == ("“Impact” counts 25 % instead of 70 %.", "“Depth” counts 75 % instead of 30 %.")
        assert second.moves == (Move("s2", 2, 1), Move("s1", 1, 2))
        assert third.says == (
            "The method changed from “Raw mean” to “Severity-adjusted”.",
            "Two organizers lock the scores.",
        )
        assert third.moves == ()

    def test_moves_are_those_on_the_ballots_of_today(self, organizer):
        organizer.put([DEPTH])
        assert rules_history(organizer)[0].moves == ()

    def test_going_back_is_a_change_like_any_other(self, marked):
        marked.put([DEPTH])
        marked.put([RULES])
        newest, middle, _ = rules_history(marked)
        assert newest.in_force
        assert {(m.submission, m.after, m.before) for m in newest.moves} == {
            (m.submission, m.before, m.after) for m in middle.moves
        }

    def test_rules_that_give_no_standings_move_nothing(self, marked):
        marked.put([Rules(method="mean")])
        marked.put([RULES])
        newest, none, _ = rules_history(marked)
        assert (none.moves, newest.moves) == ((), ())
        assert none.says == ("“Impact” counts nothing instead of 70 %.", "“Depth” counts nothing instead of 30 %.")

    def test_who_loses_the_rank_comes_first(self, marked):
        gate = Measured(key="ok", name="Correct", turn=Turn.GATE, excludes=True)
        marked.put([replace(RULES, measured=(gate,))])
        newest = rules_history(marked)[0]
        assert newest.moves == (Move("s1", 1, None), Move("s2", 2, None), Move("s3", 3, None))
        assert newest.says == ("“Correct” is passed with at least 1; who does not pass has no rank.",)

    def test_two_organizers_at_once_and_who_is_chosen(self, marked, desks, clock, tmp_path):
        for folder in ("there", "back"):
            (tmp_path / folder).mkdir()
        second = desks(assist(write_for_organizers(marked, tmp_path), tmp_path / "there", clock))
        marked.merge([write_request(second, tmp_path / "back")])
        marked.accept(second.device, ANOTHER_ORGANIZER)
        second.merge([write_for_organizers(marked, tmp_path)])
        second.put([DEPTH])
        marked.put([replace(RULES, method="severity")])
        marked.merge([write_for_organizers(second, tmp_path / "there")])
        found = rules_history(marked)
        assert [change.in_force for change in found] == [False] * 3
        assert {change.says[0] for change in found[:2]} == {
            "“Impact” counts 25 % instead of 70 %.",
            "The method changed from “Raw mean” to “Severity-adjusted”.",
        }
        (conflict,) = marked.record.conflicts
        marked.resolve(conflict, next(h.eid for h in conflict.heads if h.value == DEPTH))
        (now,) = (change for change in rules_history(marked) if change.in_force)
        assert now.moves == (Move("s2", 2, 1), Move("s1", 1, 2))

    def test_json_and_lines(self, marked):
        marked.put([DEPTH])
        shown = show_history(marked.record, rules_history(marked))
        assert shown[0]["moves"][0] == {"submission": "Team 2", "id": "s2", "before": 2, "after": 1}
        lines = list(history_lines(shown))
        assert lines[0].endswith("(in force)")
        assert "    rank 2 → 1  Team 2" in lines
        many = [{"at": "", "in_force": True, "says": [], "moves": shown[0]["moves"] * 7}]
        assert list(history_lines(many))[-1] == "    and 4 more moves: --json tells all"
        assert list(history_lines([])) == ["No rules were ever said."]


class TestWords:
    def test_rules(self, organizer):
        rules = replace(RULES, priority="depth")
        assert rules_in_words(organizer.record, rules) == (
            "Scored by “Raw mean”: Every team's score is the plain average of what its judges gave.",
            "What counts: Impact 70 %, Depth 30 %.",
            "Equal scores are told apart by “Depth”, then by how many judges placed it first, then by a named person’s decision.",
        )

    def test_ties_that_nothing_tells_apart(self, organizer):
        assert "Equal scores share a rank." in rules_in_words(organizer.record, replace(RULES, ties=()))
        assert what_changed(organizer.record, RULES, replace(RULES, ties=(Tie.PERSON,))) == (
            "Equal scores are told apart by a named person’s decision.",
        )

    def test_the_same_again(self, organizer):
        twice = replace(RULES, weights={"impact": Decimal(7), "depth": Decimal(3)})
        assert what_changed(organizer.record, RULES, twice) == ("The same rules were said again.",)

    @pytest.mark.parametrize(
        ("measured", "words"),
        [
            (
                Measured(key="k", name="K", turn=Turn.RANKS, points=(Decimal(5), Decimal(3), Decimal(1)), lower=True),
                "“K” is measured: the places get 5, 3, 1 points (less is better).",
            ),
            (
                Measured(key="k", name="K", unit="ms", turn=Turn.LOG, zero=Decimal("12.50"), lower=True),
                "“K” is measured: by the speed-up from nothing at 12.5 ms to everything at the best figure (less is better).",
            ),
            (
                Measured(key="k", name="K", unit="tokens/s", full=Decimal(900)),
                "“K” is measured: in a straight line from nothing at 0 tokens/s to everything at 900 tokens/s (more is better).",
            ),
            (
                Measured(key="k", name="K", unit="s", turn=Turn.GATE, lower=True, full=Decimal("0.5")),
                "“K” is passed with at most 0.5 s; it gives no points.",
            ),
        ],
    )  # fmt: skip
    def test_measured(self, measured, words):
        assert measured_in_words(measured) == words

    def test_measured_criteria_come_and_go(self, organizer):
        speed = Measured(key="k", name="Speed", full=Decimal(9))
        weights = {**RULES.weights, "k": Decimal(100)}
        with_it = replace(RULES, measured=(speed,), weights=weights)
        added = what_changed(organizer.record, RULES, with_it)
        assert added[0] == "“Impact” counts 35 % instead of 70 %."
        assert added[2] == "“Speed” counts 50 % instead of nothing."
        assert added[3].startswith("“Speed” is measured")
        gone = what_changed(organizer.record, with_it, RULES)
        assert gone[-1] == "“Speed” is not measured any more."
        other = replace(with_it, measured=(replace(speed, full=Decimal(10)),))
        assert what_changed(organizer.record, with_it, other)[0].startswith("The rule changed. “Speed”")
