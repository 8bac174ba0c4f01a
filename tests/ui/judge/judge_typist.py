"""Run as a program: opens a judge's window on a workspace, presses keys for ever and prints each change that is saved."""

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.event.rubric import plain
from gpumode_judge.ui.judge.window import JudgeWindow
from gpumode_judge.ui.shared.theme import apply_theme, load_theme

app = QApplication([])
apply_theme(app, load_theme("light"))
window = JudgeWindow(JudgeDesk.open(Path(sys.argv[1])))
window.show()
window.activateWindow()
app.processEvents()


def say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


def tell(submission: str) -> None:
    entered = window.session.round.card.entered
    key = window.card.criteria.current.criterion.key
    if window.card.criteria.current.note.editor.hasFocus():
        say(submission, "note", entered.notes["impact"])
    else:
        say(submission, key, plain(entered.marks[key]))


window.session.saved.connect(tell)
turn = 0
while True:
    turn += 1
    window.card.criteria.focus_last()
    for sign in "12345"[turn % 5 :] + "12345"[: turn % 5]:
        QTest.keyClick(window.focusWidget(), sign)
        if window.card.foot.primary.hasFocus():
            window.card.criteria._go("impact")
            window.card.criteria.focus()
    window.card.criteria._go("impact")
    QTest.keyClick(window.card.criteria.current, Qt.Key.Key_N)
    for sign in "abcdefgh":
        QTest.keyClick(window.focusWidget(), sign)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    window.session.open(window.session.round.cards[turn % 6].submission.id)
