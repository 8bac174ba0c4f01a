"""Backups, everything in one file, the diagnostics file and published results, from the windows."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from gpumode_judge.desk import locking, publishing, workspaces
from gpumode_judge.desk.everything import export_everything
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ui.app import App
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.safekeeping import ExportDialog, TroubleDialog, ask_diagnostics, ask_export
from gpumode_judge.ui.shared.errors import MessageDialog
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.start.backups_dialog import BackupsDialog, when
from gpumode_judge.ui.start.recents import RecentList, RecentRow
from gpumode_judge.ui.start.wishes import OpenWorkspace, ShowBackups


@pytest.fixture
def app(evening, themed, qtbot):
    made = App(themed)
    qtbot.addWidget(made.start, before_close_func=lambda _: close_desks(qtbot, made))
    with qtbot.waitSignal(made.ready, timeout=20_000):
        made.begin()
    return made


def close_desks(qtbot, made):
    for item in list(made.windows._opened.values()):
        item.from_start = True
        item.window.close()
    qtbot.waitUntil(lambda: not made.windows._opened)


def found(qtbot, kind):
    """The open dialog or toast of a kind, once it is there."""

    def there():
        shown = [w for top in QApplication.topLevelWidgets() for w in [top, *top.findChildren(kind)]]
        return [w for w in shown if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(there()), timeout=10_000)
    return there()[-1]


@pytest.fixture
def backed_up(evening) -> Path:
    """The organizers' workspace with a merge behind it, and so with backups."""
    with OrganizerDesk.open(evening.organizer_path) as desk:
        desk.merge([evening.score_file])
    return evening.organizer_path


def test_the_context_menu_of_the_list_asks_for_backups(themed, qtbot, tmp_path):
    recents = RecentList()
    qtbot.addWidget(recents)
    recents.set_rows([RecentRow(tmp_path / "a.gmjdb", "Night")])
    assert [action.text() for action in recents.menu.actions() if action.text()] == [
        "Open",
        "Backups…",
        "Take off the list",
    ]
    with qtbot.waitSignal(recents.backups_wanted) as asked:
        recents.menu.actions()[1].trigger()
    assert asked.args == [tmp_path / "a.gmjdb"]


def test_the_menu_key_opens_the_menu_of_the_chosen_row(themed, qtbot, tmp_path):
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QContextMenuEvent

    recents = RecentList()
    qtbot.addWidget(recents)
    recents.set_rows([RecentRow(tmp_path / "a.gmjdb", "Night")])
    recents.show()
    QApplication.sendEvent(recents, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0)))
    assert recents.menu.isVisible()
    recents.menu.close()


def test_a_damaged_workspace_offers_its_backups_and_comes_back(app, qtbot, backed_up):
    with OrganizerDesk.open(backed_up) as desk:
        visits = desk.overview().visits
    backed_up.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    app.windows.grant(OpenWorkspace(backed_up))
    trouble = found(qtbot, TroubleDialog)
    assert backed_up.name in trouble.text
    trouble.backups.click()
    dialog = found(qtbot, BackupsDialog)
    qtbot.waitUntil(lambda: dialog.chosen is not None)
    assert dialog.table.rowCount() >= 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.windows.of(backed_up) is not None, timeout=20_000)
    window = app.windows.of(backed_up)
    assert isinstance(window, OrganizerWindow)
    assert window.desk.overview().visits == visits
    assert "is restored" in found(qtbot, Toast).text


def test_a_workspace_that_is_gone_offers_its_backups(app, qtbot, backed_up):
    backed_up.unlink()
    app.windows.grant(OpenWorkspace(backed_up))
    found(qtbot, TroubleDialog).reject()


def test_without_backups_there_is_only_the_sentence(app, qtbot, tmp_path):
    file = tmp_path / "none.gmjdb"
    app.windows.open_files([file])
    dialog = found(qtbot, MessageDialog)
    assert not isinstance(dialog, TroubleDialog)
    assert "none.gmjdb" in dialog.text
    dialog.accept()


def test_an_open_workspace_is_not_restored(app, qtbot, backed_up):
    with OrganizerDesk.open(backed_up):
        app.windows.grant(ShowBackups(backed_up))
        dialog = found(qtbot, BackupsDialog)
        qtbot.waitUntil(lambda: dialog.chosen is not None)
        dialog.restore.click()
        message = found(qtbot, MessageDialog)
        assert "open" in message.text
        message.accept()
        assert dialog.restore.isEnabled()
        dialog.reject()


def test_no_backups_is_told(themed, qtbot, tmp_path):
    dialog = BackupsDialog(tmp_path / "none.gmjdb")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "There is no backup" in dialog._about.text())
    assert not dialog.restore.isEnabled()


def test_times_are_told_as_people_write_them():
    assert when("2026-05-10T12:00:00.000Z").startswith("10 May 2026, ")
    assert when("soon") == "soon"


class TestFiles:
    @pytest.fixture
    def window(self, app, qtbot, backed_up):
        app.windows.grant(OpenWorkspace(backed_up))
        qtbot.waitUntil(lambda: app.windows.of(backed_up) is not None, timeout=20_000)
        return app.windows.of(backed_up)

    def actions(self, window):
        return {a.text(): a for menu in window.menuBar().findChildren(QMenu) for a in menu.actions()}

    def test_the_menus_have_them(self, window):
        assert {"Diagnostics file…", "Export everything…"} <= self.actions(window).keys()

    def test_the_diagnostics_file(self, window, qtbot, tmp_path, monkeypatch):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "d.json"), ""))
        ask_diagnostics(window, window.desk)
        assert "no marks" in found(qtbot, Toast).text
        assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))["workspace"]["role"] == "organizer"

    def test_everything_and_back(self, window, app, qtbot, tmp_path, monkeypatch):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "all"), ""))
        dialog = ask_export(window, window.desk)
        assert isinstance(dialog, ExportDialog)
        dialog.key.setChecked(True)
        dialog.accept()
        qtbot.waitUntil(lambda: (tmp_path / "all.gmjall").is_file(), timeout=10_000)
        assert "go on with the other laptop" in found(qtbot, Toast).text

    def test_it_opens_on_another_laptop(self, app, qtbot, backed_up, tmp_path):
        with OrganizerDesk.open(backed_up) as desk:
            file = export_everything(desk, tmp_path, with_key=True)
            title = desk.record.event.title
        elsewhere = backed_up.with_name("elsewhere.gmjdb.kept")
        backed_up.rename(elsewhere)
        app.windows.open_files([file])
        qtbot.waitUntil(lambda: bool(app.windows._opened), timeout=20_000)
        (opened,) = app.windows._opened.values()
        assert opened.desk.record.event.title == title
        assert workspaces.recent()[0].path == opened.desk.path

    def test_a_published_result_is_checked(self, app, qtbot, backed_up, tmp_path):
        with OrganizerDesk.open(backed_up) as desk:
            locking.lock(desk)
            file = publishing.publish(desk, tmp_path)
        app.windows.open_files([file])
        dialog = found(qtbot, MessageDialog)
        assert "the same, figure by figure" in dialog.text
        dialog.accept()
