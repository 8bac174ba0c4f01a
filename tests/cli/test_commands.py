"""What every command does, what it prints as JSON, and how it refuses."""

import json
from pathlib import Path

import pytest
from command_line import Terminal, once, play, tickets
from evening import script

from gpumode_judge import __version__

STATUS = {"role", "event", "mode", "submissions", "judges", "ballots", "visits", "conflicts", "locked"}
OF_ORGANIZERS = STATUS | {
    "wanted", "unvisited", "pending", "gaps", "unfit", "files", "last_merge", "lock_waiting", "waiting", "quarantined",
    "signed_off", "missing", "can_speak", "backup_problem",
}  # fmt: skip
OF_A_JUDGE = STATUS | {
    "judge", "round", "recorded", "drafts", "handed_in", "new_since", "received", "signed_off", "words", "cards",
}  # fmt: skip
MARKS = ("impact=4", "depth=3", "evidence=5", "novelty=2", "demo=4")


@pytest.fixture
@once
def merged(run: Terminal, night: Path, ada: Path, tmp_path: Path) -> Path:
    """The organizers' workspace with Ada's evening merged."""
    play(run, ada, script.ADA)
    run.done("--workspace", ada, "export", "-o", tmp_path / "stick")
    run.done("--workspace", night, "merge", tmp_path / "stick")
    return night


class TestNew:
    def test_makes_a_workspace_where_one_stands(self, run):
        assert run.done("new", "--title", "Kernel Night").startswith("“Kernel Night” is in ")
        (workspace,) = Path().glob("*.gmjdb")
        assert workspace.name.startswith("kernel-night-")

    def test_json(self, run, tmp_path):
        shown = run("new", "--title", "A", "--rehearsal", "-o", tmp_path / "new" / "folder", "--json").json
        assert shown.keys() == {"workspace"} | OF_ORGANIZERS
        assert Path(shown["workspace"]).is_file()
        assert (shown["event"], shown["mode"], shown["submissions"]) == ("A", "rehearsal", 0)

    @pytest.mark.parametrize("template", ["gpu-mode-open-ended", "cuda-mode-irl", "blank"])
    def test_every_template(self, run, template):
        run.done("--workspace", "x.gmjdb", "new", "--title", "A", "--template", template)
        assert run("status", "--json").json["event"] == "A"

    def test_what_is_said_on_the_line_goes_before_the_file(self, run):
        run.done("--workspace", "x.gmjdb", "new", "--from", script.TOML, "--title", "Other", "--day", "2027-01-02")
        told = Path(run.done("export", "--toml")).read_text(encoding="utf-8")
        assert 'title = "Other"' in told
        assert 'day = "2027-01-02"' in told
        assert 'place = "Hall 4"' in told

    def test_wants_a_title(self, run):
        assert "title" in run.misused("new")
        assert "title" in run.misused("new", "--title", " ")
        assert "exclude" in run.misused("new", "--template", "blank", "--from", script.TOML)

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (("--title", "A", "--template", "nope"), "gpu-mode-open-ended"),
            (("--title", "A", "--day", "2026-13-01"), "2026-13-01"),
            (("--title", "A", "--zone", "Mars/Base"), "Europe/Berlin"),
            (("--from", "nope.toml"), "nope.toml"),
            (("--from", "."), "folder"),
            (("--title", "A", "-o", "night.db"), ".gmjdb"),
            (("--title", "A", "-o", "none/night.gmjdb"), "none"),
        ],
    )
    def test_refuses(self, run, arguments, part):
        assert part in run.refused("new", *arguments)
        assert not list(Path().iterdir())

    def test_never_writes_over_a_workspace(self, run, night):
        before = night.read_bytes()
        assert "night.gmjdb" in run.refused("--workspace", night, "new", "--title", "A")
        assert night.read_bytes() == before


