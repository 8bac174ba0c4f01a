"""Why there are no marks: a short list, answered with one digit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.event.people import REASONS, Outcome
from gpumode_judge.event.submission import Submission
from gpumode_judge.ui.judge.foot import KeyButton
from gpumode_judge.ui.judge.words import table_of
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

_TITLES = {
    Outcome.ABSENT: "is absent. Why?",
    Outcome.RECUSED: "is not for me. Why?",
    Outcome.SKIPPED: "is skipped. Why?",
}


class ReasonDialog(Dialog):
    """``picked`` brings the outcome and the reason."""

    picked = Signal(object, str)

    def __init__(self, submission: Submission, outcome: Outcome, marks: bool, parent: QWidget | None = None) -> None:
        super().__init__(f"{table_of(submission)[:60]} {_TITLES[outcome]}", parent)
        self._outcome = outcome
        self.buttons: list[KeyButton] = []
        column = QVBoxLayout()
        column.setSpacing(GRID)
        for number, reason in enumerate(REASONS[outcome], 1):
            button = KeyButton(reason[0].upper() + reason[1:], "plain", None, str(number), live=False)
            button.clicked.connect(self._pick)
            column.addWidget(button)
            self.buttons.append(button)
        self.body.addLayout(column)
        told = "It is recorded without marks: no visit, no zero, nothing that hurts the team."
        kept = " The marks on the card are kept aside in case you come back." if marks else ""
        self.body.addWidget(PlainLabel(told + kept, "soft"))
        self.add_cancel()
        self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _pick(self) -> None:
        sender = self.sender()
        for button, reason in zip(self.buttons, REASONS[self._outcome], strict=True):
            if button is sender:
                self.picked.emit(self._outcome, reason)
                self.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        focused = next((n for n, button in enumerate(self.buttons) if button is self.focusWidget()), -1)
        digit = int(event.text()) if event.text() in ("1", "2", "3", "4", "5", "6", "7", "8", "9") else 0
        if 0 < digit <= len(self.buttons):
            self.buttons[digit - 1].click()
        elif step:
            self.buttons[(focused + step) % len(self.buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and focused >= 0:
            self.buttons[focused].click()
        else:
            super().keyPressEvent(event)
