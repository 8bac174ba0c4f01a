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
    """The chosen file. ``salvage_wanted`` and ``discard_wanted`` bring its row after a person has said yes."""

    salvage_wanted = Signal(object)
    discard_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._row: FileRow | None = None
        self.asked: MessageDialog | None = None
        self.name = PlainLabel(role="strong", select=True)
        self.words = PlainLabel(role="soft", select=True)
        self.take_button = Button("Take in what is whole…", "plain", "import")
        self.throw_button = Button("Throw away", "quiet", "trash")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addLayout(words, 1)
        row.addWidget(self.take_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.throw_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.take_button.clicked.connect(self._take)
        self.throw_button.clicked.connect(self._throw)

    def show_row(self, row: FileRow | None) -> None:
        """Show one file, or nothing."""
        self._row = row
        self.setVisible(row is not None)
        if row is None:
            return
        self.name.setText(row.row.name)
        self.words.setText(row.sentence)
        self.take_button.setVisible(row.broken and row.row.whole > 0)
        self.throw_button.setVisible(row.now.kept)

    @Slot()
    def _take(self) -> None:
        if self._row is None:
            return
        row = self._row
        whole, lost, who = row.row.whole, row.row.lost, row.row.who
        text = (
            f"{counted(whole, 'statement').capitalize()} in “{row.row.name}”{f' of {who}' if who else ''} "
            f"{'is' if whole == 1 else 'are'} whole and signed by the laptop that made {'it' if whole == 1 else 'them'}: nobody changed "
            f"{'it' if whole == 1 else 'them'}. "
        )  # fmt: skip
        if lost:
            text += (
                f"{counted(lost, 'line').capitalize()} cannot be read. What comes after a lost statement waits, until a whole file "
                "comes or you let it count. "
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
