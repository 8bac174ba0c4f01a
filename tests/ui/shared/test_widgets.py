from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics, QTextDocumentFragment
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.drop import DropArea, local_paths
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.keys import KeyHint, KeySection, cap_text, show_keys
from gpumode_judge.ui.shared.labels import Field, Heading, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.pill import STATES, StatusPill
from gpumode_judge.ui.shared.progress import ProgressPanel
from gpumode_judge.ui.shared.search import SearchField
from gpumode_judge.ui.shared.sidebar import Place, Sidebar
from gpumode_judge.ui.shared.theme import apply_theme, load_theme
from gpumode_judge.ui.shared.tiles import StatTile
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.work import Progress

HOSTILE = '<img src="//evil/x.png"> & <b>bold</b>'


@pytest.fixture
def window(themed, qtbot):
    """An open, active window with a column to put things into."""
    made = QWidget()
    made.setObjectName("page")
    made.resize(900, 600)
    made.column = QVBoxLayout(made)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def put(window, widget):
    window.column.addWidget(widget)
    widget.show()
    return widget


def words(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text() and label.isVisibleTo(widget)]


def test_words_from_files_are_never_markup(window):
    shown = [
        PlainLabel(HOSTILE),
        PlainLabel(HOSTILE, elide=True),
        Heading(HOSTILE),
        SectionTitle(HOSTILE),
        Card(HOSTILE),
        EmptyState("stick", HOSTILE, HOSTILE),
        StatusPill("done", HOSTILE),
        Banner("info", HOSTILE),
        StatTile(HOSTILE, HOSTILE, HOSTILE),
        ProgressPanel(HOSTILE),
        DropArea(HOSTILE),
        Field(HOSTILE, QLineEdit(), HOSTILE),
        KeyHint("1", HOSTILE),
    ]
    for widget in shown:
        put(window, widget)
        labels = [widget] if isinstance(widget, QLabel) else widget.findChildren(QLabel)
        assert labels
        assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels), type(widget)


def test_a_button_shows_ampersands_and_tells_its_keys(window, qtbot):
    button = put(window, Button("R&D", "primary", "done", keys="Ctrl+M"))
    assert button.text() == "R&&D"
    assert button.accessibleName() == "R&D"
    assert "Ctrl+M" in button.toolTip()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    button.set_words("Go")
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_a_button_follows_the_theme(window, themed):
    button = put(window, Button("Go", "plain", "done"))
    before = button.icon().pixmap(24, 20).toImage()
    apply_theme(themed, load_theme("dark"))
    assert button.icon().pixmap(24, 20).toImage() != before
    button.set_kind("danger")
    button.set_icon_name(None)
    assert button.icon().isNull()


def test_an_icon_button_has_a_name(window):
    button = put(window, IconButton("settings", "Settings"))
    assert button.accessibleName() == "Settings"
    assert button.toolTip() == "Settings"
    assert button.width() == button.height() == 40


def test_the_focus_ring_is_seen(window):
    button = put(window, Button("Go", "quiet"))
    other = put(window, Button("Other", "quiet"))
    other.setFocus()
    before = button.grab().toImage()
    button.setFocus()
    after = button.grab().toImage()
    assert after.pixelColor(after.width() // 2, 0).name().upper() == load_theme("light").focus
    assert before != after
    assert before.size() == after.size()


def test_a_long_name_ends_in_an_ellipsis_and_is_whole_in_the_tooltip(window):
    label = put(window, PlainLabel("A <long> name " * 30, elide=True))
    label.setFixedWidth(200)
    label.grab()
    assert "&lt;long&gt;" in label.toolTip()
    assert QFontMetrics(label.font()).horizontalAdvance(label.text()) > 200
    label.setText("short")
    label.grab()
    assert label.toolTip() == ""


def test_a_field_names_its_control(window):
    field = put(window, Field("R&D weight", QSpinBox(), "In percent."))
    assert field.control.accessibleName() == "R&D weight"
    assert field.control.accessibleDescription() == "In percent."
    field.set_hint("Weights must add up to 100.", wrong=True)
    assert field.control.property("invalid") == "true"
    assert field.hint.text() == "Weights must add up to 100."


@pytest.mark.parametrize("state", STATES)
def test_a_pill_says_its_state_in_words(window, state):
    pill = put(window, StatusPill(state))
    assert pill.accessibleName() == pill.text() == STATES[state].word
    pill.set_state("draft", "2 drafts")
    assert pill.text() == "2 drafts"


def test_search_is_reached_by_slash_and_left_by_escape(window, qtbot):
    field = put(window, SearchField("Search teams"))
    other = put(window, Button("Other"))
    other.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Slash)
    assert field.hasFocus()
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClicks(field, "a/b")
    assert told.args == ["a/b"]
    with qtbot.waitSignal(field.searched) as told:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told.args == [""]
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()


