"""The Prizes page: what became of every prize, and the ways to settle what is open."""

from dataclasses import replace
from decimal import Decimal

import pytest
from marking import EQUAL, put_marks
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gpumode_judge.event.event import Prize
from gpumode_judge.ui.organizer.prize_outcomes import Todo, ordinal
from gpumode_judge.ui.organizer.prizes_page import PrizesPage
from gpumode_judge.ui.organizer.session import Session

CLEAR = {"Ada": {"s1": (5, 5), "s2": (4, 4), "s3": (2, 2), "s4": (1, 1)}}


@pytest.fixture
def shown(alone):
    return alone(PrizesPage, 1100)


def opened_dialog(qtbot, page: PrizesPage):
    """The dialog that was asked for, with the keyboard."""
    qtbot.waitUntil(lambda: page.dialog is not None)
    page.dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page.dialog)
    return page.dialog


def card_of(page: PrizesPage, prize: str):
    return next(card for card in page.cards if prize in card.outcome.ids)


def test_winners_stand_with_rank_and_reason(evening, shown):
    put_marks(evening.desk, CLEAR)
    page = shown()
    (golden,) = page.cards  # one winner is in both, for one reason: one card
    assert [line.prize.name for line in golden.outcome.prizes] == ["Silver Warp", "Golden Warp"]
    (winner,) = golden.outcome.winners
    assert (winner.submission.title, winner.rank, winner.why) == ("Team 1", 1, "Rank 1.")
    assert page.summary.text() == "2 prizes, all decided."
    assert page.banner.isHidden()


def test_prizes_with_the_same_outcome_share_a_card_in_either_order(qtbot, evening, shown):
    evening.desk.put([Prize(id=f"x{n}", name=f"Sponsor {n}", count=3, place=10 + n) for n in range(8)])
    put_marks(evening.desk, CLEAR)
    page = shown()
    assert [len(card.outcome.prizes) for card in page.cards] == [8, 2]
    assert [line.given for line in page.cards[0].outcome.prizes][:2] == ["given last", "given 9th"]
    qtbot.keyClick(page.order, Qt.Key.Key_Down)
    shown.rest()
    assert [len(card.outcome.prizes) for card in page.cards] == [2, 8]
    assert page.cards[0].outcome.prizes[0].given == "given first"


