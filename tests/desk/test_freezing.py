"""The freeze: the projector stays as it was, whatever comes later, but for the count."""

from dataclasses import replace

import pytest

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.desk.freezing import freeze, frozen_at, hidden_visits, record_at, thaw
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.presenting import Presenting
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem


@pytest.fixture
def evening(organizer, join, score, stick):
    """Ada and Bob marked a few teams, then the projector was frozen."""
    ada, bob = join("ada"), join("bob")
    for team, impact in (("s1", 5), ("s2", 3), ("s3", 1)):
        score(ada, team, impact, 3)
    score(bob, "s1", 3, 3)
    for desk in (ada, bob):
        desk.hand_in(stick)
    organizer.merge([stick])
    freeze(organizer)
    return organizer, ada, bob


def test_nothing_is_frozen_before_anything_is_scored(organizer):
    with pytest.raises(Problem, match="no scores to freeze"):
        freeze(organizer)
    with pytest.raises(Problem, match="not frozen"):
        thaw(organizer)
    assert (hidden_visits(organizer), frozen_at(organizer)) == (0, "")


def test_the_board_stays_and_counts(evening, score, stick):
    organizer, ada, bob = evening
    shown = Presenting(organizer)
    before = shown.board(Scene.LIVE)
    assert before.scene is Scene.FROZEN
    charts = shown.board(Scene.CHARTS)
    score(bob, "s3", 5, 5)
    score(bob, "s2", 5, 5)
    score(ada, "s3", 5, 5)  # a correction of one from before
    for desk in (ada, bob):
        desk.hand_in(stick)
    organizer.merge([stick])
    after = shown.board(Scene.LIVE)
    assert hidden_visits(organizer) == 3
    assert after.hidden == 3
    assert {row.key: row.hidden for row in after.rows if row.hidden} == {"s2": 1, "s3": 2}
    bare = replace(after, hidden=0, rows=tuple(replace(row, hidden=0) for row in after.rows))
    assert bare == before
    assert shown.board(Scene.CHARTS) == charts
    assert shown.board(Scene.FROZEN) == after
    assert "frozen at" in as_text(after)
    assert "from 4 score files" in as_text(shown.board(Scene.PROGRESS))  # how far the judging is may always be seen
    thaw(organizer)
    live = shown.board(Scene.LIVE)
    assert live.scene is Scene.LIVE
    assert [row.score for row in live.rows] != [row.score for row in before.rows]
    assert hidden_visits(organizer) == 0


def test_what_is_counted_is_what_the_audience_does_not_see(evening, score, stick):
    organizer, _, bob = evening
    score(bob, "s2", 5, 5)
    score(bob, "s3", 5, 5)
    bob.record_outcome("s4", Outcome.ABSENT, "nobody at the table")  # no visit: it would not be on the board either
    organizer.merge([bob.hand_in(stick).path])
    shown = Presenting(organizer)
    assert hidden_visits(organizer) == shown.board(Scene.LIVE).hidden == shown.health().hidden == 2
    organizer.withdraw("s3")
    assert hidden_visits(organizer) == shown.board(Scene.LIVE).hidden == shown.health().hidden == 1


def without_counts(board):
    return replace(board, hidden=0, rows=tuple(replace(row, hidden=0) for row in board.rows))


@pytest.mark.parametrize("later", range(6))
def test_two_evenings_with_one_freeze_look_alike(evening, score, stick, tmp_path, desks, later, clock):
    """The same freeze, other ballots afterwards: only the count tells them apart."""
    organizer, ada, bob = evening
    copy = tmp_path / "copy.gmjdb"
    organizer.store.backup(copy)
    other = desks(OrganizerDesk.open(copy, clock))
    marks = [("s1", 1), ("s2", 5), ("s4", 4), ("s5", 5), ("s3", 2), ("s4", 1)]
    for team, impact in marks[: later + 1]:
        score(bob, team, impact, 6 - impact)
    score(ada, "s5", 1 + later % 5, 5)
    organizer.merge([desk.hand_in(stick).path for desk in (ada, bob)])
    a, b = Presenting(organizer), Presenting(other)
    for scene in (Scene.LIVE, Scene.FROZEN, Scene.CHARTS):
        assert without_counts(a.board(scene)) == without_counts(b.board(scene))
    assert hidden_visits(organizer) > hidden_visits(other) == 0


def frozen_ballots(desk):
    return record_at(desk.ledger, desk.record.event_id, desk.record.freeze).ballots


def test_a_forked_laptop_does_not_reach_the_frozen_board(evening, join, score, stick, tmp_path):
    """Two entries with one number in the frozen part: only the one that was there at the freeze stands."""
    organizer, ada, _ = evening
    before = frozen_ballots(organizer)
    # The laptop was put back to an earlier day and went on differently.
    from gpumode_judge.ledger.statements import Hello, to_data

    voice, chain = ada.voice(), ada.ledger.chain(ada.device)
    other = voice.sign(
        event=organizer.record.event_id, kind="hello", seq=chain[1].seq, prev=chain[0].eid, at="2024-09-21T18:00:00.000Z",
        data=to_data(Hello("ada", "")),
    )  # fmt: skip
    organizer.store.add([other])
    organizer.ledger.add([other])
    organizer.put([replace(organizer.record.submissions["s1"], table="77")])  # what holds is found anew
    assert len(organizer.record.ballots) < len(before)
    assert frozen_ballots(organizer) == before


def test_names_change_and_who_is_withdrawn_goes(evening, changed_team):
    organizer, *_ = evening
    organizer.put([changed_team(2, title="Renamed")])
    organizer.withdraw("s1")
    board = Presenting(organizer).board(Scene.FROZEN)
    assert [(row.rank, row.name) for row in board.rows][:2] == [(1, "Renamed"), (2, "Team 3")]
    assert "Team 1" not in as_text(board)


def test_a_second_freeze_replaces_the_first(evening, score, stick):
    organizer, _, bob = evening
    first = frozen_at(organizer)
    score(bob, "s3", 5, 5)
    organizer.merge([bob.hand_in(stick).path])
    assert hidden_visits(organizer) == 1
    freeze(organizer)
    assert hidden_visits(organizer) == 0
    assert frozen_at(organizer) > first


def test_it_survives_the_night(evening, desks, clock):
    organizer, *_ = evening
    board = Presenting(organizer).board(Scene.FROZEN)
    organizer.close()
    again = desks(OrganizerDesk.open(organizer.path, clock))
    assert Presenting(again).board(Scene.FROZEN) == board
