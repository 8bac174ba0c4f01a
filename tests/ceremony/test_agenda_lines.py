from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ceremony import compose
from gpumode_judge.ceremony.agenda import hand_in, lines
from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.scenes import Moment
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.event import Event

DAY = "2026-09-19"
EVENING = Agenda(
    items=(
        AgendaItem(begins="18:00", title="Doors"),
        AgendaItem(begins="19:00", ends="19:30", title="Talk", where="Main hall"),
        AgendaItem(begins="22:00", title="Judging"),
        AgendaItem(begins="00:30", title="Results"),
    ),
    hand_in="22:00",
)


def at(text):
    return datetime.fromisoformat(text)


def moments(now, agenda=EVENING, day=DAY):
    return [line.moment.value for line in lines(agenda, day, now)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-19T17:00", ["next", "later", "later", "later"]),
        ("2026-09-19T18:00", ["now", "next", "later", "later"]),
        ("2026-09-19T19:10", ["past", "now", "next", "later"]),
        ("2026-09-19T20:00", ["past", "past", "next", "later"]),
        ("2026-09-19T23:59", ["past", "past", "now", "next"]),
        ("2026-09-20T00:30", ["past", "past", "past", "now"]),
        ("2026-09-20T06:29", ["past", "past", "past", "now"]),
        ("2026-09-20T06:30", ["past", "past", "past", "past"]),
    ],
)
def test_what_is_on_and_what_is_next(now, expected):
    assert moments(at(now)) == expected


def test_times_are_told_as_on_the_wall():
    assert [line.time for line in lines(EVENING, DAY, None)] == ["18:00", "19:00–19:30", "22:00", "00:30"]
    far = Agenda(items=(AgendaItem(begins="2026-09-20T00:30", ends="2026-09-20T01:00", title="x"),))
    assert lines(far, DAY, None)[0].time == "00:30–01:00"


@pytest.mark.parametrize("day", ["", "some day", "2026-13-45"])
def test_without_the_day_nothing_has_a_moment(day):
    assert moments(at("2026-09-19T19:10"), day=day) == ["later"] * 4
    assert hand_in(EVENING, day) is None


def test_dates_of_their_own_need_no_day_and_a_wrong_one_is_no_moment():
    dated = Agenda(items=(AgendaItem(begins="2026-09-20T10:00", title="x"), AgendaItem(begins="12:00", title="y")))
    assert moments(at("2026-09-20T11:00"), dated, "") == ["now", "next"]
    wrong = Agenda(items=(AgendaItem(begins="2026-02-31T10:00", title="x"),))
    assert moments(at("2026-09-20T11:00"), wrong) == ["later"]


def test_items_at_the_same_time_are_on_together():
    both = Agenda(
        items=tuple(AgendaItem(begins=b, title=t) for b, t in (("18:00", "a"), ("18:00", "b"), ("20:00", "c")))
    )
    assert moments(at("2026-09-19T19:00"), both) == ["now", "now", "next"]
    assert moments(at("2026-09-19T17:00"), both) == ["next", "next", "later"]


@given(st.lists(st.integers(0, 24 * 60 - 1), max_size=8), st.integers(-3000, 6000))
def test_moments_are_in_order(minutes, now):
    items = tuple(AgendaItem(begins=f"{m // 60:02}:{m % 60:02}", title="x") for m in sorted(minutes))
    got = moments(at(f"{DAY}T00:00") + timedelta(minutes=now), Agenda(items=items))
    order = [moment.value for moment in Moment]
    assert got == sorted(got, key=order.index)


def test_the_agenda_scene_counts_down_to_the_hand_in_in_the_zone_of_the_event():
    event = Event(title="E", day=DAY, zone="America/Los_Angeles")
    zone = ZoneInfo(event.zone)
    board = compose.agenda(event, EVENING, at("2026-09-19T19:10").replace(tzinfo=zone))
    assert board.countdown is not None
    assert board.countdown.at == "2026-09-20T05:00:00+00:00"
    assert as_text(board).splitlines() == [
        "E", "Today", "Hand in your work: 2026-09-20T05:00:00+00:00", "over: 18:00 Doors", "now: 19:00–19:30 Talk, Main hall",
        "next: 22:00 Judging", "00:30 Results",
    ]  # fmt: skip
    assert compose.agenda(event, EVENING, at("2026-09-19T22:00").replace(tzinfo=zone)).countdown is None
    assert compose.agenda(event, EVENING, at("2026-09-19T19:10")).countdown is None
    assert compose.agenda(event, EVENING).countdown is None
    assert "No agenda yet" in as_text(compose.agenda(event, Agenda()))


def test_a_hand_in_past_midnight():
    night = Agenda(items=EVENING.items, hand_in="00:15")
    assert hand_in(night, DAY) == at("2026-09-20T00:15")


def test_a_long_agenda_has_pages():
    long = Agenda(items=tuple(AgendaItem(begins=f"{h:02}:00", title=f"Item {h}") for h in range(20)))
    board = compose.agenda(Event(title="E"), long)
    assert (board.scene, board.pages, board.turning) == (Scene.AGENDA, 2, 2)
    assert board.turned(1).page_agenda[0].time == "12:00"
