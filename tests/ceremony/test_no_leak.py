"""Nothing that is not told is anywhere in what the audience window is given."""

import re
from itertools import pairwise

from ceremony_made import mark, shows, walk
from hypothesis import HealthCheck, given, settings

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ceremony.compose import score_text
from gpumode_judge.ceremony.scenes import Winner
from gpumode_judge.ceremony.script import script
from gpumode_judge.ceremony.spoken import as_text

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def spoken_everywhere(board):
    pages = [as_text(board.turned(page)) for page in range(board.pages)]
    return [*pages, *(one for one in walk(board) if isinstance(one, str))]


def after_each(snapshot, programme):
    """Each step with the keys of the teams that are named, and of those whose place is told, up to and including it."""
    named, placed = set(), set()
    for step in script(snapshot, programme):
        named |= {told for told in step.tells if told.startswith("key")}
        placed |= set(step.places)
        yield step, set(named), set(placed)


@CALM
@given(shows())
def test_no_text_is_about_a_team_that_is_not_told(show):
    snapshot, programme = show
    for step, named, _ in after_each(snapshot, programme):
        for text in spoken_everywhere(step.board):
            assert {f"key{found}" for found in re.findall(r"‹[a-j]+›", text)} <= named, (step.title, text)


@CALM
@given(shows())
def test_no_score_is_seen_before_its_place_is_told(show):
    snapshot, programme = show
    allowed_words = {"12.5"}  # stands in one of the names
    for step, _, placed in after_each(snapshot, programme):
        board = step.board
        told = [one for one in snapshot.contenders if one.key in placed]
        words = allowed_words | {score_text(one.score) for one in told}
        numbers = {0.0} | {float((one.score or 0) / 100) for one in told}
        if board.scene is Scene.REVEAL and step.part == "Closed scores":
            continue  # what may be seen there is the subject of the test below
        if board.profile:
            numbers |= {number for _, *bars in board.profile.bars for number in bars}
            assert any(board.profile.name == one.name for one in told)
        for text in spoken_everywhere(board):
            assert set(re.findall(r"\d+\.\d", text)) <= words, (step.title, text)
        assert {number for number in walk(board) if isinstance(number, float)} <= numbers


@CALM
@given(shows())
def test_no_place_is_seen_before_it_is_told(show):
    snapshot, programme = show
    ranks = {one.key: one.rank for one in snapshot.contenders}
    for step, _, placed in after_each(snapshot, programme):
        board = step.board
        winners = [*board.podium, *(board.prize.winners if board.prize else ())]
        for winner in winners:
            assert isinstance(winner, Winner)
            assert winner.rank is None or (winner.key in placed and winner.rank == ranks[winner.key])
            if winner.key not in placed:
                said = re.sub(r"Its \d+(st|nd|rd|th) prize tonight\.", "", winner.line)
                assert not re.search(r"\d|place|points", said)
        if step.part == "Closed scores":
            continue
        for at, row in enumerate(board.rows, 1):
            if row.key in placed:
                assert row.rank == ranks[row.key]
            else:
                assert (row.key, row.rank, row.name, row.team, row.score) == (f"place {at}", at, "", "", "")
                assert (row.fraction, row.visits, row.hidden, row.segments, row.settled) == (0.0, 0, 0, (), False)


