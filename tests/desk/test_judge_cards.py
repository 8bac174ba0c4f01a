"""The judge's cards: drafts, undo, what is put aside, and the line that a worried person reads."""

from decimal import Decimal

import pytest

from gpumode_judge.desk.cards import Entered, State
from gpumode_judge.desk.judging import JudgeDesk, read_code
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem

D = Decimal


@pytest.fixture
def ada(join) -> JudgeDesk:
    return join("ada")


def marks(desk, submission="s1"):
    return {key: int(mark) for key, mark in desk.card(submission).entered.marks.items()}


def reopen(desk, desks, clock):
    desk.close()
    return desks(JudgeDesk.open(desk.path, clock))


def test_cards_stand_in_visiting_order_and_to_do(ada):
    assert [card.submission.id for card in ada.cards()] == ["s1", "s2", "s3", "s4", "s5"]
    assert {card.state for card in ada.cards()} == {State.TODO}
    assert str(ada.status()) == "Everything is saved on this laptop. 0 of 5 recorded, no drafts. Nothing handed in yet."


def test_each_mark_is_a_draft_with_a_total_until_it_is_recorded(ada):
    card = ada.mark("s1", "impact", D(5))
    assert (card.state, card.open, card.changed, card.total) == (State.DRAFT, True, True, D("70.0"))
    assert [c.key for c in card.missing] == ["depth"]
    with pytest.raises(Problem, match="“Depth” still needs a mark"):
        ada.record_ballot("s1")
    card = ada.mark("s1", "depth", D(2))
    assert card.total == D("77.5")
    card = ada.record_ballot("s1")
    assert (card.state, card.open, card.changed, card.missing) == (State.DONE, False, False, ())
    assert card.recorded is not None
    assert card.recorded.value.marks == {"impact": 5, "depth": 2}
    assert card.recorded.value.began < card.recorded.value.ended


def test_everything_is_there_after_the_laptop_was_switched_off(ada, desks, clock):
    """Closed without any farewell: a second desk on the same file sees each step."""
    ada.mark("s1", "impact", D(4))
    ada.note("s1", "impact", "first\nsecond")
    ada.note("s1", "", "for the team")
    ada.private_note("s1", "mine")
    again = reopen(ada, desks, clock)
    card = again.card("s1")
    assert (marks(again), card.entered.notes, card.private) == (
        {"impact": 4},
        {"impact": "first\nsecond", "": "for the team"},
        "mine",
    )
    assert card.state is State.DRAFT
    assert again.device == ada.device
    assert len(again.own_entries()) == 1


@pytest.mark.parametrize(("key", "mark"), [("impact", "6"), ("impact", "2.5"), ("impact", "NaN"), ("other", "3")])
def test_a_mark_that_cannot_be_is_told_and_changes_nothing(ada, key, mark):
    with pytest.raises(Problem, match="cannot be marked"):
        ada.mark("s1", key, D(mark))
    assert ada.card("s1").state is State.TODO


def test_an_unknown_submission_is_told(ada):
    for act in (
        lambda: ada.card("no"),
        lambda: ada.mark("no", "impact", D(3)),
        lambda: ada.note("no", "", "x"),
        lambda: ada.record_ballot("no"),
        lambda: ada.record_outcome("no", Outcome.ABSENT, "team has left"),
    ):
        with pytest.raises(Problem, match="not in this event"):
            act()


def test_undo_takes_back_one_change_after_the_other(ada):
    ada.mark("s1", "impact", D(4))
    ada.mark("s1", "impact", D(5))
    ada.mark("s2", "depth", D(1))
    ada.mark("s1", "impact", None)
    assert ada.undo() == "s1"
    assert marks(ada) == {"impact": 5}
    assert ada.undo() == "s2"
    assert ada.card("s2").state is State.TODO
    assert ada.undo() == "s1"
    assert marks(ada) == {"impact": 4}
    assert ada.undo() == "s1"
    assert (marks(ada), ada.card("s1").state) == ({}, State.TODO)
    assert ada.undo() is None
    assert ada.status().drafts == 0


