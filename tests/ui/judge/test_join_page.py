import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.judge.join import JoinPage
from gpumode_judge.ui.judge.ticket_field import spaced

Key = Qt.Key


@pytest.fixture
def page(themed, qtbot, evening, tmp_path):
    window = QMainWindow()
    page = JoinPage(evening.event_file, tmp_path / "mine", window)
    (tmp_path / "mine").mkdir()
    window.setCentralWidget(page)
    window.resize(1280, 720)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page.desks = []
    page.joined.connect(page.desks.append)
    yield page
    for desk in page.desks:
        desk.close()


def press(page: JoinPage, *keys) -> None:
    for key in keys:
        for sign in key if isinstance(key, str) else [key]:
            QTest.keyClick(page.window().focusWidget(), sign)


@pytest.mark.parametrize("form", ["{}", "lower", "plain"])
def test_name_ticket_enter(page, evening, form):
    ticket = evening.organizer.tickets[evening.judge.id]
    typed = {"lower": ticket.lower(), "plain": ticket.replace("-", "")}.get(form, ticket)
    press(page, "love", Key.Key_Return, typed)
    assert page.ticket.text() == ticket
    press(page, Key.Key_Return)
    (desk,) = page.desks
    assert desk.judge.name == "Ada Lovelace"
    desk.hand_in(evening.folder)
    evening.organizer.merge([evening.folder])
    assert evening.organizer.record.pending == ()


@pytest.mark.parametrize("place", ["search", "ticket"])
def test_a_scanner_does_it_all(page, evening, place):
    getattr(page, place).setFocus()
    press(page, f"gmj:{evening.judge.id}:{evening.organizer.tickets[evening.judge.id]}", Key.Key_Return)
    (desk,) = page.desks
    assert desk.judge_id == evening.judge.id
    assert desk.text_setting("ticket")


def test_a_ticket_of_somebody_who_is_not_in_the_file(page, evening):
    press(page, f"gmj:{'0' * 16}:{evening.organizer.tickets[evening.judge.id]}", Key.Key_Return)
    assert page.desks == []
    assert "not in this event file" in page.problem.text()


def test_without_a_ticket(page):
    press(page, "noyce", Key.Key_Return)
    assert not page.begin.isEnabled()
    page.no_ticket.click()
    assert "four words" in page.explained.text()
    assert page.begin.isEnabled()
    press(page, Key.Key_Return)
    (desk,) = page.desks
    assert desk.judge.name == "Bob Noyce"
    assert desk.text_setting("ticket") == ""


def test_who_began_already_goes_on(page, evening):
    press(page, "love", Key.Key_Return, evening.organizer.tickets[evening.judge.id], Key.Key_Return)
    (first,) = page.desks
    first.note(evening.submissions[0].id, "", "mine")
    page.join()
    assert "open" in page.problem.text() or "use" in page.problem.text()
    first.close()
    page.join()
    assert page.desks[1].path == first.path
    assert page.desks[1].card(evening.submissions[0].id).entered.notes[""] == "mine"


def test_half_a_ticket_does_not_begin(page):
    press(page, "love", Key.Key_Return, "7k3m", Key.Key_Return)
    assert page.desks == []
    assert page.ticket.text() == "7K3M"
    assert not page.begin.isEnabled()


def test_names_are_walked_by_keys(page):
    page.judges.setFocus()
    press(page, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    assert page.judges.judge() is not None
    assert page.ticket.hasFocus()


def test_title_place_and_day(page):
    from gpumode_judge.ui.shared.labels import PlainLabel

    words = [label.text() for label in page.findChildren(PlainLabel)]
    assert "CUDA MODE IRL" in words
    assert "San Francisco · 21 September 2026" in words


def test_no_event_file(themed, tmp_path):
    broken = tmp_path / "x.gmj"
    broken.write_text("hello")
    with pytest.raises(Problem):
        JoinPage(broken, tmp_path)


def test_tickets_write_their_own_dashes():
    assert spaced("7k3mq2zt9xwb") == "7K3M-Q2ZT-9XWB"
    assert spaced(" 7k3m - q2 ") == "7K3M-Q2"
    assert spaced("ilo0") == "1100"
    assert spaced("7K3M-Q2ZT-9XWB-EXTRA") == "7K3M-Q2ZT-9XWB"
    assert spaced("") == ""
