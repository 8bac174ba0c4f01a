"""The steps of a new event, without any window."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.desk import planning
from gpumode_judge.event.event import Event, Mode, Prize
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_line
from gpumode_judge.ui.start.new_event import STEPS, About, NewEvent, Step

READY = About(title="Kernel Night", day="2026-05-10", zone="Europe/Berlin")


def ready(**changes) -> NewEvent:
    event = NewEvent(About(day="2026-05-10"), ("UTC", "Europe/Berlin"))
    event.about = replace(READY, **changes)
    return event


def test_the_way_through_gives_the_plan():
    event = ready(place=" Berlin ", sponsors="Modal\n\n  Lambda \nModal\n", tracks="Beginners", mode=Mode.REHEARSAL)
    assert [event.step, event.next(), event.next(), event.next(), event.next()] == [*STEPS, Step.CREATE]
    plan = event.plan()
    assert plan.event == Event(
        title="Kernel Night", place="Berlin", day="2026-05-10", zone="Europe/Berlin", mode=Mode.REHEARSAL,
        sponsors=("Modal", "Lambda"),
    )  # fmt: skip
    assert [track.name for track in plan.tracks] == ["Beginners"]
    assert plan.rubric == planning.template("gpu-mode-open-ended").rubric


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"title": "  "}, "title"), ({"day": "tomorrow"}, "day"), ({"zone": "Mars/Olympus"}, "time zone")],
)
def test_what_is_wrong_with_the_event_is_told_and_nothing_moves(changes, word):
    event = ready(**changes)
    with pytest.raises(Problem, match=word):
        event.next()
    assert event.step is Step.EVENT


def test_a_rubric_without_weights_stops():
    event = ready()
    event.next()
    event.rules = Rules()
    with pytest.raises(Problem, match="weight"):
        event.next()
    assert event.step is Step.RUBRIC


def test_a_criterion_for_a_prize_that_went_away_is_named():
    event = ready()
    event.choose_prizes("cuda-mode-irl")
    first, *rest = event.rubric.criteria
    scoped = replace(rest[0], scope=f"prize:{event.prizes[0].id}")
    event.rubric = replace(event.rubric, criteria=(first, scoped, *rest[1:]))
    event.plan()
    event.prizes = event.prizes[1:]
    with pytest.raises(Problem, match=scoped.name):
        event.plan()


def test_a_prize_for_a_track_that_went_away_is_named():
    event = ready(tracks="Beginners")
    event.prizes = (Prize(id="1", name="Best first kernel", eligible=f"track:{event.tracks[0].id}"),)
    event.plan()
    event.about = replace(event.about, tracks="")
    with pytest.raises(Problem, match="Best first kernel"):
        event.plan()


def test_a_track_keeps_its_id_while_others_come_and_go():
    event = ready(tracks="Beginners\nDistributed")
    before = event.tracks
    event.about = replace(event.about, tracks="Inference\ndistributed \nDistributed")
    assert event.tracks[1] == before[1]
    assert len(event.tracks) == 2
    event.about = replace(event.about, tracks="Beginners")
    assert event.tracks == before[:1]


def test_nothing_is_lost_by_going_back():
    event = ready()
    event.next()
    event.rules = replace(event.rules, weights={event.rubric.criteria[0].key: Decimal(7)})
    event.back()
    assert event.step is event.back() is Step.EVENT
    assert event.about.title == "Kernel Night"
    event.next()
    assert event.rules.weights == {event.rubric.criteria[0].key: Decimal(7)}


def test_sealing_and_two_signatures_come_from_the_first_step_and_from_a_plan():
    event = ready(sealed=True, two_sign=True)
    plan = event.plan()
    assert plan.event.sealed
    assert plan.rules.signatures == 2
    other = NewEvent(About(day="2026-05-10"))
    other.take(plan)
    assert (other.about.sealed, other.about.two_sign) == (True, True)
    other.about = replace(other.about, two_sign=False)
    assert other.plan().rules.signatures == 1


def test_only_what_was_entered_counts_as_touched():
    event = NewEvent(About(day="2026-05-10", zone="Europe/Berlin"))
    assert not event.touched
    event.about = replace(event.about, title="K")
    assert event.touched


def test_a_template_gives_back_what_it_replaced():
    event = ready()
    mine = (event.rubric, event.rules)
    assert event.choose_template("blank") == mine
    assert len(event.rubric.criteria) == 1
    assert event.choose_prizes("cuda-mode-irl") == ()
    assert len(event.prizes) == 9


def test_a_plan_fills_in_everything_and_comes_out_the_same():
    plan = planning.template("cuda-mode-irl")
    event = NewEvent(About(day=datetime.now(UTC).date().isoformat()))
    event.take(plan)
    out = event.plan()
    assert replace(out, event=plan.event) == plan
    assert out.event == replace(plan.event, day=event.about.day)
    assert event.touched


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_typed_gives_a_plan_or_one_sentence(title, sponsors, tracks):
    event = ready(title=title, sponsors=sponsors, tracks=tracks)
    if not clean_line(title):
        with pytest.raises(Problem, match="title"):
            event.plan()
    else:
        plan = event.plan()
        assert plan.event.title.strip() == plan.event.title != ""
        assert all("\n" not in name and name for name in plan.event.sponsors)
        assert len({track.id for track in plan.tracks}) == len(plan.tracks)
