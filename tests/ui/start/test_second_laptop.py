"""A second organizers' laptop through the windows."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from gpumode_judge.desk import planning
from gpumode_judge.desk.assisting import write_for_organizers
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ui import opening, safekeeping
from gpumode_judge.ui.opening import Assist
from gpumode_judge.ui.organizer.window import OrganizerWindow


def _file(tmp_path: Path) -> Path:
    with OrganizerDesk.create(tmp_path / "first.gmjdb", planning.template("blank")) as desk:
        return write_for_organizers(desk, tmp_path)


def test_the_file_asks_to_help_and_the_workspace_opens(themed, qtbot, tmp_path, monkeypatch):
    from gpumode_judge.ui.app import App

    file = _file(tmp_path)
    assert opening.decide([file]) == Assist(file)
    app = App(themed)
    qtbot.addWidget(app.start)
    with qtbot.waitSignal(app.ready, timeout=10_000) as ready:
        app.begin()
    windows = ready.args[0]
    windows.open_files([file])
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=10_000)
    dialog = QApplication.activeModalWidget()
    assert "another organizers’ laptop" in " ".join(w.text() for w in dialog.findChildren(safekeeping.PlainLabel))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    found: list[OrganizerWindow] = []

    def shown() -> bool:
        found[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, OrganizerWindow) and w.isVisible()]
        return bool(found)

    qtbot.waitUntil(shown, timeout=10_000)
    window = found[0]
    qtbot.waitUntil(lambda: not window.session.busy, timeout=10_000)
    action = next(a for m in window.menuBar().actions() for a in m.menu().actions() if a.text() == safekeeping.FIRST)
    out = tmp_path / "stick"
    out.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(out))
    action.trigger()
    qtbot.waitUntil(lambda: bool(list(out.glob("*.gmj"))), timeout=10_000)
    window.close()
    qtbot.waitUntil(lambda: not any(w is window and w.isVisible() for w in QApplication.topLevelWidgets()))
