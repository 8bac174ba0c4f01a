"""The dialog before a laptop is shut out."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QRadioButton, QVBoxLayout, QWidget

from gpumode_judge.ledger.device import four_words
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class ShutOutDialog(Dialog):
    """``decided`` brings (device, reason, whether nothing that it said counts)."""

    decided = Signal(str, str, bool)

    def __init__(self, device: str, who: str, pending: bool, parent: QWidget | None = None) -> None:
        super().__init__("Shut a laptop out", parent)
        self._device = device
        self.setMinimumWidth(66 * GRID)
        self.body.addWidget(PlainLabel(f"{who}: {four_words(device)}", "strong"))
        text = "Nothing is deleted, and it can be let in again. Standings change at once."
        self.body.addWidget(PlainLabel(text, "soft"))
        self.later = QRadioButton("What is here counts, but nothing after it (the laptop is lost)")
        self.all = QRadioButton("Nothing that it ever said counts (it was never theirs)")
        (self.all if pending else self.later).setChecked(True)
        if not pending:
            choices = QVBoxLayout()
            choices.setSpacing(4)
            choices.addWidget(self.later)
            choices.addWidget(self.all)
            self.body.addLayout(choices)
        self.reason = QLineEdit()
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("For example: lost in the hall at nine")
        self.body.addWidget(Field("Why?", self.reason, "Kept with the decision."))
        self.add_cancel()
        self.yes = self.add_button(Button("Shut out", "danger"), accept=True)
        self.reason.textChanged.connect(self._settle)
        self.accepted.connect(self._tell)
        self._settle()
        self.reason.setFocus()

    @Slot()
    def _settle(self) -> None:
        self.yes.setEnabled(bool(self.reason.text().strip()))

    @Slot()
    def _tell(self) -> None:
        self.decided.emit(self._device, self.reason.text().strip(), self.all.isChecked())