class TestWorkspace:
    def test_none_in_the_folder(self, run):
        assert run.refused("status") == (
            "There is no workspace in this folder; say which one: gpumode-judge --workspace PATH COMMAND."
        )

    def test_two_in_the_folder(self, run, night):
        run.done("new", "--title", "A")
        assert run.refused("status").startswith("There are 2 workspaces in this folder")
        assert run("--workspace", night, "status", "--json").json["event"] == script.TITLE

    @pytest.mark.parametrize(
        "command",
        [
            ("standings",), ("tickets",), ("import", script.DEVPOST), ("devices",), ("conflicts",), ("withdraw", "1"),
            ("board", "-o", "b.png"), ("update", script.TOML), ("export", "--toml"),
        ],
    )  # fmt: skip
    def test_a_judges_is_not_the_organizers(self, run, ada, command):
        assert "organizers’" in run.refused("--workspace", ada, *command)

    def test_the_organizers_is_not_a_judges(self, run, night):
        assert "a judge’s" in run.refused("mark", "1", *MARKS)

    @pytest.mark.parametrize("name", ["none.gmjdb", ".", "text.gmjdb", "empty.gmjdb", "n" * 400])
    def test_what_is_none(self, run, name):
        Path("text.gmjdb").write_text("abc\n", encoding="utf-8")
        Path("empty.gmjdb").touch()
        assert name[:9] in run.refused("--workspace", name, "status")

    def test_an_event_file_is_none(self, run, night):
        event = run.done("export")
        assert "is an event file, not a workspace" in run.refused("--workspace", event, "status")


class TestImport:
    def test_json(self, run, night):
        shown = run("import", script.DEVPOST, "--json").json
        assert shown == {
            "recognised": "Devpost project export, with table numbers", "read": 7, "added": 0, "changed": 0, "unchanged": 7,
            "skipped": [], "vanished": [], "notes": [],
        }  # fmt: skip

    def test_preview_json_shows_columns_and_keeps_nothing(self, run, night):
        Path("more.csv").write_text("title,table,odd\nLate One,9,x\n,10,y\n", encoding="utf-8")
        shown = run("import", "more.csv", "--preview", "--json").json
        assert (shown["read"], shown["added"], len(shown["skipped"])) == (2, 1, 1)
        assert shown["skipped"][0].keys() == {"line", "why"}
        assert shown["skipped"][0]["line"] == 3
        assert [column.keys() for column in shown["columns"]] == [{"column", "field", "sure", "sample"}] * 3
        assert [column["field"] for column in shown["columns"]] == ["title", "table", ""]
        assert run("status", "--json").json["submissions"] == 6

    def test_preview_shows_columns_before_it_says_what_is_missing(self, run, night):
        said = run("import", script.DEVPOST, "--as", "ballots", "--preview")
        assert said.code == 1
        assert "Project Title" in said.out
        assert "judge" in said.err

    def test_corrections_of_columns(self, run, night):
        Path("odd.csv").write_text("a=b,place\nLate One,9\n", encoding="utf-8")
        run.done("import", "odd.csv", "--map", "a=b=title", "--map", "place=")
        rows = run("standings", "--json").json["rows"]
        assert [(row["submission"], row["table"]) for row in rows][-1] == ("Late One", "")

    def test_everything_is_told(self, run, night):
        Path("less.csv").write_text(
            script.DEVPOST.read_text(encoding="utf-8")
            .replace("FlashLite,3,", "FlashLite,33,")
            .split("Kernel Karaoke")[0],
            encoding="utf-8",
        )
        told = run.done("import", "less.csv")
        assert "No longer in the file, kept here: Kernel Karaoke" in told
        assert told.endswith("5 rows read: 0 added, 1 changed, 4 unchanged, 0 skipped.")

    def test_misuse(self, run, night):
        assert "column=field" in run.misused("import", script.DEVPOST, "--map", "foo")
        assert "submissions" in run.misused("import", script.DEVPOST, "--as", "nonsense")
        run.misused("import")

    @pytest.mark.parametrize("arguments", [("--map", "foo=title"), ("--map", "Notes=foo"), ("--as", "judges")])
    def test_refusals(self, run, night, arguments):
        assert len(run.refused("import", script.DEVPOST, *arguments)) > 30

    def test_json_of_a_refusal(self, run, night):
        said = run("import", "none.csv", "--json")
        assert (said.code, said.err) == (1, "")
        assert json.loads(said.out).keys() == {"error"}


