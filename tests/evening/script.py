"""One evening as plain data, played by commands and by the windows alike: both must end with the same standings.

Event: the title, place, day and zone below, the rubric template, no prizes (the export brings them). Submissions come from ``devpost.csv``,
judges from ``judges.csv``; each judge joins with a ticket, plays ``STEPS`` in order and hands in; the organizers merge the two files.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TOML = HERE / "event.toml"  # the same event as a file
DEVPOST = HERE / "devpost.csv"
JUDGES = HERE / "judges.csv"
STANDINGS = HERE / "standings.json"  # what it comes to, without ids and snapshot

TITLE, PLACE, DAY, ZONE, TEMPLATE = "Kernel Night", "Hall 4", "2026-09-19", "Europe/Berlin", "gpu-mode-open-ended"
ADA, BO = "Ada Byron", "Bo Katzir"
CRITERIA = ("impact", "depth", "evidence", "novelty", "demo")
WEIGHTS = (30, 25, 25, 10, 10)


@dataclass(frozen=True)
class Step:
    """A ballot: marks from 1 to 5 in the order of ``CRITERIA``, or why the team was absent. ``note`` is for the team."""

    judge: str
    submission: str
    marks: tuple[int, ...] = ()
    absent: str = ""
    note: str = ""


STEPS = (
    Step(ADA, "Tile, Tile, Tile", (5, 4, 5, 3, 4), note="Show the roofline next time."),
    Step(ADA, "Warp Whisperer 🦜", (3, 3, 2, 5, 5)),
    Step(ADA, "FlashLite", (4, 5, 4, 3, 3)),
    Step(ADA, "Quantize This", absent="nobody at the table"),
    Step(ADA, "Sparse & Proud", (2, 3, 3, 2, 4)),
    Step(ADA, "Kernel Karaoke", (1, 2, 1, 4, 5)),
    Step(ADA, "Warp Whisperer 🦜", (3, 4, 3, 5, 5)),  # a correction
    Step(BO, "Kernel Karaoke", (2, 2, 2, 5, 5)),
    Step(BO, "Sparse & Proud", (3, 3, 4, 2, 3)),
    Step(BO, "Quantize This", (4, 3, 4, 2, 2)),
    Step(BO, "FlashLite", (4, 4, 5, 3, 4)),
    Step(BO, "Tile, Tile, Tile", (4, 4, 4, 3, 4)),
)  # Bo runs out of time before Warp Whisperer


def steps_of(judge: str) -> list[Step]:
    """What a judge does, in order."""
    return [step for step in STEPS if step.judge == judge]


def comparable(standings: dict[str, Any]) -> dict[str, Any]:
    """The standings as ``standings --json`` tells them, without what differs from run to run."""
    rows = [{key: value for key, value in row.items() if key not in ("id", "chances")} for row in standings["rows"]]
    return {**{key: value for key, value in standings.items() if key not in ("snapshot", "seed")}, "rows": rows}


def by_hand() -> dict[str, float]:
    """The score of every submission that was marked, from the last marks of each judge."""
    last = {(step.judge, step.submission): step.marks for step in STEPS}
    totals: dict[str, list[float]] = {}
    for (_, submission), marks in last.items():
        if marks:
            total = sum(weight * (mark - 1) / 4 for weight, mark in zip(WEIGHTS, marks, strict=True))
            totals.setdefault(submission, []).append(total)
    return {submission: sum(visits) / len(visits) for submission, visits in totals.items()}
