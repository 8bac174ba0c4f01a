"""The ceremony beside the picture: may it begin, the emcee's notes, elapsed and forecast, and the steps to jump to."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.forecast import forecast, length_text
from gpumode_judge.desk.ceremony import Refusal
from gpumode_judge.desk.ceremony import Show as Taken
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.ui.projector.after_show import AfterShowDialog
from gpumode_judge.ui.projector.notes_view import NotesView
from gpumode_judge.ui.projector.readiness import Readiness
from gpumode_judge.ui.projector.script_pdf import save_script
from gpumode_judge.ui.projector.show import Show
from gpumode_judge.ui.projector.stage_desk import StageDesk, Waiting
from gpumode_judge.ui.projector.step_list import StepList
from gpumode_judge.ui.projector.step_noter import StepNoter
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.theme import GRID
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.work import run


class CeremonyPanel(QStackedWidget):
    """Readiness before, the running ceremony after.

    ``going`` asks the window for a page; ``found`` tells that a ceremony waits to go on; ``resumed`` that one goes on after a crash, so
    that its picture should be on the projector again; ``said`` that something was said about the event.
    """

    going = Signal(str)
    found = Signal()
    resumed = Signal()
    said = Signal()

    def __init__(self, desk: StageDesk | None, show: Show, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._show = show
        self._taken: Taken | None = None
        self._waiting: Waiting | None = None
        self._number = 0
        self._looking = self._again = False
        self._noter: StepNoter | None = None
        self._refusals: tuple[Refusal, ...] = ()
        self.seen = False
        self.readiness = Readiness()
        self.resume, self.begin, self.rehearse = self.readiness.resume, self.readiness.begin, self.readiness.rehearse
        self.end = Button("End the ceremony", "plain", "close")
        self.stale = Banner("warning")
        self.notes = NotesView()
        self.steps = StepList()
        self._step = PlainLabel("", "strong", elide=True)
        self._time = PlainLabel("", "soft", elide=True)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self.addWidget(self.readiness)
        self.addWidget(self._build_running())
        self._connect_signals()
        self._tell_readiness()
        self.show_state()

    @property
    def waiting(self) -> Taken | None:
        """A ceremony that can go on where it stopped."""
        return self._waiting.taken if self._waiting and self._show.stage is None else None

    def refresh(self) -> None:
        """The event changed: look whether a ceremony waits to go on, and, as soon as this is seen, whether one may begin."""
        desk = self._desk
        if desk is None or self._show.stage is not None:
            return
        # What waits after a crash is known at once; working out every prize can take a while, so nobody pays for it unasked.
        run(self, lambda _progress, _cancelled: _waiting(desk), self._found, self._failed)
        self._look()

    def _look(self) -> None:
        desk = self._desk
        self._again = self._looking or not self.isVisible()
        if desk is not None and not self._again:
            self._looking = True
            run(self, lambda _progress, _cancelled: desk.refusals(), self._looked, self._failed)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._again and self._show.stage is None:
            self._look()

    def show_state(self) -> None:
        """Show where the show is."""
        show = self._show
        running = show.stage is not None
        self.setCurrentIndex(1 if running else 0)
        if not running:
            self._second.stop()
            return
        if not self._second.isActive():
            self._second.start()
        self.steps.show_steps(show.steps, show.at)
        at, count = show.at, len(show.steps)
        if at < 0:
            self._step.setText(f"Ready: {count} steps")
            self.notes.set_text("The audience keeps what it sees until the first Next.")
        else:
            step = show.steps[at]
            self._step.setText(f"Step {at + 1} of {count} · {step.part}")
            self.notes.set_text(step.note)
        finished = at == count - 1
        self.end.set_words("End the ceremony" if finished else "Leave the ceremony…")
        self.end.set_kind("primary" if finished else "plain")
        self._tell_time()

    def close_noter(self) -> None:
        """Write what waits to be written."""
        if self._noter is not None:
            self._noter.close()
            self._noter = None

    def _build_running(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        head = QHBoxLayout()
        head.addWidget(self._step, 1)
        head.addWidget(self._time, 1)
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight)
        card = Card()
        card.setAccessibleName("Notes for the emcee")
        card.body.addWidget(self.notes, 1)
        self.end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._save_now = Button("Script…", "quiet", "save", name="Save emcee script…")
        self._save_now.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._save_now)
        foot.addStretch(1)
        foot.addWidget(self.end)
        column.addWidget(self.stale)
        column.addLayout(head)
        column.addWidget(card, 3)
        column.addWidget(SectionTitle("Steps"))
        column.addWidget(self.steps, 4)
        column.addLayout(foot)
        return page

    def _connect_signals(self) -> None:
        self.readiness.going.connect(self.going)
        self.resume.clicked.connect(self.go_on)
        self.begin.clicked.connect(self._ask_begin)
        self.rehearse.clicked.connect(self._ask_rehearse)
        self.readiness.save.clicked.connect(self._save)
        self._save_now.clicked.connect(self._save)
        self.readiness.after.clicked.connect(self._ask_after)
        self.end.clicked.connect(self._ask_end)
        self.steps.jumped.connect(self._show.jump)
        self._show.stepped.connect(self._note)
        self._second.timeout.connect(self._tell_time)

    # May it begin?

    def _found(self, found: tuple[Waiting | None, str]) -> None:
        if self._show.stage is not None:
            return
        self._waiting, trouble = found
        self.readiness.trouble.tell("error", trouble)
        self._tell_readiness()
        if self.waiting is not None:
            self.found.emit()

    def _looked(self, refusals: Sequence[Refusal]) -> None:
        self._looking = False
        self.seen = True
        self._refusals = tuple(refusals)
        self.readiness.show_refusals(self._refusals)
        self._tell_readiness()
        if self._again:
            self._look()

    def _tell_readiness(self) -> None:
        waiting = self._waiting if self.waiting is not None else None
        desk = self._desk
        self.readiness.tell(
            waiting,
            ready=self.seen and not self._refusals,
            possible=desk is not None,
            told=desk is not None and desk.has_result,
        )

    # Beginning and ending

    @Slot()
    def go_on(self) -> None:
        """Go on with the ceremony that is not finished, at the step that was shown last."""
        if self._waiting is not None and self._show.stage is None:
            waiting = self._waiting
            self._run_show(waiting.taken, waiting.taken.at if waiting.shown else None, waiting.seconds)
            if waiting.shown:
                self.resumed.emit()

    @Slot()
    def _ask_begin(self) -> None:
        anew = self.waiting is not None
        words = (
            "The result is taken as it stands now, and every picture of the ceremony comes from it. The audience keeps what it sees "
            "until your first Next."
        )
        if anew:
            words = f"The ceremony that is not finished is given up. {words}"
        self._ask("Start the ceremony", words, "Start", lambda: self._take(anew))

    def _take(self, anew: bool) -> None:
        desk = self._desk
        if desk is not None:
            self._work(lambda: desk.take(again=anew), self._took)

    @Slot()
    def _ask_rehearse(self) -> None:
        words = (
            "The teams are real, the results are made up: new ones each time. Every picture says so, and nothing is noted. "
            "The audience keeps what it sees until your first Next."
        )
        self._ask("Rehearse the ceremony", words, "Rehearse", self._rehearse)

    def _rehearse(self) -> None:
        desk = self._desk
        if desk is not None:
            self._number += 1
            number = self._number
            self._work(lambda: desk.rehearse(number), self._run_show)

    def _ask(self, title: str, words: str, button: str, then: Callable[[], object]) -> None:
        dialog = Dialog(title, self)
        label = PlainLabel(words)
        label.setMinimumWidth(440)
        dialog.body.addWidget(label)
        dialog.add_cancel()
        dialog.add_button(Button(button, "primary", "play"), accept=True)
        dialog.accepted.connect(then)
        dialog.open()

    def _took(self, taken: Taken) -> None:
        self._run_show(taken)
        self.said.emit()

    def _work(self, make: Callable[[], Taken], made: Callable[[Taken], object]) -> None:
        self.readiness.wait()
        run(self, lambda _progress, _cancelled: make(), made, self._failed)

    def _run_show(self, taken: Taken, at: int | None = None, seconds: float = 0.0) -> None:
        self._taken = taken
        self._waiting = None
        self.close_noter()
        desk = self._desk
        if desk is not None and not taken.rehearsal:
            self._noter = StepNoter(lambda step: desk.note(taken, step), self)
            self._noter.failed.connect(self._not_noted)
        self.stale.tell("warning", taken.stale)
        self._show.begin(taken.snapshot, taken.steps, at, seconds=seconds)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        show_failure(self.window(), error)
        self._tell_readiness()

    @Slot()
    def _ask_end(self) -> None:
        show = self._show
        if show.at == len(show.steps) - 1 or (self._taken is not None and self._taken.rehearsal):
            self._end()
            return
        words = "The audience keeps what it sees. You can go on later at this step, as long as nobody starts anew."
        self._ask("Leave the ceremony", words, "Leave", self._end)

    def _end(self) -> None:
        taken, desk = self._taken, self._desk
        last = self._show.at == len(self._show.steps) - 1
        self.close_noter()
        self._taken = None
        self._show.end()
        self._tell_readiness()
        if desk is not None and taken is not None and last and not taken.rehearsal:
            finished = taken
            run(self, lambda _progress, _cancelled: desk.finish(finished), lambda _: self._finished(), self._failed)
        else:
            self.refresh()

    def _finished(self) -> None:
        self.refresh()
        self._ask_after()

    @Slot()
    def _ask_after(self) -> None:
        """Offer what leaves after the show: certificates, pictures, the log, the result for other tools."""
        desk = self._desk
        if desk is not None:
            run(self, lambda _progress, _cancelled: desk.last(), self._open_after, self._failed)

    def _open_after(self, taken: Taken | None) -> None:
        if self._desk is not None and taken is not None:
            after, folder = self._desk.after_show()
            AfterShowDialog(after, taken.snapshot, folder, self.window()).open()

    @Slot(int)
    def _note(self, at: int) -> None:
        if self._noter is not None:
            self._noter.note(at)

    @Slot(object)
    def _not_noted(self, error: Exception) -> None:
        self.stale.tell("error", f"The step could not be kept on this laptop; the show goes on. {error}")

    # Time and paper

    @Slot()
    def _tell_time(self) -> None:
        show = self._show
        left = length_text(forecast(show.steps, max(show.at, 0))).removeprefix("about ")
        so_far = int(show.seconds // 60)
        self._time.setText(f"{so_far} min so far, {left} to go" if show.at >= 0 else f"about {left} in all")

    @Slot()
    def _save(self) -> None:
        taken = self._taken or self.waiting
        if taken is not None:
            self._save_of(taken)
            return
        words = (
            "The script comes from the result as it stands now, and the ceremony will tell exactly that. "
            "If something changes later, start anew and print anew."
        )
        self._ask("Take the result", words, "Take the result", self._take_and_save)

    def _take_and_save(self) -> None:
        desk = self._desk
        if desk is not None:
            run(self, lambda _progress, _cancelled: desk.take(), self._took_to_save, self._failed)

    def _took_to_save(self, taken: Taken) -> None:
        self._waiting = Waiting(taken)
        self._save_of(taken)
        self.said.emit()
        self.refresh()

    def _save_of(self, taken: Taken) -> None:
        name = f"{slug(taken.snapshot.title, 'ceremony')}-script.pdf"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the emcee’s script", name, "PDF (*.pdf)")
        if chosen:
            self._print(Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.pdf"), taken)

    def _print(self, path: Path, taken: Taken) -> None:
        try:
            save_script(path, taken)
        except Exception as error:  # noqa: BLE001  whatever the printing of Qt or the disk refused
            show_failure(self.window(), error)
            return
        Toast.show_in(self.window(), f"“{path.name}” is saved. It names every winner: keep it away from the audience.")


def _waiting(desk: StageDesk) -> tuple[Waiting | None, str]:
    try:
        return desk.resume(), ""
    except Problem as problem:  # a result that cannot be told any more must not hide what else there is to do
        return None, str(problem)