class TestPeople:
    def test_tickets(self, run, night):
        shown = run("tickets", "--json").json
        assert [row.keys() for row in shown] == [{"judge", "ticket", "email", "id"}] * 2
        assert [(row["judge"], row["email"]) for row in shown] == [
            (script.ADA, "ada@example.org"), (script.BO, "bo@example.org"),
        ]  # fmt: skip
        assert run.done("tickets").splitlines() == [f"{row['ticket']}  {row['judge']}" for row in shown]

    def test_a_new_ticket_replaces_the_old_one(self, run, night):
        before = tickets(run, night)
        run.done("tickets", "--renew", "ADA byron")
        after = tickets(run, night)
        assert after[script.ADA] != before[script.ADA]
        assert after[script.BO] == before[script.BO]

    def test_without_judges_it_says_how_they_come(self, run):
        run.done("new", "--title", "A")
        assert "--as judges" in run.done("tickets")

    def test_withdraw_and_back(self, run, night):
        assert run("withdraw", "3", "--json").json.keys() == {"submission", "id", "entered", "notes"}
        assert run("status", "--json").json["submissions"] == 5
        run.done("withdraw", "FlashLite", "--back")
        assert run("status", "--json").json["submissions"] == 6
        assert "not known here" in run.refused("withdraw", "Nobody’s")


class TestJudge:
    def test_join_json(self, run, night, tmp_path):
        event = run.done("export", "-o", tmp_path)
        shown = run("join", event, "--judge", "bo katzir", "-o", tmp_path / "bo" / "night", "--json").json
        assert shown.keys() == {"workspace"} | OF_A_JUDGE
        assert (shown["judge"], shown["round"], len(shown["cards"])) == (script.BO, 6, 6)
        assert shown["cards"][0].keys() == {"submission", "id", "team", "table", "state", "total"}
        assert len(shown["words"].split()) == 4

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (("--judge", "Zoe"), "The judges are: Ada Byron, Bo Katzir."),
            (("--judge", ""), "The judges are"),
            (("--judge", script.ADA, "--ticket", "123"), "12 letters and digits"),
            (("--judge", script.ADA, "-o", "ada.db"), ".gmjdb"),
        ],
    )
    def test_join_refuses(self, run, night, arguments, part):
        assert part in run.refused("join", run.done("export"), *arguments)

    def test_join_wants_an_event_file(self, run, night, ada, tmp_path):
        run.misused("join", "x.gmj")
        assert "is a workspace" in run.refused("join", night, "--judge", script.ADA)
        score = run.done("--workspace", ada, "export", "-o", tmp_path)
        assert "score file" in run.refused("join", score, "--judge", script.ADA)
        assert "none.gmj" in run.refused("join", "none.gmj", "--judge", script.ADA)
        Path("cut.gmj").write_bytes(Path(score).read_bytes()[:-40])
        assert run.refused("join", "cut.gmj", "--judge", script.ADA).startswith(
            "“cut.gmj”: This file is not whole: it ends in the middle of line "
        )

    def test_mark(self, run, ada):
        assert run("--workspace", ada, "mark", "FlashLite", *MARKS, "--json").json == {
            "submission": "FlashLite", "state": "done", "total": 70.0,
        }  # fmt: skip
        told = run.done("--workspace", ada, "mark", "3", "depth=5")
        assert told.startswith("Recorded: “FlashLite” done, 82.5 of 100.\nEverything is saved on this laptop.")
        assert run("--workspace", ada, "mark", "1", "--absent", "team has left", "--json").json == {
            "submission": "Tile, Tile, Tile", "state": "absent", "total": None,
        }  # fmt: skip
        shown = run("--workspace", ada, "status", "--json").json
        assert (shown["recorded"], shown["ballots"], shown["visits"], shown["drafts"]) == (2, 2, 1, 0)

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (("3", "depth=3"), "still need a mark"),
            (("3", "depth=9"), "takes 1–5"),
            (("3", "depth=x"), "“x” is no mark"),
            (("3", "depth="), "is no mark"),
            (("3", "depth=1e999"), "takes 1–5"),
            (("3", "dep=3"), "impact, depth, evidence, novelty, demo"),
            (("3", *MARKS, "impact=5"), "twice"),
            (("zzz", *MARKS), "not known here"),
            (("3", "--absent", "no idea"), "team has left"),
            (("3", "--note", "x", "--recused", "no idea"), "I know the team"),
        ],
    )
    def test_a_refused_mark_leaves_no_trace(self, run, ada, arguments, part):
        run.done("--workspace", ada, "mark", "1", *MARKS)
        before = run("--workspace", ada, "status", "--json").json
        assert part in run.refused("--workspace", ada, "mark", *arguments)
        assert run("--workspace", ada, "status", "--json").json == before

    def test_mark_misused(self, run, ada):
        for wrong in ((), ("3",), ("3", "depth"), ("3", "=3"), ("3", *MARKS, "--absent", "team has left")):
            run.misused("--workspace", ada, "mark", *wrong)

    def test_score_file(self, run, ada, tmp_path):
        run.done("--workspace", ada, "mark", "3", *MARKS)
        shown = run("--workspace", ada, "export", "-o", tmp_path / "stick", "--json").json
        assert shown.keys() == {"path", "ballots"}
        assert shown["ballots"] == 1
        assert run("verify", shown["path"], "--json").json["file"] == "score file"
        assert run("--workspace", ada, "status", "--json").json["handed_in"] == 1

    def test_a_newer_event_file(self, run, night, ada, tmp_path):
        run.done("--workspace", ada, "mark", "3", *MARKS)
        Path("late.csv").write_text("title,table\nLate One,9\n", encoding="utf-8")
        run.done("--workspace", night, "import", "late.csv")
        event = run.done("--workspace", night, "export", "-o", tmp_path / "new.gmj")
        assert run("--workspace", ada, "merge", event, "--json").json == {
            "news": ["Taken in: 1 new submission. What you scored is untouched."]
        }
        assert run("--workspace", ada, "status", "--json").json["round"] == 7


