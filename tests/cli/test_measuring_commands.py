"""The command ``measure``: files, figures by hand, what is known."""

import json
from pathlib import Path

import pytest
from command_line import Terminal, once

REPORT = {
    "criterion", "recognised", "unit", "lower", "gpu", "leaderboard", "read", "added", "changed", "unchanged", "skipped",
    "vanished", "notes",
}  # fmt: skip
TOML = """
[event]
title = "Kernel Night"
[[criterion]]
name = "Quality"
weight = 0
[[measured]]
name = "Conv runtime"
key = "conv"
unit = "µs"
better = "lower"
turn = "ranks"
points = [5, 3, 1]
weight = 1
[[measured]]
name = "Correct"
turn = "gate"
"""
TEAMS = "title,team\nFast Convolutions,Warp Wizards\nSorting,Tile Tamers\nAttention,Smem Squad\n"


@pytest.fixture
@once
def kernels(run: Terminal) -> Path:
    Path("event.toml").write_text(TOML, encoding="utf-8")
    Path("teams.csv").write_text(TEAMS, encoding="utf-8")
    run.done("--workspace", "night.gmjdb", "new", "--from", "event.toml")
    run.done("import", "teams.csv")
    entries = [
        {"user_name": user, "submission_score": score, "gpu_type": "B200", "leaderboard_name": "conv1d"}
        for user, score in (("warp-wizards", 1.2345e-05), ("kat", 2e-05), ("stranger", 3e-05))
    ]
    Path("board.json").write_text(json.dumps(entries), encoding="utf-8")
    return Path("night.gmjdb").absolute()


def test_a_leaderboard_with_its_names_confirmed(run, kernels):
    assert "“warp-wizards”" in run.refused("measure", "board.json", "--criterion", "conv")
    told = run.done(
        "measure", "board.json", "--criterion", "conv", "--alias", "kat=Sorting", "--alias", "warp-wizards=Warp Wizards"
    )
    assert told.splitlines() == [
        "Line 3 skipped: No submission is called “stranger”.", "3 rows read: 2 added, 0 changed, 0 unchanged, 1 skipped.",
    ]  # fmt: skip
    shown = run("measure", "board.json", "--criterion", "Conv runtime", "--json").json
    assert shown.keys() == REPORT
    assert (shown["criterion"], shown["recognised"], shown["unit"]) == ("conv", "KernelBot leaderboard", "s")
    assert (shown["lower"], shown["gpu"], shown["leaderboard"], shown["unchanged"]) == (True, "B200", "conv1d", 2)


def test_a_preview_keeps_nothing(run, kernels):
    told = run.done("measure", "board.json", "--criterion", "conv", "--preview")
    assert "KernelBot leaderboard: conv1d, B200. “Conv runtime” in s, kept in µs: less is better." in told
    assert "Fast Convolutions? (97 % sure)" in told
    assert "12.345 µs" in told
    shown = run("measure", "board.json", "--criterion", "conv", "--preview", "--json").json
    assert shown.keys() == REPORT | {"problem", "rows", "columns", "gpus", "leaderboards"}
    assert shown["rows"][0] == {
        "line": 1, "name": "warp-wizards", "read": "0.000012345 s", "figure": "12.345", "unit": "µs",
        "submission": "Fast Convolutions", "id": shown["rows"][0]["id"], "sure": 97, "confirmed": False, "counts": True, "why": "",
    }  # fmt: skip
    assert "Confirm" in shown["problem"]
    assert run("measure", "--list", "--json").json[0]["figures"] == []


def test_guesses_are_accepted_if_it_is_said(run, kernels):
    run.done("measure", "board.json", "--criterion", "conv", "--accept-guesses", "--alias", "kat=")
    (row,) = run("measure", "--list", "--json").json[0]["figures"]
    assert (row["submission"], row["figure"], row["place"]) == ("Fast Convolutions", "12.345", 1)
    assert row["source"] == "board.json (conv1d, B200)"


