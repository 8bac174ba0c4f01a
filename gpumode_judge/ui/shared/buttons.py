"""Buttons of four kinds: one primary a screen, plain ones, quiet ones, and the one that takes something away."""

from typing import Final, Literal

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.icons import icon, needs_new_tint
from gpumode_judge.ui.shared.labels import escaped

ButtonKind = Literal["primary", "plain", "quiet", "danger"]

_INK: Final[dict[ButtonKind, str]] = {
    "primary": "on_accent",
    "plain": "ink",
    "quiet": "ink_soft",
    "danger": "bad",
}

# Qt leaves only 4 px between icon and words.
_GAP: Final = 4


class Button(QPushButton):
    """A push button with a kind, an icon that follows the theme, and a shortcut that its tooltip tells.

    ``text`` is taken as it is: an ``&`` in it is an ampersand. ``keys`` is a portable key sequence such as
    ``"Ctrl+Return"``. ``name`` is what a screen reader says; the text if not given.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "plain",
        icon: str | None = None,
        keys: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind: ButtonKind = kind
        self._icon_name = icon
        self._keys = keys
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(text, name)
        self.setProperty("kind", kind)
        self._tint()
        if keys:
            # A button's own shortcut waits for a click to be drawn; keys pressed meanwhile would act on the old state.
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.click)

    def set_words(self, text: str, name: str = "") -> None:
        """Change what the button says and what a screen reader calls it."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(name or text)
        native = QKeySequence(self._keys).toString(QKeySequence.SequenceFormat.NativeText)
        said = f"{name or text}  ({native})" if native else name if name != text else ""
        self.setToolTip(escaped(said))

    def set_kind(self, kind: ButtonKind) -> None:
        """Turn the button into another kind."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._tint()

    def set_icon_name(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self._tint()

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard; by Qt's own ways it would press the dialog's default, or nothing."""
        alone = not e.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if e.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and alone:
            if not e.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(e)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if needs_new_tint(event):
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        if self._icon_name:
            gap = _GAP if self.text() else 0
            self.setIconSize(QSize(20 + gap, 20))
            self.setIcon(icon(self._icon_name, _INK[self._kind], gap=gap))
        elif not self.icon().isNull():
            self.setIcon(QIcon())


class IconButton(Button):
    """A square quiet button that shows only an icon; ``name`` is its tooltip and what a screen reader says."""

    def __init__(self, icon: str, name: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", icon, keys, name, parent)
        self.setProperty("square", "true")
