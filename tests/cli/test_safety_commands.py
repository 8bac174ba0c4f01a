"""The commands about locks, laptops, broken files, backups, published results and watched folders."""

import json
import shutil
from pathlib import Path

import pytest
from command_line import PROGRAM, Terminal, environment, once, play, tickets
from evening import script

from gpumode_judge.cli import files
from gpumode_judge.desk.organizing import OrganizerDesk

MARKS = ("impact=4", "depth=3", "evidence=5", "novelty=2", "demo=4")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
@once
def merged(run: Terminal, night: Path, ada: Path, stick: Path) -> Path:
    """The organizers' workspace with Ada's evening merged."""
    play(run, ada, script.ADA)
    run.done("--workspace", ada, "export", "-o", stick)
    run.done("--workspace", night, "merge", stick)
    return night


@pytest.fixture
@once
def late(run: Terminal, merged: Path, ada: Path, stick: Path) -> Path:
    """The same, locked, after which Ada corrected a ballot and handed in again."""
    run.done("--workspace", merged, "lock")
    run.done("--workspace", ada, "mark", "3", "depth=1")
    run.done("--workspace", ada, "export", "-o", stick)
    assert "1 after the lock" in run.done("--workspace", merged, "merge", stick)
    return merged


class TestLock:
    def test_json_and_what_should_be_true_before(self, run, merged):
        shown = run("lock", "--preview", "--json").json
        assert shown.keys() == {"locked", "signatures", "waiting", "checks"}
        assert all(check.keys() == {"ok", "text", "place"} for check in shown["checks"])
        assert {"unvisited", "judges", "rubric", "standings", "decide", "prizes"} <= {
            c["place"] for c in shown["checks"]
        }
        assert (shown["locked"], shown["signatures"]) == (False, 1)
        assert run("lock", "--json").json["locked"] is True
        assert run("status", "--json").json["locked"] is True
        assert "The scores are locked." in run.done("status")
        assert run("unlock", "--json").json["locked"] is False

    def test_in_words(self, run, merged):
        told = run.done("lock").splitlines()
        assert "look at  1 submission has no visit" in told
        assert told[-1].startswith("The scores are locked.")
        assert run.done("unlock") == "The scores are open."
        assert "not locked" in run.refused("unlock")

    def test_a_withdrawal_holds_all_the_same_and_says_so(self, run, merged):
        assert run.done("withdraw", "3") == "“FlashLite” is withdrawn."
        run.done("withdraw", "3", "--back")
        run.done("lock")
        told = run.done("withdraw", "3").splitlines()
        assert told == [
            "“FlashLite” is withdrawn.",
            "The scores are locked; the standings have changed at once all the same.",
        ]
        assert "FlashLite" not in {row["submission"] for row in run("standings", "--json").json["rows"] if row["rank"]}
        assert run("withdraw", "3", "--json").json["notes"] == []  # it was out already
        assert len(run("withdraw", "3", "--back", "--json").json["notes"]) == 1

    def test_paper_ballots_after_it_wait_and_the_import_says_so(self, run, merged):
        run.done("lock")
        Path("paper.csv").write_text(
            "judge,table,impact,depth,evidence,novelty,demo\nBo Katzir,3,1,1,1,1,1\n", encoding="utf-8"
        )
        (note,) = run("import", "paper.csv", "--as", "ballots", "--json").json["notes"]
        assert note == "The scores are locked: these ballots come late and wait until they are admitted."
        assert [item["why"] for item in run("waiting", "--json").json] == ["late"]

    def test_nothing_to_lock(self, run, night):
        assert "no scores to lock" in run.refused("lock")

    def test_two_signatures(self, run, tmp_path):
        night = tmp_path / "two.gmjdb"
        run.done("--workspace", night, "new", "--from", script.TOML, "--two-signatures")
        run.done("--workspace", night, "import", script.DEVPOST)
        Path("paper.csv").write_text(
            "judge,table,impact,depth,evidence,novelty,demo\nAda Byron,3,1,1,1,1,1\n", encoding="utf-8"
        )
        run.done("--workspace", night, "import", script.JUDGES, "--as", "judges")
        run.done("--workspace", night, "import", "paper.csv", "--as", "ballots")
        assert "No lock waits" in run.refused("--workspace", night, "sign")
        shown = run("--workspace", night, "lock", "--json").json
        (waiting,) = shown["waiting"]
        assert (shown["locked"], shown["signatures"], waiting["missing"], waiting["opens"]) == (False, 2, 1, False)
        assert waiting.keys() == {"id", "opens", "missing", "laptops"}
        assert "signed this lock already" in run.refused("--workspace", night, "sign", waiting["id"][:8])
        assert "gpumode-judge sign" in run.done("--workspace", night, "status")

    def test_two_organizers_lock_and_open_with_the_files_that_are_told(self, run, tmp_path):
        here, there = tmp_path / "two.gmjdb", tmp_path / "second.gmjdb"
        run.done("--workspace", here, "new", "--from", script.TOML, "--two-signatures")
        run.done("--workspace", here, "import", script.DEVPOST)
        run.done("--workspace", here, "import", script.JUDGES, "--as", "judges")
        head = "judge,table,impact,depth,evidence,novelty,demo\n"
        Path("paper.csv").write_text(f"{head}Ada Byron,3,3,3,3,3,3\nAda Byron,1,1,1,1,1,1\n", encoding="utf-8")
        run.done("--workspace", here, "import", "paper.csv", "--as", "ballots")
        file = run.done("--workspace", here, "export", "--organizers", "-o", tmp_path / "begin")
        words = run("--workspace", there, "assist", file, "--json").json["words"]
        run.done("--workspace", here, "merge", run.done("--workspace", there, "export", "--request", "-o", tmp_path))
        assert run.done("--workspace", here, "waiting") == (
            "Nothing waits for your word, but 1 laptop does: gpumode-judge devices."
        )
        run.done("--workspace", here, "devices", "--accept", words)

        def carry(name: str, start: Path, end: Path) -> None:
            file = run.done("--workspace", start, "export", "--organizers", "-o", tmp_path / name)
            run.done("--workspace", end, "merge", file)

        how = (
            " Carry over the file that gpumode-judge export --organizers writes; there, it is merged before gpumode-judge sign."
            " Then the same export there writes the file that comes back, and is merged here."
        )
        told = run.done("--workspace", here, "lock").splitlines()[-1]
        one = "waits for 1 more signature, on another organizer’s laptop."
        assert told == f"The scores are open. A lock {one}{how}"
        carry("a", here, there)
        told = run.done("--workspace", there, "sign").splitlines()
        assert told[0] == "The scores are locked. What comes now waits for your word: gpumode-judge waiting."
        assert told[1].startswith("The other organizer’s laptop does not know it yet: carry back")
        carry("b", there, here)
        assert run("--workspace", here, "status", "--json").json["locked"] is True

        Path("paper.csv").write_text(f"{head}Bo Katzir,1,5,5,5,5,5\n", encoding="utf-8")
        run.done("--workspace", here, "import", "paper.csv", "--as", "ballots")
        told = run.done("--workspace", here, "unlock")
        assert "1 opening waiting for another organizer’s signature" in run.done("--workspace", here, "status")
        assert told == (
            "The scores are locked. What comes now waits for your word: gpumode-judge waiting."
            f" Opening them again {one}{how}"
        )  # still locked: nothing counts yet
        carry("c", here, there)
        shown = run("--workspace", there, "sign", "--json").json
        assert shown["locked"] is False
        assert [entry["about"] for entry in shown["counts_now"]["statements"]] == [
            "ballot: Bo Katzir on Tile, Tile, Tile"
        ]

    def test_sealed_score_files_are_for_the_organizers_alone(self, run, tmp_path, stick):
        night, ada = tmp_path / "sealed.gmjdb", tmp_path / "ada-sealed.gmjdb"
        run.done("--workspace", night, "new", "--from", script.TOML, "--sealed")
        run.done("--workspace", night, "import", script.DEVPOST)
        run.done("--workspace", night, "import", script.JUDGES, "--as", "judges")
        event = run.done("--workspace", night, "export", "-o", tmp_path / "event.gmj")
        ticket = tickets(run, night)[script.ADA]
        run.done("--workspace", ada, "join", event, "--judge", script.ADA, "--ticket", ticket)
        run.done("--workspace", ada, "mark", "3", *MARKS)
        file = run.done("--workspace", ada, "export", "-o", stick)
        assert "only the organizers’ laptop can open it" in run.refused("verify", file)
        assert run("--workspace", night, "merge", file, "--json").json["new"] > 0