class TestFiles:
    def test_event_file(self, run, night, tmp_path):
        shown = run("export", "-o", tmp_path / "a" / "b", "--json").json
        assert shown.keys() == {"path"}
        assert Path(shown["path"]).parent == tmp_path / "a" / "b"
        assert run.done("export", "-o", tmp_path / "night.gmj") == str(tmp_path / "night.gmj")

    @pytest.mark.parametrize(("out", "part"), [("x.zip", ".gmj"), ("none/x.gmj", "none"), ("there.gmj", "already")])
    def test_export_refuses(self, run, night, out, part):
        Path("there.gmj").write_text("mine", encoding="utf-8")
        assert part in run.refused("export", "-o", out)
        assert Path("there.gmj").read_text(encoding="utf-8") == "mine"

    def test_the_plan_as_toml_makes_the_same_event(self, run, night, tmp_path):
        first = run.done("export", "--toml", "-o", "plan.toml")
        run.done("--workspace", tmp_path / "b.gmjdb", "new", "--from", first)
        second = run.done("--workspace", tmp_path / "b.gmjdb", "export", "--toml", "-o", tmp_path)
        assert Path(second).read_bytes() == Path(first).read_bytes()
        assert "ada@example.org" in Path(first).read_text(encoding="utf-8")

    def test_update(self, run, merged):
        plan = Path(run.done("export", "--toml", "-o", "plan.toml"))
        assert run("update", plan, "--json").json == {"changed": 0, "notes": []}
        before = run("standings", "--json").json
        text = plan.read_text(encoding="utf-8").replace("weight = 30", "weight = 90").replace('"Hall 4"', '"Hall 5"')
        plan.write_text(text, encoding="utf-8")
        shown = run("update", plan, "--json").json
        assert shown["changed"] == 1
        assert shown["notes"] == ["Not changed, because it is fixed when the event is made: place."]
        after = run("standings", "--json").json
        assert [row["visits"] for row in after["rows"]] == [row["visits"] for row in before["rows"]]
        assert after["rows"][0]["score"] != before["rows"][0]["score"]

    def test_update_names_only_what_differs_and_is_fixed(self, run, night):
        plan = Path(run.done("export", "--toml", "-o", "plan.toml"))
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("[event]", '[event]\nsponsors = ["Nobody Else"]', 1), encoding="utf-8")
        assert run("update", plan, "--json").json["notes"] == [
            "Not changed, because it is fixed when the event is made: sponsors."
        ]

    def test_update_after_the_lock(self, run, merged):
        plan = Path(run.done("export", "--toml", "-o", "plan.toml"))
        text = plan.read_text(encoding="utf-8")
        run.done("lock")
        assert run.done("update", plan) == "0 changes made."
        plan.write_text(text.replace("weight = 30", "weight = 90"), encoding="utf-8")
        before = run("standings", "--json").json
        assert "The scores are locked, so the rubric and the rules stay" in run.refused("update", plan)
        assert run("waiting", "--json").json == []
        assert run("standings", "--json").json == before
        plan.write_text(text + '\n[[prize]]\nname = "Prize of the Night"\n', encoding="utf-8")
        assert run.done("update", plan) == "1 change made."  # what the standings are not made of holds at once
        run.done("unlock")
        plan.write_text(text.replace("weight = 30", "weight = 90"), encoding="utf-8")
        assert run("update", plan, "--json").json["changed"] == 1

    def test_merge_json(self, run, night, ada, tmp_path):
        play(run, ada, script.ADA)
        file = run.done("--workspace", ada, "export", "-o", tmp_path / "stick")
        Path(tmp_path / "stick" / "broken.gmj").write_text('{"format":"gmj"}\n', encoding="utf-8")
        said = run("--workspace", night, "merge", tmp_path / "stick", "--json")
        shown = json.loads(said.out)
        assert (said.code, said.err) == (1, "")
        assert shown.keys() == {"files", "refused", "new", "cancelled", "note", "rows"}
        assert (shown["files"], shown["refused"], shown["cancelled"]) == (2, 1, False)
        broken, good = shown["rows"]
        assert good.keys() == {
            "file", "outcome", "who", "new", "known", "pending", "conflicts", "gaps", "unfit", "late", "uncounted",
            "why", "sha256", "kept", "whole", "lost",
        }  # fmt: skip
        assert (broken["outcome"], good["outcome"], good["who"], good["pending"]) == (
            "refused",
            "merged",
            script.ADA,
            0,
        )
        again = run("--workspace", night, "merge", file)
        assert (again.code, again.err) == (0, "")
        assert "nothing new" in again.out

    def test_merge_of_nothing(self, run, night):
        Path("empty").mkdir()
        assert "empty" in run.refused("merge", "empty")
        said = run("merge", "none.gmj")
        assert (said.code, said.out.count("\n")) == (1, 2)
        run.misused("merge")

    def test_merge_of_another_event(self, run, night, tmp_path):
        run.done("--workspace", tmp_path / "b.gmjdb", "new", "--title", "Other")
        other = run.done("--workspace", tmp_path / "b.gmjdb", "export", "-o", tmp_path)
        said = run("merge", other)
        assert said.code == 1
        assert "belongs to another event (“Other”)" in said.out

    def test_verify(self, run, night):
        event = run.done("export")
        shown = run("verify", event, "--json").json
        assert shown.keys() == {"file", "event", "title", "entries", "withheld", "devices", "kinds", "sha256"}
        assert (shown["file"], shown["title"], shown["kinds"]["submission"]) == ("event file", script.TITLE, 7)
        assert "whole and unchanged" in run.done("verify", event)
        assert "is a workspace" in run.refused("verify", night)
        Path("text.gmj").write_text("abc\n", encoding="utf-8")
        assert "text.gmj" in run.refused("verify", "text.gmj")


