from pathlib import Path

import pytest

from gpumode_judge.event.submission import Entered
from gpumode_judge.exchange.fields import What
from gpumode_judge.exchange.guessing import guess
from gpumode_judge.exchange.rows import Rows, SubmissionRow
from gpumode_judge.exchange.submissions_in import submissions_from
from gpumode_judge.exchange.tables import read_table, table_from_bytes

FIXTURES = Path(__file__).parent / "fixtures"
SHAPES = sorted(FIXTURES.glob("devpost_*.csv"))
FIVE = ("Zoë Ferreira", "Bo Lindqvist", "Chén Wěi", "Dee O’Hara, Jr.", "Émile Núñez")
WARP = "Best Kernel, sponsored by Warp & Weft Labs"


def read(name: str, known: tuple[str, ...] = ()) -> tuple[str, Rows[SubmissionRow]]:
    table = read_table(FIXTURES / name)
    mapping = guess(table, What.SUBMISSIONS)
    return mapping.recognised, submissions_from(table, mapping, known)


def test_re_saved_with_screen_names_and_padding() -> None:
    name, rows = read("devpost_2018_resaved.csv")
    assert (name, rows.read, rows.skipped, rows.notes) == ("Devpost project export", 3, (), ())
    tile, solo, warp = rows.items
    assert (tile.title, tile.members, len(tile.emails)) == ("Tile, Tile, Tile", FIVE, 5)
    assert tile.prizes == ("[TRACK] Open Kernels Prize", "Best Write-Up")
    assert tile.source == "https://kernels-on-stage.devpost.com/submissions/101-tile"
    assert [(link.label, link.url) for link in tile.links] == [
        ("Submission page", tile.source),
        ("Try it out", "https://example.org/tile"),
    ]
    assert "\n\n## What it does\n\nFuses RoPE" in tile.description
    assert (solo.line, solo.members, solo.emails) == (10, ("solo-sam",), ("sam@example.org",))
    assert warp.members == ("Zoë Ferreira", "Fay")


def test_without_personal_data_but_with_screen_names_and_own_table_question() -> None:
    name, rows = read("devpost_2019_no_personal_data.csv")
    assert name == "Devpost project export, without personal data"
    assert [(row.table, row.members) for row in rows.items] == [
        ("12", ("quokka", "bo1", "chén2")),
        ("12", ("pfx",)),
        ("", ("late",)),
    ]
    assert not any(row.emails for row in rows.items)
    assert rows.notes == ("Table 12 is given to 2 submissions (lines 2 and 10).",)


def test_old_export_sorted_by_prize_is_joined_and_drafts_stay_apart() -> None:
    name, rows = read("devpost_2020_by_prize.csv")
    assert name == "Devpost project export, sorted by prize"
    assert (rows.read, len(rows.items), rows.joined) == (6, 3, 3)
    flash, one, two = rows.items
    assert flash.prizes == (WARP, "Best Write-Up", "Most Fun")
    assert (flash.members, flash.entered) == (FIVE[:3], Entered.SUBMITTED)
    assert (one.emails, one.prizes, one.entered) == (("b@example.org",), (WARP, "Best Write-Up"), Entered.DRAFT)
    assert (two.emails, two.prizes) == (("c@example.org",), (WARP,))


def test_without_people_table_zero_is_no_table_and_drafts_of_one_name_are_all_kept() -> None:
    name, rows = read("devpost_2022_no_people.csv")
    assert name == "Devpost project export, with table numbers, without personal data"
    assert [(row.title, row.table, row.members) for row in rows.items] == [
        ("Sparse & Proud", "7", ()),
        ("No Table Yet", "", ()),
        ("Untitled", "", ()),
        ("Untitled", "", ()),
    ]
    assert [row.entered for row in rows.items[2:]] == [Entered.DRAFT, Entered.DRAFT]


