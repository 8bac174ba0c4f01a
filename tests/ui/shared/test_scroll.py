from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.scroll import Scroll, clear


def test_the_keyboard_stops_only_at_what_has_a_name(qtbot, themed):
    inner = QWidget()
    named, other = Scroll("Visits", inner), Scroll()
    for area in (named, other):
        qtbot.addWidget(area)
    assert named.widget() is inner
    assert (named.accessibleName(), named.focusPolicy()) == ("Visits", Qt.FocusPolicy.StrongFocus)
    assert (other.accessibleName(), other.focusPolicy()) == ("", Qt.FocusPolicy.NoFocus)


def test_a_cleared_layout_shows_nothing_of_what_it_held(qtbot, themed):
    for layout in (QVBoxLayout(), QGridLayout()):
        page = QWidget()
        qtbot.addWidget(page)
        page.setLayout(layout)
        label = QLabel("old")
        layout.addWidget(label)
        page.show()
        clear(layout)
        assert not label.isVisible()
        assert layout.count() == 0
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not page.findChildren(QLabel)
