from PySide6.QtCore import Qt

from gpumode_judge.desk.judging import read_code
from gpumode_judge.ledger.device import four_words
from gpumode_judge.ui.organizer.qr import pattern, ticket_code
from gpumode_judge.ui.organizer.ticket_dialogs import PrintDialog, TicketDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_judge_is_added_with_keys(qtbot, press, window, evening, settled):
    window.go("judges")
    press(window, Qt.Key.Key_N, window.judges.new_button)
    form = window.judges.form
    qtbot.keyClicks(form.name, "Dora")
    qtbot.keyClicks(form.email, "dora@example.org")
    press(window, Qt.Key.Key_S, form.save_button)
    settled(window)
    dora = evening.judge_id("Dora")
    assert evening.desk.emails[dora] == "dora@example.org"
    assert evening.desk.tickets[dora]


def test_a_waiting_laptop_is_accepted_by_its_four_words(qtbot, window, evening, settled):
    path = evening.score_file("Ada", {"s1": (4, 5)}, ticket=False)
    window.merge_files((path,))
    settled(window)
    assert evening.desk.record.ballots == {}
    window.go("laptops")
    (card,) = [card for card in window.judges.laptops.cards if card.isVisible()]
    assert card.words.text() == four_words(evening.desk.record.pending[0].device)
    assert card.judge.text_value() == evening.judge_id("Ada")
    qtbot.mouseClick(card.accept_button, Qt.MouseButton.LeftButton)
    settled(window)
    assert len(evening.desk.record.ballots) == 1
    assert not card.isVisible()


def test_the_ticket_is_shown_and_renewed(qtbot, window, evening, settled):
    ada = evening.desk.record.judges[evening.judge_id("Ada")]
    dialog = TicketDialog(window.session, ada, window)
    dialog.show()
    old = evening.desk.tickets[ada.id]
    assert dialog.ticket.text() == old
    dialog._renew()
    settled(window)
    assert dialog.ticket.text() == evening.desk.tickets[ada.id] != old


def test_the_square_code_says_what_a_judges_desk_reads(evening):
    ada = evening.judge_id("Ada")
    ticket = evening.desk.tickets[ada]
    assert read_code(ticket_code(ada, ticket)) == (ada, ticket.replace("-", ""))
    modules = pattern(ticket_code(ada, ticket))
    assert len(modules) == len(modules[0]) >= 21


def test_tickets_are_printed_as_pdf(qtbot, window, evening, tmp_path, monkeypatch):
    dialog = PrintDialog(window.session.view, tuple(evening.desk.record.judges.values()) * 5, window)
    dialog.show()
    assert len(dialog.cards) == 10
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *a: (str(tmp_path / "t"), ""))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    data = (tmp_path / "t.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 2


def test_a_round_is_put_in_order(qtbot, window, evening, settled):
    window.go("judges")
    ada = evening.judge_id("Ada")
    window.judges.tabs.setCurrentIndex(1)
    rounds = window.judges.rounds
    rounds.show_judge(ada)
    rounds.list.list.setCurrentRow(0)
    rounds.list.list.setFocus()
    qtbot.keyClick(rounds.list.list, Qt.Key.Key_Delete)
    qtbot.keyClick(rounds.list.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    window.go("overview")
    settled(window)
    assert evening.desk.record.assignments[ada] == ("s3", "s2", "s4")
    window.go("judges")
    assert [row.id for row in rounds.model.rows()] == ["s1"]
    rounds.rest.selectRow(0)
    qtbot.mouseClick(rounds.list.new_button, Qt.MouseButton.LeftButton)
    rounds.flush()
    settled(window)
    assert evening.desk.record.assignments[ada] == ("s3", "s2", "s4", "s1")