class TestSignOff:
    def test_json_and_words(self, run, ada):
        run.done("--workspace", ada, "mark", "3", *MARKS)
        run.done("--workspace", ada, "mark", "1", "--absent", "team has left")
        shown = run("--workspace", ada, "sign-off", "--preview", "--json").json
        assert shown.keys() == {"judge", "signed_off", "rows"}
        assert (shown["judge"], shown["signed_off"]) == (script.ADA, False)
        assert [(row["submission"], row["outcome"], row["total"]) for row in shown["rows"]] == [
            ("FlashLite", "marked", 70.0), ("Tile, Tile, Tile", "absent", None),
        ]  # fmt: skip
        told = run.done("--workspace", ada, "sign-off").splitlines()
        assert told[1].split() == ["70.0", "3", "FlashLite"]
        assert told[-1].startswith("Signed off.")
        assert "Signed off: these totals are yours." in run.done("--workspace", ada, "status")
        run.done("--workspace", ada, "mark", "3", "depth=5")
        assert run("--workspace", ada, "status", "--json").json["signed_off"] is False

    def test_refusals(self, run, ada, night):
        assert "Nothing is recorded" in run.refused("--workspace", ada, "sign-off")
        assert "a judge’s" in run.refused("--workspace", night, "sign-off")

    def test_it_reaches_the_organizers(self, run, night, ada, stick):
        run.done("--workspace", ada, "mark", "3", *MARKS)
        run.done("--workspace", ada, "sign-off")
        run.done("--workspace", night, "merge", run.done("--workspace", ada, "export", "-o", stick))
        assert run("--workspace", night, "status", "--json").json["signed_off"] == 1