@CALM
@given(shows())
def test_the_opening_of_closed_scores_shows_only_what_is_open(show):
    snapshot, programme = show
    open_now = {one.key: [b.points for b in one.ballots if not b.hidden] for one in snapshot.contenders}
    teams = {one.key: one for one in snapshot.contenders}
    left = {one.key: sum(b.hidden for b in one.ballots) for one in snapshot.contenders}
    for step, _, placed in after_each(snapshot, programme):
        if step.part != "Closed scores":
            continue
        rows = {row.key: row for row in step.board.rows}
        moving = [row for row in step.board.rows if row.key not in placed]
        assert [row.settled for row in step.board.rows] == [False] * len(moving) + [True] * (len(rows) - len(moving))
        points = {}
        for key, row in rows.items():
            team = teams[key]
            if key in placed:
                assert (row.rank, row.score, row.hidden) == (team.rank, score_text(team.score), 0)
                continue
            fresh = left[key] - row.hidden
            assert 0 <= fresh <= (1 if key == step.board.focus else 0)
            if fresh:
                # One ballot of the team in focus was opened: which one may be chosen freely, but it is one of its own.
                opened = round(row.fraction * 100 - float(team.measured + sum(open_now[key])), 6)
                closed = [b.points for b in team.ballots if b.hidden]
                open_now[key].append(min(closed, key=lambda p: abs(float(p) - opened)))
                left[key] -= 1
            points[key] = team.measured + sum(open_now[key])
            assert row.score == score_text(points[key])
            assert row.visits + row.hidden == len(team.ballots)
        for row in moving:
            assert row.rank == 1 + sum(other > points[row.key] for other in points.values())
        assert [points[row.key] for row in moving] == sorted(points.values(), reverse=True)
        assert set(re.findall(r"\d+\.\d", step.board.told)) <= {
            score_text(ballot.points) for one in snapshot.contenders for ballot in one.ballots
        } | {"12.5"}


@CALM
@given(shows())
def test_rows_below_the_focus_of_the_opening_never_change_again(show):
    snapshot, programme = show
    boards = [step.board for step in script(snapshot, programme) if step.part == "Closed scores"]
    for before, after in pairwise(boards):
        final = [row for row in before.rows if row.settled]
        assert not final or list(after.rows[-len(final) :]) == final
        if before.focus:
            at = [row.key for row in before.rows].index(before.focus)
            assert all(row.settled for row in before.rows[at + 1 :]) or ": +" in before.told


@CALM
@given(shows())
def test_everything_that_must_be_told_is_told_once_and_where_it_is_seen(show):
    snapshot, programme = show
    kinds = {part.kind: part for part in programme.parts}
    steps = script(snapshot, programme)
    tells = [told for step in steps for told in step.tells]
    places = [told for step in steps for told in step.places]
    assert len(tells) == len(set(tells))
    assert len(places) == len(set(places))
    asked = {prize for part in programme.parts for prize in part.prizes}
    assert {told for told in tells if not told.startswith("key")} == asked
    won = {key for prize in snapshot.prizes if prize.id in asked for key in prize.winners}
    assert won <= set(tells)
    assert set(places) <= set(tells)
    ranked = {one.key: one.rank for one in snapshot.contenders if one.rank is not None}
    if "resolver" in kinds:
        assert set(places) == set(ranked)
    elif "countdown" in kinds:
        top = kinds["countdown"].top or len(ranked)
        assert {key for key, rank in ranked.items() if rank <= top} <= set(places) <= set(ranked)
    for step in steps:
        seen = " ".join(spoken_everywhere(step.board))
        assert all(told[3:] in seen for told in step.tells if told.startswith("key"))
        assert all(told[3:] in seen for told in step.places)


@CALM
@given(shows())
def test_the_countdown_tells_from_below_and_ends_with_all(show):
    snapshot, programme = show
    ranks = {one.key: one.rank for one in snapshot.contenders}
    steps = [step for step in script(snapshot, programme) if step.part == "Countdown"]
    told = [ranks[key] for step in steps for key in step.places]
    assert told == sorted(told, reverse=True)
    if steps:
        assert all(row.name for row in steps[-1].board.rows)
    for step in steps:
        assert len({ranks[key] for key in step.places}) <= 1
        board = step.board
        if board.focus:
            assert board.focus in [row.key for row in board.page_rows]


def test_the_marks_are_found():
    assert re.findall(r"‹[a-j]+›", f"a{mark(7)}b") == ["‹aah›"]
