"""From a file of figures to figures that are kept: prepared, confirmed, said once, remembered."""

import csv
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk.measuring import (
    NOBODY,
    commit_figures,
    confirmed_names,
    find_measured,
    prepare_figures,
    put_figure,
    read_figure,
)
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.problem import Problem

RUNTIME = Measured(
    key="runtime", name="Conv runtime", unit="µs", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3))
)
SPEED = Measured(key="speed", name="Throughput", unit="tokens/s")
GATE = Measured(key="ok", name="Correct", turn=Turn.GATE)


@pytest.fixture
def desk(organizer) -> OrganizerDesk:
    """Submissions “Team 1” (T1) to “Team 5” (T5), three measured criteria."""
    weights = {**organizer.record.rules.weights, "runtime": Decimal(1), "speed": Decimal(1)}
    organizer.put([replace(organizer.record.rules, weights=weights, measured=(RUNTIME, SPEED, GATE))])
    return organizer


@pytest.fixture
def table(tmp_path):
    def make(*rows: tuple[str, str], head: tuple[str, ...] = ("team", "tokens"), name: str = "figures.csv"):
        path = tmp_path / name
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *rows])
        return path

    return make


@pytest.fixture
def board(tmp_path):
    """A leaderboard: ``board(("warps", 1.5), ("tiles", 2, "H100"))``."""

    def make(*entries: tuple[str, object] | tuple[str, object, str], name: str = "board.json"):
        path = tmp_path / name
        rows = [
            {"user_name": user, "submission_score": score, "gpu_type": (*gpu, "B200")[0], "leaderboard_name": "conv"}
            for user, score, *gpu in entries
        ]
        path.write_text(json.dumps(rows), encoding="utf-8")
        return path

    return make


def figures(desk: OrganizerDesk, key: str = "runtime") -> dict[str, Decimal | None]:
    return {s: held.value.value for (s, k), held in desk.record.figures.items() if k == key}


def counts(report) -> tuple[int, int, int, int]:
    return report.read, report.added, report.changed, report.unchanged


def said(desk: OrganizerDesk) -> int:
    return sum(entry.kind == "measure" for entry in desk.ledger)


