"""What is shown while something takes its time."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Progress

_STEPS = 1000


class ProgressPanel(Card):
    """A sentence, a bar and a way out; ``cancelled`` is told once, then the panel says that it is stopping."""

    cancelled = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._text = PlainLabel(text, "strong", elide=True)
        self._count = PlainLabel("", "soft", wrap=False)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._cancel = Button("Cancel", "plain", "close")
        words = QHBoxLayout()
        words.setSpacing(GRID)
        words.addWidget(self._text, 1)
        words.addWidget(self._count)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addLayout(words)
        left.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addWidget(self._cancel)
        self.body.addLayout(row)
        self.busy(text)

        self._cancel.clicked.connect(self._stop)

    def busy(self, text: str) -> None:
        """Begin anew with ``text``, without knowing how long it takes."""
        self._cancel.setEnabled(True)
        self._text.setText(text)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(text)

    def tell(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.text and self._cancel.isEnabled():
            self._text.setText(progress.text)
            self._bar.setAccessibleName(progress.text)
        if progress.total:
            # Shares, not counts: the bar's range has 32 bits.
            self._bar.setRange(0, _STEPS)
            self._bar.setValue(round(_STEPS * min(1.0, progress.done / progress.total)))
            self._count.setText(f"{progress.done:,} of {progress.total:,}")
        elif progress.done:
            self._count.setText(f"{progress.done:,}")

    @Slot()
    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText("Stopping …")
        self.cancelled.emit()
