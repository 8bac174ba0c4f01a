"""Figures from a leaderboard or a table, joined to teams by a person, and one by hand."""

import csv
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.desk.locking import lock
from gpumode_judge.desk.measuring import confirmed_names, put_figure
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Ballot
from gpumode_judge.ui.organizer.figures_sheet import FiguresSheet

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
RUNTIME = Measured(
    key="runtime", name="Runtime", unit="µs", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3))
)
LATENCY = Measured(key="latency", name="Latency", unit="ms", lower=True, turn=Turn.LINEAR, zero=Decimal(100))


@pytest.fixture
def sheet(qtbot, window, evening, settled):
    desk = evening.desk
    weights = {**desk.record.rules.weights, "runtime": Decimal(10), "latency": Decimal(10)}
    desk.put([replace(desk.record.rules, measured=(RUNTIME, LATENCY), weights=weights)])
    window.refresh()
    settled(window)
    made = FiguresSheet(window.session, "runtime", window)
    made.open()
    return made


@pytest.fixture
def board(tmp_path):
    def make(*entries):
        path = tmp_path / "board.json"
        rows = [
            {"user_name": user, "submission_score": score, "gpu_type": (*gpu, "B200")[0], "leaderboard_name": "conv"}
            for user, score, *gpu in entries
        ]
        path.write_text(json.dumps(rows), encoding="utf-8")
        return path

    return make


def read(qtbot, sheet, path) -> None:
    sheet.file.read(path)
    rest(qtbot, sheet)


def rest(qtbot, sheet) -> None:
    qtbot.waitUntil(lambda: not sheet.file._newest.running and not sheet._session.busy, timeout=20_000)


def figures(desk, key="runtime"):
    return {s: held.value.value for (s, k), held in desk.record.figures.items() if k == key}


def test_names_are_confirmed_one_by_one_with_keys(qtbot, sheet, board, evening, settled, window):
    read(qtbot, sheet, board(("team-1", 1.5e-5), ("stranger", 2e-5), ("Team 2", 3.5e-5)))
    file = sheet.file
    assert sheet.direction.text() == "Kept in µs; less is better."
    assert "team-1" in file.banner.text()
    assert not file.keep_button.isEnabled()
    assert file.whose.value() == "s1"
    assert file.whose_line.text() == "Whose is “team-1”?"
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CONTROL)
    rest(qtbot, sheet)
    assert file.whose_line.text() == "Whose is “stranger”?"
    file.whose.setFocus()
    file.whose.choose("s3")
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CONTROL)
    rest(qtbot, sheet)
    assert file.whose.value() == "s2"
    qtbot.keyClick(sheet, Qt.Key.Key_Return, CONTROL)
    rest(qtbot, sheet)
    assert file.keep_button.text() == "Keep 3 figures"
    assert figures(evening.desk) == {}
    with qtbot.waitSignal(sheet.imported):
        qtbot.mouseClick(file.keep_button, LEFT)
    settled(window)
    assert figures(evening.desk) == {"s1": Decimal(15), "s3": Decimal(20), "s2": Decimal(35)}
    assert confirmed_names(evening.desk)["stranger"] == "s3"


def test_all_guesses_at_once_and_nobody_for_the_rest(qtbot, sheet, board):
    read(qtbot, sheet, board(("team-1", 1), ("Team 2", 2), ("stranger", 3)))
    assert sheet.file.all_button.text() == "Confirm all 2 guesses"
    qtbot.mouseClick(sheet.file.all_button, LEFT)
    rest(qtbot, sheet)
    assert sheet.file.banner.isHidden()
    assert sheet.file.keep_button.text() == "Keep 2 figures"
    assert {row.view.name: row.state[1] for row in sheet.file.model.rows()} == {
        "team-1": "confirmed", "Team 2": "confirmed", "stranger": "not known",
    }  # fmt: skip


def test_the_gpu_is_chosen_where_there_are_several(qtbot, sheet, board):
    read(qtbot, sheet, board(("Team 1", 1, "B200"), ("Team 1", 2, "H100")))
    file = sheet.file
    assert file.gpu_field.isVisible()
    assert not file.keep_button.isEnabled()
    file.gpu.choose("H100")
    file.gpu.activated.emit(file.gpu.currentIndex())
    rest(qtbot, sheet)
    assert [row.view.figure for row in file.model.rows()] == [Decimal(2_000_000)]


