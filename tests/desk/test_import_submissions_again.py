"""Importing an updated export: what changed changes, what is new is added, what is gone is told, and no mark is lost."""

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from gpumode_judge.desk.importing import What, commit, prepare
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event
from gpumode_judge.event.submission import Entered

HEAD = [
    "Project Title", "Table Number", "Submission Url", "Project Status", "About The Project", "Opt-In Prizes",
    "Submitter First Name", "Submitter Last Name", "Submitter Email", "Additional Team Member Count",
    "Team Member 1 First Name", "Team Member 1 Last Name", "Team Member 1 Email", "...",
]  # fmt: skip
SUBMITTED = "Submitted (Gallery/Visible)"


@pytest.fixture
def desk(tmp_path, plan, clock, desks) -> OrganizerDesk:
    (tmp_path / "night").mkdir()
    bare = replace(plan, event=Event(title="Night"), tracks=(), prizes=())
    return desks(OrganizerDesk.create(tmp_path / "night", bare, clock))


@pytest.fixture
def take(desk, tmp_path):
    """Imports rows of a Devpost export and gives the report."""

    def take(*rows: list[str], head: list[str] = HEAD, what: What = What.SUBMISSIONS):
        path = tmp_path / "export.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *rows])
        return commit(desk, prepare(desk, path, what))

    return take


def row(
    title: str, number: int, table: str = "", status: str = SUBMITTED, about: str = "", prizes: str = ""
) -> list[str]:
    url = f"https://night.devpost.com/submissions/{number}" if status != "Draft" else ""
    return [title, table, url, status, about, prizes, "Mina", "Okafor", f"m{number}@example.org", "0"]


def by_title(desk: OrganizerDesk):
    return {s.title: s for s in desk.record.submissions.values()}


def counts(report) -> tuple[int, int, int, int]:
    return report.read, report.added, report.changed, report.unchanged


def test_the_same_export_again_changes_nothing(desk, take):
    rows = [row("A", 1, "1"), row("B", 2, "2", prizes="Most Fun"), row("tbd", 3, status="Draft")]
    assert counts(take(*rows)) == (3, 3, 0, 0)
    entries = len(list(desk.ledger))
    again = take(*rows)
    assert (*counts(again), again.vanished) == (3, 0, 0, 3, ())
    assert len(list(desk.ledger)) == entries


def test_an_updated_export(desk, take):
    take(row("A", 1, "1"), row("B", 2, "2"), row("C", 3))
    ids = {title: s.id for title, s in by_title(desk).items()}
    report = take(row("A (final)", 1, "7", about="Now with figures."), row("B", 2, "2"), row("D", 4, "4"))
    assert counts(report) == (3, 1, 1, 1)
    assert report.vanished == ("C",)
    now = by_title(desk)
    assert now["A (final)"].id == ids["A"]
    assert (now["A (final)"].table, now["A (final)"].description) == ("7", "Now with figures.")
    assert now.keys() == {"A (final)", "B", "C", "D"}


def test_marks_stay_with_their_submission(desk, take, tmp_path):
    take(row("A", 1, "1"), row("B", 2, "2"))
    head = ["judge", "submission", "impact", "depth"]
    take(["Ada Lovelace", "A", "4", "5"], ["Cyd", "B", "1", "2"], head=head, what=What.BALLOTS)
    before = {key: held.value for key, held in desk.record.ballots.items()}
    take(row("B, renamed", 2, "9"), row("C", 3))
    assert {key: held.value for key, held in desk.record.ballots.items()} == before
    assert {desk.record.submissions[s].title for _, s in before} == {"A", "B, renamed"}


def test_what_the_organizers_did_stays(desk, take):
    take(row("A", 1), row("B", 2, "2"), row("C", 3))
    mine = by_title(desk)
    desk.withdraw(mine["A"].id)
    desk.put([replace(mine["C"], table="12", team="The C Team")])
    report = take(row("A", 1), row("B", 2, "3"), row("C", 3))
    now = by_title(desk)
    assert now["A"].entered is Entered.WITHDRAWN
    assert (now["C"].table, now["C"].team) == ("12", "The C Team")
    assert now["B"].table == "3"
    assert any("“A” was withdrawn here and stays withdrawn" in note for note in report.notes)


