"""A small evening: one organizer, one judge who handed in, and their files."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from gpumode_judge.desk import planning, workspaces
from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.submission import Submission


@dataclass
class Evening:
    plan: Plan
    organizer_path: Path
    judge_path: Path
    event_file: Path
    score_file: Path

    def strangers_laptop(self) -> None:
        """As if none of this had ever been open here."""
        for path in (self.organizer_path, self.judge_path):
            workspaces.forget(path)


@pytest.fixture
def evening(tmp_path) -> Evening:
    for name in ("files", "stick"):
        (tmp_path / name).mkdir()
    blank = planning.template("blank")
    plan = replace(blank, event=Event(title="Kernel Night", day="2026-05-10"), judges=(Judge(id=new_id(), name="Ada"),))
    with OrganizerDesk.create(workspaces.default_folder(), plan) as organizer:
        organizer.put([Submission(id=new_id(), title="Fast Sort", table="1")])
        workspaces.note_opened(organizer)
        event_file = organizer.export_event(tmp_path / "files")
        ticket = organizer.tickets[plan.judges[0].id]
    with JudgeDesk.join(event_file, plan.judges[0].id, ticket, workspaces.default_folder()) as desk:
        workspaces.note_opened(desk)
        card = desk.cards()[0]
        for criterion in card.criteria:
            desk.mark(card.submission.id, criterion.key, criterion.scale.high)
        desk.record_ballot(card.submission.id)
        score_file = desk.hand_in(tmp_path / "stick").path
    return Evening(plan, organizer.path, desk.path, event_file, score_file)
