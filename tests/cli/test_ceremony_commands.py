"""The stage by commands: the ceremony from its steps to its log, the freeze, the agenda, pictures."""

import csv
import json
from pathlib import Path

import pytest
from command_line import merge_the_evening, once
from evening import script

from gpumode_judge.ceremony.board import CEREMONY, Scene


@pytest.fixture
@once
def merged(run, night, tmp_path):
    """The whole evening, merged; not locked."""
    merge_the_evening(run, night, tmp_path / "elsewhere")
    return night


def test_what_is_to_be_mended_is_told(run, merged):
    said = run("ceremony", "--steps")
    assert said.code == 1
    assert "The ceremony cannot begin:" in said.out
    assert "lock them" in said.out
    told = json.loads(run("ceremony", "--json").out)
    assert {one["place"] for one in told["refusals"]} >= {"lock"}
    assert "cannot begin" in run.refused("ceremony", "--take")


def test_a_rehearsal_from_steps_to_frames(run, face, night):
    before = night.read_bytes()
    shown = run("ceremony", "--rehearsal", "--json").json
    assert (shown["rehearsal"], shown["at"], shown["over"], shown["refusals"]) == (1, 1, 0, [])
    assert [step["step"] for step in shown["steps"]] == list(range(1, len(shown["steps"]) + 1))
    assert shown["seconds"] == sum(step["seconds"] for step in shown["steps"])
    assert all("REHEARSAL" in step["picture"] for step in shown["steps"])
    text = run.done("ceremony", "--rehearsal")
    assert shown["steps"][1]["title"] in text
    assert "made up" in run.done("ceremony", "--rehearsal", "--script")
    done = run("ceremony", "--rehearsal", "--frames", "frames", "--size", "1280x720", "--json").json
    assert done["frames"] == len(shown["steps"]) == len(face.asked)
    with Path("frames/frames.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["seconds"]) for row in rows] == [step["seconds"] for step in shown["steps"]]
    assert rows[0]["file"] == "step-001.png"
    assert [(what[2], what[3], what[4].name) for what in face.asked][:2] == [
        (1280, 720, "step-001.png"),
        (1280, 720, "step-002.png"),
    ]
    assert "there already" in run.refused("ceremony", "--rehearsal", "--frames", "frames")
    assert run("ceremony", "--log", "--json").json == []
    assert len(before) == len(night.read_bytes())


def test_other_numbers_make_up_other_results(run, night):
    pictures = [
        [step["picture"] for step in run("ceremony", "--rehearsal", "--number", n, "--json").json["steps"]]
        for n in (1, 1, 2)
    ]
    assert pictures[0] == pictures[1] != pictures[2]


def settle(run):
    """Decide whatever is open, and lock."""
    for prize in json.loads(run("prizes", "--json").out)["prizes"]:
        if prize["tied"]:
            equal = [one["id"] for one in prize["tied"]]
            run.done("decide", *equal, "--by", "Mark", "--reason", "x", "--prize", prize["id"])
        elif prize["open"]:
            run.done("award", prize["id"], script.STEPS[0].submission, "--by", "Mark", "--reason", "x")
    run.done("lock")


def test_the_real_one_is_taken_painted_logged_and_finished(run, face, merged):
    settle(run)
    left = run("ceremony", "--json")
    if left.code:
        pytest.fail(left.out)
    assert run("ceremony", "--log", "--json").json == []  # a look takes nothing
    shown = run("ceremony", "--take", "--json").json
    assert shown["rehearsal"] == 0
    assert "taken already" in run.refused("ceremony", "--take")
    assert run.done("ceremony", "--take", "--again").startswith("The result is taken.")
    assert run("ceremony", "--step", 2, "-o", "two.png", "--json").json == {
        "path": "two.png", "step": 2, "title": shown["steps"][1]["title"],
    }  # fmt: skip
    assert face.asked[-1][2:4] == (1920, 1080)
    assert "There is no step" in run.refused("ceremony", "--step", 999, "-o", "x.png")
    assert "must end in .png" in run.refused("ceremony", "--step", 1, "-o", "x.gif")
    Path("mine.png").write_bytes(b"mine")
    painted = len(face.asked)
    assert "already there" in run.refused("ceremony", "--step", 1, "-o", "mine.png")
    assert len(face.asked) == painted
    run.done("unlock")
    assert "opened after the result was taken" in run("ceremony", "--json").json["stale"]
    assert run.done("ceremony", "--script", "-o", "script.txt") == "script.txt"
    assert run("ceremony", "--script", "-o", "again.txt", "--json").json == {"path": "again.txt"}
    assert Path("again.txt").read_bytes() == Path("script.txt").read_bytes()
    assert "already there" in run.refused("ceremony", "--script", "-o", "script.txt")
    assert "ceremony" not in run.done("ceremony", "--finish").split()[:1]
    log = run("ceremony", "--log", "--json").json
    assert [one["what"] for one in log] == [
        "The result was taken", "The result was taken anew", "The ceremony was finished",
    ]  # fmt: skip
    assert set(log[0]) == {"at", "time", "step", "what"}
    run.done("ceremony", "--log", "-o", "log.csv")
    with Path("log.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["what"] for row in csv.DictReader(file)] == [line["what"] for line in log]
    assert run("ceremony", "--log", "-o", "log.json", "--json").json == {"path": "log.json"}
    assert run("ceremony", "--log", "-o", "log.txt", "--json").json == {"path": "log.txt"}
    assert "The result was taken anew" in Path("log.txt").read_text(encoding="utf-8")
    assert json.loads(Path("log.json").read_text(encoding="utf-8")) == log
    assert "No ceremony has begun" in run.refused("ceremony", "--finish")


def test_options_that_exclude_each_other(run, night):
    assert "exclude each other" in run.misused("ceremony", "--steps", "--log")
    assert "nothing is kept" in run.misused("ceremony", "--rehearsal", "--take")
    assert "goes with --take" in run.misused("ceremony", "--again")
    assert "say where" in run.misused("ceremony", "--step", 1)
    assert "goes with --step" in run.misused("ceremony", "-o", "x.png", "--take")
    assert "is no size" in run.refused("ceremony", "--rehearsal", "--frames", "f", "--size", "big")


def test_freeze_and_thaw(run, face, merged):
    assert "not frozen" in run.refused("thaw")
    shown = run("freeze", "--json").json
    assert (shown["frozen"], shown["hidden"]) == (1, 0)
    assert run("board", "--scene", "live", "-o", "x.png", "--json").json["scene"] == "frozen"
    assert run("thaw", "--json").json == {"frozen": 0, "at": "", "hidden": 0}


def test_nothing_to_freeze(run, night):
    assert "no scores" in run.refused("freeze")


def test_the_agenda(run, face, night):
    Path("day.csv").write_text("Beginn?,Was\n10:00,Doors\nsoon,Talks\n", encoding="utf-8")
    assert "nothing was imported" in run.done("agenda", "day.csv", "--preview").lower()
    assert run("agenda", "--json").json["items"] == []
    shown = run("agenda", "day.csv", "--hand-in", "9 pm", "--json").json
    assert shown["hand_in"] == "21:00"
    assert shown["items"] == [{"begins": "10:00", "ends": "", "title": "Doors", "where": ""}]
    assert [one["line"] for one in shown["skipped"]] == [3]
    assert {one["column"]: one["field"] for one in shown["columns"]} == {"Beginn?": "begins", "Was": "title"}
    assert "10:00" in run.done("agenda")
    assert run("agenda", "--hand-in", "", "--json").json["hand_in"] == ""
    assert "no column" in run.refused("agenda", "day.csv", "--map", "x=title")
    assert "--preview goes" in run.misused("agenda", "--preview")


def test_pictures(run, night):
    Path("logos").mkdir()
    assert "There is no SVG" in run.refused("pictures", "logos")
    Path("logos/nobody.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    shown = run("pictures", "logos", "--json").json
    assert shown["kept"] == 0
    assert shown["files"][0]["file"] == "nobody.svg"
    assert shown["files"][0]["why"]


@pytest.mark.parametrize("scene", [scene.value for scene in Scene if scene not in CEREMONY])
def test_every_scene_of_the_evening_can_be_painted(run, face, night, scene):
    assert run("board", "--scene", scene, "-o", "x.png", "--text", "Dinner", "--json").json["pages"] >= 1
    assert face.asked[-1][0] == "paint"