class TestInterest:
    def test_declared_shown_and_taken_back(self, run, night):
        shown = run("interest", "ada byron", "FlashLite", "works with them", "--json").json
        assert [row.keys() for row in shown] == [{"judge", "submission", "reason", "judge_id", "id"}]
        assert run.done("interest") == "Ada Byron does not mark “FlashLite”: works with them"
        told = run.done("interest", "Ada Byron", "3", "--take-back")
        assert told == "No judge has an interest in a submission."
        assert "taken back" in run.refused("interest", "Ada Byron", "3", "--take-back")

    def test_after_the_lock_it_is_refused(self, run, merged):
        run.done("interest", "Bo Katzir", "FlashLite", "works with them")
        before = run.done("interest")
        run.done("lock")
        for change in (("3", "--take-back"), ("1", "a friend")):
            assert "The scores are locked, so conflicts of interest stay" in run.refused(
                "interest", "Bo Katzir", *change
            )
        assert run.done("interest") == before
        assert run("waiting", "--json").json == []
        run.done("unlock")
        run.done("interest", "Bo Katzir", "3", "--take-back")

    def test_misuse(self, run, night):
        run.misused("interest", "Ada Byron")
        run.misused("interest", "Ada Byron", "3")
        run.misused("interest", "--take-back")
        assert "not known here" in run.refused("interest", "Ada Byron", "nobody’s", "why")


class TestLate:
    def test_waiting_and_admitted_by_id(self, run, late):
        (group,) = run("waiting", "--json").json
        assert group.keys() == {"words", "judge", "why", "device", "entries"}
        (entry,) = [e for e in group["entries"] if e["kind"] == "ballot"]
        assert entry.keys() == {"id", "at", "kind", "about"}
        assert (group["judge"], group["why"], entry["about"]) == (script.ADA, "late", "ballot: Ada Byron on FlashLite")
        assert entry["id"][:12] in run.done("waiting")
        assert run("status", "--json").json["waiting"] == len(group["entries"])
        shown = run("admit", entry["id"][:12], "--reason", "the stick was in a pocket", "--json").json
        assert shown == {"admitted": 1, "waiting": []}
        assert run.done("waiting") == "Nothing waits for your word."

    def test_all_of_a_laptop_by_its_words(self, run, late):
        (group,) = run("waiting", "--json").json
        assert run.done("admit", group["words"].upper(), "--reason", "why not").startswith("1 statement admitted.")

    def test_refusals(self, run, late):
        assert "nothing that waits" in run.refused("admit", "zzzz", "--reason", "x")
        assert "Say why" in run.refused("admit", run("waiting", "--json").json[0]["words"], "--reason", " ")
        run.misused("admit", "zzzz")

    def test_a_judge_sees_the_lock_and_the_receipt(self, run, late, ada, tmp_path):
        event = run.done("--workspace", late, "export", "-o", tmp_path / "locked.gmj")
        assert "the scores are locked" in run.done("--workspace", ada, "merge", event)
        shown = run("--workspace", ada, "status", "--json").json
        assert shown["locked"] is True
        assert shown["received"] > 0
        assert "have locked the scores" in run.done("--workspace", ada, "status")


