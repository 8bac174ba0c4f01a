"""Publish the result: what goes into the file, where it goes, and how anyone can check it."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from gpumode_judge.desk.publishing import publish
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class PublishDialog(Dialog):
    """``published`` brings the path of the file that was written."""

    published = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Publish the result", parent)
        self.setMinimumWidth(72 * GRID)
        self._session = session
        self._path = Path()
        self.names = QCheckBox("With the judges’ names")
        self.notes = QCheckBox("With what judges wrote")
        self.result_banner = Banner("good", "", closable=False)
        self.result_banner.hide()
        text = "One file with every mark that counted, the rules and the standings. Anyone can work the result out anew from it."
        self.body.addWidget(PlainLabel(text))
        for box, words in (
            (
                self.names,
                "Without them only numbers stand there. Who has the event file can still tell whose they are.",
            ),
            (self.notes, "Notes were written for the teams and the organizers; leave them out unless all agreed."),
        ):
            box.setAccessibleDescription(words)
            line = PlainLabel(words, "soft")
            line.setContentsMargins(30, 0, 0, 0)
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(box)
            pair.addWidget(line)
            self.body.addLayout(pair)
        self.command = PlainLabel("", "strong", select=True)
        self.command.hide()
        self.body.addWidget(self.result_banner)
        self.body.addWidget(self.command)
        self._close = self.add_cancel()
        self.go = self.add_button(Button("Choose where…", "primary", "export"))
        self.go.setDefault(True)
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

        self.go.clicked.connect(self.choose)
        self.result_banner.acted.connect(self._show_folder)

    @Slot()
    def choose(self) -> None:
        """Ask for a folder and write the file there."""
        chosen = QFileDialog.getExistingDirectory(self, "Where to write the result")
        if chosen:
            self.publish_to(Path(chosen))

    def publish_to(self, folder: Path) -> None:
        """Write the file into ``folder``; what came of it is told here."""
        self.go.setEnabled(False)
        desk, names, notes = self._session.desk, self.names.isChecked(), self.notes.isChecked()
        self._session.do(lambda: publish(desk, folder, names=names, notes=notes), self._done, self._failed)

    def _done(self, path: Path) -> None:
        self._path = path
        self.go.setEnabled(True)
        self.go.set_words("Write another…")
        self.go.set_kind("plain")
        self.go.setDefault(False)
        self._close.set_words("Done")
        self._close.set_kind("primary")
        self._close.setDefault(True)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        text = f"“{path.name}” is written to {path.parent}. Anyone can check it: open it in this app, or run:"
        self.result_banner.tell("good", text, "Show folder")
        self.command.setText(f"gpumode-judge verify {path.name}")
        self.command.show()
        self.make_room()
        self.published.emit(path)

    def _failed(self, error: Exception) -> None:
        self.go.setEnabled(True)
        self.command.hide()
        self.result_banner.tell("error", f"Not published. {error}")
        self.make_room()

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path.parent)))
