from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.ceremony import compose
from gpumode_judge.ceremony.board import Board, BoardRow, Chart, Scene, Tally
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.event.event import Event, Mode
from gpumode_judge.event.submission import Submission
from gpumode_judge.standings.ranking import Standing

EVENT = Event(title="CUDA MODE IRL", place="San Francisco", day="2024-09-21", sponsors=("NVIDIA", "Modal"))
CRITERIA = {"perf": "Performance", "idea": "Originality"}
SUBMISSIONS = {
    "a": Submission(id="a", title="TurboSoftmax", team="Team Rocket", table="1"),
    "b": Submission(id="b", title="内核融合", members=("Ada", "Grace"), table="2"),
    "c": Submission(id="c", title="", team="Late Arrivals", table="3"),
    "d": Submission(id="d", title="Untouched", table="4"),
}
STANDINGS = (
    Standing(1, "b", Fraction(905, 10), 3, {"perf": Fraction(50), "idea": Fraction(405, 10)}),
    Standing(2, "a", Fraction(80), 1, {"perf": Fraction(40), "idea": Fraction(40)}),
    Standing(2, "c", Fraction(80), 2, {"perf": Fraction(30), "idea": Fraction(50)}),
    Standing(None, "d", None, 0, {}),
)


def live(**more):
    return compose.live(EVENT, STANDINGS, SUBMISSIONS, CRITERIA, "from 2 score files, 21:40", **more)


def test_the_live_board_as_text():
    assert as_text(live()).splitlines() == [
        "CUDA MODE IRL",
        "Live standings",
        "from 2 score files, 21:40",
        "Performance | Originality",
        "1. 内核融合 (Ada, Grace) 90.5, 3 visits",
        "2. TurboSoftmax (Team Rocket) 80.0, 1 visit",
        "2. Late Arrivals 80.0, 2 visits",
        "–. Untouched no score yet, 0 visits".replace("–.", "–"),
    ]


def test_progress_tells_visits_and_never_a_rank_or_a_score():
    teams = [
        Tally(key="a", name="TurboSoftmax", table="1", done=2, wanted=2),
        Tally(key="b", name="B", done=1, wanted=2),
    ]
    judges = [Tally(key="j", name="Ada", done=3)]
    board = compose.progress(EVENT, teams, judges, "from 1 score file")
    assert as_text(board).splitlines() == [
        "CUDA MODE IRL",
        "Judging in progress",
        "from 1 score file",
        "3 of 4 visits",
        "1 of 2 teams fully judged",
        "1 of 1 judges started",
        "1 TurboSoftmax 2/2",
        "B 1/2",
        "page 1 of 2",
    ]
    assert as_text(board.turned(1)).splitlines()[-2:] == ["Ada 3", "page 2 of 2"]
    assert board.rows == ()
    assert board.spread is None
    assert board.race is None


def test_a_welcome_and_a_blackout_hold_nothing_of_the_results():
    welcome = compose.welcome(EVENT)
    assert as_text(welcome).splitlines() == [
        "CUDA MODE IRL", "Welcome", "San Francisco · Saturday, 21 September 2024", "NVIDIA", "Modal",
    ]  # fmt: skip
    assert (welcome.rows, welcome.teams, welcome.judges, welcome.race) == ((), (), (), None)
    assert compose.blackout() == Board(scene=Scene.BLACKOUT)
    assert as_text(compose.blackout()) == ""


def test_a_rehearsal_says_so():
    board = compose.welcome(replace(EVENT, mode=Mode.REHEARSAL))
    assert "REHEARSAL" in as_text(board).splitlines()


