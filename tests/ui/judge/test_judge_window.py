import random
from decimal import Decimal

import pytest
from judge_evening import NAMES, make_evening, some_submissions
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog

from gpumode_judge.desk.cards import State
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.event.event import Mode
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Scale
from gpumode_judge.event.submission import Link, Submission
from gpumode_judge.exchange.gmj import read_gmj
from gpumode_judge.ui.judge.hand_in import HandInDialog
from gpumode_judge.ui.judge.reasons import ReasonDialog
from gpumode_judge.ui.shared.keys import HelpSheet
from gpumode_judge.ui.shared.theme import current_theme

Key = Qt.Key


def test_a_whole_evening_by_keyboard(evening, sit_down, tmp_path, qtbot):
    desk = evening.join()
    person = sit_down(desk)
    assert (person.table, person.criterion) == ("1", "impact")
    person.type("43512")
    assert person.window.card.foot.primary.hasFocus()
    assert person.window.card.foot.total.text() == "62.5"
    person.record()
    assert (person.table, person.criterion) == ("2", "impact")
    person.type("5555")
    person.press("n")
    person.type("ran at once")
    person.press(Key.Key_Escape)
    person.type("4")
    person.press(Key.Key_Return)  # on the button
    assert person.table == "3"
    person.press(Key.Key_A, alt=True)
    person.press("2")
    assert person.table == "4"
    person.type("11111")
    person.record()
    states = [card.state for card in person.window.session.round.cards]
    assert states == [State.DONE, State.DONE, State.ABSENT, State.DONE]
    assert "All 4 are recorded" in person.window.banner.text()
    assert person.window.list.count.text() == "4 of 4 recorded"

    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    person.press(Key.Key_H, ctrl=True)
    dialog = person.window.findChild(HandInDialog)
    dialog.add_place(stick)
    dialog.go.setFocus()
    person.press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.result_banner.text()))
    assert dialog.result_banner.text() == "Handed in and checked: 4 ballots in “KINGSTON”."
    dialog.close()
    (file,) = stick.glob("*.gmj")
    assert sum(entry.kind == "ballot" for entry in read_gmj(file).entries) == 4
    person.window.session.count()
    assert "Handed in: 4; nothing new since." in person.window.status.status.text()

    evening.organizer.merge([stick])
    ballots = evening.organizer.record.ballots
    assert ballots[evening.judge.id, evening.submissions[0].id].value.marks["impact"] == 4
    assert len(ballots) == 4
    notes = [held.value.text for held in evening.organizer.record.remarks]
    assert notes == ["ran at once"]


def test_what_is_missing_is_named_and_gets_the_keyboard(evening, sit_down):
    person = sit_down(evening.join())
    person.type("4")
    person.press(Key.Key_Down)
    person.type("3")
    person.record()
    assert person.window.banner.text().startswith("Not recorded yet: “Technical depth”")
    assert person.criterion == "depth"
    assert person.table == "1"
    person.type("222")
    person.record()
    assert person.table == "2"
    assert not person.window.banner.isVisible()


def test_moving_changing_and_clearing(evening, sit_down):
    person = sit_down(evening.join())
    person.press(Key.Key_Right, Key.Key_Right)
    assert person.marks[0] == "2"
    person.press(Key.Key_Left, Key.Key_Left)
    assert person.marks[0] == "1"
    person.press(Key.Key_Backspace)
    assert person.marks[0] == ""
    person.press(Key.Key_Down, Key.Key_Down)
    assert person.criterion == "evidence"
    person.press(Key.Key_Up)
    assert person.criterion == "depth"
    person.press(Key.Key_Tab)
    assert person.criterion == "evidence"
    person.press(Key.Key_Tab, shift=True)
    assert person.criterion == "depth"
    person.press("9")
    assert person.marks == ["", "", "", "", ""]
    assert person.window.status.latest.text() == "“Technical depth” takes 1–5."
    person.press(Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Down)
    assert person.window.card.foot.primary.hasFocus()
    person.press(Key.Key_Up)
    assert person.criterion == "demo"


def test_two_figures_within_a_moment(tmp_path, sit_down, qtbot):
    evening = make_evening(tmp_path / "e", scale=Scale(Decimal(1), Decimal(10), Decimal(1)))
    person = sit_down(evening.join())
    person.type("10")
    assert (person.marks[0], person.criterion) == ("10", "depth")
    person.type("1")
    assert (person.marks[1], person.criterion) == ("1", "depth")
    assert evening_mark(person, 1) == 1  # it is on the disk before anyone knows whether a 0 follows
    qtbot.waitUntil(lambda: person.criterion == "evidence", timeout=3000)
    person.type("1")
    person.press(Key.Key_Return)
    assert person.criterion == "novelty"
    person.type("17")
    assert person.marks == ["10", "1", "1", "1", "7"]


