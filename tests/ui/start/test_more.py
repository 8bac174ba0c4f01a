"""The fold of the first step: closed at first, opened by keys, and what it says reaches the plan and the summary."""

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.start.new_event import About, NewEvent
from gpumode_judge.ui.start.new_event_page import NewEventPage


@pytest.fixture
def page(themed, qtbot):
    made = NewEventPage(NewEvent(About(title="Kernel Night", day="2026-05-10", zone="UTC")))
    qtbot.addWidget(made)
    made.resize(1280, 720)
    made.show()
    return made


def test_the_fold_opens_by_space_and_its_switches_reach_the_plan(page, qtbot):
    more = page.about.more
    assert not more.sealed.isVisible()
    qtbot.keyClick(more.button, Qt.Key.Key_Space)
    assert more.sealed.isVisible()
    qtbot.keyClick(more.sealed, Qt.Key.Key_Space)
    qtbot.keyClick(more.two_sign, Qt.Key.Key_Space)
    for _ in range(3):
        page.go_on()
    plan = page.event_.plan()
    assert plan.event.sealed
    assert plan.rules.signatures == 2
    words = [label.text() for label in page.summary.findChildren(PlainLabel)]
    assert "Only this laptop can open them" in words
    assert "Two organizers must sign it" in words


def test_without_the_fold_nothing_of_it_is_said(page):
    for _ in range(3):
        page.go_on()
    plan = page.event_.plan()
    assert not plan.event.sealed
    assert plan.rules.signatures == 1
    assert "Score files" not in [label.text() for label in page.summary.findChildren(PlainLabel)]


def test_a_plan_with_either_opens_the_fold(page):
    page.about.set_value(About(title="K", sealed=True))
    assert page.about.more.sealed.isVisible()
    assert page.about.value().sealed
    assert not page.about.value().two_sign
