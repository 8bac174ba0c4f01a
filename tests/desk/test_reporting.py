import csv
import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from gpumode_judge.desk import reporting, showing
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules


@pytest.fixture
def scored(organizer, join, stick, score):
    ada, bob = join("ada"), join("bob")
    score(ada, "s1", 5, 3)
    score(bob, "s1", 4, 4)
    score(bob, "s2", 2, 2)
    for desk in (ada, bob):
        desk.hand_in(stick)
    organizer.merge([stick])
    return organizer


def test_the_table(scored):
    table = reporting.standings_table(scored)
    assert table.columns == (
        "Rank", "Submission", "Team", "Table", "Tracks", "Visits", "Score", "Raw mean", "Impact", "Depth",
        "Rank from (90 %)", "Rank to (90 %)", "First place (%)",
    )  # fmt: skip
    first, second, *rest = table.rows
    points = (Decimal("80.00"), Decimal("80.00"), Decimal("61.25"), Decimal("18.75"))
    assert first[:10] == (1, "Team 1", "T1", "1", "", 2, *points)
    assert second[:2] == (2, "Team 2")
    assert [row[0] for row in rest] == [None] * 3
    assert all(row[6:] == (None,) * 7 for row in rest)


def test_how_sure_the_ranks_are(scored, join, score, stick):
    cyd = join("cyd")
    for number, impact in ((1, 5), (2, 2), (3, 3)):
        score(cyd, f"s{number}", impact, 3)
    cyd.hand_in(stick)
    scored.merge([stick])
    rows = reporting.standings_table(scored).rows
    low, high, first = rows[0][-3:]
    assert (low, high) == (1, 1)
    assert Decimal(50) < first <= Decimal(100)
    assert rows[-1][-3:] == (None, None, None)


def test_by_another_method(scored):
    severe = reporting.standings_table(scored, "severity")
    assert severe.columns == reporting.standings_table(scored).columns
    assert severe.rows[0][7] == Decimal("80.00") != severe.rows[0][6]


def test_a_criterion_without_weight_has_no_column(scored):
    scored.put([Rules(method="mean", weights={"impact": Decimal(1)})])
    columns = reporting.standings_table(scored).columns
    assert "Impact" in columns
    assert "Depth" not in columns


def test_csv_names_what_it_comes_from(scored):
    rows = list(csv.DictReader(io.StringIO(reporting.standings_csv(scored))))
    assert rows[0]["Submission"] == "Team 1"
    assert rows[0]["Score"] == "80"
    assert rows[0]["Event"] == "CUDA MODE IRL"
    assert rows[0]["Snapshot"] == reporting.snapshot_of(scored.record)


def test_written_files_say_the_same(scored, tmp_path):
    (tmp_path / "s.csv").write_text("an older one", encoding="utf-8")
    first = reporting.write_standings(scored, tmp_path / "s.csv")
    second = reporting.write_standings(scored, tmp_path / "s.XLSX")
    rows = list(csv.reader(first.open(encoding="utf-8-sig")))
    sheet = list(openpyxl.load_workbook(second).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows] == [row[1] for row in sheet]
    assert sheet[1][6] == 80
    with pytest.raises(Problem, match=r"\.xlsx"):
        reporting.write_standings(scored, tmp_path / "s.pdf")
    with pytest.raises(Problem):
        reporting.write_standings(scored, tmp_path / "none" / "s.csv")


def test_the_snapshot_names_what_is_known_and_not_how_it_came(scored, join, stick, score, tmp_path):
    before = reporting.snapshot_of(scored.record)
    scored.merge([stick])
    assert reporting.snapshot_of(scored.record) == before
    cyd = join("cyd")
    score(cyd, "s3", 3, 3)
    cyd.hand_in(stick)
    scored.merge([stick])
    assert reporting.snapshot_of(scored.record) != before


def test_standings_as_values(scored):
    shown = showing.show_standings(scored)
    first = shown["rows"][0]
    assert (first["rank"], first["submission"], first["score"]) == (1, "Team 1", 80.0)
    assert sum(first["shares"].values()) == pytest.approx(80)


def test_a_conflict_of_rules_or_people_reads_as_a_sentence(scored, changed_team):
    from gpumode_judge.desk.telling import about, says

    record = scored.record
    told = [
        says(record, value)
        for value in (
            changed_team(1, tracks=("t",)), record.rubric, record.rules, record.judges["ada"], record.tracks[0], record.prizes[0],
        )
    ]  # fmt: skip
    assert told == [
        "“Team 1”, T1, table 1, Open, submitted", "“Open-ended”: Impact 1–5, Depth 1–5", "mean; depth 30, impact 70",
        "Ada Lovelace", "Open", "Best use of Triton",
    ]  # fmt: skip
    assert about(record, ("ballot", "ada", "s1")) == "ballot: Ada Lovelace on Team 1"
    assert about(record, ("rules",)) == "rules"


def test_without_a_weight_there_is_a_sentence(scored):
    scored.put([replace(scored.record.rules, weights={})])
    with pytest.raises(Problem, match="weight"):
        reporting.standings_table(scored)