def test_a_table_by_hand(run, kernels):
    Path("times.csv").write_text("who,ms,note\nSorting,1.5,a\nAttention,0.5,b\n", encoding="utf-8")
    assert "clearly “team”" in run.refused(
        "measure", "times.csv", "--criterion", "conv", "--map", "who=", "--map", "note="
    )
    run.done("measure", "times.csv", "--criterion", "conv", "--accept-guesses")
    rows = run("measure", "--list", "--json").json[0]["figures"]
    assert [(r["place"], r["submission"], r["figure"]) for r in rows] == [
        (1, "Attention", "500"),
        (2, "Sorting", "1500"),
    ]


def test_by_hand(run, kernels):
    assert (
        run.done("measure", "--criterion", "conv", "--team", "Tile Tamers", "--value", "1.25 ms") == "“Sorting”: kept."
    )
    shown = run("measure", "--criterion", "conv", "--team", "Tile Tamers", "--value", "1250", "--json").json
    assert shown.keys() == {"criterion", "submission", "id", "changed", "notes"}
    assert not shown["changed"]
    run.done("measure", "--criterion", "correct", "--team", "Sorting", "--value", "passed", "--source", "the checker")
    told = run.done("measure", "--list").splitlines()
    assert told == [
        "Conv runtime (conv): less is better, weight 1", f"     1  {'Sorting':40}  1250 µs",
        "  no figure: Attention, Fast Convolutions", "Correct (correct): more is better, gives no points",
        f"   yes  {'Sorting':40}  1", "  no figure: Attention, Fast Convolutions",
    ]  # fmt: skip
    assert run.done("measure", "--criterion", "conv", "--team", "Sorting", "--take-back") == "“Sorting”: taken back."
    gate = run("measure", "--list", "--json").json[1]
    assert (gate["turn"], gate["weight"], gate["figures"][0]["passed"], gate["figures"][0]["place"]) == (
        "gate",
        None,
        True,
        None,
    )


def test_by_hand_after_the_lock_it_waits_and_says_so(run, kernels):
    run.done("measure", "--criterion", "conv", "--team", "Sorting", "--value", "3")
    run.done("lock")
    by_hand = ("measure", "--criterion", "conv", "--team", "Attention", "--value", "5")
    late = "The scores are locked: it comes late and waits until it is admitted."
    assert run.done(*by_hand).splitlines() == ["“Attention”: kept.", late]
    assert [item["why"] for item in run("waiting", "--json").json] == ["late"]
    again = ("measure", "--criterion", "conv", "--team", "Sorting", "--value", "3", "--json")
    assert run(*again).json["notes"] == []  # nothing was said, so nothing waits


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("gone.json", "--criterion", "conv"), "gone.json"),
        (("board.json", "--criterion", "speed"), "no measured criterion “speed”"),
        (("board.json", "--criterion", "conv", "--gpu", "H100"), "no GPU “H100”"),
        (("board.json", "--criterion", "conv", "--unit", "ms"), "seconds"),
        (("board.json", "--criterion", "conv", "--alias", "kat=Nobody at all"), "not known here"),
        (("--criterion", "conv", "--team", "Sorting", "--value", "fast"), "not a figure"),
        (("--criterion", "conv", "--team", "Nobody", "--value", "3"), "not known here"),
    ],
)
def test_refuses(run, kernels, arguments, part):
    assert part in run.refused("measure", *arguments)
    assert "error" in json.loads(run("measure", *arguments, "--json").out)


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("--criterion", "conv"), ("board.json",), ("board.json", "--list"), ("--team", "Sorting", "--value", "3"),
        ("--criterion", "conv", "--team", "Sorting"), ("board.json", "--criterion", "conv", "--value", "3"),
        ("board.json", "--criterion", "conv", "--alias", "kat"),
        ("--criterion", "conv", "--team", "Sorting", "--value", "3", "--take-back"),
    ],
)  # fmt: skip
def test_misuse(run, kernels, arguments):
    run.misused("measure", *arguments)


def test_an_event_that_measures_nothing(run):
    run.done("--workspace", "x.gmjdb", "new", "--title", "A", "--template", "blank")
    assert "No criterion of this event is measured" in run.done("measure", "--list")
    assert run("measure", "--list", "--json").json == []