def test_a_tie_is_settled_with_keys(qtbot, evening, shown):
    put_marks(evening.desk, EQUAL)
    page = shown()
    assert "Not decided yet" in page.banner.text()
    card = card_of(page, "p1")
    assert card.outcome.todo is Todo.TIE
    assert card.outcome.everywhere
    qtbot.keyClick(card.settle, Qt.Key.Key_Return)
    dialog = opened_dialog(qtbot, page)
    assert dialog.order == ("s1", "s2")
    assert not dialog.yes.isEnabled()
    qtbot.keyClick(dialog.list.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.order == ("s2", "s1")
    qtbot.keyClicks(dialog.by, "Dana")
    qtbot.keyClicks(dialog.reason, "its demo ran")
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    shown.rest()
    (decision,) = (held.value for held in evening.desk.record.decisions)
    assert (decision.order, decision.by, decision.reason, decision.prize) == (("s2", "s1"), "Dana", "its demo ran", "")
    assert card_of(page, "p1").outcome.winners[0].submission.id == "s2"
    assert page.banner.isHidden()


def test_a_tie_is_settled_for_some_prizes_only(qtbot, evening, shown):
    put_marks(evening.desk, EQUAL)
    page = shown()
    page.settle(card_of(page, "p1").outcome)
    dialog = opened_dialog(qtbot, page)
    dialog.list.list.model().moveRow(dialog.list.list.rootIndex(), 1, dialog.list.list.rootIndex(), 0)  # as a drag does
    assert dialog.order == ("s2", "s1")
    qtbot.keyClick(dialog.scope, Qt.Key.Key_Down)
    qtbot.keyClicks(dialog.by, "Dana")
    qtbot.keyClicks(dialog.reason, "why not")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    shown.rest()
    assert {held.value.prize for held in evening.desk.record.decisions} == {"p1", "p2"}
    assert page.summary.text().endswith("all decided.")


def test_a_decision_is_taken_back_and_undone(qtbot, evening, shown):
    from gpumode_judge.desk import prizing

    put_marks(evening.desk, EQUAL)
    prizing.decide(evening.desk, ["s1", "s2"], "Dana", "it ran")
    page = shown()
    qtbot.mouseClick(page.decisions.buttons[0], Qt.MouseButton.LeftButton)
    shown.rest()
    assert card_of(page, "p1").outcome.todo is Todo.TIE
    assert page.decisions is None
    from gpumode_judge.ui.shared.toast import Toast

    page._again(prizing.Decision(("s1", "s2"), "Dana", "it ran"))
    shown.rest()
    assert card_of(page, "p1").outcome.winners[0].submission.id == "s1"
    assert page.window().findChild(Toast) is not None


def test_a_prize_by_a_person_is_named_with_keys_and_taken_back(qtbot, evening, shown):
    first = evening.desk.record.prizes[0]
    evening.desk.put([replace(first, decided="person", eligible="opt-in")])
    evening.desk.put([replace(evening.desk.record.submissions["s3"], prizes=(first.id,))])
    put_marks(evening.desk, CLEAR)
    page = shown()
    card = card_of(page, first.id)
    assert card.outcome.todo is Todo.PERSON
    assert card.outcome.prizes[0].may == 1
    qtbot.mouseClick(card.settle, Qt.MouseButton.LeftButton)
    shown.rest()
    dialog = opened_dialog(qtbot, page)
    assert [row.submission.id for row in dialog.model.rows()] == ["s3"]
    qtbot.keyClicks(dialog.search, "Team 1")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.named == ()
    assert "did not opt in" in dialog._bars.text()
    dialog.search.clear()
    qtbot.keyClicks(dialog.search, "Team 3")
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.named == ("s3",)
    qtbot.keyClicks(dialog.by, "Dana")
    assert not dialog.yes.isEnabled()
    qtbot.keyClicks(dialog.reason, "the crowd voted")
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    shown.rest()
    card = card_of(page, first.id)
    assert card.outcome.by == "Dana"
    assert card.outcome.winners[0].submission.id == "s3"
    assert evening.desk.text_setting("decider") == "Dana"
    qtbot.keyClick(card.backs[first.id], Qt.Key.Key_Return)
    shown.rest()
    assert card_of(page, first.id).outcome.todo is Todo.PERSON


def test_any_prize_can_be_decided_by_a_person_and_says_so(qtbot, evening, shown):
    put_marks(evening.desk, CLEAR)
    page = shown()
    qtbot.mouseClick(page.cards[0].edits["p1"], Qt.MouseButton.LeftButton)
    shown.rest()
    dialog = opened_dialog(qtbot, page)
    dialog.view.setFocus()
    dialog.view.selectRow(1)
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    qtbot.mouseClick(dialog.winners.remove_button, Qt.MouseButton.LeftButton)
    assert dialog.named == ()
    dialog.view.setFocus()
    qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    assert dialog.named == ("s2",)
    qtbot.keyClicks(dialog.by, "Dana")
    qtbot.keyClicks(dialog.reason, "a prize of the jury")
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    shown.rest()
    card = card_of(page, "p1")
    assert "in place of the standings" in card.outcome.why
    assert [one.id for one, _ in card.outcome.over] == ["s1"]
    assert card._over_lines.isHidden()
    qtbot.keyClick(card.over, Qt.Key.Key_Return)
    assert not card._over_lines.isHidden()
    assert "Hide 1" in card.over.text()


def test_refused_standings_are_one_banner(qtbot, evening, shown):
    evening.desk.put([replace(evening.desk.record.rules, method="severity")])
    put_marks(evening.desk, {"Ada": {"s1": (5, 5), "s2": (4, 4)}, "Bob": {"s3": (2, 2), "s4": (1, 1)}})
    page = shown()
    assert page.outcomes.refused
    assert page.banner.text() == page.outcomes.refused
    (card,) = page.cards
    assert card.outcome.todo is Todo.STANDINGS
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(card.settle, Qt.MouseButton.LeftButton)
    assert gone.args == ["standings"]


def test_who_lacks_visits_is_told(qtbot, evening, shown):
    evening.desk.put([replace(p, count=4) for p in evening.desk.record.prizes])
    put_marks(evening.desk, {"Ada": {"s1": (5, 5), "s2": (4, 4)}})
    page = shown()
    (card,) = page.cards
    assert card.outcome.todo is Todo.MARKS
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(card.settle, Qt.MouseButton.LeftButton)
    assert gone.args == ["unvisited"]


def test_without_a_person_in_the_rules_the_rules_are_to_be_changed(qtbot, evening, shown):
    evening.desk.put([replace(evening.desk.record.rules, ties=())])
    put_marks(evening.desk, EQUAL)
    page = shown()
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(card_of(page, "p1").settle, Qt.MouseButton.LeftButton)
    assert gone.args == ["rubric"]


def test_a_winner_is_asked_about_and_the_table_is_copied(qtbot, evening, shown):
    put_marks(evening.desk, CLEAR)
    page = shown()
    from gpumode_judge.ui.shared.buttons import IconButton

    ask = next(b for b in page.cards[0].findChildren(IconButton) if b.accessibleName().startswith("Why"))
    with qtbot.waitSignal(page.why_wanted) as asked:
        qtbot.keyClick(ask, Qt.Key.Key_Space)
    assert asked.args == ["s1"]
    qtbot.mouseClick(page.copy_button, Qt.MouseButton.LeftButton)
    lines = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    assert lines[0][0] == "Prize"
    assert [(row[0], row[5]) for row in lines[1:]] == [("Silver Warp", "Team 1"), ("Golden Warp", "Team 1")]


def test_an_event_without_prizes_says_what_to_do(qtbot, themed, tmp_path, home):
    from gpumode_judge.desk.organizing import OrganizerDesk
    from gpumode_judge.event.event import Event
    from gpumode_judge.event.plan import Plan
    from gpumode_judge.event.rubric import Criterion, Rubric
    from gpumode_judge.event.rules import Rules

    plan = Plan(
        event=Event(title="Bare"), rubric=Rubric(name="r", criteria=(Criterion(key="a", name="A"),)),
        rules=Rules(weights={"a": Decimal(1)}),
    )  # fmt: skip
    with OrganizerDesk.create(tmp_path, plan) as desk:
        host = QWidget()
        qtbot.addWidget(host)
        session = Session(desk, host)
        page = PrizesPage(session, host)
        session.fresh.connect(page.show_view)
        session.refresh()
        qtbot.waitUntil(lambda: session.view is not None and not session.busy)
        with qtbot.waitSignal(page.going) as gone:
            qtbot.mouseClick(page._empty_button, Qt.MouseButton.LeftButton)
        assert gone.args == ["rubric"]


@pytest.mark.parametrize(
    ("number", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (21, "21st"), (112, "112th")]
)
def test_ordinals(number, word):
    assert ordinal(number) == word
