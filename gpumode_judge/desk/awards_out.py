"""What else leaves after the show: a picture for each award, and the log of the ceremony."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.programme import Part, Programme
from gpumode_judge.ceremony.script import script
from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.desk import ceremony
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.showing_ceremony import show_log
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, slug
from gpumode_judge.exchange.reports import Report, to_csv
from gpumode_judge.system.files import write_new

PODIUM: Final = "podium.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardPicture:
    """A picture to paint: the ``board`` as it stands when everything is told. ``prize`` is its id, empty for the podium; ``winners`` are
    ids of teams."""

    file: str
    board: Board
    prize: str = ""
    winners: tuple[str, ...] = ()


def award_pictures(snapshot: Snapshot) -> tuple[AwardPicture, ...]:
    """A picture for each prize in the order of the ceremony, then the podium if any team has a place.

    Each comes from the steps of a ceremony in which every prize is given for itself: those that go by something else than the
    standings of all before any place is told, so that nobody is the winner of a track with a large 17 beside the name.

    Raises:
        Problem: there is nothing to tell.
    """
    own, general = (
        [Part("prizes", prizes=(prize.id,)) for prize in snapshot.prizes if prize.general is kind]
        for kind in (False, True)
    )
    steps = script(snapshot, Programme((*own, Part("countdown"), *general, Part("podium"))))
    told = {key: step.board for step in steps if step.board.scene is Scene.PRIZE for key in step.tells}
    digits = len(str(len(snapshot.prizes)))
    pictures = [
        AwardPicture(
            file=f"{number:0{digits}}-{slug(prize.name, 'prize')}.png", board=told[prize.id], prize=prize.id, winners=prize.winners
        )
        for number, prize in enumerate(snapshot.prizes, 1)
    ]  # fmt: skip
    podium = next((step.board for step in steps if step.board.scene is Scene.PODIUM), None)
    if podium is not None:
        winners = tuple(one.key for one in podium.podium)
        pictures.append(AwardPicture(file=PODIUM, board=podium, winners=winners))
    return tuple(pictures)


def write_log(desk: OrganizerDesk, path: Path) -> Path:
    """Write what was shown when as a new CSV or JSON file, as the path ends.

    Raises:
        Problem: another ending, a file that is there already, or the disk refused.
    """
    lines = show_log(ceremony.log(desk), desk.record.event.zone)
    match path.suffix.lower():
        case ".json":
            data = json.dumps(lines, ensure_ascii=False, indent=1).encode() + b"\n"
        case ".csv":
            columns = ("at", "time", "step", "what")
            rows = tuple(tuple(line[column] for column in columns) for line in lines)
            report = Report(title="Log", facts=(("Event", desk.record.event.title),), columns=columns, rows=rows)
            data = to_csv(report).encode("utf-8-sig")  # a spreadsheet takes plain UTF-8 for Latin-1
        case _:
            raise Problem(f"“{clean_line(path.name)}” ends neither in .csv nor in .json; choose one of them.")
    return write_new(path, data)
