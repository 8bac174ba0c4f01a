"""The smaller widgets and sentences of the judge's desk."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from judge_evening import rubric
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from gpumode_judge.desk.judging import HandedIn
from gpumode_judge.event.event import Event
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Link
from gpumode_judge.ui.judge.details import LinkButton
from gpumode_judge.ui.judge.details_of_me import MyDetails
from gpumode_judge.ui.judge.levels import LevelStrip
from gpumode_judge.ui.judge.links import host_of
from gpumode_judge.ui.judge.look import fitting_size, own_style
from gpumode_judge.ui.judge.notes import Note
from gpumode_judge.ui.judge.number_field import NumberField
from gpumode_judge.ui.judge.words import clock_time, event_line, handed_sentence, shares
from gpumode_judge.ui.shared.errors import MessageDialog
from gpumode_judge.ui.shared.guide import GuideDialog, GuideView, guide_pages
from gpumode_judge.ui.shared.theme import load_theme


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://github.com/x", "github.com"),
        ("HTTP://Example.org:8080/", "example.org"),
        ("https://evil.org@good.org/", "good.org"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[::1", ""),
        ("ftp://x.org", ""),
        ("", ""),
    ],
)
def test_where_a_link_leads(url, host):
    assert host_of(url) == host


def test_a_link_opens_only_after_asking(themed, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    button = LinkButton(Link("Code", "https://github.com/x"))
    qtbot.addWidget(button)
    button.show()
    button.click()
    dialog = button.window().findChild(MessageDialog)
    assert "github.com" in dialog.text
    assert opened == []
    dialog.accept()
    assert opened == ["https://github.com/x"]
    bad = LinkButton(Link("", "javascript:alert(1)"))
    qtbot.addWidget(bad)
    assert not bad.isEnabled()


def test_levels_by_mouse(themed, qtbot):
    criterion = rubric().criteria[0]
    strip = LevelStrip(criterion.scale.levels, criterion.anchors, large=True)
    qtbot.addWidget(strip)
    strip.resize(900, strip.heightForWidth(900))
    strip.show()
    chosen = []
    strip.chosen.connect(chosen.append)
    QTest.mouseClick(strip.buttons[2], Qt.MouseButton.LeftButton)
    assert chosen == [Decimal(3)]
    assert strip.buttons[4].accessibleName().startswith("5: People would")
    assert strip.heightForWidth(500) > strip.heightForWidth(900)


def test_slider(themed, qtbot):
    from gpumode_judge.event.rubric import Scale

    field = NumberField(Scale(Decimal(0), Decimal(100), Decimal(1)))
    qtbot.addWidget(field)
    chosen = []
    field.chosen.connect(chosen.append)
    field.set_mark(Decimal(40))
    assert chosen == []
    field.slider.setValue(41)
    assert chosen == [Decimal(41)]
    field.set_mark(None)
    assert field.number.text() == "–"


def test_a_note_grows_and_folds(themed, qtbot):
    note = Note("Add a note", "N", "Note", "Why?")
    qtbot.addWidget(note)
    note.show()
    assert not note.editor.isVisible()
    note.write()
    assert note.editor.isVisible()
    low = note.editor.height()
    note.editor.setPlainText("a\n" * 30)
    assert low < note.editor.height() < 400
    note.show_text("")
    assert note.text() == ""


def test_shares_add_up_and_need_weights():
    criteria = rubric().criteria
    told = shares(criteria, Rules(weights={c.key: Decimal(1) for c in criteria}))
    assert set(told.values()) == {"20\N{NO-BREAK SPACE}%"}
    assert set(shares(criteria, Rules()).values()) == {""}


def test_times_and_days():
    now = datetime.now(UTC)
    assert clock_time(now.isoformat()) == f"{now.astimezone():%H:%M}"
    assert " on " in clock_time((now - timedelta(days=3)).isoformat())
    assert clock_time("never") == ""
    assert event_line(Event(title="x", place="Berlin", day="2026-09-21")) == "Berlin · 21 September 2026"
    assert event_line(Event(title="x", day="soon")) == "soon"


def test_what_is_said_after_handing_in():
    done = HandedIn(Path("/media/ada/KINGSTON/x.gmj"), 12)
    assert handed_sentence(done, stick=True) == (
        "Handed in and checked: 12 ballots on stick “KINGSTON”. You may pull it out."
    )
    assert handed_sentence(HandedIn(Path("/a/b/x.gmj"), 1), stick=False) == "Handed in and checked: 1 ballot in “b”."


def test_larger_text_multiplies_measures():
    theme = load_theme("light")
    assert "font-size: 30px" in own_style(theme, 150)  # a title of 20
    assert fitting_size(1280) == 100 < fitting_size(2560) < fitting_size(3840)


def test_the_guide_stays_in_the_guide(themed, qtbot):
    dialog = GuideDialog("judge")
    qtbot.addWidget(dialog)
    dialog.show()
    view = dialog.view
    assert "For judges" in view.toPlainText()
    assert not dialog.back.isEnabled()
    for link in ("https://example.org/organizer.md", "../secret.md", "file:///etc/passwd", "nothing.md"):
        view.anchorClicked.emit(QUrl(link))
        assert view.page == "judge"
    dialog.contents.click()
    view.anchorClicked.emit(QUrl("organizer.md"))
    assert view.page == "organizer"
    dialog.back.click()
    assert view.page == "index"


@pytest.mark.parametrize("page", guide_pages())
def test_every_page_of_the_guide_shows(themed, qtbot, page):
    view = GuideView()
    qtbot.addWidget(view)
    view.show_page(page)
    assert len(view.toPlainText()) > 200


def test_a_ticket_can_be_typed_later(qtbot, evening):
    desk = evening.join(ticket=False)
    mine = MyDetails(desk)
    qtbot.addWidget(mine)
    mine.show()
    qtbot.keyClicks(mine.ticket, "7k3m")
    qtbot.keyClick(mine.ticket, Qt.Key.Key_Return)
    assert mine.isVisible()  # so that what is wrong can be read, and read whole
    assert mine.height() >= mine.layout().totalHeightForWidth(mine.width())
    qtbot.keyClicks(mine.ticket, "q2zt9xwb")
    assert mine.ticket.text() == "7K3M-Q2ZT-9XWB"
    qtbot.keyClick(mine.ticket, Qt.Key.Key_Return)
    assert desk.has_ticket
    assert not mine.ticket.isEnabled()
    assert mine.isVisible()
    desk.close()
