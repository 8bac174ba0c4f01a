import csv
import io
from decimal import Decimal

import openpyxl
import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.reports import (
    Report,
    ReportHeader,
    standings_report,
    to_csv,
    to_xlsx,
)

HEADER = ReportHeader(event="CUDA MODE IRL", rules="3", snapshot="ab12cd34", at="2026-09-19T22:10:00Z")
COLUMNS = ("Rank", "Title", "Score", "Visits")
ROWS = ((1, "Tiled, “fast” ∑", Decimal("92.50"), 4), (None, '=HYPERLINK("x")', None, 0))


def table(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheet(data, name):
    return openpyxl.load_workbook(io.BytesIO(data))[name]


def test_csv_is_a_header_and_data_with_the_facts_on_the_right():
    rows = table(to_csv(standings_report(HEADER, COLUMNS, ROWS)))
    assert list(rows[0]) == [*COLUMNS, "Event", "Rules", "Snapshot", "At"]
    assert rows[0] == {
        "Rank": "1", "Title": "Tiled, “fast” ∑", "Score": "92.5", "Visits": "4",
        "Event": "CUDA MODE IRL", "Rules": "3", "Snapshot": "ab12cd34", "At": "2026-09-19T22:10:00Z",
    }  # fmt: skip
    assert rows[1]["Rank"] == rows[1]["Score"] == ""


def test_a_report_without_rows_still_says_where_it_comes_from():
    (row,) = table(to_csv(standings_report(HEADER, COLUMNS, ())))
    assert (row["Event"], row["Title"]) == ("CUDA MODE IRL", "")


def test_columns_of_the_report_and_of_its_facts_stay_apart():
    text = to_csv(Report(title="R", facts=(("Event", "Night"),), columns=("Event",), rows=(("hello",),)))
    assert table(text) == [{"Event": "hello", "Report event": "Night"}]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_would_be_a_formula_is_defused_everywhere(start):
    evil = f"{start}1+1"
    report = Report(title=evil, facts=((f"{evil}0", evil),), columns=(evil,), rows=((evil,),))
    for line in csv.reader(io.StringIO(to_csv(report), newline="")):
        assert all(cell.startswith("'") for cell in line)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 5
    assert all(cell.data_type == "s" and str(cell.value).startswith("'") for cell in cells)


def test_numbers_are_numbers_even_below_zero():
    assert (
        table(to_csv(Report(title="R", facts=(), columns=("N",), rows=((-3,), (Decimal("-0.50"),)))))[1]["N"] == "-0.5"
    )
    page = sheet(to_xlsx(Report(title="R", facts=(), columns=("N",), rows=((-3,), (Decimal("1E+2"),)))), "R")
    assert [page["A2"].value, page["A3"].value] == [-3, 100]
    assert {page["A2"].data_type, page["A3"].data_type} == {"n"}


def test_a_workbook_has_the_table_and_the_facts():
    data = to_xlsx(standings_report(HEADER, COLUMNS, ROWS))
    page, about = sheet(data, "Standings"), sheet(data, "About")
    assert [cell.value for cell in page[1]] == list(COLUMNS)
    assert [cell.value for cell in page[2]] == [1, "Tiled, “fast” ∑", 92.5, 4]
    assert [cell.value for cell in page[3]] == [None, '\'=HYPERLINK("x")', None, 0]
    assert [(row[0].value, row[1].value) for row in about.iter_rows(min_row=2)] == list(HEADER.facts)
    assert page.freeze_panes == "A2"


def test_addresses_and_digits_in_text_stay_text():
    page = sheet(to_xlsx(Report(title="R", facts=(), columns=("T",), rows=(("007",), ("http://example.org",)))), "R")
    assert [page["A2"].value, page["A3"].value] == ["007", "http://example.org"]
    assert page["A3"].hyperlink is None


@pytest.mark.parametrize("title", ["A/B: [all] * of it?", "x" * 80, "''", "", "About"])
def test_any_title_gives_a_workbook_that_opens(title):
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(Report(title=title, facts=(), columns=("A",), rows=()))))
    assert len(book.sheetnames) == 2


def test_a_stray_carriage_return_does_not_break_the_row():
    assert len(table(to_csv(Report(title="R", facts=(), columns=("T",), rows=(("a\rb",),))))) == 1


def test_a_table_that_no_sheet_holds_is_refused_in_one_sentence():
    with pytest.raises(Problem, match="write it as CSV"):
        to_xlsx(Report(title="Wide", facts=(), columns=("c",) * 20_000, rows=()))


def test_rows_must_fit_the_columns():
    with pytest.raises(ValueError, match="one cell for each column"):
        Report(title="R", facts=(), columns=("A", "B"), rows=((1,),))
