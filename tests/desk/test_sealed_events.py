"""An event whose score files are sealed: judges notice nothing, and only the organizers' laptop reads them."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from gpumode_judge.desk.checking import check
from gpumode_judge.desk.judging import JudgeDesk, peek
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.desk.workspaces import Kind, kind_of
from gpumode_judge.event.problem import Problem


@pytest.fixture
def sealing(tmp_path, plan, clock, desks):
    (tmp_path / "sealing").mkdir()
    sealed = replace(plan, event=replace(plan.event, sealed=True))
    return desks(OrganizerDesk.create(tmp_path / "sealing", sealed, clock))


@pytest.fixture
def ada(sealing, tmp_path, clock, desks, changed_team):
    sealing.put([changed_team(1), changed_team(2)])
    folder = tmp_path / "ada"
    folder.mkdir()
    return desks(JudgeDesk.join(sealing.export_event(folder), "ada", sealing.tickets["ada"], folder, clock))


def test_from_the_judge_to_the_standings(sealing, ada, score, stick, table):
    score(ada, "s1", 5, 5)
    handed = ada.hand_in(stick)
    assert handed.ballots == 1
    assert b'"b"' not in handed.path.read_bytes()
    assert kind_of(handed.path) is Kind.SCORE_FILE
    (row,) = sealing.merge([stick]).rows
    assert (row.outcome, row.new, row.who) == ("merged", 2, "Ada Lovelace")
    assert [row.outcome for row in sealing.merge([stick]).rows] == ["known"]
    assert table(sealing)[0] == (1, "Team 1", 100, 1)
    # Written again it is other bytes that say the same.
    again = ada.hand_in(stick)
    assert again.path != handed.path
    assert {row.outcome for row in sealing.merge([stick]).rows} == {"known"}


def test_nobody_else_reads_it(sealing, ada, score, stick, organizer, tmp_path):
    score(ada, "s1", 5, 5)
    path = ada.hand_in(stick).path
    for read in (peek, check, ada.merge):
        with pytest.raises(Problem):
            read(path)
    (row,) = organizer.merge([path]).rows
    assert "another event" in row.why
    assert not row.kept


def test_another_key_is_told_where_to_merge(sealing, ada, score, stick, monkeypatch):
    score(ada, "s1", 5, 5)
    path = ada.hand_in(stick).path
    monkeypatch.setattr(sealing, "_device", SimpleNamespace(seed=b"x" * 32, name=sealing.device))
    (row,) = sealing.merge([path]).rows
    assert "merge it there" in row.why
    assert quarantined(sealing) == ()


def test_a_broken_one_is_kept_and_nothing_of_it_is_whole(sealing, ada, score, stick):
    score(ada, "s1", 5, 5)
    path = ada.hand_in(stick).path
    data = path.read_bytes()
    path.write_bytes(data[:-40])
    (row,) = sealing.merge([path]).rows
    assert (row.kept, row.whole, row.line) == (True, 0, 3)
    path.write_bytes(data)
    assert [row.outcome for row in sealing.merge([path]).rows] == ["merged"]


def test_an_open_event_takes_a_sealed_file_too_and_the_other_way_round(organizer, join, score, stick, tmp_path):
    from gpumode_judge.exchange.sealed import seal

    ada = join("ada")
    score(ada, "s1", 5, 5)
    plain = ada.hand_in(stick).path
    plain.write_bytes(seal(plain.read_bytes(), organizer.record.event_id, organizer.device))
    assert [row.outcome for row in organizer.merge([plain]).rows] == ["merged"]
