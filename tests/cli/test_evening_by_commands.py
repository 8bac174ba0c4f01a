import json
from pathlib import Path

import pytest
from command_line import Terminal, play, tickets
from evening import script


def evening(run: Terminal, folder: Path, order: tuple[str, str], template: bool = False) -> str:
    """Play the whole evening; gives the standings without what differs from run to run."""
    folder.mkdir()
    night = folder / "night.gmjdb"
    told = ["--title", script.TITLE, "--place", script.PLACE, "--day", script.DAY, "--zone", script.ZONE]
    run.done("--workspace", night, "new", *(told if template else ["--from", script.TOML]))
    run.done("--workspace", night, "import", script.DEVPOST)
    run.done("--workspace", night, "import", script.JUDGES, "--as", "judges")
    given = tickets(run, night)
    event = run.done("--workspace", night, "export", "-o", folder)
    files: dict[str, str] = {}
    for judge in (script.ADA, script.BO):
        path = folder / f"{judge}.gmjdb"
        run.done("--workspace", path, "join", event, "--judge", judge, "--ticket", given[judge])
        play(run, path, judge)
        files[judge] = run.done("--workspace", path, "export", "-o", folder / "stick")
    for judge in order:
        run.done("--workspace", night, "merge", files[judge])
    shown = run("--workspace", night, "standings", "--json").json
    return json.dumps(script.comparable(shown), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(
    ("order", "template"),
    [((script.ADA, script.BO), False), ((script.BO, script.ADA), True)],
    ids=["a then b", "b then a"],
)
def test_the_evening_gives_the_same_standings_in_whatever_order(run, tmp_path, order, template) -> None:
    told = evening(run, tmp_path / "evening", order, template)
    assert told == script.STANDINGS.read_text(encoding="utf-8")


def test_the_kept_raw_means_are_what_one_would_reckon_by_hand() -> None:
    rows = json.loads(script.STANDINGS.read_text(encoding="utf-8"))["rows"]
    assert {row["submission"]: row["raw"] for row in rows} == pytest.approx(script.by_hand(), abs=0.00005)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)
    assert [row["rank"] for row in rows] == [1, 2, 3, 4, 5, 6]
    assert all(sum(row["shares"].values()) == pytest.approx(row["raw"], abs=0.001) for row in rows)
