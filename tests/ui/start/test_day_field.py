"""A day is typed as people write it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.ui.start.day_field import DayField

Key = Qt.Key


@pytest.fixture
def page(themed, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def field(page, qtbot):
    """A field that one has just come to by Tab, showing 22 November 2026."""
    before, made = QLineEdit(), DayField()
    column = QVBoxLayout(page)
    column.addWidget(before)
    column.addWidget(made)
    made.set_value("2026-11-22")
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    before.setFocus()
    QTest.keyClick(before, Key.Key_Tab)
    assert made.hasFocus()
    return made


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("19 sep 2027", "2027-09-19"), ("19 September 2027", "2027-09-19"), ("19sep27", "2027-09-19"),
        ("5 may 2027", "2027-05-05"), ("19.9.2027", "2027-09-19"), ("01/12/2027", "2027-12-01"), ("1-1-27", "2027-01-01"),
        ("31 oct 2026", "2026-10-31"), ("29 feb 2028", "2028-02-29"), ("31 feb 2027", "2027-02-28"),
        ("7 ju", "2026-06-07"), ("7 jul", "2026-07-07"), ("3", "2026-11-03"), ("19 x", "2026-11-19"), ("9 9 2031", "2031-09-09"),
    ],
)  # fmt: skip
def test_a_day_is_typed_as_people_write_it(field, typed, day):
    told = []
    field.changed.connect(lambda: told.append(field.value()))
    QTest.keyClicks(field, typed)
    assert field.value() == day
    assert told[-1] == day


def test_arrows_and_the_calendar_go_on_as_qt_has_them(field):
    QTest.keyClick(field, Key.Key_Up)
    assert field.value() == "2026-11-23"
    QTest.keyClick(field, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Key.Key_Down)
    assert field.value() == "2026-10-23"
    QTest.keyClicks(field, "may")
    assert field.value() == "2026-05-23"
