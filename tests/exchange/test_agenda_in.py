"""The agenda from tables and TOML: times as people write them, columns as they call them."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.agenda_in import agenda_from
from gpumode_judge.exchange.event_toml import read_plan, write_plan
from gpumode_judge.exchange.tables import read_table, table_from_bytes
from gpumode_judge.exchange.templates import template
from gpumode_judge.exchange.times import clock, date_of, span

SMALLEST = '[event]\ntitle = "Night"\nday = "2026-09-19"\n[[criterion]]\nname = "Depth"\n'


def ids():
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"


def table(text: str):
    return table_from_bytes("day.csv", text.encode())


def told(found):
    return [(i.begins, i.ends, i.title, i.where) for i in found.items]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("18:00", "18:00"), ("9:05", "09:05"), ("6 pm", "18:00"), ("6:30 PM", "18:30"), ("12 am", "00:00"), ("12pm", "12:00"),
        ("7 a.m.", "07:00"), ("24:00", "00:00"), ("midnight", "00:00"), ("Noon", "12:00"), ("18h30", "18:30"), ("18.30", "18:30"),
        ("18 Uhr", "18:00"), ("18:00:00", "18:00"), ("2026-09-20T00:30", "2026-09-20T00:30"), ("2026-09-20 00:30:00", "2026-09-20T00:30"),
        ("2026-12-31 24:00", "2027-01-01T00:00"),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text, time):
    assert clock(text) == time
    AgendaItem(begins=time, title="x")


@pytest.mark.parametrize(
    "text", ["", "x", "18", "1800", "25:00", "24:30", "18:60", "13 pm", "0 am", "2026-02-30 10:00", "-1:00"]
)
def test_what_is_no_time(text):
    with pytest.raises(Problem, match="is no time"):
        clock(text)


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("18:00–19:00", "18:00", "19:00"), ("18:00 - 19:30", "18:00", "19:30"), ("6-7 pm", "18:00", "19:00"),
        ("11-1 pm", "11:00", "13:00"), ("10 am to 12 pm", "10:00", "12:00"), ("18:00", "18:00", ""), ("18:00 –", "18:00", ""),
        ("2026-09-19 18:00 – 2026-09-19 19:00", "2026-09-19T18:00", "2026-09-19T19:00"),
    ],
)  # fmt: skip
def test_both_ends_in_one_cell(text, begins, ends):
    assert span(text) == (begins, ends)


@given(st.text(max_size=40))
def test_any_text_is_a_time_or_refused(text):
    for read in (clock, span):
        try:
            found = read(text)
        except Problem:
            continue
        for time in [found] if isinstance(found, str) else filter(None, found):
            AgendaItem(begins=time, title="x")
    assert date_of(text) == "" or len(date_of(text)) == 10


def test_a_usual_table():
    found = agenda_from(
        table("Start;End;Talk;Room;Speaker\n10:00;10:30;Doors open;Foyer;\n10:30;;Keynote;Hall 1;Ada\n")
    )
    assert told(found) == [("10:00", "10:30", "Doors open", "Foyer"), ("10:30", "", "Keynote · Ada", "Hall 1")]
    assert dict(found.columns) == {
        "Start": "begins",
        "End": "ends",
        "Talk": "title",
        "Room": "where",
        "Speaker": "speaker",
    }


def test_one_column_of_times_and_unknown_names():
    found = agenda_from(table("Zeitraum?,Was es gibt,Bemerkung\n9:00–10:00,Coffee,\n10:00,Talks,\n"))
    assert told(found) == [("09:00", "10:00", "Coffee", ""), ("10:00", "", "Talks", "")]


def test_dates_of_the_event_fall_away_and_others_stay():
    text = "Date,Time,What\n2026-09-19,18:00,Talks\n2026-09-20,00:30,Awards\n2026-09-19,10:00,Doors\n"
    found = agenda_from(table(text), "2026-09-19")
    assert [(i.begins, i.title) for i in found.items] == [
        ("10:00", "Doors"), ("18:00", "Talks"), ("2026-09-20T00:30", "Awards"),
    ]  # fmt: skip
    assert found.notes == ("The items were put in the order of their times.",)


def test_an_end_past_midnight():
    found = agenda_from(table("Date,From,To,What\n2026-09-19,22:00,01:00,Party\n"), "2026-09-19")
    assert told(found) == [("22:00", "01:00", "Party", "")]


def test_a_table_in_no_order_is_sorted_and_a_night_is_not():
    found = agenda_from(table("Time,What\n12:00,Lunch\n10:00,Doors\n23:00,Hand-in\n18:00,Dinner\n00:30,Awards\n"))
    assert [i.title for i in found.items] == ["Doors", "Lunch", "Dinner", "Hand-in", "Awards"]
    night = agenda_from(table("Time,What\n22:00,Talks\n00:30,Awards\n"))
    assert [i.title for i in night.items] == ["Talks", "Awards"]


def test_bad_lines_are_told_by_their_number():
    found = agenda_from(table("Time,Date,What\n10:00,,Doors\nlater,,Talks\n11:00,,\n12:00,9/10/2026,Lunch\n"))
    assert [i.title for i in found.items] == ["Doors"]
    assert [(s.line, s.why.split(";")[0]) for s in found.skipped] == [
        (3, "“later” is no time"),
        (4, "It has no title."),
        (5, "“9/10/2026” is no date"),
    ]


def test_missing_columns_are_named():
    found = agenda_from(table("a,b\nx,y\n"))
    assert found.items == ()
    assert "no column that is clearly “begins”" in found.problem


def test_corrections():
    text = table("Time,What,Notes\n10:00,Doors,Foyer\n")
    found = agenda_from(text, corrections={"notes": "where", "What": "title"})
    assert told(found) == [("10:00", "", "Doors", "Foyer")]
    assert told(agenda_from(text, corrections={"What": "", "Notes": "title"})) == [("10:00", "", "Foyer", "")]
    for wrong in ({"nothing": "title"}, {"What": "waltz"}):
        with pytest.raises(Problem, match=r"no column|cannot be"):
            agenda_from(text, corrections=wrong)


def test_a_spreadsheet_with_real_times(tmp_path):
    from datetime import date, datetime, time

    from openpyxl import Workbook

    book = Workbook()
    rows = [("Day", "Begins", "Ends", "Title"), (date(2026, 9, 19), time(9, 30), time(10, 0), "Doors"),
            (date(2026, 9, 19), time(18, 0), None, "Talks")]  # fmt: skip
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "day.xlsx")
    found = agenda_from(read_table(tmp_path / "day.xlsx"), "2026-09-19")
    assert told(found) == [("09:30", "10:00", "Doors", ""), ("18:00", "", "Talks", "")]
    book = Workbook()
    for row in [("When", "What"), (datetime.fromisoformat("2026-09-19T18:00"), "Talks")]:
        book.active.append(row)
    book.save(tmp_path / "when.xlsx")
    assert told(agenda_from(read_table(tmp_path / "when.xlsx"), "2026-09-19")) == [("18:00", "", "Talks", "")]


TOML = """
[agenda]
hand_in = "9 pm"
[[agenda.item]]
title = "Doors"
begins = 10:00:00
ends = "10:30"
where = "Foyer"
[[agenda.item]]
title = "Awards"
begins = 2026-09-20T00:30:00
"""


def test_toml_both_ways():
    plan = read_plan(SMALLEST + TOML, ids())
    assert plan.agenda == Agenda(
        items=(
            AgendaItem(begins="10:00", ends="10:30", title="Doors", where="Foyer"),
            AgendaItem(begins="2026-09-20T00:30", title="Awards"),
        ),
        hand_in="21:00",
    )
    assert read_plan(write_plan(plan), ids()).agenda == plan.agenda
    assert "agenda" not in write_plan(read_plan(SMALLEST, ids()))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[agenda]\nhand_in = "soon"', "Agenda: “soon” is no time; write it as 18:00"),
        ("[agenda]\nhand_in = 21", "must be a time in quotes"),
        ("[agenda]\nhandin = 1", "“hand_in” is probably meant"),
        ('[[agenda.item]]\nbegins = "10:00"', "Agenda item 1: “title” is missing"),
        ('[[agenda.item]]\ntitle = "Doors"', "Agenda item 1 “Doors”: “begins” is missing"),
        ('[[agenda.item]]\ntitle = "Doors"\nbegins = "25:00"', "Agenda item 1 “Doors”: “25:00” is no time"),
        ('[[agenda.item]]\ntitle = "Doors"\nbegins = "10:00"\nroom = "x"', "“room” is not a key that belongs here"),
        ("[[agenda]]\nitem = 1", "must be a table"),
        ('[agenda.item]\ntitle = "Doors"', "two brackets"),
    ],
)
def test_toml_that_cannot_be_meant(text, why):
    with pytest.raises(Problem) as refused:
        read_plan(SMALLEST + text, ids())
    assert why in str(refused.value)


def test_the_day_of_the_template():
    agenda = template("cuda-mode-irl", ids()).agenda
    assert [(i.begins, i.title) for i in agenda.items] == [
        ("10:00", "Doors open"),
        ("00:00", "Hand-in closes"),
        ("00:30", "Awards"),
    ]
    assert agenda.hand_in == "00:00"
