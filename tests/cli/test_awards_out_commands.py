"""After the show by commands: certificates, pictures of the awards, the log, the contest package."""

import json
import zipfile
from pathlib import Path

import pytest
from command_line import merge_the_evening, once
from evening import script


@pytest.fixture
@once
def locked(run, night, tmp_path):
    """The whole evening, merged, decided and locked."""
    merge_the_evening(run, night, tmp_path / "elsewhere")
    for prize in json.loads(run("prizes", "--json").out)["prizes"]:
        if prize["tied"]:
            equal = [one["id"] for one in prize["tied"]]
            run.done("decide", *equal, "--by", "Mark", "--reason", "x", "--prize", prize["id"])
        elif prize["open"]:
            run.done("award", prize["id"], script.STEPS[0].submission, "--by", "Mark", "--reason", "x")
    run.done("lock")
    return night


def test_certificates_and_pictures_come_from_what_was_taken(run, face, locked):
    assert "not taken yet" in run.refused("certificates", "-o", "out")
    assert "not taken yet" in run.refused("awards", "-o", "out")
    assert not Path("out").exists()
    run.done("ceremony", "--take")
    shown = run("certificates", "-o", "out", "--paper", "letter", "--json").json
    asked = [what for what in face.asked if what[0] == "certificate"]
    assert [what[3].name for what in asked] == [sheet["file"] for sheet in shown["certificates"]]
    assert all(what[4] is True for what in asked)
    assert shown["certificates"][0]["values"]["event"]
    assert (shown["rehearsal"], shown["stale"]) == (0, "")
    pictures = run("awards", "-o", "pictures", "--size", "1280x720", "--json").json["pictures"]
    painted = [what for what in face.asked if what[0] == "paint"]
    assert [what[4].name for what in painted] == [one["file"] for one in pictures]
    assert {what[2:4] for what in painted} == {(1280, 720)}
    assert pictures[-1] == {"file": "podium.png", "prize": "", "winners": pictures[-1]["winners"]}
    run.done("unlock")
    assert "opened after" in run.done("certificates", "-o", "again")


def test_a_rehearsal(run, face, night):
    shown = run("certificates", "-o", "out", "--rehearsal", "--json").json
    assert shown["rehearsal"] == 1
    assert all(what[1].rehearsal for what in face.asked)
    assert "pictures are in" in run.done("awards", "-o", "pictures", "--rehearsal")
    Path("full").mkdir()
    Path("full/x").write_text("x")
    assert "there already" in run.refused("certificates", "-o", "full", "--rehearsal")
    assert "there already" in run.refused("awards", "-o", "full", "--rehearsal")


def test_the_template(run, night):
    shown = run("certificates", "--write-template", "mine.svg", "--json").json
    assert shown["path"] == "mine.svg"
    assert "{{team}}" in shown["placeholders"]
    assert "already there" in run.refused("certificates", "--write-template", "mine.svg")
    text = Path("mine.svg").read_text(encoding="utf-8")
    Path("mine.svg").write_text(text.replace("{{team}}", "{{tema}}"), encoding="utf-8")
    assert "asks for {{tema}}" in run.refused("certificates", "-o", "out", "--template", "mine.svg", "--rehearsal")
    Path("mine.svg").write_text(f'<!DOCTYPE svg [<!ENTITY a "b">]>{text}', encoding="utf-8")
    assert "could run something" in run.refused("certificates", "-o", "out", "--template", "mine.svg", "--rehearsal")


def test_the_contest_package(run, locked):
    shown = run("export", "--clics", "--json").json
    assert (shown["final"], shown["stale"]) == (1, "")
    assert set(shown["files"]) == {
        "api.json", "contest.json", "teams.json", "problems.json", "groups.json", "organizations.json", "state.json",
        "scoreboard.json", "awards.json", "event-feed.ndjson",
    }  # fmt: skip
    with zipfile.ZipFile(shown["path"]) as archive:
        assert sorted(archive.namelist()) == sorted(shown["files"])
    run.done("export", "--clics", "-o", "folder")
    assert len(list(Path("folder").iterdir())) == 10
    run.done("unlock")
    assert "nobody has won" in run.done("export", "--clics", "-o", "early.zip")
    assert "already there" in run.refused("export", "--clics", "-o", "early.zip")


def test_the_log(run, locked):
    run.done("ceremony", "--take")
    assert run.done("awards", "--log", "log.csv") == "log.csv"
    assert "The result was taken" in Path("log.csv").read_text(encoding="utf-8-sig")
    assert run("awards", "--log", "log.json", "--json").json == {"path": "log.json"}


def test_options_that_exclude_each_other(run, night):
    assert "say where" in run.misused("certificates")
    assert "goes alone" in run.misused("certificates", "--write-template", "x.svg", "-o", "out")
    assert "say where" in run.misused("awards")
    assert "say where" in run.misused("awards", "-o", "x", "--log", "x.csv")
    assert "nothing is kept" in run.misused("awards", "--log", "x.csv", "--rehearsal")
    assert "is no size" in run.refused("awards", "-o", "x", "--size", "big")
    assert "at most" in run.misused("export", "--clics", "--toml")


def test_a_judge_has_no_result(run, ada):
    assert "judge’s workspace" in run.refused("--workspace", ada, "export", "--clics")