def evening_mark(person, number):
    desk = person.window.desk
    card = desk.card(person.window.session.round.current)
    return card.entered.marks[card.criteria[number].key]


def test_hundred_levels_and_half_steps(tmp_path, sit_down):
    person = sit_down(make_evening(tmp_path / "e", scale=Scale(Decimal(0), Decimal(100), Decimal(1))).join())
    person.type("85")
    person.type("100")
    person.type("7")
    person.press(Key.Key_Right, shift=True)
    assert person.marks[:3] == ["85", "100", "17"]
    assert person.window.card.criteria.rows[2].field.number.text() == "17"
    person.window.close()
    person = sit_down(make_evening(tmp_path / "h", scale=Scale(Decimal(1), Decimal(5), Decimal("0.5"))).join())
    person.type("3.5")
    person.type("2,5")
    person.type("44")
    assert person.marks[:4] == ["3.5", "2.5", "4", "4"]


def test_undo_follows_the_person(evening, sit_down):
    person = sit_down(evening.join())
    person.type("43")
    person.press(Key.Key_PageDown)
    assert person.table == "2"
    person.type("5")
    person.press(Key.Key_Z, ctrl=True)
    assert (person.table, person.marks[0]) == ("2", "")
    person.press(Key.Key_Z, ctrl=True)
    assert (person.table, person.marks[:2]) == ("1", ["4", ""])
    person.press(Key.Key_Z, ctrl=True)
    assert person.marks[0] == ""
    person.press(Key.Key_Z, ctrl=True)
    assert person.window.status.latest.text() == "There is nothing to take back."


def test_undo_in_a_note_takes_words_back_first(evening, sit_down):
    person = sit_down(evening.join())
    person.type("4")
    person.press("n")
    person.type("good")
    person.press(Key.Key_Z, ctrl=True)
    assert person.window.card.criteria.current.note.text() == ""
    person.press(Key.Key_Z, ctrl=True)
    assert person.marks[0] == ""


def test_undo_right_after_recording_comes_back_to_the_card(evening, sit_down):
    person = sit_down(evening.join())
    person.type("44444")
    person.record()
    person.press(Key.Key_Z, ctrl=True)
    assert person.table == "1"
    assert person.window.session.round.card.state is State.DONE
    assert "stays recorded" in person.window.status.latest.text()


def test_nothing_is_lost_by_closing(evening, sit_down):
    desk = evening.join()
    person = sit_down(desk)
    person.type("43")
    person.press("n")
    person.type("why  twice? ")
    person.press(Key.Key_Escape)
    person.press("t")
    person.type("lovely")
    person.press(Key.Key_Escape)
    person.press("p")
    person.type("my friend")
    person.window.close()
    person = sit_down(JudgeDesk.open(desk.path))
    assert person.marks == ["4", "3", "", "", ""]
    card = person.window.session.round.card
    assert card.entered.notes == {"evidence": "why  twice?", "": "lovely"}
    assert card.private == "my friend"
    assert person.window.card.team_note.text() == "lovely"
    assert card.state is State.DRAFT
    assert "1 draft" in str(person.window.desk.status())


def test_reopening_begins_where_one_was(evening, sit_down):
    desk = evening.join()
    person = sit_down(desk)
    person.press(Key.Key_Down, ctrl=True)
    person.press(Key.Key_PageDown)
    assert person.table == "3"
    person.window.close()
    assert sit_down(JudgeDesk.open(desk.path)).table == "3"


def test_a_correction_keeps_both(evening, sit_down):
    desk = evening.join()
    person = sit_down(desk)
    person.type("44444")
    person.record()
    person.press(Key.Key_PageUp)
    assert "Recorded" in person.window.card.state.text()
    assert person.window.card.foot.primary.accessibleName() == "Recorded, go on"
    person.press("2")
    assert person.window.card.foot.primary.accessibleName() == "Record correction"
    assert "both are kept" in person.window.card.state.text()
    person.record()
    card = desk.card(evening.submissions[0].id)
    assert card.recorded.value.marks["impact"] == 2
    assert sum(entry.kind == "ballot" for entry in desk.own_entries()) == 2


