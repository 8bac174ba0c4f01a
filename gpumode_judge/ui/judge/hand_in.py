"""Handing in: where to, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QCheckBox, QFileDialog, QRadioButton, QVBoxLayout, QWidget

from gpumode_judge.desk.judging import HandedIn, JudgeDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.paths import default_sticks
from gpumode_judge.ui.judge.words import handed_sentence, place_name
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.work import run

AUTO = "auto hand-in"  # the setting that holds the folder, or nothing


def on_stick(folder: Path) -> bool:
    """Whether a folder lies on something that can be pulled out."""
    return any(folder == stick or stick in folder.parents for stick in default_sticks())


class HandInDialog(Dialog):
    """``handed_in`` brings what was written, ``auto_changed`` tells that the switch was turned."""

    handed_in = Signal(object)
    auto_changed = Signal()

    def __init__(self, desk: JudgeDesk, parent: QWidget | None = None) -> None:
        super().__init__("Hand in", parent)
        self._desk = desk
        status = desk.status()
        self._group = QButtonGroup(self)
        self._places = QVBoxLayout()
        self._places.setSpacing(0)
        self.result_banner = Banner("good", "", closable=False)
        self.result_banner.hide()
        self.body.addWidget(
            PlainLabel("Everything that you recorded goes into one score file for the organizers. Twice does no harm.")
        )
        if status.drafts:
            what = "1 draft is" if status.drafts == 1 else f"{status.drafts} drafts are"
            drafts = Banner(
                "warning", f"{what} saved here but not recorded, and will not be in the file.", closable=False
            )
            drafts.show()
            self.body.addWidget(drafts)
        self.body.addLayout(self._places)
        self.other = Button("Another folder…", "quiet", "folder")
        self.body.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.auto = QCheckBox("Hand in by itself after each recorded ballot")
        self.auto.setChecked(bool(desk.text_setting(AUTO)))
        self.body.addWidget(self.auto)
        self.body.addWidget(self.result_banner)
        self._close = self.add_cancel("Close")
        self.go = self.add_button(Button("Hand in", "primary", "hand-in"))
        self.go.setDefault(True)
        self._offer(status.folder)

        self.other.clicked.connect(self._choose)
        self.go.clicked.connect(self.hand_in)
        self.auto.toggled.connect(self._keep_auto)
        self._group.buttonToggled.connect(self._keep_auto)

    def _offer(self, remembered: str) -> None:
        known = [Path(remembered)] if remembered else []
        for folder in dict.fromkeys((*known, *default_sticks())):
            self.add_place(folder, remembered=str(folder) == remembered)
        self._settle()
        (self.go if self._group.buttons() else self.other).setFocus(Qt.FocusReason.OtherFocusReason)

    def add_place(self, folder: Path, remembered: bool = False) -> None:
        """Offer a folder; the first one, and one that was just chosen, is picked."""
        kind = "Stick" if on_stick(folder) else "Folder"
        last = ", as last time" if remembered else ""
        missing = "" if folder.is_dir() else ", not there now"
        choice = QRadioButton(f"{kind} “{place_name(folder)}”{last}{missing}".replace("&", "&&"))
        choice.setProperty("folder", str(folder))
        choice.setToolTip("")
        self._group.addButton(choice)
        self._places.addWidget(choice)
        if self._group.checkedButton() is None or not (remembered or on_stick(folder)):
            choice.setChecked(True)
        self._settle()

    def folder(self) -> Path | None:
        """Where to."""
        button: QAbstractButton | None = self._group.checkedButton()
        return Path(str(button.property("folder"))) if button else None

    def _settle(self) -> None:
        self.go.setEnabled(self.folder() is not None)
        self.auto.setEnabled(self.folder() is not None)
        self.other.set_words("Another folder…" if self._group.buttons() else "Choose a folder…")

    @Slot()
    def hand_in(self) -> None:
        """Write the file; what came of it is told here."""
        folder = self.folder()
        if folder is None:
            return
        self.go.setEnabled(False)
        self.go.set_words("Writing and checking…")
        run(self, lambda _progress, _cancelled: self._desk.hand_in(folder), self._done, self._failed)

    def _done(self, done: HandedIn) -> None:
        self.go.set_words("Hand in again")
        self.go.setEnabled(True)
        self.go.set_kind("plain")
        self.go.setDefault(False)
        self._close.set_words("Done")
        self._close.set_kind("primary")
        self._close.setDefault(True)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self.result_banner.tell("good", handed_sentence(done, stick=on_stick(done.path.parent)))
        self.make_room()
        self.handed_in.emit(done)

    def _failed(self, error: Exception) -> None:
        self.go.set_words("Try again")
        self.go.setEnabled(True)
        if isinstance(error, Problem):
            self.result_banner.tell("error", f"Not handed in. {error} Everything is saved on this laptop.")
        else:
            show_failure(self, error)

    @Slot()
    def _choose(self) -> None:
        chooser = QFileDialog(self, "Hand in to a folder")
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._chosen)
        chooser.open()

    @Slot(str)
    def _chosen(self, name: str) -> None:
        self.add_place(Path(name))
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _keep_auto(self) -> None:
        folder = self.folder()
        wanted = str(folder) if self.auto.isChecked() and folder is not None else ""
        if wanted != self._desk.text_setting(AUTO):
            self._desk.remember(AUTO, wanted or None)
            self.auto_changed.emit()
