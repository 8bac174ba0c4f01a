"""All conflicts of one judge are settled at once by keys, and the badge of Merge counts what wants a decision."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk.everything import export_everything, import_everything
from gpumode_judge.desk.locking import lock
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ui.organizer.window import PLACES
from gpumode_judge.ui.shared.errors import MessageDialog

ROUND = {"s1": (4, 5), "s2": (3, 3), "s3": (1, 2)}
OTHER = {"s1": (2, 5), "s2": (5, 5), "s3": (5, 5)}
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def twice(evening):
    """Ada marked the same three teams on two laptops."""
    evening.desk.merge([evening.score_file("Ada", ROUND), evening.score_file("Ada", OTHER, lap="2")])
    return evening


def item(window):
    return window.sidebar._list.item([place.key for place in PLACES].index("merge"))


def badge(window):
    return item(window).data(Qt.ItemDataRole.AccessibleTextRole)


def tab_to(qtbot, window, wanted):
    """Go there by Tab alone, as one without a mouse does."""
    for _ in range(40):
        if window.focusWidget() is wanted:
            return
        qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
    raise AssertionError("Tab does not come there")


def test_one_laptop_holds_for_all_by_keys_alone(qtbot, twice, opened, settled):
    window = opened(twice.desk)
    qtbot.keyClick(window, Qt.Key.Key_5, CTRL)
    settled(window)
    tab_to(qtbot, window, window.merge.tabs.tabBar())
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Right)
    (card,) = window.merge.conflicts.together
    assert card.title.text() == "Ada: all 6 conflicts at once"
    words = four_words(twice.laptops[1].device)
    row = next(row for row in card.rows if words in row.button.accessibleName())
    assert row.about.text().startswith("Keeps 3 ballots with 6 marks, and 3 notes; the last of them on ")
    tab_to(qtbot, window, row.button)
    qtbot.keyClick(row.button, Qt.Key.Key_Return)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MessageDialog)
    tab_to(qtbot, dialog, next(b for b in dialog.findChildren(type(row.button)) if b.text() == "Keep them"))
    qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    settled(window)
    assert twice.desk.record.conflicts == ()
    assert {k[1]: v.value.marks["depth"] for k, v in twice.desk.record.ballots.items()} == {
        team: Decimal(marks[0]) for team, marks in OTHER.items()
    }
    assert window.merge.tabs.tabText(1) == "Conflicts"
    assert window.merge.conflicts.together == []
    assert window.focusWidget() is not None


def test_saying_no_decides_nothing(qtbot, twice, opened, settled):
    window = opened(twice.desk)
    window.go("conflicts")
    (card,) = window.merge.conflicts.together
    qtbot.keyClick(card.rows[-1].button, Qt.Key.Key_Return)
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Escape)
    settled(window)
    assert len(twice.desk.record.conflicts) == 6
    assert card.rows[-1].button.isEnabled()


def test_the_later_one_of_each_tells_whose_it_is(qtbot, twice, opened, settled):
    window = opened(twice.desk)
    window.go("conflicts")
    (card,) = window.merge.conflicts.together
    row = card.rows[-1]
    assert row.button.text() == "Keep the later ones…"
    assert f"all from “{four_words(twice.laptops[1].device)}”" in row.about.text()
    assert "clocks of the laptops" in row.about.text()


def test_tab_goes_from_all_at_once_to_one_by_one_even_if_a_judge_comes_later(qtbot, twice, opened, settled):
    window = opened(twice.desk)
    window.go("conflicts")
    twice.desk.merge([twice.score_file("Bob", ROUND), twice.score_file("Bob", OTHER, lap="2")])
    window.refresh()
    settled(window)
    conflicts = window.merge.conflicts
    buttons = [row.button for card in conflicts.together for row in card.rows]
    open_now = twice.desk.record.conflicts
    views = [conflicts.views[tuple(head.eid for head in conflict.heads)] for conflict in open_now]
    buttons += [side.button for view in views for side in view.cards]
    assert len(conflicts.together) == 2
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons))
    qtbot.waitUntil(lambda: [view.y() for view in views] == sorted(view.y() for view in views))
    buttons[0].setFocus()
    for wanted in buttons[1:]:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is wanted


def test_the_badge_counts_all_that_wants_a_decision_and_says_what(twice, opened, settled):
    waiting = twice.score_file("Bob", {"s1": (2, 5)}, ticket=False)
    data = twice.score_file("Bob", {"s2": (2, 5), "s3": (1, 1)}, lap="2").read_bytes()
    cut = twice.folder / "cut.gmj"
    cut.write_bytes(data[: len(data) * 2 // 3])
    twice.desk.merge([waiting, cut])
    window = opened(twice.desk)
    settled(window)
    assert badge(window) == "Merge, 8"
    assert item(window).toolTip().splitlines() == [
        "Merge  (Ctrl+5)",
        "6 conflicts to decide",
        "A laptop that says it is Bob waits to be let in",
        "The file “cut.gmj” is broken",
    ]
    for conflict in twice.desk.record.conflicts:
        twice.desk.resolve(conflict, conflict.heads[0].eid)
    (pending,) = twice.desk.record.pending
    twice.desk.accept(pending.device, pending.judge)
    window.refresh()
    settled(window)
    assert badge(window) == "Merge, 1"
    cut.write_bytes(data)
    twice.desk.merge([cut])
    window.refresh()
    settled(window)
    assert badge(window) == "Merge"  # all that is whole in the broken file has come by the whole one
    assert item(window).toolTip() == "Merge  (Ctrl+5)"


def test_what_only_others_can_do_is_not_counted(evening, opened, settled):
    desk = evening.desk
    desk.merge([evening.score_file("Ada", ROUND)])
    desk.put([replace(desk.record.rules, signatures=2)])
    rubric = desk.record.rubric
    desk.put([replace(rubric, criteria=(*rubric.criteria, Criterion(key="demo", name="Demo")))])
    window = opened(desk)
    settled(window)
    assert badge(window) == "Merge, 1"  # the judges’ event file is to be written anew
    desk.export_event(evening.folder)
    window.refresh()
    settled(window)
    assert len(window.session.view.waits) == 1
    assert badge(window) == "Merge"
    desk.put([rubric])
    lock(desk)
    window.refresh()
    settled(window)
    assert [wait.text for wait in window.session.view.waits] == ["Locking the scores waits for another organizer"]
    assert badge(window) == "Merge"


def test_where_one_can_only_look_nothing_is_counted(twice, opened, settled):
    file = export_everything(twice.desk, twice.folder / "all.gmjall", with_key=False)
    with OrganizerDesk.open(import_everything(file, twice.folder)) as looking:
        window = opened(looking)
        settled(window)
        assert len(looking.record.conflicts) == 6
        assert badge(window) == "Merge"
        window.close()
