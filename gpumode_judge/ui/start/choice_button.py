"""A large button with an icon, a title, a line that explains it, and its key."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.icons import pixmap
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID, RADIUS, current_theme


class BigChoice(QAbstractButton):
    """One way to go on. ``keys`` (``"Ctrl+N"``) work anywhere in the window and are shown; ``strong`` marks the usual way."""

    def __init__(
        self, icon: str, title: str, line: str, keys: str = "", strong: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._strong = strong
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.title = PlainLabel(title, "section", wrap=False)
        self.line = PlainLabel(line, "soft")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.line)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(9 * GRID, 14, 2 * GRID, 14)
        layout.setSpacing(2 * GRID)
        layout.addLayout(words, 1)
        if keys:
            # A button's own shortcut would wait for its animation.
            QShortcut(QKeySequence(keys), self).activated.connect(self.click)
            layout.addWidget(KeyHint(keys), 0, Qt.AlignmentFlag.AlignVCenter)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def sizeHint(self) -> QSize:
        return self._layout.sizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return self._layout.hasHeightForWidth()

    @override
    def heightForWidth(self, width: int) -> int:
        return max(9 * GRID, self._layout.totalHeightForWidth(width))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.update()
        super().changeEvent(event)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "line_strong"), width))
        lit = "accent_soft" if self.isDown() else "raised" if self.underMouse() else "surface"
        painter.setBrush(theme.color(lit))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), RADIUS + 2, RADIUS + 2)
        tile = QRect(2 * GRID, (self.height() - 44) // 2, 44, 44)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent" if self._strong else "accent_soft"))
        painter.drawRoundedRect(tile, RADIUS + 2, RADIUS + 2)
        tone = "on_accent" if self._strong else "accent_ink"
        painter.drawPixmap(tile.left() + 10, tile.top() + 10, pixmap(self._icon, 24, tone, self.devicePixelRatioF()))
        painter.end()