class TestNames:
    def test_nothing_is_kept_before_names_are_confirmed(self, desk, board):
        prepared = prepare_figures(desk, board(("team-1", 1.5e-5), ("Team 2", 2e-5)), "runtime")
        assert prepared.unconfirmed == ("team-1", "Team 2")
        assert [(v.submission, v.sure, v.confirmed, v.counts) for v in prepared.rows] == [
            ("s1", 97, False, True), ("s2", 100, False, True),
        ]  # fmt: skip
        assert prepared.problem == "Confirm whose figures these are first: “team-1”, “Team 2”."
        assert counts(prepared.preview) == (2, 2, 0, 0)  # once they are
        with pytest.raises(Problem, match="“team-1”"):
            commit_figures(desk, prepared)
        assert figures(desk) == {}
        assert confirmed_names(desk) == {}

    def test_confirmed_names_are_kept_and_remembered(self, desk, board):
        path = board(("kat", 1.5e-5), ("team-2", 2e-5))
        report = commit_figures(desk, prepare_figures(desk, path, "runtime", aliases={"kat": "s1", "team-2": "s2"}))
        assert counts(report) == (2, 2, 0, 0)
        assert figures(desk) == {"s1": Decimal(15), "s2": Decimal(20)}
        assert confirmed_names(desk) == {"kat": "s1", "team-2": "s2"}
        again = prepare_figures(desk, board(("KAT", 1e-5), name="sort.json"), "runtime")
        assert (again.problem, again.rows[0].submission, again.rows[0].confirmed) == ("", "s1", True)

    def test_figures_that_have_no_logarithm_are_told(self, desk, table):
        log = replace(SPEED, turn=Turn.LOG, zero=Decimal(10))
        path = table(("T1", "0"), ("T2", "0"), ("T3", "20"))
        assert prepare_figures(desk, path, "speed", accept_guesses=True).preview.notes == ()
        desk.put([replace(desk.record.rules, measured=(RUNTIME, log, GATE))])
        notes = prepare_figures(desk, path, "speed", accept_guesses=True).preview.notes
        assert notes == (
            "2 figures are not above zero and give no points: “Throughput” is counted on a logarithmic scale.",
        )

    def test_guesses_can_be_accepted_all_at_once(self, desk, board):
        prepared = prepare_figures(desk, board(("team-1", 1), ("stranger", 2)), "runtime", accept_guesses=True)
        assert prepared.problem == ""
        report = commit_figures(desk, prepared)
        assert counts(report) == (2, 1, 0, 0)
        assert [(s.line, s.why) for s in report.skipped] == [(2, "No submission is called “stranger”.")]
        assert confirmed_names(desk) == {"team-1": "s1"}

    def test_strangers_stop_nobody_and_a_name_can_be_nobodys(self, desk, board):
        path = board(("stranger", 1), ("Team 3", 2))
        report = commit_figures(desk, prepare_figures(desk, path, "runtime", aliases={"Team 3": NOBODY}))
        assert figures(desk) == {}
        assert [s.why for s in report.skipped] == [
            "No submission is called “stranger”.", "“Team 3” is nobody of this event.",
        ]  # fmt: skip
        assert prepare_figures(desk, path, "runtime").unconfirmed == ()

    def test_what_is_said_now_goes_before_what_was_said(self, desk, board):
        path = board(("kat", 1))
        commit_figures(desk, prepare_figures(desk, path, "runtime", aliases={"kat": "s1"}))
        commit_figures(desk, prepare_figures(desk, path, "runtime", aliases={"Kat": "s2"}))
        assert confirmed_names(desk) == {"kat": "s2"}
        assert figures(desk)["s2"] == 1_000_000

    def test_a_name_that_no_row_has_is_told(self, desk, board):
        prepared = prepare_figures(desk, board(("kat", 1)), "runtime", aliases={"cat": "s1"})
        assert "No row is called “cat”." in prepared.notes
        with pytest.raises(Problem, match="not in this event"):
            prepare_figures(desk, board(("kat", 1)), "runtime", aliases={"kat": "s99"})


