"""The Decide page: what people compare before the lock, and what the two switches hide."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from marking import EQUAL, put_marks
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gpumode_judge.desk.diagnosing import PrizeChange
from gpumode_judge.desk.locking import declare_interest
from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Remark
from gpumode_judge.ui.organizer.decide_page import READY, SIDE, TIES, WITHOUT, DecidePage
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.organizer.decide_without import change_lines
from gpumode_judge.ui.shared.card import Card

BOTH = {
    "Ada": {"s1": (5, 4), "s2": (4, 4), "s3": (2, 2), "s4": (1, 2)},
    "Bob": {"s1": (4, 4), "s2": (5, 5), "s3": (3, 1), "s4": (1, 1)},
}


@pytest.fixture
def shown(alone):
    return alone(DecidePage, 780)


def words(widget: QWidget) -> str:
    """Everything that can be read on a widget, whether it is scrolled to or not."""
    labels = [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join(labels)


def test_the_top_stands_side_by_side_with_all_that_is_compared(evening, shown):
    put_marks(evening.desk, BOTH)
    evening.desk.say(Remark(judge=evening.judge_id("Ada"), submission="s1", text="ran live"))
    page = shown()
    assert page.side.titles == ("Team 2", "Team 1", "Team 3")
    told = words(page.side)
    for piece in ("Ada", "Bob", "Depth", "ran live", "in 90 of 100 cases", "Chance of 1st", "Chance of top 3"):
        assert piece in told
    assert len(page.side.betweens) == 2
    assert "Team 2" in page.side.betweens[0]


def test_the_arrows_move_the_window_and_stop_at_the_ends(qtbot, evening, shown):
    put_marks(evening.desk, BOTH)
    page = shown()
    qtbot.keyClick(page, Qt.Key.Key_Right)
    shown.rest()
    assert page.side.titles == ("Team 1", "Team 3", "Team 4")
    qtbot.keyClick(page, Qt.Key.Key_Right)
    shown.rest()
    assert page.side.titles == ("Team 1", "Team 3", "Team 4")
    assert not page.after_button.isEnabled()
    qtbot.mouseClick(page.before_button, Qt.MouseButton.LeftButton)
    shown.rest()
    assert page.side.titles[0] == "Team 2"


def test_on_the_tabs_the_arrows_go_from_tab_to_tab(qtbot, evening, shown):
    put_marks(evening.desk, BOTH)
    page = shown()
    page.tabs.tabBar().setFocus()
    for place in (WITHOUT, TIES, READY):
        qtbot.keyClick(page.tabs.tabBar(), Qt.Key.Key_Right)
        assert page.tabs.currentIndex() == place
    for place in (TIES, WITHOUT, SIDE):
        qtbot.keyClick(page.tabs.tabBar(), Qt.Key.Key_Left)
        assert page.tabs.currentIndex() == place
    shown.rest()


def test_it_looks_around_the_last_place_that_wins(qtbot, evening, shown):
    evening.desk.put([Prize(id="three", name="Top three", count=3, place=9)])
    put_marks(evening.desk, BOTH)
    page = shown()
    offered = [page.boundary.itemText(n) for n in range(page.boundary.count())]
    assert offered[0] == "The top of the standings"
    assert any(text.startswith("The last that wins “Top three” (place 3)") for text in offered)
    qtbot.keyClick(page.boundary, Qt.Key.Key_Down)
    shown.rest()
    assert page.bench.field.boundary.place == 3
    assert page.side.titles == ("Team 1", "Team 3", "Team 4")
    qtbot.keyClick(page.many, Qt.Key.Key_Down)
    shown.rest()
    assert len(page.side.titles) == 4


def test_a_prize_with_its_own_weights_has_its_own_bench(qtbot, evening, shown):
    evening.desk.put([Prize(id="own", name="Fastest", place=9, weights={"speed": Decimal(1)})])
    put_marks(evening.desk, {"Ada": {"s1": (5, 1), "s2": (1, 5), "s3": (2, 2), "s4": (1, 3)}})
    page = shown()
    assert page.side.titles[0] == "Team 1"
    place = next(n for n in range(page.boundary.count()) if "Fastest" in page.boundary.itemText(n))
    page.boundary.setCurrentIndex(place)
    page.boundary.activated.emit(place)
    shown.rest()
    assert page.side.titles == ("Team 2", "Team 4", "Team 3")
    assert [bar.name for bar in page.bench.teams[0].bars] == ["Speed"]
    assert page.bench.teams[0].visits[0].total == 100


def test_hidden_names_are_nowhere_on_the_page(qtbot, evening, shown):
    put_marks(evening.desk, BOTH)
    declare_interest(evening.desk, evening.judge_id("Bob"), "s4", "knows them")
    page = shown()
    qtbot.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.names_switch.isChecked)
    for tab in (SIDE, WITHOUT, TIES, READY):
        page.tabs.setCurrentIndex(tab)
        shown.rest()
        told = words(page)
        assert "Ada" not in told
        assert "Bob" not in told
    page.tabs.setCurrentIndex(SIDE)
    assert "Judge A" in words(page.side)
    qtbot.mouseClick(page.names_switch, Qt.MouseButton.LeftButton)
    assert "Ada" in words(page.side)


def test_hidden_numbers_are_nowhere_on_the_page(qtbot, evening, shown):
    for n in range(1, 5):
        before = evening.desk.record.submissions[f"s{n}"]
        evening.desk.put([replace(before, title=f"Team {'abcd'[n - 1]}", team="", table="")])
    put_marks(evening.desk, BOTH)
    page = shown()
    assert page.side.titles == ("Team b", "Team a", "Team c")
    qtbot.mouseClick(page.numbers_switch, Qt.MouseButton.LeftButton)
    assert page.side.titles == ("Team a", "Team b", "Team c")  # their order tells nothing either
    assert page.side.betweens == ()
    for tab in (SIDE, WITHOUT, TIES, READY):
        page.tabs.setCurrentIndex(tab)
        shown.rest()
        assert not re.search(r"\d", words(page.tabs.currentWidget())), words(page.tabs.currentWidget())
        assert not re.search(r"\d", page.tabs.tabText(tab))


def test_what_changes_hands_without_a_judge(qtbot, evening, shown):
    put_marks(evening.desk, BOTH)
    page = shown()
    page.tabs.setCurrentIndex(WITHOUT)
    shown.rest()
    assert [one.name for one in page.without.deciding] == ["Bob"]
    assert "“Silver Warp” and “Golden Warp”: to “Team 1” in place of “Team 2”." in words(page.without)
    assert "Nothing changes hands without any one of the other judges (1)." in words(page.without)


def test_changes_that_are_alike_stand_in_one_line_in_the_order_of_the_prizes():
    changes = (
        PrizeChange(prize="Gold", gains=("A",), loses=("B",)), PrizeChange(prize="Best", gains=(), loses=("B",)),
        PrizeChange(prize="Tin", gains=("A",), loses=("B",)), PrizeChange(prize="New", gains=("C",), loses=()),
    )  # fmt: skip
    assert change_lines(changes) == (
        "“Gold” and “Tin”: to “A” in place of “B”.", "“Best”: no longer to “B”.", "“New”: to “C” too.",
    )  # fmt: skip


def test_a_tie_is_settled_here_too(qtbot, evening, shown):
    put_marks(evening.desk, EQUAL)
    page = shown()
    assert page.tabs.tabText(TIES) == "Ties (1)"
    page.tabs.setCurrentIndex(TIES)
    qtbot.keyClick(page.ties.buttons[0], Qt.Key.Key_Return)
    dialog = page.dialog
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    qtbot.keyClicks(dialog.by, "Dana")
    qtbot.keyClicks(dialog.reason, "it ran")
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    shown.rest()
    assert page.tabs.tabText(TIES) == "Ties"
    assert page.ties.decisions is not None
    qtbot.mouseClick(page.ties.decisions.buttons[0], Qt.MouseButton.LeftButton)
    shown.rest()
    assert page.tabs.tabText(TIES) == "Ties (1)"


def test_the_list_before_the_lock_leads_to_what_mends_it(qtbot, evening, shown):
    put_marks(evening.desk, EQUAL)
    page = shown()
    page.tabs.setCurrentIndex(READY)
    places = {row.check.place: row for row in page.ready.rows}
    with qtbot.waitSignal(page.going) as gone:
        qtbot.keyClick(places["judges"].button, Qt.Key.Key_Return)
    assert gone.args == ["judges"]
    qtbot.mouseClick(places["decide"].button, Qt.MouseButton.LeftButton)
    assert page.tabs.currentIndex() == TIES
    told = words(page.ready)
    for piece in (
        "Depth 70 %, Speed 30 %",
        "Every criterion is marked 1–5.",
        "Every submission has 1 visit.",
        "None was declared.",
    ):
        assert piece in told


def test_who_contests_and_how_is_kept(qtbot, evening, shown):
    put_marks(evening.desk, EQUAL)
    page = shown()
    page.tabs.setCurrentIndex(READY)
    row = next(row for row in page.ready.rows if row.check.place == "contest")
    assert not row.check.ok
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert page.ready.contest.hasFocus()
    qtbot.keyClicks(page.ready.contest, "Within 30 minutes; Dana decides.")
    page.leave()
    assert evening.desk.text_setting("contest rules") == "Within 30 minutes; Dana decides."
    assert next(row for row in page.ready.rows if row.check.place == "contest").check.ok


def test_conflicts_of_interest_are_told(evening, shown):
    put_marks(evening.desk, EQUAL)
    declare_interest(evening.desk, evening.judge_id("Bob"), "s1", "advises them")
    page = shown()
    assert "1 conflict was declared: Bob with “Team 1 (table 1)”." in words(page.ready)


def test_the_whole_story_of_a_team_is_asked_for(qtbot, evening, shown):
    from gpumode_judge.ui.shared.buttons import Button

    put_marks(evening.desk, BOTH)
    page = shown()
    why = next(b for b in page.side.findChildren(Button) if "Team 2" in b.accessibleName())
    with qtbot.waitSignal(page.why_wanted) as asked:
        qtbot.keyClick(why, Qt.Key.Key_Return)
    assert asked.args == ["s2"]


def test_before_the_first_score_it_says_so(evening, shown):
    page = shown()
    assert page.bench is None
    assert "Nothing to decide yet" in words(page)
    page.tabs.setCurrentIndex(WITHOUT)
    shown.rest()
    page.tabs.setCurrentIndex(READY)
    assert "4 submissions have no visit" in words(page.ready)


def test_refused_standings_are_told_above_the_raw_order(evening, shown):
    evening.desk.put([replace(evening.desk.record.rules, method="severity")])
    put_marks(evening.desk, {"Ada": {"s1": (5, 5), "s2": (4, 4)}, "Bob": {"s3": (2, 2), "s4": (1, 1)}})
    page = shown()
    assert page.banner.text() == page.outcomes.refused != ""
    assert page.side.titles[0] == "Team 1"
    assert "Nothing is known" in page.side.betweens[0]


def test_letters_of_judges_stay_the_same_and_are_all_different(evening):
    record, veil = evening.desk.record, Veil(names=True)
    letters = {veil.judge(record, judge) for judge in record.judges}
    assert letters == {"Judge A", "Judge B"}
    assert veil.counted("12 judges have visits to do") == "12 judges have visits to do"
    assert Veil(numbers=True).counted("12 judges have visits to do") == "Some judges have visits to do"
    assert Veil(numbers=True).counted("1 judge has visits to do") == "One judge has visits to do"


def test_what_machines_measured_is_told_beside_the_marks(evening, shown):
    desk = evening.desk
    rules = desk.record.rules
    runtime = Measured(key="rt", name="Runtime", unit="ms", lower=True, turn=Turn.LINEAR, zero=Decimal(10))
    desk.put([replace(rules, weights={**rules.weights, "rt": Decimal(100)}, measured=(runtime,))])
    desk.say(
        *(Figure(submission=f"s{n}", criterion="rt", value=Decimal(n), unit="ms", source="hand") for n in (1, 2, 3))
    )
    put_marks(evening.desk, BOTH)
    page = shown()
    told = words(page.side)
    assert "Runtime: 1 ms · place 1 · 50.0 of 50.0" in told
    assert "Depth" in told


def test_a_long_word_makes_no_column_wider_and_markup_stays_text(qtbot, evening, shown):
    first = evening.desk.record.submissions["s1"]
    evening.desk.put([replace(first, title="W" * 120, team="<b>" + "x" * 90)])
    put_marks(evening.desk, BOTH)
    page = shown()
    qtbot.waitUntil(lambda: page.side.widget().width() > 0)
    cards = page.side.widget().findChildren(Card)
    assert len(cards) == 3
    assert max(card.width() for card in cards) - min(card.width() for card in cards) <= 1
    assert "<b>" + "x" * 90 in words(page.side)


def test_the_same_columns_are_not_made_anew(qtbot, evening, shown):
    put_marks(evening.desk, BOTH)
    page = shown()
    before = page.side.widget()
    page.session.refresh()
    shown.rest()
    assert page.side.widget() is before
    evening.desk.put([replace(evening.desk.record.submissions["s1"], title="Renamed")])
    page.session.refresh()
    shown.rest()
    assert "Renamed" in page.side.titles