def test_every_way_to_end_without_marks(evening, sit_down):
    person = sit_down(evening.join())
    person.type("4")
    for key, choice in ((Key.Key_A, Key.Key_3), (Key.Key_R, Key.Key_Return), (Key.Key_S, Key.Key_2)):
        person.press(key, alt=True)
        assert isinstance(QApplication.activeModalWidget(), ReasonDialog)
        person.press(choice)
        assert QApplication.activeModalWidget() is None
    cards = person.window.session.round.cards
    assert [(card.state.value, card.reason) for card in cards[:3]] == [
        ("absent", "table not found"),
        ("recused", "I know the team"),
        ("skipped", "outside my expertise"),
    ]
    person.press(Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageUp)
    assert person.marks[0] == "4"
    assert "kept aside" in person.window.card.state.text()
    person.press(Key.Key_A, alt=True)
    person.press(Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_search_filter_and_list(evening, sit_down):
    person = sit_down(evening.join())
    window = person.window
    person.press("/")
    person.type("tiny")
    person.press(Key.Key_Return)
    assert (person.table, person.criterion) == ("4", "impact")
    person.type("5")
    person.press("/")
    person.type("2")
    person.press(Key.Key_Return)
    assert person.table == "2"
    person.press("/")
    person.press(Key.Key_Escape)
    window.list.filter.setCurrentIndex(2)  # drafts
    assert [card.submission.table for card in window.list.model.rows()] == ["2", "4"]  # the open card stays in sight
    window.list.filter.setCurrentIndex(0)
    person.press(Key.Key_L, ctrl=True)
    person.press(Key.Key_Home, Key.Key_Down, Key.Key_Down)
    assert person.table == "3"
    person.press("4")
    assert person.marks[0] == "4"
    assert person.criterion == "depth"


def test_a_newer_event_file_with_another_rubric(evening, sit_down):
    desk = evening.join()
    person = sit_down(desk)
    person.type("55555")
    person.record()
    person.type("43")
    organizer = evening.organizer
    old = organizer.record.rubric
    import dataclasses

    criteria = (
        dataclasses.replace(old.criteria[0], scale=Scale(Decimal(1), Decimal(3), Decimal(1))),
        *old.criteria[1:-1],
    )
    organizer.put([dataclasses.replace(old, criteria=criteria), Submission(id="late" * 4, title="Late", table="99")])
    person.window.take_in(evening.export())
    assert "1 new submission" in person.window.banner.text()
    assert "a changed rubric" in person.window.banner.text()
    assert person.table == "2"
    assert len(person.window.session.round.cards) == 5
    row = person.window.card.criteria.rows[0]
    assert row.wrong.text() == "Your mark was 4; this takes 1–3 now."
    person.press(Key.Key_PageUp)
    assert person.window.session.round.card.state is State.DRAFT
    assert "“demo” is kept" in person.window.card.unfit.text()
    assert "rubric has changed" in person.window.card.state.text()
    assert person.criterion == "impact"
    person.type("3")
    person.record()
    assert desk.card(evening.submissions[0].id).state is State.DONE


def test_files_that_do_not_belong_are_told_and_change_nothing(evening, sit_down, tmp_path):
    person = sit_down(evening.join())
    other = make_evening(tmp_path / "other")
    person.window.take_in(other.event_file)
    assert "belongs to another event" in person.window.banner.text()
    broken = tmp_path / "broken.gmj"
    broken.write_bytes(b"\0" * 100)
    person.window.take_in(broken)
    assert person.window.banner.text()
    assert person.table == "1"


def test_what_the_disk_refuses_is_told_and_not_shown_as_saved(evening, sit_down, monkeypatch):
    desk = evening.join()
    person = sit_down(desk)

    def full(*_args):
        raise Problem("The disk is full.")

    monkeypatch.setattr(desk, "mark", full)
    person.press("4")
    assert person.window.banner.text() == "That was not saved. The disk is full."
    assert person.marks[0] == ""
    assert person.criterion == "impact"


def test_handing_in_by_itself(evening, sit_down, tmp_path, qtbot):
    desk = evening.join()
    person = sit_down(desk)
    stick = tmp_path / "stick"
    stick.mkdir()
    dialog = person.window.hand_in()
    dialog.add_place(stick)
    dialog.auto.setFocus()
    person.press(Key.Key_Space)
    assert desk.text_setting("auto hand-in") == str(stick)
    dialog.close()
    person.window.card.criteria.focus()
    person.type("44444")
    person.record()
    person.type("33333")
    person.record()
    qtbot.waitUntil(lambda: not person.window.auto.busy and desk.status().handed_in == 2)
    for file in stick.iterdir():
        file.unlink()
    stick.rmdir()
    person.type("22222")
    person.record()
    qtbot.waitUntil(lambda: "Could not hand in by itself" in person.window.banner.text())
    assert not stick.exists()
    assert person.table == "4"


def test_odd_names_fit_and_stay_text(tmp_path, sit_down, themed):
    odd = (
        Submission(id="a" * 16, title="x" * 300, team="y" * 300, table="Hall B – 1024", description="z" * 20_000,
                   links=(Link("<b>bad</b>", "file:///etc/passwd"), Link("", "http://[::1"))),
        Submission(id="b" * 16, title="超高速注意機構 تسريع 🚀", members=("山田太郎",), table="Z"),
        Submission(id="c" * 16, title="", table="ZZ"),
    )  # fmt: skip
    person = sit_down(make_evening(tmp_path / "e", submissions=odd).join())
    for _ in odd:
        person.window.grab()
        assert person.window.width() == 1280
        person.press("d")
        person.window.grab()
        person.press(Key.Key_PageDown)
    assert person.window.size().width() == 1280


def test_a_rehearsal_says_so(tmp_path, sit_down):
    person = sit_down(make_evening(tmp_path / "e", mode=Mode.REHEARSAL).join())
    assert person.window._rehearsal.isVisible()
    person.window.close()
    assert not sit_down(make_evening(tmp_path / "f").join()).window._rehearsal.isVisible()


def test_a_laptop_without_ticket_shows_its_words(evening, sit_down):
    desk = evening.join(ticket=False)
    person = sit_down(desk)
    assert desk.words in person.window.banner.text()


def test_an_empty_round_says_what_to_do(tmp_path, sit_down):
    evening = make_evening(tmp_path / "e")
    evening.organizer.assign({evening.judge.id: ()})
    evening.export()
    window = sit_down(evening.join()).window
    assert window.empty.isVisible()
    assert "newer event file" in window.empty.text.text()
    window.session.record_ballot()
    window.session.undo()


@pytest.mark.parametrize("size", [(960, 600), (1280, 720), (1920, 1080), (3840, 2160)])
def test_nothing_is_cut_off(evening, sit_down, size):
    person = sit_down(evening.join())
    person.type("43")
    window = person.window
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    for button in (window.card.foot.primary, *window.card.foot.ways.values()):
        assert button.width() >= button.sizeHint().width()
        assert window.rect().contains(button.mapTo(window, button.rect().bottomRight()))
    row = window.card.criteria.current
    assert row.strip.height() >= row.strip.heightForWidth(row.strip.width())


def test_text_sizes_and_themes_are_remembered(evening, sit_down):
    desk = evening.join()
    person = sit_down(desk)
    person.window.menus.sizes.actions()[2].trigger()
    person.window.menus.themes.actions()[2].trigger()
    assert current_theme().dark
    person.window.close()
    person = sit_down(JudgeDesk.open(desk.path))
    assert person.window.menus.sizes.checkedAction().data() == 150
    assert person.window.menus.themes.checkedAction().data() == "dark"


def test_help_lists_the_keys(evening, sit_down):
    person = sit_down(evening.join())
    for key in (Key.Key_F1, "?"):
        person.press(key)
        assert isinstance(QApplication.activeModalWidget(), HelpSheet)
        person.press(Key.Key_Escape)


def test_every_control_has_a_name(evening, sit_down):
    from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QSlider

    person = sit_down(evening.join())
    nameless = [
        widget
        for kind in (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit, QSlider)
        for widget in person.window.findChildren(kind)
        if widget.isVisible() and not widget.accessibleName() and not isinstance(widget.parent(), QLineEdit)
    ]
    assert nameless == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_key_breaks_anything(tmp_path, sit_down, seed):
    evening = make_evening(tmp_path / "e", submissions=some_submissions(6))
    person = sit_down(evening.join())
    chance = random.Random(seed)
    plain = ["1", "2", "5", "0", ".", "-", "n", "t", "p", "d", "x", "/", " ", Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right,
             Key.Key_Tab, Key.Key_Return, Key.Key_Escape, Key.Key_Backspace, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Home]  # fmt: skip
    combined = [Key.Key_Return, Key.Key_Z, Key.Key_Up, Key.Key_Down, Key.Key_L]
    for _ in range(300):
        if chance.random() < 0.2:
            person.press(chance.choice(combined), ctrl=True)
        elif chance.random() < 0.06:
            person.press(chance.choice([Key.Key_A, Key.Key_R, Key.Key_S]), alt=True)
        else:
            person.press(chance.choice(plain))
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and chance.random() < 0.5:
            person.press(Key.Key_Escape)
    desk = person.window.desk
    shown = person.window.session.round.cards
    for mine, saved in zip(shown, desk.cards(), strict=True):
        assert mine == saved
    assert all(desk.rubric[key].scale.allows(mark) for card in shown for key, mark in card.entered.marks.items())
    assert len(NAMES) == 5