class TestOpenedAgain:
    HEAD = "judge,table,impact,depth,evidence,novelty,demo\n"

    def put(self, run, *ballots: str) -> None:
        Path("paper.csv").write_text(self.HEAD + "\n".join(ballots) + "\n", encoding="utf-8")
        run.done("import", "paper.csv", "--as", "ballots")

    def test_what_counts_now_is_told(self, run, late):
        assert run.done("unlock").splitlines()[:2] == [
            "The scores are open.", "1 ballot that came after the lock counts now: Ada Byron on FlashLite.",
        ]  # fmt: skip

    def test_another_first_place_is_told(self, run, night):
        self.put(run, "Ada Byron,3,4,4,4,4,4", "Ada Byron,1,3,3,3,3,3")
        run.done("lock")
        self.put(run, "Bo Katzir,3,1,1,1,1,1", "Bo Katzir,1,5,5,5,5,5")
        told = run.done("unlock").splitlines()
        assert told[0] == "The scores are open."
        assert told[1].startswith("2 ballots that came after the lock count now: Bo Katzir on ")
        assert told[2] == "The first place changed: “Tile, Tile, Tile” instead of “FlashLite”."
        assert len(told) == 3

    def test_json(self, run, late):
        (entry,) = run("waiting", "--json").json[0]["entries"]
        counts = run("unlock", "--json").json["counts_now"]
        assert counts.keys() == {"statements", "first_place"}
        assert counts["statements"] == [entry]
        run.done("lock")
        assert run("unlock", "--json").json["counts_now"] == {"statements": [], "first_place": None}


class TestNothingWaits:
    def test_but_conflicts_and_laptops_do(self, run, night, ada, tmp_path, stick):
        """Ada marks on two laptops, and the second one comes without a ticket."""
        event = run.done("--workspace", night, "export", "-o", tmp_path / "again")
        ticket, others = tickets(run, night)[script.ADA], [tmp_path / f"{name}.gmjdb" for name in ("b", "c")]
        run.done("--workspace", others[0], "join", event, "--judge", script.ADA, "--ticket", ticket)
        run.done("--workspace", others[1], "join", event, "--judge", script.ADA)
        for number, workspace in enumerate((ada, *others), 1):
            for table in (1, 3):
                run.done("--workspace", workspace, "mark", table, *MARKS[:-1], f"demo={number}")
            file = run.done("--workspace", workspace, "export", "-o", stick / str(number))
            run.done("--workspace", night, "merge", file)
        start = "Nothing waits for your word, but "
        both = "2 conflicts and 1 laptop do: gpumode-judge conflicts, gpumode-judge devices."
        assert run.done("waiting") == start + both
        assert run("waiting", "--json").json == []
        side = run("conflicts", "--json").json[0]["heads"][0]["id"]
        run.done("conflicts", "--pick", side)
        assert run.done("waiting").startswith(start + "1 conflict and 1 laptop do: ")
        run.done("devices", "--accept", run("devices", "--json").json[0]["words"])
        assert run.done("waiting").endswith(": gpumode-judge conflicts.")


