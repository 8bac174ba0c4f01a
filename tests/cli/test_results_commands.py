"""Commands about the standings and how fair they are: look, compare, explain, diagnose, send judges, answer a contest."""

from pathlib import Path

import pytest
from command_line import Terminal, once, play, tickets
from evening import script

from gpumode_judge.desk.contest import Packet

TEAM = "Tile, Tile, Tile"


@pytest.fixture
@once
def night(run: Terminal, tmp_path: Path) -> Path:
    """The organizers' workspace of the evening by raw means, so that other methods have something to differ from."""
    toml = tmp_path / "mean.toml"
    toml.write_text(script.TOML.read_text("utf-8").replace('method = "severity"', 'method = "mean"'), "utf-8")
    run.done("--workspace", "night.gmjdb", "new", "--from", toml)
    run.done("import", script.DEVPOST)
    run.done("import", script.JUDGES, "--as", "judges")
    return Path("night.gmjdb").absolute()


@pytest.fixture
@once
def scored(run: Terminal, night: Path, tmp_path: Path) -> Path:
    """The organizers' workspace with both judges' evenings merged."""
    event = run.done("--workspace", night, "export", "-o", tmp_path / "event")
    given = tickets(run, night)
    for number, judge in enumerate((script.ADA, script.BO)):
        path = tmp_path / f"judge-{number}.gmjdb"
        run.done("--workspace", path, "join", event, "--judge", judge, "--ticket", given[judge])
        play(run, path, judge)
        run.done("--workspace", path, "export", "-o", tmp_path / "stick")
    run.done("merge", tmp_path / "stick")
    return night


@pytest.fixture
def apart(run: Terminal, night: Path, tmp_path: Path) -> Path:
    """Ada and Bo have seen one team each, which nothing joins; the rules ask for severity."""
    run.done("update", script.TOML)
    names = ",".join(script.CRITERIA)
    ballots = tmp_path / "ballots.csv"
    ballots.write_text(
        f"judge,submission,{names}\n"
        f'{script.ADA},"{TEAM}",'
        f"{','.join('5' * len(script.CRITERIA))}\n"
        f"{script.BO},FlashLite,{','.join('3' * len(script.CRITERIA))}\n"
    )
    run.done("import", ballots, "--as", "ballots")
    return night


class TestStandings:
    def test_another_method_is_looked_at(self, run, scored):
        by_rules, other = (run("standings", "--json", *extra).json for extra in ((), ("--method", "severity")))
        assert (by_rules["method"], other["method"], other["ranked_by"]) == ("mean", "severity", "severity")
        assert [row["raw"] for row in other["rows"]] != [row["score"] for row in other["rows"]]
        assert run("standings", "--json").json == by_rules
        assert other["rows"][0]["chances"].keys() == {"first", "top3", "top5", "low", "high"}
        assert "no method of scoring" in run.refused("standings", "--method", "dice")

    def test_text_tells_how_sure_it_is(self, run, scored):
        head, first, *_ = run.done("standings").splitlines()
        assert head == "Rank    Range  Score    Raw  Visits  P(1st)  Submission"
        rank, span, score, raw, visits, chance, percent, *_ = first.split()
        assert (rank, score, raw, visits, percent) == ("1", "79.4", "79.4", "2", "%")
        assert span.startswith("1–")
        assert 0 < int(chance) <= 100

    def test_csv_and_file_by_another_method(self, run, scored):
        mean, severe = run.done("standings", "--csv"), run.done("standings", "--csv", "--method", "severity")
        assert mean.splitlines()[0] == severe.splitlines()[0]
        assert mean.splitlines()[1:] != severe.splitlines()[1:]
        assert run.done("standings", "-o", "s.csv", "--method", "severity") == "s.csv"
        assert (
            Path("s.csv").read_text("utf-8-sig").splitlines()[1].split(",")[:7] == severe.splitlines()[1].split(",")[:7]
        )

    def test_why(self, run, scored):
        shown = run("standings", "--why", "tile, tile, TILE", "--method", "severity", "--json").json
        assert (shown["submission"], shown["rank"], shown["ranked"]) == (TEAM, 1, 6)
        assert shown["raw"] + sum(step["points"] for step in shown["steps"]) == pytest.approx(shown["score"], abs=0.001)
        assert {visit["judge"] for visit in shown["visits"]} == {script.ADA, script.BO}
        told = run.done("standings", "--why", TEAM)
        assert told.splitlines()[0] == f"{TEAM}: rank 1 of 6"
        assert script.ADA in told
        assert "Nobody" in run.refused("standings", "--why", "Nobody")

    def test_compare(self, run, scored):
        shown = run("standings", "--compare", "--json").json
        assert [m["method"] for m in shown["methods"]][:2] == ["severity", "mean"]
        refused = {m["method"]: m["refused"] for m in shown["methods"] if m["refused"]}
        assert "needs 7 visits" in refused["trimmed"]
        assert shown["rows"][0]["ranks"].keys() == {m["method"] for m in shown["methods"]} - refused.keys()
        lines = run.done("standings", "--compare").splitlines()
        assert lines[0].split() == [*shown["rows"][0]["ranks"], "Submission"]
        assert lines[1].endswith(TEAM)
        assert any(line.startswith("trimmed: The trimmed mean needs") for line in lines)

    def test_history(self, run, scored):
        run.done("update", script.TOML)
        newest, first = run("standings", "--history", "--json").json
        assert newest["says"] == ["The method changed from “Raw mean” to “Severity-adjusted”."]
        assert (newest["in_force"], first["in_force"], first["moves"]) == (True, False, [])
        told = run.done("standings", "--history")
        assert told.splitlines()[0].endswith("(in force)")
        assert "Scored by “Raw mean”" in told

    def test_a_refused_method_ends_with_1_and_says_why(self, run, apart):
        said = run("standings")
        assert said.code == 1
        assert said.err.startswith("The visits fall into 2 groups that share no judge")
        assert TEAM in said.out
        said = run("standings", "--json")
        assert (said.code, said.err) == (1, "")
        assert '"ranked_by": "mean"' in said.out
        assert run("standings", "--why", TEAM).code == 1
        assert run("standings", "--method", "mean").code == 0
        assert run("standings", "--history").code == 0

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--why", "A", "--compare"),
            ("--compare", "--history"),
            ("--compare", "--csv"),
            ("--why", "A", "-o", "s.csv"),
            ("--compare", "--method", "mean"),
            ("--history", "--method", "mean"),
            ("--csv", "--json"),
            ("--csv", "-o", "s.csv"),
        ],
    )
    def test_misused(self, run, night, arguments):
        run.misused("standings", *arguments)