class TestDecisions:
    def test_a_laptop_without_a_ticket_waits(self, run, night, tmp_path):
        event = run.done("--workspace", night, "export", "-o", tmp_path / "event.gmj")
        ada = tmp_path / "laptop.gmjdb"
        words = run("--workspace", ada, "join", event, "--judge", script.ADA, "--json").json["words"]
        run.done("--workspace", ada, "mark", "3", *MARKS)
        run.done("--workspace", ada, "export", "-o", tmp_path / "stick")
        assert "waiting for the laptop" in run.done("--workspace", night, "merge", tmp_path / "stick")
        (waiting,) = run("--workspace", night, "devices", "--json").json
        assert waiting.keys() == {"words", "judge", "entries", "device"}
        assert (waiting["words"], waiting["judge"]) == (words, script.ADA)
        assert words in run.done("--workspace", night, "devices")
        assert "is waiting" in run.refused("--workspace", night, "devices", "--accept", "one two three four")
        assert run("--workspace", night, "status", "--json").json["pending"] == 1
        told = run.done("--workspace", night, "devices", "--accept", words.upper().replace(" ", " - "))
        assert told.splitlines() == [f"Accepted: {words} speaks for {script.ADA}.", "No laptop is waiting."]
        assert run("--workspace", night, "status", "--json").json["visits"] == 1

    def test_all_conflicts_of_a_judge_are_decided_at_once(self, run, night, tmp_path):
        event = run.done("--workspace", night, "export", "-o", tmp_path / "event.gmj")
        ticket = tickets(run, night)[script.ADA]
        words = []
        for number, marks in enumerate((MARKS, ("impact=1", *MARKS[1:])), 1):
            laptop = tmp_path / f"laptop-{number}.gmjdb"
            joined = run("--workspace", laptop, "join", event, "--judge", script.ADA, "--ticket", ticket, "--json").json
            words.append(joined["words"])
            for table in ("3", "5"):
                run.done("--workspace", laptop, "mark", table, *marks)
            run.done(
                "--workspace", night, "merge", run.done("--workspace", laptop, "export", "-o", tmp_path / f"{number}")
            )
        at = ("--workspace", night, "conflicts", "--judge", script.ADA)
        shown = run(*at, "--json").json
        assert shown.keys() == {"judge", "conflicts", "keeps", "why_not", "settled"}
        assert (shown["judge"], shown["conflicts"], shown["settled"], shown["why_not"]) == (script.ADA, 2, 0, "")
        assert {keep["keep"] for keep in shown["keeps"]} == {*words, "later"}
        assert {(k["settles"], k["ballots"], k["marks"], k["notes"], k["left"]) for k in shown["keeps"]} == {
            (2, 2, 10, 0, 0)
        }
        told = run.done(*at)
        assert told.splitlines()[0] == f"{script.ADA}: 2 conflicts"
        assert f"  {words[0]}: keeps 2 ballots with 10 marks, 0 notes; the last at " in told
        assert "neither “later”" in run.refused(*at, "--keep", "one two three four")
        assert run.misused("--workspace", night, "conflicts", "--keep", "later")
        assert run.done(*at, "--keep", words[1].upper()).startswith(f"Decided: 2 conflicts of {script.ADA}.")
        assert run.done("--workspace", night, "conflicts") == "Nothing needs a decision."
        assert "no two conflicts" in run.refused(*at)

    def test_a_conflict_is_shown_and_decided(self, run, merged):
        Path("paper.csv").write_text(
            "judge,table,impact,depth,evidence,novelty,demo\nAda Byron,3,1,1,1,1,1\n", encoding="utf-8"
        )
        run.done("import", "paper.csv", "--as", "ballots")
        (conflict,) = run("conflicts", "--json").json
        assert conflict.keys() == {"about", "heads"}
        assert conflict["about"] == "ballot: Ada Byron on FlashLite"
        assert [head.keys() for head in conflict["heads"]] == [{"id", "at", "says", "paper"}] * 2
        paper = next(head for head in conflict["heads"] if head["paper"])
        assert paper["says"] == "demo 1, depth 1, evidence 1, impact 1, novelty 1"
        assert "on paper: demo 1" in run.done("conflicts")
        assert "no side" in run.refused("conflicts", "--pick", "zz")
        assert run.done("conflicts", "--pick", paper["id"][:12]) == "Nothing needs a decision."
        scores = {row["submission"]: row["score"] for row in run("standings", "--json").json["rows"]}
        assert scores["FlashLite"] == 0.0


