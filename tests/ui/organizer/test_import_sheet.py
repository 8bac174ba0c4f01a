from pathlib import Path

from PySide6.QtCore import Qt

from gpumode_judge.desk.importing import What
from gpumode_judge.ui.organizer.import_sheet import ImportSheet


def opened_sheet(qtbot, window, path: Path, what: What) -> ImportSheet:
    sheet = ImportSheet(window.session, what, window)
    sheet.show()
    assert sheet.drop.offer((path,))
    qtbot.waitUntil(lambda: sheet.prepared is not None or bool(sheet.banner.text()), timeout=10_000)
    return sheet


def test_submissions_come_in_through_the_sheet(qtbot, window, evening, settled, tmp_path):
    path = tmp_path / "form.csv"
    path.write_text("Project Title,Team Name,Where\nTeam 1,Crew 1,1\nFresh,New Crew,7\n,,8\n")
    sheet = opened_sheet(qtbot, window, path, What.SUBMISSIONS)
    row = sheet.columns.row("Where")
    row.field.choose("table")
    row.field.picked.emit("table")
    qtbot.waitUntil(lambda: any(c.header == "Where" and c.field == "table" for c in sheet.prepared.columns))
    assert [f.line for f in sheet.found.rows() if f.kind == "Skipped"] == [4]
    qtbot.mouseClick(sheet.import_button, Qt.MouseButton.LeftButton)
    settled(window)
    titles = {s.title: s for s in evening.desk.record.submissions.values()}
    assert titles["Fresh"].table == "7"
    assert len(titles) == 5


def test_judges_come_in_and_get_tickets(qtbot, window, evening, settled, tmp_path):
    path = tmp_path / "judges.csv"
    path.write_text("name,email\nCleo,cleo@example.org\n")
    sheet = opened_sheet(qtbot, window, path, What.JUDGES)
    assert sheet.import_button.text() == "Import 1"
    qtbot.mouseClick(sheet.import_button, Qt.MouseButton.LeftButton)
    settled(window)
    cleo = evening.judge_id("Cleo")
    assert evening.desk.tickets[cleo]
    assert evening.desk.emails[cleo] == "cleo@example.org"


def test_ballots_from_paper_come_in_for_a_named_judge(qtbot, window, evening, settled, tmp_path):
    path = tmp_path / "paper.csv"
    path.write_text("judge,submission,Depth,Speed\nAda,Team 1,5,4\n")
    sheet = opened_sheet(qtbot, window, path, What.BALLOTS)
    assert sheet.judge.isVisible()
    qtbot.mouseClick(sheet.import_button, Qt.MouseButton.LeftButton)
    settled(window)
    held = evening.desk.record.ballots[evening.judge_id("Ada"), "s1"]
    assert held.paper


def test_a_file_that_is_no_table_is_told_in_a_sentence_and_changes_nothing(qtbot, window, evening, tmp_path):
    path = tmp_path / "broken.csv"
    path.write_bytes(b"\x00\x01\x02" * 50)
    before = evening.desk.record
    sheet = opened_sheet(qtbot, window, path, What.SUBMISSIONS)
    assert sheet.banner.text()
    assert not sheet.import_button.isEnabled()
    assert evening.desk.record is before


def test_a_table_with_very_many_columns_is_still_shown(qtbot, window, tmp_path):
    path = tmp_path / "wide.csv"
    names = ",".join(f"c{n}" for n in range(400))
    path.write_text(f"{names},Project Title\n{','.join('x' for _ in range(400))},Only\n")
    sheet = opened_sheet(qtbot, window, path, What.SUBMISSIONS)
    assert sheet.columns.row("Project Title").field.value() == "title"