class TestRevoke:
    def test_a_laptop_is_shut_out(self, run, merged, ada):
        words = run("--workspace", ada, "status", "--json").json["words"]
        before = run("status", "--json").json["ballots"]
        shown = run("revoke", words.upper(), "it was stolen", "--from", "3", "--json").json
        assert shown.keys() == {"words", "judge", "device", "entries", "revoked_from", "revoked_entries"}
        assert (shown["words"], shown["judge"], shown["revoked_from"]) == (words, script.ADA, 3)
        assert run("status", "--json").json["ballots"] < before
        assert run("waiting", "--json").json[0]["why"] == "revoked"
        assert "shut out" in run.done("waiting")

    def test_refusals(self, run, merged):
        assert "known here" in run.refused("revoke", "one two three four", "why")
        with OrganizerDesk.open(merged) as desk:
            from gpumode_judge.ledger.device import four_words

            own = four_words(desk.device)
        assert "cannot be shut out" in run.refused("revoke", own, "why")
        run.misused("revoke", own)
        run.misused("revoke", own, "why", "--from", "0")


class TestQuarantine:
    @pytest.fixture
    def broken(self, run, night, ada, stick) -> str:
        play(run, ada, script.ADA)
        file = Path(run.done("--workspace", ada, "export", "-o", stick))
        lines = file.read_bytes().split(b"\n")
        file.write_bytes(b"\n".join(lines[:-2]))
        said = run("--workspace", night, "merge", file)
        assert said.code == 1
        assert "gpumode-judge quarantine" in said.out
        (kept,) = run("--workspace", night, "quarantine", "--json").json["files"]
        return kept["sha256"]

    def test_shown(self, run, broken):
        shown = run("quarantine", "--json").json
        assert shown.keys() == {"files", "taken"}
        assert shown["files"][0].keys() == {
            "sha256", "file", "at", "who", "why", "line", "entries", "lost", "salvaged",
        }  # fmt: skip
        told = run.done("quarantine")
        assert broken[:12] in told
        assert "--salvage" in told
        assert "1 broken file kept aside" in run.done("status")

    def test_salvaged(self, run, broken):
        shown = run("quarantine", "--salvage", broken[:12], "--json").json
        assert shown["taken"]["outcome"] == "salvaged"
        assert shown["taken"]["new"] > 0
        assert shown["files"][0]["salvaged"] is True
        assert run("status", "--json").json["visits"] > 0

    def test_discarded(self, run, broken):
        assert "thrown away" in run.done("quarantine", "--discard", broken)
        assert run.done("quarantine") == "No broken file is kept."

    def test_refusals(self, run, broken):
        assert "no kept file" in run.refused("quarantine", "--salvage", "zz")
        run.misused("quarantine", "--salvage", broken, "--discard", broken)


class TestBackups:
    def test_shown_and_restored_though_the_workspace_is_damaged(self, run, merged):
        shown = run("backups", "--json").json
        assert shown[0].keys() == {"number", "at", "entries", "reason", "damaged", "path"}
        assert [row["number"] for row in shown] == list(range(1, len(shown) + 1))
        before = run("standings", "--json").json
        merged.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
        run.refused("status")
        assert run.done("backups").splitlines()[0].startswith("  1  ")
        done = run("backups", "--restore", 1, "--json").json
        assert done.keys() == {"path", "entries", "regained"}
        assert run("standings", "--json").json == before

    def test_of_a_workspace_that_is_gone(self, run, merged):
        merged.unlink()
        assert "is restored" in run.done("--workspace", merged, "backups", "--restore", 1)
        assert run("status", "--json").json["visits"] > 0

    def test_refusals(self, run, merged):
        assert "no backup number 99" in run.refused("backups", "--restore", 99)
        run.misused("backups", "--restore", 0)
        with OrganizerDesk.open(merged):
            assert "open" in run.refused("backups", "--restore", 1)
        assert run.done("--workspace", "none.gmjdb", "backups") == "There is no backup of this workspace."


