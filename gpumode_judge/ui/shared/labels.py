"""Words on a window. Whatever they came from, they are shown as plain text."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

LabelRole = Literal[
    "wrong", "body", "soft", "small", "strong", "number", "section", "title", "heading", "figure", "key"
]


class PlainLabel(QLabel):
    """Text that is never markup. ``wrap`` breaks lines; ``elide`` shows one line that ends in an ellipsis instead.

    An elided text is whole in the tooltip and for a screen reader. ``select`` lets people mark and copy it.
    """

    def __init__(
        self,
        text: str = "",
        role: LabelRole = "body",
        wrap: bool = True,
        elide: bool = False,
        select: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap and not elide)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if select:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        if self._elide:
            self.setToolTip("")

    def set_role(self, role: LabelRole) -> None:
        """Dress the words for another purpose."""
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return (
            QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("WWW…")), hint.height())
            if self._elide
            else hint
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        line = " ".join(self.text().split())
        space = self.contentsRect()
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, space.width())
        if shown != line and not self.toolTip():
            self.setToolTip(escaped(line))
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(space, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()


class Heading(PlainLabel):
    """The title of a page, in large letters."""

    def __init__(self, text: str = "", elide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, "heading", elide=elide, parent=parent)


class SectionTitle(PlainLabel):
    """The title of a part of a page."""

    def __init__(self, text: str = "", elide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, "section", elide=elide, parent=parent)


class Field(QWidget):
    """A control with its label above it and, if given, a hint below it; the label names it for a screen reader."""

    def __init__(self, label: str, control: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        title = PlainLabel(label.replace("&", "&&"), "strong", wrap=False)  # a buddy makes "&" a mnemonic
        title.setBuddy(control)
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hint = PlainLabel(hint, "small")
        if isinstance(control, QAbstractSpinBox):
            inset_figures(control)
        if isinstance(control, QComboBox):
            roomy_list(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        if hint:
            control.setAccessibleDescription(hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(title)
        layout.addWidget(control, 1)
        layout.addWidget(self.hint)
        layout.addStretch(0)
        self.hint.setVisible(bool(hint))

    def set_hint(self, hint: str, wrong: bool = False) -> None:
        """Change the words below the control; ``wrong`` marks the control as not acceptable yet."""
        self.hint.setText(hint)
        self.hint.set_role("wrong" if wrong else "small")
        self.hint.setVisible(bool(hint))
        self.control.setAccessibleDescription(hint)
        self.control.setProperty("invalid", "true" if wrong else "false")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)


def inset_figures(box: QAbstractSpinBox) -> None:
    """Keep the figures of ``box`` off its edge, which no stylesheet can do; :class:`Field` does it by itself."""
    line = box.findChild(QLineEdit)
    if line is not None:
        line.setTextMargins(10, 0, 0, 0)


def roomy_list(box: QComboBox) -> None:
    """Let the list of ``box`` have rows of the height that the stylesheet gives; :class:`Field` does it by itself."""
    box.setItemDelegate(QStyledItemDelegate(box))


def escaped(text: str) -> str:
    """``text`` so that a tooltip, which would read markup, shows it as it is."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    lines = safe.replace("\n", "<br>")
    return f"<span>{lines}</span>" if safe != text else text
