"""The rehearsal: made-up results on the real teams, and a workspace in which nothing changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.desk import planning
from gpumode_judge.desk.ceremony import finish, note_step
from gpumode_judge.desk.freezing import freeze
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.rehearsing import rehearse
from gpumode_judge.desk.snapshotting import from_json, to_json
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission

TITLES = [f"Team {n}" for n in range(1, 6)]


def everything(desk):
    entries = [(e.eid, e.body) for e in desk.store.entries()]
    return entries, desk.store.settings(), desk.store.shown(), desk.store.pictures(), desk.store.drafts()


def test_it_changes_nothing(organizer):
    before, record = everything(organizer), organizer.record
    show = rehearse(organizer)
    for at in range(len(show.steps)):
        show = note_step(organizer, show, at)
    finish(organizer, show)
    assert everything(organizer) == before
    assert organizer.record is record


def test_every_picture_says_that_it_is_one(organizer):
    show = rehearse(organizer)
    assert show.rehearsal
    assert show.snapshot.rehearsal
    assert all("REHEARSAL" in as_text(step.board) for step in show.steps if step.board.scene != "blackout")
    assert from_json(to_json(show.snapshot)) == show.snapshot


def test_the_same_number_makes_up_the_same(organizer):
    one, again, other = (replace(rehearse(organizer, n).snapshot, at="") for n in (1, 1, 2))
    assert one == again
    assert [c.key for c in one.contenders] != [c.key for c in other.contenders] or one != other
    assert sorted(c.name for c in one.contenders) == TITLES
    # How far apart they are follows from the event's own random name, so a team may well have nothing but lowest marks.
    assert all(c.rank and 0 <= c.score <= 100 and c.ballots for c in one.contenders)
    assert len({c.score for c in one.contenders}) > 1


def test_real_marks_do_not_show(organizer):
    before = replace(rehearse(organizer).snapshot, at="", source="")
    marks = {"impact": Decimal(1), "depth": Decimal(1)}
    organizer.put_ballots([Ballot(judge="ada", submission="s1", rubric=organizer.record.rubric_eid, marks=marks)])
    assert replace(rehearse(organizer).snapshot, at="", source="") == before


def test_a_frozen_projector_rehearses_the_opening(organizer):
    assert not any(b.hidden for c in rehearse(organizer).snapshot.contenders for b in c.ballots)
    marks = {"impact": Decimal(1), "depth": Decimal(1)}
    organizer.put_ballots([Ballot(judge="ada", submission="s1", rubric=organizer.record.rubric_eid, marks=marks)])
    freeze(organizer)
    show = rehearse(organizer)
    assert any(b.hidden for c in show.snapshot.contenders for b in c.ballots)


def test_every_prize_is_settled(organizer):
    organizer.put([
        Prize(id="art", name="Most beautiful", decided="person", count=2, place=3),
        Prize(id="grand", name="Grand", count=2, place=9), Prize(id="small", name="Small", again=False, place=1),
        Prize(id="none", name="Not given", count=0),
    ])  # fmt: skip
    for number in range(1, 15):
        prizes = {p.id: p for p in rehearse(organizer, number).snapshot.prizes}
        assert [len(prizes[name].winners) for name in ("art", "grand", "small")] == [2, 2, 1]
        assert "none" not in prizes


@pytest.mark.parametrize("method", ["severity", "mean", "trimmed", "rasch", "order", "additive", "z-score"])
def test_every_method_ranks_everyone(organizer, method):
    organizer.put([replace(organizer.record.rules, method=method)])
    show = rehearse(organizer)
    assert all(c.rank for c in show.snapshot.contenders)


def test_measured_criteria_get_figures(organizer):
    fast = Measured(key="fast", name="Runtime", turn=Turn.LOG, lower=True, zero=Decimal(40), full=Decimal("2.5"))
    right = Measured(key="right", name="Correct", turn=Turn.GATE, excludes=True)
    organizer.put([Rules(weights={"impact": Decimal(1), "fast": Decimal(1)}, method="mean", measured=(fast, right))])
    snapshot = rehearse(organizer, 3).snapshot
    assert sum(c.measured > 0 for c in snapshot.contenders) >= 3


def test_there_is_nothing_to_rehearse_without_teams(organizer):
    for team in list(organizer.record.submissions):
        organizer.withdraw(team)
    with pytest.raises(Problem, match="no team to rehearse"):
        rehearse(organizer)


def test_the_evening_of_the_template(tmp_path, clock, desks):
    """45 teams, eight sponsors' credits for the top five, signed GPUs for the top three."""
    plan = planning.template("cuda-mode-irl")
    event = replace(plan.event, day=date(2024, 9, 21).isoformat())
    desk = desks(OrganizerDesk.create(tmp_path / "irl.gmjdb", replace(plan, event=event), clock))
    desk.put([Submission(id=f"{n:016x}", title=f"Project {n}", table=str(n)) for n in range(1, 46)])
    show = rehearse(desk)
    assert [len(p.winners) for p in show.snapshot.prizes] == [5] * 8 + [3]
    told = [key for step in show.steps for key in step.tells]
    assert len(told) == len(set(told))
    assert len([c for c in show.snapshot.contenders if c.rank]) == 45
    assert show.snapshot.contenders[0].low == 1
