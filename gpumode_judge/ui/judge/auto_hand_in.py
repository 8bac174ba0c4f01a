"""Handing in by itself after each recorded ballot: beside the judge's work, and never in its way."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gpumode_judge.desk.judging import HandedIn, JudgeDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.judge.hand_in import AUTO
from gpumode_judge.ui.shared.work import run


class AutoHandIn(QObject):
    """Writes one file at a time; ballots recorded meanwhile go into the next. ``failed`` brings a sentence."""

    handed_in = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: JudgeDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._busy = False
        self._again = False

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._busy

    @Slot()
    def ballot_recorded(self) -> None:
        """Hand in, if the judge wants that."""
        folder = self._desk.text_setting(AUTO)
        if not folder:
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        run(self, lambda _progress, _cancelled: self._write(Path(folder)), self._done, self._fail)

    def _write(self, folder: Path) -> HandedIn:
        # A stick that was pulled out must not come back as an ordinary folder of that name.
        if not folder.is_dir():
            raise Problem(f"“{folder.name or folder}” is not there now; plug the stick in or choose another folder.")
        return self._desk.hand_in(folder)

    def _done(self, done: HandedIn) -> None:
        self._busy = False
        self.handed_in.emit(done)
        self._go_on()

    def _fail(self, error: Exception) -> None:
        self._busy = False
        why = str(error) if isinstance(error, Problem) else "The file could not be written."
        self.failed.emit(f"Could not hand in by itself. {why} Everything is saved on this laptop.")
        self._go_on()

    def _go_on(self) -> None:
        if self._again:
            self._again = False
            self.ballot_recorded()
