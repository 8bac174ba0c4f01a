"""A second organizers' laptop: it takes over, asks to be let in, and then signs with the first."""

from dataclasses import replace

import pytest

from gpumode_judge.desk import locking, workspaces
from gpumode_judge.desk.assisting import assist, let_in, write_for_organizers, write_request
from gpumode_judge.desk.organizing import ANOTHER_ORGANIZER, OrganizerDesk
from gpumode_judge.desk.workspaces import Kind
from gpumode_judge.event.problem import Problem


@pytest.fixture
def second(organizer, tmp_path, clock, desks):
    folder = tmp_path / "second laptop"
    folder.mkdir()
    return desks(assist(write_for_organizers(organizer, tmp_path), folder, clock))


def _let_in(organizer: OrganizerDesk, second: OrganizerDesk, stick) -> None:
    organizer.merge([write_request(second, stick)])
    (waiting,) = organizer.record.pending
    assert (waiting.device, waiting.judge) == (second.device, ANOTHER_ORGANIZER)
    organizer.accept(second.device, ANOTHER_ORGANIZER)
    second.merge([write_for_organizers(organizer, stick)])


def test_it_holds_the_event_and_speaks_only_once_it_is_let_in(organizer, second, stick):
    assert second.record.submissions == organizer.record.submissions
    assert not let_in(second)
    team = next(iter(second.record.submissions.values()))
    second.put([replace(team, table="Z9")])
    assert second.record.submissions[team.id].table == team.table
    _let_in(organizer, second, stick)
    assert let_in(second)
    organizer.merge([write_request(second, stick)])
    assert organizer.record.submissions[team.id].table == second.record.submissions[team.id].table == "Z9"
    assert organizer.record.conflicts == ()


def test_two_sign_the_lock_together(organizer, second, join, score, stick):
    organizer.put([replace(organizer.record.rules, signatures=2)])
    _let_in(organizer, second, stick)
    ada = join("ada")
    score(ada, "s1", 5, 5)
    organizer.merge([ada.hand_in(stick).path])
    waiting = locking.lock(organizer)
    assert waiting is not None
    assert organizer.record.lock is None
    with pytest.raises(Problem, match="signed this lock already"):
        locking.sign(organizer, waiting)
    second.merge([write_for_organizers(organizer, stick)])
    locking.sign(second, second.record.lock_waiting[0])
    assert second.record.lock is not None
    organizer.merge([write_request(second, stick)])
    assert organizer.record.lock == second.record.lock
    locking.unlock(organizer)
    assert organizer.record.lock is not None, "one alone does not open it again"


def test_what_is_no_such_file_is_refused(organizer, tmp_path, stick, join):
    event = organizer.export_event(stick)
    with pytest.raises(Problem, match="written for organizers"):
        assist(event, tmp_path)
    assert list(tmp_path.glob("*assisting*.gmjdb")) == []
    whole = write_for_organizers(organizer, stick)
    assert workspaces.kind_of(whole) is Kind.ORGANIZERS_FILE
    assert workspaces.kind_of(event) is Kind.EVENT_FILE


def test_a_stranger_who_asks_stays_outside(organizer, second, stick):
    organizer.merge([write_request(second, stick)])
    assert second.device not in organizer.record.organizers
    assert organizer.record.conflicts == ()
