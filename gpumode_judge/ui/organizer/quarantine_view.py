"""All that is to be said about one file, and what can be done about a broken one that is kept aside."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.merge_words import FileRow
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.errors import MessageDialog, ask
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class FilePanel(Card):
    """The chosen file. ``salvage_wanted`` and ``discard_wanted`` bring its row after a person has said yes, ``led`` the
    place where something can be done about it."""

    salvage_wanted = Signal(object)
    discard_wanted = Signal(object)
    led = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row: FileRow | None = None
        self.asked: MessageDialog | None = None
        self.name = PlainLabel(role="strong", select=True)
        self.words = PlainLabel(role="soft", select=True)
        self.take_button = Button("Take in what is whole…", "plain", "import")
        self.throw_button = Button("Throw away", "quiet", "trash")
        self.lead_button = Button("", "plain", "right")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        row.addWidget(self.lead_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.throw_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.take_button.clicked.connect(self._take)
        self.throw_button.clicked.connect(self._throw)
        self.lead_button.clicked.connect(self._lead)

    def show_row(self, row: FileRow | None) -> None:
        """Show one file, or nothing."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(" · ".join(filter(None, (row.row.who, row.row.name))))
        place, words = row.leads
        self.lead_button.set_words(words)
        self.lead_button.setVisible(bool(place))
        self.words.setText(row.sentence)
        self.take_button.setVisible(row.broken and row.row.whole > 0)
        self.throw_button.setVisible(row.now.kept)

    @Slot()
    def act(self) -> None:
        """Do what is to be done about the file, as the first of its buttons does; nothing if there is nothing to do."""
        if self._row is None:
            return
        if self._row.leads[0]:
            self._lead()
        elif self._row.broken and self._row.row.whole:
            self._take()

    @Slot()
    def _lead(self) -> None:
        if self._row is not None:
            self.led.emit(self._row.leads[0])

    @Slot()
    def _take(self) -> None:
        if self._row is None:
            return
        row = self._row
        whole, lost, who = row.row.whole, row.row.lost, row.row.who
        text = (
            f"{counted(whole, 'statement').capitalize()} in “{row.row.name}”{f' of {who}' if who else ''} "
            f"{'is' if whole == 1 else 'are'} whole; nobody changed {'it' if whole == 1 else 'them'}. "
        )  # fmt: skip
        if lost:
            text += (
                f"{counted(lost, 'line').capitalize()} cannot be read; what comes after waits until a whole file comes or you let it "
                "count. "
            )  # fmt: skip
        text += "A new score file from the judge is better, if it can be had: it heals all of this by itself."
        self.asked = ask(
            self.window(), "Take in what is whole", text, "Take it in", lambda: self.salvage_wanted.emit(row)
        )

    @Slot()
    def _throw(self) -> None:
        if self._row is None:
            return
        row = self._row
        if not row.broken or not row.row.whole:
            self.discard_wanted.emit(row)
            return
        text = (
            f"“{row.row.name}” is deleted here, with {counted(row.row.whole, 'statement')} in it that could be taken in. "
            "This cannot be taken back."
        )  # fmt: skip
        self.asked = ask(
            self.window(), "Throw the file away", text, "Throw away", lambda: self.discard_wanted.emit(row), danger=True
        )