def test_search_answers_enter_at_once_and_only_once(window, qtbot):
    field = put(window, SearchField())
    told = []
    field.searched.connect(told.append)
    field.setText("warp")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.wait(120)
    assert told == ["warp"]


def test_key_hints_are_drawn_as_caps(window):
    assert words(put(window, KeyHint("Ctrl+Enter", "record and next"))) == [
        cap_text("Ctrl"),
        "Enter",
        "record and next",
    ]
    assert words(put(window, KeyHint("1–5", "mark"))) == ["1", "–", "5", "mark"]
    assert words(put(window, KeyHint("Left Right"))) == ["←", "→"]
    assert words(put(window, KeyHint("+"))) == ["+"]
    assert words(put(window, KeyHint("Ctrl++"))) == [cap_text("Ctrl"), "+"]


def test_the_help_sheet_lists_every_key_and_closes_with_escape(window, qtbot):
    sheet = show_keys(window, "Keys", [KeySection("Marking", (("1–5", "Set the mark"), ("/", "Search")))])
    qtbot.waitUntil(sheet.isVisible)
    assert {"Keys", "Marking", "Set the mark", "Search", "/"} <= set(words(sheet))
    with qtbot.waitSignal(sheet.destroyed):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)


def test_a_banner_speaks_acts_and_goes(window, qtbot):
    banner = put(window, Banner())
    banner.tell("warning", "Two judges disagree.", "Look")
    assert banner.isVisible()
    assert banner.accessibleName() == "Two judges disagree."
    look, close = [button for button in banner.findChildren(QAbstractButton) if button.isVisible()]
    with qtbot.waitSignal(banner.acted):
        qtbot.keyClick(look, Qt.Key.Key_Space)
    with qtbot.waitSignal(banner.closed):
        qtbot.keyClick(close, Qt.Key.Key_Space)
    assert not banner.isVisible()
    banner.tell("info", "Again.")
    assert banner.isVisible()
    banner.tell("info", "")
    assert not banner.isVisible()


def test_a_tile_says_what_it_counts(window):
    tile = put(window, StatTile("Visits", 12345, "3.9 a team"))
    assert tile.accessibleName() == "Visits: 12,345 3.9 a team"


def test_progress_is_told_and_can_be_stopped(window, qtbot):
    panel = put(window, ProgressPanel("Merging"))
    panel.tell(Progress(5_000_000_000, 10_000_000_000, "ada.gmj"))
    assert "5,000,000,000 of 10,000,000,000" in words(panel)
    assert "ada.gmj" in words(panel)
    button = panel.findChild(Button)
    with qtbot.waitSignal(panel.cancelled):
        qtbot.keyClick(button, Qt.Key.Key_Space)
    assert not button.isEnabled()
    panel.tell(Progress(6, 10, "more"))
    assert "Stopping …" in words(panel)
    panel.busy("Anew")
    assert button.isEnabled()


def dropped_on(area, urls):
    mime = QMimeData()
    mime.setUrls(urls)
    action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, mime, button, keys)
    area.dragEnterEvent(enter)
    area.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, keys, QEvent.Type.Drop))
    return local_paths(mime, (".gmj",))