def test_a_table_in_the_export_goes_before_one_that_was_typed(desk, take):
    take(row("A", 1))
    desk.put([replace(by_title(desk)["A"], table="12")])
    take(row("A", 1, "0"))
    assert by_title(desk)["A"].table == "12"
    take(row("A", 1, "5"))
    assert by_title(desk)["A"].table == "5"


def test_a_draft_that_is_submitted_later_is_the_same_submission(desk, take):
    take(row("A", 1), row("Idea", 2, status="Draft"))
    draft = by_title(desk)["Idea"]
    assert [s.title for s in desk.record.judged] == ["A"]
    report = take(row("A", 1), row("Idea", 2))
    assert counts(report) == (2, 0, 1, 1)
    assert by_title(desk)["Idea"].id == draft.id
    assert {s.title for s in desk.record.judged} == {"A", "Idea"}


def test_two_of_one_name_stay_two(desk, take):
    rows = [row("Untitled", 1, "1"), row("Untitled", 2, "2")]
    assert counts(take(*rows)) == (2, 2, 0, 0)
    assert counts(take(*rows)) == (2, 0, 0, 2)
    assert sorted(s.table for s in desk.record.judged) == ["1", "2"]


def test_sorted_by_prize_and_then_plain(desk, take):
    known = ["Opt-In Prize", *HEAD]
    fun, fast = "Most Fun", "Fastest, Single Node"
    both = row("A", 1, "1", prizes=f"{fun}, {fast}")
    report = take([fun, *both], [fast, *both], [fun, *row("B", 2, "2", prizes=fun)], head=known)
    assert (report.read, report.added) == (3, 2)
    names = {prize.id: prize.name for prize in desk.record.prizes}
    assert sorted(names.values()) == sorted([fun, fast])
    entries = len(list(desk.ledger))
    again = take(both, row("B", 2, "2", prizes=fun))
    assert counts(again) == (2, 0, 0, 2)
    assert len(list(desk.ledger)) == entries
    assert {names[p] for p in by_title(desk)["A"].prizes} == {fun, fast}


def test_what_came_by_hand_is_not_reported_as_vanished(desk, take):
    take(row("A", 1))
    take(["By Hand", "9"], head=["title", "table"])
    assert take(row("A", 1)).vanished == ()


def test_addresses_stay_beside_the_ledger(desk, take):
    take(row("A", 1))
    assert set(desk.contacts.values()) >= {"m1@example.org"}
    assert not any(b"example.org" in entry.body and b"m1@" in entry.body for entry in desk.ledger)


def test_a_correction_of_columns_is_remembered_for_the_event(desk, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("what,where,why\nA,1,x\n", encoding="utf-8")
    first = prepare(desk, path, What.SUBMISSIONS, corrections={"what": "title", "where": "table", "why": ""})
    assert [column.field for column in first.columns] == ["title", "table", ""]
    assert first.problem == ""
    commit(desk, first)
    path.write_text("why,what,where\nx,A,2\n", encoding="utf-8")
    second = prepare(desk, path, What.SUBMISSIONS)
    assert [column.field for column in second.columns] == ["", "title", "table"]
    assert counts(commit(desk, second)) == (1, 0, 1, 0)
    assert by_title(desk)["A"].table == "2"


def test_a_preview_changes_nothing_and_tells_the_truth(desk, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("title,table\nA,1\n,2\n", encoding="utf-8")
    before, entries = desk.path.read_bytes(), len(list(desk.ledger))
    prepared = prepare(desk, path, What.SUBMISSIONS)
    assert (desk.path.read_bytes(), len(list(desk.ledger))) == (before, entries)
    assert commit(desk, prepared) == prepared.preview


def test_marks_of_the_paper_survive_a_weight(desk, take):
    take(row("A", 1, "1"))
    take(["Ada Lovelace", "1", "4", "5"], head=["judge", "table", "impact", "depth"], what=What.BALLOTS)
    (held,) = desk.record.ballots.values()
    assert held.value.marks == {"impact": Decimal(4), "depth": Decimal(5)}


def test_the_file_is_only_read(desk, take, tmp_path: Path):
    take(row("A", 1))
    path = tmp_path / "export.csv"
    before = path.read_bytes()
    commit(desk, prepare(desk, path, What.SUBMISSIONS))
    assert path.read_bytes() == before
