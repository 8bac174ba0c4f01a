"""What goes into an event file, and newer ones on a laptop where scoring has begun."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk.cards import State
from gpumode_judge.desk.judging import peek
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.gmj import read_gmj

D = Decimal


def wider(*more: str, low: int = 1, name: str = "Open-ended") -> Rubric:
    keys = ("impact", "depth", *more)
    return Rubric(name=name, criteria=tuple(Criterion(key=k, name=k.title(), scale=Scale(low=D(low))) for k in keys))


def test_an_event_file_says_what_judges_need(organizer, tmp_path):
    organizer.assign({"ada": ["s3", "s1"]})
    said = peek(organizer.export_event(tmp_path))
    here = organizer.record
    for part in ("event", "rubric", "rules", "tracks", "prizes", "submissions", "judges", "assignments", "rubric_eid"):
        assert getattr(said, part) == getattr(here, part), part
    assert [s.id for s in said.round_of("ada")] == ["s3", "s1"]
    assert (said.gaps, said.conflicts, said.pending) == ((), (), ())


def test_an_event_file_holds_nothing_else(organizer, join, score, stick, tmp_path):
    ada, bob = join("ada"), join("bob", ticket="")
    ada.note("s1", "impact", "for the organizers only")
    ada.note("s1", "", "for the team")
    ada.private_note("s1", "for nobody")
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path, bob.hand_in(stick).path])
    organizer.accept(bob.device, "bob")
    organizer.put_ballots(
        [
            Ballot(
                judge="cyd", submission="s2", rubric=organizer.record.rubric_eid, marks={"impact": D(4), "depth": D(2)}
            )
        ]
    )
    path = organizer.export_event(tmp_path)
    file = read_gmj(path)
    assert {entry.kind for entry in file.entries} == {
        "checkpoint",
        "event",
        "rubric",
        "rules",
        "track",
        "prize",
        "judge",
        "submission",
    }
    told = path.read_bytes() + b"".join(entry.body for entry in file.entries)
    for secret in (
        "organizers only",
        "for the team",
        "for nobody",
        "private.example",
        '"kind":"ballot"',
    ):
        assert secret.encode() not in told, secret
    named = {
        entry.kind for entry in file.entries if ada.device.encode() in entry.body or bob.device.encode() in entry.body
    }
    assert named == {"checkpoint"}, "a receipt names the laptop that it is for, and nothing else does"
    for ticket in organizer.tickets.values():
        assert ticket.encode() not in told
        assert ticket.replace("-", "").encode() not in told
    assert not any(held.eid.encode() in told for held in organizer.record.ballots.values() if not held.paper)
    assert len(file.stubs) == 3, "the enrolments and the paper ballot leave their places"
    assert peek(path).gaps == ()


def test_score_files_hold_no_private_note_and_no_draft(join, score, stick):
    ada = join("ada")
    ada.private_note("s1", "for nobody")
    ada.note("s2", "", "not recorded yet")
    ada.mark("s2", "impact", D(1))
    score(ada, "s1", 5, 5)
    file = read_gmj(ada.hand_in(stick).path)
    assert [entry.kind for entry in file.entries] == ["hello", "ballot"]
    assert b"for nobody" not in b"".join(e.body for e in file.entries)
    assert {entry.device for entry in file.entries} == {ada.device}


def test_the_same_event_gives_the_same_file(organizer, tmp_path):
    assert organizer.export_event(tmp_path) == organizer.export_event(tmp_path)


def test_a_newer_event_file_touches_nothing_that_was_scored(organizer, join, score, tmp_path, changed_team):
    ada = join("ada")
    score(ada, "s1", 5, 3)
    ada.mark("s2", "impact", D(4))
    ada.note("s2", "depth", "half")
    ada.private_note("s2", "mine")
    before = {name: ada.card(name) for name in ("s1", "s2")}
    organizer.put([Submission(id="s9", title="Late team", table="9"), changed_team(1, table="77")])
    organizer.assign({"bob": ["s1"]})
    told = ada.merge(organizer.export_event(tmp_path))
    assert told == "Taken in: 1 new submission, 1 changed submission, changed visits. What you scored is untouched."
    assert ada.merge(organizer.export_event(tmp_path)) == "Nothing in this event file was new."
    assert [card.submission.id for card in ada.cards()] == ["s2", "s3", "s4", "s5", "s9", "s1"]
    after = {name: ada.card(name) for name in ("s1", "s2")}
    assert after["s2"] == before["s2"]
    assert after["s1"].submission.table == "77"
    assert replace(after["s1"], submission=before["s1"].submission) == before["s1"]


def test_several_changes_between_two_event_files_are_one_change(organizer, join, tmp_path, changed_team):
    """A laptop with the first version must learn that the third replaces it, though it never saw the second."""
    ada = join("ada")
    for table in ("50", "51", "52"):
        organizer.put(
            [changed_team(1, table=table), wider(name=f"Rubric {table}"), Rules(weights={"impact": D(table)})]
        )
    organizer.put([Judge(id="ada", name="Ada B."), Judge(id="ada2", name="x")])
    organizer.put([Judge(id="ada", name="Ada King")])
    ada.merge(organizer.export_event(tmp_path))
    assert ada.record.conflicts == ()
    assert ada.record.submissions["s1"].table == "52"
    assert ada.rubric.name == "Rubric 52"
    assert ada.record.rules == organizer.record.rules
    assert ada.judge.name == "Ada King"


def test_event_files_may_come_late_and_out_of_order(organizer, join, tmp_path, changed_team):
    ada = join("ada")
    files = []
    for table in ("50", "51", "52"):
        organizer.put([changed_team(1, table=table)])
        files.append(organizer.export_event(tmp_path))
    for file in reversed(files):
        ada.merge(file)
        assert ada.record.submissions["s1"].table == "52"
        assert ada.record.gaps == ()


def test_a_decided_conflict_reaches_the_judges(organizer, join, tmp_path):
    ada = join("ada")
    desk_says, other = Judge(id="bob", name="Bob One"), Judge(id="bob", name="Bob Two")
    organizer.put([desk_says])
    organizer.put([other])
    ada.merge(organizer.export_event(tmp_path))
    assert ada.record.judges["bob"].name == "Bob Two"
    assert ada.record.conflicts == ()


def test_a_mark_that_the_new_rubric_does_not_allow_is_shown_not_dropped(organizer, join, score, tmp_path, stick):
    ada = join("ada")
    score(ada, "s1", 1, 3)
    score(ada, "s2", 4, 3)
    ada.mark("s3", "impact", D(1))
    organizer.put([wider("care", low=2)])
    assert "a changed rubric" in ada.merge(organizer.export_event(tmp_path))
    card = ada.card("s1")
    assert card.state is State.DRAFT
    assert [c.key for c in card.missing] == ["impact", "care"]
    assert card.unfit == (("impact", D(1)),)
    assert card.entered.marks == {"impact": D(1), "depth": D(3)}
    assert ada.card("s3").unfit == (("impact", D(1)),)
    assert ada.status().recorded == 0
    with pytest.raises(Problem, match="“Impact”, “Care” still need a mark"):
        ada.record_ballot("s1")
    ada.mark("s1", "impact", D(2))
    ada.mark("s1", "care", D(5))
    assert ada.record_ballot("s1").state is State.DONE
    organizer.merge([ada.hand_in(stick).path])
    assert set(organizer.record.ballots) == {("ada", "s1")}
    assert set(organizer.record.unfit) == {("ada", "s2")}
    organizer.put([wider()])
    ada.merge(organizer.export_event(tmp_path))
    assert ada.card("s2").state is State.DONE
    assert set(organizer.record.ballots) == {("ada", "s1"), ("ada", "s2")}


def test_a_judge_can_score_while_nothing_has_a_weight(organizer, join, score, tmp_path):
    organizer.put([Rules(weights={})])
    ada = join("ada")
    assert score(ada, "s1", 5, 5).total == 0
    assert ada.status().recorded == 1


def test_a_team_for_which_nothing_is_marked_is_told_and_not_recorded_as_nothing(organizer, join):
    organizer.put([Rubric(name="r", criteria=(Criterion(key="k", name="K", scope="prize:p"),))])
    ada = join("ada")
    with pytest.raises(Problem, match="asks for no mark"):
        ada.record_ballot("s1")
    assert ada.card("s1").state is State.TODO


def test_odd_file_names_do_no_harm(organizer, join, tmp_path):
    ada = join("ada")
    organizer.put([Submission(id="s9", title="Late")])
    odd = tmp_path / "ev\udcffil\n\u202e.gmj"
    try:
        odd.write_bytes(organizer.export_event(tmp_path).read_bytes())
    except (OSError, UnicodeError):
        pytest.skip("this file system knows no such names")
    assert "1 new submission" in ada.merge(odd)
    assert organizer.merge([odd]).rows[0].name == "evil .gmj"
    broken = odd.with_name("bro\udcffken.gmj")
    broken.write_bytes(b"hello\n")
    gone = odd.with_name("go\udcffne.gmj")
    for row in organizer.merge([broken, gone]).rows:
        assert row.outcome == "refused"
        row.why.encode()
    assert organizer.merges
