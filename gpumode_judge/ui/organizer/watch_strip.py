"""The switch that watches sticks and folders, what came by it, and the dialog that says where."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.ui.organizer.watch import Came, Watch
from gpumode_judge.ui.organizer.words import listed
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tokens import GRID

_SEEN = 2  # lines that stand on the page; all of them are in the dialog
_ICONS = {"good": "done", "warn": "clock", "bad": "error", "ink_soft": "check"}


class _Line(QWidget):
    def __init__(self, came: Came, elide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(PlainLabel(came.at, "small", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(IconLabel(_ICONS[came.tone], 16, came.tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(came.text, "small", elide=elide), 1)


class WatchStrip(Card):
    """One row on the Merge page."""

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._watch = watch
        self._shown: tuple[Came, ...] = ()
        self.unfinished = PlainLabel(role="small")
        self._writing = QWidget()
        writing = QHBoxLayout(self._writing)
        writing.setContentsMargins(0, 0, 0, 0)
        writing.setSpacing(GRID)
        writing.addWidget(IconLabel("clock", 16, "warn"), 0, Qt.AlignmentFlag.AlignTop)
        writing.addWidget(self.unfinished, 1)
        self.dialog: WatchDialog | None = None
        self.box = QCheckBox("Watch sticks and folders")
        self.state = PlainLabel(role="small", elide=True)
        self.where_button = Button("Where…", "quiet", "stick", name="Where to watch, and all that came")
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self.box)
        row.addWidget(self.state, 1)
        row.addWidget(self.where_button)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.setContentsMargins(2 * GRID, 4, GRID, 4)
        self.body.addLayout(row)
        self.body.addWidget(self._writing)
        self.body.addLayout(self._lines)
        self.box.setEnabled(watch.allowed)
        self.where_button.setEnabled(watch.allowed)
        self.box.clicked.connect(watch.switch)
        self.where_button.clicked.connect(self.choose)
        watch.changed.connect(self.show_watch)
        self.show_watch()

    @Slot()
    def show_watch(self) -> None:
        """Show how it stands."""
        watch = self._watch
        self.box.setChecked(watch.on)
        self.state.set_role("wrong" if watch.problem else "small")
        self.state.setText(state_words(watch))
        self.unfinished.setText(unfinished_words(watch.unfinished))
        self._writing.setVisible(bool(watch.unfinished))
        lines = watch.lines[:_SEEN]
        self.body.setContentsMargins(2 * GRID, 4, GRID, 12 if lines or watch.unfinished else 4)
        if lines == self._shown:
            return
        self._shown = lines
        clear(self._lines)
        for came in lines:
            self._lines.addWidget(_Line(came, elide=True))

    @Slot()
    def choose(self) -> None:
        """Open the dialog that says where."""
        self.dialog = WatchDialog(self._watch, self.window())
        self.dialog.open()


def state_words(watch: Watch) -> str:
    """What is watched now, in a sentence."""
    if not watch.allowed:
        return "This workspace is for looking only; files are merged on the organizers’ own laptop."
    if not watch.on:
        return "Score files are merged by themselves as soon as they appear."
    if watch.problem:
        return f"The last file could not be merged, and is tried again soon: {watch.problem}"
    gone = [folder for folder in watch.folders if folder not in watch.there]
    sticks = [folder for folder in watch.there if folder not in watch.folders]
    here = [f"“{folder.name or folder}”" for folder in watch.folders if folder not in gone]
    if watch.sticks:
        names = listed((f.name or f.drive for f in sticks), 3)
        here.insert(
            0, f"{'stick' if len(sticks) == 1 else 'sticks'} {names}" if sticks else "sticks (none is plugged in)"
        )
    text = f"Watching {listed(here, 4)}." if here else "Nothing is there to watch now."
    return text + (f" Waiting for {listed(f'“{f.name or f}”' for f in gone)} to be there." if gone else "")


def unfinished_words(names: tuple[str, ...]) -> str:
    """Which files are still being written, and what becomes of them."""
    if len(names) == 1:
        return f"{names[0]} is still being written: it waits, and is merged as soon as it is whole."
    return f"{listed(names, 3)} are still being written: they wait, and are merged as soon as they are whole."


class WatchDialog(Dialog):
    """Sticks, folders, and all that came. What is chosen holds at once."""

    chosen = Signal()

    def __init__(self, watch: Watch, parent: QWidget | None = None) -> None:
        super().__init__("Watch sticks and folders", parent)
        self._watch = watch
        self.setMinimumWidth(76 * GRID)
        text = (
            "Score files on these are merged by themselves as they appear, whatever page you are on; a file that is still being "
            "written waits until it is whole. Nothing is ever changed or deleted there."
        )  # fmt: skip
        self.body.addWidget(PlainLabel(text, "soft"))
        self.sticks = QCheckBox("Every stick that is plugged in")
        self.sticks.setChecked(watch.sticks)
        self.body.addWidget(self.sticks)
        self._folders = QVBoxLayout()
        self._folders.setSpacing(4)
        self.body.addLayout(self._folders)
        self.removes: dict[Path, Button] = {}
        self.add_folder_button = Button("Add a folder…", "plain", "folder")
        self.body.addWidget(self.add_folder_button, 0, Qt.AlignmentFlag.AlignLeft)
        if watch.lines:
            self.body.addWidget(SectionTitle("What came"))
            self.body.addWidget(self._came(), 1)
        self.add_close("Done")
        self.sticks.clicked.connect(self._settle)
        self.add_folder_button.clicked.connect(self._ask)
        self._list()

    def add_folder(self, folder: Path) -> None:
        """Watch one more folder."""
        self._watch.set_places(self._watch.sticks, (*self._watch.folders, folder))
        if not self._watch.on:
            self._watch.switch(True)
        self._list()

    def _came(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(6)
        for came in self._watch.lines:
            column.addWidget(_Line(came, elide=False))
        column.addStretch(1)
        area = Scroll("What came", page)
        area.setFixedHeight(min(7, len(self._watch.lines)) * 26 + GRID)
        return area

    def _list(self) -> None:
        clear(self._folders)
        self.removes = {}
        for folder in self._watch.folders:
            self._folders.addWidget(self._row(folder))

    def _row(self, folder: Path) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(IconLabel("folder", 20, "ink_soft"))
        row.addWidget(PlainLabel(str(folder), elide=True), 1)
        remove = IconButton("close", f"Do not watch {folder.name or folder}")
        remove.clicked.connect(lambda: self._remove(folder))
        row.addWidget(remove)
        self.removes[folder] = remove
        return page

    def _remove(self, folder: Path) -> None:
        self._watch.set_places(self._watch.sticks, [one for one in self._watch.folders if one != folder])
        self._list()

    @Slot()
    def _settle(self) -> None:
        self._watch.set_places(self.sticks.isChecked(), self._watch.folders)

    @Slot()
    def _ask(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Watch a folder")
        if chosen:
            self.add_folder(Path(chosen))
