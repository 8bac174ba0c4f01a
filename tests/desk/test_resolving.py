"""All conflicts of one judge are settled at once: by laptop, or by the later of each where clocks can be relied on."""

from decimal import Decimal
from itertools import cycle

import pytest

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.resolving import settle, togethers
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem

TEAMS = ("s1", "s2", "s3", "s4")


def visit(desk, teams, mark, score, note=""):
    for team in teams:
        if note:
            desk.note(team, "", note)
        score(desk, team, mark, mark)


@pytest.fixture
def two(organizer, join, score, stick):
    """Ada marked four teams on one laptop, then three of them on another with notes, and her files are merged."""
    first, second = join("ada"), join("ada")
    visit(first, TEAMS, 2, score, "well made")
    visit(second, TEAMS[:3], 5, score, "not so well made")
    organizer.merge([first.hand_in(stick).path, second.hand_in(stick).path])
    return organizer, first, second


def depth(organizer):
    return {team: held.value.marks["depth"] for (_, team), held in organizer.record.ballots.items()}


def test_what_each_choice_keeps_is_counted_before(two):
    organizer, first, second = two
    (ada,) = togethers(organizer)
    assert (ada.judge, len(ada.conflicts)) == ("ada", 6)
    assert {keep.device for keep in ada.laptops} == {first.device, second.device}
    for keep in ada.laptops:
        assert (keep.ballots, keep.marks, keep.notes, keep.left, keep.paper) == (3, 6, 3, 0, False)
    assert ada.later is not None
    assert (ada.later.ballots, ada.later.marks, ada.later.notes, ada.why_not) == (3, 6, 3, "")


def test_one_laptop_holds_and_each_conflict_is_decided_by_a_statement_of_its_own(two):
    organizer, first, _ = two
    (ada,) = togethers(organizer)
    keep = next(keep for keep in ada.laptops if keep.device == first.device)
    assert settle(organizer, keep) == 6
    assert organizer.record.conflicts == ()
    assert togethers(organizer) == ()
    assert depth(organizer) == dict.fromkeys(TEAMS, Decimal(2))
    assert sum(entry.kind == "resolve" for entry in organizer.ledger) == 6
    assert {held.value.text for held in organizer.record.remarks} == {"well made"}


def test_the_later_one_of_each_may_come_from_either_laptop(two, score, stick):
    organizer, first, _ = two
    score(first, "s2", 4, 4)
    organizer.merge([first.hand_in(stick).path])
    (ada,) = togethers(organizer)
    settle(organizer, ada.later)
    assert depth(organizer) == {"s1": 5, "s2": 4, "s3": 5, "s4": 2}


def test_a_single_conflict_is_left_to_a_single_choice(organizer, join, score, stick):
    for mark in (1, 5):
        laptop = join("ada")
        visit(laptop, ["s1"], mark, score)
        organizer.merge([laptop.hand_in(stick).path])
    assert len(organizer.record.conflicts) == 1
    assert togethers(organizer) == ()


def test_what_a_laptop_says_nothing_about_stays_open(organizer, join, score, stick):
    for teams, mark in ((("s1", "s2"), 1), (("s1", "s2", "s3"), 3), (("s3",), 5)):
        laptop = join("ada")
        visit(laptop, teams, mark, score)
        organizer.merge([laptop.hand_in(stick).path])
    (ada,) = togethers(organizer)
    assert [(keep.ballots, keep.left) for keep in ada.laptops] == [(3, 0), (2, 1), (1, 2)]
    settle(organizer, ada.laptops[1])
    assert [conflict.slot for conflict in organizer.record.conflicts] == [("ballot", "ada", "s3")]


def test_judges_are_told_apart(organizer, join, score, stick):
    for judge in ("ada", "bob", "cyd"):
        for mark in (1, 5) if judge != "cyd" else (1,):
            laptop = join(judge)
            visit(laptop, TEAMS, mark, score)
            organizer.merge([laptop.hand_in(stick).path])
    found = togethers(organizer)
    assert [together.judge for together in found] == ["ada", "bob"]
    settle(organizer, found[1].laptops[0])
    assert [together.judge for together in togethers(organizer)] == ["ada"]


def at(*times):
    """A clock that tells these times again and again."""
    told = cycle(times)
    return lambda: f"{next(told)}.000Z"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (at("2024-09-21T18:00:30", "2024-09-21T18:00:20", "2024-09-21T18:00:10"), "was set back"),
        (at("2029-01-01T00:00:00"), "is ahead of the one here"),
        (at("2020-01-01T00:00:00"), "was behind: it says that it was used before this event was made"),
        (lambda: "yesterday", "told no time"),
    ],
)
def test_a_clock_that_cannot_be_right_decides_nothing(organizer, join, score, stick, tmp_path, desks, wrong, why):
    first = join("ada")
    visit(first, TEAMS, 1, score)
    (tmp_path / "odd").mkdir()
    odd = desks(
        JudgeDesk.join(organizer.export_event(tmp_path), "ada", organizer.tickets["ada"], tmp_path / "odd", wrong)
    )
    visit(odd, TEAMS, 5, score)
    organizer.merge([first.hand_in(stick).path, odd.hand_in(stick).path])
    (ada,) = togethers(organizer)
    assert ada.later is None
    assert why in ada.why_not
    assert len(ada.laptops) == 2


def test_paper_is_a_side_and_its_time_says_nothing(organizer, join, score, stick):
    ada = join("ada")
    visit(ada, TEAMS, 1, score)
    organizer.merge([ada.hand_in(stick).path])
    rubric = organizer.record.rubric_eid
    organizer.put_ballots(
        [
            Ballot(judge="ada", submission=team, rubric=rubric, marks={"impact": Decimal(4), "depth": Decimal(4)})
            for team in TEAMS[:2]
        ]
    )
    (found,) = togethers(organizer)
    assert found.later is None
    assert "paper" in found.why_not
    settle(organizer, next(keep for keep in found.laptops if keep.paper))
    assert depth(organizer) == {"s1": 4, "s2": 4, "s3": 1, "s4": 1}


def test_an_old_choice_is_refused_and_changes_nothing(two):
    organizer, first, second = two
    (ada,) = togethers(organizer)
    by = {keep.device: keep for keep in ada.laptops}
    settle(organizer, by[first.device])
    before = depth(organizer)
    with pytest.raises(Problem):
        settle(organizer, type(ada.later)("", False, "", (), 0, 0, 0, 0))
    assert depth(organizer) == before
    settle(organizer, by[second.device])  # a second thought: the last word of a laptop holds, as with single choices
    assert depth(organizer) == {"s1": 5, "s2": 5, "s3": 5, "s4": 2}
