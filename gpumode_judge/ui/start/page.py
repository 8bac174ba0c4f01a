"""The first page: what this app is, the ways to begin, and the events that were open here."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge import __version__
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.icons import app_icon
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import Heading, PlainLabel
from gpumode_judge.ui.shared.theme import GRID, ThemeChoice
from gpumode_judge.ui.start.choice_button import BigChoice
from gpumode_judge.ui.start.recents import RecentList, RecentRow
from gpumode_judge.ui.start.wishes import Forget, MakeEvent, OpenFiles, OpenWorkspace, ShowBackups, TryDemo

_THEMES: Final[dict[ThemeChoice, tuple[str, str]]] = {
    "system": ("Theme: as the system", "screen"),
    "light": ("Theme: light", "sun"),
    "dark": ("Theme: dark", "moon"),
}


class Mark(QWidget):
    """The mark of the app."""

    def __init__(self, size: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = app_icon()
        self.setFixedSize(size, size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class StartPage(QWidget):
    """``asked`` tells a wish, ``theme_chosen`` another theme. The folder that was last looked into is remembered by the dialog."""

    asked = Signal(object)
    theme_chosen = Signal(str)

    def __init__(self, theme: ThemeChoice = "system", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("Start")
        self._theme = theme
        self.judge = BigChoice("judge", "Judge", "Open the event file that you were given.", "Ctrl+J", strong=True)
        self.new = BigChoice(
            "new", "Organize a new event", "Set up the rubric, prizes and judges; run the board.", "Ctrl+N"
        )
        self.open = BigChoice("folder", "Open a workspace", "Go on with an event from its file.", "Ctrl+O")
        self.demo = BigChoice("play", "Try the demo", "A made-up evening with 45 teams, in 2½ minutes.", "Ctrl+D")
        self.recents = RecentList()
        self.guide = Button("Guide", "quiet", "help", "F1")
        self.theme = Button("", "quiet")
        self._sides = QStackedWidget()
        self._build()
        self.show_theme(theme)

        self.judge.clicked.connect(self._choose_event_file)
        self.new.clicked.connect(self._wish_event)
        self.open.clicked.connect(self._choose_workspace)
        self.demo.clicked.connect(self._wish_demo)
        self.recents.opened.connect(self._wish_workspace)
        self.recents.forgotten.connect(self._wish_forget)
        self.recents.backups_wanted.connect(self._wish_backups)
        self.guide.clicked.connect(self._show_guide)
        self.theme.clicked.connect(self._next_theme)

    def set_recents(self, rows: Sequence[RecentRow]) -> None:
        """Show the events that were open here."""
        self.recents.set_rows(rows)
        self._sides.setCurrentIndex(1 if rows else 2)

    def show_theme(self, theme: ThemeChoice) -> None:
        """Tell which theme is worn."""
        self._theme = theme
        words, icon = _THEMES[theme]
        self.theme.set_words(words)
        self.theme.set_icon_name(icon)

    def take_focus(self) -> None:
        """Put the keyboard where one most likely goes on: the newest event, or the way in for judges."""
        (self.recents if self.recents.count() else self.judge).setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from choice to choice and over to the recent events."""
        choices = [choice for choice in (self.judge, self.new, self.open, self.demo) if choice.isVisible()]
        here = next((place for place, choice in enumerate(choices) if choice.hasFocus()), -1)
        key = event.key()
        if here < 0 and key == Qt.Key.Key_Left:
            choices[0].setFocus()
        elif here >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            choices[here].click()
        elif here >= 0 and key == Qt.Key.Key_Right and self.recents.count():
            self.recents.setFocus()
        elif here >= 0 and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            choices[(here + (1 if key == Qt.Key.Key_Down else -1)) % len(choices)].setFocus()
        else:
            super().keyPressEvent(event)

    # How it looks

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addStretch(3)
        left.addLayout(_hero())
        left.addSpacing(GRID)
        for choice in (self.judge, self.new, self.open, self.demo):
            left.addWidget(choice)
        left.addStretch(4)
        middle = QHBoxLayout()
        middle.setSpacing(6 * GRID)
        middle.addLayout(left, 10)
        middle.addWidget(self._build_recents(), 11)
        frame = QWidget()
        frame.setMaximumSize(152 * GRID, 104 * GRID)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addLayout(middle, 1)
        column.addLayout(self._build_foot())
        page = QGridLayout(self)
        page.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 2 * GRID)
        page.addWidget(frame)

    def _build_recents(self) -> Card:
        card = Card()
        card.setAccessibleName("Recent events")
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(PlainLabel("Recent events", "section", wrap=False))
        column.addWidget(self.recents, 1)
        hints = QHBoxLayout()
        hints.setSpacing(2 * GRID)
        hints.addWidget(KeyHint("Enter", "open"))
        hints.addWidget(KeyHint("Del", "take off the list; the file stays"))
        hints.addWidget(KeyHint("Right click", "backups"))
        hints.addStretch(1)
        column.addLayout(hints)
        nothing = EmptyState(
            "import",
            "Drop a file here",
            "An event file, score files or a workspace. Whatever it is, the right page opens; "
            "next time you find the event in this place.",
        )
        for side in (QWidget(), listed, nothing):
            self._sides.addWidget(side)
        card.body.addWidget(self._sides, 1)
        return card

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(2 * GRID)
        foot.addWidget(PlainLabel(f"Version {__version__}", "small", wrap=False))
        foot.addWidget(PlainLabel("Everything stays on this laptop. No account, no network.", "small", wrap=False))
        foot.addStretch(1)
        foot.addWidget(self.guide)
        foot.addWidget(self.theme)
        return foot

    # What is asked

    @Slot()
    def _show_guide(self) -> None:
        from gpumode_judge.ui.shared.guide import GuideDialog  # not needed to show the first window

        GuideDialog("index", self).open()

    @Slot()
    def _next_theme(self) -> None:
        order: tuple[ThemeChoice, ...] = ("system", "light", "dark")
        self.show_theme(order[(order.index(self._theme) + 1) % len(order)])
        self.theme_chosen.emit(self._theme)

    @Slot()
    def _choose_event_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open the event file that you were given", "", "Event files (*.gmj);;All files (*)"
        )
        if name:
            self.asked.emit(OpenFiles((Path(name),)))

    @Slot()
    def _choose_workspace(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Open a workspace", "", "Workspaces (*.gmjdb *.gmjall);;All files (*)"
        )
        if name:
            self.asked.emit(OpenFiles((Path(name),)))

    @Slot()
    def _wish_event(self) -> None:
        self.asked.emit(MakeEvent())

    @Slot()
    def _wish_demo(self) -> None:
        self.asked.emit(TryDemo())

    @Slot(object)
    def _wish_workspace(self, path: Path) -> None:
        self.asked.emit(OpenWorkspace(path))

    @Slot(object)
    def _wish_forget(self, path: Path) -> None:
        self.asked.emit(Forget(path))

    @Slot(object)
    def _wish_backups(self, path: Path) -> None:
        self.asked.emit(ShowBackups(path))


def _hero() -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Heading("GPU MODE Judge"))
    words.addWidget(PlainLabel("Judging and live standings for a room full of projects.", "soft"))
    row = QHBoxLayout()
    row.setSpacing(2 * GRID)
    row.addWidget(Mark(9 * GRID))
    row.addLayout(words, 1)
    return row
