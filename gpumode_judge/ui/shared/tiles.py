"""A number that matters, large, and what it counts."""

from PySide6.QtWidgets import QWidget

from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.labels import PlainLabel


class StatTile(Card):
    """A card with a caption, a figure and, below it, an optional note."""

    def __init__(self, caption: str, value: str | int = "–", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._caption = PlainLabel(caption, "soft", elide=True)
        self._value = PlainLabel(role="figure", wrap=False)
        self._note = PlainLabel(role="small")
        self.body.setSpacing(2)
        for label in (self._caption, self._value, self._note):
            self.body.addWidget(label)
        self.body.addStretch(1)
        self.set_value(value, note)

    def set_value(self, value: str | int, note: str | None = None) -> None:
        """Show another figure (whole numbers with thousands apart) and, if given, another note."""
        self._value.setText(f"{value:,}" if isinstance(value, int) else value)
        if note is not None:
            self._note.setText(note)
            self._note.setVisible(bool(note))
        self.setAccessibleName(f"{self._caption.text()}: {self._value.text()} {self._note.text()}".rstrip())