class TestDiagnose:
    def test_text_and_json(self, run, scored):
        shown = run("diagnose", "--json").json
        assert [judge["judge"] for judge in shown["judges"]] == sorted([script.ADA, script.BO])
        assert (shown["refused"], shown["mend"], len(shown["pieces"])) == ("", "", 1)
        assert sum(s["visits"] for s in shown["submissions"]) == shown["visits"]
        told = run.done("diagnose").splitlines()
        assert told[0] == shown["says"][0]
        assert any(line.startswith("Judge  ") for line in told)

    def test_pieces_and_what_joins_them(self, run, apart):
        said = run("diagnose")
        assert said.code == 1
        assert "one visit would join them: " in said.out
        assert said.out.count(f"to “{TEAM}”") + said.out.count("to “FlashLite”") == 1
        assert said.err.startswith("The visits fall into 2 groups")


class TestNextVisits:
    def test_text_and_json(self, run, scored):
        shown = run("next-visits", "--minutes", "12", "--json").json
        assert shown.keys() == {"minutes", "per_visit", "gain", "visits"}
        assert all(visit["judge"] in (script.ADA, script.BO) for visit in shown["visits"])
        told = run.done("next-visits", "--minutes", "12").splitlines()
        assert len(told) == max(1, len(shown["visits"]) + (shown["gain"] is not None and bool(shown["visits"])))

    def test_who_is_free_and_how_long_a_visit_takes(self, run, apart):
        rows = run("next-visits", "--minutes", "10", "--per-visit", "5", "--judges", script.BO, "--json").json["visits"]
        assert [row["judge"] for row in rows] == [script.BO] * 2
        assert len(run("next-visits", "--minutes", "90", "--count", "3", "--json").json["visits"]) == 3
        assert "“Nobody” is not known here" in run.refused("next-visits", "--minutes", "9", "--judges", "Nobody")
        assert "0 minutes" in run.refused("next-visits", "--minutes", "9", "--per-visit", "0")
        run.misused("next-visits")
        run.misused("next-visits", "--minutes", "-1")


class TestContest:
    def test_the_page_is_printed(self, run, face, scored):
        assert run.done("contest", TEAM, "-o", "page.pdf") == "page.pdf"
        shown = run("contest", "1", "-o", "page.pdf", "--json").json
        ((what, page, path), again) = face.asked
        assert (what, path, again[1]) == ("contest", Path("page.pdf"), page)
        assert isinstance(page, Packet)
        assert (page.title, page.rank) == (TEAM, 1)
        assert shown["path"] == "page.pdf"
        assert [visit["judge"] for visit in shown["visits"]] == ["Judge A", "Judge B"]
        assert script.ADA not in str(shown)

    def test_without_a_file_it_is_only_told(self, run, face, scored):
        shown = run("contest", TEAM, "--json").json
        assert "path" not in shown
        assert face.asked == []

    def test_refused(self, run, scored):
        assert "must end in .pdf" in run.refused("contest", TEAM, "-o", "page.txt")
        assert "no folder" in run.refused("contest", TEAM, "-o", "none/page.pdf")
        run.refused("contest", "Nobody", "-o", "page.pdf")
        run.misused("contest", TEAM)
