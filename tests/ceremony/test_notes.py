from fractions import Fraction

import pytest
from ceremony_made import field

from gpumode_judge.ceremony import notes
from gpumode_judge.ceremony.forecast import length_text, seconds_of
from gpumode_judge.ceremony.snapshot import Contender, PrizeResult, Snapshot

ADA = Contender(
    key="a",
    name="Turbo",
    team="Rocket",
    members=("Ada", "Bo"),
    table="7",
    tracks=("Triton",),
    rank=2,
    score=Fraction(88),
)


def test_a_team_is_read_out_with_its_people_and_what_can_be_pronounced():
    assert notes.told([ADA], 2) == (
        "2nd place: “Turbo” by Rocket (Ada and Bo), table 7, Triton, 88.0 points. Wait for the applause."
    )


def test_many_teams_are_read_out_briefly():
    note = notes.told(field(14), None)
    assert note.count("“") == notes.MOST_READ_OUT
    assert "and 4 more, see the picture." in note
    assert "table" not in note


@pytest.mark.parametrize(
    ("name", "team", "members", "shown", "below"),
    [
        ("Turbo", "Rocket", ("Ada",), "Turbo", "Rocket"),
        ("Turbo", "", ("Ada", "Bo"), "Turbo", "Ada, Bo"),
        ("Rocket", "Rocket", ("Ada",), "Rocket", "Ada"),
        ("", "Rocket", (), "Rocket", ""),
        ("", "", (), "Untitled", ""),
    ],
)
def test_what_a_team_goes_by(name, team, members, shown, below):
    one = Contender(key="a", name=name, team=team, members=members)
    assert (notes.name_of(one), notes.team_of(one)) == (shown, below)


def test_words():
    assert [notes.ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
    assert [notes.ordinal_word(n) for n in (1, 12, 13)] == ["first", "twelfth", "13th"]
    assert [notes.listed(x) for x in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]
    assert notes.place_title(3, 2) == "Shared 3rd place"
    assert "Ask Modal to the stage" in notes.prize(PrizeResult(id="p", name="Credits", sponsor="Modal"), 5)
    assert notes.opening(Snapshot(title="")).startswith("Welcome everyone to the results of the evening.")


def test_lengths():
    assert seconds_of("place", 3) == seconds_of("place") + 8
    assert seconds_of("list", 400) == seconds_of("list", 10)
    assert (length_text(0), length_text(59), length_text(60), length_text(725)) == (
        "under a minute", "under a minute", "about 1 min", "about 12 min",
    )  # fmt: skip
