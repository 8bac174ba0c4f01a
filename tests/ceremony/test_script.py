from dataclasses import replace
from fractions import Fraction

import pytest
from ceremony_made import field, mark, shows, snapshot, team
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gpumode_judge.ceremony.forecast import forecast, length_text
from gpumode_judge.ceremony.programme import Part, Programme, usual
from gpumode_judge.ceremony.script import script
from gpumode_judge.ceremony.snapshot import PrizeResult
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.event.problem import Problem

COUNTDOWN = Programme((Part("countdown", 3),))
PODIUM = Programme((Part("podium"),))
PRIZES = Programme((Part("prizes"),))


def titles(steps):
    return [step.title for step in steps]


def keys(*indexes):
    return tuple(f"key{mark(index)}" for index in indexes)


def name(index):
    return f"Kernel{mark(index)}"


def rows_of(step):
    return [(row.rank, row.name) for row in step.board.rows]


def test_a_countdown_tells_an_empty_place_and_then_who_has_it():
    steps = script(snapshot(*field(5)), COUNTDOWN)
    assert titles(steps) == [
        "3rd place", f"3rd place: {name(2)}", "2nd place", f"2nd place: {name(1)}", "1st place", f"1st place: {name(0)}",
    ]  # fmt: skip
    assert rows_of(steps[0]) == [(1, ""), (2, ""), (3, "")]
    assert [row.key for row in steps[0].board.rows] == ["place 1", "place 2", "place 3"]
    assert rows_of(steps[3]) == [(1, ""), (2, name(1)), (3, name(2))]
    assert (steps[2].board.focus, steps[3].board.focus) == ("place 2", *keys(1))
    assert [step.board.confetti for step in steps] == [0, 0, 0, 0, 0, 1]
    assert steps[0].board.heading == "The top 3"


def test_equals_share_a_place_and_a_step():
    teams = [team(0, 1, [50]), team(1, 2, [40]), team(2, 2, [40]), team(3, 4, [30])]
    steps = script(snapshot(*teams), COUNTDOWN)
    assert titles(steps)[:2] == ["Shared 2nd place", f"Shared 2nd place: {name(1)} and {name(2)}"]
    assert rows_of(steps[0]) == [(1, ""), (2, ""), (3, "")]
    assert rows_of(steps[1]) == [(1, ""), (2, name(1)), (2, name(2))]
    assert steps[1].places == keys(1, 2)


def test_equals_at_the_border_of_the_top_are_all_told():
    teams = [team(0, 1, [50]), team(1, 2, [40]), team(2, 3, [30]), team(3, 3, [30])]
    assert script(snapshot(*teams), COUNTDOWN)[1].places == keys(2, 3)


@pytest.mark.parametrize(("count", "heading"), [(1, "The result"), (3, "The result"), (4, "The top 3")])
def test_a_top_larger_than_the_field_is_the_whole_field(count, heading):
    steps = script(snapshot(*field(count)), COUNTDOWN)
    assert len(steps) == 2 * min(count, 3)
    assert steps[0].board.heading == heading


def test_teams_without_a_place_never_appear():
    steps = script(snapshot(*field(2), team(9, None)), Programme((Part("countdown"), Part("podium"))))
    assert mark(9) not in str(steps)


def test_a_countdown_of_many_turns_to_the_page_of_its_focus():
    steps = script(snapshot(*field(30)), Programme((Part("countdown"),)))
    assert [step.board.page for step in (steps[0], steps[-1])] == [2, 0]
    for step in steps:
        assert step.board.focus in [row.key for row in step.board.page_rows]


def test_the_podium_alone_tells_from_third_to_first_and_then_why():
    steps = script(snapshot(*field(5)), PODIUM)
    assert [[winner.rank for winner in step.board.podium] for step in steps] == [[], [3], [2, 3], [1, 2, 3], [1, 2, 3]]
    assert steps[-1].board.profile is not None
    assert steps[-1].board.profile.name == name(0)
    assert [step.board.confetti for step in steps] == [0, 0, 0, 1, 2]


