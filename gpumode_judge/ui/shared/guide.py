"""The guide that ships with the app, in a window."""

from pathlib import PurePosixPath
from typing import Any, Final

from PySide6.QtCore import QEvent, QUrl, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QWidget
from typing_extensions import override

from gpumode_judge.system.resources import read_bytes, resource
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.fonts import DISPLAY_FAMILY, FAMILY
from gpumode_judge.ui.shared.theme import GRID, current_theme, mixed

FIRST: Final = "index"


def guide_pages() -> tuple[str, ...]:
    """The names of all pages."""
    return tuple(sorted(file.stem for file in resource("guide").glob("*.md")))


class GuideView(QTextBrowser):
    """One page of the guide. Links lead to other pages of it and nowhere else; nothing is loaded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = ""
        self._past: list[str] = []
        self.setOpenLinks(False)
        self.setAccessibleName("Guide")

        self.anchorClicked.connect(self._follow)

    def show_page(self, page: str) -> None:
        """Show a page; one that there is not shows the first."""
        if self.page and page != self.page:
            self._past.append(self.page)
        self._show(page if page in guide_pages() else FIRST)

    def back(self) -> None:
        """Show the page before."""
        if self._past:
            self._show(self._past.pop())

    @property
    def can_go_back(self) -> bool:
        """Whether there is a page before."""
        return bool(self._past)

    def _show(self, page: str) -> None:
        self.page = page
        self.setMarkdown(read_bytes(f"guide/{page}.md").decode())
        self._dress()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress(self) -> None:
        theme = current_theme()
        document = self.document()
        document.setDocumentMargin(2 * GRID)
        block = document.begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            cursor = QTextCursor(block)
            look = block.blockFormat()
            look.setLineHeight(140, 1)  # in percent of the font's own
            if level:
                look.setTopMargin(0 if block.blockNumber() == 0 else 20)
                look.setBottomMargin(6)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                words = cursor.charFormat()
                words.setFontFamilies([DISPLAY_FAMILY, FAMILY])
                words.setProperty(words.Property.FontPixelSize, 26 if level == 1 else 18 if level == 2 else 15)
                words.clearProperty(words.Property.FontSizeAdjustment)
                words.setFontWeight(QFont.Weight.Bold)
                cursor.mergeCharFormat(words)
            elif look.hasProperty(QTextFormat.Property.BlockCodeFence):
                _dress_code(look, block, theme.color("sunken"))
            elif cursor.currentTable():
                look.setTopMargin(0)
                look.setBottomMargin(0)
            elif not block.textList():
                look.setBottomMargin(8)
            cursor.setBlockFormat(look)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                table = frame.format()
                table.setCellPadding(6)
                table.setCellSpacing(0)
                table.setBorder(1)
                table.setBorderCollapse(True)
                table.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                table.setBorderBrush(theme.color(mixed(theme.line, theme.line_strong, 0.3)))
                table.setTopMargin(GRID)
                table.setBottomMargin(2 * GRID)
                table.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
                frame.setFormat(table)
                for column in range(frame.columns()):
                    head = frame.cellAt(0, column)
                    look = head.format()
                    look.setBackground(theme.color("sunken"))
                    head.setFormat(look)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> Any:
        return None

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.page:
            self._show(self.page)

    @Slot(QUrl)
    def _follow(self, link: QUrl) -> None:
        name = PurePosixPath(link.path())
        if not link.scheme() and not link.host() and name.suffix == ".md" and name.stem in guide_pages():
            self.show_page(name.stem)


def _dress_code(look: QTextBlockFormat, block: QTextBlock, ground: QColor) -> None:
    """Lines of a listing stand close together on a ground of their own; one that is too long is broken."""
    fence = QTextFormat.Property.BlockCodeFence
    look.setNonBreakableLines(False)
    look.setLineHeight(100, 1)
    look.setBackground(ground)
    look.setTopMargin(0 if block.previous().blockFormat().hasProperty(fence) else GRID)
    look.setBottomMargin(0 if block.next().blockFormat().hasProperty(fence) else 2 * GRID)


class GuideDialog(Dialog):
    """The guide over a window, opened at a page."""

    def __init__(self, page: str = FIRST, parent: QWidget | None = None) -> None:
        super().__init__("Guide", parent)
        self.view = GuideView()
        self.body.addWidget(self.view, 1)
        self.back = self.add_button(Button("Back", "quiet", "left", "Alt+Left"))
        self.contents = self.add_button(Button("Contents", "quiet", "menu"))
        self.add_close()
        self.resize(100 * GRID, 84 * GRID)

        self.back.clicked.connect(self.view.back)
        self.contents.clicked.connect(self._show_contents)
        self.view.textChanged.connect(self._settle)
        self.view.show_page(page)
        self.view.setFocus()

    @Slot()
    def _show_contents(self) -> None:
        self.view.show_page(FIRST)

    @Slot()
    def _settle(self) -> None:
        self.back.setEnabled(self.view.can_go_back)
        self.contents.setEnabled(self.view.page != FIRST)