class TestStandings:
    def test_text(self, run, merged):
        head, first, *_ = run.done("standings").splitlines()
        assert head == "Rank    Range  Score    Raw  Visits  P(1st)  Submission"
        assert first == "   1        –   86.3   86.3       1       –  Tile, Tile, Tile"

    def test_json(self, run, merged):
        shown = run("standings", "--json").json
        assert shown.keys() == {
            "event", "method", "ranked_by", "refused", "says", "snapshot", "seed", "draws", "rows",
        }  # fmt: skip
        assert shown["rows"][0].keys() == {
            "rank", "submission", "id", "team", "table", "visits", "score", "raw", "raw_rank", "shares", "out", "tie", "chances",
        }  # fmt: skip
        last = shown["rows"][-1]
        assert (last["submission"], last["rank"], last["score"], last["shares"]) == ("Quantize This", None, None, {})

    def test_csv_and_files(self, run, merged):
        csv = run.done("standings", "--csv")
        assert csv.startswith("Rank,Submission,Team,Table,Tracks,Visits,Score,Raw mean,Open-source impact,")
        assert run("standings", "-o", "s.csv", "--json").json == {"path": "s.csv"}
        assert Path("s.csv").read_bytes().startswith(b"\xef\xbb\xbfRank,")
        run.done("standings", "-o", "s.xlsx")
        assert Path("s.xlsx").read_bytes().startswith(b"PK")
        assert ".xlsx" in run.refused("standings", "-o", "s.pdf")
        run.misused("standings", "--csv", "--json")

    def test_board(self, run, face, merged):
        shown = run("board", "-o", "b.png", "--scene", "live", "--size", "1280x720", "--page", "9", "--json").json
        assert shown == {"path": "b.png", "scene": "live", "pages": 1}
        ((what, board, width, height, path),) = face.asked
        assert (what, width, height, path) == ("paint", 1280, 720, Path("b.png"))
        assert (board.page, board.rows[0].name) == (0, "Tile, Tile, Tile")

    @pytest.mark.parametrize(
        "arguments",
        [
            ("-o", "b.jpg"),
            ("-o", "none/b.png"),
            ("-o", "b.png", "--size", "12"),
            ("-o", "b.png", "--size", "9999x9999"),
        ],
    )
    def test_board_refuses(self, run, night, arguments):
        run.refused("board", *arguments)

    @pytest.mark.parametrize("scene", ["reveal", "podium", "prize"])
    def test_scenes_of_the_ceremony_are_painted_elsewhere(self, run, face, night, scene):
        assert "gpumode-judge ceremony --step" in run.refused("board", "-o", "b.png", "--scene", scene)
        assert face.asked == []

    @pytest.mark.parametrize("arguments", [(), ("-o", "b.png", "--scene", "x"), ("-o", "b.png", "--page", "0")])
    def test_board_misused(self, run, night, arguments):
        run.misused("board", *arguments)


