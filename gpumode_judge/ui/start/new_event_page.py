"""The pages of a new event, one step after the other; where one may go is decided in :mod:`new_event`."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gpumode_judge.desk import planning
from gpumode_judge.desk.workspaces import default_folder
from gpumode_judge.event.event import Prize
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.errors import ask, show_problem
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import Heading, PlainLabel
from gpumode_judge.ui.shared.prize_editor import PrizeEditor
from gpumode_judge.ui.shared.rubric_editor import RubricEditor
from gpumode_judge.ui.shared.theme import GRID
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.work import run
from gpumode_judge.ui.start.about_form import AboutForm
from gpumode_judge.ui.start.new_event import STEPS, NewEvent, Step
from gpumode_judge.ui.start.steps import StepBar
from gpumode_judge.ui.start.summary import Summary

_WIDEST: Final = 150 * GRID
_HIGHEST: Final = 116 * GRID
_TITLES: Final = {
    Step.EVENT: (
        "What are you judging?",
        "This is fixed for good once the event is created; only tracks can be added later.",
    ),
    Step.RUBRIC: ("What do judges give marks for?", "Weights are shares of the total; they need not add up to 100."),
    Step.PRIZES: ("What can be won?", "May stay empty. Prizes can be added at any time."),
    Step.CREATE: (
        "Ready to create",
        "Read it once more: the event itself is fixed for good, rubric and prizes can still change.",
    ),
}


class NewEventPage(QWidget):
    """``created`` brings the finished :class:`Plan`; ``left`` is told when somebody leaves without one."""

    created = Signal(object)
    left = Signal()

    def __init__(self, event: NewEvent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAccessibleName("New event")
        self.event_ = event
        self.steps = StepBar([step.value for step in STEPS])
        self.heading, self.line = Heading(), PlainLabel(role="soft")
        self.about = AboutForm()
        self.rubric = RubricEditor(event.rubric, event.rules, event.tracks, event.prizes)
        self.prizes = PrizeEditor(event.prizes, event.tracks)
        self.summary = Summary()
        self.template = Choice([(t.name, t.title) for t in planning.templates()], "Start from the rubric")
        self.prize_list = Choice(
            [("", "No prizes"), *((t.name, t.title) for t in planning.prize_lists())], "Start from the prizes"
        )
        self.from_file = Button("From a TOML file…", "quiet", "open", "Ctrl+O")
        self.cancel = Button("Cancel", "quiet")
        self.back = Button("Back", "plain", "left")
        self.next = Button("Next", "primary", "right")
        self._tools: dict[Step, list[QWidget]] = {}
        self._stack = QStackedWidget()
        self._rubric_touched = self._prizes_touched = False
        self._build()
        self._fill()
        self._show_step()

        self.about.changed.connect(self._about_changed)
        self.rubric.changed.connect(self._rubric_changed)
        self.prizes.changed.connect(self._prizes_changed)
        self.template.picked.connect(self._pick_template)
        self.prize_list.picked.connect(self._pick_prizes)
        self.from_file.clicked.connect(self._choose_file)
        self.steps.chosen.connect(self._go_back_to)
        self.cancel.clicked.connect(self.leave)
        self.back.clicked.connect(self._back)
        self.next.clicked.connect(self.go_on)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Alt+Right"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.go_on)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self._back)

    @property
    def touched(self) -> bool:
        """Whether leaving would lose something that was entered."""
        return self.event_.touched or self._rubric_touched or self._prizes_touched

    @Slot()
    def leave(self) -> None:
        """Leave without making an event; asks only if something would be lost."""
        if self.touched:
            text = "What you entered for this event is not kept."
            ask(self, "Leave the new event?", text, "Leave", self.left.emit, danger=True)
        else:
            self.left.emit()

    @Slot()
    def go_on(self) -> None:
        """Go to the next step, or on the last one create the event; what is wrong is told and nothing moves."""
        try:
            self._keep()
            if self.event_.step is Step.CREATE:
                self.created.emit(self.event_.plan())
                return
            self.event_.next()
        except Problem as problem:
            show_problem(self, problem, "Not yet")
            return
        self._show_step()

    def load(self, path: Path) -> None:
        """Fill in everything from a TOML file; what is wrong with it is told in one sentence."""
        run(self, lambda _progress, _cancelled: planning.plan_from_toml(path), self._loaded)

    # How it looks

    def _build(self) -> None:
        bar, top = _strip("bar", GRID)
        top.setSpacing(2 * GRID)
        top.addWidget(PlainLabel("New event", "strong", wrap=False))
        top.addStretch(1)
        top.addWidget(self.steps)
        top.addStretch(1)
        top.addWidget(self.from_file)
        for step, page in zip(STEPS, (self.about, self.rubric, self.prizes, self.summary), strict=True):
            self._stack.addWidget(page)
            self._tools[step] = []
        head = QHBoxLayout()
        head.setSpacing(2 * GRID)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.line)
        head.addLayout(words, 1)
        for step, choice in ((Step.RUBRIC, self.template), (Step.PRIZES, self.prize_list)):
            label = PlainLabel("Start from", "soft", wrap=False)
            choice.setMinimumWidth(34 * GRID)
            for widget in (label, choice):
                head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
                self._tools[step].append(widget)
        middle = QWidget()
        middle.setMaximumSize(_WIDEST, _HIGHEST)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 2 * GRID, 0, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        across = QHBoxLayout()
        across.setContentsMargins(3 * GRID, 0, 3 * GRID, 0)
        across.addStretch(1)
        across.addWidget(middle, 1000)
        across.addStretch(1)
        foot, bottom = _strip("foot", 12)
        bottom.setSpacing(GRID)
        bottom.addWidget(self.cancel)
        bottom.addWidget(KeyHint("Esc"))
        bottom.addStretch(1)
        bottom.addWidget(KeyHint("Alt+Left", "back"))
        bottom.addSpacing(GRID)
        bottom.addWidget(KeyHint("Ctrl+Enter", "go on"))
        bottom.addSpacing(2 * GRID)
        bottom.addWidget(self.back)
        bottom.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addLayout(across, 1000)
        layout.addStretch(1)
        layout.addWidget(foot)

    def _fill(self) -> None:
        event = self.event_
        self.about.set_value(event.about)
        self.rubric.set_scopes(event.tracks, event.prizes)
        self.rubric.set_value(event.rubric, event.rules)
        self.prizes.set_value(event.prizes)
        self.prizes.set_tracks(event.tracks)
        self._rubric_touched = self._prizes_touched = False

    def _show_step(self) -> None:
        step = self.event_.step
        for widgets in self._tools.values():
            for widget in widgets:
                widget.setVisible(widget in self._tools[step])
        title, line = _TITLES[step]
        self.heading.setText(title)
        self.line.setText(line)
        self.steps.show_step(STEPS.index(step))
        self.back.setEnabled(step is not Step.EVENT)
        last = step is Step.CREATE
        self.next.set_words("Create event" if last else "Next")
        self.next.set_icon_name("check" if last else "right")
        match step:
            case Step.EVENT:
                self.about.title.setFocus()
            case Step.RUBRIC:
                self.rubric.set_scopes(self.event_.tracks, self.event_.prizes)
                self.rubric.criteria.list.setFocus()
            case Step.PRIZES:
                self.prizes.set_tracks(self.event_.tracks)
                self.prizes.set_criteria(self.event_.rubric, self.event_.rules)
                (self.prizes.list.list if self.prizes.list.current() >= 0 else self.prizes.list.new_button).setFocus()
            case Step.CREATE:
                self.summary.show_plan(self.event_.plan(), str(default_folder()))
                self.next.setFocus()
        self._stack.setCurrentIndex(STEPS.index(step))

    # Keeping what was entered

    def _keep(self) -> None:
        """Take what stands on this step into the event; what cannot be meant raises :class:`Problem`."""
        event = self.event_
        match event.step:
            case Step.EVENT:
                event.about = self.about.value()
            case Step.RUBRIC:
                event.rubric, event.rules = self.rubric.value()
            case Step.PRIZES:
                event.prizes = self.prizes.value()
            case Step.CREATE:
                pass

    @Slot()
    def _about_changed(self) -> None:
        self.event_.about = self.about.value()

    @Slot()
    def _rubric_changed(self) -> None:
        self._rubric_touched = True

    @Slot()
    def _prizes_changed(self) -> None:
        self._prizes_touched = True

    @Slot()
    def _back(self) -> None:
        # What is not right yet stays in its fields; the way back is never barred.
        with suppress(Problem):
            self._keep()
        self.event_.back()
        self._show_step()

    @Slot(int)
    def _go_back_to(self, place: int) -> None:
        while STEPS.index(self.event_.step) > place:
            self._back()

    # Templates and files

    @Slot(object)
    def _pick_template(self, name: object) -> None:
        before = self.rubric.value() if self._valid_rubric() else (self.event_.rubric, self.event_.rules)
        touched = self._rubric_touched
        self.event_.choose_template(str(name))
        self._show_rubric(self.event_.rubric, self.event_.rules, touched=False)
        if touched:
            title = self.template.currentText()
            Toast.show_in(
                self,
                f"The rubric is “{title}” now.",
                "Bring mine back",
                lambda: self._show_rubric(*before, touched=True),
            )

    def _valid_rubric(self) -> bool:
        try:
            self.rubric.value()
        except Problem:
            return False
        return True

    def _show_rubric(self, rubric: Rubric, rules: Rules, touched: bool) -> None:
        self.event_.rubric, self.event_.rules = rubric, rules
        self.rubric.set_value(rubric, rules)
        self._rubric_touched = touched

    @Slot(object)
    def _pick_prizes(self, name: object) -> None:
        try:
            before = self.prizes.value()
        except Problem:
            before = self.event_.prizes
        touched = self._prizes_touched
        self.event_.choose_prizes(str(name))
        self._show_prizes(self.event_.prizes, touched=False)
        if touched:
            Toast.show_in(
                self, "The prizes were replaced.", "Bring mine back", lambda: self._show_prizes(before, touched=True)
            )

    def _show_prizes(self, prizes: tuple[Prize, ...], touched: bool) -> None:
        self.event_.prizes = prizes
        self.prizes.set_value(prizes)
        self.prizes.set_tracks(self.event_.tracks)
        self._prizes_touched = touched

    @Slot()
    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "An event as a TOML file", "", "Events (*.toml);;All files (*)")
        if name:
            self.load(Path(name))

    def _loaded(self, plan: Plan) -> None:
        self.event_.take(plan)
        self.event_.step = Step.EVENT
        self._fill()
        self._show_step()
        criteria, judges = len(plan.rubric.criteria), len(plan.judges)
        parts = [_count(criteria, "criterion", "criteria"), _count(len(plan.prizes), "prize", "prizes")]
        parts += [_count(judges, "judge", "judges")] if judges else []
        Toast.show_in(self, f"Filled in: {', '.join(parts)}.")


def _strip(name: str, margin: int) -> tuple[QFrame, QHBoxLayout]:
    """A strip across the window and the row in its middle, as wide as what stands below or above it."""
    frame, middle = QFrame(), QWidget()
    frame.setObjectName(name)
    middle.setMaximumWidth(_WIDEST)
    row = QHBoxLayout(middle)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * GRID)
    across = QHBoxLayout(frame)
    across.setContentsMargins(3 * GRID, margin, 3 * GRID, margin)
    across.addStretch(1)
    across.addWidget(middle, 1000)
    across.addStretch(1)
    return frame, row


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