def test_the_podium_after_the_countdown_stands_at_once():
    steps = script(snapshot(*field(5)), Programme((Part("countdown", 3), Part("podium"))))
    assert titles(steps)[6:] == ["The podium", f"Profile of {name(0)}"]


def test_a_podium_never_tears_equals_apart():
    teams = [team(0, 1, [50]), *(team(i, 2, [40]) for i in range(1, 9))]
    assert [winner.key for winner in script(snapshot(*teams), PODIUM)[-1].board.podium] == list(keys(0))
    steps = script(snapshot(*(team(i, 1, [40]) for i in range(9))), PODIUM)
    assert len(steps[-1].board.podium) == 9
    assert steps[-1].board.profile is None


def test_a_prize_is_named_before_its_winners_who_come_from_last_to_first():
    prize = PrizeResult(id="g", name="Signed GPU", sponsor="NVIDIA", award="A card", winners=keys(0, 1, 2))
    steps = script(snapshot(*field(4), prizes=[prize]), PRIZES)
    told = [[winner.key for winner in step.board.prize.winners] for step in steps]
    assert told == [[], [*keys(2)], [*keys(1, 2)], [*keys(0, 1, 2)]]
    assert [step.tells for step in steps] == [(), keys(2), keys(1), (*keys(0), "g")]
    assert as_text(steps[0].board).splitlines() == [
        "Kernel night", "Prizes", "Signed GPU", "from NVIDIA", "A card", "3 winners",
    ]  # fmt: skip
    assert all(winner.rank is None and winner.score == "" for step in steps for winner in step.board.prize.winners)


def test_more_than_three_winners_are_told_at_once():
    prize = PrizeResult(id="c", name="Credits", winners=keys(0, 1, 2, 3))
    assert len(script(snapshot(*field(4), prizes=[prize]), PRIZES)) == 2


def test_equals_that_share_a_prize_are_told_together():
    prize = PrizeResult(id="c", name="Best", winners=keys(0, 1), shared=True)
    steps = script(snapshot(*field(4), prizes=[prize]), PRIZES)
    assert [step.board.prize.shared for step in steps] == [False, True]


def test_sponsors_whose_prizes_go_to_the_same_teams_are_each_named_and_won_together():
    prizes = [
        PrizeResult(id=str(i), name=f"{sponsor} credits", sponsor=sponsor, winners=keys(0, 1, 2, 3, 4))
        for i, sponsor in enumerate(("Modal", "Lambda", "Nebius"))
    ]
    steps = script(snapshot(*field(6), prizes=prizes), PRIZES)
    assert titles(steps) == [
        "Modal credits (Modal)", "Lambda credits (Lambda)", "Nebius credits (Nebius)", "3 prizes: 5 winners",
    ]  # fmt: skip
    assert steps[-1].board.prize.sponsor == "Modal, Lambda and Nebius"
    assert steps[-1].tells == (*keys(0, 1, 2, 3, 4), "0", "1", "2")


def test_single_winners_are_never_grouped_and_win_again():
    prizes = [PrizeResult(id=str(i), name=f"Prize {i}", winners=keys(0)) for i in range(3)]
    steps = script(snapshot(*field(1), prizes=prizes), PRIZES)
    lines = [winner.line for step in steps for winner in step.board.prize.winners]
    assert lines == ["", "Wins again, after Prize 0.", "Its 3rd prize tonight."]


def test_a_prize_without_a_winner_says_so_in_one_step():
    steps = script(snapshot(*field(1), prizes=[PrizeResult(id="p", name="Jury prize")]), PRIZES)
    assert titles(steps) == ["Jury prize: not given"]
    assert as_text(steps[0].board).splitlines()[-1] == "Not given tonight"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("The clearest code.", True),
        ("Best in the Triton track.", True),
        ("First of all.", False),
        ("88.1 points.", False),
        (f"More elegant than {name(1)}.", False),
    ],
)
def test_a_reason_gives_nothing_away(why, said):
    prize = PrizeResult(id="p", name="Jury prize", winners=keys(0), why=(why,), general=False)
    programme = Programme((Part("prizes"), Part("countdown")))
    assert (script(snapshot(*field(2), prizes=[prize]), programme)[1].board.prize.winners[0].line == why) is said
    later = Programme((Part("countdown"), Part("prizes")))
    assert script(snapshot(*field(2), prizes=[prize]), later)[-1].board.prize.winners[0].line == why


