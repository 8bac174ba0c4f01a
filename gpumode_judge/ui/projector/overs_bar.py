"""One button for each thing that can lie over the picture, and the words of message and countdown, typed before they are shown."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.scenes import Countdown
from gpumode_judge.ceremony.stage import Over
from gpumode_judge.ui.projector.keys import Command
from gpumode_judge.ui.projector.overs import LONGEST, MESSAGES, Wait, message_text, waits
from gpumode_judge.ui.projector.own_keys import OwnKeys
from gpumode_judge.ui.projector.show import Show
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.labels import escaped, roomy_list
from gpumode_judge.ui.shared.theme import GRID

# Command, words, icon, key.
_BUTTONS: Final = (
    (Command.BLACKOUT, "Blackout", "blackout", "B"),
    (Command.PAUSE, "Hold", "pause", "P"),
    (Command.SPONSORS, "Sponsors", "sponsor", "S"),
    (Command.TEST_CARD, "Test card", "screen", "T"),
    (Command.LIFT, "Lift rows", "up", "L"),
)


class OversBar(QWidget):
    """``commanded`` carries what a button asks for; ``message_changed`` what is typed, ``message_done`` what was picked or ended with
    Enter, ``wait_changed`` what is counted down to; ``left`` tells that the keyboard is done with the words."""

    commanded = Signal(object)
    message_changed = Signal(str)
    message_done = Signal(str)
    wait_changed = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Command, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for command, words, sign, key in _BUTTONS:
            row.addWidget(self._button(command, words, sign, key), 1)
        self.message = QComboBox()
        self.message.setEditable(True)
        self.message.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.message.setAccessibleName("Words of the message")
        self.message.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.message.setMinimumContentsLength(10)
        self.message.addItems(MESSAGES)
        roomy_list(self.message)
        line = self.message.lineEdit()
        if line is not None:
            line.setMaxLength(LONGEST)
            line.setPlaceholderText("Type a message")
            line.installEventFilter(self)
            line.setCursorPosition(0)
        self.wait = Choice(((wait, wait.words) for wait in waits(None)), "What is counted down to")
        self.wait.choose(Wait())
        self._offered = waits(None)
        OwnKeys(self.wait, Qt.Key.Key_Home, Qt.Key.Key_End)
        words_row = QGridLayout()
        words_row.setHorizontalSpacing(GRID)
        words_row.addWidget(self._button(Command.MESSAGE, "Message", "note", "M"), 0, 0)
        words_row.addWidget(self.message, 0, 1)
        words_row.addWidget(self._button(Command.COUNTDOWN, "Countdown", "clock", "C"), 0, 2)
        words_row.addWidget(self.wait, 0, 3)
        words_row.setColumnStretch(1, 5)
        words_row.setColumnStretch(3, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addLayout(words_row)

        self.message.editTextChanged.connect(self._typed)
        self.message.activated.connect(self._picked)
        self.wait.picked.connect(self.wait_changed)

    def show_state(self, show: Show) -> None:
        """Mark what is on."""
        for command, on in (
            (Command.BLACKOUT, show.over is Over.BLACKOUT),
            (Command.SPONSORS, show.over is Over.SPONSORS),
            (Command.MESSAGE, show.over is Over.MESSAGE),
            (Command.COUNTDOWN, show.over is Over.COUNTDOWN),
            (Command.TEST_CARD, show.over is Over.TEST_CARD),
            (Command.PAUSE, show.paused),
            (Command.LIFT, show.lifted),
        ):
            self.buttons[command].setChecked(on)
        self.buttons[Command.PAUSE].set_words("Hold" if show.stage else "Hold page")

    def set_hand_in(self, hand_in: Countdown | None) -> None:
        """Offer the time that is left to hand in, as long as there is some; it is what is proposed when it first comes."""
        offered = waits(hand_in)
        if offered == self._offered:
            return
        first = self._offered[0].at == "" and offered[0].at != ""
        chosen = self.wait.value()
        self._offered = offered
        self.wait.set_choices((wait, wait.words) for wait in offered)
        if first:
            self.wait.choose(offered[0])
        elif chosen not in offered:
            self.wait.choose(Wait())
        if self.wait.value() != chosen:
            self.wait_changed.emit(self.wait.value())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Enter and Esc end the typing: the keyboard belongs to the show again.
        ends = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ends:
            if event.key() != Qt.Key.Key_Escape:
                self._done()
            self.left.emit()
            return True
        return super().eventFilter(watched, event)

    def _button(self, command: Command, words: str, sign: str, key: str) -> Button:
        button = Button(words, "plain", sign)
        button.setCheckable(True)
        button.setToolTip(escaped(f"{words}  ({key})"))
        # A click leaves the keyboard where it is: Space stays "next".
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("command", command.value)
        button.clicked.connect(self._clicked)
        self.buttons[command] = button
        return button

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QAbstractButton):
            command = Command(str(button.property("command")))
            button.setChecked(not button.isChecked())
            self.commanded.emit(command)

    @Slot()
    def _picked(self) -> None:
        line = self.message.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        self._done()

    def _done(self) -> None:
        self.message_done.emit(message_text(self.message.currentText()))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.message_changed.emit(message_text(text))
