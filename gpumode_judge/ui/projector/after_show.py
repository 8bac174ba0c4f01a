"""After the show: what leaves the laptop, each with a button, its progress, and the folder at the end."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.projector.after_show_jobs import AfterShow, Job, Jobs
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class OutRow(Card):
    """One thing to write: what it is, its button, and what became of it. ``ended`` tells that it is done or was refused."""

    ended = Signal()

    def __init__(self, title: str, words: str, button: str, make: Callable[[], Job]) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self._make = make
        self._job: Job | None = None
        self._at = 0
        self.write = Button(button, "plain", "save", name=f"{button}: {title}")
        self.open = Button("Show folder", "quiet", "folder", name=f"Show folder: {title}")
        self.state = PlainLabel(words, "soft")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        column = QVBoxLayout()
        column.setSpacing(GRID // 2)
        for widget in (PlainLabel(title, "strong"), self.state, self.bar):
            column.addWidget(widget)
        row.addLayout(column, 1)
        row.addWidget(self.open)
        row.addWidget(self.write)
        self.body.addLayout(row)
        self.bar.hide()
        self.open.hide()
        self.write.clicked.connect(self._begin)
        self.open.clicked.connect(self._open)
        self._timer.timeout.connect(self._step)

    @property
    def running(self) -> bool:
        """Whether it is being written."""
        return self._timer.isActive()

    @property
    def path(self) -> Path | None:
        """What was written last."""
        return None if self._job is None or self.running else self._job.path

    def stop(self) -> None:
        """Write nothing more; what is written stays."""
        self._timer.stop()

    @Slot()
    def _begin(self) -> None:
        self._job = None
        self.open.hide()
        try:
            job = self._make()
        except Problem as problem:
            self._end(str(problem), wrong=True)
            return
        self._job, self._at = job, 0
        self.bar.setRange(0, len(job.steps))
        self.bar.setValue(0)
        self.bar.show()
        self.write.setEnabled(False)
        self.state.set_role("soft")
        self.state.setText(f"Writing “{job.path.name}”…")
        self._timer.start()

    @Slot()
    def _step(self) -> None:
        job = self._job
        if job is None:
            return
        try:
            job.steps[self._at]()
        except Problem as problem:
            self._job = None
            self._end(str(problem), wrong=True)
            return
        except BaseException:
            self._job = None
            self._end("That went wrong; nothing more was written.", wrong=True)
            raise
        self._at += 1
        self.bar.setValue(self._at)
        if self._at == len(job.steps):
            self._end(f"“{job.path.name}” is written.")
            self.open.show()

    def _end(self, words: str, *, wrong: bool = False) -> None:
        self._timer.stop()
        self.bar.hide()
        self.write.setEnabled(True)
        self.state.set_role("wrong" if wrong else "body")
        self.state.setText(words)
        self.ended.emit()

    @Slot()
    def _open(self) -> None:
        path = self.path
        if path is not None:
            inside = path / "_" if path.is_dir() else path
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(inside.parent)))


class AfterShowDialog(Dialog):
    """The four things that leave after the show, all from the result that was told.

    They go into one folder, at first ``folder``. ``desk`` is asked for them; nothing there is ever replaced.
    """

    def __init__(self, desk: AfterShow, snapshot: Snapshot, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__("After the show", parent)
        self._jobs = Jobs(desk, snapshot)
        self._folder = folder
        self._template: Path | None = None
        self.setMinimumWidth(84 * GRID)
        words = "Everything comes from the result that was told. Files that are there already stay as they are."
        if snapshot.rehearsal:
            words = "This event is a rehearsal: every picture and certificate says so."
        self.body.addWidget(PlainLabel(words, "soft"))
        self.place = PlainLabel("", elide=True)
        self.choose = Button("Choose…", "plain", "folder", name="Choose the folder")
        where = QHBoxLayout()
        where.setSpacing(GRID)
        where.addWidget(PlainLabel("Folder", "strong", wrap=False))
        where.addWidget(self.place, 1)
        where.addWidget(self.choose)
        self.body.addLayout(where)
        self.paper = Choice(((False, "A4"), (True, "Letter")), "Paper")
        metric = QLocale.system().measurementSystem()
        self.paper.choose(metric == QLocale.MeasurementSystem.ImperialUSSystem)
        self.template = Button("Template…", "quiet", "edit", name="Choose a template for the certificates")
        self.certificates = OutRow(
            "Certificates",
            "A PDF for each prize and team that won it.",
            "Write",
            lambda: self._jobs.certificates(self._folder, self._template, bool(self.paper.value())),
        )
        self.pictures = OutRow(
            "Pictures of the awards",
            "A picture of each prize and of the podium, for the web.",
            "Write",
            lambda: self._jobs.pictures(self._folder),
        )
        self.clics = OutRow(
            "Result for contest tools",
            "A zip in the CLICS format, without judges and their marks.",
            "Write",
            lambda: self._jobs.clics(self._folder),
        )
        self.log = OutRow(
            "Log of the ceremony",
            "A table of what was shown when.",
            "Write",
            lambda: self._jobs.log(self._folder),
        )
        self.rows = (self.certificates, self.pictures, self.clics, self.log)
        for row in self.rows:
            self.body.addWidget(row)
            row.ended.connect(self.make_room)
        options = QHBoxLayout()
        options.setSpacing(GRID)
        options.addWidget(self.paper)
        options.addWidget(self.template)
        options.addStretch(1)
        self.paper.setFixedWidth(14 * GRID)
        self.certificates.body.addLayout(options)
        self.add_close()
        self._show_folder()
        self.choose.clicked.connect(self._choose)
        self.template.clicked.connect(self._choose_template)
        self.finished.connect(self._stop)

    def use_folder(self, folder: Path) -> None:
        """Write into ``folder`` from now on."""
        self._folder = folder
        self._show_folder()

    def use_template(self, template: Path | None) -> None:
        """Make certificates by that drawing from now on; None: by the shipped one."""
        self._template = template
        name = template.name if template else ""
        self.certificates.state.set_role("soft")
        self.certificates.state.setText(f"By “{name}”." if name else "A PDF for each prize and team that won it.")

    def _show_folder(self) -> None:
        self.place.setText(str(self._folder))

    @Slot()
    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where everything goes", str(self._folder))
        if chosen:
            self.use_folder(Path(chosen))

    @Slot()
    def _choose_template(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "The drawing of the certificates", "", "SVG (*.svg)")
        if chosen:
            self.use_template(Path(chosen))

    @Slot()
    def _stop(self) -> None:
        for row in self.rows:
            row.stop()
