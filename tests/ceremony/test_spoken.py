from dataclasses import replace
from fractions import Fraction

import pytest
from ceremony_made import shows, walk
from hypothesis import HealthCheck, given, settings

from gpumode_judge.ceremony import compose
from gpumode_judge.ceremony.board import Board, BoardRow, Scene
from gpumode_judge.ceremony.scenes import AgendaLine, Countdown, Interval, Moment, PrizeCard, Profile, Winner
from gpumode_judge.ceremony.script import script
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.event.event import Event
from gpumode_judge.event.submission import Submission
from gpumode_judge.standings.ranking import Standing

EVENT = Event(title="Kernel night", place="Paris", day="2026-09-19", sponsors=("Modal", "NVIDIA"))


def said(scene, **more):
    return as_text(Board(scene=scene, title="Kernel night", **more)).splitlines()


def test_the_board_at_the_freeze_tells_how_many_scores_are_closed_and_not_what_they_say():
    teams = {key: Submission(id=key, title=f"Team {key}") for key in "ab"}
    standings = (Standing(1, "a", Fraction(90), 3, {}), Standing(2, "b", Fraction(80), 1, {}))
    board = compose.frozen(EVENT, standings, teams, {}, "frozen at 21:40", {"b": 2, "gone": 7})
    assert (board.hidden, [row.hidden for row in board.rows]) == (2, [0, 2])
    assert as_text(board).splitlines() == [
        "Kernel night", "Standings at the freeze", "frozen at 21:40", "2 scores still closed",
        "1. Team a 90.0, 3 visits", "2. Team b 80.0, 1 visit, 2 scores still closed",
    ]  # fmt: skip
    assert compose.frozen(EVENT, standings, teams, {}).hidden == 0


def test_what_lies_over_a_step_holds_nothing_of_the_results():
    boards = [
        compose.sponsors(EVENT, [("Modal", "modal.svg")]), compose.message(EVENT, "Food is here"),
        compose.countdown(EVENT, "Doors close", "2026-09-19T21:00+00:00"), compose.test_card(EVENT),
    ]  # fmt: skip
    assert [as_text(board).splitlines() for board in boards] == [
        ["Kernel night", "Thank you", "Modal", "NVIDIA"],
        ["Kernel night", "Food is here"],
        ["Kernel night", "Doors close: 2026-09-19T21:00+00:00"],
        ["Kernel night", "Test card", "Paris · Saturday, 19 September 2026", "Modal", "NVIDIA"],
    ]
    assert boards[0].logos == (("Modal", "modal.svg"),)
    assert all(board.rows == () and board.prize is None and board.podium == () for board in boards)


def test_a_reveal():
    rows = (
        BoardRow(key="place 1", rank=1, name=""),
        BoardRow(key="b", rank=2, name="B", team="T", score="80.0", visits=2, hidden=1),
        BoardRow(key="c", rank=3, name="C", score="70.0", visits=1, settled=True),
    )
    assert said(Scene.REVEAL, heading="The top 3", told="3rd place: C", rows=rows, focus="c", hidden=1) == [
        "Kernel night", "The top 3", "3rd place: C", "1 score still closed", "1. not told yet",
        "2. B (T) 80.0, 2 visits, 1 score still closed", "> 3. C 70.0, 1 visit, final",
    ]  # fmt: skip


def test_a_prize_and_a_podium():
    winner = Winner(key="a", name="A", team="T", members="Ada, Bo", rank=1, score="90.0", line="Lovely.")
    shy = Winner(key="b", name="B")
    card = PrizeCard(name="GPU", sponsor="NVIDIA", award="A card", count=3, winners=(winner, shy), shared=True)
    assert said(Scene.PRIZE, prize=card)[2:] == [
        "GPU", "from NVIDIA", "A card", "2 of 3 told", "shared", "1. A (T), 90.0, Ada, Bo. Lovely.", "B",
    ]  # fmt: skip
    profile = Profile(name="A", bars=(("Speed", 0.9, 0.55),))
    assert said(Scene.PODIUM, podium=(winner,), profile=profile)[2:] == [
        "1. A (T), 90.0, Ada, Bo. Lovely.", "What the score of A is made of", "Speed 90%, all teams 55%",
    ]  # fmt: skip


def test_everything_on_a_board_is_said():
    line = AgendaLine(time="18:00", title="Doors", where="Hall", moment=Moment.NEXT)
    board = Board(
        scene=Scene.AGENDA, title="E", agenda=(line,), countdown=Countdown(label="Hand in", at="soon"), rehearsal=True
    )
    assert as_text(board).splitlines() == ["E", "Today", "REHEARSAL", "Hand in: soon", "next: 18:00 Doors, Hall"]
    chart = compose.charts(EVENT, (), {}, {}, visit_totals=[Fraction(50)])
    told = as_text(replace(chart, page=1, intervals=(Interval(key="a", name="A", score=50, low=40, high=60),)))
    assert "A 50.0, between 40.0 and 60.0" in told


@pytest.mark.parametrize("scene", Scene)
def test_every_scene_has_words_even_when_it_is_empty(scene):
    text = as_text(Board(scene=scene, title="Kernel night"))
    assert text.startswith("Kernel night") is (scene is not Scene.BLACKOUT)
    assert "None" not in text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(shows())
def test_a_screen_reader_hears_every_name_score_and_reason_of_a_step(show):
    unsaid = {"winners", "photo", "logo", "key", "focus", "sponsors", "place", "day", "logos", "scene"}
    for step in script(*show):
        board = step.board
        text = "\n".join(as_text(board.turned(page)) for page in range(board.pages))
        shown = [
            board.heading,
            board.told,
            board.message,
            *walk([(row.name, row.team, row.score) for row in board.rows]),
        ]
        for value in (*board.podium, *(board.prize.winners if board.prize else ()), board.prize):
            for name in () if value is None else set(value.__dataclass_fields__) - unsaid:
                shown += [one for one in walk(getattr(value, name)) if isinstance(one, str)]
        assert all(one in text for one in shown)
