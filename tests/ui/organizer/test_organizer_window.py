from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from gpumode_judge.event.event import Mode
from gpumode_judge.ui.organizer.import_sheet import ImportSheet
from gpumode_judge.ui.organizer.window import PLACES
from gpumode_judge.ui.shared.keys import HelpSheet
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import current_theme


def test_ctrl_and_a_key_go_to_every_page(qtbot, window):
    first = Qt.Key.Key_1.value
    keys = [*(Qt.Key(first + place) for place in range(9)), Qt.Key.Key_L, Qt.Key.Key_P]
    for key, place in zip(keys, PLACES, strict=True):
        qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
        assert window.sidebar.current() == place.key


def test_the_projector_page_comes_from_outside_and_is_made_once(qtbot, opened, evening):
    made: list[QWidget] = []

    def page(parent: QWidget) -> QWidget:
        made.append(QWidget(parent))
        return made[-1]

    window = opened(evening.desk, projector_page=page)
    assert made == []
    window.go("projector")
    window.go("overview")
    window.go("projector")
    assert len(made) == 1
    assert made[0].isVisible()


def test_f1_shows_the_keys(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(HelpSheet)
    assert sheet is not None
    assert "apply what was changed" in [label.text() for label in sheet.findChildren(PlainLabel)]
    sheet.reject()


def test_a_table_that_is_dropped_on_the_judges_is_read_as_judges(qtbot, window, tmp_path):
    file = tmp_path / "judges.csv"
    file.write_text("Name\nGrace Example\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    window.go("judges")
    window.dropEvent(
        QDropEvent(
            QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )
    sheet = window.findChild(ImportSheet)
    qtbot.waitUntil(lambda: sheet.prepared is not None)
    assert sheet.prepared.preview.added == 1
    assert sheet.import_button.isEnabled()
    sheet.reject()


def test_the_overview_tells_what_is_missing_and_its_buttons_go_there(qtbot, window):
    from gpumode_judge.ui.organizer.overview_page import StepRow

    assert window.overview.submissions_tile.accessibleName().startswith("Submissions: 4")
    assert len(window.overview.submissions.rows()) == 4
    assert len(window.overview.judges.rows()) == 2
    texts = [row.button.accessibleName() for row in window.overview.findChildren(StepRow)]
    assert texts == ["Write…: Write the event file"]


def test_the_event_file_is_written_where_one_says(press, window, evening, settled, monkeypatch, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *a: str(stick))
    press(window, Qt.Key.Key_E, window.overview.write_button)
    settled(window)
    (written,) = stick.glob("*.gmj")
    assert written.name in window.overview.banner.text()
    assert not evening.desk.event_file_outdated


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(qtbot, window, settled, monkeypatch, tmp_path):
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *a: str(tmp_path / "gone"))
    qtbot.mouseClick(window.overview.write_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert window.overview.banner.text()
    assert window.overview.write_button.isEnabled()


def test_the_plan_goes_out_as_toml(window, settled, monkeypatch, tmp_path):
    path = tmp_path / "plan"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *a: (str(path), ""))
    window.export_toml()
    settled(window)
    assert "Kernel Night" in (tmp_path / "plan.toml").read_text()


def test_a_rehearsal_carries_a_mark(opened, tmp_path):
    desk = make_desk_in(tmp_path)
    window = opened(desk)
    assert "rehearsal" in window.windowTitle()
    assert window._rehearsal.isVisible()
    window.close()
    desk.close()


def make_desk_in(folder):
    from gpumode_judge.desk.organizing import OrganizerDesk
    from gpumode_judge.event.event import Event
    from gpumode_judge.event.plan import Plan
    from gpumode_judge.event.rubric import Criterion, Rubric
    from gpumode_judge.event.rules import Rules

    plan = Plan(
        event=Event(title="Dry run", mode=Mode.REHEARSAL),
        rubric=Rubric(name="r", criteria=(Criterion(key="a", name="A"),)),
        rules=Rules(),
    )
    return OrganizerDesk.create(folder / "dry.gmjdb", plan)


def test_an_empty_event_shows_every_page_and_says_what_to_do(opened, tmp_path, settled):
    desk = make_desk_in(tmp_path)
    window = opened(desk)
    for place in PLACES:
        window.go(place.key)
        settled(window)
    assert not window.standings.save_button.isEnabled()
    window.close()
    desk.close()


def test_the_theme_is_chosen_in_the_menu(qtbot, window):
    chosen = []
    window.theme_chosen.connect(chosen.append)
    dark = next(action for action in window.menus.themes.actions() if action.data() == "dark")
    dark.trigger()
    assert chosen == ["dark"]
    assert current_theme().dark
    next(action for action in window.menus.themes.actions() if action.data() == "light").trigger()
    assert isinstance(QApplication.instance(), QApplication)
