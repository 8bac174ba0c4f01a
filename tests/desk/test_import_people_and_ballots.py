"""Importing judges, visits, and ballots from paper."""

from decimal import Decimal

import pytest

from gpumode_judge.desk.importing import What, commit, prepare
from gpumode_judge.event.people import Outcome


@pytest.fixture
def take(organizer, tmp_path):
    """Imports a table and gives the report."""

    def take(text: str, what: What, **more):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return commit(organizer, prepare(organizer, path, what, **more))

    return take


def counts(report) -> tuple[int, int, int, int, int]:
    return report.read, report.added, report.changed, report.unchanged, len(report.skipped)


class TestJudges:
    def test_new_changed_and_known(self, organizer, take):
        tickets = dict(organizer.tickets)
        report = take(
            "name,email,affiliation,tracks\n"
            "Ada Lovelace,ada@private.example,Engines,Open\n"  # known by address; now with more
            "Cyd,,,\n"
            "Dee Late,dee@private.example,,Kernels\n",
            What.JUDGES,
        )
        assert counts(report) == (3, 1, 1, 1, 0)
        judges = {judge.name: judge for judge in organizer.record.judges.values()}
        assert (judges["Ada Lovelace"].id, judges["Ada Lovelace"].affiliation) == ("ada", "Engines")
        assert judges["Ada Lovelace"].tracks == ("t",)
        assert [organizer.record.track(t) for t in judges["Dee Late"].tracks] == ["Kernels"]
        assert organizer.emails[judges["Dee Late"].id] == "dee@private.example"
        assert {name: organizer.tickets[name] for name in tickets} == tickets
        assert organizer.tickets[judges["Dee Late"].id]

    def test_a_judge_who_changed_name_is_found_by_address(self, organizer, take):
        take("name,email\nAda King,ada@private.example\n", What.JUDGES)
        assert organizer.record.judges["ada"].name == "Ada King"

    def test_again_is_nothing_new(self, organizer, take):
        text = "name,email\nDee,dee@private.example\nDee,other@private.example\n"
        assert counts(take(text, What.JUDGES))[1] == 2
        entries = len(list(organizer.ledger))
        assert counts(take(text, What.JUDGES)) == (2, 0, 0, 2, 0)
        assert len(list(organizer.ledger)) == entries


class TestAssignments:
    def test_order_and_own_order(self, organizer, take):
        report = take(
            "judge,submission,order\nada,Team 3,2\nAda Lovelace,Team 1,1\nCyd,Team 5,\nCyd,Team 2,\nNobody,Team 1,\n",
            What.ASSIGNMENTS,
        )
        assert counts(report) == (5, 4, 0, 0, 1)
        assert report.skipped[0].line == 6
        assert [s.id for s in organizer.record.round_of("ada")] == ["s1", "s3"]
        assert [s.id for s in organizer.record.round_of("cyd")] == ["s5", "s2"]
        assert len(organizer.record.round_of("bob")) == 5

    def test_a_table_replaces_the_visits_of_those_it_names(self, organizer, take):
        take("judge,submission\nada,Team 1\nCyd,Team 2\n", What.ASSIGNMENTS)
        assert counts(take("judge,submission\nada,Team 4\nada,Team 4\n", What.ASSIGNMENTS)) == (2, 1, 0, 0, 1)
        assert [s.id for s in organizer.record.round_of("ada")] == ["s4"]
        assert [s.id for s in organizer.record.round_of("cyd")] == ["s2"]


WIDE = "judge,submission,impact,depth,outcome,reason,note\nAda Lovelace,Team 1,4,5,,,good\nCyd,Team 2,,,absent,,\n"
LONG = "judge,table,criterion,mark\nAda Lovelace,1,Impact,4\nAda Lovelace,1,Depth,5\nCyd,2,,absent\n"


class TestBallots:
    @pytest.mark.parametrize("text", [WIDE, LONG], ids=["wide", "long"])
    def test_are_recorded_as_entered_by_the_organizers(self, organizer, take, text):
        report = take(text, What.BALLOTS)
        assert (report.added, report.changed, report.skipped) == (2, 0, ())
        ada = organizer.record.ballots["ada", "s1"]
        assert (ada.paper, ada.value.marks) == (True, {"impact": Decimal(4), "depth": Decimal(5)})
        cyd = organizer.record.ballots["cyd", "s2"]
        assert (cyd.value.outcome, cyd.value.reason) == (Outcome.ABSENT, "nobody at the table")
        assert [standing.submission for standing in organizer.standings().rows if standing.visits] == ["s1"]

    def test_wide_and_long_are_the_same(self, organizer, take):
        take(WIDE, What.BALLOTS)
        entries = len(list(organizer.ledger))
        assert (take(LONG, What.BALLOTS).added, len(list(organizer.ledger))) == (0, entries)

    def test_a_note_on_paper_travels_once(self, organizer, take):
        take(WIDE, What.BALLOTS)
        take(WIDE, What.BALLOTS)
        assert [held.value.text for held in organizer.record.remarks] == ["good"]

    def test_a_correction_on_paper_replaces_the_one_before(self, organizer, take):
        take(WIDE, What.BALLOTS)
        report = take(WIDE.replace("4,5", "2,3"), What.BALLOTS)
        assert counts(report)[1:4] == (0, 1, 1)
        assert organizer.record.ballots["ada", "s1"].value.marks["impact"] == Decimal(2)
        assert not organizer.record.conflicts

    def test_against_the_judges_own_laptop_is_a_conflict(self, organizer, join, stick, take):
        ada = join("ada")
        ada.mark("s1", "impact", Decimal(1))
        ada.mark("s1", "depth", Decimal(1))
        ada.record_ballot("s1")
        ada.hand_in(stick)
        organizer.merge([stick])
        report = take(WIDE, What.BALLOTS)
        assert any(note.startswith("Line 2: Ada Lovelace recorded other marks") for note in report.notes)
        (conflict,) = organizer.record.conflicts
        assert {head.paper for head in conflict.heads} == {True, False}
        assert ("ada", "s1") not in organizer.record.ballots

    def test_the_same_as_on_the_laptop_is_nothing_new(self, organizer, join, stick, take):
        ada = join("ada")
        ada.mark("s1", "impact", Decimal(4))
        ada.mark("s1", "depth", Decimal(5))
        ada.record_ballot("s1")
        ada.hand_in(stick)
        organizer.merge([stick])
        report = take("judge,submission,impact,depth\nAda Lovelace,Team 1,4,5\n", What.BALLOTS)
        assert counts(report) == (1, 0, 0, 1, 0)
        assert not organizer.record.conflicts

    def test_what_cannot_be_a_ballot_is_told_by_its_line(self, organizer, take):
        report = take(
            "judge,submission,impact,depth\n"
            "Ada Lovelace,Team 1,4,\nAda Lovelace,Team 2,4,9\nAda Lovelace,Team 3,4,x\nNobody,Team 1,1,1\n"
            "Ada Lovelace,Team 99,1,1\nAda Lovelace,Team 4,3,3\n",
            What.BALLOTS,
        )
        assert counts(report) == (6, 1, 0, 0, 5)
        assert [skip.line for skip in report.skipped] == [2, 3, 4, 5, 6]
        assert all(skip.why.endswith((".", "?")) for skip in report.skipped)
        assert list(organizer.record.ballots) == [("ada", "s4")]

    def test_one_judges_sheet_names_the_judge_beside_it(self, organizer, take):
        take("table,impact,depth\n1,4,5\n", What.BALLOTS, judge="cyd")
        assert list(organizer.record.ballots) == [("cyd", "s1")]
