"""The start window by keys and drops, and the way from it into the desks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from gpumode_judge.desk import planning, workspaces
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Mode
from gpumode_judge.ui.app import App
from gpumode_judge.ui.judge.join import JoinPage
from gpumode_judge.ui.judge.window import JudgeWindow
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.shared.errors import MessageDialog
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.start.new_event_page import NewEventPage
from gpumode_judge.ui.start.recents import RecentList, RecentRow, day_words, opened_words
from gpumode_judge.ui.start.window import StartWindow, theme_choice
from gpumode_judge.ui.start.wishes import Forget, MakeEvent, OpenFiles, OpenWorkspace, TryDemo
from gpumode_judge.ui.start.zone_field import ZoneField, offset_words

Key = Qt.Key


@pytest.fixture
def app(themed, qtbot):
    """The app as it runs, shown and loaded."""
    made = App(themed)
    qtbot.addWidget(made.start, before_close_func=lambda _: close_desks(qtbot, made))
    with qtbot.waitSignal(made.ready, timeout=20_000):
        made.begin()
    return made


def close_desks(qtbot, made):
    """Close every desk that a test left open, so that its work ends with it."""
    for item in list(made.windows._opened.values()):
        item.from_start = True
        item.window.close()
    qtbot.waitUntil(lambda: not made.windows._opened)


def pressed(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifier)


def drop(window, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


def window_of(qtbot, app, path):
    qtbot.waitUntil(lambda: app.windows.of(path) is not None, timeout=20_000)
    return app.windows.of(path)


def sentence(qtbot, parent) -> str:
    """The one sentence that is shown, put away again."""
    qtbot.waitUntil(lambda: bool(parent.findChildren(MessageDialog)))
    dialogs = parent.findChildren(MessageDialog)
    assert len(dialogs) == 1
    text = dialogs[0].text
    dialogs[0].reject()
    return text


# The page alone


@pytest.fixture
def start(themed, qtbot):
    window = StartWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    now = datetime.now(UTC)
    window.page.set_recents(
        [
            RecentRow(Path("/x/irl.gmjdb"), "CUDA MODE IRL", day="2024-09-21", opened=now.isoformat()),
            RecentRow(Path("/x/ada.gmjdb"), "CUDA MODE IRL", "Ada", judge=True, opened="?"),
        ]
    )
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return window


def test_enter_opens_and_delete_forgets_a_recent_event(start, qtbot):
    wishes = []
    start.asked.connect(wishes.append)
    start.home()
    pressed(qtbot, Key.Key_Return)
    pressed(qtbot, Key.Key_Down)
    pressed(qtbot, Key.Key_Enter)
    pressed(qtbot, Key.Key_Delete)
    ada = Path("/x/ada.gmjdb")
    assert wishes == [OpenWorkspace(Path("/x/irl.gmjdb")), OpenWorkspace(ada), Forget(ada)]


def test_arrows_and_enter_reach_every_choice(start, qtbot):
    wishes = []
    start.asked.connect(wishes.append)
    start.home()
    pressed(qtbot, Key.Key_Left)
    assert start.page.judge.hasFocus()
    pressed(qtbot, Key.Key_Down)
    pressed(qtbot, Key.Key_Return)
    pressed(qtbot, Key.Key_Down)
    pressed(qtbot, Key.Key_Down)
    pressed(qtbot, Key.Key_Space)
    pressed(qtbot, Key.Key_Right)
    assert wishes == [MakeEvent(), TryDemo()]
    assert start.page.recents.hasFocus()


def test_every_choice_has_a_key_that_works_anywhere(start, qtbot, monkeypatch):
    wishes = []
    start.asked.connect(wishes.append)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/x/some.gmj", ""))
    for key in (Key.Key_J, Key.Key_N, Key.Key_O, Key.Key_D):
        pressed(qtbot, key, Qt.KeyboardModifier.ControlModifier)
    files = OpenFiles((Path("/x/some.gmj"),))
    assert wishes == [files, MakeEvent(), files, TryDemo()]


def test_the_rows_are_said_to_a_screen_reader(start):
    said = start.page.recents.item(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "CUDA MODE IRL, Judge: Ada"


def test_without_recent_events_the_page_says_what_to_do(start):
    start.page.set_recents([])
    assert not start.page.recents.isVisible()
    start.home()
    assert start.page.judge.hasFocus()


def test_days_are_told_as_people_say_them():
    now = datetime(2026, 5, 10, 12, tzinfo=UTC)
    assert opened_words((now - timedelta(minutes=5)).isoformat(), now).startswith("Today")
    assert opened_words((now - timedelta(days=1)).isoformat(), now).startswith("Yesterday")
    assert opened_words((now - timedelta(days=5)).isoformat(), now) == "5 days ago"
    assert opened_words("nonsense", now) == ""
    assert (day_words("2026-05-10"), day_words("soon")) == ("10 May 2026", "")


def test_a_list_without_rows_takes_any_key(themed, qtbot):
    listed = RecentList()
    qtbot.addWidget(listed)
    for key in (Key.Key_Return, Key.Key_Delete, Key.Key_Down):
        qtbot.keyClick(listed, key)


def test_the_theme_is_remembered(start, qtbot):
    start.page.theme.setFocus()
    pressed(qtbot, Key.Key_Space)
    assert theme_choice() == "light"
    pressed(qtbot, Key.Key_Space)
    assert theme_choice() == "dark"
    pressed(qtbot, Key.Key_Space)
    assert theme_choice() == "system"


def test_a_part_of_a_city_is_enough_for_a_time_zone(themed, qtbot):
    field = ZoneField()
    qtbot.addWidget(field)
    field.show()
    field.set_value("UTC")
    field.typed.selectAll()
    qtbot.keyClicks(field.typed, "los ang")
    qtbot.keyClick(field.typed, Key.Key_Escape)
    field.clearFocus()
    field.focusOutEvent(_left())
    assert field.value() == "America/Los_Angeles"
    assert offset_words("America/Los_Angeles", "2026-07-01") == "UTC−07:00 on that day"
    assert offset_words("Nowhere/Land", "2026-07-01") == ""


def _left():
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent

    return QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason)


# From the start window into the desks


def test_a_new_event_by_keys_ends_with_a_workspace(app, qtbot):
    pressed(qtbot, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = app.start.other
    assert isinstance(page, NewEventPage)
    qtbot.keyClicks(QApplication.focusWidget(), "Kernel Night")
    pressed(qtbot, Key.Key_Tab)
    qtbot.keyClicks(QApplication.focusWidget(), "Berlin")
    page.about.rehearsal.setFocus()
    pressed(qtbot, Key.Key_Space)
    pressed(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    page.template.setFocus()
    pressed(qtbot, Key.Key_End)
    page.rubric.form.name.setFocus()
    page.rubric.form.name.selectAll()
    qtbot.keyClicks(QApplication.focusWidget(), "Speed")
    pressed(qtbot, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    pressed(qtbot, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    pressed(qtbot, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.about.title.text() == "Kernel Night"
    for _ in range(3):
        pressed(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.next.text() == "Create event"
    pressed(qtbot, Key.Key_Space)
    qtbot.waitUntil(lambda: bool(app.windows._opened), timeout=20_000)
    (path,) = workspaces.default_folder().glob("*.gmjdb")
    window = window_of(qtbot, app, path)
    assert isinstance(window, OrganizerWindow)
    assert not app.start.isVisible()
    window.close()
    qtbot.waitUntil(app.start.isVisible)
    with OrganizerDesk.open(path) as desk:
        plan = desk.plan
    assert (plan.event.title, plan.event.place, plan.event.mode) == ("Kernel Night", "Berlin", Mode.REHEARSAL)
    assert [c.name for c in plan.rubric.criteria] == ["Speed"]
    qtbot.waitUntil(lambda: app.start.page.recents.count() == 1)


def test_a_step_that_is_not_finished_says_what_is_missing(app, qtbot):
    pressed(qtbot, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = app.start.other
    pressed(qtbot, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert "title" in sentence(qtbot, page)
    assert page.about.isVisible()


def test_esc_leaves_at_once_or_asks_if_something_was_typed(app, qtbot):
    pressed(qtbot, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    pressed(qtbot, Key.Key_Escape)
    assert app.start.other is None
    pressed(qtbot, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = app.start.other
    qtbot.keyClicks(QApplication.focusWidget(), "K")
    pressed(qtbot, Key.Key_Escape)
    assert "not kept" in sentence(qtbot, page)
    assert app.start.other is page


def test_a_template_over_own_words_can_be_taken_back(app, qtbot):
    app.windows.make_event()
    page = app.start.other
    page.about.title.setText("K")
    page.go_on()
    page.rubric.form.name.setFocus()
    page.rubric.form.name.selectAll()
    qtbot.keyClicks(QApplication.focusWidget(), "Mine")
    page.template.setFocus()
    pressed(qtbot, Key.Key_End)
    assert page.rubric.value()[0].criteria[0].name != "Mine"
    page.findChild(Toast).action_button.click()
    assert page.rubric.value()[0].criteria[0].name == "Mine"


def test_a_plan_file_fills_the_new_event_in(app, qtbot, tmp_path):
    path = tmp_path / "event.toml"
    path.write_text(planning.plan_to_toml(planning.template("cuda-mode-irl")), encoding="utf-8")
    drop(app.start, path)
    qtbot.waitUntil(lambda: isinstance(app.start.other, NewEventPage))
    page = app.start.other
    qtbot.waitUntil(lambda: page.about.title.text() == "CUDA MODE IRL")
    assert len(page.prizes.value()) == 9
    path.write_text("title = ", encoding="utf-8")
    page.load(path)
    assert "TOML" in sentence(qtbot, page)


def test_a_recent_event_opens_once_and_comes_back_to_start(evening, app, qtbot):
    qtbot.waitUntil(lambda: app.start.page.recents.count() == 2)
    app.start.page.recents.setFocus()
    pressed(qtbot, Key.Key_Down)
    pressed(qtbot, Key.Key_Return)
    window = window_of(qtbot, app, evening.organizer_path)
    app.windows.open_workspace(evening.organizer_path)
    assert app.windows.of(evening.organizer_path) is window
    window.close()
    qtbot.waitUntil(app.start.isVisible)
    OrganizerDesk.open(evening.organizer_path).close()


def test_an_event_that_is_opened_by_its_file_is_a_recent_one(evening, app, qtbot):
    evening.strangers_laptop()
    app.windows.open_files((evening.organizer_path,))
    window = window_of(qtbot, app, evening.organizer_path)
    assert [item.path for item in workspaces.recent()] == [evening.organizer_path]
    next(a for a in window.menuBar().actions()[0].menu().actions() if a.text() == "Start window").trigger()
    assert app.start.isVisible()
    assert window.isVisible()
    qtbot.waitUntil(lambda: app.start.page.recents.count() == 1)


def test_a_theme_that_a_judge_picks_is_remembered_for_all_windows(evening, app, qtbot):
    app.windows.open_workspace(evening.judge_path)
    window = window_of(qtbot, app, evening.judge_path)
    next(action for action in window.menus.themes.actions() if action.data() == "dark").trigger()
    assert theme_choice() == "dark"
    window.menus.start.trigger()
    assert app.start.isVisible()


def test_forgetting_takes_the_row_and_leaves_the_file(evening, app, qtbot):
    qtbot.waitUntil(lambda: app.start.page.recents.count() == 2)
    app.start.page.recents.setFocus()
    pressed(qtbot, Key.Key_Delete)
    qtbot.waitUntil(lambda: app.start.page.recents.count() == 1)
    assert evening.judge_path.exists()


def test_a_dropped_event_file_opens_the_joining_page(evening, app, qtbot):
    evening.strangers_laptop()
    drop(app.start, evening.event_file)
    qtbot.waitUntil(lambda: app.start.other is not None)
    assert app.start.other.findChild(JoinPage).search.hasFocus()
    pressed(qtbot, Key.Key_Escape)  # out of the search field
    qtbot.keyClick(app.start, Key.Key_Escape)
    qtbot.waitUntil(lambda: app.start.other is None)


def test_a_newer_event_file_goes_into_the_judges_workspace(evening, app, qtbot, tmp_path):
    with OrganizerDesk.open(evening.organizer_path) as desk:
        one = next(iter(desk.record.submissions.values()))
        desk.withdraw(one.id)
        newer = desk.export_event(tmp_path / "stick")
    drop(app.start, newer)
    window = window_of(qtbot, app, evening.judge_path)
    assert isinstance(window, JudgeWindow)
    qtbot.waitUntil(lambda: "1 changed submission" in window.banner.text())
    window.findChild(Toast).action_button.click()
    assert app.start.isVisible()
    assert app.start.other is not None


def test_dropped_score_files_are_merged_into_the_organizers_workspace(evening, app, qtbot):
    drop(app.start, evening.score_file)
    window = window_of(qtbot, app, evening.organizer_path)
    qtbot.waitUntil(lambda: window.desk.files_merged == 1, timeout=20_000)
    assert window.sidebar.current() == "merge"
    qtbot.waitUntil(lambda: not window.session.busy, timeout=20_000)


def test_the_organizer_is_asked_about_an_event_file(evening, app, qtbot):
    workspaces.forget(evening.judge_path)
    drop(app.start, evening.event_file)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    names = [button.accessibleName() for button in dialog.findChildren(QPushButton)]
    assert names == ["Cancel", "Join as a judge", "Go on organizing"]
    qtbot.keyClick(dialog, Key.Key_Return)
    assert isinstance(window_of(qtbot, app, evening.organizer_path), OrganizerWindow)


def test_a_broken_file_gets_one_sentence_and_the_page_stays(app, qtbot, tmp_path):
    path = tmp_path / "holiday.gmj"
    path.write_bytes(b"\x00\xff" * 500)
    drop(app.start, path)
    assert "holiday.gmj" in sentence(qtbot, app.start)
    assert app.start.page.isVisible()


def test_the_projector_page_is_made_and_put_away_with_the_window(evening, app, qtbot):
    app.windows.open_workspace(evening.organizer_path)
    window = window_of(qtbot, app, evening.organizer_path)
    window.go("projector")
    audience = app.windows._opened[evening.organizer_path].audiences[0]
    gone = []
    audience.destroyed.connect(lambda: gone.append(True))
    window.close()
    qtbot.waitUntil(lambda: bool(gone))


def test_what_is_asked_before_everything_is_loaded_is_done_afterwards(themed, qtbot, evening):
    made = App(themed)
    qtbot.addWidget(made.start)
    made.begin()
    made.start.asked.emit(MakeEvent())
    assert not made.start.page.isVisible()
    qtbot.waitUntil(lambda: isinstance(made.start.other, NewEventPage), timeout=20_000)


def test_a_new_event_half_done_is_not_lost_to_a_dropped_file(evening, app, qtbot):
    app.windows.make_event()
    page = app.start.other
    qtbot.keyClicks(QApplication.focusWidget(), "Half")
    drop(app.start, evening.score_file)
    assert "new event" in sentence(qtbot, app.start)
    assert app.start.other is page
    assert page.about.title.text() == "Half"