class TestEverything:
    def test_out_and_in_for_looking(self, run, merged, tmp_path):
        shown = run("export", "--all", "-o", tmp_path / "all", "--json").json
        assert shown.keys() == {"path", "with_key"}
        assert shown["with_key"] is False
        (tmp_path / "other").mkdir()
        made = run("import-all", shown["path"], "-o", tmp_path / "other", "--json").json
        assert made["can_speak"] is False
        before = run("standings", "--json").json
        assert run("--workspace", made["workspace"], "standings", "--json").json == before
        assert "looking only" in run.refused("--workspace", made["workspace"], "withdraw", "3")
        assert "looking only" in run.done("--workspace", made["workspace"], "status")

    def test_with_the_key_one_goes_on(self, run, merged, tmp_path):
        file = run.done("export", "--all", "--with-key", "-o", tmp_path / "moved.gmjall")
        assert file == str(tmp_path / "moved.gmjall")
        run.done("--workspace", tmp_path / "new.gmjdb", "import-all", file)
        run.done("--workspace", tmp_path / "new.gmjdb", "withdraw", "3")
        assert "new.gmjdb" in run.refused("--workspace", tmp_path / "new.gmjdb", "import-all", file)

    def test_refusals(self, run, night, ada):
        assert "exported whole" in run.refused("--workspace", ada, "export", "--all")
        run.misused("export", "--all", "--toml")
        run.misused("export", "--with-key")
        assert "night.gmjdb" in run.refused("import-all", night)


class TestWatch:
    def test_what_is_there_is_merged_once(self, run, night, ada, stick, tmp_path):
        play(run, ada, script.ADA)
        run.done("--workspace", ada, "export", "-o", stick)
        shown = run("--workspace", night, "watch", stick, "--once", "--json").json
        assert shown.keys() == {"files", "refused", "new", "cancelled", "note", "rows"}
        assert shown["new"] > 0
        assert "nothing new" in run.done("--workspace", night, "watch", stick, "--once")

    def test_files_are_merged_as_they_appear_until_ctrl_c(self, run, night, ada, stick, monkeypatch):
        play(run, ada, script.ADA)
        file = Path(run.done("--workspace", ada, "export", "-o", stick))
        watched = stick.parent / "watched"
        watched.mkdir()
        whole, looks = file.read_bytes(), []

        def pause(_: float) -> None:
            looks.append(1)
            if len(looks) == 1:
                (watched / file.name).write_bytes(whole[:-40])
            elif len(looks) == 2:
                (watched / file.name).write_bytes(whole)
            elif len(looks) == 4:
                raise KeyboardInterrupt

        monkeypatch.setattr(files.time, "sleep", pause)
        told = run.done("--workspace", night, "watch", watched)
        assert len(told.splitlines()) == 2
        assert told.splitlines()[0].startswith(f"{file.name} ({script.ADA}): ")
        assert run("--workspace", night, "status", "--json").json["visits"] > 0

    def test_what_is_still_being_written_is_said_once_and_left(self, run, night, ada, stick, monkeypatch):
        play(run, ada, script.ADA)
        file = Path(run.done("--workspace", ada, "export", "-o", stick))
        file.write_bytes(file.read_bytes()[:900])
        said = run("--workspace", night, "watch", stick, "--once")
        assert (said.code, said.out) == (0, "")
        assert said.err.strip() == f"“{file.name}” is still being written, or was cut off: it is left for later."
        looks = []

        def pause(_: float) -> None:
            looks.append(1)
            if len(looks) == 3:
                raise KeyboardInterrupt

        monkeypatch.setattr(files.time, "sleep", pause)
        told = run("--workspace", night, "watch", stick).err
        assert told.count("it waits until it is whole.") == 1

    def test_refusals(self, run, night, ada, stick):
        assert "no folder" in run.refused("watch", "none")
        stick.mkdir()
        assert run("--workspace", night, "watch", stick, "--once").out == ""
        assert "organizers’" in run.refused("--workspace", ada, "watch", stick, "--once")
        bad = b'{"format":"gmj"}\n{"end":0,"sha256":""}\n'
        (stick / "broken.gmj").write_bytes(bad)
        assert run("--workspace", night, "watch", stick, "--once").code == 1