class TestFigures:
    def test_the_best_of_several_counts_and_the_others_are_told(self, desk, board):
        path = board(("kat", 3e-5), ("kat", 2e-5), ("lou", 4e-5), ("Team 2", 5e-5))
        prepared = prepare_figures(desk, path, "runtime", aliases={"kat": "s1", "lou": "s1", "Team 2": "s2"})
        assert [v.counts for v in prepared.rows] == [False, True, False, True]
        assert "2 more figures do not count: of several of one submission the best does." in prepared.notes
        assert counts(commit_figures(desk, prepared)) == (4, 2, 0, 2)
        assert figures(desk) == {"s1": Decimal(20), "s2": Decimal(50)}

    def test_more_is_better_where_the_rules_say_so(self, desk, table):
        path = table(("T1", "100"), ("T1", "1,200.5"))
        prepared = prepare_figures(desk, path, "speed", accept_guesses=True)
        assert not prepared.lower
        commit_figures(desk, prepared)
        assert figures(desk, "speed") == {"s1": Decimal("1200.5")}

    def test_only_what_is_new_or_changed_is_said(self, desk, table):
        commit_figures(desk, prepare_figures(desk, table(("T1", "100"), ("T2", "200")), "speed", accept_guesses=True))
        assert said(desk) == 2
        path = table(("T1", "100.0"), ("T2", "201"), ("T3", "5"), name="later.csv")
        prepared = prepare_figures(desk, path, "speed", accept_guesses=True)
        assert counts(prepared.preview) == (3, 1, 1, 1)
        commit_figures(desk, prepared)
        assert said(desk) == 4
        commit_figures(desk, prepare_figures(desk, path, "speed"))
        assert said(desk) == 4

    def test_figures_know_where_they_come_from_and_what_is_gone_is_told_and_kept(self, desk, board):
        commit_figures(desk, prepare_figures(desk, board(("T1", 1), ("T2", 2)), "runtime", accept_guesses=True))
        held = desk.record.figures["s1", "runtime"].value
        assert (held.source, held.unit) == ("board.json (conv, B200)", "µs")
        report = commit_figures(desk, prepare_figures(desk, board(("T1", 1)), "runtime"))
        assert report.vanished == ("Team 2",)
        assert figures(desk)["s2"] == 2_000_000

    def test_a_blank_never_takes_a_figure_back(self, desk, table):
        commit_figures(desk, prepare_figures(desk, table(("T1", "100")), "speed", accept_guesses=True))
        report = commit_figures(desk, prepare_figures(desk, table(("T1", ""), ("T2", "x y")), "speed"))
        assert figures(desk, "speed") == {"s1": Decimal(100)}
        assert "1 row has no figure." in report.notes
        assert [s.why for s in report.skipped] == ["“x y” is not a figure."]

    def test_a_gate(self, desk, table):
        path = table(("T1", "passed"), ("T2", "no"), head=("team", "correct"))
        commit_figures(desk, prepare_figures(desk, path, "ok", accept_guesses=True))
        assert figures(desk, "ok") == {"s1": Decimal(1), "s2": Decimal(0)}

    def test_after_the_lock_they_come_late(self, desk, table, join, score, stick):
        from gpumode_judge.desk import locking

        ada = join("ada")
        score(ada, "s1", 5, 3)
        desk.merge([ada.hand_in(stick).path])
        path = table(("T1", "100"))
        locking.lock(desk)
        prepared = prepare_figures(desk, path, "speed", accept_guesses=True)
        assert any("locked" in note for note in prepared.preview.notes)
        commit_figures(desk, prepared)
        assert figures(desk, "speed") == {}

    def test_the_rules_may_not_change_under_ones_hands(self, desk, table):
        prepared = prepare_figures(desk, table(("T1", "100")), "speed", accept_guesses=True)
        desk.put([replace(desk.record.rules, measured=(RUNTIME, replace(SPEED, lower=True, zero=Decimal(1))))])
        with pytest.raises(Problem, match="changed meanwhile"):
            commit_figures(desk, prepared)


class TestChoices:
    def test_gpu_unit_and_columns_are_remembered_for_the_criterion(self, desk, board, table):
        several = board(("T1", 1), ("T1", 2, "H100"))
        assert "several GPUs" in prepare_figures(desk, several, "runtime").problem
        prepared = prepare_figures(desk, several, "runtime", gpu="H100", accept_guesses=True)
        commit_figures(desk, prepared)
        again = prepare_figures(desk, several, "runtime")
        assert (again.gpu, again.gpus, again.problem) == ("H100", ("B200", "H100"), "")
        by_hand = table(("T1", "1", "9"), head=("who", "a", "b"))
        columns = {"who": "team", "b": "figure"}
        commit_figures(desk, prepare_figures(desk, by_hand, "runtime", "ms", columns=columns))
        assert figures(desk)["s1"] == 9000
        assert prepare_figures(desk, by_hand, "runtime").preview.unchanged == 1

    def test_what_must_be_chosen_stops_it(self, desk, table):
        prepared = prepare_figures(desk, table(("T1", "1")), "runtime", accept_guesses=True)
        assert "in which unit" in prepared.problem
        with pytest.raises(Problem, match="in which unit"):
            commit_figures(desk, prepared)

    def test_criteria_are_called_by_key_or_name(self, desk):
        assert find_measured(desk, "conv RUNTIME") == RUNTIME
        with pytest.raises(Problem, match="“runtime” is probably meant"):
            find_measured(desk, "runtme")

    def test_an_event_that_measures_nothing(self, organizer, table):
        with pytest.raises(Problem, match="No criterion of this event is measured"):
            prepare_figures(organizer, table(("T1", "1")), "speed")