class TestStatus:
    def test_organizers(self, run, merged):
        shown = run("status", "--json").json
        assert shown.keys() == OF_ORGANIZERS
        assert {key: shown[key] for key in ("submissions", "judges", "ballots", "visits", "wanted", "unvisited", "files")} == {
            "submissions": 6, "judges": 2, "ballots": 6, "visits": 5, "wanted": 12, "unvisited": 1, "files": 1,
        }  # fmt: skip
        told = run.done("status")
        assert "Nobody has marked: Quantize This" in told
        assert "Nothing yet from: Bo Katzir" in told

    def test_judge(self, run, ada):
        assert run("--workspace", ada, "status", "--json").json.keys() == OF_A_JUDGE
        lines = run.done("--workspace", ada, "status").splitlines()
        assert lines[1] == "Everything is saved on this laptop. 0 of 6 recorded, no drafts. Nothing handed in yet."
        assert lines[2].split() == ["to", "do", "–", "1", "Tile,", "Tile,", "Tile"]


def test_version_and_help(run):
    assert run.done("--version") == __version__
    told = run.done("--help")
    assert told.startswith("Usage: gpumode-judge ")
    assert "…" not in told
    assert "..." not in told.replace("[ARGS]...", "")
    run.misused("foo")
    run.misused("--frobnicate")
