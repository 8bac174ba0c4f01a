"""What every page of the organizers' window has: a title, actions, a banner, and a body."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.labels import Heading
from gpumode_judge.ui.shared.tokens import GRID


class Page(QWidget):
    """One place of the window. ``show_view`` is called with each new view while the page is seen, or when it next is."""

    def __init__(self, title: str, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.session = session
        self.heading = Heading(title, elide=True)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        head.addWidget(self.heading, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(self.tools)
        self.banner = Banner(parent=self)
        self.body = QVBoxLayout()
        self.body.setSpacing(2 * GRID)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(head)
        layout.addWidget(self.banner)
        layout.addLayout(self.body, 1)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        raise NotImplementedError

    def leave(self) -> None:
        """Called before another page is shown or the window closes: keep what was typed."""


class Tabs(QTabWidget):
    """The parts of a page, each with its title, all with the same distance to the tabs."""

    def __init__(self, *parts: tuple[QWidget, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        for widget, title in parts:
            page = QWidget()
            page.setObjectName("page")
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 2 * GRID, 0, 0)
            column.addWidget(widget)
            self.addTab(page, title)


def search_bar(search: QWidget, *choices: QWidget, count: QWidget) -> QHBoxLayout:
    """What narrows a table down, and how many rows are left."""
    bar = QHBoxLayout()
    bar.setSpacing(GRID)
    bar.addWidget(search, 2)
    for choice in choices:
        bar.addWidget(choice, 1)
    bar.addSpacing(GRID)
    bar.addWidget(count)
    return bar


def beside(view: QWidget, chosen: QWidget) -> QHBoxLayout:
    """A table, and beside it what is known of its chosen row."""
    row = QHBoxLayout()
    row.setSpacing(2 * GRID)
    row.addWidget(view, 1)
    row.addWidget(chosen)
    return row
