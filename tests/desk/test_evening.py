"""An evening at the desks, without windows: event file out, scored offline, score files back, in whatever order."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from gpumode_judge.desk.cards import State
from gpumode_judge.desk.desk import WORKSPACE
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Track
from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import read_gmj
from gpumode_judge.ledger.merge import Verdict


@pytest.fixture
def played(organizer, join, score, stick):
    """Two judges: Ada corrects one ballot and finds one team absent, Bob scores three."""
    ada, bob = join("ada"), join("bob")
    score(ada, "s1", 5, 5)
    score(ada, "s2", 3, 1)
    score(ada, "s2", 4, 2)
    ada.record_outcome("s3", Outcome.ABSENT, "nobody at the table")
    score(bob, "s1", 1, 3)
    score(bob, "s2", 4, 2)
    score(bob, "s4", 1, 1)
    return ada.hand_in(stick).path, bob.hand_in(stick).path


EXPECTED = [
    (1, "Team 2", Fraction(60), 2),
    (2, "Team 1", Fraction(115, 2), 2),
    (3, "Team 4", Fraction(0), 1),
    (None, "Team 3", None, 0),
    (None, "Team 5", None, 0),
]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 0, 1, 0), (1, 1, 0)])
def test_score_files_merge_in_any_order(organizer, played, table, order):
    for number in order:
        organizer.merge([played[number]])
    assert table(organizer) == EXPECTED
    overview = organizer.overview()
    assert (overview.visits, overview.conflicts, overview.pending, overview.gaps, overview.unfit) == (5, 0, 0, 0, 0)
    assert [s.title for s in overview.unvisited] == ["Team 3", "Team 5"]
    assert [j.name for j in overview.silent] == ["Cyd"]
    by_name = {row.judge.name: (row.done, row.marked, row.wanted, row.devices) for row in overview.judges}
    assert by_name == {"Ada Lovelace": (3, 2, 5, 1), "Bob ../../Dobbs": (3, 3, 5, 1), "Cyd": (0, 0, 5, 0)}
    (third,) = (row for row in overview.submissions if row.submission.id == "s3")
    assert (third.visits, third.absent, third.wanted) == (0, 1, 3)


def test_the_whole_stick_at_once_and_again(organizer, played, table, stick, clock, desks):
    report = organizer.merge([stick])
    assert report.sums == {"files": 2, "refused": 0, "new": 9}
    assert sorted((row.who, row.outcome, row.new, row.pending) for row in report.rows) == [
        ("Ada Lovelace", "merged", 5, 0),
        ("Bob ../../Dobbs", "merged", 4, 0),
    ]
    assert table(organizer) == EXPECTED
    again = organizer.merge([stick])
    assert {row.outcome for row in again.rows} == {"known"}
    assert again.sums["new"] == 0
    before = organizer.record
    organizer.close()
    reopened = desks(OrganizerDesk.open(organizer.path, clock))
    assert reopened.record == before
    assert table(reopened) == EXPECTED


def test_a_later_file_holds_the_earlier_one(organizer, join, score, stick, table):
    ada = join("ada")
    score(ada, "s1", 1, 1)
    early = ada.hand_in(stick).path
    score(ada, "s1", 5, 5)
    late = ada.hand_in(stick).path
    assert early != late
    organizer.merge([late])
    row = organizer.merge([early]).rows[0]
    assert (row.outcome, row.new) == ("known", 0)
    assert table(organizer)[0] == (1, "Team 1", Fraction(100), 1)


def test_both_versions_of_a_correction_are_kept(organizer, played):
    organizer.merge(played)
    verdicts = [organizer.record.verdicts[e.eid] for e in read_gmj(played[0]).entries if e.kind == "ballot"]
    assert verdicts == [Verdict.COUNTED, Verdict.SUPERSEDED, Verdict.COUNTED, Verdict.COUNTED]


# Who may speak


def test_a_ticket_lets_a_laptop_in_by_itself(organizer, join, score, stick):
    ada = join("ada", ticket=organizer.tickets["ada"].lower().replace("-", " "))
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path])
    assert organizer.record.devices == {ada.device: "ada"}


@pytest.mark.parametrize("ticket", ["", "0000-0000-0000", "bob's"])
def test_without_the_ticket_a_laptop_waits_for_a_person(organizer, join, score, stick, ticket):
    ada = join("ada", ticket=organizer.tickets["bob"] if ticket == "bob's" else ticket)
    score(ada, "s1", 5, 5)
    row = organizer.merge([ada.hand_in(stick).path]).rows[0]
    assert (row.outcome, row.pending, row.who) == ("merged", 2, "Ada Lovelace")
    assert organizer.record.ballots == {}
    (waiting,) = organizer.record.pending
    assert (waiting.device, waiting.judge) == (ada.device, "ada")
    organizer.accept(waiting.device, "ada")
    assert set(organizer.record.ballots) == {("ada", "s1")}
    with pytest.raises(Problem, match="not waiting"):
        organizer.accept("00" * 32, "ada")
    organizer.accept(waiting.device, "bob")
    assert organizer.record.ballots == {}
    organizer.accept(waiting.device, "ada")
    assert set(organizer.record.ballots) == {("ada", "s1")}


def test_only_waiting_laptops_and_known_judges_are_accepted(organizer, join, stick):
    ada = join("ada", ticket="")
    organizer.merge([ada.hand_in(stick).path])
    with pytest.raises(Problem):
        organizer.accept(ada.device, "nobody")
    with pytest.raises(Problem):
        organizer.accept("c" * 64, "ada")


def test_a_new_ticket_replaces_the_old_one(organizer, join, stick):
    old = organizer.tickets["ada"]
    new = organizer.new_ticket("ada")
    assert new != old
    late, good = join("ada", ticket=old), join("ada", ticket=new)
    organizer.merge([late.hand_in(stick).path, good.hand_in(stick).path])
    assert organizer.record.devices == {good.device: "ada"}
    assert [p.device for p in organizer.record.pending] == [late.device]


def test_a_ticket_that_is_none_is_told_before_anything_is_made(organizer, join, tmp_path):
    with pytest.raises(Problem, match="12 letters and digits"):
        join("ada", ticket="1234")
    assert not list(tmp_path.glob("laptop-*/*.gmjdb"))


def test_a_judge_that_the_event_does_not_list_is_told(organizer, join, tmp_path):
    with pytest.raises(Problem, match="does not list that judge"):
        join("zed", ticket="")
    assert not list(tmp_path.glob("laptop-*/*.gmjdb"))


# Two laptops, paper, decisions


def test_two_laptops_of_one_judge_conflict_and_a_person_decides(organizer, join, score, stick, table):
    one, two = join("ada"), join("ada")
    score(one, "s1", 1, 1)
    score(two, "s1", 5, 5)
    report = organizer.merge([one.hand_in(stick).path, two.hand_in(stick).path])
    assert [row.conflicts for row in report.rows] == [1, 1]
    assert table(organizer)[0][2] is None
    (conflict,) = organizer.record.conflicts
    pick = next(head for head in conflict.heads if head.device == two.device)
    organizer.resolve(conflict, pick.eid)
    assert table(organizer)[0] == (1, "Team 1", Fraction(100), 1)
    assert organizer.record.conflicts == ()
    score(two, "s1", 3, 3)
    organizer.merge([two.hand_in(stick).path])
    assert table(organizer)[0] == (1, "Team 1", Fraction(50), 1)


def paper(judge, submission, impact, depth, rubric):
    marks = {"impact": Decimal(impact), "depth": Decimal(depth)}
    return Ballot(judge=judge, submission=submission, rubric=rubric, marks=marks)


def test_paper_counts_is_corrected_and_stands_against_the_laptop(organizer, join, score, stick, table):
    rubric = organizer.record.rubric_eid
    assert organizer.put_ballots([paper("cyd", "s1", 2, 2, rubric), paper("ada", "s1", 5, 5, rubric)]) == 2
    assert organizer.put_ballots([paper("cyd", "s1", 2, 2, rubric), paper("ada", "s1", 5, 5, rubric)]) == 0
    assert organizer.put_ballots([paper("cyd", "s1", 3, 3, rubric)]) == 1
    assert table(organizer)[0] == (1, "Team 1", Fraction(75), 2)
    ada = join("ada")
    score(ada, "s1", 1, 1)
    organizer.merge([ada.hand_in(stick).path])
    (conflict,) = organizer.record.conflicts
    assert sorted(head.paper for head in conflict.heads) == [False, True]
    assert table(organizer)[0] == (1, "Team 1", Fraction(50), 1)
    own = next(head for head in conflict.heads if not head.paper)
    organizer.resolve(conflict, own.eid)
    assert table(organizer)[0] == (1, "Team 1", Fraction(25), 2)


def test_a_withdrawn_team_leaves_the_standings_and_comes_back_with_its_marks(organizer, played, table):
    from gpumode_judge.event.submission import Entered

    organizer.merge(played)
    organizer.withdraw("s2")
    assert [row[1] for row in table(organizer)] == ["Team 1", "Team 4", "Team 3", "Team 5"]
    organizer.withdraw("s2", Entered.SUBMITTED)
    assert table(organizer) == EXPECTED


# The wrong files


def test_a_judge_cannot_open_a_score_file_as_an_event_file(organizer, played, tmp_path):
    from gpumode_judge.desk.judging import peek

    for attempt in (
        lambda: peek(played[0]),
        lambda: JudgeDesk.join(played[0], "ada", "", tmp_path / "x"),
    ):
        with pytest.raises(Problem, match="score file"):
            attempt()


def test_a_judge_takes_in_neither_score_files_nor_other_events(organizer, join, played, plan, tmp_path, clock, desks):
    cyd = join("cyd")
    before = cyd.record
    with pytest.raises(Problem, match="score file"):
        cyd.merge(played[0])
    (tmp_path / "other").mkdir()
    other = desks(OrganizerDesk.create(tmp_path / "other", plan, clock))
    with pytest.raises(Problem, match="another event"):
        cyd.merge(other.export_event(tmp_path / "other"))
    assert cyd.record == before


def test_an_organizer_takes_in_nothing_of_another_event(organizer, played, plan, tmp_path, clock, desks):
    (tmp_path / "other").mkdir()
    other = desks(OrganizerDesk.create(tmp_path / "other", plan, clock))
    before = other.record
    report = other.merge([*played, organizer.export_event(tmp_path)])
    assert [row.outcome for row in report.rows] == ["refused"] * 3
    assert all("another event" in row.why for row in report.rows)
    assert other.record == before


def test_each_side_opens_only_its_own_workspace(organizer, join):
    ada = join("ada")
    ada.close()
    organizer.close()
    with pytest.raises(Problem, match="judge’s workspace"):
        OrganizerDesk.open(ada.path)
    with pytest.raises(Problem, match="organizers’ workspace"):
        JudgeDesk.open(organizer.path)
    JudgeDesk.open(ada.path).close()
    OrganizerDesk.open(organizer.path).close()


def test_cards_of_recorded_outcomes(organizer, join):
    ada = join("ada")
    for submission, outcome, reason, state in (
        ("s1", Outcome.ABSENT, "team has left", State.ABSENT),
        ("s2", Outcome.RECUSED, "I know the team", State.RECUSED),
        ("s3", Outcome.SKIPPED, "ran out of time", State.SKIPPED),
    ):
        card = ada.record_outcome(submission, outcome, reason)
        assert (card.state, card.reason, card.entered.marks) == (state, reason, {})
    for outcome, reason in ((Outcome.ABSENT, "bored"), (Outcome.SKIPPED, "team has left"), (Outcome.MARKED, "")):
        with pytest.raises(Problem, match="Say why"):
            ada.record_outcome("s4", outcome, reason)


def test_two_versions_in_one_breath_are_no_conflict(organizer):
    submission = next(iter(organizer.record.submissions.values()))
    organizer.put([replace(submission, table="A1"), replace(submission, table="A2")])
    assert organizer.record.conflicts == ()
    assert organizer.record.submissions[submission.id].table == "A2"


def test_a_decision_for_something_else_is_refused(organizer, join, score, stick):
    ada = join("ada")
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path])
    rubric = organizer.record.rubric_eid
    organizer.put_ballots([paper("ada", "s1", 1, 1, rubric)])
    (conflict,) = organizer.record.conflicts
    with pytest.raises(Problem, match="none of the sides"):
        organizer.resolve(conflict, "00" * 32)
    own = next(head.eid for head in conflict.heads if not head.paper)
    organizer.resolve(conflict, own)
    assert organizer.record.ballots["ada", "s1"].eid == own
    assert organizer.put_ballots([paper("ada", "s1", 1, 1, rubric)]) == 0, "what lost is not said again"


def test_an_event_that_cannot_be_made_leaves_nothing_behind(tmp_path, plan):
    broken = replace(plan, tracks=(Track(id="t", name="T", description="x" * 60_000),))
    path = tmp_path / f"new{WORKSPACE}"
    with pytest.raises(Problem):
        OrganizerDesk.create(path, broken)
    assert list(tmp_path.glob("new*")) == []
    OrganizerDesk.create(path, plan).close()


def test_a_ticket_that_is_found_later_lets_the_laptop_in(organizer, join, score, stick):
    ada = join("ada", ticket="")
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path])
    assert organizer.record.ballots == {}
    with pytest.raises(Problem, match="12 letters"):
        ada.give_ticket("short")
    with pytest.raises(Problem, match="another judge"):
        ada.give_ticket(f"gmj:bob:{organizer.tickets['bob']}")
    ada.give_ticket(f"gmj:ada:{organizer.tickets['ada']}")
    organizer.merge([ada.hand_in(stick).path])
    assert set(organizer.record.ballots) == {("ada", "s1")}
