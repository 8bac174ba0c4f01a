"""The agenda at the desk, and what the projector shows of it and of the other scenes of the evening."""

from dataclasses import replace

import pytest

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.scenes import Moment
from gpumode_judge.desk import planning
from gpumode_judge.desk.agenda import commit_agenda, import_agenda, put_agenda, put_hand_in, time_left_until
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.presenting import Presenting
from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.event import Prize
from gpumode_judge.event.problem import Problem

DAY = Agenda(
    items=(
        AgendaItem(begins="10:00", ends="10:30", title="Doors", where="Foyer"),
        AgendaItem(begins="18:00", title="Talks"),
        AgendaItem(begins="00:30", title="Awards"),
    ),
    hand_in="21:00",
)
SIX_PM = "2024-09-22T01:00:00.000Z"  # in Los Angeles it is 18:00 on the day before


def test_it_is_said_once(organizer):
    assert put_agenda(organizer, DAY) == 1
    assert put_agenda(organizer, DAY) == 0
    assert organizer.record.agenda == DAY
    assert put_hand_in(organizer, "9 pm") == 0
    assert put_hand_in(organizer, "") == 1
    assert organizer.record.agenda == replace(DAY, hand_in="")
    with pytest.raises(Problem, match="is no time"):
        put_hand_in(organizer, "late")


def test_it_is_no_news_for_judges(organizer, stick):
    organizer.export_event(stick)
    put_agenda(organizer, DAY)
    assert not organizer.event_file_outdated


def test_a_table_is_shown_before_it_is_said(organizer, tmp_path):
    put_hand_in(organizer, "21:00")
    (tmp_path / "day.csv").write_text("Time,What,Room\n10:00,Doors,Foyer\nsoon,Talks,\n")
    prepared = import_agenda(organizer, tmp_path / "day.csv")
    assert organizer.record.agenda.items == ()
    assert [s.line for s in prepared.skipped] == [3]
    assert commit_agenda(organizer, prepared) == 1
    assert organizer.record.agenda == Agenda(
        items=(AgendaItem(begins="10:00", title="Doors", where="Foyer"),), hand_in="21:00"
    )
    assert commit_agenda(organizer, prepared) == 0


@pytest.mark.parametrize("text", ["a,b\nx,y\n", "Time,What\nsoon,Talks\n"])
def test_a_table_without_a_day_is_refused(organizer, tmp_path, text):
    (tmp_path / "day.csv").write_text(text)
    prepared = import_agenda(organizer, tmp_path / "day.csv")
    assert prepared.problem
    with pytest.raises(Problem):
        commit_agenda(organizer, prepared)


def test_it_goes_with_the_plan(organizer, tmp_path, clock, desks):
    put_agenda(organizer, DAY)
    path = planning.write_toml(organizer.plan, tmp_path)
    again = desks(OrganizerDesk.create(tmp_path / "again.gmjdb", planning.plan_from_toml(path), clock))
    assert again.record.agenda == DAY
    # A file that says nothing of the day leaves it as it is.
    assert planning.update(again, replace(planning.plan_from_toml(path), agenda=Agenda())) == 0
    assert again.record.agenda == DAY


def test_the_scene_marks_what_is_on(organizer):
    put_agenda(organizer, DAY)
    now = [SIX_PM]
    shown = Presenting(organizer, lambda: now[0])
    board = shown.board(Scene.AGENDA)
    assert [(line.title, line.moment) for line in board.agenda] == [
        ("Doors", Moment.PAST), ("Talks", Moment.NOW), ("Awards", Moment.NEXT),
    ]  # fmt: skip
    assert board.countdown.at.startswith("2024-09-22T04:00:00")
    now[0] = "2024-09-22T01:00:59.000Z"
    assert shown.board(Scene.AGENDA) is board  # nothing is made anew within a minute
    now[0] = "2024-09-22T07:31:00.000Z"
    assert [line.moment for line in shown.board(Scene.AGENDA).agenda][-1] is Moment.NOW
    assert shown.board(Scene.AGENDA).countdown is None


def test_until_when_to_hand_in(organizer):
    event = organizer.record.event
    assert time_left_until(event, DAY) == "2024-09-22T04:00:00+00:00"
    assert time_left_until(event, Agenda()) == ""
    assert time_left_until(replace(event, day=""), DAY) == ""
    assert time_left_until(replace(event, zone="Nowhere/Land"), DAY) == "2024-09-21T21:00:00+00:00"


def test_every_scene_has_a_board(organizer):
    shown = Presenting(organizer, lambda: SIX_PM)
    for scene in Scene:
        assert shown.board(scene).scene in (scene, Scene.WELCOME, Scene.MESSAGE)
    assert shown.board(Scene.MESSAGE, "Dinner is\nserved \u202e").message == "Dinner is\nserved"
    assert shown.board(Scene.MESSAGE, "x").message == "x"
    assert shown.board(Scene.COUNTDOWN).scene is Scene.MESSAGE  # without a deadline there is nothing to count to
    put_hand_in(organizer, "21:00")
    assert shown.board(Scene.COUNTDOWN).countdown.label == "Hand in your work"
    assert shown.board(Scene.COUNTDOWN, "Pencils down").countdown.label == "Pencils down"


def test_logos_appear_when_they_come(organizer, tmp_path):
    from gpumode_judge.desk.pictures import logo_of, put_picture

    organizer.put([Prize(id="p", name="Best use of Triton", sponsor="Acme")])
    shown = Presenting(organizer)
    assert shown.board(Scene.SPONSORS).logos == ()
    (tmp_path / "acme.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    put_picture(organizer, logo_of("Acme"), tmp_path / "acme.svg")
    assert shown.board(Scene.SPONSORS).logos == (("Acme", "sponsor:acme"),)


def test_health(organizer, join, score, stick):
    shown = Presenting(organizer, lambda: "2024-09-21T19:00:00.000Z")
    health = shown.health()
    assert (health.age, health.files, health.frozen, health.hidden) == (None, 0, "", 0)
    assert health.missing == ("Ada Lovelace", "Bob ../../Dobbs", "Cyd")
    assert not health.whole
    ada = join("ada")
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path])
    health = shown.health()
    assert health.files == 1
    assert 0 < health.age < 3600
    assert health.missing == ("Bob ../../Dobbs", "Cyd")
    assert health.behind == ("Ada Lovelace",)