def test_typing_a_note_is_one_change(ada):
    ada.mark("s1", "impact", D(4))
    for text in ("g", "go", "goo", "good"):
        ada.note("s1", "impact", text)
    ada.note("s1", "depth", "x")
    ada.undo()
    assert ada.card("s1").entered.notes == {"impact": "good"}
    ada.undo()
    assert (ada.card("s1").entered.notes, marks(ada)) == ({}, {"impact": 4})


def test_undo_after_recording_reopens_the_card_and_never_the_ballot(ada, score):
    score(ada, "s1", 4, 2)
    assert ada.undo() == "s1"
    card = ada.card("s1")
    assert (marks(ada), card.state) == ({"impact": 4}, State.DRAFT)
    assert card.recorded is not None
    assert ada.undo() == "s1"
    assert (marks(ada), ada.card("s1").state) == ({}, State.DRAFT)
    assert ada.record.ballots["ada", "s1"].value.marks == {"impact": 4, "depth": 2}


def test_undo_back_to_what_was_recorded_is_no_draft(ada, score):
    score(ada, "s1", 4, 2)
    ada.mark("s1", "depth", D(5))
    assert ada.card("s1").state is State.DRAFT
    ada.undo()
    assert (ada.card("s1").state, marks(ada)) == (State.DONE, {"impact": 4, "depth": 2})


def test_typing_on_after_recording_is_a_change_of_its_own(ada, score):
    ada.mark("s1", "impact", D(4))
    ada.mark("s1", "depth", D(4))
    ada.note("s1", "", "good")
    ada.record_ballot("s1")
    ada.note("s1", "", "good work")
    ada.undo()
    assert ada.card("s1").entered.notes == {"": "good"}
    assert ada.card("s1").state is State.DONE


def test_marking_the_same_again_is_no_change(ada, score):
    score(ada, "s1", 4, 2)
    ada.mark("s1", "impact", D("4.0"))
    card = ada.card("s1")
    assert (card.state, card.changed) == (State.DONE, False)
    entries = len(ada.own_entries())
    ada.record_ballot("s1")
    assert len(ada.own_entries()) == entries


def test_a_correction_replaces_and_keeps_its_notes(ada, score, stick, organizer):
    ada.note("s1", "impact", "slow")
    ada.note("s1", "", "Thanks")
    score(ada, "s1", 4, 2)
    ada.note("s1", "impact", "fast")
    ada.note("s1", "", "  ")
    assert ada.card("s1").state is State.DRAFT
    ada.record_ballot("s1")
    organizer.merge([ada.hand_in(stick).path])
    remarks = [(r.value.criterion, r.value.text) for r in organizer.record.remarks]
    assert remarks == [("impact", "fast")]
    assert ada.card("s1").entered.notes == {"impact": "fast"}


def test_marks_are_put_aside_when_the_team_is_away_and_come_back(ada, desks, clock):
    ada.mark("s1", "impact", D(4))
    ada.note("s1", "", "was there a moment ago")
    card = ada.record_outcome("s1", Outcome.ABSENT, "team has left")
    assert (card.state, card.open, card.reason, marks(ada)) == (State.ABSENT, False, "team has left", {"impact": 4})
    again = reopen(ada, desks, clock)
    assert (again.card("s1").state, marks(again)) == (State.ABSENT, {"impact": 4})
    again.mark("s1", "depth", D(2))
    assert again.card("s1").state is State.DRAFT
    again.undo()
    assert (again.card("s1").state, marks(again)) == (State.ABSENT, {"impact": 4})
    again.mark("s1", "depth", D(2))
    assert again.record_ballot("s1").state is State.DONE
    assert again.record.ballots["ada", "s1"].value.outcome is Outcome.MARKED