class TestByHand:
    def test_put_and_taken_back(self, desk):
        assert put_figure(desk, "s1", "Conv runtime", Decimal("1.5"), "read off the screen", "ms")
        held = desk.record.figures["s1", "runtime"].value
        assert (held.value, held.unit, held.source) == (Decimal(1500), "µs", "read off the screen")
        assert not put_figure(desk, "s1", "runtime", Decimal("1500.0"))
        assert put_figure(desk, "s1", "runtime", None)
        assert figures(desk).get("s1") is None
        assert not put_figure(desk, "s1", "runtime", None)
        assert not put_figure(desk, "s2", "runtime", None)

    def test_below_zero_only_where_it_can_be(self, desk):
        assert put_figure(desk, "s1", "speed", Decimal(-3))
        for wrong in (Decimal(0), Decimal(-1)):
            with pytest.raises(Problem, match="above zero"):
                put_figure(desk, "s1", "runtime", wrong)

    def test_refuses_what_cannot_be_kept(self, desk):
        for arguments in (
            ("s9", "speed", Decimal(1)), ("s1", "depth", Decimal(1)), ("s1", "speed", Decimal("1e15")),
            ("s1", "speed", Decimal("NaN")),
        ):  # fmt: skip
            with pytest.raises(Problem):
                put_figure(desk, *arguments)
        with pytest.raises(Problem, match="tokens/s"):
            put_figure(desk, "s1", "speed", Decimal(1), "", "ms")
        assert said(desk) == 0

    def test_as_a_person_types_it(self, desk):
        assert read_figure(desk, "runtime", "1,234.5 ms") == (Decimal("1234.5"), "ms")
        assert read_figure(desk, "ok", "passed") == (Decimal(1), "")
        for wrong in ("", "fast", "1,234"):
            with pytest.raises(Problem):
                read_figure(desk, "runtime", wrong)


def test_figures_that_two_laptops_said_differently_are_said_anew(desk, tmp_path, desks, clock, table):
    from gpumode_judge.desk import assisting

    folder = tmp_path / "second"
    folder.mkdir()
    second = desks(assisting.assist(assisting.write_for_organizers(desk, folder), folder))
    desk.merge([assisting.write_request(second, tmp_path)])
    (waiting,) = desk.record.pending
    desk.accept(waiting.device, "organizer")
    second.merge([assisting.write_for_organizers(desk, tmp_path / "second")])
    put_figure(second, "s1", "speed", Decimal(1))
    put_figure(desk, "s1", "speed", Decimal(2))
    (tmp_path / "third").mkdir()
    desk.merge([assisting.write_request(second, tmp_path / "third")])
    assert [c.kind for c in desk.record.conflicts] == ["measure"]
    commit_figures(desk, prepare_figures(desk, table(("T1", "2")), "speed", accept_guesses=True))
    assert desk.record.conflicts == ()
    assert figures(desk, "speed") == {"s1": Decimal(2)}


def test_a_plan_with_measured_criteria_goes_to_a_file_and_comes_back(desk, tmp_path):
    from gpumode_judge.desk import planning

    measured = (replace(RUNTIME, scope="track:t"), SPEED, GATE)
    prize = replace(desk.record.prizes[0], eligible="gate:ok", weights={"speed": Decimal(2), "depth": Decimal(1)})
    desk.put([replace(desk.record.rules, measured=measured, ties=()), prize])
    put_figure(desk, "s1", "runtime", Decimal(3))
    plan = planning.plan_from_toml(planning.write_toml(desk.plan, tmp_path / "plan.toml"))
    assert planning.update(desk, plan) == 0
    assert desk.record.rules.measured == measured
    assert desk.record.prizes == (prize,)
    faster = replace(plan, rules=replace(plan.rules, measured=plan.rules.measured[1:]))
    assert planning.update(desk, faster) == 1
    assert figures(desk) == {"s1": Decimal(3)}
