import gc
import logging
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.errors import MessageDialog, ask, install_excepthook, show_problem
from gpumode_judge.ui.shared.work import Newest, Progress, Work, run


@pytest.fixture
def window(themed, qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def answers():
    return []


def dialogs():
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MessageDialog) and widget.isVisible()
    ]


def test_the_value_comes_back_on_the_main_thread(window, qtbot, answers):
    def work(_progress, _cancelled):
        return threading.current_thread() is threading.main_thread()

    run(window, work, lambda value: answers.append((value, QThread.currentThread() == window.thread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(False, True)]


def test_values_of_any_kind_come_back_as_they_are(window, qtbot, answers):
    value = {1: {"a": 2**70}, None: ()}
    run(window, lambda _progress, _cancelled: value, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers[0] is value


def test_an_error_comes_back_as_a_value(window, qtbot, answers):
    def work(_progress, _cancelled):
        raise Problem("The stick is full.")

    run(window, work, lambda _value: pytest.fail("no value"), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert str(answers[0]) == "The stick is full."


def test_an_error_that_nobody_asked_for_is_shown(window, qtbot):
    def work(_progress, _cancelled):
        raise Problem("The stick is full.")

    run(window, work, lambda _value: None)
    qtbot.waitUntil(lambda: bool(dialogs()))
    assert dialogs()[0].text == "The stick is full."
    dialogs()[0].close()


def test_progress_is_told_without_burying_the_main_thread(window, qtbot, answers):
    steps = []

    def work(progress, _cancelled):
        for step in range(20_000):
            progress(step + 1, 20_000, "merging")

    run(window, work, answers.append, progressed=steps.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert steps[-1] == Progress(20_000, 20_000, "merging")
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert len(steps) < 20_000


def test_work_stops_when_asked(window, qtbot, answers):
    def work(_progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.001)
        return "stopped"

    job = run(window, work, answers.append)
    assert job.running
    job.cancel()
    qtbot.waitUntil(lambda: answers == ["stopped"])
    assert not job.running


def test_nobody_is_called_once_the_window_is_gone(themed, qtbot, answers):
    window = QWidget()
    go = threading.Event()
    seen_cancel = []

    def work(_progress, cancelled):
        go.wait(5)
        seen_cancel.append(cancelled())
        return 1

    job = run(window, work, answers.append, answers.append)
    window.deleteLater()
    with qtbot.waitSignal(window.destroyed):
        pass
    with qtbot.waitSignal(job.destroyed):
        go.set()
    assert answers == []
    assert seen_cancel == [True]


def test_only_the_newest_request_is_answered(window, qtbot, answers):
    newest = Newest(window)
    gates = [threading.Event() for _ in range(3)]

    def waiting(number):
        def work(_progress, _cancelled):
            gates[number].wait(5)
            return number

        return work

    for number in range(3):
        newest.run(waiting(number), answers.append)
    assert newest.running
    for gate in reversed(gates):
        gate.set()
    qtbot.waitUntil(lambda: not themed_works())
    assert answers == [2]
    assert not newest.running


def themed_works():
    return QApplication.instance().findChildren(Work)


def test_work_leaves_nothing_behind(window, qtbot):
    class Value:
        pass

    gone = []

    def done(value):
        gone.append(weakref.ref(value))

    for _ in range(50):
        run(window, lambda _progress, _cancelled: Value(), done)
    qtbot.waitUntil(lambda: len(gone) == 50 and not themed_works())
    gc.collect()
    assert [ref for ref in gone if ref() is not None] == []
    assert not [thread for thread in threading.enumerate() if thread.name == "work"]


@pytest.fixture
def hooks(themed, monkeypatch):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


def test_a_fault_is_logged_and_told_once(window, qtbot, hooks, tmp_path, caplog):
    install_excepthook(tmp_path / "app.log")
    for _ in range(3):
        try:
            raise KeyError("secret detail")
        except KeyError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(dialogs()))
    QApplication.processEvents()
    assert len(dialogs()) == 1
    text = dialogs()[0].text
    assert "saved before is safe" in text
    assert "secret detail" not in text
    assert str(tmp_path / "app.log") in text
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 4
    dialogs()[0].close()


def test_a_problem_that_nobody_caught_is_told_by_its_sentence(window, qtbot, hooks, caplog):
    install_excepthook()
    problem = Problem("Row 3 has no name.")
    sys.excepthook(Problem, problem, None)
    qtbot.waitUntil(lambda: bool(dialogs()))
    assert dialogs()[0].text == "Row 3 has no name."
    assert caplog.records == []
    dialogs()[0].close()


def test_a_problem_is_shown_and_goes(window, qtbot):
    dialog = show_problem(window, Problem("<b>x</b> is not a score file."))
    assert dialog.text == "<b>x</b> is not a score file."
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()


def test_asking(window, qtbot, answers):
    for name, expected in (("Cancel", []), ("Remove", [1])):
        dialog = ask(window, "Remove?", "It stays in the file.", "Remove", lambda: answers.append(1), danger=True)
        button = next(button for button in dialog.findChildren(Button) if button.text() == name)
        with qtbot.waitSignal(dialog.finished):
            QTimer.singleShot(0, button.click)
        assert answers == expected
    assert isinstance(dialog, QObject)
