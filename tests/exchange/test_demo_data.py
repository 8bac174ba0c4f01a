import csv
import json
import statistics

from gpumode_judge.event.text import clean_block, clean_line, fold
from gpumode_judge.exchange.templates import template
from gpumode_judge.system.resources import resource

BASE = 19  # the columns before the first further member


def table(name):
    with resource(f"samples/demo/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


HEADER, *ROWS = table("submissions.csv")
SUBMITTED = [row for row in ROWS if row[3].startswith("Submitted")]


def column(name, rows=SUBMITTED):
    return [row[HEADER.index(name)] for row in rows]


def truth():
    return json.loads(resource("samples/demo/truth.json").read_text(encoding="utf-8"))


def test_45_teams_submitted_and_two_drafted():
    assert len(SUBMITTED) == 45
    assert [row[3] for row in ROWS if row not in SUBMITTED] == ["Draft", "Draft"]
    assert len({fold(title) for title in column("Project Title", ROWS)}) == 47
    assert len(set(column("Submission Url"))) == 45


def test_the_export_has_the_ragged_shape_of_the_form_tool():
    assert HEADER[-4:] == ["Team Member 1 First Name", "Team Member 1 Last Name", "Team Member 1 Email", "..."]
    assert len(HEADER) == BASE + 4
    for row in ROWS:
        assert len(row) == BASE + 3 * int(row[BASE - 1])
    assert {len(row) for row in ROWS} >= {BASE, BASE + 3, BASE + 6, BASE + 9, BASE + 12}


def test_every_team_has_a_table_of_its_own_and_a_track():
    assert sorted(map(int, column("Table Number"))) == list(range(1, 46))
    tracks = column("Track #1")
    assert set(tracks) == {"Kernels", "Inference", "Training and tools"}
    assert min(map(tracks.count, set(tracks))) >= 10


def test_descriptions_are_told_in_40_to_120_words_with_figures():
    for text in column("About The Project"):
        assert 40 <= len(text.split()) <= 120
        assert any(letter.isdigit() for letter in text)
        assert clean_block(text) == text
    assert sum("\n" in text for text in column("About The Project")) > 30


def test_titles_try_the_board():
    titles = column("Project Title")
    assert max(map(len, titles)) == 60
    assert any("\u4e00" <= letter <= "\u9fff" for title in titles for letter in title)
    assert any("\u0600" <= letter <= "\u06ff" for title in titles for letter in title)
    assert all(clean_line(title) == title for title in titles)


def test_prizes_opted_into_are_those_of_the_event_and_one_has_a_comma():
    numbers = iter(range(100))
    names = [prize.name for prize in template("cuda-mode-irl", lambda: str(next(numbers))).prizes]
    assert any("," in name for name in names)
    for chosen in column("Opt-In Prizes"):
        rest = chosen
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        assert chosen
        assert not rest.strip(", ")


def test_addresses_lead_nowhere():
    for row in ROWS:
        for cell in row:
            assert "@" not in cell or cell.endswith("@example.org") or " " in cell
            assert all(part.startswith("https://example.org/") for part in cell.split(", ") if part.startswith("http"))
    emails = [cell for row in ROWS for cell in row if cell.endswith("@example.org")]
    assert len(set(emails)) == len(emails) > 100


def test_twelve_judges_most_without_a_track():
    header, *judges = table("judges.csv")
    assert header == ["Name", "Email", "Affiliation", "Tracks"]
    assert len({row[0] for row in judges}) == 12
    assert all(row[1].endswith("@example.org") and row[2] for row in judges)
    assert sum(not row[3] for row in judges) >= 9


def test_the_hidden_truth_covers_everybody():
    hidden = truth()
    assert set(hidden["quality"]) == set(column("Project Title"))
    assert set(hidden["judges"]) == {row[0] for row in table("judges.csv")[1:]}
    quality = list(hidden["quality"].values())
    assert abs(statistics.mean(quality)) < 0.01
    assert abs(statistics.pstdev(quality) - 1) < 0.01
    assert all(judge["noise"] > 0 for judge in hidden["judges"].values())
    assert abs(sum(judge["severity"] for judge in hidden["judges"].values())) < 0.01