def test_the_usual_programme():
    prizes = [
        PrizeResult(id="g", name="Grand prize", winners=keys(0, 1, 2, 3, 4, 5, 6)),
        PrizeResult(id="t", name="Triton", winners=keys(3), general=False),
    ]
    parts = usual(snapshot(*field(20), prizes=prizes)).parts
    assert parts == (
        Part("opening"), Part("prizes", prizes=("t",)), Part("countdown", 7), Part("podium"), Part("prizes", prizes=("g",)),
        Part("thanks"),
    )  # fmt: skip
    assert Part("resolver", 12) in usual(snapshot(*field(20, hidden=True))).parts
    assert usual(snapshot()).parts == (Part("opening"), Part("thanks"))
    assert usual(snapshot(team(0, None))).parts == (Part("opening"), Part("thanks"))


def test_the_whole_evening():
    field_of_45 = field(45)
    prizes = [PrizeResult(id=f"t{i}", name=f"Track {i}", winners=keys(i + 6), general=False) for i in range(2)]
    prizes += [
        PrizeResult(id=f"s{i}", name=f"Credits {i}", sponsor=f"S{i}", winners=keys(0, 1, 2, 3, 4)) for i in range(8)
    ]
    prizes += [PrizeResult(id=f"o{i}", name=f"Overall {i}", winners=keys(i)) for i in range(5)]
    result = snapshot(*field_of_45, prizes=prizes)
    steps = script(result, usual(result))
    assert len(steps) == 1 + 4 + 10 + 2 + 9 + 10 + 1
    assert {told for step in steps for told in step.tells} >= {prize.id for prize in prizes}
    assert 240 < forecast(steps) < 900
    assert forecast(steps, len(steps)) == 0
    assert forecast(steps) - forecast(steps, 1) == steps[0].seconds
    assert length_text(forecast(steps)).startswith("about ")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(shows())
def test_every_step_has_a_title_a_note_and_a_length(show):
    steps = script(*show)
    assert steps == script(*show)
    for step in steps:
        assert step.part
        assert step.title
        assert step.note
        assert 0 < step.seconds < 120
        assert (step.board.title, step.board.rehearsal) == (show[0].title, show[0].rehearsal)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: script(snapshot(), COUNTDOWN), "nothing to tell"),
        (lambda: script(snapshot(*field(2)), Programme((Part("resolver"),))), "Choose the countdown"),
        (lambda: script(snapshot(), Programme((Part("prizes", prizes=("x",)),))), "does not hold"),
        (lambda: script(snapshot(prizes=[PrizeResult(id="p", name="P", winners=("x",))]), PRIZES), "not in the result"),
        (lambda: Part("dance"), "no part of a ceremony"),
        (lambda: Part("countdown", -1), "cannot be told"),
        (lambda: Programme((Part("podium"), Part("podium"))), "twice"),
        (lambda: Programme((Part("podium"), Part("resolver"))), "before the closed scores"),
        (lambda: Programme((Part("prizes"), Part("prizes", prizes=("a",)))), "one part only"),
        (lambda: Programme((Part("prizes", prizes=("a", "a")),)), "one part only"),
    ],
)
def test_what_cannot_be_told_says_how_to_mend_it(make, says):
    with pytest.raises(Problem, match=says):
        make()


@given(st.integers(0, 20))
def test_the_emcee_hears_no_score_before_the_picture_shows_it(index):
    prize = PrizeResult(id="p", name="Jury prize", winners=keys(0), general=False)
    teams = [replace(team(0, 1, [Fraction(index * 4 + 3)]), table="B")]
    steps = script(snapshot(*teams, prizes=[prize]), Programme((Part("prizes"), Part("countdown"))))
    assert "points" not in steps[1].note
    assert f"{index * 4 + 3}.0 points" in steps[3].note
    assert f"Ada{mark(0)}" in steps[3].note