class TestPublish:
    def test_a_live_event_is_locked_first(self, run, merged):
        assert "Lock the scores before" in run.refused("publish")

    def test_identical(self, run, merged, tmp_path):
        run.done("lock")
        shown = run("publish", "-o", tmp_path / "out.gmjpub", "--names", "--notes", "--json").json
        assert shown == {"path": str(tmp_path / "out.gmjpub"), "names": True, "notes": True}
        found = run("verify", shown["path"], "--json").json
        assert found.keys() == {"file", "title", "identical", "differences", "entries", "withheld", "standings"}
        assert (found["file"], found["identical"], found["differences"]) == ("published result", True, [])
        rows = run("standings", "--json").json["rows"]
        assert found["standings"]["rows"] == rows
        assert run.done("verify", shown["path"]).startswith("identical: ")

    def test_names_and_notes_are_left_out(self, run, merged, tmp_path):
        run.done("lock")
        file = Path(run.done("publish", "-o", tmp_path))
        assert "Ada Byron" not in file.read_text(encoding="utf-8")
        assert run("verify", file, "--json").json["identical"] is True

    def test_what_differs_is_told_and_ends_with_1(self, run, merged, tmp_path):
        from gpumode_judge.exchange.bundle import read_bundle, write_bundle

        run.done("lock")
        bundle = read_bundle(Path(run.done("publish", "-o", tmp_path)))
        claim = json.loads(json.dumps(dict(bundle.standings)))
        claim["rows"][0]["score"] = 99.0
        forged = tmp_path / "forged.gmjpub"
        inner = bundle.file
        write_bundle(
            forged, inner.event, inner.title, inner.entries, inner.stubs, claim, names=bundle.names, notes=bundle.notes
        )
        said = run("verify", forged, "--json")
        assert (said.code, said.err, json.loads(said.out)["identical"]) == (1, "", False)
        said = run("verify", forged)
        assert said.code == 1
        assert said.out.startswith("DIFFERENT: ")
        assert "99.0" in said.out

    def test_a_damaged_one_is_named(self, run, merged, tmp_path):
        run.done("lock")
        file = Path(run.done("publish", "-o", tmp_path))
        file.write_bytes(file.read_bytes().replace(b"FlashLite", b"FlashLit3", 1))
        assert file.name in run.refused("verify", file)


class TestDoctor:
    def test_printed_and_written(self, run, merged, tmp_path):
        shown = run("doctor", "--json").json
        assert shown["workspace"]["integrity"] == "sound"
        assert run("doctor", "-o", tmp_path / "d.json", "--json").json == {"path": str(tmp_path / "d.json")}
        text = (tmp_path / "d.json").read_text(encoding="utf-8")
        assert script.ADA not in text
        assert json.loads(text)["workspace"]["role"] == "organizer"
        (tmp_path / "there").mkdir()
        assert run.done("doctor", "-o", tmp_path / "there").endswith("gpumode-judge-diagnostics.json")
        assert "already" in run.refused("doctor", "-o", tmp_path / "d.json")

    def test_without_a_workspace_and_with_a_damaged_one(self, run):
        assert run("doctor", "--json").json["workspace"] is None
        Path("bad.gmjdb").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
        assert run("doctor", "--json").json["workspace"] is None
        assert run.done("doctor").startswith("Without the workspace: ")


class TestOpening:
    def test_a_file_alone_is_opened(self, run, face, monkeypatch):
        monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
        assert run("a.gmj", "b.gmj").code == 0
        assert run("night.GMJDB").code == 0
        assert run("--workspace", "x.gmjdb", "a.gmj").code == 0
        assert face.asked == [
            ("open", Path("a.gmj"), Path("b.gmj")),
            ("open", Path("night.GMJDB")),
            ("open", Path("a.gmj")),
        ]

    def test_what_is_no_file_is_still_a_wrong_command(self, run, face):
        run.misused("frobnicate")
        assert face.asked == []


@pytest.mark.parametrize(
    "command",
    [
        ("lock",), ("unlock",), ("sign",), ("waiting",), ("admit", "ab", "--reason", "x"), ("quarantine",), ("publish",),
        ("revoke", "a b c d", "x"), ("interest",),
    ],
)  # fmt: skip
def test_a_judges_workspace_is_not_the_organizers(run, ada, command):
    assert "organizers’" in run.refused("--workspace", ada, *command)


def test_ctrl_c_in_a_real_process_ends_quietly(run, night, stick):
    import signal
    import subprocess
    import sys
    import time

    if sys.platform == "win32":
        pytest.skip("needs signals of Unix")
    stick.mkdir()
    shutil.copy(run.done("--workspace", night, "export"), stick / "event.gmj")
    command = [*PROGRAM, "--workspace", str(night), "watch", str(stick)]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        # A suite that was started in the background ignores Ctrl+C, and its children would too.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout is not None
    assert "event.gmj" in process.stdout.readline()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
