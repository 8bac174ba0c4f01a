from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gpumode_judge.event.people import Ballot
from gpumode_judge.ui.organizer.window import PLACES


@pytest.fixture
def scored(window, evening, settled):
    files = (
        evening.score_file("Ada", {"s1": (5, 5), "s2": (1, 1)}),
        evening.score_file("Bob", {"s1": (4, 5), "s3": (5, 5)}),
    )
    window.merge_files(files)
    settled(window)
    window.go("standings")
    settled(window)
    return window


def shown(window, key: str) -> list[str]:
    column = window.standings.model.column(key)
    return [str(window.standings.model.index(row, column).data()) for row in range(window.standings.model.rowCount())]


def test_the_table_shows_ranks_and_scores_with_one_decimal(scored):
    assert shown(scored, "title") == ["Team 3", "Team 1", "Team 2", "Team 4"]
    assert shown(scored, "rank") == ["1", "2", "3", "–"]
    assert shown(scored, "score") == ["100.0", "91.3", "0.0", "–"]
    assert shown(scored, "share depth") == ["70.0", "61.3", "0.0", "–"]


def test_ctrl_c_copies_rows_with_whole_titles(qtbot, scored):
    view = scored.standings.view
    view.selectRow(0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[-2:] == ["Depth", "Speed"]
    assert lines[1].split("\t")[1] == "Team 3"
    assert len(lines) == 2


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_standings_go_out(press, scored, settled, tmp_path, monkeypatch, suffix):
    path = tmp_path / f"out{suffix}"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *a: (str(path), ""))
    press(scored, Qt.Key.Key_S, scored.standings.save_button)
    settled(scored)
    assert path.stat().st_size > 100


def test_the_chosen_row_shows_every_visit(qtbot, scored):
    from gpumode_judge.ui.organizer.standing_rows import visits_of

    scored.standings.view.selectRow(1)
    assert scored.standings.detail.isVisible()
    visits = visits_of(scored.session.view.record, "s1")
    assert [(v.judge, v.total) for v in visits] == [("Ada", "100.0"), ("Bob", "82.5")]
    assert visits[0].marks == (("Depth", "5"), ("Speed", "5"))
    assert visits[0].notes == (("For the team", "seen by Ada"),)


def test_a_new_criterion_becomes_a_column(scored, settled):
    scored.go("rubric")
    scored.rubric.rubric.add()
    scored.rubric.rubric.form.name.setText("Novelty")
    scored.rubric.rubric.form.weight.setText("10")
    scored.rubric.rubric.form._edited()
    scored.rubric.apply()
    settled(scored)
    scored.go("standings")
    assert "share novelty" in [column.key for column in scored.standings.model.columns]


def test_three_hundred_teams_and_sixty_judges_are_shown(qtbot, opened, settled, tmp_path):
    from gpumode_judge.desk.desk import new_id
    from gpumode_judge.desk.organizing import OrganizerDesk
    from gpumode_judge.event.event import Event
    from gpumode_judge.event.people import Judge
    from gpumode_judge.event.plan import Plan
    from gpumode_judge.event.rubric import Criterion, Rubric
    from gpumode_judge.event.rules import Rules
    from gpumode_judge.event.submission import Submission

    judges = tuple(Judge(id=new_id(), name=f"Judge {n}") for n in range(60))
    plan = Plan(
        event=Event(title="Big"),
        rubric=Rubric(name="r", criteria=(Criterion(key="a", name="A"),)),
        rules=Rules(weights={"a": Decimal(1)}),
        judges=judges,
    )
    with OrganizerDesk.create(tmp_path, plan) as desk:
        desk.put([Submission(id=f"s{n}", title=f"Team {n}", table=str(n)) for n in range(300)])
        desk.put_ballots(
            [
                Ballot(
                    judge=judges[n % 60].id, submission=f"s{n}", rubric=desk.record.rubric_eid,
                    marks={"a": Decimal(n % 5 + 1)},
                )
                for n in range(300)
            ]
        )  # fmt: skip
        window = opened(desk)
        for place in PLACES[:7]:
            window.go(place.key)
            settled(window)
        assert len(window.submissions.model.rows()) == 300
        assert len(window.judges.model.rows()) == 60
        assert shown(window, "rank")[:60] == ["1"] * 60
        window.close()