def test_the_status_line_counts_what_was_handed_in(ada, score, stick, clock, desks):
    score(ada, "s1", 4, 2)
    score(ada, "s2", 4, 2)
    ada.record_outcome("s3", Outcome.SKIPPED, "ran out of time")
    ada.mark("s4", "impact", D(1))
    assert ada.hand_in(stick).ballots == 3
    line = "Everything is saved on this laptop. 3 of 5 recorded, 1 draft. Handed in: 3; nothing new since."
    assert str(ada.status()) == line
    score(ada, "s5", 1, 1)
    score(ada, "s1", 5, 5)
    again = reopen(ada, desks, clock)
    assert str(again.status()).endswith("4 of 5 recorded, 1 draft. Handed in: 2; 2 new since.")
    assert again.status().folder == str(stick)
    assert again.hand_in(stick).ballots == 4


def test_a_file_name_of_its_own_is_remembered_by_its_folder(ada, score, stick):
    score(ada, "s1", 4, 2)
    ada.hand_in(stick / "mine.gmj")
    assert ada.status().folder == str(stick)
    score(ada, "s2", 4, 2)
    assert ada.hand_in(stick).path.parent == stick


def test_a_stick_that_was_pulled_out_loses_nothing(ada, score, stick, tmp_path):
    score(ada, "s1", 4, 2)
    with pytest.raises(Problem, match="not there"):
        ada.hand_in(tmp_path / "gone")
    assert ada.status().handed_in == 0
    assert ada.hand_in(stick).ballots == 1


def test_rounds_follow_the_assignment_and_keep_what_was_scored(organizer, join, score, tmp_path):
    organizer.assign({"ada": ["s3", "s1"]})
    ada = join("ada")
    assert [card.submission.id for card in ada.cards()] == ["s3", "s1"]
    score(ada, "s1", 3, 3)
    ada.mark("s3", "impact", D(1))
    organizer.assign({"ada": ["s5"]})
    ada.merge(organizer.export_event(tmp_path))
    assert [card.submission.id for card in ada.cards()] == ["s5", "s1", "s3"]


def test_a_withdrawn_team_that_was_scored_stays_in_sight(organizer, join, score, tmp_path):
    ada = join("ada")
    score(ada, "s1", 3, 3)
    organizer.withdraw("s1")
    organizer.withdraw("s2")
    ada.merge(organizer.export_event(tmp_path))
    assert [card.submission.id for card in ada.cards()] == ["s3", "s4", "s5", "s1"]


def test_odd_characters_in_notes_do_no_harm(ada, score, stick, organizer):
    ada.note("s1", "", "half \ud83d, nul \x00, rtl \u202e, 🚀\r\nnew line")
    score(ada, "s1", 1, 1)
    organizer.merge([ada.hand_in(stick).path])
    assert organizer.record.remarks[0].value.text == "half , nul , rtl , 🚀\nnew line"


def test_a_note_that_is_too_long_is_cut_while_typing_and_can_be_recorded(ada, score):
    ada.note("s1", "", "é" * 30_000)
    assert len(ada.card("s1").entered.notes[""].encode()) <= 24_000
    assert score(ada, "s1", 1, 1).state is State.DONE


def test_a_workspace_is_open_once(ada):
    with pytest.raises(Problem):
        JudgeDesk.open(ada.path)
    ada.close()
    JudgeDesk.open(ada.path).close()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7k3m-q2zt-9xwb", ("", "7K3MQ2ZT9XWB")),
        ("GMJ:ADA1:7K3MQ2ZT9XWB", ("ada1", "7K3MQ2ZT9XWB")),
        (" gmj:ada1:7K3M-Q2ZT-9XWB\n", ("ada1", "7K3MQ2ZT9XWB")),
        ("gmj:ada1:short", ("ada1", "")),
        ("http://example.org", ("", "")),
        ("", ("", "")),
    ],
)
def test_codes_are_typed_or_scanned(typed, read):
    assert read_code(typed) == read


def test_what_is_on_a_card_is_kept_as_it_is():
    entered = Entered({"a": D("2.50")}, {"": "x"}, "now", True)
    assert Entered.from_json(entered.to_json()) == entered
    assert Entered.from_json({}) == Entered()
    assert Entered.from_json({"marks": {"a": "nonsense", "b": "3"}}).marks == {"b": 3}
    assert entered.with_mark("a", None).marks == {}
    assert not entered.with_note("", "y").aside