def test_commas_newlines_emoji_five_members_and_states() -> None:
    _, rows = read("devpost_2023_tables.csv")
    parrot, two, hidden, waiting, draft, few = rows.items
    assert (parrot.title, parrot.table, parrot.members, len(parrot.emails)) == ("Tensor 🦜, the Parrot", "90", FIVE, 5)
    assert parrot.prizes == (WARP, "Fastest Inference, Single Node", "Best Write-Up")
    assert [link.url for link in parrot.links][1:] == [
        "https://example.org/p",
        "https://example.org/p?x=1,2",
        "https://youtu.be/p",
    ]
    assert (two.title, two.members) == ("Two Lines", ("Zoë Ferreira",))
    assert (hidden.entered, waiting.entered, draft.entered) == (Entered.SUBMITTED, Entered.SUBMITTED, Entered.DRAFT)
    assert (draft.members, draft.source) == (("Zoë", "Fay"), "")
    assert few.prizes == (WARP, "Most Fun")
    notes = " ".join(rows.notes)
    assert "“Fastest Inference, Single Node” (line 2) was taken as one prize" in notes
    assert "1 submission is hidden on Devpost (line 12)" in notes
    assert "1 submission waits for approval on Devpost (line 13)" in notes
    assert "Fewer members are named than the export counts in line 15" in notes


def test_known_prizes_settle_what_the_column_cannot() -> None:
    _, rows = read("devpost_2023_tables.csv", (WARP, "Fastest Inference", "Single Node", "Best Write-Up", "Most Fun"))
    assert rows.items[0].prizes == (WARP, "Fastest Inference", "Single Node", "Best Write-Up")
    assert not any("taken as one prize" in note for note in rows.notes)


def test_two_track_columns_and_a_table_question_beside_zeros() -> None:
    _, rows = read("devpost_2024_tracks.csv")
    assert [(row.table, row.tracks) for row in rows.items] == [
        ("A4", ("Inference, Batch and Online", "Kernels")),
        ("8", ("Kernels",)),
    ]


def test_the_newest_shape_ignores_what_only_sounds_like_prizes() -> None:
    _, rows = read("devpost_2026.csv")
    assert (rows.items[0].prizes, rows.items[0].tracks) == (("Best Write-Up",), ())


def test_the_newest_shape_sorted_by_prize() -> None:
    name, rows = read("devpost_2026_by_prize.csv")
    assert name == "Devpost project export, sorted by prize"
    mega, tiny = rows.items
    assert mega.prizes == (WARP, "Fastest Inference, Single Node", "Most Fun")
    assert (mega.tracks, mega.members) == (("Systems",), FIVE)
    assert ("GitHub repository", "https://github.com/example/mega") in [(link.label, link.url) for link in mega.links]
    assert (tiny.prizes, rows.joined, rows.notes) == ((WARP, "Most Fun"), 3, ())


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_any_re_save_gives_the_same_submissions(path: Path) -> None:
    plain = path.read_bytes()
    unix = plain.replace(b"\r\n", b"\n")
    table = table_from_bytes("a.csv", plain)
    mapping = guess(table, What.SUBMISSIONS)
    wanted = submissions_from(table, mapping).items
    for other in (unix, unix.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + plain, plain.decode().encode("utf-16")):
        again = table_from_bytes("a.csv", other)
        assert submissions_from(again, guess(again, What.SUBMISSIONS)).items == wanted


@pytest.mark.parametrize("path", SHAPES, ids=lambda path: path.stem)
def test_no_address_of_a_person_gets_into_what_travels(path: Path) -> None:
    _, rows = read(path.name)
    for row in rows.items:
        assert not any(
            "@" in text for text in (row.title, row.team, *row.members, *row.prizes, *(link.url for link in row.links))
        )


def test_members_can_be_left_out_by_hand() -> None:
    table = read_table(FIXTURES / "devpost_2023_tables.csv")
    mapping = guess(table, What.SUBMISSIONS).with_column("Team Member 1 Last Name", None)
    assert submissions_from(table, mapping).items[0].members == ("Zoë Ferreira",)
