"""The commands about prizes: what they print, what they end with, what they refuse."""

import json
from pathlib import Path

import pytest
from command_line import Terminal, once

PLAN = """
[event]
title = "Kernel Night"

[[criterion]]
name = "Overall"

[rules]
method = "mean"

[[prize]]
name = "Small"
sponsor = "Acme"
award = "A mug"

[[prize]]
name = "Grand"
count = 2
"""
BALLOTS = "judge,submission,overall\nAda,One,5\nAda,Two,4\nAda,Three,4\nAda,Four,1\n"


@pytest.fixture
@once
def tied(run: Terminal) -> Path:
    """A workspace in which Two and Three are equal behind One."""
    Path("plan.toml").write_text(PLAN, encoding="utf-8")
    Path("teams.csv").write_text("title,team\nOne,Uno\nTwo,Due\nThree,Tre\nFour,Quattro\n", encoding="utf-8")
    Path("judges.csv").write_text("name\nAda\n", encoding="utf-8")
    Path("ballots.csv").write_text(BALLOTS, encoding="utf-8")
    run.done("--workspace", "night.gmjdb", "new", "--from", "plan.toml")
    run.done("import", "teams.csv")
    run.done("import", "judges.csv", "--as", "judges")
    run.done("import", "ballots.csv", "--as", "ballots")
    return Path("night.gmjdb").absolute()


def shown(run: Terminal, *arguments: object, code: int = 0) -> dict:
    said = run(*arguments, "--json")
    assert (said.code, said.err) == (code, "")
    return json.loads(said.out)


def test_who_gets_what_and_why(run, tied):
    told = run("prizes")
    assert (told.code, told.err) == (1, "")
    assert told.out.splitlines() == [
        "Grand",
        "     1  One · Uno: Rank 1.",
        "        2 are equal for the last place; a named person has to decide.",
        "        Equal: Three, Two",
        "Small (Acme, A mug)",
        "     1  One · Uno: Rank 1.",
        "1 prize not decided: “Grand”",
        "Between equals: gpumode-judge decide BEST NEXT … --by NAME --reason WHY",
    ]
    grand, small = shown(run, "prizes", code=1)["prizes"]
    assert (grand["open"], [row["submission"] for row in grand["tied"]]) == (1, ["Three", "Two"])
    assert (small["sponsor"], small["award"], small["open"]) == ("Acme", "A mug", 0)


def test_deciding(run, tied):
    told = run.done("decide", "two", "Tre", "--by", "Ann", "--reason", "it ran at once")
    assert told.startswith("Decided, best first: “Two”, “Three”")
    assert "     2  Two · Due: Rank 2; told from an equal score, decided by Ann: it ran at once." in told
    assert shown(run, "prizes")["settled"] is True
    assert shown(run, "decide", "Three", "Two", "--take-back")["settled"] is False
    assert run("prizes").code == 1
    assert "Nothing was decided between" in run.refused("decide", "Three", "Two", "--take-back")


def test_deciding_for_one_prize(run, tied):
    after = shown(run, "decide", "Three", "Two", "--by", "Ann", "--reason", "x", "--prize", "grand")
    assert [row["submission"] for row in after["prizes"][0]["winners"]] == ["One", "Three"]
    assert "for “Small”" in run.refused("decide", "Three", "Two", "--take-back", "--prize", "Small")
    run.done("decide", "Three", "Two", "--take-back", "--prize", "Grand")


def test_awarding(run, tied):
    told = run.done("award", "Small", "Four", "--by", "Ann", "--reason", "the jury’s heart")
    assert told.startswith("“Small” is awarded.")
    _, small = shown(run, "prizes", code=1)["prizes"]
    assert (small["by"], small["why"]) == ("Ann", "Decided by Ann: the jury’s heart (in place of the standings)")
    assert small["winners"][0]["rank"] == 4
    assert [row["submission"] for row in small["passed_over"]] == ["One"]
    assert shown(run, "award", "Small", "--take-back")["prizes"][1]["winners"][0]["submission"] == "One"
    assert "Nobody has awarded “Small”" in run.refused("award", "Small", "--take-back")


def test_what_is_refused(run, tied):
    word = ("--by", "Ann", "--reason", "x")
    assert "not equal" in run.refused("decide", "One", "Two", *word)
    assert "name each once" in run.refused("decide", "Two", "Due", *word)
    assert "not known" in run.refused("decide", "Two", "Nobody at all", *word)
    assert "no prize “Huge”; the prizes are: “Small”, “Grand”" in run.refused("award", "Huge", "One", *word)
    assert "one winner, not 2" in run.refused("award", "Small", "One", "Two", *word)
    assert "Name who wins" in run.refused("award", "Small", *word)
    said = run("decide", "One", "Two", *word, "--json")
    assert (said.code, list(json.loads(said.out))) == (1, ["error"])


def test_misuse(run, tied):
    assert "say who decides and why" in run.misused("decide", "Two", "Three", "--by", "Ann")
    assert "say who decides and why" in run.misused("award", "Small", "One", "--reason", "x")
    assert "name no submissions" in run.misused("award", "Small", "One", "--take-back")


def test_an_event_without_prizes(run):
    run.done("new", "--title", "Kernel Night", "--template", "blank")
    assert run.done("prizes") == "This event has no prizes."
    assert shown(run, "prizes") == {"prizes": [], "settled": 1}


def test_a_judge_s_workspace(run, ada):
    assert "organizers’" in run.refused("--workspace", ada, "prizes")
