"""One sentence across the page that should not be missed, with the one thing to do about it."""

from typing import Final, Literal

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel

BannerKind = Literal["info", "good", "warning", "error"]

_LOOKS: Final[dict[BannerKind, tuple[str, str]]] = {
    "info": ("info", "info"),
    "good": ("done", "good"),
    "warning": ("warning", "warn"),
    "error": ("error", "bad"),
}


class Banner(QFrame):
    """A tinted strip. It is hidden as long as its text is empty; ``acted`` is its button, ``closed`` its cross."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        kind: BannerKind = "info",
        text: str = "",
        action: str = "",
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._icon = IconLabel("info")
        self._text = PlainLabel()
        self._action = Button(action, "plain")
        self._close = IconButton("close", "Close this message")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 8, 6)
        layout.setSpacing(12)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._action, 0)
        layout.addWidget(self._close, 0)
        self.setMinimumHeight(52)
        self._close.setVisible(closable)
        self._set(kind, text, action)
        if not text:
            self.hide()

        self._action.clicked.connect(self.acted)
        self._close.clicked.connect(self._shut)

    def tell(self, kind: BannerKind, text: str, action: str = "") -> None:
        """Show ``text`` (or hide, if it is empty) with a button if ``action`` has words."""
        self._set(kind, text, action)
        self.setVisible(bool(text))

    def text(self) -> str:
        """The sentence that is shown."""
        return self._text.text()

    def _set(self, kind: BannerKind, text: str, action: str) -> None:
        icon, tone = _LOOKS[kind]
        self._icon.set_icon(icon, tone)
        self._text.setText(text)
        self._action.set_words(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot()
    def _shut(self) -> None:
        self.hide()
        self.closed.emit()
