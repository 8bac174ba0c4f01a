"""A place to drop files on, which a keyboard can use as well."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


def local_paths(mime: QMimeData, suffixes: Sequence[str] = (), folders: bool = False) -> tuple[Path, ...]:
    """The files of this machine in ``mime`` whose names end in one of ``suffixes`` (none: any); folders if asked."""
    paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return fitting(paths, suffixes, folders)


def fitting(paths: Iterable[Path], suffixes: Sequence[str] = (), folders: bool = False) -> tuple[Path, ...]:
    """Those of ``paths`` that are wanted, each once."""
    wanted = tuple(suffix.lower() for suffix in suffixes)

    def fits(path: Path) -> bool:
        if path.is_dir():
            return folders
        return not wanted or path.name.lower().endswith(wanted)

    return tuple(dict.fromkeys(path for path in paths if fits(path)))


class DropArea(QFrame):
    """A dashed frame with a sentence and a button that opens the file chooser.

    ``dropped`` brings a tuple of paths, from either. With ``folders`` a folder may be dropped or chosen as well; without
    ``many`` the chooser gives one file.
    """

    dropped = Signal(object)

    def __init__(
        self,
        text: str,
        suffixes: Sequence[str] = (".gmj",),
        folders: bool = False,
        many: bool = True,
        icon: str = "import",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setAccessibleName(text)
        self._suffixes = tuple(suffixes)
        self._folders = folders
        self._many = many
        self.files_button = Button("Choose files…" if many else "Choose a file…", "plain", "open")
        self.folder_button = Button("Choose a folder…", "quiet", "folder")
        words = PlainLabel(text)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.files_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(IconLabel(icon, 32, "ink_faint"), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(words)
        layout.addSpacing(GRID)
        layout.addLayout(buttons)
        self.folder_button.setVisible(folders)

        self.files_button.clicked.connect(self._choose_files)
        self.folder_button.clicked.connect(self._choose_folder)

    def offer(self, paths: Iterable[Path]) -> bool:
        """Take ``paths`` as if they had been dropped; ``False`` if none of them fits."""
        taken = fitting(paths, self._suffixes, self._folders)
        if taken:
            self.dropped.emit(taken)
        return bool(taken)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData(), self._suffixes, self._folders):
            event.acceptProposedAction()
            self._mark(over=True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(over=False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(over=False)
        paths = local_paths(event.mimeData(), self._suffixes, self._folders)
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)

    def _mark(self, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        self.style().unpolish(self)
        self.style().polish(self)

    @Slot()
    def _choose_files(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in self._suffixes)
        wanted = f"Files ({kinds})" if kinds else ""
        if self._many:
            chosen, _ = QFileDialog.getOpenFileNames(self, "Choose files", "", wanted)
        else:
            one, _ = QFileDialog.getOpenFileName(self, "Choose a file", "", wanted)
            chosen = [one] if one else []
        if chosen:  # whatever was picked by name: what is wrong with it is told by whoever reads it
            self.dropped.emit(tuple(Path(name) for name in chosen))

    @Slot()
    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Choose a folder")
        if chosen:
            self.offer((Path(chosen),))