def test_only_files_that_fit_are_dropped(window, qtbot, tmp_path: Path):
    area = put(window, DropArea("Drop score files here"))
    told = []
    area.dropped.connect(told.append)
    good, bad = tmp_path / "Ada.GMJ", tmp_path / "virus.exe"
    urls = [QUrl.fromLocalFile(str(good)), QUrl.fromLocalFile(str(bad)), QUrl("https://example.org/x.gmj")]
    assert dropped_on(area, urls) == (good,)
    assert told == [(good,)]
    dropped_on(area, [QUrl.fromLocalFile(str(tmp_path))])
    assert len(told) == 1
    assert area.offer([bad]) is False
    folders = put(window, DropArea("Drop a folder", folders=True))
    assert folders.offer([tmp_path, tmp_path]) is True


def test_one_file_is_chosen_where_one_is_wanted(window, monkeypatch, tmp_path: Path):
    area = put(window, DropArea("Drop a table here", (".csv",), many=False))
    told = []
    area.dropped.connect(told.append)
    for chosen in ("", str(tmp_path / "teams.csv")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, chosen=chosen: (chosen, ""))
        area.files_button.click()
    assert told == [(tmp_path / "teams.csv",)]


PLACES = (
    Place("overview", "Overview", "overview"),
    Place("teams", "Submissions", "submission"),
    Place("m", "Merge", "merge"),
)


def test_the_sidebar_is_walked_by_keys(window, qtbot):
    bar = put(window, Sidebar(PLACES, "CUDA MODE IRL"))
    other = put(window, Button("Other"))
    other.setFocus()
    assert bar.current() == "overview"
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["m"]
    with qtbot.waitSignal(bar.chosen) as told:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Up)
    assert told.args == ["teams"]
    bar.choose("overview")
    assert bar.current() == "overview"


def test_the_sidebar_says_its_badges(window):
    bar = put(window, Sidebar(PLACES))
    before = bar.grab().toImage()
    bar.set_badge("m", "3", "warn")
    assert bar.grab().toImage() != before
    item = bar._list.item(2)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Merge, 3"
    plain = item.toolTip()
    bar.set_badge("m", "2", "bad", "2 conflicts\n“a <b> & c.gmj” is broken")
    assert item.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "2 conflicts\n“a <b> & c.gmj” is broken"
    shown = QTextDocumentFragment.fromHtml(item.toolTip()).toPlainText()
    assert shown.splitlines() == [" ".join(plain.split()), "2 conflicts", "“a <b> & c.gmj” is broken"]
    bar.set_badge("m", "")
    assert item.toolTip() == plain


def test_a_toast_takes_back_and_gives_way(window, qtbot):
    undone = []
    first = Toast.show_in(window, "Team 12 removed.", "Undo", lambda: undone.append(12))
    second = Toast.show_in(window, "Team 13 removed.", "Undo", lambda: undone.append(13))
    assert not first.isVisible()
    assert second.isVisible()
    qtbot.keyClick(second.action_button, Qt.Key.Key_Space)
    assert undone == [13]
    assert not second.isVisible()


def test_a_toast_leaves_by_itself(window, qtbot):
    toast = Toast.show_in(window, "Saved.", ms=20)
    with qtbot.waitSignal(toast.destroyed):
        window.resize(700, 500)
    assert window.findChildren(Toast) == []


def test_cards_and_rules(window):
    card = put(window, Card("Prizes"))
    card.body.addWidget(Rule())
    assert card.accessibleName() == "Prizes"


def test_an_empty_state_says_what_to_do_next(window, qtbot):
    button = Button("Import…", "primary", "import")
    state = put(window, EmptyState("submission", "No submissions yet", "Import what the form tool exported.", button))
    assert "No submissions yet" in words(state)
    label = state.text
    assert label.height() >= label.fontMetrics().height()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)


def test_nothing_flashes_up_as_a_window_of_its_own(themed, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(QWidget, "setVisible", lambda self, on: shown.append(self) if on and self.isWindow() else None)
    made = [
        Card("Title"),
        Banner("info", "Text", "Act"),
        Sidebar(PLACES, "Title"),
        Field("Label", QLineEdit(), "Hint"),
        DropArea("Text", folders=True),
        StatTile("Caption", 1, "Note"),
        ProgressPanel("Text"),
        EmptyState("stick", "Title", "Text", Button("Go")),
    ]
    assert shown == []
    assert len(made) == 8
