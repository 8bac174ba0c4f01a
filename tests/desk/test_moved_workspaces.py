"""A judge's workspace on another laptop: it gets a key of its own there, and nothing that was said before is lost."""

import shutil
from decimal import Decimal

import pytest

from gpumode_judge.desk.cards import State
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem


@pytest.fixture
def move(tmp_path, monkeypatch, desks, clock):
    """Copies a closed workspace to another laptop and opens it there."""

    def do(desk, name="elsewhere"):
        desk.close()
        folder = tmp_path / name
        folder.mkdir()
        copy = folder / desk.path.name
        shutil.copy(desk.path, copy)
        monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(folder / "home"))
        return desks(JudgeDesk.open(copy, clock))

    return do


@pytest.fixture
def back(monkeypatch, tmp_path):
    """Sits down at the first laptop again."""
    return lambda: monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(tmp_path / "home"))


def test_it_greets_with_a_key_of_its_own_and_shows_what_was_scored(join, score, move):
    ada = join("ada")
    score(ada, "s1", 5, 3)
    ada.mark("s2", "impact", Decimal(4))
    moved = move(ada)
    assert moved.device != ada.device
    assert [e.kind for e in moved.ledger.chain(moved.device)] == ["hello"]
    assert moved.card("s1").state is State.DONE
    assert moved.card("s2").state is State.DRAFT
    assert moved.status().recorded == 1


def test_opening_it_there_again_greets_no_more(join, move, desks, clock):
    moved = move(join("ada"))
    moved.close()
    again = desks(JudgeDesk.open(moved.path, clock))
    assert again.device == moved.device
    assert len(again.own_entries()) == 2


def test_what_was_never_handed_in_before_is_handed_in_there(organizer, join, score, move, stick, back, table):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    score(ada, "s2", 1, 1)
    moved = move(ada)
    score(moved, "s2", 5, 5)
    moved.record_outcome("s3", Outcome.ABSENT, "team has left")
    handed = moved.hand_in(stick)
    assert handed.ballots == 3
    assert str(moved.status()).endswith("3 of 5 recorded, no drafts. Handed in: 3; nothing new since.")
    back()
    organizer.merge([handed.path])
    assert [row[1:] for row in table(organizer)[:2]] == [("Team 1", 100, 1), ("Team 2", 100, 1)]
    assert organizer.record.devices == {ada.device: "ada", moved.device: "ada"}
    assert organizer.record.conflicts == ()


def test_without_a_ticket_both_laptops_wait(organizer, join, score, move, stick, back):
    ada = join("ada", ticket="")
    score(ada, "s1", 5, 5)
    moved = move(ada)
    score(moved, "s2", 5, 5)
    path = moved.hand_in(stick).path
    back()
    organizer.merge([path])
    assert {p.device for p in organizer.record.pending} == {ada.device, moved.device}
    for waiting in organizer.record.pending:
        organizer.accept(waiting.device, "ada")
    assert set(organizer.record.ballots) == {("ada", "s1"), ("ada", "s2")}


def test_it_can_move_twice_and_take_in_newer_event_files(organizer, join, score, move, back, stick, changed_team):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    second = move(ada, "second")
    score(second, "s2", 4, 4)
    third = move(second, "third")
    score(third, "s3", 3, 3)
    assert third.status().recorded == 3
    organizer.put([changed_team(1, table="99")])
    third.merge(organizer.export_event(stick))
    path = third.hand_in(stick).path
    back()
    organizer.merge([path])
    assert set(organizer.record.ballots) == {("ada", "s1"), ("ada", "s2"), ("ada", "s3")}


def test_a_workspace_that_goes_on_in_two_places_is_a_conflict_where_they_differ(
    organizer, join, score, move, stick, back, desks, clock
):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    moved = move(ada)
    score(moved, "s2", 1, 1)
    score(moved, "s1", 4, 4)
    path = moved.hand_in(stick).path
    back()
    first = desks(JudgeDesk.open(ada.path, clock))
    score(first, "s2", 5, 5)
    organizer.merge([first.hand_in(stick).path, path])
    assert [c.slot for c in organizer.record.conflicts] == [("ballot", "ada", "s2")]
    assert organizer.record.ballots["ada", "s1"].value.marks["impact"] == 4
    assert organizer.record.gaps == ()


def test_an_organizers_workspace_does_not_move(organizer, tmp_path, monkeypatch):
    organizer.close()
    monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(tmp_path / "another"))
    with pytest.raises(Problem, match="another user or laptop"):
        OrganizerDesk.open(organizer.path)
    monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(tmp_path / "home"))
    OrganizerDesk.open(organizer.path).close()


def test_a_join_that_fails_leaves_the_file_free(organizer, tmp_path, monkeypatch):
    from gpumode_judge.desk import judging

    event_file = organizer.export_event(tmp_path)

    def refuse():
        raise Problem("The key could not be kept.")

    monkeypatch.setattr(judging, "new_device", refuse)
    place = tmp_path / "ada.gmjdb"
    with pytest.raises(Problem, match="could not be kept"):
        JudgeDesk.join(event_file, "ada", "", place)
    with pytest.raises(Problem) as told:
        JudgeDesk.open(place)
    assert "in use" not in str(told.value)
    assert "open elsewhere" not in str(told.value)


def test_a_copy_on_the_same_laptop_goes_on_with_a_key_of_its_own(organizer, join, score, stick, tmp_path, desks, clock):
    """With one key in two files both would say two things with one number, and neither would count."""
    ada = join("ada")
    score(ada, "s1", 5, 5)
    ada.close()
    copy = tmp_path / "Copy of Ada.gmjdb"
    shutil.copy(ada.path, copy)
    first, second = desks(JudgeDesk.open(ada.path, clock)), desks(JudgeDesk.open(copy, clock))
    assert first.device == ada.device != second.device
    score(first, "s2", 1, 1)
    score(second, "s3", 1, 1)
    score(second, "s4", 1, 1)
    organizer.merge([first.hand_in(stick).path, second.hand_in(stick).path])
    assert set(organizer.record.ballots) == {("ada", f"s{n}") for n in (1, 2, 3, 4)}
    assert organizer.record.conflicts == ()
    second.close()
    assert desks(JudgeDesk.open(copy, clock)).device == second.device