def test_unit_and_columns_of_a_table_are_asked(qtbot, sheet, tmp_path):
    path = tmp_path / "figures.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([("team", "run a", "run b"), ("Team 1", "5", "6"), ("Team 2", "7", "8")])
    sheet.criterion.choose("latency")
    sheet.criterion.activated.emit(sheet.criterion.currentIndex())
    read(qtbot, sheet, path)
    file = sheet.file
    assert set(file.column_choices) == {"team", "run a", "run b"}
    choice = file.column_choices["run b"]
    choice.choose("figure")
    choice.activated.emit(choice.currentIndex())
    rest(qtbot, sheet)
    assert file.unit_field.isVisible()
    file.unit.choose("s")
    file.unit.activated.emit(file.unit.currentIndex())
    rest(qtbot, sheet)
    assert [row.view.figure for row in file.model.rows()] == [Decimal(6000), Decimal(8000)]
    assert file.column_choices["run b"].value() == "figure"


def test_a_file_that_is_none_is_refused_in_a_sentence(qtbot, sheet, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    read(qtbot, sheet, path)
    assert sheet.file.banner.text()
    assert not sheet.file.keep_button.isEnabled()
    assert sheet.file.drop.isVisible()


def test_a_figure_is_typed_taken_back_and_brought_back(qtbot, sheet, evening, settled, window):
    sheet.tabs.setCurrentIndex(1)
    hand = sheet.hand
    hand.view.selectRow(1)
    hand.figure.setFocus()
    qtbot.keyClicks(hand.figure, "0.0125 ms")
    hand.source.setFocus()
    qtbot.keyClicks(hand.source, "Kim's log")
    qtbot.mouseClick(hand.say_button, LEFT)
    settled(window)
    assert figures(evening.desk) == {"s2": Decimal("12.5")}
    assert hand.model.rows()[1].source == "Kim's log"
    qtbot.mouseClick(hand.back_button, LEFT)
    settled(window)
    assert figures(evening.desk) == {}
    hand._undo(evening.desk, replace(hand.model.rows()[1], value=Decimal("12.5"), source="Kim's log"), "runtime")
    settled(window)
    assert figures(evening.desk) == {"s2": Decimal("12.5")}


def test_what_is_no_figure_is_said_at_the_field(qtbot, sheet, evening):
    sheet.tabs.setCurrentIndex(1)
    hand = sheet.hand
    hand.view.selectRow(0)
    qtbot.keyClicks(hand.figure, "fast")
    qtbot.keyClick(hand.figure, Qt.Key.Key_Return)
    assert hand.figure.property("invalid") == "true"
    assert hand.figure_field.hint.text()
    assert figures(evening.desk) == {}
    qtbot.keyClick(hand.figure, Qt.Key.Key_A, CONTROL)
    qtbot.keyClicks(hand.figure, "-3")
    assert hand.figure_field.hint.text() == ""


def test_what_is_typed_survives_a_new_view(qtbot, sheet, evening, settled, window):
    sheet.tabs.setCurrentIndex(1)
    sheet.hand.view.selectRow(2)
    qtbot.keyClicks(sheet.hand.figure, "12")
    put_figure(evening.desk, "s1", "runtime", Decimal(7))
    window.refresh()
    settled(window)
    assert sheet.hand.figure.text() == "12"
    assert sheet.hand.model.rows()[0].value == 7
    qtbot.keyClick(sheet.hand.figure, Qt.Key.Key_Return)
    settled(window)
    assert figures(evening.desk) == {"s1": Decimal(7), "s3": Decimal(12)}


def test_after_the_lock_figures_are_said_to_wait(qtbot, sheet, board, evening, settled, window):
    desk = evening.desk
    marks = {"depth": Decimal(3), "speed": Decimal(4)}
    desk.put_ballots(
        [Ballot(judge=evening.judge_id("Ada"), submission="s1", rubric=desk.record.rubric_eid, marks=marks)]
    )
    lock(desk)
    window.refresh()
    settled(window)
    assert "locked" in sheet.hand.banner.text()
    read(qtbot, sheet, board(("Team 1", 1)))
    assert "locked" in sheet.file.report.text()