def test_charts_hold_totals_without_names_and_only_ranks_over_time():
    evening = [("20:00", STANDINGS[3:]), ("20:30", STANDINGS[1:2]), ("21:00", STANDINGS)]
    board = compose.charts(
        EVENT,
        STANDINGS,
        SUBMISSIONS,
        CRITERIA,
        visit_totals=[Fraction(80), Fraction(100), Fraction(0)],
        evening=evening,
    )
    assert board.charts == (Chart.SHARES, Chart.SPREAD, Chart.RACE)
    assert [row.name for row in board.rows] == ["内核融合", "TurboSoftmax", "Late Arrivals"]
    assert board.spread is not None
    assert sum(board.spread.bins) == board.spread.visits == 3
    assert (board.spread.bins[0], board.spread.bins[16], board.spread.bins[-1]) == (1, 1, 1)
    assert board.race is not None
    assert board.race.moments == ("20:30", "21:00")
    assert board.race.paths[0].points == ((1, 1),)
    assert board.race.paths[1].points == ((0, 2), (1, 2))
    assert as_text(board.turned(2)).splitlines()[2:4] == ["The race over the evening", "内核融合: 21:00 #1"]


def test_charts_without_scores_say_when_they_begin():
    board = compose.charts(EVENT, STANDINGS[3:], SUBMISSIONS, CRITERIA)
    assert board.chart is None
    assert board.pages == 1
    assert "Charts begin with the first scores" in as_text(board)


def test_more_criteria_than_people_can_tell_apart_are_folded_into_one():
    names = {f"c{i}": f"Criterion {i}" for i in range(9)}
    standing = Standing(1, "a", Fraction(90), 1, {key: Fraction(10) for key in names})
    board = compose.live(EVENT, [standing], SUBMISSIONS, names)
    assert board.legend == (*(f"Criterion {i}" for i in range(5)), "Everything else")
    assert board.rows[0].segments == pytest.approx((0.1,) * 5 + (0.4,))


@given(st.integers(0, 400), st.booleans(), st.integers(-3, 60))
def test_pages_hold_every_row_once_and_in_order(count, lifted, page):
    rows = tuple(BoardRow(key=str(i), rank=i + 1, name=str(i)) for i in range(count))
    board = Board(scene=Scene.LIVE, rows=rows, lifted=lifted)
    seen = [row for at in range(board.pages) for row in board.turned(at).page_rows]
    assert tuple(seen) == rows
    assert len(board.page_rows) <= (9 if lifted else 12)
    assert 0 <= board.turned(page).page < board.pages


@given(st.integers(0, 200), st.integers(0, 60))
def test_teams_and_judges_never_share_a_page(teams, judges):
    board = Board(
        scene=Scene.PROGRESS,
        teams=tuple(Tally(key=f"t{i}", name="t") for i in range(teams)),
        judges=tuple(Tally(key=f"j{i}", name="j") for i in range(judges)),
    )
    pages = [board.turned(at) for at in range(board.pages)]
    assert sum(len(page.page_tallies) for page in pages) == teams + judges
    for page in pages:
        kinds = {tally.key[0] for tally in page.page_tallies}
        assert len(kinds) <= 1
        assert page.shows_judges == (kinds == {"j"})


@given(st.integers(0, 5000), st.integers(2, 80))
def test_thinning_keeps_the_ends(count, most):
    indexes = compose.thinned(count, most)
    assert len(indexes) <= most
    assert list(indexes) == sorted(set(indexes))
    if count:
        assert (indexes[0], indexes[-1]) == (0, count - 1)


@given(st.lists(st.fractions(0, 100), min_size=1, max_size=60))
def test_quartiles_are_in_order_and_inside(values):
    spread = compose.spread_of(values)
    assert spread is not None
    assert float(min(values)) <= spread.low <= spread.middle <= spread.high <= float(max(values))


def test_words():
    assert compose.as_of_text(1, "21:40") == "from 1 score file, 21:40"
    assert compose.as_of_text(0, "") == "no score files yet"
    assert compose.as_of_text(12, "") == "from 12 score files"
    assert compose.day_text("2024-09-21") == "Saturday, 21 September 2024"
    assert compose.day_text("some day") == "some day"
    assert compose.score_text(Fraction(2, 3)) == "0.7"
    assert compose.score_text(None) == ""


def test_only_pages_with_a_ranked_team_turn_by_themselves() -> None:
    rows = tuple(BoardRow(key=str(i), rank=i + 1 if i < 13 else None, name=f"Team {i}") for i in range(45))
    board = Board(scene=Scene.LIVE, rows=rows)
    assert (board.pages, board.turning) == (4, 2)
    assert Board(scene=Scene.LIVE, rows=rows[13:]).turning == 3
